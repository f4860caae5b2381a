"""Every query, page and command on Apache Spark and on Sail: servers, asked over their sockets.

Each lives in a virtual environment of its own (`make test-spark` makes them): Spark and its client
are both called pyspark. Without that, or without Java, tests are skipped.
"""

from __future__ import annotations

import shutil
import time

import fsspec
import httpx2
import pandas as pd
import pytest
from click.testing import CliRunner

from benchmarks.portable import SELECTIONS, every
from contested import cli, parquet
from contested.build import build
from contested.database import answered_by, database
from contested.errors import EngineDown
from scripts import cluster

from .conftest import FIRST_EDITION

without_spark = pytest.mark.skipif(
    shutil.which("java") is None or cluster.SPARK is None,
    reason="no Spark here: it needs Java 17, and make test-spark installs it",
)
without_sail = pytest.mark.skipif(
    cluster.SAIL is None, reason="no Sail here; make test-spark installs one"
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    """Return a Spark Connect as a program, and its address."""
    program, address = cluster.spark(tmp_path_factory.mktemp("spark"))
    yield program, address
    program.kill()


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Return what leads to an S3 server with an empty bucket `contested`; this process knows it."""
    server, leads = cluster.s3(tmp_path_factory.mktemp("s3"))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in leads.items():
            patch.setenv(name, value)
        fsspec.filesystem("s3").clear_instance_cache()
        yield leads
    fsspec.filesystem("s3").clear_instance_cache()
    server.kill()


@pytest.fixture(scope="module")
def sail(tmp_path_factory, store):
    """Return the address of a Sail that reads from that S3 server."""
    program, address = cluster.sail(tmp_path_factory.mktemp("sail"), **store)
    yield address
    program.kill()


@pytest.fixture(scope="module")
def tables(cache, tmp_path_factory):
    """Return the address of the first edition's tables."""
    place = f"file://{tmp_path_factory.mktemp('tables')}"
    parquet.write(build(FIRST_EDITION), place)
    return place


@without_spark
def test_every_query_gives_the_rows_of_duckdb(spark, tables, curated):
    assert not list(_differing(answered_by(spark[1], tables), database(curated)))


#: Words of the queries that Sail 0.7 cannot plan: the list of quantities, and two of a search.
BEYOND = ("f.note as conflict_note", "t.text like w.pattern", "a.text like w.pattern")


@without_sail
def test_every_query_gives_the_rows_of_duckdb_on_sail_from_s3(sail, curated):
    run = CliRunner().invoke(
        cli.cli, ["build", str(curated), "--into", "s3://contested/tables", "--format", "parquet"]
    )
    assert run.exit_code == 0, run.output
    theirs = answered_by(sail, "s3://contested/tables")
    wrong = [
        error
        for sql, error in _differing(theirs, database(curated), 1, 1)
        if not any(word in sql for word in BEYOND)
    ]
    assert not wrong, "\n".join(wrong)


def _differing(ours, theirs, selections=3, times=2):
    """Yield the queries that two databases answer otherwise, and how.

    Each is asked so many times, of what it asks of so many selections.
    """
    ours, theirs = ours.engine(), theirs.engine()
    compared = 0
    for sql, asked in every(theirs, SELECTIONS[:selections]).items():
        for values in asked[:times]:
            compared += 1
            expected = theirs.rows(sql, values)
            try:
                given = ours.rows(sql, values)
                if "order by" not in sql:
                    columns = list(expected.columns)
                    expected = expected.sort_values(columns, ignore_index=True)
                    given = given.sort_values(columns, ignore_index=True)
                # Spark's floor of a number is whole where DuckDB's is not: the values are one.
                pd.testing.assert_frame_equal(given, expected, check_dtype=False, obj=sql)
            except (AssertionError, EngineDown) as error:
                yield sql, f"{values}: {error}\n{sql}"
    assert compared > 60


@without_sail
def test_pages_and_the_api_are_served_from_tables_in_an_s3_store(sail, store, curated, serve):
    address = "s3://contested/served"
    parquet.write(build(curated), address)
    server = serve(None, CONTESTED_ENGINE=sail, CONTESTED_DATA=address, **store)
    here = serve(curated)
    for path in (
        "/api/claims.json?subject=north-korea&metric=killed",
        "/api/timeline.json?subject=north-korea&metric=killed",
    ):
        assert _plain(_got(server, path).json()) == _plain(_got(here, path).json()), path
    assert _got(server, "/timeline?subject=north-korea&metric=killed").status_code == 200


@without_spark
def test_a_command_answers_from_spark_as_from_duckdb(spark, tables, curated):
    query = ["subject=north-korea", "metric=killed", "--format", "csv"]
    there = CliRunner().invoke(cli.cli, ["claims", *query, "--engine", spark[1], "--data", tables])
    here = CliRunner().invoke(cli.cli, ["claims", *query, "--data", str(curated)])
    assert there.exit_code == 0, there.output
    assert there.output == here.output


@without_spark
def test_pages_and_the_api_are_served_from_spark_and_outlive_its_restart(
    spark, tables, curated, serve
):
    program, address = spark
    server = serve(None, CONTESTED_ENGINE=address, CONTESTED_DATA=tables)
    here = serve(curated)
    id = "nyt-2025-08-22-north-korea-honors-4"

    for path in (
        f"/claim/{id}.json",
        "/api/claims.json?subject=north-korea&metric=killed",
        "/api/quantities.json?conflict=russia-ukraine",
        "/api/search.json?q=600+north+koreans+killed",
        "/api/timeline.json?subject=north-korea&metric=killed",
    ):
        given, expected = _got(server, path), _got(here, path)
        assert given.status_code == expected.status_code == 200, (path, given.text)
        assert _plain(given.json()) == _plain(expected.json()), path
    for path in (
        "/",
        "/timeline?subject=north-korea&metric=killed",
        f"/claim/{id}",
        "/check?q=600",
    ):
        assert _got(server, path).status_code == 200, path

    program.kill()
    # What was answered before is kept; what was not says that it cannot be had now.
    assert _got(server, f"/claim/{id}.json").status_code == 200
    answer = _got(server, "/api/claims.json?subject=russia&metric=wounded")
    assert answer.status_code == 503
    assert "does not answer now" in answer.json()["detail"]
    program.start()
    program.until(lambda: cluster.answered(address))
    answer = _got(server, "/api/claims.json?subject=russia&metric=wounded")
    assert answer.status_code == 200, answer.text


def _got(site, path):
    """Return an answer, asked for again for as long as the site says to come back."""
    for _ in range(60):
        answer = httpx2.get(f"{site.address}{path}", timeout=300)
        if "ask again in" not in answer.text:
            break
        time.sleep(int(answer.headers["retry-after"]))
    return answer


def _plain(content):
    """Return an answer without what names the database and its address."""
    if isinstance(content, dict):
        named = ("data", "citation", "query")
        return {name: _plain(one) for name, one in content.items() if name not in named}
    return [_plain(one) for one in content] if isinstance(content, list) else content


def test_an_engine_that_is_not_there_is_named(tables):
    engine = answered_by("sc://127.0.0.1:9", tables).engine()
    with pytest.raises(EngineDown, match=r"sc://127\.0\.0\.1:9"):
        engine.rows("select count(*) as n from claim")
