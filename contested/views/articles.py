"""Articles: all of them, or the one that the selection names."""

from __future__ import annotations

from contested import queries
from contested.engine import Engine
from contested.selection import Selection
from contested.views import article
from contested.views.view import Ask, Heading, View, direct
from contested.words import profiles


def heading(engine: Engine, selection: Selection, ask: Ask = direct) -> Heading:
    """Return how many articles there are, or what the selection's prints."""
    if selection.article:
        return article.heading(engine, selection, ask)
    return Heading("Articles", profiles.articles(queries.totals(engine)["articles"]))


VIEW = View(id="articles", label="Articles", page="articles", heading=heading, about="")
