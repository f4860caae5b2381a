"""Data: the claims of a selection as a table and as files."""

from __future__ import annotations

from contested import queries
from contested.engine import Engine
from contested.selection import Selection
from contested.views.view import Ask, Heading, View, direct, narrowing
from contested.words import profiles


def heading(engine: Engine, selection: Selection, ask: Ask = direct) -> Heading:
    """Return how many claims a selection holds, of whom and when."""
    answer = profiles.selected(queries.count(engine, selection))
    return Heading("Data", answer, narrowing=narrowing(engine, selection))


VIEW = View(id="data", label="Data", page="data", heading=heading, about="")
