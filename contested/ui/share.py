"""Sharing what a reader looks at: the live view's address, a snapshot of it, citations."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from contested import cite, views
from contested import database as databases
from contested.addresses import Site, at
from contested.cite import Work
from contested.engine import Engine
from contested.errors import ContestedError
from contested.html import embed
from contested.selection import Selection
from contested.snapshots import browser, limits, pictures
from contested.snapshots.content import Snapshot
from contested.snapshots.embed import embedded
from contested.snapshots.files import FILES, PICTURES, works
from contested.snapshots.freezing import saved
from contested.ui.app import asking, plain
from contested.views import Charted, direct, narrowing


def share(view: Charted, engine: Engine, selection: Selection) -> None:
    """Draw the button that shares a view: a link to it as it is now, or frozen for good."""
    if st.button("Share and save", key=f"share_{view.id}"):
        _dialog(view, views.canonical(engine, selection, view), narrowing(engine, selection))


@st.dialog("Share and save", width="large")
def _dialog(view: Charted, selection: Selection, filters: str) -> None:
    here = site()
    query = selection.query()
    st.header("As it is now", anchor=False)
    st.write("This link opens the same view of whatever the data are then.")
    live = here.url(view.page) + f"?{query}"
    st.code(live, language=None, wrap_lines=True)
    st.header("Frozen for good", anchor=False)
    data = databases.database()
    key = f"frozen {view.id} {query} {data.hash}"
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
        heading = view.heading(data.engine(), view.filled(selection), direct)
        title = f"{heading.title} ({view.label.lower()})"
        _citation(
            cite.selection(title, filters, url=live, accessed=cite.today(), version=data.hash)
        )
        return
    _offered(snapshot, here)


def _frozen(view: str, selection: Selection) -> Snapshot | None:
    """Freeze and keep a view; says why where that does not go."""
    try:
        limits.freezing().take(asking())
        data = databases.database()
        snapshot, _ = saved(data.engine(), data.hash, selection, view)
    except ContestedError as error:
        st.error(plain(str(error)))
        return None
    pictures.prepare(snapshot)
    return snapshot


def _offered(snapshot: Snapshot, here: Site) -> None:
    """Show what can be done with a snapshot: open, copy, embed, download, cite."""
    address = here.url("snapshot", snapshot.id)
    st.code(address, language=None, wrap_lines=True)
    st.link_button("Open the snapshot", address)
    st.write("To show it inside another page:")
    st.code(
        embed.code(embedded(snapshot, here), here.url("embed", snapshot.id)),
        language=None,
        wrap_lines=True,
    )
    st.write("To download it:")
    pictured = browser.installed() is not None
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
    _citation(works(snapshot, address, cite.today())[0])


def _file(snapshot: Snapshot, ending: str, address: str) -> Callable[[], bytes]:
    return lambda: FILES[ending].write(snapshot, address)


def _citation(work: Work) -> None:
    st.header("How to cite it", anchor=False)
    labels = {"text": "Text"} | {name: form.label for name, form in cite.FORMATS.items()}
    for tab, name in zip(st.tabs(list(labels.values())), labels, strict=True):
        text = cite.text(work) if name == "text" else cite.FORMATS[name].write(work)
        tab.code(text, language=None, wrap_lines=True)


def site() -> Site:
    """Return where this site stands: $CONTESTED_URL, else where the reader's browser is."""
    return at(st.context.url or "")
