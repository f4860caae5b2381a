"""What the overview shows, and what a search finds."""

from __future__ import annotations

import streamlit as st

from contested import queries
from contested.engine import Engine
from contested.html import lists
from contested.selection import Selection
from contested.ui.address import go, this_run
from contested.ui.app import plain
from contested.ui.cache import cached
from contested.ui.switches import order
from contested.views import overview as view


def overview(engine: Engine, selection: Selection) -> None:
    """Show wars with their headline quantities, what was said last, and what is furthest apart."""
    st.html(view.body(engine, selection, cached))


def index(engine: Engine, selection: Selection) -> None:
    """List every quantity by war, in an order that the reader chooses."""
    one = bool(view.narrowed(selection).conflict)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.header("Every quantity" if one else "Every war and conflict", width="content")
        order_of = order(view.ORDERS)
    st.html(view.index(engine, selection, order_of, cached))


def results(engine: Engine, text: str) -> None:
    """Search and show what was found, by kind, each with its link, and what may have been meant."""
    things = queries.search(engine, text)
    if things.empty:
        st.info(
            f"Nothing here holds every word of “{plain(text)}”. Try fewer words, a source's short "
            "name, or a number without its unit."
        )
    # Titles spell a name as they like: that some hold it does not find the source that has it.
    if not set(things["kind"]) & {"quantity", "source"}:
        _meant(engine, queries.respelled(engine, text))
    for kind, label in (("quantity", "Quantities"), ("source", "Sources"), ("article", "Articles")):
        rows = things[things["kind"] == kind]
        if rows.empty:
            continue
        number = int(rows["found"].iloc[0])
        more = f", the first {len(rows)}" if number > len(rows) else ""
        st.markdown(f"**{label}** ({number}{more})")
        st.html(lists.search_results(rows))


def _meant(engine: Engine, text: str) -> None:
    if not queries.search(engine, text).empty:
        now = this_run()
        st.button(
            f"Search for “{plain(text)}”",
            key="meant",
            on_click=lambda: go(now.selection, **now.view | {"q": text}),
        )
