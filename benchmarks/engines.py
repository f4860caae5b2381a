"""DuckDB beside Spark as claims grow: `python -m benchmarks.engines [N …] [--times 4 20] [--sail]`.

For each number of claims a folder is made, built and written as Parquet, and each question of
`benchmarks.queries` is asked of DuckDB's own file, of DuckDB over the Parquet, and of a Spark
Connect over the Parquet, all on this machine. With `--times` the last one's claims are then written
so many times over, straight as Parquet and in their order, and both are asked over that. Every
answer is made anew, by the clock and by the processor's seconds of all who work on it, and Spark's
rows are compared to DuckDB's.

It needs Java 17 and what `make test-spark` installs. All talk to 127.0.0.1 only and end by
themselves; what is written lies in $TMPDIR and goes with the run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd

from benchmarks import synthetic
from benchmarks.queries import QUESTIONS
from contested import parquet
from contested.build import build
from contested.engine import DuckDB, Engine
from contested.spark import Cluster
from scripts import cluster

SIZES = (600, 5_000_000)

#: What is asked of one quantity: a count, one by sources and dates, what a timeline draws, who says
#: what now.
ASKED = [
    question
    for question in QUESTIONS
    if question.name.startswith(("count", "claims that", "current"))
]

#: Seconds after which a first answer is the one that counts.
ENOUGH = 20.0

#: The longest that a query is waited for, in seconds; what each engine may take of memory.
PATIENCE, MEMORY = 600.0, 6

#: The tables that grow with the claims, each with the column that names one; the rest stay.
_GROWING = {"claim": "id", "claim_source": "claim"}


@contextmanager
def opened(tables: Mapping[str, str]) -> Iterator[Engine]:
    """Give DuckDB over tables of Parquet."""
    with duckdb.connect() as con:
        con.execute(f"set memory_limit = '{MEMORY}GB'")
        for name, address in tables.items():
            files = f"{address.removeprefix('file://')}/*.parquet"
            con.read_parquet(files).create_view(name)
        yield DuckDB(con)


def many_times(tables: Mapping[str, str], times: int, place: Path) -> dict[str, str]:
    """Write each claim so many times, all in their order; return the addresses of all tables."""
    grown = dict(tables)
    place.mkdir()
    with duckdb.connect() as con:
        con.execute(f"set memory_limit = '{MEMORY}GB'")
        con.execute(f"set temp_directory = '{place}/aside'")
        for name, id in _GROWING.items():
            files = f"{tables[name].removeprefix('file://')}/*.parquet"
            con.execute(
                f"copy (select * exclude (turn) replace ({id} || '-' || turn as {id}) "
                f"from (select *, unnest(range({times})) as turn from read_parquet('{files}'))) "
                f"to '{place}/{name}' (format parquet, compression zstd, "
                f"row_group_size {parquet.GROUP}, file_size_bytes '400MB')"
            )
            grown[name] = f"file://{place}/{name}"
    return grown


def measured(engines: Mapping[str, Engine], java: int, what: str) -> None:
    """Print a table: a question a row, an engine a column, Spark last; `java` is its process.

    A cell is seconds by the clock and, in brackets, of the processor, after one answer before it
    that is not counted.
    """
    print(f"\n#### {what}\n\n| question | " + " | ".join(engines) + " |")
    print("|---|" + "---|" * len(engines), flush=True)
    sums = dict.fromkeys(engines, (0.0, 0.0))
    for question in ASKED:
        cells: list[str] = []
        answers: list[object] = []
        for name, engine in engines.items():
            try:
                for _ in range(2):
                    start, began = time.perf_counter(), worked(java)
                    answer = question.ours(engine)
                    spent = time.perf_counter() - start, worked(java) - began
                    if spent[0] > ENOUGH:
                        break
            except Exception as error:
                cells.append(f"{type(error).__name__}: {str(error)[:60]}")
                continue
            sums[name] = sums[name][0] + spent[0], sums[name][1] + spent[1]
            differs = "" if not answers or same(answer, answers[0]) else ", differs"
            answers.append(answer)
            cells.append(said(*spent) + differs)
        print(f"| {question.name} | " + " | ".join(cells) + " |", flush=True)
    print("| all | " + " | ".join(said(*spent) for spent in sums.values()) + " |", flush=True)


def said(clock: float, processor: float) -> str:
    """Return what something took, in a cell's words."""
    return f"{clock:.2f} s ({processor:.2f})"


def worked(java: int) -> float:
    """Return the processor's seconds that this process and another have taken."""
    parts = Path(f"/proc/{java}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def same(one: object, other: object) -> bool:
    """Return whether two answers are the same to the value."""
    if not (isinstance(one, pd.DataFrame) and isinstance(other, pd.DataFrame)):
        return one == other
    try:
        pd.testing.assert_frame_equal(one, other, check_dtype=False)
    except AssertionError:
        return False
    return True


def sizes(numbers: list[int], times: list[int], sail: bool = False) -> None:
    """Print what each size takes to be made, and a table of its questions."""
    with tempfile.TemporaryDirectory(prefix="engines-") as folder:
        place = Path(folder)
        spark, address = cluster.sail(place) if sail else cluster.spark(place, f"{MEMORY}g")
        name = "Sail" if sail else "Spark"
        try:
            for number in numbers:
                data, into = place / f"data-{number}", place / f"tables-{number}"
                synthetic.write(number, data)
                start, began = time.perf_counter(), time.process_time()
                built = build(data, place / "cache")
                took = said(time.perf_counter() - start, time.process_time() - began)
                shutil.rmtree(data)
                start, began = time.perf_counter(), time.process_time()
                tables = parquet.write(built, str(into)).tables
                print(
                    f"\n{number:,} claims: built in {took}, "
                    f"{built.path.stat().st_size / 1e6:,.0f} MB; written as Parquet in "
                    f"{said(time.perf_counter() - start, time.process_time() - began)}, "
                    f"{bytes_of(into) / 1e6:,.0f} MB",
                    flush=True,
                )
                with (
                    duckdb.connect(str(built.path), read_only=True) as con,
                    opened(tables) as over,
                ):
                    con.execute(f"set memory_limit = '{MEMORY}GB'")
                    measured(
                        {
                            "DuckDB, its own file": DuckDB(con),
                            "DuckDB over Parquet": over,
                            f"{name} over Parquet": fresh(address, tables),
                        },
                        spark.process.pid,
                        f"{number:,} claims",
                    )
            for many in times:
                start, began = time.perf_counter(), time.process_time()
                aside = place / f"times-{many}"
                grown = many_times(tables, many, aside)
                print(
                    f"\n{number * many:,} claims written straight as Parquet in "
                    f"{said(time.perf_counter() - start, time.process_time() - began)}, "
                    f"{bytes_of(aside) / 1e6:,.0f} MB",
                    flush=True,
                )
                with opened(grown) as over:
                    measured(
                        {
                            "DuckDB over Parquet": over,
                            f"{name} over Parquet": fresh(address, grown),
                        },
                        spark.process.pid,
                        f"{number * many:,} claims",
                    )
                shutil.rmtree(aside)
        finally:
            spark.end()


def fresh(address: str, tables: Mapping[str, str]) -> Engine:
    """Return a Spark that keeps no answers; its session is there before it is timed."""
    engine = Cluster(address, tables, PATIENCE, kept=0).engine()
    engine.rows("select count(*) as n from claim")
    return engine


def bytes_of(place: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(one.stat().st_size for one in place.rglob("*") if one.is_file())


def main() -> None:
    """Print what is asked for."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("numbers", nargs="*", type=int, default=list(SIZES), metavar="N")
    asks.add_argument(
        "--times", nargs="*", type=int, default=[], help="then the last one's claims many times"
    )
    asks.add_argument("--sail", action="store_true", help="Sail, without Java, in Spark's place")
    want = asks.parse_args()
    cluster.ended_by_signal()
    try:
        sizes(want.numbers, want.times, want.sail)
    except cluster.Missing as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
