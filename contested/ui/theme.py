"""The colours of the reader's theme."""

from __future__ import annotations

import streamlit as st

from contested.charts.style import DARK, LIGHT, Palette


def palette() -> Palette:
    """Return the colours of the reader's theme."""
    return DARK if st.context.theme.type == "dark" else LIGHT
