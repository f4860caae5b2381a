"""How an article is cited, in one line of text."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from contested.words import day, missing


def line(article: Mapping[Hashable, Any]) -> str:
    """Return an article's citation as one line; what is not known is left out.

    >>> line({"author": None, "publisher": "KBS", "title": "NK casualties hit 3,000",
    ...       "published": "2025-01-14", "url": "https://example.org/1"})
    'KBS, “NK casualties hit 3,000”, 14 January 2025, https://example.org/1'
    """
    title = "" if missing(article["title"]) else f"“{article['title']}”"
    parts = (article["author"], article["publisher"], title, day(article["published"]))
    url = article["url"]
    return ", ".join(str(part) for part in (*parts, url) if not missing(part))
