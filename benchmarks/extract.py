"""How often the numbers of a text are read as a person took them, beside a regular expression.

    python benchmarks/extract.py PAIRS [--misses]

PAIRS is a CSV of quotations, each with the figure that a person took from it: language, words, low,
best, high, qualifier. The one taken must be among those proposed. What was tuned was tuned on one
half of the English rows, drawn with SEED; the other half is reported. A share is of the rows; what
is proposed is per row. "Nearly" counts as "about": the rows were written before it was a word.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from contested.extract import counts

SEED = 13


class Proposal(NamedTuple):
    """A number proposed, and its hedge."""

    values: tuple[int, ...]
    qualifier: str


Propose = Callable[[str], list[Proposal]]


def contested(text: str) -> list[Proposal]:
    """Return what `contested.extract` proposes."""
    return [Proposal(one.values, one.qualifier) for one in counts(text) if one.values]


_NAMES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_WORDS = {word: number for number, word in enumerate(_NAMES, 1)}
_NUMBER = re.compile(
    r"(?P<hedge>at least|more than|over|up to|as many as|about|around|some|approximately|nearly|"
    r"almost|roughly)? ?(?:\b(?P<word>one|two|three|four|five|six|seven|eight|nine)\b|"
    r"(?P<digits>\d[\d,.]*\d|\d)(?: (?P<scale>thousand|million))?)",
    re.IGNORECASE,
)
_HEDGES = {"at least": "at_least", "more than": "more_than", "over": "more_than"}
_HEDGES |= {"up to": "up_to", "as many as": "up_to", None: "exact"}


def plain(text: str) -> list[Proposal]:
    """Return what a regular expression of twenty lines proposes."""
    proposals = []
    for match in _NUMBER.finditer(text):
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
    """How many rows, of how many the number and the number with its hedge, and proposals a row."""

    rows: int
    number: int
    hedged: int
    proposals: int


def _taken(row: dict[str, str]) -> Proposal:
    values = tuple(int(row[name]) for name in ("low", "best", "high") if row[name])
    return Proposal(values, row["qualifier"])


def score(rows: Iterable[dict[str, str]], propose: Propose, *, misses: bool = False) -> Score:
    """Return how often what a person took is among what is proposed."""
    total = number = hedged = proposals = 0
    for row in rows:
        taken = _taken(row)
        proposed = [
            one._replace(qualifier=one.qualifier.replace("nearly", "about"))
            for one in propose(row["words"])
        ]
        total += 1
        proposals += len(proposed)
        same = {one.values for one in proposed} >= {taken.values}
        both = taken in proposed
        number += same
        hedged += both
        if misses and not both:
            print(f"  {taken.values} {taken.qualifier} of {proposed}: {row['words']}")
    return Score(total, number, hedged, proposals)


def main() -> None:
    """Print a table of shares for the half that nothing was tuned on, and the other languages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--misses", action="store_true", help="show what the tuned half missed")
    given = parser.parse_args()
    with given.pairs.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    english = [row for row in rows if row["language"] == "en"]
    others = [row for row in rows if row["language"] != "en"]
    random.Random(SEED).shuffle(english)
    half = len(english) // 2
    parts = {
        "English, not tuned on": english[half:],
        "English, tuned on": english[:half],
        "other languages": others,
    }
    lines = [
        "| rows | read by | number | number and hedge | proposals a row |",
        "|---|---|---|---|---|",
    ]
    for name, part in parts.items():
        for reader, propose in {
            "contested.extract": contested,
            "a regular expression": plain,
        }.items():
            misses = given.misses and propose is contested and name != "English, not tuned on"
            one = score(part, propose, misses=misses)
            lines.append(
                f"| {name} ({one.rows}) | {reader} | {one.number / one.rows:.2f} ({one.number}) | "
                f"{one.hedged / one.rows:.2f} ({one.hedged}) | {one.proposals / one.rows:.2f} |"
            )
    print("\n".join(lines))


if __name__ == "__main__":
    main()
