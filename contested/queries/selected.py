"""The claims of a selection, as a query that the others begin with; and how rows come back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from duckdb import DuckDBPyConnection

from contested.selection import Selection

#: `selected`: every claim of a selection. `apart` says why a claim is not on its quantity's axis
#: (null: it is on it): it counts something else, or it was corrected since.
SELECTED = """
with asked as (
    select c.* exclude (apart, apart_in_place),
        nullif(
            concat_ws(
                '; ',
                case when $place = '' then c.apart else c.apart_in_place end,
                case
                    when $known_on is null and c.superseded_on is not null
                        then 'corrected on ' || strftime(c.superseded_on, '%-d %B %Y')
                end
            ),
            ''
        ) as apart
    from claim as c
    where ($conflict = '' or c.conflict = $conflict)
        and ($subject = '' or c.subject = $subject)
        and ($metric = '' or c.metric = $metric)
        and ($population = '' or c.population = $population)
        and ($place = '' or c.place = $place)
        and ($since::date is null or c.as_of >= $since::date)
        and ($until::date is null or c.as_of <= $until::date)
        and (
            $known_on::date is null
            or (
                c.published <= $known_on::date
                and (c.superseded_on is null or c.superseded_on > $known_on::date)
            )
        )
        and (len($relation::varchar[]) = 0 or list_contains($relation::varchar[], c.relation))
        and (len($evidence::varchar[]) = 0 or list_contains($evidence::varchar[], c.evidence))
        and (
            len($source::varchar[]) = 0
            or c.id in (
                select s.claim from claim_source as s
                where list_contains($source::varchar[], s.source)
            )
        )
),
selected as (
    select * from asked where $apart <> 'hidden' or apart is null
)
"""


def rows(con: DuckDBPyConnection, sql: str, parameters: Mapping[str, Any] = {}) -> pd.DataFrame:
    """Return a query's rows, whole numbers as Int64 so that a null does not turn them to floats."""
    result = con.execute(sql, dict(parameters))
    whole = {
        name: "Int64"
        for name, kind, *_ in result.description or ()
        if str(kind) in {"BIGINT", "INTEGER", "HUGEINT"}
    }
    return result.df().astype(whole)


def select(con: DuckDBPyConnection, sql: str, selection: Selection, **more: Any) -> pd.DataFrame:
    """Return the rows of a query that begins with `selected`."""
    return rows(con, SELECTED + sql, selection.parameters() | more)
