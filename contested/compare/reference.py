"""Which institution others are set against where the reader names none, and why it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from contested.compare.times import Comparable, Series, comparison
from contested.vocabulary import EVIDENCE

_BEST_EVIDENCE = {word: place for place, word in enumerate(EVIDENCE)}

#: Why an institution is the reference: the reader's choice, or it gives the most claims a
#: neighbour, or nothing has one and it rests on the best evidence.
WhyReference = Literal["chosen", "most", "evidence"]


class Reference(NamedTuple):
    """The institution that claims are set against, why it, and to how many of them it can be."""

    institutions: str
    series: Series
    why: WhyReference
    compared: int = 0
    of: int = 0


def by_institution(claims: Iterable[Comparable]) -> dict[str, Series]:
    """Return the claims about one quantity by the institutions behind them."""
    split: dict[str, list[Comparable]] = {}
    for claim in claims:
        split.setdefault(claim.institutions, []).append(claim)
    return {institutions: Series(theirs) for institutions, theirs in split.items()}


def reference(
    claims: Iterable[Comparable], series: Mapping[str, Series], chosen: str = ""
) -> Reference | None:
    """Return the institution that claims are set against; None where there is no number at all.

    `chosen` is the reader's institution. Otherwise it is the one that gives the most claims a
    neighbour; of equals the best evidenced by its newest claim, then the newest. One whose newest
    was passed on by somebody else comes last.
    """
    targets = list(claims)
    ranked = []
    for institutions, theirs in series.items():
        if not theirs.claims or (chosen and institutions != chosen):
            continue
        others = [claim for claim in targets if claim.institutions != institutions]
        near = sum(1 for claim in others if comparison(claim, theirs).beside)
        newest = theirs.claims[-1]
        newest_first = -newest.effective.toordinal()
        evidence = _BEST_EVIDENCE[newest.evidence]
        rank = (newest.relayed, -near, evidence, newest_first, institutions)
        why: WhyReference = "chosen" if chosen else "most" if near else "evidence"
        ranked.append((rank, Reference(institutions, theirs, why, near, len(others))))
    return min(ranked, key=lambda one: one[0])[1] if ranked else None
