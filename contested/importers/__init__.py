"""Ways in for claims that were compiled elsewhere: a file becomes rows of a data folder.

An importer is known by its name under the entry points `contested.importers`, so that a package
beside this one can bring another. It is one of two:

- a function `plan(file, folder, sources=None) -> Plan`, which reads a file and a folder, writes
  nothing, and says in its `Plan` what would be added, what is there already and what does not fit;
- a `DataSet`, whose `read` makes a table of a file's claims. Its releases have a folder of their
  own, in which each changes nothing in silence (`contested.importers.releases`).
"""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from contested.errors import ContestedError, hint
from contested.importers.data_set import DataSet
from contested.importers.plan import Plan

#: The entry points under which importers are known.
GROUP = "contested.importers"


class Importer(Protocol):
    """Reads one format of file beside a data folder; changes nothing."""

    def __call__(self, file: Path, folder: Path, sources: Path | None = None) -> Plan:
        """Return what the file would change in the folder."""


def importers() -> dict[str, str]:
    """Return the names of all importers, each with the place of its code, by name."""
    return {entry.name: entry.value for entry in sorted(entry_points(group=GROUP))}


def importer(name: str) -> Importer | DataSet:
    """Return the importer of a format; raises ContestedError for one that is not known."""
    for entry in entry_points(group=GROUP):
        if entry.name == name:
            loaded: Importer | DataSet = entry.load()
            return loaded
    raise ContestedError(f"there is no importer for {name!r}; {hint(name, importers())}")
