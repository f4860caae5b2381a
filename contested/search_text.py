"""A text as a search reads it, for what is looked through and for what is looked for.

The build stores it (schema.sql calls `searchable`) and a query is asked with `patterns` of it, so
that both are read by the same function and whatever a title holds can be found by typing it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

#: The most words of a text that are searched for.
MOST_WORDS = 40

# Marks between the digits of one number: a comma anywhere (1,00,000), others before three digits.
_THOUSANDS = re.compile(r"[,٬，'’\u00a0\u2009\u202f](?<=\d.)(?=\d)(?:(?<=[,٬，])|(?=\d{3}(?!\d)))")

_SPACES = re.compile("  +")

# A fraction that is one sign is a word of its own: 2½ is 2 and ½.
_FRACTIONS = re.compile("(?=[¼-¾⅐-⅞↉])")
_SLASH = "\N{FRACTION SLASH}"

# Scripts written without spaces: what is looked for may begin inside what stands between two. In
# these and in Hangul a number is a word of its own beside the letters that it touches (4,700명).
_LETTERS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_UNSPACED = re.compile(f"[{_LETTERS}]")
_BESIDE = f"[{_LETTERS}\uac00-\ud7af]"
_COUNTED = re.compile(rf"(?<=\d)(?={_BESIDE})|(?<={_BESIDE})(?=\d)")

# Classes of marks that are part of a letter (vowel signs, the voicing of kana, a virama); of other
# classes are accents, points and the like, which a search sets aside.
_PART_OF_A_LETTER = {0, 8, 9}

# Letters that Unicode does not take apart, as people type them who lack them.
_TYPED = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ʼ": " ", _SLASH: _SLASH, "\n": "\n"}


class _Letters(dict[int, str]):
    """What each character of a text that was taken apart becomes, worked out once a character."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = read = _TYPED.get(letter) or _read(letter)
        return read


def _read(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Nd":
        return str(unicodedata.decimal(letter))
    if kind in ("Mn", "Mc"):
        part = unicodedata.combining(letter) in _PART_OF_A_LETTER
        return letter if part and not unicodedata.name(letter, "").startswith("VARIATION") else ""
    if kind in ("Me", "Cf"):
        return ""
    return letter if kind[0] in "LN" else " "


_letters = _Letters()

# Nearly all of a large folder is ASCII, which is read by the same table ten times as fast.
_ASCII = "".join(_letters[code] for code in range(128)).lower().encode().ljust(256)


def searchable(text: str) -> str:
    """Return a text's letters and digits in small letters, a space around every word.

    Accents, points and thousands marks are set aside, digits of any script are 0 to 9, and two ways
    to encode one letter are one. Vowel signs stay: they tell words apart.

    >>> searchable("  Séoul’s 4,700 (50%), ४७०० सैनिक, 2½")
    ' seoul s 4700 50 4700 सैनिक 2 1⁄2 '
    """
    return " ".join(["", *_plain(text).split(), ""])


def searchable_texts(texts: Sequence[str]) -> list[str]:
    """Return many texts as `searchable` does each, read as one: several times as fast.

    >>> searchable_texts(["Séoul", "4,700"])
    [' seoul ', ' 4700 ']
    """
    read = _SPACES.sub(" ", _plain(" \n ".join(["", *texts, ""]))).split("\n")[1:-1]
    return read if len(read) == len(texts) else [searchable(text) for text in texts]


def _plain(text: str) -> str:
    """Return a text with each character read, and what is no part of a word a space."""
    text = _THOUSANDS.sub("", text)
    if text.isascii():
        return text.encode().translate(_ASCII).decode()
    text = unicodedata.normalize("NFKD", _FRACTIONS.sub(" ", text)).casefold()
    # What a folded letter is made of is known only now (ΐ, ŉ).
    letters = unicodedata.normalize("NFKD", text).translate(_letters)
    return _COUNTED.sub(" ", unicodedata.normalize("NFC", letters))


def patterns(text: str) -> list[str]:
    """Return the like-patterns of a text's words, as `searchable` reads them.

    >>> patterns("Séoul 4,700 portraits 北朝鮮")
    ['% seoul%', '% 4700 %', '% portrait%', '%北朝鮮%']
    """
    return [pattern(word) for word in searchable(text).split()[:MOST_WORDS]]


def pattern(word: str) -> str:
    """Return the like-pattern of one word that `searchable` gave.

    A number is matched whole, a word from its start and without its last s, so that a plural finds
    a singular; in a script without spaces a word is matched wherever it stands.
    """
    if word.replace(_SLASH, "").isdecimal():
        return f"% {word} %"
    return f"%{word}%" if _UNSPACED.search(word) else f"% {stem(word)}%"


def holds(text: str, wanted: str) -> bool:
    """Return whether a text holds every word of what is wanted, as a search in the data would.

    >>> holds("Soldats nord-coréens", "COREENS soldat"), holds("4700", "470")
    (True, False)
    """
    within = searchable(text)
    return all(pattern.strip("%") in within for pattern in patterns(wanted))


# Endings of Ukrainian, Russian and Bulgarian, which say what a word does in its sentence.
_ENDING = re.compile("(?<=[\u0400-\u04ff]{4})[аеийіоуыьюяїхмв]{1,2}$")


def stem(word: str) -> str:
    """Return a word without the s of a plural, or the ending of a Cyrillic word.

    >>> stem("soldiers"), stem("loss"), stem("nis")
    ('soldier', 'loss', 'nis')
    >>> stem("россии"), stem("россия"), stem("корею"), stem("газа")
    ('росс', 'росс', 'коре', 'газа')
    """
    if len(word) > 4 and word[-1] == "s" != word[-2]:
        return word[:-1]
    return _ENDING.sub("", word) if len(word) > 4 else word
