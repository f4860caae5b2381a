"""Who says how many, and since when?"""

import streamlit as st

from contested import ui, views
from contested.charts import timeline
from contested.html import labels, legend

view = views.timeline.VIEW
engine = ui.database()
ui.filters(engine)
top = st.container()
selection = ui.switches(view, "axis", "scale", "statements", "apart")
with top:
    ui.heading(view, engine, selection)
rows = views.timeline.rows(engine, selection, ui.cached)
if rows.claims.empty:
    ui.suggestions(engine, selection)
    ui.stop()

drawn = ui.drawn(view, engine, selection)
st.html(legend.legend(timeline.legend_parts(rows.claims)))
left, right = ui.beside()
if drawn.labels:
    right.html(labels.labels(drawn.labels))
with left:
    chosen = ui.plot(drawn.chart, key="timeline", alt=drawn.alt)
ui.tools(view, engine, selection)
ui.thinned(rows.claims)
ui.events(rows.events)
ui.selected_claim(engine, rows.claims, chosen)
ui.definition_changes(rows.breaks)
