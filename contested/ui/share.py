"""Sharing what a reader looks at: the live view's address, a snapshot of it, citations."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from contested import cite, views, words
from contested import database as databases
from contested.addresses import Site, at
from contested.cite import Work
from contested.engine import Engine
from contested.errors import BadSnapshot, ContestedError, NotFound
from contested.html import snapshot_card
from contested.readers import reader
from contested.search_text import holds
from contested.selection import Selection, parse
from contested.snapshots import browser, limits, pictures
from contested.snapshots.changes import changes
from contested.snapshots.content import Snapshot
from contested.snapshots.files import FILES, PICTURES, works
from contested.snapshots.freezing import kept
from contested.snapshots.page import embed_code
from contested.snapshots.store import Listing, Summary, store
from contested.ui.app import plain
from contested.views import VIEWS, Charted, direct, narrowing

#: How many snapshots the gallery shows at once.
_PAGE = 10

#: The orders of the gallery.
GALLERY = {"newest": "Newest", "quantity": "Quantity"}


def share(view: Charted, engine: Engine, selection: Selection) -> None:
    """Draw the button that shares a view: a link to it as it is now, or frozen for good."""
    if st.button("Share and save", key=f"share_{view.id}"):
        _shared(view, views.canonical(engine, selection, view), narrowing(engine, selection))


@st.dialog("Share and save", width="large")
def _shared(view: Charted, selection: Selection, filters: str) -> None:
    here = site()
    query = selection.query()
    st.header("As it is now", anchor=False)
    st.write("This link opens the same view of whatever the data are then.")
    live = here.url(view.page) + f"?{query}"
    st.code(live, language=None, wrap_lines=True)
    st.header("Frozen for good", anchor=False)
    found = databases.database()
    key = f"frozen {view.id} {query} {found.hash}"
    snapshot = st.session_state.get(key)
    if snapshot is None:
        st.write(
            "A snapshot keeps these claims, their citations and the chart as they are today, under "
            "a hash that anyone can verify."
        )
        if st.button("Freeze this view", key="freeze"):
            snapshot = _frozen(view.id, selection)
            if snapshot is not None:
                st.session_state[key] = snapshot
                st.rerun(scope="fragment")
        heading = view.heading(found.engine(), view.filled(selection), direct)
        title = f"{heading.title} ({view.label.lower()})"
        _cited(cite.selection(title, filters, url=live, accessed=cite.today(), version=found.hash))
        return
    _kept(snapshot, here)


def _frozen(view: str, selection: Selection) -> Snapshot | None:
    """Freeze and keep a view; says why where that does not go."""
    try:
        limits.freezing().take(_asking())
        found = databases.database()
        snapshot, _ = kept(found.engine(), found.hash, selection, view)
    except ContestedError as error:
        st.error(plain(str(error)))
        return None
    pictures.prepare(snapshot)
    return snapshot


def _asking() -> str:
    """Return the reader's address, the same that the web's routes know them by."""
    # Streamlit names no address where the other end is this machine.
    peer = st.context.ip_address or "127.0.0.1"
    return reader(peer, st.context.headers.get_all("x-forwarded-for"))


def _kept(snapshot: Snapshot, here: Site) -> None:
    """Show what can be done with a snapshot: open, copy, embed, download, cite."""
    address = here.url("snapshot", snapshot.id)
    st.code(address, language=None, wrap_lines=True)
    st.link_button("Open the snapshot", address)
    st.write("To show it inside another page:")
    st.code(embed_code(snapshot, here.url("embed", snapshot.id)), language=None, wrap_lines=True)
    st.write("To download it:")
    pictured = browser.found() is not None
    with st.container(horizontal=True):
        for ending, form in FILES.items():
            if ending in cite.FORMATS or (ending in PICTURES and not pictured):
                continue
            st.download_button(
                form.label,
                data=_file(snapshot, ending, address),
                file_name=f"contested-{snapshot.id}.{ending}",
                mime=form.mime,
                key=f"snapshot_{ending}",
                on_click="ignore",
            )
    if not pictured:
        st.caption(
            "Pictures of snapshots are drawn with Chrome or Chromium, which this machine lacks. "
            "“Save the picture” beside the chart draws it in your own browser."
        )
    _cited(works(snapshot, address, cite.today())[0])


def _file(snapshot: Snapshot, ending: str, address: str) -> Callable[[], bytes]:
    return lambda: FILES[ending].write(snapshot, address)


def _cited(work: Work) -> None:
    st.header("How to cite it", anchor=False)
    labels = {"text": "Text"} | {name: form.label for name, form in cite.FORMATS.items()}
    for tab, name in zip(st.tabs(list(labels.values())), labels, strict=True):
        text = cite.text(work) if name == "text" else cite.FORMATS[name].write(work)
        tab.code(text, language=None, wrap_lines=True)


def gallery(text: str, order: str) -> Listing:
    """Return the snapshots whose title, answer or query hold every word of a text, in an order."""
    found = store().listing()
    held = [one for one in found.summaries if holds(_words(one), text)]
    if order == "quantity":
        held.sort(key=lambda one: one.title.lower())
    return found._replace(summaries=held)


def frozen_cards(engine: Engine, found: Listing) -> None:
    """Draw snapshots as cards: picture, title, answer, link; and on request what changed since."""
    if found.broken:
        count = words.count(len(found.broken), "file")
        st.warning(f"{words.capital(count)} cannot be read: {', '.join(found.broken[:5])}.")
    if not found.summaries:
        return
    compared = st.toggle("Compare with now", key="compared")
    pages = -(-len(found.summaries) // _PAGE)
    page = st.pagination(pages, key="snapshots_page") if pages > 1 else 1
    here = site()
    for one in found.summaries[(page - 1) * _PAGE : page * _PAGE]:
        with st.container(border=True, key=f"snapshot_{one.id}"):
            left, right = st.columns([2, 3])
            with left:
                st.html(_thumbnail(one, here))
            with right:
                st.html(_card(engine, one, here))
                if compared:
                    st.write(_since(engine, one))
                st.code(here.url("snapshot", one.id), language=None, wrap_lines=True)


def gallery_answer(found: Listing, text: str) -> str:
    """Return how many snapshots there are, in words."""
    number = words.capital(words.count(len(found.summaries), "snapshot"))
    if text:
        return f"{number} hold{'s' * (len(found.summaries) == 1)} “{text}”."
    if not found.summaries:
        return (
            "No view has been frozen here yet. “Share and save” beside a chart keeps what it shows."
        )
    newest = max(one.made for one in found.summaries)
    return f"{number}, the newest of {words.day(newest[:10])}. Each shows what was known then."


def _since(engine: Engine, one: Summary) -> str:
    try:
        snapshot = store().read(one.id)
    except (BadSnapshot, NotFound) as error:
        return plain(str(error))
    return plain(changes(engine, snapshot, databases.database().hash).sentence)


def _words(one: Summary) -> str:
    return f"{one.title} {one.answer} {one.query} {one.view} {one.id}".lower()


def _thumbnail(one: Summary, here: Site) -> str:
    if browser.found() is None:
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


def site() -> Site:
    """Return where this site stands: $CONTESTED_URL, else where the reader's browser is."""
    return at(st.context.url or "")
