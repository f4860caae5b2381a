"""Files that are on the disk whole or not at all: written aside, synced, renamed into place."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

#: The modes of what is for all who serve, whatever the umask of who writes it.
FILE, FOLDER = 0o644, 0o755


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """Give a path beside this one to write at; what still lies there at the end is removed.

    What a program leaves there that is killed is known by its name: `.*.tmp`.
    """
    beside = path.with_name(f".{path.name}.{uuid4().hex}.tmp")
    try:
        yield beside
    finally:
        beside.unlink(missing_ok=True)


def synced(path: Path) -> None:
    """Wait until a file's content, or a folder's names where the system can, are on the disk."""
    is_folder = path.is_dir()
    if is_folder and not hasattr(os, "O_DIRECTORY"):
        return
    number = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def write(contents: Mapping[Path, bytes], mode: int | None = None) -> None:
    """Put files into place, with a mode or by the umask; raises OSError and leaves nothing then.

    All are on the disk before the first is renamed: whoever reads meanwhile, or after a program
    that was killed, finds each as it was or as it is now, and never a part of one.
    """
    with ExitStack() as stack:
        written = {path: stack.enter_context(aside(path)) for path in contents}
        for path, beside in written.items():
            beside.write_bytes(contents[path])
            if mode is not None:
                beside.chmod(mode)
            synced(beside)
        for path, beside in written.items():
            os.replace(beside, path)


def folder_for_all(path: Path) -> None:
    """Make a folder, with those above it, unless it is there; everybody may read in it."""
    if not path.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(FOLDER)
