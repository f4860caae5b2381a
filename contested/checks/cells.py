"""What passes in one cell of a data folder, as a pattern, and what to say of a cell that does not.

Each kind of column has one pattern, written so that DuckDB's engine (RE2) and Python's read it
alike. DuckDB matches the texts, ids and addresses of a whole row at once, over every row of a file,
and checks numbers, dates and words by their values; Python runs each pattern again over the few
rows that fail, to find which cell it is and to say what would pass.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from contested.errors import hint
from contested.tables import Column

#: Kinds of columns that hold what other rows are named by: they pass when there is such a row, and
#: have no pattern.
REFERENCES = ("ref", "refs")

#: The longest id.
ID_LENGTH = 80

#: The largest number.
LARGEST = 999_999_999_999

#: The first day that a date may name; the last is tomorrow, for readers east of the clock.
#: That bound only moves on, so what a build let through passes ever after.
FIRST_DAY = date(1900, 1, 1)

#: Hosts that hide where a link goes, and die.
SHORTENERS = (
    *(
        "bit.ly",
        "t.co",
        "tinyurl.com",
        "goo.gl",
        "ow.ly",
        "buff.ly",
        "is.gd",
        "v.gd",
        "shorturl.at",
    ),
    *("lnkd.in", "dlvr.it", "trib.al", "fb.me", "rb.gy", "cutt.ly", "t.ly", "j.mp", "rebrand.ly"),
    *("ift.tt", "shar.es", "amzn.to", "reut.rs", "nyti.ms", "wapo.st", "bbc.in", "cnn.it"),
    *("on.wsj.com", "apne.ws"),
)

# Control characters, characters that reorder or hide text (overrides, embeddings, isolates,
# zero-width space and word joiner, byte order mark), the mark of a lost character, and two codes
# that are no character: no XML may hold them, neither a feed nor a picture. Letters of
# right-to-left scripts, their direction marks and the joiners that some scripts need all pass.
_UNSEEN = (
    r"\x00-\x1f\x7f-"
    "\x9f\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffd-\uffff"
)
_SPACES = " \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"

_TEXT = f"[^{_UNSEEN}{_SPACES}](?:[^{_UNSEEN}]*[^{_UNSEEN}{_SPACES}])?"
# Ids are joined by hyphens; those of metrics are words of a vocabulary, joined by underscores as
# the words of the closed ones are (at_least, aid_workers).
_SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*|[a-z0-9]+(?:_[a-z0-9]+)*"
# Texts joined by ";", none of them empty.
_NAME = f"[^{_UNSEEN}{_SPACES};](?:[^{_UNSEEN};]*[^{_UNSEEN}{_SPACES};])?"
_HOST = rf"[^{_UNSEEN}{_SPACES}/?#@:\"<>\\.]+(?:\.[^{_UNSEEN}{_SPACES}/?#@:\"<>\\.]+)+"
_DAY = "(?:19|20)[0-9][0-9]-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"

#: What a date may be that is no day: a month, a quarter or a year.
SPAN = "(?:19|20)[0-9][0-9](?:-(?:0[1-9]|1[0-2])|-Q[1-4])?"

_PATTERNS = {
    "text": _TEXT,
    "id": _SLUG,
    "integer": "0|[1-9][0-9]{0,11}",
    "date": _DAY,
    "when": f"{_DAY}|{SPAN}",
    "names": f"{_NAME}(?:;{_NAME})*",
    "url": rf"https?://{_HOST}(?::[0-9]+)?(?:[/?#][^{_UNSEEN}{_SPACES}\"<>\\]*)?",
}
_SHORTENED = re.compile(
    rf"https?://(?:www\.)?(?:{'|'.join(map(re.escape, SHORTENERS))})(?:[/?#:]|$)", re.IGNORECASE
)


def pattern(column: Column) -> str:
    """Return the pattern that a cell of this column matches from end to end.

    >>> from contested.tables import Column
    >>> pattern(Column("id", "id", required=True))
    '[a-z0-9]+(?:-[a-z0-9]+)*|[a-z0-9]+(?:_[a-z0-9]+)*'
    """
    if column.kind == "word":
        passes = "|".join(map(re.escape, column.words))
    else:
        passes = _PATTERNS[column.kind]
    return passes if column.required and column.kind != "word" else f"(?:{passes}{_none(column)})"


def row_pattern(columns: Sequence[Column]) -> str:
    """Return the pattern of these cells of a row together, with a line break between two."""
    return "\n".join(f"(?:{pattern(column)})" for column in columns)


def shortened_pattern() -> str:
    """Return the pattern that the beginning of a shortened link matches."""
    return f"(?i)^{_SHORTENED.pattern}"


def fault(column: Column, value: str) -> str | None:
    """Return what would pass instead of a cell's value, or None when it passes.

    >>> from contested.tables import Column
    >>> fault(Column("low", "integer"), "4,700")
    'write whole numbers with digits only, as 4700'
    >>> fault(Column("as_of", "date", True), "2025-02-30")
    'there is no such day; write a date as 2025-08-22'
    >>> fault(Column("stated"), "some 600") is None
    True
    """
    if not value:
        return _wanted(column) if column.required else None
    if column.kind in REFERENCES:
        return None
    unseen = re.search(f"[{_UNSEEN}]", value)
    if unseen:
        return _unseen(unseen[0])
    if re.match(f"[{_SPACES}]|.*[{_SPACES}]$", value):
        return f"take the space away at its ends, to give {value.strip()!r}"
    if column.kind == "date":
        return _day_fault(value)
    if column.kind == "when":
        return _when_fault(value)
    if column.kind == "id" and len(value) > ID_LENGTH:
        return f"it is {len(value)} characters long; an id takes at most {ID_LENGTH}"
    if column.kind == "url" and (short := _SHORTENED.match(value)):
        host = short[0].split("//")[1].rstrip("/?#:")
        return f"{host} shortens links; give the address that it leads to"
    if _compiled(pattern(column)).fullmatch(value):
        return None
    if column.kind == "integer":
        return _integer_fault(value)
    if column.kind == "word":
        return hint(value, column.words)
    if column.kind == "id":
        return _slug_fault(value)
    if column.kind == "names":
        return 'join several with ";" and no spaces around it, as DPRK;North Korea'
    return "write a whole address, as https://example.org/page"


def limit_fault(column: Column, value: str) -> str | None:
    """Return what would pass a column's own length, pattern or largest number, or None.

    >>> limit_fault(Column("short", length=28), "Ministry of Health in the Gaza Strip")
    'it is 36 characters long; short takes at most 28'
    >>> limit_fault(Column("level", "integer", most=99), "100")
    'level is at most 99'
    """
    if not value or fault(column, value):
        return None
    if column.length and len(value) > column.length:
        return f"it is {len(value)} characters long; {column.name} takes at most {column.length}"
    if column.pattern and not _compiled(column.pattern).fullmatch(value):
        return f"{column.name} has the form of {column.form}"
    if column.most and int(value) > column.most:
        return f"{column.name} is at most {column.most}"
    return None


def _none(column: Column) -> str:
    return "" if column.required else "|"


@cache
def _compiled(passes: str) -> re.Pattern[str]:
    return re.compile(passes)


def _wanted(column: Column) -> str:
    """Say what a required column takes."""
    what = {
        "id": "an id such as nyt-2025-08-22-north-korea-honors",
        "date": "a date such as 2025-08-22",
        "when": "a date such as 2025-08-22, 2025-08, 2025-Q3 or 2025",
        "url": "an address such as https://example.org/page",
        "word": hint("", column.words, most=len(column.words)),
        "ref": f"an id of {column.file}.csv",
        "refs": f'ids of {column.file}.csv, joined by ";"',
    }
    return f"it must be filled; {what.get(column.kind, 'it takes a text')}"


def _unseen(character: str) -> str:
    """Name a character that does not show, by its code point."""
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "a control character")
    known = {"\n": "a line break", "\r": "a carriage return", "\t": "a tab"}
    return f"take out {code} ({known.get(character, name)}), which a reader cannot see"


def _integer_fault(value: str) -> str:
    digits = re.sub(r"[,.' \u00a0\u202f_]", "", value)
    grouped = re.fullmatch(r"[0-9]{1,3}(?:[,.' \u00a0\u202f_][0-9]{3})+", value)
    if grouped:
        return f"write whole numbers with digits only, as {digits}"
    if whole := re.fullmatch(r"([1-9][0-9]{0,11})[.,]0+", value):
        return f"write whole numbers with digits only, as {whole[1]}"
    if value.startswith("-"):
        return "a number of people or things is not negative"
    if re.fullmatch("0+[0-9]+", value):
        return f"write it without leading zeros, as {int(value)}"
    if re.fullmatch("[0-9]+", value):
        return "it is too large; a number takes at most 12 digits"
    return "write whole numbers with digits only, as 4700"


def last_day() -> date:
    """Return the last day that a date may name: tomorrow, which it already is somewhere."""
    return date.today() + timedelta(days=1)


def _day_fault(value: str) -> str | None:
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return "write a date as 2025-08-22"
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return "there is no such day; write a date as 2025-08-22"
    last = last_day()
    if not FIRST_DAY <= day <= last:
        return f"a date lies between {FIRST_DAY} and {last}"
    return None


def _when_fault(value: str) -> str | None:
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return _day_fault(value)
    if not re.fullmatch("[0-9]{4}(?:-(?:0[1-9]|1[0-2])|-Q[1-4])?", value):
        return (
            "write a date as 2025-08-22, a month as 2025-08, a quarter as 2025-Q3, a year as 2025"
        )
    last = last_day()
    month = int(value[5:]) if value[5:].isdigit() else 3 * int(value[6:] or "1") - 2
    if not FIRST_DAY <= date(max(1, int(value[:4])), month, 1) <= last:
        return f"a date lies between {FIRST_DAY} and {last}"
    return None


def _slug_fault(value: str) -> str:
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    slug = re.sub("[^a-z0-9]+", "-", plain).strip("-")[:ID_LENGTH]
    what = "an id takes small letters, digits and single hyphens"
    return f"{what}, as {slug!r}" if slug else what
