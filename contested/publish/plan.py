"""Which answers of the server a published site has, and the file that each becomes.

A page is an `index.html` in a folder of its name, so that every host serves it at the address that
the server has for it. What the server tells apart by a query has a path: the words of a quantity,
`source` and an id, or a conflict stand where the query stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl

from contested import cite, queries
from contested.addresses import PLAIN, Site, parts
from contested.database import Database
from contested.engine import Engine
from contested.html.lists import quantity
from contested.rows import one_by_one
from contested.selection import QUANTITY, Selection, parse
from contested.snapshots import browser
from contested.snapshots.files import FILES as FROZEN
from contested.snapshots.files import PICTURES
from contested.snapshots.store import store
from contested.views import PAGES, known_when
from contested.web import still
from contested.web.changes import FEED, PAGE
from contested.web.pages import KINDS
from contested.web.template import FONT_NAME, STYLE_NAME

#: How many claims a published site may have: what a file of the API gives at once.
MOST = 100_000

#: How many groups of answers there are at least, so that every process has some to the end.
_TOGETHER = 40

#: How many links are remembered: pages beside each other lead to much alike.
_LINKS = 20_000

#: Files that are made of more than the rows of the data: of the folder's own files, of its version.
_ANEW = re.compile(r"api/datapackage\.zip|snapshot/[^/]+/index\.html")

_EVERYTHING = Selection()


#: What a part asks of: ids by what they are called in questions, and dates.
Words = Mapping[str, str | date]


class Answer(NamedTuple):
    """One answer of the server and its file, from the folder on.

    `address` is what is asked, path and query, without what stands before the site's own; `status`
    is what it answers. One that is `optional` is left out where the server has none.
    """

    address: str
    file: str
    optional: bool = False
    status: int = 200


class Part(NamedTuple):
    """Answers about one thing, which are made together: the words that what they ask differs by.

    Parts of one `kind` ask alike; a word that only some of them have is asked by these alone. One
    that is `anew` is made of what no query reads.
    """

    kind: str
    words: Words
    answers: list[Answer]
    anew: bool = False


def groups(data: Database, cards: bool) -> list[list[Part]]:
    """Return all answers of a site, those beside each other that ask the data alike."""
    engine = data.engine()
    whole = [Part("", {}, [one], anew=bool(_ANEW.fullmatch(one.file))) for one in _whole(engine)]
    by_quantity = {
        of: [Part("quantity", _words(engine, of), answers)]
        for of, answers in _of_quantities(engine, cards)
    }
    for claim in one_by_one(queries.claims(engine, _EVERYTHING)):
        words = {"id": claim["id"], "article": claim["article"]}
        part = Part("claim", words, _thing("claim", claim["id"]))
        by_quantity.setdefault(quantity(claim), []).append(part)
    made = [whole, *by_quantity.values()]
    others = queries.things(engine, MOST * 3)
    for kind in ("article", "source"):
        ids = map(str, others["id"][others["kind"] == kind])
        each = [Part(kind, {"id": id, kind: id}, _thing(kind, id)) for id in ids]
        made += [each[first : first + _TOGETHER] for first in range(0, len(each), _TOGETHER)]
    return made


def file_of(page: str) -> str:
    """Return the file of a page's path.

    >>> file_of("/claim/nyt-1"), file_of("/")
    ('claim/nyt-1/index.html', 'index.html')
    """
    return f"{page.strip('/')}/index.html".lstrip("/")


def place(file: str) -> str:
    """Return the path at which a host serves a file.

    >>> place("claim/nyt-1/index.html"), place("claim/nyt-1.json"), place("index.html")
    ('/claim/nyt-1/', '/claim/nyt-1.json', '/')
    """
    return f"/{file.removesuffix('index.html')}" if file.endswith("index.html") else f"/{file}"


def chart(view: str, selection: Selection, dark: bool) -> str:
    """Return the file of a chart's picture."""
    name = "/".join([view, *parts(selection)])
    return f"chart/{name}{'-dark' if dark else ''}.svg"


def card(view: str, selection: Selection) -> str:
    """Return the file of the picture that other sites show of a link."""
    path = parts(selection) or [*selection.source, selection.article]
    return f"picture/{'/'.join(filter(None, [view, *path]))}-card.png"


@lru_cache(_LINKS)
def asked(path: str, query: str) -> str:
    """Return what a link asks for, in the one form that it has in a plan; "" for nothing.

    Of a page of one quantity only that counts, and a page about one thing is that thing's own.
    """
    pairs = parse_qsl(query)
    selection, _ = parse(pairs, also=[word for word, _ in pairs])
    page = path.strip("/")
    if page in still.OF_A_QUANTITY and selection != _EVERYTHING:
        return f"{path}?{selection.quantity().query()}"
    if page == "articles" and selection.article:
        return f"/article/{selection.article}"
    if page == "sources" and selection.source:
        return f"/source/{selection.source[0]}" if len(selection.source) == 1 else ""
    shape = [f"shape={value}" for word, value in pairs if word == "shape"]
    own = "&".join(filter(None, [selection.query(), *shape]))
    return f"{path}?{own}" if own else path


def _whole(engine: Engine) -> list[Answer]:
    """Return what is of everything: lists, the API, the ledger, snapshots, styles."""
    made = [
        Answer("/assets/icon.svg", "assets/icon.svg"),
        Answer("/assets/card.png", "assets/card.png"),
        Answer(f"/assets/{STYLE_NAME}", f"assets/{STYLE_NAME}"),
        Answer(f"/assets/{FONT_NAME}", f"assets/{FONT_NAME}"),
        Answer("/robots.txt", "robots.txt"),
        Answer("/nothing-is-here", "404.html", status=404),
        Answer("/check", file_of("/check")),
        Answer("/api/docs", file_of("/api/docs")),
        Answer("/api/claims.json?limit=10000", "api/claims.json"),
        Answer("/api/changes.json?limit=10000", "api/changes.json"),
        *(Answer(f"/{page}", file_of(page)) for page in PAGES),
    ]
    made += [
        Answer(f"/api/{name}", f"api/{name}")
        for name in still.WHOLE
        if name not in ("claims.json", "changes.json")
    ]
    made += [Answer(f"/api/datapackage.{form}", f"api/datapackage.{form}") for form in cite.FORMATS]
    made += _changes(_EVERYTHING)
    wars = queries.quantities(engine, _EVERYTHING)["conflict"].unique()
    for war in wars:
        of = Selection(conflict=str(war))
        made.append(Answer(f"/?{of.query()}", file_of(f"/{_first('')}/{war}")))
        made += _changes(of)
    drawn = browser.installed() is not None
    for one in store().listing().summaries:
        made.append(Answer(f"/snapshot/{one.id}", file_of(f"/snapshot/{one.id}")))
        made.append(Answer(f"/embed/{one.id}", file_of(f"/embed/{one.id}")))
        endings = [f".{form}" for form in FROZEN if drawn or form not in PICTURES]
        endings += ["-page.png", "-dark.png", "-card.png"] if drawn else []
        made += [
            Answer(f"/snapshot/{one.id}{ending}", f"snapshot/{one.id}{ending}")
            for ending in endings
        ]
    return made


def _first(page: str) -> str:
    """Return the first part of the path of a page of one war or quantity."""
    return next((name for name, of in PLAIN.items() if of == page), page)


def _of_quantities(engine: Engine, cards: bool) -> Iterator[tuple[Selection, list[Answer]]]:
    """Yield what each quantity has: its pages, its files, its place in other pages, its changes."""
    for row in one_by_one(queries.quantities(engine, _EVERYTHING)):
        of = quantity(row)
        query, path = of.query(), "/".join(parts(of))
        group = [
            Answer(f"/{page}?{query}", file_of(f"/{page}/{path}")) for page in still.OF_A_QUANTITY
        ]
        group += [
            Answer(f"/embed/{view}?{query}", file_of(f"/embed/{view}/{path}"), optional=True)
            for views in still.EMBEDDED.values()
            for view in views
        ]
        for name in still.FILES:
            stem, _, ending = name.partition(".")
            group.append(Answer(f"/api/{name}?{query}", f"api/{stem}/{path}.{ending}"))
        if cards:
            group.append(
                Answer(f"/picture/timeline.png?{query}&shape=card", card("timeline", of), True)
            )
        yield of, group + _changes(of)


def _words(engine: Engine, of: Selection) -> Words:
    """Return a quantity's words, and the date from which its page looks back if it has one."""
    known_on = known_when.with_date(engine, of).known_on
    words = {word: getattr(of, word) for word in QUANTITY}
    return {**words, "known_on": known_on} if known_on else words


def _changes(of: Selection) -> list[Answer]:
    """Return the page and the feed of what changes in a selection."""
    path = "/".join(parts(of)) or "/".join(f"source/{id}" for id in of.source)
    query = f"?{of.query()}" if path else ""
    further = "&" if query else "?"
    return [
        Answer(f"/changes{query}{further}limit={PAGE.most}", file_of(f"/changes/{path}")),
        Answer(
            f"/changes.atom{query}{further}limit={FEED.usual}",
            f"changes/{path}.atom" if path else "changes.atom",
        ),
    ]


def _thing(kind: str, id: str) -> list[Answer]:
    """Return the page of one thing, and its files."""
    assert kind in KINDS
    made = [Answer(f"/{kind}/{id}", file_of(f"/{kind}/{id}"))]
    made += [
        Answer(f"/{kind}/{id}.{form}", f"{kind}/{id}.{form}") for form in ("json", *cite.FORMATS)
    ]
    if kind == "source":
        query = Selection(source=(id,)).query()
        made += [
            Answer(f"/api/claims.{form}?{query}", f"api/claims/source/{id}.{form}")
            for form in ("csv", "json")
        ]
        made += _changes(Selection(source=(id,)))
    return made


def sitemap(here: Site, files: list[str]) -> list[str]:
    """Return the addresses of a site that are worth listing: its pages, but those in others'."""
    return [
        here.origin + here.prefix + place(file)
        for file in sorted(files)
        if file.endswith("index.html") and not file.startswith(("embed/", "check/"))
    ]
