"""What does each source say, and how far apart are they?"""

import streamlit as st

from contested import queries, ui, views
from contested.charts import compare, spread
from contested.html import comparison, legend, ratio_table

view = views.compare.VIEW
engine = ui.database()
ui.filters(engine)
top = st.container()
selection = ui.switches(view, "scale", "statements", "apart")
with top:
    name = ui.heading(view, engine, selection)
current = view.claims(engine, selection, ui.cached)
if current.empty:
    ui.suggestions(engine, selection)
    ui.stop()

series = views.compare.series(engine, selection, ui.cached)
selection, beside = ui.reference(current, series, selection)
st.html(legend.legend(compare.legend_parts(current, beside)))
st.html(comparison.table(current, beside, scale=selection.scale))
ui.tools(view, engine, selection)
ui.institutions(engine, selection)
ui.definition_changes(ui.cached(queries.breaks, engine, selection))

band = views.spread.rows(engine, selection, ui.cached)
if band["spread"].notna().any():
    st.header("How far apart, over time")
    st.caption(spread.READING)
    ui.show(views.spread.VIEW, engine, selection)

claims = views.panels.claims(engine, selection, ui.cached)
if claims["source"].nunique() > 1:
    st.header("Each source on its own")
    chosen = ui.show(views.panels.VIEW, engine, selection)
    ui.selected_claim(engine, claims, chosen)
    st.header("Every source against every other")
    st.html(ratio_table.table(current, beside, name))
    ui.tools(views.matrix.VIEW, engine, selection)
