"""The desk's own small server: an article is pasted, completed, checked and written, here only.

It is no part of the dashboard's server. It answers this machine alone, and its forms are taken from
its own pages alone: a page of another site can neither read it nor post to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from contested.addresses import sound
from contested.desk.article import FIELDS, Article, Known, article
from contested.desk.beside import beside
from contested.desk.drafts import CELLS, Draft, drafts
from contested.desk.entering import entry
from contested.desk.naming import Naming
from contested.errors import ContestedError
from contested.html.desk import desk
from contested.html.style import stylesheet
from contested.web.headers import RENDERED
from contested.web.hosts import name

#: By which names this machine may be asked.
LOCAL = ("127.0.0.1", "localhost", "::1")

#: The longest form that is read, in bytes, the longest with a file, and the most fields in one.
LONGEST, LONGEST_FILE, MOST_FIELDS = 4_000_000, 20_000_000, 20_000

_FILE = "multipart/form-data"

_HEADERS = {
    "content-security-policy": RENDERED,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
}


def app(folder: Path) -> Starlette:
    """Return the desk of a data folder."""

    async def answer(request: Request) -> Response:
        if refusal := _refusal(request):
            return PlainTextResponse(refusal, 403, _HEADERS)
        if request.url.path == "/desk.css":
            return Response(stylesheet("page", False), 200, _HEADERS, "text/css")
        if request.method != "POST":
            return HTMLResponse(desk(), 200, _HEADERS)
        with_file = request.headers.get("content-type", "").startswith(_FILE)
        most = LONGEST_FILE if with_file else LONGEST
        body = bytearray()
        try:
            async for part in request.stream():
                body += part
                if len(body) > most:
                    told = f"The article is too long; it has at most {most // 1_000_000} MB."
                    return PlainTextResponse(told, 413, _HEADERS)
            content, form = (
                await _file(request, bytes(body)) if with_file else (None, _fields(bytes(body)))
            )
        except (ValueError, HTTPException, ClientDisconnect):
            return PlainTextResponse("This is no form of the desk.", 400, _HEADERS)
        page = await run_in_threadpool(_page, form, folder, content)
        return HTMLResponse(page, 200, _HEADERS)

    return Starlette(
        routes=[
            Route("/", answer, methods=["GET", "POST"]),
            Route("/desk.css", answer),
        ]
    )


def _refusal(request: Request) -> str:
    """Return why a request is refused, "" where it is not."""
    hosts = request.headers.getlist("host")
    # As it was sent: a Host that Starlette cannot read is, in its own address of the request, this
    # machine, and some browsers take a name with a mark that makes it so (evil`.example).
    if len(hosts) != 1 or not sound(hosts[0]) or name(hosts[0]) not in LOCAL:
        return "The desk answers this machine only."
    if request.method == "POST" and request.headers.getlist("origin") != [f"http://{hosts[0]}"]:
        return "The desk takes the forms of its own pages only."
    return ""


def _fields(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))


async def _file(request: Request, body: bytes) -> tuple[bytes, dict[str, str]]:
    """Return the file that a form brought, and the form's fields."""

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    again = Request(request.scope, receive)
    async with again.form(max_files=1, max_fields=len(FIELDS) + 1) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise ValueError("the form has no file")
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        return await file.read(), fields


def _page(form: Mapping[str, str], folder: Path, content: bytes | None = None) -> str:
    """Return the page that follows a form, after what the form asks for was done.

    `content` is the article's file, where it came as one and not as text.
    """
    given = {name: form.get(name, "").strip() for name in FIELDS}
    text = form.get("text", "").replace("\r\n", "\n")
    try:
        read = article(text.encode(errors="replace") if content is None else content, given, folder)
        candidates = drafts(read, folder)
    except ContestedError as error:
        # What was typed is not lost.
        known = {name: Known(value, "given") for name, value in given.items() if value}
        return desk(Article(text, known), errors=[str(error)])
    anew = form.get("step") == "read" or content is not None
    completed = candidates if anew else [one.given(_cells(form, one)) for one in candidates]
    accepted = [one for one in completed if not anew and f"{one.number}.accept" in form]
    shown = [(one, beside(one, folder), one in accepted) for one in completed]
    naming = Naming(folder)
    meant = {
        f"{one.number}.{name}": naming.named(name, known.value)
        for one in completed
        for name, known in one.cells.items()
    }
    if anew:
        return desk(
            read, shown, meant=meant, told="" if candidates else "No number of it could be a claim."
        )
    if not accepted:
        return desk(read, shown, meant=meant, errors=["No candidate is accepted."])
    try:
        made = entry(read, accepted, folder)
        mark = hashlib.sha256(made.diff().encode()).hexdigest()
        if not made.errors and form.get("step") == "write" and form.get("mark") == mark:
            made.write(folder)
            ids = ", ".join(row["id"] for row in made.plan.added.get("claims", ()))
            told = f"Written. {' '.join(made.plan.summary())} {ids}"
            return desk(told=told, notices=made.notices)
    except ContestedError as error:
        return desk(read, shown, meant=meant, errors=[str(error)])
    return desk(read, shown, made.errors, made.notices, made.diff(), mark, meant=meant)


def _cells(form: Mapping[str, str], draft: Draft) -> dict[str, str]:
    """Return the cells that a form gives a draft, without those that it leaves as they were."""
    said = {name: form.get(f"{draft.number}.{name}") for name in CELLS}
    return {
        name: value.strip()
        for name, value in said.items()
        if value is not None and value.strip() != draft.value(name)
    }
