"""Who is this source, what does it count, and how do its numbers stand to others'?"""

import streamlit as st

from contested import queries, ui, words
from contested.charts import series
from contested.selection import Selection

con = ui.database()
everyone = queries.sources(con)
st.title("Sources")
top = st.container()
names = dict(zip(everyone["id"], everyone["name"], strict=True))
asked = ui.opened_source(everyone)
if not asked:
    with top:
        origins = int(everyone.loc[everyone["claims"] > 0, "origin"].nunique())
        speaking = int((everyone["claims"] > 0).sum())
        ui.answer(
            f"{words.capital(words.count(speaking, 'source'))} are quoted here; they speak for "
            f"{words.count(origins, 'institution')}."
        )
    ui.sources_table(everyone)
    ui.stop()

source = queries.source(con, asked)
counted = queries.counted_by(con, asked)
claims = queries.stated_by(con, asked)
with top:
    ui.source(source, counted)
ui.standing_table(counted)
if len(claims):
    st.html(series.legend(claims, ui.palette()))
    chosen = ui.plot(
        series.chart(claims, ui.palette()), key="source_claims", alt=series.alt(claims)
    )
    ui.tools(con, Selection(source=(asked,)), "source")
    ui.selected_claim(con, claims, chosen)
