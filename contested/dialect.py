"""A query in the dialect of another engine, by sqlglot."""

from __future__ import annotations

from functools import lru_cache

import sqlglot


@lru_cache(maxsize=512)
def translated(sql: str) -> tuple[str, frozenset[str]]:
    """Return a query in Spark's dialect, and the names of tables in it.

    Raises where sqlglot knows of no counterpart.
    """
    tree = sqlglot.parse_one(sql, read="duckdb")
    text = tree.sql("spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
    return text, frozenset(table.name for table in tree.find_all(sqlglot.exp.Table))
