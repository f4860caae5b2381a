"""What readers ask alike, made once: rows and charts, kept while the data stay the same.

What is kept is bounded in bytes: whoever asks for ever other selections pushes out what was not
asked for longest, and fills no memory.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import pandas as pd
import plotly.graph_objects as go

from contested import views
from contested.charts.fewer_traces import fewer_traces
from contested.charts.style import Palette
from contested.engine import Engine
from contested.kept import kept
from contested.selection import Selection
from contested.ui.address import this_run
from contested.ui.device import boxing
from contested.ui.theme import palette
from contested.views import Charted, Drawn, Heading, View, timeline

Made = TypeVar("Made")

#: Bytes of the rows that are kept, and how many charts: one has at most 1,500 marks; how many
#: headings: one has the current claims of its selection; how many parts of pages as HTML.
ROWS, CHARTS, HEADINGS, PARTS = 150_000_000, 200, 200, 50


def cached(
    question: Callable[..., pd.DataFrame], engine: Engine, selection: Selection, *more: str
) -> pd.DataFrame:
    """Return the rows of a question of contested.queries; they are every reader's: change none.

    How a view is scaled and what it is compared to are no part of a question, so that a change of
    these asks nothing anew.
    """
    reduced = replace(selection, scale="", reference="")
    return _rows(question, engine, this_run().data, reduced, more)


@kept(
    ROWS,
    key=lambda question, engine, *named: (question.__module__, question.__name__, *named),
    size=lambda rows: int(rows.memory_usage(deep=True).sum()) + 1000,
)
def _rows(
    question: Callable[..., pd.DataFrame],
    engine: Engine,
    data: str,
    selection: Selection,
    more: tuple[str, ...],
) -> pd.DataFrame:
    return question(engine, selection, *more)


def made(part: Callable[..., Made], *rows: pd.DataFrame | go.Figure) -> Made:
    """Return what a part of a page is of rows, or of charts, made once for those that are kept.

    It stays as long as they do, and is every reader's as they are: change nothing in it.
    """
    key = (part, *map(id, rows))
    there = _made.get(key)
    if there is not None and all(of() is each for of, each in zip(there[0], rows, strict=True)):
        return there[1]  # type: ignore[no-any-return]
    value = part(*rows)
    if any(value is each for each in rows):
        return value  # kept here it would keep itself
    _made[key] = ([weakref.ref(each, lambda _: _made.pop(key, None)) for each in rows], value)
    return value


#: What was made: the rows and charts that it is of, and what it is.
_made: dict[tuple[Any, ...], tuple[list[weakref.ref[Any]], Any]] = {}


def periods(engine: Engine, selection: Selection) -> dict[str, date]:
    """Return the beginnings of the periods that a timeline offers, by what they are called."""
    return _periods(engine, this_run().data, replace(selection, scale="", reference=""))


@kept(2000, key=lambda engine, *named: named)
def _periods(engine: Engine, data: str, selection: Selection) -> dict[str, date]:
    return timeline.periods(engine, selection, cached)


def data_to(engine: Engine, selection: Selection) -> str:
    """Return the newest date of a selection's claims, as pages say it."""
    return _data_to(engine, this_run().data, replace(selection, scale="", reference="", axis=""))


@kept(2000, key=lambda engine, *named: named)
def _data_to(engine: Engine, data: str, selection: Selection) -> str:
    return views.data_to(engine, selection)


def heading(view: View, engine: Engine, selection: Selection) -> Heading:
    """Return what stands above a view of a selection; it is every reader's: change nothing in it.

    To put an answer into words takes longer than all else of a page whose rows are kept.
    """
    return _heading(view, engine, this_run().data, selection)


@kept(HEADINGS, key=lambda view, engine, *named: (view.id, *named))
def _heading(view: View, engine: Engine, data: str, selection: Selection) -> Heading:
    return view.heading(engine, selection, cached)


def markup(part: Callable[..., str], engine: Engine, selection: Selection, *more: str) -> str:
    """Return the HTML that a part of a view makes of a selection, and of some more words."""
    return _markup(part, engine, this_run().data, selection, more)


@kept(PARTS, key=lambda part, engine, *named: (part.__module__, part.__name__, *named))
def _markup(
    part: Callable[..., str],
    engine: Engine,
    data: str,
    selection: Selection,
    more: tuple[str, ...],
) -> str:
    return part(engine, selection, *more, cached)


def drawn(view: Charted, engine: Engine, selection: Selection) -> Drawn:
    """Return a view's chart of a selection in the colours of the reader's theme.

    It is every reader's: change nothing in it.
    """
    boxed = view.boxed and selection.axis != "published" and boxing()
    return _drawn(view, engine, palette(), this_run().data, selection, boxed)


@kept(CHARTS, key=lambda view, engine, colours, *named: (view.id, colours.ground, *named))
def _drawn(
    view: Charted,
    engine: Engine,
    colours: Palette,
    data: str,
    selection: Selection,
    boxed: bool,
) -> Drawn:
    draw = view.on_page or view.drawn
    drawn = draw(engine, selection, colours, cached)
    if boxed:
        drawn.chart.update_layout(dragmode="select", selectdirection="h")
    return drawn._replace(chart=fewer_traces(drawn.chart))
