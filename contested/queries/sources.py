"""Sources: who they are, whom they speak for, what they count and how they stand to others."""

from __future__ import annotations

from typing import Any

import pandas as pd

from contested.engine import Engine
from contested.errors import NotFound
from contested.queries.selected import LAPSES, OPEN, STRICT

_SOURCES = """
select s.id, s.name, s.short, s.kind, s.affiliation, p.name as affiliation_name,
    s.part_of, o.name as part_of_name, s.origin, r.name as origin_name, s.homepage,
    coalesce(n.claims, 0) as claims, n.first, n.last
from source as s
left join party as p on p.id = s.affiliation
left join source as o on o.id = s.part_of
left join source as r on r.id = s.origin
left join (
    select cs.source, count(*) as claims, min(c.as_of) as first, max(c.as_of) as last
    from claim_source as cs join claim as c on c.id = cs.claim
    group by cs.source
) as n on n.source = s.id
where $id = '' or s.id = $id
order by claims desc, s.id
"""

_COUNTED_BY = """
with
    -- The relation is that of the claims it makes alone; others join in what closer ones say.
    theirs as (
        select c.conflict, c.subject, c.metric, c.population, c.event,
            coalesce(
                min(case when c.source = $id then c.relation end), min(c.relation)
            ) as relation,
            count(*) as claims, min(c.as_of) as first, max(c.as_of) as last
        from claim as c
        join claim_source as cs on cs.claim = c.id
        where cs.source = $id
        group by c.conflict, c.subject, c.metric, c.population, c.event
    ),
    spoken as (
        select c.*,
            row_number() over (
                partition by c.conflict, c.subject, c.metric, c.population, c.event
                order by c.as_of desc, c.id
            ) as recency
        from current_claim as c
        join claim_source as cs on cs.claim = c.id
        where cs.source = $id
    ),
    newest as (
        select conflict, subject, metric, population, event, max(as_of) as "at"
        from current_claim
        group by conflict, subject, metric, population, event
    ),
    others as (
        select t.conflict, t.subject, t.metric, t.population, t.event,
            count(*) as others,
            cast(count_if(
                not list_contains($open_up, c.qualifier)
                and not list_contains($open_down, s.qualifier)
                and (
                    c.highest < s.lowest
                    or c.highest = s.lowest
                    and (list_contains($below, c.qualifier) or list_contains($above, s.qualifier))
                )
            ) as bigint) as lower,
            cast(count_if(
                not list_contains($open_down, c.qualifier)
                and not list_contains($open_up, s.qualifier)
                and (
                    c.lowest > s.highest
                    or c.lowest = s.highest
                    and (list_contains($above, c.qualifier) or list_contains($below, s.qualifier))
                )
            ) as bigint) as higher
        from theirs as t
        join spoken as s
            on s.conflict = t.conflict and s.subject = t.subject
            and s.metric = t.metric and s.population = t.population
            and s.event = t.event and s.recency = 1
        join current_claim as c
            on c.conflict = t.conflict and c.subject = t.subject
            and c.metric = t.metric and c.population = t.population and c.event = t.event
            and not list_contains(string_split(c.source, ';'), $id)
        join newest as n
            on n.conflict = c.conflict and n.subject = c.subject
            and n.metric = c.metric and n.population = c.population and n.event = c.event
        where date_diff('day', c.as_of, n."at")
            <= case c.counting when 'snapshot' then $lapse_snapshot else $lapse end
        group by t.conflict, t.subject, t.metric, t.population, t.event
    )
select t.*, q.name as quantity, q.unit,
    s.id as claim, s.low, s.best, s.high, s.qualifier, s.as_of,
    date_diff('day', s.as_of, n."at")
        > case s.counting when 'snapshot' then $lapse_snapshot else $lapse end as lapsed,
    o.others, o.lower, o.higher
from theirs as t
join quantity as q
    on q.conflict = t.conflict and q.subject = t.subject
    and q.metric = t.metric and q.population = t.population and q.event = t.event
left join spoken as s
    on s.conflict = t.conflict and s.subject = t.subject
    and s.metric = t.metric and s.population = t.population and s.event = t.event and s.recency = 1
left join newest as n
    on n.conflict = t.conflict and n.subject = t.subject
    and n.metric = t.metric and n.population = t.population and n.event = t.event
left join others as o
    on o.conflict = t.conflict and o.subject = t.subject
    and o.metric = t.metric and o.population = t.population and o.event = t.event
order by t.claims desc, t.conflict, t.subject, t.metric, t.population, t.event
"""


def sources(engine: Engine) -> pd.DataFrame:
    """Every source, most claims first.

    Columns: id, name, short, kind, affiliation and its name, part_of and its name, origin (the
    institution at the root of part_of) and its name, homepage, claims, first and last as_of.
    """
    return engine.rows(_SOURCES, {"id": ""})


def source(engine: Engine, id: str) -> dict[str, Any]:
    """One source by its id, with the columns of `sources`; raises NotFound."""
    found = engine.rows(_SOURCES, {"id": id}) if id else pd.DataFrame()
    if found.empty:
        raise NotFound("source", id)
    return {str(name): value for name, value in found.iloc[0].items()}


def counted_by(engine: Engine, id: str) -> pd.DataFrame:
    """What a source counts, most claims first, and how its number stands to the others' now.

    One row a quantity: its words and name; relation; claims, first, last; the source's current
    claim (claim, low, best, high, qualifier, as_of, and lapsed, whether it is too old to compare;
    null where all it said counts something else); others, how many other sources have a current
    claim that has not lapsed; how many of them are surely lower and surely higher, as
    compare.stands says. A claim that it makes with others is no other source's.
    """
    return engine.rows(_COUNTED_BY, {"id": id} | LAPSES | OPEN | STRICT)
