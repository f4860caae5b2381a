"""The views that can be frozen: what each shows of a selection, in one home for page and snapshot.

A view knows which words of a selection it reads and what they are when left out, so that one view
of one selection has one query, however it was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go
from duckdb import DuckDBPyConnection

from contested import answers, queries, ratios
from contested.charts import alt, compare, labels, panels, picture, spread, then, timeline
from contested.errors import BadSelection, Misfit, hint
from contested.selection import Selection
from contested.words import capital, count, day, listed

_FILTERS = ("source", "relation", "evidence", "place", "since", "until", "known_on")
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
    """One view: what pages call it, its page's address, the words it reads with their defaults."""

    label: str
    page: str
    defaults: Mapping[str, str]
    show: Callable[[DuckDBPyConnection, Selection, Mapping[str, Any]], Seen]


def seen(con: DuckDBPyConnection, selection: Selection, view: str) -> Seen:
    """Return what a view shows of a selection.

    Raises BadSelection for a view or a word that names nothing, and where no claim is shown.
    """
    if view not in VIEWS:
        raise BadSelection([Misfit("view", view[:80], hint(view, VIEWS))])
    if misfits := queries.unknown(con, selection):
        raise BadSelection(misfits)
    asked = canonical(con, selection, view)
    about = queries.quantity(con, asked)
    if not about["name"]:
        raise _nothing(asked)
    shown = VIEWS[view].show(con, _filled(asked, view), about)
    if shown.claims.empty:
        raise _nothing(asked)
    return shown._replace(selection=asked)


def canonical(con: DuckDBPyConnection, selection: Selection, view: str) -> Selection:
    """Return a selection as a view has it: its quantity whole, defaults and unread words out."""
    whole = queries.complete(con, selection)
    defaults = VIEWS[view].defaults
    kept = {*_QUANTITY, *_FILTERS, *defaults}
    for field in fields(whole):
        held = getattr(whole, field.name)
        if held and (field.name not in kept or held == defaults.get(field.name)):
            whole = whole.without(field.name)
    if view == "known-when" and whole.known_on is None:
        whole = replace(whole, known_on=queries.halfway(con, whole))
    return whole


def claims_now(con: DuckDBPyConnection, selection: Selection, view: str) -> pd.DataFrame:
    """Return the claims that a view shows of a selection as the data are now; none for no match."""
    if view not in VIEWS or queries.unknown(con, selection):
        return queries.claims(con, selection, most=0)
    asked = _filled(selection, view)
    return _known_when_claims(con, asked) if view == "known-when" else _CLAIMS[view](con, asked)


def narrowing(con: DuckDBPyConnection, selection: Selection) -> str:
    """Return what a selection leaves out beyond its quantity, in words."""
    names = {id: str(queries.source(con, id)["name"]) for id in selection.source}
    return answers.filters(selection, names)


def footer(claims: pd.DataFrame) -> str:
    """Return the line under a picture: whose claims, of which dates; empty for none."""
    if claims.empty:
        return ""
    sources = list(dict.fromkeys(claims["source_short"]))
    more = f" and {len(sources) - 8} more" if len(sources) > 8 else ""
    first, last = day(claims["as_of"].min()), day(claims["as_of"].max())
    dates = f"of {first}" if first == last else f"of {first} to {last}"
    said = capital(count(len(claims), "claim"))
    return f"Sources: {listed(sources[:8])}{more}. {said} {dates}."


def _filled(selection: Selection, view: str) -> Selection:
    """Return a selection with the view's defaults where its words are empty."""
    words: dict[str, Any] = {
        word: getattr(selection, word) or default for word, default in VIEWS[view].defaults.items()
    }
    return replace(selection, **words)


def _timeline(con: DuckDBPyConnection, asked: Selection, about: Mapping[str, Any]) -> Seen:
    claims = queries.drawn(con, asked)
    if claims.empty:
        return _seen(con, asked, about, claims, go.Figure(), "")
    band = queries.band(con, asked)
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
        queries.events(con, spanned),
        queries.breaks(con, asked),
        asked,
        placed=placed,
    )
    drawn = picture.picture(
        chart, about["name"], [timeline.READING, narrowing(con, asked)], footer(claims), placed
    )
    words = alt.timeline(claims, band, about["name"])
    return _seen(con, asked, about, claims, drawn, words)


def _compare(con: DuckDBPyConnection, asked: Selection, about: Mapping[str, Any]) -> Seen:
    current = queries.current(con, asked)
    reference = ratios.reference(current, asked.reference)
    drawn = picture.picture(
        compare.chart(current, reference, scale=asked.scale),
        about["name"],
        [compare.READING, narrowing(con, asked)],
        footer(current),
    )
    return _seen(con, asked, about, current, drawn, compare.alt(current, about["name"]))


def _known_when(con: DuckDBPyConnection, asked: Selection, about: Mapping[str, Any]) -> Seen:
    asked = replace(asked, apart="hidden")
    rows = queries.then_and_now(con, asked)
    claims = _known_when_claims(con, asked)
    title = f"{about['name']}: known on {day(asked.known_on)}, and said since"
    drawn = picture.picture(then.chart(rows), title, [narrowing(con, asked)], footer(claims))
    answer = answers.then_and_now(rows, about["words"], asked.known_on)
    words = then.alt(rows, about["name"])
    shown = _seen(con, asked, about, claims, drawn, words, answer)
    return shown._replace(title=title)


def _spread(con: DuckDBPyConnection, asked: Selection, about: Mapping[str, Any]) -> Seen:
    band = queries.band(con, asked)
    claims = _bounds(con, asked)
    title = f"{about['name']}: highest divided by lowest"
    drawn = picture.picture(
        spread.chart(band),
        title,
        [spread.READING, narrowing(con, asked)],
        footer(claims),
    )
    return _seen(con, asked, about, claims, drawn, spread.alt(band, about["name"]))._replace(
        title=title
    )


def _panels(con: DuckDBPyConnection, asked: Selection, about: Mapping[str, Any]) -> Seen:
    claims = queries.drawn(con, asked)
    drawn = picture.picture(
        panels.chart(claims, scale=asked.scale),
        about["name"],
        [narrowing(con, asked)],
        footer(claims),
    )
    return _seen(con, asked, about, claims, drawn, panels.alt(claims, about["name"]))


def _seen(
    con: DuckDBPyConnection,
    asked: Selection,
    about: Mapping[str, Any],
    claims: pd.DataFrame,
    drawn: go.Figure,
    words: str,
    answer: str = "",
) -> Seen:
    name = str(about["name"])
    said = answer or answers.answer(queries.current(con, asked), about["words"])
    return Seen(asked, name, name, said, narrowing(con, asked), words, claims, drawn)


def _known_when_claims(con: DuckDBPyConnection, asked: Selection) -> pd.DataFrame:
    """Return the claims that stood on the date, and those that stand now, each once."""
    hidden = replace(asked, apart="hidden")
    both = [queries.current(con, hidden), queries.current(con, replace(hidden, known_on=None))]
    joined = pd.concat([one for one in both if len(one)] or both, ignore_index=True)
    return joined.drop_duplicates("id").sort_values(["as_of", "published", "id"], ignore_index=True)


def _bounds(con: DuckDBPyConnection, asked: Selection) -> pd.DataFrame:
    """Return the claims that are the lowest or the highest at some date."""
    band = queries.band(con, asked)
    ids = {*band["lowest_claim"].dropna(), *band["highest_claim"].dropna()}
    claims = queries.claims(con, asked)
    return claims[claims["id"].isin(ids)].reset_index(drop=True)


def _nothing(asked: Selection) -> BadSelection:
    query = asked.query() or "everything"
    return BadSelection([Misfit("query", query[:200], "no claim is shown; widen the selection")])


_COMPARED = {"scale": "log", "reference": "", "apart": "hidden"}

VIEWS: Mapping[str, View] = {
    "timeline": View(
        "Timeline",
        "timeline",
        {"axis": "as_of", "scale": "linear", "apart": "shown"},
        _timeline,
    ),
    "compare": View("Compare", "compare", _COMPARED, _compare),
    "known-when": View("Known when", "known-when", {}, _known_when),
    "spread": View("Spread over time", "compare", {"axis": "as_of", "apart": "hidden"}, _spread),
    "panels": View(
        "Each source", "compare", {"axis": "as_of", "scale": "linear", "apart": "hidden"}, _panels
    ),
}

_CLAIMS: Mapping[str, Callable[[DuckDBPyConnection, Selection], pd.DataFrame]] = {
    "timeline": queries.drawn,
    "compare": queries.current,
    "spread": _bounds,
    "panels": queries.drawn,
}
