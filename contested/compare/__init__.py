"""Which claims may be set against each other, and how: the one home of that rule.

`times` says which claims are of one time, and sets a claim against what a reference said then;
`ratios` divides numbers with their hedges kept; `headline` says how far apart institutions are at
one time, `band` at each date, and `ends` what lies beyond the two furthest apart; `reference` which
one others are set against where nobody is named, `beside` each against all. Functions are pure:
they take claims and return what can be said of them, dates and reasons as values, never as words.
"""

from contested.compare.band import band
from contested.compare.beside import Compared, compared
from contested.compare.ends import Beyond, beyond, explained, higher_before
from contested.compare.headline import (
    Apart,
    Headline,
    furthest_apart,
    headline,
    many,
    standing,
)
from contested.compare.ratios import (
    Bounds,
    Ratio,
    above,
    bounds,
    changed,
    divided,
    ratio,
    rounded,
    spread,
    stands,
)
from contested.compare.reference import Reference, by_institution, reference
from contested.compare.times import (
    Beside,
    Comparable,
    Comparison,
    Series,
    comparable,
    comparables,
    comparison,
    contemporaneous,
    days_later,
)

__all__ = [
    "Apart",
    "Beside",
    "Beyond",
    "Bounds",
    "Comparable",
    "Compared",
    "Comparison",
    "Headline",
    "Ratio",
    "Reference",
    "Series",
    "above",
    "band",
    "beyond",
    "bounds",
    "by_institution",
    "changed",
    "comparable",
    "comparables",
    "compared",
    "comparison",
    "contemporaneous",
    "days_later",
    "divided",
    "explained",
    "furthest_apart",
    "headline",
    "higher_before",
    "many",
    "ratio",
    "reference",
    "rounded",
    "spread",
    "standing",
    "stands",
]
