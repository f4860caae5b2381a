"""Views inside other pages: as the data are now, or frozen. They need no script."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contested import views
from contested.addresses import Site
from contested.database import Database
from contested.errors import BadSelection, Misfit, hint
from contested.html.embed import Embedded
from contested.kept import kept
from contested.selection import LONGEST, Selection, parse
from contested.selection import printable as legible
from contested.web import template
from contested.web.headers import EMBEDDED
from contested.web.lanes import EMBEDS
from contested.web.replies import route
from contested.web.site import site
from contested.web.template import EMBED_LOOK, FONT_NAME, trouble

#: What an embedded view may look like, whatever the reader's system says.
THEMES = ("light", "dark")


def routes() -> list[Route]:
    """Return the addresses of views as they are now; a snapshot's is under its id."""
    return [
        Route(f"/embed/{id}", EMBEDS.route(route(_live(id), trouble, f"embed_{id}"), trouble))
        for id in views.VIEWS
    ]


def embedded(data: Database, selection: Selection, id: str, here: Site) -> Embedded:
    """Return what the view of an id shows inside other pages; raises BadSelection as views do.

    A published page has the code that shows it, and the next file is what that shows: both are made
    of it.
    """
    return (_same if here.published else _embedded)(data, selection, id, here)


def _embedded(data: Database, selection: Selection, id: str, here: Site) -> Embedded:
    return views.embedded(data.engine(), selection, id, here)


_same = kept(8)(_embedded)


def _live(id: str) -> Callable[[Request, Database], Response]:
    def work(request: Request, data: Database) -> Response:
        """Show a view of a selection, with the words of its page's address."""
        pairs = request.query_params.multi_items()
        selection, misfits = parse([pair for pair in pairs if pair[0] != "theme"])
        look = theme(request)
        if misfits:
            raise BadSelection(misfits)
        engine = data.engine()
        here = site(request)
        shown = embedded(data, selection, id, here)
        whole = views.canonical(engine, selection, views.VIEWS[id])
        url = here.origin + here.view(views.VIEWS[id].page, whole)
        return page(request, shown, url, look)

    return work


def theme(request: Request) -> str:
    """Return the ground that an address asks for, empty for the reader's own.

    Raises BadSelection for one that there is not.
    """
    named = request.query_params.get("theme", "")
    if named not in ("", *THEMES):
        raise BadSelection([Misfit("theme", legible(named), hint(named[:LONGEST], THEMES))])
    return named


def page(request: Request, shown: Embedded, url: str, theme: str, made: str = "") -> Response:
    """Return a view for other pages; `url` is where it leads, `made` the day it was frozen on."""
    response = template.page(
        request,
        "embed",
        None,
        shown=shown,
        url=url,
        theme=theme,
        made=made,
        look=EMBED_LOOK,
        font_name=FONT_NAME,
    )
    response.headers["content-security-policy"] = EMBEDDED
    response.headers["cache-control"] = "public, max-age=3600"
    return response
