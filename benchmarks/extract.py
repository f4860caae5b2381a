"""How often a text is read as a person took it, beside a regular expression and a library.

    python -m benchmarks.extract [PAIRS] [--misses]

PAIRS is a CSV of quotations, each with the figure that a person took from it: language, published,
words, metric, population, low, best, high, qualifier. The one taken must be among those proposed.
What was tuned was tuned on one half of the English rows, drawn with SEED; the other half is
reported. A share is of the rows; what is proposed is per row. "Nearly" counts as "about": the rows
were written before it was a word. Without PAIRS that part is left out.

`made_up.toml` holds thirty texts of the project's own about wars that never were, with asserter,
relayer and date; the rules were tried on the odd ones while they were written.

The library is quantulum3, which reads quantities and has no hedge: it is measured where it is
installed (`uv pip install --target FOLDER quantulum3`, FOLDER on PYTHONPATH).
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import tomllib
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from contested.extract import Candidate, candidates

SEED = 13
MADE_UP = Path(__file__).with_name("made_up.toml")


class Proposal(NamedTuple):
    """A number proposed, its hedge and what it counts."""

    values: tuple[int, ...]
    qualifier: str
    metric: str = ""


Propose = Callable[[dict[str, str]], list[Proposal]]


def contested(row: dict[str, str]) -> list[Proposal]:
    """Return what `contested.extract` proposes."""
    found = candidates(row["words"], language=row["language"], published=row["published"])
    return [Proposal(one.values, one.qualifier, one.metric) for one in found if one.values]


def library(row: dict[str, str]) -> list[Proposal]:
    """Return what quantulum3 proposes: quantities without a unit, each as exact."""
    from quantulum3 import parser

    found = parser.parse(row["words"])
    whole = [one for one in found if one.unit.name == "dimensionless" and one.value % 1 == 0]
    return [Proposal((int(one.value),), "exact") for one in whole]


_DIGITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_WORDS = {word: number for number, word in enumerate(_DIGITS, 1)}
_NUMBER = re.compile(
    r"(?P<hedge>at least|more than|over|up to|as many as|about|around|some|approximately|nearly|"
    r"almost|roughly)? ?(?:\b(?P<word>one|two|three|four|five|six|seven|eight|nine)\b|"
    r"(?P<digits>\d[\d,.]*\d|\d)(?: (?P<scale>thousand|million))?)",
    re.IGNORECASE,
)
_HEDGES = {"at least": "at_least", "more than": "more_than", "over": "more_than"}
_HEDGES |= {"up to": "up_to", "as many as": "up_to", None: "exact"}


def plain(row: dict[str, str]) -> list[Proposal]:
    """Return what a regular expression of twenty lines proposes."""
    proposals = []
    for match in _NUMBER.finditer(row["words"]):
        if match["word"]:
            value = float(_WORDS[match["word"].lower()])
        else:
            value = (
                float(match["digits"].replace(",", "").rstrip(".") or 0)
                if (match["digits"].count(".") < 2)
                else 0.0
            )
            value *= {"thousand": 1e3, "million": 1e6}.get((match["scale"] or "").lower(), 1)
        hedge = match["hedge"]
        proposals.append(Proposal((round(value),), _HEDGES.get(hedge and hedge.lower(), "about")))
    return proposals


class Score(NamedTuple):
    """How many rows, of how many the number, with its hedge, with what it counts; proposals."""

    rows: int
    number: int
    hedged: int
    counted: int
    proposals: int


def _taken(row: dict[str, str]) -> Proposal:
    values = tuple(int(row[name]) for name in ("low", "best", "high") if row[name])
    return Proposal(values, row["qualifier"], row["metric"])


def score(rows: Iterable[dict[str, str]], propose: Propose, *, misses: bool = False) -> Score:
    """Return how often what a person took is among what is proposed."""
    total = number = hedged = counted = proposals = 0
    for row in rows:
        taken = _taken(row)
        proposed = [
            one._replace(qualifier=one.qualifier.replace("nearly", "about")) for one in propose(row)
        ]
        total += 1
        proposals += len(proposed)
        number += any(one.values == taken.values for one in proposed)
        hedged += any(one[:2] == taken[:2] for one in proposed)
        counted += taken in proposed
        if misses and taken not in proposed:
            print(f"  {taken} of {proposed}: {row['words']}")
    return Score(total, number, hedged, counted, proposals)


def pairs(file: Path, *, misses: bool = False) -> list[str]:
    """Return a table of shares for the half that nothing was tuned on, and the other languages."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    english = [row for row in rows if row["language"] == "en"]
    others = [row for row in rows if row["language"] != "en"]
    random.Random(SEED).shuffle(english)
    half = len(english) // 2
    parts = {
        "English, not tuned on": english[half:],
        "English, tuned on": english[:half],
        "other languages, seen": others,
    }
    readers = {"contested.extract": contested, "a regular expression": plain}
    if find_spec("quantulum3"):
        readers["quantulum3"] = library
    lines = [
        "| rows | read by | number | and hedge | and metric | proposals a row |",
        "|---|---|---|---|---|---|",
    ]
    for name, part in parts.items():
        for reader, propose in readers.items():
            shown = misses and propose is contested and name != "English, not tuned on"
            one = score(part, propose, misses=shown)
            shares = (f"{k / one.rows:.2f} ({k})" for k in (one.number, one.hedged, one.counted))
            lines.append(
                f"| {name} ({one.rows}) | {reader} | {' | '.join(shares)} "
                f"| {one.proposals / one.rows:.2f} |"
            )
    return lines


def made_up(*, misses: bool = False) -> list[str]:
    """Return a table of how many figures of the texts of our own were read, field by field."""
    texts = tomllib.loads(MADE_UP.read_text(encoding="utf-8"))["text"]
    lines = [
        "| texts | figures | number and hedge | metric | population | asserter | relayer | date "
        "| proposals a text |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, part in {"tried": texts[0::2], "not tried": texts[1::2]}.items():
        met = dict.fromkeys(_FIELDS, 0)
        figures = numbers = proposals = 0
        for text in part:
            found = candidates(text["words"], published=text["published"])
            proposals += len(found)
            for figure in text["figures"]:
                one = next((one for one in found if _number(one) == _figure(figure)), None)
                figures += 1
                numbers += one is not None
                for field, same in _FIELDS.items():
                    right = one is not None and same(one, figure)
                    met[field] += right
                    if misses and not right and name == "tried":
                        print(f"  {field} of {figure}: {one}")
        lines.append(
            f"| {name} ({len(part)}) | {figures} | {numbers} | "
            f"{' | '.join(map(str, met.values()))} | {proposals / len(part):.2f} |"
        )
    return lines


def _number(one: Candidate) -> tuple[Any, ...]:
    return one.low, one.best, one.high, one.qualifier


def _figure(figure: dict[str, Any]) -> tuple[Any, ...]:
    return *map(figure.get, ("low", "best", "high")), figure["qualifier"]


def _names(names: Iterable[str]) -> list[str]:
    """Return names in small letters without their articles."""
    return [re.sub(r"^(?:the|an?) ", "", name.lower()) for name in names]


# What is the same: of whom is everyone where nothing is said.
_FIELDS: dict[str, Callable[[Candidate, dict[str, Any]], bool]] = {
    "metric": lambda one, figure: one.metric == figure.get("metric", ""),
    "population": lambda one, figure: (one.population or "all") == figure.get("population", "all"),
    "asserter": lambda one, figure: _names(one.sources) == _names(figure.get("sources", ())),
    "relayer": lambda one, figure: _names(one.via) == _names(figure.get("via", ())),
    "date": lambda one, figure: (
        (one.as_of, one.since) == (figure.get("as_of", ""), figure.get("since", ""))
    ),
}


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pairs", type=Path, nargs="?")
    parser.add_argument("--misses", action="store_true", help="show what the tuned half missed")
    given = parser.parse_args()
    if given.pairs is None or not given.pairs.exists():
        print("Without PAIRS, a file of quotations, what they measure is left out.\n")
    else:
        print("\n".join([*pairs(given.pairs, misses=given.misses), ""]))
    print("\n".join(made_up(misses=given.misses)))


if __name__ == "__main__":
    main()
