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
from contested.desk.context import Context
from contested.desk.drafts import CELLS, Draft, completed, drafts
from contested.desk.entering import EVENT, Entry, Said, entry, hashed
from contested.desk.naming import Naming
from contested.errors import ContestedError
from contested.html.desk import Around, Outcome, desk, row
from contested.html.style import rules, stylesheet
from contested.importers.plan import read
from contested.web.headers import RENDERED
from contested.web.hosts import name

#: By which names this machine may be asked.
LOCAL = ("127.0.0.1", "localhost", "::1")

#: The longest form that is read, in bytes, the longest with a file, and the most fields in one.
LONGEST, LONGEST_FILE, MOST_FIELDS = 4_000_000, 20_000_000, 20_000

_FILE = "multipart/form-data"

#: The files whose rows a cell names.
_CHOSEN = ("conflicts", "parties", "metrics", "populations", "places", "events", "sources")

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
            return Response(stylesheet("page", False) + rules("desk"), 200, _HEADERS, "text/css")
        if id := request.path_params.get("id"):
            page = await run_in_threadpool(_row, folder, id)
            told = f"No claim has the id {id}."
            return (
                HTMLResponse(page, 200, _HEADERS)
                if page
                else PlainTextResponse(told, 404, _HEADERS)
            )
        if request.method != "POST":
            return HTMLResponse(desk(await run_in_threadpool(_around, folder)), 200, _HEADERS)
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
            Route("/claims/{id}", answer),
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
    event = {name: form.get(f"event.{name}", "").strip() for name in EVENT}
    text = form.get("text", "").replace("\r\n", "\n")
    try:
        around = _around(folder)
    except ContestedError as error:
        return desk(Around({}, False), outcome=Outcome([Said(0, str(error))]))
    try:
        read_ = article(
            text.encode(errors="replace") if content is None else content, given, folder
        )
        context = Context(folder, read_.text, read_.value("published"))
        candidates = drafts(read_, context)
    except ContestedError as error:
        # What was typed is not lost.
        known = {name: Known(value, "given") for name, value in given.items() if value}
        return desk(around, Article(text, known), outcome=Outcome([Said(0, str(error))]))
    anew = form.get("step") == "read" or content is not None
    drawn = candidates if anew else [one.given(_cells(form, one)) for one in candidates]
    if form.get("step") == "check":
        # What follows from what was given is proposed before it is shown, and never at the writing.
        drawn = [completed(one, context) for one in drawn]
    accepted = [one for one in drawn if not anew and f"{one.number}.accept" in form]
    shown = [(one, beside(one, folder), one in accepted) for one in drawn]
    naming = Naming(folder, event["label"])
    meant = {
        f"{one.number}.{name}": naming.named(name, known.value, one.value("conflict"))
        for one in drawn
        for name, known in one.cells.items()
    }
    if anew:
        outcome = Outcome(told="" if candidates else "No number of it could be a claim.")
    elif not accepted:
        outcome = Outcome([Said(0, "No candidate is accepted.")])
    else:
        outcome = _entered(form, entry(read_, accepted, folder, event), folder)
    if outcome.written:
        return desk(around, outcome=outcome)
    return desk(around, read_, shown, outcome, meant, event)


def _entered(form: Mapping[str, str], made: Entry, folder: Path) -> Outcome:
    """Return what came of an entry: written where the form asks for it and it may be.

    What was shown is written; what was not is too, where it passes and nothing is asked of it.
    """
    diff = made.diff()
    mark = hashlib.sha256(diff.encode()).hexdigest()
    seen = form.get("mark", "")
    clear = not made.notices if not seen else seen == mark
    if made.errors or form.get("step") != "write" or not clear:
        return Outcome(made.errors, made.notices, diff, mark)
    try:
        made.write(folder)
    except ContestedError as error:
        return Outcome([Said(0, str(error))], made.notices)
    return Outcome(
        notices=made.notices,
        diff=diff,
        told=f"Written. {' '.join(made.plan.summary())}",
        written=[(row["id"], _said(row)) for row in made.plan.added.get("claims", ())],
    )


def _said(claim: Mapping[str, str]) -> str:
    """Return what a claim counts and by whom, in the words of its row."""
    numbers = (claim[name] for name in ("low", "best", "high") if claim[name])
    said = claim["stated"] or " to ".join(numbers)
    return f"{said}: {claim['metric']}, {claim['subject']}, {claim['sources'].replace(';', ', ')}"


def _around(folder: Path) -> Around:
    """Return what of a folder the page shows."""
    choices = {
        table: [
            (row["id"], row.get("name") or row.get("label") or row["id"])
            for row in read(folder, table)
        ]
        for table in _CHOSEN
    }
    return Around(choices, hashed(folder))


def _row(folder: Path, id: str) -> str:
    """Return the page of a claim's row, "" where no row has the id."""
    claim = next((one for one in read(folder, "claims") if one["id"] == id), None)
    if claim is None:
        return ""
    printed = next((one for one in read(folder, "articles") if one["id"] == claim["article"]), {})
    about = {name: value for name, value in printed.items() if name != "id"}
    return row(id, {**claim, **about})


def _cells(form: Mapping[str, str], draft: Draft) -> dict[str, str]:
    """Return the cells that a form gives a draft, without those that it leaves as they were."""
    said = {name: form.get(f"{draft.number}.{name}") for name in CELLS}
    return {
        name: value.strip()
        for name, value in said.items()
        if value is not None and value.strip() != draft.value(name)
    }
