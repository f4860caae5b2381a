"""Timeline: who says how many, and since when."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from contested import queries
from contested.charts import alt, labels, timeline
from contested.charts.style import Palette
from contested.engine import Engine
from contested.selection import Selection
from contested.views import quantity
from contested.views.view import Ask, Charted, Drawn, direct
from contested.words import answers


class Rows(NamedTuple):
    """What a timeline draws: its claims, the band, events and changes of definition."""

    claims: pd.DataFrame
    band: pd.DataFrame
    events: pd.DataFrame
    breaks: pd.DataFrame


def claims(engine: Engine, selection: Selection, ask: Ask = direct) -> pd.DataFrame:
    """Return the claims of a selection that are drawn."""
    return ask(queries.drawn, engine, selection)


def rows(engine: Engine, selection: Selection, ask: Ask = direct) -> Rows:
    """Return all that is drawn of a selection."""
    marks = claims(engine, selection, ask)
    return Rows(
        marks,
        ask(queries.band, engine, selection),
        ask(queries.events, engine, _spanned(selection, marks)),
        ask(queries.breaks, engine, selection),
    )


def drawn(engine: Engine, selection: Selection, palette: Palette, ask: Ask) -> Drawn:
    """Return the chart of a selection, with the labels beside it."""
    parts = rows(engine, selection, ask)
    changes = answers.definition_changes(parts.breaks)
    parts = parts._replace(breaks=parts.breaks[parts.breaks["ours"]])
    span = timeline.value_range(parts.claims, parts.band, selection)
    beside = labels.placed(labels.labels(parts.claims), span, timeline.HEIGHT, selection.scale)
    chart = timeline.chart(*parts, selection, palette, placed=beside)
    name = queries.quantity(engine, selection)["name"]
    words = alt.timeline(parts.claims, parts.band, name)
    return Drawn(chart, words, timeline.READING, beside, notes=changes)


def _spanned(selection: Selection, claims: pd.DataFrame) -> Selection:
    """Return the selection narrowed to the dates that its drawn claims cover."""
    if claims.empty:
        return selection
    first, last = claims["at"].min().date(), claims["at"].max().date()
    return replace(selection, since=selection.since or first, until=selection.until or last)


VIEW = Charted(
    id="timeline",
    label="Timeline",
    page="timeline",
    heading=quantity.heading,
    claims=claims,
    drawn=drawn,
    defaults={"axis": "as_of", "scale": "linear", "apart": "shown"},
)
