"""Timeline: who says how many, and since when."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import partial
from typing import NamedTuple

import pandas as pd

from contested import queries
from contested.charts import alt, labels, timeline
from contested.charts.style import Palette
from contested.engine import Engine
from contested.rows import one_by_one
from contested.selection import Selection
from contested.views import quantity
from contested.views.view import Ask, Charted, Drawn, direct
from contested.words import missing


class Rows(NamedTuple):
    """What a timeline draws: its claims, the band, events and changes of definition.

    `unnumbered` are claims without a number, which stand in its margin.
    """

    claims: pd.DataFrame
    band: pd.DataFrame
    events: pd.DataFrame
    breaks: pd.DataFrame
    unnumbered: pd.DataFrame

    @property
    def every(self) -> pd.DataFrame:
        """All claims that it shows, those in its margin last."""
        return joined(self.claims, self.unnumbered)


def joined(claims: pd.DataFrame, unnumbered: pd.DataFrame) -> pd.DataFrame:
    """Return claims that are drawn, and after them those that stand in the margin."""
    return pd.concat([claims, unnumbered]) if len(unnumbered) else claims


def claims(engine: Engine, selection: Selection, ask: Ask = direct) -> pd.DataFrame:
    """Return the claims of a selection that are drawn, those in the margin last."""
    in_words = ask(queries.unnumbered, engine, selection)
    drawn = ask(queries.drawn, engine, selection)
    if in_words.empty:
        return drawn
    made = len(in_words) + (int(drawn["of_claims"].iloc[0]) if len(drawn) else 0)
    both = [drawn, in_words] if len(drawn) else [in_words]
    return pd.concat(both, ignore_index=True).assign(of_claims=made)


def rows(engine: Engine, selection: Selection, ask: Ask = direct) -> Rows:
    """Return all that is drawn of a selection."""
    marks = ask(queries.drawn, engine, selection)
    return Rows(
        marks,
        ask(queries.band, engine, selection),
        ask(queries.events, engine, _spanned(selection, marks)),
        ask(queries.breaks, engine, selection),
        ask(queries.unnumbered, engine, selection),
    )


def drawn(
    engine: Engine,
    selection: Selection,
    palette: Palette,
    ask: Ask,
    height: int = timeline.HEIGHT,
) -> Drawn:
    """Return the chart of a selection, with the labels beside it."""
    parts = rows(engine, selection, ask)
    changes = quantity.changes(engine, selection, ask)
    span = timeline.value_range(parts.claims, parts.band, selection, height)
    beside = labels.placed(labels.labels(parts.claims), span, height, selection.scale)
    chart = timeline.chart(
        parts.claims,
        parts.band,
        parts.events,
        parts.breaks[parts.breaks["ours"]],
        selection,
        palette,
        height,
        placed=beside,
        unnumbered=parts.unnumbered,
    )
    name = queries.quantity(engine, selection)["name"]
    words = alt.timeline(parts.claims, parts.band, name, parts.unnumbered)
    reading = [timeline.READING, *([timeline.IN_MARGIN] if len(parts.unnumbered) else [])]
    return Drawn(chart, words, " ".join(reading), beside, notes=changes)


def periods(engine: Engine, selection: Selection, ask: Ask = direct) -> dict[str, date]:
    """Return the beginnings of periods that are worth a look, by what they are called.

    The twelve months before the newest claim, and since the last ceasefire among the events.
    """
    last = queries.count(engine, selection)["last"]
    if missing(last):
        return {}
    offered = {"Last 12 months": (last - pd.DateOffset(years=1)).date()}
    events = ask(queries.events, engine, selection.quantity())
    calm = [row for row in one_by_one(events) if _CEASEFIRE.search(str(row["label"]))]
    before = [row["date"] for row in calm if row["date"] < last]
    if before:
        offered["Since the last ceasefire"] = max(before).date()
    return offered


#: What the label of a ceasefire's event says, and that of its end does not.
_CEASEFIRE = re.compile(r"(?i)\b(ceasefire|truce)\b(?!.*\b(ends?|broken|collapses?)\b)")


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
    on_page=partial(drawn, height=timeline.ON_PAGE),
    boxed=True,
    defaults={"axis": "as_of", "scale": "linear", "apart": "shown"},
)
