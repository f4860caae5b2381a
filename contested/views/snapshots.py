"""Snapshots: what readers froze."""

from __future__ import annotations

from contested.engine import Engine
from contested.selection import Selection
from contested.views.view import Ask, Heading, View, direct


def heading(engine: Engine, selection: Selection, ask: Ask = direct) -> Heading:
    """Return what snapshots are. How many there are, the store knows and no database."""
    return Heading("Snapshots", "Charts that readers froze, each with its claims and citations.")


VIEW = View(id="snapshots", label="Snapshots", page="snapshots", heading=heading, about="")
