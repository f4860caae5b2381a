"""The routes beside the dashboard, and what stands before all of them."""

from __future__ import annotations

from inspect import iscoroutinefunction
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    JSONResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from contested.database import database
from contested.errors import Busy, ContestedError
from contested.snapshots.browser import PLOTLY
from contested.web import (
    changes,
    charts,
    lookups,
    pages,
    shell,
    sitemap,
    snapshots,
    sql,
)
from contested.web.faults import fault
from contested.web.headers import Safe
from contested.web.hosts import Hosts
from contested.web.lanes import HEALTH
from contested.web.meters import Measured
from contested.web.replies import NOT_NOW, listed
from contested.web.service import service
from contested.web.sessions import Sessions
from contested.web.site import site
from contested.web.static import FOR_A_DAY, FOR_EVER, Compressed, Static
from contested.web.template import CARD, FONT, FONT_NAME, ICON, STYLE, STYLE_NAME

_FOR_EVER = {"cache-control": FOR_EVER}


async def health(request: Request) -> Response:
    """Answer ok, or stale with the errors, and the data's hash and number of claims; else 503.

    It waits for nothing that others wait for, and for the data a moment: then it answers what it
    last saw.
    """
    global _seen
    try:
        _seen = await HEALTH.run(_health)
    except Busy:
        if _seen is None:
            content = {"status": "starting", "detail": "the data are being read"}
            return JSONResponse(content, status_code=503, headers=NOT_NOW)
    return _seen


#: The health as it was last seen.
_seen: Response | None = None


def _health() -> Response:
    try:
        data = database()
    except ContestedError as error:
        content = {"status": "broken", "detail": str(error), **listed(error)}
        return JSONResponse(content, status_code=503, headers=NOT_NOW)
    return JSONResponse(
        {
            "status": "stale" if data.broken else "ok",
            "hash": data.hash,
            "claims": data.claims,
            "detail": str(data.broken or ""),
            **listed(data.broken),
        },
        headers={"cache-control": "no-store"},
    )


def plotly_script(request: Request) -> Response:
    """Answer Plotly's own script, for the pages that draw a picture without a chart on them."""
    headers = {"cache-control": FOR_A_DAY}
    return FileResponse(PLOTLY, media_type="text/javascript", headers=headers)


def stylesheet(request: Request) -> Response:
    """Answer the stylesheet of the server-rendered pages."""
    return Response(STYLE, media_type="text/css", headers=_FOR_EVER)


def font(request: Request) -> Response:
    """Answer the typeface of the server-rendered pages, also those in a frame without an origin."""
    headers = _FOR_EVER | {"access-control-allow-origin": "*"}
    return Response(FONT, media_type="font/woff2", headers=headers)


def icon(request: Request) -> Response:
    """Answer the site's icon."""
    headers = {"cache-control": FOR_A_DAY}
    return Response(ICON, media_type="image/svg+xml", headers=headers)


def card(request: Request) -> Response:
    """Answer the picture that other sites show of this one."""
    headers = {"cache-control": FOR_A_DAY}
    return Response(CARD, media_type="image/png", headers=headers)


def to_docs(request: Request) -> Response:
    """Lead from the API's root to its description."""
    return RedirectResponse(site(request).path("api", "docs"), 307)


def routes() -> list[BaseRoute]:
    """Return the routes beside the dashboard."""
    return [
        Route("/health", health),
        Route("/vendor/plotly.min.js", plotly_script),
        Route(f"/assets/{STYLE_NAME}", stylesheet),
        Route(f"/assets/{FONT_NAME}", font),
        Route("/assets/icon.svg", icon),
        Route("/assets/card.png", card),
        Route("/favicon.ico", icon),  # what a browser asks for beside data that no page is around
        *charts.routes(),
        *pages.routes(),
        *lookups.routes(),
        *sql.routes(),
        *changes.routes(),
        *sitemap.routes(),
        *snapshots.routes(),
        Route("/api", to_docs),
        Route("/api/", to_docs),
        Mount("/api", service()),
        *shell.routes(),
    ]


def published_app() -> ASGIApp:
    """Return the routes alone, as `contested.publish` asks them: a fault is raised to who asks.

    It asks one after the other: nothing else waits while a thread of its own makes an answer.
    """
    return Starlette(routes=[_at_once(one) for one in routes()])


def _at_once(one: BaseRoute) -> BaseRoute:
    if not isinstance(one, Route) or iscoroutinefunction(one.endpoint):
        return one
    work = one.endpoint

    async def answer(request: Request) -> Response:
        made: Response = work(request)
        return made

    return Route(one.path, answer, methods=one.methods)


def exception_handlers() -> dict[Any, Any]:
    """Return what answers where a route fails, beyond all middleware."""
    return {Exception: fault}


def middleware() -> list[Middleware]:
    """Return what every request passes, the dashboard's own files included."""
    files = {"/vendor/plotly.min.js": PLOTLY}
    return [
        Middleware(Measured),
        Middleware(Safe),
        Middleware(Hosts),
        Middleware(Sessions),
        Middleware(Static, files=files),
        Middleware(Compressed),
    ]
