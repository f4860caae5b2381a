"""What the overview shows, and what a search finds."""

from __future__ import annotations

import streamlit as st

from contested import queries
from contested.engine import Engine
from contested.html import lists
from contested.selection import Selection
from contested.ui.app import plain
from contested.ui.cache import markup
from contested.ui.switches import order
from contested.views import overview as view


def overview(engine: Engine, selection: Selection) -> None:
    """Show wars with their headline quantities, what was said last, and what is furthest apart."""
    st.html(markup(view.body, engine, view.narrowed(selection)))


def index(engine: Engine, selection: Selection) -> None:
    """List every quantity by war, in an order that the reader chooses."""
    one = bool(view.narrowed(selection).conflict)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.header("Every quantity" if one else "Every war and conflict", width="content")
        order_of = order(view.ORDERS)
    st.html(markup(view.index, engine, view.narrowed(selection), order_of))


def results(engine: Engine, text: str) -> None:
    """Search and show what was found, by kind, each with its link, and what was understood."""
    matches = queries.search(engine, text)
    if matches.empty:
        st.info(
            f"Nothing recorded here holds “{plain(text)}”. Try fewer words, a source's short name, "
            "or a number without its unit."
        )
    elif matches.respelled:
        st.info(f"This is what there is of “{plain(matches.respelled)}”.")
    st.html(lists.search_results(matches))
