"""The one part of the library that knows Streamlit: what pages are made of.

A page asks for its selection (`filters`, `switches`), says what its view says (`heading`), and
shows the view's chart with an equal table and its picture (`show`). The address is kept by
`address`.
"""

from contested.ui.address import selection
from contested.ui.app import database, plain, run, stop
from contested.ui.cache import cached, drawn, made
from contested.ui.claim_card import (
    beside_chart,
    listed_claims,
    opened_claim,
    selected_claim,
    within,
)
from contested.ui.device import choose_boxing
from contested.ui.gallery import GALLERY, gallery_answer, listing, snapshot_cards
from contested.ui.headings import answer, heading
from contested.ui.lookup import searched
from contested.ui.overview import index, overview, results
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
from contested.ui.related import related_quantities
from contested.ui.show import ahead, beside, downloads, plain_table, plot, show, tools
from contested.ui.sidebar import filters
from contested.ui.suggestions import suggestions
from contested.ui.switches import known_on, line, opened, order, reference, search, switches
from contested.ui.theme import palette
from contested.ui.under_chart import definition_changes, events, institutions, key, thinned

__all__ = [
    "GALLERY",
    "ahead",
    "answer",
    "article",
    "article_labels",
    "articles_table",
    "beside",
    "beside_chart",
    "cached",
    "choose_boxing",
    "chosen_sources",
    "database",
    "definition_changes",
    "downloads",
    "drawn",
    "events",
    "filters",
    "gallery_answer",
    "heading",
    "index",
    "institutions",
    "key",
    "known_on",
    "line",
    "listed_claims",
    "listing",
    "made",
    "opened",
    "opened_claim",
    "opened_source",
    "order",
    "overview",
    "palette",
    "plain",
    "plain_table",
    "plot",
    "reference",
    "related_quantities",
    "results",
    "run",
    "search",
    "searched",
    "selected_claim",
    "selection",
    "show",
    "snapshot_cards",
    "source",
    "sources_table",
    "standing_table",
    "stop",
    "suggestions",
    "switches",
    "thinned",
    "tools",
    "within",
]
