"""POST /api/snapshots: a selection and a view in, a snapshot's address out.

Nothing of the request reaches a snapshot but the selection: rows, chart and words are made here.
"""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from contested.addresses import Site
from contested.database import database
from contested.errors import (
    BadSelection,
    Busy,
    ContestedError,
    Misfit,
    StoreFull,
    TooLarge,
    TooMany,
    hint,
)
from contested.selection import LONGEST, parse, printable
from contested.snapshots import limits, pictures
from contested.snapshots.content import Snapshot
from contested.snapshots.files import FILES
from contested.snapshots.freezing import saved
from contested.views import VIEWS
from contested.web.client import client
from contested.web.lanes import FREEZING
from contested.web.models import Frozen, Misfits, Question, body_of, troubles
from contested.web.posted import Refused, posted
from contested.web.replies import refused, reply
from contested.web.site import site

#: What a request may take, in bytes.
BODY = 4096

_TROUBLE = {
    413: "The request, or the snapshot, is too large.",
    503: "The data cannot be read now.",
    507: "The store is full.",
}
_MISFITS = "A word or a value does not pass; each is named."


async def frozen(request: Request) -> Response:
    """Freeze a view: {"query": "…", "view": "timeline"} → 201 with its id and address.

    200 where the same view of the same data is kept already.
    """
    try:
        await run_in_threadpool(limits.freezing().take, client(request))
        question = _question(await posted(request, BODY))
        return await FREEZING.run(lambda: _freeze(request, question))
    except Refused as refusal:
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
            201: {"description": "It was frozen.", "model": Frozen},
            200: {"description": "It is frozen already.", "model": Frozen},
            422: {"description": _MISFITS, "model": Misfits},
            **troubles(_TROUBLE),
        },
        openapi_extra=body_of(Question),
    )


def trouble(request: Request, error: ContestedError) -> Response:
    """Return an error of a snapshot in JSON, with the status that says whose turn it is."""
    statuses = {TooLarge: 413, TooMany: 429, StoreFull: 507, Busy: 503}
    status = next((code for kind, code in statuses.items() if isinstance(error, kind)), None)
    if status is None:
        return refused(request, error)
    response = reply({"detail": str(error)}, status)
    if isinstance(error, TooMany | Busy):
        response.headers["retry-after"] = str(error.wait)
    return response


def described(snapshot: Snapshot, here: Site) -> Frozen:
    """Return what an answer says of a snapshot: its id, its addresses, what it shows."""
    url = here.url("snapshot", snapshot.id)
    return Frozen(
        id=snapshot.id,
        url=url,
        made=snapshot.made,
        view=snapshot["view"],
        query=snapshot["query"],
        title=snapshot["title"],
        answer=snapshot["answer"],
        claims=snapshot["count"],
        data=snapshot["data"],
        files={ending: f"{url}.{ending}" for ending in FILES},
        embed=here.url("embed", snapshot.id),
    )


def _freeze(request: Request, question: Question) -> Response:
    query, view = question.query, question.view
    selection, misfits = parse(query)
    if view not in VIEWS:
        misfits.append(Misfit("view", printable(view), hint(view[:LONGEST], VIEWS)))
    if misfits:
        raise BadSelection(misfits)
    data = database()
    snapshot, new = saved(data.engine(), data.hash, selection, view)
    here = site(request)
    pictures.prepare(snapshot)
    response = reply(described(snapshot, here).model_dump(), 201 if new else 200)
    response.headers["location"] = here.path("snapshot", snapshot.id)
    return response


def _question(body: Any) -> Question:
    """Return what a body asks for; raises BadSelection with all that does not pass."""
    if isinstance(body, dict):  # a name may hold half a character, which pydantic does not read
        body = {_short(name): value for name, value in body.items()}
    try:
        return Question.model_validate(body)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_context=False)
    misfits = []
    for one in errors:
        word = str(one["loc"][0]) if one["loc"] else "body"
        value = "" if one["type"] == "missing" else _short(one["input"])
        message = {
            "missing": "say what is selected, as in the address bar",
            "extra_forbidden": f"no such field; {hint(word, Question.model_fields)}",
            "is_instance_of": "give a text",
        }.get(one["type"], 'send {"query": "…", "view": "timeline"}')
        misfits.append(Misfit(word, value, message))
    raise BadSelection(misfits)


def _short(value: Any) -> str:
    return printable(value if isinstance(value, str) else json.dumps(value))
