"""One article: which figures it prints, and who stands behind them."""

from __future__ import annotations

import pandas as pd

from contested import queries
from contested.charts.style import Palette
from contested.engine import Engine
from contested.selection import Selection
from contested.views import things
from contested.views.view import Ask, Charted, Drawn, Heading, direct
from contested.words import profiles


def claims(engine: Engine, selection: Selection, ask: Ask = direct) -> pd.DataFrame:
    """Return the claims that the selection's article prints."""
    return queries.printed(engine, selection.article)


def heading(engine: Engine, selection: Selection, ask: Ask = direct) -> Heading:
    """Return what the article is called, and what it prints."""
    about = queries.article(engine, selection.article)
    answer = profiles.article(about, claims(engine, selection, ask))
    return Heading(profiles.title(about), answer, charted=True)


def drawn(engine: Engine, selection: Selection, palette: Palette, ask: Ask) -> Drawn:
    """Return the article's claims as a chart."""
    return things.drawn(claims(engine, selection, ask), palette)


VIEW = Charted(
    id="article",
    label="Article",
    page="articles",
    heading=heading,
    claims=claims,
    drawn=drawn,
    about="article",
)
