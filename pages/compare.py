"""What does each source say, and how far apart are they?"""

import streamlit as st

from contested import queries, ui
from contested.charts import compare, panels, spread
from contested.html import comparison, legend, ratio_table

con = ui.database()
ui.filters(con)
top = st.container()
selection = ui.switches("scale", "statements", "apart", apart="hidden", scale="log")
current = ui.kept(queries.current, con, selection)
with top:
    name = ui.heading(con, selection)
if current.empty:
    ui.nothing(con, selection)
    ui.stop()

colours = ui.palette()
selection, reference = ui.reference(current, selection)
st.html(legend.legend(compare.shown(current, reference)))
st.html(comparison.table(current, reference, scale=selection.scale))
ui.tools(con, selection, "compare")
ui.origins(con, selection)

band = ui.kept(queries.band, con, selection)
if band["spread"].notna().any():
    st.header("How far apart, over time")
    st.caption(spread.READING)
    ui.show(con, selection, "spread", spread.chart(band, colours), spread.alt(band, name))

claims = ui.kept(queries.drawn, con, selection)
if claims["source"].nunique() > 1:
    st.header("Each source on its own")
    drawn = ui.drawn(
        "panels",
        selection,
        colours,
        lambda: panels.chart(
            claims, queries.breaks(con, selection), colours, columns=2, scale=selection.scale
        ),
    )
    chosen = ui.plot(drawn, key="panels", alt=panels.alt(claims, name))
    ui.tools(con, selection, "panels")
    ui.selected_claim(con, claims, chosen)
    st.header("Every source against every other")
    st.html(ratio_table.table(current, name))
    ui.tools(con, selection, "matrix")
