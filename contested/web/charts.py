"""Charts as pictures, in whose place Plotly's come: drawn in milliseconds, under their data's hash.

A browser keeps one for ever, as its address names all that it is made of.
"""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from contested import queries
from contested.charts.style import DARK, LIGHT
from contested.charts.svg import svg
from contested.database import Database
from contested.errors import NotFound
from contested.kept import kept
from contested.selection import Selection, parse
from contested.views import VIEWS, Charted, Drawn, reduced
from contested.views.claim import trail_chart
from contested.views.view import once
from contested.web.replies import refused, route
from contested.web.site import site
from contested.web.static import FOR_EVER

#: How many pictures are kept: each is some tens of kB.
_KEPT = 200

#: A picture brings its own styles.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class Picture(NamedTuple):
    """A view's chart as a picture, and the chart that it is made of."""

    svg: str
    drawn: Drawn


def picture(data: Database, view: Charted, selection: Selection, dark: bool = False) -> Picture:
    """Return a view's chart of a selection as a picture, as its page draws it."""
    return _picture(data, view.id, reduced(selection, view), dark)


@kept(_KEPT, key=lambda data, *named: (data.hash, *named))
def _picture(data: Database, id: str, selection: Selection, dark: bool) -> Picture:
    engine, view = data.engine(), VIEWS[id]
    draw = view.on_page or view.drawn
    drawn = draw(engine, view.filled(selection), DARK if dark else LIGHT, once())
    return Picture(svg(drawn.chart), drawn)


def routes() -> list[Route]:
    """Return the pictures' addresses."""
    return [
        Route("/chart/{hash}/{name}", route(_answer, refused, "chart", keep=True)),
        Route("/chart/{hash}/claim/{name}", route(_trail, refused, "trail", keep=True)),
    ]


def _answer(request: Request, data: Database) -> Response:
    name = str(request.path_params["name"])
    id, dark = name.removesuffix(".svg").removesuffix("-dark"), name.endswith("-dark.svg")
    view = VIEWS.get(id)
    if view is None or not name.endswith(".svg"):
        raise NotFound("chart", name[:80])
    engine = data.engine()
    selection, _ = queries.known(engine, parse(request.query_params.multi_items())[0])
    if view.one and not getattr(selection, view.one):
        raise NotFound(view.one, "")
    selection = reduced(view.opened(engine, selection), view)
    if request.path_params["hash"] != data.hash:
        # The data changed since the page was sent: their picture has another address.
        return _moved(site(request).chart(data.hash, id, selection, dark=dark))
    return _drawn(picture(data, view, selection, dark=dark).svg)


def _trail(request: Request, data: Database) -> Response:
    """Answer what a claim's institution said of the same thing."""
    name = str(request.path_params["name"])
    id, dark = name.removesuffix(".svg").removesuffix("-dark"), name.endswith("-dark.svg")
    chart = trail_chart(data.engine(), id, DARK if dark else LIGHT)
    if chart is None or not name.endswith(".svg"):
        raise NotFound("chart", name[:80])
    if request.path_params["hash"] != data.hash:
        return _moved(site(request).trail(data.hash, id, dark=dark))
    return _drawn(svg(chart))


def _drawn(picture: str) -> Response:
    headers = {"cache-control": FOR_EVER, "content-security-policy": _POLICY}
    return Response(picture, media_type="image/svg+xml", headers=headers)


def _moved(address: str) -> Response:
    return RedirectResponse(address, 307, {"cache-control": "no-store"})
