"""A table whose middle column is a picture: shared by the comparisons, drawn in HTML and CSS alone.

It is read by screen readers as a table, needs no script, and on a narrow screen each row becomes
three lines: who and how many, the picture, and the rest.
"""

from __future__ import annotations

from typing import NamedTuple

from contested.charts import axis
from contested.charts import marks as claim_marks
from contested.charts.axis import Axis
from contested.charts.style import opening
from contested.words import Claim, number

#: The least distance of two ticks, as a share of the picture: about the width of "1,000,000".
_GAP = 0.26


class Mark(NamedTuple):
    """A mark: where it stands, and whether it is a range's end, or the cap of a computed one."""

    place: str
    end: bool
    cap: bool = False


class Picture(NamedTuple):
    """What is drawn of a claim: marks, a range's bar, the arrow of an open bound at `edge`.

    A claim without a place on the axis has no marks.
    """

    relation: str
    hollow: bool
    marks: list[Mark]
    bar: str = ""
    side: str = ""
    edge: str = ""


def picture(claim: Claim, scale: Axis) -> Picture:
    """Return a claim's marks on an axis: only on numbers that its source stated."""
    relation, qualifier = claim["relation"], claim["qualifier"]
    low, high = scale.at(float(claim["lowest"])), scale.at(float(claim["highest"]))
    hollow = qualifier != "exact"
    if high is None:
        return Picture(relation, hollow, [])
    marks = [
        Mark(f"{place:.2%}", share < 1, claim_marks.capped(claim))
        for value, share in claim_marks.sized(claim)
        if (place := scale.at(value)) is not None
    ]
    start = low or 0.0
    bar = f"left:{start:.2%};width:{high - start:.2%}" if claim_marks.ranged(claim) else ""
    return Picture(relation, hollow, marks, bar, opening(qualifier), f"{high:.2%}")


def ticks(scale: Axis) -> list[tuple[str, str]]:
    """Return an axis's numbers, each with its place."""
    return [(f"{scale.at(tick):.2%}", number(tick)) for tick in axis.ticks(scale, _GAP)]


def lines(scale: Axis, reference: Claim | None = None) -> str:
    """Return the backdrop of the picture column: its ticks and the reference, as CSS."""
    layers = []
    if reference is not None:
        low, high = (scale.at(float(reference[side])) for side in ("lowest", "highest"))
        if low is not None and high is not None:
            for place in dict.fromkeys((low, high)):
                dots = "to bottom,var(--muted) 0 3px,transparent 3px 6px"
                layers.append(f"repeating-linear-gradient({dots}) {place:.2%} 0/1px 100% no-repeat")
            if 0 < high - low < 1:
                start = low / (1 - (high - low))
                layers.append(
                    f"linear-gradient(var(--band),var(--band)) {start:.2%} 0/"
                    f"{high - low:.2%} 100% no-repeat"
                )
    layers += [
        f"linear-gradient(var(--grid),var(--grid)) {place} 0/1px 100% no-repeat"
        for place, _ in ticks(scale)
    ]
    return ",".join(layers) or "none"
