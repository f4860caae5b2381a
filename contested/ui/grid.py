"""Tables that scroll, sort, and send the browser no more rows than it shows; on paper as text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from contested.html import plain_table

#: The height of a row, and how many are seen at once, in a table that has more.
_ROW, _SEEN = 35, 20

#: From more rows than this on, a table's rows are sent as they are scrolled to.
_WHOLE = 2000

#: How many rows are printed: a table that scrolls shows paper what is in sight.
_PRINTED = 100

#: A column of dates, as they are written everywhere here.
DATE = st.column_config.DateColumn(format="D MMM YYYY")


def grid(
    rows: pd.DataFrame,
    alt: str,
    columns: dict[str, Any],
    key: str = "",
    opened: Callable[[int], None] | None = None,
    paper: pd.DataFrame | None = None,
    rest: str = "",
) -> None:
    """Show rows as a table; what is missing is an empty cell.

    On paper the first stand as text, with the columns of `paper` where that is given, and `rest`
    says where all of more are. `columns` says how columns are shown, by their names; `alt` names
    the table aloud. `opened` is called with the place of a row when one of its cells is selected;
    `key` then names the table.
    Of a table that is sent in parts nothing can be selected.
    """
    more: dict[str, Any] = {}
    if opened and len(rows) <= _WHOLE:
        more = {"key": key, "selection_mode": "single-cell"}
        more["on_select"] = partial(_selected, key, opened)
    st.dataframe(
        rows,
        hide_index=True,
        height=_ROW * (min(len(rows), _SEEN) + 1) + 3,
        placeholder="",
        lazy=len(rows) > _WHOLE,
        alt=alt,
        column_config=columns,
        **more,
    )
    st.html(_printed(rows if paper is None else paper, alt, rest))


def _printed(rows: pd.DataFrame, alt: str, rest: str) -> str:
    """Return the first of the rows as a table for paper, which has no table that scrolls."""
    first = rows.head(_PRINTED).astype(object)
    first = first.where(first.notna(), "")
    more = f"The first {_PRINTED} of {len(rows):,} rows. {rest}" if len(rows) > _PRINTED else ""
    return plain_table.printed(first, alt, more)


def _selected(key: str, opened: Callable[[int], None]) -> None:
    cells = st.session_state[key]["selection"]["cells"]
    if cells:
        opened(int(cells[0][0]))
