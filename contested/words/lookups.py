"""What a search found, in words: one line a claim or a quantity, and what a number checked is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from contested.compare import above
from contested.compare.ratios import allowed
from contested.extract import Number
from contested.rows import Row
from contested.words.claim import Claim, as_of, counted, said, window
from contested.words.dates import day
from contested.words.numbers import amount, count, missing, number
from contested.words.phrases import capital, listed

#: What stands between the parts of a line.
_DOT = " · "


def line(claim: Claim) -> str:
    """Return a claim that a search found in one line: number, who, when, what came since.

    `claim` is a row of queries.search's claims.

    >>> from datetime import date
    >>> later = {"since_id": "b", "since_qualifier": "about", "since_best": 2000}
    >>> row = {"qualifier": "about", "best": 600, "low": None, "high": None, "counting": "snapshot",
    ...     "stated": None, "source_short": "NIS", "since": None, "as_of": date(2025, 4, 30),
    ...     "superseded_on": None, "withdrawn_on": None, "misprinted_on": None,
    ...     "since_low": None, "since_high": None, "since_stated": None, "same_as": None, **later}
    >>> line(row)
    'About 600 · NIS · as of 30 April 2025 · since raised to about 2,000'
    """
    printed = "" if missing(claim["same_as"]) else f"printed by {claim['publisher']}"
    parts = [capital(said(claim)), str(claim["source_short"]), window(claim), printed, came(claim)]
    return _DOT.join(part for part in parts if part)


def came(claim: Claim) -> str:
    """Return what came of a claim since, after its date; empty where nothing is recorded.

    Taken back before all else; then the newest number that its institution gave of the same thing.
    """
    return _taken_back(claim) or _moved(claim)


def _taken_back(claim: Claim) -> str:
    for name, word in (
        ("withdrawn_on", "withdrawn"),
        ("misprinted_on", "misprinted, as was said"),
        ("superseded_on", "corrected"),
    ):
        if not missing(claim[name]):
            return f"{word} on {day(claim[name])}"
    return ""


def _moved(claim: Claim) -> str:
    if missing(claim["since_id"]):
        return ""
    ours, later = _allowed(claim, ""), _allowed(claim, "since_")
    moved = "since"
    if ours and later:
        moved = "since raised to" if above(later, ours) else moved
        moved = "since lowered to" if above(ours, later) else moved
    return f"{moved} {_later(claim)}"


def _later(claim: Claim) -> str:
    return amount(
        claim["since_qualifier"],
        claim["since_low"],
        claim["since_best"],
        claim["since_high"],
        claim["since_stated"],
    )


def _allowed(claim: Claim, prefix: str) -> Any:
    numbers = [
        float(claim[f"{prefix}{name}"])
        for name in ("low", "best", "high")
        if not missing(claim[f"{prefix}{name}"])
    ]
    return allowed(claim[f"{prefix}qualifier"], numbers[0], numbers[-1]) if numbers else None


def quantity_line(row: Row) -> str:
    """Return how far apart a quantity's claims of one time are, in one line.

    `row` is one of queries.quantities. The two ends are of one time; where there are none, the
    newest claim stands with its date.
    """
    claims = count(int(row["claims"]), "claim")
    if missing(row["lowest_claim"]):
        return claims
    lowest, highest = (_end(row, side) for side in ("lowest", "highest"))
    if missing(row["at"]) or row["lowest_claim"] == row["highest_claim"]:
        newest = max(("lowest", "highest"), key=lambda side: row[f"{side}_as_of"])
        return f"{_end(row, newest)}, as of {day(row[f'{newest}_as_of'])}{_DOT}{claims}"
    return f"{lowest} to {highest}, about {day(row['at'])}{_DOT}{claims}"


def _end(row: Row, side: str) -> str:
    numbers = (row[f"{side}_{name}"] for name in ("low", "best", "high"))
    return f"{amount(row[f'{side}_qualifier'], *numbers)} ({row[f'{side}_source']})"


def since(claim: Claim) -> str:
    """Return what came of a claim since as a sentence, with its date; empty for nothing."""
    if text := _taken_back(claim):
        return f"{capital(text)}."
    if not (text := _moved(claim)):
        return ""
    later = {name: claim[f"since_{name}"] for name in ("as_of", "as_of_from", "as_of_precision")}
    return f"{capital(text)}, as of {as_of(later)}."


def source_line(row: Row) -> str:
    """Return how many claims name a source."""
    return count(int(row["claims"]), "claim")


def article_line(row: Row) -> str:
    """Return an article's date and how many claims it prints."""
    return f"{day(row['published'])}{_DOT}{count(int(row['claims']), 'claim')}"


def answer(claim: Claim) -> str:
    """Return what a claim is, as the answer to its number: who gave it, of what, and of when."""
    what = f"{counted(claim)}, {window(claim)}"
    return f"{capital(said(claim))} comes from {claim['source_name']}: {what}."


def hedged(asked: Number, claim: Claim) -> str:
    """Return how the hedge of a number that was asked for differs from that of a claim.

    Empty where it does not.

    >>> from contested.extract import numbers
    >>> row = {"qualifier": "about", "low": None, "best": 600, "high": None, "stated": None}
    >>> hedged(numbers("600")[0], row)
    'What was looked up has no hedge; the source said “about 600”.'
    >>> hedged(numbers("over 600")[0], row)
    'What was looked up says “over 600”; the source said “about 600”.'
    """
    if asked.qualifier == claim["qualifier"]:
        return ""
    told = f"the source said “{said(claim)}”"
    if asked.qualifier == "exact":
        return f"What was looked up has no hedge; {told}."
    if claim["qualifier"] == "exact":
        told = f"the source said “{said(claim)}” without one"
    return f"What was looked up says “{asked.words}”; {told}."


def counts_else(named: Mapping[str, Any] | None, claim: Claim) -> str:
    """Return that a claim counts something else than the words name, where it is so.

    `named` is what queries.search says that the words name best.

    >>> killed = {"subject": "a", "metric": "killed", "name": "Soldiers killed"}
    >>> claim = {"subject": "a", "metric": "casualties", "quantity": "Soldiers killed or wounded"}
    >>> counts_else(killed, claim)
    'What was looked up reads as “Soldiers killed”; this number is of “Soldiers killed or wounded”.'
    """
    if named is None or named["subject"] != claim["subject"] or named["metric"] == claim["metric"]:
        return ""
    return (
        f"What was looked up reads as “{named['name']}”; this number is of “{claim['quantity']}”."
    )


def nothing(asked: Sequence[Number], about: bool) -> str:
    """Return that no claim has the numbers that were asked for; `about`, beside the words asked.

    >>> from contested.extract import numbers
    >>> nothing(numbers("650"), about=True)
    'No claim recorded here says 650 of that.'
    """
    values = [number(value) for one in asked for value in one.values]
    of_that = " of that" if about else ""
    return f"No claim recorded here says {listed(values, 'or')}{of_that}."


#: What an empty answer is not.
NO_JUDGEMENT = (
    "That says nothing about whether it is right: only what the articles entered here print is "
    "recorded."
)
