"""The claims of a selection as comparing reads them: one an institution and date."""

from __future__ import annotations

import pandas as pd

from contested.engine import Engine
from contested.queries.selected import OPEN, select
from contested.selection import Selection

#: The hedges that leave a side without a bound.
_OPEN = [hedge for side in OPEN.values() for hedge in side]

# Of a day an institution counts once: with what was printed last. An open claim takes no bounded
# one's place. Only what tells them apart is read of all; the few that are left are looked up.
_SERIES = """
with
    newest as (
        select c.conflict, c.subject, c.metric, c.population, c.event, c.effective,
            arg_max(c.id, (c.published, c.id)) as id
        from claim as c
        where {selected} and {apart} is null
        group by c.conflict, c.subject, c.metric, c.population, c.event, c.origin,
            case when c.counting = 'period' then c.since end, c.effective_from, c.effective,
            list_contains($open, c.qualifier)
    ),
    ranked as (
        select id,
            row_number() over (
                partition by conflict, subject, metric, population, event
                order by effective desc, id
            ) as recency
        from newest
    )
select c.id, c.conflict, c.subject, c.metric, c.population, c.event, c.source, c.origin,
    c.counting, c.since, c.as_of, c.began, c.effective_from, c.effective, c.reach,
    c.qualifier, c.low, c.best, c.high, c.lowest, c.highest, c.evidence, c.published
from ranked as r
join claim as c on c.id = r.id
where {selected} and r.recency <= $most
order by c.conflict, c.subject, c.metric, c.population, c.event, c.effective, c.published, c.id
"""


def series(engine: Engine, selection: Selection, most: int = 2**31 - 1) -> pd.DataFrame:
    """What each institution said of each date, as compare.comparables reads it, oldest first.

    One row a quantity, institution, date and, of periods, window: of several claims the one printed
    last; one more where it stated an open number beside a bounded one. Claims set apart and those
    without a number are left out; `most` keeps the newest rows of each quantity. Columns: id, the
    quantity's words, source, origin (the institutions), counting, since, as_of, began,
    effective_from, effective, reach, qualifier, low, best, high, lowest, highest, evidence,
    published.
    """
    return select(engine, _SERIES, selection, open=_OPEN, most=most)
