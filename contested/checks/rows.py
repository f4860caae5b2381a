"""The rows of a data folder as typed tables, and what is wrong with their lines and cells.

A sound file is read by DuckDB in one go, and one condition a row says whether all its cells pass.
Only for a file that is not sound are its lines sorted out, and only for a row that does not pass
are its cells looked at one by one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from contested import vocabulary
from contested.checks import cells, lines, spreadsheets
from contested.checks.capped import MOST, capped
from contested.engine import literal, run
from contested.errors import Problem, Severity
from contested.tables import FORMULA, INDEPENDENT, Column

#: The marks of a formula within the brackets of a pattern.
_FORMULA = re.escape(FORMULA)


def start(con: duckdb.DuckDBPyConnection) -> None:
    """Make the tables that hold the vocabulary, and those for what cannot be read."""
    run(con, _EMPTY)
    con.execute("insert into raw.salvaged values ('sources.affiliation', ?)", [INDEPENDENT])
    _filled(
        con,
        "raw.relations (id varchar, position bigint)",
        [(id, position) for position, id in enumerate(vocabulary.RELATION_ORDER)],
    )
    _filled(
        con,
        "raw.reaches (counting varchar, family varchar, percent int, least int, most int)",
        [
            (counting, family, reach.percent, reach.least, reach.most)
            for counting in vocabulary.REACH
            for family in vocabulary.FAMILIES
            for reach in [vocabulary.reach(counting, family)]
        ],
    )
    _filled(
        con,
        "raw.qualifiers (id varchar, position bigint, numbers varchar, takes varchar)",
        [
            (id, position, _numbers(names), _takes(qualifier))
            for id, qualifier in vocabulary.QUALIFIERS.items()
            for position, names in enumerate(qualifier.takes)
        ],
    )
    run(con, _MACROS)


def _filled(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Make a table, given by its name and columns, that has these rows."""
    run(con, f"create table {table}")
    unnested = ", ".join("unnest(?)" for _ in rows[0])
    name = table.split()[0]
    columns = [list(cells) for cells in zip(*rows, strict=True)]
    run(con, f"insert into {name} select {unnested}", columns)


#: The tables for what cannot be read, and for what is made of a folder of the first form.
_EMPTY = """
create table raw.misread (file varchar, line bigint, name varchar);
create table raw.salvaged (file varchar, id varchar);
create table raw.former (file varchar);
"""

#: The first and the last day of a date that may be a month, a quarter or a year, and which it is.
_MACROS = """
create or replace temp macro span_first(t) as case length(t)
    when 10 then try_cast(t as date)
    when 7 then try_cast(
        substr(t, 1, 5) || case substr(t, 6)
            when 'Q1' then '01' when 'Q2' then '04' when 'Q3' then '07' when 'Q4' then '10'
            else substr(t, 6)
        end || '-01' as date
    )
    when 4 then try_cast(t || '-01-01' as date)
end;
create or replace temp macro span_precision(t) as case length(t)
    when 10 then 'day'
    when 7 then case when substr(t, 6, 1) = 'Q' then 'quarter' else 'month' end
    when 4 then 'year'
end;
create or replace temp macro span_last(t) as case span_precision(t)
    when 'day' then try_cast(t as date)
    when 'month' then last_day(span_first(t))
    when 'quarter' then last_day(cast(span_first(t) + interval 2 month as date))
    when 'year' then try_cast(t || '-12-31' as date)
end;
create or replace temp macro span_text(first, exactness) as case exactness
    when 'month' then strftime(first, '%Y-%m')
    when 'quarter' then year(first) || '-Q' || quarter(first)
    when 'year' then strftime(first, '%Y')
    else strftime(first, '%Y-%m-%d')
end;
"""


def _numbers(names: frozenset[str]) -> str:
    """Return columns of numbers as checks.sql names them together."""
    return " ".join(name for name in ("low", "best", "high") if name in names)


def _takes(qualifier: vocabulary.Qualifier) -> str:
    """Say which numbers a qualifier takes.

    >>> _takes(vocabulary.QUALIFIERS["exact"])
    'best only'
    >>> _takes(vocabulary.QUALIFIERS["about"])
    'best, or low and high, or low and best and high'
    >>> _takes(vocabulary.QUALIFIERS["unnumbered"])
    'no number'
    """
    if qualifier.takes == (frozenset(),):
        return "no number"
    taken = [" and ".join(_numbers(names).split()) for names in qualifier.takes]
    return ", or ".join(taken) if len(taken) > 1 else f"{taken[0]} only"


# The statements below are put together from the names and patterns that contested.tables and
# checks.cells define, never from what a file holds: the header's columns are known by then.


def none(con: duckdb.DuckDBPyConnection, file: str, columns: Sequence[Column]) -> None:
    """Store a file without rows as raw.<file>: one that is not there or cannot be read."""
    typed = ", ".join(
        f"cast(null as {kind}) as {name}"
        for column in columns
        for name, kind in _stored_columns(column)
    )
    run(con, f"create table raw.{file} as select {typed}, 0::bigint as line limit 0")


def stored(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    head: lines.Header,
    columns: Sequence[Column],
    former: bool = False,
) -> list[Problem]:
    """Store the rows of one file as raw.<file>; return what is wrong with its lines and cells.

    In a folder of the first form (`former`) what only a column's own limits refuse is a notice.
    """
    file = path.stem
    problems: list[Problem] = []
    line = "rowid + 2"
    if not _whole(con, path, head, columns):
        line = "line"
        with TemporaryDirectory() as folder:
            aside = Path(folder) / path.name
            sorted_out = lines.sorted_out(path, head, columns, aside, MOST)
            _read(con, aside, ["line", *head.columns], columns, r"\n")
        problems += capped(sorted_out.problems, sorted_out.more)
        con.execute(
            "insert into raw.salvaged select $file, unnest($ids)",
            {"file": file, "ids": sorted_out.ids},
        )
    names = ", ".join(name for column in columns for name, _ in _stored_columns(column))
    run(con, f"create view raw.{file} as select {names}, {line} as line from raw.{file}_rows")  # noqa: S608
    failing = run(
        con,
        f"select {line} from raw.{file}_rows where not passes order by 1",  # noqa: S608
    ).fetchall()
    return problems + _misread(con, path, head, columns, [number for (number,) in failing], former)


def end_when_printed(con: duckdb.DuckDBPyConnection) -> None:
    """Let a claim's month, quarter or year end at the latest on the day it was printed."""
    if not is_table(con, "claims_rows"):
        return
    con.execute(
        "update raw.claims_rows as c set as_of = a.published, as_of_to = a.published "
        "from raw.articles as a where a.id = c.article and c.as_of_precision <> 'day' "
        "and c.as_of > a.published and c.as_of_from <= a.published"
    )


def is_table(con: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Return whether the catalog `raw` has a table of this name."""
    query = "select 1 from duckdb_tables() where database_name = 'raw' and table_name = $name"
    return con.execute(query, {"name": name}).fetchone() is not None


def _whole(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    head: lines.Header,
    columns: Sequence[Column],
) -> bool:
    """Read a file in one go, and return whether each of its lines came out as one row."""
    try:
        _read(con, path, head.columns, columns, head.ending)
    except duckdb.Error:
        return False
    count = run(con, f"select count(*) from raw.{path.stem}_rows").fetchone()  # noqa: S608
    lines_there = lines.even(path, len(head.columns))
    return lines_there is not None and count == (lines_there - 1,)


def _read(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    names: Sequence[str],
    columns: Sequence[Column],
    ending: str,
) -> None:
    """Read a file's rows typed, each with `passes`: whether all its cells do."""
    taken = ", ".join(f"'{name}': 'varchar'" for name in names)
    given = [column for column in columns if column.name in names]
    typed = ", ".join(_typed(column) if column in given else _absent(column) for column in columns)
    line = "cast(line as bigint) as line," if "line" in names else ""
    run(
        con,
        f"create or replace table raw.{path.stem}_rows as "  # noqa: S608
        f"select {line} {typed}, {_passes(given)} as passes "
        "from read_csv($path, auto_detect = false, header = true, delim = ',', quote = '\"', "
        f"escape = '\"', new_line = '{ending}', max_line_size = {lines.LINE_LENGTH}, "
        f"buffer_size = 32000000, columns = {{{taken}}})",
        {"path": str(path)},
    )


def _stored_columns(column: Column) -> list[tuple[str, str]]:
    """Return the names and types that a column is stored under.

    A date that may be a span is stored as the day it stands for where one is needed, and as its
    first and last day with its precision.
    """
    name = quoted(column.name)
    if column.kind != "when":
        return [(name, column.sql_type)]
    days = [(name, "date"), (f"{name}_from", "date"), (f"{name}_to", "date")]
    return [*days, (f"{name}_precision", "varchar")]


def quoted(name: str) -> str:
    """Return a column's name as SQL takes it; a few are words of SQL.

    >>> quoted("on"), quoted("note")
    ('"on"', 'note')
    """
    return f'"{name}"' if name in ("on", "by", "only", "interval") else name


def _absent(column: Column) -> str:
    """Return the typed columns of one that the file does not have."""
    return ", ".join(f"cast(null as {kind}) as {name}" for name, kind in _stored_columns(column))


def _typed(column: Column) -> str:
    name = quoted(column.name)
    if column.kind == "date":
        return f"case when {_in_time(column)} then try_cast({name} as date) end as {name}"
    if column.kind == "when":
        first, last = (
            f"case when {_in_time(column)} then {day} end"
            for day in (f"span_first({name})", f"span_last({name})")
        )
        return (
            f"{first if column.end == 'first' else last} as {name}, {first} as {name}_from, "
            f"{last} as {name}_to, "
            f"case when {_in_time(column)} then span_precision({name}) end as {name}_precision"
        )
    if column.kind == "integer":
        return f"try_cast({name} as bigint) as {name}"
    if column.kind in ("text", "names"):
        # What a packed folder puts before what looks like a formula (`export.inert`) is no text.
        led = f"regexp_replace({name}, '^''(''*[{_FORMULA}])', '\\1')"
        return f"case when starts_with({name}, '''') then {led} else {name} end as {name}"
    return name


def _in_time(column: Column) -> str:
    """Return the condition that a column's text is a date within the time a date may name."""
    name = quoted(column.name)
    day = f"span_first({name})" if column.kind == "when" else f"try_cast({name} as date)"
    return f"{day} between date '{cells.FIRST_DAY}' and date '{cells.last_day()}'"


def _passes(columns: Sequence[Column]) -> str:
    """Return the condition that every cell of a row passes, as SQL over its text columns.

    A pattern costs by the byte. What can be written in one way only is compared with itself, read
    and written again, for a fraction of that; the other cells are matched together.
    """
    matched = [column for column in columns if column.kind in ("text", "id", "url", "names")]
    conditions = []
    if matched:
        joined = ", ".join(f"coalesce({quoted(column.name)}, '')" for column in matched)
        row = literal(cells.row_pattern(matched))
        conditions.append(f"regexp_full_match(concat_ws(chr(10), {joined}), {row})")
    for column in columns:
        name = quoted(column.name)
        if column.required:
            conditions.append(f"{name} is not null")
        passes = [*_kind_passes(column, name), *_limit_passes(column, name)]
        if passes:
            conditions.append(f"({name} is null or coalesce({' and '.join(passes)}, false))")
    return " and ".join(conditions)


def _kind_passes(column: Column, name: str) -> list[str]:
    """Return the conditions that a filled cell of a column's kind passes."""
    if column.kind == "date":
        return [f"{name} = cast(try_cast({name} as date) as varchar)", _in_time(column)]
    if column.kind == "when":
        day = f"{name} = cast(try_cast({name} as date) as varchar)"
        span = f"length({name}) < 10 and regexp_full_match({name}, {literal(cells.SPAN)})"
        return [f"({day} or {span})", _in_time(column)]
    if column.kind == "integer":
        whole = f"try_cast({name} as bigint)"
        return [f"{name} = cast({whole} as varchar)", f"{whole} between 0 and {cells.LARGEST}"]
    if column.kind == "word":
        return [f"{name} in ({', '.join(map(literal, column.words))})"]
    if column.kind == "id":
        return [f"length({name}) <= {cells.ID_LENGTH}"]
    if column.kind == "url":
        return [f"not regexp_matches({name}, {literal(cells.shortened_pattern())})"]
    return []


def _limit_passes(column: Column, name: str) -> list[str]:
    """Return the conditions of a column's own limits."""
    passes = []
    if column.length:
        passes.append(f"length({name}) <= {column.length}")
    if column.pattern:
        passes.append(f"regexp_full_match({name}, {literal(column.pattern)})")
    if column.most:
        passes.append(f"try_cast({name} as bigint) <= {column.most}")
    return passes


def _misread(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    head: lines.Header,
    columns: Sequence[Column],
    failing: Sequence[int],
    former: bool,
) -> list[Problem]:
    """Return the cells that do not pass in the lines given, and note them in raw.misread."""
    if not failing:
        return []
    by_name = {column.name: column for column in columns}
    problems: list[Problem] = []
    for number, row in lines.cells_at(path, set(failing[:MOST])):
        faults = []
        for name, value in zip(head.columns, row, strict=True):
            column = by_name[name]
            if message := cells.fault(column, value):
                faults.append(Problem(path.name, number, name, value, message))
            elif message := cells.limit_fault(column, value):
                severity: Severity = "notice" if former else "error"
                faults.append(Problem(path.name, number, name, value, message, severity))
        problems += faults or [
            Problem(path.name, number, "", "", "a cell of the row does not pass")
        ]
    errors = [problem for problem in problems if problem.severity == "error"]
    con.execute(
        "insert into raw.misread select $file, unnest($lines), unnest($names)",
        {
            "file": path.stem,
            "lines": [problem.line for problem in errors],
            "names": [problem.column for problem in errors],
        },
    )
    told = spreadsheets.together(problems, columns)
    return capped(told, len(failing) - MOST, "rows with cells that do not pass")
