"""What readers ask alike, made once: rows and what is drawn of them, kept while the data stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from contested.charts.style import Palette
from contested.engine import Engine
from contested.selection import Selection
from contested.ui.address import held


def kept(
    question: Callable[..., pd.DataFrame], engine: Engine, selection: Selection, *more: str
) -> pd.DataFrame:
    """Return the rows of a question of contested.queries; they are every reader's: change none.

    How a view is scaled and what it is compared to are no part of a question, so that a change of
    these asks nothing anew.
    """
    asked = replace(selection, scale="", reference="")
    return _rows(question, engine, held().data, question.__name__, asked, more)


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


def drawn(
    view: str, selection: Selection, palette: Palette, make: Callable[[], go.Figure]
) -> go.Figure:
    """Return a view's chart of a selection, made of rows that are kept: no reader may change it."""
    return _chart(make, held().data, view, selection, palette.ground)


@st.cache_resource(max_entries=200, show_spinner=False)
def _chart(
    _make: Callable[[], go.Figure], data: str, view: str, selection: Selection, ground: str
) -> go.Figure:
    return _make()
