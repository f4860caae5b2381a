"""A data folder, loaded and checked: every broken place in it, never only the first.

Three layers, each over what the one below let through: the lines of a file (contested.lines), the
cells of a row (contested.cells), and what rows say together (checks.sql, one named query a rule).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import duckdb

from contested import cells, lines, vocabulary
from contested.errors import Problem, hint
from contested.tables import INDEPENDENT, TABLES, Column

#: How many problems of one rule in one file are listed; one line counts the rest.
MOST = 10_000

#: How many ids are compared, over a whole check, to say what a wrong one may have meant.
_COMPARISONS = 200_000


class Rule(NamedTuple):
    """One block of checks.sql: its kind (table, id, ref, refs or rule), its name, its query."""

    kind: str
    name: str
    query: str


def _rules(text: str) -> list[Rule]:
    """Return the blocks of checks.sql in order."""
    parts = re.split(r"^-- (table|id|ref|refs|rule): (.+)$", text, flags=re.MULTILINE)[1:]
    return [Rule(*block) for block in zip(parts[::3], parts[1::3], parts[2::3], strict=True)]


RULES = _rules(files("contested").joinpath("checks.sql").read_text(encoding="utf-8"))


def problems(folder: Path) -> list[Problem]:
    """Return every problem of a data folder, by file, line and column; none when all is well."""
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as raw")
        return load(con, folder)


def load(con: duckdb.DuckDBPyConnection, folder: Path) -> list[Problem]:
    """Load a data folder into the empty catalog `raw` and return every problem found in it.

    Each file of `tables.TABLES` becomes raw.<file>: its columns typed, empty cells null, and `line`,
    its line in the file (the header is line 1). A cell that does not pass its type is null, a line
    that is no row is left out. `raw.populations` and `raw.relations` come from the vocabulary.
    """
    _vocabulary(con)
    found: list[Problem] = []
    unread = set()
    for file, columns in TABLES.items():
        head, wrong = lines.header(folder / f"{file}.csv", columns)
        found += wrong
        if head is None:
            unread.add(file)
            _empty(con, file, columns)
        else:
            found += _rows(con, folder / f"{file}.csv", head, columns)
    found += _references(con, unread)
    for rule in RULES:
        if rule.kind == "table":
            con.execute(f"create table raw.{rule.name} as {rule.query}")
        elif rule.kind == "rule":
            found += _broken(con, rule.query)
        elif rule.kind == "id":
            for file, columns in TABLES.items():
                if columns[0].kind == "id":
                    found += _broken(con, rule.query.replace("{file}", file))
    for rule in RULES:
        if rule.kind == "table":
            con.execute(f"drop table raw.{rule.name}")
    return sorted(found)


def _vocabulary(con: duckdb.DuckDBPyConnection) -> None:
    """Make the tables that hold the vocabulary, and those for what could not be read."""
    con.execute("create table raw.misread (file varchar, line bigint, name varchar)")
    con.execute("create table raw.salvaged (file varchar, id varchar)")
    con.execute("insert into raw.salvaged values ('sources.affiliation', ?)", [INDEPENDENT])
    con.execute("create table raw.populations (id varchar, noun varchar)")
    con.executemany(
        "insert into raw.populations values (?, ?)",
        [(id, population.noun) for id, population in vocabulary.POPULATIONS.items()],
    )
    con.execute("create table raw.relations (id varchar, position bigint)")
    con.executemany(
        "insert into raw.relations values (?, ?)",
        [(id, position) for position, id in enumerate(vocabulary.RELATION_ORDER)],
    )
    con.execute(
        "create table raw.qualifiers "
        "(id varchar, low varchar, best varchar, high varchar, takes varchar)"
    )
    con.executemany(
        "insert into raw.qualifiers values (?, ?, ?, ?, ?)",
        [
            (id, *(_fit(qualifier, name) for name in ("low", "best", "high")), _takes(qualifier))
            for id, qualifier in vocabulary.QUALIFIERS.items()
        ],
    )


def _fit(qualifier: vocabulary.Qualifier, name: str) -> str:
    if name in qualifier.filled:
        return "filled"
    return "optional" if name in qualifier.optional else "empty"


def _takes(qualifier: vocabulary.Qualifier) -> str:
    """Say which numbers a qualifier takes.

    >>> _takes(vocabulary.QUALIFIERS["at_least"])
    'low only'
    >>> _takes(vocabulary.QUALIFIERS["range"])
    'low and high, and may take best'
    """
    filled = [name for name in ("low", "best", "high") if name in qualifier.filled]
    if qualifier.optional:
        return f"{' and '.join(filled)}, and may take {' and '.join(sorted(qualifier.optional))}"
    return f"{' and '.join(filled)} only"


# The statements below are put together from the names and patterns that contested.tables and
# contested.cells define, never from what a file holds: the header's columns are known by then.


def _empty(con: duckdb.DuckDBPyConnection, file: str, columns: Sequence[Column]) -> None:
    typed = ", ".join(f"{column.name} {column.sql_type}" for column in columns)
    con.execute(f"create table raw.{file} ({typed}, line bigint)")


def _rows(
    con: duckdb.DuckDBPyConnection, path: Path, head: lines.Header, columns: Sequence[Column]
) -> list[Problem]:
    """Load the rows of one file as raw.<file>, and return what is wrong with its lines and cells."""
    file = path.stem
    found: list[Problem] = []
    try:
        _stored(con, path, head.columns, columns, head.ending)
        (rows,) = con.execute(f"select count(*) from raw.{file}_rows").fetchone() or (0,)  # noqa: S608
        whole = rows + 1 == lines.line_count(path)
    except duckdb.Error:
        whole = False
    if not whole:
        with TemporaryDirectory() as folder:
            aside = Path(folder) / path.name
            sorted_out = lines.sorted_out(path, head, aside, MOST)
            _stored(con, aside, ["line", *head.columns], columns, r"\n")
        found += _capped(sorted_out.problems, sorted_out.more)
        con.execute(
            "insert into raw.salvaged select $file, unnest($ids)",
            {"file": file, "ids": sorted_out.ids},
        )
    line = "rowid + 2" if whole else "line"
    names = ", ".join(column.name for column in columns)
    con.execute(f"create view raw.{file} as select {names}, {line} as line from raw.{file}_rows")  # noqa: S608
    return found + _misread(con, path, head, columns)


def _stored(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    names: Sequence[str],
    columns: Sequence[Column],
    ending: str,
) -> None:
    """Store a file's rows typed, each with `passes`: whether all its cells do."""
    taken = ", ".join(f"'{name}': 'varchar'" for name in names)
    typed = ", ".join(_typed(column) for column in columns)
    line = "cast(line as bigint) as line," if "line" in names else ""
    con.execute(
        f"create or replace table raw.{path.stem}_rows as "  # noqa: S608
        f"select {line} {typed}, {_passes(columns)} as passes "
        "from read_csv($path, auto_detect = false, header = true, delim = ',', quote = '\"', "
        f"escape = '\"', new_line = '{ending}', max_line_size = {lines.LINE_LENGTH}, "
        f"buffer_size = 32000000, columns = {{{taken}}})",
        {"path": str(path)},
    )


def _typed(column: Column) -> str:
    if column.sql_type == "varchar":
        return column.name
    return f"try_cast({column.name} as {column.sql_type}) as {column.name}"


def _passes(columns: Sequence[Column]) -> str:
    """Return the condition that every cell of a row passes, as SQL over its text columns."""
    joined = ", ".join(f"coalesce({column.name}, '')" for column in columns)
    conditions = [f"regexp_full_match(concat_ws(chr(10), {joined}), {_text(cells.row_pattern(columns))})"]
    tomorrow = date.today() + timedelta(days=1)
    for column in columns:
        if column.kind == "date":
            day = f"try_cast({column.name} as date)"
            conditions.append(f"({column.name} is null or coalesce({day} <= date '{tomorrow}', false))")
        elif column.kind == "id":
            conditions.append(f"coalesce(length({column.name}), 0) <= {cells.ID_LENGTH}")
        elif column.kind == "url":
            short = _text(cells.shortened_pattern())
            conditions.append(f"not regexp_matches(coalesce({column.name}, ''), {short})")
    return " and ".join(conditions)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _misread(
    con: duckdb.DuckDBPyConnection, path: Path, head: lines.Header, columns: Sequence[Column]
) -> list[Problem]:
    """Return the cells of one file that do not pass, and note them in raw.misread."""
    file = path.stem
    line = "rowid + 2" if "line" not in _columns(con, f"{file}_rows") else "line"
    failing = [
        number
        for (number,) in con.execute(
            f"select {line} from raw.{file}_rows where not passes order by 1"  # noqa: S608
        ).fetchall()
    ]
    if not failing:
        return []
    by_name = {column.name: column for column in columns}
    found = []
    for number, row in lines.cells_at(path, set(failing[:MOST])):
        faults = [
            Problem(path.name, number, name, value, message)
            for name, value in zip(head.columns, row, strict=True)
            if (message := cells.fault(by_name[name], value))
        ]
        if not faults:
            faults = [Problem(path.name, number, "", "", "the row does not pass as its columns do")]
        found += faults
    con.execute(
        "insert into raw.misread select $file, unnest($lines), unnest($names)",
        {
            "file": file,
            "lines": [problem.line for problem in found],
            "names": [problem.column for problem in found],
        },
    )
    return _capped(found, len(failing) - MOST, "rows with cells that do not pass")


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [name for name, *_ in con.execute(f"describe raw.{table}").fetchall()]


def _references(con: duckdb.DuckDBPyConnection, unread: set[str]) -> list[Problem]:
    """Return the references that name no row, each with the id it may have meant."""
    found: list[Problem] = []
    left = _COMPARISONS
    for file, column, rule in _referring():
        if column.file in unread:
            continue
        query = rule.query.replace("{file}", file).replace("{column}", column.name)
        cursor = con.execute(query.replace("{target}", column.file))
        rows = cursor.fetchmany(MOST)
        more = sum(map(len, iter(lambda cursor=cursor: cursor.fetchmany(MOST), [])))
        ids: list[str] = []
        if rows:
            ids = [id for (id,) in con.execute(f"select id from raw.{column.file}").fetchall() if id]  # noqa: S608
            if column.name == "affiliation":
                ids.append(INDEPENDENT)
        meant: dict[str, str] = {}
        for name, line, at, value, part in rows:
            if part not in meant:
                near = len(ids) <= left
                left -= len(ids) if near else 0
                what = f"{part!r}: " if part != value else ""
                meant[part] = what + _meant(part, ids if near else [], column.file)
            found.append(Problem(name, line, at, value, meant[part]))
        found += _capped([], more, f"{column.name} that {column.file}.csv does not hold", f"{file}.csv")
    return found


def _referring() -> Iterator[tuple[str, Column, Rule]]:
    by_kind = {rule.kind: rule for rule in RULES}
    for file, columns in TABLES.items():
        for column in columns:
            if column.kind in ("ref", "refs"):
                yield file, column, by_kind[column.kind]


def _meant(value: str, ids: Sequence[str], file: str) -> str:
    if not value:
        return "an id is missing before or after ';'"
    said = hint(value, ids)
    if said.startswith("did you mean") or 0 < len(ids) <= 12:
        return said
    return f"no row of {file}.csv has this id"


def _broken(con: duckdb.DuckDBPyConnection, query: str) -> list[Problem]:
    """Return the rows that break one rule."""
    cursor = con.execute(query)
    found = [
        Problem(file, line, column, value or "", message, severity)
        for file, line, column, value, message, severity in cursor.fetchmany(MOST)
    ]
    more = sum(map(len, iter(lambda: cursor.fetchmany(MOST), [])))
    return _capped(found, more)


def _capped(
    found: list[Problem], more: int, what: str = "like the last of them", file: str = ""
) -> list[Problem]:
    """Return the problems with one line for those that are not listed."""
    if more <= 0:
        return found
    last = found[-1] if found else Problem(file, 0, "", "", "")
    rest = Problem(last.file, last.line, "", "", f"… and {more:,} more {what}", last.severity)
    return [*found, rest]
