"""The built tables as Parquet at an address, which another engine reads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import fsspec
import pytest
from click.testing import CliRunner

from contested import cli, parquet
from contested.build import build
from contested.errors import NoDatabase
from scripts.cluster import s3


def test_every_table_is_written_with_its_rows_in_order_and_found_again(curated, tmp_path):
    built = build(curated)
    there = parquet.write(built, str(tmp_path))
    assert parquet.read(str(tmp_path)) == there
    assert (there.hash, there.claims) == (built.hash, built.claims)
    con = duckdb.connect(str(built.path), read_only=True)
    names = {row[0] for row in con.execute("select table_name from duckdb_tables()").fetchall()}
    assert set(there.tables) == names
    for name, address in there.tables.items():
        place = address.removeprefix("file://")
        assert con.table(name).fetchall() == con.read_parquet(f"{place}/*.parquet").fetchall(), name


def test_a_second_write_of_the_same_data_writes_no_table(curated, tmp_path):
    built, written = build(curated), []
    parquet.write(built, str(tmp_path), written.append)
    first = len(written)
    parquet.write(built, str(tmp_path), written.append)
    assert first > 20
    assert len(written) == first


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning:.*(boto|aio|s3fs).*")
def test_tables_in_an_object_store_are_found_again_and_read_from_there(
    curated, tmp_path, monkeypatch
):
    server, leads = s3(tmp_path)
    try:
        for name, value in leads.items():
            monkeypatch.setenv(name, value)
        store = fsspec.filesystem("s3", skip_instance_cache=True)
        fsspec.filesystem("s3").clear_instance_cache()
        built = build(curated)
        address = "s3://contested/tables"
        run = CliRunner().invoke(
            cli.cli, ["build", str(curated), "--into", address, "--format", "parquet"]
        )
        assert run.exit_code == 0, run.output
        assert f"{address}/{built.hash}" in run.output
        there = parquet.read(address)
        assert (there.hash, there.claims) == (built.hash, built.claims)
        con, elsewhere = duckdb.connect(built.path, read_only=True), duckdb.connect()
        elsewhere.register_filesystem(store)
        for name in ("claim", "source", "quantity_break", "response"):
            read = elsewhere.read_parquet(f"{there.tables[name]}/*.parquet")
            assert read.fetchall() == con.table(name).fetchall(), name
    finally:
        fsspec.filesystem("s3").clear_instance_cache()
        server.end()


def test_rows_beyond_one_file_go_into_the_next(curated, tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "GROUP", 100)
    monkeypatch.setattr(parquet, "FILE", 200)
    there = parquet.write(build(curated), str(tmp_path))
    place = there.tables["claim"].removeprefix("file://")
    files = sorted(path.name for path in Path(place).glob("*.parquet"))
    assert len(files) > 2
    with duckdb.connect() as con:
        rows = con.read_parquet(f"{place}/*.parquet")
        assert rows.count("*").fetchall() == [(there.claims,)]


@pytest.mark.parametrize(
    ("manifest", "why"),
    [
        (None, "contested build --into"),
        (b"{", "cannot be read"),
        (json.dumps({"form": 99}).encode(), "build them again"),
    ],
)
def test_an_address_without_tables_says_what_would_write_them(tmp_path, manifest, why):
    if manifest is not None:
        (tmp_path / parquet.MANIFEST).write_bytes(manifest)
    with pytest.raises(NoDatabase, match=why):
        parquet.read(str(tmp_path))


def test_the_command_writes_tables_and_names_their_address(curated, tmp_path):
    run = CliRunner().invoke(
        cli.cli,
        ["build", str(curated), "--into", str(tmp_path / "tables"), "--format", "parquet"],
    )
    assert run.exit_code == 0, run.output
    there = parquet.read(str(tmp_path / "tables"))
    assert f"{tmp_path / 'tables'}/{there.hash}" in run.output
    assert CliRunner().invoke(cli.cli, ["build", "--format", "parquet"]).exit_code == 2


@pytest.mark.slow
def test_the_engine_beyond_this_machine_can_be_had_where_no_script_is_run():
    # Spark's client ends a process whose main module has no file, unless it is given one.
    program = "import contested.spark, __main__; print(hasattr(__main__, '__file__'))"
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "False\n", "")
