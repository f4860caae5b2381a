"""What each source said as known on a date, beside what it says now, as a table with a picture."""

from __future__ import annotations

from typing import Any

import pandas as pd

from contested import addresses
from contested.charts import known_when as chart
from contested.charts.axis import Axis
from contested.charts.compare import parts
from contested.charts.known_when import Pair
from contested.html.environment import rendered
from contested.html.picture_table import lines, picture, ticks
from contested.words import Claim, dated, day, missing


def table(then_and_now: pd.DataFrame, scale: str = "log") -> str:
    """Return then and now as an HTML table with a picture column; one row a source.

    `then_and_now` is what queries.then_and_now returns. No rows is a sentence that says so.
    """
    pairs = chart.pairs(then_and_now)
    if not pairs:
        return "<p>No claim then or now.</p>"
    values = chart.value_axis(pairs, scale)
    return rendered(
        "known_when",
        reading=chart.READING,
        axis_ticks=ticks(values),
        lines=lines(values),
        rows=[_row(pair, values) for pair in pairs],
    )


def _row(pair: Pair, values: Axis) -> dict[str, Any]:
    row, then, now = pair
    moved = chart.moved(then, now)
    gone = then is not None and (moved or now is None)
    return {
        "name": row["source_name"],
        "source": addresses.source(row["source"]),
        "relation": row["relation"],
        "arrow": _arrow(then, now, values) if moved else None,
        "was": picture(then, values) if gone and then is not None else None,
        "is_now": None if now is None else picture(now, values),
        "then": _words(then),
        "then_otherwise": chart.otherwise(row, "then"),
        "now": _words(now),
        "now_otherwise": chart.otherwise(row, "now"),
        "moved": moved,
        "change": chart.change_words(pair),
        "corrected": None if missing(row["corrected"]) else row["corrected"],
        "corrected_on": day(row["superseded_on"]),
    }


def _arrow(then: Claim | None, now: Claim | None, values: Axis) -> dict[str, Any] | None:
    """Return the arrow from what was said then to what is said now; None where none is drawn."""
    if then is None or now is None or chart.other_period(then, now):
        return None
    start, end = (values.at(float(claim["number"])) for claim in (then, now))
    if start is None or end is None or start == end:
        return None
    low, high = sorted((start, end))
    style = f"left:calc({low:.2%} + 9px);width:calc({high - low:.2%} - 18px)"
    return {"back": end < start, "style": style}


def _words(claim: Claim | None) -> dict[str, str] | None:
    if claim is None:
        return None
    when = dated(claim) + (", lapsed" if claim["lapsed"] else "")
    stated, best = parts(claim)
    return {"stated": stated, "rest": "; ".join(filter(None, [best, when]))}
