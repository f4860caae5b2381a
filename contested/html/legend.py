"""The key beside a chart: what its marks mean, only those that it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contested.charts.legend import entries
from contested.html.environment import rendered


def legend(parts: Mapping[str, Any]) -> str:
    """Return the key of what a chart shows (charts.legend.parts); empty for nothing."""
    return rendered("legend", entries=entries(parts)) if parts else ""
