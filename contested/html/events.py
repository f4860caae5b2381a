"""What a timeline marks by date: events, and changes of a source's definition."""

from __future__ import annotations

import pandas as pd

from contested.html.environment import rendered


def events(rows: pd.DataFrame) -> str:
    """Return events, rows of queries.events, as a list that opens; empty for none.

    On a phone the lines have these numbers instead of names, so the list stands open there.
    """
    return rendered("events", events=rows.to_dict("records")) if len(rows) else ""


def definition_changes(breaks: pd.DataFrame) -> str:
    """Return the dates at which a source changed what it counts, rows of queries.breaks."""
    return rendered("definition_changes", changes=breaks.to_dict("records"))
