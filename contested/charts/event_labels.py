"""Dated signs on a time axis: events with their labels in rows, and breaks of a series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import pandas as pd

from contested.rows import one_by_one

#: Rows of event labels, and the height of one, in pixels.
ROWS, ROW = 2, 33

#: The width that labels are laid out for, in pixels: on anything wider they have more room.
WIDTH = 500

#: The length of a break's label, in pixels.
LONG = 112

#: How far above a plot's foot and below its head one stands at the least, in pixels: there the
#: numbers above the axis are written.
_FOOT, _HEAD = 12, 40

#: What a break's label says.
CHANGES = "definition changes"

#: The width of a letter of a small label, in pixels.
_LETTER = 6.1

#: How many layouts are kept at each event.
_KEPT = 60


class Event(NamedTuple):
    """One event on a time axis: where its label stands. `row` counts up from the plot.

    `row` is None where no row has room for the label; `side` is where its text lies of its line.
    """

    date: Any
    label: str
    row: int | None
    side: str


class _Box(NamedTuple):
    order: int
    place: float
    row: int
    first: float
    last: float


class _Layout(NamedTuple):
    """Some labels with their places, how few they are, and how far from where each should be."""

    fewer: int
    strain: float
    boxes: tuple[_Box, ...]

    def having(self, box: _Box) -> _Layout:
        """Return the layout with one label more; low rows and the right of a line strain least."""
        strain = box.row + (0.5 if box.first < box.place else 0)
        return _Layout(self.fewer - 1, self.strain + strain, (*self.boxes, box))


_worth = itemgetter(0, 1)


def events(rows: pd.DataFrame, first: Any, last: Any, width: float = WIDTH) -> list[Event]:
    """Return the events between two dates, oldest first, their labels dodged into rows.

    No label meets another or another's line, and none is cut at an edge. As many as can be have a
    label, in the lowest rows (a search that keeps the best few layouts at each event).
    """
    within = rows[(rows["date"] >= first) & (rows["date"] <= last)].sort_values(["date", "label"])
    days = max((last - first).days, 1)
    ordered = list(one_by_one(within))
    layouts = [_Layout(0, 0.0, ())]
    for order, row in reversed(list(enumerate(ordered))):
        place = (row["date"] - first).days / days * width
        long = max(map(len, halved(str(row["label"])))) * _LETTER
        boxes = list(_boxes(order, place, long, width))
        tried = [
            layout.having(box)
            for layout in layouts
            for box in boxes
            if not any(_meet(box, other) for other in layout.boxes)
        ]
        layouts = sorted([*tried, *layouts], key=_worth)[:_KEPT]
    placed = {box.order: box for box in layouts[0].boxes}
    labelled = []
    for order, row in enumerate(ordered):
        box = placed.get(order)
        side = "left" if box and box.first < box.place else "right"
        labelled.append(Event(row["date"], str(row["label"]), box.row if box else None, side))
    return labelled


def halved(label: str) -> list[str]:
    """Return a label in one or two lines of about the same length.

    >>> halved("Ukraine withdraws from Avdiivka"), halved("Truce ends")
    (['Ukraine withdraws', 'from Avdiivka'], ['Truce ends'])
    """
    words = label.split()
    if len(label) <= 16 or len(words) < 2:
        return [label]
    cuts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    first, second = min(cuts, key=lambda cut: (max(len(cut[0]), len(cut[1])), -len(cut[0])))
    return [first, second]


def _boxes(order: int, place: float, long: float, width: float) -> Iterator[_Box]:
    for row in range(ROWS):
        for start in (place + 2, place - 2 - long):
            if start >= 0 and start + long <= width:
                yield _Box(order, place, row, start, start + long)


def _meet(one: _Box, other: _Box) -> bool:
    """Return whether two labels overlap, or one lies across the other's line."""
    if one.row == other.row and one.first < other.last + 8 and other.first < one.last + 8:
        return True
    low, high = (one, other) if one.row <= other.row else (other, one)
    return low.first - 3 < high.place < low.last + 3


def breaks(rows: pd.DataFrame, claims: pd.DataFrame, first: Any, last: Any) -> pd.DataFrame:
    """Return the breaks between two dates with the number they are drawn at, and the relation.

    Columns of queries.breaks, and `number` and `relation`: those of the source's claim nearest to
    the break in time. A source without claims has no break to show.
    """
    placed: list[dict[str, Any]] = []
    spoken: dict[str, list[tuple[Any, Any, Any]]] = {}
    if len(rows):
        for voice, *said in zip(
            *(claims[name] for name in ("source", "as_of", "number", "relation")), strict=True
        ):
            for source in str(voice).split(";"):
                spoken.setdefault(source, []).append(tuple(said))
    for each in one_by_one(rows):
        ours = spoken.get(str(each["source"]))
        if ours and first <= each["date"] <= last:
            _, number, relation = min(ours, key=lambda said: abs(said[0] - each["date"]))
            placed.append({**each, "number": number, "relation": relation})
    return pd.DataFrame(placed, columns=[*rows.columns, "number", "relation"])


def clear(
    place: float,
    heights: list[float],
    spots: list[tuple[float, float, float]],
    plot: float,
    labels: Sequence[tuple[float, float]] = (),
) -> tuple[float, str]:
    """Return where a break's label stands free of marks: its height and the side of its line.

    All but `plot`, the plot's height in pixels, are shares of the plot; `spots` are dates with the
    lowest and highest that is drawn there, `labels` the start and height of those that stand
    already. Tried are the ends of the breaks' ticks, then the plot's foot, then every height, the
    nearest first; where nothing is free, the place with the fewest marks and no label.
    """
    long = LONG / WIDTH
    tried: list[tuple[int, int, float, str]] = []
    near = [height + shift / plot for height in heights for shift in (0, -22, 22, -34, 34)]
    far = sorted(
        (line / plot for line in range(_FOOT, int(plot) - _HEAD, 8)),
        key=lambda line: min(abs(line - height) for height in heights),
    )
    for order, height in enumerate([*near, _FOOT / plot, *far]):
        for side, first in (("right", place), ("left", place - long)):
            if first < 0 or first + long > 1 or not 0 < height < 1 - _HEAD / plot:
                continue
            meets = sum(
                first - 0.015 < x < first + long + 0.015
                and low - 16 / plot < height < high + 16 / plot
                for x, low, high in spots
            )
            meets += (1 + len(spots)) * sum(
                abs(first - begin) < long and abs(height - other) < 16 / plot
                for begin, other in labels
            )
            tried.append((meets, order, height, side))
    return min(tried, key=lambda one: one[:2])[2:] if tried else (12 / plot, "right")
