"""Which claims are these, as a table and as files?"""

import streamlit as st

from contested import queries, ui, words

con = ui.database()
selection = ui.filters(con, whole=True)
held = queries.count(con, selection)

st.title("Data")
number = int(held["claims"])
of = f" of {words.count(int(held['sources']), 'source')}" if number else ""
ui.answer(
    f"{words.capital(words.count(number, 'claim'))}{of}{ui.between(held)}.",
    ui.narrowing(con, selection),
)
if not number:
    ui.nothing(con, selection)
    ui.stop()

ui.downloads(con, selection, number)
ui.claims_table(queries.claims(con, selection))
