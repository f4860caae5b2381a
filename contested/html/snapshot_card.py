"""A snapshot in the gallery: its picture, its title and answer."""

from __future__ import annotations

from contested.html.environment import rendered


def thumbnail(path: str, title: str) -> str:
    """Return a snapshot's picture as a link to its page at `path`."""
    return rendered("snapshot_thumbnail", path=path, title=title)


def card(path: str, title: str, answer: str, aside: str) -> str:
    """Return a snapshot's title as a link to its page, its answer, and what else is to say."""
    return rendered("snapshot_card", path=path, title=title, answer=answer, aside=aside)
