"""The API as an application of its own: routes, errors in JSON, reading open to all."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response

from contested import __version__, cite, export
from contested.database import Database
from contested.web import api, changes, freezing, lookups, openapi, sql, still
from contested.web.faults import fault
from contested.web.headers import Head
from contested.web.lanes import ANSWERS, LOOKUPS
from contested.web.replies import Work, refused, reply, route
from contested.web.template import page, trouble


def service() -> FastAPI:
    """Return the API, to be mounted; its own docs are replaced by a page without scripts."""
    app = FastAPI(
        title="Contested",
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )

    def add(path: str, work: Work, name: str, keep: bool = False) -> None:
        answer = ANSWERS.route(route(work, refused, name, keep, shared=keep), refused)
        app.add_api_route(path, answer, methods=["GET"], include_in_schema=False)

    for name in api.LISTINGS:
        add(f"/{name}.json", partial(api.listed, name), name, keep=name != "claims")
    add("/timeline.json", api.timeline, "timeline", keep=True)
    add("/changes.json", changes.listed, "changes", keep=True)
    searched = LOOKUPS.route(route(lookups.searched, refused, "search", keep=True), refused)
    app.add_api_route("/search.json", searched, methods=["GET"], include_in_schema=False)
    for form in export.FORMATS:
        if form != "json":
            add(f"/claims.{form}", partial(api.file, form), f"claims_{form}")
    add("/datapackage.zip", api.zipped, "datapackage")
    for form in cite.FORMATS:
        add(f"/datapackage.{form}", partial(api.cited, form), f"cite_{form}")

    documents: dict[str, dict[str, Any]] = {}

    def document(data: Database) -> dict[str, Any]:
        written = documents.get(data.hash)
        if written is None:
            written = _document(app, data)
            documents.clear()
            documents[data.hash] = written
        return written

    def described(request: Request, data: Database) -> Response:
        return reply(document(data))

    def docs(request: Request, data: Database) -> Response:
        written = document(data)
        fields: dict[str, Any] = {
            "document": written,
            "known": openapi.known(written),
            "sql": sql.offered(),
            "files": still.WHOLE,
            "of_a_quantity": still.FILES,
        }
        return page(request, "docs", data, **fields)

    add("/openapi.json", described, "openapi")
    app.add_api_route(
        "/docs", route(docs, trouble, "docs", shared=True), methods=["GET"], include_in_schema=False
    )
    freezing.add(app)
    sql.add(app)
    app.add_exception_handler(HTTPException, _refusal)
    app.add_exception_handler(Exception, fault)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD"],
        expose_headers=["ETag", "Link", "Contested-Data", "Contested-Total"],
    )
    app.add_middleware(Head)
    return app


def _document(app: FastAPI, data: Database) -> dict[str, Any]:
    """Return the API's description: that of the data, and of what FastAPI knows beside it."""
    document = openapi.document(data.engine())
    more = app.openapi()
    document["paths"] |= more.get("paths", {})
    document["components"]["schemas"] |= more.get("components", {}).get("schemas", {})
    return document


def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = reply({"detail": error.detail}, error.status_code)
    response.headers.update(error.headers or {})
    return response
