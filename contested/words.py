"""A claim in words: its number with the hedge kept, its date, a whole sentence, an answer.

Text made here is plain text. Whoever puts it into HTML or Markdown escapes it there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import pandas as pd

from contested.vocabulary import QUALIFIERS

#: A row of queries.claims, or whatever holds the same columns.
Claim = Mapping[Any, Any]


def number(value: float) -> str:
    """Return a whole number with thousands marked; it is never shortened or rounded.

    >>> number(11_000.0)
    '11,000'
    """
    return f"{int(value):,}"


def amount(
    qualifier: str, low: float | None = None, best: float | None = None, high: float | None = None
) -> str:
    """Return a claim's number in words, hedge included.

    >>> amount("at_least", low=600)
    'at least 600'
    >>> amount("range", low=11_000, high=15_000)
    '11,000 to 15,000'
    >>> amount("range", low=11_000, best=12_000, high=15_000)
    '11,000 to 15,000 (best 12,000)'
    """
    given = {
        name: number(value)
        for name, value in (("low", low), ("best", best), ("high", high))
        if value is not None and not missing(value)
    }
    words = QUALIFIERS[qualifier].words.format(**given)
    if qualifier == "range" and "best" in given:
        words += f" (best {given['best']})"
    return words


def said(claim: Claim) -> str:
    """Return the number of a claim, a row of queries.claims, in words with its hedge."""
    return amount(claim["qualifier"], claim["low"], claim["best"], claim["high"])


def bracketed(said: str, whence: str) -> str:
    """Return a number in words and whence it is, in the brackets of its best estimate if any.

    >>> bracketed("60,000 to 70,000 (best 65,000)", "NIS")
    '60,000 to 70,000 (best 65,000; NIS)'
    """
    return f"{said[:-1]}; {whence})" if said.endswith(")") else f"{said} ({whence})"


def all_said(claims: pd.DataFrame) -> pd.Series:
    """Return the numbers of many claims in words, one for each row, as `said` would.

    Equal numbers with equal hedges are put into words once: a million claims hold few.
    """
    columns = ["qualifier", "low", "best", "high"]
    each = claims[columns].drop_duplicates()
    spoken = each.assign(said=[said(row) for row in each.to_dict("records")])
    return claims[columns].merge(spoken, on=columns, how="left")["said"].set_axis(claims.index)


def missing(value: Any) -> bool:
    """Return whether a cell holds nothing: None, NaN, NaT, pandas' NA or no text."""
    return not value if isinstance(value, str) else bool(pd.isna(value))


def day(value: Any) -> str:
    """Return a date as people write it; empty for a missing one.

    >>> day(date(2025, 9, 2))
    '2 September 2025'
    """
    if missing(value):
        return ""
    held = value if isinstance(value, (date, datetime, pd.Timestamp)) else pd.Timestamp(value)
    return f"{held.day} {held:%B %Y}"


def month(value: Any) -> str:
    """Return the month and year of a date.

    >>> month(date(2025, 9, 2))
    'September 2025'
    """
    return f"{value:%B %Y}"


def small(n: int) -> str:
    """Return a count in words up to ten, in figures beyond.

    >>> small(8), small(1200)
    ('eight', '1,200')
    """
    spelled = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return spelled[n] if n < len(spelled) else f"{n:,}"


def count(n: int, noun: str, plural: str = "") -> str:
    """Return a count with its noun.

    >>> count(1, "source"), count(8, "source"), count(12, "reply", "replies")
    ('one source', 'eight sources', '12 replies')
    """
    return f"{small(n)} {noun if n == 1 else plural or noun + 's'}"


def sources(named: pd.Series) -> int:
    """Return how many sources claims name; those that one names together are each counted.

    >>> sources(pd.Series(["nis", "hur;nis", "cia"]))
    3
    """
    return int(named.str.split(";").explode().nunique())


def listed(words: Iterable[str], joint: str = "and") -> str:
    """Return words joined as in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    held = list(words)
    if len(held) < 2:
        return "".join(held)
    return f"{', '.join(held[:-1])} {joint} {held[-1]}"


def capital(words: str) -> str:
    """Return words with the first letter raised, the others as they are.

    >>> capital("eight sources of the UN")
    'Eight sources of the UN'
    """
    return words[:1].upper() + words[1:]


def times(ratio: float, rounding: str = ROUND_HALF_EVEN) -> str:
    """Return a ratio as a multiple: two digits below ten, a whole number from there on.

    `rounding` is one of decimal's: what is said to be more than a ratio is rounded down, or the
    words would claim more than the numbers do.

    >>> times(1.0), times(12.34), times(0.049), times(0.1)
    ('1.0×', '12×', '0.049×', '0.10×')
    >>> from decimal import ROUND_CEILING, ROUND_FLOOR
    >>> times(3.47), times(3.47, ROUND_FLOOR), times(9.91, ROUND_CEILING)
    ('3.5×', '3.4×', '10×')
    """
    if not ratio:
        return "0×"
    # Nine digits: what a division leaves in the last ones of a float is no part of the ratio.
    exact = Decimal(f"{ratio:.9g}")
    places = max(0, 1 - exact.adjusted())
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding)
    return f"{rounded:,.{max(0, 1 - rounded.adjusted())}f}×"


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
