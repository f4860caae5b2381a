"""Folders of the first form: what they lack is made of what they have, so that they go on building.

The first form had no `event`, `only`, `via`, `same_as`, `interval` and `level` of a claim, no files
of populations and places (a place was a text), and events without an id. Each file is taken by its
own header, so that a folder may be brought over file by file. `contested format` writes the form
of today.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path

import duckdb

from contested import vocabulary
from contested.checks import lines, rows
from contested.errors import Problem
from contested.tables import ADDED, FORMER, TABLES, Column

#: What makes such a folder one of today.
REMEDY = "`contested format` brings it over"

#: Files whose places were texts as long as there was no file of places.
_PLACED = ("claims", "scopes")

# A text as an id: small letters, digits, single hyphens; two texts of one id are numbered.
_SLUG = """trim(substr(trim(
    regexp_replace(lower(strip_accents({text})), '[^a-z0-9]+', '-', 'g'), '-'), 1, 60), '-')"""


def columns(folder: Path, file: str) -> tuple[Column, ...]:
    """Return the columns that a file of a folder is read by."""
    names_read = set(lines.named(folder / f"{file}.csv"))
    former = FORMER.get(file, ())
    names = {column.name for column in former}
    if names_read & names and not names_read & ({column.name for column in TABLES[file]} - names):
        return former
    if file in _PLACED and not (folder / "places.csv").is_file():
        return tuple(
            Column("place") if column.name == "place" else column for column in TABLES[file]
        )
    return TABLES[file]


def lacks(folder: Path) -> list[str]:
    """Return what a folder lacks of today's form, in words; none for a folder of today's form.

    Files that any folder may leave out are named only where its claims have the first form.
    """
    lacking = []
    for file, wanted in TABLES.items():
        names = lines.named(folder / f"{file}.csv")
        missing = [column.name for column in wanted if column.name not in names]
        new = [name for name in missing if file in FORMER or _new(file, name)]
        if names and new:
            lacking.append(f"{file}.csv has no {', '.join(new)}")
    if any(words.startswith("claims.csv") for words in lacking):
        absent = [f"{file}.csv" for file in ADDED[:2] if not (folder / f"{file}.csv").is_file()]
        lacking += [f"there is no {name}" for name in absent]
    return lacking


def _new(file: str, name: str) -> bool:
    return any(column.name == name and column.new for column in TABLES[file])


def notice(folder: Path) -> list[Problem]:
    """Return the one notice of a folder of the first form."""
    lacking = lacks(folder)
    if not lacking:
        return []
    what = f"{said(lacking)}; {REMEDY}"
    return [Problem("claims.csv", 0, "", "", what, "notice")]


def said(lacking: Sequence[str]) -> str:
    """Return that a folder has the first form, as it lacks this."""
    return f"the folder has the first form ({'; '.join(lacking)})"


def completed(con: duckdb.DuckDBPyConnection, folder: Path, unread: Container[str]) -> None:
    """Make what a folder lacks in the catalog `raw`, in today's form.

    Populations are those of the vocabulary, places the texts that name them, events have an id of
    their date and label, and a party that does not fight backs its side. Files that could not be
    read (`unread`) are left without rows.
    """
    if not (folder / "populations.csv").is_file():
        con.executemany(
            "insert into raw.populations (id, label, noun, definition) values (?, ?, ?, ?)",
            [
                (id, population.label, population.noun, population.definition)
                for id, population in vocabulary.POPULATIONS.items()
            ],
        )
    if not (folder / "places.csv").is_file():
        _places(con)
    if "event" not in lines.named(folder / "claims.csv"):
        con.execute("insert into raw.former values ('claims')")
    for file, statement in (("events", _EVENTS), ("stances", _STANCES)):
        if file not in unread and columns(folder, file) is FORMER[file]:
            con.execute(f"create table raw.{file}_of_today as {statement}")
            con.execute(f"create or replace view raw.{file} as from raw.{file}_of_today")
            con.execute("insert into raw.former values (?)", [file])


_EVENTS = f"""
    select id || case when number > 1 then '-' || number else '' end as id,
        conflict, date as began, date as began_from, date as began_to, 'day' as began_precision,
        date as ended, date as ended_from, date as ended_to, 'day' as ended_precision,
        cast(null as varchar) as place, cast(null as varchar) as subjects, label,
        cast(null as varchar) as phrase, cast(null as varchar) as article, url, line
    from (
        select *, row_number() over (partition by id order by line) as number
        from (
            select *, concat_ws(
                '-', cast(date as varchar), nullif({_SLUG.format(text="label")}, '')
            ) as id
            from raw.events
        ) as named
    ) as numbered
    order by line
"""  # noqa: S608 (constants)

_STANCES = """
    select conflict, party, side,
        case when role in ('backer', 'non_belligerent') then 'backer' else 'belligerent' end
            as role,
        cast(null as varchar) as article, cast(null as varchar) as url, line
    from raw.stances
"""


def _places(con: duckdb.DuckDBPyConnection) -> None:
    """Make a place of each text that names one, and name it by its id where the text stood."""
    con.execute(f"""
        insert into raw.places (id, name, conflict, line)
        select id || case when number > 1 then '-' || number else '' end, name, conflict,
            row_number() over (order by id, number) + 1
        from (
            select *, row_number() over (partition by id order by name) as number
            from (
                select coalesce(nullif({_SLUG.format(text="place")}, ''), 'place') as id,
                    place as name,
                    case when count(distinct conflict) = 1 then min(conflict) end as conflict
                from (
                    select place, conflict from raw.claims union all
                    select place, conflict from raw.scopes
                ) as named
                where place is not null
                group by place
            ) as slugged
        ) as numbered
    """)  # noqa: S608 (constants)
    for file in _PLACED:
        if rows.is_table(con, f"{file}_rows"):
            con.execute(
                f"update raw.{file}_rows as c set place = p.id from raw.places as p "  # noqa: S608
                "where p.name = c.place"
            )
