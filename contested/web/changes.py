"""The ledger: what changed, as a page, as an Atom feed, and as data."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contested import __version__, cite, queries, vocabulary
from contested.addresses import Site, followed
from contested.database import Database
from contested.engine import Engine
from contested.html.environment import rendered
from contested.html.lists import quantity
from contested.rows import one_by_one
from contested.selection import FIRST_DAY, WORDS, Selection
from contested.views.changes import Ledger, ledger, title, wars
from contested.web import json_rows
from contested.web.lanes import ANSWERS
from contested.web.parameters import Choice, Pages, Parameters, parameters
from contested.web.replies import licensed, reply, route
from contested.web.site import accessed, site
from contested.web.template import page, trouble
from contested.words import changes as words
from contested.words import missing

#: How many changes a page, a feed and an answer of the API hold, and at most.
PAGE, FEED, JSON = Pages(50, 200), Pages(100, 500), Pages(1_000, 10_000)

#: The words of a selection that a ledger reads: those that leave claims out.
SELECTED = tuple(word for word in WORDS if word not in ("axis", "scale", "reference"))

#: The words that are the ledger's own.
CHOICES: Mapping[str, Choice] = MappingProxyType(
    {
        "kind": Choice(
            "the kind of change",
            tuple(kind for kind in vocabulary.CHANGES if kind not in ("changed", "removed")),
            many=True,
        ),
        "clock": Choice(
            "by the day of entry or of print; entry where the data have such days",
            tuple(vocabulary.CLOCKS),
        ),
    }
)

#: What a change has beside its claim's columns, in JSON.
OWN = (
    "change", "change_id", "on", "printed", "entered_on", "previous", "answered_by",
    "answered_in", "answered_publisher", "answered_url", "why",
)  # fmt: skip


def routes() -> list[Route]:
    """Return the ledger's page and its feed."""
    return [
        Route(
            "/changes",
            ANSWERS.route(route(_page, trouble, "changes", keep=True, shared=True), trouble),
        ),
        Route(
            "/changes.atom",
            ANSWERS.route(route(_feed, trouble, "changes_atom", keep=True, shared=True), trouble),
        ),
    ]


def _asked(request: Request, engine: Engine, pages: Pages) -> tuple[Parameters, Ledger]:
    want = parameters(request, engine, SELECTED, pages, choices=CHOICES)
    clock = "".join(want.chosen["clock"])
    kinds = want.chosen["kind"]
    return want, ledger(engine, want.selection, clock, kinds, want.most, want.skip)


def _page(request: Request, data: Database) -> Response:
    """Answer what changed in a selection's claims, by day, the newest first."""
    engine, here = data.engine(), site(request)
    want, ledger = _asked(request, engine, PAGE)
    chosen = _Address(here, want, PAGE.usual, "changes")
    rows = one_by_one(ledger.changes)
    days = [
        {"day": day, "changes": [_row(row, ledger, here) for row in group]}
        for day, group in groupby(rows, key=lambda row: row["on"])
    ]
    return page(
        request,
        "changes",
        data,
        ledger=ledger,
        days=days,
        first=want.skip + 1,
        last=want.skip + len(rows),
        newer=chosen.at(skip=max(0, want.skip - want.most)) if want.skip else "",
        older=chosen.at(skip=want.skip + want.most) if want.skip + want.most < ledger.total else "",
        kinds=[
            (kind, ledger.counts[kind], kind in want.chosen["kind"], chosen.at(kind=(kind,)))
            for kind in ledger.counts
        ],
        all_kinds=chosen.at(kind=()) if want.chosen["kind"] else "",
        clocks=[
            (term.label, (id == "entry") == ledger.entry, chosen.at(clock=(id,)))
            for id, term in vocabulary.CLOCKS.items()
        ]
        if ledger.dated
        else [],
        without=[
            (word, value, chosen.at(selection=_less(want.selection, word, value)))
            for word, value in want.selection.pairs()
        ],
        wars=wars(engine),
        selection=want.selection,
        chosen=want.chosen,
        feed=feed_address(here, want.selection, want.chosen),
        json=chosen.at("api", "changes.json"),
        url=here.origin + chosen.at(skip=want.skip),
    )


def _less(selection: Selection, word: str, value: str) -> Selection:
    """Return a selection without one value of one word."""
    chosen = getattr(selection, word)
    if not isinstance(chosen, tuple):
        return selection.without(word)
    rest: dict[str, Any] = {word: tuple(one for one in chosen if one != value)}
    return replace(selection, **rest)


def _row(row: Mapping[str, Any], ledger: Ledger, here: Site) -> dict[str, Any]:
    """Return one change as its line on the page has it."""
    of = quantity(row)
    return {
        "row": row,
        "label": vocabulary.CHANGES[row["change"]].label,
        "instead_of": words.instead_of(row),
        "answered": words.answered(row) if row["change"] in vocabulary.RESPONSES else "",
        "when": words.when(row, ledger.entry),
        "claim": here.path("claim", row["id"]),
        "previous": "" if missing(row["previous"]) else here.path("claim", row["previous"]),
        "answered_in": ""
        if missing(row["answered_in"])
        else here.path("article", row["answered_in"]),
        "of_source": here.view("changes", Selection(source=tuple(row["source"].split(";")))),
        "of_quantity": here.view("changes", of),
        "timeline": here.view("timeline", of),
    }


class _Address:
    """The addresses of a ledger that differ from the one asked for in a word."""

    def __init__(self, here: Site, want: Parameters, usual: int, *path: str) -> None:
        self._here, self._want, self._path = here, want, path
        self._limit = [("limit", str(want.most))] if want.most != usual else []

    def at(
        self,
        *path: str,
        selection: Selection | None = None,
        skip: int = 0,
        **words: tuple[str, ...],
    ) -> str:
        """Return the address of a ledger of other words, from its beginning unless told.

        Where it is another path, its answers are as long as they are there.
        """
        pairs = [*(self._want.selection if selection is None else selection).pairs()]
        chosen = {**self._want.chosen, **words}
        pairs += [(word, one) for word in CHOICES for one in chosen.get(word, ())]
        if not path:
            pairs += self._limit
        if skip:
            pairs.append(("offset", str(skip)))
        return self._here.path(*(path or self._path)) + (f"?{urlencode(pairs)}" if pairs else "")


def feed_address(
    here: Site, selection: Selection, chosen: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> str:
    """Return the path of the feed that tells what changes in a selection from now on."""
    pairs = [*followed(selection).pairs()]
    pairs += [(word, one) for word in CHOICES for one in chosen.get(word, ())]
    return here.path("changes.atom") + (f"?{urlencode(pairs)}" if pairs else "")


def _feed(request: Request, data: Database) -> Response:
    """Answer the newest changes of a selection as an Atom feed (RFC 4287)."""
    engine, here = data.engine(), site(request)
    want, ledger = _asked(request, engine, FEED)
    address = feed_address(here, want.selection, want.chosen)
    rows = one_by_one(ledger.changes)
    chosen = _Address(here, want, FEED.usual, "changes.atom")
    entries = [_entry(row, here) for row in rows]
    text = rendered(
        "feed",
        title=f"Contested: {ledger.title[0].lower()}{ledger.title[1:]}",
        subtitle=ledger.answer,
        id=here.origin + address,
        own=here.origin + chosen.at(skip=want.skip),
        page=here.origin + chosen.at("changes"),
        next=here.origin + chosen.at(skip=want.skip + want.most)
        if want.skip + want.most < ledger.total
        else "",
        updated=max((one["updated"] for one in entries), default=instant(FIRST_DAY)),
        terms=queries.terms(engine, followed(want.selection)),
        version=__version__,
        entries=entries,
    )
    body = text.encode()
    headers = {"etag": f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'}
    return Response(body, headers=headers, media_type="application/atom+xml")


def instant(day: date) -> str:
    """Return a day as the moment that a feed takes: its beginning.

    >>> instant(date(2026, 11, 23))
    '2026-11-23T00:00:00Z'
    """
    return f"{day:%Y-%m-%d}T00:00:00Z"


def _entry(row: Mapping[str, Any], here: Site) -> dict[str, Any]:
    """Return one change as a feed's entry: an id for good, when, what, who, and where it stands."""
    entered = row["printed"] if missing(row["entered_on"]) else row["entered_on"]
    redefined = row["change"] == "redefined"
    answered = redefined or row["change"] in vocabulary.RESPONSES
    leads = here.view("timeline", quantity(row)) if redefined else here.path("claim", row["id"])
    return {
        "id": tag(here, row["change_id"]),
        "title": words.headline(row),
        "summary": words.whole(row),
        "url": here.origin + leads,
        "author": row["answered_by"]
        if answered and not missing(row["answered_by"])
        else row["source_name"],
        "kind": row["change"],
        "label": vocabulary.CHANGES[row["change"]].label,
        "published": instant(row["printed"]),
        "updated": instant(max(entered, row["printed"])),
    }


def tag(here: Site, id: str) -> str:
    """Return a change's name for good (RFC 4151), which no later address of the site alters.

    >>> tag(Site("https://example.org"), "claim nyt-1")
    'tag:example.org,2026:contested:claim/nyt-1'
    """
    host = here.origin.partition("://")[2].partition(":")[0] or "localhost"
    return f"tag:{host},2026:contested:{quote(id.replace(' ', '/'), safe='/;')}"


def listed(request: Request, data: Database) -> Response:
    """Answer the changes of a selection as data, and how to read on."""
    engine, here = data.engine(), site(request)
    want, ledger = _asked(request, engine, JSON)
    address = _Address(here, want, JSON.usual, "api", "changes.json").at(skip=want.skip)
    work = cite.selection(
        f"Contested, {title(engine, want.selection).lower()}",
        "",
        url=here.origin + address,
        accessed=accessed(here),
        version=data.hash,
    )
    own = json_rows.plain_rows(ledger.changes[[*OWN]])
    claims = json_rows.claims(ledger.changes[list(queries.claims(engine, Selection(), 0).columns)])
    lines = [words.headline(row) for row in one_by_one(ledger.changes)]
    content: dict[str, Any] = {
        "data": data.hash,
        **licensed(queries.terms(engine, want.selection)),
        "citation": cite.text(work),
        "query": want.selection.query(),
        "clock": "entry" if ledger.entry else "print",
        "counts": ledger.counts,
        "total": ledger.total,
        "limit": want.most,
        "offset": want.skip,
        "changes": [
            {**change, "line": line, "claim": claim}
            for change, line, claim in zip(own, lines, claims, strict=True)
        ],
    }
    response = reply(content)
    response.headers["contested-total"] = str(ledger.total)
    if want.skip + want.most < ledger.total:
        further = request.url.include_query_params(limit=want.most, offset=want.skip + want.most)
        path = here.path("api", "changes.json")
        response.headers["link"] = f'<{path}?{further.query}>; rel="next"'
    return response
