"""The dashboard's pages where no application runs: what a published site has at their addresses.

A page is of one quantity, or of everything. It has the words, the picture and the tables that the
server sends of it ahead of the application, and lists what the application would let a reader find.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

import pandas as pd
from markdown_it import MarkdownIt
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from contested import export, method, queries
from contested.addresses import Site, parts
from contested.charts import compare as compared
from contested.charts import timeline as timelines
from contested.database import Database
from contested.engine import Engine
from contested.errors import BadSelection
from contested.html import embed, events, legend, lists, plain_table
from contested.html.style import rules
from contested.method import prose
from contested.rows import one_by_one
from contested.selection import Selection
from contested.snapshots.store import store
from contested.views import PAGES, VIEWS, compare, overview, timeline
from contested.views.view import once
from contested.vocabulary import SOURCE_KINDS
from contested.web.changes import feed_address
from contested.web.embeds import embedded
from contested.web.template import page
from contested.words import capital, count, day, missing

#: The pages of one quantity, in the order in which each leads to the others.
OF_A_QUANTITY = ("timeline", "compare", "known-when")

#: The lists of the API that a quantity has as files: their names, and what they are.
FILES = {
    "claims.csv": "Its claims as CSV",
    "claims.json": "as JSON",
    "latest.json": "Each source's newest, as JSON",
    "timeline.json": "What the timeline draws, as JSON",
}

#: The lists of the API that all of the data have as files.
WHOLE = (
    *(f"claims.{form}" for form in export.FORMATS),
    *("quantities.json", "sources.json", "changes.json", "datapackage.zip"),
)

#: What its pages have beside what every page and the page sent ahead have.
_LOOK = Markup(
    rules("legend") + rules("fold") + rules("plain_table") + rules("still")
)  # our own rules

_MARKDOWN = MarkdownIt("commonmark", {"html": False})


def still(
    request: Request, data: Database, name: str, selection: Selection, **fields: Any
) -> Response:
    """Return a page of the dashboard as plain HTML; `fields` are those of the page sent ahead."""
    here: Site = fields.pop("site")
    engine = data.engine()
    more: dict[str, Any] = {"body": Markup(""), "beside": [], "files": [], "claims": []}
    more["page_data_to"] = fields.pop("data_to")
    more["look"] = fields.pop("look") + _LOOK
    more["named"] = cache(lambda id: str(queries.source(engine, id)["name"]))
    if not name:
        more["ahead"] = Markup(overview.whole(engine, selection))  # escaped where it was made
    if name in OF_A_QUANTITY and selection.metric:
        more |= _quantity(data, here, name, selection)
    elif name in _LISTED:
        more["body"] = Markup(_LISTED[name](engine, here))  # escaped where it was made
    elif name in OF_A_QUANTITY:
        more["body"] = Markup(_quantities(engine, here, name))
    return page(request, "still", data, **{**fields, **more})


def _quantity(data: Database, here: Site, name: str, selection: Selection) -> dict[str, Any]:
    """Return what a quantity's page has beside the page sent ahead: key, claims, files, frames."""
    engine, ask = data.engine(), once()
    quantity = selection.quantity()
    shown = timeline.rows(engine, timeline.VIEW.filled(quantity), ask)
    key = ""
    if name == "timeline":
        key = legend.legend(timelines.legend_parts(shown.every, shown.band))
    elif name == "compare":
        asked = compare.VIEW.filled(quantity)
        current = compare.claims(engine, asked, ask)
        if len(current):
            parts_of = compared.legend_parts(current, compare.beside(engine, asked, ask))
            key = legend.legend(parts_of)
    dated = events.events(shown.events) if name == "timeline" else ""
    if len(shown.breaks):
        dated += events.definition_changes(shown.breaks)
    every = queries.claims(engine, quantity)
    return {
        "body": Markup(key + dated),  # escaped where it was made
        "beside": [
            (here.view(one, quantity), PAGES[one].label) for one in OF_A_QUANTITY if one != name
        ],
        "files": [
            (f"{here.path('api', one)}?{quantity.query()}", label) for one, label in FILES.items()
        ],
        "frames": _frames(data, here, name, quantity),
        "claims": [dict(row) for row in one_by_one(every.iloc[::-1])] if name == "timeline" else [],
        "changes": here.view("changes", quantity),
        "feed": feed_address(here, quantity),
    }


def _frames(data: Database, here: Site, name: str, quantity: Selection) -> list[tuple[str, str]]:
    """Return the views of a page inside other pages, as (label, code); none that shows no claim."""
    frames = []
    for id in EMBEDDED.get(name, ()):
        with suppress(BadSelection):
            shown = embedded(data, quantity, id, here)
            address = here.url("embed", id, *parts(quantity)) + "/"
            frames.append((VIEWS[id].label, embed.code(shown, address)))
    return frames


#: The views that a published site has for other pages to show, by the page that they stand on.
EMBEDDED = {
    "timeline": ("timeline",),
    "compare": ("compare", "panels", "spread", "matrix"),
    "known-when": ("known-when",),
}


def _quantities(engine: Engine, here: Site, name: str) -> str:
    """Return every quantity by war, each leading to its page of a name."""
    found = queries.quantities(engine, Selection()).sort_values(
        ["conflict_name", "claims"], ascending=[True, False], kind="stable"
    )
    wars = found.groupby("conflict_name", sort=False)
    return "".join(
        lists.linked(
            (
                lists.Item(
                    here.view(name, lists.quantity(row)), row["name"], f": {_claims(row['claims'])}"
                )
                for row in one_by_one(rows)
            ),
            str(war),
        )
        for war, rows in wars
    )


def _articles(engine: Engine, here: Site) -> str:
    found = one_by_one(queries.articles(engine))
    return lists.linked(
        lists.Item(
            here.path("article", row["id"]),
            row["publisher"] if missing(row["title"]) else row["title"],
            f" ({row['publisher']}, {day(row['published'])}): {_claims(row['claims'])}",
        )
        for row in found
    )


def _sources(engine: Engine, here: Site) -> str:
    return lists.linked(
        lists.Item(
            here.path("source", row["id"]),
            row["name"],
            f" ({SOURCE_KINDS[row['kind']].label}): {_claims(row['claims'])}",
        )
        for row in one_by_one(queries.sources(engine))
    )


def _data(engine: Engine, here: Site) -> str:
    files = [
        lists.Item(here.path("api", f"claims.{form}"), f"Every claim, as {kind.label}")
        for form, kind in export.FORMATS.items()
    ]
    package = here.path("api", "datapackage.zip")
    every = [*files, lists.Item(package, "The whole data folder, as a Data Package")]
    return lists.linked(every) + _quantities(engine, here, "timeline")


def _snapshots(engine: Engine, here: Site) -> str:
    return lists.linked(
        lists.Item(
            here.path("snapshot", one.id), one.title, f" ({day(one.made[:10])}): {one.answer}"
        )
        for one in store().listing().summaries
    )


def _method(engine: Engine, here: Site) -> str:
    tables = (queries.metrics(engine), queries.populations(engine), queries.all_breaks(engine))
    sections = [
        section
        for section in method.sections(*tables, queries.scopes(engine))
        if section.text != prose.LOOKUP  # of which there is none here
    ]
    made = [lists.contents(section.title for section in sections)]
    for section in sections:
        made.append(f'<h2 id="{lists.anchor(section.title)}">{Markup.escape(section.title)}</h2>')
        made.append(_MARKDOWN.render(section.text))
        if section.table is not None:
            made.append(plain_table.table(_said(section.table), section.title))
    return "".join(made)


def _said(table: pd.DataFrame) -> pd.DataFrame:
    return table.fillna("")


_LISTED: dict[str, Callable[[Engine, Site], str]] = {
    "articles": _articles,
    "sources": _sources,
    "data": _data,
    "snapshots": _snapshots,
    "method": _method,
}


def _claims(number: int) -> str:
    return capital(count(int(number), "claim"))
