"""The names and numbers beside a timeline, as a column: an ordinary list on a phone."""

from __future__ import annotations

from collections.abc import Iterable

from contested import addresses
from contested.charts.labels import Placed, lettered
from contested.html.environment import rendered


def labels(placed: Iterable[Placed]) -> str:
    """Return the labels as HTML for a column beside the chart; empty for none.

    Labels that have no place beside the chart are listed under "more". Works without script.
    """
    every = list(placed)
    if not every:
        return ""
    direct = lettered(every)
    high = max(((each.top or 0) + each.label.height for _, each in direct), default=0)
    return rendered(
        "labels",
        direct=direct,
        rest=[each for each in every if each.top is None],
        high=f"{high:.0f}",
        source_address=addresses.source,
    )
