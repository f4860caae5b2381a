"""What is contested now?"""

import streamlit as st

from contested import queries, ui
from contested.charts import card

con = ui.database()
cards = queries.quantities(con)
covered = cards[(cards["sources"] >= 3) & cards["standing"].notna()]

st.title("How many, and who says so")
ui.answer(ui.overview(con, covered))
text = ui.search("Search quantities, sources and articles")
if text:
    ui.results(queries.search(con, text), text)
order = ui.order({"seed": "First reported", "spread": "Furthest apart", "newest": "Newest claim"})
for row in ui.ordered(covered, order):
    ui.card(row, card.html(row, ui.palette()))
