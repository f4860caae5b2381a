"""What is contested now?"""

import streamlit as st

from contested import queries, ui

con = ui.database()
quantities = queries.quantities(con)

st.title("How many, and who says so")
ui.answer(ui.summary(quantities))
text = ui.search("Search quantities, sources and articles")
if text:
    ui.results(con, text)
    ui.stop()

ui.cards(con, ui.covered(quantities, ui.order(ui.ORDERS)))
st.header("Every quantity")
ui.everything(quantities)
