"""How far apart institutions are at each date: the claims that stand then, and their outermost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from contested.compare.headline import Apart, many, outermost
from contested.compare.ratios import Bounds
from contested.compare.times import Comparable, contemporaneous, share_an_institution

_DAY = timedelta(days=1)


class Stretch(NamedTuple):
    """A stretch of time over which the same claims stand: from `at` until before `until`.

    `institutions` are those that have one. `apart` are the two claims that are furthest apart,
    None where fewer than two institutions speak of one time.
    """

    at: date
    until: date | None
    institutions: int
    apart: Apart | None


def band(claims: Iterable[Comparable], *, by_print: bool = False) -> list[Stretch]:
    """Return the stretches of time over which claims about one quantity stand, oldest first.

    A claim stands for as long as it may be compared: from its date, or from its day of print, for
    its reach, and of an institution the newest does. The last stretch begins where the last claim
    does and has no end.
    """
    started: dict[date, list[Comparable]] = {}
    edges: set[date] = set()
    for claim in claims:
        if claim.bounds != Bounds(None, None):
            start = claim.published if by_print else claim.effective
            started.setdefault(start, []).append(claim)
            edges |= {start, start + timedelta(days=claim.reach) + _DAY}
    if not started:
        return []
    last = max(started)
    standing: dict[str, tuple[Comparable, date]] = {}
    changes: list[tuple[date, int, Apart | None]] = []
    for edge in sorted(edge for edge in edges if edge <= last):
        for claim in started.get(edge, ()):
            before = standing.get(claim.institutions)
            if before is None or before[0].effective <= claim.effective:
                standing[claim.institutions] = claim, edge + timedelta(days=claim.reach)
        standing = {who: said for who, said in standing.items() if said[1] >= edge}
        changes.append((edge, *_apart([claim for claim, _ in standing.values()])))
    return list(_stretches(changes))


def _apart(standing: list[Comparable]) -> tuple[int, Apart | None]:
    """Return how many institutions speak of the newest time among claims, and how far apart."""
    if not standing:
        return 0, None
    newest = max(standing, key=lambda claim: (claim.effective, claim.published, claim.id))
    near = [claim for claim in standing if contemporaneous(newest, claim)]
    institutions = many(claim.institutions for claim in near)
    if all(share_an_institution(newest, claim) for claim in near):
        return institutions, None
    return institutions, outermost(near)


def _stretches(changes: list[tuple[date, int, Apart | None]]) -> Iterator[Stretch]:
    """Yield stretches over which nothing changed, each up to the next."""
    runs = [next(run) for _, run in groupby(changes, key=lambda one: one[1:])]
    ends = [*(at for at, _, _ in runs[1:]), None]
    for (at, institutions, apart), until in zip(runs, ends, strict=True):
        yield Stretch(at, until, institutions, apart)
