"""What the rows of a data folder say together: references that name no row, and checks.sql."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any, NamedTuple

import duckdb

from contested.checks import courses, printed, sameness
from contested.checks.acknowledged import unacknowledged
from contested.checks.capped import MOST, capped
from contested.checks.rows import quoted
from contested.engine import run
from contested.errors import Problem, hint
from contested.nearest import nearest
from contested.tables import INDEPENDENT, TABLES, Column

#: How many ids are compared, over a whole check, to say what a wrong one may have meant.
_COMPARISONS = 200_000


class Rule(NamedTuple):
    """One block of checks.sql: its kind, its name, its query."""

    kind: str
    name: str
    query: str

    @property
    def id(self) -> str:
        """The rule's name as acknowledged.csv writes it."""
        return re.sub("[^a-z0-9]+", "-", self.name.lower()).strip("-")


def _blocks(text: str) -> list[Rule]:
    """Return the blocks of checks.sql in order."""
    parts = re.split(r"^-- (table|id|ref|refs|rule|built): (.+)$", text, flags=re.MULTILINE)[1:]
    return [Rule(*block) for block in zip(parts[::3], parts[1::3], parts[2::3], strict=True)]


RULES = _blocks(files("contested").joinpath("checks.sql").read_text(encoding="utf-8"))


def broken(con: duckdb.DuckDBPyConnection) -> list[Problem]:
    """Return the rows of the catalog `raw` that break a rule of checks.sql."""
    sameness.canonical_addresses(con)
    con.execute("create table raw.refused (file varchar, line bigint)")
    every: list[Problem] = []
    for rule in RULES:
        if rule.kind == "table":
            run(con, f"create table raw.{rule.name} as {rule.query}")
        elif rule.kind == "rule":
            every += _refused(con, _breaking(con, rule))
        elif rule.kind == "id":
            for file, columns in TABLES.items():
                if columns[0].name == "id":
                    query = rule.query.replace("{file}", file)
                    every += _refused(con, _breaking(con, rule._replace(query=query)))
    for problems in (courses.problems(con), printed.problems(con)):
        every += capped(problems[:MOST], len(problems) - MOST)
    for rule in RULES:
        if rule.kind == "table":
            con.execute(f"drop table raw.{rule.name}")
    con.execute("drop table raw.canonical")
    con.execute("drop table raw.refused")
    return unacknowledged(con, every, named("rule"), named())


def _refused(con: duckdb.DuckDBPyConnection, problems: list[Problem]) -> list[Problem]:
    """Return the problems; rows with an error are noted in raw.refused, for the rules after it."""
    errors = [one for one in problems if one.severity == "error" and one.line]
    if errors:
        con.execute(
            "insert into raw.refused select unnest($files), unnest($lines)",
            {
                "files": [one.file.removesuffix(".csv") for one in errors],
                "lines": [one.line for one in errors],
            },
        )
    return problems


def standing(con: duckdb.DuckDBPyConnection) -> list[Problem]:
    """Return what is wrong with quantities, once the tables of schema.sql are made beside `raw`."""
    problems = [one for rule in RULES if rule.kind == "built" for one in _breaking(con, rule)]
    return unacknowledged(con, problems, named("built"), named())


def named(*kinds: str) -> set[str]:
    """Return the ids of the rules that acknowledged.csv may name, or of those of some kinds."""
    kinds = kinds or ("rule", "built")
    ids = {rule.id for rule in RULES if rule.kind in kinds}
    return ids | {*courses.RULES, *printed.RULES} if "rule" in kinds else ids


def unknown(con: duckdb.DuckDBPyConnection, unread: set[str]) -> list[Problem]:
    """Return the references that name no row, each with the id that it may have meant.

    References to files that could not be read are left alone.
    """
    problems: list[Problem] = []
    left = _COMPARISONS
    for file, column, rule in _references(con):
        if column.file in unread:
            continue
        query = rule.query.replace("{file}", file).replace("{column}", column.name)
        rows, more = _rows(con, query.replace("{target}", column.file))
        if not rows:
            continue
        ids = _ids(con, column)
        meant: dict[str, str] = {}
        listed = []
        for name, line, at, value, part in rows:
            if part not in meant:
                near = len(ids) <= left
                left -= len(ids) if near else 0
                which = f"{part!r}: " if part != value else ""
                meant[part] = which + _meant(part, ids if near else [], column.file)
            listed.append(Problem(name, line, at, value, meant[part]))
        problems += capped(listed, more)
    return problems


def _breaking(con: duckdb.DuckDBPyConnection, rule: Rule) -> list[Problem]:
    """Return the rows that break one rule."""
    rows, more = _rows(con, rule.query)
    return capped(
        [
            Problem(file, line, column, value or "", message, severity, rule.id)
            for file, line, column, value, message, severity in rows
        ],
        more,
    )


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> tuple[list[tuple[Any, ...]], int]:
    """Return the first rows of a query, by file, line and all else, and how many more it has."""
    cursor = run(con, f"select * from ({query}) order by all")  # noqa: S608 (of checks.sql)
    rows = cursor.fetchmany(MOST)
    more = 0
    while rest := len(cursor.fetchmany(MOST)):
        more += rest
    return rows, more


def _references(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Column, Rule]]:
    """Yield each column of references that a row fills, with its file and the rule for its kind."""
    by_kind = {rule.kind: rule for rule in RULES}
    for file, columns in TABLES.items():
        referring = [column for column in columns if column.kind in ("ref", "refs")]
        counts = ", ".join(["0", *(f"count({quoted(column.name)})" for column in referring)])
        filled = run(con, f"select {counts} from raw.{file}").fetchone() or ()  # noqa: S608
        for column, count in zip(referring, filled[1:], strict=True):
            if count:
                yield file, column, by_kind[column.kind]


def _ids(con: duckdb.DuckDBPyConnection, column: Column) -> list[str]:
    """Return the ids that a column of references may name."""
    rows = con.execute(f"select id from raw.{column.file} where id is not null").fetchall()  # noqa: S608 (a file of TABLES)
    return [id for (id,) in rows] + [INDEPENDENT] * (column.name == "affiliation")


def _meant(value: str, ids: Sequence[str], file: str) -> str:
    """Say what would pass instead of an unknown id."""
    if not value:
        return "an id is missing beside a ';'"
    if value.strip() in ids and value != value.strip():
        return f"take the space away at its ends, to give {value.strip()!r}"
    said, meant = hint(value, ids), nearest(value, ids)
    if file == "populations" and meant:
        # "women_and_children" is no slip for "children": another population takes a row of its own.
        return f"{said} Another population takes a row of populations.csv"
    if meant or 0 < len(ids) <= 12:
        return said
    return f"no row of {file}.csv has this id"
