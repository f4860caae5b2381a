"""Compare: what each source says, beside a reference."""

from __future__ import annotations

import pandas as pd

from contested import queries
from contested.charts import compare
from contested.charts.style import Palette
from contested.compare import Compared, compared
from contested.engine import Engine
from contested.html import comparison
from contested.selection import Selection
from contested.views import quantity
from contested.views.view import Ask, Charted, Drawn, direct


def claims(engine: Engine, selection: Selection, ask: Ask = direct) -> pd.DataFrame:
    """Return each source's current claim."""
    return ask(queries.current, engine, selection)


def series(engine: Engine, selection: Selection, ask: Ask = direct) -> pd.DataFrame:
    """Return what each institution said of any time."""
    return ask(queries.series, engine, selection)


def beside(engine: Engine, selection: Selection, ask: Ask = direct) -> Compared:
    """Return the current claims beside what each institution said of their time."""
    said = series(engine, selection, ask)
    return compared(claims(engine, selection, ask), said, selection.reference)


def drawn(engine: Engine, selection: Selection, palette: Palette, ask: Ask) -> Drawn:
    """Return the sources' current claims as a chart, beside the selection's reference."""
    current = claims(engine, selection, ask)
    chart = compare.chart(current, beside(engine, selection, ask), palette, scale=selection.scale)
    name = queries.quantity(engine, selection)["name"]
    changes = quantity.changes(engine, selection, ask)
    return Drawn(chart, compare.alt(current, name), compare.READING, notes=changes)


def range_plot(engine: Engine, selection: Selection, palette: Palette, ask: Ask) -> Drawn:
    """Return the claims that still stand as the page draws them, over the table of all."""
    current = claims(engine, selection, ask)
    references = beside(engine, selection, ask)
    chart = compare.range_plot(current, references, palette, scale=selection.scale)
    name = queries.quantity(engine, selection)["name"]
    changes = quantity.changes(engine, selection, ask)
    return Drawn(chart, compare.alt(current, name), compare.READING, notes=changes)


def sheet(engine: Engine, selection: Selection, ask: Ask) -> str:
    """Return the table of all current claims that stands under the chart."""
    current = claims(engine, selection, ask)
    references = beside(engine, selection, ask)
    return comparison.table(current, references, scale=selection.scale)


VIEW = Charted(
    id="compare",
    label="Compare",
    page="compare",
    heading=quantity.heading,
    claims=claims,
    drawn=drawn,
    on_page=range_plot,
    sheet=sheet,
    defaults={"scale": "log", "reference": "", "apart": "hidden"},
)
