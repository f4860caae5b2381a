"""Work that an operator may want to count: how long it took, and how it ended.

Who does the work says so here and knows nothing of who listens.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: Called with the name of a work that ended, its seconds, and "done" or what was raised.
Listener = Callable[[str, float, str], None]

LISTENERS: list[Listener] = []


@contextmanager
def timed(work: str) -> Iterator[None]:
    """Tell all listeners of a work when it has ended.

    >>> LISTENERS.append(lambda work, seconds, how: print(work, seconds >= 0, how))
    >>> with timed("build"):
    ...     pass
    build True done
    >>> del LISTENERS[-1]
    """
    began, how = time.perf_counter(), "done"
    try:
        yield
    except BaseException as error:
        how = type(error).__name__
        raise
    finally:
        for listener in LISTENERS:
            listener(work, time.perf_counter() - began, how)
