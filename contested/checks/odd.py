"""Which numbers of which series give reason to look at them: found for all series at once.

What is asked of a number one by one (`checks.courses`, `checks.steps`) is asked here of columns, by
the same bounds, and only as far as columns go: no number is left out that would be named there, and
nearly all of a million others are.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from contested.checks.steps import (
    BESIDE,
    DAYS,
    DEVIATION,
    FEWEST,
    LIKELIER,
    ROUND,
    VARIES,
    VARIES_BY,
    log_likelihood,
)

Numbers = npt.NDArray[Any]

#: A number this many times its neighbours, or this part of them, is out of course by itself.
TIMES = 5

#: How many others the first or newest number of a series is set beside at least; how many times the
#: one beside it a total must be, and how many times any other number, or any other step of a total.
OTHERS, FASTER, BEYOND = 3, 2, 10

#: How many numbers' windows are sorted together: what a processor keeps at hand.
_TOGETHER = 1 << 15


class Series(NamedTuple):
    """Series one behind the other, each in order: where each starts, and columns of their numbers.

    `lowest` and `highest` are masked where a source left that side open.
    """

    starts: Numbers
    cumulative: Numbers
    day: Numbers
    number: Numbers
    lowest: Numbers
    highest: Numbers


def odd_places(series: Series) -> npt.NDArray[np.bool_]:
    """Return of each number whether its series gives reason to look at it.

    >>> one = np.array([10, 20, 30, 4000, 50, 60])
    >>> odd_places(Series(np.array([0]), one > 0, np.arange(6), one, one, one)).nonzero()
    (array([3, 4]),)
    """
    total, day, number = (
        np.ma.getdata(column) for column in (series.cumulative, series.day, series.number)
    )
    count = len(number)
    lengths = np.diff(series.starts, append=count)
    length = np.repeat(lengths, lengths)
    place = np.arange(count) - np.repeat(series.starts, lengths)
    first, last = place == 0, place == length - 1
    before, after = _before(number), _after(number)
    odd: npt.NDArray[np.bool_] = ~first & ~last & (before > 0) & (after > 0)
    odd &= (number > TIMES * np.maximum(before, after)) | (
        TIMES * number < np.minimum(before, after)
    )
    lowest = np.ma.filled(series.lowest, np.iinfo(np.int64).min)
    highest = np.ma.filled(series.highest, np.iinfo(np.int64).max)
    odd |= total & ~first & (highest < _before(lowest))
    beside = np.where(first, after, before)
    beyond = np.where(
        total,
        np.where(first, after > FASTER * number, number > FASTER * before),
        (number > BEYOND * beside) | (BEYOND * number < beside),
    )
    odd |= (first | last) & (length > OTHERS) & beyond
    # The newest number has its own step left out of those beside it, any other two.
    stepped = total & (length >= FEWEST + 2)
    if stepped.any():
        odd[stepped] |= _odd_steps(number[stepped], day[stepped], lengths[stepped[series.starts]])
    return odd


def _odd_steps(number: Numbers, day: Numbers, lengths: Numbers) -> npt.NDArray[np.bool_]:
    """Return of each number of totals whether the steps beside it give reason to look at it."""
    ends = np.cumsum(lengths)
    first, last = np.zeros((2, len(number)), dtype=bool)
    first[ends - lengths] = last[ends - 1] = True
    days, step = np.where(first, 1, day - _before(day)), number - _before(number)
    pace = np.where(first, np.nan, step / days)
    windows = _Windows(lengths)
    usual, deviation, there = windows.paces(pace)
    varies = np.maximum(np.maximum(DEVIATION * deviation, VARIES * np.abs(usual)), VARIES_BY)
    days_after = np.where(last, 0, _after(days))
    off = (pace - usual) * np.sqrt(days) / varies
    off_after = np.where(last, 0, (_after(pace) - usual) * np.sqrt(days_after) / varies)
    # Another number would take from one step what it gives to the other. So what both are off by
    # stays in sum, and together they are never likelier than one step that is off by all of it.
    stays = (off * np.sqrt(days) + off_after * np.sqrt(days_after)) / np.sqrt(days + days_after)
    gain = np.where(last, 0, log_likelihood(stays, np.log1p))
    gain -= log_likelihood(off, np.log1p) + log_likelihood(off_after, np.log1p)
    rounded = number % 10 == 0
    weighed = ~first & (there >= FEWEST) & (np.maximum(days, days_after) <= DAYS)
    odd: npt.NDArray[np.bool_] = weighed & (
        (gain > LIKELIER) | (step == 0) | (~rounded & windows.mostly(rounded))
    )
    return odd


def _before(column: Numbers) -> Numbers:
    """Return what stands before each place; before the first nothing does, and it says nothing."""
    return np.concatenate([column[:1], column[:-1]])


def _after(column: Numbers) -> Numbers:
    return np.concatenate([column[1:], column[-1:]])


class _Windows:
    """What stands around each number in its series, some on each side, as far as that goes."""

    def __init__(self, lengths: Numbers) -> None:
        # Between two series lies room for what would stand beyond their ends.
        gaps = (BESIDE + 1) * np.repeat(np.arange(1, len(lengths) + 1), lengths)
        self._at = np.arange(len(gaps)) + gaps
        self._size = len(gaps) + (BESIDE + 1) * (len(lengths) + 1)

    def paces(self, pace: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Return the median of the paces around each number, its own two left out.

        And the median of how far they are from it, and how many they are; NaN is none.
        """
        spread = np.full(self._size, np.nan)
        spread[self._at] = pace
        views = np.lib.stride_tricks.sliding_window_view(spread, 2 * BESIDE + 2)
        medians, deviations = np.empty((2, len(pace)))
        there = np.empty(len(pace), dtype=int)
        for start in range(0, len(pace), _TOGETHER):
            some = slice(start, start + _TOGETHER)
            around = np.delete(views[self._at[some] - BESIDE], [BESIDE, BESIDE + 1], axis=1)
            there[some] = np.count_nonzero(~np.isnan(around), axis=1)
            medians[some] = _medians(around, there[some])
            distances = np.abs(around - medians[some, None])
            deviations[some] = _medians(distances, there[some])
        return medians, deviations, there

    def mostly(self, true: Numbers) -> npt.NDArray[np.bool_]:
        """Return of each place in which it is not true whether it is around it."""
        summed, counted = (np.zeros(self._size + 1) for _ in range(2))
        summed[self._at + 1], counted[self._at + 1] = true, 1
        first, end = self._at - BESIDE - 1, self._at + BESIDE + 2
        are, others = (
            np.diff(np.cumsum(one)[[first, end]], axis=0)[0] for one in (summed, counted)
        )
        mostly: npt.NDArray[np.bool_] = are >= ROUND * (others - 1)
        return mostly


def _medians(rows: Numbers, there: Numbers) -> Numbers:
    """Return the median of each row, as many as are there; NaN is left out."""
    ranked = np.sort(rows, axis=1)  # NaN comes last
    at, filled = np.arange(len(rows)), np.maximum(1, there)
    middle: Numbers = (ranked[at, (filled - 1) // 2] + ranked[at, filled // 2]) / 2
    return middle
