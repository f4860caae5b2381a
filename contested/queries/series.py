"""The claims of a selection as comparing reads them: one an institution and date."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from contested import vocabulary
from contested.engine import Engine
from contested.queries.conditions import select
from contested.selection import Selection

#: The qualifiers that leave a side without a bound.
_OPEN = [word for word, qualifier in vocabulary.QUALIFIERS.items() if qualifier.open]

# Of a day an institution counts once: with what was printed last. An open claim takes no bounded
# one's place. Only what tells them apart is read of all; the few that are left are looked up.
_OF_A_DAY = """        group by c.conflict, c.subject, c.metric, c.population, c.event, c.origin,
            case when c.counting = 'period' then c.since end,
            case when c.counting = 'period' then c.since_precision end,
            c.effective_from, c.effective, list_contains($open, c.qualifier)
"""

_COLUMNS = """
    c.id, c.conflict, c.subject, c.metric, c.population, c.event,
    c.source, c.source_name, c.source_short, c.origin, c.via,
    c.counting, c.since, c.since_precision, c.as_of, c.as_of_from, c.as_of_precision, c.began,
    c.effective_from, c.effective, c.reach, c.qualifier, c.low, c.best, c.high,
    c.lowest, c.highest, c."interval", c.evidence, c.published"""

_SERIES = """
with
    newest as (
        select c.conflict, c.subject, c.metric, c.population, c.event, c.effective,
            arg_max(c.id, (c.published, c.id)) as id
        from claim as c
        where {selected} and {apart} is null
OF_A_DAY    ),
    ranked as (
        select id,
            row_number() over (
                partition by conflict, subject, metric, population, event
                order by effective desc, id
            ) as recency
        from newest
    )
select COLUMNS
from ranked as r
join claim as c on c.id = r.id
where {selected} and r.recency <= $most
order by c.conflict, c.subject, c.metric, c.population, c.event, c.effective, c.published, c.id
""".replace("OF_A_DAY", _OF_A_DAY).replace("COLUMNS", _COLUMNS)

_AROUND = """
with
    target as (
        select conflict, subject, metric, population, event, effective, effective_from
        from claim where list_contains($ids, id)
    ),
    near as (
        select arg_max(c.id, (c.published, c.id)) as id
        from claim as c
        join target as t
            on t.conflict = c.conflict and t.subject = c.subject
            and t.metric = c.metric and t.population = c.population and t.event = c.event
            and date_diff('day', t.effective, c.effective_from) <= $days
            and date_diff('day', c.effective, t.effective_from) <= $days
        where c.apart is null and c.number is not null and c.same_as is null
OF_A_DAY    )
select COLUMNS
from claim as c
where list_contains($ids, c.id) or c.id in (select id from near)
order by c.conflict, c.subject, c.metric, c.population, c.event, c.effective, c.published, c.id
""".replace("OF_A_DAY", _OF_A_DAY).replace("COLUMNS", _COLUMNS)


#: The days within which two claims may be of one time, whatever they count.
_NEAR = max(max(reach.most, reach.between) for reach in vocabulary.REACH.values())


def around(engine: Engine, ids: Iterable[str], days: int = _NEAR) -> pd.DataFrame:
    """These claims, and what each institution said within some days of them: as `series` does.

    Without `days` within those in which two may be of one time.
    """
    return engine.rows(_AROUND, {"ids": list(ids), "open": _OPEN, "days": days})


def series(engine: Engine, selection: Selection, most: int = 2**31 - 1) -> pd.DataFrame:
    """What each institution said of each date, as compare.comparables reads it, oldest first.

    One row a quantity, institution, date and, of periods, window: of several claims the one printed
    last; one more where it stated an open number beside a bounded one. Claims set apart and those
    without a number are left out; `most` keeps the newest rows of each quantity. Columns: id, the
    quantity's words, source and its names, origin (the institutions), via, counting, since and its
    precision, as_of with its own, began, effective_from, effective, reach, qualifier,
    low, best, high, lowest, highest, interval, evidence, published.
    """
    return select(engine, _SERIES, selection, open=_OPEN, most=most)
