"""What readers ask alike, made once: rows and charts, cached while the data stay the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from contested.charts.style import Palette
from contested.engine import Engine
from contested.selection import Selection
from contested.ui.address import this_run
from contested.ui.theme import palette
from contested.views import Charted, Drawn


def cached(
    question: Callable[..., pd.DataFrame], engine: Engine, selection: Selection, *more: str
) -> pd.DataFrame:
    """Return the rows of a question of contested.queries; they are every reader's: change none.

    How a view is scaled and what it is compared to are no part of a question, so that a change of
    these asks nothing anew.
    """
    reduced = replace(selection, scale="", reference="")
    return _rows(question, engine, this_run().data, question.__name__, reduced, more)


@st.cache_resource(max_entries=1000, show_spinner=False)
def _rows(
    _question: Callable[..., pd.DataFrame],
    _engine: Engine,
    data: str,
    name: str,
    selection: Selection,
    more: tuple[str, ...],
) -> pd.DataFrame:
    return _question(_engine, selection, *more)


def drawn(view: Charted, engine: Engine, selection: Selection) -> Drawn:
    """Return a view's chart of a selection in the colours of the reader's theme.

    It is every reader's: change nothing in it.
    """
    colours = palette()
    return _drawn(view, engine, colours, this_run().data, view.id, selection, colours.ground)


@st.cache_resource(max_entries=200, show_spinner=False)
def _drawn(
    _view: Charted,
    _engine: Engine,
    _palette: Palette,
    data: str,
    id: str,
    selection: Selection,
    ground: str,
) -> Drawn:
    draw = _view.on_page or _view.drawn
    return draw(_engine, selection, _palette, cached)
