"""Quantities that are easily mixed up, one beside the other, with what sets them apart in words."""

from __future__ import annotations

import streamlit as st

from contested import addresses
from contested.charts import related as charts
from contested.engine import Engine
from contested.errors import Misfit, hint
from contested.html import lists
from contested.selection import Selection
from contested.ui.address import choose, this_run
from contested.ui.cache import cached
from contested.ui.show import plot
from contested.ui.theme import palette
from contested.views.related import related

#: What `related` is in the address where they are shown.
_SHOWN = "shown"


def related_quantities(engine: Engine, selection: Selection) -> None:
    """Show, when it is asked for, what the selection's quantity is easily mixed up with."""
    now = this_run()
    named = now.view.get("related", "")
    if named not in ("", _SHOWN) and now.fresh:
        now.misfits.append(Misfit("related", named, hint(named, [_SHOWN])))
    shown = choose(
        "related",
        named == _SHOWN,
        lambda: st.toggle("Beside what it is easily mixed up with", key="related"),
    )
    now.view["related"] = _SHOWN if shown else ""
    if not shown:
        return
    quantities = related(engine, selection, cached)
    if not quantities:
        st.caption("No other quantity here is near this one.")
        return
    by_name = {one.name: one.claims for one in quantities}
    plot(charts.chart(by_name, palette()), key="related_chart", alt=charts.alt(by_name))
    st.html(
        lists.linked(
            lists.Item(
                addresses.timeline(one.selection.without("axis").without("apart")),
                one.name,
                f": {one.meaning}",
            )
            for one in quantities
        )
    )
