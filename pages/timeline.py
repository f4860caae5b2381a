"""Who says how many, and since when?"""

import streamlit as st

from contested import ui, views
from contested.charts import timeline
from contested.html import labels

view = views.timeline.VIEW
engine = ui.database()
ui.filters(engine)
top = st.container()
selection = ui.switches(view, "axis", "scales", "apart", "statements", engine=engine)
with top:
    ui.heading(view, engine, selection)
rows = views.timeline.rows(engine, selection, ui.cached)
every = ui.made(views.timeline.joined, rows.claims, rows.unnumbered)
if every.empty:
    ui.suggestions(engine, selection)
    ui.stop()

drawn = ui.drawn(view, engine, selection)
main = st.container()
under = st.container(key="under_chart")
claim = ui.opened_claim(every, under, "timeline")
with main:
    left, right = ui.beside(wide=bool(claim))
with left:
    chart = timeline.marked(drawn.chart, every, claim, ui.palette())
    ui.plot(chart, key="timeline", alt=drawn.alt, ahead=ui.ahead(view, selection))
with right:
    if claim:
        ui.beside_chart(engine, every, claim, timeline.ON_PAGE)
    elif drawn.labels:
        st.html(labels.labels(drawn.labels))
with under:
    ui.key(every, rows.band, drawn.chart)
    ui.thinned(rows.claims)
    ui.choose_boxing()
ui.tools(view, engine, selection)
ui.related_quantities(engine, selection)
ui.events(rows.events)
ui.definition_changes(rows.breaks)
