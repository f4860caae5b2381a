"""Which dates a timeline shows: of a few that are offered, or as a box drawn on the chart says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from contested.engine import Engine
from contested.selection import FIRST_DAY, LAST_DAY, Selection
from contested.ui.address import draw, go, this_run
from contested.ui.cache import periods

_KEY = "period"


def period(engine: Engine) -> None:
    """Draw the choice of dates; one that is chosen stands in the address as `since`.

    The last twelve months end with the newest claim and not today, so that a link does not change
    by itself.
    """
    draw(lambda: _widget(engine))


def _widget(engine: Engine) -> None:
    now = this_run()
    whole = now.selection.without("since").without("until")
    offered = periods(engine, whole)
    dates = (now.selection.since, now.selection.until)
    options: dict[str, Selection] = {"All dates": whole}
    options |= {label: replace(whole, since=since) for label, since in offered.items()}
    chosen = next(
        (name for name, one in options.items() if (one.since, one.until) == dates), "Chosen dates"
    )
    options.setdefault(chosen, now.selection)
    st.session_state[_KEY] = chosen
    st.selectbox(
        "Dates",
        list(options),
        key=_KEY,
        label_visibility="collapsed",
        width=152,
        on_change=lambda: go(options[st.session_state[_KEY]], **now.view),
    )


def box_of(chart: str) -> None:
    """Narrow the dates to a box that was just drawn on a chart; for its callback."""
    boxes = (st.session_state.get(chart) or {}).get("selection", {}).get("box", [])
    if not boxes or boxes == st.session_state.get("_box"):
        return
    st.session_state["_box"] = boxes
    ends = sorted(_day(value) for value in boxes[0]["x"])
    now = this_run()
    go(replace(now.selection, since=ends[0], until=ends[-1]), **now.view)


def _day(value: Any) -> date:
    day: date = pd.Timestamp(value).date()
    return min(max(day, FIRST_DAY), LAST_DAY - timedelta(days=1))
