"""A comparison in words: the ratio, and the claims of its time that it is to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from contested.compare import Beside, Comparable, Comparison, Ratio, Reference
from contested.vocabulary import REACH
from contested.words.claim import said
from contested.words.dates import day
from contested.words.numbers import amount, count, small, times
from contested.words.phrases import NO_RATIO, listed

#: How claims stand whose hedges leave room for one number. Two floors far apart do not agree.
COMPATIBLE = "as hedged, they need not contradict each other"

#: A ratio this near to 1 is said as a percentage.
_NEAR = 0.1


def percentage(ratio: Ratio) -> str:
    """Return a ratio near 1 as a percentage with its way; empty for others.

    >>> percentage(Ratio(0.97, 0.97)), percentage(Ratio(1.004, 1.004, about=True))
    ('3 % lower', 'less than 1 % higher')
    >>> percentage(Ratio(1.05, 1.05, about=True)), percentage(Ratio(0.9, 1.1))
    ('about 5 % higher', '')
    >>> percentage(Ratio(1.096, None, strict=True)), percentage(Ratio(None, 0.95))
    ('more than 9 % higher', 'at least 5 % lower')
    """
    more = f"{'more than' if ratio.strict else 'at least'} {'about ' if ratio.about else ''}"
    if ratio.high is None and ratio.low is not None and 1.01 <= ratio.low <= 1 + _NEAR:
        return f"{more}{int(round((ratio.low - 1) * 100, 6))} % higher"
    if ratio.low is None and ratio.high is not None and 1 - _NEAR <= ratio.high <= 0.99:
        return f"{more}{int(round((1 - ratio.high) * 100, 6))} % lower"
    if ratio.low is None or ratio.high is None or times(ratio.low) != times(ratio.high):
        return ""
    middle = ratio.low if ratio.low == ratio.high else (ratio.low + ratio.high) / 2
    share = abs(middle - 1)
    if not 0 < share <= _NEAR:
        return ""
    way = "higher" if middle > 1 else "lower"
    if share < 0.01:
        return f"less than 1 % {way}"
    about = "about " if ratio.about or ratio.low != ratio.high else ""
    return f"{about}{share * 100:.0f} % {way}"


def against(comparison: Comparison) -> tuple[str, str]:
    """Return a comparison's ratio in words, and what it is to or why there is none."""
    if comparison.beside:
        near = percentage(comparison.ratio)
        to = f"{near} than {beside(comparison)}" if near else f"of {beside(comparison)}"
        if comparison.ratio.reason:
            return "any ratio", f"{NO_RATIO[comparison.ratio.reason]}: {beside(comparison)}"
        between = "between " if comparison.how == "between" else ""
        return f"{between}{comparison.ratio.words}", to
    if comparison.why == "same_institution":
        return "", "the same institution"
    if comparison.why == "no_number":
        return "", "it states no number"
    if comparison.why == "other_window":
        return "nothing of the same period", ""
    return "nothing of the same time", nearest(comparison)


def beside(comparison: Comparison) -> str:
    """Return the numbers that a claim is set against, with how far off in time each is."""
    return listed(f"{_number(one)}, {days_apart(one.days)}" for one in comparison.beside)


def nearest(comparison: Comparison) -> str:
    """Return how far off the reference's nearest claim is; empty where it has none."""
    return f"nearest: {days_apart(comparison.nearest.days)}" if comparison.nearest else ""


def _number(one: Beside) -> str:
    return amount(one.claim.qualifier, one.claim.low, one.claim.best, one.claim.high)


def days_apart(days: int) -> str:
    """Return how many days later in words.

    >>> days_apart(31), days_apart(-1), days_apart(0), days_apart(-400)
    ('31 days later', '1 day before', 'same day', '13 months before')
    """
    if not days:
        return "same day"
    far = abs(days)
    if far <= 90:
        words = f"{far} {'day' if far == 1 else 'days'}"
    elif far < 730:
        words = f"{far / 30.44:.0f} months"
    else:
        words = f"{far / 365.25:.1f} years"
    return f"{words} {'later' if days > 0 else 'before'}"


def reach(comparison: Comparison) -> str:
    """Return why claims within some days are of one time, in words: the days counted, the reach."""
    claim = comparison.claim
    days = count(claim.reach, "day")
    if claim.counting == "period":
        return "A period is compared with the very same period only."
    if claim.counting == "snapshot" or claim.days_counted is None:
        return f"Numbers of one day are compared within {days}."
    return (
        f"It counts {claim.days_counted:,} days, so what lies within {days} of it is of its time "
        f"({REACH[claim.counting].percent} % of them, at most {REACH[claim.counting].most})."
    )


def rule(claim: Comparable) -> str:
    """Return how far apart in time numbers may be that are set against a claim, as a sentence."""
    if claim.counting == "period":
        return "Set against each other are numbers of the very same period only."
    if claim.counting == "snapshot":
        return f"Set against each other are numbers at most {count(claim.reach, 'day')} apart."
    reach = REACH[claim.counting]
    return (
        f"Set against each other are numbers at most {reach.percent} % of the days counted apart, "
        f"from {small(reach.least)} to {count(reach.most, 'day')}."
    )


def chosen(reference: Reference, name: str) -> str:
    """Return which institution claims are set against and why it, as a sentence.

    `name` is that of its source which spoke last.
    """
    share = f"{small(reference.compared)} of {small(reference.of)}"
    if not reference.of:
        return f"{name} is the only one to compare with."
    if reference.why == "evidence":
        return (
            f"Compared with {name}, which rests on the best evidence: no two institutions speak of "
            "the same time."
        )
    if reference.why == "chosen":
        return (
            f"Compared with {name}, as you chose: of {share} others it says a number of their time."
        )
    which = " that stand" if reference.why == "standing" else ""
    return (
        f"Compared with {name}, which says a number of the time of {share} others{which}; no "
        "institution that speaks for itself does so of more."
    )


def same_time(others: Iterable[Mapping[str, Any]]) -> str:
    """Return what else an institution said of the time of its newest claim; empty for nothing."""
    each = [f"{said(one)} ({one['source_short']}, {day(one['as_of'])})" for one in others]
    return f"Of the same time also {listed(each)}" if each else ""
