"""The dashboard's pages as the server first sends them: Streamlit's page with the answer in it.

A reader sees the answer in words before the application has run, a link unfurls with it, and
without JavaScript the newest claims can still be read. It is taken away as soon as the application
shows its own title or a message.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import NamedTuple

from markupsafe import Markup, escape
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from contested import queries
from contested.addresses import PLAIN, Site, named_by
from contested.database import Database
from contested.engine import Engine
from contested.errors import BadData, ContestedError, NoDatabase
from contested.html import labels, lists
from contested.nearest import nearest
from contested.rows import one_by_one
from contested.selection import LONGEST, VIEW, Selection, parse
from contested.streamlit_inside import (
    AT_REST,
    CONFIG,
    HOST_CONFIG,
    MESSAGE,
    OPEN,
    PLACES,
    TITLE,
    WAITING,
    WHERE,
    index,
    later,
    missing,
)
from contested.views import PAGES, VIEWS, View, canonical, charted, data_to, direct, reduced
from contested.views.view import once
from contested.web import pictures
from contested.web.changes import feed_address
from contested.web.charts import picture
from contested.web.headers import dashboard
from contested.web.replies import route
from contested.web.site import site
from contested.web.still import still
from contested.web.template import Missing, look, rendered, trouble

#: Takes the answer away for good once the application says the same, or what is wrong. All that it
#: is made of must have come, but for charts whose pictures stand in their places (html/style.py
#: hides what waits there). Until then it lies hidden beneath, and nothing is read twice.
LEAVES = f"""
(() => {{
  const first = document.getElementById('first');
  const leave = () => {{
    first.remove();
    watch.disconnect();
  }};
  const pictured = waiting => getComputedStyle(waiting).opacity === '0';
  const said = () => document.querySelector('{AT_REST}') && document.querySelector('{TITLE}')
    && [...document.querySelectorAll('{WAITING}')].every(pictured);
  const watch = new MutationObserver(() => {{
    if (said() || document.querySelector('{MESSAGE}, [role="dialog"]')) leave();
  }});
  watch.observe(document.body, {{ attributes: true, childList: true, subtree: true }});
  addEventListener('popstate', leave, {{ once: true }});
}})();
"""

#: How many claims stand in a page before the application takes over.
MOST = 12


def routes() -> list[Route]:
    """Return the dashboard's pages, in place of the empty page that Streamlit would answer."""
    if lost := missing(index()):
        logging.getLogger(__name__).error(
            "Streamlit's page has changed and has no %s: readers are sent it without the answer; "
            "contested.streamlit_inside must follow, or an earlier Streamlit be installed",
            ", ".join(lost),
        )
    register_url_convertor("closed", _Closed())
    return [
        *(
            Route(f"/{name}", _guarded(route(_page(name), _empty, name or "overview", keep=True)))
            for name in PAGES
        ),
        Route("/{address:closed}", _closed, methods=_METHODS),
    ]


#: What is answered alike to whatever is asked of a closed address.
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class _Closed(StringConvertor):
    """An address that is neither ours nor open."""

    regex = f"(?!(?:{'|'.join(OPEN)})$).+"


def _closed(request: Request) -> Response:
    """Answer an address that nothing is at."""
    name = str(request.path_params["address"])
    here = site(request)
    page = name.rstrip("/")
    first, *words = page.split("/")
    quantity = named_by(words) if words and PLAIN.get(first, first) in PAGES else None
    if quantity is not None:
        # As a published site has it (contested.publish), whose pages have no query.
        asked, misfits = parse(quantity.pairs())
        if not misfits:
            address = here.view(PLAIN.get(first, first), asked)
            return RedirectResponse(address, 307, {"cache-control": "no-cache"})
    if page in PAGES and name != page:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(here.path(page) + query, 301, {"cache-control": "no-cache"})
    if name == CONFIG:
        return JSONResponse(dict(HOST_CONFIG), headers={"cache-control": "no-cache"})
    likest = nearest(name[:LONGEST].lower(), PAGES, most=3)
    alike = [(here.path(address), PAGES[address].label) for address in likest]
    response = trouble(request, Missing("page", name[:LONGEST], alike))
    response.headers["cache-control"] = "no-store"
    return response


def _guarded(answer: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """Let our script run, also in a page that did not change: a 304 replaces a kept policy."""

    @wraps(answer)
    def guarded(request: Request) -> Response:
        response = answer(request)
        if response.status_code >= 400:
            return response
        host = request.headers.get("host", "")
        response.headers["content-security-policy"] = dashboard(host, (WHERE, LEAVES))
        return response

    return guarded


def _page(name: str) -> Callable[[Request, Database], Response]:
    def work(request: Request, data: Database) -> Response:
        engine = data.engine()
        # What does not pass is named by the page itself, once it runs.
        selection, _ = parse(request.query_params.multi_items(), also=VIEW)
        selection, _ = queries.known(engine, selection)
        view = PAGES[name]
        heading = view.heading(engine, view.opened(engine, selection), direct)
        searched = bool(request.query_params.get("q"))
        if searched:
            # What is searched for is no text of ours: the page alone says what it found.
            heading = heading._replace(answer="", more="")
        here = site(request)
        url = here.origin + here.view(name, _canonical(engine, name, selection))
        claims = one_by_one(heading.claims[:MOST])
        # Its links are the dashboard's own, and every value in it was escaped where it was made.
        ahead = Markup(view.ahead(engine, selection)) if view.ahead and not searched else ""
        opened = view.opened(engine, selection)
        tolls = _tolls(engine, opened) if heading.charted else []
        chart = _chart(data, view, opened, here) if heading.charted and not searched else None
        fields = {
            "heading": heading,
            "claims": claims,
            "tolls": tolls,
            "site": here,
            "url": url,
            "ahead": ahead,
            "chart": chart,
            "view": view.id,
            "feed": feed_address(here, view.opened(engine, selection)),
            "look": look(view.id),
            "data_to": data_to(engine, view.opened(engine, selection)),
            "picture": _card(here, name, view, selection, engine, bool(heading.charted)),
        }
        if here.published:
            return still(request, data, name, selection, **fields)
        parts = {name: rendered(name, **fields) for name in ("head", "first")}
        return _sent(request, **parts, chart=chart, chunks=later(heading.charted))

    return work


class _Chart(NamedTuple):
    """The picture of a page's chart: its addresses, what it shows in words, what stands beside it.

    `sheet` is the table that stands under it.
    """

    light: str
    dark: str
    alt: str
    height: int
    labels: Markup
    sheet: Markup

    def preloads(self) -> str:
        """Return the links by which a browser asks for the picture of its ground at once."""
        dark = "(prefers-color-scheme:dark)"
        return "".join(
            f'<link rel="preload" as="image" fetchpriority="high" media="{ground}" '
            f'href="{escape(address)}">\n'
            for ground, address in ((f"not {dark}", self.light), (dark, self.dark))
        )


def _chart(data: Database, page: View, selection: Selection, here: Site) -> _Chart | None:
    view = charted(page, selection)
    if view is None:
        return None
    drawn = picture(data, view, selection).drawn
    asked = reduced(selection, view)
    sheet = view.sheet(data.engine(), view.filled(asked), once()) if view.sheet else ""
    return _Chart(
        light=here.chart(data.hash, view.id, asked),
        dark=here.chart(data.hash, view.id, asked, dark=True),
        alt=drawn.alt,
        height=drawn.chart.layout.height,
        labels=Markup(labels.labels(drawn.labels)),  # escaped where they were made
        sheet=Markup(sheet),
    )


def _card(
    here: Site, name: str, view: View, selection: Selection, engine: Engine, drawn: bool
) -> str:
    """Return the address of the picture that other sites show of a page; empty without a host."""
    if not here.origin:
        return ""
    if view.id in VIEWS and drawn:
        return pictures.card(here, view.id, _canonical(engine, name, selection))
    return here.url("assets", "card.png")


def _tolls(engine: Engine, selection: Selection) -> list[tuple[Selection, str]]:
    """Return the quantities that differ from a selection's in the event alone, with their names."""
    rows = one_by_one(queries.tolls(engine, selection)[:MOST])
    return [(lists.quantity(row), row["name"]) for row in rows]


def _canonical(engine: Engine, name: str, selection: Selection) -> Selection:
    """Return the one selection that a page's view has: no defaults, nothing that it does not read.

    A page that is no view keeps its selection, and so does one of nothing in particular.
    """
    if name not in VIEWS or selection == Selection():
        return selection
    return canonical(engine, selection, VIEWS[name])


def _empty(request: Request, error: ContestedError) -> Response:
    """Answer what is wrong with the data as a page; for all else let the application say it."""
    if isinstance(error, (BadData, NoDatabase)):
        return trouble(request, error)
    return _sent(request, "<title>Contested</title>")


def _sent(
    request: Request,
    head: str,
    first: str = "",
    chart: _Chart | None = None,
    chunks: tuple[str, ...] = (),
) -> Response:
    """Return Streamlit's page with our head, the answer, and what the scripts will ask for.

    Where Streamlit's page has not all the places for them, it is sent as it is.
    """
    page = index()
    if not missing(page):
        here = site(request)
        links = [
            f'<link rel="modulepreload" crossorigin href="{here.path("static", "js", name)}">\n'
            for name in chunks
        ]
        # Before all code comes the picture. The largest chunk is next: it fills the line while the
        # small ones wait for answers.
        filled = {
            "title": (chart.preloads() if chart else "") + "".join(links[:1]) + head,
            "noscript": "",
            "script": f"<script>{WHERE}</script>\n    <script>",
            "head": f"{''.join(links[1:])}</head>",
            "root": f'{first}<div id="root"></div>' + f"<script>{LEAVES}</script>" * bool(first),
        }
        for name, place in PLACES.items():
            before, after = place.split(page, maxsplit=1)
            page = f"{before}{filled[name]}{after}"
    return Response(page, media_type="text/html")
