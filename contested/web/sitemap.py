"""What search engines are told: every page for one thing, or to keep out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from contested import queries
from contested.addresses import Site, unlisted
from contested.database import Database
from contested.engine import Engine
from contested.errors import NotFound
from contested.html.environment import rendered
from contested.rows import one_by_one
from contested.views import PAGES
from contested.web.replies import route
from contested.web.site import site
from contested.web.template import trouble

#: A sitemap lists at most so many addresses (sitemaps.org); more need an index.
MOST = 50_000

#: The dashboard's pages but one, /snapshots being as each server keeps them, and the ledger.
_PAGES = (*(name for name in PAGES if name != "snapshots"), "changes")


def routes() -> list[Route]:
    """Return robots.txt and the sitemap, with its parts."""
    return [
        Route("/robots.txt", robots),
        Route("/sitemap.xml", route(_whole, trouble, "sitemap", shared=True)),
        Route("/sitemap-{part}.xml", route(_part, trouble, "sitemap_part", shared=True)),
    ]


def robots(request: Request) -> Response:
    """Answer where the sitemap is, or that nothing here is to be listed."""
    if unlisted():
        return PlainTextResponse("User-agent: *\nDisallow: /\n")
    return PlainTextResponse(
        "User-agent: *\nDisallow: /_stcore/\nDisallow: /api/\nDisallow: /sql\nAllow: /\n"
        f"Sitemap: {site(request).url('sitemap.xml')}\n"
    )


def _whole(request: Request, data: Database) -> Response:
    here, engine = site(request), data.engine()
    number = _number(engine)
    if number <= MOST:
        return _xml("urlset", "url", _addresses(engine, here, 0))
    parts = range((number + MOST - 1) // MOST)
    index = [(here.url(f"sitemap-{part}.xml"), "") for part in parts]
    return _xml("sitemapindex", "sitemap", index)


def _part(request: Request, data: Database) -> Response:
    named, engine = str(request.path_params["part"]), data.engine()
    number = _number(engine)
    part = int(named) if named.isascii() and named.isdigit() and len(named) < 9 else number
    if number <= MOST or part * MOST >= number:
        raise NotFound("sitemap", named[:20])
    return _xml("urlset", "url", _addresses(engine, site(request), part))


def _number(engine: Engine) -> int:
    totals = queries.totals(engine)
    return len(_PAGES) + sum(totals[name] for name in ("claims", "articles", "sources"))


def _addresses(engine: Engine, here: Site, part: int) -> list[tuple[str, str]]:
    """Return the addresses of one part of what is worth listing, with their things' dates."""
    pages = [(here.url(name), "") for name in _PAGES[part * MOST : (part + 1) * MOST]]
    skip = max(0, part * MOST - len(_PAGES))
    things = one_by_one(queries.things(engine, MOST - len(pages), skip))
    return pages + [(here.url(one["kind"], one["id"]), one["published"]) for one in things]


def _xml(root: str, name: str, addresses: list[tuple[str, str]]) -> Response:
    text = rendered("sitemap", root=root, name=name, addresses=addresses)
    return Response(text, media_type="application/xml")
