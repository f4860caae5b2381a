"""A state of the data: the rows of every file as canonical texts, of a folder or of a database."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from contested import spans
from contested.build import connected
from contested.checks import canonical
from contested.engine import DuckDB, Engine
from contested.errors import BadData, ContestedError
from contested.folders import Folder, opened
from contested.rows import one_by_one
from contested.tables import TABLES
from contested.words import missing

#: A row of a file: its texts by column, "" for an empty cell.
Texts = Mapping[str, str]

#: What names a row of a file that has no ids.
KEYS: Mapping[str, tuple[str, ...]] = {
    "stances": ("conflict", "party"),
    "breaks": ("source", "metric", "population", "date", "conflict", "subject"),
    "scopes": ("conflict", "subject", "place", "since"),
    "responses": ("claim", "response", "article"),
    "acknowledged": ("rule", "row"),
}


class State(NamedTuple):
    """The data at one time: the rows of each file by what names them, and the columns known of it.

    `errors` is how many errors the checks find; then the rows are as they are written.
    """

    tables: Mapping[str, Mapping[str, Texts]]
    columns: Mapping[str, frozenset[str]]
    errors: int = 0

    def rows(self, table: str) -> Mapping[str, Texts]:
        """Return the rows of a file by what names them; none where nothing is known of it."""
        return self.tables.get(table, {})


def of_folders(folders: Sequence[Path]) -> State:
    """Return the state of data folders, of several as one.

    Those that do not pass their checks are compared as they are written. Raises ContestedError for
    what cannot be read at all.
    """
    errors = 0
    try:
        rows = canonical.rows(folders)
    except BadData as error:
        rows = {table: _written(folders, table) for table in TABLES}
        errors = sum(problem.severity == "error" for problem in error.problems)
    columns = {table: frozenset(column.name for column in TABLES[table]) for table in TABLES}
    return State({table: by_name(table, texts) for table, texts in rows.items()}, columns, errors)


def of_database(path: Path) -> State:
    """Return the state of a built database: what it holds of the folders that it was built from.

    It has no scopes, no other names of things and no acknowledged notices. Raises ContestedError
    for a file that is none.
    """
    try:
        con = connected(path)
    except Exception as error:
        # Whatever DuckDB says of a file that is not its own.
        raise ContestedError(
            f"{path} is no database of Contested; `contested build` makes one"
        ) from error
    try:
        return _built(DuckDB(con), path)
    finally:
        con.close()


def _built(engine: Engine, path: Path) -> State:
    there = engine.rows(
        "select table_name, column_name from information_schema.columns order by 1, 2"
    )
    known = {str(table): set(rows["column_name"]) for table, rows in there.groupby("table_name")}
    if "headline" not in known or "claim" not in known:
        raise ContestedError(f"{path} is no database of Contested; `contested build` makes one")
    tables, columns = {}, {}
    for table, (built, renamed) in _BUILT.items():
        # Only what the table holds: one that an earlier program built may lack a column.
        read = {
            column.name: stored
            for column in TABLES[table]
            if (stored := renamed.get(column.name, column.name)) is not None
            and stored.partition(" ")[0] in known.get(built, ())
        }
        # The names are those of contested.tables and of _BUILT, never what a file holds.
        rows = engine.rows(f"select * from {built}")  # noqa: S608
        columns[table] = frozenset(read)
        tables[table] = by_name(table, [_texts(row, read) for row in one_by_one(rows)])
    return State(tables, columns)


#: Of each file the table of schema.sql that holds its rows, and the columns that have other names
#: there: a date's first day and how fine it is, or None for what the table has not.
_BUILT: Mapping[str, tuple[str, Mapping[str, str | None]]] = {
    "conflicts": ("conflict", {}),
    "parties": ("party", {}),
    "stances": ("stance", {}),
    "sources": ("source", {}),
    "metrics": ("metric", {}),
    "populations": ("population", {}),
    "places": ("place", {}),
    "articles": ("article", {"published": "published_from published_precision"}),
    "claims": (
        "claim",
        {
            "sources": "source",
            "since": "since since_precision",
            "as_of": "as_of_from as_of_precision",
            "place": "place_id",
        },
    ),
    "breaks": ("series_break", {}),
    "events": ("event", {"began": "began began_precision", "ended": None, "url": None}),
    "responses": ("response", {}),
}


def _texts(row: Mapping[str, Any], read: Mapping[str, str]) -> Texts:
    """Return a row of a built table as a file's texts."""
    texts = {}
    for name, text in read.items():
        first, _, precision = text.partition(" ")
        value = row[first]
        if missing(value):
            texts[name] = ""
        elif isinstance(value, pd.Timestamp):
            texts[name] = spans.text(value.date(), str(row[precision]) if precision else "day")
        else:
            texts[name] = str(value)
    return texts


def _written(folders: Sequence[Path], table: str) -> list[dict[str, str]]:
    """Return a table's rows as they are written, whatever is wrong with them."""
    names = [column.name for column in TABLES[table]]
    rows = []
    for folder in folders:
        path = Folder(folder).file(table)
        try:
            with opened(path) as stream:
                texts = texts_of(stream.read())
            rows += [{name: (row.get(name) or "").strip() for name in names} for row in texts]
        except FileNotFoundError:
            continue
        except OSError as error:
            raise ContestedError(f"{path} cannot be read: {error.strerror}") from error
        except csv.Error as error:
            raise ContestedError(f"{path} cannot be read as CSV: {error}") from error
    return rows


def texts_of(content: bytes) -> list[dict[str, str]]:
    """Return the rows of a file's bytes as texts; raises csv.Error for what is no CSV."""
    text = content.decode("utf-8-sig", errors="replace")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def by_name(table: str, rows: Iterable[Texts]) -> dict[str, Texts]:
    """Return rows by their ids, or by what names them; a name that stands twice is numbered."""
    named: dict[str, Texts] = {}
    for row in rows:
        parts = [row.get(word) or "" for word in KEYS.get(table, ("id",))]
        name = " ".join(filter(None, parts))
        number = 2
        while name in named:
            name = f"{name.removesuffix(f' ({number - 1})')} ({number})"
            number += 1
        named[name] = row
    return named
