"""What the API takes and answers, as pydantic models: its OpenAPI document is made from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, InstanceOf, WithJsonSchema, create_model

from contested.sql.reading import LONGEST
from contested.views import VIEWS
from contested.web import json_rows

# A text that may hold half a character: what is wrong with one is named where it stands.
_Any = Annotated[InstanceOf[str], WithJsonSchema({"type": "string"})]
_View = Annotated[
    InstanceOf[str], WithJsonSchema({"type": "string", "enum": list(VIEWS), "default": "timeline"})
]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Question(_Model):
    """What is to be frozen: a selection, and the view of it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"query": "subject=north-korea&metric=killed", "view": "timeline"}
        },
    )

    query: _Any = Field(description="what is selected, as in the address bar")
    view: _View = "timeline"


class Statement(_Model):
    """One statement of SQL, and the form in which its rows come."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"sql": "select * from claim limit 10", "format": "json"}},
    )

    sql: str = Field(description="one select over the documented tables", max_length=LONGEST)
    format: Literal["csv", "json", "parquet"] = "json"


class Frozen(_Model):
    """What was frozen: its id and addresses, and what it shows."""

    id: str
    url: str
    made: str
    view: str
    query: str
    title: str
    answer: str
    claims: int
    data: str
    files: dict[str, str] = Field(description="The address of each of its files, by its ending.")
    embed: str


class Broken(_Model):
    """One broken place of a data folder: where it is, what it holds, what would pass."""

    file: str
    line: int
    column: str
    value: str
    message: str


class Trouble(_Model):
    """Why nothing is answered, in one sentence; the errors of a data folder that does not pass."""

    detail: str
    problems: list[Broken] = []


class Wrong(_Model):
    """One word of a request that does not pass, and what would."""

    word: str
    value: str
    message: str


class Misfits(_Model):
    """Every word or value of a request that does not pass."""

    detail: list[Wrong]


class Licence(_Model):
    """The terms that data are given under."""

    name: str
    title: str
    url: str


class _OfData(_Model):
    """Of what data an answer is, and their terms."""

    data: str = Field(description="The hash of the data.")
    licence: str | None = Field(
        description="The address of the terms; null where there are none, or several."
    )
    licences: list[Licence] = Field(description="The terms of the folders that the claims are of.")


class About(_OfData):
    """What every answer begins with."""

    citation: str = Field(description="How to cite this answer.")
    query: str = Field(description="The selection as an address says it.")


class AboutQuantity(About):
    """What an answer about one quantity begins with."""

    quantity: str | None = Field(description="What is counted.")
    answer: str = Field(description="What the current claims amount to.")


class Ledger(About):
    """What the answer of a ledger begins with."""

    clock: str = Field(description="By which day the changes are listed: entry or print.")
    counts: dict[str, int] = Field(description="How many changes of each kind there are.")


class ReadNumber(_Model):
    """A number that was read in what is looked up, as a claim has it."""

    low: int | None
    best: int | None
    high: int | None
    qualifier: str
    words: str = Field(description="As it was written, its hedge included.")
    start: int
    end: int


class Searched(_OfData):
    """What the answer to a search begins with."""

    q: str = Field(description="What was looked up.")
    numbers: list[ReadNumber] = Field(description="The numbers that were read in it.")
    words: list[str] = Field(description="The words that were looked for beside them.")
    respelled: str = Field(description="What was looked up instead, where a word was misspelt.")
    unknown: list[str] = Field(description="The words that nothing here holds.")


_KINDS: dict[json_rows.Kind, Any] = {
    "string": str,
    "date": date,
    "integer": int,
    "number": float,
    "boolean": bool,
}


#: What may be the matter with whatever is posted.
_POSTED = {
    400: "The body is not JSON.",
    413: "The request is too large.",
    415: "The body is not said to be JSON.",
    429: "Too many at once; Retry-After says when to come back.",
}


def troubles(more: Mapping[int, str]) -> dict[int | str, dict[str, Any]]:
    """Return what a route that is posted to may answer amiss, with what is its own, for FastAPI."""
    every = sorted((_POSTED | dict(more)).items())
    return {code: {"description": meaning, "model": Trouble} for code, meaning in every}


def body_of(kind: type[BaseModel]) -> dict[str, Any]:
    """Return what OpenAPI says of the body that such a route takes."""
    content = {"application/json": {"schema": kind.model_json_schema()}}
    return {"requestBody": {"required": True, "content": content}}


def row(name: str, columns: dict[str, json_rows.Kind]) -> type[BaseModel]:
    """Return the model of one row: each column may be null."""
    fields: dict[str, Any] = {
        column: (_KINDS[kind] | None, ...) for column, kind in columns.items()
    }
    return create_model(name, __base__=_Model, **fields)


def rows_of(name: str, rows: pd.DataFrame) -> type[BaseModel]:
    """Return the model of a query's rows."""
    return row(name, json_rows.columns(rows))


def answer(base: type[BaseModel], name: str, **parts: Any) -> type[BaseModel]:
    """Return the model of an answer: what it begins with, then its parts, each always there."""
    fields: dict[str, Any] = {part: (kind, ...) for part, kind in parts.items()}
    return create_model(name, __base__=base, **fields)


def paged(base: type[BaseModel], name: str, kind: type[BaseModel]) -> type[BaseModel]:
    """Return the model of a list's answer: how many rows there are, and some of them."""
    total = Annotated[int, Field(description="How many rows the selection holds.")]
    return answer(base, name, total=total, limit=int, offset=int, **{name: list[kind]})  # type: ignore[valid-type]
