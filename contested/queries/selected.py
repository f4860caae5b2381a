"""The claims of a selection, as a query that the others begin with; and how rows come back.

A condition stands in the query only where its word is set: DuckDB folds an empty one away, but not
the join that a source asks for, and a short query is planned in a fraction of the time. The text is
put together from the constants below and nothing else; every value is bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from duckdb import DuckDBPyConnection

from contested.selection import Selection

_CONDITIONS = {
    "conflict": "c.conflict = $conflict",
    "subject": "c.subject = $subject",
    "metric": "c.metric = $metric",
    "population": "c.population = $population",
    "article": "c.article = $article",
    "place": "c.place = $place",
    "since": "c.as_of >= $since",
    "until": "c.as_of <= $until",
    "known_on": (
        "c.published <= $known_on and (c.superseded_on is null or c.superseded_on > $known_on)"
    ),
    "relation": "c.relation in $relation",
    "evidence": "c.evidence in $evidence",
    "source": "c.id in (select s.claim from claim_source as s where s.source in $source)",
}

#: Which of the columns that say why a claim is set apart answers, by whether its place was asked
#: for and whether it is looked at on a date, when later corrections were not known.
_APART = {
    (False, False): "apart",
    (True, False): "apart_in_place",
    (False, True): "apart_known",
    (True, True): "apart_known_in_place",
}

_SELECTED = """
with selected as (
    select c.* exclude (apart, apart_in_place, apart_known, apart_known_in_place),
        c.{apart} as apart
    from claim as c
    where {conditions}
)
"""


def rows(
    con: DuckDBPyConnection, sql: str, parameters: Mapping[str, Any] | None = None
) -> pd.DataFrame:
    """Return a query's rows; whole numbers stay whole where some are null (Int64)."""
    result = con.execute(sql, dict(parameters or {}))
    whole = [name for name, kind, *_ in result.description or () if str(kind) in _WHOLE]
    found = result.df()
    # DuckDB before 2.0 turns a column of whole numbers with a null among them to floats.
    torn = {name: "Int64" for name in whole if found[name].dtype.kind == "f"}
    return found.astype(torn) if torn else found


_WHOLE = {"BIGINT", "INTEGER", "HUGEINT"}


def select(con: DuckDBPyConnection, sql: str, selection: Selection, **more: Any) -> pd.DataFrame:
    """Return the rows of a query that begins with `selected`, the claims of a selection."""
    bound = {word: value for word, value in selection.parameters().items() if value}
    hidden = bound.pop("apart", "") == "hidden"
    apart = _APART[bool(selection.place), bool(selection.known_on)]
    conditions = [_CONDITIONS[word] for word in bound]
    if hidden:
        conditions.append(f"c.{apart} is null")
    begun = _SELECTED.format(apart=apart, conditions=" and ".join(conditions) or "true")
    return rows(con, begun + sql, bound | more)
