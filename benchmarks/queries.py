"""Page queries against the same question written by hand: `python -m benchmarks.queries [N …]`.

For each size a folder of synthetic claims is built once. Each query of a page then runs beside SQL
that a person would write for that one question, with its values as literals and only the columns
and conditions it needs, in turn, in one process. Both give the same answer: before they are timed,
the rows of both are compared in the columns they share. The median of the ratios is what counts:
the machine's mood touches both alike.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd

from benchmarks import synthetic
from contested import queries
from contested.build import build
from contested.engine import DuckDB, Engine
from contested.selection import Selection

SIZES = (600, 100_000, 5_000_000)

#: What a reader looks at in every question: one quantity, and a narrower cut of it.
QUANTITY = Selection("russia-ukraine", "russia", "killed", "military")
WHERE = (
    "conflict = 'russia-ukraine' and subject = 'russia' and metric = 'killed' "
    "and population = 'military'"
)
NARROW = Selection(
    "russia-ukraine",
    "russia",
    "killed",
    "military",
    source=("source-3", "source-7"),
    since=date(2024, 1, 1),
    until=date(2024, 12, 31),
)
NARROW_WHERE = (
    WHERE + " and as_of between date '2024-01-01' and date '2024-12-31' and id in "
    "(select claim from claim_source where source in ('source-3', 'source-7'))"
)


class Question(NamedTuple):
    """A page's query and its hand-written twin."""

    name: str
    ours: Callable[[Engine], object]
    by_hand: str


# Where there are more claims than a timeline draws, of each source's in each stretch of time the
# outermost: a question of its own, as it is for whoever writes it by hand.
_DRAWN = f"""
select *, as_of as "at" from claim where {WHERE} order by as_of, published, id
"""

_THINNED = f"""
with
    dated as (
        select id, source, apart, as_of, published, lowest, highest from claim where {WHERE}
    ),
    width as (
        select min(as_of) as first, max(as_of) - min(as_of) as days,
            greatest(1, 1500 / (4 * count(distinct source))) as bins
        from dated
    ),
    kept as (
        select unnest([
            arg_min(id, (as_of, published, id)), arg_max(id, (as_of, published, id)),
            arg_min(id, (lowest, id)), arg_min(id, (-highest, id))
        ]) as id
        from dated, width
        group by source, apart, floor((as_of - first) * bins / days)
    )
select *, as_of as "at" from claim
where {WHERE} and id in (select id from kept)
order by as_of, published, id
"""

_NEWEST = f"""
select *, greatest(0, max(as_of) over () - as_of) as age, max(as_of) over () - as_of > 365 as lapsed
from (
    select *, row_number() over (
        partition by source order by as_of desc, published desc, id desc
    ) as recency
    from claim where {WHERE} and apart is null
) as ranked
where recency = 1 order by number desc, source
"""

_BAND = f"""
with
    dated as (
        select id, source, source_short, qualifier, lowest, highest, as_of as start,
            least(
                lead(as_of) over (partition by source order by as_of, published, id), as_of + 365
            ) as finish
        from claim where {WHERE} and apart is null
    ),
    edges as (
        select start as "at" from dated
        union
        select finish from dated where finish <= (select max(start) from dated)
    ),
    held as (
        select "at", count(id) as sources,
            arg_min(d, (lowest, date '2100-01-01' - start, id)) as lo,
            arg_min(d, (-highest, date '2100-01-01' - start, id)) as hi
        from edges left join dated as d on start <= "at" and finish > "at"
        group by "at"
    )
select "at", lead("at") over (order by "at") as until, sources,
    lo.lowest as lowest, hi.highest as highest,
    case when sources > 1 and lo.lowest > 0 then hi.highest / lo.lowest end as spread,
    lo.id as lowest_claim, lo.source_short as lowest_source, lo.qualifier as lowest_qualifier,
    lo.start as lowest_since,
    hi.id as highest_claim, hi.source_short as highest_source, hi.qualifier as highest_qualifier,
    hi.start as highest_since
from held order by "at"
"""

_COUNT = """
with voices as (
    select source, count(*) as claims, count(apart) as apart,
        min(as_of) as first, max(as_of) as last
    from claim where {} group by source
)
select cast(sum(claims) as bigint) as claims,
    len(list_distinct(flatten(list(string_split(source, ';'))))) as sources,
    cast(sum(apart) as bigint) as apart, min(first) as first, max(last) as last
from voices
"""


def choices(word: str, sql: str) -> Question:
    """Return the question what a filter may be set to."""
    return Question(
        f"choices of {word}", lambda engine: queries.choices(engine, QUANTITY, word), sql
    )


QUESTIONS = (
    Question(
        "count of a quantity",
        lambda engine: queries.count(engine, QUANTITY),
        _COUNT.format(WHERE),
    ),
    Question(
        "count of two sources in one year",
        lambda engine: queries.count(engine, NARROW),
        _COUNT.format(NARROW_WHERE),
    ),
    Question(
        "claims of two sources in one year",
        lambda engine: queries.claims(engine, NARROW, most=1000),
        f"select * from claim where {NARROW_WHERE} order by as_of, published, id limit 1000",
    ),
    Question(
        "claims that a timeline draws", lambda engine: queries.drawn(engine, QUANTITY), _DRAWN
    ),
    Question("band of a timeline", lambda engine: queries.band(engine, QUANTITY), _BAND),
    Question(
        "current claims of every source",
        lambda engine: queries.current(engine, replace(QUANTITY, apart="hidden")),
        _NEWEST,
    ),
    Question(
        "name of a quantity",
        lambda engine: queries.quantity(engine, QUANTITY),
        f"select name, words, metric_label, unit from quantity where {WHERE}",
    ),
    Question(
        "events of a conflict",
        lambda engine: queries.events(engine, QUANTITY),
        "select * from event where conflict = 'russia-ukraine' order by date, label",
    ),
    Question(
        "breaks of a quantity",
        lambda engine: queries.breaks(engine, QUANTITY),
        "select b.*, s.name as source_name from quantity_break as b "
        f"join source as s on s.id = b.source where {WHERE} and b.event = '' "
        "order by b.date, b.source",
    ),
    choices(
        "conflict",
        "select c.conflict as value, f.name as label, count(*) as claims from claim as c "
        "join conflict as f on f.id = c.conflict group by all order by claims desc, value",
    ),
    choices(
        "subject",
        "select c.subject as value, p.name as label, count(*) as claims from claim as c "
        "join party as p on p.id = c.subject where conflict = 'russia-ukraine' "
        "group by all order by claims desc, value",
    ),
    choices(
        "metric",
        'select c.metric as value, m.label, m.family as "group", count(*) as claims '
        "from claim as c join metric as m on m.id = c.metric "
        "where conflict = 'russia-ukraine' and subject = 'russia' "
        "group by all order by claims desc, value",
    ),
    choices(
        "population",
        "select population as value, count(*) as claims from claim "
        "where conflict = 'russia-ukraine' and subject = 'russia' and metric = 'killed' "
        "group by population order by claims desc, value",
    ),
    choices(
        "source",
        "select o.id as value, o.short as label, count(*) as claims from claim as c "
        "join claim_source as s on s.claim = c.id join source as o on o.id = s.source "
        f"where {WHERE} group by o.id, o.short order by claims desc, value",
    ),
    *(
        choices(
            word,
            f"select {word} as value, count(*) as claims from claim where {WHERE} "
            f"and {word} is not null group by {word} order by claims desc, value",
        )
        for word in ("relation", "evidence", "place")
    ),
)


def same(con: duckdb.DuckDBPyConnection, engine: Engine, question: Question) -> bool:
    """Return whether both give the same rows in the columns they share, whatever their order."""
    ours, by_hand = question.ours(engine), con.execute(question.by_hand).df()
    if isinstance(ours, dict):
        ours = pd.DataFrame([ours])
    assert isinstance(ours, pd.DataFrame)
    shared = [name for name in by_hand.columns if name in ours.columns]
    mine, theirs = (
        rows[shared].astype("string").sort_values(shared, ignore_index=True)
        for rows in (ours, by_hand)
    )
    return mine.equals(theirs)


def ratios(
    con: duckdb.DuckDBPyConnection, engine: Engine, question: Question, rounds: int
) -> list[float]:
    """Return the time of our query divided by that of the hand-written one, for each round."""
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        con.execute(question.by_hand).df()
        middle = time.perf_counter()
        question.ours(engine)
        found.append((time.perf_counter() - middle) / (middle - start))
    return found


def main(sizes: tuple[int, ...]) -> None:
    """Print a table of ratios: a row a question, a column a size."""
    results: dict[str, list[str]] = {question.name: [] for question in QUESTIONS}
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            folder, cache = Path(place, "data"), Path(place, "cache")
            synthetic.write(size, folder)
            with duckdb.connect(str(build(folder, cache).path), read_only=True) as con:
                engine = DuckDB(con.cursor())
                for question in QUESTIONS:
                    if (
                        question.by_hand is _DRAWN
                        and queries.count(engine, QUANTITY)["claims"] > 1500
                    ):
                        question = question._replace(by_hand=_THINNED)
                    if not same(con, engine, question):
                        raise SystemExit(f"{question.name}: the two answers differ")
                    ratios(con, engine, question, 3)
                    found = ratios(con, engine, question, 41 if size < 1_000_000 else 15)
                    start = time.perf_counter()
                    con.execute(question.by_hand).df()
                    spent = (time.perf_counter() - start) * 1000
                    results[question.name].append(
                        f"{statistics.median(found):.2f} ({spent:.1f} ms)"
                    )
    print("| question | " + " | ".join(f"{size:,} claims" for size in sizes) + " |")
    print("|---|" + "---|" * len(sizes))
    for name, cells in results.items():
        print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
