"""What is contested now?"""

import streamlit as st

from contested import queries, ui

con = ui.database()
quantities = queries.quantities(con)

st.title("How many, and who says so")
top = st.container()
text = ui.search("Search quantities, sources and articles")
if text:
    ui.results(queries.search(con, text), text)
shown = ui.covered(quantities, ui.order(ui.ORDERS))
with top:
    ui.answer(ui.summary(quantities, shown))
ui.cards(shown, ui.palette())
st.header("Every quantity")
ui.everything(quantities)
