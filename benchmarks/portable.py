"""Every query on Apache Spark beside DuckDB: `benchmarks.portable [FOLDER] [--workers N]`.

It needs Java 17 and what `make test-spark` installs. The tables of the data folder's database are
written as Parquet, a Spark Connect is started over them, and each query of `contested.queries` is
asked for several selections: its rows are compared to DuckDB's, every value, in order. What differs
is printed, and ends the script with 1. With workers the Spark is a master and so many, each with a
process of its own for what it is given.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from contested import parquet, queries
from contested.build import build
from contested.database import answered_by, data_folders, database
from contested.engine import Engine
from contested.errors import EngineDown
from contested.selection import Selection
from scripts import cluster

_KILLED = Selection("russia-ukraine", "north-korea", "killed", "military")
_LOSSES = Selection("russia-ukraine", "russia", "killed", "military")

#: A quantity whole and through each filter, each way of standing apart, an open one, and nothing.
SELECTIONS = (
    Selection(),
    _KILLED,
    _LOSSES,
    Selection(conflict="israel-gaza", metric="killed"),
    Selection(conflict="iraq", subject="iraq", metric="killed", population="all"),
    Selection(
        conflict="israel-gaza",
        subject="israel",
        metric="killed",
        population="all",
        event="2023-10-07-hamas-led-attack-on-israel",
    ),
    Selection(**{**vars(_LOSSES), "side": ("ukrainian",)}),
    Selection(**{**vars(_LOSSES), "source": ("mediazona", "hur"), "axis": "published"}),
    Selection(**{**vars(_LOSSES), "relation": ("adversary", "own"), "apart": "hidden"}),
    Selection(**{**vars(_LOSSES), "evidence": ("named",), "since": date(2023, 1, 1)}),
    Selection(**{**vars(_KILLED), "place": "Kursk", "until": date(2025, 6, 30)}),
    Selection(**{**vars(_KILLED), "known_on": date(2025, 2, 1), "apart": "hidden"}),
    Selection(**{**vars(_KILLED), "place": "Kursk", "known_on": date(2025, 5, 1)}),
    Selection(**{**vars(_KILLED), "until": date(1999, 1, 1)}),
)


class Asked:
    """An engine that keeps what it is asked: `queries`, each text with the values it bound."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.queries: dict[str, list[dict[str, Any]]] = {}

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Keep a query and answer it."""
        kept = self.queries.setdefault(sql, [])
        if (bound := dict(parameters or {})) not in kept:
            kept.append(bound)
        return self.engine.rows(sql, parameters)


def every(
    engine: Engine, selections: Iterable[Selection] = SELECTIONS
) -> dict[str, list[dict[str, Any]]]:
    """Return the text of every query, each with all values it was asked with.

    Each function of `contested.queries` is called for each selection, or for some ids and texts.
    """
    asked = Asked(engine)
    one = queries.claims(engine, _KILLED).iloc[0]
    for selection in selections:
        for ask in (
            queries.claims, queries.count, queries.drawn, queries.halfway,
            queries.publication_dates, queries.current, queries.band, queries.then_and_now,
            queries.quantities, queries.quantity, queries.complete, queries.breaks, queries.series,
            queries.events, queries.origins, queries.unknown, queries.of_one_time,
            queries.said_last, queries.tolls, queries.unnumbered, queries.headline,
            queries.answering, queries.known, queries.printed_around, queries.terms,
            queries.side_names,
        ):  # fmt: skip
            ask(asked, selection)
        queries.claims(asked, selection, most=20, skip=5)
        queries.change_counts(asked, selection, entry=True)
        queries.changes(asked, selection, entry=False, most=20, skip=5)
        queries.drawn(asked, selection, most=10)
        for word in ("conflict", "subject", "metric", "population", "event"):
            queries.choices(asked, selection, word)
        for word in ("source", "relation", "evidence", "place", "side"):
            queries.choices(asked, selection, word)
    for id in (one["id"], "nowhere"):
        queries.these(asked, [id, "elsewhere"])
        queries.tellings(asked, id)
        queries.similar(asked, "claim", id)
        queries.responses(asked, id)
        queries.history(asked, id)
        queries.mixed_up(asked, id)
        queries.trail(asked, id)
        queries.around(asked, [id, "elsewhere"])
        queries.later(asked, [id, "elsewhere"])
    queries.things(asked, 50, skip=10)
    queries.dates_of_entry(asked)
    queries.claim(asked, one["id"])
    queries.article(asked, one["article"])
    queries.printed(asked, one["article"], but=one["id"])
    for source in ("nis", "zelensky"):
        queries.source(asked, source)
        queries.stated_by(asked, source)
        queries.counted_by(asked, source)
    for text in ("", "north korea", "4,700 killed", "unheardof"):
        queries.articles(asked, text)
        queries.search(asked, text)
    for ask in (
        queries.sources,
        queries.metrics,
        queries.all_breaks,
        queries.scopes,
        queries.populations,
        queries.folders,
        queries.totals,
        queries.values,
    ):
        ask(asked)
    return dict(asked.queries)


class Compared(NamedTuple):
    """How many queries and rows two engines were asked for, and which answers differ, and how."""

    queries: int
    rows: int
    differing: list[tuple[str, str]]


def compared(
    ours: Engine, theirs: Engine, selections: Iterable[Selection] = SELECTIONS, times: int = 1000
) -> Compared:
    """Return where an engine's rows are not those of another: every value, in order.

    Each query is asked with at most so many of its values.
    """
    queries = rows = 0
    differing = []
    for sql, asked in every(theirs, selections).items():
        for values in asked[:times]:
            expected = theirs.rows(sql, values)
            queries, rows = queries + 1, rows + len(expected)
            try:
                given = ours.rows(sql, values)
                if "order by" not in sql:
                    columns = list(expected.columns)
                    expected = expected.sort_values(columns, ignore_index=True)
                    given = given.sort_values(columns, ignore_index=True)
                # Spark's floor of a number is whole where DuckDB's is not: the values are one.
                pd.testing.assert_frame_equal(given, expected, check_dtype=False, obj=sql)
            except (AssertionError, EngineDown) as error:
                differing.append((sql, f"{values}: {error}\n{sql}"))
    return Compared(queries, rows, differing)


def main(folder: Path | None, workers: int) -> int:
    """Print what differs, and how much was compared; return 1 where anything differs."""
    cluster.ended_by_signal()
    folders = (folder,) if folder else data_folders()
    with tempfile.TemporaryDirectory() as place, ExitStack() as ended:
        parquet.write(build(folders), place)
        master = "local[2]"
        if workers:
            master, programs = cluster.workers(Path(place), workers)
            for one in programs:
                ended.callback(one.end)
        program, address = cluster.spark(Path(place), brief=True, master=master)
        ended.callback(program.end)
        ours, theirs = answered_by(address, place), database(folders)
        said = compared(ours.engine(), theirs.engine())
    for _, how in said.differing:
        print(f"differs: {how}\n")
    print(f"{said.queries} queries and {said.rows:,} rows compared; {len(said.differing)} differ")
    return 1 if said.differing else 0


if __name__ == "__main__":
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("folder", type=Path, nargs="?")
    asks.add_argument("--workers", type=int, default=0, metavar="N")
    want = asks.parse_args()
    raise SystemExit(main(want.folder, want.workers))
