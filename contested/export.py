"""Claims as files: the same rows and columns in CSV, JSON and Parquet, each with its citation."""

from __future__ import annotations

import csv as lines
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from contested import spans
from contested.cite import line
from contested.rows import Row, one_by_one
from contested.tables import FORMULA
from contested.words import all_dates, all_said, all_set_apart, missing, said, set_apart

#: The columns of every export, in order. `said` is the number in words with its hedge; `citation`
#: is the article in one line, `licence` the address of the terms of the data folder that the claim
#: comes from. `apart` says why a claim stands apart, `apart_codes` by the codes of
#: vocabulary.REASONS joined by ";". The others are those of the data folder and of schema.sql's
#: `claim`. A date that is a month, a quarter or a year stands in `since`, `as_of` and `published`
#: as the day it is counted by, between `…_from` and `…_to`, and in `…_text` as its source gave it.
COLUMNS = (
    "id", "quantity", "said", "conflict", "subject", "metric", "population",
    "low", "best", "high", "unit", "qualifier", "counting", "since", "as_of", "place", "evidence",
    "stated", "note", "source", "source_name", "relation", "origin",
    "article", "publisher", "title", "author", "published", "url", "archive_url", "language",
    "supersedes", "reason", "superseded_by", "superseded_on", "apart", "folder", "licence",
    "citation",
    "event", "only", "via", "same_as", "tellings", "interval", "level", "place_id", "side",
    "as_of_from", "as_of_to", "as_of_precision", "since_from", "since_to", "since_precision",
    "published_precision", "withdrawn_on", "misprinted_on", "disputed_on", "apart_codes",
    "since_text", "as_of_text", "published_text", "denied_on", "unhedged_by", "form",
)  # fmt: skip

#: Which columns an export has: those from `event` on came with the second form.
FORM = 2

#: The columns that hold dates.
DATES = (
    "since", "as_of", "published", "superseded_on", "as_of_from", "as_of_to", "since_from",
    "since_to", "withdrawn_on", "misprinted_on", "disputed_on", "denied_on",
)  # fmt: skip
#: The columns that hold whole numbers.
NUMBERS = ("low", "best", "high", "tellings", "level", "form")


def table(claims: pd.DataFrame) -> pd.DataFrame:
    """Return claims, rows of queries.claims, with the columns of an export.

    Dates are datetime.date, numbers Int64 in the metric's unit, everything else text; null where
    the source gave none.
    """
    articles = claims.drop_duplicates("article")
    citations = {row["article"]: line(row) for row in one_by_one(articles)}
    whole = claims.assign(
        said=all_said(claims),
        citation=claims["article"].map(citations),
        apart=all_set_apart(claims),
        apart_codes=claims["apart"],
        as_of_to=claims["as_of"],
        since_from=claims["since"],
        event=claims["event"].replace("", None),
        **{f"{name}_text": all_dates(claims, name) for name in ("since", "as_of", "published")},
        form=FORM,
    )
    columns = whole[[*COLUMNS]].copy()
    for name in DATES:
        columns[name] = columns[name].dt.date.astype(object).where(columns[name].notna(), None)
    texts = [name for name in COLUMNS if name not in (*DATES, *NUMBERS)]
    columns[texts] = columns[texts].astype(object).where(columns[texts].notna(), None)
    return columns


def csv(claims: pd.DataFrame) -> bytes:
    """Return claims as CSV in UTF-8; an apostrophe leads a text that a spreadsheet would run."""
    written = io.StringIO()
    writer = lines.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in objects(one_by_one(claims)):
        writer.writerow([inert(cell) for cell in row.values()])
    return written.getvalue().encode()


def json_(claims: pd.DataFrame) -> bytes:
    """Return claims as a JSON array of objects: dates as YYYY-MM-DD, null where there is none."""
    return json.dumps(objects(one_by_one(claims)), ensure_ascii=False, indent=1).encode()


def objects(claims: Iterable[Row]) -> list[dict[str, Any]]:
    """Return claims, rows of queries.claims one by one, as `json_` has them.

    Row by row: of a claim or a page of them that takes a tenth of what `table` does.
    """
    citations: dict[str, str] = {}
    made = []
    for row in claims:
        if row["article"] not in citations:
            citations[row["article"]] = line(row)
        whole = {
            **row,
            "said": said(row),
            "citation": citations[row["article"]],
            "apart": set_apart(row) or None,
            "apart_codes": row["apart"],
            "as_of_to": row["as_of"],
            "since_from": row["since"],
            "event": row["event"] or None,
            "form": FORM,
        }
        for name, first in _FIRST.items():
            day = row[first]
            precise = row[f"{name}_precision"]
            whole[f"{name}_text"] = None if missing(day) else spans.text(day, precise)
        made.append({name: _json(name, whole[name]) for name in COLUMNS})
    return made


#: The columns with the first day of each date that an export has as its source gave it.
_FIRST = {"since": "since", "as_of": "as_of_from", "published": "published_from"}


def _json(name: str, cell: Any) -> str | int | None:
    if isinstance(cell, str):
        return cell
    if missing(cell):
        return None
    return str(cell)[:10] if name in DATES else int(cell)


def parquet(claims: pd.DataFrame) -> bytes:
    """Return claims as Parquet: dates as date32, numbers as int64, text as string."""
    return packed(table(claims))


def packed(rows: pd.DataFrame) -> bytes:
    """Return rows with the columns of `table` as Parquet."""
    from pyarrow import parquet as pq

    stream = io.BytesIO()
    pq.write_table(arrow(rows), stream)
    return stream.getvalue()


def arrow(rows: pd.DataFrame) -> Any:
    """Return rows with the columns of `table` as an Arrow table, with the types of `parquet`."""
    import pyarrow as pa

    return pa.Table.from_pandas(rows, schema=_schema(), preserve_index=False)


def _csv_parts(batches: Iterable[pd.DataFrame]) -> Iterator[bytes]:
    for number, batch in enumerate(batches):
        header, _, rows = csv(batch).partition(b"\n")
        yield rows if number else header + b"\n" + rows


def _json_parts(batches: Iterable[pd.DataFrame]) -> Iterator[bytes]:
    opened = False
    for batch in batches:
        rows = json_(batch)[1:-1].strip(b"\n")
        if rows:
            yield (b",\n" if opened else b"[\n") + rows
            opened = True
    yield b"\n]" if opened else b"[]"


def _parquet_parts(batches: Iterable[pd.DataFrame]) -> Iterator[bytes]:
    import pyarrow as pa
    from pyarrow import parquet as pq

    sink, schema = _Sink(), _schema()
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema) as writer:
        for batch in batches:
            writer.write_table(arrow(table(batch)))
            yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """A file that is taken away while it is written; it still knows how far it is."""

    def __init__(self) -> None:
        super().__init__()
        self._at, self._written = 0, bytearray()

    def writable(self) -> bool:
        """Return that it can be written."""
        return True

    def write(self, raw: Any) -> int:
        """Take some bytes."""
        self._written += raw
        self._at += len(raw)
        return len(raw)

    def tell(self) -> int:
        """Return how many bytes were ever written."""
        return self._at

    def taken(self) -> bytes:
        """Return what was written since it was last taken."""
        content, self._written = bytes(self._written), bytearray()
        return content


def _schema() -> Any:
    import pyarrow as pa

    kinds = {name: pa.date32() for name in DATES} | {name: pa.int64() for name in NUMBERS}
    return pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])


class Format(NamedTuple):
    """One form an export takes.

    `write` makes a file of claims; `parts` yields the same of claims that come in batches, without
    holding all of them. CSV and JSON are then the bytes of the whole; Parquet has a group of rows
    for each batch.
    """

    label: str
    mime: str
    write: Callable[[pd.DataFrame], bytes]
    parts: Callable[[Iterable[pd.DataFrame]], Iterator[bytes]]
    binary: bool = False


FORMATS: Mapping[str, Format] = {
    "csv": Format("CSV", "text/csv", csv, _csv_parts),
    "json": Format("JSON", "application/json", json_, _json_parts),
    "parquet": Format(
        "Parquet", "application/vnd.apache.parquet", parquet, _parquet_parts, binary=True
    ),
}


def inert(cell: object) -> object:
    """Return a cell of CSV such that no spreadsheet runs it: an apostrophe leads a formula.

    >>> inert("=1+1"), inert("＠x"), inert("about 600")
    ("'=1+1", "'＠x", 'about 600')
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(tuple(FORMULA)) else cell


def marked(form: str, content: bytes) -> bytes:
    """Return a file as a person saves it: CSV with the mark by which a spreadsheet knows UTF-8."""
    return b"\xef\xbb\xbf" + content if form == "csv" else content
