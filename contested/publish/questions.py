"""What answers ask of the data: questions of one text asked together, and digests of their rows.

Most of what a question about one claim costs is reading its text and planning it. Asked for all
claims together it is planned once: the values stand in a table beside which the text is evaluated
(`lateral`). A text that DuckDB does not take so is asked one by one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from contested.engine import Engine, Refused

#: The most questions that are asked together.
_MOST = 2_000

#: What takes no value that differs from one question to the next.
_LIMIT = re.compile(r"\b(?:limit|offset) \$(\w+)")
_VALUE = re.compile(r"\$(\w+)")
_WORD = re.compile(
    r"--[^\n]*|'(?:[^']|'')*'|\"[^\"]*\"|[()]"
    r"|\b(?:select|distinct|from|union|order by|limit|offset)\b"
)
_ROWS = "select _of._n, _row.* from (select COLUMNS) as _of, lateral (ASKED) as _row"
_DIGESTS = """
select _of._n, list(hash(_row) order by _row._place, hash(_row)) as digests
from (select COLUMNS) as _of, lateral (ASKED) as _row group by _n
"""
_DIGEST = "select 0 as _n, list(hash(_row)) as digests from (ASKED) as _row"


class Question(NamedTuple):
    """A text of SQL and the values in it, as JSON."""

    sql: str
    written: str

    @classmethod
    def of(cls, sql: str, values: Mapping[str, Any] | None) -> Question:
        """Return the question that an engine is asked by a text and its values."""
        return cls(sql, written(dict(values or {})))

    @property
    def values(self) -> dict[str, Any]:
        """The values, as an engine takes them."""
        read: dict[str, Any] = json.loads(self.written, object_hook=_untagged)
        return read


class Ahead:
    """An engine that was asked many questions together before they come one by one.

    Rows whose order a text leaves open are asked for one by one, as they would else come otherwise.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._places: dict[Question, tuple[_Frame, int, int]] = {}
        #: What was asked that had not been asked ahead.
        self.alone: list[Question] = []

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Return a query's rows, as `Engine.rows` says."""
        question = Question.of(sql, parameters)
        if (place := self._places.get(question)) is not None:
            frame, first, last = place
            return frame.part(first, last)
        self.alone.append(question)
        return self._engine.rows(sql, parameters)

    def ask(self, questions: Iterable[Question]) -> None:
        """Ask questions together; those of a text that is not taken so are asked when they come."""
        for together in _together(questions):
            try:
                rows = together.asked(self._engine, _ROWS)
            except Refused:
                continue
            rows = rows.sort_values(["_n", "_place"], kind="stable", ignore_index=True)
            numbers, places = rows["_n"].to_numpy(), rows["_place"].to_numpy()
            undecided = {
                int(number)
                for number in numbers[1:][
                    (numbers[1:] == numbers[:-1]) & (places[1:] == places[:-1])
                ]
            }
            frame = _Frame(rows.drop(columns=["_n", "_place"]))
            edges = np.searchsorted(numbers, np.arange(len(together.questions) + 1))
            for number, question in enumerate(together.questions):
                if number not in undecided:
                    self._places[question] = (frame, int(edges[number]), int(edges[number + 1]))


def digests(engine: Engine, questions: Iterable[Question]) -> dict[Question, str]:
    """Return a digest of the rows that each question has, in their order."""
    made: dict[Question, str] = {}
    for together in _together(questions):
        try:
            rows = together.asked(engine, _DIGESTS)
        except Refused:
            if len(together.questions) > 1:
                # DuckDB 1.5 takes some texts of one alone: a digest is the same whoever else asks.
                for question in together.questions:
                    made |= digests(engine, [question])
                continue
            (question,) = together.questions
            rows = engine.rows(_DIGEST.replace("ASKED", question.sql), question.values)
        made |= _digested(together.questions, rows)
    return made


def _digested(questions: Sequence[Question], rows: pd.DataFrame) -> dict[Question, str]:
    made = dict.fromkeys(questions, "")
    for number, parts in zip(rows["_n"], rows["digests"], strict=True):
        content = np.asarray([] if parts is None else parts, dtype="uint64").tobytes()
        made[questions[number]] = hashlib.sha256(content).hexdigest()[:24]
    return made


class _Together(NamedTuple):
    """Questions of one text: the values that all have, and the values of each."""

    questions: Sequence[Question]
    common: Mapping[str, Any]
    each: Mapping[str, list[Any]]

    def asked(self, engine: Engine, outer: str) -> pd.DataFrame:
        """Return what an outer text gives of these questions, numbered by `_n` from 0."""
        text = _placed(self.questions[0].sql)
        inner = _VALUE.sub(lambda name: f"_of.{name[1]}" if name[1] in self.each else name[0], text)
        columns = ", ".join(f"unnest(${name}) as {name}" for name in ("_n", *self.each))
        sql = outer.replace("COLUMNS", columns).replace("ASKED", inner)
        numbers = list(range(len(self.questions)))
        return engine.rows(sql, {**self.common, **self.each, "_n": numbers})


def _together(questions: Iterable[Question]) -> Iterator[_Together]:
    """Yield questions by their text, those together whose values are of one type."""
    alike: dict[tuple[Any, ...], list[tuple[Question, dict[str, Any]]]] = {}
    for question in dict.fromkeys(questions):
        limits, values = _limits(question.sql), question.values
        kinds = tuple(
            (name, value if name in limits else _kind(value)) for name, value in values.items()
        )
        alike.setdefault((question.sql, kinds), []).append((question, values))
    for every in alike.values():
        for first in range(0, len(every), _MOST):
            part, values = zip(*every[first : first + _MOST], strict=True)
            differing = [
                name for name in values[0] if any(one[name] != values[0][name] for one in values)
            ]
            common = {name: one for name, one in values[0].items() if name not in differing}
            yield _Together(
                part, common, {name: [one[name] for one in values] for name in differing}
            )


@lru_cache
def _limits(sql: str) -> list[str]:
    """Return the names of a text's values that must be the same in all questions."""
    return _LIMIT.findall(sql)


def _kind(value: Any) -> Any:
    if isinstance(value, list):
        return (list, *sorted({type(one).__name__ for one in value}))
    return type(value).__name__


@lru_cache
def _placed(sql: str) -> str:
    """Return a text whose rows have their place in its order as `_place`, all one without one.

    >>> _placed("select a from b order by c desc limit 3")
    'select a, rank() over (order by c desc) as _place from b order by c desc limit 3'
    """
    begins, depth = [], 0
    for found in _WORD.finditer(sql):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if not depth and found[0][0] not in "-'\"()":
            begins.append((found[0], found.start()))
    words = [word for word, _ in begins]
    if {"union", "distinct"} & {*words} or "from" not in words:
        # Such rows are ordered by what they hold, or are one.
        return f"select *, 0 as _place from ({sql}) as _whole"  # noqa: S608 - a text of our own
    after = dict(reversed(begins[len(words) - 1 - words[::-1].index("select") :]))
    place = "0"
    if "order by" in after:
        end = min((after[one] for one in ("limit", "offset") if one in after), default=len(sql))
        place = f"rank() over ({sql[after['order by'] : end].strip()})"
    return f"{sql[: after['from']].rstrip()}, {place} as _place {sql[after['from'] :]}"


class _Frame:
    """Rows of many questions, and parts of them typed as the rows of one question are.

    DuckDB types a column of whole numbers, or of truth values, by whether it has a null.
    """

    def __init__(self, rows: pd.DataFrame) -> None:
        self._rows = rows
        #: Of such a column, by its place: how many nulls it has before each row, and its cells
        #: as those of a column without one.
        self._torn = {}
        for place, kind in enumerate(rows.dtypes):
            if isinstance(kind, (pd.Int64Dtype, pd.Int32Dtype, pd.BooleanDtype)):
                column = rows.iloc[:, place]
                nulls = np.concatenate([[0], column.isna().cumsum()])
                self._torn[place] = nulls, column.to_numpy(kind.numpy_dtype, na_value=0)

    def part(self, first: int, last: int) -> pd.DataFrame:
        """Return the rows from `first` up to `last`."""
        part = self._rows.iloc[first:last]
        part.index = pd.RangeIndex(last - first)
        for place, (nulls, cells) in self._torn.items():
            if nulls[first] == nulls[last]:
                part.isetitem(place, cells[first:last])
        return part


def written(values: Any) -> str:
    """Return values as JSON, in the one form that they have in a question."""
    return _WRITER.encode(values)


def _tagged(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{value!r} is no value of a query")


#: Made once: every question that is asked is written.
_WRITER = json.JSONEncoder(default=_tagged, sort_keys=True)


def _untagged(read: dict[str, Any]) -> Any:
    if "moment" in read:
        return datetime.fromisoformat(read["moment"])
    return date.fromisoformat(read["day"]) if "day" in read else read
