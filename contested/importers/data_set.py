"""An outside data set as an importer reads it: what it is, whom it names, and its rows.

An importer of a data set is a `DataSet` under the entry points `contested.importers`. Its `read`
makes the table `given` (see `COLUMNS`) from one file and returns a `Reading`; what comes of it is
the same for all (`contested.importers.releases`).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pandas as pd

from contested import vocabulary
from contested.engine import literal
from contested.errors import ContestedError
from contested.folders import Terms
from contested.importers.names import Names
from contested.tables import TABLES

#: Columns of `given` that name a row of the file `tables.TABLES` of that name: by id or by name.
NAMING = {
    "conflict": "conflicts",
    "subject": "parties",
    "metric": "metrics",
    "population": "populations",
    "place": "places",
    "event": "events",
    "sources": "sources",
    "via": "sources",
}

#: What a claim takes as it was given. Another value of one of these is another claim.
SAID = (
    *("low", "best", "high", "qualifier", "counting", "since", "as_of", "evidence"),
    *("stated", "only", "interval", "level"),
)

#: The columns that the table `given`, which a `read` makes, may have: all texts but `row` (its
#: number in the file, the first is 1) and `reasons`. `key` is what a row is known by from release
#: to release; `day` when the number itself was printed, empty where that was the release; `url`
#: and `publisher` where, empty where that was the data set; `reasons` why the row is none, if so.
COLUMNS = (
    *("row", "key", "day", "publisher", "title", "url", "language"),
    *NAMING,
    *SAID,
    *("note", "reasons"),
)


class About(NamedTuple):
    """What a data set is: its short id, title, publisher, address and terms.

    `compiled` says whether those who publish it pass on what others count: of a number that a
    later release changes it is then open whose change that was.
    """

    id: str
    title: str
    publisher: str
    url: str
    terms: Terms
    compiled: bool = False
    language: str = "en"


@dataclass(frozen=True)
class Reading:
    """A file as read: which data set it is of, what it needs, and what was left out of it.

    `needs` holds rows of other files that its claims may name, used where the folders have none of
    those names. `part` names the file where a data set has several; `covers` is a pattern of the
    keys that this one holds, `beside` of those that another does. `left_out` says what else it
    holds that is no claim.
    """

    about: About
    needs: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    part: str = ""
    covers: str = ".*"
    beside: str = "^$"
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Context:
    """What an importer may look at beside its file: the folders' names, and a mapping if given.

    `names` are those of each file, `stances` the conflicts that each party has a side in.
    """

    names: Mapping[str, Names]
    stances: Mapping[str, Sequence[str]]
    mapping: Mapping[str, Any]


class DataSet(NamedTuple):
    """An importer of a data set; `mapping` is its way to propose a mapping file for a file."""

    read: Callable[[duckdb.DuckDBPyConnection, Path, Context], Reading]
    propose: Callable[[Path], str] | None = None


def needed(table: str, **cells: str) -> dict[str, str]:
    """Return a row of a folder's file, every other column empty.

    >>> needed("populations", id="medics")["noun"]
    ''
    """
    return dict.fromkeys((column.name for column in TABLES[table]), "") | cells


#: The populations that sets name.
_POPULATIONS = vocabulary.POPULATIONS | {
    "rescuers": vocabulary.Population("Rescuers", "rescuers", "Members of the civil defence.")
}

#: The metric that most sets name.
KILLED = needed(
    "metrics",
    id="killed",
    label="Killed",
    unit="people",
    family="dead",
    phrase="{people} killed",
    definition="People killed, as the source counts them.",
)


def populations(*ids: str) -> list[dict[str, str]]:
    """Return the rows of these populations, for a folder that lacks them.

    >>> [row["noun"] for row in populations("military")]
    ['soldiers']
    """
    return [needed("populations", id=id, **_POPULATIONS[id]._asdict()) for id in ids]


#: The terms that several sets are given under.
CC_BY = Terms(
    "CC-BY-4.0",
    "Creative Commons Attribution 4.0 International",
    "https://creativecommons.org/licenses/by/4.0/",
)

#: What sets about this war need of a folder that lacks it.
RUSSIA_UKRAINE = {
    "conflicts": [
        needed("conflicts", id="russia-ukraine", name="Russia–Ukraine war", began="2022-02-24")
    ],
    "parties": [
        needed("parties", id="russia", name="Russia", kind="state", people="Russian {people}"),
        needed("parties", id="ukraine", name="Ukraine", kind="state", people="Ukrainian {people}"),
    ],
}


def given(con: duckdb.DuckDBPyConnection, select: str, kind: str = "table") -> None:
    """Make `given` from a query that has some of `COLUMNS`, by name; and no others.

    As a view where each row is cheaper to work out when it is asked for than to be kept.
    """
    con.execute(
        f"create {kind} given as select null::bigint as row, null::varchar as key, "
        f"null::varchar[] as reasons where false union all by name ({select})"
    )


def columns_given(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the columns that the table `given` has."""
    return {name for name, *_ in con.execute("describe given").fetchall()}


def quoted(name: str) -> str:
    """Return a column's name as SQL takes it; some are words of SQL."""
    return f'"{name}"'


def whole(column: str, name: str) -> str:
    """Return SQL for why a column is no whole number, null where it is one or empty."""
    return (
        f"case when {column} <> '' and {column} is distinct from "
        f"cast(try_cast({column} as bigint) as varchar) then '{name} is ''' || {column} "
        "|| '''; a whole number with digits only is wanted, as 1100' end"
    )


def dated(column: str, name: str) -> str:
    """Return SQL for why a column is no day, null where it is one."""
    return (
        f"case when {column} is null then '{name} is empty; a day is wanted, as 2025-08-22' "
        f"when try_cast({column} as date) is null or length({column}) <> 10 then '{name} is ''' "
        f"|| {column} || '''; a day is wanted, as 2025-08-22' end"
    )


def reasons(*why: str) -> str:
    """Return SQL for the list of those reasons that are one; of nearly all rows there is none."""
    listed = f"list_filter([{', '.join(why)}], lambda w: w is not null)"
    return f"case when coalesce({', '.join(why)}) is null then []::varchar[] else {listed} end"


def table_of(con: duckdb.DuckDBPyConnection, file: Path) -> list[str]:
    """Read a CSV into the table `file`: every cell a text, empty ones null; return its columns.

    `row` numbers the rows below the first line. Lines with too many cells or too few go
    into the table `unread`, as `row`, `line` and `reason`.
    """
    names = first_line(file)
    taken = ", ".join(f"{literal(name)}: 'varchar'" for name in names)
    con.execute(
        "create table file as select row_number() over () as row, * from read_csv("  # noqa: S608
        "$path, auto_detect = false, skip = 1, header = false, delim = ',', quote = '\"', "
        f"escape = '\"', columns = {{{taken}}}, store_rejects = true, ignore_errors = true, "
        "rejects_table = 'rejected', rejects_scan = 'rejected_of', rejects_limit = 0, "
        "max_line_size = 2000000)",
        {"path": str(file)},
    )
    con.execute(
        "create table unread as select distinct on (line) "
        "cast(line as bigint) - 1 as row, csv_line as line, "
        "lower(error_type::varchar) || ': ' || error_message as reason "
        "from rejected order by line"
    )
    # What was not read has a row of its own: those after it move down by one.
    con.execute(
        "update file set row = file.row + (select count(*) from (select row - row_number() over "
        "(order by row) as before from unread) as u where u.before < file.row) "
        "where exists (select 1 from unread)"
    )
    return names


def first_line(file: Path) -> list[str]:
    """Return the columns that a CSV's first line names; raises ContestedError without any."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            names = next(csv.reader(opened), [])
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ContestedError(f"{file} cannot be read as CSV in UTF-8: {error}") from error
    if not names or len(set(names)) < len(names) or not all(names):
        raise ContestedError(
            f"{file.name}:1: the first line names the columns, each once; it holds "
            f"{', '.join(names)[:200]!r}"
        )
    return names


def lacking(file: Path, names: Sequence[str], wanted: Sequence[str], what: str) -> None:
    """Raise ContestedError where a file lacks columns that its format has."""
    if missing := [name for name in wanted if name not in names]:
        raise ContestedError(
            f"{file.name} is no file of {what}: it lacks {', '.join(missing)}; "
            f"it has {', '.join(names)[:300]}"
        )


def given_rows(con: duckdb.DuckDBPyConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Make the table `given` from rows that have some of its columns."""
    columns = [name for name in COLUMNS if name != "reasons"]
    frame = pd.DataFrame(
        {name: pd.Series([_cell(one.get(name)) for one in rows], dtype="str") for name in columns}
    )
    frame["reasons"] = pd.Series(
        [[one for one in row.get("reasons", ()) if one] for row in rows], dtype="object"
    )
    con.register("frame", frame)
    named = ", ".join(f"cast({quoted(name)} as varchar) as {quoted(name)}" for name in columns[1:])
    if rows:
        given(con, f"select cast(row as bigint) as row, {named}, reasons from frame")  # noqa: S608
    else:
        given(con, "select null::bigint as row limit 0")
    con.unregister("frame")


def _cell(value: object) -> str | None:
    return None if value is None or value == "" else str(value)


def json_rows(
    con: duckdb.DuckDBPyConnection, file: Path, what: str, wanted: Sequence[str]
) -> list[dict[str, Any]]:
    """Return the rows of a JSON file that is a list of them; the table `file` holds their texts.

    Raises ContestedError for another file, or where no row has the names wanted.
    """
    try:
        rows = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise ContestedError(f"{file.name} cannot be read as JSON: {error}") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ContestedError(f"{file.name} is no file of {what}: a list of rows is wanted")
    if rows and not any(name in row for row in rows for name in wanted):
        raise ContestedError(
            f"{file.name} is no file of {what}: no row has {' or '.join(wanted)}; the first has "
            f"{', '.join(map(str, rows[0]))[:300]}"
        )
    text_rows(con, [json.dumps(row, ensure_ascii=False) for row in rows])
    return rows


def text_rows(con: duckdb.DuckDBPyConnection, texts: Sequence[str]) -> None:
    """Make the table `file` of rows that are no cells: their texts, from 1."""
    frame = pd.DataFrame(
        {"row": range(1, len(texts) + 1), "content": pd.Series(texts, dtype="str")}
    )
    con.register("texts", frame)
    con.execute(
        "create table file as select row::bigint as row, content::varchar as content from texts"
    )
    con.unregister("texts")


def number_fault(name: str, value: object) -> str:
    """Return why a value of JSON is no whole number, empty where it is one.

    >>> number_fault("killed", 12), number_fault("killed", "about 12")
    ('', "killed is 'about 12'; a whole number is wanted, as 1100")
    """
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return ""
    return f"{name} is {value!r}; a whole number is wanted, as 1100"


def day_of(name: str, value: object) -> tuple[date | None, str]:
    """Return the day that a value of JSON is, or why it is none.

    >>> day_of("date", "2025-02-30")
    (None, "date is '2025-02-30'; a day is wanted, as 2025-08-22")
    """
    try:
        return date.fromisoformat(str(value)), ""
    except ValueError:
        return None, f"{name} is {value!r}; a day is wanted, as 2025-08-22"


#: The lines that `table_of` could not read as rows of `given`, each with the reason.
UNREAD = "select row, [reason] as reasons from unread where row > 0"
