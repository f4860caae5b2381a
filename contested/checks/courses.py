"""Numbers that do not keep to the course of their own series: what a second reader would have seen.

A series is what one source says of one quantity and scope. A total grows, by steps that are like
those around them; a number that was mistyped leaves that course and the next one returns to it. The
series come from checks.sql, and the places in them to look at from `checks.odd`; here each is set
beside its neighbours, the one that is out of course is named and no other, and what was probably
meant is offered where one mistyping of it (two figures swapped, one lost, one doubled) returns to
the course and no other does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import duckdb
import numpy as np

from contested.checks.mistypings import meant
from contested.checks.odd import BEYOND, FASTER, OTHERS, TIMES, Series, odd_places
from contested.checks.steps import Point, day_of, repeated, stepped
from contested.errors import Problem

NEAR = "a-number-is-near-those-beside-it"
STEP = "a-step-is-like-those-beside-it"
NEWEST = "a-number-keeps-the-course-of-its-series"
FALL = "a-total-since-a-date-does-not-fall"
FALLS = "a-series-that-falls-again-and-again-is-no-total"
REPEAT = "a-day-has-a-number-of-its-own"

#: The ids of the rules that are asked here.
RULES = (NEAR, STEP, NEWEST, FALL, FALLS, REPEAT)

#: A fall is one of many when this share of the steps, and at least so many, are falls.
_FALLING, _FALLS = 0.3, 3


class Course(NamedTuple):
    """A series in order, whether it is a total, and the places in it to look at."""

    points: Sequence[Point]
    total: bool
    odd: Sequence[int]


def problems(con: duckdb.DuckDBPyConnection) -> list[Problem]:
    """Return the notices of claims that are out of the course of their series."""
    said = [one for course in _courses(con) for one in _noticed(course)]
    if not said:
        return []
    cells = {
        line: (column, str(number))
        for line, column, number in con.execute(
            "select line, case when best is not null then 'best' when low is not null then 'low' "
            "else 'high' end, coalesce(best, low, high) from raw.claims "
            "where line in (select unnest($lines))",
            {"lines": [line for line, _, _ in said]},
        ).fetchall()
    }
    return sorted(
        Problem("claims.csv", line, *cells[line], message, "notice", rule)
        for line, rule, message in said
    )


def _courses(con: duckdb.DuckDBPyConnection) -> Iterator[Course]:
    """Yield the series that give reason to look at one of their numbers."""
    columns = con.execute(
        "select series, cumulative, line, as_of - date '1900-01-01' as day, number, lowest, "
        "highest from raw.series order by series, place"
    ).fetchnumpy()
    name = np.ma.getdata(columns["series"])
    starts = np.flatnonzero(np.append(True, name[1:] != name[:-1])[: len(name)])
    every = Series(starts, *(columns[field] for field in Series._fields[1:]))
    odd = np.flatnonzero(odd_places(every))
    within = np.searchsorted(starts, odd, side="right")
    bounds = np.append(starts, len(name))
    for one in np.unique(within):
        first, end = bounds[one - 1 : one + 1]
        places = odd[slice(*np.searchsorted(within, [one, one + 1]))] - first
        cells = (columns[field][first:end].tolist() for field in Point._fields)
        points = [Point(*row) for row in zip(*cells, strict=True)]
        yield Course(points, bool(every.cumulative[first]), places.tolist())


def _noticed(course: Course) -> Iterator[tuple[int, str, str]]:
    """Yield what is out of course in a series: the line, the rule and what to say."""
    points = course.points
    falls = _falls(course)
    if len(falls) >= _FALLS and len(falls) >= _FALLING * (len(points) - 1):
        earliest = points[falls[0]]
        yield (
            earliest.line,
            FALLS,
            f"the series of {len(points)} totals of its source falls {len(falls)} times; is it a "
            "count of periods, or a snapshot?",
        )
        return
    named: set[int] = set()

    def unnamed(place: int, beside: int = 0) -> bool:
        """Return whether nothing was said yet of a place so near; from now on something is."""
        if named & set(range(place - beside, place + beside + 1)):
            return False
        named.add(place)
        return True

    for place in course.odd:
        if (said := _far_off(course, place)) and unnamed(place):
            yield points[place].line, *said
    if not course.total:
        return
    # What was far off stands beside no other: a fall is weighed without it.
    near = [place for place in range(len(points)) if place not in named]
    for place in falls:
        if named & {place - 1, place}:
            continue
        at, fallen = _fallen([points[one] for one in near], bisect_left(near, place))
        if unnamed(near[at]):
            yield points[near[at]].line, *fallen
    for rule, look in ((REPEAT, repeated), (STEP, stepped)):
        for place in course.odd:
            if (message := look(points, place)) and unnamed(place, beside=1):
                yield points[place].line, rule, message


def _falls(course: Course) -> list[int]:
    """Return the places of a total whose number is below the one before, whatever the hedges."""
    if not course.total:
        return []
    return [place for place in course.odd if _is_fall(course.points, place - 1, place)]


def _is_fall(points: Sequence[Point], before: int, after: int) -> bool:
    if before < 0 or after >= len(points):
        return False
    highest, lowest = points[after].highest, points[before].lowest
    return highest is not None and lowest is not None and highest < lowest


def _far_off(course: Course, place: int) -> tuple[str, str] | None:
    """Return what to say of a number many times its neighbours, or a small part of them."""
    if 0 < place < len(course.points) - 1:
        said = _far_from_both(course, place)
        return (NEAR, said) if said else None
    said = _beyond_course(course, place)
    return (NEWEST, said) if said else None


def _far_from_both(course: Course, place: int) -> str | None:
    before, number, after = (course.points[at].number for at in (place - 1, place, place + 1))
    smaller, larger = sorted((before, after))
    if smaller <= 0 or (smaller <= number * TIMES and number <= larger * TIMES):
        return None
    likely = meant(number, 0.8 * smaller, 1.25 * larger, (before + after) / 2)
    if likely is None and larger > TIMES * smaller:
        return None  # the neighbours themselves are far apart
    if not course.total:
        before, after = smaller, larger
    said = f"the same source had {before} and {after} before and after"
    return said + (f"; is it {likely}?" if likely else ", and it is far from both")


def _beyond_course(course: Course, place: int) -> str | None:
    """Return what to say of the first or newest number of a series, beyond all the others."""
    points, newest = course.points, place > 0
    others = points[:-1] if newest else points[1:]
    number = points[place].number
    numbers = [point.number for point in others]
    if len(others) < OTHERS or min(number, *numbers) <= 0:
        return None
    nearest, further = (others[-1], others[-2]) if newest else (others[0], others[1])
    if course.total:
        step = abs(number - nearest.number) / max(1, abs(points[place].day - nearest.day))
        paces = [
            abs(two.number - one.number) / max(1, two.day - one.day)
            for one, two in pairwise(others)
        ]
        larger, smaller = (number, nearest.number) if newest else (nearest.number, number)
        if larger <= FASTER * smaller or step <= BEYOND * max(paces):
            return None
        expected = 2 * nearest.number - further.number
    elif max(numbers) * BEYOND < number or number * BEYOND < min(numbers):
        expected = nearest.number
    else:
        return None
    lowest, highest = sorted((expected, nearest.number))
    likely = meant(number, 0.8 * lowest, 1.25 * highest, expected)
    if not newest and likely is None:
        return None  # the first count of a war may well be small
    where = "before it" if newest else "after it"
    said = f"it is far beyond the course of its source, which had {nearest.number} {where}"
    return said + (f"; is it {likely}?" if likely else "")


def _fallen(points: Sequence[Point], place: int) -> tuple[int, tuple[str, str]]:
    """Return which of a fall's two numbers is out of course, and what to say of it."""
    before, after = points[place - 1], points[place]
    without_after = not _is_fall(points, place - 1, place + 1)
    without_before = not _is_fall(points, place - 2, place)
    fall = (
        FALL,
        f"the same source had {before.lowest} as of {day_of(before.day)} (line {before.line}), and "
        "a total does not fall",
    )
    meant_before = _meant_between(points, place - 1) if without_before else None
    meant_after = _meant_between(points, place) if without_after else None
    first = without_before and not (place == 1 and place + 1 == len(points))
    if first and without_after:
        explained = bool(meant_before), bool(meant_after)
        first = explained[0] if explained[0] != explained[1] else _smoother(points, place)
    if first:
        return place - 1, (NEAR, meant_before) if meant_before else (
            FALL,
            f"the same source had {after.highest} as of {day_of(after.day)} (line {after.line}), "
            "and a total does not fall",
        )
    return place, (NEAR, meant_after) if meant_after else fall


def _smoother(points: Sequence[Point], place: int) -> bool:
    """Return whether a series with a fall is smoother without the number before than after it."""

    def roughness(left_out: int) -> float:
        near = [
            point
            for at, point in enumerate(points[max(0, place - 6) : place + 6], max(0, place - 6))
            if at != left_out
        ]
        paces = [
            (two.number - one.number) / max(1, two.day - one.day) for one, two in pairwise(near)
        ]
        if len(paces) < 3:
            return float(
                max((abs(two.number - one.number) for one, two in pairwise(near)), default=0)
            )
        usual = median(paces)
        return sum(abs(pace - usual) for pace in paces)

    return roughness(place - 1) < roughness(place) / 2


def _meant_between(points: Sequence[Point], place: int) -> str | None:
    """Return what to say of a number that one mistyping would put between its neighbours."""
    if not 0 < place < len(points) - 1:
        return None
    before, number, after = (points[at].number for at in (place - 1, place, place + 1))
    if not 0 < before <= after:
        return None
    share = (points[place].day - points[place - 1].day) / max(
        1, points[place + 1].day - points[place - 1].day
    )
    expected = before + share * (after - before)
    likely = meant(number, before, after, expected, swapped_only=True)
    if likely is None:
        return None
    return f"the same source had {before} and {after} before and after; is it {likely}?"
