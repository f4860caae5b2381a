"""The folder that a site is published into: what lies in it, and how a new state takes its place.

A new state is written aside first; only then are its files renamed into place, one by one. Before
that the manifest names all that will be there, so that a run that is killed leaves either the old
state whole, or one that the next run knows for its own and completes.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from contested import disk
from contested.errors import ContestedError

try:
    import fcntl
except ImportError:  # a system without it locks nothing
    fcntl = None  # type: ignore[assignment]

#: Our own place in the folder: the manifest, what is written aside, the lock.
OWN = ".contested"

#: What a host or a person puts beside a site: GitHub Pages reads a domain from the first.
_LET_BE = ("CNAME",)


class Written(NamedTuple):
    """A file as it was written: the digest of its content but for the data's version, its bytes."""

    digest: str
    size: int


@dataclass
class Manifest:
    """What was published: from what (`state`), whether all of it is there, its files by path."""

    state: str = ""
    complete: bool = False
    files: dict[str, Written] = field(default_factory=dict)


class Folder:
    """A folder with a published site, or one to be."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.aside = path / OWN / "new"
        self.memory = path / OWN / "asked.json"
        self._manifest = path / OWN / "manifest.json"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let one run at a time publish here; raises ContestedError for a folder of others."""
        try:
            self._refuse()
            self._manifest.parent.mkdir(parents=True, exist_ok=True)
            number = os.open(self._manifest.with_name("lock"), os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise ContestedError(f"cannot publish into {self.path}: {error.strerror}") from error
        try:
            if fcntl is not None:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(number)
            raise ContestedError(f"another run publishes into {self.path}; wait for it") from None
        try:
            shutil.rmtree(self.aside, ignore_errors=True)
            for left in self._manifest.parent.glob(".*.tmp"):  # by a run that was killed
                left.unlink()
            yield
        finally:
            shutil.rmtree(self.aside, ignore_errors=True)
            os.close(number)

    def manifest(self) -> Manifest:
        """Return what was published here; empty where nothing was, or where it cannot be read."""
        try:
            read: dict[str, Any] = json.loads(self._manifest.read_text(encoding="utf-8"))
            files = {str(path): Written(*one) for path, one in read["files"].items()}
            return Manifest(str(read["state"]), bool(read["complete"]), files)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return Manifest()

    def lies(self, path: str, written: Written) -> bool:
        """Return whether a file lies here as it was written, by its size."""
        try:
            return (self.path / path).stat().st_size == written.size
        except OSError:
            return False

    def put(self, before: Manifest, state: str, files: Mapping[str, Written]) -> tuple[int, int]:
        """Put what was written aside into place; return how many files came, and how many went.

        `files` are all that the site has now. Raises ContestedError where a file that is not ours
        stands in the way of one of them.
        """
        foreign = [
            path for path in files if path not in before.files and (self.path / path).exists()
        ]
        if foreign:
            named = ", ".join(sorted(foreign)[:3])
            raise ContestedError(
                f"{self.path} holds {named}, which `contested publish` did not write and would "
                "write over; move it away, or name another folder"
            )
        new = sorted(
            str(path.relative_to(self.aside).as_posix())
            for path in self.aside.rglob("*")
            if path.is_file()
        )
        gone = [path for path in before.files if path not in files]
        if not new and not gone and before.complete and before.state == state:
            return 0, 0
        self._write(Manifest(state, False, {**before.files, **files}))
        for path in sorted(new, key=lambda path: (path.endswith("index.html"), path)):
            there = self.path / path
            there.parent.mkdir(parents=True, exist_ok=True)
            os.replace(self.aside / path, there)
        for path in gone:
            self._remove(path)
        self._write(Manifest(state, True, dict(files)))
        return len(new), len(gone)

    def _refuse(self) -> None:
        if self._manifest.exists() or not self.path.exists():
            return
        others = sorted(
            one.name
            for one in self.path.iterdir()
            if not one.name.startswith(".") and one.name not in _LET_BE
        )
        if others:
            raise ContestedError(
                f"{self.path} holds {', '.join(others[:3])}{' and more' * (len(others) > 3)}, and "
                "no site that `contested publish` wrote; name an empty folder, or one that it wrote"
            )

    def _remove(self, path: str) -> None:
        (self.path / path).unlink(missing_ok=True)
        with suppress(OSError):  # one that holds something else stays
            for above in (self.path / path).relative_to(self.path).parents[:-1]:
                (self.path / above).rmdir()

    def _write(self, manifest: Manifest) -> None:
        content = {
            "state": manifest.state,
            "complete": manifest.complete,
            "files": manifest.files,
        }
        text = json.dumps(content, ensure_ascii=False, indent=0, sort_keys=True)
        disk.write({self._manifest: text.encode()})
