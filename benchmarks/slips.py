"""How many mistypings of a daily count the checks name: `python -m benchmarks.slips [FILE]`.

FILE is a count of each day as its project publishes it (general_staff_personnel.json: a list of
objects with `date` and `personnel`); without one a made-up count shows the method. Into a copy of
the count single slips of one kind are put, forty days apart, and the checks are asked. A slip is
named when its own row is; a row beside it that is named is an innocent one, and so is every row
named in the count as it is.
"""

from __future__ import annotations

import csv
import json
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from contested import checks
from contested.tables import TABLES

#: Days between two slips, so that none is beside another.
APART = 40

#: How often a kind of slip is tried, each time on other days.
TIMES = 4

#: What puts a slip into a number, from it and the one before; None where it changes nothing.
Slip = Callable[[int, int], int | None]


def swapped(place: int) -> Slip:
    """Return the slip that swaps the figure at a place, from the right, with the one before it."""

    def slip(number: int, before: int) -> int | None:
        text = str(number)
        at = len(text) - 1 - place
        if at < 1 or text[at] == text[at - 1] or (at == 1 and text[at] == "0"):
            return None
        return int(text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :])

    return slip


def lost(number: int, before: int) -> int | None:
    """Return the number without its third figure from the right."""
    text = str(number)
    return int(text[:-3] + text[-2:]) if len(text) > 3 else None


def doubled(number: int, before: int) -> int | None:
    """Return the number with its third figure from the right twice."""
    text = str(number)
    return int(text[:-2] + text[-3] + text[-2:]) if len(text) > 3 else None


def thousand_more(number: int, before: int) -> int | None:
    """Return the number with a thousand too many."""
    return number + 1000


def one_off(number: int, before: int) -> int | None:
    """Return the number with its hundreds' figure one too high."""
    return number + 100 if number // 100 % 10 < 9 else None


def repeated(number: int, before: int) -> int | None:
    """Return the number of the day before."""
    return before if before != number else None


SLIPS: dict[str, Slip] = {
    "tens and units swapped": swapped(0),
    "hundreds and tens swapped": swapped(1),
    "thousands and hundreds swapped": swapped(2),
    "ten thousands and thousands swapped": swapped(3),
    "hundred thousands and ten thousands swapped": swapped(4),
    "a figure lost": lost,
    "a figure doubled": doubled,
    "a thousand too many": thousand_more,
    "a hundred too many": one_off,
    "the day before repeated": repeated,
}

#: Swaps of figures above the last one.
ABOVE_THE_LAST = tuple(name for name in SLIPS if "swapped" in name and "units" not in name)


def made_up(days: int = 1600) -> list[int]:
    """Return a total that grows as daily counts do: at a pace that drifts, by rounded steps."""
    chance, total, pace, numbers = random.Random(9), 2800, 400.0, []
    for _ in range(days):
        numbers.append(total)
        pace = min(1600.0, max(150.0, pace * chance.lognormvariate(0, 0.04)))
        total += 10 * max(1, round(chance.gauss(pace, 0.12 * pace) / 10))
    return numbers


def named(numbers: Sequence[int], folder: Path) -> set[int]:
    """Return the places of the numbers that the checks of a folder with this series name."""
    first = date(2022, 2, 25)
    day = [(first + timedelta(days=place)).isoformat() for place in range(len(numbers))]
    tables: dict[str, list[dict[str, str]]] = {
        "conflicts": [{"id": "war", "name": "the war", "began": "2022-02-24"}],
        "parties": [{"id": "one", "name": "One", "kind": "state", "people": "One {people}"}],
        "stances": [],
        "sources": [
            {"id": "staff", "name": "Staff", "short": "Staff", "kind": "military"}
            | {"affiliation": "independent"}
        ],
        "metrics": [
            {"id": "killed", "label": "Killed", "unit": "people", "family": "dead"}
            | {"phrase": "{people} killed", "definition": "Killed."}
        ],
        "populations": [
            {"id": "military", "label": "Military", "noun": "soldiers", "definition": "Soldiers."}
        ],
        "events": [],
        "breaks": [],
        "scopes": [],
        "articles": [
            {"id": f"a-{on}", "publisher": "Staff", "title": f"Losses of {on}", "language": "en"}
            | {"url": f"https://staff.example/{number}", "published": on}
            for number, on in enumerate(day)
        ],
        "claims": [
            {"id": f"a-{on}-1", "article": f"a-{on}", "sources": "staff", "conflict": "war"}
            | {"subject": "one", "metric": "killed", "population": "military"}
            | {"best": str(number), "qualifier": "about", "counting": "cumulative"}
            | {"since": "2022-02-24", "as_of": on, "evidence": "official_count"}
            for on, number in zip(day, numbers, strict=True)
        ],
    }
    for table, columns in TABLES.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, [column.name for column in columns], restval="")
            writer.writeheader()
            writer.writerows(tables.get(table, []))
    problems = checks.problems(folder)
    if wrong := [str(one) for one in problems if one.severity == "error"]:
        raise SystemExit("\n".join(wrong[:5]))
    return {one.line - 2 for one in problems if one.file == "claims.csv"}


def main(file: Path | None = None) -> None:
    """Print how many slips of each kind are named, and how many rows beside them."""
    numbers = (
        [one["personnel"] for one in json.loads(file.read_text(encoding="utf-8"))]
        if file
        else made_up()
    )
    with tempfile.TemporaryDirectory() as aside:
        folder = Path(aside)
        as_it_is = named(numbers, folder)
        print(f"{len(numbers)} days; named as they are: {len(as_it_is)}")
        above = [0, 0]
        for kind, slip in SLIPS.items():
            tried = caught = innocent = 0
            for time in range(TIMES):
                copy, places = list(numbers), set()
                for place in range(APART // 2 + time * APART // TIMES, len(numbers) - 5, APART):
                    other = slip(numbers[place], numbers[place - 1])
                    if other is not None and other != numbers[place]:
                        copy[place] = other
                        places.add(place)
                said = named(copy, folder)
                tried += len(places)
                caught += len(places & said)
                innocent += len(said - places - as_it_is)
            if kind in ABOVE_THE_LAST:
                above = [above[0] + caught, above[1] + tried]
            print(f"{kind:45} {caught:4} of {tried:4} ({innocent} beside it)")
        print(f"{'all swaps above the last figure':45} {above[0]:4} of {above[1]:4}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
