"""The steps of a total around one of its numbers, and which number would make them usual."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from contested.checks.mistypings import mistypings

#: How many steps on each side a step is set beside, and how many there must be in all.
BESIDE, FEWEST = 10, 6

#: The least that steps are taken to vary by: a part of the usual one, and one a day.
VARIES, VARIES_BY = 0.02, 1.0

#: The share of the numbers around one from which on they are round.
ROUND = 0.95

#: The most days between a number and its neighbours for its steps to be weighed.
DAYS = 3

#: How much likelier (as a natural logarithm) a mistyping must make the course than none, to be
#: named; without a mistyping that explains it a number must be further out.
LIKELIER, _LIKELIER_UNEXPLAINED = 2.45, 12.0

_LIKELIER_REPEATED = 2.0

#: What it adds that a number alone is not round among round ones, and one mistyping makes it so.
_ROUNDED = 3.0

#: What makes a median of distances from a median the standard deviation of what is normal.
DEVIATION = 1.4826

#: The degrees of freedom of the distribution that steps are taken to have.
_DEGREES = 8


class Point(NamedTuple):
    """One claim of a series: its line, its day, its number and its bounds, None where open."""

    line: int
    day: int
    number: int
    lowest: int | None
    highest: int | None


class _Steps(NamedTuple):
    """How a total grows around one of its numbers: the usual pace a day, and how it varies."""

    usual: float
    varies: float
    round: bool


def _beside(points: Sequence[Point], place: int) -> _Steps | None:
    """Return the steps around a place, its own two left out; None where there are too few."""
    first, last = max(0, place - BESIDE - 1), min(len(points) - 1, place + BESIDE + 1)
    paces = [
        (points[at].number - points[at - 1].number) / (points[at].day - points[at - 1].day)
        for at in range(first + 1, last + 1)
        if at not in (place, place + 1)
    ]
    if len(paces) < FEWEST:
        return None
    usual = median(paces)
    deviation = DEVIATION * median(abs(pace - usual) for pace in paces)
    varies = max(deviation, VARIES * abs(usual), VARIES_BY)
    others = [points[at].number for at in range(first, last + 1) if at != place]
    return _Steps(usual, varies, sum(n % 10 == 0 for n in others) >= ROUND * len(others))


class _Around(NamedTuple):
    """One number of a total: the step to it and the step from it, each with its days."""

    steps: Sequence[int]
    days: Sequence[int]
    beside: _Steps

    def likelihood(self, shift: float) -> float:
        """Return how likely its steps are, had the number been less by `shift`.

        By a distribution with wide tails: days differ, and a large step alone is no slip.
        """
        moved = [self.steps[0] - shift, *(step + shift for step in self.steps[1:])]
        each: list[float] = [
            log_likelihood((step / days - self.beside.usual) * math.sqrt(days) / self.beside.varies)
            for step, days in zip(moved, self.days, strict=True)
        ]
        return sum(each)

    def gain(self, shift: float) -> float:
        """Return how much likelier its steps are with the number less by `shift`."""
        return self.likelihood(shift) - self.likelihood(0)

    @property
    def makes_up(self) -> bool:
        """Whether one step is above the usual pace and the other below it; true of one step."""
        usual = self.beside.usual
        off = [step - usual * days for step, days in zip(self.steps, self.days, strict=True)]
        return len(off) == 1 or off[0] * off[1] <= 0

    @property
    def midway(self) -> float:
        """The shift that gives both steps the same length; with one step, the usual one."""
        if len(self.steps) == 1:
            return self.steps[0] - self.beside.usual * self.days[0]
        return (self.steps[0] * self.days[1] - self.steps[1] * self.days[0]) / sum(self.days)


def _around(points: Sequence[Point], place: int) -> _Around | None:
    """Return a number with its steps; None where too few are beside it, or days lie between."""
    beside = _beside(points, place)
    if beside is None or not place:
        return None
    near = points[place - 1 : place + 2]
    days = [two.day - one.day for one, two in pairwise(near)]
    if max(days) > DAYS:
        return None
    return _Around([two.number - one.number for one, two in pairwise(near)], days, beside)


def repeated(points: Sequence[Point], place: int) -> str | None:
    """Return what to say of a number that repeats the one before in a series that never does.

    The next step must make up for it: where nothing happened on a day the total stands still.
    """
    if not place or points[place].number != points[place - 1].number:
        return None
    first, last = max(1, place - 15), min(len(points), place + 16)
    repeats = sum(points[at].number == points[at - 1].number for at in range(first, last))
    around = _around(points, place)
    if repeats > 1 or around is None or around.gain(around.midway) < _LIKELIER_REPEATED:
        return None
    before = points[place - 1]
    return (
        f"it is the number of {day_of(before.day)} (line {before.line}) again, where a day beside "
        f"it has about {round(around.beside.usual)} more; is it of this day?"
    )


def stepped(points: Sequence[Point], place: int) -> str | None:
    """Return what to say of a number whose step is out of course and whose next one makes up.

    How much likelier the steps around it would be, had the number been another, is weighed.
    """
    around = _around(points, place)
    if around is None:
        return None
    number, steps, beside = points[place].number, around.steps, around.beside
    odd = beside.round and number % 10 != 0
    weighed = []
    for other in mistypings(number):
        shift = number - other
        if steps[0] < shift or (len(steps) > 1 and steps[1] + shift < 0):
            continue
        rounded = other % 10 == 0
        if beside.round and not rounded and not odd:
            continue
        if not around.makes_up and not (odd and rounded):
            continue
        weighed.append((around.gain(shift) + _ROUNDED * (odd and rounded), other))
    weighed.sort(reverse=True)
    if weighed and weighed[0][0] > LIKELIER:
        alone = len(weighed) == 1 or weighed[1][0] < weighed[0][0] - 1
        return _step_said(around) + (f"; is it {weighed[0][1]}?" if alone else "")
    if around.makes_up and around.gain(around.midway) > _LIKELIER_UNEXPLAINED:
        return _step_said(around)
    return None


def _step_said(around: _Around) -> str:
    usual = f"where a day beside it has about {round(around.beside.usual)}"
    said = f"it is {around.steps[0]} more than the one before"
    if len(around.steps) == 1:
        return f"{said}, {usual}"
    return f"{said} and {around.steps[1]} less than the one after, {usual}"


def log_likelihood(off: Any, log1p: Callable[[Any], Any] = math.log1p) -> Any:
    """Return how likely a step this far off is, as Student's distribution has it.

    Of a column of steps with the logarithm of columns.
    """
    return -(_DEGREES + 1) / 2 * log1p(off * off / _DEGREES)


def day_of(day: int) -> date:
    """Return the day that a point is of."""
    return date(1900, 1, 1) + timedelta(days=day)
