"""The views that can be frozen: what each shows of a selection, in one home for page and snapshot.

A view knows which words of a selection it reads and what they are when left out, so that one view
of one selection has one query, however it was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from contested import queries, words
from contested.charts import (
    alt,
    compare,
    labels,
    matrix,
    panels,
    picture,
    series,
    spread,
    then,
    timeline,
)
from contested.compare import reference_of_today
from contested.engine import Engine
from contested.errors import BadSelection, Misfit, hint
from contested.licence import licence
from contested.selection import FILTERS, Selection
from contested.words import answers, capital, count, day, profiles

_QUANTITY = ("conflict", "subject", "metric", "population")


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


class View(NamedTuple):
    """One view: what pages call it, its page's address, the words it reads with their defaults.

    `claims` are those it shows of a selection with all its words filled, and `show` draws them.
    `one` is the word of the one thing that it is about, and its only filter; empty where that is a
    quantity.
    """

    label: str
    page: str
    defaults: Mapping[str, str]
    claims: Callable[[Engine, Selection], pd.DataFrame]
    show: Callable[[Engine, Selection, pd.DataFrame], Seen]
    one: str = ""


def seen(engine: Engine, selection: Selection, view: str) -> Seen:
    """Return what a view shows of a selection.

    Raises BadSelection for a view or a word that names nothing, for a filter that the view has
    not, and where no claim is shown.
    """
    if view not in VIEWS:
        raise BadSelection([Misfit("view", view[:80], hint(view, VIEWS))])
    if misfits := [*_unfit(selection, view), *queries.unknown(engine, selection)]:
        raise BadSelection(misfits)
    asked = canonical(engine, selection, view)
    filled = _filled(asked, view)
    claims = VIEWS[view].claims(engine, filled)
    if claims.empty:
        query = asked.query() or "everything"
        message = "no claim is shown; widen the selection"
        raise BadSelection([Misfit("query", query[:200], message)])
    return VIEWS[view].show(engine, filled, claims)._replace(selection=asked)


def canonical(engine: Engine, selection: Selection, view: str) -> Selection:
    """Return a selection as a view has it: its quantity whole, defaults and unread words out."""
    one, defaults = VIEWS[view].one, VIEWS[view].defaults
    whole = selection if one else queries.complete(engine, selection)
    kept = {one} if one else {*_QUANTITY, *FILTERS, *defaults}
    for field in fields(whole):
        held = getattr(whole, field.name)
        if held and (field.name not in kept or held == defaults.get(field.name)):
            whole = whole.without(field.name)
    if view == "known-when" and whole.known_on is None:
        whole = replace(whole, known_on=queries.halfway(engine, whole))
    return whole


def claims_now(engine: Engine, selection: Selection, view: str) -> pd.DataFrame:
    """Return the claims that a view shows of a selection as the data are now; none for no match."""
    if view not in VIEWS or _unfit(selection, view) or queries.unknown(engine, selection):
        return queries.claims(engine, selection, most=0)
    return VIEWS[view].claims(engine, _filled(selection, view))


def name(engine: Engine, selection: Selection, view: str) -> str:
    """Return what a view of a selection is about: its quantity's, article's or source's name."""
    if VIEWS[view].one == "article":
        return profiles.title(queries.article(engine, selection.article))
    if VIEWS[view].one == "source":
        return str(queries.source(engine, *selection.source)["name"])
    return queries.quantity(engine, selection)["name"]


def narrowing(engine: Engine, selection: Selection) -> str:
    """Return what a selection leaves out beyond its quantity, in words."""
    names = {id: str(queries.source(engine, id)["name"]) for id in selection.source}
    article = selection.article and profiles.title(queries.article(engine, selection.article))
    return words.narrowing(selection, names, article)


def footer(claims: pd.DataFrame) -> str:
    """Return the lines under a picture: whose claims, of which dates, on what terms.

    Names may hold commas, so semicolons part them. Empty for no claims.
    """
    if claims.empty:
        return ""
    sources = "; ".join(dict.fromkeys(claims["source_short"]))
    first, last = day(claims["as_of"].min()), day(claims["as_of"].max())
    dates = f"of {first}" if first == last else f"of {first} to {last}"
    said = capital(count(len(claims), "claim"))
    terms = licence()
    under = f" The compilation is given under {terms.title}." if terms else ""
    return f"Sources: {sources}.\n{said} {dates}.{under}"


def _unfit(selection: Selection, view: str) -> list[Misfit]:
    """Return the filters that a view about one thing has not, and that thing if it is not named."""
    one = VIEWS[view].one
    if not one:
        return []
    pairs = selection.pairs()
    found = [
        Misfit(word, value, f"the view {view} shows all of one {one}; leave it out")
        for word, value in pairs
        if word in (*_QUANTITY, *FILTERS) and word != one
    ]
    named = [value for word, value in pairs if word == one]
    if len(named) != 1:
        found.append(
            Misfit(one, ", ".join(named)[:200], f"the view {view} shows one {one}; name it, once")
        )
    return found


def _filled(selection: Selection, view: str) -> Selection:
    """Return a selection with the view's defaults where its words are empty."""
    defaults = VIEWS[view].defaults.items()
    given: dict[str, Any] = {word: getattr(selection, word) or text for word, text in defaults}
    return replace(selection, **given)


def _timeline(engine: Engine, asked: Selection, claims: pd.DataFrame) -> Seen:
    band = queries.band(engine, asked)
    first, last = claims["at"].min().date(), claims["at"].max().date()
    spanned = replace(asked, since=asked.since or first, until=asked.until or last)
    placed = labels.placed(
        labels.labels(claims),
        timeline.value_range(claims, band, asked),
        timeline.HEIGHT,
        asked.scale,
    )
    chart = timeline.chart(
        claims,
        band,
        queries.events(engine, spanned),
        queries.breaks(engine, asked),
        asked,
        placed=placed,
    )
    about = queries.quantity(engine, asked)["name"]
    told = alt.timeline(claims, band, about)
    return _seen(engine, asked, claims, _Shown(chart, told, timeline.READING, placed=placed))


def _compare(engine: Engine, asked: Selection, claims: pd.DataFrame) -> Seen:
    reference = reference_of_today(claims, asked.reference)
    chart = compare.chart(claims, reference, scale=asked.scale)
    told = compare.alt(claims, queries.quantity(engine, asked)["name"])
    return _seen(engine, asked, claims, _Shown(chart, told, compare.READING))


def _known_when(engine: Engine, asked: Selection, claims: pd.DataFrame) -> Seen:
    asked = replace(asked, apart="hidden")
    about = queries.quantity(engine, asked)
    rows = queries.then_and_now(engine, asked)
    shown = _Shown(
        then.chart(rows),
        then.alt(rows, about["name"]),
        then.READING,
        title=f"{about['name']}: known on {day(asked.known_on)}, and said since",
        answer=answers.then_and_now(rows, about["words"], asked.known_on),
    )
    return _seen(engine, asked, claims, shown)


def _spread(engine: Engine, asked: Selection, claims: pd.DataFrame) -> Seen:
    about = queries.quantity(engine, asked)["name"]
    band = queries.band(engine, asked)
    title = f"{about}: highest divided by lowest"
    shown = _Shown(spread.chart(band), spread.alt(band, about), spread.READING, title)
    return _seen(engine, asked, claims, shown)


def _panels(engine: Engine, asked: Selection, claims: pd.DataFrame) -> Seen:
    about = queries.quantity(engine, asked)["name"]
    breaks = queries.breaks(engine, asked)
    chart = panels.chart(claims, breaks, scale=asked.scale, known_on=asked.known_on)
    return _seen(engine, asked, claims, _Shown(chart, panels.alt(claims, about), panels.READING))


def _matrix(engine: Engine, asked: Selection, claims: pd.DataFrame) -> Seen:
    about = queries.quantity(engine, asked)["name"]
    title = f"{about}: every source against every other"
    shown = _Shown(matrix.chart(claims), matrix.alt(claims, about), matrix.READING, title)
    return _seen(engine, asked, claims, shown)


def _article(engine: Engine, asked: Selection, claims: pd.DataFrame) -> Seen:
    about = queries.article(engine, asked.article)
    return _series(asked, claims, profiles.title(about), profiles.article(about, claims))


def _source(engine: Engine, asked: Selection, claims: pd.DataFrame) -> Seen:
    about = queries.source(engine, *asked.source)
    answer = profiles.source(about, queries.counted_by(engine, about["id"]))
    return _series(asked, claims, str(about["name"]), answer)


def _series(asked: Selection, claims: pd.DataFrame, title: str, answer: str) -> Seen:
    names = list(dict.fromkeys(claims["quantity"]))
    quantity = names[0] if len(names) == 1 else count(len(names), "quantity", "quantities")
    lines = [answer, series.READING]
    drawn = picture.picture(series.chart(claims), title, lines, footer(claims))
    return Seen(asked, quantity, title, answer, "", series.alt(claims), claims, drawn)


class _Shown(NamedTuple):
    """What a view of a quantity shows: its chart, in words too, and what differs from the usual."""

    chart: go.Figure
    alt: str
    reading: str = ""
    title: str = ""
    answer: str = ""
    placed: Sequence[labels.Placed] = ()


def _seen(engine: Engine, asked: Selection, claims: pd.DataFrame, shown: _Shown) -> Seen:
    about = queries.quantity(engine, asked)
    title = shown.title or about["name"]
    narrowed = narrowing(engine, asked)
    said = shown.answer or answers.answer(queries.current(engine, asked), about["words"])
    lines = [said, narrowed, shown.reading]
    drawn = picture.picture(shown.chart, title, lines, footer(claims), shown.placed)
    return Seen(asked, about["name"], title, said, narrowed, shown.alt, claims, drawn)


def _known_when_claims(engine: Engine, asked: Selection) -> pd.DataFrame:
    """Return the claims that stood on the date, and those that stand now, each once."""
    hidden = replace(asked, apart="hidden")
    both = [
        queries.current(engine, hidden),
        queries.current(engine, replace(hidden, known_on=None)),
    ]
    joined = pd.concat([one for one in both if len(one)] or both, ignore_index=True)
    return joined.drop_duplicates("id").sort_values(["as_of", "published", "id"], ignore_index=True)


def _bounds(engine: Engine, asked: Selection) -> pd.DataFrame:
    """Return the claims that are the lowest or the highest at some date."""
    band = queries.band(engine, asked)
    ids = {*band["lowest_claim"].dropna(), *band["highest_claim"].dropna()}
    claims = queries.claims(engine, asked)
    return claims[claims["id"].isin(ids)].reset_index(drop=True)


def _printed(engine: Engine, asked: Selection) -> pd.DataFrame:
    return queries.printed(engine, asked.article)


def _stated(engine: Engine, asked: Selection) -> pd.DataFrame:
    return queries.stated_by(engine, *asked.source)


_DRAWN = {"axis": "as_of", "scale": "linear"}

VIEWS: Mapping[str, View] = {
    "timeline": View("Timeline", "timeline", _DRAWN | {"apart": "shown"}, queries.drawn, _timeline),
    "compare": View(
        "Compare",
        "compare",
        {"scale": "log", "reference": "", "apart": "hidden"},
        queries.current,
        _compare,
    ),
    "known-when": View("Known when", "known-when", {}, _known_when_claims, _known_when),
    "spread": View(
        "Spread over time", "compare", {"axis": "as_of", "apart": "hidden"}, _bounds, _spread
    ),
    "panels": View("Each source", "compare", _DRAWN | {"apart": "hidden"}, queries.drawn, _panels),
    "matrix": View(
        "Every source against every other",
        "compare",
        {"apart": "hidden"},
        queries.current,
        _matrix,
    ),
    "article": View("Article", "articles", {}, _printed, _article, one="article"),
    "source": View("Source", "sources", {}, _stated, _source, one="source"),
}
