"""The views: what each shows of a selection, says of it, and draws. One module a view.

A view knows which words of a selection it reads and what they are when left out, so that one view
of one selection has one query, however it was asked for. Pages, the page that the server sends
ahead, snapshots, the API and sharing ask here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from contested import queries
from contested.addresses import Site
from contested.charts import picture
from contested.charts.sheet import Content
from contested.charts.style import LIGHT
from contested.engine import Engine
from contested.errors import BadSelection, Misfit, hint
from contested.folders import Terms
from contested.html import embed
from contested.html.embed import Embedded
from contested.selection import FILTERS, QUANTITY, Selection
from contested.views import (
    article,
    articles,
    compare,
    data,
    known_when,
    matrix,
    method,
    overview,
    panels,
    snapshots,
    source,
    sources,
    spread,
    timeline,
)
from contested.views.view import Ask, Charted, Drawn, Heading, View, direct, narrowing, once
from contested.words import capital, count, day, missing
from contested.words import number as written

__all__ = [
    "PAGES",
    "VIEWS",
    "Ask",
    "Charted",
    "Drawn",
    "Heading",
    "Seen",
    "View",
    "answer_now",
    "canonical",
    "charted",
    "claims_now",
    "content",
    "data_to",
    "direct",
    "embedded",
    "footer",
    "narrowing",
    "reduced",
    "seen",
]

#: What stands on each page of the dashboard, by the page's address, in the order of the navigation.
PAGES: Mapping[str, View] = {
    module.VIEW.page: module.VIEW
    for module in (
        overview,
        timeline,
        compare,
        known_when,
        articles,
        sources,
        data,
        snapshots,
        method,
    )
}

#: The views that can be drawn, shared and frozen, by their ids.
VIEWS: Mapping[str, Charted] = {
    module.VIEW.id: module.VIEW
    for module in (timeline, compare, known_when, spread, panels, matrix, article, source)
}


class Seen(NamedTuple):
    """What a view shows: its title, the answer, what narrows it, the claims, the picture."""

    selection: Selection
    quantity: str
    title: str
    answer: str
    narrowing: str
    alt: str
    claims: pd.DataFrame
    picture: go.Figure


def seen(engine: Engine, selection: Selection, id: str) -> Seen:
    """Return what the view of an id shows of a selection.

    Raises BadSelection for a view or a word that names nothing, for a filter that the view has
    not, and where no claim is shown.
    """
    whole, heading, drawn, claims = looked(engine, selection, id)
    title = drawn.title or heading.title
    lines = [heading.answer, heading.narrowing, drawn.reading, drawn.notes]
    under = footer(claims, queries.terms(engine, claims=claims))
    chart = picture.picture(drawn.chart, title, lines, under, drawn.labels)
    # What its sources are called beside marks: claims are frozen under their whole names.
    names = dict(zip(claims["source"], claims["source_short"], strict=True))
    chart.layout.meta = {**(chart.layout.meta or {}), "sources": names}
    return Seen(
        selection=whole,
        quantity=drawn.quantity or heading.title,
        title=title,
        answer=heading.answer,
        narrowing=heading.narrowing,
        alt=drawn.alt,
        claims=claims,
        picture=chart,
    )


class Looked(NamedTuple):
    """A view of a selection: the selection as the view has it, its heading, chart and claims."""

    selection: Selection
    heading: Heading
    drawn: Drawn
    claims: pd.DataFrame


def looked(engine: Engine, selection: Selection, id: str, ask: Ask | None = None) -> Looked:
    """Return what the view of an id has of a selection; raises BadSelection as `seen` does."""
    if id not in VIEWS:
        raise BadSelection([Misfit("view", id[:80], hint(id, VIEWS))])
    view = VIEWS[id]
    if misfits := [*_unfit(selection, view), *queries.unknown(engine, selection)]:
        raise BadSelection(misfits)
    whole = canonical(engine, selection, view)
    filled = view.filled(whole)
    ask = ask or once()
    claims = view.claims(engine, filled, ask)
    if claims.empty:
        query = whole.query() or "everything"
        message = "no claim is shown; widen the selection"
        raise BadSelection([Misfit("query", query[:200], message)])
    heading = view.heading(engine, filled, ask)
    return Looked(whole, heading, view.drawn(engine, filled, LIGHT, ask), claims)


def embedded(engine: Engine, selection: Selection, id: str, here: Site) -> Embedded:
    """Return what the view of an id shows of a selection inside other pages, as the data are now.

    Raises BadSelection, as `seen` does.
    """
    ask = once()
    whole, heading, drawn, claims = looked(engine, selection, id, ask)
    view = VIEWS[id]
    against = compare.beside(engine, view.filled(whole), ask) if view is compare.VIEW else None
    return embed.embedded(
        drawn.title or heading.title,
        heading.answer,
        heading.narrowing,
        claims,
        drawn.chart.to_dict(),
        [each.label for each in drawn.labels],
        against,
        here,
        view.instead(engine, view.filled(whole), ask) if view.instead else "",
    )


def data_to(engine: Engine, selection: Selection) -> str:
    """Return the newest date that claims of a selection refer to, as pages say it; "" for none."""
    last = queries.count(engine, selection)["last"]
    return "" if missing(last) else f"Data to {day(last)}."


def content(engine: Engine, selection: Selection, id: str, where: str = "") -> Content:
    """Return what a picture of the view of an id shows of a selection, as the data are now.

    `where` is the address of that view. Raises BadSelection, as `seen` does.
    """
    _, heading, drawn, claims = looked(engine, selection, id)
    return Content(
        title=drawn.title or heading.title,
        answer=heading.answer,
        narrowing=heading.narrowing,
        claims=claims,
        rows=embed.rows(claims),
        chart=drawn.chart.to_dict(),
        named=[each.label for each in drawn.labels],
        newest=embed.newest(claims),
        number=int(claims["of_claims"].iloc[0]) if "of_claims" in claims else len(claims),
        terms=[one.title for one in queries.terms(engine, claims=claims)],
        where=where,
    )


def canonical(engine: Engine, selection: Selection, view: Charted) -> Selection:
    """Return a selection as a view has it: its quantity whole, defaults and unread words out."""
    whole = selection if view.one else queries.complete(engine, selection)
    return view.settled(engine, reduced(whole, view))


def reduced(selection: Selection, view: Charted) -> Selection:
    """Return a whole selection without a view's defaults and the words that it does not read."""
    one, defaults = view.one, view.defaults
    read = {one} if one else {*QUANTITY, *FILTERS, *defaults}
    for field in fields(selection):
        value = getattr(selection, field.name)
        if value and (field.name not in read or value == defaults.get(field.name)):
            selection = selection.without(field.name)
    return selection


def charted(page: View, selection: Selection) -> Charted | None:
    """Return the view whose chart stands first on a page that looks at a selection, if one does."""
    word = {"articles": "article", "sources": "source"}.get(page.page, "")
    if word:
        return VIEWS[word] if len(selection.source) == 1 or selection.article else None
    return VIEWS[page.id] if page.id in ("timeline", "compare") else None


def claims_now(engine: Engine, selection: Selection, id: str) -> pd.DataFrame:
    """Return the claims that a view shows of a selection as the data are now; none for no match."""
    view = VIEWS.get(id)
    if view is None or _unfit(selection, view) or queries.unknown(engine, selection):
        return queries.claims(engine, selection, most=0)
    return view.claims(engine, view.filled(selection), direct)


def answer_now(engine: Engine, selection: Selection, id: str) -> str:
    """Return what a view answers to a selection as data and words are now; empty for no match."""
    view = VIEWS.get(id)
    if view is None or _unfit(selection, view) or queries.unknown(engine, selection):
        return ""
    return view.heading(engine, view.filled(selection), direct).answer


def footer(claims: pd.DataFrame, terms: Sequence[Terms]) -> str:
    """Return the lines under a picture: whose claims, of which dates, on what terms.

    Names may hold commas, so semicolons part them. Empty for no claims.
    """
    if claims.empty:
        return ""
    names = "; ".join(dict.fromkeys(claims["source_short"]))
    first, last = day(claims["as_of"].min()), day(claims["as_of"].max())
    dates = f"of {first}" if first == last else f"of {first} to {last}"
    made = int(claims["of_claims"].iloc[0]) if "of_claims" in claims else len(claims)
    thinned = f", {written(len(claims))} of them drawn" if made > len(claims) else ""
    number = capital(count(made, "claim")) + thinned
    titles = " and ".join(one.title for one in terms)
    under = f" The compilation is given under {titles}." if terms else ""
    return f"Sources: {names}.\n{number} {dates}. Data to {last}.{under}"


def _unfit(selection: Selection, view: Charted) -> list[Misfit]:
    """Return the filters that a view about one thing has not, and that thing if it is not named."""
    one = view.one
    if not one:
        return []
    pairs = selection.pairs()
    misfits = [
        Misfit(word, value, f"the view {view.id} shows all of one {one}; leave it out")
        for word, value in pairs
        if word in (*QUANTITY, *FILTERS) and word != one
    ]
    named = [value for word, value in pairs if word == one]
    if len(named) != 1:
        message = f"the view {view.id} shows one {one}; name it, once"
        misfits.append(Misfit(one, ", ".join(named)[:200], message))
    return misfits
