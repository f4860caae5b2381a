"""How often one reader may freeze: a few at once, then a steady rate; nobody else is slowed.

Each process counts for itself: docs/design.md says why, and what the store limits for all.
"""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from math import ceil

from contested.errors import TooMany

#: How many one address may freeze at once, and how many a minute after that.
BURST, A_MINUTE = 10, 20

#: How many addresses are remembered; the one that asked longest ago is forgotten first.
_MOST = 10_000


class Bucket:
    """A store of tokens per address; each request takes one, and they grow back with time."""

    def __init__(
        self,
        burst: float = BURST,
        a_minute: float = A_MINUTE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.burst, self.rate, self._clock = burst, a_minute / 60, clock
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, address: str) -> None:
        """Take one token of an address; raises TooMany with the seconds until the next.

        >>> bucket = Bucket(burst=1, a_minute=60, clock=lambda: 0.0)
        >>> bucket.take("a"), bucket.take("b")
        (None, None)
        >>> bucket.take("a")
        Traceback (most recent call last):
        contested.errors.TooMany: too many at once; come back in 1 s
        """
        now = self._clock()
        with self._lock:
            tokens, before = self._held.pop(address, (self.burst, now))
            tokens = min(self.burst, tokens + (now - before) * self.rate)
            enough = tokens >= 1
            self._held[address] = (tokens - enough, now)
            while len(self._held) > _MOST:
                self._held.popitem(last=False)
        if not enough:
            raise TooMany(max(1, ceil((1 - tokens) / self.rate)))


#: Freezing, over the web's route and the dashboard's button alike.
freezing = Bucket(a_minute=float(os.environ.get("CONTESTED_SNAPSHOT_RATE", A_MINUTE)))
