"""The pages for one thing: a claim, an article, a source; and each as files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import pandas as pd
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contested import cite, export, queries, words
from contested.addresses import Site
from contested.cite import Work
from contested.database import Database
from contested.engine import Engine
from contested.errors import ContestedError, NotFound
from contested.folders import Terms
from contested.html import events, lists
from contested.kept import kept
from contested.rows import Counted, one_by_one
from contested.selection import LONGEST, Selection, quantity_of
from contested.views import claim as view
from contested.web import json_rows, jsonld, pictures
from contested.web.replies import licensed, refused, reply, route
from contested.web.site import accessed, site
from contested.web.template import Missing, page, trouble
from contested.words import changes, profiles, surroundings

#: A page lists at most so many claims; the API lists all.
MOST = 40

Row = dict[str, Any]


class Thing(NamedTuple):
    """One thing to show: its template's words, its citation and terms, its JSON-LD and JSON."""

    fields: Row
    work: Work
    terms: list[Terms]
    described: Row
    content: Callable[[], Row]


def _claim(engine: Engine, id: str, here: Site, data: Database) -> Thing:
    claim: Row = {**queries.claim(engine, id)}
    url = here.url("claim", id)
    work = cite.claim(claim, url, accessed(here), data.hash)
    homes = {one: queries.source(engine, one) for one in claim["source"].split(";")}
    around = view.surroundings(engine, claim)
    quantity = quantity_of(claim)
    fields = {
        "title": f"{words.capital(words.said(claim))}: {claim['quantity']}",
        "answer": words.sentence(claim),
        "claim": claim,
        "part_of": profiles.part_of(list(homes.values())),
        "article_title": profiles.title(claim),
        "quantity": quantity,
        "history": [
            {"row": row, "when": changes.moment(row), "line": changes.event(row, id)}
            for row in one_by_one(queries.history(engine, id).iloc[::-1])
        ],
        "changes": [
            {**row, "selection": events.beyond(row)}
            for row in _rows(queries.breaks(engine, quantity))
        ],
        "tolls": [
            {**row, "selection": lists.quantity(row)}
            for row in _rows(queries.tolls(engine, quantity))
        ],
        "responses": _rows(queries.responses(engine, id)),
        "around": surroundings.summary(around),
        "around_heading": surroundings.HEADING,
        "around_lede": surroundings.LEDE,
        "around_sections": surroundings.sections(around),
        "to_claim": lambda id: here.path("claim", id),
        "siblings": _rows(queries.printed(engine, claim["article"], but=id)),
    }

    def content() -> Row:
        return {"claim": export.objects([claim])[0]}

    terms = queries.terms(engine, claims=pd.DataFrame({"folder": [claim["folder"]]}))
    return Thing(fields, work, terms, jsonld.claim(claim, homes, here, data), content)


def _article(engine: Engine, id: str, here: Site, data: Database) -> Thing:
    about = queries.article(engine, id)
    claims = queries.printed(engine, id)
    work = cite.article(about, accessed(here))
    fields = {
        "title": profiles.title(about),
        "heading": profiles.heading(about),
        "answer": profiles.article(about, claims),
        "article": about,
        "claims": _rows(claims),
        "more": len(claims) if len(claims) > MOST else 0,
    }

    def content() -> Row:
        article = json_rows.plain(about)
        return {"article": article, "claims": json_rows.claims(claims)}

    terms = queries.terms(engine, Selection(article=id))
    return Thing(fields, work, terms, jsonld.article(about, _rows(claims), here), content)


def _source(engine: Engine, id: str, here: Site, data: Database) -> Thing:
    about = queries.source(engine, id)
    counted = queries.counted_by(engine, id)
    selection = Selection(source=(id,))
    number = int(queries.count(engine, selection)["claims"])
    newest = queries.claims(engine, selection, most=MOST, skip=max(0, number - MOST))
    work = cite.source(about, here.url("source", id), accessed(here), data.hash)
    answer = profiles.source(about, counted)
    fields = {
        "title": about["name"],
        "answer": answer,
        "source": about,
        "selection": selection,
        "counted": [_counted(row, id) for row in one_by_one(counted[:MOST], Counted)],
        "claims": _rows(newest.iloc[::-1]),
        "more": number if number > MOST else 0,
    }

    def content() -> Row:
        claims = queries.stated_by(engine, id)
        source = json_rows.plain(about)
        return {"source": source, "claims": json_rows.claims(claims)}

    terms = queries.terms(engine, selection)
    return Thing(fields, work, terms, jsonld.source(about, answer, here, data, terms), content)


KINDS: dict[str, Callable[[Engine, str, Site, Database], Thing]] = {
    "claim": _claim,
    "article": _article,
    "source": _source,
}


def _thing(kind: str, id: str, here: Site, data: Database) -> Thing:
    return KINDS[kind](data.engine(), id, here, data)


#: The thing that was asked for last: all its files are published one after the other.
_same = kept(1)(_thing)


def routes() -> list[Route]:
    """Return the pages for one thing, each with its files under the same address."""
    return [
        Route(f"/{kind}/{{id}}", route(_thing_page(kind), _failed, kind, keep=True, shared=True))
        for kind in KINDS
    ]


def _failed(request: Request, error: ContestedError) -> Response:
    """Return an error in the form that was asked for: JSON, or a page."""
    if str(request.path_params["id"]).endswith(".json"):
        return refused(request, error)
    return trouble(request, error)


def _thing_page(kind: str) -> Callable[[Request, Database], Response]:
    def work(request: Request, data: Database) -> Response:
        engine = data.engine()
        here = site(request)
        # An id holds no dot: what follows one is the form asked for.
        id, _, form = str(request.path_params["id"]).partition(".")
        try:
            thing = (_same if here.published else _thing)(kind, id[: LONGEST + 1], here, data)
        except NotFound:
            raise Missing(kind, id[:LONGEST], _similar(engine, kind, id[:LONGEST], here)) from None
        if form in cite.FORMATS:
            return _file(cite.FORMATS[form], thing.work, f"{kind}-{id}")
        if form == "json":
            about = {"data": data.hash, **licensed(thing.terms)}
            return reply({**about, "citation": cite.text(thing.work), **thing.content()})
        if form:
            raise Missing(kind, f"{id}.{form}"[:LONGEST], [(here.path(kind, id), id)])
        return page(
            request,
            kind,
            data,
            picture=_card(here, kind, id, thing),
            url=here.url(kind, id),
            path=here.path(kind, id),
            described=thing.described,
            citation=cite.text(thing.work),
            formats=cite.FORMATS,
            terms=thing.terms,
            named=cache(lambda id: str(queries.source(engine, id)["name"])),
            **thing.fields,
        )

    return work


def _card(here: Site, kind: str, id: str, thing: Thing) -> str:
    """Return the address of the picture that other sites show of a thing: a claim's quantity."""
    if not here.origin:
        return ""
    if kind == "claim":
        return pictures.card(here, "timeline", thing.fields["quantity"])
    selection = Selection(source=(id,)) if kind == "source" else Selection(article=id)
    return pictures.card(here, kind, selection)


def _similar(engine: Engine, kind: str, id: str, here: Site) -> list[tuple[str, str]]:
    """Return path and name of the things whose ids are nearest to one that names nothing."""
    return [
        (here.path(kind, row["id"]), f"{row['label']} ({row['id']})")
        for row in one_by_one(queries.similar(engine, kind, id))
    ]


def _file(form: cite.Format, work: Work, name: str) -> Response:
    response = Response(form.write(work), media_type=f"{form.mime}; charset=utf-8")
    response.headers["content-disposition"] = f'attachment; filename="{name}.{form.ending}"'
    return response


def _rows(rows: pd.DataFrame) -> list[Row]:
    return [dict(row) for row in one_by_one(rows[:MOST])]


def _counted(row: Counted, source: str) -> Row:
    """Return a quantity that a source counts with how its number stands to the others' now."""
    quantity = lists.quantity(row)
    return {
        **row,
        "selection": replace(quantity, source=(source,)),
        "stand": words.capital(profiles.among(row)),
    }
