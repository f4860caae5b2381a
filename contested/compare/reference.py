"""Which institution others are set against where the reader names none, and why it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

import pandas as pd

from contested.compare.times import Comparable, Series, comparison
from contested.vocabulary import EVIDENCE, QUALIFIERS

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
    neighbour; of equals the best evidenced by its newest claim, then the newest.
    """
    targets = list(claims)
    ranked = []
    for institutions, theirs in series.items():
        if not theirs.claims or (chosen and institutions != chosen):
            continue
        others = [claim for claim in targets if claim.institutions != institutions]
        near = sum(1 for claim in others if comparison(claim, theirs).beside)
        newest = theirs.claims[-1]
        rank = (-near, _BEST_EVIDENCE[newest.evidence], -newest.effective.toordinal(), institutions)
        why: WhyReference = "chosen" if chosen else "most" if near else "evidence"
        ranked.append((rank, Reference(institutions, theirs, why, near, len(others))))
    return min(ranked, key=lambda one: one[0])[1] if ranked else None


def reference_of_today(current: pd.DataFrame, source: str = "") -> dict[str, Any] | None:
    """Return the claim that others are compared to, a row of queries.current; None if none can be.

    It is that of `source` where it has one that is not set apart. Otherwise it is the best
    evidenced claim that is bounded on both sides and has not lapsed; of equals the newest, then the
    highest.
    """
    ours: list[dict[str, Any]] = current[current["apart"].isna()].to_dict("records")
    named = [claim for claim in ours if claim["source"] == source]
    ranked = sorted(ours, key=lambda claim: (claim["as_of"], claim["published"]), reverse=True)
    ranked.sort(
        key=lambda claim: (
            bool(claim["lapsed"]),
            bool(QUALIFIERS[claim["qualifier"]].open),
            _BEST_EVIDENCE[claim["evidence"]],
        )
    )
    return next(iter([*named, *ranked]), None)
