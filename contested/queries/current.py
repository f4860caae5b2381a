"""What each source says at a date, how far apart the answers are, and how that changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from contested import compare
from contested.compare import Apart, comparable, comparables, contemporaneous
from contested.engine import Engine, Kept
from contested.queries.conditions import LAPSES, select
from contested.queries.series import series
from contested.rows import Row, one_by_one
from contested.selection import QUANTITY, Selection
from contested.words import missing, said

# Of each source the claims of its newest date: those that count the same thing, else the others.
# Only what tells them apart is read of all; those that are kept are looked up.
_CURRENT = """
with
    dated as (
        select c.id, c.effective, {apart} as apart,
            max(case when {apart} is null then c.effective end) over (
                partition by c.conflict, c.subject, c.metric, c.population, c.event, c.source
            ) as newest,
            max(c.effective) over (
                partition by c.conflict, c.subject, c.metric, c.population, c.event, c.source
            ) as newest_apart
        from claim as c
        where {selected}
    ),
    newest as (
        select id, max(case when apart is null then effective end) over () as "at"
        from dated
        where apart is null and effective = newest or newest is null and effective = newest_apart
    )
select {columns},
    date_diff('day', c.effective, n."at") as age,
    coalesce(date_diff('day', c.effective, n."at") > {lapse} and c.event = '', false) as lapsed
from newest as n
join claim as c on c.id = n.id
where {selected}
order by {apart} is not null, c.number desc, c.source, c.id
"""

_THESE = """
select {columns}
from claim as c
where {selected} and list_contains($ids, c.id)
"""


def current(engine: Engine, selection: Selection) -> pd.DataFrame:
    """What each institution says last about each quantity of a selection, highest first.

    One row an institution, whichever of its sources spoke last: the columns of `claims`; `others`,
    what else it said of the same time (rows, by the same or another of its sources, with another
    number or hedge); `sources`, how many of its sources gave the number at all; `age`, days from
    the date it refers to until that of the newest claim here that is not set apart (below zero for
    one set apart that is newer); and `lapsed`, whether it is older than vocabulary.lapse by then.
    Claims set apart come last, with `apart` filled, one row a source; a source that made both kinds
    stands with those that count the same thing.
    """
    claims = select(engine, _CURRENT, selection, **LAPSES)
    rows = one_by_one(claims[_TELLING])
    voices: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    last: dict[tuple[str, ...], int] = {}
    for place in sorted(range(len(rows)), key=lambda place: _age(rows[place])):
        row = rows[place]
        quantity = tuple(row[word] for word in QUANTITY)
        if missing(row["apart"]):
            voices[*quantity, row["origin"]].append(place)
        else:
            last[*quantity, row["source"]] = place
    heads = {places[-1]: places for places in voices.values()}
    standing = sorted([*heads, *last.values()])
    heard = [heads.get(place, [place]) for place in standing]
    return (
        claims.take(standing)
        .reset_index(drop=True)
        .assign(
            others=[_others(claims, places) for places in heard],
            sources=[
                len({one for place in places for one in rows[place]["source"].split(";")})
                if place in heads
                else 1
                for place, places in zip(standing, heard, strict=True)
            ],
        )
    )


#: What tells which claims of a quantity still stand.
_TELLING = [*QUANTITY, "id", "source", "origin", "effective", "published", "apart"]


def _age(row: Row) -> tuple[Any, ...]:
    """Return what claims are ordered by, the newest last."""
    return row["effective"], row["published"], row["id"]


def _others(claims: pd.DataFrame, places: Sequence[int]) -> tuple[Row, ...]:
    """Return what else an institution said of the time of its newest claim.

    `places` are those of its claims, the newest last.
    """
    if len(places) == 1:
        return ()
    *rest, head = one_by_one(claims.take(places))
    newest, said_already, beside = comparable(head), {said(head)}, []
    for row in reversed(rest):
        if contemporaneous(newest, comparable(row)) and said(row) not in said_already:
            said_already.add(said(row))
            beside.append(row)
    return tuple(beside)


def headline(engine: Engine, selection: Selection) -> pd.DataFrame:
    """What institutions say of one quantity at the newest time of which two of them speak.

    The columns of `claims`, one row an institution, newest first; `at`, that time (null where there
    is none: then the rows are the newest claims of two institutions, or the only one); whether it
    is the `lowest_of_all` or the `highest_of_all` of the two that are furthest apart; `spread` and
    `agree`, as queries.quantities has them. With `former` true the rows of a former such time,
    where all claims of it have lapsed since.
    """
    newest = compare.headline(comparables(series(engine, selection)))
    former = newest.former.standing if newest.former else ()
    ids = [claim.id for claim in (*newest.standing, *former)]
    return compare.standing(newest, select(engine, _THESE, selection, ids=ids))


def answering(
    engine: Engine,
    selection: Selection,
    read: Callable[[Engine, Selection], pd.DataFrame] = current,
) -> pd.DataFrame:
    """The rows of `current` that an answer in words is made of.

    Where all that a selection leaves out are claims set apart, they are the reason for its silence
    and the rows. `read` takes the place of `current`, as where it is kept.
    """
    claims = read(engine, selection)
    if claims.empty and selection.apart == "hidden":
        return read(engine, selection.without("apart"))
    return claims


def band(engine: Engine, selection: Selection) -> pd.DataFrame:
    """How far apart institutions are, from each date at which that changed, oldest first.

    A claim stands for as long as others may be compared with it (compare.band); on the axis of
    print from the day it was printed. Columns: at, until (null for the last); institutions that
    speak of one time; spread, how many times the lower of the two that are furthest apart the
    higher surely is (1 where they agree); agree; then of both their claim, source, qualifier and
    date, and as `lowest` the ceiling of the lower, as `highest` the floor of the higher, null where
    they agree. All are null where fewer than two institutions stand. Claims set apart are left out.
    """
    rows = series(engine, selection)
    sources = dict(zip(rows["id"], rows["source_short"], strict=True))
    stretches = compare.band(comparables(rows), by_print=selection.axis == "published")
    made: list[dict[str, Any]] = [
        {
            "at": stretch.at,
            "until": stretch.until,
            "institutions": stretch.institutions,
            **_apart(stretch.apart, sources),
        }
        for stretch in stretches
    ]
    return pd.DataFrame(
        {
            name: pd.Series([row.get(name) for row in made], dtype=kind)
            for name, kind in _BAND.items()
        }
    )


_BAND = {
    "at": "datetime64[us]",
    "until": "datetime64[us]",
    "institutions": "int64",
    "spread": "float64",
    "agree": "boolean",
    **{
        f"{side}{name}": kind
        for side in ("lowest", "highest")
        for name, kind in (
            ("", "Int64"),
            ("_claim", "object"),
            ("_source", "object"),
            ("_qualifier", "object"),
            ("_since", "datetime64[us]"),
        )
    },
}


def _apart(apart: Apart | None, sources: Mapping[str, str]) -> dict[str, Any]:
    """Return the columns of `band` about two claims; none for none."""
    if apart is None:
        return {}
    ends = (("lowest", apart.lowest, True), ("highest", apart.highest, False))
    columns: dict[str, Any] = {"spread": apart.surely, "agree": apart.agree}
    for side, claim, upper in ends:
        low, high = claim.bounds.low, claim.bounds.high
        end = high if upper else low
        columns |= {
            side: None if apart.agree or end is None else int(end),
            f"{side}_claim": claim.id,
            f"{side}_source": sources[claim.id],
            f"{side}_qualifier": claim.qualifier,
            f"{side}_since": claim.effective,
        }
    return columns


def then_and_now(engine: Engine, selection: Selection) -> pd.DataFrame:
    """What each institution said as known on the selection's date, beside what it says now.

    One row an institution that spoke by then or since: origin, the source that speaks for it (then,
    or now where none by then is recorded), source_name, source_short, relation, and the claim's id,
    low, best, high, number, lowest, highest, qualifier, as_of, published, publisher, lapsed,
    counting, since and how finely the dates are given twice, with `then_` and `now_` before each;
    null where it had no claim that compares.
    `then_apart` says why such a claim was set apart then, null where there was none.
    `corrected` holds the reason where the earlier claim was superseded; `ratio` is now's number
    divided by then's. Highest now first.
    """

    def read(looked_at: Selection) -> pd.DataFrame:
        if isinstance(engine, Kept):  # was asked the same by the pages beside this one
            return engine.answer(current, looked_at)
        return current(engine, looked_at)

    then = read(replace(selection, apart="hidden"))
    now = read(replace(selection, known_on=None, apart="hidden"))
    voice = ["origin", "source", "source_name", "source_short", "relation"]
    sides = ["id", "low", "best", "high", "number", "lowest", "highest"]
    sides += ["qualifier", "as_of", "published", "publisher", "lapsed", "counting", "since"]
    sides += ["as_of_from", "as_of_precision", "since_precision"]
    why = ["superseded_by", "superseded_on", "superseded_reason"]
    earlier, later = then[[*voice, *sides, *why]], now[[*voice, *sides]]
    # An outer join would turn whole numbers to floats where a source did not speak.
    for name in ("low", "best", "high", "number", "lowest", "highest"):
        earlier[name], later[name] = earlier[name].astype("Int64"), later[name].astype("Int64")
    both = earlier.rename(columns={name: f"then_{name}" for name in sides}).merge(
        later.rename(columns={name: f"now_{name}" for name in sides}),
        on="origin",
        how="outer",
        suffixes=("", "_now"),
    )
    for name in voice[1:]:
        both[name] = both[name].fillna(both.pop(f"{name}_now"))
    every = read(replace(selection, apart="")).drop_duplicates("origin")
    both["then_apart"] = both["origin"].map(every.set_index("origin")["apart"])
    both["corrected"] = both.pop("superseded_reason")
    both["ratio"] = both["now_number"].astype("Float64") / both["then_number"].astype("Float64")
    return both.sort_values(["now_number", "source"], ascending=[False, True], ignore_index=True)
