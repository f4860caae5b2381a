"""What a page shows: its answer in words, a chart with its table and downloads, a table of claims."""

from __future__ import annotations

import html
from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from contested import words
from contested.vocabulary import EVIDENCE, RELATIONS

_CONFIG = {"displayModeBar": False, "responsive": True}

_SAVE = st.components.v2.component(
    "save_picture",
    html=(
        '<button data-format="png">Save as PNG</button> '
        '<button data-format="svg">Save as SVG</button>'
    ),
    css=(
        "button {font: inherit; color: var(--st-text-color); background: none; cursor: pointer;"
        " border: 1px solid var(--st-border-color); border-radius: 4px; padding: .35rem .8rem;}"
        " button:hover, button:focus-visible {border-color: var(--st-primary-color);}"
    ),
    js="""
export default function ({ data, parentElement }) {
  // The charts' own Plotly is there once a chart was drawn; a page without one fetches it here.
  const plotly = async () => window.Plotly ?? await new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = '/vendor/plotly.min.js';
    script.onload = () => resolve(window.Plotly);
    script.onerror = reject;
    document.head.append(script);
  });
  for (const button of parentElement.querySelectorAll('button')) {
    button.onclick = async () => {
      const { data: traces, layout } = JSON.parse(data.picture);
      const { width, height } = layout;
      const format = button.dataset.format;
      await (await plotly()).downloadImage(
        { data: traces, layout },
        { format, width, height, scale: format === 'png' ? 2 : 1, filename: data.name });
    };
  }
}""",
)


def answer(text: str, aside: str = "") -> None:
    """Say the page's answer in words, and under it what narrows it."""
    small = f'<p class="aside">{html.escape(aside)}</p>' if aside else ""
    st.html(f'<p class="answer">{html.escape(text)}</p>{small}')


def show(
    chart: go.Figure,
    claims: pd.DataFrame,
    *,
    key: str,
    alt: str,
    picture: Callable[[], go.Figure],
    name: str,
) -> str:
    """Draw a chart with its equal table and its downloads, and return the id of the mark selected.

    The table and the picture are made when they are asked for. An empty text is no mark.
    """
    chosen = st.plotly_chart(
        chart,
        theme=None,
        width="stretch",
        key=key,
        on_select="rerun",
        selection_mode="points",
        config=_CONFIG,
        alt=alt,
    )
    with st.container(horizontal=True, vertical_alignment="top"):
        table = st.expander("Table of these claims", key=f"{key}_table", on_change="rerun")
        save = st.expander("Save the picture", key=f"{key}_save", on_change="rerun")
    if table.open:
        with table:
            claims_table(claims, name=name)
    if save.open:
        with save:
            _SAVE(data={"picture": picture().to_json(), "name": name}, key=f"{key}_picture")
    points = chosen.selection.points if chosen else []
    marks = [point["customdata"] for point in points if point.get("customdata")]
    if not marks:
        return ""
    return str(marks[0][0] if isinstance(marks[0], list) else marks[0])


def side_by_side(widths: tuple[int, int] = (7, 3)) -> tuple[object, object]:
    """Return two columns, the chart's and its labels'; one above the other on a phone."""
    left, right = st.columns(widths, gap=None)
    return left, right


def claims_table(claims: pd.DataFrame, name: str = "claims", lazy: bool | None = None) -> None:
    """Show claims as a table: who, how many in words, when, on what evidence, printed where."""
    st.dataframe(
        readable(claims),
        hide_index=True,
        lazy=lazy,
        alt=f"Table of {len(claims):,} claims with source, number, dates and article",
        column_config={
            "Number": st.column_config.NumberColumn(format="localized"),
            "As of": st.column_config.DateColumn(format="D MMM YYYY"),
            "Since": st.column_config.DateColumn(format="D MMM YYYY"),
            "Published": st.column_config.DateColumn(format="D MMM YYYY"),
            "Article": st.column_config.LinkColumn(display_text="Read"),
        },
    )


def readable(claims: pd.DataFrame) -> pd.DataFrame:
    """Return claims, rows of queries.claims, as the columns that people read."""
    return pd.DataFrame(
        {
            "Source": claims["source_name"],
            "Said": [words.said(row) for row in claims.to_dict("records")],
            "Counted": claims["quantity"],
            "Place": claims["place"],
            "As of": claims["as_of"],
            "Since": claims["since"],
            "Relation": claims["relation"].map(lambda word: RELATIONS[word].label),
            "Evidence": claims["evidence"].map(lambda word: EVIDENCE[word].label),
            "Publisher": claims["publisher"],
            "Published": claims["published"],
            "Title": claims["title"],
            "Article": claims["url"],
            "Set apart": claims["apart"],
            "Note": claims["note"],
            "Claim": claims["id"],
        }
    )
