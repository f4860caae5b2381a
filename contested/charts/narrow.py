"""What a timeline has on a phone instead of words: events' numbers, and letters beside marks.

Lists under the chart say what they stand for. Both are drawn always, and shown where there is no
room for an event's name or for a leader to a label.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from contested.charts import marks
from contested.charts.ground import Frame
from contested.charts.labels import Placed, lettered
from contested.charts.style import Drawing, Palette

#: The names of the traces that only a narrow chart shows.
NAMES = ("numbers", "letters")

#: A phone's plot's width, the rows of numbers above it and the height of one, in pixels.
_WIDTH, _ROWS, _ROW = 250, 4, 15

#: What keeps a letter off its mark.
_GAP = "\u00a0" * 4

#: Where a letter may stand about its mark, in pixels to the right and downwards.
_SIDES = {
    "middle right": (17, 0),
    "middle left": (-17, 0),
    "top right": (17, -11),
    "bottom right": (17, 11),
}

#: How their texts begin: with a letter that is not seen, by which styles/timeline.css finds them.
_MARK = "\u200b"


def numbers(drawn: Drawing, events: pd.DataFrame, frame: Frame, palette: Palette) -> None:
    """Number the events above the plot, in the order given, dodged into rows."""
    ends = [-1.0] * _ROWS
    x, y, text = [], [], []
    for number, at in enumerate(events["date"], start=1):
        place = frame.place(at) * _WIDTH
        if not 0 <= place <= _WIDTH:
            continue
        row = next((row for row, end in enumerate(ends) if end < place), ends.index(min(ends)))
        ends[row] = place + 4 + 7 * len(str(number))
        x.append(marks.iso(at))
        y.append(10 + row * _ROW)
        text.append(f"{_MARK}{number}")
    if text:
        drawn.scatter(
            name=NAMES[0], x=x, y=y, yaxis="y2", mode="text", text=text,
            textposition="middle right", textfont={"color": palette.muted, "size": 12},
            hoverinfo="skip", cliponaxis=False,
        )  # fmt: skip


def letters(drawn: Drawing, placed: Sequence[Placed], frame: Frame, palette: Palette) -> None:
    """Write the letter of each label beside its mark, on the side where it meets no other."""
    marked = [
        (letter, each.label, frame.place(each.label.at) * _WIDTH, each.mark)
        for letter, each in lettered(placed)
        if marks.has_place(frame.values, each.label.number)
        and each.label.number <= frame.values.high
    ]
    taken = [(x, y) for *_, x, y in marked]
    sides: list[str] = []
    for *_, x, y in marked:
        spots = {side: (x + right, y + down) for side, (right, down) in _SIDES.items()}
        free = (side for side, spot in spots.items() if not _met(spot, taken))
        sides.append(next(free, next(iter(spots))))
        taken.append(spots[sides[-1]])
    if marked:
        drawn.scatter(
            name=NAMES[1], mode="text", hoverinfo="skip", cliponaxis=False,
            x=[marks.iso(label.at) for _, label, *_ in marked],
            y=[label.number for _, label, *_ in marked],
            text=[f"{_MARK}{_GAP}<b>{letter}</b>{_GAP}" for letter, *_ in marked],
            textposition=sides,
            textfont={
                "size": 13, "color": [palette.relation[label.relation] for _, label, *_ in marked]
            },
        )  # fmt: skip


def _met(spot: tuple[float, float], taken: Sequence[tuple[float, float]]) -> bool:
    return any(abs(spot[0] - x) < 9 and abs(spot[1] - y) < 11 for x, y in taken)
