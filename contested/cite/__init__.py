"""Citations: every claim, article, selection, snapshot and file as text, CSL-JSON, BibTeX or RIS.

A function of `works` says what is cited, a function of `formats` writes it down; all are pure. A
work carries its date of access, the data's version and, where it is a selection, its filters.
"""

from contested.cite.formats import FORMATS, Format, bibtex, csl, item, ris, text
from contested.cite.works import (
    Work,
    article,
    claim,
    dataset,
    line,
    selection,
    snapshot,
    source,
    today,
)

__all__ = [
    "FORMATS",
    "Format",
    "Work",
    "article",
    "bibtex",
    "claim",
    "csl",
    "dataset",
    "item",
    "line",
    "ris",
    "selection",
    "snapshot",
    "source",
    "text",
    "today",
]
