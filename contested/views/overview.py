"""Overview: what is contested now."""

from __future__ import annotations

import pandas as pd

from contested import queries
from contested.engine import Engine
from contested.selection import Selection
from contested.views.view import Ask, Heading, View, direct
from contested.words import answers

#: A quantity that at least this many sources speak of is well covered.
COVERED = 3

#: The orders of the well-covered quantities.
ORDERS = {"spread": "Furthest apart", "newest": "Newest claim"}


def rows(engine: Engine, ask: Ask = direct) -> pd.DataFrame:
    """Return every quantity, with how many speak of it and how far apart they are."""
    return ask(queries.quantities, engine, Selection())


def covered(quantities: pd.DataFrame, order: str) -> pd.DataFrame:
    """Return the first article's quantities, then the well-covered ones in an order of ORDERS."""
    chosen = quantities[(quantities["sources"] >= COVERED) | quantities["first"]]
    by = "spread" if order == "spread" else "newest"
    return chosen.sort_values(["first", by, "claims"], ascending=False, na_position="last")


def heading(engine: Engine, selection: Selection, ask: Ask = direct) -> Heading:
    """Return how much is here, and where the answers are surely furthest apart."""
    quantities = rows(engine, ask)
    widest = covered(quantities, "spread")
    apart = widest[widest["spread"] > 1].sort_values("spread")
    return Heading(
        "How many, and who says so",
        answers.overview(
            quantities,
            int((widest["sources"] >= COVERED).sum()),
            COVERED,
            apart.iloc[-1].to_dict() if len(apart) else None,
        ),
    )


VIEW = View(id="overview", label="Overview", page="", heading=heading, about="")
