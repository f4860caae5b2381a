"""Which institution others are set against where the reader names none, and why it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Literal, NamedTuple

from contested.compare.times import Comparable, Series, comparison
from contested.vocabulary import EVIDENCE

_BEST_EVIDENCE = {word: place for place, word in enumerate(EVIDENCE)}

#: Why an institution is the reference: the reader's choice, or it gives the most of the claims that
#: stand a neighbour, or of all where none of those has one, or nothing has one and it rests on the
#: best evidence.
WhyReference = Literal["chosen", "standing", "most", "evidence"]


class Reference(NamedTuple):
    """The institution that claims are set against, why it, and to how many of them it can be.

    `compared` of `of` are those of other institutions: that stand where `why` is "standing", else
    all.
    """

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
    claims: Iterable[Comparable],
    series: Mapping[str, Series],
    chosen: str = "",
    lapsed: Container[str] = (),
) -> Reference | None:
    """Return the institution that claims are set against; None where there is no number at all.

    `chosen` is the reader's institution. Otherwise it is the one that gives the most claims a
    neighbour: of those that stand, whose ids are not among `lapsed`, then, of those whose own
    newest stands, of all; of equals the best evidenced by its newest claim, then the newest. One
    whose newest was passed on by somebody else comes after any other that gives one.
    """
    targets = list(claims)
    ranked = []
    for institutions, theirs in series.items():
        if not theirs.claims or (chosen and institutions != chosen):
            continue
        others = [claim for claim in targets if claim.institutions != institutions]
        stand = [claim for claim in others if claim.id not in lapsed]
        near = _neighbours(others, theirs)
        near_now = _neighbours(stand, theirs)
        newest = theirs.claims[-1]
        rank = (
            not near_now,
            newest.id in lapsed,
            not near,
            newest.relayed,
            -near_now,
            -near,
            _BEST_EVIDENCE[newest.evidence],
            -newest.effective.toordinal(),
            institutions,
        )
        if chosen:
            one = Reference(institutions, theirs, "chosen", near, len(others))
        elif near_now and len(stand) < len(others):
            one = Reference(institutions, theirs, "standing", near_now, len(stand))
        else:
            one = Reference(institutions, theirs, "most" if near else "evidence", near, len(others))
        ranked.append((rank, one))
    return min(ranked, key=lambda one: one[0])[1] if ranked else None


def _neighbours(claims: Iterable[Comparable], series: Series) -> int:
    """Return how many claims can be set against something in a series."""
    return sum(1 for claim in claims if comparison(claim, series).beside)
