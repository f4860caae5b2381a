"""The command that looks a number, a name or a sentence up."""

from __future__ import annotations

from typing import Any

import click

from contested import words
from contested.cli.options import database_in_use, say, with_data
from contested.queries.search import LONGEST_QUESTION
from contested.rows import one_by_one
from contested.views.check import check
from contested.words import lookups, surroundings

#: So many claims and quantities are listed.
MOST = 6


@click.command(
    epilog="\b\nExamples:\n"
    '  contested lookup "600 north koreans killed"\n'
    "  contested lookup 4,700\n"
    "  contested lookup gaza death toll",
)
@click.argument("text", metavar="TEXT...", nargs=-1, required=True)
@with_data
def lookup(text: tuple[str, ...]) -> None:
    """Look a number, a name or a sentence up, as the page /check does.

    Of each number it says who gave it, how its hedge differs, what the same source said since and
    what it is easily mixed up with. Exits with 1 if nothing recorded holds what was looked up.
    """
    asked = " ".join(" ".join(text).split())
    if len(asked) > LONGEST_QUESTION:
        raise click.UsageError(f"the text is too long; write at most {LONGEST_QUESTION} characters")
    checked = check(database_in_use().engine(), asked)
    matches = checked.matches
    if matches.respelled:
        say(f"This is what there is of “{matches.respelled}”.")
    for answer in checked.answers:
        if answer.claim is not None and answer.around is not None:
            lines = [
                lookups.answer(answer.claim),
                lookups.since(answer.claim),
                lookups.counts_else(checked.names, answer.claim),
                lookups.hedged(answer.asked, answer.claim),
                surroundings.summary(answer.around),
            ]
            say(" ".join(filter(None, lines)))
        _list(answer.others, "Claims of this number" if answer.claim is None else "Other claims")
    if checked.missing:
        say(lookups.nothing(checked.missing, about=bool(matches.question.words)))
        say(lookups.NO_JUDGEMENT)
        _list(checked.near, "The nearest numbers of it")
    elif not checked.answers:
        rows = one_by_one(matches.claims)
        for row in one_by_one(matches.quantities.head(MOST)):
            say(f"{row['name']}: {lookups.quantity_line(row)}")
        _list(rows, "Newest claims")
    if matches.empty:
        if not checked.missing:
            say("Nothing recorded here holds what was looked up.")
        raise SystemExit(1)


def _list(claims: Any, heading: str) -> None:
    if claims:
        say(f"{heading}:")
    for claim in list(claims)[:MOST]:
        say(f"  {lookups.line(claim)} · {words.counted(claim)}")
