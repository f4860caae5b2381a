"""What is a claim, and what do the words and marks here mean?"""

import streamlit as st

from contested import method, queries, ui, views
from contested.selection import Selection

engine = ui.database()
ui.heading(views.method.VIEW, engine, Selection())
tables = (queries.metrics(engine), queries.populations(engine), queries.all_breaks(engine))
for section in method.sections(*tables, queries.scopes(engine)):
    st.header(section.title)
    st.markdown(section.text)
    if section.table is not None:
        ui.plain_table(section.table)
