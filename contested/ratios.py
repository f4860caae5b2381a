"""How one claim's number stands to another's, with the hedges of both kept.

A claim is taken as what it allows: "about" and "exact" one number, a range everything between its
ends, "at least" everything from its floor up, "up to" everything below its ceiling. The ratio is
what that leaves: one number, a range, an open range, or nothing that can be said.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR
from typing import Any, NamedTuple

import pandas as pd

from contested.vocabulary import EVIDENCE, QUALIFIERS
from contested.words import Claim, missing, said, times

_STRICT = {"more_than", "fewer_than"}


class Bounds(NamedTuple):
    """The numbers that a claim allows: from `low` to `high`, None where it stated no bound.

    `strict` says that the stated bound itself is not among them, `about` that it is approximate.
    """

    low: float | None
    high: float | None
    strict: bool = False
    about: bool = False


class Ratio(NamedTuple):
    """A ratio's bounds, None where there is none; `reason` says why nothing can be said.

    Equal bounds are one ratio. `strict` says that an open ratio's bound itself is not reached.
    """

    low: float | None = None
    high: float | None = None
    strict: bool = False
    about: bool = False
    reason: str = ""

    @property
    def words(self) -> str:
        """The ratio in words, hedges kept, or "not comparable".

        >>> Ratio(2.28, None, strict=True).words, Ratio(0.34, 0.34, about=True).words
        ('more than 2.2×', 'about 0.34×')
        >>> Ratio(0.5, 2).words, Ratio(2.61, 2.64).words
        ('0.50× to 2.0×', 'about 2.6×')
        """
        about = "about " if self.about else ""
        if self.low is not None and self.high is not None:
            ends = [times(self.low), times(self.high)]
            if ends[0] != ends[1]:
                return f"{about}{ends[0]} to {ends[1]}"
            return ends[0] if self.low == self.high and not about else f"about {ends[0]}"
        if self.low is not None:
            floor = times(self.low, ROUND_FLOOR)
            return f"{'more than' if self.strict else 'at least'} {about}{floor}"
        if self.high is not None:
            ceiling = times(self.high, ROUND_CEILING)
            return f"{'less than' if self.strict else 'at most'} {about}{ceiling}"
        return "not comparable"

    @property
    def number(self) -> float | None:
        """Of the ratios it allows, the one nearest to 1: what it is at the least sure to differ by.

        >>> Ratio(2.3, None).number, Ratio(0.4, None).number, Ratio(0.4, 0.6).number
        (2.3, 1.0, 0.6)
        """
        if self.low is None and self.high is None:
            return None
        nearest = 1.0 if self.low is None else max(self.low, 1.0)
        return nearest if self.high is None else min(nearest, self.high)


def bounds(claim: Claim) -> Bounds:
    """Return the numbers that a claim, a row of queries.claims, allows.

    >>> bounds({"qualifier": "more_than", "lowest": 600, "highest": 600})
    Bounds(low=600.0, high=None, strict=True, about=False)
    """
    qualifier = claim["qualifier"]
    side = QUALIFIERS[qualifier].open
    return Bounds(
        None if side == "down" else float(claim["lowest"]),
        None if side == "up" else float(claim["highest"]),
        qualifier in _STRICT,
        qualifier == "about",
    )


def ratio(claim: Claim, reference: Claim) -> Ratio:
    """Return how a claim stands to a reference: its numbers divided by the reference's.

    Both are rows of queries.claims; `lowest`, `highest` and `qualifier` are read. Two floors, or
    two ceilings, leave any ratio possible; so does a reference of zero. In words it has two
    digits: the nearest, but below a floor and above a ceiling.

    >>> seven = {"qualifier": "about", "lowest": 7000, "highest": 7000}
    >>> ratio(seven, {"qualifier": "range", "lowest": 2000, "highest": 4000}).words
    'about 1.8× to 3.5×'
    """
    if any(missing(row["lowest"]) or missing(row["highest"]) for row in (claim, reference)):
        return Ratio(reason="one of them stated no number")
    ours, theirs = bounds(claim), bounds(reference)
    if theirs.high == 0 or (claim["highest"] == 0 and reference["lowest"] == 0):
        return Ratio(reason="the reference is zero")
    low = None if ours.low is None or theirs.high is None else ours.low / theirs.high
    high = None if ours.high is None or not theirs.low else ours.high / theirs.low
    if high is None and not low:
        return Ratio(reason=_reason(ours, theirs))
    return Ratio(low, high, ours.strict or theirs.strict, ours.about or theirs.about)


def stands(claim: Claim, reference: Claim) -> str:
    """Return how a claim surely stands to another: "higher", "lower", or "" where it may be equal.

    Surely means for all numbers that their bounds leave; "about" counts as its number.

    >>> more = {"qualifier": "more_than", "lowest": 6000, "highest": 6000}
    >>> six = {"qualifier": "exact", "lowest": 6000, "highest": 6000}
    >>> nine = {"qualifier": "exact", "lowest": 9000, "highest": 9000}
    >>> stands(more, six), stands(six, more), stands(more, nine)
    ('higher', 'lower', '')
    """
    if any(missing(row["lowest"]) or missing(row["highest"]) for row in (claim, reference)):
        return ""
    ours, theirs = bounds(claim), bounds(reference)
    if _above(ours, theirs):
        return "higher"
    return "lower" if _above(theirs, ours) else ""


def _above(upper: Bounds, lower: Bounds) -> bool:
    if upper.low is None or lower.high is None:
        return False
    return upper.low > lower.high or (upper.low == lower.high and (upper.strict or lower.strict))


def spread(row: Claim) -> Ratio:
    """Return how the highest claim of a row stands to its lowest, with the hedges of both kept.

    A row of queries.quantities or queries.band; of a range only the end that bounds them counts.
    """
    highest, lowest = (
        {"qualifier": row[f"{side}_qualifier"], "lowest": row[side], "highest": row[side]}
        for side in ("highest", "lowest")
    )
    return ratio(highest, lowest)


def surely(row: Claim) -> float | None:
    """Return how far apart the two claims that bound a row of queries.quantities surely are.

    The ratio nearest to 1 that both whole claims allow; 1 where one range is both bounds. None
    where any is possible.
    """
    highest, lowest = (
        {
            "qualifier": row[f"{side}_qualifier"],
            "lowest": _first(row, side, ("low", "best", "high")),
            "highest": _first(row, side, ("high", "best", "low")),
        }
        for side in ("highest", "lowest")
    )
    return 1.0 if row["lowest_claim"] == row["highest_claim"] else ratio(highest, lowest).number


def _first(row: Claim, side: str, names: tuple[str, ...]) -> Any:
    """Return the first of a bounding claim's numbers that it states."""
    held = (row[f"{side}_{name}"] for name in names)
    return next((value for value in held if not missing(value)), None)


def change(then: Claim, now: Claim) -> str:
    """Return how a source's number changed, in words; both are rows of queries.claims."""
    return "unchanged" if said(then) == said(now) else ratio(now, then).words


def _reason(ours: Bounds, theirs: Bounds) -> str:
    if theirs.low == 0:
        return "the reference may be zero"
    if ours.high is None and theirs.high is None:
        return "neither has a ceiling, so any ratio is possible"
    if ours.low is None and theirs.low is None:
        return "neither has a floor, so any ratio is possible"
    return "the bounds leave any ratio possible"


def reference(current: pd.DataFrame, source: str = "") -> dict[str, Any] | None:
    """Return the claim that others are compared to, a row of queries.current; None if none can be.

    It is that of `source` where it has one that is not set apart. Otherwise it is the best
    evidenced claim that is bounded on both sides and has not lapsed; of equals the newest, then the
    highest.
    """
    ours: list[dict[str, Any]] = current[current["apart"].isna()].to_dict("records")
    named = [claim for claim in ours if claim["source"] == source]
    order = list(EVIDENCE)
    ranked = sorted(ours, key=lambda claim: (claim["as_of"], claim["published"]), reverse=True)
    ranked.sort(
        key=lambda claim: (
            bool(claim["lapsed"]),
            bool(QUALIFIERS[claim["qualifier"]].open),
            order.index(claim["evidence"]),
        )
    )
    return next(iter([*named, *ranked]), None)
