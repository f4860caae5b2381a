"""Overview: what is here, what was said of one time, what was said last; whole or of one war."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from contested import queries
from contested.engine import Engine
from contested.html import overview as page
from contested.selection import Selection
from contested.views.view import Ask, Heading, View, direct, once
from contested.words import answers, missing

#: How many wars have their headline quantities shown: those with the most claims.
BIG = 2

#: How many quantities a war's block holds on the overview of all, and on that of the war alone.
LINES, LINES_OF_ONE = 5, 12

#: How many of a block's quantities may count one party before others have had their turn.
_OF_A_SUBJECT = 2

#: How many claims are listed as said last, and how many quantities as furthest apart.
LISTED = 6

#: The orders of the index, of wars and of each war's quantities.
ORDERS = {
    "claims": "Most claims",
    "newest": "Newest claim",
    "spread": "Furthest apart",
    "name": "Name",
}


class Rows(NamedTuple):
    """What an overview shows: every quantity, the claims of their one time, the last of each."""

    quantities: pd.DataFrame
    of_one_time: pd.DataFrame
    said_last: pd.DataFrame


def narrowed(selection: Selection) -> Selection:
    """Return the one war that an overview is narrowed to, or everything.

    A selection that goes on to name a quantity comes from another page: the overview is of all.
    """
    one = selection.conflict and not (selection.subject or selection.metric or selection.population)
    return Selection(conflict=selection.conflict) if one else Selection()


def rows(engine: Engine, selection: Selection, ask: Ask = direct) -> Rows:
    """Return what the overview of everything, or of the selection's war, shows."""
    asked = narrowed(selection)
    return Rows(
        ask(queries.quantities, engine, asked),
        ask(queries.of_one_time, engine, asked),
        ask(queries.said_last, engine, asked),
    )


def lines(quantities: pd.DataFrame, most: int = LINES) -> pd.DataFrame:
    """Return a war's headline quantities: those that the most institutions give at one time.

    The tolls of its events are not among them, and no party fills the block before others have had
    their turn.
    """
    shown = quantities[(quantities["event"] == "") & quantities["at"].notna()]
    ranked = shown.sort_values(["origins", "claims"], ascending=False, kind="stable")
    turn = ranked.groupby("subject").cumcount() >= _OF_A_SUBJECT
    first = pd.concat([ranked[~turn], ranked[turn]]).head(most)
    return first.sort_values(["origins", "claims"], ascending=False, kind="stable")


def apart(quantities: pd.DataFrame) -> pd.DataFrame:
    """Return the quantities whose claims of one time are furthest apart, the furthest first."""
    surely = quantities[quantities["at"].notna() & (quantities["spread"] > 1)]
    return surely.sort_values(["spread", "claims"], ascending=False, kind="stable").head(LISTED)


def ordered(quantities: pd.DataFrame, order: str) -> pd.DataFrame:
    """Return quantities in an order of ORDERS."""
    if order == "name":
        return quantities.sort_values(["name", "claims"], ascending=[True, False], kind="stable")
    return quantities.sort_values(
        [order, "claims"], ascending=False, na_position="last", kind="stable"
    )


def wars(quantities: pd.DataFrame, order: str) -> list[pd.DataFrame]:
    """Return each war's quantities, wars and quantities in an order of ORDERS."""
    groups = [group for _, group in ordered(quantities, order).groupby("conflict")]
    if order == "name":
        return sorted(groups, key=lambda group: str(group["conflict_name"].iloc[0]))
    by = {"claims": "sum", "newest": "max", "spread": "max"}[order]

    def place(group: pd.DataFrame) -> tuple[bool, float, str]:
        worth = group[order].agg(by)
        known = not missing(worth)
        number = float(worth.value if order == "newest" else worth) if known else 0.0
        return not known, -number, str(group["conflict"].iloc[0])

    return sorted(groups, key=place)


def body(engine: Engine, selection: Selection, ask: Ask = direct) -> str:
    """Return what stands under the answer as HTML: wars, what was said last, what is far apart."""
    shown = rows(engine, selection, ask)
    one = bool(narrowed(selection).conflict)
    big = wars(shown.quantities, "claims")[: 1 if one else BIG]
    return page.overview(
        blocks=[lines(war, LINES_OF_ONE if one else LINES) for war in big],
        apart=apart(shown.quantities),
        quantities=shown.quantities,
        of_one_time=shown.of_one_time,
        said_last=shown.said_last,
        most=LISTED,
        one=one,
    )


def index(engine: Engine, selection: Selection, order: str, ask: Ask = direct) -> str:
    """Return every quantity by war as HTML, in an order of ORDERS."""
    one = bool(narrowed(selection).conflict)
    return page.index(wars(rows(engine, selection, ask).quantities, order), one)


def ahead(engine: Engine, selection: Selection) -> str:
    """Return what the server sends of the page before its application runs."""
    ask = once()
    quantities = rows(engine, selection, ask).quantities
    return body(engine, selection, ask) + page.index(wars(quantities, "claims"), whole=False)


def whole(engine: Engine, selection: Selection) -> str:
    """Return what stands under the answer as HTML, and what there is after it, for a page alone.

    That is every quantity of one war, or every war with the way to its own; those with the most
    claims come first, for no reader chooses an order there.
    """
    ask, one = once(), bool(narrowed(selection).conflict)
    by_war = wars(rows(engine, selection, ask).quantities, "claims")
    title = "Every quantity" if one else "Every war and conflict"
    return body(engine, selection, ask) + page.index(by_war, one, whole=one, title=title)


def heading(engine: Engine, selection: Selection, ask: Ask = direct) -> Heading:
    """Return what this is and how much is here; of one war, what it takes in."""
    quantities = rows(engine, selection, ask).quantities
    if narrowed(selection).conflict and len(quantities):
        note = quantities["conflict_note"].iloc[0]
        return Heading(
            str(quantities["conflict_name"].iloc[0]),
            answers.war(quantities),
            "" if missing(note) else str(note),
        )
    return Heading("How many, and who says so", answers.overview(quantities))


VIEW = View(id="overview", label="Overview", page="", heading=heading, about="", ahead=ahead)
