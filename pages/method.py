"""What is a claim, and what do the words and marks here mean?"""

import streamlit as st

from contested import method, queries, ui, views
from contested.html import lists
from contested.selection import Selection

engine = ui.database()
ui.heading(views.method.VIEW, engine, Selection())
tables = (queries.metrics(engine), queries.populations(engine), queries.all_breaks(engine))
sections = method.sections(*tables, queries.scopes(engine))
st.html(lists.contents(section.title for section in sections))
for section in sections:
    st.header(section.title, anchor=lists.anchor(section.title))
    st.markdown(section.text)
    if section.table is not None:
        ui.plain_table(section.table, section.title)
