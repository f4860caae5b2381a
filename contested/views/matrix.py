"""Every source against every other."""

from __future__ import annotations

from contested import queries
from contested.charts import matrix
from contested.charts.style import Palette
from contested.engine import Engine
from contested.html import ratio_table
from contested.selection import Selection
from contested.views import compare, quantity
from contested.views.view import Ask, Charted, Drawn


def drawn(engine: Engine, selection: Selection, palette: Palette, ask: Ask) -> Drawn:
    """Return the ratios of the sources' current claims as a picture of a table."""
    current = compare.claims(engine, selection, ask)
    beside = compare.beside(engine, selection, ask)
    name = queries.quantity(engine, selection)["name"]
    title = f"{name}: every source against every other"
    chart, words = matrix.chart(current, beside, palette), matrix.alt(current, beside, name)
    changes = quantity.changes(engine, selection, ask)
    return Drawn(chart, words, matrix.READING, title=title, notes=changes)


def instead(engine: Engine, selection: Selection, ask: Ask) -> str:
    """Return the ratios as a table."""
    current = compare.claims(engine, selection, ask)
    name = queries.quantity(engine, selection)["name"]
    return ratio_table.table(current, compare.beside(engine, selection, ask), name)


VIEW = Charted(
    id="matrix",
    label="Every source against every other",
    page="compare",
    heading=quantity.heading,
    claims=compare.claims,
    drawn=drawn,
    instead=instead,
    defaults={"apart": "hidden"},
)
