"""Addresses within the dashboard, as its pages link to each other."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from contested.selection import Selection


def source(id: str) -> str:
    """Return the address of a source's page; of several that speak together, with all of them.

    >>> source("meduza;mediazona")
    './sources?source=meduza&source=mediazona'
    """
    return "./sources?" + urlencode([("source", one) for one in id.split(";")])


def article(id: str) -> str:
    """Return the address of an article among the claims it prints."""
    return f"./articles?article={quote(id, safe='')}"


def claim(id: str) -> str:
    """Return the address of a claim's permanent page."""
    return f"./claim/{quote(id, safe='')}"


def timeline(selection: Selection) -> str:
    """Return the address of a selection's timeline.

    >>> timeline(Selection(metric="killed"))
    './timeline?metric=killed'
    """
    return f"./timeline?{selection.query()}"
