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
import numpy as np
import pandas as pd
from cachetools import LRUCache

#: How many texts of SQL are kept as they were parsed: all that the program has, and many more.
_TEXTS = 2_000


#: What DuckDB raises for a text that it does not take.
Refused = duckdb.Error


class Engine(Protocol):
    """Whatever answers a query."""

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Return a query's rows, with a value bound to each `$name` in it.

        Dates are datetimes at midnight, whole numbers stay whole where some are null, and text is
        a column of objects, None where the data hold none.
        """


class DuckDB:
    """The engine of a built database: a connection to it, for one thread at a time."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        # DuckDB would draw how far it is on standard output, among what a command prints.
        con.execute("set enable_progress_bar = false")
        self._con = con

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Return a query's rows, as `Engine.rows` says."""
        return _frame(run(self._con, sql, parameters).fetchnumpy())


def _frame(columns: Mapping[str, Any]) -> pd.DataFrame:
    """Return columns, as numpy has them, as rows: those of one type lie together.

    A claim has 74 columns, two in three of them texts. Were each a column of its own, as pandas
    makes of texts, whatever is done with rows would be done for each of them in turn.
    """
    alike: dict[np.dtype[Any], list[str]] = {}
    torn: dict[str, Any] = {}
    for name, column in columns.items():
        kind = column.dtype.kind
        if kind in "iub" and np.ma.is_masked(column):
            array = pd.arrays.BooleanArray if kind == "b" else pd.arrays.IntegerArray
            torn[name] = array(column.data, column.mask)
        else:
            alike.setdefault(column.dtype, []).append(name)
    parts = [pd.DataFrame(dict(enumerate(torn.values())))] if torn else []
    for dtype, names in alike.items():
        block = np.empty((len(names), len(columns[names[0]])), dtype)
        for place, name in enumerate(names):
            block[place] = _filled(columns[name])
        parts.append(pd.DataFrame(block.T, dtype=dtype, copy=False))
    rows = parts[0]
    if len(parts) > 1:
        order = [*torn, *(name for names in alike.values() for name in names)]
        places = {name: place for place, name in enumerate(order)}
        rows = pd.concat(parts, axis="columns", ignore_index=True)
        rows = rows.take([places[name] for name in columns], axis="columns")
    rows.columns = _named(tuple(columns))
    return rows


def literal(text: str) -> str:
    """Return a text as it stands in a statement: for what takes no parameter, a path or a pattern.

    >>> literal("l'avenir")
    "'l''avenir'"
    """
    return "'" + text.replace("'", "''") + "'"


@lru_cache(_TEXTS)
def _named(names: tuple[str, ...]) -> pd.Index:
    """Return the names of a query's columns, in which each is looked up as in a dictionary."""
    return pd.Index(names, dtype=object)


#: What stands for a null, by the kind of a column; whole numbers and truth values have their own.
_NULLS = {"O": None, "f": np.nan, "M": np.datetime64("NaT", "us"), "m": np.timedelta64("NaT", "us")}


def _filled(column: Any) -> Any:
    """Return a column with what stands for its nulls, and so each list in it."""
    if isinstance(column, np.ma.MaskedArray):
        mask, column = column.mask, column.data
        column[mask] = _NULLS[column.dtype.kind]
    if column.dtype.kind == "O":
        for place, cell in enumerate(column):
            if isinstance(cell, np.ma.MaskedArray):
                column[place] = _filled(cell)
    return column


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
