"""Selection → DataFrame: static SQL, bound parameters, one function a question.

Every function takes an engine first and returns rows in a documented order; no match is no rows.
Dates are datetimes at midnight, whole numbers Int64, text null where the data holds none.
"""

from contested.queries.articles import article, articles
from contested.queries.changes import change_counts, changes, dates_of_entry, history
from contested.queries.claims import (
    AROUND,
    claim,
    claims,
    count,
    drawn,
    halfway,
    printed,
    printed_around,
    publication_dates,
    responses,
    stated_by,
    tellings,
    these,
    unnumbered,
)
from contested.queries.conditions import NO_EVENT
from contested.queries.current import answering, band, current, headline, then_and_now
from contested.queries.definitions import all_breaks, metrics, populations, scopes
from contested.queries.folders import folders, terms
from contested.queries.overview import of_one_time, said_last
from contested.queries.quantities import (
    breaks,
    choices,
    complete,
    events,
    known,
    origins,
    quantities,
    quantity,
    side_names,
    tolls,
    unknown,
    values,
)
from contested.queries.search import later, search
from contested.queries.series import around, series
from contested.queries.sources import counted_by, source, sources
from contested.queries.suggestions import similar
from contested.queries.surroundings import mixed_up, trail
from contested.queries.things import things, totals

__all__ = [
    "AROUND",
    "NO_EVENT",
    "all_breaks",
    "answering",
    "around",
    "article",
    "articles",
    "band",
    "breaks",
    "change_counts",
    "changes",
    "choices",
    "claim",
    "claims",
    "complete",
    "count",
    "counted_by",
    "current",
    "dates_of_entry",
    "drawn",
    "events",
    "folders",
    "halfway",
    "headline",
    "history",
    "known",
    "later",
    "metrics",
    "mixed_up",
    "of_one_time",
    "origins",
    "populations",
    "printed",
    "printed_around",
    "publication_dates",
    "quantities",
    "quantity",
    "responses",
    "said_last",
    "scopes",
    "search",
    "series",
    "side_names",
    "similar",
    "source",
    "sources",
    "stated_by",
    "tellings",
    "terms",
    "then_and_now",
    "these",
    "things",
    "tolls",
    "totals",
    "trail",
    "unknown",
    "unnumbered",
    "values",
]
