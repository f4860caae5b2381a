"""Which claims are these, as a table and as files?"""

import streamlit as st

from contested import queries, ui
from contested.words import profiles

engine = ui.database()
selection = ui.filters(engine, whole=True)
held = queries.count(engine, selection)
number = int(held["claims"])

st.title("Data")
ui.answer(profiles.selected(held), ui.narrowing(engine, selection))
if not number:
    ui.nothing(engine, selection)
    ui.stop()

ui.downloads(engine, selection, number)
ui.listed_claims(engine, queries.claims(engine, selection))
