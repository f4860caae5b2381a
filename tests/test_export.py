"""Every form of an export holds the same rows, and none of them can run anything."""

import csv
import io
import json
from datetime import date

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from contested import export, queries
from contested.rows import one_by_one
from contested.selection import Selection

NUMBERS = ("low", "best", "high", "level", "tellings", "form")
DATES = (
    "since", "as_of", "published", "superseded_on", "since_from", "since_to", "as_of_from",
    "as_of_to", "withdrawn_on", "misprinted_on", "disputed_on", "denied_on",
)  # fmt: skip


@pytest.fixture
def claims(engine):
    return queries.claims(engine, Selection())


def from_csv(claims):
    return list(csv.DictReader(io.StringIO(export.csv(claims).decode())))


def from_json(claims):
    return json.loads(export.json_(claims))


def from_parquet(claims):
    return parquet.read_table(io.BytesIO(export.parquet(claims)))


def test_every_form_has_the_same_columns_and_rows(claims):
    table = from_parquet(claims)
    assert tuple(table.column_names) == export.COLUMNS
    assert table["id"].to_pylist() == list(claims["id"])
    for rows in (from_csv(claims), from_json(claims)):
        assert tuple(rows[0]) == export.COLUMNS
        assert [row["id"] for row in rows] == list(claims["id"])


@pytest.mark.slow
def test_a_date_that_is_a_month_stands_as_its_last_day_and_as_its_source_gave_it(claims):
    for precision, last, text in (
        ("day", "2025-04-01", "2025-04-01"),
        ("month", "2025-04-30", "2025-04"),
        ("quarter", "2025-06-30", "2025-Q2"),
        ("year", "2025-06-01", "2025"),  # a year is counted by no later day than it was printed
    ):
        first = pd.Timestamp("2025-01-01" if precision == "year" else "2025-04-01")
        coarse = claims.assign(
            since=first, since_precision=precision,
            as_of=pd.Timestamp(last), as_of_from=first, as_of_precision=precision,
        )  # fmt: skip
        row = from_csv(coarse)[0]
        assert (row["as_of_text"], row["since_text"]) == (text, text)
        assert (row["as_of"], row["as_of_from"]) == (last, str(first.date()))
        assert row["published_text"] == row["published"]
    assert export.table(claims.assign(since=pd.NaT))["since_text"].isna().all()


def test_every_form_reads_back_equal(claims):
    table = from_parquet(claims).to_pylist()
    dated = [
        {name: str(cell) if isinstance(cell, date) else cell for name, cell in row.items()}
        for row in table
    ]
    assert from_json(claims) == dated
    written = [
        {name: "" if cell is None else str(cell) for name, cell in row.items()} for row in dated
    ]
    assert [
        {name: cell.removeprefix("'") for name, cell in row.items()} for row in from_csv(claims)
    ] == [{name: cell.removeprefix("'") for name, cell in row.items()} for row in written]


def test_numbers_and_dates_keep_their_types(claims):
    schema = from_parquet(claims).schema
    for name in export.COLUMNS:
        kind = schema.field(name).type
        expected = pa.int64() if name in NUMBERS else pa.date32() if name in DATES else pa.string()
        assert kind == expected, name
    for row in from_json(claims):
        for name in NUMBERS:
            assert row[name] is None or type(row[name]) is int
        for name in DATES:
            assert row[name] is None or date.fromisoformat(row[name])


def test_numbers_are_those_of_the_claims(claims):
    rows = {row["id"]: row for row in from_json(claims)}
    for claim in claims.to_dict("records"):
        for name in set(NUMBERS) - {"form"}:
            held = None if pd.isna(claim[name]) else int(claim[name])
            assert rows[claim["id"]][name] == held


def test_every_row_carries_its_hedge_and_its_citation(claims):
    for row in from_json(claims):
        assert row["said"]
        assert row["publisher"] in row["citation"]
        assert row["url"] is None or row["url"] in row["citation"]


@pytest.mark.slow
@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula_to_a_spreadsheet(claims, mark):
    hostile = f'{mark}HYPERLINK("http://evil.example","x")'
    for name in ("title", "note", "source_name", "place", "publisher", "author"):
        row = claims.head(1).copy().astype({name: object})
        row.loc[:, name] = hostile
        (written,) = from_csv(row)
        assert not [cell for cell in written.values() if cell.startswith(mark)]
        assert written[name] == f"'{hostile}"
        assert from_json(row)[0][name] == hostile
        assert from_parquet(row)[name].to_pylist() == [hostile]


@pytest.mark.parametrize(
    "text", ['a "quoted" title', "two\nlines", "comma, here", "עברית \u202e x"]
)
def test_text_of_any_kind_stays_in_its_cell(claims, text):
    row = claims.head(2).copy()
    row.loc[:, "title"] = text
    assert [written["title"] for written in from_csv(row)] == [text, text]
    assert [written["title"] for written in from_json(row)] == [text, text]


def test_no_claims_are_a_header_alone(engine):
    nothing = queries.claims(engine, Selection(until=date(1999, 1, 1)))
    assert export.csv(nothing).decode() == ",".join(export.COLUMNS) + "\n"
    assert from_json(nothing) == []
    assert from_parquet(nothing).num_rows == 0


def test_every_format_is_written_by_its_name(claims):
    for name, form in export.FORMATS.items():
        assert form.write(claims.head(3)), name
        assert form.mime.count("/") == 1


def test_a_file_of_csv_that_a_person_saves_opens_right_in_a_spreadsheet(claims):
    content = export.FORMATS["csv"].write(claims)
    assert export.marked("csv", content).decode("utf-8-sig") == content.decode()
    assert export.marked("csv", content).startswith(b"\xef\xbb\xbf")
    assert export.marked("json", b"[]") == b"[]"


def test_a_file_written_row_by_row_holds_what_the_table_does(engine):
    claims = queries.claims(engine, Selection())
    whole = export.table(claims)
    rows = export.objects(one_by_one(claims))
    assert len(rows) == len(whole) > 1
    for name in export.COLUMNS:
        there = [None if pd.isna(cell) else cell for cell in whole[name]]
        said = [str(cell) if name in export.DATES and cell else cell for cell in there]
        assert [row[name] for row in rows] == said, name
