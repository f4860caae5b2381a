"""The claim of a folder that a draft goes on: of the same source, and of the most like quantity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple, Protocol

from contested import spans

#: Metrics that say less than others: what a source calls its own count says more.
UNSPLIT = ("", "losses")

#: As what those are counted who were "lost": never as the captured alone, or the deserted.
_LOST = frozenset(
    {"losses", "casualties", "killed", "killed_or_missing", "killed_or_captured", "identified"}
)

#: What is so many times as high is no count of the same days.
_FAR_ABOVE = 3

#: How near two numbers are, as the larger by the smaller: the next of one count, or of its size.
_NEXT, LIKE = 1.1, 1.5
A_MONTH = timedelta(days=31)

Claim = Mapping[str, str]


class Valued(Protocol):
    """What has cells by name: a draft."""

    def value(self, name: str) -> str:
        """Return what a cell holds, "" where it is not known."""


class Precedent(NamedTuple):
    """A claim that a draft goes on, and whether its number is next to the draft's."""

    claim: Claim
    next: bool

    @property
    def where(self) -> str:
        """What rests on it, in words."""
        return f"as {self.claim['id']} has it"


def precedent(draft: Valued, claims: Iterable[Claim]) -> Precedent | None:
    """Return the claim that a draft goes on: by its sources, of what is known of its quantity.

    Its metric is the draft's, or its number is next to the draft's. The newest of the most alike.
    """
    sources = set(filter(None, draft.value("sources").split(" + ")))
    weighed = []
    for claim in claims:
        if not sources & set(claim["sources"].split(";")):
            continue
        if any(draft.value(name) not in ("", claim[name]) for name in ("conflict", "subject")):
            continue
        times = apart(draft, claim)
        metric = draft.value("metric") == claim["metric"]
        vague = draft.value("metric") in UNSPLIT and times <= _NEXT
        vague = vague and (not draft.value("metric") or claim["metric"] in _LOST)
        if not (metric or vague):
            continue
        alike = (
            4 * metric
            + 4 * (times <= _NEXT)
            + 2 * (times <= LIKE)
            + 2 * (draft.value("population") == claim["population"])
            + _counted_alike(draft.value("counting"), claim["counting"])
        )
        # A number of some days is the next of none of years ago.
        far = claim["counting"] == "period" and not near(
            draft.value("as_of"), claim["as_of"], A_MONTH
        )
        weighed.append((alike, claim["as_of"], claim["id"], times <= _NEXT and not far, claim))
    if not weighed:
        return None
    best = max(weighed, key=lambda one: one[:3])
    return Precedent(best[4], best[3])


def _counted_alike(counting: str, other: str) -> int:
    """Return how much alike two ways of counting are: a total is likelier where none is said."""
    return 3 * (counting == other) if counting else other != "period"


def near(one: str, other: str, within: timedelta) -> bool:
    """Return whether the last days of two dates are no further apart; False for what is none."""
    try:
        return abs(spans.span(one).last - spans.span(other).last) <= within
    except ValueError:
        return False


def apart(draft: Valued, claim: Claim) -> float:
    """Return how many times one number the other is, infinite where one has none."""
    one, other = first_number(draft.value), first_number(lambda name: claim[name])
    return max(one, other) / min(one, other) if one and other else float("inf")


def goes_on(draft: Valued, total: int) -> bool:
    """Return whether a draft's number may be the next of a total: it is not far below it."""
    return 0 < total < _FAR_ABOVE * first_number(draft.value)


def first_number(value: Callable[[str], str]) -> int:
    """Return the number of cells, best first; 0 where they have none."""
    for name in ("best", "low", "high"):
        text = value(name)
        if text.isdecimal():
            return int(text)
    return 0
