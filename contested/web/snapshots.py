"""A snapshot over the web: its page, its files, its place inside other pages."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contested import cite
from contested.addresses import Site
from contested.database import Database, database
from contested.errors import (
    BadSnapshot,
    ContestedError,
    NoPicture,
    NotFound,
    TooMany,
)
from contested.html import embed
from contested.html.style import rules
from contested.snapshots import browser, limits
from contested.snapshots.changes import changes
from contested.snapshots.content import Snapshot, is_id
from contested.snapshots.embed import embedded as frozen
from contested.snapshots.files import FILES, PICTURES, cited, works
from contested.snapshots.page import readable
from contested.snapshots.pictures import CARD, KINDS, drawn_size, picture, picture_file, prepare
from contested.snapshots.store import store
from contested.views import VIEWS
from contested.web import embeds, freezing, pictures
from contested.web.client import client
from contested.web.headers import DRAWN, PICTURED
from contested.web.lanes import PICTURES as PICTURES_LANE
from contested.web.lanes import STORE
from contested.web.replies import refused, reply
from contested.web.site import accessed, site
from contested.web.static import FOR_EVER
from contested.web.template import page, trouble
from contested.words import day

#: Pictures that pages show, by the ending of their address; the others are in FILES.
_SHOWN = {"-page.png": "page", "-dark.png": "dark", "-card.png": "card"}

#: What a snapshot's page has beside every page, for its chart on a phone: a table or a drawing.
_TABLE, _DRAWING = (
    Markup("".join(map(rules, names)))  # our own rules
    for names in (("picture_table", "fluid"), ("labels", "legend", "plot", "fluid"))
)

#: The width of an embedded snapshot where a reader's page grants any, in pixels.
WIDEST = 1000

#: A picture brings its own styles and font; an interactive file may run nothing but itself.
_POLICY = {
    ".svg": PICTURED,
    ".html": "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; "
    "style-src 'unsafe-inline'; font-src data:; img-src data: blob:",
}


def page_or_file(request: Request) -> Response:
    """Show a snapshot as a page, or answer one of its files: its id and an ending of FILES."""
    name = request.path_params["name"]
    try:
        return _page(request, name) if is_id(name) else _file(request, name[:20], name[20:])
    except (NoPicture, TooMany) as error:
        return freezing.trouble(request, error)
    except ContestedError as error:
        return _lost(request, error)


async def _in_its_lane(request: Request) -> Response:
    """Answer in the lane of pictures what may have to be drawn, and else in that of the store."""
    name = str(request.path_params["name"])
    drawn = name[20:] in _SHOWN or name[21:] in PICTURES
    return await (_DRAWN if drawn else _READ)(request)


def embedded(request: Request) -> Response:
    """Show a snapshot inside another page: light, dark, or as the reader's system has it."""
    try:
        theme = embeds.theme(request)
        snapshot = store().read(request.path_params["name"])
    except ContestedError as error:
        return _lost(request, error)
    here = site(request)
    made = day(snapshot.made[:10])
    return embeds.page(
        request, frozen(snapshot, here), here.url("snapshot", snapshot.id), theme, made
    )


def oembed(request: Request) -> Response:
    """Answer how to embed the snapshot at an address (oembed.com)."""
    query = request.query_params
    if query.get("format", "json") != "json":
        return reply({"detail": "the format is JSON; leave it out, or say json"}, 501)
    here = site(request)
    given = query.get("url", "")[:500]
    id = given.partition("?")[0].rpartition("/")[2]
    ours = given.partition("?")[0] in (here.url("snapshot", id), here.url("embed", id))
    try:
        if not ours or not here.origin:
            raise NotFound("snapshot of this site", given)
        snapshot = store().read(id)
    except ContestedError as error:
        return freezing.trouble(request, error)
    shown = frozen(snapshot, here)
    width = _most(query, "maxwidth", WIDEST)
    needed = shown.high(width)
    height = _most(query, "maxheight", needed)
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": snapshot["title"],
        "provider_name": "Contested",
        "provider_url": here.url(""),
        "width": width,
        "height": height,
        "html": embed.code(shown, here.url("embed", id), width, height * (height < needed)),
        "cache_age": 86_400,
    }
    if _pictured(snapshot):
        card = here.url("snapshot", f"{id}-card.png")
        answer |= {"thumbnail_url": card}
        answer |= {"thumbnail_width": CARD[0], "thumbnail_height": CARD[1]}
    response = reply(answer)
    response.headers["access-control-allow-origin"] = "*"
    return response


_DRAWN, _READ = PICTURES_LANE.route(page_or_file, refused), STORE.route(page_or_file, trouble)


def missing(request: Request) -> Response:
    """Answer an address that no snapshot can have."""
    return trouble(request, NotFound("snapshot", request.path_params["rest"][:60]))


def routes() -> list[Route]:
    """Return the routes of snapshots; the API has the one that freezes."""
    return [
        Route("/snapshot/{name}", _in_its_lane),
        Route("/snapshot/{rest:path}", missing),
        *embeds.routes(),
        *pictures.routes(),
        Route("/embed/{name}", STORE.route(embedded, trouble)),
        Route("/embed/{rest:path}", missing),
        Route("/oembed", STORE.route(oembed, refused)),
    ]


def _page(request: Request, id: str) -> Response:
    snapshot = store().read(id)
    here = site(request)
    data = _data()
    changed = changes(data.engine(), snapshot, data.hash) if data else None
    prepare(snapshot)
    response = page(
        request,
        "snapshot",
        data,
        **_page_fields(snapshot, here),
        changed=changed,
        described=_described(snapshot, here),
        terms=terms(snapshot),
    )
    response.headers["content-security-policy"] = DRAWN
    return response


def _file(request: Request, id: str, ending: str) -> Response:
    kind = _SHOWN.get(ending)
    form = FILES.get(ending.removeprefix(".")) if ending.startswith(".") else None
    if not is_id(id) or not (kind or form):
        raise NotFound("snapshot or file of one", f"{id}{ending}"[:60])
    headers = {"cache-control": FOR_EVER}
    here = site(request)
    address = here.url("snapshot", id)
    try:
        snapshot = store().read(id)
    except BadSnapshot:
        if ending != ".json":
            raise
        # As it lies there, for `contested verify` to name what was altered.
        headers = {"cache-control": "no-store"}
        return Response(store().raw(id), headers=headers, media_type=FILES["json"].mime)
    shape = pictures.asked(request)
    drawn = kind or (ending[1:] if ending[1:] in PICTURES else "")
    if shape and drawn and not kind:
        kind = drawn = f"{shape}-{drawn}"
    if drawn and not picture_file(snapshot, drawn).exists():
        limits.drawing().take(client(request))
    if kind:
        content, mime = picture(snapshot, kind), KINDS[kind].mime
        if shape:
            headers["content-disposition"] = f'inline; filename="contested-{id}-{shape}{ending}"'
    else:
        assert form is not None
        content, mime = form.write(snapshot, address), form.mime
        if ending[1:] in cite.FORMATS:  # it holds the date of access
            content = cited(ending[1:], snapshot, address, accessed(here))
            headers["cache-control"] = "no-cache"
        how = "inline" if ending in (".png", ".svg", ".pdf", ".json", ".html") else "attachment"
        headers["content-disposition"] = f'{how}; filename="contested-{id}{ending}"'
    if ending in _POLICY:
        headers["content-security-policy"] = _POLICY[ending]
    headers["etag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if headers["etag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=mime)


def _page_fields(snapshot: Snapshot, here: Site) -> dict[str, Any]:
    """Return what a page and an embedded one say of a snapshot alike."""
    width, height = drawn_size(snapshot)
    address = here.url("snapshot", snapshot.id)
    shown = frozen(snapshot, here)
    view = VIEWS.get(snapshot["view"])
    live = here.path(view.page if view else "") + f"?{snapshot['query']}"
    return {
        "snapshot": snapshot,
        "title": snapshot["title"],
        "url": address,
        "path": here.path("snapshot", snapshot.id),
        "live": live,
        "made": day(snapshot.made[:10]),
        "rows": readable(snapshot.claims),
        "readable": readable,
        "pictured": _pictured(snapshot),
        "width": width,
        "height": height,
        "card": CARD,
        "files": {name: form.label for name, form in FILES.items()},
        "pictures": PICTURES,
        "citation": cite.text(works(snapshot, address, accessed(here))[0]),
        "fluid": shown.body,
        "look": _TABLE if 'class="sheet' in shown.body else _DRAWING,
        "embed": embed.code(shown, here.url("embed", snapshot.id)),
    }


def _described(snapshot: Snapshot, here: Site) -> dict[str, Any]:
    """Return a snapshot as a Dataset in the words of schema.org."""
    url = here.url("snapshot", snapshot.id)
    days = sorted(claim["as_of"] for claim in snapshot.claims)
    properties: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": url,
        "url": url,
        "identifier": snapshot.id,
        "name": snapshot["title"],
        "description": f"{snapshot['answer']} {snapshot['narrowing']}".strip(),
        "dateCreated": snapshot.made,
        "version": snapshot["data"],
        "isAccessibleForFree": True,
        "temporalCoverage": f"{days[0]}/{days[-1]}" if days else "",
        "creator": {"@type": "Organization", "name": "Contested", "url": here.url("")},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": FILES[name].mime,
                "contentUrl": f"{url}.{name}",
            }
            for name in ("csv", "json")
        ],
        "citation": [item["URL"] for item in snapshot["citations"] if item.get("URL")],
    }
    if _pictured(snapshot):
        properties["image"] = f"{url}-card.png"
    licences = [one["url"] for one in terms(snapshot)]
    return properties | (
        {"license": licences[0] if len(licences) == 1 else licences} if licences else {}
    )


def terms(snapshot: Snapshot) -> list[dict[str, str]]:
    """Return the terms that a snapshot names; one of the first form has them in its picture."""
    return list(snapshot.content.get("terms", []))


def _pictured(snapshot: Snapshot) -> bool:
    """Return whether a snapshot's picture is there or can be drawn."""
    return browser.installed() is not None or picture_file(snapshot, "page").exists()


def _most(query: Mapping[str, str], word: str, usual: int) -> int:
    """Return how many pixels a reader's page grants, at most as many as are usual."""
    text = query.get(word, "")
    granted = int(text[:6]) if text.isascii() and text.isdigit() else 0
    return min(granted, usual) if granted > 0 else usual


def _data() -> Database | None:
    """Return the data as they are now; None where they cannot be had, which no snapshot needs."""
    try:
        return database()
    except ContestedError:
        return None


def _lost(request: Request, error: ContestedError) -> Response:
    if isinstance(error, BadSnapshot):
        error = BadSnapshot(f"Its file is broken: {error}. `contested verify` says more.")
    return trouble(request, error)
