"""Who says how many, and since when?"""

import streamlit as st

from contested import queries, ui
from contested.charts import alt, labels, timeline
from contested.html import labels as beside
from contested.html import legend

engine = ui.database()
ui.filters(engine)
top = st.container()
selection = ui.switches("axis", "scale", "statements", "apart")
claims = ui.kept(queries.drawn, engine, selection)
with top:
    name = ui.heading(engine, selection)
if claims.empty:
    ui.nothing(engine, selection)
    ui.stop()

band = ui.kept(queries.band, engine, selection)
events = ui.kept(queries.events, engine, ui.spanned(selection, claims))
breaks = ui.kept(queries.breaks, engine, selection)
colours = ui.palette()
span = timeline.value_range(claims, band, selection)
placed = labels.placed(labels.labels(claims), span, timeline.HEIGHT, selection.scale)

st.html(legend.legend(timeline.shown(claims)))
left, right = ui.beside()
if placed:
    right.html(beside.labels(placed))
with left:
    chart = ui.drawn(
        "timeline",
        selection,
        colours,
        lambda: timeline.chart(claims, band, events, breaks, selection, colours, placed=placed),
    )
    chosen = ui.plot(chart, key="timeline", alt=alt.timeline(claims, band, name))
ui.tools(engine, selection, "timeline")
ui.thinned(claims)
ui.told_events(events)
ui.selected_claim(engine, claims, chosen)
ui.broken(breaks)
