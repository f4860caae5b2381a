"""The lines of a data file: its header, and the lines that are not one whole row.

A row is one line, so that a difference between two versions is a row and a line number finds it.
DuckDB reads a sound file whole. This module says what is wrong with the lines of one that is not,
and writes the sound lines aside, each with its number in front, so that they are still checked.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Container, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from contested.checks import cells
from contested.errors import Problem, hint
from contested.folders import opened
from contested.tables import Column

#: The longest line; a longer one is a file that is not what its name says.
LINE_LENGTH = 100_000

#: How many lines a quote may stay open over before it is taken for a stray one.
_REACH = 50

#: How many cells a row may have too many or too few for a guess at the comma.
_GUESSED = 6

#: How many bytes are looked at together.
_PART = 1 << 20

_QUOTED = re.compile(rb'"[^"\n]*"')

#: Every byte but those that end a cell or a line.
_IN_CELLS = bytes(set(range(256)) - set(b",\n"))

_BOM = b"\xef\xbb\xbf"


class Header(NamedTuple):
    """The columns that a file's first line names, and how its lines end."""

    columns: list[str]
    ending: str


class Lines(NamedTuple):
    """What is wrong with some lines, how many more there are, and the ids that those rows have."""

    problems: list[Problem]
    more: int
    ids: list[str]


def named(path: Path) -> list[str]:
    """Return the columns that a file's first line names; none when it cannot be read."""
    if not path.is_file():
        return []
    with path.open("rb") as stream:
        raw = stream.readline(LINE_LENGTH).removeprefix(_BOM)
    try:
        return _cells(raw.rstrip(b"\r\n").decode())
    except (UnicodeDecodeError, csv.Error):
        return []


def header(path: Path, columns: Sequence[Column]) -> tuple[Header | None, list[Problem]]:
    """Return a file's header and what is wrong with it; no header when its rows cannot be read."""
    wanted = [column.name for column in columns]
    name = path.name
    try:
        with opened(path) as stream:
            raw = stream.readline(LINE_LENGTH).removeprefix(_BOM)
    except FileNotFoundError:
        takes = f"the file is missing; its first line takes {','.join(wanted)}"
        return None, [Problem(name, 0, "", "", takes)]
    except OSError as error:
        return None, [Problem(name, 0, "", "", f"it cannot be read: {error.strerror}")]
    ending = r"\r\n" if raw.endswith(b"\r\n") else r"\n"
    try:
        cells = _cells(raw.rstrip(b"\r\n").decode())
    except (UnicodeDecodeError, csv.Error) as reason:
        message = f"the header cannot be read ({reason}); it takes {','.join(wanted)}"
        return None, [Problem(name, 1, "", "", message)]
    if not any(cells):
        takes = f"the first line is empty; it takes {','.join(wanted)}"
        return None, [Problem(name, 1, "", "", takes)]
    # A file of the first form lacks the columns that were added since.
    missing = [c.name for c in columns if c.name not in cells and not (c.new or c.optional)]
    instead = missing or wanted
    unknown = [cell for cell in dict.fromkeys(cells) if cell not in wanted]
    problems = [
        Problem(name, 1, "header", cell, "the column stands twice; leave one")
        for cell in dict.fromkeys(cells)
        if cell in wanted and cells.count(cell) > 1
    ]
    problems += [
        Problem(name, 1, "header", cell, f"no column has that name; {hint(cell, instead)}")
        for cell in unknown
    ]
    if missing:
        listed = ", ".join(missing)
        problems.append(Problem(name, 1, "", "", f"the header lacks {listed}"))
    return (None if problems else Header(cells, ending)), problems


def even(path: Path, width: int) -> int | None:
    """Return how many lines a file has, None where one has not the commas of so many cells.

    Commas within quotes are of a cell. DuckDB takes a row with one cell too many when that one is
    empty: what an unquoted comma leaves behind in a file whose last column is seldom filled. Many
    lines are looked at together, as what is left of them without all that is in their cells.
    """
    count, line = 0, b"," * (width - 1) + b"\n"
    with opened(path) as stream:
        while part := stream.read(_PART):
            part += stream.readline()
            if b'"' in part:
                part = _QUOTED.sub(b"", part)
            marks = part.translate(None, _IN_CELLS) + (b"" if part.endswith(b"\n") else b"\n")
            lines = len(marks) // width
            if marks != line * lines:
                return None
            count += lines
    return count


def sorted_out(
    path: Path, head: Header, columns: Sequence[Column], aside: Path, most: int
) -> Lines:
    """Write a file's sound lines aside, each with its number as a first cell; return the others.

    At most `most` problems are kept; `more` counts the rest.
    """
    by_name = {column.name: column for column in columns}
    ordered = [by_name[name] for name in head.columns]
    problems: list[Problem] = []
    more = 0
    ids: list[str] = []
    place = head.columns.index("id") if "id" in head.columns else None
    with aside.open("w", encoding="utf-8", newline="") as stream:
        stream.write("line," + ",".join(head.columns) + "\n")
        for number, text, message in _rows(path, ordered):
            if message is None:
                stream.write(f"{number},{text}\n")
                continue
            cells = text.split(",")
            if place is not None and place < len(cells):
                ids.append(cells[place].strip('" '))
            if len(problems) < most:
                problems.append(Problem(path.name, number, "", "", message))
            else:
                more += 1
    return Lines(problems, more, ids)


def cells_at(path: Path, numbers: Container[int]) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of the lines of these numbers; the lines are whole rows."""
    for number, raw in _numbered(path):
        if number in numbers:
            yield number, _cells(raw.decode())


def written(row: Sequence[str]) -> str:
    """Return a row as a line of CSV, without its end."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow(row)
    return stream.getvalue()


def _rows(path: Path, columns: Sequence[Column]) -> Iterator[tuple[int, str, str | None]]:
    """Yield each line after the header: its number, its text, and what is wrong with it."""
    lines = islice(_numbered(path), 1, None)
    ahead: deque[tuple[int, bytes]] = deque()
    while ahead or (ahead := deque(islice(lines, 1))):
        number, raw = ahead.popleft()
        text, fault = raw.decode(errors="replace"), _fault(raw, columns)
        if fault and raw.count(b'"') % 2:
            ahead.extend(islice(lines, _REACH - len(ahead)))
            closing = next((at for at, (_, line) in enumerate(ahead) if line.count(b'"') % 2), -1)
            taken = list(islice(ahead, closing + 1))
            if taken and _fault(b"\n".join([raw, *(line for _, line in taken)]), columns) is None:
                ahead = deque(islice(ahead, closing + 1, None))
                fault = (
                    f"a cell holds a line break, and the row ends in line {taken[-1][0]}; "
                    "a row takes one line"
                )
        yield number, text, fault


def _numbered(path: Path) -> Iterator[tuple[int, bytes]]:
    with opened(path) as stream:
        for number, raw in enumerate(stream, start=1):
            yield number, raw.rstrip(b"\n").removesuffix(b"\r")


def _fault(raw: bytes, columns: Sequence[Column]) -> str | None:
    """Return what is wrong with one line as a row of these columns."""
    if not raw:
        return "the line is empty; take it out"
    if len(raw) > LINE_LENGTH:
        return f"the line is {len(raw)} bytes long; a row takes at most {LINE_LENGTH}"
    try:
        text = raw.decode()
    except UnicodeDecodeError as reason:
        byte = f"0x{raw[reason.start]:02X}"
        return f"byte {reason.start + 1} of the line ({byte}) is not UTF-8; save the file as UTF-8"
    if "\r" in text:
        return "a carriage return (U+000D) stands inside the line; a row takes one line"
    try:
        row = _cells(text)
    except csv.Error:
        return (
            "a quote is not closed or not doubled; "
            'a cell with quotes or commas takes the form "said ""some 600"", twice"'
        )
    if len(row) != len(columns):
        counted = f"the row has {len(row)} cell{'s' * (len(row) != 1)}"
        guess = _comma(row, columns)
        return f"{counted}; it takes {len(columns)}, one a column{guess and '; '}{guess}"
    return None


def _comma(row: Sequence[str], columns: Sequence[Column]) -> str:
    """Say which comma probably is the one too many, or before which cell one lacks.

    Of all ways to give each column a cell, several that commas cut apart, or none, the one is taken
    in which the fewest cells would not pass. "" when there are too many ways, or none that is good.
    """
    beyond = len(row) - len(columns)
    if abs(beyond) > _GUESSED or len(row) < 2:
        return ""
    shares = (0, 1) if beyond < 0 else range(1, beyond + 2)
    # The cheapest way to give the columns so far the cells so far, and how many each is given.
    ways: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    for place, column in enumerate(columns):
        further: dict[int, tuple[int, tuple[int, ...]]] = {}
        for start, (cost, given) in ways.items():
            for share in shares:
                if start + share > len(row):
                    continue
                price = cost + _price(column, row[start : start + share])
                price += 0 if share else len(columns) - place  # of several that fit, the last
                if start + share not in further or price < further[start + share][0]:
                    further[start + share] = (price, (*given, share))
        ways = further
    cost, given = ways[len(row)]
    odd = [at for at, share in enumerate(given) if share != 1]
    if cost >= _BAD * (1 + len(odd)):
        return ""
    if beyond < 0:
        names = " and ".join(columns[at].name for at in odd)
        return f"a comma probably lacks before {names}"
    said = []
    for at in odd:
        whole = ",".join(row[sum(given[:at]) : sum(given[: at + 1])])
        column = columns[at]
        if column.kind == "integer":
            instead = cells.fault(column, whole)
        else:
            instead = 'it takes quotes around it, as "' + whole.replace('"', '""') + '"'
        said.append(f"a comma probably stands unquoted in {column.name}, {whole!r}; {instead}")
    return "; ".join(said)


#: What a cell costs that would not pass, in a guess at a comma.
_BAD = 10_000

_GROUPED = "[0-9]{1,3}(?:,[0-9]{3})+"


def _price(column: Column, parts: Sequence[str]) -> int:
    """Return how unlikely it is that a column's cell was cut into these parts, or left out."""
    if not parts:
        return _BAD if column.required else 0
    value = ",".join(parts)
    cut = len(parts) - 1
    if column.kind in cells.REFERENCES:
        passes = not cut and bool(value or not column.required)
        slug = Column(column.name, "id")
        passes = passes and not any(cells.fault(slug, part) for part in value.split(";"))
        return 0 if passes else _BAD
    if not cut:
        odd = column.kind == "text" and value.startswith(("http://", "https://"))
        return _BAD if cells.fault(column, value) else _BAD // 10 * odd
    if column.kind == "integer":
        return cut if re.fullmatch(_GROUPED, value) else _BAD * len(parts)
    if cells.fault(column, value):
        return _BAD
    if re.fullmatch(rf"(?:.*[^0-9])?{_GROUPED}(?:[^0-9].*)?", value) or ", " in value:
        return cut
    return cut * (3 if all(parts) else 10)


def _cells(text: str) -> list[str]:
    """Return the cells of one line; a quote left open is an error."""
    return next(csv.reader([text], strict=True), [])
