"""The ledger: what changed in a selection's claims, by the day of entry or of print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from contested import queries
from contested.engine import Engine
from contested.selection import Selection
from contested.views.view import among
from contested.words import changes as words


class Ledger(NamedTuple):
    """Some of a selection's changes, the newest first, and how many there are.

    `changes` are rows of queries.changes. `entry` says that they are by the day of entry, which is
    what is meant where no clock is named and the data say when rows came.
    """

    changes: pd.DataFrame
    counts: dict[str, int]
    total: int
    newest: date | None
    entry: bool
    dated: bool
    title: str
    answer: str


def ledger(
    engine: Engine,
    selection: Selection,
    clock: str = "",
    kinds: Sequence[str] = (),
    most: int = 50,
    skip: int = 0,
) -> Ledger:
    """Return the changes of a selection by a clock of vocabulary.CLOCKS, of all kinds or some."""
    dated = queries.dates_of_entry(engine)
    entry = clock == "entry" or (not clock and dated)
    counts = queries.change_counts(engine, selection, entry=entry)
    rows = queries.changes(engine, selection, entry=entry, kinds=kinds, most=most, skip=skip)
    named = title(engine, selection)
    return Ledger(
        rows,
        counts.kinds,
        sum(many for kind, many in counts.kinds.items() if not kinds or kind in kinds),
        counts.newest,
        entry,
        dated,
        named,
        words.ledger(counts.kinds, counts.undated, entry),
    )


def title(engine: Engine, selection: Selection) -> str:
    """Return what a ledger is of: everything, a quantity, a war, and which claims of it."""
    if selection == Selection():
        return "What changed"
    name = str(queries.quantity(engine, selection)["name"])
    parts = [name or ", ".join(_named(engine, selection)), among(engine, selection)]
    return ": ".join(["What changed", *filter(None, parts)])


def _named(engine: Engine, selection: Selection) -> list[str]:
    """Return what the words of a quantity that a selection has are called."""
    names = []
    for word, id in selection.quantity().pairs():
        rows = queries.choices(engine, selection, word)
        labels = dict(zip(rows["value"], rows["label"], strict=True))
        names.append(str(labels.get(id, id)))
    return names


def wars(engine: Engine) -> list[tuple[str, str]]:
    """Return the id and the name of each war, by name."""
    rows = queries.choices(engine, Selection(), "conflict")
    return sorted(zip(rows["value"], rows["label"], strict=True), key=lambda one: str(one[1]))
