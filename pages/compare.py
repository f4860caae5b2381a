"""What does each source say, and how far apart are they?"""

import streamlit as st

from contested import queries, ui
from contested.charts import compare, panels, spread
from contested.html import comparison, legend, ratio_table

engine = ui.database()
ui.filters(engine)
top = st.container()
selection = ui.switches("scale", "statements", "apart", apart="hidden", scale="log")
current = ui.kept(queries.current, engine, selection)
with top:
    name = ui.heading(engine, selection)
if current.empty:
    ui.nothing(engine, selection)
    ui.stop()

colours = ui.palette()
selection, reference = ui.reference(current, selection)
st.html(legend.legend(compare.shown(current, reference)))
st.html(comparison.table(current, reference, scale=selection.scale))
ui.tools(engine, selection, "compare")
ui.origins(engine, selection)

band = ui.kept(queries.band, engine, selection)
if band["spread"].notna().any():
    st.header("How far apart, over time")
    st.caption(spread.READING)
    ui.show(engine, selection, "spread", spread.chart(band, colours), spread.alt(band, name))

claims = ui.kept(queries.drawn, engine, selection)
if claims["source"].nunique() > 1:
    st.header("Each source on its own")
    drawn = ui.drawn(
        "panels",
        selection,
        colours,
        lambda: panels.chart(
            claims, queries.breaks(engine, selection), colours, columns=2, scale=selection.scale
        ),
    )
    chosen = ui.plot(drawn, key="panels", alt=panels.alt(claims, name))
    ui.tools(engine, selection, "panels")
    ui.selected_claim(engine, claims, chosen)
    st.header("Every source against every other")
    st.html(ratio_table.table(current, name))
    ui.tools(engine, selection, "matrix")
