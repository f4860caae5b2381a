"""A quantity beside those that it is easily mixed up with: the commonest public error."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from contested import queries
from contested.engine import Engine
from contested.rows import one_by_one
from contested.selection import Selection, quantity_of
from contested.views.view import Ask, direct

#: How many quantities stand beside the one that is looked at.
_MOST = 5


class Related(NamedTuple):
    """A quantity: its name, its selection, its claims, and what its words mean."""

    name: str
    selection: Selection
    claims: pd.DataFrame
    meaning: str


def related(engine: Engine, selection: Selection, ask: Ask = direct) -> list[Related]:
    """Return the quantity of a selection and those that it is easily mixed up with.

    Killed, killed and wounded, named dead; all, children, women: only claims of each as a whole.
    One alone is none.
    """
    own = ask(queries.drawn, engine, _of(selection))
    if own.empty:
        return []
    beside = one_by_one(queries.mixed_up(engine, str(own["id"].iloc[-1]), _MOST))
    every = [_of(selection), *(_of(quantity_of(row)) for row in beside)]
    metrics = {row["id"]: row["definition"] for row in one_by_one(queries.metrics(engine))}
    people = {row["id"]: row["definition"] for row in one_by_one(queries.populations(engine))}
    quantities = []
    for one in every:
        claims = ask(queries.drawn, engine, one)
        if len(claims):
            meaning = f"{metrics[one.metric]} {people[one.population]}"
            quantities.append(Related(str(claims["quantity"].iloc[0]), one, claims, meaning))
    return quantities if len(quantities) > 1 else []


def _of(selection: Selection) -> Selection:
    return replace(selection.quantity(), axis="as_of", apart="hidden")
