"""When each row was entered: the day of the commit that first had it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from contested.ledger.states import by_name, texts_of
from contested.revisions import history
from contested.tables import TABLES

#: The files whose rows say when they were entered.
ENTERED = tuple(table for table in TABLES if any(c.name == "entered" for c in TABLES[table]))


def with_entries(folder: Path, files: Mapping[str, bytes], today: date) -> dict[str, bytes]:
    """Return a folder's files, in canonical form, with the day of entry of each row that has none.

    It is the day of the first commit of the folder's repository that had the row, and today for one
    that no commit has. Raises ContestedError for a folder whose history is not there.
    """
    filled = dict(files)
    for table in ENTERED:
        name = f"{table}.csv"
        first = _first_days(folder, table)
        rows = by_name(table, texts_of(files[name]))
        text = io.StringIO()
        columns = [column.name for column in TABLES[table]]
        writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
        writer.writeheader()
        for id, row in rows.items():
            writer.writerow({**row, "entered": row.get("entered") or first.get(id, today)})
        if rows:
            filled[name] = text.getvalue().encode()
    return filled


def _first_days(folder: Path, table: str) -> dict[str, date]:
    """Return when a commit first had each row of a file, by what names it."""
    days: dict[str, date] = {}
    for day, content in history(folder, f"{table}.csv"):
        for name in by_name(table, texts_of(content)):
            days[name] = min(day, days.get(name, day))
    return days
