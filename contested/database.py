"""Connections to the built database, and noticing that the data folder has changed."""

from __future__ import annotations

import logging
import os
import threading
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from contested.build import build, last_good, used
from contested.errors import BadData, NoDatabase
from contested.tables import TABLES

_log = logging.getLogger(__name__)

#: The data folder that a source tree or an installed wheel carries.
_HERE = Path(__file__).parent
CURATED = next(
    (place for place in (_HERE / "app" / "data", _HERE.parent / "data") if place.is_dir()),
    _HERE.parent / "data",
)


def data_folder() -> Path:
    """Return the data folder in use: $CONTESTED_DATA, or the curated one."""
    named = os.environ.get("CONTESTED_DATA")
    return Path(named) if named else CURATED


@dataclass
class Database:
    """An open, read-only database of one data folder.

    `hash` names the content, `claims` counts it. `broken` is set when the folder cannot be built
    as it is now and an older database is served in its place.
    """

    path: Path
    hash: str
    claims: int
    broken: BadData | None
    _con: duckdb.DuckDBPyConnection

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a connection of its own for one run; many may be in use at once."""
        return self._con.cursor()


@dataclass
class _Folder:
    stamp: tuple[tuple[str, int, int], ...] = ()
    database: Database | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


_folders: dict[Path, _Folder] = {}


def database(folder: Path | None = None) -> Database:
    """Return the database of a data folder as it is now, built if need be.

    A folder that was not touched since the last call costs a look at its files' dates. A folder
    that changed is rebuilt; one that is broken serves its last good database, with `broken` set and
    a line in the log.
    Raises BadData if it never had one, NoDatabase if there is no such folder.
    """
    folder = (folder or data_folder()).resolve()
    if not folder.is_dir():
        raise NoDatabase(f"{folder} is not a folder; set CONTESTED_DATA to a data folder")
    known = _folders.setdefault(folder, _Folder())
    with known.lock:
        stamp = _stamp(folder)
        if known.database is None or known.stamp != stamp or not used(known.database.path):
            known.database = _open(folder)
            known.stamp = stamp
        return known.database


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return the name, date and size of each table's file: what changes when the data does."""
    found = []
    for name in TABLES:
        try:
            stat = (folder / f"{name}.csv").stat()
        except FileNotFoundError:
            continue
        found.append((name, stat.st_mtime_ns, stat.st_size))
    return tuple(found)


def _open(folder: Path) -> Database:
    """Return the open database of a folder as it is now, or its last good one."""
    try:
        return _opened(folder)
    except duckdb.IOException:
        # Another process may remove an old file between a look at it and its opening.
        return _opened(folder)


def _opened(folder: Path) -> Database:
    broken = None
    try:
        path = build(folder).path
    except BadData as problems:
        older = last_good(folder)
        if older is None:
            raise
        path, broken = older, problems
        _log.warning("%s is broken; its last good data are served: %s", folder, problems)
    con = duckdb.connect(str(path), read_only=True)
    hashed, claims = con.execute("select hash, claims from meta").fetchone() or ("", 0)
    return Database(path, hashed, claims, broken, con)
