"""What can go wrong, as a tree.

ContestedError              anything a person can mend; its text is one line for the edge to print
├── BadData                 a data folder that cannot be built; carries every problem found in it
├── BadSelection            a query with unknown words or malformed values; carries every one
├── BadStatement            SQL that is not taken, fails or takes too much
├── NotFound                an id that names nothing here
├── NoDatabase              no database can be had: no folder, or one that cannot be read or built
├── EngineDown              the engine that answers queries does not, or not in time
├── BadSnapshot             a file that is no snapshot, or cannot be read as one
├── TooLarge                something is larger than what is taken
├── StoreFull               the store of snapshots holds as many as it may
├── StoreDown               the store of snapshots cannot be read or written now
├── TooMany                 someone asks too often; says when to come back
├── Busy                    too much is asked at once; says when to come back
└── NoPicture               a picture that cannot be drawn
    └── NoBrowser           … because the machine has no browser to draw it

A `Problem` is one broken place in a data folder; a `Misfit` one value in a query that does not
pass. Both say where it is, what it holds and what would pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from contested.nearest import nearest

Severity = Literal["error", "notice"]


class ContestedError(Exception):
    """Anything a person can mend; its text is what the edge prints."""


def hint(value: str, allowed: Iterable[str], most: int = 12) -> str:
    """Return what would pass instead of `value`: the nearest allowed word, or the list.

    >>> hint("at_lest", ["at_least", "exact"])
    "did you mean 'at_least'?"
    >>> hint("zzz", ["at_least", "exact"])
    'use one of at_least, exact'
    >>> hint("zzz", [])
    'nothing is known here yet'
    """
    words = sorted(set(allowed))
    if near := nearest(value, words):
        return f"did you mean {near[0]!r}?"
    if not words:
        return "nothing is known here yet"
    more = f" … ({len(words)} in all)" if len(words) > most else ""
    return f"use one of {', '.join(words[:most])}{more}"


@dataclass(frozen=True, order=True)
class Problem:
    """One broken place in a data folder: file, line (0: the file as a whole), column, value, text.

    `severity` is "error" (the folder cannot be built) or "notice" (worth a second look; it builds).
    `rule` is the id of the rule of checks.sql that was broken, if any.
    """

    file: str
    line: int
    column: str
    value: str
    message: str
    severity: Severity = "error"
    rule: str = ""

    def at(self, file: str, line: int, message: str) -> Problem:
        """Return the problem as one of another place."""
        return replace(self, file=file, line=line, message=message)

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        cell = f"{self.column} is {self.value!r}; " if self.column else ""
        kind = "notice: " if self.severity == "notice" else ""
        return f"{where}: {kind}{cell}{self.message}"


class BadData(ContestedError):
    """A data folder that cannot be built; `problems` holds every broken place.

    `notices` are what its check says beside, where that was asked before it was refused.
    """

    def __init__(self, problems: Sequence[Problem], notices: Sequence[Problem] = ()):
        self.problems, self.notices = list(problems), list(notices)
        first = str(self.problems[0]) if self.problems else "the data cannot be read"
        rest = f" (and {len(self.problems) - 1} more)" if len(self.problems) > 1 else ""
        super().__init__(f"{first}{rest}; `contested check` lists them all")


@dataclass(frozen=True)
class Misfit:
    """One value in a query that does not pass: the word, what it held, what would pass."""

    word: str
    value: str
    message: str

    def __str__(self) -> str:
        return f"{self.word} is {self.value!r}; {self.message}"


class BadSelection(ContestedError):
    """A query with unknown words or malformed values; `misfits` holds every one."""

    def __init__(self, misfits: Sequence[Misfit]):
        self.misfits = list(misfits)
        super().__init__("; ".join(str(misfit) for misfit in self.misfits))


class BadStatement(ContestedError):
    """A statement of SQL that is not taken, fails or takes too much; the text says what passes."""


class NotFound(ContestedError):
    """An id that names nothing here: `value`, which would be that of a `kind`."""

    def __init__(self, kind: str, value: str):
        self.kind, self.value = kind, value
        super().__init__(f"no {kind} has the id {value!r}")


class NoDatabase(ContestedError):
    """No database can be had: there is no such folder, or it cannot be read, built or opened."""


class EngineDown(ContestedError):
    """The engine that answers queries does not, or not in time: where it is, and why."""

    def __init__(self, address: str, why: object):
        super().__init__(f"the engine at {address} does not answer now: {why}")


class BadSnapshot(ContestedError):
    """A file that is no snapshot, or cannot be read as one; the text says where."""


class TooLarge(ContestedError):
    """Something larger than what is taken: what it is, its size and the limit, in bytes."""

    def __init__(self, what: str, size: int, limit: int, remedy: str):
        self.size, self.limit = size, limit
        super().__init__(
            f"{what} takes {size / 1000:,.1f} kB; at most {limit / 1000:,.0f} kB are taken; "
            f"{remedy}"
        )


class StoreFull(ContestedError):
    """The store of snapshots holds as many as it may; nothing is thrown out to make room."""


class StoreDown(ContestedError):
    """The store of snapshots cannot be read or written now: `what`, and why."""

    def __init__(self, what: str, why: object):
        self.what = what
        super().__init__(f"the store of snapshots cannot be {what} now: {why}")


class Busy(ContestedError):
    """Too much of one kind is asked at once; `wait` is the seconds after which to ask again."""

    wait = 5

    def __init__(self, what: str):
        super().__init__(f"too many {what} are asked for at once; ask again in {self.wait} seconds")


class TooMany(ContestedError):
    """Someone asks too often; `wait` is the seconds until the next is taken."""

    def __init__(self, wait: int):
        self.wait = wait
        super().__init__(f"too many at once; come back in {wait} s")


class NoPicture(ContestedError):
    """A picture that cannot be drawn; the text says why."""


class NoBrowser(NoPicture):
    """The machine has no browser to draw pictures with."""

    def __init__(self) -> None:
        super().__init__(
            "pictures are drawn with Chrome or Chromium, and this machine has none; "
            "install one, or name it in BROWSER_PATH"
        )
