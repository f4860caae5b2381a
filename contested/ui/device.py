"""What is known of the reader's device."""

from __future__ import annotations

import streamlit as st


def touched() -> bool:
    """Return whether the reader's device is one of touch: there a drag scrolls, draws no box."""
    agent = st.context.headers.get("user-agent") or ""
    return any(word in agent for word in ("Mobi", "Android", "iPad"))
