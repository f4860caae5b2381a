"""A page's answer in words, as it stands above the chart."""

from __future__ import annotations

from contested.html.environment import rendered


def answer(text: str, aside: str = "", narrowing: str = "") -> str:
    """Return the answer, and under it what it leaves out and what narrows it."""
    return rendered("answer", text=text, aside=aside, narrowing=narrowing)
