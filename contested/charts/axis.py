"""A value axis without Plotly: where a number stands on it, and which ticks it carries."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from contested.words import missing


class Axis(NamedTuple):
    """An axis from `low` to `high`; on a logarithmic one both are above zero."""

    low: float
    high: float
    log: bool

    def at(self, value: float) -> float | None:
        """Return where a number stands, as a share of the axis; None where it has no place."""
        if not self.log:
            return (value - self.low) / (self.high - self.low)
        if value <= 0:
            return None
        return math.log(value / self.low) / math.log(self.high / self.low)


def axis(values: Iterable[float], log: bool, room: float = 0.03) -> Axis:
    """Return an axis that holds the values, with some room at its ends.

    A linear axis begins at zero. Zeros have no place on a logarithmic one and are left out of it.
    """
    numbers = [float(value) for value in values if not missing(value)]
    if not log:
        return Axis(0.0, (max(numbers, default=1.0) or 1.0) * (1 + room), log=False)
    above = [value for value in numbers if value > 0] or [1.0]
    low, high = min(above), max(above)
    if high / low < 2:
        low, high = low / math.sqrt(2), high * math.sqrt(2)
    more = (high / low) ** room
    return Axis(low / more, high * more, log=True)


def ticks(scale: Axis, gap: float = 0.16) -> list[float]:
    """Return round numbers on an axis, lowest first, none nearer to another than `gap` of it.

    >>> ticks(Axis(900, 1_100_000, log=True))
    [1000, 10000, 100000, 1000000]
    >>> ticks(Axis(0, 4100, log=False), gap=0.2)
    [0, 1000, 2000, 3000, 4000]
    """
    wanted = _round(scale) if scale.log else _even(scale, gap)
    places: dict[float, float] = {}
    for value in wanted:
        place = scale.at(value)
        if place is None or not 0 <= place <= 1:
            continue
        if all(abs(place - other) >= gap for other in places.values()):
            places[value] = place
    return sorted(places)


def _round(scale: Axis) -> list[float]:
    """Return candidates of a logarithmic axis, the roundest first."""
    first = math.floor(math.log10(scale.low))
    powers = [10**power for power in range(max(first, 0), math.ceil(math.log10(scale.high)) + 1)]
    within = sum(scale.low <= power <= scale.high for power in powers)
    steps: list[list[float]] = [[1], [5, 2], [3], [4, 1.5, 7], [6, 2.5, 8, 9, 1.2]]
    if within < 2:
        return _even(scale, 0.2) if scale.high / scale.low < 4 else _all(powers, steps)
    return _all(powers, steps[: 1 if within > 3 else 2])


def _all(powers: list[int], steps: list[list[float]]) -> list[float]:
    candidates = [step * power for group in steps for power in powers for step in group]
    return [int(value) for value in candidates if value == int(value)]


def _even(scale: Axis, gap: float) -> list[float]:
    """Return equally distant round numbers."""
    raw = max((scale.high - scale.low) * gap, 1e-9)
    power = 10 ** math.floor(math.log10(raw))
    step = max(1, next(int(power * n) or 1 for n in (1, 2, 5, 10) if power * n >= raw))
    start = math.ceil(scale.low / step)
    return [step * n for n in range(start, int(scale.high // step) + 1)]
