"""What a data folder says of itself: its description, and the terms its data are given under."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from contested.database import data_folder

_described: dict[tuple[str, int, int], dict[str, Any]] = {}


class Licence(NamedTuple):
    """The terms the data are given under."""

    name: str
    title: str
    url: str


def description(folder: Path | None = None) -> dict[str, Any]:
    """Return a data folder's own description, empty where it has none that can be read."""
    path = (folder or data_folder()) / "datapackage.json"
    try:
        stamp = (str(path), path.stat().st_mtime_ns, path.stat().st_size)
        if stamp not in _described:
            _described.clear()
            read = json.loads(path.read_text(encoding="utf-8"))
            _described[stamp] = read if isinstance(read, dict) else {}
        return _described[stamp]
    except (OSError, ValueError):
        return {}


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
