"""What a reader is answered where the program fails: nothing of it, with every header."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from contested.web.headers import ALWAYS, RENDERED

_TOLD = "Something is wrong here; it is in this site's log, and not your doing."


def fault(request: Request, error: Exception) -> Response:
    """Answer a fault of the program, beyond all middleware; its traceback goes to the log."""
    headers = {**ALWAYS, "content-security-policy": RENDERED, "cache-control": "no-store"}
    if request.scope["path"].startswith("/api/"):
        return JSONResponse({"detail": _TOLD}, 500, headers)
    return PlainTextResponse(_TOLD, 500, headers)
