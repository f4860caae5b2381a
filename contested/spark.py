"""Apache Spark as the engine of queries, through Spark Connect: the same SQL, the same rows.

For data beyond one machine. The tables lie as Parquet at an address (`parquet.py`), Spark reads
them from there, and sqlglot puts each query into its dialect. Spark has a floor of half a second to
a second a query, so an answer that was given is kept: the data under an address do not change.
"""

from __future__ import annotations

import atexit
import re
import sys
import threading
import warnings
from collections.abc import Hashable, Iterator, Mapping, Set
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as Late
from contextlib import contextmanager, suppress
from typing import Any
from uuid import uuid4

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
    from pyspark.sql.connect.client import DefaultChannelBuilder
    from pyspark.sql.connect.client.retries import DefaultPolicy
    from pyspark.sql.connect.session import SparkSession

# It is said of the query, whose error names why.
warnings.filterwarnings("ignore", r"\[RETRIES_EXCEEDED\]", UserWarning)

#: How often a call that was refused is made again, within some five seconds: its client would go
#: on for ten minutes, and hold up the end of the process.
TRIES = 4

#: Milliseconds between two tries to connect: left alone, they grow to minutes, for as long as which
#: a server that was away is taken to be so.
RECONNECTS = {
    "grpc.initial_reconnect_backoff_ms": 200,
    "grpc.min_reconnect_backoff_ms": 200,
    "grpc.max_reconnect_backoff_ms": 1000,
}

#: Seconds after which a server is taken for stuck that was told to leave a query.
STUCK = 5.0

#: How many queries are asked side by side.
TOGETHER = 8

#: Bytes of the answers that are kept.
KEPT = 200_000_000

#: What is said of a session that a server does not know, or that cannot be reached.
_LOST = (
    *("SESSION", "INVALID_HANDLE", "TABLE_OR_VIEW_NOT_FOUND", "UNAVAILABLE", "not found"),
    *("closed channel", "Channel closed"),
)

#: What Spark takes for "no limit", for which it has no null.
_ALL = 2**31 - 1


class _Asked:
    """A query that is on its way: its rows to be, and what Spark knows it by."""

    def __init__(self) -> None:
        self.task: Future[pd.DataFrame] = Future()
        self.tag = f"contested-{uuid4().hex}"


class Cluster:
    """A Spark that answers at an address such as sc://host:15002, over tables of Parquet.

    One session for all; it is opened when it is first needed, and again where it was lost. A query
    is given up after `patience` seconds, and `kept` bytes of answers are kept.
    """

    def __init__(
        self,
        address: str,
        tables: Mapping[str, str],
        patience: float,
        kept: int = KEPT,
    ) -> None:
        self.address, self._tables, self.patience = address, dict(tables), patience
        self._session: Any = None
        self._named: set[str] = set()
        self._guard, self._keeping = threading.Lock(), threading.Lock()
        self._kept: LRUCache[Any, pd.DataFrame] = LRUCache(kept, getsizeof=_size)
        self._asking: dict[Hashable, _Asked] = {}
        self._places = threading.BoundedSemaphore(TOGETHER)

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
            if known is None and key not in self._asking:
                self._asking[key] = self._begun(key, sql, parameters or {})
            asked = self._asking.get(key)
        if known is None and asked is not None:
            with timed("spark"):
                known = self._answer(key, asked)
        assert known is not None
        return known.copy()

    def _begun(self, key: Hashable, sql: str, parameters: Mapping[str, Any]) -> _Asked:
        """Return a query that a thread asks; what it gives is kept."""
        asked = _Asked()

        def work() -> None:
            try:
                with self._places:
                    if not asked.task.set_running_or_notify_cancel():
                        return
                    rows = self._ask(sql, parameters, asked.tag)
            except BaseException as error:
                self._ended(key, asked)
                asked.task.set_exception(error)
            else:
                self._ended(key, asked, rows)
                asked.task.set_result(rows)

        # What a process waits for at its end is none of these threads: a server may never answer.
        threading.Thread(target=work, name="spark", daemon=True).start()
        return asked

    def _ended(self, key: Hashable, asked: _Asked, rows: pd.DataFrame | None = None) -> None:
        """Forget a query that is on its way no more, and keep what it gave."""
        with self._keeping:
            if self._asking.get(key) is asked:
                del self._asking[key]
            if rows is not None:
                with suppress(ValueError):  # larger than all that is kept
                    self._kept[key] = rows

    def _answer(self, key: Hashable, asked: _Asked) -> pd.DataFrame:
        """Wait for a query, with whoever else asked the same meanwhile."""
        try:
            return asked.task.result(self.patience)
        except (Late, CancelledError):
            self._ended(key, asked)
            if not asked.task.cancel():
                self._leave(asked.tag)
            why = f"a query took more than {self.patience:.0f} seconds"
            raise EngineDown(self.address, why) from None
        except PySparkException as error:
            raise EngineDown(self.address, _reason(error)) from error

    def _leave(self, tag: str) -> None:
        """Tell Spark to end a query that nobody waits for; a session that is stuck is given up."""
        session = self._session
        if session is None:
            return

        def interrupt() -> None:
            with suppress(Exception):  # it may have ended, or the server be gone
                session.interruptTag(tag)

        told = threading.Thread(target=interrupt, name="spark", daemon=True)
        told.start()
        told.join(STUCK)
        if told.is_alive():
            self._closed(session)
            session.client.close()  # which ends what waits there, and the process need not

    def _ask(self, sql: str, parameters: Mapping[str, Any], tag: str) -> pd.DataFrame:
        text, named = translated(sql)
        tables = named & self._tables.keys()
        for last in (False, True):
            session = None
            try:
                session = self._opened(tables)
                session.addTag(tag)  # of this thread alone
                values = {name: _bound(name, value) for name, value in parameters.items()}
                return _as_duckdb(session.sql(text, values).toArrow())
            except (PySparkException, ValueError) as error:
                # A restarted server knows neither the session nor its tables, and one that was
                # stuck had its connection closed: once more, anew.
                if last or not _lost(error):
                    raise
                self._closed(session)
        raise AssertionError

    def _opened(self, tables: Set[str]) -> Any:
        with self._guard:
            session = self._session
            if session is None:
                way = DefaultChannelBuilder(self.address, [*RECONNECTS.items()])
                session = SparkSession.builder.channelBuilder(way).create()
                session.client.set_retry_policies([DefaultPolicy(max_retries=TRIES)])
                # A client that is open when the process ends asks to have models forgotten that it
                # never made, and where its server is away goes on with that for twenty seconds.
                atexit.register(session.client.close)
                self._session, self._named = session, set()
            try:
                if not self._named:
                    session.conf.set("spark.sql.session.timeZone", "UTC")
                # A table costs a look at its files: each is named when it is first asked for.
                for name in tables - self._named:
                    rows = session.read.parquet(self._tables[name])
                    rows.createOrReplaceTempView(name)
                    self._named.add(name)
            except BaseException:
                self._session = None
                raise
            return session

    def _closed(self, session: Any) -> None:
        # Without the guard: who opens one may be stuck in it.
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


def _lost(error: Exception) -> bool:
    """Return whether a session is no longer known, as after a restart of its server."""
    text = str(error)
    return any(word in text for word in _LOST)


def _reason(error: PySparkException) -> str:
    r"""Return what Spark, or the connection to it, says in a line.

    >>> _reason(PySparkException('<RPC that terminated with:\n\tdetails = "refused"\n>'))
    'refused'
    """
    text = str(error).strip()
    details = re.search(r'details = "(.+)"', text)
    return (details[1] if details else text.partition("\n")[0])[:300]
