"""Any CSV, read as a mapping file says which of its columns is what.

A mapping is TOML. One row (made up) and its mapping, with what it becomes::

    Day,Country,Dead,Who says
    05/01/2024,Aland,"1,200",Red Cross (ngo; independent)

    [set]
    id = "aland"                      # the id of the data set: what its claims' ids begin with
    title = "The dead of Aland"
    publisher = "A Compiler"
    url = "https://compiler.example/aland"
    licence = "CC-BY-4.0"
    licence_url = "https://creativecommons.org/licenses/by/4.0/"
    compiled = true                   # it passes on what others count

    [columns]
    as_of = "Day"
    subject = "Country"
    best = "Dead"
    sources = "Who says"
    key = ["Day", "Country"]          # what a row is known by from release to release

    [constants]                       # what holds for every row
    conflict = "aland"
    metric = "killed"
    population = "all"
    counting = "cumulative"
    evidence = "official_count"

    [values.subject]                  # what a cell means, where it is no name
    Aland = "aland"

    [format]
    date = "%d/%m/%Y"
    thousands = ","

    subject  metric  best  qualifier  counting    as_of       sources
    aland    killed  1200  exact      cumulative  2024-01-05  red-cross

`columns` and `constants` take the columns of claims.csv, and `day`, `publisher`, `title`, `url` and
`language` of the article where each number was printed; without these that is the release. Without
a qualifier a best number alone is exact, a low and a high one a range, and anything else set aside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from contested.engine import literal
from contested.errors import ContestedError, hint
from contested.folders import Terms
from contested.importers.data_set import (
    NAMING,
    SAID,
    UNREAD,
    About,
    Context,
    DataSet,
    Reading,
    first_line,
    given,
    quoted,
    reasons,
    table_of,
    whole,
)
from contested.importers.names import plain, slug
from contested.nearest import nearest

#: What a mapping may say of a row.
TAKEN = (*NAMING, *SAID, "note", "day", "publisher", "title", "url", "language")

_NUMBERS = ("low", "best", "high", "level")
_DATES = ("since", "as_of", "day")

#: What a row is known by where a mapping names no key.
_TOLD_APART = (*NAMING, "only", "counting", "since", "as_of")

#: What columns are often called, by what they hold.
_USUAL = {
    "conflict": ("conflict", "war", "crisis"),
    "subject": ("subject", "party", "country", "side", "whose", "victims"),
    "metric": ("metric", "indicator", "measure", "what"),
    "population": ("population", "group", "who was counted"),
    "low": ("low", "min", "minimum", "lower", "from"),
    "best": ("best", "number", "value", "figure", "count", "total", "killed", "deaths", "dead"),
    "high": ("high", "max", "maximum", "upper", "to"),
    "qualifier": ("qualifier", "hedge"),
    "counting": ("counting",),
    "since": ("since", "start", "date start", "start date", "begin"),
    "as_of": ("as of", "date", "day", "end", "date end", "end date"),
    "place": ("place", "location", "where", "region"),
    "evidence": ("evidence", "method"),
    "sources": ("sources", "source", "organisation", "organization", "who says", "by"),
    "stated": ("stated", "as printed", "wording"),
    "note": ("note", "notes", "comment", "comments", "remarks"),
    "day": ("published", "report date", "printed", "date published"),
    "publisher": ("publisher", "outlet", "newspaper"),
    "title": ("title", "headline"),
    "url": ("url", "link", "address"),
    "language": ("language",),
}

#: What every claim needs, and what is proposed where no column is like it.
_CONSTANTS = {
    "conflict": "",
    "subject": "",
    "metric": "killed",
    "population": "all",
    "counting": "cumulative",
    "evidence": "official_count",
    "sources": "",
}

#: How alike a column's name must be to a usual one, of 100.
_ALIKE = 80


def propose(file: Path) -> str:
    """Return a mapping for a file, as its first line suggests; a person looks it over."""
    names = first_line(file)
    chosen: dict[str, str] = {}
    for name in names:
        near = nearest(plain(name), {one for usual in _USUAL.values() for one in usual}, 1, _ALIKE)
        what = next((key for key, usual in _USUAL.items() if near and near[0] in usual), "")
        if what and what not in chosen:
            chosen[what] = name
    rest = [name for name in names if name not in chosen.values()]
    lines = [
        "# Which column is what. Look it over: what is proposed follows the columns' names alone.",
        "",
        "[set]",
        f"id = {_toml(slug(file.stem)[:24].strip('-') or 'set')}",
        f"title = {_toml(file.stem)}",
        'publisher = ""',
        'url = ""',
        'licence = ""',
        'licence_url = ""',
        "compiled = true  # it passes on what others count",
        "",
        "[columns]",
        *(f"{what} = {_toml(chosen[what])}" for what in _USUAL if what in chosen),
        *(f"# {_toml(name)} is not taken" for name in rest),
        "",
        "[constants]",
        *(f"{what} = {_toml(value)}" for what, value in _CONSTANTS.items() if what not in chosen),
        "",
        "[format]",
        'date = "%Y-%m-%d"',
        'thousands = ""',
    ]
    return "\n".join(lines) + "\n"


def _toml(text: str) -> str:
    """Return a text as TOML writes it.

    >>> _toml("Who says")
    '"Who says"'
    """
    backslash = chr(92)
    escaped = text.replace(backslash, backslash * 2).replace('"', backslash + '"')
    return f'"{escaped}"'


def read(con: duckdb.DuckDBPyConnection, file: Path, context: Context) -> Reading:
    """Read a file by its mapping; see the module for a row."""
    mapping = context.mapping
    about = about_of(mapping)
    names = table_of(con, file)
    columns, constants = _table(mapping, "columns"), _table(mapping, "constants")
    key = columns.get("key", [])
    keys = [key] if isinstance(key, str) else list(key)
    columns = {what: column for what, column in columns.items() if what != "key"}
    _known(columns, constants, keys, names)
    form = _table(mapping, "format")
    values = _table(mapping, "values")
    taken = {
        what: _cell(what, columns.get(what), constants.get(what), form, values)
        for what in TAKEN
        if what in columns or what in constants
    }
    told = ", ".join(f"{sql} as {quoted(what)}" for what, sql in taken.items())
    key_sql = [quoted(name) for name in keys] or [
        quoted(what) for what in _TOLD_APART if what in taken
    ]
    # Names of columns are quoted; what a mapping holds else is bound or escaped.
    rows = (
        f"select row, {told}, "  # noqa: S608
        f"concat_ws(' ', {', '.join(quoted(name) for name in keys) or 'null'}) as given_key "
        "from file"
    )
    number = {
        name: quoted(name) if name in taken else "null::varchar" for name in ("low", "best", "high")
    }
    qualifier = (
        f"case when {number['low']} is null and {number['high']} is null then 'exact' "
        f"when {number['low']} is not null and {number['high']} is not null then 'range' end"
    )
    if "qualifier" in taken:
        qualifier = f"coalesce(qualifier, {qualifier})"
    checked = [whole(quoted(name), name) for name in _NUMBERS if name in taken]
    checked += [_dated(name) for name in _DATES if name in taken]
    checked.append(
        f"case when {qualifier} is null then 'low or high is given alone; a qualifier says "
        "how it is meant' end"
    )
    others = ", ".join(quoted(what) for what in taken if what != "qualifier")
    unkeyed = f"concat_ws(' ', {', '.join(key_sql)})" if not keys else "given_key"
    given(
        con,
        f"select row, nullif({unkeyed}, '') as key, {others}, {qualifier} as qualifier, "  # noqa: S608
        f"{reasons(*checked)} as reasons from ({rows}) as told union all by name {UNREAD}",
        "view",
    )
    return Reading(about)


def about_of(mapping: Mapping[str, Any]) -> About:
    """Return what a mapping says of its data set; raises ContestedError where it lacks a word."""
    given_set = _table(mapping, "set")
    if missing := [name for name in ("id", "title", "publisher", "url") if not given_set.get(name)]:
        raise ContestedError(f"the mapping's [set] lacks {', '.join(missing)}")
    id = str(given_set["id"])
    if slug(id) != id:
        raise ContestedError(f"the mapping's set has the id {id!r}; {slug(id)!r} would pass")
    return About(
        id,
        str(given_set["title"]),
        str(given_set["publisher"]),
        str(given_set["url"]),
        Terms(
            str(given_set.get("licence", "")),
            str(given_set.get("licence", "")),
            str(given_set.get("licence_url", "")),
        ),
        bool(given_set.get("compiled", True)),
        str(given_set.get("language", "en")),
    )


def _table(mapping: Mapping[str, Any], name: str) -> dict[str, Any]:
    table = mapping.get(name, {})
    if not isinstance(table, dict):
        raise ContestedError(f"the mapping's {name} is a table, as [{name}]")
    return table


def _known(
    columns: Mapping[str, Any],
    constants: Mapping[str, Any],
    keys: Sequence[str],
    names: Sequence[str],
) -> None:
    """Raise ContestedError where a mapping names what nothing is called."""
    for what in (*columns, *constants):
        if what not in TAKEN:
            raise ContestedError(f"the mapping has {what!r}; {hint(what, (*TAKEN, 'key'))}")
    for column in (*columns.values(), *keys):
        if column not in names:
            raise ContestedError(f"the file has no column {column!r}; {hint(str(column), names)}")
    said = {what for what in (*columns, *constants) if columns.get(what) or constants.get(what)}
    if missing := [name for name in ("as_of", *_CONSTANTS) if name not in said]:
        raise ContestedError(
            f"the mapping lacks {', '.join(missing)}: a column or a constant of that name"
        )


def _cell(
    what: str,
    column: str | None,
    constant: object,
    form: Mapping[str, Any],
    values: Mapping[str, Any],
) -> str:
    """Return SQL for what a row says of one thing."""
    if column is None:
        return f"nullif({literal(str(constant))}, '')"
    sql = f"nullif(trim({_name(column)}), '')"
    if what in _NUMBERS and (mark := str(form.get("thousands", ""))):
        sql = f"replace({sql}, {literal(mark)}, '')"
    if what in _DATES and (pattern := str(form.get("date", ""))) and pattern != "%Y-%m-%d":
        sql = f"coalesce(cast(try_strptime({sql}, {literal(pattern)})::date as varchar), {sql})"
    if meant := values.get(what):
        cases = " ".join(
            f"when {literal(str(said))} then {literal(str(id))}" for said, id in meant.items()
        )
        sql = f"case {sql} {cases} else {sql} end"
    if constant:
        sql = f"coalesce({sql}, {literal(str(constant))})"
    return sql


def _dated(name: str) -> str:
    """Return SQL for why a date is none; a month, a quarter and a year are dates, but of `day`."""
    cell = quoted(name)
    is_day = f"try_cast({cell} as date) is not null and length({cell}) = 10"
    is_span = f"regexp_full_match({cell}, '[0-9]{{4}}(-([0-9]{{2}}|Q[1-4]))?')"
    passes = is_day if name == "day" else f"({is_day} or {is_span})"
    empty = "false" if name == "as_of" else "true"
    return (
        f"case when not coalesce({passes}, {empty}) "
        f"then '{name} is ' || coalesce({cell}, 'empty') || "
        "'; write a date as 2025-08-22, or say how they are written under [format] date' end"
    )


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


DATA_SET = DataSet(read, propose)
