"""Who is this source, what does it count, and how do its numbers stand to others'?"""

import streamlit as st

from contested import queries, ui
from contested.charts import picture, series

con = ui.database()
st.title("Sources")
everyone = queries.sources(con)
