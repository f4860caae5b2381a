"""Which figures does an article print, and who stands behind them?"""

import streamlit as st

from contested import queries, ui
from contested.charts import picture, series

con = ui.database()
st.title("Articles")
text = ui.search("Search publisher, title, source or number")
found = queries.articles(con, text)
ui.answer(ui.found(len(found), "article", text))
article = ui.listing(found, "article", ("published", "publisher", "title", "sources", "claims"))
if not article:
    st.stop()

about = queries.article(con, article)
claims = queries.printed(con, article)
ui.article(about, claims)
chosen = ui.show(
    series.chart(claims, ui.palette()),
    claims,
    key="article_claims",
    alt=series.alt(claims),
    picture=lambda: picture.picture(series.chart(claims), ui.title(about), [], ui.footer(claims)),
    name=article,
)
ui.opened(con, chosen)
