"""What an engine gives for a query: typed columns, each null as its column has it."""

import duckdb
import pandas as pd

from contested.database import database
from contested.engine import DuckDB

TYPED = """
select * from (values
    (1, 2, 1.5, true, false, date '2025-01-02', 'a', null::varchar, ['b', null]),
    (3, null, null, false, null, null, null, null, null)
) as t(whole, torn, share, yes, unsure, day, text, silent, list)
"""


def test_each_column_has_a_type_and_its_own_null():
    rows = DuckDB(duckdb.connect()).rows(TYPED)
    assert {name: str(kind) for name, kind in rows.dtypes.items()} == {
        "whole": "int32",
        "torn": "Int32",
        "share": "float64",
        "yes": "bool",
        "unsure": "boolean",
        "day": "datetime64[us]",
        "text": "object",
        "silent": "object",
        "list": "object",
    }
    first, second = rows.to_dict("records")
    assert (first["torn"], first["text"], [*first["list"]]) == (2, "a", ["b", None])
    assert pd.isna([second[name] for name in ("torn", "share", "unsure", "day")]).all()
    assert second["text"] is None
    assert second["list"] is None


def test_rows_are_their_readers_own_with_columns_in_the_query_s_order():
    engine = DuckDB(duckdb.connect())
    rows = engine.rows("select 'x' as b, 1 as a, 'y' as c")
    rows.loc[0, "b"] = "z"
    rows.columns = ["other", *rows.columns[1:]]
    rows = engine.rows("select 'x' as b, 1 as a, 'y' as c")
    assert list(rows) == ["b", "a", "c"]
    assert rows.to_dict("records") == [{"b": "x", "a": 1, "c": "y"}]
    assert list(engine.rows("select 1 as a, 'x' as b where false")) == ["a", "b"]


def test_a_database_of_few_claims_is_read_by_one_thread_and_one_of_many_by_all(
    folder, cache, monkeypatch
):
    threads = "select current_setting('threads') as threads"
    (few,) = database(folder.path).engine().rows(threads)["threads"]
    monkeypatch.setattr("contested.database._OF_ONE_THREAD", 3)
    folder.change("claims", 2, note="Recounted.")
    (many,) = database(folder.path).engine().rows(threads)["threads"]
    (all_,) = duckdb.connect().execute(threads).fetchone()
    assert (few, many) == (1, all_)
