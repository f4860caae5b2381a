"""Lists of links within the dashboard: quantities, what a search gave, sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from contested import addresses
from contested.html.environment import rendered
from contested.selection import QUANTITY, Selection
from contested.vocabulary import SOURCE_KINDS
from contested.words import count


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


def search_results(rows: pd.DataFrame) -> str:
    """Return what a search gave, rows of queries.search, each with its number of claims."""
    return linked(_result(row) for row in rows.to_dict("records"))


def _result(row: Mapping[Any, Any]) -> Item:
    kind, id, detail = str(row["kind"]), str(row["id"]), str(row["detail"])
    if kind == "quantity":
        words = dict(zip(QUANTITY, id.split("/"), strict=False))
        address = addresses.timeline(Selection(**words))  # type: ignore[arg-type]
    else:
        address = addresses.source(id) if kind == "source" else addresses.article(id)
    kind_label = SOURCE_KINDS[detail].label if kind == "source" else detail
    return Item(
        address, str(row["label"]), f" ({kind_label}, {count(int(row['claims']), 'claim')})"
    )


def quantity(row: Mapping[Any, Any]) -> Selection:
    """Return the selection of a row's quantity."""
    return Selection(
        row["conflict"], row["subject"], row["metric"], row["population"], row.get("event", "")
    )
