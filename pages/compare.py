"""What does each source say, and how far apart are they?"""

import streamlit as st

from contested import queries, ui
from contested.charts import compare, matrix, multiples, panels, picture, spread

con = ui.database()
ui.filters(con)
top = st.container()
selection = ui.switches("scale", "reference", "statements", "apart", apart="hidden", scale="log")
current = queries.current(con, selection)
with top:
    name = ui.heading(con, selection, current)
if current.empty:
    ui.nothing(con, selection)
    ui.stop()

colours = ui.palette()
reference = ui.reference(current, selection)
st.html(compare.table(current, reference, colours, scale=selection.scale))
ui.save(
    current,
    key="compare",
    picture=lambda: picture.picture(
        compare.chart(current, reference, scale=selection.scale),
        name,
        [compare.READING, ui.narrowing(con, selection)],
        ui.footer(current),
    ),
    name=ui.filename("compare", selection),
)
ui.origins(con, selection)

band = queries.band(con, selection)
if band["spread"].notna().any():
    st.header("How far apart, over time")
    ui.show(
        spread.chart(band, colours),
        current,
        key="spread",
        alt=spread.alt(band, name),
        picture=lambda: picture.picture(
            spread.chart(band),
            f"{name}: highest divided by lowest",
            [spread.READING, ui.narrowing(con, selection)],
            ui.footer(current),
        ),
        name=ui.filename("spread", selection),
    )

claims = queries.drawn(con, selection)
if claims["source"].nunique() > 1:
    st.header("Each source on its own")
    st.html(multiples.html(claims, colours, scale=selection.scale))
    ui.save(
        claims,
        key="panels",
        picture=lambda: picture.picture(
            panels.chart(claims, scale=selection.scale),
            name,
            [ui.narrowing(con, selection)],
            ui.footer(claims),
        ),
        name=ui.filename("panels", selection),
    )
    st.header("Every source against every other")
    st.html(matrix.html(current, colours))
