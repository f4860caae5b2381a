"""Numbers, counts and multiples in words. A number is never shortened or rounded."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Any

import pandas as pd
from babel.numbers import format_decimal

from contested.vocabulary import QUALIFIERS
from contested.words.language import LOCALE


def missing(value: Any) -> bool:
    """Return whether a cell holds nothing: None, NaN, NaT, pandas' NA or no text."""
    return value is None or (not value if isinstance(value, str) else bool(pd.isna(value)))


def number(value: float) -> str:
    """Return a whole number with thousands marked; it is never shortened or rounded.

    >>> number(11_000.0)
    '11,000'
    """
    return _grouped(int(value))


@lru_cache(maxsize=20_000)
def _grouped(value: int) -> str:
    return str(format_decimal(value, locale=LOCALE))


def amount(
    qualifier: str,
    low: float | None = None,
    best: float | None = None,
    high: float | None = None,
    stated: Any = None,
    whence: str = "",
) -> str:
    """Return a claim's number in words, hedge included; the words that stand for one as printed.

    `whence` stands in brackets after it, which are those of the best estimate of a range.

    >>> amount("at_least", low=600)
    'at least 600'
    >>> amount("range", low=11_000, high=15_000)
    '11,000 to 15,000'
    >>> amount("range", low=11_000, best=12_000, high=15_000)
    '11,000 to 15,000 (best 12,000)'
    >>> amount("range", low=11_000, best=12_000, high=15_000, whence="NIS")
    '11,000 to 15,000 (best 12,000; NIS)'
    >>> amount("about", low=900, high=1_000)
    'about 900 to 1,000'
    >>> amount("unnumbered", stated="dozens")
    '“dozens”'
    """
    given = {
        name: number(value)
        for name, value in (("low", low), ("best", best), ("high", high))
        if value is not None and not missing(value)
    }
    words = QUALIFIERS[qualifier].words
    if qualifier == "about" and "low" in given:
        words = "about {low} to {high}"
    words = words.format(**given, stated="" if missing(stated) else stated)
    best_of = f"best {given['best']}" if "best" in given and "low" in given else ""
    aside = "; ".join(filter(None, [best_of, whence]))
    return f"{words} ({aside})" if aside else words


def small(n: int) -> str:
    """Return a count in words up to ten, in figures beyond.

    >>> small(8), small(1200)
    ('eight', '1,200')
    """
    # Babel spells no numbers out.
    spelled = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return spelled[n] if n < len(spelled) else number(n)


def count(n: int, noun: str, plural: str = "") -> str:
    """Return a count with its noun.

    >>> count(1, "source"), count(8, "source"), count(12, "reply", "replies")
    ('one source', 'eight sources', '12 replies')
    """
    # When the one form stands is Babel's; the other form is the noun's own, which data name too.
    one = LOCALE.plural_form(n) == "one"
    return f"{small(n)} {noun if one else plural or noun + 's'}"


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
    # Which way it is rounded depends on what is said of it: no rule of a language.
    exact = Decimal(f"{ratio:.9g}")
    places = max(0, 1 - exact.adjusted())
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding)
    decimals = "0" * max(0, 1 - rounded.adjusted())
    return f"{format_decimal(rounded, f'#,##0.{decimals}'.rstrip('.'), LOCALE)}×"
