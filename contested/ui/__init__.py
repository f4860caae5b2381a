"""The one part of the library that knows Streamlit: what pages are made of.

A page asks for its selection (`filters`), says its answer (`answer`), and shows its chart with an
equal table and its downloads (`show`). What stands in the address is kept by `address`.
"""

from contested.ui.address import choose, go, held, selection, take
from contested.ui.app import database, palette, run
from contested.ui.found import link, nothing, provenance
from contested.ui.show import answer, claims_table, show, side_by_side
from contested.ui.sidebar import filters

__all__ = [
    "answer",
    "choose",
    "claims_table",
    "database",
    "filters",
    "go",
    "held",
    "link",
    "nothing",
    "palette",
    "provenance",
    "run",
    "selection",
    "show",
    "side_by_side",
    "take",
]
