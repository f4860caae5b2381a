"""Pictures of views as they are now: the card of a link, and each shape for print and for posts."""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contested import queries, views
from contested.addresses import Site
from contested.charts.sheet import SHAPES
from contested.database import Database
from contested.errors import (
    BadSelection,
    ContestedError,
    Misfit,
    NoBrowser,
    NoPicture,
    NotFound,
    TooMany,
    hint,
)
from contested.selection import LONGEST, Selection, parse
from contested.selection import printable as legible
from contested.snapshots import limits
from contested.snapshots.pictures import KINDS, kept, shaped, view_file
from contested.web import freezing
from contested.web.client import client
from contested.web.headers import PICTURED
from contested.web.lanes import CARDS
from contested.web.replies import route
from contested.web.site import site
from contested.web.template import CARD, trouble

#: The shape that a picture of a view has where its address names none.
USUAL = "wide"

#: How long others may keep a picture of what changes with the data, in seconds.
_KEPT = 3600


def routes() -> list[Route]:
    """Return the addresses of pictures: a view's id, an ending, and the words of its page."""
    return [
        Route("/picture/{name}", CARDS.route(route(_picture, _failed, "picture"), _failed)),
    ]


def asked(request: Request) -> str:
    """Return the shape that an address asks for; empty where it names none.

    Raises BadSelection for one that there is not.
    """
    named = request.query_params.get("shape", "")
    if named not in ("", *SHAPES):
        raise BadSelection([Misfit("shape", legible(named), hint(named[:LONGEST], SHAPES))])
    return named


def card(here: Site, view: str, selection: Selection) -> str:
    """Return the address of the picture that other sites show of a link to a view."""
    query = "&".join(filter(None, [selection.query(), "shape=card"]))
    return f"{here.url('picture', f'{view}.png')}?{query}"


def _picture(request: Request, data: Database) -> Response:
    """Answer a view's picture; where there is no browser to draw it, a card of the site."""
    id, _, ending = str(request.path_params["name"]).rpartition(".")
    if id not in views.VIEWS or f"{USUAL}-{ending}" not in KINDS:
        raise NotFound("picture", str(request.path_params["name"])[:60])
    shape = asked(request) or USUAL
    pairs = request.query_params.multi_items()
    selection, misfits = parse([pair for pair in pairs if pair[0] != "shape"])
    engine = data.engine()
    misfits += queries.unknown(engine, selection)
    if misfits:
        raise BadSelection(misfits)
    view, here = views.VIEWS[id], site(request)
    whole = views.canonical(engine, selection, view)
    where = here.origin + here.view(view.page, whole) if here.origin else ""
    path = view_file("\0".join((data.hash, id, whole.query(), shape, where)), ending)
    if not path.exists() and ending != "svg":
        limits.drawing().take(client(request))

    def made() -> bytes:
        content = views.content(engine, whole, id, where)
        return shaped(content, SHAPES[shape], ending)

    try:
        drawn = kept(path, made)
    except NoBrowser:
        if ending != "png":
            raise
        return Response(CARD, headers={"cache-control": "no-store"}, media_type="image/png")
    name = f"contested-{id}-{shape}.{ending}"
    headers = {
        "cache-control": f"public, max-age={_KEPT}",
        "content-disposition": f'inline; filename="{name}"',
        "content-security-policy": PICTURED,
        "etag": f'"{hashlib.sha256(drawn).hexdigest()[:32]}"',
        "access-control-allow-origin": "*",
    }
    return Response(drawn, headers=headers, media_type=KINDS[f"{shape}-{ending}"].mime)


def _failed(request: Request, error: ContestedError) -> Response:
    return (freezing.trouble if isinstance(error, (NoPicture, TooMany)) else trouble)(
        request, error
    )
