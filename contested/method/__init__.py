"""The method in words: what every number here is, what the words mean, what follows from them.

The words come from the vocabulary and from the data, so that the method page says what the charts
do. Text is Markdown; tables are plain text, one row a word.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from contested.method import prose, tables
from contested.vocabulary import (
    COUNTING,
    EVIDENCE,
    INTERVALS,
    RESPONSES,
    ROLES,
    SOURCE_KINDS,
)


class Section(NamedTuple):
    """One part of the method: its title, its text in Markdown, and a table where it lists words."""

    title: str
    text: str
    table: pd.DataFrame | None = None


def answer() -> str:
    """Return what every number here is, in two sentences."""
    return (
        "Every number here is a claim: one figure, as one source stated it, as one article printed "
        "it. Nothing is averaged, rounded or reconciled, and every claim keeps its hedge, its date "
        "and the way back to who said it."
    )


def sections(
    metrics: pd.DataFrame, populations: pd.DataFrame, breaks: pd.DataFrame, scopes: pd.DataFrame
) -> list[Section]:
    """Return the parts of the method in reading order.

    The arguments are what queries.metrics, queries.populations, queries.all_breaks and
    queries.scopes return.
    """
    return [
        Section("What a claim is", prose.CLAIM),
        Section("How a number is hedged", prose.HEDGES, tables.qualifiers()),
        Section("What a range is", prose.RANGES, tables.terms("Range", INTERVALS)),
        Section("What a claim rests on", prose.RESTS, tables.terms("Evidence", EVIDENCE)),
        Section("How a claim counts", prose.COUNTS, tables.terms("Counting", COUNTING)),
        Section("Who speaks about whom", prose.SPEAKS, tables.relations()),
        Section("Whose side a party takes", prose.SIDES, tables.terms("Role", ROLES)),
        Section("What a source is", prose.SOURCES, tables.terms("Kind", SOURCE_KINDS)),
        Section("Who is counted", prose.COUNTED, tables.populations(populations)),
        Section("What is counted", prose.METRICS, tables.metrics(metrics)),
        Section("Events, parts and tellings", prose.EVENTS),
        Section("What may share an axis", prose.AXIS),
        Section(
            "Places and dates that are in effect the whole", prose.WHOLE, tables.scopes(scopes)
        ),
        Section("Changes of definition", prose.CHANGES, tables.breaks(breaks)),
        Section("Which claim stands", prose.STANDS),
        Section("How far apart: spread and ratio", prose.SPREAD),
        Section("What comes in, and what stays out", prose.INCLUDED),
        Section("Known gaps", prose.GAPS),
        Section("Looking a number up", prose.LOOKUP),
        Section("What was said later", prose.LATER, tables.terms("Response", RESPONSES)),
        Section("Corrections", prose.CORRECTIONS),
        Section("Standards of casualty recording", prose.RECORDING, tables.standards()),
    ]
