"""Where snapshots are kept: a folder, or anything that fsspec opens, one file a snapshot.

A snapshot is never changed and never thrown out. In a folder it is written aside, synced and linked
into place, so a program that dies leaves nothing half, and of two that freeze the same view at once
one file remains.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import fsspec
from platformdirs import user_data_path

from contested import disk, settings
from contested.errors import (
    BadSnapshot,
    ContestedError,
    NotFound,
    StoreDown,
    StoreFull,
    TooLarge,
)
from contested.snapshots.content import Snapshot, head, is_id, read, whole, written
from contested.timed import timed

#: What one snapshot may take, in bytes, and how many a store may hold, unless the operator says.
SIZE = settings.usual("CONTESTED_SNAPSHOT_SIZE")
NUMBER = settings.usual("CONTESTED_SNAPSHOT_NUMBER")

#: How many bytes of a file hold what a listing shows.
_HEAD = 16_384

#: How many files a listing looks into at once: what it has read of them is held in memory.
_BATCH = 200

#: Seconds for which a listing of names is good; an own addition shows at once.
_FRESH = 5.0

#: Seconds after which a file written aside is surely left over.
_STALE = 3600


#: How long an object store is waited for, by the scheme of its address: who reads waits with it.
_PATIENCE: dict[str, dict[str, Any]] = {
    "s3": {
        "config_kwargs": {
            "connect_timeout": 3, "read_timeout": 10, "retries": {"max_attempts": 1},
        }
    }
}  # fmt: skip

#: What can be done with the store, in the words of its errors.
READ, WRITTEN = "read", "written"


@contextmanager
def _reaching(what: str) -> Iterator[None]:
    """Say that the store cannot be read or written where it is not to be had."""
    try:
        with timed(f"store {what}"):
            yield
    except ContestedError:
        raise
    except Exception as error:  # each kind of store has exceptions of its own
        why = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
        raise StoreDown(what, why) from error


class Summary(NamedTuple):
    """What a listing says of one snapshot."""

    id: str
    made: str
    view: str
    query: str
    quantity: str
    title: str
    answer: str
    claims: int


class Listing(NamedTuple):
    """The snapshots of a store, newest first, and the ids of those that cannot be read."""

    summaries: list[Summary]
    broken: list[str]


class Store:
    """The snapshots at one address: a folder, or a URL of fsspec such as s3://bucket/prefix."""

    def __init__(self, address: str | Path, size: int = SIZE, number: int = NUMBER) -> None:
        self.address = str(address)
        self.size, self.number = size, number
        patience = _PATIENCE.get(self.address.partition("://")[0], {})
        self._fs, root = fsspec.core.url_to_fs(self.address, use_listings_cache=False, **patience)
        self._root = root.rstrip("/")
        self._local = Path(self._root) if "file" in _protocols(self._fs) else None
        self._names: tuple[float, set[str]] = (-_FRESH, set())
        self._own: dict[str, float] = {}
        self._summaries: dict[str, Summary | None] = {}
        self._lock = threading.Lock()
        self.sweep()

    def save(self, snapshot: Snapshot) -> bool:
        """Keep a snapshot; return whether it is new here.

        Raises TooLarge and StoreFull; neither applies to one that is already kept.
        """
        if self.holds(snapshot.id):
            return False
        raw = written(snapshot)
        if len(raw) > self.size:
            raise TooLarge("the snapshot", len(raw), self.size, "narrow the selection")
        if len(self.ids()) >= self.number:
            raise StoreFull(
                f"the store holds {self.number:,} snapshots, as many as it may; "
                "its operator can raise the limit or move some elsewhere"
            )
        with _reaching(WRITTEN):
            new = self._put_local(snapshot.id, raw) if self._local else self._put(snapshot.id, raw)
        with self._lock:
            self._names[1].add(snapshot.id)
            self._own[snapshot.id] = time.monotonic()
        return new

    def read(self, id: str) -> Snapshot:
        """Return a snapshot by its id; raises NotFound, or BadSnapshot if its file is altered."""
        snapshot = read(self.raw(id))
        if snapshot.id != id or not whole(snapshot):
            raise BadSnapshot("it is not what was frozen under this id")
        return snapshot

    def raw(self, id: str) -> bytes:
        """Return a snapshot's file as it is; raises NotFound."""
        if not is_id(id):
            raise NotFound("snapshot", id[:40])
        with _reaching(READ):
            try:
                content: bytes = self._fs.cat_file(self._path(id))
            except (FileNotFoundError, NotADirectoryError):
                self._standing()
                raise NotFound("snapshot", id) from None
            except IsADirectoryError:
                raise BadSnapshot("there is a folder in its place") from None
        return content

    def check(self) -> None:
        """Raise StoreDown for a store that cannot be read, or a folder that cannot be written."""
        if self._local is None:
            with _reaching(READ):
                self._standing()
            return
        place = next(path for path in (self._local, *self._local.parents) if path.exists())
        if not place.is_dir():
            raise StoreDown(WRITTEN, f"{place} is no folder")
        if not os.access(place, os.R_OK | os.W_OK | os.X_OK):
            raise StoreDown(WRITTEN, f"{place} may not be written")

    def holds(self, id: str) -> bool:
        """Return whether a snapshot is kept here."""
        with _reaching(READ):
            return is_id(id) and bool(self._fs.isfile(self._path(id)))

    def ids(self) -> set[str]:
        """Return the ids of all snapshots here, as of a few seconds ago."""
        with self._lock:
            looked, names = self._names
            if time.monotonic() - looked < _FRESH:
                return set(names)
        began = time.monotonic()
        with _reaching(READ):
            listed = {Path(name).name.removesuffix(".json") for name in self._ls()}
        ids = {name for name in listed if is_id(name)}
        with self._lock:
            # One that was saved meanwhile may not have been listed yet.
            ids |= {id for id, saved in self._own.items() if saved >= began}
            self._names = (time.monotonic(), ids)
        return set(ids)

    def listing(self) -> Listing:
        """Return the snapshots, newest first; each file is looked into once."""
        ids = self.ids()
        with self._lock:
            unseen = sorted(ids - self._summaries.keys())
        for start in range(0, len(unseen), _BATCH):
            with _reaching(READ):
                heads = self._heads(unseen[start : start + _BATCH])
            summaries = {id: _summary(id, raw) for id, raw in heads.items()}
            with self._lock:
                self._summaries |= summaries
        with self._lock:
            by_id = {id: self._summaries.get(id) for id in ids}
        newest = [summary for summary in by_id.values() if summary]
        newest.sort(key=lambda summary: (summary.made, summary.id), reverse=True)
        return Listing(newest, sorted(id for id, summary in by_id.items() if summary is None))

    def sweep(self) -> int:
        """Remove what programs that died left aside, and return how many files that were."""
        removed = 0
        for path in self._local.glob(".*.tmp") if self._local else ():
            with suppress(FileNotFoundError):  # another writer's, in its place by now
                if time.time() - path.stat().st_mtime > _STALE:
                    path.unlink()
                    removed += 1
        return removed

    def _path(self, id: str) -> str:
        return f"{self._root}/{id}.json"

    def _ls(self) -> list[str]:
        if self._local:
            try:
                with os.scandir(self._local) as entries:
                    return [entry.name for entry in entries if entry.name.endswith(".json")]
            except (FileNotFoundError, NotADirectoryError):
                return []
        try:
            names: list[str] = self._fs.ls(self._root, detail=False)
        except FileNotFoundError:
            self._standing()
            return []
        return [name for name in names if name.endswith(".json")]

    def _standing(self) -> None:
        """Raise StoreDown where there is not even the bucket that the store is in."""
        bucket = self._root.partition("/")[0]
        if "s3" in _protocols(self._fs) and not self._fs.exists(bucket):
            raise StoreDown(READ, f"there is no bucket {bucket}")

    def _heads(self, ids: Sequence[str]) -> dict[str, bytes]:
        """Return the first bytes of files; one that is gone by now is left out."""
        if self._local:
            heads = {}
            for id in ids:
                try:
                    with Path(self._path(id)).open("rb") as stream:
                        heads[id] = stream.read(_HEAD)
                except FileNotFoundError:
                    continue
                except OSError:  # a folder, or a file that may not be read: the rest are shown
                    heads[id] = b""
            return heads
        paths = [self._path(id) for id in ids]
        if not paths:
            return {}
        contents = self._fs.cat_ranges(
            paths, [0] * len(paths), [_HEAD] * len(paths), on_error="return"
        )
        return {id: raw for id, raw in zip(ids, contents, strict=True) if isinstance(raw, bytes)}

    def _put_local(self, id: str, raw: bytes) -> bool:
        path = Path(self._path(id))
        disk.folder_for_all(path.parent)
        with disk.aside(path) as aside:
            aside.write_bytes(raw)
            aside.chmod(disk.FILE)
            disk.synced(aside)
            new = _placed(aside, path)
        disk.synced(path.parent)
        return new

    def _put(self, id: str, raw: bytes) -> bool:
        """Put an object whole, unless one is there; return whether this one was put."""
        try:
            self._fs.pipe_file(self._path(id), raw, mode="create")
        except FileExistsError:
            return False
        return True


def store() -> Store:
    """Return the store in use: $CONTESTED_SNAPSHOTS, or a folder among the user's data.

    $CONTESTED_SNAPSHOT_SIZE and $CONTESTED_SNAPSHOT_NUMBER change its limits. Raises ContestedError
    for a setting that does not pass.
    """
    named = settings.text("CONTESTED_SNAPSHOTS")
    address = named or str(user_data_path("contested") / "snapshots")
    size = settings.whole("CONTESTED_SNAPSHOT_SIZE")
    number = settings.whole("CONTESTED_SNAPSHOT_NUMBER")
    key = (address, size, number)
    with _LOCK:
        if key not in _stores:
            try:
                _stores[key] = Store(*key)
            except (ImportError, ValueError) as error:
                raise ContestedError(f"CONTESTED_SNAPSHOTS is {address!r}: {error}") from error
        return _stores[key]


_LOCK = threading.Lock()
_stores: dict[tuple[str, int, int], Store] = {}


def _placed(aside: Path, path: Path) -> bool:
    """Put a file in its place unless one is there; return whether this one was put."""
    try:
        os.link(aside, path)
    except FileExistsError:
        return False
    except OSError:
        # A file system without hard links: the last of two wins, and both hold the same content.
        new = not path.exists()
        os.replace(aside, path)
        return new
    return True


def _summary(id: str, raw: bytes) -> Summary | None:
    try:
        fields = head(raw)
    except BadSnapshot:
        return None
    return Summary(**fields) if fields["id"] == id else None


def _protocols(fs: Any) -> tuple[str, ...]:
    protocol = fs.protocol
    return (protocol,) if isinstance(protocol, str) else tuple(protocol)
