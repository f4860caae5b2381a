"""Bringing what a reader asked for into sight, where it is drawn below what can be seen."""

from __future__ import annotations

import streamlit as st

from contested.html.components import component

_SIGHT = st.components.v2.component("sight", **component("sight"))


def bring(what: str, said: str) -> None:
    """Scroll to this place, once for each `what`, and have `said` read aloud."""
    _SIGHT(data={"what": what, "said": said}, key="sight")
