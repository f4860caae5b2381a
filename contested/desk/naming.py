"""What a draft's cell stands for in a folder: what it is the name of, and whether it passes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from contested.checks.cells import fault, limit_fault
from contested.desk.draft import NEW_EVENT
from contested.errors import hint
from contested.extract import numbers, numerals
from contested.extract.grammar.countries import DIVISIONS
from contested.extract.grammar.dated import dated
from contested.importers.names import NAMED, Names, plain, slug
from contested.importers.plan import Rows, read
from contested.nearest import nearest
from contested.tables import INDEPENDENT, TABLES, Column
from contested.vocabulary import SOURCE_KINDS

#: The cells that name a row of a file.
_FILES = {
    "conflict": "conflicts", "subject": "parties", "metric": "metrics", "place": "places",
    "population": "populations", "event": "events", "sources": "sources", "via": "sources",
    "supersedes": "claims", "same_as": "claims",
}  # fmt: skip

#: What a row of a file is to who enters claims.
_CALLED = {
    "conflicts": "war", "parties": "party", "metrics": "metric", "populations": "population",
    "events": "event", "sources": "source", "claims": "claim",
}  # fmt: skip

#: So many ids are worth choosing from.
_MOST_LIKE = 4

#: Words of so many names that one alone likens nothing.
_EVERYWHERE = frozenset({*DIVISIONS, "war", "city", "town", "village", "and", "the"})

_COLUMNS = {column.name: column for column in TABLES["claims"]}


class Choice(NamedTuple):
    """A value that would pass, and the name that it is of; a word is its own."""

    value: str
    name: str = ""


class Named(NamedTuple):
    """What a cell stands for, in words, and what would pass where it does not; "" where neither.

    `choices` are what would pass, the likeliest first. `new` says that a row of another file
    comes with it.
    """

    words: str
    fault: str
    choices: tuple[Choice, ...] = ()
    new: bool = False


class Naming:
    """What drafts' cells stand for in a folder as it is now: each of its files is read once.

    `event` is what an event is called that comes with the article; `parties` are the ids of the
    parties that do, by their names.
    """

    def __init__(
        self, folder: Path, event: str = "", parties: Mapping[str, str] | None = None
    ) -> None:
        self._folder, self._event, self._parties = folder, event, dict(parties or {})
        self._read: dict[str, tuple[Rows, Names]] = {}
        self._sources: dict[str, set[str]] = {}
        self._said: dict[tuple[str, str, str], Named] = {}

    def named(self, cell: str, value: str, conflict: str = "") -> Named:
        """Return what a value of a cell stands for in the folder's files, said of a conflict."""
        asked = cell, value, conflict
        if asked not in self._said:
            self._said[asked] = self._named(*asked)
        return self._said[asked]

    def _named(self, cell: str, value: str, conflict: str) -> Named:
        if not value or (cell == "event" and value in (NEW_EVENT, self._event)):
            return Named("", "")
        if cell not in _FILES:
            column = _COLUMNS.get(cell)
            wrong = column and (fault(column, value) or limit_fault(column, value))
            if not column or not wrong:
                return Named("", "")
            passing = tuple(map(Choice, _passing(column, value)))
            return Named("", f"{cell} is {value!r}; {wrong}", passing)
        table = _FILES[cell]
        rows, names = self._of(table)
        by_id = {row["id"]: row for row in rows}
        parties = self._of("parties")[0] if table == "sources" else []
        parts = value.split(" + ") if table == "sources" else [value]
        known, wrong, new = [], "", False
        choices: tuple[Choice, ...] = ()
        for part in parts:
            id = names.meant(part, self._speaking(table, conflict))
            if id:
                # A side that speaks for itself bears the name of its source.
                others = [one for one in parties if one["id"] != by_id[id].get("affiliation")]
                if table != "claims":
                    known.append(_words(by_id[id], part, [*rows, *others]))
            elif self._comes(cell, part):
                near = [row for row in rows if table == "places" and row["conflict"] == conflict]
                new, choices = True, tuple(_like(part, near) or _spelt(part, near))
                wrong = wrong or self._fault_of_new(cell, part, names)
            else:
                speaking = self._speaking(table, conflict)
                near = [row for row in rows if speaking is None or row["id"] in speaking]
                choices = tuple(_like(part, near) or _spelt(part, near))
                told = f"the folder knows no such {_CALLED[table]}; {_hint(part, near)}"
                of_new = "; a new one is written Name (kind; whose)" if table == "sources" else ""
                wrong = f"{cell} is {part!r}; {told}{of_new}"
        return Named("; ".join(filter(None, known)), wrong, choices, new)

    def _comes(self, cell: str, name: str) -> bool:
        """Return whether the row that an unknown name needs can come with the claim."""
        if cell == "subject":
            return name in self._parties
        return cell == "place" or (cell in ("sources", "via") and bool(NAMED.fullmatch(name)))

    def _fault_of_new(self, cell: str, said: str, names: Names) -> str:
        """Return why a new name cannot come with its claim, "" where it can."""
        match = NAMED.fullmatch(said) if _FILES[cell] == "sources" else None
        name = match["name"] if match else said
        if not slug(name):
            return f"{cell} is {name!r}; write it in Latin letters too, of which its id is made"
        if near := names.near(name):
            there = self.name(cell, near)
            return f"{cell} is {name!r}; that is nearly {there!r}: choose it, or use another name"
        if not match:
            return ""
        kind, whose = match["kind"], match["affiliation"]
        if kind not in SOURCE_KINDS:
            return f"{cell} is of the kind {kind!r}; {hint(kind, SOURCE_KINDS)}"
        parties = {row["id"] for row in self._of("parties")[0]} | {*self._parties.values()}
        if whose not in (INDEPENDENT, *parties):
            return f"{cell} is of {whose!r}; the folder knows no such party; {hint(whose, parties)}"
        return ""

    def name(self, cell: str, id: str) -> str:
        """Return the name of the row that a cell's id is of, and what is no id as it is."""
        table = _FILES.get(cell)
        rows = self._of(table)[0] if table else []
        return next((_name(row) for row in rows if row["id"] == id), id)

    def known(self, cell: str, value: str, conflict: str = "") -> bool:
        """Return whether a row of the folder bears a name."""
        table = _FILES[cell]
        return bool(self._of(table)[1].meant(value, self._speaking(table, conflict)))

    def ids(self, cell: str, value: str, conflict: str = "") -> str:
        """Return a cell with the ids that its names stand for; what stands for none stays."""
        if cell not in _FILES or not value:
            return value
        table = _FILES[cell]
        names, among = self._of(table)[1], self._speaking(table, conflict)
        parts = value.split(" + ") if table == "sources" else [value]
        come = self._parties if cell == "subject" else {}
        return " + ".join(
            names.meant(part.strip(), among) or come.get(part, part) for part in parts
        )

    def _speaking(self, table: str, conflict: str) -> set[str] | None:
        """Return the sources that speak of a conflict; None where none is given."""
        if table != "sources" or not conflict:
            return None
        if conflict not in self._sources:
            claims = read(self._folder, "claims")
            self._sources[conflict] = {
                id
                for claim in claims
                if claim["conflict"] == conflict
                for id in (*claim["sources"].split(";"), *claim["via"].split(";"))
            }
        return self._sources[conflict]

    def _of(self, table: str) -> tuple[Rows, Names]:
        if table not in self._read:
            rows = read(self._folder, table)
            self._read[table] = rows, Names(table, rows)
        return self._read[table]


def _words(row: Mapping[str, str], said: str, rows: Rows) -> str:
    """Return a row's name, and which others bear the name that was said."""
    name = _name(row)
    others = [
        one
        for one in rows
        if one is not row
        and _name(one) != name
        and plain(said) in {plain(one["id"]), *map(plain, _called(one)), plain(_name(one))}
    ]
    told = f"{row['id']}: {name}"
    if not others:
        return told if plain(name) != plain(row["id"]) else ""
    also = ", ".join(f"{_name(one)} is called {said} too" for one in others)
    return f"{told} (ambiguous: {also})"


def _name(row: Mapping[str, str]) -> str:
    return row.get("name") or row.get("label") or row["id"]


def _called(row: Mapping[str, str]) -> list[str]:
    return [one for one in (row.get("short", ""), *row.get("names", "").split(";")) if one]


def _hint(said: str, rows: Rows) -> str:
    """Return which ids may be meant: those whose name holds a word of it, else the nearest."""
    like = _like(said, rows)
    if like:
        return f"did you mean {' or '.join(map(_told, like))}?"
    ids = [row["id"] for row in rows]
    return hint(said, ids) if nearest(said, ids) else "choose one that is there"


def _told(one: Choice) -> str:
    """Return an id with the name that it is of, where it says more."""
    return f"{one.value!r}" + (f" ({one.name})" if plain(one.name) != plain(one.value) else "")


def _spelt(said: str, rows: Rows) -> list[Choice]:
    """Return rows whose names are spelt nearly so, as one name is out of another script."""
    by_name = {_name(row): row["id"] for row in rows if _name(row)[:1] == said[:1]}
    return [Choice(by_name[name], name) for name in nearest(said, by_name, most=2)]


def _like(said: str, rows: Rows) -> list[Choice]:
    """Return rows whose names hold a word of what was said, where they are few."""
    words = {word for word in plain(said).split() if len(word) > 2} - _EVERYWHERE
    like = [
        Choice(row["id"], _name(row))
        for row in rows
        if words
        & set(plain(" ".join([row["id"], _name(row), row.get("noun", ""), *_called(row)])).split())
    ]
    return like if len(like) <= _MOST_LIKE else []


def _passing(column: Column, value: str) -> list[str]:
    """Return what a value was perhaps meant as: a word like it, its digits, its day."""
    if column.words:
        return nearest(value, column.words)
    if column.kind == "integer":
        read = [one for one in numbers(value) if one.values]
        return [str(read[0].values[0])] if len(read) == 1 else []
    days = dated(value, numerals.plain(value), "en", date.today())
    return [days[0].as_of] if len(days) == 1 and column.kind in ("when", "date") else []
