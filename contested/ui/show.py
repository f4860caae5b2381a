"""What a page shows: a chart with its table and its picture, a table of claims, files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from contested import export, queries, views, words
from contested.addresses import Site, followed, report
from contested.charts.style import DARK
from contested.engine import Engine
from contested.html import plain_table as plain_tables
from contested.html import style
from contested.selection import Selection
from contested.ui.address import restyle, this_run
from contested.ui.cache import drawn, made
from contested.ui.grid import grid
from contested.ui.period import box_of
from contested.ui.sent import sent
from contested.ui.share import share, site
from contested.ui.theme import palette
from contested.views import Charted
from contested.vocabulary import EVIDENCE, RELATIONS

_CONFIG = {"displayModeBar": False, "responsive": True}


def show(view: Charted, engine: Engine, selection: Selection, follow: bool = True) -> str:
    """Draw a view's chart with what can be done with it; return the id of the mark selected.

    An empty text is no mark. `follow` is that of `tools`.
    """
    shown = drawn(view, engine, selection)
    chosen = plot(shown.chart, key=view.id, alt=shown.alt, ahead=ahead(view, selection))
    tools(view, engine, selection, follow)
    return chosen


def ahead(view: Charted, selection: Selection) -> tuple[str, str]:
    """Return the addresses of a view's chart as a picture: in the reader's colours, on paper."""
    asked = views.reduced(selection, view)
    dark, light = (
        site().chart(this_run().data, view.id, asked, dark=dark) for dark in (True, False)
    )
    return (dark if palette() is DARK else light), light


def plot(chart: go.Figure, *, key: str, alt: str, ahead: tuple[str, str] | None = None) -> str:
    """Draw a chart and return the id of the claim whose mark is selected; empty for none.

    Where the chart takes a box, one that is drawn on it chooses dates. Until Plotly's code has come
    and has drawn it, and on paper, its picture at the addresses `ahead` stands in its place.
    """
    boxed = chart.layout.dragmode == "select"
    if ahead:
        restyle(style.ahead(key, ahead, chart.layout.height))
    st.plotly_chart(
        made(sent, chart),
        theme=None,
        width="stretch",
        key=key,
        on_select=partial(box_of, key) if boxed else "rerun",
        selection_mode=("points", "box") if boxed else "points",
        config=_CONFIG,
        alt=alt,
    )
    return selected_mark(key)


def selected_mark(chart: str) -> str:
    """Return the id of the claim whose mark is selected on the chart of a key; empty for none."""
    selection = (st.session_state.get(chart) or {}).get("selection", {})
    if selection.get("box"):
        return ""
    marks = [
        point["customdata"] for point in selection.get("points", []) if point.get("customdata")
    ]
    if not marks:
        return ""
    return str(marks[0][0] if isinstance(marks[0], list) else marks[0])


def tools(view: Charted, engine: Engine, selection: Selection, follow: bool = True) -> None:
    """Offer a view's claims as a table, made when it is asked for, and the view to share.

    Without `follow` not what changed in it: a page of several charts offers that once.
    """
    with st.container(horizontal=True, vertical_alignment="center", key=f"{view.id}_tools"):
        table = st.toggle("Table of these claims", key=f"{view.id}_table")
        share(view, engine, selection)
        here = site()
        live = here.origin + here.view(view.page, views.canonical(engine, selection, view))
        if follow:
            followed_link(here, views.canonical(engine, selection, view))
        if mistake := report(live):
            st.link_button("Report a mistake", mistake)
    if table:
        claims_table(views.claims_now(engine, selection, view.id))


def followed_link(here: Site, selection: Selection) -> None:
    """Offer what changed in a selection, with its feed: who looks at it may follow it."""
    st.link_button("Changes, to follow", here.origin + here.view("changes", followed(selection)))


def beside(wide: bool = False) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return two columns, the chart's and that of its labels, or `wide` enough for a card.

    On a phone they stand one above the other.
    """
    left, right = st.columns([62, 38] if wide else [7, 3], gap=None)
    return left, right


def claims_table(
    claims: pd.DataFrame, opened: Callable[[int], None] | None = None, rest: str = ""
) -> None:
    """Show claims as a table: who, how many in words, when, on what evidence, printed where.

    `opened` is called with the place of a row that is selected; `rest` is the address of all of
    them, which paper says.
    """
    table = readable(claims)
    grid(
        table,
        f"Table of {words.count(len(claims), 'claim')} with source, number, dates and article",
        {
            # What a phone shows without scrolling: when, how many, who.
            "As of": st.column_config.TextColumn(width=92),
            "Said": st.column_config.TextColumn(width=120),
            "Source": st.column_config.TextColumn(width=150),
            # And a laptop.
            "Number": st.column_config.NumberColumn(format="localized", width=110),
            "Counted": st.column_config.TextColumn(width=330),
            "Place": st.column_config.TextColumn(width=110),
            "Since": st.column_config.TextColumn(width=92),
            "Relation": st.column_config.TextColumn(width=130),
            "Article": st.column_config.LinkColumn(display_text="Read"),
        },
        "claims",
        opened,
        table[["As of", "Said", "Counted", "Source", "Publisher", "Published", "Claim"]],
        f"All are at {rest}" if rest else "",
    )


def readable(claims: pd.DataFrame) -> pd.DataFrame:
    """Return claims, rows of queries.claims, as the columns that people read."""
    return pd.DataFrame(
        {
            "As of": words.all_dates(claims, "as_of"),
            "Said": words.all_said(claims),
            "Source": claims["source_name"],
            "Number": claims["number"],  # a stated one: by it the table is sorted as numbers are
            "Counted": claims["quantity"],
            "Place": claims["place"],
            "Since": words.all_dates(claims, "since"),
            "Relation": claims["relation"].map(lambda word: RELATIONS[word].label),
            "Evidence": claims["evidence"].map(lambda word: EVIDENCE[word].label),
            "Publisher": claims["publisher"],
            "Published": words.all_dates(claims, "published"),
            "Title": claims["title"],
            "Article": claims["url"],
            "Set apart": words.all_set_apart(claims),
            "Note": claims["note"],
            "Claim": claims["id"],
        }
    )


def plain_table(rows: pd.DataFrame, alt: str) -> None:
    """Show a short table whole, as text that wraps; `alt` names it aloud."""
    st.html(plain_tables.table(rows, alt))


def _file(form: str, engine: Engine, selection: Selection) -> bytes:
    return export.marked(form, export.FORMATS[form].write(queries.claims(engine, selection)))


def downloads(engine: Engine, selection: Selection, number: int) -> None:
    """Offer the claims of a selection as files that hold exactly what its table shows."""
    name = "-".join(["contested", *(value for _, value in selection.pairs()[:6])])
    with st.container(horizontal=True):
        for ending, form in export.FORMATS.items():
            st.download_button(
                f"{form.label}, {words.count(number, 'claim')}",
                data=partial(_file, ending, engine, selection),
                file_name=f"{name[:80]}.{ending}",
                mime=form.mime,
                key=f"download_{ending}",
                on_click="ignore",
            )
        followed_link(site(), selection)
