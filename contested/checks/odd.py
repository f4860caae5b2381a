"""Which numbers of which series give reason to look at them: found for all series at once.

What is asked of a number one by one (`checks.courses`, `checks.steps`) is asked here loosely, of
columns: no number is left out that would be named there, and nearly all of a million others are.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]

#: How many numbers on each side one is set beside.
_BESIDE = 10

#: How long a series is whose steps are set beside each other, and one whose ends are.
_LONG, _LONG_TO_THE_ENDS = 10, 12

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
    (array([0, 3, 4, 5]),)
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
    odd &= (number > 5 * np.maximum(before, after)) | (5 * number < np.minimum(before, after))
    lowest = np.ma.filled(series.lowest, np.iinfo(np.int64).min)
    highest = np.ma.filled(series.highest, np.iinfo(np.int64).max)
    odd |= total & ~first & (highest < _before(lowest))
    beside = np.where(first, after, before)
    beyond = np.where(
        total,
        np.where(first, after > 2 * number, number > 2 * before),
        (number > 10 * beside) | (10 * number < beside),
    )
    odd |= (first | last) & (length > 3) & ((length < _LONG_TO_THE_ENDS) | beyond)
    long = total & (length >= _LONG)
    if long.any():
        kept = lengths[long[series.starts]]
        odd[long] |= _odd_steps(number[long], day[long], kept)
    return odd


def _odd_steps(number: Numbers, day: Numbers, lengths: Numbers) -> npt.NDArray[np.bool_]:
    """Return of each number of totals whether the steps beside it give reason to look at it."""
    ends = np.cumsum(lengths)
    first = np.zeros(len(number), dtype=bool)
    first[ends - lengths] = True
    days, step = day - _before(day), number - _before(number)
    pace = np.full(len(number), np.nan)
    np.divide(step, days, out=pace, where=~first)
    windows = _Windows(lengths)
    usual = windows.medians(pace)
    off = pace - usual
    usual_off = windows.medians(np.abs(off))
    odd: npt.NDArray[np.bool_] = np.abs(off - _after(off)) > 2.5 * np.maximum(
        usual_off, 0.02 * np.abs(usual)
    )
    odd[ends - 1] = False
    odd |= ~first & (step == 0)
    rounded = number % 10 == 0
    odd |= ~rounded & (windows.shares(rounded) > 0.9)
    # The newest step, beside the ten before it.
    newest = (ends - 1)[lengths >= _LONG_TO_THE_ENDS]
    earlier = pace[newest[:, None] - np.arange(1, _BESIDE + 1)]
    usual_then = np.median(earlier, axis=1)
    varies = 1.48 * np.median(np.abs(earlier - usual_then[:, None]), axis=1)
    allowed = 2.4 * np.maximum(np.maximum(varies, 0.02 * np.abs(usual_then)), 1)
    far = np.abs(pace[newest] - usual_then) * np.sqrt(days[newest]) > allowed
    odd[newest[far & (days[newest] <= 3)]] = True
    return odd


def _before(column: Numbers) -> Numbers:
    """Return what stands before each place; before the first nothing does, and it says nothing."""
    return np.concatenate([column[:1], column[:-1]])


def _after(column: Numbers) -> Numbers:
    return np.concatenate([column[1:], column[-1:]])


class _Windows:
    """What stands beside each number in its series, some on each side, as far as that goes."""

    def __init__(self, lengths: Numbers) -> None:
        # Between two series lies room for what would stand beyond their ends.
        gaps = _BESIDE * np.repeat(np.arange(1, len(lengths) + 1), lengths)
        self._at = np.arange(len(gaps)) + gaps
        self._size = len(gaps) + _BESIDE * (len(lengths) + 1)

    def medians(self, column: Numbers) -> Numbers:
        """Return the median of what stands beside each place and in it; NaN is left out."""
        spread = np.full(self._size, np.nan)
        spread[self._at] = column
        views = np.lib.stride_tricks.sliding_window_view(spread, 2 * _BESIDE + 1)
        found = np.empty(len(column))
        for start in range(0, len(column), _TOGETHER):
            some = slice(start, start + _TOGETHER)
            ranked = np.sort(views[self._at[some] - _BESIDE], axis=1)  # NaN comes last
            filled = np.maximum(1, np.count_nonzero(~np.isnan(ranked), axis=1))
            rows = np.arange(len(ranked))
            low, high = ranked[rows, (filled - 1) // 2], ranked[rows, filled // 2]
            found[some] = low + (high - low) * 0.5
        return found

    def shares(self, column: Numbers) -> Numbers:
        """Return the share of what stands beside each place and in it that is true."""
        true, there = np.zeros(self._size + 1), np.zeros(self._size + 1)
        true[self._at + 1] = column
        there[self._at + 1] = 1
        first, end = self._at - _BESIDE, self._at + _BESIDE + 1
        summed, counted = np.cumsum(true), np.cumsum(there)
        share: Numbers = (summed[end] - summed[first]) / (counted[end] - counted[first])
        return share
