"""The claims of a selection, all or those that a chart can draw, and what surrounds one claim."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from contested.engine import Engine
from contested.errors import NotFound
from contested.queries.conditions import CLAIM, NO_EVENT, listing, select
from contested.rows import Claim, one_by_one
from contested.selection import Selection

#: A timeline draws at most about this many marks; more than that no eye can tell apart.
MOST_MARKS = 1500

#: At most so many statements without a number stand in its margin.
MOST_IN_WORDS = 60

_CLAIMS = """
select {columns}
from claim as c
where {selected}
order by c.as_of, c.published, c.id
limit $most offset $skip
"""

_COUNT = """
with voices as (
    select c.source, count(*) as claims, count({apart}) as apart,
        min(c.as_of) as first, max(c.as_of) as last
    from claim as c
    where {selected}
    group by c.source
)
select cast(coalesce(sum(claims), 0) as bigint) as claims,
    coalesce(
        array_length(array_distinct(flatten(array_agg(string_split(source, ';'))))), 0
    ) as sources,
    cast(coalesce(sum(apart), 0) as bigint) as apart,
    min(first) as first, max(last) as last
from voices
"""

# No rows where there are more than can be drawn: one more is enough to know, and none is sorted.
_EVERY = """
select every.*,
    count(apart) over () as of_apart,
    count(*) over (partition by source) as of_source,
    count(*) over (partition by source) - count(apart) over (partition by source) as of_same,
    true as follows
from (
    select *, count(*) over () as of_claims from (
        select {columns}, {at} as "at" from claim as c where {selected} limit $most + 1
    ) as few
) as every
where of_claims <= $most
order by "at", published, id
"""

# A line is of one source about one quantity, counted and set apart alike. A short one is kept
# whole; the others share the marks that are left by how many claims they have, and each of them is
# cut into as many stretches of its own time as that allows. Of a stretch only what tells its
# outermost claims apart is read; the few that are kept are looked up, among the selection's: by
# their ids alone, all claims there are would be read for them.
_OUTERMOST = """
with
    dated as (
        select c.id, c.conflict, c.subject, c.metric, c.population, c.event, c.source, c.counting,
            coalesce({apart}, '') as apart, c.published, c.lowest, c.highest, {at} as "at"
        from claim as c
        where {selected}
    ),
    line as (
        select *,
            cast(sum(claims) over () as bigint) as of_claims,
            cast(sum(set_apart) over () as bigint) as of_apart,
            cast(sum(claims) over (partition by source) as bigint) as of_source,
            cast(sum(claims - set_apart) over (partition by source) as bigint) as of_same,
            case when 2 * claims * count(*) over () <= $most then 1 else 0 end as whole
        from (
            select conflict, subject, metric, population, event, source, counting, apart,
                min(id) as head, count(*) as claims,
                case when apart = '' then 0 else count(*) end as set_apart,
                min("at") as first, greatest(1, date_diff('day', min("at"), max("at"))) as days
            from dated
            group by conflict, subject, metric, population, event, source, counting, apart
        ) as made
    ),
    budget as (
        select $most - cast(sum(claims * whole) as bigint) as marks,
            greatest(1, cast(sum(claims * (1 - whole)) as bigint)) as claims
        from line
    ),
    placed as (
        select d.*, l.head, l.whole,
            case
                when l.whole = 1 then 0
                else floor(
                    date_diff('day', l.first, d."at")
                    * greatest(1, floor(b.marks * l.claims / (4 * b.claims))) / (l.days + 1)
                )
            end as stretch
        from dated as d
        join line as l
            on l.conflict = d.conflict and l.subject = d.subject and l.metric = d.metric
            and l.population = d.population and l.event = d.event
            and l.source = d.source and l.counting = d.counting and l.apart = d.apart
        cross join budget as b
    ),
    kept as (
        select id, head, 0 as stretch, 0 as of_stretch from placed where whole = 1
        union
        select
            unnest([
                arg_min(id, ("at", published, id)), arg_max(id, ("at", published, id)),
                arg_min(id, (lowest, id)), arg_min(id, (-highest, id))
            ]) as id,
            head, stretch, count(*) as of_stretch
        from placed
        where whole = 0
        group by head, stretch
    )
select {columns}, {at} as "at", k.head, k.stretch, k.of_stretch,
    l.of_claims, l.of_apart, l.of_source, l.of_same
from kept as k
join claim as c on c.id = k.id
join line as l on l.head = k.head
where {selected}
order by "at", c.published, c.id
"""

_CLAIM = "select CLAIM from claim as c where c.id = $id".replace("CLAIM", CLAIM)

_THESE = """
select CLAIM from claim as c where list_contains($ids, c.id) order by c.as_of, c.published, c.id
""".replace("CLAIM", CLAIM)

_PRINTED = """
select CLAIM from claim as c where c.article = $article and c.id <> $but order by c.line
""".replace("CLAIM", CLAIM)

_BY_SOURCE = """
select CLAIM from claim as c
where list_contains(string_split(c.source, ';'), $source)
order by c.as_of, c.published, c.id
""".replace("CLAIM", CLAIM)

# What is said of a statement is said of each telling, but for a misprint.
_RESPONSES = """
select r.response, r.sources, r.source_names, r.article, r.publisher, r.url, r.published, r.note
from response as r
join claim as c on c.id = $id
where r.claim = c.id or (r.claim = c.same_as and r.response <> 'misprinted')
order by r.published, r.response, r.article
"""

_UNNUMBERED = """
select {columns}, {at} as "at"
from claim as c
where {selected} and c.number is null and c.same_as is null
order by c.as_of desc, c.published desc, c.id
limit $most
"""

_READABLE = """
select distinct c.published
from claim as c
where {selected}
order by c.published
"""

# Of the days before a date: what was printed in them, and what of them was printed only later.
_PRINTED_AROUND = """
select
    count(case when c.published <= cast($known_on as date)
        and date_diff('day', c.published, cast($known_on as date)) < $days then 1 end) as recent,
    count(case when c.published > cast($known_on as date) and c.as_of <= cast($known_on as date)
        and date_diff('day', c.as_of, cast($known_on as date)) < $days then 1 end) as late
from claim as c
where {selected} and {apart} is null
"""

_TELLINGS = """
select other.*
from claim as one
join claim as other
    on other.conflict = one.conflict and other.subject = one.subject
    and other.metric = one.metric and other.population = one.population
    and other.event = one.event
    and other.source = one.source and other.article <> one.article
    and abs(date_diff('day', one.as_of, other.as_of)) <= 3
    and (
        (other.lowest <= one.highest and one.lowest <= other.highest)
        or coalesce(other.same_as, other.id) = coalesce(one.same_as, one.id)
    )
where one.id = $id
order by other.published, other.id
"""


def claims(
    engine: Engine, selection: Selection, most: int | None = None, skip: int = 0
) -> pd.DataFrame:
    """Every claim of a selection, oldest first; `most` of them after `skip`.

    One row a claim, with the columns of the table `claim` in schema.sql: the claim as the data
    folder holds it; its source's names, kind, relation and origin; its article; `number`, `lowest`
    and `highest` in the metric's unit; `apart`, the codes of vocabulary.REASONS
    joined by ";", why it is not on its quantity's axis (null: it is).
    """
    return listing(engine, _CLAIMS, selection, most=most, skip=skip)


def count(engine: Engine, selection: Selection) -> dict[str, Any]:
    """How many claims a selection holds: `claims`, `sources`, `apart`, `first` and `last` as_of.

    Sources that one claim names together are each counted. Dates are null without claims.
    """
    return dict(listing(engine, _COUNT, selection).iloc[0])


def drawn(engine: Engine, selection: Selection, most: int = MOST_MARKS) -> pd.DataFrame:
    """The claims of a selection that a timeline draws, along its axis.

    The columns of `claims`; `at`, the date on the selection's axis; how many claims there are,
    drawn or not: `of_claims` of the selection, `of_apart` of them set apart, `of_source` of its
    source, `of_same` of these not set apart; and `follows`, whether the claim that its source made
    before it, of the same thing, is drawn too. Up to `most` claims come back whole. Beyond that
    sources with few keep all, and of the others each keeps, of its claims in each stretch of its
    time, the first, the last, the lowest and the highest: all of them claims that were made, more
    where more were made (the idea is M4: Jugel et al., VLDB 2014).
    """
    every = select(engine, _EVERY, selection, most=most)
    if len(every):
        return every
    thinned = select(engine, _OUTERMOST, selection, most=most)
    return thinned.assign(follows=_follows(thinned)).drop(columns=["head", "stretch", "of_stretch"])


def _follows(thinned: pd.DataFrame) -> pd.Series:
    """Return of each claim whether nothing was left out between it and the one drawn before it.

    The first and the last of a stretch are always drawn, so that only within one something is.
    """
    stretch = ["head", "stretch"]
    complete = thinned.groupby(stretch)["id"].transform("size") == thinned["of_stretch"]
    first = ~thinned.duplicated(stretch)
    return complete | first | (thinned["of_stretch"] == 0)


def claim(engine: Engine, id: str) -> Claim:
    """One claim by its id, a row of `claims`; raises NotFound."""
    rows = engine.rows(_CLAIM, {"id": id})
    if rows.empty:
        raise NotFound("claim", id)
    return one_by_one(rows, Claim)[0]


def these(engine: Engine, ids: Iterable[str]) -> pd.DataFrame:
    """The claims of these ids, oldest first; an id that names nothing is left out."""
    return engine.rows(_THESE, {"ids": list(ids)})


def printed(engine: Engine, article: str, but: str = "") -> pd.DataFrame:
    """The claims that an article prints, in the order they were entered, `but` one of them."""
    return engine.rows(_PRINTED, {"article": article, "but": but})


def tellings(engine: Engine, id: str) -> pd.DataFrame:
    """Other articles' tellings of what looks like the same statement, oldest first.

    The same source on the same quantity, at a date at most three days apart, with a number that
    overlaps this one's.
    """
    return engine.rows(_TELLINGS, {"id": id})


def responses(engine: Engine, id: str) -> pd.DataFrame:
    """What was later said about a claim without a new number, oldest first.

    Columns: response, sources and their names (null for a misprint that no source named), article,
    its publisher, url and published, and note.
    """
    return engine.rows(_RESPONSES, {"id": id})


def unnumbered(engine: Engine, selection: Selection) -> pd.DataFrame:
    """The claims of a selection's quantity that gave words in place of a number, the newest first.

    The columns of `claims`, and `at`, the date on the selection's axis; at most 60 statements.
    """
    of_quantity = replace(selection, event=selection.event or NO_EVENT)
    return listing(engine, _UNNUMBERED, of_quantity, most=MOST_IN_WORDS)


def stated_by(engine: Engine, source: str) -> pd.DataFrame:
    """The claims that name a source, alone or with others, oldest first."""
    return engine.rows(_BY_SOURCE, {"source": source})


def publication_dates(engine: Engine, selection: Selection) -> list[date]:
    """The dates on which a selection's claims were printed, oldest first, each once."""
    return [day.date() for day in select(engine, _READABLE, selection)["published"]]


#: So many days before a date what was printed tells how well the data cover it.
AROUND = 60


def printed_around(engine: Engine, selection: Selection) -> tuple[int, int]:
    """How well a selection's claims cover the days before the date that it is known on.

    How many comparable claims were printed in the AROUND days up to it; and how many refer to these
    days but were printed only later, and so may have been known from what is not recorded.
    """
    on = selection.known_on
    if on is None:
        return 0, 0
    whole = replace(selection, known_on=None, apart="hidden")
    row = select(engine, _PRINTED_AROUND, whole, known_on=on, days=AROUND).iloc[0]
    return int(row["recent"]), int(row["late"])


def halfway(engine: Engine, selection: Selection) -> date | None:
    """The date to look back from where none is chosen; null without claims that compare.

    It is the middle of the dates on which a selection's comparable claims were printed: by then
    half could be read, and half was still to come.
    """
    dates = publication_dates(engine, replace(selection, known_on=None, apart="hidden"))
    return dates[len(dates) // 2] if dates else None
