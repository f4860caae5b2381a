"""What twenty-four wars take beside two: `python -m benchmarks.wars`.

The curated data beside their first edition, which the tests keep: checking and building, and the
first answer of each page, as the server has to work it out. Each is asked of both in turn, by
processor time, as the median of some rounds, so that a busy machine is told from slow data.
"""

from __future__ import annotations

import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from contested import build, checks, queries
from contested.charts.style import LIGHT
from contested.database import database
from contested.engine import Engine
from contested.selection import Selection, selected
from contested.views import VIEWS, overview
from contested.views.view import once

ROOT = Path(__file__).parent.parent
FOLDERS = {"two": ROOT / "tests" / "data" / "first_edition", "twenty-four": ROOT / "data"}

#: A quantity that both have.
KILLED = "conflict=russia-ukraine&subject=north-korea&metric=killed&population=military"

#: The words of the sidebar whose values are offered.
CHOSEN = ("conflict", "subject", "metric", "population", "source", "place")

ROUNDS = 5


def main() -> None:
    """Print a row a question: the ratio, and what it took with twenty-four wars."""
    print("| | to two wars | it took |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as cache:
        _row("checking", checks.problems, FOLDERS, "s", 2)
        _row("checking and building", _built(cache), FOLDERS, "s", 2)
    engines = {wars: database(folder).engine() for wars, folder in FOLDERS.items()}
    for name, asked in _questions().items():
        _row(name, asked, engines, "ms", ROUNDS)


def _questions() -> dict[str, Callable[[Engine], object]]:
    asked = {
        "overview": lambda engine: overview.ahead(engine, Selection()),
        "search: 600 north koreans": lambda engine: queries.search(engine, "600 north koreans"),
        "search: death toll": lambda engine: queries.search(engine, "death toll"),
        "choices, nothing chosen": lambda engine: _choices(engine, Selection()),
        "choices, a quantity chosen": lambda engine: _choices(engine, selected(KILLED)),
        "sources": queries.sources,
        "articles": queries.articles,
        "data: the first rows of all claims": lambda engine: queries.claims(
            engine, Selection(), 100
        ),
    }
    return asked | {id: _page(id) for id in ("timeline", "compare", "known-when", "panels")}


def _page(id: str) -> Callable[[Engine], object]:
    """Return what works out a view's words and chart, each question of the data asked once."""
    view = VIEWS[id]

    def page(engine: Engine) -> object:
        ask, whole = once(), view.opened(engine, selected(KILLED))
        return view.heading(engine, whole, ask), view.drawn(engine, whole, LIGHT, ask)

    return page


def _choices(engine: Engine, selection: Selection) -> None:
    for word in CHOSEN:
        queries.choices(engine, selection, word)


def _built(cache: str) -> Callable[[Path], object]:
    turns = itertools.count()
    return lambda folder: build.build(folder, Path(cache) / f"{next(turns)}")


def _row(
    name: str, ask: Callable[[Any], object], of: Mapping[str, object], unit: str, rounds: int
) -> None:
    """Ask the same of both in turn, once to open what is read later, and print the medians."""
    spent: dict[str, list[float]] = {wars: [] for wars in of}
    for turn in range(rounds + 1):
        for wars, data in of.items():
            before = time.process_time()
            ask(data)
            if turn:
                spent[wars].append(time.process_time() - before)
    two, all_of_them = (statistics.median(times) for times in spent.values())
    took = all_of_them * (1000 if unit == "ms" else 1)
    print(f"| {name} | {all_of_them / two:.2f} | {took:.3g} {unit} |", flush=True)


if __name__ == "__main__":
    main()
