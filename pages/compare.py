"""What does each source say, and how far apart are they?"""

import streamlit as st

from contested import queries, ui, views
from contested.charts import compare, spread, timeline
from contested.html import comparison, legend, ratio_table

view = views.compare.VIEW
engine = ui.database()
ui.filters(engine)
top = st.container()
line = ui.line()
selection = ui.switches(view, "scale", "statements", "apart", place=line)
with top:
    name = ui.heading(view, engine, selection)
current = view.claims(engine, selection, ui.cached)
if current.empty:
    ui.suggestions(engine, selection)
    ui.stop()

series = views.compare.series(engine, selection, ui.cached)
selection, beside, why = ui.reference(current, series, selection, line)
claims = views.panels.claims(engine, selection, ui.cached)
drawn = ui.drawn(view, engine, selection)
with st.container(key="compared"):
    main = st.container()
    key = st.container(key="compare_key")
    sheet = st.container(key="compare_sheet")
under = st.container()
claim = ui.opened_claim(current, under, "compare", "panels")
with main:
    left, right = ui.beside(wide=True) if claim else (st.container(), None)
with left:
    chart = compare.marked(drawn.chart, claim, ui.palette()) if claim else drawn.chart
    ui.plot(chart, key="compare", alt=drawn.alt, ahead=ui.ahead(view, selection))
if right:
    with right:
        ui.beside_chart(engine, claims, claim, timeline.ON_PAGE)
with key:
    st.html(legend.legend(compare.legend_parts(current, beside)))
    st.caption(ui.plain(why))
sheet.html(comparison.table(current, beside, scale=selection.scale))
ui.tools(view, engine, selection)

pairs = st.container(key="pairs")
with pairs.container():
    ui.institutions(engine, selection)
    ui.definition_changes(ui.cached(queries.breaks, engine, selection))
band = views.spread.rows(engine, selection, ui.cached)
if band["spread"].notna().any():
    with pairs.container():
        st.header("How far apart, over time")
        st.caption(spread.READING)
        ui.show(views.spread.VIEW, engine, selection, follow=False)
if claims["source"].nunique() > 1:
    with pairs.container():
        st.header("Each source on its own")
        ui.show(views.panels.VIEW, engine, selection, follow=False)
    with pairs.container():
        st.header("Every source against every other")
        st.html(ratio_table.table(current, beside, name))
        ui.tools(views.matrix.VIEW, engine, selection, follow=False)
