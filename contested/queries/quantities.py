"""What there is to look at: quantities, and what a filter may be set to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from contested import vocabulary
from contested.engine import Engine
from contested.errors import Misfit, hint
from contested.queries.conditions import listing, of_no_event, select
from contested.selection import QUANTITY, WITHOUT_EVENT, Selection

_QUANTITIES = """
select q.conflict, f.name as conflict_name, f.began, f.ended,
    f.note as conflict_note, q.subject, q.metric, q.population, q.event, q.counting,
    q.name, q.words, q.metric_label, q.unit,
    v.claims, v.sources, v.origins, v.newest,
    a.conflict is not null as first,
    b.standing, b.spread, b.agree, b."at",
    lo.low as lowest_low, lo.best as lowest_best, lo.high as lowest_high,
    lo.lowest as lowest, lo.qualifier as lowest_qualifier,
    lo.source_short as lowest_source, lo.as_of as lowest_as_of, lo.note as lowest_note,
    b.lowest_claim,
    hi.low as highest_low, hi.best as highest_best, hi.high as highest_high,
    hi.highest as highest, hi.qualifier as highest_qualifier,
    hi.source_short as highest_source, hi.as_of as highest_as_of, hi.note as highest_note,
    b.highest_claim
from quantity as q
join coverage as v
    on v.conflict = q.conflict and v.subject = q.subject
    and v.metric = q.metric and v.population = q.population and v.event = q.event
join conflict as f on f.id = q.conflict
left join headline as b
    on b.conflict = q.conflict and b.subject = q.subject
    and b.metric = q.metric and b.population = q.population and b.event = q.event
left join (
    select distinct conflict, subject, metric, population, event from claim where article = $first
) as a
    on a.conflict = q.conflict and a.subject = q.subject
    and a.metric = q.metric and a.population = q.population and a.event = q.event
left join claim as lo on lo.id = b.lowest_claim
left join claim as hi on hi.id = b.highest_claim
where ($conflict = '' or q.conflict = $conflict)
    and ($subject = '' or q.subject = $subject)
    and ($metric = '' or q.metric = $metric)
    and ($population = '' or q.population = $population)
    and ($event = '' or q.event = $event)
order by v.claims desc, q.conflict, q.subject, q.metric, q.population, q.event
"""

_QUANTITY = """
select name, words, metric_label, unit from quantity
where conflict = $conflict and subject = $subject
    and metric = $metric and population = $population and event = $event
"""

# What each filter may be set to within a selection: value, label, group, claims. The words of a
# quantity are narrowed by nothing else, so that the few rows that count its claims answer for them.
_CHOICES = {
    "conflict": """
        select c.conflict as value, f.name as label, '' as "group",
            cast(sum(c.claims) as bigint) as claims
        from coverage as c join conflict as f on f.id = c.conflict
        where {selected}
        group by c.conflict, f.name order by claims desc, value
    """,
    "subject": """
        select c.subject as value, p.name as label, '' as "group",
            cast(sum(c.claims) as bigint) as claims
        from coverage as c join party as p on p.id = c.subject
        where {selected}
        group by c.subject, p.name order by claims desc, value
    """,
    "metric": """
        select c.metric as value, m.label, m.family as "group",
            cast(sum(c.claims) as bigint) as claims
        from coverage as c join metric as m on m.id = c.metric
        where {selected}
        group by c.metric, m.label, m.family order by claims desc, value
    """,
    "population": """
        select c.population as value, p.label, '' as "group",
            cast(sum(c.claims) as bigint) as claims
        from coverage as c join population as p on p.id = c.population
        where {selected}
        group by c.population, p.label order by claims desc, value
    """,
    "event": """
        select c.event as value, e.label, '' as "group", cast(sum(c.claims) as bigint) as claims
        from coverage as c join event as e on e.id = c.event
        where {selected}
        group by c.event, e.label, e.date order by e.date desc, value
    """,
    # A source's relation is that of the claims it makes alone, as others join in what closer ones
    # say; none where it has several.
    "source": """
        with
            voices as (
                select c.source as voice, c.relation, count(*) as claims
                from claim as c
                where {selected}
                group by c.source, c.relation
            ),
            split as (
                select unnest(string_split(voice, ';')) as source, voice, relation, claims
                from voices
            ),
            named as (
                select source, relation, claims,
                    case when voice = source then relation end as alone
                from split
            )
        select n.source as value, s.short as label,
            case
                when min(n.alone) = max(n.alone) then min(n.alone)
                when count(n.alone) = 0 and min(n.relation) = max(n.relation) then min(n.relation)
                else ''
            end as "group",
            cast(sum(n.claims) as bigint) as claims
        from named as n join source as s on s.id = n.source
        group by n.source, s.short order by "group", claims desc, value
    """,
    "relation": """
        select c.relation as value, c.relation as label, '' as "group", count(*) as claims
        from claim as c
        where {selected}
        group by c.relation order by claims desc, value
    """,
    "side": """
        select s.side as value, coalesce(p.name, s.side) as label, '' as "group",
            count(*) as claims
        from (
            select unnest(string_split(c.side, ';')) as side
            from claim as c
            where {selected} and c.side is not null
        ) as s
        left join party as p on p.id = s.side
        group by s.side, p.name order by claims desc, value
    """,
    "evidence": """
        select c.evidence as value, c.evidence as label, '' as "group", count(*) as claims
        from claim as c
        where {selected}
        group by c.evidence order by claims desc, value
    """,
    "place": """
        select c.place as value, c.place as label, '' as "group", count(*) as claims
        from claim as c
        where {selected} and c.place is not null
        group by c.place order by claims desc, value
    """,
}

# The words that a choice does not narrow by: itself, and those chosen after it.
_AFTER = {word: QUANTITY[place:] for place, word in enumerate(QUANTITY)}

_BEST_COVERED = """
select c.conflict, c.subject, c.metric, c.population, c.event
from coverage as c
where {selected}
order by c.event <> '', c.claims desc, c.conflict, c.subject, c.metric, c.population, c.event
limit 1
"""

_BEST_WITHIN = """
select c.conflict, c.subject, c.metric, c.population, c.event
from claim as c
where {selected}
group by c.conflict, c.subject, c.metric, c.population, c.event
order by c.event <> '', count(*) desc, c.conflict, c.subject, c.metric, c.population, c.event
limit 1
"""

_BREAKS = """
select distinct b.source, s.name as source_name, s.short as source_short,
    b.date, b.reason, b.article, b.ours, b.conflict, b.subject, b.other,
    b.other_population as population, b.event, b.other_name
from quantity_break as b
join source as s on s.id = b.source
where ($conflict = '' or b.conflict = $conflict)
    and ($subject = '' or b.subject = $subject)
    and ($metric = '' or b.metric = $metric)
    and ($population = '' or b.population = $population)
    and b.event = $event
    and ($known_on is null or b.date <= $known_on)
order by date, source, other, conflict, subject, population
"""

_TOLLS = """
select q.conflict, q.subject, q.metric, q.population, q.event, q.name,
    e.label as event_label, v.claims
from quantity as q
join coverage as v
    on v.conflict = q.conflict and v.subject = q.subject
    and v.metric = q.metric and v.population = q.population and v.event = q.event
left join event as e on e.id = q.event
where q.conflict = $conflict and q.subject = $subject
    and q.metric = $metric and q.population = $population and q.event <> $event
order by q.event <> '', e.date desc, q.event
"""

_EVENTS = """
select conflict, date, label, url from event
where ($conflict = '' or conflict = $conflict)
    and (
        $subject = '' or subjects is null
        or list_contains(string_split(subjects, ';'), $subject)
    )
    and ($since is null or date >= $since)
    and ($until is null or date <= $until)
    and ($known_on is null or date <= $known_on)
order by date, label
"""

_ORIGINS = """
with
    spoken as (
        select c.id, c.article, unnest(string_split(c.source, ';')) as source
        from claim as c
        where {selected}
    ),
    voices as (
        select distinct s.origin, s.name from spoken as c join source as s on s.id = c.source
    ),
    named as (
        select origin, string_agg(name, ', ' order by name) as names from voices group by origin
    )
select s.origin, o.name as origin_name,
    count(distinct s.id) as sources,
    count(distinct c.article) as articles,
    count(distinct c.id) as claims,
    n.names
from spoken as c
join source as s on s.id = c.source
join source as o on o.id = s.origin
join named as n on n.origin = s.origin
group by s.origin, o.name, n.names
order by claims desc, s.origin
"""

_KNOWN = {
    "conflict": "select id from conflict",
    "subject": "select distinct subject as id from quantity",
    "metric": "select distinct metric as id from quantity",
    "population": "select id from population",
    "source": "select id from source",
    "article": "select id from article",
    "reference": "select id from source",
    "place": "select distinct within as id from place_within",
    "event": "select distinct event as id from quantity where event <> '' union select 'none'",
    "side": "select distinct side as id from stance",
}


def quantities(engine: Engine, selection: Selection | None = None) -> pd.DataFrame:
    """Every quantity, with how many speak of it and how far apart they are; most claims first.

    Columns: conflict, conflict_name, began, ended and conflict_note of it; subject, metric,
    population; counting, how most of its claims count; name, in plain words, and words, the same
    inside a sentence; metric_label, unit; claims, sources, origins, newest (as_of of the newest
    claim of any kind); first, whether the project's first article prints it. Then what
    compare.headline says of it: at, the newest date of which at least two institutions speak (null
    for none); standing, how many do; spread, how many times the lower of two of them the higher
    surely is (1 where they agree, null where any ratio is possible or nothing is of one time);
    agree, whether their hedges leave room for one number; and of the
    lowest and the highest its number's columns, hedge, source, date, note and claim. Without a
    common time the two are the newest of two institutions, or the same claim twice. Only the
    selection's quantity words narrow it.
    """
    values = of_no_event((selection or Selection()).parameters())
    return engine.rows(
        _QUANTITIES,
        {word: values[word] for word in QUANTITY} | {"first": vocabulary.FIRST_ARTICLE},
    )


def quantity(engine: Engine, selection: Selection) -> dict[str, str]:
    """What a selection counts: name, in plain words; words, the same inside a sentence; its unit.

    Empty texts where its four words name no quantity.
    """
    values = of_no_event(selection.parameters())
    named = engine.rows(_QUANTITY, {word: values[word] for word in QUANTITY})
    return dict(named.iloc[0]) if len(named) else dict.fromkeys(named.columns, "")


def choices(engine: Engine, selection: Selection, word: str) -> pd.DataFrame:
    """What one filter may be set to, given the others: value, label, group, claims.

    `group` is a source's relation if it has one only, a metric's family, empty elsewhere. A side
    with a party's id has that party's name, any other only its id. A
    quantity's words are narrowed only by those before them (conflict, subject, metric, population,
    event), so that they can always be changed; the other filters by all but themselves. Most claims
    first, sources by relation, events by date.
    """
    if word in _AFTER:
        wider = selection.quantity()
        for later in _AFTER[word]:
            wider = wider.without(later)
    else:
        wider = selection.without(word)
    read = listing if word == "event" else select
    return read(engine, _CHOICES[word], wider)


def side_names(engine: Engine, selection: Selection) -> dict[str, str]:
    """What the sides of a quantity's claims are called, by id: the name of the party of that id."""
    rows = choices(engine, selection.quantity(), "side")
    return dict(zip(rows["value"], rows["label"], strict=True))


def complete(engine: Engine, selection: Selection) -> Selection:
    """The selection with its quantity's missing words filled: the best-covered quantity that fits.

    It is the one with the most claims under all the selection's filters; where they leave none, the
    one with the most claims of all. Unchanged where its own words fit no quantity.
    """
    if all(getattr(selection, word) for word in WITHOUT_EVENT):
        return selection
    named = selection.quantity()
    best = pd.DataFrame()
    if named != selection:
        best = select(engine, _BEST_WITHIN, selection)
    if best.empty:
        best = select(engine, _BEST_COVERED, named)
    if best.empty:
        return selection
    return replace(selection, **{word: best.iloc[0][word] for word in QUANTITY})


def breaks(engine: Engine, selection: Selection) -> pd.DataFrame:
    """The changes of definition that touch a selection's quantity, whoever it is narrowed to.

    Columns: source and its names, date, reason, article; `ours`, whether the quantity's own series
    changes then, or one that goes on under it; and the quantity on the other side of the change:
    conflict, subject, other (its metric), population, event, and other_name, which is null where
    nothing counts it here.
    """
    asked = of_no_event(selection.parameters())
    return engine.rows(_BREAKS, {word: asked[word] for word in (*QUANTITY, "known_on")})


def tolls(engine: Engine, selection: Selection) -> pd.DataFrame:
    """The quantities that differ from a selection's in the event alone: the whole first.

    Columns: conflict, subject, metric, population, event (empty for the whole), name, event_label
    and claims; events by date, the newest first.
    """
    asked = of_no_event(selection.parameters())
    return engine.rows(_TOLLS, {word: asked[word] for word in QUANTITY})


def events(engine: Engine, selection: Selection) -> pd.DataFrame:
    """The dated events of a selection's conflict and dates: conflict, date, label, url."""
    values = selection.parameters()
    words = ("conflict", "subject", "since", "until", "known_on")
    return engine.rows(_EVENTS, {word: values[word] for word in words})


def origins(engine: Engine, selection: Selection) -> pd.DataFrame:
    """The institutions behind a selection's claims: origin, its name, and how many speak for it.

    `sources`, `articles` and `claims` count what goes back to it; `names` lists its sources. Ten
    articles and three spokesmen can be one origin. Most claims first.
    """
    return select(engine, _ORIGINS, selection)


def values(engine: Engine) -> dict[str, list[str]]:
    """What each word of a selection that names something in the data may be, in order."""
    return {word: sorted(engine.rows(sql)["id"]) for word, sql in _KNOWN.items()}


def unknown(engine: Engine, selection: Selection) -> list[Misfit]:
    """The words of a selection that name nothing in the data, each with what would pass."""
    misfits: list[Misfit] = []
    for word, sql in _KNOWN.items():
        chosen: Any = getattr(selection, word)
        ids = list(chosen) if isinstance(chosen, tuple) else [chosen] if chosen else []
        if not ids:
            continue
        known = set(engine.rows(sql)["id"])
        misfits += [
            Misfit(word, value, f"not in the data; {hint(value, known)}")
            for value in ids
            if value not in known
        ]
    return misfits


def known(engine: Engine, selection: Selection) -> tuple[Selection, list[Misfit]]:
    """A selection without the values that name nothing in the data, and those with what would pass.

    Of a word that may be given more than once the other values stay.
    """
    misfits = unknown(engine, selection)
    for misfit in misfits:
        chosen: Any = getattr(selection, misfit.word)
        rest: Any = ""
        if isinstance(chosen, tuple):
            rest = tuple(value for value in chosen if value != misfit.value)
        selection = replace(selection, **{misfit.word: rest})
    return selection, misfits
