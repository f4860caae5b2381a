"""What stands under a chart: its events, changes of definition, the institutions behind it."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from contested import queries, words
from contested.charts import timeline
from contested.engine import Engine
from contested.html import events as dated
from contested.html import institutions as behind
from contested.html import legend
from contested.selection import Selection
from contested.ui.cache import made


def key(claims: pd.DataFrame, band: pd.DataFrame, chart: go.Figure) -> None:
    """Say how the marks of a timeline of claims are read: only what it shows."""
    st.html(made(_key, claims, band, chart))


def _key(claims: pd.DataFrame, band: pd.DataFrame, chart: go.Figure) -> str:
    return legend.legend(timeline.legend_parts(claims, band, chart))


def events(rows: pd.DataFrame) -> None:
    """List the events that a timeline shows as lines, each with its link.

    On a phone the lines have these numbers instead of names, so the list stands open there.
    """
    if len(rows):
        st.html(made(dated.events, rows))


def thinned(claims: pd.DataFrame) -> None:
    """Say which claims are drawn where a selection holds more than a chart can show."""
    every = int(claims["of_claims"].max()) if len(claims) else 0
    if every > len(claims):
        st.caption(
            f"{len(claims):,} of {every:,} claims are drawn: of the sources with the most, in each "
            "stretch of time the first, the last, the lowest and the highest. No line joins claims "
            "that others lie between. The Data page lists every one."
        )


def definition_changes(breaks: pd.DataFrame) -> None:
    """List the dates at which a source changed what it counts of the quantity."""
    if len(breaks):
        st.markdown("**Changes of definition**")
        st.html(made(dated.definition_changes, breaks))


def institutions(engine: Engine, selection: Selection) -> None:
    """Say how many institutions stand behind the reports, and who speaks for each."""
    origins = queries.origins(engine, selection)
    if origins.empty:
        return
    # A claim that several institutions make together is one report.
    reports = words.count(int(queries.count(engine, selection)["claims"]), "report")
    named = words.count(len(origins), "institution")
    st.markdown(f"**{words.capital(named)} behind {reports}**")
    st.html(behind.institutions(origins))
