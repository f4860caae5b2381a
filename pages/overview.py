"""What is contested now?"""

import streamlit as st

from contested import queries, ui

engine = ui.database()
quantities = queries.quantities(engine)

st.title("How many, and who says so")
ui.answer(ui.summary(quantities))
text = ui.search("Search quantities, sources and articles")
if text:
    ui.results(engine, text)
    ui.stop()

ui.cards(engine, ui.covered(quantities, ui.order(ui.ORDERS)))
st.header("Every quantity")
ui.everything(quantities)
