"""What has a page of its own, a part of it at a time; and how many things there are."""

from __future__ import annotations

import pandas as pd

from contested.engine import Engine

_THINGS = """
with thing as (
    select 1 as position, 'claim' as kind, id, published from claim
    union all
    select 2, 'article', id, published from article
    union all
    select 3, 'source', id, null from source
)
select kind, id, coalesce(strftime(published, '%Y-%m-%d'), '') as published from thing
order by position, id
limit $most offset $skip
"""

_TOTALS = """
select
    (select count(*) from claim) as claims,
    (select count(*) from article) as articles,
    (select count(*) from source) as sources,
    (select count(distinct source) from claim_source) as speaking,
    (
        select count(distinct s.origin)
        from (select distinct source from claim_source) as c join source as s on s.id = c.source
    ) as institutions
"""


def things(engine: Engine, most: int, skip: int = 0) -> pd.DataFrame:
    """Claims, articles and sources, by id in this order; `most` of them after `skip`.

    Columns: kind, id, published (the date as text, empty for a source).
    """
    return engine.rows(_THINGS, {"most": most, "skip": skip})


def totals(engine: Engine) -> dict[str, int]:
    """How many claims, articles and sources the data hold; sources `speaking`, and `institutions`.

    An institution stands at the root of `part_of` and is spoken for by the sources that are quoted.
    """
    return {str(name): int(number) for name, number in engine.rows(_TOTALS).iloc[0].items()}
