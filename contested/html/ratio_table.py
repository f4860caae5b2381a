"""Every source against every other: a table of ratios."""

from __future__ import annotations

from typing import Any

import pandas as pd

from contested import addresses
from contested.charts import matrix
from contested.compare import Compared
from contested.html.environment import rendered
from contested.words import Claim, comparisons, count

#: The width of the names' column and of each other one, in pixels, with the space between them.
_NAME, _CELL = 168, 108


def table(current: pd.DataFrame, beside: Compared, name: str, most: int = 12) -> str:
    """Return how each institution's claim (row) stands to what each other said of its time.

    `current` is what queries.current returns, `beside` what compare.compared makes of it, `name`
    what is counted; claims set apart are not compared. Of more than `most` institutions the newest
    claims are kept, highest first, and the rest are counted. Text where fewer than two compare.
    """
    rows, left = matrix.compared(current, most)
    if len(rows) < 2:
        return '<p class="every">It takes two sources to compare.</p>'
    return rendered(
        "ratio_table",
        alt=matrix.alt(current, beside, name, most),
        columns=count(len(rows), "column"),
        width=_NAME + _CELL * len(rows),
        reading=matrix.READING,
        left=matrix.rest(left),
        rows=[
            {
                "claim": claim,
                "source": addresses.source(claim["source"]),
                "cells": [_cell(claim, other, beside) for other in rows],
            }
            for claim in rows
        ],
    )


def _cell(claim: Claim, other: Claim, beside: Compared) -> dict[str, Any]:
    comparison = matrix.cell(claim, other, beside)
    words = matrix.cell_words(comparison)
    if comparison is None:
        return {"look": "none", "words": words, "reason": "", "share": ""}
    reason = ", ".join(filter(None, comparisons.against(comparison)))
    if comparison.beside or comparison.why in matrix.APART_IN_TIME:
        reason = f"{reason}. {comparisons.reach(comparison)}"
    if comparison.why in matrix.APART_IN_TIME:
        return {"look": "none apart-in-time", "words": words, "reason": reason, "share": ""}
    if comparison.ratio.number is None:
        return {"look": "none", "words": words, "reason": reason, "share": ""}
    how, share = matrix.tint(comparison)
    return {"look": how, "words": words, "reason": reason, "share": f"{share:.1%}" if how else ""}
