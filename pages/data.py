"""Which claims are these, as a table and as files?"""

import streamlit as st

from contested import queries, ui
from contested.words import profiles

con = ui.database()
selection = ui.filters(con, whole=True)
held = queries.count(con, selection)
number = int(held["claims"])

st.title("Data")
ui.answer(profiles.selected(held), ui.narrowing(con, selection))
if not number:
    ui.nothing(con, selection)
    ui.stop()

ui.downloads(con, selection, number)
ui.listed_claims(con, queries.claims(con, selection))
