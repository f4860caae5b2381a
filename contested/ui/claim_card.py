"""A claim's card, opened from a mark, from a list or from a table."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from contested import cite, queries, words
from contested import database as databases
from contested.addresses import at
from contested.addresses import claim as claim_address
from contested.engine import Engine
from contested.errors import NotFound
from contested.html import claim_card as card
from contested.html.components import component
from contested.rows import one_by_one
from contested.search_text import holds
from contested.ui.address import draw, go, later, this_run
from contested.ui.app import plain
from contested.ui.cache import made
from contested.ui.scroll import scroll_to
from contested.ui.show import claims_table, selected_mark
from contested.ui.switches import opened, search
from contested.views.claim import surroundings
from contested.words import rates

#: How many claims, or articles, a list to choose from offers.
LISTED = 500

_CLAIM_LIST = st.components.v2.component("claim_list", **component("claim_list"))


def selected_claim(engine: Engine, claims: pd.DataFrame, chosen: str) -> None:
    """Show the claim whose mark was selected, or that is chosen from a list; the address names it.

    The list is for those who do not point: the newest of the claims drawn come first.
    """
    now = this_run()
    if chosen and chosen != st.session_state.get("_mark"):
        now.view["claim"] = chosen
        st.session_state["claim"] = chosen
    st.session_state["_mark"] = chosen
    labels = made(_labels, claims)
    id = opened("claim", labels, "Select a mark, or choose a claim, to see who said it and where")
    if id:
        if id == chosen:
            scroll_to(id, labels.get(id, ""))
        elif id not in set(claims["id"]):
            st.caption("This claim is not among those above.")
        claim_card(engine, id)


def opened_claim(claims: pd.DataFrame, under: DeltaGenerator, *charts: str) -> str:
    """Return the id of the claim that is open beside a chart; empty for none.

    It is the one whose mark was selected last on a chart of these keys, that a link or a list under
    the chart names, or the address. The list is for those who do not point.
    """
    now = this_run()
    for chart in charts:
        chosen = selected_mark(chart)
        if chosen and chosen != st.session_state.get(f"_mark_{chart}"):
            now.view["claim"] = chosen
            st.session_state["claim"] = chosen
        st.session_state[f"_mark_{chart}"] = chosen
    labels = made(_labels, claims)
    with later(under):
        id = opened("claim", labels, "Select a mark, or choose a claim")
        draw(lambda: _links(labels, len(claims), id))
    return id


def beside_chart(engine: Engine, claims: pd.DataFrame, id: str, height: int) -> None:
    """Show a claim's card in the place beside a chart of that height, with a way to close it."""
    now = this_run()
    labels = made(_labels, claims)
    scroll_to(id, labels.get(id, ""), beside=True)
    with st.container(height=height, border=False, key="beside_chart"):
        rest = {word: text for word, text in now.view.items() if word != "claim"}
        st.button("Close", key="close", on_click=lambda: go(now.selection, **rest))
        if id not in set(claims["id"]):
            st.caption("This claim is not among those of the chart.")
        claim_card(engine, id, rates.since_before(claims, id))


def _labels(claims: pd.DataFrame) -> dict[str, str]:
    """Return what the newest claims are called in a list, by their ids, the newest first."""
    listed = one_by_one(claims[::-1].head(LISTED))
    return {
        row["id"]: f"{row['source_short']}: {words.said(row)}, {words.dated(row)}" for row in listed
    }


def _links(labels: dict[str, str], every: int, open_: str) -> None:
    """List a link for each mark: it opens the claim as the mark does; the newest of many."""
    number = words.count(len(labels), "claim")
    _CLAIM_LIST(
        data={
            "heading": f"Each of the {number}, one by one"
            if len(labels) == every
            else f"Each of the newest {number} of {every:,}, one by one",
            "open": open_,
            "claims": [
                {"id": id, "text": text, "address": claim_address(id)}
                for id, text in labels.items()
            ],
        },
        key="claim_list",
        on_open_change=_open,
    )


def _open() -> None:
    now = this_run()
    go(now.selection, **now.view | {"claim": str(st.session_state["claim_list"]["open"])})


def within(claims: pd.DataFrame) -> pd.DataFrame:
    """Draw a search within claims; return those that hold every word of it, the newest first."""
    text = search("Search these claims: a source, a number, a place, a word of a note")
    newest = claims[::-1].reset_index(drop=True)
    if not text or newest.empty:
        return newest
    columns = ["source_name", "quantity", "place", "publisher", "title", "note", "id"]
    told = newest[columns].fillna("").agg(" ".join, axis=1) + " " + words.all_said(newest)
    matching = newest[[holds(each, text) for each in told]].reset_index(drop=True)
    number = words.count(len(matching), "claim")
    verb = "holds" if len(matching) == 1 else "hold"
    st.caption(f"{words.capital(number)} of {len(newest):,} {verb} it.")
    return matching


def listed_claims(engine: Engine, claims: pd.DataFrame) -> None:
    """Show claims as a table; the one whose row is selected opens, and the address names it."""
    now = this_run()
    ids = list(claims["id"])
    claims_table(
        claims,
        lambda row: go(now.selection, **now.view | {"claim": ids[row]}),
        f"{at(st.context.url or '').url('api', 'claims.csv')}?{now.selection.query()}".rstrip("?"),
    )
    if id := now.view.get("claim", ""):
        scroll_to(id, "")
        claim_card(engine, id)


def claim_card(engine: Engine, id: str, aside: str = "") -> None:
    """Show all about one claim: who, how hedged, when, where printed, and what is near it.

    `aside` stands under it.
    """
    try:
        claim = queries.claim(engine, id)
    except NotFound as error:  # the data changed under an open claim
        st.warning(plain(str(error)))
        return
    with st.container(border=True, key="provenance"):
        voices = [queries.source(engine, source) for source in str(claim["source"]).split(";")]
        st.html(card.card(claim, voices))
        if aside:
            st.caption(plain(aside))
        address = at(st.context.url or "").url("claim", id)
        with st.popover("Cite this claim"):
            work = cite.claim(claim, address, cite.today(), databases.database().hash)
            st.code(cite.text(work), language=None, wrap_lines=True)
        siblings = queries.printed(engine, claim["article"], but=id)
        st.html(card.surroundings(surroundings(engine, claim)))
        if len(siblings):
            st.html(card.beside("Other claims of this article", siblings, "source_name"))
