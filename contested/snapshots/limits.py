"""How often one reader may freeze, have drawn or ask: a few at once, then a steady rate.

Each process counts for itself, and where $CONTESTED_LIMITS names a Redis, all count there together.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from math import ceil

from contested import settings
from contested.errors import TooMany
from contested.readers import grouped
from contested.snapshots.counters import counters

#: How many one address may freeze at once, and how many a minute after that.
BURST, A_MINUTE = 10, settings.usual("CONTESTED_SNAPSHOT_RATE")

#: How many pictures one address may have drawn; a page of the gallery shows ten, a page two.
DRAWN_AT_ONCE, DRAWN_A_MINUTE = 40, 60

#: How many statements of SQL one address may ask.
ASKED_AT_ONCE, ASKED_A_MINUTE = 10, 20

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
        self._tokens: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, address: str) -> None:
        """Take one token of an address, IPv6 by its network of 64 bits.

        Raises TooMany with the seconds until the next.

        >>> bucket = Bucket(burst=1, a_minute=60, clock=lambda: 0.0)
        >>> bucket.take("192.0.2.7"), bucket.take("192.0.2.8")
        (None, None)
        >>> bucket.take("::ffff:192.0.2.7")
        Traceback (most recent call last):
        contested.errors.TooMany: too many at once; come back in 1 s
        """
        now, address = self._clock(), grouped(address)
        with self._lock:
            tokens, before = self._tokens.pop(address, (self.burst, now))
            tokens = min(self.burst, tokens + (now - before) * self.rate)
            enough = tokens >= 1
            self._tokens[address] = (tokens - enough, now)
            while len(self._tokens) > _MOST:
                self._tokens.popitem(last=False)
        if not enough:
            raise TooMany(max(1, ceil((1 - tokens) / self.rate)))


class Limit:
    """What one reader may do so often: at all servers together, where they share their counts."""

    def __init__(self, what: str, burst: int, a_minute: int) -> None:
        self.what, self.burst, self.a_minute = what, burst, a_minute
        self._own = Bucket(burst, a_minute)

    def take(self, address: str) -> None:
        """Count once more what the reader at an address does; raises TooMany.

        It may wait a moment for the counts of all. The bucket gives what their window does, so that
        it goes on from there where they are away.
        """
        if shared := counters():
            shared.take(self.what, self.burst, self.a_minute, grouped(address))
        self._own.take(address)


def freezing() -> Limit:
    """Return the limit of freezing, for the web's route and the dashboard's button alike.

    $CONTESTED_SNAPSHOT_RATE is how many a minute; raises ContestedError where that is no number.
    """
    return _limit("freezing", BURST, settings.whole("CONTESTED_SNAPSHOT_RATE"))


def drawing() -> Limit:
    """Return the limit of having pictures drawn that are not kept yet."""
    return _limit("drawing", DRAWN_AT_ONCE, DRAWN_A_MINUTE)


def asking() -> Limit:
    """Return the limit of statements, for the page and the API alike."""
    return _limit("asking", ASKED_AT_ONCE, ASKED_A_MINUTE)


@cache
def _limit(what: str, burst: int, a_minute: int) -> Limit:
    return Limit(what, burst, a_minute)
