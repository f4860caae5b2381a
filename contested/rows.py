"""What a row of a query holds, by name and type; a test holds each against its query's columns.

A null is None, NaN, NaT or NA, as pandas has it in the column; `words.missing` knows them all.
An event is never null: it is empty where a claim is of none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict, TypeVar, overload

import pandas as pd

#: The cells of a row by its columns' names: what a function takes that reads a few columns, which
#: rows of more than one query have. What takes all of a row names one of the types below.
Row = Mapping[str, Any]

Kind = TypeVar("Kind")

_WITH_NULLS = (pd.Int64Dtype, pd.Float64Dtype, pd.BooleanDtype)


@overload
def one_by_one(rows: pd.DataFrame) -> list[Row]: ...


@overload
def one_by_one(rows: pd.DataFrame, kind: type[Kind]) -> list[Kind]: ...


def one_by_one(rows: pd.DataFrame, kind: object = None) -> list[Any]:
    """Return the rows of a query one by one, as what they hold: `kind`, one of the types here.

    The cells are what `to_dict` of pandas gives, which takes several times as long where columns
    are many: it makes a column of pandas' own of each of them first.
    """
    names = [str(name) for name in rows]
    # Numbers and truth values with a null among them have pandas' own null, which is none.
    nulls = [place for place, kind in enumerate(rows.dtypes) if isinstance(kind, _WITH_NULLS)]
    cells = rows.to_numpy(dtype=object).tolist()
    for row in cells:
        for place in nulls:
            if row[place] is pd.NA:
                row[place] = None
    return [dict(zip(names, row, strict=True)) for row in cells]


def side(row: Row, name: str) -> dict[str, Any]:
    """Return the columns of one of a row's two sides or ends, without the name before each.

    >>> side({"then_low": 300, "now_low": 600, "source": "nis"}, "now")
    {'low': 600}
    """
    start = f"{name}_"
    return {word.removeprefix(start): cell for word, cell in row.items() if word.startswith(start)}


class Printed(TypedDict):
    """What is known of an article, as its own row and each of its claims have it."""

    publisher: str
    title: str | None
    author: str | None
    url: str | None
    archive_url: str | None
    published: datetime
    language: str


class _Said(TypedDict):
    """What a claim says, and who says it: the columns before those of its article."""

    id: str
    conflict: str
    subject: str
    metric: str
    population: str
    quantity: str
    metric_label: str
    unit: str
    low: int | None
    best: int | None
    high: int | None
    qualifier: str
    number: int | None
    lowest: int | None
    highest: int | None
    counting: str
    since: datetime | None
    as_of: datetime
    place: str | None
    evidence: str
    stated: str | None
    note: str | None
    source: str
    source_name: str
    source_short: str
    kind: str
    origin: str
    relation: str
    article: str


class Claim(_Said, Printed):
    """A row of queries.claims; schema.sql says what each column of the table `claim` means."""

    supersedes: str | None
    reason: str | None
    superseded_by: str | None
    superseded_on: datetime | None
    superseded_reason: str | None
    redefined: str | None
    redefined_on: datetime | None
    began: datetime | None
    effective_from: datetime
    effective: datetime
    reach: int
    event: str
    event_label: str | None
    only: str | None
    via: str | None
    via_name: str | None
    same_as: str | None
    tellings: int
    interval: str | None
    level: int | None
    place_id: str | None
    side: str | None
    as_of_from: datetime
    as_of_precision: str
    since_to: datetime | None
    since_precision: str | None
    published_from: datetime
    published_precision: str
    withdrawn_on: datetime | None
    misprinted_on: datetime | None
    disputed_on: datetime | None
    denied_on: datetime | None
    annulled_on: datetime | None
    unhedged_by: str | None
    folder: str | None
    licence: str | None
    entered: datetime | None
    apart: str | None


class CurrentClaim(Claim):
    """A row of queries.current: an institution's newest claim, and what else it said then."""

    age: int | None
    lapsed: bool
    others: tuple[Claim, ...]
    sources: int


class Bound(TypedDict):
    """A row of queries.band: the two claims that are furthest apart from a date on."""

    at: datetime
    until: datetime | None
    institutions: int
    spread: float | None
    agree: bool | None
    lowest: int | None
    lowest_claim: str | None
    lowest_source: str | None
    lowest_qualifier: str | None
    lowest_since: datetime | None
    highest: int | None
    highest_claim: str | None
    highest_source: str | None
    highest_qualifier: str | None
    highest_since: datetime | None


class ThenAndNow(TypedDict):
    """A row of queries.then_and_now: what an institution said as known on a date, and says now."""

    origin: str
    source: str
    source_name: str
    source_short: str
    relation: str
    then_id: str | None
    then_low: int | None
    then_best: int | None
    then_high: int | None
    then_number: int | None
    then_lowest: int | None
    then_highest: int | None
    then_qualifier: str | None
    then_as_of: datetime | None
    then_published: datetime | None
    then_publisher: str | None
    then_lapsed: bool | None
    then_counting: str | None
    then_since: datetime | None
    then_as_of_from: datetime | None
    then_as_of_precision: str | None
    then_since_precision: str | None
    superseded_by: str | None
    superseded_on: datetime | None
    now_id: str | None
    now_low: int | None
    now_best: int | None
    now_high: int | None
    now_number: int | None
    now_lowest: int | None
    now_highest: int | None
    now_qualifier: str | None
    now_as_of: datetime | None
    now_published: datetime | None
    now_publisher: str | None
    now_lapsed: bool | None
    now_counting: str | None
    now_since: datetime | None
    now_as_of_from: datetime | None
    now_as_of_precision: str | None
    now_since_precision: str | None
    then_apart: str | None
    corrected: str | None
    ratio: float | None


class Quantity(TypedDict):
    """A row of queries.quantities: how a quantity is covered, and the ends of what is said of it.

    The ends are of one time, `at`; where that is null they are the newest of two institutions.
    """

    conflict: str
    conflict_name: str
    began: datetime
    ended: datetime | None
    conflict_note: str | None
    subject: str
    metric: str
    population: str
    event: str
    counting: str
    name: str
    words: str
    metric_label: str
    unit: str
    claims: int
    sources: int
    origins: int
    newest: datetime
    first: bool
    standing: int | None
    spread: float | None
    agree: bool | None
    at: datetime | None
    lowest_low: int | None
    lowest_best: int | None
    lowest_high: int | None
    lowest: int | None
    lowest_qualifier: str | None
    lowest_source: str | None
    lowest_as_of: datetime | None
    lowest_note: str | None
    lowest_claim: str | None
    highest_low: int | None
    highest_best: int | None
    highest_high: int | None
    highest: int | None
    highest_qualifier: str | None
    highest_source: str | None
    highest_as_of: datetime | None
    highest_note: str | None
    highest_claim: str | None


class _Named(TypedDict):
    id: str


class Article(_Named, Printed):
    """A row of the table `article`, as queries.article gives it."""

    published_from: datetime
    published_precision: str


class Source(TypedDict):
    """A row of queries.sources: who a source is, and how much it is quoted."""

    id: str
    name: str
    short: str
    kind: str
    affiliation: str
    affiliation_name: str | None
    part_of: str | None
    part_of_name: str | None
    origin: str
    origin_name: str
    homepage: str | None
    claims: int
    first: datetime | None
    last: datetime | None


class Counted(TypedDict):
    """A row of queries.counted_by: a quantity that a source counts, and how its number stands."""

    conflict: str
    subject: str
    metric: str
    population: str
    event: str
    relation: str
    claims: int
    first: datetime
    last: datetime
    quantity: str
    unit: str
    origins: int
    claim: str | None
    low: int | None
    best: int | None
    high: int | None
    qualifier: str | None
    counting: str | None
    since: datetime | None
    since_precision: str | None
    as_of: datetime | None
    as_of_from: datetime | None
    as_of_precision: str | None
    others: int
    lower: int
    higher: int
