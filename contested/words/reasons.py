"""Why a claim stands apart, in words: made here alone, from its codes and their arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from contested.rows import one_by_one
from contested.words.claim import Claim
from contested.words.dates import day, span
from contested.words.numbers import missing

_COUNTING = {
    "period": "counts a period only",
    "snapshot": "counts one moment, not a total since the start",
    "cumulative": "counts a total since the start, not one moment",
}

_WORDS: Mapping[str, Callable[[Claim], str]] = {
    "place": lambda claim: f"counts {claim['place']} only",
    # A part may be the wider one ("soldiers and police"), so no "only".
    "only": lambda claim: f"counts {claim['only']}",
    "counting": lambda claim: _COUNTING[claim["counting"]],
    "window": lambda claim: (
        f"counts from {span(claim['since'], claim.get('since_precision'))} only"
    ),
    "redefined": lambda claim: f"earlier definition: {claim['redefined']}",
    "corrected": lambda claim: f"corrected on {day(claim['superseded_on'])}",
    "withdrawn": lambda claim: f"withdrawn on {day(claim['withdrawn_on'])}",
    "misprinted": lambda claim: "misprinted",
}


def reasons(claim: Claim) -> list[str]:
    """Return each reason why a claim, a row of queries.claims, stands apart; none for most.

    >>> reasons({"apart": "place;counting", "place": "Kursk", "counting": "period"})
    ['counts Kursk only', 'counts a period only']
    """
    codes = "" if missing(claim["apart"]) else str(claim["apart"])
    return [_WORDS[code](claim) for code in codes.split(";") if code]


def set_apart(claim: Claim) -> str:
    """Return why a claim stands apart, in one phrase; empty where it does not.

    >>> set_apart({"apart": "place;window", "place": "Kursk", "since": "2024-08-06"})
    'counts Kursk only; counts from 6 August 2024 only'
    """
    return "; ".join(reasons(claim))


def all_set_apart(claims: pd.DataFrame) -> pd.Series:
    """Return `set_apart` of many claims, one for each row; null where one does not stand apart."""
    apart = claims[claims["apart"].notna()]
    said = [set_apart(claim) for claim in one_by_one(apart)]
    return pd.Series(said, apart.index, dtype=object).reindex(claims.index)
