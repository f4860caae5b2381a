"""A number looked up: what is recorded of it, and what stands around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from contested import queries
from contested.engine import Engine
from contested.extract import Number
from contested.queries.search import Matches
from contested.rows import one_by_one
from contested.views import claim as claims
from contested.words import Claim, missing
from contested.words.surroundings import Surroundings

#: So many numbers of one text are answered, and so many further claims of each listed.
NUMBERS, FURTHER = 3, 8


class Answer(NamedTuple):
    """One number that was asked for: the claim that fits best, what stands around it, and others.

    `claim` is None where several things have the number and nothing says which is meant; then they
    are all in `others`.
    """

    asked: Number
    claim: Claim | None
    around: Surroundings | None
    others: tuple[Claim, ...]


class Check(NamedTuple):
    """What is recorded of a text: an answer for each of its numbers that a claim has.

    `missing` are those that none has. Without any answer `near` are the claims whose numbers are
    nearest, where words say of what; `matches` is all that the search found.
    """

    text: str
    matches: Matches
    answers: tuple[Answer, ...]
    missing: tuple[Number, ...]
    near: tuple[Claim, ...]

    @property
    def names(self) -> Mapping[str, Any] | None:
        """What the words say that the number is of; None where they may speak of several."""
        return self.matches.names if len(self.matches.question.numbers) == 1 else None


def check(engine: Engine, text: str) -> Check:
    """Return what is recorded of the numbers of a text, or of its words where it has none."""
    matches = queries.search(engine, text, most=40)
    rows = one_by_one(matches.claims)
    asked = [one for one in matches.question.numbers if one.values][:NUMBERS]
    of_number = [row for row in rows if row["match"] == "number"]
    answers = [
        answer for one in asked if (answer := _answer(engine, one, of_number, matches)) is not None
    ]
    answered = {answer.asked for answer in answers}
    return Check(
        text,
        matches,
        tuple(answers),
        tuple(one for one in asked if one not in answered),
        tuple(row for row in rows if row["match"] == "near")[:FURTHER],
    )


def _answer(
    engine: Engine, asked: Number, of_number: Iterable[Claim], matches: Matches
) -> Answer | None:
    """Return the answer to one number, None where no claim has it."""
    values = set(asked.values)
    fits = [row for row in of_number if values & {row["low"], row["best"], row["high"]}]
    statements: dict[str, Claim] = {}
    for row in fits:
        statements.setdefault(row["id"] if missing(row["same_as"]) else row["same_as"], row)
    told = list(statements.values())
    if not told:
        return None
    if len(told) > 1 and not matches.question.words:
        return Answer(asked, None, None, tuple(told[:FURTHER]))
    best = told[0]
    around = claims.surroundings(engine, best)
    return Answer(asked, best, around, tuple(told[1 : FURTHER + 1]))
