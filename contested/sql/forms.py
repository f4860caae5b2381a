"""What a statement gave, as a file: CSV, JSON, Parquet."""

from __future__ import annotations

import csv as written
import io
import json
import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

import pyarrow as pa
from pyarrow import parquet as pq

from contested.errors import BadStatement
from contested.export import inert


def rows(table: pa.Table) -> list[dict[str, Any]]:
    """Return rows as JSON's own values: dates as YYYY-MM-DD, whole numbers whole, null for none.

    Raises BadStatement for a date that Python has none for.
    """
    try:
        listed = table.to_pylist()
    except (OverflowError, ValueError):
        raise BadStatement(
            "a date lies outside the years 1 to 9999; select it as text, as in day::varchar"
        ) from None
    return [{name: _plain(cell) for name, cell in row.items()} for row in listed]


def json_(table: pa.Table) -> bytes:
    """Return rows as a JSON array of objects."""
    return json.dumps(rows(table), ensure_ascii=False, indent=1, allow_nan=False).encode()


def csv(table: pa.Table) -> bytes:
    """Return rows as CSV in UTF-8; an apostrophe leads a text that a spreadsheet would run."""
    stream = io.StringIO()
    writer = written.writer(stream, lineterminator="\n")
    writer.writerow([inert(name) for name in table.column_names])
    writer.writerows([[cell(one) for one in row.values()] for row in rows(table)])
    return stream.getvalue().encode()


def parquet(table: pa.Table) -> bytes:
    """Return rows as Parquet with the statement's types; a sum of whole numbers is a decimal.

    Raises BadStatement for a type that Parquet has none for.
    """
    stream = io.BytesIO()
    try:
        pq.write_table(table, stream)
    except pa.ArrowException:
        raise BadStatement(
            "Parquet has no place for one of the columns' types; select it as text, as in "
            "list::varchar"
        ) from None
    return stream.getvalue()


def cell(value: Any) -> Any:
    """Return a value as one cell of a table: a list or a record as JSON, nothing for none."""
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return inert(value)


class Form(NamedTuple):
    """A form of a file: what it is called, its media type, how it is written."""

    label: str
    mime: str
    write: Callable[[pa.Table], bytes]


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "csv": Form("CSV", "text/csv; charset=utf-8", csv),
        "json": Form("JSON", "application/json", json_),
        "parquet": Form("Parquet", "application/vnd.apache.parquet", parquet),
    }
)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
