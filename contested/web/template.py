"""Pages that the server renders: what all of them hold, their policy, their one stylesheet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from contested import __version__
from contested.addresses import unlisted
from contested.database import Database
from contested.errors import BadData, BadSelection, BadSnapshot, ContestedError, NotFound, TooMany
from contested.html import environment
from contested.html.style import rules, stylesheet
from contested.selection import Selection
from contested.views import PAGES, data_to
from contested.web.headers import RENDERED
from contested.web.replies import LISTED, NOT_NOW
from contested.web.site import site
from contested.words import count

#: The typeface of the pages and pictures, under a name that a browser may keep for ever.
FONT = files("contested.snapshots").joinpath("sans.woff2").read_bytes()
FONT_NAME = f"sans-{hashlib.sha256(FONT).hexdigest()[:12]}.woff2"

# The page is read in another typeface until this one has come: no page waits for it.
_FACE = (
    f'@font-face{{font-family:"Source Sans";font-weight:400 700;font-display:swap;'
    f'src:url({FONT_NAME}) format("woff2")}}\n'
)
STYLE = (_FACE + stylesheet("page", marked=True) + rules("terms")).encode()

#: What an embedded view looks like; it stands in the page itself.
EMBED_LOOK = Markup(  # our own rules
    stylesheet("embed", marked=True).replace(rules("embed"), "")
    + "".join(
        rules(name)
        for name in (
            "labels",
            "legend",
            "terms",
            "picture_table",
            "known_when",
            "ratio_table",
            "plot",
            "embed",
        )
    )
)
ICON = files("contested").joinpath("ui/icon.svg").read_bytes()


#: What other sites show of a page that is no view, and of every page where none can be drawn.
CARD = files("contested.web").joinpath("card.png").read_bytes()

#: The stylesheet's name carries its hash, so that a browser may keep it for ever.
STYLE_NAME = f"page-{hashlib.sha256(STYLE).hexdigest()[:12]}.css"


#: What stands on a page before the application runs, beside its words, by its view.
_AHEAD = {
    "overview": ("legend", "terms", "overview"),
    "timeline": ("labels",),
    "compare": ("legend", "terms", "picture_table"),
    "known-when": ("legend", "terms", "picture_table", "known_when"),
}


@cache
def look(view: str) -> Markup:
    """Return what a view's page looks like until the application runs; it stands in the page."""
    ahead = _AHEAD.get(view, ())
    own = "".join(map(rules, ahead))
    return Markup(
        stylesheet("first", marked=bool(ahead)) + rules("fold") + own
    )  # our own rules, no one's data


def rendered(name: str, /, **fields: Any) -> str:
    """Return a template of `pages/` filled, with what stands on every page."""
    return environment.rendered(
        f"pages/{name}",
        **{
            "style": STYLE_NAME,
            "version": __version__,
            "pages": PAGES,
        },
        unlisted=unlisted(),
        **fields,
    )


def page(
    request: Request, name: str, data: Database | None, status: int = 200, **fields: Any
) -> Response:
    """Return a template as a page, under the policy for pages that the server renders."""
    html = rendered(name, site=site(request), data=data, data_to=_data_to(data), **fields)
    headers = {"content-security-policy": RENDERED}
    return Response(html, status, headers, media_type="text/html")


def _data_to(data: Database | None) -> str:
    """Return the newest date of all data, as pages say it; empty where they cannot be had."""
    if data is None:
        return ""
    if data.hash not in _newest:
        _newest.clear()
        _newest[data.hash] = data_to(data.engine(), Selection())
    return _newest[data.hash]


#: What `_data_to` said of the data as they are now, by their hash.
_newest: dict[str, str] = {}


class Missing(NotFound):
    """An address that names nothing here, and (path, what it is called) of those near it."""

    def __init__(self, kind: str, value: str, alike: Iterable[tuple[str, str]] = ()) -> None:
        self.alike = list(alike)
        super().__init__(kind, value)


def trouble(request: Request, error: ContestedError) -> Response:
    """Return an error as a page: what is not there, what is near it, and where to look.

    Who asks too often is told so, and when to come back, as by the API.
    """
    fields: dict[str, Any] = {
        "detail": str(error),
        "alike": [],
        "query": "",
        "problems": [],
        "most": LISTED,
    }
    if isinstance(error, NotFound):
        what = "address" if error.kind == "page" else "id"
        fields["detail"] = f"Nothing here has the {what} “{error.value}”."
        if site(request).published:  # one page stands for every address that has none
            fields["detail"] = f"Nothing here has this {what}."
        fields["alike"] = error.alike if isinstance(error, Missing) else []
        fields["query"] = " ".join(error.value.replace("-", " ").split()[:6])
        return page(request, "trouble", None, 404, heading=f"No such {error.kind}", **fields)
    if isinstance(error, BadSelection):
        return page(request, "trouble", None, 422, heading="This address does not pass", **fields)
    if isinstance(error, TooMany):
        seconds = count(error.wait, "second")
        fields["detail"] = f"Your address asks for more than its share. Come back in {seconds}."
        heading = "Asked too often"
        response = page(request, "trouble", None, 429, heading=heading, **fields)
        response.headers.update({"retry-after": str(error.wait), "cache-control": "no-store"})
        return response
    if isinstance(error, BadData):
        fields["detail"] = (
            "The data folder does not pass its checks, and there are no earlier data."
        )
        fields["problems"] = [str(problem) for problem in error.problems]
    what = "This snapshot" if isinstance(error, BadSnapshot) else "The data"
    heading = f"{what} cannot be read now"
    response = page(request, "trouble", None, 503, heading=heading, **fields)
    if not isinstance(error, BadSnapshot):
        response.headers.update(NOT_NOW)
    return response
