"""Several data folders as one: their tables united, each row with the folder and line it is from.

The first folder is the base, and the others stand beside it in the same form: a table that one of
them does not have adds no rows. A row that is repeated as it is counts once; claims and articles
are each folder's own. All else is for the rules, which see the rows of all.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, TextIO

import duckdb

from contested.checks import former, lines
from contested.errors import Problem
from contested.folders import DESCRIPTION, Folder, named, opened
from contested.tables import TABLES

#: How many bytes are copied at a time.
_PART = 1 << 24

#: Tables whose rows are never repeated: the same id in two folders is an error.
_OWN = ("articles", "claims")


class _Stretch(NamedTuple):
    """Lines of a united table that follow each other in one file: where they begin, here and there.

    `folder` is the position of the folder that the file is in.
    """

    first: int
    folder: int
    line: int


@dataclass
class United:
    """The folder that holds the tables of all, and where each of its lines is from."""

    path: Path
    folders: Sequence[tuple[str, Folder]]
    problems: list[Problem] = field(default_factory=list)
    stretches: dict[str, list[_Stretch]] = field(default_factory=dict)

    def origin(self, table: str, line: int) -> tuple[int, int]:
        """Return the position of the folder that a line is from, and the line in its file."""
        stretches = self.stretches.get(table)
        if not stretches or not line:
            return 0, line
        at = stretches[max(0, bisect_right(stretches, line, key=lambda one: one.first) - 1)]
        return at.folder, line - at.first + at.line

    def told(self, problem: Problem) -> Problem:
        """Return a problem of the united tables as one of the file that it is from."""
        if len(self.folders) == 1:
            return problem
        table = problem.file.removesuffix(".csv")
        folder, line = self.origin(table, problem.line)

        def other(match: re.Match[str]) -> str:
            where, number = self.origin(table, int(match[1]))
            return f"line {number}" + (f" of {self._file(where, table)}" if where != folder else "")

        message = re.sub(r"\bline ([0-9]+)\b", other, problem.message)
        return problem.at(self._file(folder, table), line, message)

    def _file(self, position: int, table: str) -> str:
        return f"{self.folders[position][0]}/{table}.csv" if position else f"{table}.csv"

    def describe(self, con: duckdb.DuckDBPyConnection) -> None:
        """Write what the folders say of themselves as raw.folders, and where a claim is from.

        The macros `folder_at` and `line_at` tell of a line of the united claims the position of
        its folder and the line in its file.
        """
        con.execute(
            "create table raw.folders (id varchar, position bigint, title varchar, "
            "description varchar, version varchar, terms_name varchar, terms_title varchar, "
            "terms_url varchar)"
        )
        for position, (id, one) in enumerate(self.folders):
            about = one.described()
            con.execute(
                "insert into raw.folders values (?, ?, ?, ?, ?, ?, ?, ?)",
                [id, position, *about[1:4], *(about.terms or (None, None, None))],
            )
        stretches = self.stretches.get("claims") or [_Stretch(1, 0, 1)]
        place, offset = "0", "0"
        for first, folder, line in stretches:
            place = f"case when line >= {first} then {folder} else {place} end"
            offset = f"case when line >= {first} then {first - line} else {offset} end"
        con.execute(f"create or replace temp macro folder_at(line) as {place}")
        con.execute(f"create or replace temp macro line_at(line) as line - {offset}")


@contextmanager
def united(paths: Sequence[Path]) -> Iterator[United]:
    """Give the tables of these folders as one folder, for as long as it is looked at."""
    folders = named(paths)
    if len(folders) == 1:
        yield United(paths[0], folders, folders[0][1].problems())
        return
    with TemporaryDirectory() as place:
        one = United(Path(place), folders)
        for position, (id, folder) in enumerate(folders):
            inside = f"{id}/" if position else ""
            wrong = folder.problems()
            one.problems += [p.at(f"{inside}{DESCRIPTION}", p.line, p.message) for p in wrong]
            if lacking := former.lacks(folder.path):
                what = f"{former.said(lacking)} and can only stand alone; {former.REMEDY}"
                one.problems.append(Problem(f"{inside}claims.csv", 0, "", "", what))
        for table in TABLES:
            _unite(one, table)
        yield one


def _unite(one: United, table: str) -> None:
    """Write the rows of all folders' files of a table into one, and note where each is from."""
    base = one.folders[0][1].file(table)
    path = one.path / base.name
    columns = _named(table, one.folders)
    seen: set[tuple[str, ...]] = set()  # the rows so far, where one may be repeated
    stretches = one.stretches.setdefault(table, [])
    number = 1
    with path.open("w", encoding="utf-8", errors="surrogateescape", newline="") as stream:
        for position, (id, folder) in enumerate(one.folders):
            file = folder.file(table)
            if position and not file.exists():
                continue
            head, wrong = lines.header(file, TABLES[table])
            if head is None:
                if position:
                    one.problems += [p.at(f"{id}/{p.file}", p.line, p.message) for p in wrong]
                continue
            if not stretches:
                stream.write(",".join(columns) + "\n")
                stretches.append(_Stretch(1, position, 1))
            same = head.columns == columns
            if same and table in _OWN:
                number += _copied(one, table, file, stream, number, position)
                continue
            for line, text in _texts(file):
                row = _ordered(text, head.columns, columns)
                if row is not None and table not in _OWN:
                    if row in seen:
                        continue
                    seen.add(row)
                number += 1
                last = stretches[-1]
                if (last.folder, line - last.line) != (position, number - last.first):
                    stretches.append(_Stretch(number, position, line))
                stream.write((text if same or row is None else lines.written(row)) + "\n")
    if not stretches:  # what is wrong with the base's own file is said of it
        path.unlink()
        if base.exists():
            path.symlink_to(base.absolute())


def _named(table: str, folders: Sequence[tuple[str, Folder]]) -> list[str]:
    """Return the columns that a table has in any of folders: of the first, then those it lacks."""
    names: dict[str, None] = {}
    for _, folder in folders:
        head, _ = lines.header(folder.file(table), TABLES[table])
        names |= dict.fromkeys(head.columns if head else ())
    return list(names)


def _copied(one: United, table: str, path: Path, stream: TextIO, number: int, position: int) -> int:
    """Write the lines after a file's header as they are; return how many there are.

    They follow each other here as there, so that nothing is to be noted of each.
    """
    lines = 0
    with opened(path) as source:
        source.readline()
        stream.flush()
        last = b"\n"
        while part := source.read(_PART):
            # A part never ends between the two marks of one line's end.
            part += source.readline()
            if b"\r" in part:
                part = part.replace(b"\r\n", b"\n")
            lines += part.count(b"\n")
            stream.buffer.write(part)
            last = part[-1:]
        if last != b"\n":
            stream.buffer.write(b"\n")
            lines += 1
        stream.buffer.flush()
    if lines:
        one.stretches[table].append(_Stretch(number + 1, position, 2))
    return lines


def _texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines after a file's header, each with its number."""
    with opened(path) as stream:
        for number, raw in enumerate(stream, start=1):
            if number > 1:
                text = raw.removesuffix(b"\n").removesuffix(b"\r")
                yield number, text.decode(errors="surrogateescape")


def _ordered(text: str, given: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...] | None:
    """Return a line's cells in the order wanted, empty where its file has not the column.

    None for a line that is not one row.
    """
    try:
        cells = next(csv.reader([text], strict=True), [])
    except csv.Error:
        return None
    if len(cells) != len(given):
        return None
    by_name = dict(zip(given, cells, strict=True))
    return tuple(by_name.get(name, "") for name in wanted)
