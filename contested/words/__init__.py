"""Everything that is said in words, made here from the claims and the closed vocabulary.

`numbers`, `dates`, `phrases` and `language` are what sentences are made of; `claim` says one claim,
`reasons` why one stands apart, `surroundings` what stands around it, `quantities` what a quantity
is called, `answers` what claims say together (`basis`: which), `comparisons` how two lie to each
other, `rates` how fast a number moved, `filters` what a selection leaves out, `profiles` what an
article, a source or all of the data are, `lookups` what a search found, `changes` what changed in
the data. Text made here is plain text: whoever puts it into HTML or Markdown escapes it there.
"""

from contested.words.claim import (
    Claim,
    all_dates,
    all_said,
    as_of,
    counted,
    dated,
    provenance,
    published,
    said,
    sentence,
    short_as_of,
    sources,
    tellings,
    unnamed_part,
    unnamed_place,
    window,
)
from contested.words.dates import day, month, short_month, span
from contested.words.filters import among, narrowing, side_name
from contested.words.numbers import amount, count, missing, number, small, times
from contested.words.phrases import capital, listed
from contested.words.reasons import all_set_apart, reasons, set_apart

__all__ = [
    "Claim",
    "all_dates",
    "all_said",
    "all_set_apart",
    "among",
    "amount",
    "as_of",
    "capital",
    "count",
    "counted",
    "dated",
    "day",
    "listed",
    "missing",
    "month",
    "narrowing",
    "number",
    "provenance",
    "published",
    "reasons",
    "said",
    "sentence",
    "set_apart",
    "short_as_of",
    "short_month",
    "side_name",
    "small",
    "sources",
    "span",
    "tellings",
    "times",
    "unnamed_part",
    "unnamed_place",
    "window",
]
