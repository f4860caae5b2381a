"""What have readers frozen, and is it still so?"""

import streamlit as st

from contested import ui

engine = ui.database()
st.title("Snapshots")
top = st.container()
text = ui.search("Search titles, answers and filters")
listing = ui.listing(text, ui.order(ui.GALLERY))
with top:
    ui.answer(ui.gallery_answer(listing, text))
ui.snapshot_cards(engine, listing)
