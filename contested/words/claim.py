"""A claim in words: its number with the hedge kept, what it counts, its dates, a whole sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from contested.words.dates import day
from contested.words.numbers import amount, missing

#: A row of queries.claims, or whatever holds the same columns.
Claim = Mapping[Any, Any]


def said(claim: Claim) -> str:
    """Return the number of a claim, a row of queries.claims, in words with its hedge."""
    stated = claim["stated"] if claim["qualifier"] == "unnumbered" else None
    return amount(claim["qualifier"], claim["low"], claim["best"], claim["high"], stated)


def all_said(claims: pd.DataFrame) -> pd.Series:
    """Return the numbers of many claims in words, one for each row, as `said` would.

    Equal numbers with equal hedges are put into words once: a million claims hold few.
    """
    columns = ["qualifier", "low", "best", "high", "stated"]
    told = claims[columns].copy()
    told["stated"] = told["stated"].where(told["qualifier"] == "unnumbered", None)
    each = told.drop_duplicates()
    spoken = each.assign(said=[said(row) for row in each.to_dict("records")])
    return told.merge(spoken, on=columns, how="left")["said"].set_axis(claims.index)


def sources(named: pd.Series) -> int:
    """Return how many sources claims name; those that one names together are each counted.

    >>> sources(pd.Series(["nis", "hur;nis", "cia"]))
    3
    """
    return int(named.str.split(";").explode().nunique())


def counted(claim: Claim) -> str:
    """Return what a claim counts: its quantity, and its place unless the name holds it.

    >>> counted({"quantity": "North Korean soldiers killed", "place": "Kursk"})
    'North Korean soldiers killed, Kursk'
    >>> counted({"quantity": "Russian prisoners killed (Bakhmut)", "place": "Bakhmut"})
    'Russian prisoners killed (Bakhmut)'
    """
    return ", ".join(filter(None, [str(claim["quantity"]), unnamed_place(claim)]))


def unnamed_place(claim: Claim) -> str:
    """Return a claim's place; empty for none, and where its quantity's name holds it."""
    place = "" if missing(claim["place"]) else str(claim["place"])
    return "" if str(claim["quantity"]).endswith(f"({place})") else place


def window(claim: Claim) -> str:
    """Return what dates a claim covers, by the way it counts.

    >>> from datetime import date
    >>> window({"counting": "period", "since": date(2024, 1, 1), "as_of": date(2024, 3, 1)})
    'from 1 January 2024 to 1 March 2024'
    >>> window({"counting": "period", "since": date(2024, 3, 1), "as_of": date(2024, 3, 1)})
    'on 1 March 2024'
    """
    if claim["counting"] == "period":
        if claim["since"] == claim["as_of"]:
            return f"on {day(claim['as_of'])}"
        return f"from {day(claim['since'])} to {day(claim['as_of'])}"
    if claim["counting"] == "cumulative" and not missing(claim["since"]):
        return f"from {day(claim['since'])} to {day(claim['as_of'])}, in all"
    return f"as of {day(claim['as_of'])}"


def sentence(claim: Claim) -> str:
    """Return a claim as one sentence: who, how many with the hedge, what, when, printed where.

    `claim` is a row of queries.claims.
    """
    return (
        f"{claim['source_name']}: {said(claim)} ({counted(claim)}), {window(claim)}; "
        f"printed by {claim['publisher']} on {day(claim['published'])}."
    )
