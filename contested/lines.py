"""The lines of a data file: its header, and the lines that are not one whole row.

A row is one line, so that a difference between two versions is a row and a line number finds it.
DuckDB reads a sound file whole. This module says what is wrong with the lines of one that is not,
and writes the sound lines aside, each with its number in front, so that they are still checked.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Container, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from contested.errors import Problem, hint
from contested.tables import Column

#: The longest line; a longer one is a file that is not what its name says.
LINE_LENGTH = 100_000

#: How many lines a quote may stay open over before it is taken for a stray one.
_REACH = 50

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


def header(path: Path, columns: Sequence[Column]) -> tuple[Header | None, list[Problem]]:
    """Return a file's header and what is wrong with it; no header when its rows cannot be read."""
    wanted = [column.name for column in columns]
    name = path.name
    if not path.is_file():
        takes = f"the file is missing; its first line takes {','.join(wanted)}"
        return None, [Problem(name, 0, "", "", takes)]
    with path.open("rb") as stream:
        raw = stream.readline(LINE_LENGTH).removeprefix(_BOM)
    ending = r"\r\n" if raw.endswith(b"\r\n") else r"\n"
    try:
        cells = _cells(raw.rstrip(b"\r\n").decode())
    except (UnicodeDecodeError, csv.Error) as reason:
        message = f"the header cannot be read ({reason}); it takes {','.join(wanted)}"
        return None, [Problem(name, 1, "", "", message)]
    if not any(cells):
        takes = f"the first line is empty; it takes {','.join(wanted)}"
        return None, [Problem(name, 1, "", "", takes)]
    missing = [column for column in wanted if column not in cells]
    instead = missing or wanted
    unknown = [cell for cell in dict.fromkeys(cells) if cell not in wanted]
    found = [
        Problem(name, 1, "header", cell, "the column stands twice; leave one")
        for cell in dict.fromkeys(cells)
        if cell in wanted and cells.count(cell) > 1
    ]
    found += [
        Problem(name, 1, "header", cell, f"no column has that name; {hint(cell, instead)}")
        for cell in unknown
    ]
    if missing:
        listed = ", ".join(missing)
        found.append(Problem(name, 1, "", "", f"the header lacks {listed}"))
    return (None if found else Header(cells, ending)), found


def line_count(path: Path) -> int:
    """Return how many lines a file has; the last one may lack its end."""
    count, last = 0, b"\n"
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            count += block.count(b"\n")
            last = block[-1:]
    return count + (last != b"\n")


def sorted_out(path: Path, head: Header, aside: Path, most: int) -> Lines:
    """Write a file's sound lines aside, each with its number as a first cell; return the others.

    At most `most` problems are kept; `more` counts the rest.
    """
    found: list[Problem] = []
    more = 0
    ids: list[str] = []
    place = head.columns.index("id") if "id" in head.columns else None
    with aside.open("w", encoding="utf-8", newline="") as stream:
        stream.write("line," + ",".join(head.columns) + "\n")
        for number, text, message in _rows(path, len(head.columns)):
            if message is None:
                stream.write(f"{number},{text}\n")
                continue
            cells = text.split(",")
            if place is not None and place < len(cells):
                ids.append(cells[place].strip('" '))
            if len(found) < most:
                found.append(Problem(path.name, number, "", "", message))
            else:
                more += 1
    return Lines(found, more, ids)


def cells_at(path: Path, numbers: Container[int]) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of the lines of these numbers; the lines are whole rows."""
    for number, raw in _numbered(path):
        if number in numbers:
            yield number, _cells(raw.decode())


def _rows(path: Path, width: int) -> Iterator[tuple[int, str, str | None]]:
    """Yield each line after the header: its number, its text, and what is wrong with it."""
    lines = islice(_numbered(path), 1, None)
    ahead: deque[tuple[int, bytes]] = deque()
    while ahead or (ahead := deque(islice(lines, 1))):
        number, raw = ahead.popleft()
        text, fault = raw.decode(errors="replace"), _fault(raw, width)
        if fault and raw.count(b'"') % 2:
            ahead.extend(islice(lines, _REACH - len(ahead)))
            closing = next((at for at, (_, line) in enumerate(ahead) if line.count(b'"') % 2), -1)
            taken = list(islice(ahead, closing + 1))
            if taken and _fault(b"\n".join([raw, *(line for _, line in taken)]), width) is None:
                ahead = deque(islice(ahead, closing + 1, None))
                fault = (
                    f"a cell holds a line break, and the row ends in line {taken[-1][0]}; "
                    "a row takes one line"
                )
        yield number, text, fault


def _numbered(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as stream:
        for number, raw in enumerate(stream, start=1):
            yield number, raw.rstrip(b"\n").removesuffix(b"\r")


def _fault(raw: bytes, width: int) -> str | None:
    """Return what is wrong with one line as a row of so many cells."""
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
        cells = _cells(text)
    except csv.Error:
        return (
            "a quote is not closed or not doubled; "
            'a cell with quotes or commas takes the form "said ""some 600"", twice"'
        )
    if len(cells) != width:
        return f"the row has {len(cells)} cells; it takes {width}, one a column"
    return None


def _cells(text: str) -> list[str]:
    """Return the cells of one line; a quote left open is an error."""
    return next(csv.reader([text], strict=True), [])
