"""The method's tables: the words of the vocabulary and of the data, one row a word, as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from contested.rows import one_by_one
from contested.vocabulary import QUALIFIERS, RELATIONS, Qualifier, Term
from contested.words import amount, capital, day, missing

#: The numbers that show how a hedge reads.
_EXAMPLE = {"low": 400, "best": 600, "high": 900}

#: What a symbol is called where Plotly's name for it says little.
_SHAPES = {"star-diamond": "four-pointed star", "star-triangle-up": "triangle with curved sides"}


def standards() -> pd.DataFrame:
    """Return what the standards of casualty recording ask for, and what is done here."""
    return pd.DataFrame(
        [
            (
                "Open method, defined words",
                "Followed. Every category has a definition on this page, generated from the words "
                "that the program uses.",
            ),
            (
                "Inclusion criteria stated",
                "Followed. What comes in and what stays out is stated above.",
            ),
            (
                "Sources open and assessed",
                "Partly. Each claim names its source, article and publisher, with the source's "
                "kind, relation, origin and evidence. Contested gives no mark for reliability.",
            ),
            (
                "Uncertainty shown",
                "Followed. Hedges, ranges and contradictions stay as they were stated.",
            ),
            (
                "Facts corroborated, and the unconfirmed flagged",
                "Not done. No number here is confirmed by Contested. The evidence of each claim "
                "says what its source gave as a basis.",
            ),
            (
                "The same rules for everyone",
                "Followed. One set of words and checks holds for all sides. Coverage is uneven, "
                "and the gaps are listed.",
            ),
            (
                "Consistent, changes of method noted",
                "Followed. A source's changes are dated as breaks; changes of the data and the "
                "program are under version control.",
            ),
            (
                "Corrected in the open",
                "Followed. A correction supersedes the claim, with a reason, and deletes nothing.",
            ),
            (
                "Do no harm",
                "Followed within what is held: counts that were published already. There is no "
                "name, age or address of anyone counted, and no place closer than the article's.",
            ),
            (
                "Limits stated",
                "Followed. Nothing here is complete, and the absence of a claim says nothing about "
                "the number of people.",
            ),
        ],
        columns=["Asked for", "Here"],
    )


def qualifiers() -> pd.DataFrame:
    """Return every hedge: its label, how it reads, what it means, how it is drawn."""
    return pd.DataFrame(
        [
            (
                qualifier.label,
                _worded(name, qualifier),
                qualifier.definition,
                _drawn(name, qualifier),
            )
            for name, qualifier in QUALIFIERS.items()
        ],
        columns=["Hedge", "In words", "Meaning", "Drawn"],
    )


def _worded(name: str, qualifier: Qualifier) -> str:
    numbers: dict[str, Any] = {column: _EXAMPLE[column] for column in qualifier.filled}
    return amount(name, **numbers, stated="dozens")


def _drawn(name: str, qualifier: Qualifier) -> str:
    """Return how a hedge is drawn, as charts.style.symbol and charts.glyph draw it."""
    if name == "exact":
        return "A filled mark."
    if not qualifier.filled:
        return "No mark on the axis; its words stand in the margin."
    if qualifier.open:
        return f"A hollow mark with an arrow {qualifier.open}."
    if len(qualifier.filled) > 1:
        return "A bar between the two numbers, with hollow marks on those that were stated."
    return "A hollow mark."


def relations() -> pd.DataFrame:
    """Return every relation: its label, its symbol, what it means."""
    return pd.DataFrame(
        [
            (relation.label, _SHAPES.get(relation.symbol, relation.symbol), relation.definition)
            for relation in RELATIONS.values()
        ],
        columns=["Relation", "Symbol", "Meaning"],
    )


def populations(populations: pd.DataFrame) -> pd.DataFrame:
    """Return every population; `populations` is what queries.populations returns."""
    return pd.DataFrame(
        {
            "Population": populations["label"],
            "In words": populations["noun"],
            "Meaning": populations["definition"],
        }
    )


def terms(column: str, terms: Mapping[str, Term]) -> pd.DataFrame:
    """Return the words of a vocabulary under a heading, each with what it means."""
    return pd.DataFrame(list(terms.values()), columns=[column, "Meaning"])


def metrics(metrics: pd.DataFrame) -> pd.DataFrame:
    """Return every metric; `metrics` is what queries.metrics returns."""
    return pd.DataFrame(
        {
            "Metric": metrics["label"],
            "Family": metrics["family"],
            "Unit": metrics["unit"],
            "Part of": [_text(label) for label in metrics["part_of_label"]],
            "Meaning": metrics["definition"],
        }
    )


def scopes(scopes: pd.DataFrame) -> pd.DataFrame:
    """Return what is in effect the whole; `scopes` is what queries.scopes returns."""
    return pd.DataFrame(
        {
            "Subject": scopes["subject_name"],
            "Conflict": scopes["conflict_name"],
            "The whole": [
                f"since {day(row['since'])}" if missing(row["place"]) else row["place"]
                for row in one_by_one(scopes)
            ],
            "Why": scopes["reason"],
        }
    )


def breaks(breaks: pd.DataFrame) -> pd.DataFrame:
    """Return every change of definition; `breaks` is what queries.all_breaks returns."""
    return pd.DataFrame(
        {
            "Source": breaks["source_name"],
            "Counted": [_counted(row) for row in one_by_one(breaks)],
            "From": [day(date) for date in breaks["date"]],
            "What changed": breaks["reason"],
        }
    )


def _counted(row: Mapping[str, object]) -> str:
    whom = "" if missing(row["population"]) else f", {row['population_label']}"
    return capital(f"{row['metric_label']}{whom.lower()}")


def _text(value: object) -> str:
    return "" if missing(value) else str(value)
