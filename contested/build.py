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
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import duckdb
from platformdirs import user_cache_path

from contested import __version__, checks, vocabulary
from contested.errors import BadData, Problem
from contested.tables import TABLES

#: How many databases of one folder are kept: the one in use, and those a page may still read.
KEPT = 3

#: Seconds after which a file that a build writes aside has been left there by one that was killed.
LEFT = 24 * 60 * 60

_SCHEMA = files("contested").joinpath("schema.sql").read_text(encoding="utf-8")


class Built(NamedTuple):
    """One built database: its file, the hash of its content, its number of claims, its notices."""

    path: Path
    hash: str
    claims: int
    notices: list[Problem]


def cache() -> Path:
    """Return the folder that built databases are kept in: $CONTESTED_CACHE, or the user's cache."""
    named = os.environ.get("CONTESTED_CACHE")
    return Path(named) if named else user_cache_path("contested")


def content_hash(folder: Path) -> str:
    """Return the hash of a data folder's tables and of the schema and rules they are built with.

    Two folders with the same rows have the same hash; 16 hexadecimal digits.
    """
    digest = hashlib.sha256(_SCHEMA.encode())
    digest.update(repr((vocabulary.POPULATIONS, vocabulary.RELATION_ORDER)).encode())
    digest.update(repr((TABLES, checks.RULES)).encode())
    for name in TABLES:
        file = folder / f"{name}.csv"
        digest.update(f"\0{name}\0".encode())
        if file.exists():
            with file.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:16]


def build(folder: Path, into: Path | None = None) -> Built:
    """Build the database of a data folder, unless one of the same content is there already.

    Raises BadData with every error found; notices do not stop a build and are returned.
    """
    into = into or cache()
    into.mkdir(parents=True, exist_ok=True)
    hashed = content_hash(folder)
    path = into / f"contested-{hashed}.duckdb"
    if not path.exists():
        _sweep(into)
        aside = into / f".{path.name}.{uuid4().hex}.tmp"
        try:
            if not _write(folder, aside, hashed):  # edited meanwhile: what was read has no name
                return build(folder, into)
            os.replace(aside, path)
        finally:
            aside.unlink(missing_ok=True)
            aside.with_name(aside.name + ".wal").unlink(missing_ok=True)
    _remember(folder, into, path)
    with duckdb.connect(str(path), read_only=True) as con:
        claims, notices = con.execute("select claims, notices from meta").fetchone() or (0, "[]")
    return Built(path, hashed, claims, [Problem(*row) for row in json.loads(notices)])


def last_good(folder: Path, into: Path | None = None) -> Path | None:
    """Return the newest database built from this folder that is still there, or None."""
    for name in _kept(folder, into or cache()):
        path = (into or cache()) / name
        if path.exists():
            return path
    return None


def _sweep(into: Path) -> None:
    """Remove what builds that were killed left behind: files written aside a day ago or longer."""
    for left in into.glob(".contested-*.tmp*"):
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > LEFT:
                left.unlink()


def _write(folder: Path, path: Path, hashed: str) -> bool:
    """Write a folder's database, and return whether what was read still has the hash given."""
    with ThreadPoolExecutor(max_workers=1) as beside, duckdb.connect() as con:
        con.execute("attach ':memory:' as raw")
        problems = checks.load(con, folder)
        if errors := [problem for problem in problems if problem.severity == "error"]:
            raise BadData(errors)
        # All files are read by now; they are hashed again while the tables are made.
        read = beside.submit(content_hash, folder)
        # A file of the older storage version can be read by every DuckDB that Contested supports.
        con.execute(f"attach '{_quoted(path)}' as built (storage_version 'v1.5.0')")
        con.execute("use built")
        con.execute(_SCHEMA)
        con.execute(
            "create table meta as select $hash as hash, $program as program, "
            "(select count(*) from claim) as claims, $notices as notices",
            {
                "hash": hashed,
                "program": __version__,
                "notices": json.dumps(
                    [(p.file, p.line, p.column, p.value, p.message, p.severity) for p in problems]
                ),
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


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _pointer(folder: Path, into: Path) -> Path:
    # A database of another schema is of no use to this program, so it is not its last good one.
    place = hashlib.sha256(f"{_SCHEMA}\0{folder.resolve()}".encode()).hexdigest()[:16]
    return into / f"folder-{place}.json"


def _kept(folder: Path, into: Path) -> list[str]:
    try:
        return list(json.loads(_pointer(folder, into).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return []


def _remember(folder: Path, into: Path, path: Path) -> None:
    """Note the newest database of this folder, and remove those no other folder points to."""
    kept = _kept(folder, into)
    if kept[:1] == [path.name]:
        return
    names = [path.name, *(name for name in kept if name != path.name)]
    pointer = _pointer(folder, into)
    aside = pointer.with_name(f".{pointer.name}.{uuid4().hex}.tmp")
    aside.write_text(json.dumps(names[:KEPT]), encoding="utf-8")
    os.replace(aside, pointer)
    elsewhere = {
        name
        for other in into.glob("folder-*.json")
        for name in json.loads(other.read_text(encoding="utf-8"))
    }
    for name in set(names[KEPT:]) - elsewhere:
        (into / name).unlink(missing_ok=True)
