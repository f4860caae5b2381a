"""Connections to the built database, and noticing that the data folder has changed."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from contested import settings
from contested.build import build, connected, last_good, used
from contested.engine import DuckDB, Engine
from contested.errors import BadData, ContestedError, NoDatabase
from contested.folders import Folder, file_stamp, several
from contested.kept import forget
from contested.timed import timed

_log = logging.getLogger(__name__)

#: The longest that a folder which cannot be built waits for its next try, in seconds. The first
#: wait is a second, each further one twice as long; a folder that changes is tried at once.
LONGEST_WAIT = 300.0

#: How long who meets a change first waits for the new database, in seconds; the others do not wait.
PATIENCE = 0.5

#: Up to how many claims one thread answers each query: DuckDB hands rows to its threads by 122,880,
#: and what else of a query of fewer it shares out takes longer than it saves.
_OF_ONE_THREAD = 100_000

#: The data folder that a source tree or an installed wheel carries.
_HERE = Path(__file__).parent
CURATED = next(
    (place for place in (_HERE / "app" / "data", _HERE.parent / "data") if place.is_dir()),
    _HERE.parent / "data",
)

_Stamp = tuple[tuple[int, ...], ...]


def data_folders() -> tuple[Path, ...]:
    """Return the data folders in use: $CONTESTED_DATA, the base first, or the curated one."""
    named = settings.text("CONTESTED_DATA")
    if not named:
        return (CURATED,)
    # A path may hold what parts several; one that is there is one.
    parts = [named] if Path(named).exists() else named.split(os.pathsep)
    return tuple(Path(part) for part in parts if part)


@dataclass(frozen=True)
class Database:
    """An open, read-only database of one data folder, or of several.

    `hash` names the content, `claims` counts it. `broken` is set when the folders cannot be built
    as they are now and an older database is served in their place. `path` is its file; there is
    none where another engine answers (`contested.spark`).
    """

    path: Path | None
    hash: str
    claims: int
    broken: ContestedError | None
    _engine: Callable[[], Engine]

    @property
    def wrong(self) -> str:
        """What is the matter with the folder as it is now, in a sentence's words; "" if nothing."""
        if self.broken is None:
            return ""
        passes = not isinstance(self.broken, BadData)
        return "cannot be read as it is now" if passes else "does not pass its checks"

    def engine(self) -> Engine:
        """Return an engine of its own for one run; many may be in use at once."""
        return self._engine()


@dataclass
class _Known:
    """What is known of folders: as they were last looked at, their database or what is wrong.

    `work` is set while they are built, and `lock` held by whoever reads or changes what is known.
    """

    stamp: _Stamp = ()
    file: tuple[int, ...] = ()
    database: Database | None = None
    error: ContestedError | None = None
    tries: int = 0
    again: float = 0.0
    work: threading.Event | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


_known: dict[tuple[Path, ...], _Known] = {}


def database(folders: Path | Sequence[Path] | None = None) -> Database:
    """Return the database of data folders as they are now, built if need be.

    `folders` is one or several, the base first; without it those in use. Folders that were not
    touched since the last call cost a look at their files' dates. A folder that changed is rebuilt,
    and so is a database whose file was touched, if it is damaged: beside the readers, who are given
    the old database until the new one stands. Who meets the change first waits for it a little.
    Whatever goes wrong with that, the last good database serves on, with `broken` set and a line in
    the log, and the build is tried again after a while.
    Raises what went wrong if there never was a good one: BadData with the folder's errors, or
    NoDatabase.
    """
    if folders is None and settings.text("CONTESTED_ENGINE"):
        return answered_by(settings.text("CONTESTED_ENGINE"), settings.text("CONTESTED_DATA"))
    wanted = tuple(folder.absolute() for folder in several(folders or data_folders()))
    known = _known.setdefault(wanted, _Known())
    with known.lock:
        stamp = tuple(mark for folder in wanted for mark in Folder(folder).stamp())
        work, first = known.work, known.database is None and known.error is None
        patience = None if first else 0.0
        if work is None and not _current(known, stamp):
            work = known.work = threading.Event()
            patience = None if first else PATIENCE
            if stamp != known.stamp:
                known.tries = 0
            threading.Thread(
                target=_renew, args=(wanted, known, stamp, work), name="build", daemon=True
            ).start()
    if work is not None and patience != 0.0:
        work.wait(patience)
    with known.lock:
        if known.database is not None:
            return known.database
        raise (known.error or NoDatabase("the build was stopped")).with_traceback(None)


def _current(known: _Known, stamp: _Stamp) -> bool:
    """Return whether what is known is of the folders as they are, or not to be tried again yet."""
    if stamp != known.stamp:
        return False
    if known.error is not None:
        if known.database is not None and known.database.path is not None:
            used(known.database.path)
        return time.monotonic() < known.again
    return _intact(known)


def _renew(folders: Sequence[Path], known: _Known, stamp: _Stamp, work: threading.Event) -> None:
    """Open the folders' database as it is now, or note what is wrong and keep what there is."""
    try:
        database = known.database
        error: Exception | None = None
        if database is not None and database.path is not None:
            used(database.path)  # a build removes those that nothing has asked for
        try:
            try:
                database = _built(folders, known)
            except duckdb.IOException:
                # Another process may remove an old file between a look at it and its opening.
                database = _built(folders, known)
        except Exception as caught:  # whatever it is, the last good data go on
            error = caught
            database = database or _last_good(folders)
        with known.lock:
            known.error = _reason(folders, error) if error else None
            known.tries = known.tries + 1 if error else 0
            known.again = time.monotonic() + min(2.0 ** (known.tries - 1), LONGEST_WAIT)
            changed = known.database and database and known.database.hash != database.hash
            known.database = database and replace(database, broken=known.error)
            known.file = file_stamp(database.path) if database and database.path else ()
            known.stamp = stamp
            if error and known.tries == 1:
                _say(folders, known, error)
        if changed:
            forget()
    finally:
        with known.lock:
            known.work = None
        work.set()


def _built(folders: Sequence[Path], known: _Known) -> Database:
    for folder in folders:
        if not folder.is_dir():
            raise NoDatabase(f"{folder} is not a folder; set CONTESTED_DATA to a data folder")
    with timed("build"):
        path = build(folders).path
    before = known.database
    if before is None or before.path != path:
        return _opened(path)
    return replace(before, broken=None) if _intact(known) else _opened(path)


def _last_good(folders: Sequence[Path]) -> Database | None:
    with suppress(OSError, duckdb.Error):
        if path := last_good(folders):
            return _opened(path)
    return None


def _opened(path: Path) -> Database:
    con = connected(path)
    hashed, claims = con.execute("select hash, claims from meta").fetchone() or ("", 0)
    if claims <= _OF_ONE_THREAD:
        con.execute("set threads = 1")
    return Database(path, hashed, claims, None, lambda: DuckDB(con.cursor()))


def _reason(folders: Sequence[Path], error: Exception) -> ContestedError:
    """Return what is wrong with folders, in words for their readers."""
    if isinstance(error, ContestedError):
        return error
    return NoDatabase(f"{_names(folders)} cannot be read now: {type(error).__name__}: {error}")


def _names(folders: Sequence[Path]) -> str:
    return " with ".join(map(str, folders))


def _say(folders: Sequence[Path], known: _Known, error: Exception) -> None:
    """Write to the log what is wrong: a line, and where it is no one's data the traceback."""
    what = "its last good data are served" if known.database else "there are no good data to serve"
    trace = None if isinstance(error, ContestedError) else error
    _log.warning("%s is broken; %s: %s", _names(folders), what, known.error, exc_info=trace)


def _intact(known: _Known) -> bool:
    """Return whether the file of the database in use is the one that was opened, untouched."""
    path = known.database.path if known.database else None
    return path is not None and used(path) and file_stamp(path) == known.file


#: Seconds for which what lies at an address of tables is not looked at again.
LOOKED_AT = 10.0


@dataclass
class _Elsewhere:
    """The database that another engine answers, and when its address was last looked at."""

    database: Database | None = None
    looked: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


_engines: dict[tuple[str, str], _Elsewhere] = {}


def answered_by(engine: str, tables: str) -> Database:
    """Return the database whose tables lie at an address and that an engine answers.

    `engine` is a Spark Connect, as sc://host:15002. Where newer tables were written they are taken;
    where the address cannot be read the last ones serve on, with `broken` set. Raises NoDatabase
    where there never were any.
    """
    # Whoever needs no other engine needs none of what it takes.
    from contested import parquet, spark

    known = _engines.setdefault((engine, tables), _Elsewhere())
    with known.lock:
        last = known.database
        if last is not None and time.monotonic() - known.looked < LOOKED_AT:
            return last
        try:
            there = parquet.read(tables)
            if last is None or last.hash != there.hash:
                forget()
                patience = settings.whole("CONTESTED_ENGINE_SECONDS")
                cluster = spark.Cluster(engine, there.tables, patience)
                last = Database(None, there.hash, there.claims, None, cluster.engine)
            known.database = replace(last, broken=None)
        except NoDatabase as error:
            if last is None:
                raise
            _log.warning("%s; its last tables serve on", error)
            known.database = replace(last, broken=error)
        known.looked = time.monotonic()
        return known.database
