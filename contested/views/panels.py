"""Each source on its own, on shared axes."""

from __future__ import annotations

from functools import partial

import pandas as pd

from contested import queries
from contested.charts import panels
from contested.charts.style import Palette
from contested.engine import Engine
from contested.selection import Selection
from contested.views import quantity
from contested.views.view import Ask, Charted, Drawn, direct


def claims(engine: Engine, selection: Selection, ask: Ask = direct) -> pd.DataFrame:
    """Return the claims of a selection that are drawn."""
    return ask(queries.drawn, engine, selection)


def breaks(engine: Engine, selection: Selection, ask: Ask = direct) -> pd.DataFrame:
    """Return the changes of definition across which no line is drawn."""
    changes = ask(queries.breaks, engine, selection)
    return changes[changes["ours"]]


def drawn(
    engine: Engine, selection: Selection, palette: Palette, ask: Ask, columns: int = 3
) -> Drawn:
    """Return one small chart a source, in columns."""
    rows = claims(engine, selection, ask)
    chart = panels.chart(
        rows,
        breaks(engine, selection, ask),
        palette,
        columns=columns,
        scale=selection.scale,
        known_on=selection.known_on,
    )
    name = queries.quantity(engine, selection)["name"]
    changes = quantity.changes(engine, selection, ask)
    return Drawn(chart, panels.alt(rows, name), panels.READING, notes=changes)


VIEW = Charted(
    id="panels",
    label="Each source",
    page="compare",
    heading=quantity.heading,
    claims=claims,
    drawn=drawn,
    on_page=partial(drawn, columns=2),
    defaults={"axis": "as_of", "scale": "linear", "apart": "hidden"},
)
