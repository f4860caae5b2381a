"""A data folder in its canonical form: today's columns, one order, one quoting, one line end.

Two folders that say the same are the same bytes in this form, so that a difference between two
versions is a difference in what they say. A folder of the first form is brought over by it: its
places become rows of `places.csv`, its events get ids, its populations are the vocabulary's.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from contested import checks, spans
from contested.checks.rows import quoted
from contested.errors import BadData
from contested.tables import TABLES, Column

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
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as raw")
        problems = checks.load(con, folder)
        if errors := [problem for problem in problems if problem.severity == "error"]:
            raise BadData(errors)
        return {f"{file}.csv": _file(con, file) for file in TABLES}


def _file(con: duckdb.DuckDBPyConnection, file: str) -> bytes:
    """Return one file's bytes."""
    columns = TABLES[file]
    names = ", ".join(name for column in columns for name in _read(column))
    order = ORDER.get(file, "line")
    # The names are those of contested.tables and of ORDER, never what a file holds.
    cursor = con.execute(f"select {names} from raw.{file} as r order by {order}, line")  # noqa: S608
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    while rows := cursor.fetchmany(10_000):
        writer.writerows(list(_cells(columns, row)) for row in rows)
    return text.getvalue().encode()


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
