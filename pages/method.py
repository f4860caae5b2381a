"""What is a claim, and what do the words and marks here mean?"""

import streamlit as st

from contested import method, queries, ui

engine = ui.database()
st.title("Method")
ui.answer(method.answer())
tables = (queries.metrics(engine), queries.populations(engine), queries.all_breaks(engine))
for section in method.sections(*tables, queries.scopes(engine)):
    st.header(section.title)
    st.markdown(section.text)
    if section.table is not None:
        ui.plain_table(section.table)
