"""Print each quantity's answer with the rows it is made of, to be read by a person.

Every sentence that the pages say of a quantity is made from rows; this prints both, so that someone
who did not write them can judge each answer as fair, stale or misleading.

    scripts/answers.py --data data > after.txt
    scripts/answers.py --data data --least 3 --before before.txt

`--least` leaves out quantities of fewer sources; `--before` names an earlier print, and adds what
an answer was where it changed.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contested import queries, words
from contested.database import database
from contested.engine import Engine
from contested.selection import quantity_of
from contested.views import quantity

#: What begins the lines of a quantity's answer, and of what it was before.
ANSWER, WAS = "  answer: ", "  before: "


def main(arguments: list[str]) -> None:
    """Print the answers of a data folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--least", type=int, default=1)
    parser.add_argument("--before", type=Path)
    asked = parser.parse_args(arguments)
    before = answers(asked.before.read_text(encoding="utf-8")) if asked.before else {}
    engine = database(asked.data).engine()
    for row in queries.quantities(engine).to_dict("records"):
        if row["sources"] >= asked.least:
            print("\n".join(block(engine, row, before)), end="\n\n")


def block(engine: Engine, row: dict[Any, Any], before: dict[str, str]) -> Iterator[str]:
    """Yield the lines of one quantity: its name, its answer, what it leaves out, its rows."""
    selection = quantity_of(row)
    heading = quantity.heading(engine, selection)
    yield selection.query()
    sources = words.count(int(row["sources"]), "source")
    yield f"  {heading.title}: {words.count(int(row['claims']), 'claim')}, {sources}"
    yield ANSWER + heading.answer
    was = before.get(selection.query(), heading.answer)
    if was != heading.answer:
        yield WAS + was
    if heading.under:
        yield f"  under it: {heading.under}"
    newest = heading.claims
    for claim in newest.to_dict("records"):
        lapsed = " [lapsed]" if claim["lapsed"] else ""
        apart = f" [apart: {words.set_apart(claim)}]" if words.set_apart(claim) else ""
        yield f"    {line(claim)}{lapsed}{apart}{note(claim)}"
    former = queries.headline(engine, selection)
    for claim in former[~former["id"].isin(newest["id"])].to_dict("records"):
        yield f"    {line(claim)} [its source has a newer one]{note(claim)}"


def line(claim: dict[Any, Any]) -> str:
    """Return a claim with who said it, of when, printed when, and on what evidence."""
    return (
        f"{words.said(claim)} | {claim['source_short']} | {words.window(claim)} | printed "
        f"{words.day(claim['published'])} | {claim['evidence']}"
    )


def note(claim: dict[Any, Any]) -> str:
    """Return a claim's note in brackets; empty for none."""
    return "" if words.missing(claim["note"]) else f" ({claim['note']})"


def answers(text: str) -> dict[str, str]:
    r"""Return the answers of an earlier print, by the words of their quantity.

    >>> answers("metric=killed\n  Killed: 1 claims\n  answer: None.\n")
    {'metric=killed': 'None.'}
    """
    by_quantity = {}
    for part in re.split(r"\n\n+", text):
        lines = part.splitlines()
        said = [line.removeprefix(ANSWER) for line in lines if line.startswith(ANSWER)]
        if said:
            by_quantity[lines[0]] = said[0]
    return by_quantity


if __name__ == "__main__":
    main(sys.argv[1:])
