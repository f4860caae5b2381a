"""How long a data set's rows take to come in, beside DuckDB's bare reading of the same file.

`python -m benchmarks.importing [N] [REPETITIONS]` writes a CSV of N rows, then repeats, one after
the other in one process: `read_csv` of the file into a table of a DuckDB file; the import of its
first release by a mapping, which is tried by a build; the build of the folder that it made, which
finds its database. It prints each time and the median ratios, by the clock and by processor.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from benchmarks import synthetic
from contested import build
from contested.importers import importer
from contested.importers.data_set import DataSet
from contested.importers.releases import Release, revision

#: What an import, a check and a build may take, as a multiple of the bare reading of the rows.
LIMIT = 4.0

MAPPING = """
[set]
id = "rows"
title = "Rows"
publisher = "A compiler"
url = "https://rows.example/"
[columns]
key = ["id"]
as_of = "date"
day = "date"
subject = "country"
best = "killed"
sources = "source"
note = "remark"
[constants]
conflict = "russia-ukraine"
metric = "killed"
population = "military"
counting = "cumulative"
evidence = "official_count"
"""

ROWS = """
select 'r' || i as id, date '2023-11-01' + cast(i % 900 as integer) as date,
    ['Russia', 'Ukraine', 'North Korea'][1 + (i // 900) % 3] as country,
    10 + 3 * (i % 900) + i // 2700 as killed, 'source-' || (i // 2700) % 400 as source,
    'Row ' || i || ' of a table that someone compiled' as remark
from range($n) as t (i)
"""


def timed(action: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that an action takes, and its processor seconds."""
    clock, processor = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - clock, time.process_time() - processor


def bare(file: Path, into: Path) -> None:
    """Read the file into a table of a DuckDB file, as DuckDB does it by itself."""
    with duckdb.connect(str(into)) as con:
        con.execute("create table rows as select * from read_csv($path)", {"path": str(file)})


def brought(file: Path, into: Path, base: Path) -> None:
    """Bring the file in as the first release of its set."""
    data_set = importer("csv")
    assert isinstance(data_set, DataSet)
    release = Release(date(2026, 6, 1), date(2026, 6, 2))
    with revision(data_set, file, into, [base], release, tomllib.loads(MAPPING)) as made:
        assert not made.aside, made.aside[0]
        made.write()


def main(rows: int, repetitions: int) -> None:
    """Print the times and their ratios."""
    ratios: dict[str, list[tuple[float, float]]] = {"import": [], "import and build": []}
    with TemporaryDirectory() as place:
        base, file = Path(place) / "base", Path(place) / "rows.csv"
        synthetic.write(100, base)
        with duckdb.connect() as con:
            con.sql(ROWS.replace("$n", str(rows))).write_csv(str(file), header=True)
        for repetition in range(repetitions):
            with TemporaryDirectory(dir=place) as aside:
                into = Path(aside) / "set"
                os.environ["CONTESTED_CACHE"] = str(into.with_name("cache"))
                read = timed(lambda into=into: bare(file, into.with_name("bare.duckdb")))  # type: ignore[misc]
                came = timed(lambda into=into: brought(file, into, base))  # type: ignore[misc]
                made = timed(lambda into=into: build.build([base, into], into.with_name("cache")))  # type: ignore[misc]
            both = (came[0] + made[0], came[1] + made[1])
            for name, took in (("import", came), ("import and build", both)):
                ratios[name].append((took[0] / read[0], took[1] / read[1]))
            print(
                f"{repetition + 1}: bare {read[0]:.2f} s, import {came[0]:.2f} s, "
                f"build {made[0]:.2f} s; processor {read[1]:.2f}, {came[1]:.2f}, {made[1]:.2f} s",
                flush=True,
            )
    for name, each in ratios.items():
        clock, processor = (statistics.median(one[which] for one in each) for which in (0, 1))
        print(f"{name}: {clock:.1f} times the bare rows by the clock, {processor:.1f} by processor")
    print(f"import, check and build may take {LIMIT} times the bare rows")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    main(*(numbers + [1_000_000, 3][len(numbers) :]))
