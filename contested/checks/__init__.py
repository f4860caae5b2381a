"""A data folder, loaded and checked: every broken place in it, never only the first.

Three layers, each over what the one below let through: the lines of a file (contested.lines), the
cells of a row (contested.cells, run over the typed rows by `checks.rows`), and what rows say
together (checks.sql, one named query a rule, run by `checks.rules`).
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from contested import lines
from contested.checks import rows, rules
from contested.checks.rules import RULES
from contested.errors import NoDatabase, Problem
from contested.tables import TABLES

__all__ = ["RULES", "load", "problems"]


def problems(folder: Path) -> list[Problem]:
    """Return every problem of a data folder, by file, line and column; none when all is well.

    Raises NoDatabase where there is no room to check it.
    """
    try:
        with duckdb.connect() as con:
            # DuckDB would draw how far it is on standard output, among what a command prints.
            con.execute("set enable_progress_bar = false")
            con.execute("attach ':memory:' as raw")
            return load(con, folder)
    except (OSError, duckdb.Error) as error:
        raise NoDatabase(f"{folder} cannot be checked: {error}") from error


def load(con: duckdb.DuckDBPyConnection, folder: Path) -> list[Problem]:
    """Load a data folder into the empty catalog `raw` and return every problem found in it.

    Each file of `tables.TABLES` becomes raw.<file>: its columns typed, empty cells null, and `line`
    (the header is line 1). A cell that does not pass its type is null, a line that is no row is
    left out. `raw.populations`, `raw.relations` and `raw.reaches` come from the vocabulary.
    """
    rows.start(con)
    found: list[Problem] = []
    unread = set()
    for file, columns in TABLES.items():
        path = folder / f"{file}.csv"
        head, wrong = lines.header(path, columns)
        found += wrong
        if head is None:
            unread.add(file)
            rows.none(con, file, columns)
        else:
            found += rows.stored(con, path, head, columns)
    found += rules.unknown(con, unread)
    found += rules.broken(con)
    return sorted(found)
