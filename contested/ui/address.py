"""The address and the widgets: one selection a run, read from one and written to the other.

Streamlit's own binding writes a widget's label to the address and drops what it does not know, so
the address is kept here: ids in it, every bad value named, one step of Back for every change.

A widget's value is settled before the widget is drawn. What a page shows of the values can then go
to the browser first, and the widgets, whose counts and labels take queries of their own, after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from contested.errors import Misfit
from contested.selection import VIEW, Selection, parse
from contested.streamlit_inside import current_run

_RUN, _PAGE, _WRITTEN, _GOING = "_run", "_page", "_written", "_going"


class Run:
    """What this run looks at: the selection, the page's own words, what did not pass.

    `fresh` says that this run takes its choices from the address rather than from the widgets.
    `data` is the hash of the data that it reads. `place` is where widgets are to be drawn later, if
    they are, and `later` holds those that are.
    """

    def __init__(self, selection: Selection, view: dict[str, str], fresh: bool) -> None:
        self.selection = selection
        self.view = view
        self.fresh = fresh
        self.misfits: list[Misfit] = []
        self.data = ""
        self.place: DeltaGenerator | None = None
        self.later: list[tuple[AbstractContextManager[object], Callable[[], object]]] = []

    def pairs(self) -> list[tuple[str, str]]:
        """Return the address's words and values, the selection's first."""
        return self.selection.pairs() + [(word, text) for word, text in self.view.items() if text]


def this_run() -> Run:
    """Return what this run looks at."""
    run: Run = st.session_state[_RUN]
    return run


def selection() -> Selection:
    """Return the selection of this run, as the widgets drawn so far have made it."""
    return this_run().selection


def arrive() -> Run:
    """Begin a run: take the choices from the address if it rules, else go on with the last run's.

    The address rules on a first run, after Back or Forward, on a link to another page, and after
    `go`. A page opened without any words keeps what was looked at before.
    """
    page, back = current_run()
    moved = st.session_state.get(_PAGE) not in (None, page)
    st.session_state[_PAGE] = page
    going = st.session_state.pop(_GOING, None)
    if going is not None:
        now = Run(going[0], going[1], fresh=True)
    elif _RUN not in st.session_state or back or (moved and len(st.query_params)):
        pairs = [(word, value) for word in st.query_params for value in _all(word)]
        view = {word: value[:200] for word, value in pairs if word in VIEW}
        chosen, misfits = parse(pairs, also=VIEW)
        now = Run(chosen, view, fresh=True)
        now.misfits = misfits
    else:
        last = this_run()
        view = {} if moved else last.view
        now = Run(last.selection, view, fresh=moved)
    st.session_state[_RUN] = now
    return now


def leave(links: Callable[[Mapping[str, list[str]]], None]) -> None:
    """End a run: write the address if the choices changed, and draw the links that carry them."""
    now = this_run()
    query = _query(now.pairs())
    if query != {word: _all(word) for word in st.query_params}:
        st.query_params.from_dict(query)
    links(_query(now.selection.pairs()))


def go(selection: Selection, **view: str) -> None:
    """Look at another selection from the next run on; for a widget's callback.

    What was opened is closed, but for what stands beside the quantity, whatever is chosen of it.
    """
    related = this_run().view.get("related", "")
    st.session_state[_GOING] = (selection, {"related": related} | view)


def choose(word: str, value: Any, widget: Callable[[], object]) -> Any:
    """Settle one word's value and draw its widget; `value` is what a fresh run starts with.

    `widget` draws under the key `word`, and shows what stands there in the session's state.
    """
    # Assigned in every run: Streamlit drops the value of a widget that a page did not draw.
    if this_run().fresh or word not in st.session_state:
        st.session_state[word] = value
    else:
        st.session_state[word] = st.session_state[word]
    draw(widget)
    return st.session_state[word]


def draw(widget: Callable[[], object]) -> None:
    """Draw a widget, at once or where and when `later` says."""
    now = this_run()
    if now.place is None:
        widget()
    else:
        now.later.append((now.place, widget))


def restyle(style: str) -> None:
    """Have the page look as a style says, an element; what a browser shows already goes first.

    A fresh run begins with it. In a later one a browser would look at the whole page anew for it,
    before it draws the chart that a reader waits for.
    """
    now = this_run()
    if now.fresh:
        st.html(style)
    else:
        now.later.append((nullcontext(), lambda: st.html(style)))


@contextmanager
def later(place: DeltaGenerator) -> Iterator[None]:
    """Have the widgets of this block drawn in a place that is kept for them, at the run's end."""
    now = this_run()
    now.place = place
    try:
        yield
    finally:
        now.place = None


def draw_later() -> None:
    """Draw the widgets that were put off, in the order in which they were chosen."""
    waiting, this_run().later = this_run().later, []
    for place, widget in waiting:
        with place:
            widget()


def take(**words: Any) -> Selection:
    """Put values into the selection of this run, and return it."""
    now = this_run()
    now.selection = replace(now.selection, **words)
    return now.selection


def _all(word: str) -> list[str]:
    return list(st.query_params.get_all(word))


def _query(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    query: dict[str, list[str]] = {}
    for word, value in pairs:
        query.setdefault(word, []).append(value)
    return query
