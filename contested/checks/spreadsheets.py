"""Files as spreadsheets save them: recognised as a whole, named once, and read as they are meant.

A spreadsheet of another country separates by semicolons or tabs, saves in an encoding of Windows,
adds empty rows and columns, and writes dates and numbers its own way. Each is one message for the
whole file, with what it would be; the rows are checked as if it were so. `contested format --fix`
writes what is safe: what can be read in one way only.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from contested.checks.cells import FIRST_DAY, REFERENCES, last_day
from contested.checks.lines import written
from contested.errors import Problem
from contested.folders import DESCRIPTION, opened
from contested.tables import TABLES, Column

FIX = "`contested format --fix` writes it"

_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}

#: Byte order marks of encodings other than UTF-8.
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}

#: How much of a file's end is looked at for empty rows.
_TAIL = 1 << 16

#: How many bytes are looked at together for what is not ASCII.
_PART = 1 << 20

#: The cells of one form in a file from which on they are one message.
MANY = 3

_DAY_FORM = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2((?:19|20)[0-9]{2})")
_SERIAL = re.compile(r"[2-6][0-9]{4}(?:\.0+)?")
_WHOLE = re.compile(r"([0-9]+)\.0+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[, \u00a0\u202f'\u2019][0-9]{3})+")


class Meant(NamedTuple):
    """A file as it is meant: its text with a comma between cells, and what that differs in."""

    text: str
    told: list[str]


@contextmanager
def read_as_meant(folder: Path) -> Iterator[tuple[Path, list[Problem]]]:
    """Give a data folder with its files as they are meant, and what was wrong with them as files.

    Lines keep their numbers. A folder that needs nothing is given as it is.
    """
    with TemporaryDirectory() as place:
        aside, wrong = Path(place), []
        for file, columns in TABLES.items():
            path = folder / f"{file}.csv"
            meant = as_meant(path, columns)
            if meant is not None:
                (aside / path.name).write_text(meant.text, encoding="utf-8", newline="")
                wrong += [Problem(path.name, 0, "", "", one) for one in meant.told]
        if not wrong:
            yield folder, []
            return
        for name in [DESCRIPTION, *(f"{file}.csv" for file in TABLES)]:
            if (folder / name).exists() and not (aside / name).exists():
                (aside / name).symlink_to((folder / name).absolute())
        yield aside, wrong


def as_meant(path: Path, columns: Sequence[Column]) -> Meant | None:
    """Return a file as it is meant, None where it is no spreadsheet's or cannot be read."""
    try:
        with opened(path) as stream:
            head = stream.readline(100_000)
            encoding = _encoding(path, head)
            separator = _separator(head, encoding, columns)
            empty = _empty_rows(path) if encoding == "utf-8" else 0
    except OSError:
        return None
    if encoding == "utf-8" and separator == "," and not empty and not _wide(head):
        return None
    text = path.read_bytes().decode(encoding, errors="replace").removeprefix("\ufeff")
    told = []
    if encoding != "utf-8":
        shown = next((line for line in text.splitlines() if not line.isascii()), "").strip()[:60]
        name = "Windows' cp1252" if encoding == "cp1252" else "UTF-16"
        told.append(f"it is saved in {name} ({shown!r}); it takes UTF-8: {FIX}")
    lines = [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]
    if separator != ",":
        told.append(f"{_SEPARATORS[separator]} stand between its cells; it takes commas: {FIX}")
        lines = [written(_cells(line, separator)) for line in lines]
    last = len(lines)
    while last > 1 and not lines[last - 1].strip(',;\t" '):
        last -= 1
    if len(lines) - last > 1 or (last < len(lines) and lines[last]):
        one = last + 1 == len(lines)
        where = f"line {last + 1} is" if one else f"lines {last + 1} to {len(lines)} are"
        told.append(f"{where} empty; take {'it' if one else 'them'} out: {FIX}")
        lines = lines[:last]
    rows = [_cells(line, ",") for line in lines]
    width = len(columns)
    if rows and len(rows[0]) > width and not any(rows[0][width:]):
        kept = len(rows[0]) - len(list(_trailing(rows[0])))
        if all(len(row) <= kept or not any(row[kept:]) for row in rows):
            told.append(f"empty columns follow {rows[0][kept - 1]}; take them out: {FIX}")
            lines = [written(row[:kept]) for row in rows]
    return Meant("\n".join(lines) + "\n", told) if told else None


def fixed(path: Path, columns: Sequence[Column]) -> str | None:
    """Return a file's text with all that is safe put right, None where nothing is to be.

    The cells are brought into their form where they can be read in one way only: dates whose day
    and month are told apart by the file, serial dates, whole numbers written 1000.0 or 1,000,
    spaces around a cell.
    """
    try:
        whole = as_meant(path, columns)
        text = whole.text if whole else path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    rows = list(csv.reader(io.StringIO(text)))
    if not rows:
        return None
    named = {column.name: column for column in columns}
    given = [named.get(name.strip()) for name in rows[0]]
    forms = {
        at: written_form(column, [row[at].strip() for row in rows[1:] if at < len(row)])
        for at, column in enumerate(given)
        if column is not None and column.kind in ("integer", "date", "when")
    }
    changed = [[cell.strip() for cell in rows[0]]]
    for row in rows[1:]:
        cells = [cell.strip() if given[at] else cell for at, cell in enumerate(row[: len(given)])]
        cells += row[len(given) :]
        changed.append([forms.get(at, {}).get(cell, cell) for at, cell in enumerate(cells)])
    if whole is None and changed == rows:
        return None
    return "".join(written(row) + "\n" for row in changed)


def written_form(column: Column, values: Iterable[str]) -> Mapping[str, str]:
    """Return what each cell of a column that a spreadsheet wrote would be, by how it is written.

    >>> dict(written_form(Column("as_of", "when"), ["22/08/2025", "01/09/2025", "2025-09"]))
    {'22/08/2025': '2025-08-22', '01/09/2025': '2025-09-01'}
    >>> dict(written_form(Column("as_of", "when"), ["03/04/2025"])), dict(
    ...     written_form(Column("low", "integer"), ["1000.0", "4,700", "1.5"])
    ... )
    ({}, {'1000.0': '1000', '4,700': '4700'})
    """
    distinct = dict.fromkeys(values)
    if column.kind == "integer":
        read = {value: _whole(value) for value in distinct}
        return {value: whole for value, whole in read.items() if whole is not None}
    dated = {value: match for value in distinct if (match := _DAY_FORM.fullmatch(value))}
    day_first = any(int(match[1]) > 12 for match in dated.values())
    month_first = any(int(match[3]) > 12 for match in dated.values())
    meant: dict[str, str] = {}
    if day_first != month_first:
        for value, match in dated.items():
            day, month = (match[1], match[3]) if day_first else (match[3], match[1])
            if told := _day(int(match[4]), int(month), int(day)):
                meant[value] = told
    for value in distinct:
        if _SERIAL.fullmatch(value):
            day_meant = date(1899, 12, 30) + timedelta(days=int(value.partition(".")[0]))
            if FIRST_DAY <= day_meant <= last_day():
                meant[value] = day_meant.isoformat()
    return meant


def together(problems: Sequence[Problem], columns: Sequence[Column]) -> list[Problem]:
    """Return the problems of cells with those of one spreadsheet's form as one for the file."""
    named = {column.name: column for column in columns}
    by_kind: dict[str, list[Problem]] = {}
    for problem in problems:
        column = named.get(problem.column)
        if kind := _form(column, problem.value) if column else "":
            by_kind.setdefault(kind, []).append(problem)
    taken: set[int] = set()
    said = []
    for kind, ones in by_kind.items():
        if len(ones) < MANY:
            continue
        taken |= set(map(id, ones))
        first = ones[0]
        told = f"{len(ones)} cells of the file are {_FORMS[kind]}"
        meant = written_form(named[first.column], [one.value for one in ones])
        if would := meant.get(first.value):
            told += f"; it would be {would}: {FIX}"
        elif kind == "date":
            told += "; day and month cannot be told apart"
        said.append(first.at(first.file, first.line, told))
    return [*(one for one in problems if id(one) not in taken), *said]


_FORMS = {
    "date": "dates as a spreadsheet shows them, and a date takes the form 2025-08-22",
    "serial": "days counted as a spreadsheet does, and a date takes the form 2025-08-22",
    "decimal": "whole numbers with decimals, and a number takes digits only",
    "grouped": "numbers with separators, and a number takes digits only",
}


def _form(column: Column, value: str) -> str:
    """Return which of a spreadsheet's forms a cell has, or nothing."""
    if column.kind == "integer":
        if _WHOLE.fullmatch(value):
            return "decimal"
        return "grouped" if _GROUPED.fullmatch(value) else ""
    if column.kind in ("date", "when") and column.kind not in REFERENCES:
        if _DAY_FORM.fullmatch(value):
            return "date"
        return "serial" if _SERIAL.fullmatch(value) else ""
    return ""


def _whole(value: str) -> str | None:
    if match := _WHOLE.fullmatch(value):
        return str(int(match[1]))
    return str(int(re.sub("[^0-9]", "", value))) if _GROUPED.fullmatch(value) else None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _encoding(path: Path, head: bytes) -> str:
    """Return a file's encoding; UTF-8 also for one that is damaged rather than of another."""
    if name := _MARKS.get(head[:2]):
        return name
    odd = 0
    for line in _beyond_ascii(path):
        try:
            line.decode()
        except UnicodeDecodeError:
            odd += 1
        else:
            return "utf-8"
    if odd < 2:
        return "utf-8"
    try:
        path.read_bytes().decode("cp1252")
    except UnicodeDecodeError:
        return "utf-8"
    return "cp1252"


def _beyond_ascii(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file that are not all ASCII; many are looked at together."""
    with opened(path) as stream:
        while part := stream.read(_PART):
            part += stream.readline()
            if not part.isascii():
                yield from (line for line in part.split(b"\n") if not line.isascii())


def _separator(head: bytes, encoding: str, columns: Sequence[Column]) -> str:
    """Return what stands between the cells of a header, a comma where that cannot be told."""
    text = head.decode(encoding, errors="replace").removeprefix("\ufeff").strip("\r\n")
    names = {column.name for column in columns}
    if len(names & set(_cells(text, ","))) > 1:
        return ","
    for separator in _SEPARATORS:
        if len(names & set(_cells(text, separator))) > 1:
            return separator
    return ","


def _empty_rows(path: Path) -> int:
    """Return how many rows at a file's end hold nothing, a single empty line not counted."""
    with opened(path) as stream:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(max(0, size - _TAIL))
        lines = stream.read().split(b"\n")
    if lines and not lines[-1]:
        lines.pop()
    empty = 0
    while empty < len(lines) - 1 and not lines[-1 - empty].strip(b',;\t" \r'):
        empty += 1
    return 0 if empty == 1 and not lines[-1].strip(b"\r") else empty


def _wide(head: bytes) -> bool:
    """Return whether a header ends in columns without a name."""
    return head.rstrip(b"\r\n").endswith((b",", b',""'))


def _trailing(cells: Sequence[str]) -> Iterator[str]:
    for cell in reversed(cells):
        if cell:
            return
        yield cell


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator, strict=True), [])
    except csv.Error:
        return line.split(separator)
