"""How one claim's number stands to another's, with the hedges of both kept.

A claim is taken as what it allows: "about", "nearly" and "exact" one number, a range everything
between its ends, "at least" everything from its floor up, "up to" everything below its ceiling. The
ratio is what that leaves: one number, a range, an open range, or nothing that can be said.
Whether two claims may be divided at all is the question of `contested.compare.times`.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR
from typing import Literal, NamedTuple

from contested.vocabulary import INTERVALS_OF_ONE_NUMBER, QUALIFIERS, STRICT
from contested.words import Claim, missing, said, times

_ABOUT = {"about", "nearly"}

#: From here on a ratio is "more than" this, and below its inverse "less than" that: two numbers so
#: far apart count different things, and more digits would say that they do not.
MOST = 100

#: Why nothing can be said of a ratio. `words` has no part in it: the edge puts a code into words.
Reason = Literal["", "no_number", "zero", "may_be_zero", "no_ceiling", "no_floor", "open"]


class Bounds(NamedTuple):
    """The numbers that a claim allows: from `low` to `high`, None where it stated no bound.

    `strict` says that the stated bound itself is not among them, `about` that it is approximate.
    """

    low: float | None
    high: float | None
    strict: bool = False
    about: bool = False

    @property
    def closed(self) -> bool:
        """Whether it is bounded on both sides."""
        return self.low is not None and self.high is not None


class Ratio(NamedTuple):
    """A ratio's bounds, None where there is none; `reason` says why nothing can be said.

    Equal bounds are one ratio. `strict` says that an open ratio's bound itself is not reached.
    """

    low: float | None = None
    high: float | None = None
    strict: bool = False
    about: bool = False
    reason: Reason = ""

    @property
    def equal(self) -> bool:
        """Whether it is of two numbers that are the same, and exact.

        >>> Ratio(1, 1).equal, Ratio(1, 1, about=True).equal, Ratio(0.5, 1).equal
        (True, False, False)
        """
        return self.low == self.high == 1 and not self.about

    @property
    def words(self) -> str:
        """The ratio in words, hedges kept, or "not comparable".

        >>> Ratio(2.28, None, strict=True).words, Ratio(0.34, 0.34, about=True).words
        ('more than 2.2×', 'about 0.34×')
        >>> Ratio(0.5, 2).words, Ratio(2.61, 2.64).words
        ('0.50× to 2.0×', 'about 2.6×')
        >>> Ratio(1492, 1492).words, Ratio(80, 1492).words, Ratio(0.002, 0.002).words
        ('more than 100×', '80× to more than 100×', 'less than 0.01×')
        """
        about = "about " if self.about else ""
        if self.low is not None and self.high is not None:
            ends = [_times(self.low), _times(self.high)]
            if ends[0] == ends[1]:
                exactly = self.low == self.high and not about
                return ends[0] if exactly or " " in ends[0] else f"about {ends[0]}"
            return f"{'' if ' ' in ends[0] else about}{ends[0]} to {ends[1]}"
        if self.low is not None:
            if self.low >= MOST:
                return _times(self.low)
            floor = times(self.low, ROUND_FLOOR)
            return f"{'more than' if self.strict else 'at least'} {about}{floor}"
        if self.high is not None:
            if self.high <= 1 / MOST:
                return _times(self.high)
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


def _times(ratio: float) -> str:
    """Return a ratio as a multiple, no further than MOST either way."""
    if ratio >= MOST:
        return f"more than {MOST}×"
    return times(ratio) if ratio == 0 or ratio >= 1 / MOST else f"less than {1 / MOST}×"


def bounds(claim: Claim) -> Bounds:
    """Return the numbers that a claim, a row of queries.claims, allows.

    A range that a method computes around its number (a confidence or credible interval) is taken by
    that number: the interval says how sure the method is, not what the source allows.

    >>> bounds({"qualifier": "more_than", "lowest": 600, "highest": 600})
    Bounds(low=600.0, high=None, strict=True, about=False)
    >>> bounds({"qualifier": "range", "lowest": 55298, "best": 64260, "highest": 78525,
    ...     "interval": "confidence"})
    Bounds(low=64260.0, high=64260.0, strict=False, about=True)
    """
    if missing(claim["lowest"]) or missing(claim["highest"]):
        return Bounds(None, None)
    if claim.get("interval") in INTERVALS_OF_ONE_NUMBER and not missing(claim["best"]):
        return Bounds(float(claim["best"]), float(claim["best"]), about=True)
    return allowed(claim["qualifier"], claim["lowest"], claim["highest"])


def allowed(qualifier: str, lowest: float, highest: float) -> Bounds:
    """Return the numbers that a qualifier allows between or beyond the ends that were stated."""
    side = QUALIFIERS[qualifier].open
    return Bounds(
        None if side == "down" else float(lowest),
        None if side == "up" else float(highest),
        qualifier in STRICT,
        qualifier in _ABOUT,
    )


def ratio(claim: Claim, reference: Claim) -> Ratio:
    """Return how a claim stands to a reference: its numbers divided by the reference's.

    Both are rows of queries.claims; `lowest`, `highest`, `qualifier` and, where there is one, the
    interval are read. In words a ratio has two digits: the nearest, but below a floor and above a
    ceiling.

    >>> seven = {"qualifier": "about", "lowest": 7000, "highest": 7000}
    >>> ratio(seven, {"qualifier": "range", "lowest": 2000, "highest": 4000}).words
    'about 1.8× to 3.5×'
    """
    return divided(bounds(claim), bounds(reference))


def divided(ours: Bounds, theirs: Bounds) -> Ratio:
    """Return what numbers divided by others leave possible.

    Two floors, or two ceilings, leave any ratio possible; so does a reference of zero.
    """
    if Bounds(None, None) in (ours, theirs):
        return Ratio(reason="no_number")
    if theirs.high == 0 or (ours.high == 0 and theirs.low == 0):
        return Ratio(reason="zero")
    low = None if ours.low is None or theirs.high is None else ours.low / theirs.high
    high = None if ours.high is None or not theirs.low else ours.high / theirs.low
    if high is None and not low:
        return Ratio(reason=_reason(ours, theirs))
    return Ratio(low, high, ours.strict or theirs.strict, ours.about or theirs.about)


def spanned(ratios: Iterable[Ratio]) -> Ratio:
    """Return the ratio that allows whatever any of several allows.

    >>> spanned([Ratio(0.5, 0.5, about=True), Ratio(0.75, 0.75)])
    Ratio(low=0.5, high=0.75, strict=False, about=True, reason='')
    """
    each = list(ratios)
    if unsaid := next((one for one in each if one.reason), None):
        return unsaid
    lows = [one.low for one in each if one.low is not None]
    highs = [one.high for one in each if one.high is not None]
    low = min(lows) if len(lows) == len(each) else None
    high = max(highs) if len(highs) == len(each) else None
    if low is None and high is None:
        return Ratio(reason="open")
    strict, about = any(one.strict for one in each), any(one.about for one in each)
    return Ratio(low, high, strict, about)


def stands(claim: Claim, reference: Claim) -> str:
    """Return how a claim surely stands to another: "higher", "lower", or "" where it may be equal.

    Surely means for all numbers that their bounds leave; "about" counts as its number.

    >>> more = {"qualifier": "more_than", "lowest": 6000, "highest": 6000}
    >>> six = {"qualifier": "exact", "lowest": 6000, "highest": 6000}
    >>> nine = {"qualifier": "exact", "lowest": 9000, "highest": 9000}
    >>> stands(more, six), stands(six, more), stands(more, nine)
    ('higher', 'lower', '')
    """
    ours, theirs = bounds(claim), bounds(reference)
    if above(ours, theirs):
        return "higher"
    return "lower" if above(theirs, ours) else ""


def above(upper: Bounds, lower: Bounds) -> bool:
    """Return whether all numbers of the first are surely higher than all of the second."""
    if upper.low is None or lower.high is None:
        return False
    return upper.low > lower.high or (upper.low == lower.high and (upper.strict or lower.strict))


def beyond_hedges(upper: Bounds, lower: Bounds) -> bool:
    """Return whether the first is surely higher, and by more than an "about" of either leaves.

    >>> beyond_hedges(Bounds(400, 400), Bounds(390, 390, about=True))
    False
    >>> beyond_hedges(Bounds(400, 400), Bounds(390, 390)), beyond_hedges(Bounds(500, 500),
    ...     Bounds(390, 390, about=True))
    (True, True)
    """
    if not above(upper, lower):
        return False
    floor, ceiling = upper.low or 0.0, lower.high or 0.0
    return not (upper.about or lower.about) or floor - ceiling > _ROUNDED * floor


#: How far a rounded number may lie from another that it still rounds, as a share of it.
_ROUNDED = 0.05


def rounded(one: Bounds, other: Bounds) -> bool:
    """Return whether two numbers differ by no more than their hedges and rounding.

    They do where both state one number, whatever its hedge, or where the one that is "about" its
    number is printed no finer than the two lie apart. Two ranges are never one number.

    >>> rounded(Bounds(150, 150), Bounds(150, None, strict=True))
    True
    >>> rounded(Bounds(2800, 2800, about=True), Bounds(2880, 2880))
    True
    >>> rounded(Bounds(2800, 2800), Bounds(2880, 2880))
    False
    >>> rounded(Bounds(10000, 10000, about=True), Bounds(17000, 17000, about=True))
    False
    """
    ours, theirs = _one_number(one), _one_number(other)
    if not ours or not theirs:
        return False
    if ours == theirs:
        return one.closed or other.closed
    return any(
        bounds.about and abs(ours - theirs) < _printed_to(number)
        for bounds, number in ((one, ours), (other, theirs))
    ) and abs(ours - theirs) <= _ROUNDED * max(ours, theirs)


def _one_number(bounds: Bounds) -> float | None:
    """Return the only number that bounds name, as a bound or as both; None for a range."""
    named = {end for end in (bounds.low, bounds.high) if end is not None}
    return named.pop() if len(named) == 1 else None


def _printed_to(number: float) -> int:
    """Return the place of the last digit of a number that is not zero."""
    place = 1
    while number and number % (place * 10) == 0:
        place *= 10
    return place


def spread(row: Claim) -> Ratio:
    """Return how the highest claim of a row of queries.band stands to its lowest, hedges kept."""
    highest, lowest = (
        {"qualifier": row[f"{side}_qualifier"], "lowest": row[side], "highest": row[side]}
        for side in ("highest", "lowest")
    )
    return ratio(highest, lowest)


def changed(then: Claim, now: Claim) -> bool:
    """Return whether a source gives another number or another hedge; both are rows of claims."""
    return said(then) != said(now)


def _reason(ours: Bounds, theirs: Bounds) -> Reason:
    if theirs.low == 0:
        return "may_be_zero"
    if ours.high is None and theirs.high is None:
        return "no_ceiling"
    if ours.low is None and theirs.low is None:
        return "no_floor"
    return "open"
