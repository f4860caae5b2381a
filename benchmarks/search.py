"""What a search takes: `python -m benchmarks.search [FOLDER]`, of the curated data or of others.

Processor time in all threads beside the clock, as the median of seven, so that a busy machine is
told from a slow search.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from contested import queries
from contested.database import database

SEARCHES = (
    "600",
    "600 north koreans killed",
    "Gaza death toll",
    "zelenskyy",
    "noth korea",
    "An article says 600 North Koreans were killed; is that right?",
)
ROUNDS = 7


def main(*folder: str) -> None:
    """Print the median of each search."""
    data = database(*map(Path, folder[:1]))
    engine = data.engine()
    print(f"{data.claims:,} claims")
    for text in SEARCHES:
        queries.search(engine, text)
        spent: list[tuple[float, float]] = []
        for _ in range(ROUNDS):
            clock, processor = time.perf_counter(), time.process_time()
            queries.search(engine, text)
            spent.append((time.process_time() - processor, time.perf_counter() - clock))
        busy, passed = (1000 * statistics.median(times) for times in zip(*spent, strict=True))
        print(f"  {text[:40]:42} {busy:4.0f} ms of processor, {passed:5.0f} ms by the clock")


if __name__ == "__main__":
    main(*sys.argv[1:])
