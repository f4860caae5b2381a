"""The rows of a data folder as typed tables, and what is wrong with their lines and cells.

A sound file is read by DuckDB in one go, and one condition a row says whether all its cells pass.
Only for a file that is not sound are its lines sorted out, and only for a row that does not pass
are its cells looked at one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from contested import cells, lines, vocabulary
from contested.checks.capped import MOST, capped
from contested.errors import Problem
from contested.tables import INDEPENDENT, Column


def start(con: duckdb.DuckDBPyConnection) -> None:
    """Make the tables that hold the vocabulary, and those for what cannot be read."""
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
    con.execute("create table raw.reaches (counting varchar, percent int, least int, most int)")
    con.executemany(
        "insert into raw.reaches values (?, ?, ?, ?)",
        [
            (counting, reach.percent, reach.least, reach.most)
            for counting, reach in vocabulary.REACH.items()
        ],
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


def none(con: duckdb.DuckDBPyConnection, file: str, columns: Sequence[Column]) -> None:
    """Store a file without rows as raw.<file>: one whose header cannot be read."""
    typed = ", ".join(f"{column.name} {column.sql_type}" for column in columns)
    con.execute(f"create table raw.{file} ({typed}, line bigint)")


def stored(
    con: duckdb.DuckDBPyConnection, path: Path, head: lines.Header, columns: Sequence[Column]
) -> list[Problem]:
    """Store the rows of one file as raw.<file>; return what is wrong with its lines and cells."""
    file = path.stem
    found: list[Problem] = []
    line = "rowid + 2"
    if not _whole(con, path, head, columns):
        line = "line"
        with TemporaryDirectory() as folder:
            aside = Path(folder) / path.name
            sorted_out = lines.sorted_out(path, head, columns, aside, MOST)
            _read(con, aside, ["line", *head.columns], columns, r"\n")
        found += capped(sorted_out.problems, sorted_out.more)
        con.execute(
            "insert into raw.salvaged select $file, unnest($ids)",
            {"file": file, "ids": sorted_out.ids},
        )
    names = ", ".join(column.name for column in columns)
    con.execute(f"create view raw.{file} as select {names}, {line} as line from raw.{file}_rows")  # noqa: S608
    failing = con.execute(
        f"select {line} from raw.{file}_rows where not passes order by 1"  # noqa: S608
    ).fetchall()
    return found + _misread(con, path, head, columns, [number for (number,) in failing])


def _whole(
    con: duckdb.DuckDBPyConnection, path: Path, head: lines.Header, columns: Sequence[Column]
) -> bool:
    """Read a file in one go, and return whether each of its lines came out as one row."""
    try:
        _read(con, path, head.columns, columns, head.ending)
    except duckdb.Error:
        return False
    count = con.execute(f"select count(*) from raw.{path.stem}_rows").fetchone()  # noqa: S608
    return count == (lines.line_count(path) - 1,) and _even(con, path, len(columns))


#: The lines whose commas outside quotes are not as many as a row's. The control character stands
#: in no sound line, so each comes out as one cell.
_UNEVEN = """
select count(*) from (
    select case when contains(line, '"') then regexp_replace(line, '"[^"]*"', '', 'g') else line end
        as bare
    from read_csv($path, auto_detect = false, header = false, delim = chr(1), quote = '',
        escape = '', max_line_size = $longest, buffer_size = 32000000,
        columns = {'line': 'varchar'})
)
where length(bare) - length(replace(bare, ',', '')) <> $commas
"""


def _even(con: duckdb.DuckDBPyConnection, path: Path, width: int) -> bool:
    """Return whether each line has as many cells as there are columns.

    DuckDB takes a row with one cell too many when that one is empty: what an unquoted comma leaves
    behind in a file whose last column is seldom filled.
    """
    try:
        uneven = con.execute(
            _UNEVEN, {"path": str(path), "longest": lines.LINE_LENGTH, "commas": width - 1}
        ).fetchone()
    except duckdb.Error:
        return False
    return uneven == (0,)


def _read(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    names: Sequence[str],
    columns: Sequence[Column],
    ending: str,
) -> None:
    """Read a file's rows typed, each with `passes`: whether all its cells do."""
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
    name = column.name
    if column.kind == "date":
        return f"case when {_in_time(column)} then try_cast({name} as date) end as {name}"
    if column.kind == "integer":
        return f"try_cast({name} as bigint) as {name}"
    return name


def _in_time(column: Column) -> str:
    """Return the condition that a column's text is a day which a date may name."""
    last = date.today() + timedelta(days=1)
    return f"try_cast({column.name} as date) between date '{cells.FIRST_DAY}' and date '{last}'"


def _passes(columns: Sequence[Column]) -> str:
    """Return the condition that every cell of a row passes, as SQL over its text columns.

    A pattern costs by the byte. What can be written in one way only is compared with itself, read
    and written again, for a fraction of that; the other cells are matched together.
    """
    matched = [column for column in columns if column.kind in ("text", "id", "url")]
    conditions = []
    if matched:
        joined = ", ".join(f"coalesce({column.name}, '')" for column in matched)
        row = _text(cells.row_pattern(matched))
        conditions.append(f"regexp_full_match(concat_ws(chr(10), {joined}), {row})")
    for column in columns:
        name = column.name
        if column.required:
            conditions.append(f"{name} is not null")
        if column.kind == "date":
            passes = f"{name} = cast(try_cast({name} as date) as varchar) and {_in_time(column)}"
        elif column.kind == "integer":
            whole = f"try_cast({name} as bigint)"
            passes = f"{name} = cast({whole} as varchar) and {whole} between 0 and {cells.LARGEST}"
        elif column.kind == "word":
            passes = f"{name} in ({', '.join(map(_text, column.words))})"
        elif column.kind == "id":
            passes = f"length({name}) <= {cells.ID_LENGTH}"
        elif column.kind == "url":
            passes = f"not regexp_matches({name}, {_text(cells.shortened_pattern())})"
        else:
            continue
        conditions.append(f"({name} is null or coalesce({passes}, false))")
    return " and ".join(conditions)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _misread(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    head: lines.Header,
    columns: Sequence[Column],
    failing: Sequence[int],
) -> list[Problem]:
    """Return the cells that do not pass in the lines given, and note them in raw.misread."""
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
        found += faults or [Problem(path.name, number, "", "", "a cell of the row does not pass")]
    con.execute(
        "insert into raw.misread select $file, unnest($lines), unnest($names)",
        {
            "file": path.stem,
            "lines": [problem.line for problem in found],
            "names": [problem.column for problem in found],
        },
    )
    return capped(found, len(failing) - MOST, "rows with cells that do not pass")
