"""A page's answer in words, as it stands above the chart."""

from __future__ import annotations

from contested.html.environment import rendered


def answer(first: str, aside: str = "", narrowing: str = "", more: str = "") -> str:
    """Return the answer, and under it its end, what it leaves out and what narrows it."""
    return rendered("answer", first=first, more=more, aside=aside, narrowing=narrowing)
