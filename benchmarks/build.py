"""How long a check and a build take, beside DuckDB's bare reading of the same rows.

`python -m benchmarks.build [N] [REPETITIONS]` writes N synthetic claims, then repeats, one after
the other in one process: `read_csv` of claims.csv into a table of a DuckDB file; the same of every
file of the folder, which are the rows that a build reads; `checks.problems`; `build.build` (which
checks, too). It prints each time and the median ratios to both readings, by the clock and by
processor time (which says more on a machine that others use), and the most memory used.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from benchmarks import synthetic
from contested import build, checks

#: What a check and a build may take, as a multiple of the bare reading of the same rows.
LIMIT = 4.0


def bare(folder: Path, into: Path, files: str) -> None:
    """Read files into tables of a DuckDB file, as DuckDB does it by itself."""
    with duckdb.connect(str(into / "bare.duckdb")) as con:
        for file in sorted(folder.glob(files)):
            con.execute(
                f"create table {file.stem} as select * from read_csv($path)", {"path": str(file)}
            )


def timed(action: Callable[[Path], object]) -> tuple[float, float]:
    """Return the seconds that an action takes in a folder of its own, and its processor seconds."""
    with TemporaryDirectory() as into:
        clock, processor = time.perf_counter(), time.process_time()
        action(Path(into))
        return time.perf_counter() - clock, time.process_time() - processor


def main(claims: int, repetitions: int) -> None:
    """Print the times and their ratios."""
    steps: dict[str, Callable[[Path], object]] = {}
    with TemporaryDirectory() as place:
        folder = Path(place) / "data"
        synthetic.write(claims, folder)
        steps["claims"] = lambda into: bare(folder, into, "claims.csv")
        steps["rows"] = lambda into: bare(folder, into, "*.csv")
        steps["check"] = lambda _: checks.problems(folder)
        steps["build"] = lambda into: build.build(folder, into)
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in steps}
        for repetition in range(repetitions):
            for name, action in steps.items():
                times[name].append(timed(action))
                clock, processor = times[name][-1]
                print(
                    f"{repetition + 1} {name:6} {clock:6.2f} s, processor {processor:6.2f} s",
                    flush=True,
                )
    for name in ("check", "build"):
        for beside in ("rows", "claims"):
            by_clock, by_processor = (
                statistics.median(
                    mine[which] / theirs[which]
                    for mine, theirs in zip(times[name], times[beside], strict=True)
                )
                for which in (0, 1)
            )
            print(
                f"{name}: {by_clock:.2f} times the bare {beside} by the clock, "
                f"{by_processor:.2f} by processor"
            )
    print(f"a check and a build may take {LIMIT} times the bare rows")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    main(*(numbers + [1_000_000, 3][len(numbers) :]))
