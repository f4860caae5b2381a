"""A query in the dialect of another engine, by sqlglot."""

from __future__ import annotations

import re
from functools import lru_cache

import sqlglot
from sqlglot import exp


@lru_cache(maxsize=512)
def translated(sql: str) -> tuple[str, frozenset[str]]:
    """Return a query in Spark's dialect, and the names of tables in it.

    Raises where sqlglot knows of no counterpart.
    """
    tree = sqlglot.parse_one(sql, read="duckdb").transform(_split)
    text = tree.sql("spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
    return text, frozenset(table.name for table in tree.find_all(exp.Table))


def _split(node: exp.Expression) -> exp.Expression:
    """Return a split at a text as one at a pattern that every engine reads.

    Spark splits at patterns of Java, and sqlglot quotes a text as only those are quoted.
    """
    if isinstance(node, exp.Split) and isinstance(node.expression, exp.Literal):
        pattern = exp.Literal.string(re.escape(node.expression.this))
        return exp.RegexpSplit(this=node.this, expression=pattern)
    return node
