"""What is printed beside the columns: the number phrase (`stated`), and the article's title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import duckdb

from contested.errors import Problem
from contested.extract import counts, numbers
from contested.vocabulary import QUALIFIERS

NUMBER = "the-number-printed-is-the-number-given"
HEDGE = "the-hedge-printed-is-the-hedge-given"
TITLE = "a-number-is-that-of-its-article-s-title"

#: The ids of the rules that are asked here.
RULES = (NUMBER, HEDGE, TITLE)

#: What a number in a phrase may count: words for thousands and millions are not known in every
#: language, and tables print in thousands.
_SCALES = (1, 1_000, 1_000_000)

#: A number that nothing beside it makes another is taken for a year.
_YEAR = re.compile("(?:19|20)[0-9]{2}")

#: A phrase whose only figures are those of a number in groups, or of five figures or more; and a
#: figure of it that is no nought at its end.
_ONE_LONG = re.compile(r"(\D*)([1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{4,})(\D*)")
_FIGURE = re.compile("[1-9]|0(?=[0,]*[1-9])")


class Said(NamedTuple):
    """A number that a phrase has, with its hedge."""

    values: tuple[int, ...]
    qualifier: str


def problems(con: duckdb.DuckDBPyConnection) -> list[Problem]:
    """Return the notices of claims that what is printed has another number or another hedge for.

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
    found = [
        Problem("claims.csv", line, column, value, message, "notice", rule)
        for line, stated, qualifier, *given in rows
        for column, value, message, rule in _differences(
            stated, qualifier, [number for number in given if number is not None]
        )
    ]
    return [*found, *_mistitled(con)]


def _differences(
    stated: str, qualifier: str, given: list[int]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield in what a phrase differs: the column, what it holds, what to say and the rule."""
    read = said(stated)
    same = [number for number in read if _values(number) & set(given)]
    if read and not same:
        listed = ", ".join(map(str, given))
        message = f"none of its numbers is that of low, best or high ({listed})"
        yield "stated", stated, message, NUMBER
    elif same and not any(number.qualifier in ("exact", qualifier) for number in same):
        hedge = same[0].qualifier
        if hedge in QUALIFIERS:
            yield "qualifier", qualifier, f"stated says {stated}; is it {hedge}?", HEDGE


def _values(number: Said) -> set[int]:
    return {value * scale for value in number.values for scale in _SCALES}


def said(stated: str) -> tuple[Said, ...]:
    """Return the numbers of a phrase, each with its hedge.

    Phrases with one number that differ in its figures alone are read once: what a long number is
    depends on how many figures it has, and of these on the noughts at its end. (A short one may be
    a year, a day or an age.)

    >>> said("some 12,400 dead"), said("some 34,500 dead")
    ((Said(values=(12400,), qualifier='about'),), (Said(values=(34500,), qualifier='about'),))
    """
    if one := _ONE_LONG.fullmatch(stated):
        before, figures, after = one.groups()
        like = _FIGURE.sub("7", figures)
        match _read(before + like + after):
            case (Said((value,), qualifier),):
                times, rest = divmod(value, int(like.replace(",", "")))
                if not rest:
                    return (Said((times * int(figures.replace(",", "")),), qualifier),)
    return _read(stated)


@lru_cache(maxsize=1 << 12)
def _read(phrase: str) -> tuple[Said, ...]:
    return tuple(Said(one.values, one.qualifier) for one in numbers(phrase) if one.values)


def _mistitled(con: duckdb.DuckDBPyConnection) -> Iterator[Problem]:
    """Yield the notices of claims one slip away from a count in their article's title."""
    rows = con.execute("select line, name, value, title, number from raw.mistitled order by line")
    counted: dict[str, set[int]] = {}
    for line, name, value, title, number in rows.fetchall():
        if title not in counted:
            counted[title] = _counts(title)
        if number in counted[title]:
            message = f"the title of its article has {number}, which no claim has; is it that?"
            yield Problem("claims.csv", line, name, str(value), message, "notice", TITLE)


def _counts(title: str) -> set[int]:
    """Return the numbers of people or things that a title has: no dates, no shares, no prices.

    >>> sorted(_counts("Toll of 2024: 45,208 dead by 5 January 2025, at least 1900 of them here"))
    [1900, 45208]
    """
    read = [number for number in counts(title) if not _YEAR.fullmatch(number.words)]
    return {value for number in read for value in number.values}
