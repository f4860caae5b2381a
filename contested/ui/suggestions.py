"""What to do where a selection holds no claim."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from contested import queries, words
from contested.engine import Engine
from contested.selection import Selection
from contested.ui.address import go, this_run
from contested.ui.app import plain
from contested.ui.sidebar import FILTERS
from contested.views import narrowing


def suggestions(engine: Engine, selection: Selection) -> None:
    """Say that a selection holds no claim, and offer each way to widen it that finds some.

    Where it is only claims that count something else, the way is the timeline, which shows them.
    """
    st.info(plain(f"No claim is left. {narrowing(engine, selection)}"))
    narrowed = [word for word in selection.narrowed() if word != "apart"]
    offers = {word: (f"Without “{FILTERS[word]}”", selection.without(word)) for word in narrowed}
    if len(offers) > 1:
        every = replace(selection.quantity(), apart=selection.apart)
        offers["every"] = ("Without any filter", every)
    for key, (label, wider) in offers.items():
        number = int(queries.count(engine, wider)["claims"])
        if number:
            st.button(
                f"{label}: {words.count(number, 'claim')}",
                key=f"widen_{key}",
                on_click=go,
                args=(replace(wider, apart=this_run().selection.apart),),
            )
    number = int(queries.count(engine, selection.without("apart"))["claims"])
    if number:
        count = "that counts" if number == 1 else "that count"
        st.page_link(
            "pages/timeline.py",
            label=f"The timeline shows {words.count(number, 'claim')} {count} something else",
            query_params=this_run().selection.without("apart").pairs(),
        )
