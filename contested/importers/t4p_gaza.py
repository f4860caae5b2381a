"""Gaza's daily reports of casualties, as Tech for Palestine compiles them.

A file of JSON, a row a day. Fields named `ext_…` are extrapolated by the compilers and are no
claims, nor is any number of a row whose `report_source` is "missing": nobody stated it. One row
(made up), with what it becomes::

    {"report_date": "2024-01-02", "report_source": "mohtel", "report_period": 24, "killed": 10,
     "killed_cum": 1000, "ext_killed_cum": 1000, "injured_cum": 2500}

    key                    metric   best  qualifier  counting    since       as_of
    2024-01-02-killed      killed   10    exact      period      2024-01-02  2024-01-02
    2024-01-02-killed_cum  killed   1000  exact      cumulative  2023-10-07  2024-01-02
    2024-01-02-injured_cum wounded  2500  exact      cumulative  2023-10-07  2024-01-02

A day's number counts the hours of `report_period` up to that day; where these are 0 it counts
nothing, and is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb

from contested.folders import Terms
from contested.importers.data_set import (
    KILLED,
    About,
    Context,
    DataSet,
    Reading,
    day_of,
    given_rows,
    json_rows,
    needed,
    number_fault,
    populations,
)

ABOUT = About(
    id="t4p-gaza",
    title="Casualties in Gaza, day by day",
    publisher="Tech for Palestine",
    url="https://data.techforpalestine.org/docs/casualties-daily/",
    terms=Terms("Unlicense", "The Unlicense", "https://unlicense.org/"),
    compiled=True,
)

#: Who reports, by `report_source`.
SOURCES = {"mohtel": "gaza-moh", "gmotel": "gaza-gmo", "unocha": "ocha"}

#: Whose day it is that nobody reported.
_MISSING = "missing"

_WAR = "2023-10-07"
_AID = "people seeking aid"

#: Each field's metric, population, part, and since when a total counts; a period has no such day.
_FIELDS = {
    "killed": ("killed", "all", "", None),
    "killed_cum": ("killed", "all", "", _WAR),
    "killed_children_cum": ("killed", "children", "", _WAR),
    "killed_women_cum": ("killed", "women", "", _WAR),
    "injured": ("wounded", "all", "", None),
    "injured_cum": ("wounded", "all", "", _WAR),
    "med_killed_cum": ("killed", "medics", "", _WAR),
    "press_killed_cum": ("killed", "journalists", "", _WAR),
    "civdef_killed_cum": ("killed", "rescuers", "", _WAR),
    "famine_cum": ("malnutrition_deaths", "all", "", ""),
    "child_famine_cum": ("malnutrition_deaths", "children", "", ""),
    "aid_seeker_killed_cum": ("killed", "all", _AID, ""),
    "aid_seeker_injured_cum": ("wounded", "all", _AID, ""),
}

_NEEDS = {
    "conflicts": [needed("conflicts", id="israel-gaza", name="Israel–Gaza war", began=_WAR)],
    "parties": [
        needed("parties", id="gaza", name="Gaza", kind="population"),
        needed("parties", id="un", name="United Nations", kind="organisation"),
    ],
    "sources": [
        needed(
            "sources",
            id="gaza-moh",
            name="Gaza Ministry of Health",
            short="Gaza Health Ministry",
            kind="health_authority",
            affiliation="gaza",
        ),
        needed(
            "sources",
            id="gaza-gmo",
            name="Gaza Government Media Office",
            short="Gaza Media Office",
            kind="government",
            affiliation="gaza",
        ),
        needed(
            "sources",
            id="ocha",
            name="UN Office for the Coordination of Humanitarian Affairs",
            short="OCHA",
            kind="intergovernmental",
            affiliation="un",
        ),
    ],
    "metrics": [
        KILLED,
        needed(
            "metrics",
            id="wounded",
            label="Wounded",
            unit="people",
            family="harmed",
            phrase="{people} wounded",
            definition="People wounded, as the source counts them.",
        ),
        needed(
            "metrics",
            id="malnutrition_deaths",
            label="Dead from malnutrition",
            unit="people",
            family="dead",
            phrase="{people} dead from malnutrition",
            definition="People dead from hunger, as the source counts them.",
        ),
    ],
    "populations": populations("all", "children", "women", "medics", "journalists", "rescuers"),
}


def read(con: duckdb.DuckDBPyConnection, file: Path, _: Context) -> Reading:
    """Read the file; see the module for a row."""
    rows = json_rows(con, file, "Gaza's daily casualties", ("report_source",))
    left_out: Counter[str] = Counter()
    claims = [claim for at, row in enumerate(rows, 1) for claim in _claims(at, row, left_out)]
    given_rows(con, claims)
    return Reading(
        ABOUT,
        _NEEDS,
        left_out=tuple(f"{what}: {number:,}" for what, number in sorted(left_out.items())),
    )


def _claims(number: int, row: Mapping[str, Any], left_out: Counter[str]) -> list[dict[str, Any]]:
    """Return what one day's row claims, and count what of it is none."""
    day, wrong = day_of("report_date", row.get("report_date"))
    said = str(row.get("report_source", ""))
    source = SOURCES.get(said, "")
    hours = row.get("report_period")
    about = {"row": number, "day": day, "conflict": "israel-gaza", "subject": "gaza"}
    claims: list[dict[str, Any]] = []
    for name, value in row.items():
        if name in ("report_date", "report_source", "report_period") or value is None:
            continue
        if name.startswith("ext_"):
            left_out["numbers extrapolated by the compilers"] += 1
        elif said == _MISSING:
            left_out["numbers of days that no report is named for"] += 1
        elif name not in _FIELDS:
            left_out[f"numbers of {name}, which no metric is known for"] += 1
        elif _FIELDS[name][3] is None and hours == 0:
            left_out["numbers of a day whose report counts no hours"] += 1
        else:
            metric, population, only, since = _FIELDS[name]
            period = since is None
            bad_hours = period and (not isinstance(hours, int) or hours < 24 or hours % 24)
            if period and day and not bad_hours:
                since = str(day - timedelta(days=int(hours or 24) // 24 - 1))
            claims.append(
                {
                    **about,
                    "key": day and f"{day}-{name}".replace("_", "-"),
                    "metric": metric,
                    "population": population,
                    "only": only,
                    "best": value,
                    "qualifier": "exact",
                    "counting": "period" if period else "cumulative",
                    "since": since,
                    "as_of": day,
                    "evidence": "official_count",
                    "sources": source,
                    "reasons": [
                        wrong,
                        number_fault(name, value),
                        f"report_period is {hours!r}; whole days in hours are wanted, as 24"
                        if bad_hours
                        else "",
                        ""
                        if source
                        else f"report_source is {said!r}; one of {', '.join(SOURCES)} is known",
                    ],
                }
            )
    if not claims and wrong:
        claims.append({"row": number, "reasons": [wrong]})
    return claims


DATA_SET = DataSet(read)
