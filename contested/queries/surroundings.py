"""What stands around one claim: its source's other numbers, and what it is easily mixed up with."""

from __future__ import annotations

import pandas as pd

from contested.engine import Engine
from contested.queries.conditions import CLAIM, same_trail

#: Of a long trail this many claims on either side of one are read, beside the first and the last.
BESIDE = 3

# A telling has its statement's trail.
_TRAIL = """
with
    one as (
        select said.*
        from claim as asked join claim as said on said.id = coalesce(asked.same_as, asked.id)
        where asked.id = $id
    ),
    placed as (
        select c.id,
            row_number() over (order by c.effective, c.published, c.id) as place,
            count(*) over () as of_claims,
            case when c.id = o.id then 1 else 0 end as here
        from claim as c
        join one as o
            on SAME_TRAIL
        where c.same_as is null
    ),
    near as (
        select p.id, p.place, p.of_claims, h.place as here
        from placed as p cross join (select place from placed where here = 1) as h
    )
select CLAIM, n.place as trail_place, n.of_claims
from claim as c join near as n on n.id = c.id
where n.place = 1 or n.place = n.of_claims or abs(n.place - n.here) <= $beside
order by n.place
""".replace("SAME_TRAIL", same_trail("c", "o")).replace("CLAIM", CLAIM)

# Metrics are alike where one is part of the other or both are part of a third, in one unit.
_MIXED_UP = """
with
    one as (
        select * from claim where id = $id
    ),
    alike as (
        select other.id as metric,
            case when other.part_of = mine.id or mine.part_of = other.id then 0 else 1 end as step
        from metric as mine
        join metric as other on other.unit = mine.unit and other.id <> mine.id
        where mine.id in (select metric from one)
            and (
                other.part_of = mine.id or mine.part_of = other.id
                or other.part_of = mine.part_of
            )
    ),
    beside as (
        select c.id,
            case when c.population = o.population then a.step else 2 end as step,
            row_number() over (
                partition by c.metric, c.population
                order by case when c.origin = o.origin then 0 else 1 end,
                    abs(date_diff('day', o.effective, c.effective)), c.published desc, c.id
            ) as place,
            count(*) over (partition by c.metric, c.population) as claims
        from claim as c
        join one as o
            on c.conflict = o.conflict and c.subject = o.subject and c.event = o.event
        left join alike as a on a.metric = c.metric
        where c.number is not null and c.same_as is null and c.apart is null
            and (
                c.metric = o.metric and c.population <> o.population
                or c.population = o.population and a.metric is not null
            )
    )
select CLAIM, b.claims
from claim as c join beside as b on b.id = c.id
where b.place = 1
order by b.step, b.claims desc, c.metric, c.population
limit $most
""".replace("CLAIM", CLAIM)


def trail(engine: Engine, id: str) -> pd.DataFrame:
    """The numbers that a claim's institution gave of the same thing, in the order of their dates.

    The columns of `claims`; `trail_place`, which of them it is, from 1; `of_claims`, how many there
    are. Of a long trail the first, the last and those beside the claim. Each statement once, as it
    was first printed; corrected and withdrawn ones are among them.
    """
    return engine.rows(_TRAIL, {"id": id, "beside": BESIDE})


def mixed_up(engine: Engine, id: str, most: int = 6) -> pd.DataFrame:
    """What a claim's number is easily taken for: a claim of each quantity that is near its own.

    The same people by a metric that holds this one or is held by it (killed and wounded, dead
    identified by name), then by one that lies beside it, then the same metric of other people of
    the same subject. The columns of `claims`, and `claims`, how many such there are; of each
    quantity the same institution's claim that is nearest in time, else another's.
    """
    return engine.rows(_MIXED_UP, {"id": id, "most": most})
