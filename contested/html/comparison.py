"""What each source says now: one row a source, as a table that is a picture."""

from __future__ import annotations

from typing import Any

import pandas as pd

from contested import addresses
from contested.charts import compare
from contested.charts.axis import Axis
from contested.html.environment import rendered
from contested.html.picture_table import lines, picture, ticks
from contested.vocabulary import EVIDENCE, RELATIONS
from contested.words import Claim, missing, set_apart


def table(current: pd.DataFrame, reference: Claim | None = None, scale: str = "log") -> str:
    """Return each source's current claim as an HTML table with a picture column.

    `current` is what queries.current returns; `reference`, a row of it, is what the others are
    divided by. Claims set apart follow in a group of their own, each with its reason; a claim's
    note stands under it. No claims is a sentence that says so.
    """
    if current.empty:
        return "<p>No claim to compare.</p>"
    values = compare.value_axis(current, scale)
    ours, apart = compare.groups(current)
    return rendered(
        "comparison",
        reading=compare.READING,
        against="" if reference is None else f"Against {reference['source_short']}",
        axis_ticks=ticks(values),
        lines=lines(values, reference),
        plain=lines(values),
        ours=[_row(claim, values, reference) for claim in ours],
        apart=[_row(claim, values, reference) for claim in apart],
        apart_heading=compare.APART,
    )


def _row(claim: Claim, values: Axis, reference: Claim | None) -> dict[str, Any]:
    stated, best = compare.parts(claim)
    against, reason = compare.against(claim, reference)
    return {
        "claim": claim,
        "age_class": compare.fading(claim),
        "relation": RELATIONS[claim["relation"]].label,
        "source": addresses.source(claim["source"]),
        "article": addresses.article(claim["article"]),
        "picture": picture(claim, values),
        "stated": stated,
        "rest": "; ".join(filter(None, [best, EVIDENCE[claim["evidence"]].label])),
        "against": against,
        "reason": reason,
        "age": compare.age(claim),
        "asides": [
            aside for aside in (set_apart(claim), claim["note"]) if aside and not missing(aside)
        ],
    }
