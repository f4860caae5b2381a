"""The frame around every page: its look, its navigation, its notices, its database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import streamlit as st

from contested import addresses
from contested import database as databases
from contested.charts.style import DARK
from contested.engine import Engine
from contested.errors import BadData, ContestedError
from contested.html import lists, style
from contested.html.components import component
from contested.readers import grouped, reader
from contested.turns import RUNS
from contested.ui.address import arrive, draw_later, leave, restyle, this_run
from contested.ui.cache import data_to
from contested.ui.lookup import lookup
from contested.ui.sidebar import known
from contested.ui.theme import palette
from contested.views import PAGES

#: What a page's frame does by itself, in the browser.
_FRAME = st.components.v2.component("frame", **component("frame"))


class _Stopped(Exception):
    """A page has shown all that it has to show."""


def stop() -> NoReturn:
    """End the page here. The frame is still drawn around it, which st.stop would end too."""
    raise _Stopped


def run(folder: Path) -> None:
    """Run the page that the address names, from the folder that holds `pages/`, in its turn."""
    with RUNS.turn(grouped(asking())):
        _run(folder)


def asking() -> str:
    """Return the reader's address, the same that the web's routes know them by."""
    # Streamlit names no address where the other end is this machine.
    peer = st.context.ip_address or "127.0.0.1"
    return reader(peer, st.context.headers.get_all("x-forwarded-for"))


def _run(folder: Path) -> None:
    pages = [
        st.Page(
            folder / "pages" / f"{view.id.replace('-', '_')}.py",
            title=view.label,
            url_path=address or None,
            default=not address,
        )
        for address, view in PAGES.items()
    ]
    page = st.navigation(pages, position="hidden")
    st.set_page_config(page_title=f"{page.title} – Contested", page_icon=_icon(), layout="wide")
    now = arrive()
    restyle(style.dashboard(palette() is DARK))
    st.sidebar.container(key="brand").page_link(pages[0], label="Contested")
    links = st.sidebar.container(gap="xxsmall")
    with links:
        _FRAME(key="frame")
    with st.container(key="look_up"):
        lookup()
    notices = st.container()

    def draw_links(query: Mapping[str, list[str]]) -> None:
        for one in pages:
            links.page_link(one, query_params=query)
        links.html(lists.lone(lists.Item(addresses.changes(), "Changes")))

    try:
        page.run()
        _data_to()
    except _Stopped:
        pass
    except ContestedError as error:
        st.error(plain(str(error)))
    finally:
        draw_later()
        with notices:
            _notices()
        leave(draw_links)
        now.fresh = False


def database() -> Engine:
    """Return this run's own engine over the data as they are now; says so if they are broken.

    What a fresh address names and the data do not know is set aside with a notice.
    """
    try:
        data = databases.database()
    except BadData as error:
        st.error("\n\n".join(plain(str(problem)) for problem in error.problems[:20]))
        stop()
    if data.broken:
        st.warning(
            f"The data folder has changed and {data.wrong}; the last good data are shown. "
            f"{plain(str(data.broken))}"
        )
    this_run().data = data.hash
    engine = data.engine()
    known(engine)
    return engine


def _data_to() -> None:
    """Say at the page's end the newest date of the claims that it looks at."""
    if this_run().data:
        st.caption(data_to(databases.database().engine(), this_run().selection))


def _notices() -> None:
    misfits = this_run().misfits
    if misfits:
        lines = "\n".join(f"- {plain(str(misfit))}" for misfit in misfits)
        what = "the address" if this_run().fresh else "what was chosen"
        st.warning(f"Part of {what} was set aside:\n{lines}")


#: Where the browser would make a link of what only looks like an address, after all escapes.
_LINKED = re.compile(r"(?i)\b(https?|ftp)(?=://)|\b(www)(?=\.)|(?<=\S)(?=@)")


def plain(text: str) -> str:
    r"""Return text that Markdown shows as it stands.

    >>> plain("a *b* <script>")
    'a \\*b\\* \\<script\\>'
    """
    apart = _LINKED.sub(lambda match: f"{match[0]}\u2060", text)
    return "".join(f"\\{mark}" if mark in "\\`*_{}[]()<>#+-.!|~$:&" else mark for mark in apart)


def _icon() -> str:
    return str(Path(__file__).parent / "icon.svg")
