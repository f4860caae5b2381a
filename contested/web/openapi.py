"""The API's description, made from what the API is: its models, the grammar, the data's ids."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from contested import __version__, cite, export, queries
from contested.engine import Engine
from contested.queries.search import LONGEST_QUESTION
from contested.selection import DATED, FIRST_DAY, LAST_DAY, LONGEST, WORDS, Selection
from contested.spans import FORMS
from contested.web import changes, json_rows, lookups, models
from contested.web.api import COMPLETED, FILE, JSON, LISTINGS, MARKED, STANDING
from contested.web.parameters import FURTHEST, Choice, Pages

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}

#: An empty value means the default, as in the dashboard's address.
_EMPTY: Schema = {"type": "string", "const": ""}

#: A month, a quarter or a year within the dates that may be asked for.
_SPAN: Schema = {"pattern": "^(199[0-9]|20[0-9]{2})(-(0[1-9]|1[0-2])|-Q[1-4])?$"}
_DATES, _WHOLE = {*export.DATES}, {*export.NUMBERS}


def document(engine: Engine) -> Schema:
    """Return the OpenAPI document of the API over these data: every word with what would pass."""
    terms = queries.terms(engine)
    info: Schema = {
        "title": "Contested",
        "version": __version__,
        "summary": "The figures wars are reported in, as claims.",
        "description": (
            "The same selections as the dashboard's pages, in the same words as their address. "
            "Every number is a claim: what one source stated, with its hedge, as one article "
            "printed it. A wrong word or value is a 422 that names each and says what would pass. "
            "An answer carries its data's hash; a repeated request with If-None-Match is a 304."
        ),
    }
    if len(terms) == 1:
        info["license"] = {"name": terms[0].title, "url": terms[0].url}
    known = queries.values(engine)
    paths: Schema = {}
    for name, listing in LISTINGS.items():
        parameters = [_word(word, known) for word in listing.words]
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        summary = listing.summary
        paths[f"/{name}.json"] = _get(name, summary, parameters + _paging(JSON), content)
    every = [_word(word, known) for word in WORDS]
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/timeline"}}}
    paths["/timeline.json"] = _get(
        "timeline", "What a timeline draws about one quantity.", every, content
    )
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/changes"}}}
    paths["/changes.json"] = _get(
        "changes",
        "What changed in the claims of a selection, the newest first: a change a row.",
        [
            *(_word(word, known) for word in changes.SELECTED),
            *(_choice(word, choice) for word, choice in changes.CHOICES.items()),
            *_paging(changes.JSON),
        ],
        content,
    )
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/search"}}}
    question = {"type": "string", "maxLength": LONGEST_QUESTION}
    meaning = "a sentence, a number, a name: what is looked up"
    paths["/search.json"] = _get(
        "search",
        "What a text finds: claims, quantities, sources and articles, best first.",
        [
            {"name": "q", "in": "query", "description": meaning, "schema": question},
            _paging(lookups.MANY)[0],
        ],
        content,
    )
    for form, kind in export.FORMATS.items():
        if form != "json":
            tags = [_hxl()] if form == "csv" else []
            paths[f"/claims.{form}"] = _get(
                f"claims_{form}",
                f"Every claim of a selection, as {kind.label}.",
                [*every, *_paging(FILE), *tags],
                {kind.mime: {"schema": {"type": "string", "format": "binary"}}},
            )
    paths["/datapackage.zip"] = _get(
        "datapackage",
        "All of the data as a Data Package (datapackage.org).",
        [],
        {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
    )
    for form, written in cite.FORMATS.items():
        paths[f"/datapackage.{form}"] = _get(
            f"cite_{form.replace('.', '_')}",
            f"How to cite all of the data, as {written.label}.",
            [],
            {written.mime: {"schema": {"type": "array"} if form == "csl.json" else _TEXT}},
        )
    return {
        "openapi": "3.1.0",
        "info": info,
        "servers": [{"url": "/api"}],
        "paths": paths,
        "components": {"schemas": _schemas(engine)},
    }


def known(document: Schema) -> dict[str, list[str]]:
    """Return the ids that a document's words may have, by word; a form offers them."""
    words: dict[str, list[str]] = {}
    for methods in document["paths"].values():
        for parameter in methods.get("get", {}).get("parameters", []):
            schema = parameter["schema"].get("items", parameter["schema"])
            if len(schema.get("enum", ())) > 13:
                words[parameter["name"]] = schema["enum"]
    return words


def _word(name: str, known: dict[str, list[str]]) -> Schema:
    rule = WORDS[name]
    schema: Schema = {"type": "string", "maxLength": LONGEST}
    if rule.kind in DATED:
        forms = [{"format": "date"}, *([_SPAN] if rule.kind == "when" else []), _EMPTY]
        schema = {"type": "string", "anyOf": forms}
    elif rule.kind == "word":
        schema = {"type": "string", "enum": [*rule.words, ""]}
    elif name in known:
        schema = {"type": "string", "enum": [*known[name], ""]}
    meaning = rule.meaning
    if rule.kind == "when":
        meaning += f": {FORMS}; the {rule.end} day of it counts"
    if rule.kind in DATED:
        meaning += f", from {FIRST_DAY} to {LAST_DAY}"
    parameter: Schema = {"name": name, "in": "query", "description": meaning, "schema": schema}
    if rule.many:
        parameter["schema"] = {"type": "array", "items": schema}
        parameter |= {"style": "form", "explode": True}
    return parameter


def _choice(name: str, choice: Choice) -> Schema:
    schema: Schema = {"type": "string", "enum": [*choice.words, ""]}
    parameter: Schema = {
        "name": name,
        "in": "query",
        "description": choice.meaning,
        "schema": schema,
    }
    if choice.many:
        parameter["schema"] = {"type": "array", "items": schema}
        parameter |= {"style": "form", "explode": True}
    return parameter


def _paging(pages: Pages) -> list[Schema]:
    limit = {"type": "integer", "minimum": 1, "maximum": pages.most}
    offset = {"type": "integer", "minimum": 0, "maximum": FURTHEST}
    return [
        _number("limit", "at most so many rows", limit, pages.usual),
        _number("offset", "after so many rows", offset, 0),
    ]


def _number(name: str, meaning: str, schema: Schema, usual: int) -> Schema:
    either = {"anyOf": [schema, _EMPTY], "default": usual}
    return {"name": name, "in": "query", "description": meaning, "schema": either}


def _hxl() -> Schema:
    meaning = "1 adds a row of HXL 1.1 hashtags under the header"
    schema = {"type": "string", "enum": ["0", "1", ""]}
    return {"name": "hxl", "in": "query", "description": meaning, "schema": schema}


def _get(name: str, summary: str, parameters: list[Schema], content: Schema) -> Schema:
    headers = {
        "ETag": {"schema": _TEXT, "description": "Names this state of the data and this query."},
        "Contested-Data": {"schema": _TEXT, "description": "The hash of the data."},
        "Link": {"schema": _TEXT, "description": "rel=license, describedby, and next to read on."},
    }
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/misfits"}}}
    trouble = {"application/json": {"schema": {"$ref": "#/components/schemas/error"}}}
    responses = {
        "200": {"description": "What was asked for.", "headers": headers, "content": content},
        "304": {"description": "Unchanged since the answer whose ETag was sent."},
        "422": {"description": "Every word or value that does not pass.", "content": error},
        "503": {"description": "The data cannot be read now.", "content": trouble},
    }
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": parameters,
            "responses": responses,
        }
    }


def _schemas(engine: Engine) -> Schema:
    """Return the schema of each answer, generated from its model; rows are as the queries are."""
    whole = Selection()
    one = queries.complete(engine, whole)
    current, band = queries.current(engine, one), queries.band(engine, one)
    claim: dict[str, json_rows.Kind] = {
        name: "date" if name in _DATES else "integer" if name in _WHOLE else "string"
        for name in export.COLUMNS
    }
    rows = {
        "claims": models.row("Claim", claim),
        "quantities": models.rows_of("Quantity", queries.quantities(engine, whole)),
        "sources": models.rows_of("Source", queries.sources(engine)),
        "latest": models.row("Latest", claim | json_rows.columns(current[[*STANDING]])),
        "spread": models.rows_of("Standing", band),
    }
    standing, claims = rows["spread"], rows["claims"]
    answered = {name: models.paged(_base(name), name, kind) for name, kind in rows.items()}
    marks = models.row("Mark", claim | json_rows.columns(queries.drawn(engine, one)[[*MARKED]]))
    answered["timeline"] = models.answer(
        _base("timeline"),
        "timeline",
        total=int,
        claims=list[marks],  # type: ignore[valid-type]
        band=list[standing],  # type: ignore[valid-type]
        events=list[models.rows_of("Event", queries.events(engine, whole))],  # type: ignore[misc]
        breaks=list[models.rows_of("Break", queries.breaks(engine, one))],  # type: ignore[misc]
        unnumbered=list[claims],  # type: ignore[valid-type]
    )
    answered["search"] = _matches(engine, claim)
    answered["changes"] = _changes(engine, claims)
    answered |= {"misfits": models.Misfits, "error": models.Trouble}
    schemas: Schema = {}
    for name, model in answered.items():
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= schema.pop("$defs", {})
        schemas[name] = schema
    return schemas


def _matches(engine: Engine, claim: dict[str, json_rows.Kind]) -> type[BaseModel]:
    """Return the model of what a search answers."""
    matches = queries.search(engine, "killed", most=1)
    own: dict[str, json_rows.Kind] = dict.fromkeys(lookups.OWN, "string")
    lined: dict[str, json_rows.Kind] = {"line": "string", "address": "string"}
    columns = {
        "claims": claim | own,
        "quantities": json_rows.columns(queries.quantities(engine)) | lined,
        "sources": json_rows.columns(matches.sources) | lined,
        "articles": json_rows.columns(matches.articles) | lined,
    }
    parts: dict[str, Any] = {
        name: list[models.row(f"Found{name.capitalize()}", kinds)]  # type: ignore[misc]
        for name, kinds in columns.items()
    }
    return models.answer(models.Searched, "search", **parts)


def _changes(engine: Engine, claims: type[BaseModel]) -> type[BaseModel]:
    """Return the model of what a ledger answers."""
    rows = queries.changes(engine, Selection(), entry=False, most=0)
    own = models.row("Change", json_rows.columns(rows[[*changes.OWN]]) | {"line": "string"})
    change = models.answer(own, "Change", claim=claims)
    return models.paged(models.Ledger, "changes", change)


def _base(name: str) -> type[models.About]:
    return models.AboutQuantity if name in COMPLETED else models.About
