"""Where this site stands, as a request says it."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from contested.addresses import Site, at, sound
from contested.web.client import secure


def site(request: HTTPConnection) -> Site:
    """Return where this site stands: $CONTESTED_URL, else the host that the request names.

    A request with an unsound Host is given no absolute address.
    """
    host = request.headers.get("host", "").lower()
    scheme = "https" if secure(request) else "http"
    return at(f"{scheme}://{host}" if sound(host) else "")
