"""Every query, page and command on Apache Spark and on Sail: servers, asked over their sockets.

Each lives in a virtual environment of its own (`make test-spark` makes them): Spark and its client
are both called pyspark. Without that, or without Java, tests are skipped.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import fsspec
import httpx2
import pandas as pd
import pytest
from click.testing import CliRunner

from benchmarks.portable import SELECTIONS, compared
from contested import cli, parquet, queries
from contested.build import build
from contested.database import answered_by, database
from contested.errors import EngineDown
from contested.selection import Selection
from contested.spark import Cluster
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

COUNT = "select count(*) as n from claim"

_KILLED = "conflict=russia-ukraine&subject=north-korea&metric=killed"
_CLAIM = "nyt-2025-08-22-north-korea-honors-4"

#: Each page of the site, those that ask most first.
PAGES = (
    "/",
    f"/timeline?{_KILLED}",
    "/check?q=600+north+koreans+killed",
    f"/compare?{_KILLED}",
    f"/known-when?{_KILLED}",
    f"/data?{_KILLED}",
    f"/changes?{_KILLED}",
    f"/claim/{_CLAIM}",
    "/article/nyt-2025-08-22-north-korea-honors",
    "/source/nis",
    "/articles",
    "/sources",
    "/check?q=noth+korea",
)

OF_THE_API = (
    f"/claim/{_CLAIM}.json",
    f"/api/claims.json?{_KILLED}",
    "/api/quantities.json?conflict=russia-ukraine",
    "/api/search.json?q=600+north+koreans+killed",
    f"/api/timeline.json?{_KILLED}",
    f"/api/latest.json?{_KILLED}",
    f"/api/spread.json?{_KILLED}",
    "/api/sources.json",
    "/api/claims.csv",
)


@pytest.fixture(scope="module", autouse=True)
def patience():
    """Let a query take as long as it does on a machine that has others to do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONTESTED_ENGINE_SECONDS", "900")
        yield


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    """Return a Spark Connect as a program, and its address."""
    program, address = cluster.spark(tmp_path_factory.mktemp("spark"), brief=True)
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
    said = compared(
        answered_by(spark[1], tables).engine(), database(curated).engine(), SELECTIONS[:3], 2
    )
    assert said.queries > 60
    assert not said.differing, said.differing[0][1]


@without_sail
def test_every_query_gives_the_rows_of_duckdb_on_sail_from_s3(sail, curated):
    run = CliRunner().invoke(
        cli.cli, ["build", str(curated), "--into", "s3://contested/tables", "--format", "parquet"]
    )
    assert run.exit_code == 0, run.output
    theirs = answered_by(sail, "s3://contested/tables")
    said = compared(theirs.engine(), database(curated).engine(), SELECTIONS[:1], 1)
    assert said.queries > 60
    assert not said.differing, said.differing[0][1]


@without_sail
def test_pages_and_the_api_are_served_from_tables_in_an_s3_store(sail, store, curated, serve):
    address = "s3://contested/served"
    parquet.write(build(curated), address)
    server = serve(None, CONTESTED_ENGINE=sail, CONTESTED_DATA=address, **store)
    here = serve(curated)
    for path in (*PAGES, *OF_THE_API):
        _same(server, here, path)


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

    for path in (*PAGES[:3], *OF_THE_API):
        _same(server, here, path)

    program.kill()
    # What was answered before is kept; what was not says that it cannot be had now.
    assert _got(server, OF_THE_API[0]).status_code == 200
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


def _same(site, other, path):
    """Assert that two sites answer alike, to the letter but for their own addresses."""
    given, expected = (
        (answer.status_code, answer.text.replace(one.address.removeprefix("http://"), "HERE"))
        for one, answer in ((one, _got(one, path)) for one in (site, other))
    )
    assert given == expected, path
    assert given[0] == 200, path


class Counting(Cluster):
    """A cluster that counts what it asks."""

    asked = 0

    def _ask(self, *query):
        self.asked += 1
        return super()._ask(*query)


@without_spark
def test_workers_answer_together_as_duckdb_does_and_one_alone_once_the_other_has_ended(
    tables, curated, tmp_path
):
    master, programs = cluster.workers(tmp_path)
    try:
        program, address = cluster.spark(tmp_path, brief=True, master=master)
        programs.append(program)
        ours, theirs = answered_by(address, tables).engine(), database(curated).engine()
        _asked_alike(ours, theirs, Selection())
        logs = [log.read_text() for log in tmp_path.glob("worker-*/app-*/*/stderr")]
        assert ["Finished task" in log for log in logs] == [True, True]
        programs[1].kill()
        _asked_alike(ours, theirs, SELECTIONS[1])
    finally:
        for one in reversed(programs):
            one.kill()


def _asked_alike(engine, other, selection):
    """Assert that two engines give the same of joins, windows and groups over all claims."""
    for ask in (queries.headline, queries.series, queries.quantities):
        given, expected = ask(engine, selection), ask(other, selection)
        pd.testing.assert_frame_equal(given, expected, check_dtype=False, obj=ask.__name__)


@without_spark
def test_what_many_ask_at_once_is_asked_once(spark, tables):
    counting = Counting(spark[1], parquet.read(tables).tables, patience=900)
    with ThreadPoolExecutor(6) as threads:
        given = [threads.submit(counting.rows, COUNT, None) for _ in range(6)]
    assert len({int(one.result()["n"].iloc[0]) for one in given}) == 1
    assert counting.asked == 1


@without_spark
def test_a_server_that_is_stuck_is_given_up_and_asked_anew_when_it_goes_on(spark, tables):
    program, address = spark
    asked = Cluster(address, parquet.read(tables).tables, patience=900)
    assert asked.rows(COUNT, None)["n"].iloc[0] > 500
    program.process.send_signal(signal.SIGSTOP)
    try:
        asked.patience = 1
        with pytest.raises(EngineDown, match="more than 1 seconds"):
            asked.rows("select count(*) as n from article", None)
    finally:
        program.process.send_signal(signal.SIGCONT)
    asked.patience = 900
    assert asked.rows("select count(*) as n from article", None)["n"].iloc[0] > 100


def test_a_command_says_that_its_engine_is_not_there_and_ends(tables):
    engine = answered_by("sc://127.0.0.1:9", tables).engine()
    with pytest.raises(EngineDown, match=r"sc://127\.0\.0\.1:9"):
        engine.rows(COUNT)
    # The client's own patience, ten minutes, would hold up the end of the process.
    command = [sys.executable, "-m", "contested", "claims", "metric=killed"]
    ended = subprocess.run(
        [*command, "--engine", "sc://127.0.0.1:9", "--data", tables],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == 1
    assert "sc://127.0.0.1:9 does not answer now" in ended.stderr


def test_the_end_of_a_process_waits_for_nothing_that_an_engine_would_have_to_answer(tables):
    asking = f"""
from contested.errors import EngineDown
from contested.selection import Selection
from contested.spark import Cluster
from pyspark.sql.connect.client import SparkConnectClient
engine = Cluster("sc://127.0.0.1:9", {{"claim": {tables!r}}}, patience=60)
SparkConnectClient.execute_command = lambda *asked: print("asked")
try:
    engine.rows({COUNT!r}, None)
except EngineDown:
    print("away")
"""
    ended = subprocess.run(
        [sys.executable, "-c", asking], capture_output=True, text=True, timeout=300, check=True
    )
    assert ended.stdout == "away\n", ended.stdout
