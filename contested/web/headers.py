"""Headers that keep a reader safe, on every answer; written as plain ASGI."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contested import settings
from contested.addresses import ours, sound, unlisted
from contested.streamlit_inside import index

#: Of a page that the server renders: no script, nothing from elsewhere, in no one's frame.
RENDERED = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

#: The same where a chart is drawn in the page: what stands at a place on it says so itself.
DRAWN = RENDERED.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")

#: The same in anyone's frame, for what is made to be embedded: it brings its styles along.
EMBEDDED = DRAWN.replace("frame-ancestors 'none'", "frame-ancestors *").replace(
    "style-src 'self' ", "style-src "
)

#: Of a picture: it brings its own styles and font.
PICTURED = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"

#: Of the dashboard, as Streamlit needs it: styles that its scripts write, components from blobs.
_DASHBOARD = (
    "default-src 'self'; script-src 'self' {scripts} 'wasm-unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' {socket} data: blob:; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)

#: Of every answer.
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def dashboard(host: str, scripts: tuple[str, ...] = ()) -> str:
    """Return the policy of the dashboard's pages: its socket is on the same host as the page.

    `scripts` may stand in the page, as may those of Streamlit's own.
    """
    host = urlsplit(settings.text("CONTESTED_URL")).netloc or host
    named = f"ws://{host} wss://{host}" if host and sound(host) else ""
    return _DASHBOARD.format(socket=named, scripts=_scripts(scripts))


@cache
def _scripts(more: tuple[str, ...]) -> str:
    """Return the digests of the scripts that stand in Streamlit's page, and of more."""
    texts = re.findall(r"<script>(.*?)</script>", index(), flags=re.DOTALL)
    texts += more
    digests = [hashlib.sha256(text.encode()).digest() for text in texts]
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


class Head:
    """HEAD as GET without its body, for an application that knows only GET."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, without_body)


class Safe:
    """Security headers on every answer.

    A route may set its own policy; else what Streamlit serves gets the dashboard's, and all else
    that for rendered pages, which also holds for data that a browser is made to show.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        host = _host(scope)

        async def with_headers(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
                if unlisted():
                    headers["x-robots-tag"] = "noindex"
                policy = RENDERED if ours(scope["path"]) else dashboard(host)
                headers.setdefault("content-security-policy", policy)
            await send(message)

        await self.app(scope, receive, with_headers)


def _host(scope: Scope) -> str:
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    return hosts[0].decode("latin-1") if len(hosts) == 1 else "" if not hosts else " "
