"""Which claims lie beyond the two that are furthest apart: of their time, and of an earlier one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from contested.compare.headline import Apart
from contested.compare.ratios import beyond_hedges
from contested.compare.times import Comparable


class Beyond(NamedTuple):
    """Claims of one time that reach beyond the two that are surely furthest apart.

    `floors` are open above and begin below the lower, `ceilings` are open below and end above the
    higher; `ranges` are bounded and reach beyond either.
    """

    floors: tuple[Comparable, ...]
    ceilings: tuple[Comparable, ...]
    ranges: tuple[Comparable, ...]

    def __bool__(self) -> bool:
        return any(self)


def beyond(apart: Apart, claims: Iterable[Comparable]) -> Beyond:
    """Return which claims of one time reach beyond the two of them that are furthest apart."""
    lowest, highest = apart.lowest, apart.highest
    others = [claim for claim in claims if claim.id not in (lowest.id, highest.id)]
    closed = [claim for claim in others if not _open_above(claim) and not _open_below(claim)]
    return Beyond(
        tuple(one for one in others if _open_above(one) and one.lowest < lowest.lowest),
        tuple(one for one in others if _open_below(one) and one.highest > highest.highest),
        tuple(one for one in closed if one.lowest < lowest.lowest or one.highest > highest.highest),
    )


def higher_before(highest: Comparable, claims: Iterable[Comparable]) -> list[Comparable]:
    """Return the totals of an earlier time that surely lie above the highest of a later one.

    A total does not fall, so they contradict it although they are not of its time. None where the
    highest has no ceiling, and none that differs by no more than an "about" leaves open.
    """
    if highest.counting != "cumulative" or _open_above(highest):
        return []
    return [
        claim
        for claim in claims
        if claim.counting == "cumulative"
        and claim.effective < highest.effective
        and beyond_hedges(claim.bounds, highest.bounds)
    ]


def explained(apart: Apart) -> bool:
    """Return whether the days between may explain how far two totals of one time lie apart.

    They may where the later one is the higher, by no more than its count grew in as many days on
    average since it began. False where nothing says when it began, or the two began apart.
    """
    first, later = apart.lowest, apart.highest
    totals = first.counting == later.counting == "cumulative"
    if not totals or not first.began or first.began != later.began:
        return False
    if not first.began <= first.effective < later.effective:
        return False
    days, more = ((one.effective - first.began).days + 1 for one in (first, later))
    return first.number < later.number and later.number * days <= first.number * more


def _open_above(claim: Comparable) -> bool:
    return claim.bounds.high is None


def _open_below(claim: Comparable) -> bool:
    return claim.bounds.low is None
