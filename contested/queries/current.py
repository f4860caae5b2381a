"""What each source says at a date, how far apart the answers are, and how that changed."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from duckdb import DuckDBPyConnection

from contested import vocabulary
from contested.queries.selected import select
from contested.selection import Selection

_CURRENT = """
, ranked as (
    select *,
        row_number() over (
            partition by conflict, subject, metric, population, source
            order by apart is not null, as_of desc, published desc, id desc
        ) as recency
    from selected
),
newest as (
    select max(as_of) as "at" from selected where apart is null
)
select r.* exclude (recency),
    greatest(0, date_diff('day', r.as_of, n."at")) as age,
    coalesce(date_diff('day', r.as_of, n."at") > $lapse, false) as lapsed
from ranked as r, newest as n
where r.recency = 1
order by r.apart is not null, r.number desc, r.source
"""

_BAND = """
, dated as (
    select *, case when $axis = 'published' then published else as_of end as start
    from selected
    where apart is null
),
standing as (
    select *,
        least(
            coalesce(
                lead(start) over (partition by source order by start, published, id),
                start + to_days($lapse)
            ),
            start + to_days($lapse)
        ) as finish
    from dated
),
edges as (
    select start as at from standing
    union
    select finish as at from standing where finish <= (select max(start) from standing)
),
held as (
    select e.at, s.id, s.source, s.source_short, s.qualifier, s.low, s.best, s.high,
        s.lowest, s.highest, s.start,
        row_number() over (partition by e.at order by s.lowest, s.start desc, s.id) as from_low,
        row_number() over (
            partition by e.at order by s.highest desc, s.start desc, s.id
        ) as from_high
    from edges as e
    left join standing as s on s.start <= e.at and s.finish > e.at
)
select "at", lead("at") over (order by "at") as until,
    cast(count(distinct source) as bigint) as sources,
    min(lowest) as lowest,
    max(highest) as highest,
    case when count(distinct source) > 1 and min(lowest) > 0 then max(highest) / min(lowest) end
        as spread,
    max(case when from_low = 1 then id end) as lowest_claim,
    max(case when from_low = 1 then source_short end) as lowest_source,
    max(case when from_low = 1 then qualifier end) as lowest_qualifier,
    max(case when from_low = 1 then start end) as lowest_since,
    max(case when from_high = 1 then id end) as highest_claim,
    max(case when from_high = 1 then source_short end) as highest_source,
    max(case when from_high = 1 then qualifier end) as highest_qualifier,
    max(case when from_high = 1 then start end) as highest_since
from held
group by "at"
order by "at"
"""


def current(con: DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """Each source's newest claim about each quantity of a selection, highest first.

    The columns of `claims`, and `age`, days between the date it refers to and that of the newest
    claim here that is not set apart, and `lapsed`, whether it is older than
    vocabulary.LAPSE by then. Claims set apart come last, with `apart` filled. A source that made
    both kinds stands with the newest of those that count the same thing.
    """
    return select(con, _CURRENT, selection, lapse=vocabulary.LAPSE.days)


def band(con: DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """The lowest and the highest claim standing, from each date at which that changed.

    A claim stands from its date until its source's next one, and lapses after vocabulary.LAPSE.
    Columns: at, until (null for the last); sources standing; lowest, highest (in the metric's
    unit, null where none stands); spread, the highest divided by the lowest where two sources or
    more stand; and of both bounds the claim, source, qualifier and the date it was stated.
    Claims set apart bound nothing. Oldest first.
    """
    return select(con, _BAND, selection, lapse=vocabulary.LAPSE.days, axis=selection.axis)


def then_and_now(con: DuckDBPyConnection, selection: Selection) -> pd.DataFrame:
    """What each source said as known on the selection's date, beside what it says now.

    One row a source that spoke by then or since: source, source_name, source_short, relation, and
    the claim's id, low, best, high, number, lowest, highest, qualifier, as_of, published, publisher
    and lapsed twice, with `then_` and `now_` before each; null where it had no claim that compares.
    `then_apart` and `now_apart` say why such a claim was set apart, null where it had not spoken.
    `corrected` holds the reason where the earlier claim was superseded; `ratio` is now's number
    divided by then's. Highest now first.
    """
    today = replace(selection, known_on=None)
    then = current(con, replace(selection, apart="hidden"))
    now = current(con, replace(today, apart="hidden"))
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
    for side, asked in (("then", selection), ("now", today)):
        every = current(con, replace(asked, apart=""))
        both[f"{side}_apart"] = both["source"].map(every.set_index("source")["apart"])
    both["corrected"] = both.pop("superseded_reason")
    both["ratio"] = both["now_number"].astype("Float64") / both["then_number"].astype("Float64")
    return both.sort_values(["now_number", "source"], ascending=[False, True], ignore_index=True)
