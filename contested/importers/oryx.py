"""Oryx's list of equipment seen destroyed, damaged, captured or abandoned, counted by day.

A CSV, a row an item, with the picture that shows it and the day on which it was recorded. One row
(made up), with what it becomes where a hundred items of that side were recorded before it::

    country  system  status     url                            date_recorded
    Russia   T-0     destroyed  https://pictures.example/1     2022-05-06

    key                          metric               best  qualifier  counting    as_of
    russia-destroyed-2022-05-06  equipment_destroyed  101   exact      cumulative  2022-05-06

What is claimed of a day is how many items were listed by then, each with a picture; the day is
that of the list and not that of the loss. The note links the first pictures that the day added.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from contested.importers.data_set import (
    CC_BY,
    RUSSIA_UKRAINE,
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
    table_of,
)

ABOUT = About(
    id="oryx",
    title="Equipment seen lost, counted from Oryx's lists",
    publisher="Oryx data",
    url="https://github.com/scarnecchia/oryx_data",
    terms=CC_BY,
    compiled=True,
)

_WANTED = ("country", "system", "status", "url", "date_recorded")

#: How many pictures a note links.
_LINKED = 3

_STATUSES = ("destroyed", "damaged", "captured", "abandoned")

_NEEDS = {
    **RUSSIA_UKRAINE,
    "sources": [
        needed(
            "sources",
            id="oryx",
            name="Oryx",
            short="Oryx",
            kind="research",
            affiliation="independent",
        )
    ],
    "populations": populations("military"),
    "metrics": [
        needed(
            "metrics",
            id=f"equipment_{status}",
            label=f"Equipment seen {status}",
            unit="items",
            family="materiel",
            phrase=f"items of equipment of {{party}} seen {status}",
            definition=f"Vehicles, aircraft, ships and weapons of which a picture shows that they "
            f"were {status}.",
        )
        for status in _STATUSES
    ],
}

# Put together from what stands in this module.
_ITEMS = f"""
create table item as
select row, country, status, system, url, date_recorded as day,
    list_filter([
        case when country is null then 'country is empty' end,
        case when status is null or status not in {_STATUSES} then 'status is '''
            || coalesce(status, '') || '''; one of {", ".join(_STATUSES)} is known' end,
        {dated("date_recorded", "date_recorded")}
    ], lambda why: why is not null) as reasons
from file
"""  # noqa: S608

# Put together from what stands in this module.
_CLAIMS = f"""
with
    counted as (
        select min(row) as row, country, status, day, count(*) as added,
            sum(count(*)) over (partition by country, status order by day) as number,
            string_agg(
                concat_ws(' ', system, url), '; ' order by row
            ) filter (where place <= {_LINKED}) as shown
        from (
            select *, row_number() over (partition by country, status, day order by row) as place
            from item
            where len(reasons) = 0
        ) as placed
        group by country, status, day
    )
select row, lower(country) || '-' || status || '-' || day as key, day,
    'russia-ukraine' as conflict, country as subject, 'equipment_' || status as metric,
    'military' as population, cast(number as varchar) as best, 'exact' as qualifier,
    'cumulative' as counting, '2022-02-24' as since, day as as_of, 'documented' as evidence,
    'oryx' as sources,
    added || case when added = 1 then ' item' else ' items' end || ' recorded that day: ' || shown
        || case when added > {_LINKED} then '; and ' || (added - {_LINKED}) || ' more' else '' end
        as note,
    []::varchar[] as reasons
from counted
union all by name
select row, reasons from item where len(reasons) > 0
"""  # noqa: S608


def read(con: duckdb.DuckDBPyConnection, file: Path, _: Context) -> Reading:
    """Read the file; see the module for a row."""
    lacking(file, table_of(con, file), _WANTED, "Oryx's items")
    con.execute(_ITEMS)
    given(con, f"{_CLAIMS} union all by name {UNREAD}")
    return Reading(ABOUT, _NEEDS)


DATA_SET = DataSet(read)
