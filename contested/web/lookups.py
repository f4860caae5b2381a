"""A number looked up: the page for people, and the search as data while one types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contested import queries
from contested.addresses import Site
from contested.charts import trail
from contested.database import Database
from contested.errors import BadSelection, Misfit, hint
from contested.queries.search import LONGEST_QUESTION, Matches
from contested.rows import one_by_one
from contested.selection import quantity_of
from contested.views.check import check
from contested.web import json_rows
from contested.web.lanes import LOOKUPS
from contested.web.parameters import Pages, whole
from contested.web.replies import licensed, reply, route
from contested.web.site import site
from contested.web.template import page, trouble
from contested.words import lookups, surroundings

#: How many of each kind an answer holds unless asked, and at most.
MANY = Pages(8, 50)

#: What a page without a question offers to try.
EXAMPLES = ("600 North Koreans killed", "Gaza death toll", "1.2 million", "Russia losses")


def routes() -> list[Route]:
    """Return the page that looks a number up."""
    return [Route("/check", LOOKUPS.route(route(_check, trouble, "check"), trouble))]


def asked(request: Request) -> str:
    """Return what a request asks for: its `q`, without spaces around it."""
    return " ".join(request.query_params.get("q", "").split())


def _check(request: Request, data: Database) -> Response:
    """Answer what is recorded of a text."""
    engine = data.engine()
    here = site(request)
    text = asked(request)
    cut = len(text) > LONGEST_QUESTION
    text = text[:LONGEST_QUESTION]
    fields: dict[str, Any] = {
        "q": text,
        "cut": LONGEST_QUESTION if cut else 0,
        "longest": LONGEST_QUESTION,
        "examples": EXAMPLES,
        "bookmarklet": here.bookmarklet(),
        "lookups": lookups,
        "trail": trail,
        "trail_address": lambda id, dark: here.trail(data.hash, id, dark),
        "surroundings": surroundings,
        "to_claim": lambda id: here.path("claim", id),
        "quantity_of": quantity_of,
        "to_quantity": lambda row: here.view("timeline", quantity_of(row)),
        "checked": check(engine, text) if text else None,
    }
    return page(request, "check", data, **fields)


def searched(request: Request, data: Database) -> Response:
    """Answer what a text finds: claims, quantities, sources and articles, best first."""
    engine = data.engine()
    text, most = _parameters(request)
    matches = queries.search(engine, text, most)
    content: dict[str, Any] = {
        "data": data.hash,
        **licensed(queries.terms(engine, claims=matches.claims)),
        "q": text,
        "numbers": [
            {name: getattr(one, name) for name in NUMBER} for one in matches.question.numbers
        ],
        "words": list(matches.question.words),
        "respelled": matches.respelled,
        "unknown": list(matches.unknown),
    }
    return reply(content | rows(matches, site(request)))


#: What an answer says of each number that it read.
NUMBER = ("low", "best", "high", "qualifier", "words", "start", "end")

#: What a claim of an answer has beside its own columns.
OWN = ("match", "line", "address")


def rows(matches: Matches, here: Site) -> dict[str, list[dict[str, Any]]]:
    """Return what was found as rows for a program, each with its line in words and its address."""
    claims = [
        {**row, "match": claim["match"], "line": lookups.line(claim), "address": address}
        for row, claim, address in zip(
            json_rows.claims(matches.claims),
            one_by_one(matches.claims),
            (here.path("claim", id) for id in matches.claims["id"]),
            strict=True,
        )
    ]
    return {
        "claims": claims,
        "quantities": _lined(
            matches.quantities,
            lookups.quantity_line,
            lambda row: here.view("timeline", quantity_of(row)),
        ),
        "sources": _lined(
            matches.sources, lookups.source_line, lambda row: here.path("source", row["id"])
        ),
        "articles": _lined(
            matches.articles, lookups.article_line, lambda row: here.path("article", row["id"])
        ),
    }


def _lined(
    matching: pd.DataFrame, line: Callable[[Any], str], address: Callable[[Any], str]
) -> list[dict[str, Any]]:
    each = zip(json_rows.plain_rows(matching), one_by_one(matching), strict=True)
    return [{**plain, "line": line(row), "address": address(row)} for plain, row in each]


def _parameters(request: Request) -> tuple[str, int]:
    """Return what is looked up and how many of each kind; raises BadSelection for all else."""
    allowed = ("q", "limit")
    misfits = [
        Misfit(word[:200], value[:200], f"no such word here; {hint(word[:40], allowed)}")
        for word, value in request.query_params.multi_items()[:20]
        if word not in allowed
    ]
    texts = request.query_params.getlist("q")
    if len(texts) > 1:
        misfits.append(Misfit("q", ", ".join(texts)[:200], "give one text"))
    text = asked(request)
    if len(text) > LONGEST_QUESTION:
        message = f"write at most {LONGEST_QUESTION} characters"
        misfits.append(Misfit("q", f"{text[:60]}…", message))
    most = whole(request, "limit", 1, MANY.most, misfits)
    if misfits:
        raise BadSelection(misfits)
    return text, most or MANY.usual
