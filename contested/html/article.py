"""What an article prints, and where it can be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from contested import addresses
from contested.html.environment import rendered
from contested.html.lists import quantity
from contested.rows import one_by_one


def article(about: Mapping[str, Any], claims: pd.DataFrame) -> str:
    """Return an article's claims, rows of queries.printed, each with the way to its own page.

    What it counts leads to the quantity's timeline.
    """
    return rendered(
        "article",
        url=about["url"],
        id=about["id"],
        claims=[
            {
                "claim": row,
                "address": addresses.claim(row["id"]),
                "timeline": addresses.timeline(quantity(row)),
            }
            for row in one_by_one(claims)
        ],
    )
