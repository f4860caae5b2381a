"""What the data define themselves: what is counted, what changed, what is in effect the whole."""

from __future__ import annotations

import pandas as pd

from contested.engine import Engine

_METRICS = """
select m.id, m.label, m.unit, m.family, m.part_of, w.label as part_of_label, m.definition,
    coalesce(n.claims, 0) as claims
from metric as m
left join metric as w on w.id = m.part_of
left join (select metric, count(*) as claims from claim group by metric) as n on n.metric = m.id
order by m.family, claims desc, m.id
"""

_POPULATIONS = """
select p.id, p.label, p.noun, p.definition, coalesce(n.claims, 0) as claims
from population as p
left join (select population, count(*) as claims from claim group by population) as n
    on n.population = p.id
order by claims desc, p.id
"""

_BREAKS = """
select b.source, s.name as source_name, b.metric, m.label as metric_label, b.population,
    p.label as population_label, b.date, b.reason, b.article
from series_break as b
join source as s on s.id = b.source
left join population as p on p.id = b.population
join metric as m on m.id = b.metric
order by b.date, b.source, b.metric, b.population
"""

_SCOPES = """
select c.conflict, f.name as conflict_name, c.subject, p.name as subject_name,
    c.place, c.since, c.reason
from scope as c
join conflict as f on f.id = c.conflict
join party as p on p.id = c.subject
order by f.name, p.name, c.subject, c.since, c.place
"""


def metrics(engine: Engine) -> pd.DataFrame:
    """Every metric with its definition, by family, the most used first.

    Columns: id, label, unit, family, part_of (the metric that contains it, null for none) and its
    label, definition, and claims, how many count it.
    """
    return engine.rows(_METRICS)


def populations(engine: Engine) -> pd.DataFrame:
    """Everyone whom claims count, the most counted first.

    Columns: id, label, noun (which completes a subject's phrase), definition, and claims, how many
    count them.
    """
    return engine.rows(_POPULATIONS)


def all_breaks(engine: Engine) -> pd.DataFrame:
    """Every date at which a source changed what it counts, oldest first.

    Columns: source and its name, metric and its label, population and its label (null for every
    one), date, reason, and article, the id of the one that shows it (null for none).
    """
    return engine.rows(_BREAKS)


def scopes(engine: Engine) -> pd.DataFrame:
    """Every place and starting date that is in effect the whole for a subject.

    Columns: conflict and its name, subject and its name, place or since (the other is null), and
    the reason. By conflict and subject, dates before places.
    """
    return engine.rows(_SCOPES)
