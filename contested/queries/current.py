"""What each source says at a date, how far apart the answers are, and how that changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from contested.engine import Engine
from contested.queries.selected import LAPSES, OPEN, select
from contested.selection import Selection

# Only what tells the newest claim is ranked; the one that is kept is looked up.
_CURRENT = """
with
    ranked as (
        select c.id, c.as_of, {apart} as apart,
            row_number() over (
                partition by c.conflict, c.subject, c.metric, c.population, c.event, c.source
                order by {apart} is not null, c.as_of desc, c.published desc, c.id desc
            ) as recency
        from claim as c
        where {selected}
    ),
    newest as (
        select id, max(case when apart is null then as_of end) over () as "at"
        from ranked
        where recency = 1
    )
select {columns},
    date_diff('day', c.as_of, n."at") as age,
    coalesce(date_diff('day', c.as_of, n."at") > {lapse} and c.event = '', false) as lapsed
from newest as n
join claim as c on c.id = n.id
where {selected}
order by {apart} is not null, c.number desc, c.source, c.id
"""

_SPOKEN = """
with
    spoken as (
        select c.id, c.source, c.source_short, c.qualifier, c.lowest, c.highest, c.as_of,
            c.published, {at} as start, {lapse} as lapse
        from claim as c
        where {selected} and {apart} is null
    ),
"""

_EVERY = """
    dated as (
        select * from spoken
    ),
"""

# In the order of print, a claim that refers to an earlier date than one of its source that was
# printed before it never is its source's newest.
_NEWER = """
    reaching as (
        select *,
            max(as_of) over (
                partition by source order by start, id
                rows between unbounded preceding and current row
            ) as reached
        from spoken
    ),
    dated as (
        select * from reaching where as_of >= reached
    ),
"""

_STANDING = """
    stretched as (
        select *,
            least(
                coalesce(
                    lead(start) over (partition by source order by start, as_of, published, id),
                    start + lapse
                ),
                start + lapse
            ) as finish
        from dated
    ),
    -- A claim's place among all by either number: the first of those standing is the bound. Of
    -- equal numbers one that is open on that side reaches further.
    standing as (
        select *,
            row_number() over (
                order by lowest, not list_contains($open_down, qualifier), start desc, id
            ) as from_low,
            row_number() over (
                order by highest desc, not list_contains($open_up, qualifier), start desc, id
            ) as from_high
        from stretched
        where start < finish
    ),
    edges as (
        select start as "at" from standing
        union
        select finish as "at" from standing where finish <= (select max(start) from standing)
    ),
    held as (
        select e."at", count(s.id) as sources,
            min(s.from_low) as from_low, min(s.from_high) as from_high
        from edges as e
        left join standing as s on s.start <= e."at" and s.finish > e."at"
        group by e."at"
    )
select h."at", lead(h."at") over (order by h."at") as until,
    h.sources,
    lo.lowest,
    hi.highest,
    case when h.sources > 1 and lo.lowest > 0 then hi.highest / lo.lowest end as spread,
    lo.id as lowest_claim,
    lo.source_short as lowest_source,
    lo.qualifier as lowest_qualifier,
    lo.start as lowest_since,
    hi.id as highest_claim,
    hi.source_short as highest_source,
    hi.qualifier as highest_qualifier,
    hi.start as highest_since
from held as h
left join standing as lo on lo.from_low = h.from_low
left join standing as hi on hi.from_high = h.from_high
order by h."at"
"""


def current(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Each source's newest claim about each quantity of a selection, highest first.

    The columns of `claims`, and `age`, days from the date it refers to until that of the newest
    claim here that is not set apart (below zero for one set apart that is newer), and `lapsed`,
    whether it is older than vocabulary.lapse by then. Claims set apart come last, with `apart`
    filled. A source that made both kinds stands with the newest of those that count the same thing.
    """
    return select(engine, _CURRENT, selection, **LAPSES)


def answering(
    engine: Engine,
    selection: Selection,
    read: Callable[[Engine, Selection], pd.DataFrame] = current,
) -> pd.DataFrame:
    """The rows of `current` that an answer in words is made of.

    Where all that a selection leaves out are claims set apart, they are the reason for its silence
    and the rows. `read` takes the place of `current`, as where it is kept.
    """
    found = read(engine, selection)
    if found.empty and selection.apart == "hidden":
        return read(engine, selection.without("apart"))
    return found


def band(engine: Engine, selection: Selection) -> pd.DataFrame:
    """The lowest and the highest claim standing, from each date at which that changed.

    A claim stands from its date until its source's next one, and lapses after vocabulary.lapse. On
    the axis of print the next is one that refers to no earlier date.
    Columns: at, until (null for the last); sources standing; lowest, highest (in the metric's
    unit, null where none stands); spread, the highest divided by the lowest where two sources or
    more stand; and of both bounds the claim, source, qualifier and the date it was stated.
    Claims set apart bound nothing. Oldest first.
    """
    dated = _NEWER if selection.axis == "published" else _EVERY
    return select(engine, _SPOKEN + dated + _STANDING, selection, **LAPSES, **OPEN)


def then_and_now(engine: Engine, selection: Selection) -> pd.DataFrame:
    """What each source said as known on the selection's date, beside what it says now.

    One row a source that spoke by then or since: source, source_name, source_short, relation, and
    the claim's id, low, best, high, number, lowest, highest, qualifier, as_of, published, publisher
    and lapsed twice, with `then_` and `now_` before each; null where it had no claim that compares.
    `then_apart` says why such a claim was set apart then, null where it had not spoken.
    `corrected` holds the reason where the earlier claim was superseded; `ratio` is now's number
    divided by then's. Highest now first.
    """
    then = current(engine, replace(selection, apart="hidden"))
    now = current(engine, replace(selection, known_on=None, apart="hidden"))
    # An outer join would turn whole numbers to floats where a source did not speak.
    whole = dict.fromkeys(("low", "best", "high", "number", "lowest", "highest"), "Int64")
    then, now = then.astype(whole), now.astype(whole)
    voice = ["source", "source_name", "source_short", "relation"]
    held = ["id", "low", "best", "high", "number", "lowest", "highest"]
    held += ["qualifier", "as_of", "published", "publisher", "lapsed"]
    earlier = then[[*voice, *held, "superseded_by", "superseded_on", "superseded_reason"]]
    both = earlier.rename(columns={name: f"then_{name}" for name in held}).merge(
        now[[*voice, *held]].rename(columns={name: f"now_{name}" for name in held}),
        on="source",
        how="outer",
        suffixes=("", "_now"),
    )
    for name in voice[1:]:
        both[name] = both[name].fillna(both.pop(f"{name}_now"))
    every = current(engine, replace(selection, apart="")).drop_duplicates("source")
    both["then_apart"] = both["source"].map(every.set_index("source")["apart"])
    both["corrected"] = both.pop("superseded_reason")
    both["ratio"] = both["now_number"].astype("Float64") / both["then_number"].astype("Float64")
    return both.sort_values(["now_number", "source"], ascending=[False, True], ignore_index=True)
