"""What a view is: one object that pages, the server, snapshots, the API and sharing ask alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple, TypeAlias

import pandas as pd
import plotly.graph_objects as go

from contested import queries, words
from contested.charts.labels import Placed
from contested.charts.style import Palette
from contested.engine import Engine, Kept
from contested.selection import Selection
from contested.words import profiles

#: Asks a question of contested.queries: `ask(question, engine, selection, *more)` returns its rows.
#: Whoever keeps rows passes its own.
Ask: TypeAlias = Callable[..., pd.DataFrame]

_NO_CLAIMS = pd.DataFrame()


class Heading(NamedTuple):
    """What stands above a view: its title and its answer in words.

    `more` is the answer's end, which waits behind its first words where there is little room.
    `aside` is what the answer leaves out of the selection, `narrowing` what the selection leaves
    out. `claims` are those that the answer is made of, where it is made of claims. `charted` says
    that a chart follows.
    """

    title: str
    answer: str
    aside: str = ""
    narrowing: str = ""
    claims: pd.DataFrame = _NO_CLAIMS
    charted: bool = False
    more: str = ""

    @property
    def first(self) -> str:
        """The answer without `more`."""
        return self.answer.removesuffix(self.more).rstrip()

    @property
    def under(self) -> str:
        """What stands under the answer: all that is left out."""
        return " ".join(filter(None, (self.aside, self.narrowing)))


class Drawn(NamedTuple):
    """A view's chart, what it shows in words, how its marks are read, and the labels beside it.

    `title` and `quantity` are the picture's where they differ from the heading's title; `notes` is
    what a page lists under the chart and a picture says in one line.
    """

    chart: go.Figure
    alt: str
    reading: str
    labels: Sequence[Placed] = ()
    title: str = ""
    quantity: str = ""
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class View:
    """One view of a selection.

    `id` is its name for the API and the commands, `label` what people call it, `page` its page's
    address. `about` says what it needs of a selection: a quantity, one article, one source, or
    nothing. `defaults` are the words that it reads beside that and the filters, each with what it
    is where it is left out. `heading` is what stands above it, of a selection with all its words
    filled. `ahead` is what stands under that, as HTML that needs no script, in the page that the
    server sends before the application runs.
    """

    id: str
    label: str
    page: str
    heading: Callable[[Engine, Selection, Ask], Heading]
    about: Literal["quantity", "article", "source", ""] = "quantity"
    defaults: Mapping[str, str] = field(default_factory=dict)
    ahead: Callable[[Engine, Selection], str] | None = None

    @property
    def one(self) -> str:
        """The word of the one thing that the view is about; empty where that is a quantity."""
        return "" if self.about == "quantity" else self.about

    def filled(self, selection: Selection) -> Selection:
        """Return a selection with the view's defaults where its words are empty."""
        given: dict[str, Any] = {
            word: getattr(selection, word) or default for word, default in self.defaults.items()
        }
        return replace(selection, **given)

    def opened(self, engine: Engine, selection: Selection) -> Selection:
        """Return the selection that the view's page looks at where an address names this one."""
        whole = queries.complete(engine, selection) if self.about == "quantity" else selection
        return self.filled(whole)


@dataclass(frozen=True, kw_only=True)
class Charted(View):
    """A view that can be drawn, shared and frozen.

    `claims` are those that it shows of a selection with all its words filled, and `drawn` draws
    them; `on_page` draws them for the page where that has another form, and `boxed` says that a box
    drawn on it chooses dates. `sheet` is the table, as HTML, that stands under the chart, `instead`
    the one that stands for it inside other pages. `settled` gives a selection what the view looks
    at where its words leave that open.
    """

    claims: Callable[[Engine, Selection, Ask], pd.DataFrame]
    drawn: Callable[[Engine, Selection, Palette, Ask], Drawn]
    on_page: Callable[[Engine, Selection, Palette, Ask], Drawn] | None = None
    sheet: Callable[[Engine, Selection, Ask], str] | None = None
    instead: Callable[[Engine, Selection, Ask], str] | None = None
    boxed: bool = False
    settled: Callable[[Engine, Selection], Selection] = lambda engine, selection: selection


def direct(
    question: Callable[..., pd.DataFrame], engine: Engine, selection: Selection, *more: str
) -> pd.DataFrame:
    """Return the rows of a question of contested.queries, asked anew of an engine that keeps none.

    How a view is scaled and what it is compared to are no part of a question that is kept.
    """
    if isinstance(engine, Kept):
        return engine.answer(question, replace(selection, scale="", reference=""), *more)
    return question(engine, selection, *more)


def once() -> Ask:
    """Return what asks each question of a selection once, for a view that is made as a whole."""
    answered: dict[tuple[Any, ...], pd.DataFrame] = {}

    def ask(
        question: Callable[..., pd.DataFrame],
        engine: Engine,
        selection: Selection,
        *more: str,
    ) -> pd.DataFrame:
        key = (question, selection, more)
        if key not in answered:
            answered[key] = direct(question, engine, selection, *more)
        return answered[key]

    return ask


def among(engine: Engine, selection: Selection) -> str:
    """Return which claims a selection's filters leave, as a phrase; empty where they leave all."""
    return words.among(selection, *_named(engine, selection))


def titled(name: str, among: str) -> str:
    """Return a quantity's name with the claims that are looked at, where they are not all.

    >>> titled("Soldiers killed", "claims by NIS"), titled("Soldiers killed", "")
    ('Soldiers killed: claims by NIS', 'Soldiers killed')
    """
    return f"{name}: {among}" if among else name


def narrowing(engine: Engine, selection: Selection) -> str:
    """Return what a selection leaves out beyond its quantity, in words."""
    return words.narrowing(selection, *_named(engine, selection))


def _named(engine: Engine, selection: Selection) -> tuple[dict[str, str], str, dict[str, str]]:
    """Return the names of a selection's sources, its article's, and those of its sides."""
    names = {id: str(queries.source(engine, id)["name"]) for id in selection.source}
    article = selection.article and profiles.title(queries.article(engine, selection.article))
    return names, article, queries.side_names(engine, selection) if selection.side else {}
