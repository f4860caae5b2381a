"""What operators see of the service: meters in Prometheus' text form, a line for each answer.

The meters stand on a port of their own, which readers do not reach. Neither they nor the lines hold
who asks or what is searched for, unless the operator wants readers' addresses in the lines.
"""

from __future__ import annotations

import json
import queue
import re
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache, partial
from typing import IO, Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contested import settings, timed
from contested.addresses import ours
from contested.errors import ContestedError
from contested.snapshots.counters import shared
from contested.views import PAGES
from contested.web import lanes
from contested.web.client import client

#: What CONTESTED_LOG may say: nothing, a line an answer, or one with the reader's address.
LINES = ("", "answers", "readers")

#: Lines that wait to be written. Beyond, as when nobody reads them, they are lost and counted.
_WAITING = 10_000

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

METERS = CollectorRegistry()
ANSWERS = Counter(
    "contested_answers", "Answers by route and status.", ("route", "code"), registry=METERS
)
SECONDS = Histogram(
    "contested_answer_seconds",
    "Seconds until an answer was whole, by route.",
    ("route",),
    registry=METERS,
    buckets=_SECONDS,
)
SESSIONS = Gauge("contested_sessions", "Readers of the dashboard connected now.", registry=METERS)
ARRIVED = Counter("contested_sessions_opened", "Sessions of the dashboard.", registry=METERS)
WORK = Histogram(
    "contested_work_seconds",
    "Seconds of builds, pictures and the store's reads and writes, by how they ended.",
    ("work", "how"),
    registry=METERS,
    buckets=_SECONDS,
)
SHARED = Gauge(
    "contested_limits_shared",
    "1 while limits are counted for all servers together, 0 while each counts for itself.",
    registry=METERS,
)
BUSY = Gauge("contested_lane_busy", "What is asked of a lane now.", ("lane",), registry=METERS)


class Lines:
    """Lines that a thread of their own writes, so that who reads them holds up no answer."""

    def __init__(self, stream: IO[str], waiting: int = _WAITING) -> None:
        self._stream = stream
        self._queue: queue.Queue[dict[str, Any]] = queue.Queue(waiting)
        self._lost = 0
        threading.Thread(target=self._write, name="lines", daemon=True).start()

    def put(self, line: dict[str, Any]) -> None:
        """Have a line written, unless too many wait."""
        try:
            self._queue.put_nowait(line)
        except queue.Full:
            self._lost += 1

    def _write(self) -> None:
        with suppress(OSError, ValueError):  # nobody reads them any more
            while True:
                line = self._queue.get()
                if self._lost:
                    line, self._lost = {**line, "lost": self._lost}, 0
                self._stream.write(json.dumps(line, ensure_ascii=True) + "\n")
                if self._queue.empty():
                    self._stream.flush()


class Measured:
    """Middleware that counts and times each answer, and writes its line."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "websocket":
            await self._session(scope, receive, send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status, size, whole = time.perf_counter(), 500, 0, False

        async def counted(message: Message) -> None:
            nonlocal status, size, whole
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
                whole = not message.get("more_body", False)
            await send(message)

        try:
            await self.app(scope, receive, counted)
        finally:
            seconds, route = time.perf_counter() - began, route_of(scope["path"])
            ANSWERS.labels(route, status).inc()
            SECONDS.labels(route).observe(seconds)
            if lines := _lines():
                lines.put(_line(scope, status, seconds, size, whole))

    async def _session(self, scope: Scope, receive: Receive, send: Send) -> None:
        opened = False

        async def counted(message: Message) -> None:
            nonlocal opened
            if message["type"] == "websocket.accept":
                opened = True
                SESSIONS.inc()
                ARRIVED.inc()
            await send(message)

        try:
            await self.app(scope, receive, counted)
        finally:
            if opened:
                SESSIONS.dec()


def route_of(path: str) -> str:
    """Return the route of an address, of which there are few whatever is asked.

    >>> route_of("/claim/nyt-1"), route_of("/api/claims.json"), route_of("/x/y"), route_of("/")
    ('/claim', '/api/claims.json', 'other', '/')
    """
    first, _, rest = path.removeprefix("/").partition("/")
    if first in PAGES and not rest:
        return f"/{first}"
    if first == "api":
        return path if rest in _api() else "/api"
    return f"/{first}" if ours(path) or first in ("static", "media", "_stcore") else "other"


@cache
def _api() -> frozenset[str]:
    from contested.web.service import service

    paths = (str(getattr(route, "path", "")) for route in service().routes)
    return frozenset(path.removeprefix("/") for path in paths)


def check() -> None:
    """Raise ContestedError for a setting of meters or lines that does not pass."""
    lines()
    _place()


def start() -> None:
    """Serve the meters where CONTESTED_METERS says; raises ContestedError where that cannot be."""
    place = _place()
    timed.LISTENERS.append(lambda work, seconds, how: WORK.labels(work, how).observe(seconds))
    if place is None:
        return
    for collector in (ProcessCollector, PlatformCollector, GCCollector):
        collector(registry=METERS)
    for lane in lanes.EVERY:
        BUSY.labels(lane.name).set_function(partial(getattr, lane, "busy"))
    SHARED.set_function(shared)
    host, port = place
    try:
        start_http_server(port, host, METERS)
    except OSError as error:
        raise ContestedError(
            f"CONTESTED_METERS is {settings.text('CONTESTED_METERS')!r}: "
            f"cannot listen there: {error.strerror or error}"
        ) from error


def _place() -> tuple[str, int] | None:
    """Return the address and port of the meters; None where there are none."""
    place = settings.text("CONTESTED_METERS")
    if not place:
        return None
    host, _, port = place.rpartition(":")
    if not re.fullmatch("[1-9][0-9]{0,4}", port) or int(port) > 65_535:
        raise ContestedError(
            f"CONTESTED_METERS is {place!r}; give a port, which only this machine reaches, or an "
            "address and a port, as 9464 or 10.0.0.5:9464"
        )
    return host.strip("[]") or "127.0.0.1", int(port)


def lines() -> str:
    """Return which lines are written; raises ContestedError for a word that is none."""
    form = settings.text("CONTESTED_LOG")
    if form not in LINES:
        raise ContestedError(
            f"CONTESTED_LOG is {form!r}; use answers for a line an answer, readers for one with "
            "the reader's address, or nothing"
        )
    return form


def _lines() -> Lines | None:
    return _written() if settings.text("CONTESTED_LOG") in LINES[1:] else None


@cache
def _written() -> Lines:
    return Lines(sys.stdout)


def _line(scope: Scope, status: int, seconds: float, size: int, whole: bool) -> dict[str, Any]:
    line: dict[str, Any] = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "method": scope["method"],
        "path": scope["path"][:200],
        "route": route_of(scope["path"]),
        "status": status,
        "seconds": round(seconds, 4),
        "bytes": size,
    }
    if not whole:
        line["ended"] = "early"
    if lines() == "readers":
        line["reader"] = client(HTTPConnection(scope))
    return line
