"""Threads of their own for work that waits on something slow, so that it holds up nothing else.

Starlette runs every route in one pool of threads. With one picture that is not drawn, or a store
that does not answer, all of them would wait for it, and a page with them.
"""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from contested.errors import Busy, ContestedError
from contested.readers import grouped
from contested.web.client import client
from contested.web.site import published

Made = TypeVar("Made")
Route = Callable[[Request], Response]
Failure = Callable[[Request, ContestedError], Response]

_END = object()


#: Which part of a lane one reader may take.
SHARE = 4


class Lane:
    """So many threads for one kind of work; so many may wait for them, and so many seconds.

    Whoever comes beyond, or waits longer, is told to come back, and so is who takes more than a
    quarter of the places. Work that was begun goes on.
    """

    def __init__(self, name: str, threads: int, most: int, patience: float) -> None:
        self.name, self.most, self.patience = name, most, patience
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._guard = threading.Lock()
        self._of: Counter[str] = Counter()
        self.busy = 0

    def route(self, work: Route, failed: Failure) -> Callable[[Request], Awaitable[Response]]:
        """Return a route whose work is done in this lane; `failed` answers who must come back.

        What is published as files is made at once, however long it takes.
        """

        @wraps(work)
        async def answer(request: Request) -> Response:
            if published(request) is not None:
                return work(request)
            try:
                return await self.run(lambda: work(request), _reader(request))
            except Busy as error:
                response = failed(request, error)
                response.headers["retry-after"] = str(error.wait)
                response.headers["cache-control"] = "no-store"
                return response

        return answer

    async def run(self, work: Callable[[], Made], who: str = "") -> Made:
        """Return what work returns; raises Busy where too much waits, or it takes too long."""
        self._enter(who)

        def done() -> Made:
            try:
                return work()
            finally:
                self._leave(who)

        task = asyncio.get_running_loop().run_in_executor(self._threads, done)
        try:
            return await asyncio.wait_for(asyncio.shield(task), self.patience)
        except TimeoutError:
            task.add_done_callback(lambda late: late.cancelled() or late.exception())
            raise Busy(self.name) from None

    async def parts(self, made: Iterator[Made], request: Request) -> AsyncIterator[Made]:
        """Yield the parts of an answer: each is made when the one before it was taken."""
        loop, who = asyncio.get_running_loop(), _reader(request)
        self._enter(who, again=True)
        try:
            while True:
                part = await loop.run_in_executor(self._threads, next, made, _END)
                if part is _END:
                    return
                yield part  # type: ignore[misc]
        finally:
            self._leave(who)

    def _enter(self, who: str, again: bool = False) -> None:
        with self._guard:
            much = self.busy >= self.most or (who and self._of[who] >= self.most // SHARE)
            if much and not again:
                raise Busy(self.name)
            self.busy += 1
            self._of[who] += 1

    def _leave(self, who: str) -> None:
        with self._guard:
            self.busy -= 1
            self._of[who] -= 1
            self._of += Counter()  # without those who have none


def _reader(request: Request) -> str:
    """Return who asks, as the limits know a reader; "" where nothing says."""
    return grouped(client(request))


#: The API's answers: two are made at a time, and each holds one part of itself in memory.
ANSWERS = Lane("answers", threads=2, most=60, patience=60)

#: What is looked up: an answer is asked for while a reader types, and waits behind no export.
LOOKUPS = Lane("look-ups", threads=2, most=40, patience=20)

#: Snapshots read from their store, and pictures drawn of them. A page asks for the first only.
STORE = Lane("snapshots", threads=8, most=60, patience=20)
PICTURES = Lane("pictures", threads=4, most=40, patience=30)

#: Views that other sites show: their pages, and the cards that stand for a link.
EMBEDS = Lane("embedded views", threads=2, most=60, patience=20)
CARDS = Lane("cards", threads=2, most=20, patience=30)

#: Views that are frozen: their rows, words and chart are made, and put into the store.
FREEZING = Lane("frozen views", threads=2, most=20, patience=60)

#: Statements of readers, each in a process of its own that has ten seconds.
STATEMENTS = Lane("statements", threads=2, most=8, patience=30)

#: The health's own look at the data.
HEALTH = Lane("health", threads=1, most=8, patience=3)

EVERY = (ANSWERS, LOOKUPS, STORE, PICTURES, EMBEDS, CARDS, FREEZING, STATEMENTS, HEALTH)
