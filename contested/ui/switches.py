"""The choices a page draws above its chart: clock, scale, reference, search, what is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from contested import queries
from contested.compare import Compared, compared
from contested.engine import Engine
from contested.errors import Misfit, hint
from contested.selection import VIEW, Selection
from contested.ui.address import choose, draw, go, later, take, this_run
from contested.ui.period import period
from contested.ui.sidebar import pick_date
from contested.views import View
from contested.vocabulary import AXES, EVIDENCE, SCALES, Term
from contested.words import comparisons

#: What is shorter on a switch, so that all of them have one line on a laptop.
_SHORT = {"as_of": "Date referred to", "published": "Date printed"}

#: Seconds between two dates when Known when is played.
STEP = 1.5


def line() -> DeltaGenerator:
    """Return the place of the line of switches above a chart; on a phone it scrolls sideways."""
    return st.container(horizontal=True, vertical_alignment="center", key="switches")


def switches(
    view: View, *names: str, engine: Engine | None = None, place: DeltaGenerator | None = None
) -> Selection:
    """Draw the named switches in one line; return the selection they make, the view's words filled.

    `axis` and `scale` choose one of a few, `scales` also an axis that holds every number;
    `statements` leaves out claims that rest on no more than a statement, in one click; `apart`
    shows or hides claims that count something else. With an engine the dates come first. `place` is
    the line, where more than these stand in it.
    """
    with later(place or line()):
        if engine:
            period(engine)
        if "axis" in names:
            _either("axis", "Date", AXES, view.defaults["axis"])
        if "scale" in names or "scales" in names:
            shown = [scale for scale in SCALES if "scales" in names or scale != "whole"]
            _either(
                "scale", "Scale", {scale: SCALES[scale] for scale in shown}, view.defaults["scale"]
            )
        if "apart" in names:
            default = view.defaults["apart"]
            apart = choose(
                "apart",
                (this_run().selection.apart or default) == "shown",
                lambda: st.toggle(
                    "Set apart", key="apart", help="Also claims that count something else."
                ),
            )
            chosen = "shown" if apart else "hidden"
            take(apart="" if chosen == default else chosen)
        if "statements" in names:
            draw(_statements)
    # What the page's default hides, its queries must hide too.
    return view.filled(this_run().selection)


def _either(word: str, label: str, terms: Mapping[str, Term], default: str) -> None:
    asked = getattr(this_run().selection, word) or default
    chosen = choose(
        word,
        asked if asked in terms else default,
        lambda: st.segmented_control(
            label,
            list(terms),
            format_func=lambda name: _SHORT.get(name, terms[name].label),
            key=word,
            required=True,
            label_visibility="collapsed",
        ),
    )
    take(**{word: "" if chosen in (None, default) else chosen})


def _statements() -> None:
    selection = this_run().selection
    evidence = selection.evidence or tuple(EVIDENCE)
    without = "statement" not in evidence
    changed = {*evidence, "statement"} if without else {*evidence} - {"statement"}
    words = tuple(word for word in EVIDENCE if word in changed)
    st.button(
        "With bare statements" if without else "Without bare statements",
        key="statements",
        help=EVIDENCE["statement"].definition,
        disabled=not words,  # nothing but statements is chosen
        on_click=go,
        args=(replace(selection, evidence=() if len(words) == len(EVIDENCE) else words),),
    )


def reference(
    current: pd.DataFrame, series: pd.DataFrame, selection: Selection, place: DeltaGenerator
) -> tuple[Selection, Compared, str]:
    """Draw the choice of a reference in a line; return the selection and the claims beside it.

    With them which it is and why it, in words. Any institution can be chosen, by the source that
    spoke for it last; `reference` in the address may name any of its sources.
    """
    default = compared(current, series)
    if default.reference is None:
        return selection, default, ""
    named = compared(current, series, selection.reference)
    options = default.institutions
    names = dict(zip(series["source"], series["source_name"], strict=True))
    known = named.reference and named.reference.why == "chosen"
    if selection.reference and not known and this_run().fresh:
        message = f"no claim of it compares here; {hint(selection.reference, [*options.values()])}"
        this_run().misfits.append(Misfit("reference", selection.reference, message))
    institution = named.reference.institutions if named.reference else ""
    if st.session_state.get("reference") not in options:
        st.session_state["reference"] = institution
    with later(place):
        chosen = choose(
            "reference",
            institution,
            lambda: st.selectbox(
                "Compare with",
                list(options),
                format_func=lambda id: f"Against {names[options[id]]}",
                key="reference",
                width=330,
                label_visibility="collapsed",
            ),
        )
    word = "" if chosen == default.reference.institutions else options[chosen].split(";")[0]
    take(reference=word)
    beside = compared(current, series, word) if word else default
    why = ""
    if beside.reference:
        name = names[options[beside.reference.institutions]]
        newest = beside.reference.series.claims[-1]
        why = f"{comparisons.chosen(beside.reference, name)} {comparisons.rule(newest)}"
    return replace(selection, reference=word), beside, why


def known_on(engine: Engine) -> Selection:
    """Draw the date of knowledge, with its neighbours and a way to play through them.

    The neighbours are the dates on which something was printed; without a choice it is the one
    halfway through them, which is shown and not chosen: other pages are not narrowed by it.
    """
    selection = this_run().selection
    dates = queries.publication_dates(engine, replace(selection, known_on=None, apart="hidden"))
    if not dates:
        return replace(selection, apart="hidden")
    on = selection.known_on or queries.halfway(engine, selection) or dates[0]
    near = max((day for day in dates if day <= on), default=dates[0])
    here = dates.index(near)
    st.session_state["at"] = on
    with st.container(horizontal=True, vertical_alignment="bottom"):
        pick_date("known_on", key="at", width=200, on_change=_at, args=(selection,))
        _step("Earlier", selection, dates[max(0, here - 1)], here == 0)
        _step("Later", selection, dates[min(len(dates) - 1, here + 1)], here == len(dates) - 1)
        playing = st.toggle("Play", key="playing", help="Step through the dates one by one.")
    if playing:
        _play(selection, dates, here)
    return replace(selection, known_on=on, apart="hidden")


def _at(selection: Selection) -> None:
    go(replace(selection, known_on=st.session_state["at"]))


def _step(label: str, selection: Selection, to: date, disabled: bool) -> None:
    st.button(
        label,
        key=f"step_{label.lower()}",
        disabled=disabled,
        on_click=go,
        args=(replace(selection, known_on=to),),
    )


@st.fragment(run_every=STEP)
def _play(selection: Selection, dates: list[date], here: int) -> None:
    """Go one date further every time the fragment runs by itself, and stop at the last."""
    if st.session_state.get("played") != here:
        st.session_state["played"] = here
        return
    if here + 1 < len(dates):
        go(replace(selection, known_on=dates[here + 1]))
        st.rerun(scope="app")


def search(label: str) -> str:
    """Draw a search box and return what is searched for."""
    typed = choose("q", this_run().view.get("q", ""), lambda: st.text_input(label, key="q"))
    text = str(typed).strip()
    this_run().view["q"] = text
    return text


def order(choices: Mapping[str, str]) -> str:
    """Draw the choice of an order and return it; the first is the default."""
    first = next(iter(choices))
    sort = this_run().view.get("sort", "")
    if sort and sort not in choices and this_run().fresh:
        this_run().misfits.append(Misfit("sort", sort, hint(sort, choices)))
    chosen = choose(
        "sort",
        sort if sort in choices else first,
        lambda: st.segmented_control(
            "Order",
            list(choices),
            format_func=lambda name: choices[name],
            key="sort",
            required=True,
        ),
    )
    this_run().view["sort"] = "" if chosen in (None, first) else str(chosen)
    return str(chosen or first)


def opened(word: str, labels: Mapping[str, str], label: str) -> str:
    """Draw the choice of one thing to open, by its id in `labels`; return it, empty for none."""
    options = list(labels)
    now = this_run()
    named = now.view.get(word, "") if word in VIEW else getattr(now.selection, word)
    if named and named not in options:
        options.insert(0, named)
    # Nothing is a choice too: it closes what was open.
    if st.session_state.get(word) not in (None, *options):
        st.session_state[word] = named or None
    chosen = choose(
        word,
        named or None,
        lambda: st.selectbox(
            label,
            options,
            index=None,
            format_func=lambda id: labels.get(id, id),
            key=word,
            placeholder="Choose one, or type to search",
        ),
    )
    if word in VIEW:
        now.view[word] = chosen or ""
    else:
        take(**{word: chosen or ""})
    return chosen or ""
