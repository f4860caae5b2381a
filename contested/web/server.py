"""The server that `contested serve` runs: uvicorn, with what one reader may take of it bounded.

A request whose header or body does not come, a connection that nothing is asked on, and an answer
that no one takes are ended; beyond the number of connections the longest idle gives way. Each is
one line in the log, however often it happens.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any, NamedTuple

import h11
import uvicorn
from anyio.to_thread import current_default_thread_limiter
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Response
from websockets.server import ServerProtocol

from contested.streamlit_inside import LOUD
from contested.web.headers import ALWAYS

#: What a page of the dashboard sends at once is its widgets' values: some kilobytes.
MESSAGE = 256_000

#: Connections that the system may hold before they are looked at, and files that are none.
_BACKLOG, _SPARE = 128, 256

#: The bytes of an answer that its reader must take while it is waited for: some 4 kbit a second.
_LEAST = 16_000

#: Seconds after which a thread that only reckons lets another have the interpreter, and how many
#: threads of routes there are: most wait for a page that is being made, and the loop for neither.
_SWITCH, _THREADS = 0.0005, 160

#: Whose warnings a reader can cause as often as he likes.
_LOUD = ("uvicorn.error", "asyncio", LOUD)

_LOG = logging.getLogger(__name__)

#: What the server's own answers carry, before any application is asked.
REFUSED = {
    **ALWAYS,
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
}


class Limits(NamedTuple):
    """How many connections may be open, and for how many seconds one may keep us waiting."""

    connections: int = 2000
    request: float = 10
    idle: float = 15
    answer: float = 30


class Idle:
    """The connections that no answer is being made for, the longest idle first."""

    def __init__(self) -> None:
        self._connections: dict[Bounded, None] = {}

    def add(self, connection: Bounded) -> None:
        """Count a connection as idle from now on, unless it is already."""
        self._connections.setdefault(connection)

    def discard(self, connection: Bounded) -> None:
        """Count a connection as idle no more."""
        self._connections.pop(connection, None)

    def longest(self) -> Bounded | None:
        """Return the connection that was idle for longest, or None."""
        return next(iter(self._connections), None)


class Bounded(H11Protocol):
    """uvicorn's connection, with an end to every wait."""

    def __init__(self, *arguments: Any, limits: Limits, idle: Idle, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._limits, self._idle = limits, idle
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, in place of the longest idle one where there are too many."""
        super().connection_made(transport)
        if len(self.connections) > self._limits.connections:
            longest = self._idle.longest()
            if longest is None:
                _LOG.warning("A connection was refused: too many are open and none is idle.")
                self._refuse(503, "Too many readers are here at once; try again in a moment.")
                return
            _LOG.warning("An idle connection was ended: too many are open.")
            longest.end()
        self._idle.add(self)
        self._start("request", self._limits.request, self._too_slow)

    def data_received(self, data: bytes) -> None:
        """Take a part of a request; the rest must come before the time is over."""
        super().data_received(data)
        if self.transport.get_protocol() is not self:  # it has become a socket's
            self._stop("request")
            self._idle.discard(self)
            return
        if self.conn.their_state is not h11.IDLE:
            self._idle.discard(self)
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY) and not self.transport.is_closing():
            self._start("request", self._limits.request, self._too_slow)
        else:
            self._stop("request")

    def on_response_complete(self) -> None:
        """Wait for the next request, for a while."""
        super().on_response_complete()
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self._idle.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        self._idle.discard(self)
        for name in tuple(self._timers):
            self._stop(name)
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Wait for a reader to take what was written, as long as some of it is taken."""
        super().pause_writing()
        self._look(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """Write on."""
        super().resume_writing()
        self._stop("answer")

    def end(self) -> None:
        """End the connection at once."""
        self._idle.discard(self)
        self.connections.discard(self)  # its place is free now, and not when the loop comes to it
        self.transport.abort()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request."""
        self._refuse(400, msg)

    def _look(self, left: int) -> None:
        def looked() -> None:
            self._timers.pop("answer", None)
            now = self.transport.get_write_buffer_size()
            if left - now >= _LEAST:
                self._look(now)
            else:
                _LOG.warning("A connection was ended: its reader takes nothing of an answer.")
                self.end()

        self._start("answer", self._limits.answer, looked)

    def _too_slow(self) -> None:
        _LOG.warning("A connection was ended: its request did not come in time.")
        self._refuse(408, "The request did not come in time.")

    def _refuse(self, status: int, why: str) -> None:
        self._idle.discard(self)
        if self.cycle is not None and not self.cycle.response_complete:
            self.end()  # an answer is on its way, and another cannot be told from it
        elif not self.transport.is_closing():
            self.transport.write(_refusal(status, why))
            self.transport.close()

    def _start(self, name: str, seconds: float, ended: Callable[[], None]) -> None:
        if name not in self._timers:
            self._timers[name] = self.loop.call_later(seconds, ended)

    def _stop(self, name: str) -> None:
        if name in self._timers:
            self._timers.pop(name).cancel()


class _Handshake(ServerProtocol):
    """A handshake whose refusals carry the headers that keep a reader safe."""

    def reject(self, status: Any, text: str) -> Response:
        """Return a refusal."""
        response = super().reject(status, text)
        for name, value in REFUSED.items():
            response.headers[name] = value
        return response


class Socket(WebSocketsSansIOProtocol):
    """uvicorn's socket, which refuses as every other answer does."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.conn = _Handshake(
            extensions=self.conn.available_extensions,
            max_size=self.config.ws_max_size,
            logger=self.conn.logger,
        )

    def data_received(self, data: bytes) -> None:
        """Take a part of what comes; a handshake that cannot be read is refused and ended."""
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            # uvicorn would leave the connection open, with no answer and no end.
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.close_sent = self.handshake_complete = True
            self.transport.close()


class Seldom(logging.Filter):
    """Lets the same warning through once a minute, and says how many there were before it.

    Less than a warning is not let through: Streamlit sets its own level for uvicorn's log.
    """

    def __init__(self, seconds: float = 60) -> None:
        super().__init__()
        self._seconds = seconds
        self._last: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record is to be logged; an error of the program always is."""
        if record.levelno < logging.WARNING:
            return False
        exhausted = "out of system resource" in record.getMessage()
        if record.levelno > logging.WARNING and not exhausted:
            return True
        key = (record.name, str(record.msg))
        since, more = self._last.get(key, (0.0, 0))
        now = time.monotonic()
        if since and now - since < self._seconds:
            self._last[key] = (since, more + 1)
            return False
        self._last[key] = (now, 0)
        if more:
            record.msg = f"{record.msg} (and {more:,} more before)"
        if exhausted:
            record.exc_info = record.exc_text = None
        return True


def configured(app: ASGIApp, limits: Limits, **more: Any) -> uvicorn.Config:
    """Return uvicorn's configuration: bounded, believing no header about who asks."""
    return uvicorn.Config(
        app,
        http=partial(Bounded, limits=limits, idle=Idle()),  # type: ignore[arg-type]
        ws=Socket,
        ws_max_size=MESSAGE,
        ws_ping_interval=30,
        ws_ping_timeout=30,
        backlog=_BACKLOG,
        timeout_keep_alive=int(limits.idle) or 1,
        timeout_graceful_shutdown=10,
        # Who asks is read from the proxies' headers by `client` alone, for the proxies listed.
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_level="warning",
        **more,
    )


def serve(app: ASGIApp, listening: socket.socket, connections: int, **more: Any) -> None:
    """Serve an app on a socket until the process is told to stop."""
    limits = Limits(connections=files_for(connections))
    config = configured(app, limits, **more)
    for name in (__name__, *_LOUD):
        logging.getLogger(name).addFilter(Seldom())
    logging.getLogger("uvicorn.access").disabled = True  # it would keep readers' addresses
    sys.setswitchinterval(_SWITCH)
    _Server(config).run(sockets=[listening])


class _Server(uvicorn.Server):
    """uvicorn's server, with threads for those who wait as well."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve."""
        current_default_thread_limiter().total_tokens = _THREADS
        await super().startup(sockets)


def files_for(connections: int) -> int:
    """Return how many connections can be had, once the process may open as many files as it can."""
    try:
        import resource
    except ImportError:  # a system without such a limit
        return connections
    wanted = connections + _BACKLOG + _SPARE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return connections
    connections = max(16, soft - _BACKLOG - _SPARE)
    _LOG.warning(
        "The system allows this process %s files: at most %s connections are open at once.",
        soft, connections,
    )  # fmt: skip
    return connections


def _refusal(status: int, why: str) -> bytes:
    """Return an answer of the server's own, before any application is asked."""
    body = f"{why}\n".encode()
    head = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n"
        "content-type: text/plain; charset=utf-8\r\n"
        f"content-length: {len(body)}\r\n"
        + "".join(f"{name}: {value}\r\n" for name, value in REFUSED.items())
        + ("retry-after: 5\r\n" if status == 503 else "")
        + "connection: close\r\n\r\n"
    )
    return head.encode() + body
