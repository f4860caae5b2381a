"""Pages that the server renders: the templates, what they may call, their one stylesheet."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from contested import __version__, vocabulary, words
from contested.charts import glyph
from contested.charts.style import DARK, LIGHT, Palette
from contested.database import Database
from contested.errors import BadSelection, BadSnapshot, ContestedError, NotFound
from contested.web.headers import RENDERED
from contested.web.site import PAGES, site, unlisted


def _style(name: str, marks: bool) -> str:
    """Return a stylesheet: the charts' colours on both grounds, the marks if any, its own rules.

    A page that names its theme has its ground whatever the reader's system says.
    """
    rules = files("contested.web").joinpath(f"assets/{name}.css").read_text(encoding="utf-8")
    light, dark = (
        _colours(palette) + (glyph.style(palette) if marks else "") for palette in (LIGHT, DARK)
    )
    themes = "".join(
        _colours(palette, f'[data-theme="{theme}"]', f"color-scheme:{theme};")
        for theme, palette in (("light", LIGHT), ("dark", DARK))
    )
    return f"{light}{rules}@media (prefers-color-scheme:dark){{{dark}}}\n{themes}"


def _colours(palette: Palette, where: str = "", more: str = "") -> str:
    named = ("ground", "ink", "muted", "grid")
    variables = "".join(f"--{name}:{getattr(palette, name)};" for name in named)
    return f":root{where}{{{variables}{more}}}\n"


#: The typeface of the pages and pictures, under a name that a browser may keep for ever.
FONT = files("contested.snapshots").joinpath("sans.woff2").read_bytes()
FONT_NAME = f"sans-{hashlib.sha256(FONT).hexdigest()[:12]}.woff2"

# The page is read in another typeface until this one has come: no page waits for it.
_FACE = (
    f'@font-face{{font-family:"Source Sans";font-weight:400 700;font-display:swap;'
    f'src:url({FONT_NAME}) format("woff2")}}\n'
)
STYLE = (_FACE + _style("page", marks=True)).encode()

#: What the dashboard's pages look like until the application runs; it stands in the page itself.
LOOK = Markup(_style("first", marks=False))  # our own rules, no one's data
ICON = files("contested").joinpath("ui/icon.svg").read_bytes()

#: The stylesheet's name carries its hash, so that a browser may keep it for ever.
STYLE_NAME = f"page-{hashlib.sha256(STYLE).hexdigest()[:12]}.css"


def linked(value: Any) -> str:
    """Return an address of the web as it is, and nothing for any other kind of address.

    >>> linked("https://example.org/1"), linked("javascript:alert(1)"), linked(None)
    ('https://example.org/1', '', '')
    """
    text = "" if words.missing(value) else str(value)
    return text if text.lower().startswith(("http://", "https://")) else ""


def block(data: Any) -> Markup:
    r"""Return data as JSON that stands in a page's script element: no letter can end it.

    >>> print(block({"name": "</script>"}))
    {"name":"\u003c/script\u003e"}
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("contested.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": words.day,
        "said": words.said,
        "window": words.window,
        "count": words.count,
        "counted": words.counted,
        "capital": words.capital,
        "linked": linked,
        "block": block,
        "filled": lambda value: not words.missing(value),
    }
    environment.globals |= {
        "vocabulary": vocabulary,
        "style": STYLE_NAME,
        "version": __version__,
        "pages": PAGES,
    }
    return environment


_TEMPLATES = _environment()


def rendered(name: str, **held: Any) -> str:
    """Return a template filled; what it is filled with is escaped wherever it stands."""
    return _TEMPLATES.get_template(name).render(unlisted=unlisted(), look=LOOK, **held)


def page(
    request: Request, name: str, found: Database | None, status: int = 200, **held: Any
) -> Response:
    """Return a template as a page, under the policy for pages that the server renders."""
    html = rendered(name, site=site(request), data=found, **held)
    headers = {"content-security-policy": RENDERED}
    return Response(html, status, headers, media_type="text/html")


class Missing(NotFound):
    """An address that names nothing here, and (path, what it is called) of those near it."""

    def __init__(self, kind: str, value: str, near: Iterable[tuple[str, str]] = ()) -> None:
        self.near = list(near)
        super().__init__(kind, value)


def trouble(request: Request, error: ContestedError) -> Response:
    """Return an error as a page: what is not there, what is near it, and where to look."""
    held: dict[str, Any] = {"detail": str(error), "near": [], "query": ""}
    if isinstance(error, NotFound):
        what = "address" if error.kind == "page" else "id"
        held["detail"] = f"Nothing here has the {what} “{error.value}”."
        held["near"] = error.near if isinstance(error, Missing) else []
        held["query"] = " ".join(error.value.replace("-", " ").split()[:6])
        return page(request, "trouble.html", None, 404, heading=f"No such {error.kind}", **held)
    if isinstance(error, BadSelection):
        return page(
            request, "trouble.html", None, 422, heading="This address does not pass", **held
        )
    what = "This snapshot" if isinstance(error, BadSnapshot) else "The data"
    return page(request, "trouble.html", None, 503, heading=f"{what} cannot be read now", **held)
