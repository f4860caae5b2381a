"""The ticks of an axis of dates, as Plotly chooses and writes them where a chart names none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

from contested.words import short_month

#: Days of a month and of a year, as Plotly reckons them.
_MONTH, _YEAR = 30.436875, 365.2425

#: The steps that are tried, in days, in months, and in years times a power of ten.
_DAYS, _MONTHS, _YEARS = (1, 2, 3, 7, 14), (1, 2, 3, 6, 12), (1, 2, 5, 10)

#: Pixels that a tick has, and the fewest and most of them.
_WIDE, _FEWEST, _MOST = 80, 4, 9


def ticks(first: date, last: date, width: float) -> list[tuple[date, list[str]]]:
    """Return the dates of the ticks of an axis `width` pixels long, each with its lines of text.

    >>> [tick.isoformat() for tick, _ in ticks(date(2024, 10, 1), date(2025, 5, 1), 400)]
    ['2024-11-01', '2025-01-01', '2025-03-01', '2025-05-01']
    >>> ticks(date(2024, 10, 1), date(2024, 10, 7), 320)[0]
    (datetime.date(2024, 10, 2), ['2 Oct', '2024'])
    """
    rough = max((last - first).days, 1) / (min(max(width / _WIDE, _FEWEST), _MOST) + 1)
    if rough * 2 > _YEAR:
        power = 10 ** math.floor(math.log10(rough / _YEAR))
        months = 12 * max(round(power * _step(rough / _YEAR / power, _YEARS)), 1)
        return [(at, [str(at.year)]) for at in _every(months, first, last)]
    if rough * 2 > _MONTH:
        months = _step(rough / _MONTH, _MONTHS)
        every = _every(months, first, last)
        return [(at, [f"{at.year}" if months == 12 else short_month(at)]) for at in every]
    days = _step(rough, _DAYS)
    since = date(2000, 1, 2)  # a Sunday, from which Plotly counts
    start = first + timedelta(days=-(first - since).days % days)
    first_days = [
        start + timedelta(days=days * place) for place in range((last - start).days // days + 1)
    ]
    return [(at, [f"{at.day} {short_month(at).split()[0]}", str(at.year)]) for at in first_days]


def _step(rough: float, steps: Sequence[int]) -> int:
    """Return the smallest step that is no smaller than a rough one, else the largest."""
    return next((step for step in steps if step >= rough), steps[-1])


def _every(months: int, first: date, last: date) -> list[date]:
    """Return each month's first day within two dates, every so many months counted from 2000."""
    start = math.ceil((first.year * 12 + first.month - 1 + (first.day > 1)) / months) * months
    end = last.year * 12 + last.month - 1
    return [date(place // 12, place % 12 + 1, 1) for place in range(start, end + 1, months)]
