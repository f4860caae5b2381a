"""Dates as people write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd

from contested.words.numbers import missing


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
