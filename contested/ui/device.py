"""What is known of the reader's device."""

from __future__ import annotations

import streamlit as st

_BOXING = "boxing"


def touched() -> bool:
    """Return whether the reader's device is one of touch: there a drag scrolls, draws no box."""
    agent = st.context.headers.get("user-agent") or ""
    return any(word in agent for word in ("Mobi", "Android", "iPad"))


def choose_boxing() -> None:
    """Draw the switch by which a drag on the chart chooses dates; none on a device of touch.

    While it is on, a mark takes no selection: one and the same press would mean both.
    """
    if not touched():
        st.toggle("Choose dates with a box on the chart", key=_BOXING)


def boxing() -> bool:
    """Return whether a drag on the chart chooses dates now."""
    return bool(st.session_state.get(_BOXING)) and not touched()
