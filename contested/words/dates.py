"""Dates as people write them."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any

import pandas as pd
from babel import Locale
from babel.dates import format_date

from contested.words.language import LOCALE, SHORT
from contested.words.numbers import missing


def day(value: Any) -> str:
    """Return a date as people write it; empty for a missing one.

    >>> day(date(2025, 9, 2))
    '2 September 2025'
    """
    if missing(value):
        return ""
    at = value if isinstance(value, (date, datetime, pd.Timestamp)) else pd.Timestamp(value)
    return _written(date(at.year, at.month, at.day), "d MMMM y", LOCALE)


def month(value: Any) -> str:
    """Return the month and year of a date.

    >>> month(date(2025, 9, 2))
    'September 2025'
    """
    return _written(date(value.year, value.month, 1), "MMMM y", LOCALE)


def span(first: Any, precision: Any) -> str:
    """Return a date that may be a month, a quarter or a year as people say it.

    >>> span(date(2025, 4, 1), "month"), span(date(2025, 4, 1), "quarter")
    ('April 2025', 'the second quarter of 2025')
    >>> span(date(2025, 1, 1), "year"), span(date(2025, 4, 1), "day")
    ('2025', '1 April 2025')
    >>> span("2025-04-01", "month")
    'April 2025'
    """
    if missing(first) or missing(precision) or precision == "day":
        return day(first)
    if isinstance(first, str):  # as a file of a snapshot holds it
        first = date.fromisoformat(first)
    if precision == "month":
        return month(first)
    if precision == "year":
        return str(first.year)
    return f"the {_QUARTERS[(first.month - 1) // 3]} quarter of {first.year}"


def stretch(first: date, precision: str | None, last: date | None) -> str:
    """Return from when to when something went on, each part of the dates said once.

    >>> stretch(date(2023, 10, 7), "day", date(2023, 10, 9))
    '7 to 9 October 2023'
    >>> stretch(date(2023, 10, 7), "day", date(2023, 11, 9))
    '7 October to 9 November 2023'
    >>> stretch(date(2023, 10, 7), "day", None)
    'since 7 October 2023'
    >>> stretch(date(2023, 10, 1), "month", date(2023, 10, 31))
    'October 2023'
    """
    if last is None:
        return f"since {day(first)}"
    if precision == "year":
        return str(first.year)
    if precision in ("month", "quarter"):
        return month(first)
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    start = _written(first, "d MMMM", LOCALE) if first.year == last.year else day(first)
    return f"{start} to {day(last)}"


_QUARTERS = ("first", "second", "third", "fourth")


def short_month(value: date) -> str:
    """Return the month and year of a date, shortened as a chart's axis has them.

    >>> short_month(date(2025, 9, 2))
    'Sep 2025'
    """
    return _written(date(value.year, value.month, 1), "MMM y", SHORT)


@lru_cache(maxsize=20_000)
def _written(value: date, pattern: str, locale: Locale) -> str:
    return format_date(value, pattern, locale)
