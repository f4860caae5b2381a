"""A list of problems that stays readable: the first of each rule, and a count of the rest."""

from __future__ import annotations

from collections.abc import Sequence

from contested.errors import Problem

#: How many problems of one rule in one file are listed; one line counts the rest.
MOST = 10_000


def capped(
    problems: Sequence[Problem], more: int, what: str = "problems like these"
) -> list[Problem]:
    """Return the problems, and after the last of them how many more there are.

    >>> capped([Problem("claims.csv", 2, "low", "x", "…")], 1200)[-1].message
    '… and 1,200 more problems like these'
    """
    if more <= 0:
        return list(problems)
    last = problems[-1]
    rest = Problem(
        last.file, last.line, last.column, last.value, f"… and {more:,} more {what}", last.severity
    )
    return [*problems, rest]
