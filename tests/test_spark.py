"""Every query, page and command on Apache Spark: a real server, asked over its socket.

The server lives in a virtual environment of its own (`make test-spark` makes it): it and its client
are both called pyspark. Without that, or without Java, these tests are skipped.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from pathlib import Path

import httpx2
import pandas as pd
import pytest
from click.testing import CliRunner

from benchmarks.portable import SELECTIONS, every
from contested import cli, parquet
from contested.build import build
from contested.database import answered_by, database
from contested.errors import EngineDown

SERVER = Path(__file__).parent.parent / ".venv-spark"
SPARK = next(SERVER.glob("lib/python3*/site-packages/pyspark"), None)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17"),
    pytest.mark.skipif(SPARK is None, reason="no Spark here; make test-spark installs one"),
]


class Spark:
    """A Spark Connect on a port of this machine: `address`, and its process."""

    def __init__(self, port, folder):
        self.address, self._port, self._folder = f"sc://127.0.0.1:{port}", port, folder
        self.start()

    def start(self):
        """Start it and wait until its port answers."""
        settings = {
            "spark.connect.grpc.binding.address": "127.0.0.1",
            "spark.connect.grpc.binding.port": self._port,
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "2",
            "spark.sql.session.timeZone": "UTC",
        }
        named = [part for one in settings.items() for part in ("--conf", "{}={}".format(*one))]
        self.process = subprocess.Popen(
            [
                SPARK / "bin" / "spark-submit",
                *("--class", "org.apache.spark.sql.connect.service.SparkConnectServer"),
                *("--master", "local[2]"),
                *named,
                "spark-internal",
            ],
            cwd=self._folder,
            env={"PATH": "/usr/bin:/bin", "SPARK_HOME": str(SPARK), "HOME": str(self._folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + 300
        while time.monotonic() < end:
            assert self.process.poll() is None, "Spark ended by itself"
            with socket.socket() as port:
                if port.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            time.sleep(0.5)
        raise TimeoutError(self.address)

    def stop(self):
        """End it."""
        self.process.kill()
        self.process.wait(60)


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Spark(port, tmp_path_factory.mktemp("spark"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def tables(cache, tmp_path_factory):
    """Return the address of the first edition's tables."""
    from .conftest import FIRST_EDITION

    place = f"file://{tmp_path_factory.mktemp('tables')}"
    parquet.write(build(FIRST_EDITION), place)
    return place


def test_every_query_gives_the_rows_of_duckdb(spark, tables, curated):
    ours, theirs = answered_by(spark.address, tables).engine(), database(curated).engine()
    compared = 0
    for sql, asked in every(theirs, SELECTIONS[:3]).items():
        for values in asked[:2]:
            expected, given = theirs.rows(sql, values), ours.rows(sql, values)
            if "order by" not in sql:
                columns = list(expected.columns)
                expected = expected.sort_values(columns, ignore_index=True)
                given = given.sort_values(columns, ignore_index=True)
            # Spark's floor of a number is whole where DuckDB's is not: the values are one.
            pd.testing.assert_frame_equal(given, expected, check_dtype=False, obj=sql)
            compared += 1
    assert compared > 60


def test_a_command_answers_from_spark_as_from_duckdb(spark, tables, curated):
    query = ["subject=north-korea", "metric=killed", "--format", "csv"]
    there = CliRunner().invoke(
        cli.cli, ["claims", *query, "--engine", spark.address, "--data", tables]
    )
    here = CliRunner().invoke(cli.cli, ["claims", *query, "--data", str(curated)])
    assert there.exit_code == 0, there.output
    assert there.output == here.output


def test_pages_and_the_api_are_served_from_spark_and_outlive_its_restart(
    spark, tables, curated, serve
):
    server = serve(None, CONTESTED_ENGINE=spark.address, CONTESTED_DATA=tables)
    here = serve(curated)
    id = "nyt-2025-08-22-north-korea-honors-4"

    def get(site, path):
        """Return an answer, asked for again for as long as the site says to come back."""
        for _ in range(60):
            answer = httpx2.get(f"{site.address}{path}", timeout=300)
            if "ask again in" not in answer.text:
                break
            time.sleep(int(answer.headers["retry-after"]))
        return answer

    for path in (
        f"/claim/{id}.json",
        "/api/claims.json?subject=north-korea&metric=killed",
        "/api/quantities.json?conflict=russia-ukraine",
        "/api/search.json?q=600+north+koreans+killed",
        "/api/timeline.json?subject=north-korea&metric=killed",
    ):
        given, expected = get(server, path), get(here, path)
        assert given.status_code == expected.status_code == 200, (path, given.text)
        assert _plain(given.json()) == _plain(expected.json()), path
    for path in (
        "/",
        "/timeline?subject=north-korea&metric=killed",
        f"/claim/{id}",
        "/check?q=600",
    ):
        assert get(server, path).status_code == 200, path

    spark.stop()
    # What was answered before is kept; what was not says that it cannot be had now.
    assert get(server, f"/claim/{id}.json").status_code == 200
    answer = get(server, "/api/claims.json?subject=russia&metric=wounded")
    assert answer.status_code == 503
    assert "does not answer now" in answer.json()["detail"]
    spark.start()
    answer = get(server, "/api/claims.json?subject=russia&metric=wounded")
    assert answer.status_code == 200, answer.text


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
