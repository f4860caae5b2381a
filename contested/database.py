"""Connections to the built database, and noticing that the data folder has changed."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

import duckdb

from contested import settings
from contested.build import build, last_good, used
from contested.engine import DuckDB
from contested.errors import BadData, ContestedError, NoDatabase
from contested.folders import Folder, file_stamp

_log = logging.getLogger(__name__)

#: The longest that a folder which cannot be built waits for its next try, in seconds. The first
#: wait is a second, each further one twice as long; a folder that changes is tried at once.
LONGEST_WAIT = 300.0

#: The data folder that a source tree or an installed wheel carries.
_HERE = Path(__file__).parent
CURATED = next(
    (place for place in (_HERE / "app" / "data", _HERE.parent / "data") if place.is_dir()),
    _HERE.parent / "data",
)

_Stamp = tuple[tuple[int, ...], ...]


def data_folder() -> Path:
    """Return the data folder in use: $CONTESTED_DATA, or the curated one."""
    named = settings.text("CONTESTED_DATA")
    return Path(named) if named else CURATED


@dataclass(frozen=True)
class Database:
    """An open, read-only database of one data folder.

    `hash` names the content, `claims` counts it. `broken` is set when the folder cannot be built
    as it is now and an older database is served in its place.
    """

    path: Path
    hash: str
    claims: int
    broken: ContestedError | None
    _con: duckdb.DuckDBPyConnection

    @property
    def wrong(self) -> str:
        """What is the matter with the folder as it is now, in a sentence's words; "" if nothing."""
        if self.broken is None:
            return ""
        passes = not isinstance(self.broken, BadData)
        return "cannot be read as it is now" if passes else "does not pass its checks"

    def engine(self) -> DuckDB:
        """Return an engine of its own for one run; many may be in use at once."""
        return DuckDB(self._con.cursor())


@dataclass
class _Folder:
    """What is known of one folder: as it was last looked at, its database or what is wrong."""

    stamp: _Stamp = ()
    file: tuple[int, ...] = ()
    database: Database | None = None
    error: ContestedError | None = None
    tries: int = 0
    again: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


_folders: dict[Path, _Folder] = {}


def database(folder: Path | None = None) -> Database:
    """Return the database of a data folder as it is now, built if need be.

    A folder that was not touched since the last call costs a look at its files' dates. A folder
    that changed is rebuilt, and so is a database whose file was touched, if it is damaged. Whatever
    goes wrong with that, the last good database serves on, with `broken` set and a line in the log,
    and the build is tried again after a while.
    Raises what went wrong if there never was a good one: BadData with the folder's errors, or
    NoDatabase.
    """
    folder = (folder or data_folder()).absolute()
    known = _folders.setdefault(folder, _Folder())
    with known.lock:
        stamp = Folder(folder).stamp()
        same = known.stamp == stamp
        waits = known.error is not None and time.monotonic() < known.again
        intact = known.database is not None and _intact(known)
        if not (same and (waits or (intact and known.error is None))):
            if not same:
                known.tries = 0
            _renew(folder, known)
            known.stamp = stamp
        if known.database is None:
            assert known.error is not None
            raise known.error.with_traceback(None)
        return known.database


def _renew(folder: Path, known: _Folder) -> None:
    """Open the folder's database as it is now, or note what is wrong and keep what there is."""
    try:
        try:
            known.database = _built(folder, known)
        except duckdb.IOException:
            # Another process may remove an old file between a look at it and its opening.
            known.database = _built(folder, known)
        known.error, known.tries = None, 0
    except Exception as error:  # whatever it is, the last good data go on
        known.tries += 1
        known.again = time.monotonic() + min(2.0 ** (known.tries - 1), LONGEST_WAIT)
        known.error = _reason(folder, error)
        older = known.database or _last_good(folder)
        known.database = older and replace(older, broken=known.error)
        if known.tries == 1:
            _say(folder, known, error)
    known.file = file_stamp(known.database.path) if known.database else ()


def _built(folder: Path, known: _Folder) -> Database:
    if not folder.is_dir():
        raise NoDatabase(f"{folder} is not a folder; set CONTESTED_DATA to a data folder")
    path = build(folder).path
    before = known.database
    if before is None or before.path != path:
        return _opened(path)
    return replace(before, broken=None) if _intact(known) else _opened(path, anew=True)


def _last_good(folder: Path) -> Database | None:
    with suppress(OSError, duckdb.Error):
        if path := last_good(folder):
            return _opened(path)
    return None


def _opened(path: Path, anew: bool = False) -> Database:
    """Return the open database of a file; `anew` where the process may have an earlier one open.

    DuckDB hands back the database that a process has open when a path is opened again, even if the
    file is another one by now, so such a file is opened under a name of its own.
    """
    link = path.with_name(f".{path.name}.{uuid4().hex}.tmp")
    try:
        if anew:
            with suppress(OSError):  # a cache that may only be read
                link.hardlink_to(path)
        file = link if link.exists() else path
        con = duckdb.connect(str(file), read_only=True)
    finally:
        with suppress(OSError):
            link.unlink(missing_ok=True)
    hashed, claims = con.execute("select hash, claims from meta").fetchone() or ("", 0)
    return Database(path, hashed, claims, None, con)


def _reason(folder: Path, error: Exception) -> ContestedError:
    """Return what is wrong with a folder, in words for its readers."""
    if isinstance(error, ContestedError):
        return error
    return NoDatabase(f"{folder} cannot be read now: {type(error).__name__}: {error}")


def _say(folder: Path, known: _Folder, error: Exception) -> None:
    """Write to the log what is wrong: a line, and where it is no one's data the traceback."""
    what = "its last good data are served" if known.database else "there are no good data to serve"
    told = None if isinstance(error, ContestedError) else error
    _log.warning("%s is broken; %s: %s", folder, what, known.error, exc_info=told)


def _intact(known: _Folder) -> bool:
    """Return whether the file of the database in use is the one that was opened, untouched."""
    path = known.database.path if known.database else None
    return path is not None and used(path) and file_stamp(path) == known.file
