"""Compare: what each source says, beside a reference."""

from __future__ import annotations

import pandas as pd

from contested import queries
from contested.charts import compare
from contested.charts.style import Palette
from contested.compare import reference_of_today
from contested.engine import Engine
from contested.selection import Selection
from contested.views import quantity
from contested.views.view import Ask, Charted, Drawn, direct


def claims(engine: Engine, selection: Selection, ask: Ask = direct) -> pd.DataFrame:
    """Return each source's current claim."""
    return ask(queries.current, engine, selection)


def drawn(engine: Engine, selection: Selection, palette: Palette, ask: Ask) -> Drawn:
    """Return the sources' current claims as a chart, beside the selection's reference."""
    current = claims(engine, selection, ask)
    reference = reference_of_today(current, selection.reference)
    chart = compare.chart(current, reference, palette, scale=selection.scale)
    name = queries.quantity(engine, selection)["name"]
    return Drawn(chart, compare.alt(current, name), compare.READING)


VIEW = Charted(
    id="compare",
    label="Compare",
    page="compare",
    heading=quantity.heading,
    claims=claims,
    drawn=drawn,
    defaults={"scale": "log", "reference": "", "apart": "hidden"},
)
