"""Sources: who they are, whom they speak for, what they count and how they stand to others."""

from __future__ import annotations

import pandas as pd

from contested.compare import Comparable, by_institution, comparables, comparison
from contested.engine import Engine
from contested.errors import NotFound
from contested.queries.series import around
from contested.rows import Source, one_by_one
from contested.selection import QUANTITY

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
                order by c.effective desc, c.published desc, c.id desc
            ) as recency
        from claim as c
        join claim_source as cs on cs.claim = c.id
        where cs.source = $id and c.apart is null and c.number is not null and c.same_as is null
    )
select t.*, q.name as quantity, q.unit, v.origins,
    s.id as claim, s.low, s.best, s.high, s.qualifier, s.counting, s.since, s.since_precision,
    s.as_of, s.as_of_from, s.as_of_precision
from theirs as t
join quantity as q
    on q.conflict = t.conflict and q.subject = t.subject
    and q.metric = t.metric and q.population = t.population and q.event = t.event
join coverage as v
    on v.conflict = t.conflict and v.subject = t.subject
    and v.metric = t.metric and v.population = t.population and v.event = t.event
left join spoken as s
    on s.conflict = t.conflict and s.subject = t.subject
    and s.metric = t.metric and s.population = t.population
    and s.event = t.event and s.recency = 1
order by t.claims desc, t.conflict, t.subject, t.metric, t.population, t.event
"""


def sources(engine: Engine) -> pd.DataFrame:
    """Every source, most claims first.

    Columns: id, name, short, kind, affiliation and its name, part_of and its name, origin (the
    institution at the root of part_of) and its name, homepage, claims, first and last as_of.
    """
    return engine.rows(_SOURCES, {"id": ""})


def source(engine: Engine, id: str) -> Source:
    """One source by its id, with the columns of `sources`; raises NotFound."""
    rows = engine.rows(_SOURCES, {"id": id}) if id else pd.DataFrame()
    if rows.empty:
        raise NotFound("source", id)
    return one_by_one(rows, Source)[0]


def counted_by(engine: Engine, id: str) -> pd.DataFrame:
    """What a source counts, most claims first, and how its number stands to those of its time.

    One row a quantity: its words and name; relation; claims, first, last; origins, how many
    institutions speak of it; the source's newest claim that compares (claim, low, best, high,
    qualifier, counting, its dates; null where all it said counts something else); others, how many
    other institutions have a claim of its time; how many of these are surely lower and surely
    higher.
    """
    counted = engine.rows(_COUNTED_BY, {"id": id})
    near = around(engine, counted["claim"].dropna())
    stand = {
        names: _stand(comparables(claims), set(counted["claim"]))
        for names, claims in near.groupby(list(QUANTITY), sort=False)
    }
    stands = [stand.get(tuple(row[word] for word in QUANTITY), (0, 0, 0)) for row in
             one_by_one(counted)]  # fmt: skip
    numbers = pd.DataFrame(stands, counted.index, ["others", "lower", "higher"], "int64")
    return counted.assign(**{name: numbers[name] for name in numbers})


def _stand(claims: list[Comparable], ours: set[str]) -> tuple[int, int, int]:
    """Return how many institutions speak of the time of our claim, and are lower and higher."""
    target = next(claim for claim in claims if claim.id in ours)
    comparisons = [comparison(target, series) for series in by_institution(claims).values()]
    stands = [one.stands for one in comparisons if one.beside]
    return len(stands), stands.count("higher"), stands.count("lower")
