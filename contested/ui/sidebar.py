"""The filters in the sidebar: each shows what it may be set to, and how many claims that leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from contested import queries
from contested.engine import Engine
from contested.errors import Misfit, NotFound, hint
from contested.selection import FIRST_DAY, LAST_DAY, WORDS, Selection, ordered, parse
from contested.spans import FORMS
from contested.ui.address import choose, draw, go, later, take, this_run
from contested.ui.cache import cached, made
from contested.vocabulary import EVIDENCE, RELATIONS
from contested.words import capital, side_name

#: How a page asks for its claims: one quantity, or any selection at all.
QUANTITY = {"conflict": "Conflict", "subject": "Who is counted", "metric": "What is counted"}
QUANTITY |= {"population": "Of whom"}

#: The dates that a view is narrowed by: label and meaning.
DATES = {
    "since": ("From date", "Claims that refer to this date or a later one."),
    "until": ("To date", "Claims that refer to this date or an earlier one."),
    "known_on": ("Known on", "Only what is recorded here as printed by this date."),
}

#: What every filter is called.
FILTERS = {
    "source": "Sources",
    "relation": "Relation to those counted",
    "side": "Side",
    "evidence": "Evidence",
    "place": "Place",
    "article": "Article",
} | {word: label for word, (label, _) in DATES.items()}

_RELATION = {name: relation.label for name, relation in RELATIONS.items()}
_EVIDENCE = {name: term.label for name, term in EVIDENCE.items()}


def filters(engine: Engine, whole: bool = False, dates: Iterable[str] = DATES) -> Selection:
    """Draw every filter, narrowing from the quantity down, and return the selection they make.

    A page about one quantity gets one; with `whole` each of the quantity's words may be left open.
    `dates` leaves out a date that the page draws itself.
    """
    if not whole:
        take(**vars(queries.complete(engine, this_run().selection)))
    with later(st.sidebar.container()):
        for word, label in QUANTITY.items():
            _one(engine, word, label, whole)
        _events(engine, whole)
    with later(st.sidebar.container(horizontal=True, key="dates")):
        _dates(dates)
    with later(st.sidebar.container()):
        _sources(engine)
        _pills(engine, "relation", _RELATION)
        _sides(engine)
        _pills(engine, "evidence", _EVIDENCE)
        _place(engine)
        draw(_clear)
    return this_run().selection


def known(engine: Engine) -> None:
    """Set aside the words of a fresh address that name nothing in the data, and name them."""
    now = this_run()
    if not now.fresh:
        return
    now.selection, misfits = queries.known(engine, now.selection)
    now.misfits += misfits
    if claim := now.view.get("claim"):
        try:
            queries.claim(engine, claim)
        except NotFound as error:
            now.misfits.append(Misfit("claim", claim, str(error)))
            del now.view["claim"]


def _clear() -> None:
    selection = this_run().selection
    narrowed = selection.narrowed()
    for word in narrowed:
        selection = selection.without(word)
    st.button(
        "Clear filters",
        key="clear",
        disabled=not narrowed,
        on_click=go,
        args=(selection,),
        width="stretch",
    )


def _one(engine: Engine, word: str, label: str, whole: bool) -> None:
    """Draw one of the quantity's words; a value that the others rule out is named and replaced."""
    choices = _choices(engine, word)
    options = [*([""] if whole else []), *choices["value"]]
    value = getattr(this_run().selection, word)
    if value not in options:
        if value and this_run().fresh:
            message = f"no claim counts that here; {hint(value, choices['value'])}"
            this_run().misfits.append(Misfit(word, value, message))
        value = options[0] if options else ""
        st.session_state[word] = value
    chosen = choose(
        word,
        value,
        lambda: st.selectbox(
            label, options, format_func=_labels(choices, {}, everything="Any"), key=word
        ),
    )
    take(**{word: chosen or ""})


def _events(engine: Engine, whole: bool) -> None:
    """Draw the events whose tolls are counted; a quantity of none has no choice.

    A page about one quantity means that of no event; a list, with `whole`, leaves none out.
    """
    choices = _choices(engine, "event")
    options = list(dict.fromkeys(["", *choices["value"]]))
    value = this_run().selection.event
    if value not in options:
        if value == queries.NO_EVENT:
            options.append(value)
        else:
            if this_run().fresh:
                message = f"no claim counts its toll here; {hint(value, choices['value'])}"
                this_run().misfits.append(Misfit("event", value, message))
            value = ""
            st.session_state["event"] = value
    labels = {queries.NO_EVENT: "No event"}

    def widget() -> None:
        if len(options) > 1:
            everything = "Any, or none" if whole else "The conflict as a whole"
            label = _labels(choices, labels, everything=everything)
            st.selectbox("Event", options, format_func=label, key="event")

    take(event=choose("event", value, widget) or "")


def _sources(engine: Engine) -> None:
    def widget() -> None:
        choices = _choices(engine, "source")
        chosen = st.session_state["source"]
        relations = dict(zip(choices["value"], choices["group"], strict=True))
        counts = dict(zip(choices["value"], choices["claims"], strict=True))
        names = dict(zip(choices["value"], choices["label"], strict=True))
        order = [*_RELATION, ""]
        options = sorted(names, key=lambda id: (order.index(relations[id]), -counts[id], id))
        others = [id for id in chosen if id not in names]
        names |= {id: queries.source(engine, id)["short"] for id in others}

        def label_of(id: str) -> str:
            relation = relations.get(id)
            how = f" · {_RELATION[relation].lower()}" if relation else ""
            return f"{names[id]}{how} ({counts.get(id, 0)})"

        st.multiselect(
            FILTERS["source"],
            options + others,
            format_func=label_of,
            key="source",
            placeholder="Every source",
            filter_mode="contains",
            select_all=False,
        )

    take(source=tuple(sorted(choose("source", list(this_run().selection.source), widget))))


def _pills(engine: Engine, word: str, labels: dict[str, str]) -> None:
    def widget() -> None:
        choices = _choices(engine, word)
        present = {*choices["value"], *st.session_state[word]}
        st.pills(
            FILTERS[word],
            [name for name in labels if name in present],
            selection_mode="multi",
            format_func=_labels(choices, labels),
            key=word,
        )

    chosen = choose(word, list(getattr(this_run().selection, word)), widget)
    take(**{word: tuple(name for name in WORDS[word].words if name in chosen)})


def _sides(engine: Engine) -> None:
    """Draw the sides that sources take; a conflict whose sources take none has no choice."""

    def widget() -> None:
        choices = _choices(engine, "side")
        options = list(dict.fromkeys([*choices["value"], *st.session_state["side"]]))
        if options:
            parties = dict(zip(choices["value"], choices["label"], strict=True))
            labels = {side: side_name(side, parties) for side in options}
            st.pills(
                FILTERS["side"],
                options,
                selection_mode="multi",
                format_func=_labels(choices, labels),
                key="side",
            )

    take(side=tuple(sorted(choose("side", list(this_run().selection.side), widget) or ())))


def _place(engine: Engine) -> None:
    def widget() -> None:
        choices = _choices(engine, "place")
        options = list(dict.fromkeys(["", *choices["value"], st.session_state["place"]]))
        if len(options) > 1:
            label = _labels(choices, {}, everything="Anywhere")
            st.selectbox(FILTERS["place"], options, format_func=label, key="place")

    take(place=choose("place", this_run().selection.place, widget) or "")


def _dates(words: Iterable[str]) -> None:
    for word in words:
        value = getattr(this_run().selection, word)
        if WORDS[word].kind == "when":
            take(**{word: _span(word, value)})
        else:
            take(**{word: choose(word, value, partial(pick_date, word))})
    this_run().selection, misfits = ordered(this_run().selection)
    this_run().misfits += misfits


def _span(word: str, value: date | None) -> date | None:
    """Draw the choice of a date that may be a month, a quarter or a year, and return its day.

    The field shows the day that was understood; what does not pass stays in it and is named.
    """
    label, meaning = DATES[word]
    typed = str(value or "") if this_run().fresh else str(st.session_state.get(word, "")).strip()
    selection, misfits = parse([(word, typed)])
    this_run().misfits += misfits
    understood: date | None = getattr(selection, word)
    if not misfits:
        st.session_state[word] = str(understood or "")

    def widget() -> None:
        st.text_input(
            label, key=word, help=f"{meaning} {capital(FORMS)}.", placeholder="2025-04", width=112
        )

    choose(word, str(understood or ""), widget)
    return understood


def pick_date(word: str, **more: Any) -> None:
    """Draw the choice of one of DATES, under the word as its key."""
    label, meaning = DATES[word]
    options = {"value": None, "format": "YYYY-MM-DD", "key": word, "help": meaning} | more
    st.date_input(label, min_value=FIRST_DAY, max_value=LAST_DAY, **options)


def _choices(engine: Engine, word: str) -> dict[str, list[Any]]:
    """Return queries.choices for the selection, each column a list."""
    selection = this_run().selection
    if word in QUANTITY or word == "event":
        selection = selection.quantity()
    return made(_lists, cached(queries.choices, engine, selection.without(word), word))


def _lists(rows: pd.DataFrame) -> dict[str, list[Any]]:
    return {str(name): rows[name].tolist() for name in rows}


def _labels(
    choices: Mapping[str, list[Any]], labels: dict[str, str], everything: str = ""
) -> Callable[[str], str]:
    names = {
        value: labels.get(value, label)
        for value, label in zip(choices["value"], choices["label"], strict=True)
    }
    counts = dict(zip(choices["value"], choices["claims"], strict=True))

    def label_of(value: str) -> str:
        if not value:
            return everything
        return f"{names.get(value, labels.get(value, value))} ({counts.get(value, 0)})"

    return label_of
