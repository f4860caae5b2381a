"""Turns at what few can do at once: in the order of coming, and never all of them one reader's."""

from __future__ import annotations

import math
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """So many have their turn at once, so many of them one reader's; the others wait in order.

    No reader's turn comes after another of his own while someone else waits. Nobody waits longer
    than `patience` seconds, and a turn of more than `long` seconds holds up no one: where what has
    its turn hangs, the others go on beside it.
    """

    def __init__(self, at_once: int, of_one: int, patience: float, long: float = math.inf) -> None:
        self.at_once, self.of_one, self.patience, self.long = at_once, of_one, patience, long
        self._lock = threading.Lock()
        self._having: Counter[str] = Counter()
        self._since: dict[threading.Event, tuple[str, float]] = {}
        self._queue: dict[threading.Event, str] = {}
        self._last = ""
        self._usual = 0.0

    def wait(self, more: int = 0) -> float:
        """Return how many seconds who comes now would wait, behind those here and some more.

        It is reckoned from how long turns took of late.
        """
        return (len(self._queue) + more) * self._usual / self.at_once

    @contextmanager
    def turn(self, who: str) -> Iterator[None]:
        """Wait for a turn, and have it."""
        go = threading.Event()
        with self._lock:
            self._queue[go] = who
            self._call()
        try:
            self._await(go)
            began = time.monotonic()
            yield
            self._usual += (time.monotonic() - began - self._usual) / 10
        finally:
            with self._lock:
                self._queue.pop(go, None)
                self._end(go)
                self._call()

    def _await(self, go: threading.Event) -> None:
        until = time.monotonic() + self.patience
        while not go.wait(max(0.0, min(self.long, until - time.monotonic()))):
            with self._lock:
                now = time.monotonic()
                for one, (_, began) in tuple(self._since.items()):
                    if now - began >= self.long:
                        self._end(one)
                if now >= until and go in self._queue:
                    self._begin(go)
                self._call()

    def _call(self) -> None:
        while self._having.total() < self.at_once:
            free = [one for one, who in self._queue.items() if self._having[who] < self.of_one]
            others = (one for one in free if self._queue[one] != self._last)
            following = next(others, free[0] if free else None)
            if following is None:
                return
            self._begin(following)

    def _begin(self, go: threading.Event) -> None:
        who = self._last = self._queue.pop(go)
        self._having[who] += 1
        self._since[go] = (who, time.monotonic())
        go.set()

    def _end(self, go: threading.Event) -> None:
        """End a turn; of one that holds up no one any more nothing is left to end."""
        if go in self._since:
            who, _ = self._since.pop(go)
            self._having[who] -= 1
            self._having += Counter()  # without those who have none


#: The runs of the dashboard's pages, one after the other: they share one interpreter, which two at
#: once hand to and fro, and each is later, as is every answer beside them.
RUNS = Turns(at_once=1, of_one=1, patience=15, long=2)

#: Pages that are kept once they are made. Whoever asks for one that is there waits for none.
PAGES = Turns(at_once=6, of_one=6, patience=15, long=2)
