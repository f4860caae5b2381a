"""Words joined as in a sentence, and phrases for codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from babel.lists import format_list

from contested.words.language import LOCALE


def listed(words: Iterable[str], joint: Literal["and", "or"] = "and") -> str:
    """Return words joined as in a sentence.

    >>> listed(["a", "b", "c"]), listed(["a", "b"], "or")
    ('a, b and c', 'a or b')
    """
    return format_list(list(words), "standard" if joint == "and" else "or", LOCALE)


def capital(words: str) -> str:
    """Return words with the first letter raised, the others as they are.

    >>> capital("eight sources of the UN")
    'Eight sources of the UN'
    """
    return words[:1].upper() + words[1:]


#: Why nothing can be said of a ratio, in words, by the codes of compare.Ratio.
NO_RATIO = {
    "": "",
    "no_number": "one of them stated no number",
    "zero": "the reference is zero",
    "may_be_zero": "the reference may be zero",
    "no_ceiling": "neither has a ceiling, so any ratio is possible",
    "no_floor": "neither has a floor, so any ratio is possible",
    "open": "the bounds leave any ratio possible",
}
