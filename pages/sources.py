"""Who is this source, what does it count, and how do its numbers stand to others'?"""

import streamlit as st

from contested import queries, ui, views
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
    st.html(legend.legend(series.legend_parts(claims)))
    selection = Selection(source=(asked,))
    drawn = ui.drawn(views.source.VIEW, engine, selection)
    ahead = ui.ahead(views.source.VIEW, selection)
    chosen = ui.plot(drawn.chart, key="source_claims", alt=drawn.alt, ahead=ahead)
    ui.tools(views.source.VIEW, engine, selection)
    ui.selected_claim(engine, claims, chosen)
