"""What stands above a page's chart: its title, its answer in words, what is left out."""

from __future__ import annotations

import streamlit as st

from contested.engine import Engine
from contested.html import answer as answer_html
from contested.selection import Selection
from contested.ui.app import plain
from contested.ui.cache import heading as kept
from contested.views import View


def answer(text: str) -> None:
    """Say the page's answer in words."""
    st.html(answer_html.answer(text))


def heading(view: View, engine: Engine, selection: Selection) -> str:
    """Show a view's title and its answer in words; return the title."""
    head = kept(view, engine, selection)
    st.title(plain(head.title))
    st.html(answer_html.answer(head.first, head.aside, head.narrowing, head.more))
    return head.title
