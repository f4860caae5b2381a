"""The key beside a chart: what its marks mean, only those that it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contested.charts.legend import entries
from contested.html.environment import rendered


def legend(shown: Mapping[str, Any]) -> str:
    """Return the key of what a chart shows (charts.legend.shown); empty for nothing."""
    return rendered("legend", entries=entries(shown)) if shown else ""
