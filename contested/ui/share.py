"""Sharing what a reader looks at, in one place: link, embed code, pictures, data, citations.

Each of a view as it is now, or of a snapshot that keeps it as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

import pandas as pd
import streamlit as st

from contested import cite, export, views, words
from contested import database as databases
from contested.addresses import Site, at
from contested.charts import picture
from contested.charts.sheet import SHAPES
from contested.cite import Work
from contested.engine import Engine
from contested.errors import ContestedError
from contested.html import embed, lists
from contested.html.components import component
from contested.selection import Selection
from contested.snapshots import browser, limits, pictures
from contested.snapshots.content import Snapshot
from contested.snapshots.embed import embedded
from contested.snapshots.files import FILES, PICTURES, works
from contested.snapshots.freezing import saved
from contested.ui.app import asking, plain
from contested.views import Charted, direct, narrowing

_SAVE = st.components.v2.component("save_picture", **component("save_picture"))

#: What is shared, in words.
_NOW, _FROZEN = "As it is now", "Frozen for good"

_TABS = ("Link", "Embed", "Picture", "Data", "Citation")

#: What the shapes are called; the card is what other sites show of a link by themselves.
_SHAPES: Mapping[str, str] = {"wide": "Wide", "square": "Square", "tall": "Tall"}


def share(view: Charted, engine: Engine, selection: Selection) -> None:
    """Draw the button that shares a view: a link to it as it is now, or frozen for good."""
    if st.button("Share and save", key=f"share_{view.id}"):
        _dialog(view, views.canonical(engine, selection, view), narrowing(engine, selection))


@st.dialog("Share and save", width="large")
def _dialog(view: Charted, selection: Selection, filters: str) -> None:
    here, data = site(), databases.database()
    what = st.segmented_control(
        "What to share",
        (_NOW, _FROZEN),
        default=_NOW,
        required=True,
        key="share_what",
        label_visibility="collapsed",
    )
    if what == _FROZEN:
        key = f"frozen {view.id} {selection.query()} {data.hash}"
        snapshot = st.session_state.get(key)
        if snapshot is None:
            st.write(
                "A snapshot keeps these claims, their citations and the chart as they are today, "
                "under a hash that anyone can verify."
            )
            if st.button("Freeze this view", key="freeze"):
                snapshot = _frozen(view.id, selection)
                if snapshot is not None:
                    st.session_state[key] = snapshot
                    st.rerun(scope="fragment")
            return
        _of_snapshot(snapshot, here)
        return
    _of_view(view, selection, filters, here)


def _of_view(view: Charted, selection: Selection, filters: str, here: Site) -> None:
    """Offer a view as it is now: whatever opens it later shows the data of then."""
    engine, query = databases.database().engine(), selection.query()
    live = here.origin + here.view(view.page, selection)
    link, embedding, drawn, data, cited = st.tabs(_TABS)
    with link:
        st.write("This link opens the same view of whatever the data are then.")
        st.code(live, language=None, wrap_lines=True)
    with embedding:
        st.write("To show it inside another page, with the data of then:")
        shown = views.embedded(engine, selection, view.id, here)
        address = f"{here.url('embed', view.id)}?{query}".rstrip("?")
        st.code(embed.code(shown, address), language=None, wrap_lines=True)
    with drawn:
        _shaped(
            lambda form, shape: f"{here.url('picture', f'{view.id}.{form}')}?{query}&{shape}",
            filename(view, selection),
        )
        if st.toggle("The whole picture, with all labels, drawn in your browser", key="own"):
            seen = views.seen(engine, selection, view.id).picture
            seen = picture.signed(seen, f"Saved on {words.day(cite.today())} from {live}")
            _SAVE(
                data={
                    "picture": seen.to_json(),
                    "name": filename(view, selection),
                    "font": browser.font(),
                },
                key="share_picture",
            )
    with data:
        claims = views.claims_now(engine, selection, view.id)
        _files(
            {
                form.label: (ending, form.mime, partial(_exported, ending, claims))
                for ending, form in export.FORMATS.items()
            },
            filename(view, selection),
        )
    with cited:
        heading = view.heading(engine, view.filled(selection), direct)
        title = f"{heading.title} ({view.label.lower()})"
        version = databases.database().hash
        _citation(cite.selection(title, filters, url=live, accessed=cite.today(), version=version))


def _of_snapshot(snapshot: Snapshot, here: Site) -> None:
    """Offer a snapshot: open, copy, embed, download, cite."""
    address = here.url("snapshot", snapshot.id)
    link, embedding, drawn, data, cited = st.tabs(_TABS)
    with link:
        st.write("This link shows these claims as they are today, whatever the data are then.")
        st.code(address, language=None, wrap_lines=True)
        st.link_button("Open the snapshot", address)
    with embedding:
        st.write("To show it inside another page:")
        code = embed.code(embedded(snapshot, here), here.url("embed", snapshot.id))
        st.code(code, language=None, wrap_lines=True)
    with drawn:
        _shaped(lambda form, shape: f"{address}.{form}?{shape}", f"contested-{snapshot.id}")
        if browser.installed() is not None:
            st.write("The whole picture, with all labels:")
            _of_files(snapshot, address, PICTURES)
    with data:
        _of_files(snapshot, address, [one for one in FILES if one not in PICTURES])
    with cited:
        _citation(works(snapshot, address, cite.today())[0])


def _shaped(address: Callable[[str, str], str], name: str) -> None:
    """Offer pictures for print and for posts, to save under a name.

    `address` returns one's, of a form and a shape.
    """
    shape = st.segmented_control(
        "Shape", list(_SHAPES), default="wide", required=True, format_func=_SHAPES.__getitem__,
        key="share_shape",
    )  # fmt: skip
    size = SHAPES[shape]
    wide, high = (round(pixels * size.scale) for pixels in size[:2])
    forms = ("png", "svg", "pdf") if browser.installed() is not None else ("svg",)
    labels = {"png": f"PNG, {wide:,} × {high:,}"}
    # A link, since nothing is drawn until it is followed.
    st.html(
        lists.saved(
            (
                address(form, f"shape={shape}"),
                f"{name}-{shape}.{form}",
                labels.get(form, form.upper()),
            )
            for form in forms
        )
    )
    if browser.installed() is None:
        st.caption(
            "PNG and PDF are drawn with Chrome or Chromium, which this machine lacks; the SVG "
            "needs none."
        )


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


def _of_files(snapshot: Snapshot, address: str, endings: Iterable[str]) -> None:
    """Offer some of a snapshot's files; citations stand elsewhere."""
    _files(
        {
            FILES[ending].label: (
                ending,
                FILES[ending].mime,
                partial(FILES[ending].write, snapshot, address),
            )
            for ending in endings
            if ending not in cite.FORMATS
        },
        f"contested-{snapshot.id}",
    )


def _files(files: Mapping[str, tuple[str, str, Callable[[], bytes]]], name: str) -> None:
    """Offer files to download: each by its label, with its ending, media type and content."""
    with st.container(horizontal=True):
        for label, (ending, mime, content) in files.items():
            st.download_button(
                label,
                data=content,
                file_name=f"{name}.{ending}",
                mime=mime,
                key=f"shared_{ending}",
                on_click="ignore",
            )


def _exported(ending: str, claims: pd.DataFrame) -> bytes:
    return export.marked(ending, export.FORMATS[ending].write(claims))


def _citation(work: Work) -> None:
    labels = {"text": "Text"} | {name: form.label for name, form in cite.FORMATS.items()}
    for tab, name in zip(st.tabs(list(labels.values())), labels, strict=True):
        text = cite.text(work) if name == "text" else cite.FORMATS[name].write(work)
        tab.code(text, language=None, wrap_lines=True)


def filename(view: Charted, selection: Selection) -> str:
    """Return a file's name that says what is in it, without an ending."""
    named = (selection.subject, selection.metric, selection.population, selection.article)
    return "-".join(["contested", view.id, *(word for word in (*named, *selection.source) if word)])


def site() -> Site:
    """Return where this site stands: $CONTESTED_URL, else where the reader's browser is."""
    return at(st.context.url or "")
