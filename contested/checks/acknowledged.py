"""Notices that someone looked into, as acknowledged.csv names them: they go."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

import duckdb

from contested.errors import Problem, hint
from contested.tables import TABLES


def unacknowledged(
    con: duckdb.DuckDBPyConnection,
    problems: Sequence[Problem],
    asked: Container[str],
    known: Iterable[str],
) -> list[Problem]:
    """Return the problems without the notices that rows of acknowledged.csv name.

    `asked` are the rules that these are the problems of, `known` all that there are. A row that
    names no rule is an error; one of a rule that was asked and names no notice of it is a notice.
    """
    rows = con.execute(
        "select rule, row, min(line) from raw.acknowledged "
        "where rule is not null and row is not null group by rule, row order by 3"
    ).fetchall()
    if not rows:
        return list(problems)
    lines = {(rule, row): line for rule, row, line in rows}
    left, used = [], set()
    acknowledged = {rule for rule, _ in lines}
    for problem in problems:
        at = (problem.rule, "")
        if problem.severity == "notice" and problem.rule in acknowledged:
            at = (problem.rule, _row_id(con, problem))
        if at in lines:
            used.add(at)
        else:
            left.append(problem)
    names = sorted(known)
    for (rule, row), line in lines.items():
        if rule not in names:
            left.append(Problem("acknowledged.csv", line, "rule", rule, hint(rule, names)))
        elif rule in asked and (rule, row) not in used:
            what = f"no notice of {rule} is about it; take the row out"
            left.append(Problem("acknowledged.csv", line, "row", row, what, "notice"))
    return left


def _row_id(con: duckdb.DuckDBPyConnection, problem: Problem) -> str:
    """Return the id of the row that a problem names, or nothing."""
    file = problem.file.removesuffix(".csv")
    if TABLES[file][0].name != "id":
        return ""
    query = f"select id from raw.{file} where line = $line"  # noqa: S608 (a file of TABLES)
    row = con.execute(query, {"line": problem.line}).fetchone()
    return str(row[0]) if row else ""
