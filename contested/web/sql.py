"""One statement of SQL: the page that answers it, and POST /api/sql."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contested import export, queries, settings
from contested.database import Database, database
from contested.errors import (
    BadSelection,
    BadStatement,
    ContestedError,
    Misfit,
    NotFound,
    hint,
)
from contested.selection import printable
from contested.snapshots import limits
from contested.sql import asking, documented, forms
from contested.sql.reading import LONGEST
from contested.web import freezing
from contested.web.client import client
from contested.web.lanes import STATEMENTS
from contested.web.models import Statement, body_of, troubles
from contested.web.posted import Refused, posted
from contested.web.replies import licensed, reply, route
from contested.web.template import page, trouble

#: How many rows the page shows; its files hold all.
SHOWN = 200

#: What a request may take, in bytes.
BODY = 4 * LONGEST + 1000

_TROUBLE = {
    422: "The statement is not taken, fails, or takes too much.",
    503: "The data cannot be read now, or too much is asked at once.",
}


def offered() -> bool:
    """Return whether statements are answered here: CONTESTED_SQL, unless it is 0."""
    return settings.on("CONTESTED_SQL")


def routes() -> list[Route]:
    """Return the page of statements; where they are switched off it is not there."""
    answered = STATEMENTS.route(route(_page, trouble, "sql"), trouble)
    return [Route("/sql", answered)]


def add(app: FastAPI) -> None:
    """Give the API the route that answers a statement, with what OpenAPI says of it."""
    app.add_api_route(
        "/sql",
        _asked,
        methods=["POST"],
        operation_id="sql",
        summary="Answer one read-only statement of SQL over the documented tables.",
        description=(
            f"At most {asking.READERS.rows:,} rows in {asking.READERS.seconds} seconds. As JSON an "
            "answer says in `more` that there are others; a file of all rows is refused then."
        ),
        response_model=None,
        responses={
            200: {
                "description": "Its rows.",
                "content": {
                    "application/json": {"schema": {"type": "object"}},
                    **{
                        form.mime: {"schema": {"type": "string", "format": "binary"}}
                        for name, form in forms.FORMS.items()
                        if name != "json"
                    },
                },
            },
            **troubles(_TROUBLE),
        },
        openapi_extra=body_of(Statement),
    )


def _page(request: Request, data: Database) -> Response:
    """Answer the statement of an address as a page, or as a file of a `format`."""
    if not offered():
        raise NotFound("page", "/sql")
    sql = request.query_params.get("q", "")
    form = request.query_params.get("format", "")
    fields: dict[str, Any] = {
        "q": sql,
        "tables": documented.TABLES,
        "examples": documented.EXAMPLES,
        "limits": asking.READERS,
        "longest": LONGEST,
        "forms": forms.FORMS,
        "shown": SHOWN,
        "cell": forms.cell,
        "wrong": "",
        "answer": None,
        "rows": [],
        "claims": set(),
    }
    if form and form not in forms.FORMS:
        raise BadSelection([Misfit("format", printable(form[:80]), hint(form[:80], forms.FORMS))])
    if not sql.strip():
        return page(request, "sql", data, **fields)
    limits.asking().take(client(request))
    try:
        answer = asking.ask(data, sql)
        if form:
            return _file(answer, form, saved=True)
        rows = forms.rows(answer.rows.slice(0, SHOWN))
    except BadStatement as error:
        return page(request, "sql", data, 422, **fields | {"wrong": str(error)})
    ids = {str(row[name]) for row in rows for name in ("id", "claim") if row.get(name)}
    fields |= {
        "answer": answer,
        "rows": rows,
        # A number leads to who said it: what is the id of a claim is a link.
        "claims": set(queries.these(data.engine(), ids)["id"]),
    }
    return page(request, "sql", data, **fields)


async def _asked(request: Request) -> Response:
    """Answer the statement of a body: {"sql": "select …", "format": "json"}."""
    try:
        if not offered():
            raise NotFound("page", "/api/sql")
        await run_in_threadpool(limits.asking().take, client(request))
        statement = _statement(await posted(request, BODY))
        return await STATEMENTS.run(lambda: _answered(statement), client(request))
    except Refused as refusal:
        return reply({"detail": str(refusal)}, refusal.status)
    except BadStatement as error:
        return reply({"detail": str(error)}, 422)
    except ContestedError as error:
        return freezing.trouble(request, error)


def _answered(statement: Statement) -> Response:
    data = database()
    answer = asking.ask(data, statement.sql)
    if statement.format != "json":
        response = _file(answer, statement.format)
    else:
        response = reply(
            {
                "data": data.hash,
                **licensed(queries.terms(data.engine())),
                "sql": statement.sql,
                "columns": [
                    {"name": field.name, "type": str(field.type)} for field in answer.rows.schema
                ],
                "more": answer.more,
                "rows": forms.rows(answer.rows),
            }
        )
    response.headers["contested-data"] = data.hash
    response.headers["cache-control"] = "no-store"
    return response


def _file(answer: asking.Answer, form: str, saved: bool = False) -> Response:
    """Return rows as a file, all of them or none; `saved`, as a person keeps it."""
    if answer.more:
        most = asking.READERS.rows
        raise BadStatement(f"a file of all rows has at most {most:,}; add a limit, or select less")
    kind = forms.FORMS[form]
    content = kind.write(answer.rows)
    headers = {"content-disposition": f'attachment; filename="contested-sql.{form}"'}
    content = export.marked(form, content) if saved else content
    return Response(content, headers=headers if saved else {}, media_type=kind.mime)


def _statement(body: Any) -> Statement:
    """Return the statement of a body; raises BadStatement where there is none."""
    try:
        return Statement.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
    where = printable(str(first["loc"][0])[:80]) if first["loc"] else "the body"
    raise BadStatement(f'{where} does not pass; send {{"sql": "select …", "format": "json"}}')
