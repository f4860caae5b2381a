"""Page queries against the same question written by hand: `python -m benchmarks.queries [N …]`.

For each size a folder of synthetic claims is built once. Each query of a page then runs beside SQL
that a person would write for that one question, with its values as literals and only the columns
and conditions it needs, in turn, in one process. The median of the ratios is what counts: the
machine's mood touches both alike.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import duckdb

from benchmarks import synthetic
from contested import queries
from contested.build import build
from contested.selection import Selection

SIZES = (600, 100_000, 5_000_000)

#: What a reader looks at in every question: one quantity, and a narrower cut of it.
QUANTITY = Selection("russia-ukraine", "russia", "killed", "military")
WHERE = (
    "conflict = 'russia-ukraine' and subject = 'russia' and metric = 'killed' "
    "and population = 'military'"
)
NARROW = Selection(
    "russia-ukraine",
    "russia",
    "killed",
    "military",
    source=("source-3", "source-7"),
    since=date(2024, 1, 1),
    until=date(2024, 12, 31),
)
NARROW_WHERE = (
    WHERE + " and as_of between date '2024-01-01' and date '2024-12-31' and id in "
    "(select claim from claim_source where source in ('source-3', 'source-7'))"
)


class Question(NamedTuple):
    """A page's query and its hand-written twin."""

    name: str
    ours: Callable[[duckdb.DuckDBPyConnection], object]
    by_hand: str


_NEWEST = """
select * from (
    select *, row_number() over (
        partition by source order by as_of desc, published desc, id desc
    ) as recency
    from claim where {where} and apart is null and superseded_on is null
) as ranked
where recency = 1 order by number desc, source
"""

QUESTIONS = (
    Question(
        "count of a quantity",
        lambda con: queries.count(con, QUANTITY),
        "select count(*), count(distinct source), count(apart), min(as_of), max(as_of) "
        f"from claim where {WHERE}",
    ),
    Question(
        "count of two sources in one year",
        lambda con: queries.count(con, NARROW),
        "select count(*), count(distinct source), count(apart), min(as_of), max(as_of) "
        f"from claim where {NARROW_WHERE}",
    ),
    Question(
        "claims of two sources in one year",
        lambda con: queries.claims(con, NARROW, most=1000),
        f"select * from claim where {NARROW_WHERE} order by as_of, published, id limit 1000",
    ),
    Question(
        "current claims of every source",
        lambda con: queries.current(con, Selection(**{**vars(QUANTITY), "apart": "hidden"})),
        _NEWEST.format(where=WHERE),
    ),
    Question(
        "choices of evidence",
        lambda con: queries.choices(con, QUANTITY, "evidence"),
        f"select evidence, count(*) from claim where {WHERE} group by evidence",
    ),
)


def ratios(con: duckdb.DuckDBPyConnection, question: Question, rounds: int) -> list[float]:
    """Return the time of our query divided by that of the hand-written one, for each round."""
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        con.execute(question.by_hand).df()
        middle = time.perf_counter()
        question.ours(con)
        found.append((time.perf_counter() - middle) / (middle - start))
    return found


def main(sizes: tuple[int, ...]) -> None:
    """Print a table of ratios: a row a question, a column a size."""
    results: dict[str, list[str]] = {question.name: [] for question in QUESTIONS}
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            folder, cache = Path(place, "data"), Path(place, "cache")
            synthetic.write(size, folder)
            with duckdb.connect(str(build(folder, cache).path), read_only=True) as con:
                for question in QUESTIONS:
                    ratios(con, question, 3)
                    found = ratios(con, question, 41 if size < 1_000_000 else 15)
                    start = time.perf_counter()
                    con.execute(question.by_hand).df()
                    spent = (time.perf_counter() - start) * 1000
                    results[question.name].append(
                        f"{statistics.median(found):.2f} ({spent:.0f} ms)"
                    )
    print("| question | " + " | ".join(f"{size:,} claims" for size in sizes) + " |")
    print("|---|" + "---|" * len(sizes))
    for name, cells in results.items():
        print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
