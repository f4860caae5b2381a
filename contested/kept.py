"""What is made of the data once for all who ask alike: kept, bounded, and forgotten with the data.

Each keeps what it made under keys that name the data's version, so that nothing of former data is
ever given out. It would stay until newer things push it out: a server whose data change often would
hold all its bounds' worth of what nobody asks for again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Condition
from typing import Any, ParamSpec, TypeVar

from cachetools import LRUCache, cached
from cachetools.keys import hashkey

Asked = ParamSpec("Asked")
Made = TypeVar("Made")

_FORGET: list[Callable[[], None]] = []


def kept(
    most: int,
    key: Callable[..., Hashable] = hashkey,
    size: Callable[[Any], int] | None = None,
) -> Callable[[Callable[Asked, Made]], Callable[Asked, Made]]:
    """Return a decorator that keeps what a function gives, by `key` of its arguments, or by them.

    `most` bounds how many things are kept, or, with `size`, the sum of what that says of each; what
    was not asked for longest goes first, and a thing above the bound is not kept. While one is
    made, who asks alike waits for it.
    """

    def decorator(function: Callable[Asked, Made]) -> Callable[Asked, Made]:
        of_all = cached(LRUCache(most, getsizeof=size), key, condition=Condition())(function)
        _FORGET.append(of_all.cache_clear)
        return of_all

    return decorator


def forget() -> None:
    """Forget all that is kept: the data changed, or each thing is to be made anew."""
    for each in _FORGET:
        each()
