"""How far a ratio is from the true one, by rule: `python -m benchmarks.comparison [FOLDER]`.

A rule picks, for a claim of some day, one or two numbers of a reference; the truth is what the
reference said of that very day. Its error is how far the number that it picked is from that one; of
two numbers that lie on either side of the truth the range is right, and its error none.
Measured on the claims about Russian casualties that the tests keep, with the General Staff's daily
count as the truth, and on daily counts of which chance leaves a few days as the reference. FOLDER
holds those counts as their projects publish them (general_staff_personnel.json,
gaza_casualties_daily.json); without one a made-up count is cut, which shows the rules' order only.
"""

from __future__ import annotations

import json
import math
import random
import statistics
import sys
import tempfile
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from contested import compare, queries
from contested.compare import Comparable, Series
from contested.database import database
from contested.selection import Selection
from contested.vocabulary import REACH

FROZEN = Path(__file__).parent.parent / "tests" / "data" / "comparison"
CASUALTIES = Selection("russia-ukraine", "russia", "casualties", "military")

#: A count's days, each with its number.
Count = Mapping[date, int]

#: What a rule says: the numbers that it sets a claim against; none for no ratio.
Rule = Callable[[Comparable, Sequence[Comparable]], list[int]]


def newest(claim: Comparable, reference: Sequence[Comparable]) -> list[int]:
    """The newest number of the reference, whatever the claim's date: the first version's rule."""
    return [_number(reference[-1])]


def within(days: int) -> Rule:
    """The nearest numbers of the reference before and after, each within some days."""
    return lambda claim, reference: _around(claim, reference, lambda _: days)


def growing(percent: int, most: int) -> Rule:
    """The nearest numbers before and after, within a share of the days counted, at most `most`."""

    def reach(claim: Comparable, other: Comparable) -> int:
        counted = min(claim.days_counted or 0, other.days_counted or 0)
        return min(most, max(1, counted * percent // 100))

    return lambda claim, reference: _around(claim, reference, lambda one: reach(claim, one))


def _around(
    claim: Comparable, reference: Sequence[Comparable], reach: Callable[[Comparable], int]
) -> list[int]:
    """Return the reference's number of a claim's day, else those nearest on either side."""
    place = bisect_left(reference, claim.effective, key=lambda one: one.effective)
    beside = reference[max(0, place - 1) : place + 1]
    near = [one for one in beside if abs(compare.days_later(claim, one)) <= reach(one)]
    same = [one for one in near if not compare.days_later(claim, one)]
    return [_number(one) for one in same[-1:] or near]


def reaching(claim: Comparable, reference: Sequence[Comparable]) -> list[int]:
    """The numbers that compare.comparison sets a claim against, but those that it lies between."""
    found = compare.comparison(claim, Series(reference))
    return [] if found.how == "between" else [_number(one.claim) for one in found.beside]


RULES: dict[str, Rule] = {
    "the newest of the reference": newest,
    "the nearest within 31 days": within(31),
    "the nearest within 90 days": within(90),
    "within reach, for a growth of 10 %": growing(10, REACH["cumulative"].most),
    "within reach (this)": reaching,
}


def _number(claim: Comparable) -> int:
    return claim.best or claim.low or claim.high or 0


def error(numbers: Sequence[int], truth: int) -> float:
    """Return how far numbers are from the truth, as a share of it; 0 where it lies between them.

    >>> error([110], 100), error([90, 110], 100), error([120, 150], 100)
    (0.1, 0.0, 0.2)
    """
    if min(numbers) <= truth <= max(numbers):
        return 0.0
    return round(min(abs(number - truth) for number in numbers) / truth, 9)


def frozen_errors(rule: Rule, truth: Count) -> tuple[list[float], int]:
    """Return a rule's errors on the claims about Russian casualties, and how many there are.

    They stand against Ukraine's claims that are bounded on both sides, as the reference's do.
    """
    claims = compare.comparables(queries.series(database(FROZEN).engine(), CASUALTIES))
    ukraine = compare.by_institution(claims)["ukraine-mod"].claims
    reference = [claim for claim in ukraine if claim.bounds.closed]
    others = [c for c in claims if c.institutions != "ukraine-mod" and c.effective in truth]
    picked = [(rule(claim, reference), truth[claim.effective]) for claim in others]
    return [error(numbers, true) for numbers, true in picked if numbers], len(others)


def cut_errors(rule: Rule, days: Sequence[Comparable], share: float, rounds: int) -> list[float]:
    """Return a rule's errors where chance leaves a share of a count's days as the reference."""
    errors = []
    for seed in range(rounds):
        chance = random.Random(seed)
        reference = [day for day in days if chance.random() < share]
        kept = {day.effective for day in reference}
        for day in days if reference else ():
            numbers = [] if day.effective in kept else rule(_another(day), reference)
            if numbers:
                errors.append(error(numbers, _number(day)))
    return sorted(errors)


def _another(claim: Comparable) -> Comparable:
    """Return a claim as another institution would make it."""
    return claim._replace(institutions="another", source="another")


def counted(count: Count, began: date) -> list[Comparable]:
    """Return a daily count as the program reads it: built from a data folder of its own."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, text in _FOLDER.items():
            (folder / f"{name}.csv").write_text(text.replace("BEGAN", f"{began}"), encoding="utf-8")
        for name, head, line in (("articles", _ARTICLE, "a{0},Count,,,https://example.org/{0},,{0},en"),
                                 ("claims", _CLAIM, _TOTAL)):  # fmt: skip
            lines = [head, *(line.format(day, number) for day, number in sorted(count.items()))]
            (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        engine = database(folder).engine()
        return compare.comparables(
            queries.series(engine, Selection("war", "people", "killed", "all"))
        )


_ARTICLE = "id,publisher,title,author,url,archive_url,published,language"
_CLAIM = (
    "id,article,sources,conflict,subject,metric,population,low,best,high,qualifier,counting,since,"
    "as_of,place,evidence,stated,note,supersedes,reason"
)
_TOTAL = "a{0}-1,a{0},count,war,people,killed,all,,{1},,exact,cumulative,,{0},,official_count,,,,"
_FOLDER = {
    "conflicts": "id,name,began,ended,note\nwar,The war,BEGAN,,\n",
    "parties": "id,name,kind,people,forces\npeople,The people,population,,\n",
    "stances": "conflict,party,side,role\n",
    "sources": "id,name,short,kind,affiliation,part_of,homepage\n"
    "count,The count,Count,military,people,,\n",
    "metrics": "id,label,unit,family,part_of,phrase,definition\n"
    "killed,Killed,people,dead,,{people} killed,People killed.\n",
    "breaks": "source,metric,population,date,reason,article,conflict,subject,leads_to\n",
    "events": "conflict,date,label,url\n",
    "scopes": "conflict,subject,place,since,reason\n",
}


def general_staff(folder: Path) -> Count:
    """Return the General Staff's count of Russian personnel, by day."""
    rows = json.loads((folder / "general_staff_personnel.json").read_text(encoding="utf-8"))
    return {date.fromisoformat(row["date"]): row["personnel"] for row in rows}


def gaza(folder: Path) -> Count:
    """Return the dead reported for Gaza, by day; days without a report are left out."""
    rows = json.loads((folder / "gaza_casualties_daily.json").read_text(encoding="utf-8"))
    return {
        date.fromisoformat(row["report_date"]): row["killed_cum"]
        for row in rows
        if row["report_source"] != "missing" and "killed_cum" in row
    }


def made_up(began: date, days: int = 1000) -> Count:
    """Return a made-up count: it grows fast at first, then evenly, with a surge every half year."""
    total, count = 0.0, {}
    for day in range(1, days):
        total += 300 * math.exp(-day / 60) + 60 + (200 if day % 180 < 10 else 0)
        count[began + timedelta(days=day)] = round(total)
    return count


def percent(share: float) -> str:
    """Return a share as a percentage with two digits that count.

    >>> percent(0.0324), percent(0.153), percent(32.08)
    ('3.2 %', '15 %', '3,208 %')
    """
    return f"{share * 100:.1f} %" if share < 0.0995 else f"{share * 100:,.0f} %"


def _told(errors: Sequence[float], at: float) -> str:
    if not errors:
        return "no answer"
    errors = sorted(errors)
    return f"{percent(errors[min(len(errors) - 1, int(at * len(errors)))])} / {percent(errors[-1])}"


def main(folder: Path | None) -> None:
    """Print the table of errors, a row a rule."""
    cuts: list[tuple[str, float, list[Comparable]]]
    truth: Count = {}
    if folder and (folder / "general_staff_personnel.json").is_file():
        truth = general_staff(folder)
        cuts = [
            ("General Staff", 0.95, counted(truth, date(2022, 2, 24))),
            ("Gaza", 0.99, counted(gaza(folder), date(2023, 10, 7))),
        ]
    else:
        print("No folder with the daily counts is named: a made-up count is cut instead.\n")
        began = date(2022, 1, 1)
        cuts = [("made-up count", 0.95, counted(made_up(began), began))]
    heads = [f"{name} cut at random: p{at * 100:.0f} / worst" for name, at, _ in cuts]
    print(
        "| rule", "Russian casualties answered", "mean / worst error", *heads, sep=" | ", end=" |\n"
    )
    for name, rule in RULES.items():
        errors, of = frozen_errors(rule, truth)
        mean = f"{percent(statistics.mean(errors))} / {percent(max(errors))}" if errors else ""
        told = [_told(cut_errors(rule, days, 0.03, 20), at) for _, at, days in cuts]
        print(f"| {name} | {len(errors)} of {of} | {mean}", *told, sep=" | ", end=" |\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else None)
