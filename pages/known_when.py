"""What could a reader have known on a date, and what changed since?"""

import streamlit as st

from contested import queries, ui, words
from contested.charts import then
from contested.html import known_when, legend
from contested.words import answers

engine = ui.database()
ui.filters(engine, dates=("since", "until"))
top = st.container()
selection = ui.dated(engine)
about = queries.quantity(engine, selection)
rows = ui.kept(queries.then_and_now, engine, selection)
with top:
    st.title(ui.plain(about["name"]))
    ui.answer(
        answers.then_and_now(rows, about["words"], selection.known_on),
        ui.narrowing(engine, selection),
    )
if rows.empty:
    ui.nothing(engine, selection)
    ui.stop()

st.html(legend.legend(then.shown(then.pairs(rows))))
st.html(known_when.table(rows))
ui.tools(engine, selection, "known-when")
st.page_link(
    "pages/timeline.py",
    label=f"The timeline as it could be read on {words.day(selection.known_on)}",
    query_params=selection.pairs(),
)
