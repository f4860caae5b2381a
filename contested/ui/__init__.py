"""The one part of the library that knows Streamlit: what pages are made of.

A page asks for its selection (`filters`, `switches`), says its answer (`heading`, `answer`), and
shows its chart with an equal table and its picture (`show`). The address is kept by `address`.
"""

from contested.snapshots.views import narrowing
from contested.ui.app import database, palette, plain, run, stop
from contested.ui.found import (
    broken,
    listed_claims,
    nothing,
    origins,
    selected_claim,
    thinned,
    told_events,
)
from contested.ui.heading import (
    answer,
    filename,
    heading,
    spanned,
)
from contested.ui.kept import drawn, kept
from contested.ui.overview import ORDERS, cards, covered, everything, results, summary
from contested.ui.profile import (
    article,
    article_labels,
    articles_table,
    chosen_sources,
    opened_source,
    source,
    sources_table,
    standing_table,
)
from contested.ui.share import GALLERY, frozen_cards, gallery, gallery_answer
from contested.ui.show import beside, downloads, plain_table, plot, show, tools
from contested.ui.sidebar import filters
from contested.ui.switches import dated, opened, order, reference, search, switches

__all__ = [
    "GALLERY",
    "ORDERS",
    "answer",
    "article",
    "article_labels",
    "articles_table",
    "beside",
    "broken",
    "cards",
    "chosen_sources",
    "covered",
    "database",
    "dated",
    "downloads",
    "drawn",
    "everything",
    "filename",
    "filters",
    "frozen_cards",
    "gallery",
    "gallery_answer",
    "heading",
    "kept",
    "listed_claims",
    "narrowing",
    "nothing",
    "opened",
    "opened_source",
    "order",
    "origins",
    "palette",
    "plain",
    "plain_table",
    "plot",
    "reference",
    "results",
    "run",
    "search",
    "selected_claim",
    "show",
    "source",
    "sources_table",
    "spanned",
    "standing_table",
    "stop",
    "summary",
    "switches",
    "thinned",
    "told_events",
    "tools",
]
