"""What stands above a page's chart: its title, its answer in words, what narrows it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from contested import queries
from contested.engine import Engine
from contested.html import answer as answer_html
from contested.selection import Selection
from contested.snapshots.views import narrowing
from contested.ui.app import plain
from contested.ui.kept import kept
from contested.words import answers


def answer(text: str, aside: str = "") -> None:
    """Say the page's answer in words, and under it what narrows it."""
    st.html(answer_html.answer(text, aside))


def heading(engine: Engine, selection: Selection) -> str:
    """Show a quantity's name and the answer in words; return the name."""
    about = queries.quantity(engine, selection)
    now = queries.answering(engine, selection, partial(kept, queries.current))
    st.title(plain(about["name"] or "Nothing is counted here"))
    aside = f"{answers.aside(now)} {narrowing(engine, selection)}".strip()
    answer(answers.answer(now, about["words"]), aside)
    return str(about["name"])


def filename(view: str, selection: Selection) -> str:
    """Return a file's name that says what is in it."""
    held = (selection.subject, selection.metric, selection.population, selection.article)
    return "-".join(["contested", view, *(word for word in (*held, *selection.source) if word)])


def spanned(selection: Selection, claims: pd.DataFrame) -> Selection:
    """Return the selection narrowed to the dates that its drawn claims cover."""
    first, last = claims["at"].min().date(), claims["at"].max().date()
    return replace(selection, since=selection.since or first, until=selection.until or last)
