"""What could a reader have known on a date, and what changed since?"""

import streamlit as st

from contested import queries, ui, words
from contested.charts import then
from contested.html import known_when, legend
from contested.words import answers

con = ui.database()
ui.filters(con, dates=("since", "until"))
top = st.container()
selection = ui.dated(con)
about = queries.quantity(con, selection)
rows = ui.kept(queries.then_and_now, con, selection)
with top:
    st.title(ui.plain(about["name"]))
    ui.answer(
        answers.then_and_now(rows, about["words"], selection.known_on),
        ui.narrowing(con, selection),
    )
if rows.empty:
    ui.nothing(con, selection)
    ui.stop()

st.html(legend.legend(then.shown(then.pairs(rows))))
st.html(known_when.table(rows))
ui.tools(con, selection, "known-when")
st.page_link(
    "pages/timeline.py",
    label=f"The timeline as it could be read on {words.day(selection.known_on)}",
    query_params=selection.pairs(),
)
