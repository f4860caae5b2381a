"""Method: what a claim is, and what the words and marks here mean."""

from __future__ import annotations

from contested import method
from contested.engine import Engine
from contested.selection import Selection
from contested.views.view import Ask, Heading, View, direct


def heading(engine: Engine, selection: Selection, ask: Ask = direct) -> Heading:
    """Return what every number here is."""
    return Heading("Method", method.answer())


VIEW = View(id="method", label="Method", page="method", heading=heading, about="")
