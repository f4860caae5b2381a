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
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from contested.addresses import sound
from contested.desk.article import FIELDS, Article, Known, article
from contested.desk.beside import beside
from contested.desk.drafts import CELLS, Draft, drafts
from contested.desk.entering import entry
from contested.errors import ContestedError
from contested.html.desk import desk
from contested.html.style import stylesheet
from contested.web.headers import RENDERED
from contested.web.hosts import name

#: By which names this machine may be asked.
LOCAL = ("127.0.0.1", "localhost", "::1")

#: The longest form that is read, in bytes, and the most fields in it.
LONGEST, MOST_FIELDS = 4_000_000, 20_000

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
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > LONGEST:
                return PlainTextResponse("The article is too long.", 413, _HEADERS)
        try:
            form = dict(
                parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
            )
        except ValueError:
            return PlainTextResponse("This is no form of the desk.", 400, _HEADERS)
        return HTMLResponse(await run_in_threadpool(_page, form, folder), 200, _HEADERS)

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


def _page(form: Mapping[str, str], folder: Path) -> str:
    """Return the page that follows a form, after what the form asks for was done."""
    given = {name: form.get(name, "").strip() for name in FIELDS}
    text = form.get("text", "").replace("\r\n", "\n")
    try:
        read = article(text.encode(errors="replace"), given, folder)
        found = drafts(read, folder)
    except ContestedError as error:
        # What was typed is not lost.
        known = {name: Known(value, "given") for name, value in given.items() if value}
        return desk(Article(text, known), errors=[str(error)])
    anew = form.get("step") == "read"
    completed = found if anew else [one.given(_cells(form, one)) for one in found]
    accepted = [one for one in completed if not anew and f"{one.number}.accept" in form]
    shown = [(one, beside(one, folder), one in accepted) for one in completed]
    if anew:
        return desk(read, shown, told="" if found else "No number of it could be a claim.")
    if not accepted:
        return desk(read, shown, errors=["No candidate is accepted."])
    try:
        made = entry(read, accepted, folder)
        mark = hashlib.sha256(made.diff().encode()).hexdigest()
        if not made.errors and form.get("step") == "write" and form.get("mark") == mark:
            made.write(folder)
            return desk(told=f"Written. {' '.join(made.plan.summary())}")
    except ContestedError as error:
        return desk(read, shown, errors=[str(error)])
    return desk(read, shown, made.errors, made.notices, made.diff(), mark)


def _cells(form: Mapping[str, str], draft: Draft) -> dict[str, str]:
    """Return the cells that a form gives a draft, without those that it leaves as they were."""
    said = {name: form.get(f"{draft.number}.{name}") for name in CELLS}
    return {
        name: value.strip()
        for name, value in said.items()
        if value is not None and value.strip() != draft.value(name)
    }
