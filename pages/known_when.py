"""What could a reader have known on a date, and what changed since?"""

import streamlit as st

from contested import queries, ui, views, words
from contested.charts import known_when
from contested.html import known_when as table
from contested.html import legend

view = views.known_when.VIEW
engine = ui.database()
ui.filters(engine, dates=("since", "until"))
top = st.container()
selection = ui.known_on(engine)
with top:
    ui.heading(view, engine, selection)
rows = views.known_when.rows(engine, selection, ui.cached)
if rows.empty:
    ui.suggestions(engine, selection)
    ui.stop()

st.html(legend.legend(known_when.legend_parts(known_when.pairs(rows))))
st.html(table.table(rows))
ui.tools(view, engine, selection)
ui.definition_changes(ui.cached(queries.breaks, engine, selection.without("known_on")))
st.page_link(
    "pages/timeline.py",
    label=f"The timeline as it could be read on {words.day(selection.known_on)}",
    query_params=selection.pairs(),
)
