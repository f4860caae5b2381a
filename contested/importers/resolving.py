"""What a data set calls things, found in the folders by name; what none has gets a row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pandas as pd

from contested.importers.data_set import NAMING, Reading, columns_given, needed
from contested.importers.names import Names, new_name, new_source, slug
from contested.importers.plan import Rows, read
from contested.tables import INDEPENDENT, TABLES

#: Files whose names an import looks through, and those that say more of them.
_READ = (*dict.fromkeys(NAMING.values()), "stances")

#: What stands between several sources; what a name has in brackets is of the name.
_SEVERAL = re.compile(r" \+ |;(?![^()]*\))")

#: Columns by which rows that are needed name others.
_POINTERS = {
    "part_of": "",
    "affiliation": "parties",
    "conflict": "conflicts",
}


def rows(beside: Sequence[Path], into: Path) -> dict[str, Rows]:
    """Return the rows of the folders' files that an import looks through."""
    return {table: [row for one in (*beside, into) for row in read(one, table)] for table in _READ}


class _Finder:
    """Finds the ids of names, and collects the rows that the folders lack."""

    def __init__(self, reading: Reading, names: Mapping[str, Names]) -> None:
        self.names = names
        self.added: dict[str, Rows] = {}
        self.needs: dict[str, dict[str, Mapping[str, str]]] = {}
        for table, given in reading.needs.items():
            by_name = self.needs.setdefault(table, {})
            for row in given:
                for name in _names(row):
                    by_name.setdefault(name, row)

    def id(self, table: str, said: str) -> tuple[str, str]:
        """Return the id of what a name means, or why it means nothing."""
        if need := self.needs.get(table, {}).get(said):
            return self._needed(table, need), ""
        names = self.names[table]
        name = new_name(said) if table == "sources" else said
        if id := names.id(name):
            return id, ""
        if near := names.near(name):
            return "", (
                f"{name!r} is in no row of {table}.csv and is nearly {near!r}; write that, or add "
                "a row"
            )
        if table == "sources" and (source := new_source(said, names.ids)):
            return self._new(table, needed("sources", **source)), ""
        if table == "places":
            return self._new(table, needed("places", id=slug(said)[:80], name=said)), ""
        like = {
            "sources": "; write it as Name (kind; affiliation), or add a row to sources.csv",
        }.get(table, f"; add a row to {table}.csv, or say in a mapping which it is")
        return "", f"{said!r} is in no row of {table}.csv{like}"

    def _needed(self, table: str, need: Mapping[str, str]) -> str:
        names = self.names[table]
        for name in _names(need):
            if id := names.id(name):
                return id
        row = dict(need)
        for column, file in _POINTERS.items():
            if (said := row.get(column, "")) and said != INDEPENDENT:
                row[column] = self.id(file or table, said)[0] or said
        return self._new(table, row)

    def _new(self, table: str, row: dict[str, str]) -> str:
        self.added.setdefault(table, []).append(row)
        self.names[table].know(row)
        return row["id"]


def _names(row: Mapping[str, str]) -> list[str]:
    """Return all that a row is known by, its id first."""
    given = [row["id"], *(row.get(name, "") for name in ("name", "label", "short"))]
    return [name for name in [*given, *row.get("names", "").split(";")] if name]


def resolved(
    con: duckdb.DuckDBPyConnection,
    reading: Reading,
    names: Mapping[str, Names],
) -> dict[str, Rows]:
    """Make the table `named` (name of the column, what is said, its id or why it has none).

    Return the rows of each file that the folders lack.
    """
    finder = _Finder(reading, names)
    known: list[tuple[str, str, str | None, str | None]] = []
    for name in filter(columns_given(con).__contains__, NAMING):
        table = NAMING[name]
        said = con.execute(
            f'select distinct "{name}" from given where "{name}" is not null order by 1'  # noqa: S608
        ).fetchall()
        for (text,) in said:
            parts = [text]
            if name in ("sources", "via"):
                parts = [one.strip() for one in _SEVERAL.split(text) if one.strip()]
            ids, whys = zip(*(finder.id(table, part) for part in parts), strict=True)
            why = "; ".join(filter(None, whys))
            known.append((name, text, None if why else ";".join(dict.fromkeys(ids)), why or None))
    frame = pd.DataFrame(known, columns=["name", "said", "id", "why"], dtype="str")
    con.register("known", frame)
    con.execute(
        "create table named as select name::varchar as name, said::varchar as said, "
        "id::varchar as id, why::varchar as why from known"
    )
    con.unregister("known")
    return {
        table: [dict.fromkeys((column.name for column in TABLES[table]), "") | row for row in rows]
        for table, rows in finder.added.items()
    }
