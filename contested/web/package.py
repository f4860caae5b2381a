"""The data folder as one file: a Data Package, the same bytes for the same content."""

from __future__ import annotations

import hashlib
import io
import json
import threading
import zipfile
from pathlib import Path
from typing import NamedTuple

from contested.database import CURATED, data_folder
from contested.folders import Folder
from contested.tables import TABLES


class Package(NamedTuple):
    """A packed data folder and the hash of its bytes."""

    content: bytes
    hash: str


_packed: dict[tuple[tuple[str, int, int], ...], Package] = {}
_lock = threading.Lock()


def package(folder: Path | None = None) -> Package:
    """Return a data folder as a zip: its description, its dictionary if it has one, its tables.

    Nothing else that lies in the folder is packed. Packed once for as long as no file changes.
    """
    folder = folder or data_folder()
    names = sorted([*(f"{name}.csv" for name in TABLES), "README.md", "datapackage.json"])
    held = [folder / name for name in names if (folder / name).is_file()]
    stamp = tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in held)
    with _lock:
        if stamp not in _packed:
            content = _zip(folder, held)
            _packed.clear()
            _packed[stamp] = Package(content, hashlib.sha256(content).hexdigest())
        return _packed[stamp]


def _zip(folder: Path, held: list[Path]) -> bytes:
    packed = {path.name: path.read_bytes() for path in held}
    if not Folder(folder).package():
        packed["datapackage.json"] = _described_as_curated(set(packed))
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


def _described_as_curated(names: set[str]) -> bytes:
    """Return a description for a folder without one: its tables have the curated ones' schemas."""
    curated = Folder(CURATED).package()
    described = {
        "$schema": curated.get("$schema"),
        "name": "contested",
        "resources": [part for part in curated.get("resources", []) if part["path"] in names],
    }
    return json.dumps(described, indent=2).encode()
