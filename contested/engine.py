"""What a query is asked of: an engine that takes a text with values and gives rows.

Queries know nothing else of where the data lie. They are standard SQL over the columns of
schema.sql, with `$name` for each value, so that a second engine can stand in this one's place.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Mapping, MutableMapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

import duckdb
import pandas as pd
from cachetools import LRUCache

# DuckDB before 2.0 turns a column of whole numbers with a null among them to floats.
_TORN = {"BIGINT", "INTEGER", "HUGEINT"} if duckdb.__version__.startswith("1.") else set()

#: How many texts of SQL are kept as they were parsed: all that the program has, and many more.
_TEXTS = 2_000


#: What DuckDB raises for a text that it does not take.
Refused = duckdb.Error


class Engine(Protocol):
    """Whatever answers a query."""

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Return a query's rows, with a value bound to each `$name` in it.

        Dates are datetimes at midnight, whole numbers stay whole where some are null, and text is
        null where the data hold none.
        """


class DuckDB:
    """The engine of a built database: a connection to it, for one thread at a time."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        # DuckDB would draw how far it is on standard output, among what a command prints.
        con.execute("set enable_progress_bar = false")
        self._con = con

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Return a query's rows, as `Engine.rows` says."""
        result = run(self._con, sql, parameters)
        if not _TORN:
            return result.df()
        whole = [name for name, kind, *_ in result.description or () if str(kind) in _TORN]
        read = result.df()
        torn = {name: "Int64" for name in whole if read[name].dtype.kind == "f"}
        return read.astype(torn) if torn else read


class Kept:
    """An engine that keeps what it was asked last: so many queries' rows, and so many questions'.

    A connection is for one thread at a time: so is this.
    """

    def __init__(self, engine: Engine, most: int) -> None:
        self._engine = engine
        self._rows: LRUCache[Hashable, pd.DataFrame] = LRUCache(most)
        self._answers: LRUCache[Hashable, pd.DataFrame] = LRUCache(most)
        self._lock = threading.RLock()

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Return a query's rows, as `Engine.rows` says."""
        key = (sql, repr(sorted((parameters or {}).items())))
        return self._once(self._rows, key, lambda: self._engine.rows(sql, parameters))

    def answer(self, question: Callable[..., pd.DataFrame], *named: Hashable) -> pd.DataFrame:
        """Return what a question of contested.queries gives of this engine and what is named."""
        return self._once(self._answers, (question, *named), lambda: question(self, *named))

    def _once(
        self,
        among: MutableMapping[Hashable, pd.DataFrame],
        key: Hashable,
        made: Callable[[], pd.DataFrame],
    ) -> pd.DataFrame:
        with self._lock:
            if key not in among:
                among[key] = made()
            # Copied on write: who changes theirs changes no one's else.
            return among[key].copy(deep=False)


def run(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    values: Mapping[str, Any] | Sequence[Any] | None = None,
) -> duckdb.DuckDBPyConnection:
    """Run SQL of the program's own as `con.execute` does; values are bound in the last statement.

    A text is parsed once in a process. Of small data the parsing is a sixth of all that it takes.
    """
    *before, last = _parsed(sql)
    for statement in before:
        con.execute(statement)
    return con.execute(last, values)


@lru_cache(_TEXTS)
def _parsed(sql: str) -> list[duckdb.Statement]:
    return duckdb.extract_statements(sql)
