"""What is contested now?"""

import streamlit as st

from contested import ui
from contested.selection import Selection
from contested.views import overview

engine = ui.database()
ui.heading(overview.VIEW, engine, Selection())
text = ui.search("Search quantities, sources and articles")
if text:
    ui.results(engine, text)
    ui.stop()

quantities = overview.rows(engine, ui.cached)
order = ui.order(overview.ORDERS)
ui.cards(engine, overview.covered(quantities, order))
st.header("Every quantity")
ui.everything(quantities)
