"""What every route's answer carries: the data's version, a validator, its licence; its errors."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from contested import __version__, cite, queries
from contested.addresses import unlisted
from contested.database import Database, database
from contested.errors import BadData, BadSelection, ContestedError, NotFound, StoreDown
from contested.folders import Terms
from contested.kept import kept
from contested.readers import proxies
from contested.snapshots.store import WRITTEN
from contested.turns import PAGES
from contested.web.lanes import Failure
from contested.web.site import published, site

#: What a page is made with, beside the data.
_PROGRAM = f"{__version__} {version('streamlit')}"

#: Bytes of the answers that are kept, and what one takes beside its body: its headers, its key. One
#: without a body, as what leads elsewhere, would else be kept for ever.
KEPT, BESIDE = 32_000_000, 5_000

#: The most errors of a data folder, or of an address, that an answer lists.
LISTED = 100

#: Seconds for which a cache of many readers may keep what is the same for all, and for which it may
#: go on showing it while it asks anew: a change of the data shows within their sum.
SHARED_FOR, RENEWED = 10, 50
_SHARED = f"public, max-age=0, s-maxage={SHARED_FOR}, stale-while-revalidate={RENEWED}"

#: The headers of an answer that the data do not allow now: a broken folder is looked at again soon.
NOT_NOW = {"retry-after": "10", "cache-control": "no-store"}

#: A route's work: the request and the data as they are now, to a response; it may raise.
Work = Callable[[Request, Database], Response]


def route(
    work: Work, failed: Failure, name: str = "", keep: bool = False, shared: bool = False
) -> Callable[[Request], Response]:
    """Return work as a route: validated by the data's hash and the address, 304 where unchanged.

    The work runs in a thread of Starlette's pool and takes its own cursor. A ContestedError goes to
    `failed`; anything else is a fault of the program and is a 500. With `keep`, readers who ask
    alike are given the answer that was made for the first of them. What is `shared` may be kept for
    some seconds by a cache before this server, which it has where it knows a proxy.
    """
    make = _answered if keep else _make

    def answer(request: Request) -> Response:
        try:
            data = published(request) or database()
            tag = _tag(request, data)
            known = tag in _known(request)
            response = Response(status_code=304) if known else make(work, request, data, tag)
            own = response.headers.get("etag")
            if own and _weak(own) in _known(request):
                response = Response(status_code=304, headers={"etag": own})
        except ContestedError as error:
            response = failed(request, error)
            response.headers.setdefault("cache-control", "no-store")
            return response
        if response.status_code in (200, 304):
            response.headers.setdefault("etag", tag)
            outside = shared and proxies()
            response.headers.setdefault("cache-control", _SHARED if outside else "no-cache")
            response.headers["contested-data"] = data.hash
            response.headers["link"] = ", ".join(_links(request, response, data))
        return response

    answer.__name__ = name or work.__name__
    answer.__doc__ = work.__doc__
    return answer


def _make(work: Work, request: Request, data: Database, tag: str) -> Response:
    return work(request, data)


def _in_turn(work: Work, request: Request, data: Database, tag: str) -> Response:
    with PAGES.turn(""):
        return _make(work, request, data, tag)


#: Answers by their validator, which names all that goes into one.
_remembered = kept(
    KEPT,
    key=lambda work, request, found, tag: tag,
    size=lambda response: len(response.body) + BESIDE,
)(_in_turn)


def _answered(work: Work, request: Request, data: Database, tag: str) -> Response:
    response = _remembered(work, request, data, tag)
    own = Response(response.body, response.status_code)
    own.raw_headers = list(response.raw_headers)  # every answer's way out adds to them
    return own


def reply(content: Any, status: int = 200) -> Response:
    """Return an answer in JSON."""
    body = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(body.encode(), status, media_type="application/json")


def licensed(terms: Sequence[Terms]) -> dict[str, Any]:
    """Return the terms of an answer's claims: all as `licences`, the one there is as `licence`."""
    return {
        "licence": terms[0].url if len(terms) == 1 else None,
        "licences": [one._asdict() for one in terms],
    }


def refused(request: Request, error: ContestedError) -> Response:
    """Return an error in JSON: every misfit of a query, or one line."""
    if isinstance(error, BadSelection):
        named = error.misfits[:LISTED]
        detail = [{"word": m.word, "value": m.value, "message": m.message} for m in named]
        return reply({"detail": detail}, 422)
    if isinstance(error, NotFound):
        return reply({"detail": str(error)}, 404)
    if isinstance(error, StoreDown) and error.what == WRITTEN:
        return reply({"detail": str(error)}, 507)
    response = reply({"detail": str(error), **listed(error)}, 503)
    response.headers.update(NOT_NOW)
    return response


def listed(error: ContestedError | None) -> dict[str, Any]:
    """Return the errors of a data folder that cannot be built, the first hundred, as `problems`."""
    if not isinstance(error, BadData):
        return {}
    names = ("file", "line", "column", "value", "message")
    rows = [{name: getattr(one, name) for name in names} for one in error.problems[:LISTED]]
    return {"problems": rows}


def _tag(request: Request, data: Database) -> str:
    parts = (
        data.hash,
        data.wrong,
        str(unlisted()),
        _PROGRAM,
        # A citation carries the date of access, and links the address that was asked.
        cite.today().isoformat(),
        site(request).origin,
        str(site(request).published),
        request.scope["path"],
        request.url.query,
    )
    return f'W/"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:24]}"'


def _known(request: Request) -> set[str]:
    # Weak comparison: what stands between the quotes. `*` would answer 304 for what is not there.
    given = request.headers.get("if-none-match", "")
    tags = {part.strip() for part in given.split(",")}
    return {_weak(tag) for tag in tags if tag not in ("", "*")}


def _weak(tag: str) -> str:
    return tag if tag.startswith("W/") else f"W/{tag}"


@kept(8, key=lambda data: data.hash)
def _terms(data: Database) -> Sequence[Terms]:
    return queries.terms(data.engine())


def _links(request: Request, response: Response, data: Database) -> list[str]:
    here = site(request)
    links = [response.headers["link"]] if "link" in response.headers else []
    terms = _terms(data)
    if len(terms) == 1:  # of several, the answer itself says which are its claims'
        links.append(f'<{terms[0].url}>; rel="license"')
    links.append(f'<{here.path("api", "datapackage.zip")}>; rel="describedby"')
    return links
