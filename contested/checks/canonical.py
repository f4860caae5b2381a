"""A data folder in its canonical form: today's columns, one order, one quoting, one line end.

Two folders that say the same are the same bytes in this form, so that a difference between two
versions is a difference in what they say. A folder of the first form is brought over by it: its
places become rows of `places.csv`, its events get ids, its populations are the vocabulary's.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from contested import checks, spans
from contested.checks.rows import quoted
from contested.errors import BadData
from contested.tables import TABLES, Column

Made = TypeVar("Made")

_PUBLISHED = "(select published from raw.articles as a where a.id = r.article)"

#: How the rows of a file are ordered; files that are not named keep the order of their rows.
ORDER = {
    "conflicts": "id",
    "parties": "id",
    "stances": "conflict, party",
    "sources": "id",
    "places": "id",
    "articles": "published, id, line",
    "claims": f"{_PUBLISHED}, article, line",
    "breaks": "source, metric, population nulls first, date, conflict, subject",
    "events": "conflict, began, id",
    "scopes": "conflict, subject, place nulls last, since",
    "responses": f"claim, {_PUBLISHED}, response",
    "acknowledged": "rule, row",
}


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a data folder in its canonical form, by its name.

    Raises BadData with every error found: what does not pass has no form to be brought into.
    """
    return {f"{file}.csv": raw for file, raw in _of_each(folder, _file).items()}


def rows(folders: Path | Sequence[Path]) -> dict[str, list[dict[str, str]]]:
    """Return the rows of every file of data folders as canonical texts, an empty cell as "".

    Raises BadData with every error found.
    """
    return _of_each(folders, _rows)


def _of_each(
    folders: Path | Sequence[Path], made: Callable[[duckdb.DuckDBPyConnection, str], Made]
) -> dict[str, Made]:
    """Return what is made of each file of folders that pass; raises BadData where they do not."""
    with checks.memory(folders) as con:
        problems = checks.load(con, folders)
        if errors := [problem for problem in problems if problem.severity == "error"]:
            raise BadData(errors)
        return {file: made(con, file) for file in TABLES}


def _file(con: duckdb.DuckDBPyConnection, file: str) -> bytes:
    """Return one file's bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    columns = _columns(con, file)
    writer.writerow([column.name for column in columns])
    for part in _parts(con, file, columns):
        writer.writerows(part)
    return text.getvalue().encode()


def _rows(con: duckdb.DuckDBPyConnection, file: str) -> list[dict[str, str]]:
    """Return one file's rows, with all of its columns."""
    names = [column.name for column in TABLES[file]]
    parts = _parts(con, file, TABLES[file])
    return [dict(zip(names, row, strict=True)) for part in parts for row in part]


def _columns(con: duckdb.DuckDBPyConnection, file: str) -> tuple[Column, ...]:
    """Return the columns that a file is written with: an optional one where a row fills it."""
    optional = [column.name for column in TABLES[file] if column.optional]
    counts = "".join(f", count({quoted(name)})" for name in optional)
    filled = con.execute(f"select 0{counts} from raw.{file}").fetchone() or ()  # noqa: S608
    unfilled = {name for name, count in zip(optional, filled[1:], strict=True) if not count}
    return tuple(column for column in TABLES[file] if column.name not in unfilled)


def _parts(
    con: duckdb.DuckDBPyConnection, file: str, columns: tuple[Column, ...]
) -> Iterator[list[list[str]]]:
    """Yield one file's rows in their order, some at a time."""
    names = ", ".join(name for column in columns for name in _read(column))
    order = ORDER.get(file, "line")
    # The names are those of contested.tables and of ORDER, never what a file holds.
    cursor = con.execute(f"select {names} from raw.{file} as r order by {order}, line")  # noqa: S608
    while part := cursor.fetchmany(10_000):
        yield [list(_cells(columns, row)) for row in part]


def _read(column: Column) -> list[str]:
    name = quoted(column.name)
    return [f"{name}_from", f"{name}_precision"] if column.kind == "when" else [name]


def _cells(columns: tuple[Column, ...], row: tuple[Any, ...]) -> Iterator[str]:
    values = iter(row)
    for column in columns:
        value = next(values)
        if column.kind == "when":
            yield spans.text(value, next(values))
        else:
            yield "" if value is None else str(value)
