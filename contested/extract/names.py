"""The names that a data folder gives its parties, places, sources, metrics and populations."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import NamedTuple

from contested.folders import Folder, opened, several

#: A word of a name or of a text: letters and digits, with what joins them; an Arabic article is a
#: word of its own, as "El Fasher" is written "el-Fasher" too.
_WORD = re.compile(r"(?:el|al|ad|ar|as|ash|az|an)(?=-[^\W_])|[^\W_]+(?:['’.-][^\W_]+)*", re.I)

_INITIALS = re.compile(r"\w(?:\.\w)+\.?")

#: The tables whose rows have names, and the columns that hold one.
_NAMED = {
    "parties": ("name",),
    "places": ("name",),
    "sources": ("name", "short"),
    "metrics": ("label",),
    "populations": ("label", "noun"),
}

#: A name with fewer letters is none by itself: "IS" stands in every English text.
_SHORTEST = 3


#: What stands before a person's name and is no part of it.
_OFFICES = re.compile(
    "president|prime|deputy|vice|minister|foreign|defen[cs]e|chief|general|lieutenant|major|gen|lt"
    "|col|colonel|brigadier|admiral|captain|dr|mr|mrs|ms|prof|senator|governor|mayor"
    "|spokes(?:man|woman|person)|the"
)


_LINKS = frozenset({"of", "the", "and", "for"})
_OF_A_COUNTRY = re.compile(r"(?<=\w{3})an$")


def same_words(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words of a name in an order that is always the same, without what joins them.

    A country and what is of it are one word: Korea, Korean.

    >>> same_words(("staff", "of", "korea")) == same_words(("korean", "staff"))
    True
    """
    return tuple(sorted(_OF_A_COUNTRY.sub("a", word) for word in words if word not in _LINKS))


class Named(NamedTuple):
    """A name met in a text: where it stands, and the id of the row that bears it."""

    start: int
    end: int
    id: str


class _Name(NamedTuple):
    words: tuple[str, ...]
    id: str
    derived: bool = False  # Part of a name that the row bears: what bears it whole goes first.

    @property
    def long(self) -> bool:
        """Whether it is a name wherever it stands, and not only as the whole of what is asked."""
        letters = "".join(self.words)
        return len(letters) >= _SHORTEST or not letters.isascii()


@dataclass(frozen=True)
class Names:
    """The names of a data folder's rows, by table and by their first word; empty without one."""

    by_table: dict[str, dict[str, list[_Name]]] = field(default_factory=dict)
    ids: dict[str, frozenset[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.ids)

    def met(self, table: str, text: str) -> Iterator[Named]:
        """Yield the names of a table that a text holds, in order, the longest at each place.

        >>> names = Names.of_rows({"parties": [{"id": "sweden", "name": "Sweden", "names": ""}]})
        >>> list(names.met("parties", "In Sweden"))
        [Named(start=3, end=9, id='sweden')]
        """
        index = self.by_table.get(table)
        if not index:
            return
        tokens = [(_bare(match[0].casefold()), *match.span()) for match in _WORD.finditer(text)]
        place = 0
        while place < len(tokens):
            for name in index.get(tokens[place][0], ()):
                following = tokens[place : place + len(name.words)]
                if name.long and tuple(word for word, _, _ in following) == name.words:
                    yield Named(tokens[place][1], following[-1][2], self._one(table, name.words))
                    place += len(name.words) - 1
                    break
            place += 1

    def id(self, table: str, name: str) -> str:
        """Return the id of the row of a table that bears a name, "" where none or several do.

        The words of a name may stand in another order, and a person's office before it.

        >>> rows = [{"id": "army", "name": "General Staff (Norway)", "names": ""}]
        >>> Names.of_rows({"sources": rows}).id("sources", "Norway's General Staff")
        'army'
        """
        words = _words(name)
        if len(words) > 1 and words[0] == "a" and words[1].startswith("spokes"):
            words = words[1:]  # whoever speaks for an institution; "a minister" is a man
        if id := self._one(table, words) or self._in_other_words(table, words):
            return id
        # What is called so goes before an id.
        index = self.by_table.get(table, {}).get(words[0] if words else "", ())
        id = "-".join(words)
        borne = any(one.words == words for one in index)
        return id if id in self.ids.get(table, ()) and not borne else ""

    def _in_other_words(self, table: str, words: tuple[str, ...]) -> str:
        index = self.by_table.get(table, {})
        while words:
            own = same_words(words)
            bearing = {
                one.id for named in index.values() for one in named if same_words(one.words) == own
            }
            if bearing or not _OFFICES.fullmatch(words[0]):
                return bearing.pop() if len(bearing) == 1 else ""
            words = words[1:]
        return ""

    def _one(self, table: str, words: tuple[str, ...]) -> str:
        index = self.by_table.get(table, {}).get(words[0] if words else "", ())
        bearing = [one for one in index if one.words == words]
        whole = {one.id for one in bearing if not one.derived} or {one.id for one in bearing}
        return whole.pop() if len(whole) == 1 else ""

    @classmethod
    def of(cls, folders: Path | Sequence[Path]) -> Names:
        """Return the names of a data folder, or of several; a file that cannot be read has none."""
        rows: dict[str, list[dict[str, str]]] = {table: [] for table in _NAMED}
        for path in several(folders):
            for table, into in rows.items():
                into += _rows(Folder(path).file(table))
        return cls.of_rows(rows)

    @classmethod
    def of_rows(cls, tables: dict[str, list[dict[str, str]]]) -> Names:
        """Return the names of rows as the files of a data folder hold them, by table."""
        by_table: dict[str, dict[str, list[_Name]]] = {}
        for table, rows in tables.items():
            index: dict[str, list[_Name]] = {}
            bracketed = {row.get("id"): set(_bracketed(row)) for row in rows}
            for row in rows:
                # "Ann Moor (OCHA)" is of OCHA, and is not what "OCHA" means.
                whole = bracketed.get(row.get("part_of"), set()) if table == "sources" else set()
                for name, derived in _names(table, row):
                    if derived and name in whole:
                        continue
                    words = _words(name)
                    if words:
                        one = _Name(words, row.get("id") or "", derived)
                        index.setdefault(words[0], []).append(one)
            for named in index.values():
                named.sort(key=lambda one: -len(one.words))
            by_table[table] = index
        ids = {
            table: frozenset(row.get("id") or "" for row in rows) for table, rows in tables.items()
        }
        return cls(by_table, ids)


def _bare(word: str) -> str:
    """Return a word without the ending that makes it an owner (Israel's), and U.N. as UN."""
    word = re.sub(r"['’]s?$", "", word)
    return word.replace(".", "") if _INITIALS.fullmatch(word) else word


def _words(name: str) -> tuple[str, ...]:
    words = tuple(_bare(match[0].casefold()) for match in _WORD.finditer(name))
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def _names(table: str, row: dict[str, str]) -> Iterator[tuple[str, bool]]:
    """Yield the names of a row, each with whether it is but a part of what the row bears."""
    for column in _NAMED[table]:
        name = row.get(column) or ""
        yield name, False
        # "National Intelligence Service (South Korea)": without what tells it from others.
        first = re.split(r"[(),]", name)[0]
        if first != name:
            yield first, True
        if table == "sources":
            for part in _bracketed(row, column):
                yield part, True
    people = row.get("people") or ""
    if table == "parties" and people.endswith(" {people}"):
        of = people.removesuffix(" {people}")
        yield of, False
        yield f"{of}s", True
    for name in (row.get("names") or "").split(";"):
        yield name, False


def _bracketed(row: dict[str, str], column: str = "name") -> list[str]:
    """Return the short names that stand in brackets behind a longer one."""
    return re.findall(r"\(([A-Z][A-Za-z-]{2,})\)", row.get(column) or "")


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with TextIOWrapper(
            opened(path), encoding="utf-8-sig", errors="replace", newline=""
        ) as file:
            return list(csv.DictReader(file))
    except (OSError, csv.Error):
        return []
