"""Turns at what few can do at once: in the order of coming, and never all of them one reader's."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """So many have their turn at once, so many of them one reader's; the others wait in order.

    Nobody waits longer than `patience` seconds: where what has its turn hangs, the others go on
    beside it.
    """

    def __init__(self, at_once: int, of_one: int, patience: float) -> None:
        self.at_once, self.of_one, self.patience = at_once, of_one, patience
        self._lock = threading.Lock()
        self._having: Counter[str] = Counter()
        self._queue: dict[threading.Event, str] = {}
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
            go.wait(self.patience)
            with self._lock:
                if self._queue.pop(go, None) is not None:  # it was not called
                    self._having[who] += 1
            began = time.monotonic()
            yield
            self._usual += (time.monotonic() - began - self._usual) / 10
        finally:
            with self._lock:
                if self._queue.pop(go, None) is None:
                    self._having[who] -= 1
                    self._having += Counter()  # without those who have none
                self._call()

    def _call(self) -> None:
        for go, who in tuple(self._queue.items()):
            if self._having.total() >= self.at_once:
                return
            if self._having[who] < self.of_one:
                del self._queue[go]
                self._having[who] += 1
                go.set()


#: The runs of the dashboard's pages. They share one interpreter: more of them at once end no
#: sooner, and each later.
RUNS = Turns(at_once=3, of_one=2, patience=15)
