"""Spread over time: how far apart the highest and the lowest claim stood."""

from __future__ import annotations

import pandas as pd

from contested import queries
from contested.charts import spread
from contested.charts.style import Palette
from contested.engine import Engine
from contested.selection import Selection
from contested.views import quantity
from contested.views.view import Ask, Charted, Drawn, direct


def claims(engine: Engine, selection: Selection, ask: Ask = direct) -> pd.DataFrame:
    """Return the claims that are the lowest or the highest at some date."""
    band = rows(engine, selection, ask)
    bounds = {*band["lowest_claim"].dropna(), *band["highest_claim"].dropna()}
    every = queries.claims(engine, selection)
    return every[every["id"].isin(bounds)].reset_index(drop=True)


def rows(engine: Engine, selection: Selection, ask: Ask = direct) -> pd.DataFrame:
    """Return the lowest and the highest claim standing, from each date on."""
    return ask(queries.band, engine, selection)


def drawn(engine: Engine, selection: Selection, palette: Palette, ask: Ask) -> Drawn:
    """Return the spread over time as a chart."""
    band = rows(engine, selection, ask)
    name = queries.quantity(engine, selection)["name"]
    title = f"{name}: highest divided by lowest"
    chart, words = spread.chart(band, palette), spread.alt(band, name)
    changes = quantity.changes(engine, selection, ask)
    return Drawn(chart, words, spread.READING, title=title, notes=changes)


VIEW = Charted(
    id="spread",
    label="Spread over time",
    page="compare",
    heading=quantity.heading,
    claims=claims,
    drawn=drawn,
    defaults={"axis": "as_of", "apart": "hidden"},
)
