"""The number phrase as printed (`stated`) beside the columns that it is given in."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from contested.errors import Problem
from contested.extract import Number, numbers
from contested.vocabulary import QUALIFIERS

NUMBER = "the-number-printed-is-the-number-given"
HEDGE = "the-hedge-printed-is-the-hedge-given"

#: The ids of the rules that are asked here.
RULES = (NUMBER, HEDGE)

#: What a number in a phrase may count: words for thousands and millions are not known in every
#: language, and tables print in thousands.
_SCALES = (1, 1_000, 1_000_000)


def problems(con: duckdb.DuckDBPyConnection) -> list[Problem]:
    """Return the notices of claims whose phrase has another number or another hedge.

    Words for numbers, digits of other scripts and other separators are understood; a phrase in
    which no number is found says nothing against its claim.
    """
    rows = con.execute(
        "select line, stated, qualifier, low, best, high from raw.claims "
        "where stated is not null and qualifier <> 'unnumbered' "
        "and coalesce(low, best, high) is not null "
        # A bare number that is the one given needs no reading.
        "and coalesce(try_cast(replace(stated, ',', '') as bigint) not in "
        "(coalesce(best, -1), coalesce(low, -1), coalesce(high, -1)), true) "
        "and line not in (select line from raw.misread where file = 'claims') order by line"
    ).fetchall()
    return [
        Problem("claims.csv", line, column, value, message, "notice", rule)
        for line, stated, qualifier, *given in rows
        for column, value, message, rule in _differences(
            stated, qualifier, [number for number in given if number is not None]
        )
    ]


def _differences(
    stated: str, qualifier: str, given: list[int]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield in what a phrase differs: the column, what it holds, what to say and the rule."""
    read = [number for number in numbers(stated) if number.values]
    same = [number for number in read if _values(number) & set(given)]
    if read and not same:
        listed = ", ".join(map(str, given))
        said = f"none of its numbers is that of low, best or high ({listed})"
        yield "stated", stated, said, NUMBER
    elif same and not any(number.qualifier in ("exact", qualifier) for number in same):
        hedge = same[0].qualifier
        if hedge in QUALIFIERS:
            yield "qualifier", qualifier, f"stated says {stated}; is it {hedge}?", HEDGE


def _values(number: Number) -> set[int]:
    return {value * scale for value in number.values for scale in _SCALES}
