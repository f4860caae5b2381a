"""The API: the dashboard's selections as data, in the same words as its address."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple

import pandas as pd
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from contested import cite, export, queries
from contested.database import Database
from contested.engine import Engine
from contested.selection import QUANTITY, WORDS, Selection
from contested.views import narrowing, quantity
from contested.views import timeline as timelines
from contested.web import json_rows
from contested.web.lanes import ANSWERS
from contested.web.package import package
from contested.web.parameters import Pages, Parameters, parameters
from contested.web.replies import licensed, refused, reply
from contested.web.site import accessed, site
from contested.words import capital

#: Pages of JSON; a file gives all rows at once.
JSON, FILE = Pages(1_000, 10_000), Pages(100_000, 100_000)

#: How many claims are in memory at once of an answer that holds more.
BATCH = 2_000


class Listing(NamedTuple):
    """One list the API gives: its name, what it is, the words it takes, and its rows."""

    name: str
    summary: str
    words: Collection[str]
    rows: Callable[[Engine, Parameters], tuple[pd.DataFrame, int]]


def _claims(engine: Engine, want: Parameters) -> tuple[pd.DataFrame, int]:
    total = int(queries.count(engine, want.selection)["claims"])
    return queries.claims(engine, want.selection, most=want.most, skip=want.skip), total


def _quantities(engine: Engine, want: Parameters) -> tuple[pd.DataFrame, int]:
    return _part(queries.quantities(engine, want.selection), want)


def _sources(engine: Engine, want: Parameters) -> tuple[pd.DataFrame, int]:
    every = queries.sources(engine)
    if want.selection != Selection():
        speaking = set(queries.choices(engine, want.selection, "source")["value"])
        named = set(want.selection.source) or speaking
        every = every[every["id"].isin(speaking & named)]
    return _part(every, want)


def _latest(engine: Engine, want: Parameters) -> tuple[pd.DataFrame, int]:
    return _part(queries.current(engine, want.selection), want)


def _spread(engine: Engine, want: Parameters) -> tuple[pd.DataFrame, int]:
    return _part(queries.band(engine, want.selection), want)


def _part(rows: pd.DataFrame, want: Parameters) -> tuple[pd.DataFrame, int]:
    return rows.iloc[want.skip : want.skip + want.most], len(rows)


#: What each list's own columns are beside those of a claim.
STANDING = ("number", "lowest", "highest", "age", "lapsed")
MARKED = ("number", "lowest", "highest", "at")

LISTINGS = {
    listing.name: listing
    for listing in (
        Listing("claims", "Every claim of a selection, oldest first.", tuple(WORDS), _claims),
        Listing(
            "quantities",
            "What can be compared, with how many speak of it and how far apart they are.",
            QUANTITY,
            _quantities,
        ),
        Listing("sources", "The sources that speak in a selection.", tuple(WORDS), _sources),
        Listing(
            "latest",
            "Each source's newest claim about one quantity, highest first.",
            tuple(WORDS),
            _latest,
        ),
        Listing(
            "spread",
            "The lowest and the highest claim standing about one quantity, from each date on.",
            tuple(WORDS),
            _spread,
        ),
    )
}

#: Lists about one quantity fill its missing words, as the dashboard's pages do.
COMPLETED = ("latest", "spread", "timeline")


def listed(name: str, request: Request, data: Database) -> Response:
    """Answer one list in JSON: the rows with what they are, and how to read on."""
    listing = LISTINGS[name]
    engine = data.engine()
    want = _completed(name, engine, parameters(request, engine, listing.words, JSON))
    if name == "claims" and want.most > BATCH:
        return _streamed(request, data, engine, want)
    rows, total = listing.rows(engine, want)
    content = _about(request, data, engine, want.selection, name)
    content |= {"total": total, "limit": want.most, "offset": want.skip}
    content[name] = _json(name, rows)
    response = reply(content)
    _read_on(request, response, want, total)
    return response


def timeline(request: Request, data: Database) -> Response:
    """Answer what a timeline draws: its claims, the band, events and changes of definition."""
    engine = data.engine()
    selection = queries.complete(engine, parameters(request, engine).selection)
    rows = timelines.rows(engine, selection)
    content = _about(request, data, engine, selection, "timeline")
    content["total"] = int(rows.claims["of_claims"].iloc[0]) if len(rows.claims) else 0
    content["claims"] = _json("timeline", rows.claims)
    content["band"] = json_rows.plain_rows(rows.band)
    content["events"] = json_rows.plain_rows(rows.events)
    content["breaks"] = json_rows.plain_rows(rows.breaks)
    content["unnumbered"] = json_rows.claims(rows.unnumbered)
    return reply(content)


def file(form: str, request: Request, data: Database) -> Response:
    """Answer the claims of a selection as a file, for CSV with a row of HXL tags if asked."""
    engine = data.engine()
    want = parameters(request, engine, pages=FILE, hxl=form == "csv")
    total = int(queries.count(engine, want.selection)["claims"])
    kind = export.FORMATS[form]
    parts = kind.parts(_batches(engine, want))
    if want.hxl:
        parts = _tagged(parts)
    name = "-".join(["contested", *(getattr(want.selection, word) for word in QUANTITY)]).strip("-")
    response = StreamingResponse(ANSWERS.parts(parts, request), media_type=kind.mime)
    # The words of a selection that passed are ids and words of the vocabulary: safe in a header.
    response.headers["content-disposition"] = f'attachment; filename="{name}.{form}"'
    _read_on(request, response, want, total)
    return response


def _streamed(request: Request, data: Database, engine: Engine, want: Parameters) -> Response:
    """Answer many claims in JSON, in parts: the same text as `listed` gives at once."""
    total = int(queries.count(engine, want.selection)["claims"])
    content = _about(request, data, engine, want.selection, "claims")
    content |= {"total": total, "limit": want.most, "offset": want.skip}
    opening = bytes(reply(content).body)[:-1] + b',"claims":'

    def parts() -> Iterator[bytes]:
        yield opening
        yield from export.FORMATS["json"].parts(_batches(engine, want))
        yield b"}"

    response = StreamingResponse(ANSWERS.parts(parts(), request), media_type="application/json")
    _read_on(request, response, want, total)
    return response


def _batches(engine: Engine, want: Parameters) -> Iterator[pd.DataFrame]:
    """Yield the claims that are wanted, some at a time; once, with none, where there are none."""
    for skip in range(want.skip, want.skip + want.most, BATCH):
        most = min(BATCH, want.skip + want.most - skip)
        rows = queries.claims(engine, want.selection, most=most, skip=skip)
        if len(rows) or skip == want.skip:
            yield rows
        if len(rows) < most:
            return


def _tagged(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Yield a file of CSV with the row of HXL tags under its header."""
    for number, part in enumerate(parts):
        yield part if number else json_rows.tagged(part)


def zipped(request: Request, data: Database) -> Response:
    """Answer the data folder as a Data Package."""
    parameters(request, data.engine(), words=())
    if data.broken:
        return refused(request, data.broken)
    packed = package()
    headers = {
        "etag": f'"{packed.hash[:32]}"',
        "content-disposition": f'attachment; filename="contested-{data.hash}.zip"',
    }
    return Response(packed.content, media_type="application/zip", headers=headers)


def cited(form: str, request: Request, data: Database) -> Response:
    """Answer how to cite the data as a whole."""
    parameters(request, data.engine(), words=())
    about = queries.folders(data.engine()).iloc[0]
    here = site(request)
    work = cite.dataset(
        str(about["title"] or "Contested"),
        str(about["version"]),
        url=here.url("api", "datapackage.zip"),
        accessed=accessed(here),
        version=data.hash,
    )
    kind = cite.FORMATS[form]
    response = Response(kind.write(work), media_type=f"{kind.mime}; charset=utf-8")
    name = f"contested-{data.hash}.{kind.ending}"
    response.headers["content-disposition"] = f'attachment; filename="{name}"'
    return response


def _completed(name: str, engine: Engine, want: Parameters) -> Parameters:
    if name not in COMPLETED:
        return want
    return want._replace(selection=queries.complete(engine, want.selection))


def _json(name: str, rows: pd.DataFrame) -> list[dict[str, Any]]:
    more = {"latest": STANDING, "timeline": MARKED}.get(name)
    if name == "claims":
        return json_rows.claims(rows)
    if more is None:
        return json_rows.plain_rows(rows)
    own = json_rows.plain_rows(rows[[*more]])
    return [{**row, **extra} for row, extra in zip(json_rows.claims(rows), own, strict=True)]


def _about(
    request: Request, data: Database, engine: Engine, selection: Selection, name: str
) -> dict[str, Any]:
    """Return what every JSON answer begins with: whose data, which selection, how to cite it."""
    here = site(request)
    query = selection.query()
    address = here.url("api", f"{name}.json") + (f"?{query}" if query else "")
    work = cite.selection(
        f"{capital(name)} in Contested",
        narrowing(engine, selection),
        url=address,
        accessed=accessed(here),
        version=data.hash,
    )
    content: dict[str, Any] = {
        "data": data.hash,
        **licensed(queries.terms(engine, selection)),
        "citation": cite.text(work),
        "query": query,
    }
    if name in COMPLETED:
        content["quantity"] = queries.quantity(engine, selection)["name"] or None
        content["answer"] = quantity.heading(engine, selection).answer
    return content


def _read_on(request: Request, response: Response, want: Parameters, total: int) -> None:
    response.headers["contested-total"] = str(total)
    if want.skip + want.most < total:
        further = request.url.include_query_params(limit=want.most, offset=want.skip + want.most)
        address = site(request).path("api", further.path.rsplit("/", 1)[-1])
        response.headers["link"] = f'<{address}?{further.query}>; rel="next"'
