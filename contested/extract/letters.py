"""A text in the letters that words are known by, each with where it stands in the text given.

A PDF has "fled" with one sign for its first two letters, and some texts have a letter and its
accent apart. Words are matched in NFKC; what is said of places in the text is of the text as it was
given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from contested.extract.candidate import Candidate, Place

# A sign with the marks upon it. Signs that NFKC makes other than letters of (² as 2, ½) stay: a
# note's raised number is none of the text's.
_SIGN = re.compile(r"[^\W\d_][\u0300-\u036f]*")


@dataclass(frozen=True)
class Letters:
    """A text in plain letters, and for each of them the place in the text given."""

    text: str
    places: Sequence[int]

    def placed(self, one: Candidate, given: str) -> Candidate:
        """Return a candidate of this text with its words and places as the given text has them."""

        def there(where: Place) -> Place:
            return self.places[where[0]], self.places[where[1]]

        start, end = there((one.start, one.end))
        because = {name: tuple(map(there, where)) for name, where in one.because.items()}
        sources, via = (
            tuple(given[slice(*where)] for where in because.get(name, ()))
            for name in ("sources", "via")
        )
        made = replace(one, words=given[start:end], start=start, end=end, because=because)
        return replace(made, sources=sources, via=via)


def letters(text: str) -> Letters:
    """Return a text with each letter in its usual form.

    >>> letters("Some 300 \ufb02ed").text, list(letters("\ufb02ed").places)
    ('Some 300 fled', [0, 0, 1, 2, 3])
    """
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return Letters(text, range(len(text) + 1))
    parts: list[str] = []
    places: list[int] = []
    last = 0
    for match in _SIGN.finditer(text):
        usual = unicodedata.normalize("NFKC", match[0])
        if usual == match[0] or not usual.isalpha():
            continue
        parts += [text[last : match.start()], usual]
        places += [*range(last, match.start()), *[match.start()] * len(usual)]
        last = match.end()
    return Letters("".join([*parts, text[last:]]), [*places, *range(last, len(text) + 1)])
