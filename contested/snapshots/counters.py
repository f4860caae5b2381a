"""Counts that all servers share, in a Redis: how often one reader did what is limited.

A Redis that is away holds up nobody: each server counts for itself until it is back.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from contested import settings
from contested.errors import ContestedError, TooMany

#: Seconds that one answer of the Redis is waited for, and after which one that was away is asked
#: again. Who asks waits with it, at most twice as long: once more over a new connection.
PATIENCE, AGAIN = 0.3, 5.0

_LOG = logging.getLogger(__name__)


class Counters:
    """The counts at one address, as redis://host:6379/0.

    A reader's are a window that moves with time: a burst within the time in which it grows back.
    That is never more than a bucket of the same burst and rate gives.
    """

    def __init__(self, address: str) -> None:
        from limits.storage import RedisStorage
        from limits.strategies import MovingWindowRateLimiter
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        options: dict[str, Any] = {
            "socket_timeout": PATIENCE,
            "socket_connect_timeout": PATIENCE,
            # A connection that was kept does not outlive the server that it was made to.
            "retry": Retry(NoBackoff(), 1),
        }
        self._storage = RedisStorage(
            address, key_prefix="contested", wrap_exceptions=True, **options
        )
        self._windows = MovingWindowRateLimiter(self._storage)
        self._lock = threading.Lock()
        self._away = False
        self._again = 0.0

    def take(self, what: str, burst: int, a_minute: int, who: str) -> None:
        """Count once more what a reader does; raises TooMany, with the seconds until he may.

        Where the Redis is away nothing is counted here.
        """
        from limits import RateLimitItemPerSecond
        from limits.errors import StorageError

        if not self._due():
            return
        seconds, most = window(burst, a_minute)
        item = RateLimitItemPerSecond(most, seconds, what)
        wait = 0
        try:
            if not self._windows.hit(item, who):
                ends = self._windows.get_window_stats(item, who).reset_time
                wait = min(seconds, max(1, ceil(ends - time.time())))
        except StorageError as error:
            self._lost(error.storage_error)
            return
        self._back()
        if wait:
            raise TooMany(wait)

    def reached(self) -> bool:
        """Return whether the Redis answers; one that was away is not asked at once again."""
        from redis.exceptions import RedisError

        if not self._due():
            return False
        try:
            self._storage.get_connection().ping()
        except RedisError as error:
            self._lost(error)
            return False
        self._back()
        return True

    def _due(self) -> bool:
        """Return whether to ask; of those who ask while it is away, one tries it."""
        with self._lock:
            now = time.monotonic()
            due = not self._away or now >= self._again
            if due and self._away:
                self._again = now + AGAIN
            return due

    def _lost(self, why: Exception) -> None:
        with self._lock:
            new, self._away, self._again = not self._away, True, time.monotonic() + AGAIN
        if new:
            _LOG.warning(
                "CONTESTED_LIMITS: %s; each server counts for itself until it answers again.", why
            )

    def _back(self) -> None:
        with self._lock:
            was, self._away = self._away, False
        if was:
            _LOG.warning("CONTESTED_LIMITS: it answers again; all servers count together.")


def window(burst: int, a_minute: int) -> tuple[int, int]:
    """Return the window of a rate: its seconds, and how many it gives.

    >>> window(10, 20), window(10, 7), window(10, 6000)
    ((30, 10), (86, 10), (1, 100))
    """
    seconds = max(1, ceil(60 * burst / a_minute))
    return seconds, max(burst, a_minute * seconds // 60)


def counters() -> Counters | None:
    """Return the counts that all servers share: those at $CONTESTED_LIMITS; None without it.

    Raises ContestedError for an address that does not pass; no error holds its password.
    """
    address = settings.text("CONTESTED_LIMITS")
    if not address:
        return None
    with _LOCK:
        if address not in _known:
            _known[address] = _made(address)
        return _known[address]


def shared() -> bool:
    """Return whether limits are counted for all servers together now."""
    known = counters()
    return known is not None and known.reached()


_LOCK = threading.Lock()
_known: dict[str, Counters] = {}


def _made(address: str) -> Counters:
    example = "give the address of a Redis, as redis://127.0.0.1:6379/0"
    try:
        parts = urlsplit(address)
        sound = parts.scheme in ("redis", "rediss") and parts.hostname and parts.port != 0
        sound = bool(sound) and re.fullmatch("/?[0-9]{0,4}", parts.path) is not None
    except ValueError:  # a port that is none, or a bracket that does not close
        sound = False
    if not sound:
        hidden = re.sub("//[^/]*@", "//…@", address)
        raise ContestedError(f"CONTESTED_LIMITS is {hidden!r}; {example}")
    try:
        return Counters(address)
    except ImportError as error:
        raise ContestedError(
            "CONTESTED_LIMITS names a Redis, and what asks one is not installed: "
            'pip install "contested[redis]"'
        ) from error
    except ValueError as error:  # a word behind the question mark that is none of its client's
        raise ContestedError(f"CONTESTED_LIMITS: {error}; {example}") from error
