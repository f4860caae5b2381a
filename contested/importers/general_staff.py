"""The Ukrainian General Staff's daily counts of Russian losses, as a public data set has them.

Two files of JSON, a row a day: `personnel` with the bulletin's hedge beside it (`personnel*`:
"about", "more") and, in the first weeks, the prisoners; and equipment by kind. One row (made up),
with what it becomes::

    {"date": "2023-01-01", "day": 312, "personnel": 1000, "personnel*": "about"}

    key                   metric      best  qualifier  counting    since       as_of
    2023-01-01-personnel  casualties  1000  about      cumulative  2022-02-24  2023-01-01

Each day's numbers are claims of that day's bulletin. "More" is a floor. The bulletin says "losses
of personnel", which these data count as killed and wounded together. The direction of the greatest
losses and the number of the day are no claims.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from contested.folders import Terms
from contested.importers.data_set import (
    RUSSIA_UKRAINE,
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
    id="general-staff",
    title="Losses of Russia, by the General Staff of Ukraine, day by day",
    publisher="2022 Ukraine Russia War Dataset",
    url="https://github.com/PetroIvaniuk/2022-Ukraine-Russia-War-Dataset",
    terms=Terms("MIT", "MIT License", "https://opensource.org/license/mit"),
    compiled=True,
)

#: What is not counted as a loss.
_BESIDE = {"date", "day", "personnel*", "greatest losses direction"}

_HEDGES = {"about": ("about", "best"), "more": ("more_than", "low"), "": ("exact", "best")}

#: Each field's metric, with what a folder without it needs: label, unit, what follows "lost by".
_FIELDS = {
    "personnel": ("casualties", "Killed and wounded", "people", ""),
    "POW": ("captured", "Captured", "people", ""),
    "aircraft": ("aircraft_lost", "Aircraft lost", "aircraft", "aircraft"),
    "helicopter": ("helicopters_lost", "Helicopters lost", "helicopters", "helicopters"),
    "tank": ("tanks_lost", "Tanks lost", "tanks", "tanks"),
    "APC": ("armour_lost", "Armoured vehicles lost", "vehicles", "armoured vehicles"),
    "field artillery": ("artillery_lost", "Artillery lost", "systems", "artillery systems"),
    "MRL": ("rocket_launchers_lost", "Rocket launchers lost", "launchers", "rocket launchers"),
    "military auto": ("lorries_lost", "Lorries lost", "vehicles", "military lorries"),
    "fuel tank": ("fuel_tankers_lost", "Fuel tankers lost", "vehicles", "fuel tankers"),
    "vehicles and fuel tanks": (
        *("vehicles_lost", "Vehicles lost", "vehicles", "vehicles and fuel tankers"),
    ),
    "anti-aircraft warfare": (
        *("air_defence_lost", "Air defence lost", "systems", "air defence systems"),
    ),
    "drone": ("drones_lost", "Drones lost", "drones", "drones"),
    "cruise missiles": ("missiles_downed", "Missiles shot down", "missiles", "cruise missiles"),
    "naval ship": ("ships_lost", "Ships lost", "ships", "ships and boats"),
    "submarines": ("submarines_lost", "Submarines lost", "submarines", "submarines"),
    "special equipment": (
        *("special_equipment_lost", "Special equipment lost", "items", "special equipment"),
    ),
    "mobile SRBM system": (
        *("missile_systems_lost", "Missile systems lost", "systems", "mobile missile systems"),
    ),
    "ground robotic systems": (
        *("ground_robots_lost", "Ground robots lost", "robots", "ground robots"),
    ),
}

_PEOPLE = ("personnel", "POW")

_NEEDS = {
    **RUSSIA_UKRAINE,
    "sources": [
        needed(
            "sources",
            id="general-staff-ukraine",
            name="General Staff of the Armed Forces of Ukraine",
            short="General Staff, Ukraine",
            kind="military",
            affiliation="ukraine",
            names="Ukrainian General Staff",
        )
    ],
    "populations": populations("military"),
    "metrics": [
        *(
            needed(
                "metrics",
                id=id,
                label=label,
                unit=unit,
                family="materiel",
                phrase=f"{things} lost by {{party}}",
                definition=f"{things[:1].upper()}{things[1:]} lost, as the source counts them.",
            )
            for id, label, unit, things in _FIELDS.values()
            if things
        ),
        needed(
            "metrics",
            id="casualties",
            label="Killed and wounded",
            unit="people",
            family="harmed",
            phrase="{people} killed or wounded",
            definition="Killed and wounded together.",
        ),
        needed(
            "metrics",
            id="captured",
            label="Captured",
            unit="people",
            family="captive",
            phrase="{people} captured",
            definition="People taken prisoner.",
        ),
    ],
}


def read(con: duckdb.DuckDBPyConnection, file: Path, _: Context) -> Reading:
    """Read one of the two files; see the module for a row."""
    rows = json_rows(con, file, "the General Staff's counts", ("personnel", "tank"))
    people = any("personnel" in row for row in rows)
    given_rows(con, [claim for number, row in enumerate(rows, 1) for claim in _claims(number, row)])
    names = {name for row in rows for name in row} - _BESIDE
    unknown = sorted(names - _FIELDS.keys())
    of_people = f"-({'|'.join(name.lower() for name in _PEOPLE)})$"
    return Reading(
        ABOUT,
        _NEEDS,
        part="personnel" if people else "equipment",
        covers=of_people if people else ".*",
        beside="^$" if people else of_people,
        left_out=tuple(f"{name}: no metric is known for it" for name in unknown),
    )


def _claims(number: int, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what one day's row claims."""
    day, wrong = day_of("date", row.get("date"))
    claims = []
    for name, (metric, *_rest) in _FIELDS.items():
        if row.get(name) is None:
            continue
        hedge = str(row.get(f"{name}*", "") or "")
        qualifier, column = _HEDGES.get(hedge, ("", "best"))
        claims.append(
            {
                "row": number,
                "key": day and f"{day}-{name.lower().replace(' ', '-')}",
                "day": day,
                "conflict": "russia-ukraine",
                "subject": "russia",
                "metric": metric,
                "population": "military",
                column: row[name],
                "qualifier": qualifier,
                "counting": "cumulative",
                "since": "2022-02-24",
                "as_of": day,
                "evidence": "official_count",
                "sources": "general-staff-ukraine",
                "reasons": [
                    wrong,
                    number_fault(name, row[name]),
                    "" if qualifier else f"{name}* is {hedge!r}; about or more is known",
                ],
            }
        )
    if not claims and wrong:
        claims.append({"row": number, "reasons": [wrong]})
    return claims


DATA_SET = DataSet(read)
