"""Which figures does an article print, and who stands behind them?"""

import streamlit as st

from contested import queries, ui, views
from contested.charts import series
from contested.html import legend
from contested.selection import Selection
from contested.words import profiles

engine = ui.database()
st.title("Articles")
top = st.container()
text = ui.search("Search publisher, title, source or number")
found = queries.articles(engine, text)
article = ui.opened("article", ui.article_labels(found), "Open an article, or select its row")
if not article:
    with top:
        ui.answer(profiles.articles(len(found), text))
    ui.articles_table(found)
    ui.stop()

about = queries.article(engine, article)
claims = queries.printed(engine, article)
with top:
    ui.article(about, claims)
st.html(legend.legend(series.legend_parts(claims)))
selection = Selection(article=article)
drawn = ui.drawn(views.article.VIEW, engine, selection)
ahead = ui.ahead(views.article.VIEW, selection)
chosen = ui.plot(drawn.chart, key="article_claims", alt=drawn.alt, ahead=ahead)
ui.tools(views.article.VIEW, engine, selection)
ui.selected_claim(engine, claims, chosen)
