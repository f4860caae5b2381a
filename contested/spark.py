"""Apache Spark as the engine of queries, through Spark Connect: the same SQL, the same rows.

For data beyond one machine. The tables lie as Parquet at an address (`parquet.py`), Spark reads
them from there, and sqlglot puts each query into its dialect. Spark has a floor of half a second to
a second a query, so an answer that was given is kept: the data under an address do not change.
"""

from __future__ import annotations

import sys
import threading
import warnings
from collections.abc import Iterator, Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from contextlib import contextmanager, suppress
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
from cachetools import LRUCache

from contested.dialect import translated
from contested.engine import DuckDB
from contested.errors import EngineDown
from contested.timed import timed


@contextmanager
def _named_main() -> Iterator[None]:
    """Give the main module a file while Spark's client is imported.

    Where it has none (python -c, a worker of the tests) the client takes itself for a doctest of
    its own and ends the process.
    """
    main = sys.modules["__main__"]
    lacks = not hasattr(main, "__file__")
    if lacks:
        main.__file__ = ""
    try:
        yield
    finally:
        if lacks:
            del main.__file__


with warnings.catch_warnings(), _named_main():
    # It warns that pandas 3 is new to it. What it gives comes as Arrow, which is no part of pandas.
    warnings.simplefilter("ignore", FutureWarning)
    from pyspark.errors import PySparkException
    from pyspark.sql import functions
    from pyspark.sql.connect.session import SparkSession

#: Seconds after which a query is given up: before the lanes of the web do, so that it is said why.
PATIENCE = 45.0

#: Bytes of the answers that are kept.
KEPT = 200_000_000

#: What is said of a session that a server does not know, or that cannot be reached.
_LOST = ("SESSION", "INVALID_HANDLE", "TABLE_OR_VIEW_NOT_FOUND", "UNAVAILABLE", "not found")

#: What Spark takes for "no limit", for which it has no null.
_ALL = 2**31 - 1


class Cluster:
    """A Spark that answers at an address such as sc://host:15002, over tables of Parquet.

    One session for all; it is opened when it is first needed, and again where it was lost.
    """

    def __init__(self, address: str, tables: Mapping[str, str]) -> None:
        self.address, self._tables = address, dict(tables)
        self._session: Any = None
        self._named: set[str] = set()
        self._guard, self._keeping = threading.Lock(), threading.Lock()
        self._kept: LRUCache[Any, pd.DataFrame] = LRUCache(KEPT, getsizeof=_size)
        self._threads = ThreadPoolExecutor(8, thread_name_prefix="spark")

    def engine(self) -> Spark:
        """Return an engine; many may be in use at once."""
        return Spark(self)

    def rows(self, sql: str, parameters: Mapping[str, Any] | None) -> pd.DataFrame:
        """Return a query's rows, those that were given before if it was asked before.

        Raises EngineDown where Spark does not answer, or takes too long.
        """
        key = (sql, _frozen(parameters or {}))
        with self._keeping:
            known = self._kept.get(key)
        if known is None:
            with timed("spark"):
                known = self._asked(sql, parameters or {})
            with self._keeping, suppress(ValueError):  # larger than all that is kept
                self._kept[key] = known
        return known.copy()

    def _asked(self, sql: str, parameters: Mapping[str, Any]) -> pd.DataFrame:
        task = self._threads.submit(self._ask, sql, parameters)
        try:
            return task.result(PATIENCE)
        except Late:
            task.cancel()
            why = f"a query took more than {PATIENCE:.0f} seconds"
            raise EngineDown(self.address, why) from None
        except PySparkException as error:
            raise EngineDown(self.address, _first_line(error)) from error

    def _ask(self, sql: str, parameters: Mapping[str, Any]) -> pd.DataFrame:
        text, named = translated(sql)
        tables = named & self._tables.keys()
        for last in (False, True):
            session = self._opened(tables)
            try:
                values = {name: _bound(name, value) for name, value in parameters.items()}
                return _as_duckdb(session.sql(text, values).toArrow())
            except PySparkException as error:
                # A restarted server knows neither the session nor its tables: once more, anew.
                if last or not _lost(error):
                    raise
                self._closed(session)
        raise AssertionError

    def _opened(self, tables: Set[str]) -> Any:
        with self._guard:
            if self._session is None:
                session = SparkSession.builder.remote(self.address).create()
                session.conf.set("spark.sql.session.timeZone", "UTC")
                self._session, self._named = session, set()
            # A table costs a look at its files, so that each is named when it is first asked for.
            for name in tables - self._named:
                self._session.read.parquet(self._tables[name]).createOrReplaceTempView(name)
                self._named.add(name)
            return self._session

    def _closed(self, session: Any) -> None:
        with self._guard:
            if self._session is session:
                self._session = None


class Spark:
    """The engine of one Cluster."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Return a query's rows, as `Engine.rows` says."""
        return self._cluster.rows(sql, parameters)


def _bound(name: str, value: Any) -> Any:
    if isinstance(value, list | tuple):
        return functions.array(*map(functions.lit, value))
    return _ALL if name == "most" and value is None else value


def _frozen(parameters: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(
        (name, tuple(value) if isinstance(value, list) else value)
        for name, value in sorted(parameters.items())
    )


def _as_duckdb(table: pa.Table) -> pd.DataFrame:
    """Return rows as DuckDB would give them: whole numbers as 64 bits, and its own conversion."""
    wide = pa.schema(
        [
            field.with_type(pa.int64()) if pa.types.is_integer(field.type) else field
            for field in table.schema
        ]
    )
    con = duckdb.connect()
    con.register("given", table.cast(wide))
    return DuckDB(con).rows("select * from given")


def _size(rows: pd.DataFrame) -> int:
    return int(rows.memory_usage(deep=True).sum())


def _lost(error: PySparkException) -> bool:
    """Return whether a session is no longer known, as after a restart of its server."""
    text = str(error)
    return any(word in text for word in _LOST)


def _first_line(error: PySparkException) -> str:
    return str(error).strip().partition("\n")[0][:300]
