"""The cards of the overview, and what a search finds."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from contested import addresses, queries, words
from contested.engine import Engine
from contested.html import lists, range_card
from contested.selection import QUANTITY
from contested.ui.address import go, this_run
from contested.ui.app import plain
from contested.views.overview import COVERED
from contested.vocabulary import FIRST_ARTICLE
from contested.words import answers, profiles


def cards(engine: Engine, quantities: pd.DataFrame) -> None:
    """Draw a card for each quantity; those of the first article under a heading of their own.

    A card holds the quantity's name, its range and who speaks; it opens its timeline.
    """
    ours = quantities["first"].astype(bool)
    if ours.any():
        first = queries.article(engine, FIRST_ARTICLE)
        st.header("In the article that Contested began with")
        item = lists.Item(addresses.article(FIRST_ARTICLE), profiles.title(first))
        st.html(lists.lone(item))
        _grid(quantities[ours])
        st.header(f"Other quantities with {words.count(COVERED, 'source')} or more")
    _grid(quantities[~ours])


def _grid(quantities: pd.DataFrame) -> None:
    # Two a row and not two columns: on a phone they stand in their order too.
    rows = quantities.to_dict("records")
    for first in range(0, len(rows), 2):
        for column, row in zip(st.columns(2, gap="medium"), rows[first : first + 2], strict=False):
            with column:
                _card(row)


def _card(row: dict[Any, Any]) -> None:
    key = "-".join(("card", *(row[word] for word in QUANTITY)))
    with st.container(border=True, height="stretch", key=key):
        st.page_link(
            "pages/timeline.py",
            label=f"**{plain(row['name'])}**",
            query_params=lists.quantity(row).pairs(),
            width="stretch",
        )
        st.html(range_card.card(row))
        st.caption(answers.card(row))


def everything(quantities: pd.DataFrame) -> None:
    """List every quantity with its number of claims, each a link to its timeline."""
    st.html(lists.quantities(quantities.sort_values(["conflict_name", "name"])))


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
