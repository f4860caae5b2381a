"""The ledger: what was added, corrected, answered and redefined, by day of print or of entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from contested import vocabulary
from contested.engine import Engine
from contested.queries.conditions import CLAIM, listing
from contested.rows import one_by_one
from contested.selection import LAST_DAY, Selection

# A claim is one change, each response to it another. A change of definition is one of the source
# that made it, wherever claims of the selection are touched by it: the first of them stands for
# the quantity, of the series itself rather than of that which it leads to.
_MADE = """
with
    chosen as (
        select c.id, c.published, c.entered, c.supersedes, c.same_as, c.source,
            c.conflict, c.subject, c.metric, c.population, c.event
        from claim as c
        where {selected}
    ),
    touched as (
        select b.source, b.metric, b.population, b.date, b.reason, b.article, b.entered,
            concat_ws(' ', b.source, b.metric, b.population, cast(b.date as varchar),
                b.conflict, b.subject) as name,
            c.id,
            case
                when b.metric = c.metric
                    and coalesce(b.population, c.population) = c.population then 0
                else 1
            end as beyond,
            case when c.event = '' then 0 else 1 end as of_event
        from series_break as b
        join chosen as c
            on (
                b.metric = c.metric and (b.population is null or b.population = c.population)
                or coalesce(b.leads_to, b.leads_to_population) is not null
                and coalesce(b.leads_to, b.metric) = c.metric
                and coalesce(b.leads_to_population, b.population, c.population) = c.population
            )
            and (b.conflict is null or b.conflict = c.conflict)
            and (b.subject is null or b.subject = c.subject)
        where list_contains(string_split(c.source, ';'), b.source)
            or (b.conflict is not null and b.subject is not null)
    ),
    redefined as (
        select *, row_number() over (partition by name order by beyond, of_event, id) as place
        from touched
    ),
    made as (
        select
            case
                when supersedes is not null then 'corrected'
                when same_as is not null then 'telling'
                else 'added'
            end as change,
            'claim ' || id as id, published as printed, entered, id as claim,
            supersedes as previous, cast(null as varchar) as answered_by,
            cast(null as varchar) as answered_in, cast(null as varchar) as why
        from chosen
        union all
        select r.response, concat_ws(' ', 'response', r.claim, r.response, r.article), r.published,
            r.entered, r.claim, cast(null as varchar), r.source_names, r.article, r.note
        from response as r
        join chosen as c on c.id = r.claim
        union all
        select 'redefined', 'break ' || b.name, b.date, b.entered, b.id, cast(null as varchar),
            s.name, b.article, b.reason
        from redefined as b
        join source as s on s.id = b.source
        where b.place = 1
    ),
    dated as (
        select m.*, case when $entry then entered else printed end as "on"
        from made as m
        where m.printed <= $known
    )
"""

_CHANGES = """{made},
    placed as (
        select d.*, row_number() over (order by d."on" desc, d.printed desc, d.id) as place
        from dated as d
        where d."on" is not null and (not $narrowed or list_contains($kinds, d.change))
    )
select p.change, p.id as change_id, p."on", p.printed, p.entered as entered_on, p.previous,
    p.answered_by, p.answered_in, p.why, a.publisher as answered_publisher,
    a.url as answered_url,
    o.low as previous_low, o.best as previous_best, o.high as previous_high,
    o.qualifier as previous_qualifier, o.stated as previous_stated,
    {claim}
from placed as p
join claim as c on c.id = p.claim
left join claim as o on o.id = p.previous
left join article as a on a.id = p.answered_in
where p.place > $skip and p.place <= $skip + $most
order by p.place
""".replace("{made}", _MADE).replace("{claim}", CLAIM)

_KINDS = """{made}
select d.change, count(d."on") as changes, count(*) as every, max(d."on") as newest
from dated as d
group by d.change
order by d.change
""".replace("{made}", _MADE)

_DATED = """
select count(entered) as dated from claim
"""


# What became of a claim: its statement, its tellings, what it corrects and what corrects it.
_HISTORY = _CHANGES.replace(
    "{selected}",
    """c.id in (
            select other.id
            from claim as one
            join claim as other
                on coalesce(other.same_as, other.id) = coalesce(one.same_as, one.id)
                or other.supersedes = coalesce(one.same_as, one.id) or other.id = one.supersedes
            where one.id = $id
        )""",
)


class Counts(NamedTuple):
    """How many changes a ledger has, by kind, and how many of no known date of entry it leaves out.

    `newest` is the day of the last one; None for none.
    """

    kinds: dict[str, int]
    undated: int
    newest: date | None


def changes(
    engine: Engine,
    selection: Selection,
    *,
    entry: bool,
    kinds: Sequence[str] = (),
    most: int,
    skip: int = 0,
) -> pd.DataFrame:
    """The changes of a selection's claims, the newest first: `most` of them after `skip`.

    By the day on which each was entered (`entry`), or else printed; one that says no day of entry
    is left out of the first. `kinds` are those wanted, all where it is empty. What was printed
    after the day that the selection is known on is left out, and nothing else by that day.

    `change` is of vocabulary.CHANGES, `change_id` names it for good, `on` is its day; `printed`
    and `entered_on` are both. The columns of `claims` are those of the claim that is new or spoken
    of; `previous…` are the number that a correction stands in place of; `answered_by`, `_in`,
    `_publisher`, `_url` and `why` are of a response or a change of definition.
    """
    more = {"narrowed": bool(kinds), "kinds": list(kinds) or [""], "most": most, "skip": skip}
    return _asked(engine, _CHANGES, selection, entry=entry, **more)


def history(engine: Engine, id: str) -> pd.DataFrame:
    """What became of a claim, by the day of print, the newest first: its 100 newest `changes`.

    It, its statement's tellings, what it corrects, what corrects it, and what was said of these
    without a number. Changes of definition are not among them.
    """
    kinds = [kind for kind in vocabulary.CHANGES if kind != "redefined"]
    bound = {"known": LAST_DAY, "entry": False, "narrowed": True, "kinds": kinds, "skip": 0}
    return engine.rows(_HISTORY, bound | {"id": id, "most": 100})


def change_counts(engine: Engine, selection: Selection, *, entry: bool) -> Counts:
    """How many changes a selection's claims have, as `changes` lists them."""
    rows = one_by_one(_asked(engine, _KINDS, selection, entry=entry))
    by_kind = {row["change"]: int(row["changes"]) for row in rows if row["changes"]}
    days = [row["newest"].date() for row in rows if row["changes"]]
    return Counts(
        {kind: by_kind[kind] for kind in vocabulary.CHANGES if kind in by_kind},
        sum(int(row["every"]) - int(row["changes"]) for row in rows),
        max(days, default=None),
    )


def dates_of_entry(engine: Engine) -> bool:
    """Whether any claim says when it was entered."""
    return bool(engine.rows(_DATED).iloc[0]["dated"])


def _asked(engine: Engine, sql: str, selection: Selection, **more: Any) -> pd.DataFrame:
    """Return rows of the ledger; the day that is looked back from caps it by the day of print."""
    known = selection.known_on or LAST_DAY
    return listing(engine, sql, selection.without("known_on"), known=known, **more)
