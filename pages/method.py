"""What is a claim, and what do the words and marks here mean?"""

import streamlit as st

from contested import method, queries, ui

con = ui.database()
st.title("Method")
ui.answer(method.answer())
for section in method.sections(queries.metrics(con), queries.all_breaks(con), queries.scopes(con)):
    st.header(section.title)
    st.markdown(section.text)
    if section.table is not None:
        ui.plain_table(section.table)
