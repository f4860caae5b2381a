"""A data folder as one object: its tables' files, what it says of itself, its terms, its hash."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedReader
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from contested.errors import Problem
from contested.tables import TABLES

#: The file in which a folder says what it is: a Frictionless Data Package.
DESCRIPTION = "datapackage.json"

#: The file in which a folder of an imported data set says which releases it holds.
RELEASES = "releases.csv"

#: The longest description, in bytes; a longer one is a file that is not what its name says.
_LONGEST = 10_000_000


class Terms(NamedTuple):
    """The terms that data are given under: the licence's short name, its title and its address."""

    name: str
    title: str
    url: str


class Described(NamedTuple):
    """What a folder says of itself; "" for what it does not say."""

    id: str
    title: str
    description: str
    version: str
    terms: Terms | None


@dataclass(frozen=True)
class Folder:
    """A data folder at a path: one file a table, and a description beside them."""

    path: Path

    def file(self, table: str) -> Path:
        """Return the file that holds a table's rows."""
        return self.path / f"{table}.csv"

    def package(self) -> dict[str, Any]:
        """Return the folder's own description as it stands, empty where none can be read."""
        return self._package()[0]

    def described(self) -> Described:
        """Return what the folder says of itself, as far as it can be read."""
        package = self.package()
        id, title, description, version = (
            _line(value) if isinstance(value := package.get(name), str) else ""
            for name in ("name", "title", "description", "version")
        )
        sound = re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,79}", id)
        return Described(id if sound else "data", title, description, version, _terms(package))

    def problems(self) -> list[Problem]:
        """Return what is wrong with the folder's description: without it no terms are named."""
        package, wrong = self._package()
        if wrong:
            return [Problem(DESCRIPTION, 0, "", "", wrong)]
        if package.get("licenses") and not _terms(package):
            takes = "no licence is named; it takes a list with name, title and path, an address"
            listed = json.dumps(package["licenses"])[:120]
            return [Problem(DESCRIPTION, 0, "licenses", listed, takes, "notice")]
        return []

    def digest(self) -> bytes:
        """Return the hash of the folder's tables and of what it says of itself.

        The same rows under the same terms have the same hash, wherever they lie and however the
        description is set out.
        """
        digest = hashlib.sha256(json.dumps(self.described()).encode())
        digest.update(self._package()[1].encode())
        for table in TABLES:
            digest.update(f"\0{table}\0".encode())
            # What cannot be read is named by the checks; it is hashed as if it were not there.
            with suppress(OSError), opened(self.file(table)) as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
        return digest.digest()

    def size(self) -> int:
        """Return how many bytes the folder's files have; what is not there has none."""
        return sum(size for _, size, _ in filter(None, self.stamp()))

    def stamp(self) -> tuple[tuple[int, ...], ...]:
        """Return what changes when the folder does: of each file its date, size and place."""
        files = [*(self.file(table) for table in TABLES), self.path / DESCRIPTION]
        return tuple(file_stamp(path) for path in files)

    def _package(self) -> tuple[dict[str, Any], str]:
        """Return the description, and why it cannot be read."""
        try:
            with opened(self.path / DESCRIPTION) as stream:
                raw = stream.read(_LONGEST + 1)
            if len(raw) > _LONGEST:
                return {}, f"it is longer than {_LONGEST} bytes"
            package = json.loads(raw)
        except FileNotFoundError:
            return {}, ""
        except OSError as error:
            return {}, f"it cannot be read: {error.strerror}"
        except (ValueError, RecursionError) as error:
            return {}, f"it is no JSON: {error}"
        if not isinstance(package, dict):
            return {}, "it takes an object of JSON, as a Data Package is"
        return package, ""


def several(folders: Path | Sequence[Path]) -> tuple[Path, ...]:
    """Return one folder or several, the base first, as several."""
    return (folders,) if isinstance(folders, Path) else tuple(folders)


def named(paths: Sequence[Path]) -> list[tuple[str, Folder]]:
    """Return folders with the id that each is known by here: its own, numbered where two share it.

    >>> [id for id, _ in named([Path("/nowhere"), Path("/nowhere/else")])]
    ['data', 'data-2']
    """
    folders: dict[str, Folder] = {}
    for path in paths:
        own = Folder(path).described().id
        numbers = (f"-{number}" if number > 1 else "" for number in count(1))
        folders[next(own + end for end in numbers if own + end not in folders)] = Folder(path)
    return list(folders.items())


def file_stamp(path: Path) -> tuple[int, ...]:
    """Return a file's date, size and place, which change when it does; () where there is none."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return (status.st_mtime_ns, status.st_size, status.st_ino)


def opened(path: Path) -> BufferedReader:
    """Return a file opened to read its bytes.

    Raises OSError for what is no file, such as a folder, a pipe or a device: reading one may never
    end.
    """
    # A pipe without a writer would keep a plain open waiting.
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        mode = os.fstat(number).st_mode
        if not stat.S_ISREG(mode):
            what = "a folder" if stat.S_ISDIR(mode) else "a pipe, a socket or a device"
            raise OSError(None, f"a file is wanted here, and this is {what}")
        return os.fdopen(number, "rb")
    except BaseException:
        os.close(number)
        raise


def _line(text: str) -> str:
    """Return text as one line; half a character, which no file can hold, as a question mark."""
    return " ".join(text.encode(errors="replace").decode().split())


def _terms(package: dict[str, Any]) -> Terms | None:
    """Return the first terms that a description names with an address."""
    given = package.get("licenses")
    for licence in given if isinstance(given, list) else []:
        if not isinstance(licence, dict):
            continue
        url = str(licence.get("path", ""))
        if url.startswith(("http://", "https://")) and not set(url) & set("<>\"' \r\n"):
            name = str(licence.get("name", ""))
            return Terms(_line(name), _line(str(licence.get("title", name))) or url, _line(url))
    return None
