"""data/ → a DuckDB file: checked, then written aside and renamed into place.

The file's name carries the hash of what it was built from, so a changed folder is a new file and
several processes can share one. A build that fails or dies leaves nothing behind, and the last good
file stays where it is.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import duckdb
import pyarrow as pa
from duckdb import func
from platformdirs import user_cache_path

from contested import __version__, checks, compare, disk, queries, settings
from contested.compare import Comparable
from contested.engine import DuckDB, literal, run
from contested.errors import BadData, NoDatabase, Problem
from contested.folders import Folder, opened, several
from contested.search_text import searchable_texts
from contested.selection import QUANTITY, Selection
from contested.words.quantities import event_words, quantity_words

try:
    import fcntl
except ImportError:  # a system without it locks nothing
    fcntl = None  # type: ignore[assignment]

_DAY = 24 * 60 * 60

#: How many databases of one folder are kept: the one in use, and those a page may still read.
KEPT = 3

#: Seconds after which a file that a build writes aside has been left there by one that was killed,
#: where the cache cannot be locked; else it goes with the next build.
LEFT = _DAY

#: Seconds that a build waits for another one in the same cache.
PATIENCE = 600

#: Seconds after which a database that nobody opened is removed: of a folder that is gone, or built
#: by a program since upgraded.
UNUSED = 30 * _DAY

#: How many dates of a quantity are read first for its headline.
_NEWEST_DATES = 400

_HERE = files("contested")

#: What a database depends on beside the data: all that decides what passes and what is stored.
SOURCES = (
    *("build.py", "disk.py", "engine.py", "errors.py", "folders.py", "nearest.py", "rows.py"),
    *("search_text.py", "selection.py", "settings.py", "spans.py", "tables.py", "vocabulary.py"),
    *("schema.sql", "checks.sql"),
    *(
        f"words/{name}.py"
        for name in (
            *("__init__", "claim", "dates", "filters", "numbers", "phrases", "quantities"),
            *("language", "reasons"),
        )
    ),
    *(
        f"{package}/{file.name}"
        for package in ("checks", "compare", "extract", "extract/grammar", "queries")
        for file in sorted(_HERE.joinpath(package).iterdir(), key=lambda file: file.name)
        if file.name.endswith(".py") and file.name != "canonical.py"
    ),
)

_SCHEMA = _HERE.joinpath("schema.sql").read_text(encoding="utf-8")
_PROGRAM = hashlib.sha256(
    b"\0".join([__version__.encode(), *(_HERE.joinpath(name).read_bytes() for name in SOURCES)])
).digest()


class Built(NamedTuple):
    """One built database: its file, the hash of its content, its number of claims, its notices."""

    path: Path
    hash: str
    claims: int
    notices: list[Problem]


def cache() -> Path:
    """Return the folder that built databases are kept in: $CONTESTED_CACHE, or the user's cache."""
    named = settings.text("CONTESTED_CACHE")
    return Path(named) if named else user_cache_path("contested")


def put(path: Path, content: bytes) -> None:
    """Write a file of the cache beside its databases, whole or not at all; raises OSError."""
    disk.folder_for_all(path.parent)
    disk.write({path: content}, disk.FILE)


def content_hash(folders: Path | Sequence[Path]) -> str:
    """Return the hash of data folders, the base first, and of the program that builds them.

    Two folders with the same rows and terms have the same hash; 16 hexadecimal digits. The day is
    no part of it, though a date may lie at most one day ahead: what has passed goes on to pass.
    """
    digests = [Folder(folder).digest() for folder in several(folders)]
    return hashlib.sha256(b"".join([_PROGRAM, *digests])).hexdigest()[:16]


def _listed(problems: Sequence[Problem]) -> str:
    """Return problems as JSON: each a list of what it is made with."""
    return json.dumps([[*vars(one).values()] for one in problems])


def build(folders: Path | Sequence[Path], into: Path | None = None) -> Built:
    """Build the database of a data folder, unless one of the same content is there and whole.

    Of several folders the first is the base, and their rows are united.

    Raises BadData with every error found; notices do not stop a build and are returned. Raises
    NoDatabase where the folder cannot be read, or the database not be written, for want of room
    or of leave.
    """
    built = tried(folders, into)
    remember(folders, built)
    return built


def tried(folders: Path | Sequence[Path], into: Path | None = None) -> Built:
    """Build as `build` does, of folders as they would be: nothing remembers their database.

    Who puts them in their place calls `remember`, who does not `let_go`.
    """
    into = into or cache()
    try:
        return _built(several(folders), into)
    except (OSError, duckdb.Error) as error:
        what = " and ".join(map(str, several(folders)))
        raise NoDatabase(f"{what} cannot be built into {into}: {error}") from error


def _built(folders: Sequence[Path], into: Path) -> Built:
    disk.folder_for_all(into)
    hashed = content_hash(folders)
    path = _database(into, hashed)
    if not (used(path) and whole(path)):
        with _alone(into) as locked:
            _sweep(into, 0 if locked else LEFT)
            if not (used(path) and whole(path)) and not _put(folders, path, hashed):
                hashed = ""
        if not hashed:  # edited meanwhile: what was read has no name
            return _built(folders, into)
    with connected(path) as con:
        claims, notices = con.execute("select claims, notices from meta").fetchone() or (0, "[]")
    return Built(path, hashed, claims, [Problem(*row) for row in json.loads(notices)])


def _put(folders: Sequence[Path], path: Path, hashed: str) -> bool:
    """Write a database aside, to the disk, and rename it into place; False if the data changed."""
    with disk.aside(path) as aside:
        try:
            if not _write(folders, aside, hashed):
                return False
            aside.chmod(disk.FILE)
            _marked(_whole_mark(path, _digest(aside)))
            disk.synced(aside)
            os.replace(aside, path)
            disk.synced(path.parent)
            return True
        finally:
            aside.with_name(aside.name + ".wal").unlink(missing_ok=True)


@contextmanager
def _alone(into: Path) -> Iterator[bool]:
    """Let one build at a time work in a cache; give whether the cache could be locked.

    The system takes the lock from a build that is killed.
    """
    path, end = into / ".building", time.monotonic() + PATIENCE
    number = _locked(path)
    while number == 0 and time.monotonic() < end:
        time.sleep(0.05)
        number = _locked(path)
    try:
        yield bool(number)
    finally:
        if number:
            _removed(path)
            os.close(number)


def _locked(path: Path) -> int | None:
    """Return the open file that locks a cache, 0 while another holds it, None if none can."""
    if fcntl is None:
        return None
    number = os.open(path, os.O_RDWR | os.O_CREAT, disk.FILE)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # The one before may have taken the file away while this one waited for it.
        if path.stat().st_ino == os.fstat(number).st_ino:
            return number
        reason: int | None = 0
    except (BlockingIOError, FileNotFoundError):
        reason = 0
    except OSError:  # a file system without locks
        reason = None
    os.close(number)
    return reason


def connected(path: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection to a database's file as it is now; it is only read.

    DuckDB hands back the database that a process has open when a path is opened again, even if the
    file is another one by now, so a file is opened under a name of its own.
    """
    link = path.with_name(f".open-{path.name}.{uuid4().hex}")
    try:
        with suppress(OSError):  # a cache that may only be read, or has no links
            link.hardlink_to(path)
        return duckdb.connect(str(link if link.exists() else path), read_only=True)
    finally:
        _removed(link)


def last_good(folders: Path | Sequence[Path]) -> Path | None:
    """Return the newest database built from these folders that is still there and whole, or None.

    One that an earlier program built is none: this one may refuse what it holds.
    """
    into = cache()
    databases = (_database(into, _hash(mark)) for mark in _marks(folders, into))
    return next((path for path in databases if used(path) and whole(path)), None)


def whole(path: Path) -> bool:
    """Return whether a database's file is, to the byte, one that a build wrote.

    A build notes the digest of its file in the name of an empty one beside it. Of two that build
    at once each notes its own, and either's file is whole.
    """
    try:
        return _whole_mark(path, _digest(path)).exists()
    except OSError:
        return False


def _whole_mark(path: Path, digest: str) -> Path:
    return path.with_name(f"whole-{digest[:16]}-{_hash(path.with_suffix(''))}")


def _digest(path: Path) -> str:
    with opened(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def used(path: Path) -> bool:
    """Note that a database is in use, so that it is kept, and return whether it is there."""
    try:
        if time.time() - path.stat().st_mtime > _DAY:
            os.utime(path)
    except FileNotFoundError:
        return False
    except OSError:
        pass  # a cache that may only be read
    return True


def _sweep(into: Path, left: float = LEFT) -> None:
    """Remove what killed builds left aside, and databases and marks that are of no use any more.

    `left` is the age from which a file aside is one that was left.
    """
    aside = [(path, left) for path in into.glob(".contested-*.tmp*")]
    aside += [(path, LEFT) for path in into.glob(".open-*")]
    for path, age in [*aside, *((path, UNUSED) for path in into.glob("contested-*.duckdb"))]:
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime >= age or not age:
                _removed(path)
    for mark in [*into.glob("folder-*"), *into.glob("whole-*")]:
        if not _database(into, _hash(mark)).exists():
            _removed(mark)


def _write(folders: Sequence[Path], path: Path, hashed: str) -> bool:
    """Write the database of folders, and return whether what was read still has the hash given."""
    with ThreadPoolExecutor(max_workers=1) as beside, checks.memory(folders) as con:
        problems = checks.load(con, folders)
        if errors := [problem for problem in problems if problem.severity == "error"]:
            raise BadData(errors, [one for one in problems if one.severity != "error"])
        # All files are read by now; they are hashed again while the tables are made.
        read = beside.submit(content_hash, folders)
        # A file of the older storage version can be read by every DuckDB that Contested supports.
        con.execute(f"attach {literal(str(path))} as built (storage_version 'v1.5.0')")
        con.execute("use built")
        con.create_function("searchable", _searchable, ["VARCHAR"], "VARCHAR", type=func.ARROW)
        con.create_function(
            "quantity_words",
            quantity_words,
            [*["VARCHAR"] * 10, "BOOLEAN", "DATE", "VARCHAR", "VARCHAR"],
            "VARCHAR",
            null_handling=func.SPECIAL,
        )
        con.create_function(
            "event_words",
            event_words,
            ["VARCHAR", "DATE", "VARCHAR", "DATE"],
            "VARCHAR",
            null_handling=func.SPECIAL,
        )
        run(con, _SCHEMA)
        problems = sorted([*problems, *checks.standing(con)])
        _write_headlines(con)
        con.execute(
            "create table meta as select $hash as hash, $program as program, "
            "(select count(*) from claim) as claims, $notices as notices",
            {
                "hash": hashed,
                "program": __version__,
                "notices": _listed(problems),
            },
        )
        lost = con.execute(
            "select (select count(*) from raw.claims) - (select claims from meta)"
        ).fetchone()
        if lost != (0,):
            raise AssertionError(f"the schema lost or doubled claims: {lost}")
        con.execute("use memory")
        con.execute("detach built")
        return read.result() == hashed


def _searchable(texts: pa.ChunkedArray) -> pa.Array:
    return pa.array(searchable_texts(texts.to_pylist()), pa.string())


def _write_headlines(con: duckdb.DuckDBPyConnection) -> None:
    """Write what compare.headline says of each quantity into the table `headline`.

    The newest dates are enough for nearly all; where they are one institution's, all are read.
    """
    con.execute(
        "create table headline (conflict varchar, subject varchar, metric varchar, "
        'population varchar, event varchar, "at" date, standing bigint, spread double, '
        "agree boolean, lowest_claim varchar, highest_claim varchar, claims varchar)"
    )
    engine, rows = DuckDB(con), []
    dates = queries.series(engine, Selection(), _NEWEST_DATES)
    for names, newest in dates.groupby(list(QUANTITY), sort=False):
        headline = compare.headline(compare.comparables(newest))
        if headline.at is None and len(newest) == _NEWEST_DATES:
            every = queries.series(engine, Selection(*names))
            headline = compare.headline(compare.comparables(every))
        apart = headline.apart
        spread = (apart.surely, apart.agree) if apart else (None, None)
        ends = (apart.lowest, apart.highest) if apart else _by_number(headline.standing)
        standing = headline.institutions if apart else 0
        of_one_time = ";".join(claim.id for claim in headline.standing) if apart else None
        ids = (*(claim.id for claim in ends), of_one_time)
        rows.append((*names, headline.at, standing, *spread, *ids))
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        each = ", ".join(["unnest(?)"] * len(columns))
        con.execute(f"insert into headline select {each}", columns)


def _by_number(claims: Sequence[Comparable]) -> tuple[Comparable, Comparable]:
    """Return the lower and the higher of two claims; of a single one both are it."""
    ranked = sorted(claims, key=lambda claim: claim.number)
    return ranked[0], ranked[-1]


def _database(into: Path, hashed: str) -> Path:
    return into / f"contested-{hashed}.duckdb"


def _hash(mark: Path) -> str:
    return mark.name.rpartition("-")[2]


def _marks(folders: Path | Sequence[Path], into: Path) -> list[Path]:
    """Return the marks of the databases that this program built from folders, newest first."""
    dated = []
    for mark in into.glob(f"{_place(folders)}-*"):
        with suppress(FileNotFoundError):
            dated.append((mark.stat().st_mtime_ns, mark))
    return [mark for _, mark in sorted(dated, reverse=True)]


def _place(folders: Path | Sequence[Path]) -> str:
    paths = "\0".join(str(folder.absolute()) for folder in several(folders))
    return f"folder-{hashlib.sha256(_PROGRAM + os.fsencode(paths)).hexdigest()[:16]}"


def remember(folders: Path | Sequence[Path], built: Built) -> None:
    """Mark a database as these folders' newest, and remove older ones that none holds on to.

    A mark is an empty file that names the folders and the database, so that of two builders neither
    takes away what the other noted.
    """
    into = built.path.parent
    mark = into / f"{_place(folders)}-{built.hash}"
    if _marks(folders, into)[:1] == [mark]:
        return
    with suppress(OSError):  # a cache that is full, or may only be read, still serves
        newest = max((one.stat().st_mtime_ns for one in _marks(folders, into)), default=0)
        _marked(mark)
        if mark.stat().st_mtime_ns <= newest:  # the clock went back: what is new stays the newest
            os.utime(mark, ns=(newest + 1, newest + 1))
    for mark in _marks(folders, into)[KEPT:]:
        _removed(mark)
        let_go(_database(into, _hash(mark)))


def let_go(path: Path) -> None:
    """Remove a database, unless folders hold on to it."""
    hashed = _hash(path.with_suffix(""))
    if not any(path.parent.glob(f"folder-*-{hashed}")):
        for one in (path, *path.parent.glob(f"whole-*-{hashed}")):
            _removed(one)


def _marked(mark: Path) -> None:
    """Make an empty file, or one that is there as new."""
    mark.touch()
    mark.chmod(disk.FILE)


def _removed(path: Path) -> None:
    """Remove a file, unless it is gone, the system keeps what is open or the cache is read-only."""
    with suppress(OSError):
        path.unlink()
