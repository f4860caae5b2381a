"""POST /api/snapshots: a selection and a view in, a snapshot's address out.

Nothing of the request reaches a snapshot but the selection: rows, chart and words are made here.
"""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from contested.database import database
from contested.errors import (
    BadSelection,
    ContestedError,
    Misfit,
    StoreFull,
    TooLarge,
    TooMany,
    hint,
)
from contested.selection import LONGEST, parse, shown
from contested.snapshots import limits, pictures
from contested.snapshots.content import Snapshot
from contested.snapshots.files import FILES
from contested.snapshots.freezing import kept
from contested.snapshots.views import VIEWS
from contested.web.client import client
from contested.web.replies import refused, reply
from contested.web.site import Site, site

#: What a request may take, in bytes.
BODY = 4096

_WORDS = ("query", "view")

_TEXT = {"type": "string"}
_QUESTION: dict[str, Any] = {
    "type": "object",
    "required": ["query"],
    "additionalProperties": False,
    "properties": {
        "query": _TEXT | {"description": "what is selected, as in the address bar"},
        "view": _TEXT | {"enum": list(VIEWS), "default": "timeline"},
    },
    "example": {"query": "subject=north-korea&metric=killed", "view": "timeline"},
}
_ANSWER: dict[str, Any] = {
    "type": "object",
    "required": ["id", "url", "made", "view", "query", "title", "answer", "claims", "files"],
    "properties": {
        **dict.fromkeys(("id", "url", "made", "view", "query", "title", "answer"), _TEXT),
        "claims": {"type": "integer"},
        "files": {"type": "object", "additionalProperties": _TEXT},
    },
}
_DETAIL: dict[str, Any] = {"type": "object", "required": ["detail"]}
_TROUBLE = {
    400: "The body is not JSON.",
    413: "The request, or the snapshot, is too large.",
    415: "The body is not said to be JSON.",
    422: "A word or a value does not pass; each is named.",
    429: "Too many at once; Retry-After says when to come back.",
    503: "The data cannot be read now.",
    507: "The store is full.",
}


class _Refused(Exception):
    """A request that is not read at all: its status and why."""

    def __init__(self, status: int, why: str) -> None:
        self.status = status
        super().__init__(why)


async def frozen(request: Request) -> Response:
    """Freeze a view: {"query": "…", "view": "timeline"} → 201 with its id and address.

    200 where the same view of the same data is kept already.
    """
    try:
        limits.freezing().take(client(request))
        query, view = _asked(await _body(request))
        return await run_in_threadpool(_freeze, request, query, view)
    except _Refused as refusal:
        return reply({"detail": str(refusal)}, refusal.status)
    except ContestedError as error:
        return trouble(request, error)


def add(app: FastAPI) -> None:
    """Give the API the route that freezes, with what OpenAPI says of it."""
    app.add_api_route(
        "/snapshots",
        frozen,
        methods=["POST"],
        operation_id="freeze",
        summary="Freeze a view of a selection as it is now, for good.",
        description="The same view of the same data has one id: freezing it again answers 200.",
        status_code=201,
        response_model=None,
        responses={
            201: {"description": "It was frozen.", "content": _json(_ANSWER)},
            200: {"description": "It is frozen already.", "content": _json(_ANSWER)},
            **{
                code: {"description": meaning, "content": _json(_DETAIL)}
                for code, meaning in _TROUBLE.items()
            },
        },
        openapi_extra={"requestBody": {"required": True, "content": _json(_QUESTION)}},
    )


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def trouble(request: Request, error: ContestedError) -> Response:
    """Return an error of a snapshot in JSON, with the status that says whose turn it is."""
    statuses = {TooLarge: 413, TooMany: 429, StoreFull: 507}
    status = next((code for kind, code in statuses.items() if isinstance(error, kind)), None)
    if status is None:
        return refused(request, error)
    response = reply({"detail": str(error)}, status)
    if isinstance(error, TooMany):
        response.headers["retry-after"] = str(error.wait)
    return response


def described(snapshot: Snapshot, here: Site) -> dict[str, Any]:
    """Return what an answer says of a snapshot: its id, its addresses, what it shows."""
    url = here.url("snapshot", snapshot.id)
    return {
        "id": snapshot.id,
        "url": url,
        "made": snapshot.made,
        "view": snapshot["view"],
        "query": snapshot["query"],
        "title": snapshot["title"],
        "answer": snapshot["answer"],
        "claims": snapshot["count"],
        "data": snapshot["data"],
        "files": {ending: f"{url}.{ending}" for ending in FILES},
        "embed": here.url("embed", snapshot.id),
    }


def _freeze(request: Request, query: str, view: str) -> Response:
    selection, misfits = parse(query)
    if view not in VIEWS:
        misfits.append(Misfit("view", shown(view), hint(view[:LONGEST], VIEWS)))
    if misfits:
        raise BadSelection(misfits)
    found = database()
    snapshot, new = kept(found.cursor(), found.hash, selection, view)
    here = site(request)
    pictures.prepare(snapshot)
    response = reply(described(snapshot, here), 201 if new else 200)
    response.headers["location"] = here.path("snapshot", snapshot.id)
    return response


async def _body(request: Request) -> Any:
    """Return a request's JSON; nothing beyond the limit is read."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise _Refused(415, "send JSON, with the content type application/json")
    raw = b""
    async for part in request.stream():
        raw += part
        if len(raw) > BODY:
            raise _Refused(413, f"send at most {BODY} bytes")
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise _Refused(400, "the body is not JSON") from None


def _asked(body: Any) -> tuple[str, str]:
    """Return the query and the view that a body asks for; raises BadSelection."""
    if not isinstance(body, dict):
        raise BadSelection(
            [Misfit("body", _short(body), 'send {"query": "…", "view": "timeline"}')]
        )
    misfits = [
        Misfit(_short(name), _short(value), f"no such field; {hint(_short(name), _WORDS)}")
        for name, value in body.items()
        if name not in _WORDS
    ]
    misfits += [
        Misfit(name, _short(body[name]), "give a text")
        for name in _WORDS
        if name in body and not isinstance(body[name], str)
    ]
    if "query" not in body:
        misfits.append(Misfit("query", "", "say what is selected, as in the address bar"))
    if misfits:
        raise BadSelection(misfits)
    return body["query"], body.get("view", "timeline")


def _short(value: Any) -> str:
    return shown(value if isinstance(value, str) else json.dumps(value))
