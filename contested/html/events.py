"""What a timeline marks by date: events, and changes of a source's definition."""

from __future__ import annotations

import pandas as pd

from contested import addresses
from contested.html.environment import rendered
from contested.rows import Row, one_by_one
from contested.selection import Selection
from contested.words import missing


def events(rows: pd.DataFrame) -> str:
    """Return events, rows of queries.events, as a list that opens; empty for none.

    On a phone the lines have these numbers instead of names, so the list stands open there.
    """
    return rendered("events", events=one_by_one(rows)) if len(rows) else ""


def definition_changes(breaks: pd.DataFrame) -> str:
    """Return the dates at which a source changed what it counts, rows of queries.breaks.

    Each leads to the quantity under which the series goes on, or stood before.
    """
    changes = [{**row, "address": addresses.timeline(beyond(row))} for row in one_by_one(breaks)]
    return rendered("definition_changes", changes=changes)


def beyond(row: Row) -> Selection:
    """Return the quantity on the other side of a change of definition, a row of queries.breaks."""
    return Selection(
        row["conflict"],
        row["subject"],
        "" if missing(row["other"]) else row["other"],
        row["population"],
        row["event"],
    )
