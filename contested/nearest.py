"""What was perhaps meant: the words most like one that names nothing."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

#: How alike two words must be, of 100: the letters that they share in order, of all their letters.
ALIKE = 60


def nearest(text: str, known: Iterable[str], most: int = 1, alike: int = ALIKE) -> list[str]:
    """Return the known words most like a text, the likest first; none where none is like it.

    Capitals count only where a word is nearer with them.

    >>> nearest("at_lest", ["at_least", "exact"]), nearest("KILED", ["killed"])
    (['at_least'], ['killed'])
    >>> nearest("zzz", ["at_least", "exact"])
    []
    """
    words = sorted(set(known), reverse=True)  # of words that are as like, the last is taken
    for one in (text, text.lower()):
        like = process.extract(one, words, scorer=fuzz.ratio, limit=most, score_cutoff=alike)
        if like:
            return [word for word, _, _ in like]
    return []
