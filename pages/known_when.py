"""What could a reader have known on a date, and what changed since?"""

import streamlit as st

from contested import answers, queries, ui, words
from contested.charts import picture, then

con = ui.database()
ui.filters(con)
top = st.container()
selection = ui.dated(con)
about = queries.quantity(con, selection)
rows = queries.then_and_now(con, selection)
with top:
    st.title(ui.plain(about["name"]))
    ui.answer(
        answers.then_and_now(rows, about["words"], selection.known_on),
        ui.narrowing(con, selection),
    )
if rows.empty:
    ui.nothing(con, selection)
    ui.stop()

claims = queries.claims(con, selection)
st.html(then.table(rows, ui.palette()))
ui.save(
    claims,
    key="known_when",
    picture=lambda: picture.picture(
        then.chart(rows),
        f"{about['name']}: known on {words.day(selection.known_on)}, and said since",
        [ui.narrowing(con, selection)],
        ui.footer(claims),
    ),
    name=ui.filename("known-when", selection),
)
st.page_link(
    "pages/timeline.py",
    label=f"The timeline as it could be read on {words.day(selection.known_on)}",
    query_params=selection.pairs(),
)
