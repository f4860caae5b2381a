"""Which claims are these, as a table and as files?"""

import streamlit as st

from contested import queries, ui, words

con = ui.database()
selection = ui.filters(con, whole=True)
held = queries.count(con, selection)

st.title("Data")
ui.answer(f"{words.capital(words.count(int(held['claims']), 'claim'))} in this selection.")
