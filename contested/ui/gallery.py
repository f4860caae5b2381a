"""The gallery: what readers froze, as cards, and what changed since."""

from __future__ import annotations

import streamlit as st

from contested import database as databases
from contested import words
from contested.addresses import Site
from contested.engine import Engine
from contested.errors import BadSnapshot, NotFound
from contested.html import snapshot_card
from contested.search_text import holds
from contested.selection import parse
from contested.snapshots import browser
from contested.snapshots.changes import changes
from contested.snapshots.store import Listing, Summary, store
from contested.ui.app import plain
from contested.ui.share import site
from contested.views import VIEWS, narrowing
from contested.words import profiles

#: How many snapshots are shown at once.
_PAGE = 10

#: The orders of the snapshots.
GALLERY = {"newest": "Newest", "quantity": "Quantity"}


def listing(text: str, order: str) -> Listing:
    """Return the snapshots whose title, answer or query hold every word of a text, in an order."""
    every = store().listing()
    summaries = [one for one in every.summaries if holds(_words(one), text)]
    if order == "quantity":
        summaries.sort(key=lambda one: one.title.lower())
    return every._replace(summaries=summaries)


def snapshot_cards(engine: Engine, listing: Listing) -> None:
    """Draw snapshots as cards: picture, title, answer, link; and on request what changed since."""
    if listing.broken:
        count = words.count(len(listing.broken), "file")
        st.warning(f"{words.capital(count)} cannot be read: {', '.join(listing.broken[:5])}.")
    if not listing.summaries:
        return
    compared = st.toggle("Compare with now", key="compared")
    pages = -(-len(listing.summaries) // _PAGE)
    page = st.pagination(pages, key="snapshots_page") if pages > 1 else 1
    here = site()
    for one in listing.summaries[(page - 1) * _PAGE : page * _PAGE]:
        with st.container(border=True, key=f"snapshot_{one.id}"):
            left, right = st.columns([2, 3])
            with left:
                st.html(_thumbnail(one, here))
            with right:
                st.html(_card(engine, one, here))
                if compared:
                    st.write(_since(engine, one))
                st.code(here.url("snapshot", one.id), language=None, wrap_lines=True)


def _since(engine: Engine, one: Summary) -> str:
    try:
        snapshot = store().read(one.id)
    except (BadSnapshot, NotFound) as error:
        return plain(str(error))
    return plain(changes(engine, snapshot, databases.database().hash).sentence)


def _words(one: Summary) -> str:
    return f"{one.title} {one.answer} {one.query} {one.view} {one.id}".lower()


def _thumbnail(one: Summary, here: Site) -> str:
    if browser.installed() is None:
        return ""
    return snapshot_card.thumbnail(here.path("snapshot", one.id), one.title)


def _card(engine: Engine, one: Summary, here: Site) -> str:
    view = VIEWS[one.view].label if one.view in VIEWS else one.view
    aside = f"{view}, {words.count(one.claims, 'claim')}, frozen on {words.day(one.made[:10])}. "
    aside += _narrowing(engine, one)
    return snapshot_card.card(here.path("snapshot", one.id), one.title, one.answer, aside)


def _narrowing(engine: Engine, one: Summary) -> str:
    """Return a snapshot's filters in words; sources that the data no longer hold by their ids."""
    selection, _ = parse(one.query)
    if one.view in VIEWS and VIEWS[one.view].one:
        selection = selection.without(VIEWS[one.view].one)
    try:
        return narrowing(engine, selection)
    except NotFound:
        return words.narrowing(selection)


def gallery_answer(listing: Listing, text: str) -> str:
    """Return how many snapshots there are, in words."""
    newest = max((one.made for one in listing.summaries), default="")
    return profiles.snapshots(len(listing.summaries), newest[:10], text)
