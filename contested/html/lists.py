"""Lists of links within the dashboard: quantities, what a search gave, sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from contested import addresses
from contested.html.environment import rendered
from contested.queries.search import Matches
from contested.rows import Row, one_by_one
from contested.selection import Selection
from contested.vocabulary import SOURCE_KINDS
from contested.words import lookups, missing


class Item(NamedTuple):
    """One entry: where it leads, what it is called, and what is said of it."""

    address: str
    name: str
    rest: str = ""


def linked(items: Iterable[Item], heading: str = "") -> str:
    """Return a list of links, under a heading if there is one."""
    return rendered("linked_list", items=list(items), heading=heading)


def lone(item: Item) -> str:
    """Return one link on a line of its own."""
    return rendered("lone_link", item=item)


def saved(files: Iterable[tuple[str, str, str]]) -> str:
    """Return links that save files: the address of each, the name it is saved under, its label."""
    return rendered("saved_files", files=list(files))


def search_results(matches: Matches) -> str:
    """Return what a search found, by kind: claims first where a number was looked for.

    Each entry leads to its page on the dashboard and is followed by its line in words.
    """
    claims = ("Claims", matches.claims, _claim)
    quantities = ("Quantities", matches.quantities, _quantity)
    first = (claims, quantities) if matches.question.values else (quantities, claims)
    others = (("Sources", matches.sources, _source), ("Articles", matches.articles, _article))
    return "".join(
        linked(map(entry, one_by_one(rows)), kind)
        for kind, rows, entry in (*first, *others)
        if len(rows)
    )


def _claim(row: Row) -> Item:
    return Item(addresses.claim(row["id"]), lookups.line(row), f" · {row['quantity']}")


def _quantity(row: Row) -> Item:
    line = lookups.quantity_line(row)
    return Item(addresses.timeline(quantity(row)), str(row["name"]), f": {line}")


def _source(row: Row) -> Item:
    what = f"{SOURCE_KINDS[row['kind']].label}, {lookups.source_line(row)}"
    return Item(addresses.source(row["id"]), str(row["name"]), f" ({what})")


def _article(row: Row) -> Item:
    name = row["publisher"] if missing(row["title"]) else row["title"]
    what = f"{row['publisher']}, {lookups.article_line(row)}"
    return Item(addresses.article(row["id"]), str(name), f" ({what})")


def quantity(row: Row) -> Selection:
    """Return the selection of a row's quantity."""
    return Selection(
        row["conflict"], row["subject"], row["metric"], row["population"], row.get("event", "")
    )


def anchor(title: str) -> str:
    """Return the anchor of a section.

    >>> anchor("Who says so, and how close")
    'who-says-so-and-how-close'
    """
    return "-".join(re.findall("[a-z0-9]+", title.lower()))


def contents(titles: Iterable[str]) -> str:
    """Return a page's sections as links to them."""
    return rendered("contents", items=[Item(f"#{anchor(title)}", title) for title in titles])
