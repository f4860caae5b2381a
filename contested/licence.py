"""What a data folder says of itself: its description, and the terms its data are given under."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

from contested.database import data_folder

_described: dict[tuple[str, int, int], tuple[dict[str, Any], str]] = {}


class Licence(NamedTuple):
    """The terms the data are given under."""

    name: str
    title: str
    url: str


def description(folder: Path | None = None) -> dict[str, Any]:
    """Return a data folder's own description, empty where it has none that can be read."""
    return _read(folder)[0]


def described(folder: Path | None = None) -> str:
    """Return a text that is another one as soon as the folder's description is."""
    return _read(folder)[1]


def _read(folder: Path | None) -> tuple[dict[str, Any], str]:
    path = (folder or data_folder()) / "datapackage.json"
    try:
        stamp = (str(path), path.stat().st_mtime_ns, path.stat().st_size)
        if found := _described.get(stamp):
            return found
        raw = path.read_bytes()
        read = json.loads(raw)
        found = (read if isinstance(read, dict) else {}, hashlib.sha256(raw).hexdigest())
        _described.clear()
        _described[stamp] = found
        return found
    except (OSError, ValueError):
        return {}, ""


def licence() -> Licence | None:
    """Return the terms that the data folder's description names; None where it names none."""
    given = description().get("licenses")
    for held in given if isinstance(given, list) else []:
        if not isinstance(held, dict):
            continue
        url = str(held.get("path", ""))
        if url.startswith(("http://", "https://")) and not set(url) & set("<>\"' \r\n"):
            name = str(held.get("name", ""))
            return Licence(name, str(held.get("title", name)), url)
    return None
