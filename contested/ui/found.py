"""What surrounds a claim, and what to do where a selection holds none."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from contested import cite, queries, words
from contested import database as databases
from contested.addresses import at
from contested.engine import Engine
from contested.errors import NotFound
from contested.html import claim_card, institutions
from contested.html import events as event_list
from contested.selection import Selection
from contested.ui.address import go, held
from contested.ui.app import plain
from contested.ui.show import claims_table
from contested.ui.sidebar import FILTERS
from contested.ui.sight import bring
from contested.ui.switches import opened
from contested.views import narrowing

#: How many claims, or articles, a list to choose from offers.
LISTED = 500


def nothing(engine: Engine, selection: Selection) -> None:
    """Say that a selection holds no claim, and offer each way to widen it that finds some.

    Where it is only claims that count something else, the way is the timeline, which shows them.
    """
    st.info(plain(f"No claim is left. {narrowing(engine, selection)}"))
    narrowed = [word for word in selection.narrowed() if word != "apart"]
    offers = {word: (f"Without “{FILTERS[word]}”", selection.without(word)) for word in narrowed}
    if len(offers) > 1:
        every = replace(selection.quantity(), apart=selection.apart)
        offers["every"] = ("Without any filter", every)
    for key, (label, wider) in offers.items():
        found = int(queries.count(engine, wider)["claims"])
        if found:
            st.button(
                f"{label}: {words.count(found, 'claim')}",
                key=f"widen_{key}",
                on_click=go,
                args=(replace(wider, apart=held().selection.apart),),
            )
    found = int(queries.count(engine, selection.without("apart"))["claims"])
    if found:
        count = "that counts" if found == 1 else "that count"
        st.page_link(
            "pages/timeline.py",
            label=f"The timeline shows {words.count(found, 'claim')} {count} something else",
            query_params=held().selection.without("apart").pairs(),
        )


def selected_claim(engine: Engine, claims: pd.DataFrame, chosen: str) -> None:
    """Show the claim whose mark was selected, or that is chosen from a list; the address names it.

    The list is for those who do not point: the newest of the claims drawn come first.
    """
    now = held()
    if chosen and chosen != st.session_state.get("_mark"):
        now.view["claim"] = chosen
        st.session_state["claim"] = chosen
    st.session_state["_mark"] = chosen
    listed = claims[::-1].head(LISTED).to_dict("records")
    labels = {
        row["id"]: f"{row['source_short']}: {words.said(row)}, {words.day(row['as_of'])}"
        for row in listed
    }
    id = opened("claim", labels, "Select a mark, or choose a claim, to see who said it and where")
    if id:
        if id == chosen:
            bring(id, labels.get(id, ""))
        elif id not in set(claims["id"]):
            st.caption("This claim is not among those above.")
        provenance(engine, id)


def listed_claims(engine: Engine, claims: pd.DataFrame) -> None:
    """Show claims as a table; the one whose row is selected opens, and the address names it."""
    now = held()
    ids = list(claims["id"])
    claims_table(claims, lambda row: go(now.selection, claim=ids[row]))
    if id := now.view.get("claim", ""):
        bring(id, "")
        provenance(engine, id)


def told_events(events: pd.DataFrame) -> None:
    """List the events that a timeline shows as lines, each with its link.

    On a phone the lines have these numbers instead of names, so the list stands open there.
    """
    if events.empty:
        return
    st.html(event_list.events(events))


def thinned(claims: pd.DataFrame) -> None:
    """Say which claims are drawn where a selection holds more than a chart can show."""
    every = int(claims["of_claims"].iloc[0])
    if every > len(claims):
        st.caption(
            f"{len(claims):,} of {every:,} claims are drawn: of each source's claims in each "
            "stretch of time the first, the last, the lowest and the highest. The Data page lists "
            "every one."
        )


def broken(breaks: pd.DataFrame) -> None:
    """List the dates at which a source of the selection changed what it counts."""
    if len(breaks):
        st.markdown("**Changes of definition**")
        st.html(event_list.definition_changes(breaks))


def origins(engine: Engine, selection: Selection) -> None:
    """Say how many institutions stand behind the reports, and who speaks for each."""
    found = queries.origins(engine, selection)
    if found.empty:
        return
    # A claim that several institutions make together is one report.
    reports = words.count(int(queries.count(engine, selection)["claims"]), "report")
    behind = words.count(len(found), "institution")
    st.markdown(f"**{words.capital(behind)} behind {reports}**")
    st.html(institutions.institutions(found))


def provenance(engine: Engine, id: str) -> None:
    """Show all about one claim: who, how hedged, when, where printed, and what is near it."""
    try:
        claim = queries.claim(engine, id)
    except NotFound as error:  # the data changed under an open claim
        st.warning(plain(str(error)))
        return
    with st.container(border=True, key="provenance"):
        voices = [queries.source(engine, source) for source in str(claim["source"]).split(";")]
        st.html(claim_card.card(claim, voices))
        address = at(st.context.url or "").url("claim", id)
        with st.popover("Cite this claim"):
            work = cite.claim(claim, address, cite.today(), databases.database().hash)
            st.code(cite.text(work), language=None, wrap_lines=True)
        siblings = queries.printed(engine, claim["article"], but=id)
        tellings = queries.tellings(engine, id)
        if len(tellings):
            st.html(
                claim_card.beside("The same statement as others printed it", tellings, "publisher")
            )
        if len(siblings):
            st.html(claim_card.beside("Other claims of this article", siblings, "source_name"))
