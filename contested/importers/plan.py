"""What an import would change in a data folder, and writing it."""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

from contested import disk, words
from contested.errors import ContestedError
from contested.tables import TABLES

#: A file's rows as they stand in it: every cell a text.
Rows = list[dict[str, str]]

#: The column of a file of rows set aside that says why each is there.
REASON = "set_aside_because"


@dataclass(frozen=True)
class SetAside:
    """One row of an imported file that does not go in: its line, its cells, and every reason."""

    line: int
    row: Mapping[str, str]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Present:
    """One row of an imported file that the folder holds already, and in what the two differ."""

    line: int
    claim: str
    differs: tuple[str, ...] = ()


@dataclass
class Plan:
    """What an import would change.

    `added` holds the new rows of each file of the folder; `present` the rows that are there
    already; `aside` those that do not fit, with the file's own `columns`; `notes` what a person
    should look at, a line each.
    """

    added: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    present: list[Present] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, table: str, row: dict[str, str]) -> None:
        """Add a new row to one file of the folder."""
        self.added.setdefault(table, []).append(row)

    def write(self, folder: Path) -> None:
        """Add the new rows to the folder, in its canonical order; nothing else is touched.

        Either all files are written or none.
        """
        replaced(folder, {name: now for name, (_, now) in self.texts(folder).items()})

    def texts(self, folder: Path) -> dict[str, tuple[str, str]]:
        """Return what each file that gets rows holds now and would hold then, by its name."""
        published = {row["id"]: row["published"] for row in read(folder, "articles")}
        published |= {row["id"]: row["published"] for row in self.added.get("articles", ())}
        orders: dict[str, Callable[[dict[str, str]], Any]] = {
            "articles": lambda row: (row["published"], row["id"]),
            "claims": lambda row: (published.get(row["article"], ""), row["article"]),
            "stances": lambda row: (row["conflict"], row["party"]),
            **dict.fromkeys(("conflicts", "parties", "places", "sources"), lambda row: row["id"]),
        }
        return {
            f"{table}.csv": _inserted(folder, table, added, orders.get(table, lambda _: ()))
            for table, added in self.added.items()
        }

    def summary(self) -> list[str]:
        """Return what the import does, a line for each kind of thing, in the order of interest."""
        lines = []
        claims = len(self.added.get("claims", ()))
        rows = [
            words.count(len(added), *noun(table))
            for table, added in self.added.items()
            if table != "claims"
        ]
        lines.append(
            f"{words.capital(words.count(claims, 'new claim'))}"
            + (f", with {', '.join(rows)}." if rows else ".")
        )
        if self.present:
            text = f"{words.capital(words.count(len(self.present), 'row'))} there already"
            differing = sum(bool(one.differs) for one in self.present)
            lines.append(f"{text}, {differing} with another cell." if differing else f"{text}.")
        if self.aside:
            lines.append(f"{words.capital(words.count(len(self.aside), 'row'))} set aside.")
        return lines


def noun(table: str) -> tuple[str, str]:
    """Return what one and what several new rows of a file are called.

    >>> noun("parties"), noun("sources")
    (('new party', 'new parties'), ('new source', 'new sources'))
    """
    return f"new {'party' if table == 'parties' else table.removesuffix('s')}", f"new {table}"


def aside_file(aside: Iterable[SetAside], columns: Iterable[str]) -> str:
    """Return the rows set aside as CSV: their own columns, then the reasons joined by "; "."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [*columns, REASON], lineterminator="\n")
    writer.writeheader()
    for one in aside:
        writer.writerow({**one.row, REASON: "; ".join(one.reasons)})
    return text.getvalue()


def read(folder: Path, table: str) -> Rows:
    """Return the rows of one file of a data folder as they stand in it, every column filled.

    A file that is not there has no rows. Raises ContestedError where it cannot be read as CSV.
    """
    path = folder / f"{table}.csv"
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.DictReader(opened, restkey="", restval="", strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ContestedError(f"{path.name} cannot be read: {error}") from error
    names = [column.name for column in TABLES[table]]
    return [{name: row.get(name, "") for name in names} for row in rows]


def columns(folder: Path, table: str) -> list[str]:
    """Return the columns that one file of a data folder names; none where it is not there."""
    path = folder / f"{table}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return next(csv.reader(opened), [])


def write(folder: Path, tables: Mapping[str, Rows]) -> None:
    """Write files of a data folder whole: all aside first, then each renamed into its place."""
    replaced(folder, {f"{table}.csv": whole(table, rows) for table, rows in tables.items()})


def whole(table: str, rows: Rows) -> str:
    """Return rows of one file as CSV, with all of its columns."""
    text = io.StringIO()
    names = [column.name for column in TABLES[table]]
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def replaced(folder: Path, texts: Mapping[str, str]) -> None:
    """Replace files of a folder by texts: all aside first, then each renamed into its place."""
    try:
        disk.write({folder / name: text.encode() for name, text in texts.items()})
    except OSError as error:
        raise ContestedError(f"{folder} cannot be written: {error.strerror}") from error


def _inserted(
    folder: Path, table: str, added: Rows, order: Callable[[dict[str, str]], Any]
) -> tuple[str, str]:
    """Return what a file holds and what it holds with rows added, each behind those before it.

    The lines that are there stay as they are written. Where they cannot, as the file lacks a
    column that the rows fill or is no plain table of commas, it is written anew in order.
    """
    path = folder / f"{table}.csv"
    rows = read(folder, table)
    text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    header = next(csv.reader(io.StringIO(text, newline="")), [])
    filled = {name for row in added for name, cell in row.items() if cell}
    known = {column.name for column in TABLES[table]}
    if not header or not filled <= set(header) <= known:
        return text, whole(table, sorted([*rows, *added], key=order))
    end = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    lines = _records(text)
    if not lines[-1].endswith("\n"):
        lines[-1] += end
    behind: dict[int, list[str]] = {}
    # The least key from each row on, so that a row's place is behind the last that goes before it.
    least = list(accumulate((order(row) for row in reversed(rows)), min))[::-1]
    for row in sorted(added, key=order):
        place = bisect_right(least, order(row))
        behind.setdefault(place, []).append(_line(row, header, end))
    parts = [[line, *behind.get(number, ())] for number, line in enumerate(lines)]
    mark = "\ufeff" if path.read_bytes().startswith(b"\xef\xbb\xbf") else ""
    return text, mark + "".join(line for part in parts for line in part)


def _records(text: str) -> list[str]:
    """Return a file's header and rows as they are written; one may be of several lines.

    An empty line is no row: it stays with the one before it.
    """
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, strict=True)
    records: list[str] = []
    before = 0
    for cells in reader:
        written = "".join(lines[before : reader.line_num])
        before = reader.line_num
        if cells or not records:
            records.append(written)
        else:
            records[-1] += written
    return records


def _line(row: Mapping[str, str], header: list[str], end: str) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerow([row.get(name, "") for name in header])
    return text.getvalue()
