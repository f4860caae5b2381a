"""A data folder as it was at a revision of the Git repository that it lies in, and its history."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from contested.errors import ContestedError
from contested.folders import DESCRIPTION
from contested.tables import TABLES


@contextmanager
def at_revision(folder: Path, revision: str) -> Iterator[Path]:
    """Give a copy of a data folder as it was at a revision; a file that was not there is absent.

    Raises ContestedError for a folder outside a repository and for a revision that it has not.
    """
    if revision.startswith("-"):
        raise ContestedError(f"{revision!r} names no revision; give a commit, a branch or a tag")
    commit = _git(folder, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    name = commit.decode().strip()
    with TemporaryDirectory() as aside:
        copy = Path(aside) / "data"
        copy.mkdir()
        there = set(_git(folder, "ls-tree", "--name-only", "-z", name, "./").decode().split("\0"))
        for file in [DESCRIPTION, *(f"{table}.csv" for table in TABLES)]:
            if file in there:
                (copy / file).write_bytes(_git(folder, "cat-file", "blob", f"{name}:./{file}"))
        yield copy


def history(folder: Path, file: str) -> Iterator[tuple[date, bytes]]:
    """Yield a file of a data folder as each commit left it, with the day on which it was written.

    Raises ContestedError for a folder outside a repository, and where the history is cut off.
    """
    if _git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise ContestedError(
            f"the history of {folder} is cut off, so when its rows came is not known; "
            "`git fetch --unshallow` brings the rest"
        )
    for line in _git(folder, "log", "--format=%H %as", "--", file).decode().splitlines():
        name, _, day = line.partition(" ")
        if _git(folder, "ls-tree", "--name-only", name, f"./{file}"):  # not the one that removed it
            content = _git(folder, "cat-file", "blob", f"{name}:./{file}")
            yield date.fromisoformat(day), content


def _git(folder: Path, *words: str) -> bytes:
    """Return what Git answers in a folder; raises ContestedError with what it says otherwise."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=False)
    except OSError as error:
        raise ContestedError(f"Git cannot be run: {error.strerror}") from error
    if done.returncode:
        said = " ".join(done.stderr.decode(errors="replace").split())
        raise ContestedError(f"Git does not find {words[-1]!r} in {folder}: {said}")
    return done.stdout
