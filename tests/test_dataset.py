"""The way in from Python, as docs/python.md shows it."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

import contested
from contested import export, queries
from contested.database import CURATED, database
from contested.errors import BadData, BadSelection, NotFound
from contested.selection import Selection

PAGE = (Path(__file__).parent.parent / "docs" / "python.md").read_text(encoding="utf-8")


@pytest.fixture
def data(cache):
    return contested.open(CURATED)


@pytest.mark.slow
def test_the_page_s_examples_run_one_after_the_other(cache, monkeypatch, capsys):
    monkeypatch.setenv("CONTESTED_DATA", str(CURATED))
    examples = re.findall(r"^```python\n(.*?)^```", PAGE, re.M | re.S)
    assert len(examples) >= 6
    names = {}
    for example in examples:
        exec(compile(example, "docs/python.md", "exec"), names)
    printed = capsys.readouterr().out
    assert "did you mean 'killed'?" in printed
    assert "North Korean soldiers killed" in printed


def test_claims_are_the_rows_of_the_export(data):
    claims = data.claims(subject="north-korea", metric="killed")
    engine = database(CURATED).engine()
    exported = queries.claims(engine, Selection(subject="north-korea", metric="killed"))
    pd.testing.assert_frame_equal(claims, export.table(exported))
    assert tuple(claims.columns) == export.COLUMNS
    assert data.size == len(data.claims())


def test_arrow_has_the_types_of_the_parquet_file(data):
    table = data.arrow(subject="north-korea")
    assert pa.types.is_date32(table.schema.field("as_of").type)
    assert pa.types.is_int64(table.schema.field("best").type)
    assert table.num_rows == len(data.claims(subject="north-korea"))


@pytest.mark.parametrize(
    ("ask", "error", "why"),
    [
        (lambda data: data.claims(metric="kiled"), BadSelection, "did you mean 'killed'"),
        (lambda data: data.claims("metrc=killed"), BadSelection, "no such word"),
        (lambda data: data.answer(metric="killed", view="timelin"), BadSelection, "'timeline'"),
        (lambda data: data.cite("nothing"), NotFound, "no claim"),
        (
            lambda data: data.cite("nyt-2025-08-22-north-korea-honors-4", "bibtex"),
            BadSelection,
            "bib",
        ),
    ],
)
def test_what_does_not_pass_is_named_with_what_would(data, ask, error, why):
    with pytest.raises(error, match=re.escape(why)):
        ask(data)


def test_a_folder_that_does_not_pass_is_refused_with_its_errors(tmp_path):
    (tmp_path / "claims.csv").write_text("id\n1\n")
    with pytest.raises(BadData) as told:
        contested.open(tmp_path)
    assert told.value.problems


def test_a_citation_names_an_address_only_where_the_site_has_one(data, monkeypatch):
    id = "nyt-2025-08-22-north-korea-honors-4"
    monkeypatch.delenv("CONTESTED_URL", raising=False)
    assert "/claim/" not in data.cite(id)
    monkeypatch.setenv("CONTESTED_URL", "https://contested.example")
    assert f"https://contested.example/claim/{id}" in data.cite(id)
