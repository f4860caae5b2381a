"""How fast a source's own number moved between two of its claims: derived, and said to be so."""

from __future__ import annotations

import pandas as pd

from contested.rows import one_by_one
from contested.words.claim import Claim, said
from contested.words.dates import day
from contested.words.numbers import count, missing, number

#: The hedges whose numbers may be subtracted: the source stated one, open on no side.
_STATED = ("exact", "about")


def since_before(claims: pd.DataFrame, id: str) -> str:
    """Return how a claim stands to the one that its source made before it, a day's share with it.

    `claims` is what queries.drawn returns. Only totals of the same thing are subtracted, each of
    one number at a day, with no change of definition between; empty where that is not so.

    >>> rows = [
    ...     {"id": "a", "best": 600, "as_of": pd.Timestamp(2025, 4, 30), "qualifier": "about"},
    ...     {"id": "b", "best": 2000, "as_of": pd.Timestamp(2025, 9, 2), "qualifier": "exact"},
    ... ]
    >>> more = {"source": "nis", "source_short": "NIS", "counting": "cumulative", "apart": None,
    ...     "as_of_precision": "day", "low": None, "high": None, "published": None, "since": None}
    >>> since_before(pd.DataFrame([row | more for row in rows]), "b")
    'Derived: 1,400 more than about 600 on 30 April 2025, in 125 days: about 11 a day. NIS stated \
neither; it stated the two totals.'
    """
    named = claims[claims["id"] == id]
    if named.empty or not _subtractable(named.iloc[0].to_dict()):
        return ""
    claim = named.iloc[0].to_dict()
    ours = claims[(claims["source"] == claim["source"]) & (claims["as_of"] < claim["as_of"])]
    rows = one_by_one(ours.sort_values(["as_of", "published", "id"]))
    before = [row for row in rows if missing(row["apart"])]
    if not before or not _subtractable(before[-1]) or not _same_start(before[-1], claim):
        return ""
    earlier = before[-1]
    days = (claim["as_of"] - earlier["as_of"]).days
    more = int(claim["best"]) - int(earlier["best"])
    if not more:
        return ""
    way = "more" if more > 0 else "fewer"
    share = abs(more) / days
    daily = number(round(share)) if share >= 10 else f"{share:.1f}"
    return (
        f"Derived: {number(abs(more))} {way} than {said(earlier)} on {day(earlier['as_of'])}, in "
        f"{count(days, 'day')}: about {daily} a day. {claim['source_short']} stated neither; it "
        "stated the two totals."
    )


def _subtractable(claim: Claim) -> bool:
    return bool(
        claim["counting"] == "cumulative"
        and missing(claim["apart"])
        and claim["qualifier"] in _STATED
        and not missing(claim["best"])
        and missing(claim["low"])
        and missing(claim["high"])
        and claim["as_of_precision"] == "day"
    )


def _same_start(earlier: Claim, later: Claim) -> bool:
    starts = [None if missing(one["since"]) else one["since"] for one in (earlier, later)]
    return bool(starts[0] == starts[1])
