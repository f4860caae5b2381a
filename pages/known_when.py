"""What could a reader have known on a date, and what changed since?"""

import streamlit as st

from contested import queries, ui
from contested.charts import labels, then, timeline

con = ui.database()
ui.filters(con)
top = st.container()
selection = ui.dated(con)
rows = queries.then_and_now(con, selection)
name = ui.quantity(con, selection)["words"]
with top:
    ui.then_and_now(con, rows, selection)
if rows.empty:
    ui.nothing(con, selection)
    st.stop()

colours = ui.palette()
st.html(then.table(rows, colours))
ui.save(
    queries.claims(con, selection),
    key="known_when",
    picture=ui.drawn(lambda: then.chart(rows), name, selection, con),
    name=ui.filename("known-when", selection),
)
