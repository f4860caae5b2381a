"""Which claims may be set against each other, and how: the one home of that rule.

`times` says which claims are of one time, and sets a claim against what a reference said then;
`ratios` divides numbers with their hedges kept; `headline` says how far apart institutions are at
one time; `reference` which one others are set against where nobody is named. Functions are pure:
they take claims and return what can be said of them, dates and reasons as values, never as words.
"""

from contested.compare.headline import Apart, Headline, furthest_apart, headline
from contested.compare.ratios import (
    Bounds,
    Ratio,
    above,
    bounds,
    changed,
    divided,
    ratio,
    spanned,
    spread,
    stands,
    surely,
)
from contested.compare.reference import Reference, by_institution, reference, reference_of_today
from contested.compare.times import (
    Beside,
    Comparable,
    Comparison,
    Series,
    comparables,
    comparison,
    contemporaneous,
    days_later,
    share_an_institution,
)

__all__ = [
    "Apart",
    "Beside",
    "Bounds",
    "Comparable",
    "Comparison",
    "Headline",
    "Ratio",
    "Reference",
    "Series",
    "above",
    "bounds",
    "by_institution",
    "changed",
    "comparables",
    "comparison",
    "contemporaneous",
    "days_later",
    "divided",
    "furthest_apart",
    "headline",
    "ratio",
    "reference",
    "reference_of_today",
    "share_an_institution",
    "spanned",
    "spread",
    "stands",
    "surely",
]
