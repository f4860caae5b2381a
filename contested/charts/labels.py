"""The names and numbers beside a timeline: each source's newest claim, where its mark stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from string import ascii_lowercase
from typing import NamedTuple

import pandas as pd

from contested.charts.axis import Axis
from contested.rows import Row, one_by_one
from contested.vocabulary import lapse
from contested.words import missing, said, short_as_of, short_month

#: Pixels of a timeline above its plot (for the labels of events) and below it (for dates).
TOP, BOTTOM = 74, 42

#: The height that a label takes, in pixels: two lines and the space to the next; and one whose
#: number, hedge and date take more letters than a line beside the chart holds.
STEP, TALL = 40, 58
_LINE = 33


class Label(NamedTuple):
    """A source's newest claim: what stands beside the chart. `direct` is False for the rest."""

    claim: str
    source: str
    name: str
    words: str
    number: int
    relation: str
    of: str
    at: pd.Timestamp
    lapsed: bool = False
    direct: bool = True

    @property
    def when(self) -> str:
        """The months that its number refers to, and whether it has lapsed since."""
        return self.of + (", lapsed" if self.lapsed else "")

    @property
    def height(self) -> int:
        """The height that it takes beside the chart, in pixels."""
        return STEP if len(self.words) + 1 + len(self.when) <= _LINE else TALL


class Placed(NamedTuple):
    """A label, the height of its mark, and the top of its own box: pixels from the chart's top.

    `top` is None for a label that has no place beside the chart.
    """

    label: Label
    mark: float
    top: float | None

    @property
    def middle(self) -> float:
        """The height that a leader line leads to."""
        return (self.top or 0.0) + STEP / 2


def plot_height(height: int) -> int:
    """Return the height of a timeline's plot, without the room above and below it."""
    return height - TOP - BOTTOM


_USED = [
    "id", "source", "source_short", "qualifier", "low", "best", "high",
    "number", "relation", "as_of", "as_of_from", "as_of_precision", "published", "at", "counting",
    "since",
]  # fmt: skip


def labels(claims: pd.DataFrame, most: int = 12) -> list[Label]:
    """Return each source's newest claim that counts the same thing as the others, highest first.

    `claims` is what queries.drawn returns; the newest is so whatever the axis. A claim has lapsed
    where it no longer stands at the date of the newest of them. At most `most` labels are `direct`:
    those of standing claims before those of lapsed ones, then the newest.
    """
    used = claims[[name for name in (*_USED, "apart") if name in claims]]
    ours = [row for row in one_by_one(used) if missing(row["apart"])]
    newest: dict[str, Row] = {}
    for row in sorted(ours, key=lambda row: (row["as_of"], row["published"], row["id"])):
        newest.pop(row["source"], None)  # which of two comes first is told by their newest
        newest[row["source"]] = row
    last = max((row["as_of"] for row in ours), default=None)
    rows = [
        {**dict.fromkeys(_USED), **row, "lapsed": last - row["as_of"] > lapse(row["counting"])}
        for row in newest.values()
    ]
    rows.sort(key=lambda row: (not row["lapsed"], row["at"]), reverse=True)
    each = [_label(row, place < most) for place, row in enumerate(rows)]
    return sorted(each, key=lambda label: (-label.number, label.name, label.claim))


def _label(row: Row, direct: bool) -> Label:
    return Label(
        claim=str(row["id"]),
        source=str(row["source"]),
        name=str(row["source_short"]),
        words=said(row),
        number=int(row["number"]),
        relation=str(row["relation"]),
        of=short_as_of(row),
        at=row["at"],
        lapsed=bool(row["lapsed"]),
        direct=direct,
    )


def placed(
    labels: Sequence[Label],
    value_range: tuple[float, float],
    height: int,
    scale: str,
    above: int = TOP,
) -> list[Placed]:
    """Return the labels with their places beside a chart of that height, in the same order.

    None overlaps another or leaves the chart, and each stands as near to its mark as that allows
    (least squares); the plot begins `above` pixels down. Direct labels beyond what the height holds
    lose their place: those of lapsed claims first, then the oldest.
    """
    values = Axis(*value_range, scale == "log")
    plot = height - above - BOTTOM
    direct = sorted(
        (label for label in labels if label.direct),
        key=lambda label: (not label.lapsed, label.at),
        reverse=True,
    )
    filled = accumulate(label.height for label in direct)
    fitting = {label.claim for label, high in zip(direct, filled, strict=True) if high <= height}
    # A number above the axis is written at its end.
    marks = [above + (1 - min(values.at(label.number) or 0.0, 1.0)) * plot for label in labels]
    beside = [
        (label, mark) for label, mark in zip(labels, marks, strict=True) if label.claim in fitting
    ]
    tops = dodged(
        [mark - STEP / 2 for _, mark in beside], [label.height for label, _ in beside], height
    )
    top = {label.claim: top for (label, _), top in zip(beside, tops, strict=True)}
    return [
        Placed(label, mark, top.get(label.claim)) for label, mark in zip(labels, marks, strict=True)
    ]


def lettered(placed: Iterable[Placed]) -> list[tuple[str, Placed]]:
    """Return the labels that have a place beside the chart, each with the letter it has without.

    A phone lists them under the chart, too far from their marks for leader lines.
    """
    beside = [each for each in placed if each.top is not None]
    return list(zip(ascii_lowercase, beside, strict=False))


def dodged(wanted: Sequence[float], heights: Sequence[float], height: float) -> list[float]:
    """Return places for boxes of these heights within a height, as near to the wanted as can be.

    The order is kept. Neighbours that want the same room move as one block, to their mean.

    >>> dodged([10.0, 12.0, 90.0], [20, 20, 20], 100)
    [1.0, 21.0, 80.0]
    """
    blocks: list[tuple[float, int]] = []
    before = list(accumulate(heights, initial=0.0))
    last = max(height - before[-1], 0.0)
    for want, above in zip(wanted, before[:-1], strict=True):
        total, size = want - above, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / size:
            earlier, many = blocks.pop()
            total, size = total + earlier, size + many
        blocks.append((total, size))
    firsts = [min(max(total / size, 0.0), last) for total, size in blocks for _ in range(size)]
    return [first + above for first, above in zip(firsts, before[:-1], strict=True)]


def short(at: pd.Timestamp) -> str:
    """Return a month short enough for a label.

    >>> short(pd.Timestamp(2025, 9, 2))
    'Sep 2025'
    """
    return short_month(at)
