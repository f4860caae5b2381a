"""Key figures of crises, as ReliefWeb's Crisis Figures are published: JSON or YAML.

A figure is an object with a value, a date and an organisation, wherever in the file it stands;
what it does not say itself (its country, its indicator) is said by an object around it. One figure
(made up), with what it becomes::

    - country: Sudan
      figures:
        - name: Internally displaced people
          values:
            - {value: 1200, date: 2024-01-31, source: IOM, url: https://reports.example/1}

    conflict  subject  metric     population  best  counting  as_of       sources  url
    sudan     sudan    displaced  all         1200  snapshot  2024-01-31  iom      …/reports…/1

A figure is a claim of its organisation, printed where its address leads. A country is the party of
that name, in the one conflict that it takes a side in or that bears its name. What cannot be told
so a mapping file says, in TOML: `[countries.Sudan]` with `conflict` and `subject`;
`[indicators."People killed"]` with `metric`, `population` and `counting`; `[organisations.IOM]`
with `source`, as an id or as "Name (kind; affiliation)".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import yaml

from contested.errors import ContestedError
from contested.folders import Terms
from contested.importers.data_set import (
    About,
    Context,
    DataSet,
    Reading,
    day_of,
    given_rows,
    needed,
    number_fault,
    text_rows,
)
from contested.importers.names import plain, slug

ABOUT = About(
    id="crisis-figures",
    title="Key figures of crises",
    publisher="ReliefWeb",
    url="https://reliefweb.int/",
    terms=Terms("", "", ""),
    compiled=True,
)

#: What a file may call each part of a figure.
_CALLED = {
    "country": ("country", "country_name"),
    "indicator": ("indicator", "figure", "name", "label"),
    "organisation": ("organisation", "organization", "source", "source_name"),
    "date": ("date", "as_of"),
    "value": ("value", "number"),
    "url": ("url", "link"),
}

#: What is counted, by what it is called: metric, population, counting.
_INDICATORS = {
    "internally displaced people": ("displaced", "all", "snapshot"),
    "internally displaced persons": ("displaced", "all", "snapshot"),
    "idps": ("displaced", "all", "snapshot"),
    "displaced": ("displaced", "all", "snapshot"),
    "refugees": ("refugees", "all", "snapshot"),
    "people in need": ("people_in_need", "all", "snapshot"),
    "people killed": ("killed", "all", "cumulative"),
    "deaths": ("killed", "all", "cumulative"),
    "fatalities": ("killed", "all", "cumulative"),
    "civilians killed": ("killed", "civilian", "cumulative"),
    "civilian deaths": ("killed", "civilian", "cumulative"),
    "people injured": ("wounded", "all", "cumulative"),
    "civilians injured": ("wounded", "civilian", "cumulative"),
}

_NEEDS = {
    "metrics": [
        needed(
            "metrics",
            id="people_in_need",
            label="In need",
            unit="people",
            family="displaced",
            phrase="people in need in {party}",
            definition="People who need humanitarian assistance, as the source counts them.",
        )
    ]
}


def read(con: duckdb.DuckDBPyConnection, file: Path, context: Context) -> Reading:
    """Read the file; see the module for a figure."""
    figures = list(_figures(_loaded(file), {}))
    if not figures:
        raise ContestedError(f"{file.name} is no file of crisis figures: nothing in it has a value")
    text_rows(con, [json.dumps(figure, default=str, ensure_ascii=False) for figure in figures])
    given_rows(con, [_claim(at, figure, context) for at, figure in enumerate(figures, 1)])
    return Reading(ABOUT, _NEEDS)


def _loaded(file: Path) -> Any:
    try:
        text = file.read_text(encoding="utf-8-sig")
        return json.loads(text) if file.suffix == ".json" else yaml.safe_load(text)
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise ContestedError(f"{file.name} cannot be read as JSON or YAML: {error}") from error


def _figures(part: Any, around: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield each figure within a part of the file, with what is said around it."""
    if isinstance(part, list):
        for one in part:
            yield from _figures(one, around)
    if not isinstance(part, dict):
        return
    here = dict(around)
    for what, names in _CALLED.items():
        for name in names:
            if isinstance(part.get(name), (str, int, float, date)):
                # The name of a country that holds figures is no indicator.
                known = "country" if name == "name" and _holds_figures(part, around) else what
                here[known] = part[name]
                break
    if "value" in here and "value" not in around:
        yield here
        return
    for one in part.values():
        if isinstance(one, (list, dict)):
            yield from _figures(one, here)


def _holds_figures(part: Mapping[str, Any], around: Mapping[str, Any]) -> bool:
    return "country" not in around and "country" not in part and "figures" in part


def _claim(number: int, figure: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Return what a figure claims, with why it does not fit if so."""
    said = {what: str(figure.get(what, "")).strip() for what in _CALLED}
    value = figure.get("value")
    at = figure.get("date")
    day, wrong = day_of("date", at.date() if isinstance(at, datetime) else str(at)[:10])
    why = [wrong, number_fault("value", value)]
    conflict, subject, lost = _country(said["country"], context)
    why.append(lost)
    indicator = _said(context, "indicators", said["indicator"])
    metric, population, counting = _INDICATORS.get(plain(said["indicator"]), ("", "", ""))
    metric, population, counting = (
        str(indicator.get(name, usual))
        for name, usual in (
            ("metric", metric),
            ("population", population or "all"),
            ("counting", counting or "snapshot"),
        )
    )
    if not metric:
        why.append(
            f"indicator is {said['indicator']!r}; a mapping file says what it counts, under "
            f'[indicators."{said["indicator"]}"]'
        )
    if not said["organisation"]:
        why.append("it names no organisation; a figure is somebody's")
    source = _said(context, "organisations", said["organisation"]).get("source")
    return {
        "row": number,
        "key": " ".join((said["country"], said["indicator"], said["organisation"], str(day))),
        "day": day,
        "url": said["url"] or None,
        "publisher": said["organisation"],
        "conflict": conflict,
        "subject": subject,
        "metric": metric,
        "population": population,
        "best": value,
        "qualifier": "exact",
        "counting": counting,
        "as_of": day,
        "evidence": "estimate",
        "sources": source or said["organisation"],
        "reasons": why,
    }


def _said(context: Context, table: str, name: str) -> Mapping[str, Any]:
    """Return what a mapping says of a name."""
    said = context.mapping.get(table, {}).get(name, {})
    return said if isinstance(said, dict) else {}


def _country(name: str, context: Context) -> tuple[str, str, str]:
    """Return the conflict and the party that a country's figures are of, or why there are none."""
    said = _said(context, "countries", name)
    party = str(said.get("subject") or context.names["parties"].id(name))
    conflict = str(said.get("conflict", ""))
    if not conflict:
        sided = set(context.stances.get(party, ()))
        own = {slug(name)} & context.names["conflicts"].ids
        conflict = next(iter(own or sided), "") if len(own or sided) == 1 else ""
    if party and conflict:
        return conflict, party, ""
    what = "no party" if not party else "a party to no conflict, or to several"
    return (
        "",
        "",
        f"country is {name!r}, {what} here; a mapping file says which, under "
        f'[countries."{name}"] with conflict and subject',
    )


DATA_SET = DataSet(read)
