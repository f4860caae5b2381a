"""The data folder as one file: a Data Package, the same bytes for the same content."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import threading
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from contested import export
from contested.database import CURATED, data_folders
from contested.folders import DESCRIPTION, RELEASES, Folder, file_stamp, named, several
from contested.tables import FORMULA, TABLES


class Package(NamedTuple):
    """A packed data folder and the hash of its bytes."""

    content: bytes
    hash: str


#: Where a cell may begin as a formula does: a file without such a place is packed as it is.
_LIKE_FORMULA = re.compile(rf'(?:^|,)"?[{re.escape(FORMULA)}]', re.MULTILINE)

_packed: dict[tuple[tuple[object, ...], ...], Package] = {}
_lock = threading.Lock()


def package(folders: Path | Sequence[Path] | None = None) -> Package:
    """Return a data folder as a zip: its description, its dictionary if it has one, its tables.

    Nothing else that lies in the folder is packed, and no text that a link brings in from
    elsewhere. Of several folders each is a folder of the zip, under its id. Packed once for as long
    as no file changes.
    """
    every = named(several(folders or data_folders()))
    files = {
        (id if len(every) > 1 else "", path.name): path
        for id, folder in every
        for path in _files(folder)
    }
    stamp = tuple((*key, str(path), *file_stamp(path)) for key, path in files.items())
    with _lock:
        if stamp not in _packed:
            content = _zip(every, files)
            _packed.clear()
            _packed[stamp] = Package(content, hashlib.sha256(content).hexdigest())
        return _packed[stamp]


def _files(folder: Folder) -> list[Path]:
    """Return the files of a folder that are packed."""
    tables = [folder.file(table) for table in TABLES]
    texts = [folder.path / name for name in ("README.md", DESCRIPTION, RELEASES)]
    within = folder.path.resolve()
    # A table is shown to readers anyway; any other file must lie where it seems to.
    return [path for path in tables if path.is_file()] + [
        path for path in texts if path.is_file() and path.resolve().is_relative_to(within)
    ]


def _zip(folders: Sequence[tuple[str, Folder]], files: Mapping[tuple[str, str], Path]) -> bytes:
    packed = {"/".join(filter(None, key)): _inert(path) for key, path in files.items()}
    for id, folder in folders:
        inside = f"{id}/" if len(folders) > 1 else ""
        if not (folder.package() and f"{inside}{DESCRIPTION}" in packed):
            names = {name.removeprefix(inside) for name in packed if name.startswith(inside)}
            packed[f"{inside}{DESCRIPTION}"] = _described_as_curated(names)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(packed):
            # The date and the mode are fixed, so that equal content is equal bytes.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, packed[name])
    return stream.getvalue()


def _inert(path: Path) -> bytes:
    """Return a file's bytes; of a table with a cell that a spreadsheet would run, led ones.

    `contested check` reads what leads such a cell as no part of it.
    """
    raw = path.read_bytes()
    if path.suffix != ".csv":
        return raw
    text = raw.decode(errors="surrogateescape")
    if not _LIKE_FORMULA.search(text):
        return raw
    rows = csv.reader(io.StringIO(text, newline=""))
    led = io.StringIO()
    csv.writer(led, lineterminator="\n").writerows(
        [export.inert(cell) for cell in row] for row in rows
    )
    return led.getvalue().encode(errors="surrogateescape")


def _described_as_curated(names: set[str]) -> bytes:
    """Return a description for a folder without one: its tables have the curated ones' schemas."""
    curated = Folder(CURATED).package()
    described = {
        "$schema": curated.get("$schema"),
        "name": "contested",
        "resources": [part for part in curated.get("resources", []) if part["path"] in names],
    }
    return json.dumps(described, indent=2).encode()
