"""What is posted: JSON, of a size, and nothing beyond it read."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import ClientDisconnect, Request


class Refused(Exception):
    """A request that is not read at all: its status and why."""

    def __init__(self, status: int, why: str) -> None:
        self.status = status
        super().__init__(why)


async def posted(request: Request, most: int) -> Any:
    """Return a request's JSON; raises Refused for another kind, and beyond so many bytes."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(415, "send JSON, with the content type application/json")
    raw = b""
    try:
        async for part in request.stream():
            raw += part
            if len(raw) > most:
                raise Refused(413, f"send at most {most} bytes")
    except ClientDisconnect:  # no one is there to be told, and it is no fault to be logged as one
        raise Refused(400, "the body did not come whole") from None
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise Refused(400, "the body is not JSON") from None
