"""By which names this site may be asked, and from whose pages: what else asks is refused.

A page elsewhere must not talk to this server: neither by opening a socket to it (a browser sends
its Origin), nor by a name of its own that it lets lead here (DNS rebinding: the name is in Host).
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from contested import settings
from contested.addresses import ours, sound
from contested.errors import ContestedError
from contested.readers import address
from contested.web.headers import RENDERED

#: The longest query of an address: one that names every source is shorter.
LONGEST_QUERY, MOST_WORDS = 16_000, 1_000


class Hosts:
    """Middleware that refuses an unsound or unknown Host, and a page of another site.

    What goes on to Streamlit has no Origin, or on a socket one that is the Host's own: for any
    other Streamlit would ask a service outside for this machine's address, each time.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or let it through."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = _refusal(scope, headers)
        if refusal and scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif refusal:
            own = {"content-security-policy": RENDERED, "cache-control": "no-store"}
            await PlainTextResponse(refusal[1], refusal[0], own)(scope, receive, send)
        elif "origin" in headers and not ours(scope["path"]):
            await self.app(_same_origin(scope, headers.get("host", "")), receive, send)
        else:
            await self.app(scope, receive, send)


def _refusal(scope: Scope, headers: Headers) -> tuple[int, str] | None:
    """Return the status and the reason for which a request is refused, or None."""
    query = scope.get("query_string", b"")
    if len(query) > LONGEST_QUERY or query.count(b"&") > MOST_WORDS:
        return 414, "The address is longer than any that this site gives."
    hosts, origins = headers.getlist("host"), headers.getlist("origin")
    host = hosts[0] if len(hosts) == 1 else ""
    if hosts and not sound(host):
        return 400, "The Host header names no host."
    # Who names no host is no browser, and nothing of the answer depends on it.
    if host and not known(host, *(scope.get("server") or ("",))[:1]):
        return 421, (
            "This site does not answer to that host. Whoever runs it can name it in "
            "CONTESTED_HOSTS, or the site's own address in CONTESTED_URL."
        )
    if origins and not ours(scope["path"]) and not (len(origins) == 1 and same(origins[0], host)):
        return 403, "A page of another site may not use this address."
    return None


def known(host: str, at: str = "") -> bool:
    """Return whether this site may be asked by a host: a name or an address, and perhaps a port.

    Always by a name of this machine itself, and by the address that a request came in `at`: a page
    cannot bring a name of its own there. Else by the hosts of $CONTESTED_URL and $CONTESTED_HOSTS.

    >>> known("localhost:8501"), known("[::1]:80"), known("192.0.2.7:80", at="192.0.2.7")
    (True, True, True)
    >>> known("evil.example"), known("localhost.evil.example"), known("192.0.2.7")
    (False, False, False)
    """
    named = name(host)
    if named == "localhost" or named.endswith(".localhost") or _listed(host):
        return True
    number = address(named)
    return number is not None and (number.is_loopback or number == address(at))


def same(origin: str, host: str) -> bool:
    """Return whether a page of an origin is one of this site, which was asked by a host.

    >>> same("https://wars.example", "wars.example"), same("https://evil.example", "wars.example")
    (True, False)
    >>> same("http://localhost:3000", "localhost:8501"), same("null", "localhost:8501")
    (False, False)
    """
    try:
        parts = urlsplit(origin.lower())
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not sound(parts.netloc):
        return False
    return parts.netloc == host.lower() or _listed(parts.netloc)


def check() -> None:
    """Raise ContestedError for a host in the settings that is none."""
    address = settings.text("CONTESTED_URL")
    parts = urlsplit(address)
    if address and not (parts.scheme in ("http", "https") and sound(parts.netloc)):
        raise ContestedError(
            f"CONTESTED_URL is {address!r}; give the whole address, as https://wars.example"
        )
    for host in settings.listed("CONTESTED_HOSTS"):
        if not sound(host):
            raise ContestedError(
                f"CONTESTED_HOSTS names {host!r}; give names or addresses with commas between, "
                "as wars.example, 192.0.2.7"
            )


def _listed(host: str) -> bool:
    """Return whether the operator names a host: with any port, or with the one that is given."""
    host = host.lower()
    if host == urlsplit(settings.text("CONTESTED_URL")).netloc.lower():
        return True
    listed = [named.lower() for named in settings.listed("CONTESTED_HOSTS")]
    return host in listed or name(host) in [one.rstrip(".") for one in listed]


def name(host: str) -> str:
    """Return a host without its port, its brackets and the root's full stop, in lower case."""
    named = host.lower()
    if named.startswith("["):
        return named[1:].partition("]")[0]
    return named.partition(":")[0].rstrip(".")


def _same_origin(scope: Scope, host: str) -> Scope:
    """Return a request from a page of this site as Streamlit knows it at once for one."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"origin"]
    if scope["type"] == "websocket":
        headers.append((b"origin", f"http://{host}".encode("latin-1")))
    return {**scope, "headers": headers}
