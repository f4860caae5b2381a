"""Which statements are taken: one `select` over the documented tables.

A statement is read by DuckDB's own parser, and every table, table function and function in the tree
that it gives is looked at. This is the first of four fences: behind it DuckDB is opened to read
only, with every access to files, settings and extensions switched off for good (`worker`), in a
process of its own that has nothing of the server's (`asking`) and may take so much memory and time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from typing import Any

from contested.errors import BadStatement, hint

#: The most characters of a statement.
LONGEST = 10_000

#: What may stand where rows come from, by the names of DuckDB's tree. A table is looked at by name.
_ROWS = {"BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST", "EMPTY", "PIVOT"}

#: The functions that may stand there.
_TABLE_FUNCTIONS = {"generate_series", "range", "unnest"}

#: Functions of a row that tell of the machine or the session, and not of the data.
_REFUSED = {"current_setting", "getenv", "getvariable", "write_log"}


def check(
    sql: str,
    serialized: Callable[[str], str],
    tables: Collection[str],
    taken: Collection[str] = (),
) -> None:
    """Raise BadStatement unless a text is one statement that only reads some of `tables`.

    `serialized` gives DuckDB's tree of a text as JSON; `taken` are the names of all tables and
    views that there are.
    """
    if not sql.strip():
        raise BadStatement("write a statement, such as select * from claim limit 10")
    if len(sql) > LONGEST:
        raise BadStatement(f"it has {len(sql):,} characters; at most {LONGEST:,} are taken")
    if "\0" in sql:
        raise BadStatement("the statement holds a character of no width (U+0000)")
    try:
        tree = json.loads(serialized(sql))
    except RecursionError:
        raise BadStatement("the statement is nested too deeply") from None
    if tree.get("error"):
        raise BadStatement(_unread(tree))
    statements = tree["statements"]
    if len(statements) != 1:
        raise BadStatement(f"{len(statements)} statements are too many; write one")
    nodes = list(_nodes(statements[0]))
    own = {entry["key"].lower() for node in nodes for entry in _map(node)}
    own |= {node["cte_name"].lower() for node in nodes if isinstance(node.get("cte_name"), str)}
    # A table of the statement's own is there in one part of it: where it is not, DuckDB takes its
    # name for that of a table of the program or a view of the machine.
    if mistaken := sorted(own & set(taken) - set(tables)):
        raise BadStatement(f"a table of your own needs another name than {mistaken[0]!r}")
    for node in nodes:
        if "class" in node:
            _function(node, _REFUSED)
        elif {"alias", "sample"} <= node.keys():  # what rows come from has a place for both
            _rows(node, own, tables)


def _unread(tree: dict[str, Any]) -> str:
    why = str(tree.get("error_message", ""))
    if "SELECT" in why and tree.get("error_type") == "not implemented":
        return "only a select is answered: it reads, and changes nothing"
    at = tree.get("position")
    return f"{why}{f', at character {int(at) + 1}' if at else ''}"


def _rows(node: dict[str, Any], own: set[str], tables: Collection[str]) -> None:
    kind = node.get("type")
    if kind not in _ROWS:
        raise BadStatement("a description of a table is not answered; the tables stand beside")
    if kind == "TABLE_FUNCTION":
        function = node.get("function") or {}
        name = str(function.get("function_name", "")).lower()
        if name not in _TABLE_FUNCTIONS:
            raise BadStatement(
                f"{name}() gives no rows here; {hint(name, _TABLE_FUNCTIONS)}, or a table"
            )
    if kind == "BASE_TABLE":
        name = str(node.get("table_name", ""))
        whose = [part for part in (node.get("catalog_name"), node.get("schema_name")) if part]
        if whose or (name.lower() not in own and name.lower() not in tables):
            full = ".".join([*whose, name])
            raise BadStatement(f"there is no table {full!r} here; {hint(name, tables, 20)}")


def _function(node: dict[str, Any], refused: set[str]) -> None:
    name = node.get("function_name")
    if isinstance(name, str) and name.lower() in refused:
        raise BadStatement(f"{name}() tells of the machine and not of the data")


def _map(node: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the tables that a part of a statement names for itself."""
    entry = node.get("cte_map")
    return entry.get("map", []) if isinstance(entry, dict) else []


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield every part of a tree, however deep."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
