"""A data folder, loaded and checked: every broken place in it, never only the first.

Three layers, each over what the one below let through: the lines of a file (`checks.lines`), the
cells of a row (`checks.cells`, run over the typed rows by `checks.rows`), and what rows say
together (checks.sql, one named query a rule, run by `checks.rules`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from contested.checks import former, lines, rows, rules, spreadsheets
from contested.checks.rules import RULES
from contested.checks.united import united
from contested.errors import NoDatabase, Problem
from contested.folders import Folder, several
from contested.tables import ADDED, TABLES

__all__ = ["RULES", "load", "memory", "new", "problems", "standing"]

#: Bytes of tables up to which a second thread, and the search for the best way to answer each of
#: some 200 queries, take longer than they save: a few hundred claims.
_SMALL = 200_000


def problems(folders: Path | Sequence[Path]) -> list[Problem]:
    """Return every problem of a data folder, by file, line and column; none when all is well.

    Of several folders the first is the base; a file of another is named with its folder's id.

    Raises NoDatabase where there is no room to check it.
    """
    try:
        with memory(folders) as con:
            return load(con, folders)
    except (OSError, duckdb.Error) as error:
        what = " and ".join(map(str, several(folders)))
        raise NoDatabase(f"{what} cannot be checked: {error}") from error


@contextmanager
def memory(folders: Path | Sequence[Path]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a database in memory with the empty catalog `raw`, for `load` to load folders into."""
    with duckdb.connect() as con:
        # DuckDB would draw how far it is on standard output, among what a command prints.
        con.execute("set enable_progress_bar = false")
        con.execute("attach ':memory:' as raw")
        if sum(Folder(folder).size() for folder in several(folders)) <= _SMALL:
            con.execute("set threads = 1")
            con.execute("pragma disable_optimizer")
        yield con


def load(con: duckdb.DuckDBPyConnection, folders: Path | Sequence[Path]) -> list[Problem]:
    """Load data folders into the empty catalog `raw` and return every problem found in them.

    Each file of `tables.TABLES` becomes raw.<file>: its columns typed, empty cells null, and `line`
    (the header is line 1). A cell that does not pass its type is null, a line that is no row is
    left out. `raw.relations` and `raw.reaches` come from the vocabulary. What a folder of the
    first form lacks is made (`checks.former`). A date of a claim that is a month, a quarter or a
    year ends at the latest when it was printed. `raw.folders` is what the folders say of
    themselves; the macros `folder_at` and `line_at` tell where a line of several's claims is from.
    """
    with united(several(folders)) as one:
        one.describe(con)
        with spreadsheets.read_as_meant(one.path) as (path, wrong):
            told = [one.told(problem) for problem in [*wrong, *_loaded(con, path)]]
        return sorted([*one.problems, *told])


def new(problems: Sequence[Problem], before: Iterable[Problem]) -> list[Problem]:
    """Return the problems that were not there before, wherever their lines are by now."""
    had = Counter(map(_apart_from_lines, before))
    come = []
    for problem in problems:
        key = _apart_from_lines(problem)
        if had[key]:
            had[key] -= 1
        else:
            come.append(problem)
    return come


def _apart_from_lines(problem: Problem) -> Problem:
    return problem.at(problem.file, 0, re.sub(r"\bline [0-9]+", "line", problem.message))


def standing(con: duckdb.DuckDBPyConnection) -> list[Problem]:
    """Return the notices of quantities that no claim stands for, after `load` and schema.sql.

    They are told by the files of the folders that were loaded.
    """
    problems = []
    for problem in rules.standing(con):
        folder, line = con.execute(
            "select id, line_at($line) from raw.folders where position = folder_at($line)",
            {"line": problem.line},
        ).fetchone() or ("", problem.line)
        base = con.execute("select id from raw.folders where position = 0").fetchone() == (folder,)
        file = problem.file if base else f"{folder}/{problem.file}"
        problems.append(problem.at(file, line, problem.message))
    return problems


def _loaded(con: duckdb.DuckDBPyConnection, folder: Path) -> list[Problem]:
    rows.start(con)
    problems = former.notice(folder)
    first_form = bool(problems)
    unread = set()
    for file in TABLES:
        path = folder / f"{file}.csv"
        columns = former.columns(folder, file)
        if file in ADDED and not path.exists():
            rows.none(con, file, columns)
            continue
        head, wrong = lines.header(path, columns)
        problems += wrong
        if head is None:
            unread.add(file)
            rows.none(con, file, TABLES[file])
        else:
            problems += rows.stored(con, path, head, columns, first_form)
    former.completed(con, folder, unread)
    rows.end_when_printed(con)
    problems += rules.unknown(con, unread)
    problems += rules.broken(con)
    return problems
