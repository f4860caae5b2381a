"""Every source against every other: a table of ratios."""

from __future__ import annotations

from typing import Any

import pandas as pd

from contested import addresses
from contested.charts import matrix
from contested.compare import ratio
from contested.html.environment import rendered
from contested.words import NO_RATIO, Claim, count

#: The width of the names' column and of each other one, in pixels, with the space between them.
_NAME, _CELL = 168, 108


def table(current: pd.DataFrame, name: str, most: int = 12) -> str:
    """Return the ratio of each source's current claim (row) to each other's (column) as a table.

    `current` is what queries.current returns, `name` what is counted; claims set apart are not
    compared. Of more than `most` sources the newest claims are kept, highest first, and the rest
    are counted. Text where fewer than two compare.
    """
    rows, left = matrix.compared(current, most)
    if len(rows) < 2:
        return '<p class="every">It takes two sources to compare.</p>'
    return rendered(
        "ratio_table",
        alt=matrix.alt(current, name, most),
        columns=count(len(rows), "column"),
        width=_NAME + _CELL * len(rows),
        reading=matrix.READING,
        left=matrix.rest(left),
        rows=[
            {
                "claim": claim,
                "source": addresses.source(claim["source"]),
                "cells": [_cell(claim, other) for other in rows],
            }
            for claim in rows
        ],
    )


def _cell(claim: Claim, other: Claim) -> dict[str, Any]:
    if claim["id"] == other["id"]:
        return {"none": True, "words": "—", "reason": ""}
    found = ratio(claim, other)
    if found.number is None:
        return {"none": True, "words": "n/c", "reason": NO_RATIO[found.reason]}
    how, share = matrix.tint(claim, other)
    return {"none": False, "words": found.words, "how": how, "share": f"{share:.1%}"}
