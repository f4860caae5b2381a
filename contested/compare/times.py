"""Which claims are of one time: what counts as near, and which of a reference's claims are.

A count grows, so two numbers of different days differ although nobody contradicts anybody. A claim
is set against what the reference said about the same time, or against nothing.

Its *effective* date is the date it refers to, but no later than the end of what it counts: final
tolls of a war that is over are of one time. Its *reach* is how many days later another claim may be
and still be of one time with it: a share of the days counted by then, since in a war's first weeks
two days matter and in its fourth year six weeks do not. Both are worked out once, by schema.sql;
the shares stand in vocabulary.REACH.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

import pandas as pd

from contested.compare.ratios import Bounds, Ratio, above, bounds, divided, spanned
from contested.rows import Row, one_by_one
from contested.vocabulary import REACH, lapse
from contested.words import missing

#: How a claim's reference was found: of the same day, within reach, or only around it.
How = Literal["", "same", "near", "between"]

#: Why a claim has no reference of its time.
Why = Literal["", "no_number", "same_institution", "not_near", "other_window"]


class Comparable(NamedTuple):
    """What comparing reads of a claim: a row of queries.series.

    `institutions` are those at the root of its sources, joined by ";". Dates that are not a day are
    an extent, from `effective_from` to `effective`. `began` is where the count starts, None where
    nothing says; `since` is that of a period, whose window it opens, None otherwise. `relayed` says
    that somebody else passed it on; `lapses_after` how long it stands, None for ever.
    """

    id: str
    source: str
    institutions: str
    counting: str
    since: date | None
    began: date | None
    effective_from: date
    effective: date
    reach: int
    qualifier: str
    low: int | None
    best: int | None
    high: int | None
    bounds: Bounds
    evidence: str
    published: date
    since_precision: str = ""
    relayed: bool = False
    lapses_after: timedelta | None = None

    @property
    def number(self) -> int:
        """The number that its mark stands on; 0 where it stated none."""
        return next((n for n in (self.best, self.low, self.high) if n is not None), 0)

    @property
    def lowest(self) -> int:
        """The lower end of what it stated, whether that is a bound or not."""
        return next((n for n in (self.low, self.best, self.high) if n is not None), 0)

    @property
    def highest(self) -> int:
        """The upper end of what it stated, whether that is a bound or not."""
        return next((n for n in (self.high, self.best, self.low) if n is not None), 0)

    @property
    def days_counted(self) -> int | None:
        """Days from the start of its count to its effective date."""
        return None if self.began is None else (self.effective - self.began).days


class Beside(NamedTuple):
    """A reference's claim, and how many days later than the claim beside it; before is negative."""

    claim: Comparable
    days: int


class Comparison(NamedTuple):
    """How a claim stands to what an institution said about its time.

    `beside` are the claims that it is set against, oldest first: one of its day, or those nearest
    before and after it. `ratio` allows what any of them leaves. Without any `why` says why, and
    `nearest` is the institution's nearest claim, if it has one.
    """

    claim: Comparable
    beside: tuple[Beside, ...] = ()
    how: How = ""
    ratio: Ratio = Ratio()
    why: Why = ""
    nearest: Beside | None = None

    @property
    def stands(self) -> Literal["", "higher", "lower"]:
        """How the claim surely stands to all that it is set against; "" where it may be equal."""
        ours = self.claim.bounds
        if self.beside and all(above(ours, one.claim.bounds) for one in self.beside):
            return "higher"
        if self.beside and all(above(one.claim.bounds, ours) for one in self.beside):
            return "lower"
        return ""


def comparables(rows: pd.DataFrame) -> list[Comparable]:
    """Return the rows of queries.series as comparing reads them, in their order."""
    return [comparable(row) for row in one_by_one(rows)]


def comparable(row: Row) -> Comparable:
    """Return a row of queries.series as comparing reads it."""
    return Comparable(
        id=row["id"],
        source=row["source"],
        institutions=row["origin"],
        counting=row["counting"],
        since=_day(row["since"]) if row["counting"] == "period" else None,
        began=_day(row["began"]),
        effective_from=row["effective_from"].date(),
        effective=row["effective"].date(),
        reach=int(row["reach"]),
        qualifier=row["qualifier"],
        low=_whole(row["low"]),
        best=_whole(row["best"]),
        high=_whole(row["high"]),
        bounds=bounds(row),
        evidence=row["evidence"],
        published=row["published"].date(),
        since_precision="" if missing(row["since_precision"]) else row["since_precision"],
        relayed=not missing(row["via"]),
        lapses_after=lapse(row["counting"]) if missing(row.get("event")) else None,
    )


def _day(value: pd.Timestamp) -> date | None:
    return None if missing(value) else value.date()


def _whole(value: float) -> int | None:
    return None if missing(value) else int(value)


def share_an_institution(one: Comparable, other: Comparable) -> bool:
    """Return whether one institution stands behind both claims, which then contradict nobody."""
    if one.institutions == other.institutions:
        return True
    if ";" not in one.institutions and ";" not in other.institutions:
        return False
    return bool({*one.institutions.split(";")} & {*other.institutions.split(";")})


def days_later(one: Comparable, other: Comparable) -> int:
    """Return how many days later the other claim is, negative for earlier, 0 where both overlap."""
    if other.effective_from > one.effective:
        return (other.effective_from - one.effective).days
    if other.effective < one.effective_from:
        return (other.effective - one.effective_from).days
    return 0


def contemporaneous(one: Comparable, other: Comparable) -> bool:
    """Return whether two claims about one quantity may be divided by each other, as to their time.

    Periods only where both windows are the same, to the day; others within the earlier one's reach.
    """
    if one.counting != other.counting:
        return False
    if one.counting == "period":
        return _window(one) == _window(other)
    earlier = min(one, other, key=lambda claim: claim.effective)
    return abs(days_later(one, other)) <= earlier.reach


def _window(claim: Comparable) -> tuple[date | None, str, date, date]:
    return claim.since, claim.since_precision, claim.effective_from, claim.effective


class Series:
    """The claims of one institution about one quantity, in the order of their effective dates.

    Of a day it holds one that is bounded on both sides and one that is open: the last given. Claims
    without a number are left out.
    """

    def __init__(self, claims: Iterable[Comparable]) -> None:
        ordered = sorted(claims, key=lambda claim: (claim.effective, claim.published, claim.id))
        self.claims = [claim for claim in ordered if claim.bounds != Bounds(None, None)]
        self.bounded = _Line([claim for claim in self.claims if claim.bounds.closed])
        self.open = _Line([claim for claim in self.claims if not claim.bounds.closed])

    def __len__(self) -> int:
        return len(self.claims)


class _Line:
    """Claims in the order of their dates, those of a day apart from those of a month or a year."""

    def __init__(self, claims: Sequence[Comparable]) -> None:
        self.of_a_day = [claim for claim in claims if claim.effective_from == claim.effective]
        self.days = [claim.effective for claim in self.of_a_day]
        self.extents = [claim for claim in claims if claim.effective_from != claim.effective]

    def around(self, claim: Comparable) -> tuple[list[Comparable], Beside | None, Beside | None]:
        """Return the claims that overlap one in time, and the nearest before and after it."""
        first = bisect_left(self.days, claim.effective_from)
        beyond = bisect_right(self.days, claim.effective)
        overlapping = self.of_a_day[first:beyond]
        others = [*self.of_a_day[max(0, first - 1) : first], *self.of_a_day[beyond : beyond + 1]]
        for one in self.extents:
            (others if days_later(claim, one) else overlapping).append(one)
        apart = [Beside(one, days_later(claim, one)) for one in others]
        before = max((one for one in apart if one.days < 0), key=lambda one: one.days, default=None)
        after = min((one for one in apart if one.days > 0), key=lambda one: one.days, default=None)
        return overlapping, before, after


def comparison(claim: Comparable, reference: Series) -> Comparison:
    """Return how a claim stands to what a reference said about its time.

    The reference's claims that are bounded on both sides come first. One that it made of the same
    day stands alone; otherwise the nearest before and the nearest after within reach. Open claims
    are taken only where no bounded one is in reach, and claims around it that are out of reach only
    where there is one on either side, and of totals.
    """
    if claim.bounds == Bounds(None, None):
        return Comparison(claim, why="no_number", ratio=Ratio(reason="no_number"))
    if any(share_an_institution(claim, one) for one in reference.claims[:1]):
        return Comparison(claim, why="same_institution")
    if claim.counting == "period":
        return _of_its_window(claim, reference)
    nearest: list[Beside] = []
    for line in (reference.bounded, reference.open):
        overlapping, before, after = line.around(claim)
        if overlapping:
            return _set_against(
                claim, [Beside(one, 0) for one in _ends(claim, overlapping)], "same"
            )
        near = [one for one in (before, after) if one and contemporaneous(claim, one.claim)]
        if near:
            return _set_against(claim, near, "near")
        nearest += filter(None, (before, after))
    _, before, after = reference.bounded.around(claim)
    most = REACH[claim.counting].between
    if before and after and max(-before.days, after.days) <= most:
        return _set_against(claim, [before, after], "between")
    closest = min(nearest, key=lambda one: abs(one.days), default=None)
    return Comparison(claim, why="not_near", nearest=closest)


def _of_its_window(claim: Comparable, reference: Series) -> Comparison:
    """Return how a period's claim stands to the reference's of the same window."""
    same = [one for one in reference.claims if contemporaneous(claim, one)]
    bounded = [one for one in same if one.bounds.closed] or same
    if bounded:
        return _set_against(claim, [Beside(bounded[-1], 0)], "same")
    rest = [Beside(one, days_later(claim, one)) for one in reference.claims]
    closest = min(rest, key=lambda one: abs(one.days), default=None)
    return Comparison(claim, why="other_window", nearest=closest)


def _ends(claim: Comparable, overlapping: list[Comparable]) -> list[Comparable]:
    """Return which of the reference's claims of its time a claim is set against.

    One of the very same dates, the last given; else, as where the claim is of a whole month, the
    first and the last, between which the count went on.
    """
    ordered = sorted(overlapping, key=lambda one: (one.effective, one.published, one.id))
    same = [one for one in ordered if _window(one)[2:] == _window(claim)[2:]]
    if same:
        return same[-1:]
    return ordered[:1] if len(ordered) == 1 else [ordered[0], ordered[-1]]


def _set_against(claim: Comparable, beside: Sequence[Beside], how: How) -> Comparison:
    ratio = spanned(divided(claim.bounds, one.claim.bounds) for one in beside)
    return Comparison(claim, tuple(beside), how, ratio)
