"""Who asks, and over what: as a request and the operator's own proxies say it."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from contested.readers import address, proxies, reader, within


def client(request: HTTPConnection) -> str:
    """Return the address that a request comes from; see `reader`."""
    peer = request.client.host if request.client else ""
    return reader(peer, request.headers.getlist("x-forwarded-for"))


def secure(request: HTTPConnection) -> bool:
    """Return whether a reader asks over TLS: here, or at one of the operator's own proxies."""
    peer = address(request.client.host if request.client else "")
    forwarded = request.headers.get("x-forwarded-proto", "").strip().lower()
    if forwarded and peer and within(peer, proxies()):
        return forwarded == "https"
    return request.url.scheme in ("https", "wss")
