"""Known when: what a reader could have known on a date, and what changed since."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from contested import queries
from contested.charts import known_when
from contested.charts.style import Palette
from contested.engine import Engine
from contested.html import known_when as table
from contested.html import legend
from contested.selection import Selection
from contested.views.quantity import changes, nothing_counted
from contested.views.view import Ask, Charted, Drawn, Heading, among, direct, narrowing, titled
from contested.words import answers, day


def with_date(engine: Engine, selection: Selection) -> Selection:
    """Return a selection with the date that it is looked at from: its own, else halfway."""
    on = selection.known_on or queries.halfway(engine, selection)
    return replace(selection, known_on=on)


def claims(engine: Engine, selection: Selection, ask: Ask = direct) -> pd.DataFrame:
    """Return the claims that stood on the date, and those that stand now, each once."""
    then_ = replace(selection, apart="hidden")
    both = [ask(queries.current, engine, one) for one in (then_, replace(then_, known_on=None))]
    joined = pd.concat([each for each in both if len(each)] or both, ignore_index=True)
    return joined.drop_duplicates("id").sort_values(["as_of", "published", "id"], ignore_index=True)


def rows(engine: Engine, selection: Selection, ask: Ask = direct) -> pd.DataFrame:
    """Return what each source said by the date, beside what it says now."""
    return ask(queries.then_and_now, engine, replace(selection, apart="hidden"))


def heading(engine: Engine, selection: Selection, ask: Ask = direct) -> Heading:
    """Return a quantity's name, what could have been known, and what changed since.

    Its aside warns where the data say little of the days before the date.
    """
    about = queries.quantity(engine, selection)
    looked_at = replace(with_date(engine, selection), apart="hidden")
    if not about["name"]:
        return nothing_counted(engine, looked_at)
    headline = ask(queries.headline, engine, looked_at)
    first, more = answers.then_and_now_in_two(
        rows(engine, looked_at, ask), headline, about["words"], looked_at.known_on
    )
    answer = " ".join(filter(None, [first, more]))
    these = among(engine, replace(looked_at, known_on=None))
    recent, late = queries.printed_around(engine, looked_at)
    return Heading(
        titled(about["name"], these),
        f"Of {these}: {answer}" if these else answer,
        aside=answers.thin(recent, late, queries.AROUND),
        narrowing=narrowing(engine, looked_at),
        charted=True,
        more=more,
    )


def drawn(engine: Engine, selection: Selection, palette: Palette, ask: Ask) -> Drawn:
    """Return then and now as a chart."""
    pairs = rows(engine, selection, ask)
    name = queries.quantity(engine, selection)["name"]
    return Drawn(
        known_when.chart(pairs, palette),
        known_when.alt(pairs, name),
        known_when.READING,
        title=f"{name}: known on {day(selection.known_on)}, and said since",
        # Of both dates: what changed between them is why the numbers may differ.
        notes=changes(engine, selection.without("known_on"), ask),
    )


def ahead(engine: Engine, selection: Selection) -> str:
    """Return the table of then and now with its key."""
    claims = rows(engine, with_date(engine, selection))
    if claims.empty:
        return ""
    parts = known_when.legend_parts(known_when.pairs(claims))
    return legend.legend(parts) + table.table(claims)


def instead(engine: Engine, selection: Selection, ask: Ask) -> str:
    """Return the table of then and now."""
    return table.table(rows(engine, selection, ask))


VIEW = Charted(
    id="known-when",
    label="Known when",
    page="known-when",
    heading=heading,
    claims=claims,
    drawn=drawn,
    ahead=ahead,
    instead=instead,
    settled=with_date,
)
