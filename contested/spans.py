"""A date that is a day, a month, a quarter or a year: its text, its first day and its last."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal, NamedTuple

Precision = Literal["day", "month", "quarter", "year"]

#: How such a date is written: the kinds of it, in the order of their length.
DAY, MONTH = r"[0-9]{4}-[0-9]{2}-[0-9]{2}", r"[0-9]{4}-[0-9]{2}"
QUARTER, YEAR = r"[0-9]{4}-Q[1-4]", r"[0-9]{4}"

#: What a text of one of the four kinds matches from end to end.
PATTERN = f"{DAY}|{MONTH}|{QUARTER}|{YEAR}"

#: How each kind is written, for whoever has to say it.
FORMS = "a day as 2025-04-30, a month as 2025-04, a quarter as 2025-Q2, a year as 2025"


class Span(NamedTuple):
    """The first and the last day of a date, and how fine it is."""

    first: date
    last: date
    precision: Precision


def span(text: str) -> Span:
    """Return what a text says; raises ValueError for one that is no such date.

    >>> span("2025-Q2")
    Span(first=datetime.date(2025, 4, 1), last=datetime.date(2025, 6, 30), precision='quarter')
    >>> span("2024-02").last, span("2024-02-03").precision
    (datetime.date(2024, 2, 29), 'day')
    """
    # date.fromisoformat reads weeks and other scripts' digits too.
    if not text.isascii() or not re.fullmatch(PATTERN, text):
        raise ValueError(text)
    if len(text) == len("2025-04-30"):
        day = date.fromisoformat(text)
        return Span(day, day, "day")
    year = int(text[:4])
    if len(text) == len("2025"):
        return Span(date(year, 1, 1), date(year, 12, 31), "year")
    if "Q" in text:
        first = date(year, 3 * int(text[-1]) - 2, 1)
        return Span(first, _month_end(year, first.month + 2), "quarter")
    first = date(year, int(text[-2:]), 1)
    return Span(first, _month_end(year, first.month), "month")


def text(first: date | None, precision: str | None) -> str:
    """Return a date as a data folder writes it, by its first day; empty for none.

    >>> text(date(2025, 4, 1), "quarter"), text(date(2025, 4, 1), "month"), text(None, None)
    ('2025-Q2', '2025-04', '')
    """
    if first is None:
        return ""
    if precision == "quarter":
        return f"{first.year:04}-Q{(first.month + 2) // 3}"
    return f"{first:%Y-%m-%d}"[: {"year": 4, "month": 7}.get(precision or "", 10)]


def _month_end(year: int, month: int) -> date:
    following = date(year + (month == 12), month % 12 + 1, 1)
    return following - timedelta(days=1)
