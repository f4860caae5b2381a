"""Where a number is looked up, on every page: what is found shows while one types."""

from __future__ import annotations

import streamlit as st

from contested.html.components import component
from contested.ui.address import this_run

_LOOKUP = st.components.v2.component("lookup", **component("lookup"))


def lookup() -> None:
    """Draw the field in which a number, a name or a sentence is looked up.

    It asks the API by itself and leads to the page of what is chosen: no run of the script is
    needed for it.
    """
    _LOOKUP(data={"text": this_run().view.get("q", "")}, key="lookup")


def searched() -> str:
    """Return what the address searches for; empty for nothing."""
    text = str(this_run().view.get("q", "")).strip()
    this_run().view["q"] = text
    return text
