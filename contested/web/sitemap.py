"""What search engines are told: every page for one thing, or to keep out."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from duckdb import DuckDBPyConnection
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from contested import queries
from contested.database import Database
from contested.errors import NotFound
from contested.selection import Selection
from contested.web.replies import route
from contested.web.site import Site, site, unlisted
from contested.web.template import trouble

#: A sitemap lists at most so many addresses (sitemaps.org); more need an index.
MOST = 50_000

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def routes() -> list[Route]:
    """Return robots.txt and the sitemap, with its parts."""
    return [
        Route("/robots.txt", robots),
        Route("/sitemap.xml", route(_whole, trouble, "sitemap")),
        Route("/sitemap-{part:int}.xml", route(_part, trouble, "sitemap_part")),
    ]


def robots(request: Request) -> Response:
    """Answer where the sitemap is, or that nothing here is to be listed."""
    if unlisted():
        return PlainTextResponse("User-agent: *\nDisallow: /\n")
    return PlainTextResponse(
        "User-agent: *\nDisallow: /_stcore/\nDisallow: /api/\nAllow: /\n"
        f"Sitemap: {site(request).url('sitemap.xml')}\n"
    )


def _whole(request: Request, found: Database) -> Response:
    here = site(request)
    addresses = list(_addresses(found.cursor(), here))
    if len(addresses) <= MOST:
        return _xml("urlset", "url", addresses)
    parts = range((len(addresses) + MOST - 1) // MOST)
    index = [(here.url(f"sitemap-{part}.xml"), "") for part in parts]
    return _xml("sitemapindex", "sitemap", index)


def _part(request: Request, found: Database) -> Response:
    part = int(request.path_params["part"])
    addresses = list(_addresses(found.cursor(), site(request)))
    held = addresses[part * MOST : (part + 1) * MOST]
    if not held or len(addresses) <= MOST:
        raise NotFound("sitemap", str(part)[:20])
    return _xml("urlset", "url", held)


def _addresses(con: DuckDBPyConnection, here: Site) -> Iterator[tuple[str, str]]:
    """Yield the address of every page worth listing, with the date of what it is about."""
    for page in ("", "timeline", "compare", "known-when", "articles", "sources", "data", "method"):
        yield here.url(page), ""
    claims = queries.claims(con, Selection())
    for id, day in zip(claims["id"], claims["published"], strict=True):
        yield here.url("claim", id), str(day.date())
    articles = queries.articles(con)
    for id, day in zip(articles["id"], articles["published"], strict=True):
        yield here.url("article", id), str(day.date())
    for id in queries.sources(con)["id"]:
        yield here.url("source", id), ""


def _xml(root: str, name: str, addresses: list[tuple[str, str]]) -> Response:
    entries = "".join(
        f"<{name}><loc>{escape(address)}</loc>"
        + (f"<lastmod>{day}</lastmod>" if day else "")
        + f"</{name}>\n"
        for address, day in addresses
    )
    opening = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n'
    return Response(f"{opening}{entries}</{root}>\n", media_type="application/xml")
