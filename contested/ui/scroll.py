"""Bringing what a reader asked for into sight, where it is drawn below what can be seen."""

from __future__ import annotations

import streamlit as st

from contested.html.components import component

_SCROLL = st.components.v2.component("scroll", **component("scroll"))


def scroll_to(what: str, said: str, beside: bool = False) -> None:
    """Scroll to this place, once for each `what`, and have `said` read aloud.

    What stands `beside` a chart is scrolled to only where the two are one under the other.
    """
    _SCROLL(data={"what": what, "said": said, "beside": beside}, key="scroll")
