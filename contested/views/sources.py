"""Sources: all of them, or the one that the selection names."""

from __future__ import annotations

from contested import queries
from contested.engine import Engine
from contested.selection import Selection
from contested.views import source
from contested.views.view import Ask, Heading, View, direct
from contested.words import profiles


def heading(engine: Engine, selection: Selection, ask: Ask = direct) -> Heading:
    """Return how many sources are quoted, or who the selection's is."""
    if len(selection.source) == 1:
        return source.heading(engine, selection, ask)
    return Heading("Sources", profiles.everyone(queries.totals(engine)))


VIEW = View(id="sources", label="Sources", page="sources", heading=heading, about="")
