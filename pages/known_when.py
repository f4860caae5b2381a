"""What could a reader have known on a date, and what changed since?"""

import streamlit as st

from contested import ui, views, words
from contested.charts import then
from contested.html import known_when, legend

view = views.known_when.VIEW
engine = ui.database()
ui.filters(engine, dates=("since", "until"))
top = st.container()
selection = ui.dated(engine)
with top:
    ui.heading(view, engine, selection)
rows = views.known_when.rows(engine, selection, ui.cached)
if rows.empty:
    ui.nothing(engine, selection)
    ui.stop()

st.html(legend.legend(then.shown(then.pairs(rows))))
st.html(known_when.table(rows))
ui.tools(view, engine, selection)
st.page_link(
    "pages/timeline.py",
    label=f"The timeline as it could be read on {words.day(selection.known_on)}",
    query_params=selection.pairs(),
)
