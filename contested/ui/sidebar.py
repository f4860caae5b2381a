"""The filters in the sidebar: each shows what it may be set to, and how many claims that leaves."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st
from duckdb import DuckDBPyConnection

from contested import queries
from contested.database import database
from contested.errors import Misfit, hint
from contested.selection import FIRST_DAY, LAST_DAY, WORDS, Selection, selected
from contested.ui.address import choose, go, held, take
from contested.vocabulary import EVIDENCE, POPULATIONS, RELATIONS

#: How a page asks for its claims: one quantity, or any selection at all.
QUANTITY = {"conflict": "Conflict", "subject": "Who is counted", "metric": "What is counted"}
QUANTITY |= {"population": "Of whom"}

_RELATION = {name: relation.label for name, relation in RELATIONS.items()}
_EVIDENCE = {name: term.label for name, term in EVIDENCE.items()}
_POPULATION = {name: population.label for name, population in POPULATIONS.items()}


def filters(con: DuckDBPyConnection, whole: bool = False) -> Selection:
    """Draw every filter, narrowing from the quantity down, and return the selection they make.

    A page about one quantity gets one; with `whole` each of the quantity's words may be left open.
    """
    with st.sidebar:
        if not whole:
            take(**vars(queries.complete(con, held().selection)))
        for word, label in QUANTITY.items():
            _one(con, word, label, whole)
        _sources(con)
        _pills(con, "relation", "Relation to those counted", _RELATION)
        _pills(con, "evidence", "Evidence", _EVIDENCE)
        _place(con)
        _dates()
        narrowed = held().selection.narrowed()
        st.button(
            "Clear filters",
            key="clear",
            disabled=not narrowed,
            on_click=go,
            args=(_cleared(held().selection),),
            width="stretch",
        )
    return held().selection


def known(con: DuckDBPyConnection) -> None:
    """Set aside the words of a fresh address that name nothing in the data, and name them."""
    now = held()
    if not now.fresh:
        return
    for misfit in queries.unknown(con, now.selection):
        now.misfits.append(misfit)
        kept = getattr(now.selection, misfit.word)
        if isinstance(kept, tuple):
            take(**{misfit.word: tuple(value for value in kept if value != misfit.value)})
        else:
            now.selection = now.selection.without(misfit.word)


def _cleared(selection: Selection) -> Selection:
    for word in selection.narrowed():
        selection = selection.without(word)
    return selection


def _one(con: DuckDBPyConnection, word: str, label: str, whole: bool) -> None:
    """Draw one of the quantity's words; a value that the others rule out is named and replaced."""
    found = _choices(con, word)
    options = [*([""] if whole else []), *found["value"]]
    value = getattr(held().selection, word)
    if value not in options:
        if value and held().fresh:
            message = f"no claim counts that here; {hint(value, found['value'])}"
            held().misfits.append(Misfit(word, value, message))
        value = options[0] if options else ""
        st.session_state[word] = value
    shown = _labels(found, _POPULATION if word == "population" else {}, everything="Any")
    take(
        **{
            word: choose(
                word,
                value,
                lambda: st.selectbox(label, options, format_func=shown, key=word),
            )
            or ""
        }
    )


def _sources(con: DuckDBPyConnection) -> None:
    found = _choices(con, "source")
    names = dict(zip(found["value"], found["label"], strict=True))
    relations = dict(zip(found["value"], found["group"], strict=True))
    counts = dict(zip(found["value"], found["claims"], strict=True))
    order = list(_RELATION)
    options = sorted(names, key=lambda id: (order.index(relations[id]), -counts[id], id))
    value = list(held().selection.source)
    options += [id for id in value if id not in names]
    names |= {id: queries.source(con, id)["short"] for id in value if id not in names}

    def shown(id: str) -> str:
        if id not in relations:
            return f"{names[id]} (0)"
        return f"{names[id]} · {_RELATION[relations[id]].lower()} ({counts[id]})"

    chosen = choose(
        "source",
        value,
        lambda: st.multiselect(
            "Sources",
            options,
            format_func=shown,
            key="source",
            placeholder="Every source",
            filter_mode="contains",
            select_all=False,
        ),
    )
    take(source=tuple(sorted(chosen)))


def _pills(con: DuckDBPyConnection, word: str, label: str, labels: dict[str, str]) -> None:
    found = _choices(con, word)
    value = list(getattr(held().selection, word))
    present = set(found["value"]) | set(value)
    options = [name for name in labels if name in present]
    shown = _labels(found, labels)
    if word in st.session_state:
        st.session_state[word] = [name for name in st.session_state[word] if name in options]
    chosen = choose(
        word,
        value,
        lambda: st.pills(label, options, selection_mode="multi", format_func=shown, key=word),
    )
    take(**{word: tuple(name for name in WORDS[word].words if name in chosen)})


def _place(con: DuckDBPyConnection) -> None:
    found = _choices(con, "place")
    value = held().selection.place
    options = [
        "",
        *found["value"],
        *([value] if value and value not in set(found["value"]) else []),
    ]
    if len(options) == 1:
        return
    if st.session_state.get("place") not in options:
        st.session_state["place"] = value
    shown = _labels(found, {}, everything="Anywhere")
    take(
        place=choose(
            "place",
            value,
            lambda: st.selectbox("Place", options, format_func=shown, key="place"),
        )
        or ""
    )


def _dates() -> None:
    now = held().selection
    labels = {
        "since": ("From", "Claims that refer to this date or a later one."),
        "until": ("To", "Claims that refer to this date or an earlier one."),
        "known_on": ("Known on", "Only what a reader could have read by this date."),
    }
    with st.container(horizontal=True):
        for word, (label, meaning) in labels.items():
            value = getattr(now, word)
            chosen = choose(
                word,
                value,
                lambda word=word, label=label, meaning=meaning: st.date_input(  # type: ignore[misc]
                    label,
                    value=None,
                    min_value=FIRST_DAY,
                    max_value=LAST_DAY,
                    format="YYYY-MM-DD",
                    key=word,
                    help=meaning,
                ),
            )
            take(**{word: chosen})
    dates = held().selection
    if dates.since and dates.until and dates.since > dates.until:
        held().misfits.append(
            Misfit("since", str(dates.since), f"give a date up to until ({dates.until})")
        )
        take(since=None)


def _choices(con: DuckDBPyConnection, word: str) -> pd.DataFrame:
    """Return queries.choices for the selection, kept while the data stay: eight are asked a run."""
    asked = held().selection
    if word in QUANTITY:
        asked = asked.quantity()
    return _kept_choices(con, database().hash, asked.without(word).query(), word)


@st.cache_resource(max_entries=1000, show_spinner=False)
def _kept_choices(_con: DuckDBPyConnection, data: str, query: str, word: str) -> pd.DataFrame:
    return queries.choices(_con, selected(query), word)


def _labels(
    found: pd.DataFrame, labels: dict[str, str], everything: str = ""
) -> Callable[[str], str]:
    names = {
        value: labels.get(value, label)
        for value, label in zip(found["value"], found["label"], strict=True)
    }
    counts = dict(zip(found["value"], found["claims"], strict=True))

    def shown(value: str) -> str:
        if not value:
            return everything
        return f"{names.get(value, labels.get(value, value))} ({counts.get(value, 0)})"

    return shown
