"""Who is this source, what does it count, and how do its numbers stand to others'?"""

import streamlit as st

from contested import queries, ui
from contested.charts import series
from contested.html import legend
from contested.selection import Selection
from contested.words import profiles

engine = ui.database()
everyone = queries.sources(engine)
st.title("Sources")
top = st.container()
asked = ui.opened_source(everyone)
if not asked:
    with top:
        ui.answer(profiles.everyone(queries.totals(engine)))
    ui.chosen_sources(everyone)
    ui.sources_table(everyone)
    ui.stop()

source = queries.source(engine, asked)
counted = queries.counted_by(engine, asked)
claims = queries.stated_by(engine, asked)
with top:
    ui.source(source, counted)
ui.standing_table(counted)
if len(claims):
    st.html(legend.legend(series.shown(claims)))
    chosen = ui.plot(
        series.chart(claims, ui.palette()), key="source_claims", alt=series.alt(claims)
    )
    ui.tools(engine, Selection(source=(asked,)), "source")
    ui.selected_claim(engine, claims, chosen)
