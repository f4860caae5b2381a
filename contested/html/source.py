"""A source: its home page, what it counts and how its numbers stand to the others'."""

from __future__ import annotations

import pandas as pd

from contested import addresses
from contested.html.environment import rendered
from contested.html.lists import quantity
from contested.rows import Counted, one_by_one
from contested.words import profiles


def homepage(url: str) -> str:
    """Return a source's home page as a link."""
    return rendered("homepage", url=url)


def counts(counted: pd.DataFrame) -> str:
    """Return what a source counts, rows of queries.counted_by, as a table."""
    return rendered(
        "source_counts",
        rows=[
            {
                "row": row,
                "timeline": addresses.timeline(quantity(row)),
                "among": profiles.among(row),
            }
            for row in one_by_one(counted, Counted)
        ],
    )
