"""The rows that queries give hold what their types say, no more and no less."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import get_args, get_origin, get_type_hints

import pandas as pd
import pytest

import contested
from contested import queries
from contested.rows import (
    Article,
    Bound,
    Claim,
    Counted,
    CurrentClaim,
    Quantity,
    Source,
    ThenAndNow,
    one_by_one,
)
from contested.selection import Selection

KILLED = Selection("russia-ukraine", "north-korea", "killed", "military")
DATED = replace(KILLED, known_on=date(2025, 6, 1))

ROWS = [
    (Claim, queries.claims, Selection()),
    (CurrentClaim, queries.current, KILLED),
    (Bound, queries.band, KILLED),
    (ThenAndNow, queries.then_and_now, DATED),
    (Quantity, queries.quantities, Selection()),
    (Article, lambda engine, _: queries.articles(engine).drop(columns=["claims", "sources"]), None),
    (Source, lambda engine, _: queries.sources(engine), None),
    (Counted, queries.counted_by, "nis"),
]

# Without an address of the memory in it, which is another in each process that runs tests.
NAMES = [row.__name__ for row, _, _ in ROWS]


@pytest.mark.parametrize(("row", "ask", "selection"), ROWS, ids=NAMES)
def test_a_row_s_type_names_the_columns_of_its_query_in_their_order(engine, row, ask, selection):
    assert list(get_type_hints(row)) == list(ask(engine, selection))


@pytest.mark.parametrize(("row", "ask", "selection"), ROWS, ids=NAMES)
def test_a_row_s_cells_are_of_the_types_that_it_names(engine, row, ask, selection):
    rows = ask(engine, selection)
    assert len(rows)
    for name, kind in get_type_hints(row).items():
        kinds = (tuple,) if get_origin(kind) is tuple else get_args(kind) or (kind,)
        cells = rows[name].tolist()
        filled = [cell for cell in cells if isinstance(cell, tuple) or not pd.isna(cell)]
        assert type(None) in kinds or len(filled) == len(rows), name
        real = tuple(pd.Timestamp if one is datetime else one for one in kinds)
        assert all(
            isinstance(cell, (*real, *([int] if float in real else []))) for cell in filled
        ), name


@pytest.mark.parametrize(("row", "ask", "selection"), ROWS, ids=NAMES)
def test_rows_are_the_same_one_by_one_as_pandas_gives_them(engine, row, ask, selection):
    rows = ask(engine, selection)
    own, others = one_by_one(rows, row), rows.to_dict("records")
    assert len(own) == len(others)
    for ours, theirs in zip(own, others, strict=True):
        assert list(ours) == list(theirs)
        for name, cell in theirs.items():
            assert type(ours[name]) is type(cell), name
            assert repr(ours[name]) == repr(cell), name


def test_no_row_is_a_mapping_of_anything():
    """What a function reads of a row is known by its columns' names."""
    paths = Path(contested.__file__).parent.rglob("*.py")
    assert not [path for path in paths if "Mapping[Any, Any]" in path.read_text(encoding="utf-8")]
