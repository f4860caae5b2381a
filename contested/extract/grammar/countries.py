"""The names of countries, and words that are of one: "Somali", "Ugandan"."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

#: Names that Babel has otherwise.
_MORE = ("turkey", "congo", "dr congo", "burma", "ivory coast", "czech republic", "europe", "uae")
#: What a part of a country is called behind its name: "Sagaing Region".
DIVISIONS = ("region", "oblast", "province", "district", "governorate", "county", "state")
_OF_ONE = re.compile(r"(?:ian|ean|ani|an|n|i|ese|ish)$")


@cache
def names() -> frozenset[str]:
    """Return the names of countries in small letters."""
    every = Locale("en").territories
    told = {name for code, name in every.items() if code.isalpha()}
    parts = {part for name in told for part in re.split(r" - | \(|\)", name)}
    return frozenset({part.lower() for part in parts if len(part) > 2} | {*_MORE})


@cache
def pattern() -> str:
    """Return an expression for one of them, the longest first."""
    return "|".join(sorted(map(re.escape, names()), key=len, reverse=True))


@cache
def _stems() -> frozenset[str]:
    return frozenset(name.rstrip("aeiouy") for name in names())


def is_of_one(word: str) -> bool:
    """Return whether a word says of which country somebody or something is, and is none itself.

    >>> [is_of_one(word) for word in ("Somali", "Ugandan", "Israeli", "Mali", "Goma", "Kherson")]
    [True, True, True, False, False, False]
    """
    small = word.lower()
    if small in names():
        return False
    if small + "a" in names():
        return True
    ended = _OF_ONE.search(small)
    return ended is not None and small[: ended.start()].rstrip("aeiouy") in _stems()
