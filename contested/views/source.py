"""One source: who it is, what it counts, and how its numbers stand to others'."""

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
    """Return the claims that name the selection's source."""
    return queries.stated_by(engine, *selection.source)


def heading(engine: Engine, selection: Selection, ask: Ask = direct) -> Heading:
    """Return a source's name, for whom it speaks, and what it counts."""
    (id,) = selection.source
    about = queries.source(engine, id)
    answer = profiles.source(about, queries.counted_by(engine, id))
    return Heading(str(about["name"]), answer, charted=True)


def drawn(engine: Engine, selection: Selection, palette: Palette, ask: Ask) -> Drawn:
    """Return the source's claims as a chart."""
    return things.drawn(claims(engine, selection, ask), palette)


VIEW = Charted(
    id="source",
    label="Source",
    page="sources",
    heading=heading,
    claims=claims,
    drawn=drawn,
    about="source",
)
