"""A claim's card, opened from a mark, from a list or from a table."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from contested import cite, queries, words
from contested import database as databases
from contested.addresses import at
from contested.engine import Engine
from contested.errors import NotFound
from contested.html import claim_card as card
from contested.ui.address import go, this_run
from contested.ui.app import plain
from contested.ui.scroll import scroll_to
from contested.ui.show import claims_table
from contested.ui.switches import opened
from contested.views.claim import surroundings

#: How many claims, or articles, a list to choose from offers.
LISTED = 500


def selected_claim(engine: Engine, claims: pd.DataFrame, chosen: str) -> None:
    """Show the claim whose mark was selected, or that is chosen from a list; the address names it.

    The list is for those who do not point: the newest of the claims drawn come first.
    """
    now = this_run()
    if chosen and chosen != st.session_state.get("_mark"):
        now.view["claim"] = chosen
        st.session_state["claim"] = chosen
    st.session_state["_mark"] = chosen
    listed = claims[::-1].head(LISTED).to_dict("records")
    labels = {
        row["id"]: f"{row['source_short']}: {words.said(row)}, {words.as_of(row)}" for row in listed
    }
    id = opened("claim", labels, "Select a mark, or choose a claim, to see who said it and where")
    if id:
        if id == chosen:
            scroll_to(id, labels.get(id, ""))
        elif id not in set(claims["id"]):
            st.caption("This claim is not among those above.")
        claim_card(engine, id)


def listed_claims(engine: Engine, claims: pd.DataFrame) -> None:
    """Show claims as a table; the one whose row is selected opens, and the address names it."""
    now = this_run()
    ids = list(claims["id"])
    claims_table(claims, lambda row: go(now.selection, claim=ids[row]))
    if id := now.view.get("claim", ""):
        scroll_to(id, "")
        claim_card(engine, id)


def claim_card(engine: Engine, id: str) -> None:
    """Show all about one claim: who, how hedged, when, where printed, and what is near it."""
    try:
        claim = queries.claim(engine, id)
    except NotFound as error:  # the data changed under an open claim
        st.warning(plain(str(error)))
        return
    with st.container(border=True, key="provenance"):
        voices = [queries.source(engine, source) for source in str(claim["source"]).split(";")]
        st.html(card.card(claim, voices))
        address = at(st.context.url or "").url("claim", id)
        with st.popover("Cite this claim"):
            work = cite.claim(claim, address, cite.today(), databases.database().hash)
            st.code(cite.text(work), language=None, wrap_lines=True)
        siblings = queries.printed(engine, claim["article"], but=id)
        st.html(card.surroundings(surroundings(engine, claim)))
        if len(siblings):
            st.html(card.beside("Other claims of this article", siblings, "source_name"))
