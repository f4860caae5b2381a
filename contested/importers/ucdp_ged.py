"""UCDP's Georeferenced Event Dataset: deaths in single events, as low, best and high numbers.

A CSV, a row an event; a second line of HXL tags is passed over. One row (made up), with what it
becomes::

    id    relid       conflict_new_id  conflict_name   dyad_name  where_coordinates  country
    1001  AAA-2020-1  900              Aland: Border   A - B      Bridge town        Aland

    date_start  date_end    deaths_civilians  best  high  low
    2020-05-01  2020-05-03  2                 5     9     4

    key            metric  population  low  best  high  counting  since       as_of
    1001           killed  all         4    5     9     period    2020-05-01  2020-05-03
    1001-civilian  killed  civilian         2           period    2020-05-01  2020-05-03

An event's number counts the days that it may have happened on, in one place; none is added to
another. Low and high are the lowest and the highest of the reports that UCDP went by. A conflict of
UCDP is one of its own here, from the first day that the file has of it, and those killed are the
country's, as UCDP places the event.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from contested.importers.data_set import (
    CC_BY,
    KILLED,
    UNREAD,
    About,
    Context,
    DataSet,
    Reading,
    dated,
    given,
    lacking,
    needed,
    populations,
    reasons,
    table_of,
    whole,
)
from contested.importers.names import slug

ABOUT = About(
    id="ucdp-ged",
    title="UCDP Georeferenced Event Dataset",
    publisher="Uppsala Conflict Data Program",
    url="https://ucdp.uu.se/downloads/",
    terms=CC_BY,
)

_WANTED = (
    *("id", "relid", "conflict_new_id", "conflict_name", "dyad_name", "number_of_sources"),
    *("where_coordinates", "country", "date_start", "date_end", "deaths_civilians"),
    *("best", "high", "low"),
)

_NEEDS = {
    "sources": [
        needed(
            "sources",
            id="ucdp",
            name="Uppsala Conflict Data Program (UCDP)",
            short="UCDP",
            kind="research",
            affiliation="independent",
            names="Uppsala Conflict Data Program",
        )
    ],
    "metrics": [KILLED],
    "populations": populations("all", "civilian"),
}

#: The rows of events; a line of HXL tags is none.
_EVENTS = """
create table occurred as
select row, id, relid, conflict_new_id, conflict_name, dyad_name, country, number_of_sources,
    nullif(concat_ws(', ', where_coordinates, country), '') as place,
    left(date_start, 10) as date_start, left(date_end, 10) as date_end,
    deaths_civilians, best, high, low
from file
where coalesce(date_start, '') not like '#%' and coalesce(best, '') not like '#%'
"""

# Put together from what stands in this module.
_CLAIMS = f"""
with told as (
    select *, coalesce(low = best and best = high, false) as one,
        'Event ' || relid || ', ' || dyad_name || '; ' || case number_of_sources
            when '1' then 'one report' when '-1' then 'reports not counted'
            else number_of_sources || ' reports' end as note,
        {
    reasons(
        "case when id is null then 'id is empty; an event has one' end",
        "case when conflict_new_id is null then 'conflict_new_id is empty' end",
        "case when best is null then 'best is empty; an event has a number' end",
        whole("low", "low"),
        whole("best", "best"),
        whole("high", "high"),
        dated("date_start", "date_start"),
        dated("date_end", "date_end"),
    )
} as reasons
    from occurred
)
select row, id as key, 'ucdp-' || conflict_new_id as conflict, country as subject,
    'killed' as metric, 'all' as population,
    case when not one then low end as low, best, case when not one then high end as high,
    case when not one then 'range' else 'exact' end as qualifier,
    case when not one then 'reports' end as interval,
    'period' as counting, date_start as since, date_end as as_of, place,
    'documented' as evidence, 'ucdp' as sources, note, reasons
from told
union all by name
select row, id || '-civilian' as key, 'ucdp-' || conflict_new_id as conflict, country as subject,
    'killed' as metric, 'civilian' as population, deaths_civilians as best, 'exact' as qualifier,
    'period' as counting, date_start as since, date_end as as_of, place,
    'documented' as evidence, 'ucdp' as sources, note,
    list_concat(reasons, {reasons(whole("deaths_civilians", "deaths_civilians"))}) as reasons
from told
where deaths_civilians <> '0'
"""  # noqa: S608


def read(con: duckdb.DuckDBPyConnection, file: Path, _: Context) -> Reading:
    """Read the file; see the module for a row."""
    lacking(file, table_of(con, file), _WANTED, "UCDP GED")
    con.execute(_EVENTS)
    given(con, f"{_CLAIMS} union all by name {UNREAD}")
    conflicts = con.execute(
        "select conflict_new_id, min(conflict_name), min(try_cast(date_start as date)) "
        "from occurred where conflict_new_id is not null group by conflict_new_id order by 1"
    ).fetchall()
    countries = con.execute(
        "select distinct country from occurred where country is not null order by 1"
    ).fetchall()
    places = con.execute(
        "select distinct place from occurred where place is not null order by 1"
    ).fetchall()
    return Reading(
        ABOUT,
        {
            **_NEEDS,
            "conflicts": [
                needed("conflicts", id=f"ucdp-{slug(id)}", name=name or id, began=str(began))
                for id, name, began in conflicts
                if began
            ],
            "parties": [
                needed("parties", id=slug(name), name=name, kind="state") for (name,) in countries
            ],
            "places": [needed("places", id=slug(name)[:80], name=name) for (name,) in places],
        },
    )


DATA_SET = DataSet(read)
