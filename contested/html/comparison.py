"""What each source says now: one row a source, as a table that is a picture."""

from __future__ import annotations

from typing import Any

import pandas as pd

from contested import addresses
from contested.charts import compare
from contested.charts.axis import Axis
from contested.compare import Compared
from contested.html.environment import rendered
from contested.html.picture_table import lines, picture, ticks
from contested.vocabulary import EVIDENCE, RELATIONS
from contested.words import Claim, capital, comparisons, count, missing, set_apart


def table(current: pd.DataFrame, beside: Compared, scale: str = "log") -> str:
    """Return each institution's current claim as an HTML table with a picture column.

    `current` is what queries.current returns, `beside` what compare.compared makes of it. Under a
    claim stand its note and what else its institution said of the same time. Claims that lapsed are
    folded away; claims set apart follow in a group of their own, each with its reason. No claims
    is a sentence that says so.
    """
    if current.empty:
        return "<p>No claim to compare.</p>"
    values = compare.value_axis(current, scale)
    ours, lapsed, apart = compare.groups(current)
    reference = beside.newest
    return rendered(
        "comparison",
        reading=compare.READING,
        against="" if reference is None else f"Against {reference['source_short']}",
        axis_ticks=ticks(values),
        lines=lines(values, reference),
        plain=lines(values),
        ours=[_row(claim, values, beside) for claim in ours],
        lapsed=[_row(claim, values, beside) for claim in lapsed],
        lapsed_heading=f"{capital(count(len(lapsed), 'older claim'))}, compared with its own time"
        if len(lapsed) == 1
        else f"{capital(count(len(lapsed), 'older claim'))}, each compared with its own time",
        apart=[_row(claim, values, beside) for claim in apart],
        apart_heading=compare.APART,
    )


def _row(claim: Claim, values: Axis, beside: Compared) -> dict[str, Any]:
    stated, best = compare.parts(claim)
    ratio, to = compare.against(claim, beside)
    also = comparisons.same_time(claim["others"])
    return {
        "claim": claim,
        "age_class": compare.fading(claim),
        "relation": RELATIONS[claim["relation"]],
        "source": addresses.source(claim["source"]),
        "article": addresses.article(claim["article"]),
        "picture": picture(claim, values),
        "stated": stated,
        "best": best,
        "evidence": EVIDENCE[claim["evidence"]],
        "ratio": ratio,
        "to": to,
        "age": compare.age(claim),
        "asides": [
            aside for aside in (set_apart(claim), claim["note"], also) if not missing(aside)
        ],
    }
