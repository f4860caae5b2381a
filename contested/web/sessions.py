"""Sessions of the dashboard: how many there are at once, and what one may ask of Streamlit.

Who comes when there are too many is sent a light page that asks to wait and comes back by itself;
shared pages, the API and embeds take no session and go on.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contested import settings
from contested.readers import grouped
from contested.streamlit_inside import STREAM, asked_of_streamlit
from contested.turns import RUNS
from contested.views import PAGES
from contested.web.client import client
from contested.web.template import page

#: What a page of the dashboard asks of Streamlit. All else concerns every reader, as the caches
#: that all share, or this machine, as the state of its source tree.
ASKED = ("rerun_script", "stop_script", "app_heartbeat", "deferred_file", "dataframe_chunk")

#: How many messages a session may send at once, and how many a second from then on.
BURST, A_SECOND = 30, 10.0

#: Which part of all sessions one reader may have, and the fewest that this is.
SHARE, FEWEST = 4, 8

#: The longest that who comes should wait for a first run, in seconds; else he waits outside.
LONGEST = 8.0

#: For how many seconds a session is expected of who was sent a page, and of how many pages of one
#: reader at most: who never opens one takes no one's place.
EXPECTED, OF_ONE = 8.0, 4

#: Seconds after which the light page comes back.
AGAIN = 8

_FULL = "Too many readers are here at once; come back in a moment."


class Sessions:
    """Middleware that counts sessions, of all and of one reader, and asks who is too many to wait.

    Of what comes on a session, Streamlit is given what its pages send, and no faster than a hand.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._of: Counter[str] = Counter()
        self._sent: deque[tuple[float, str]] = deque(maxlen=500)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hold one session."""
        if scope["type"] == "websocket" and scope["path"] == STREAM:
            await self._session(scope, receive, send)
        elif scope["type"] == "http" and _of_the_dashboard(scope):
            if self._full():
                await _wait(Request(scope))(scope, receive, send)
                return
            self._sent.append((time.monotonic(), grouped(client(HTTPConnection(scope)))))
            await self.app(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _full(self) -> bool:
        while self._sent and self._sent[0][0] < time.monotonic() - EXPECTED:
            self._sent.popleft()
        coming = sum(
            min(OF_ONE, number) for number in Counter(who for _, who in self._sent).values()
        )
        most = settings.whole("CONTESTED_SESSIONS")
        return self._of.total() + coming >= most or RUNS.wait(coming) > LONGEST

    def _came(self, who: str) -> None:
        """Expect one session less of a reader."""
        one = next((one for one in self._sent if one[1] == who), None)
        if one is not None:
            self._sent.remove(one)

    async def _session(self, scope: Scope, receive: Receive, send: Send) -> None:
        who = grouped(client(HTTPConnection(scope)))
        self._came(who)
        most = settings.whole("CONTESTED_SESSIONS")
        if self._of.total() >= most or self._of[who] >= max(FEWEST, most // SHARE):
            await receive()
            refusal = PlainTextResponse(_FULL, 503, {"retry-after": str(AGAIN)})
            await refusal(scope, receive, send)
            return
        self._of[who] += 1
        try:
            await self.app(scope, _Asking(receive), send)
        finally:
            self._of[who] -= 1
            self._of += Counter()  # without those who have none


class _Asking:
    """What comes on a session, as far as Streamlit is given it."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._left, self._at = float(BURST), time.monotonic()

    async def __call__(self) -> Message:
        """Return the next message; one too fast waits, and so does who sent it."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            now = time.monotonic()
            self._left = min(BURST, self._left + (now - self._at) * A_SECOND) - 1
            self._at = now
            if self._left < 0:
                await asyncio.sleep(-self._left / A_SECOND)
            if asked_of_streamlit(message.get("bytes") or b"") in ASKED:
                return message


def _of_the_dashboard(scope: Scope) -> bool:
    return scope["method"] in ("GET", "HEAD") and scope["path"].removeprefix("/") in PAGES


def _wait(request: Request) -> Response:
    """Return a page that asks to wait, and comes back by itself."""
    response = page(request, "wait", None, 503, again=AGAIN)
    headers = MutableHeaders(raw=response.raw_headers)
    headers["retry-after"] = str(AGAIN)
    headers["cache-control"] = "no-store"
    return response
