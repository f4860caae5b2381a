"""The names and numbers beside a timeline: each source's newest claim, where its mark stands."""

from __future__ import annotations

import html as markup
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pandas as pd

from contested.charts import glyph
from contested.charts.axis import Axis
from contested.charts.sheet import source_link
from contested.charts.style import FONT, Palette
from contested.words import said

#: Pixels of a timeline above its plot (for the labels of events) and below it (for dates).
TOP, BOTTOM = 74, 42

#: The height that one label takes, in pixels: two lines and the space to the next.
STEP = 40


class Label(NamedTuple):
    """A source's newest claim: what stands beside the chart. `direct` is False for the rest."""

    claim: str
    source: str
    name: str
    words: str
    number: int
    relation: str
    as_of: pd.Timestamp
    at: pd.Timestamp
    direct: bool = True


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
    "number", "relation", "as_of", "at", "published",
]  # fmt: skip


def labels(claims: pd.DataFrame, most: int = 12) -> list[Label]:
    """Return each source's newest claim that counts the same thing as the others, highest first.

    At most `most` of them, those with the newest claims, are `direct`.
    """
    ours = claims.loc[claims["apart"].isna(), _USED].sort_values(["at", "published", "id"])
    newest = ours.drop_duplicates("source", keep="last")
    rows = newest.sort_values(["at", "id"], ascending=[False, True]).to_dict("records")
    found = [_label(row, place < most) for place, row in enumerate(rows)]
    return sorted(found, key=lambda label: (-label.number, label.name, label.claim))


def _label(row: dict[Any, Any], direct: bool) -> Label:
    return Label(
        claim=str(row["id"]),
        source=str(row["source"]),
        name=str(row["source_short"]),
        words=said(row),
        number=int(row["number"]),
        relation=str(row["relation"]),
        as_of=row["as_of"],
        at=row["at"],
        direct=direct,
    )


def placed(
    labels: Sequence[Label], value_range: tuple[float, float], height: int, scale: str
) -> list[Placed]:
    """Return the labels with their places beside a chart of that height, in the same order.

    None overlaps another or leaves the chart, and each stands as near to its mark as that allows
    (least squares). Direct labels beyond what the height holds lose their place, the oldest first.
    """
    values = Axis(*value_range, scale == "log")
    plot = plot_height(height)
    room = max(int(height // STEP), 0)
    direct = sorted((label for label in labels if label.direct), key=lambda label: label.at)
    kept = {label.claim for label in direct[max(len(direct) - room, 0) :]}
    marks = [TOP + (1 - (values.at(label.number) or 0.0)) * plot for label in labels]
    wanted = [
        mark - STEP / 2 for label, mark in zip(labels, marks, strict=True) if label.claim in kept
    ]
    tops = iter(dodged(wanted, STEP, height))
    return [
        Placed(label, mark, next(tops) if label.claim in kept else None)
        for label, mark in zip(labels, marks, strict=True)
    ]


def dodged(wanted: Sequence[float], step: float, height: float) -> list[float]:
    """Return places at least a step apart within a height, as near to the wanted as can be.

    The order is kept. Neighbours that want the same room move as one block, to their mean.

    >>> dodged([10.0, 12.0, 90.0], 20, 100)
    [1.0, 21.0, 80.0]
    """
    blocks: list[tuple[float, int]] = []
    last = float(max(height - step * len(wanted), 0))
    for place, want in enumerate(wanted):
        total, size = want - place * step, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / size:
            before, many = blocks.pop()
            total, size = total + before, size + many
        blocks.append((total, size))
    firsts = [min(max(total / size, 0.0), last) for total, size in blocks for _ in range(size)]
    return [first + place * step for place, first in enumerate(firsts)]


def html(placed: Iterable[Placed], palette: Palette) -> str:
    """Return the labels as HTML for a column beside the chart: an ordinary list on a phone.

    Labels that have no place beside the chart are listed under "more". Works without script.
    """
    held = list(placed)
    if not held:
        return ""
    rules = _STYLE.replace("INK", palette.ink).replace("MUTED", palette.muted)
    direct = [each for each in held if each.top is not None]
    high = max((each.top + STEP for each in direct if each.top is not None), default=0)
    rules = rules.replace("HEIGHT", f"{high:.0f}")
    rest = [each for each in held if each.top is None]
    parts = [f'<ol class="names">{"".join(_item(each) for each in direct)}</ol>']
    if rest:
        noun = "source" if len(rest) == 1 else "sources"
        parts.append(
            f'<details class="more"><summary>and {len(rest)} more {noun}</summary>'
            f"<ol>{''.join(_item(each) for each in rest)}</ol></details>"
        )
    return (
        f"<style>{glyph.style(palette)}{rules}</style>"
        f'<div class="beside" style="font-family:{FONT}">{"".join(parts)}</div>'
    )


def _item(each: Placed) -> str:
    label = each.label
    place = "" if each.top is None else f' style="top:{each.top:.0f}px"'
    return (
        f'<li{place}><span class="who {label.relation}"><span class="g {label.relation}"></span>'
        f'<a href="{markup.escape(source_link(label.source))}" title="{markup.escape(label.name)}">'
        f"{markup.escape(label.name)}</a>"
        f'</span><span class="said"><b>{markup.escape(label.words)}</b> '
        f"<small>{short(label.as_of)}</small></span></li>"
    )


def short(at: pd.Timestamp) -> str:
    """Return a month short enough for a label.

    >>> short(pd.Timestamp(2025, 9, 2))
    'Sep 2025'
    """
    return f"{at:%b %Y}"


#: The labels' rules. Beside a chart each has its own height; on a phone, and in a column too narrow
#: for a number with its hedge, they are a list.
_STYLE = (
    ".beside{color:INK;font-size:14px;line-height:18px;container-type:inline-size}"
    ".beside ol{list-style:none;margin:0!important;padding:0!important}"
    ".beside li{margin:0 0 8px!important;padding:0!important;min-width:0;font-size:14px!important;"
    "line-height:18px}"
    ".beside .who{display:flex;align-items:center;gap:4px}"
    ".beside .who a{color:inherit;text-decoration:none;min-width:0}"
    ".beside .who a:is(:hover,:focus-visible){text-decoration:underline}"
    ".beside .said{display:block;padding-left:20px;font-variant-numeric:tabular-nums}"
    ".beside small{font-size:13px;color:MUTED;white-space:nowrap}"
    ".beside .more{margin-top:6px}.beside summary{cursor:pointer;color:MUTED}"
    ".beside .more ol{margin-top:8px!important}"
    "@media (min-width:640.1px){@container (min-width:210px){"
    ".beside .names{position:relative;height:HEIGHTpx}"
    ".beside .names li{position:absolute;left:0;right:0;margin:0!important}"
    ".beside .names .who a,.beside .names .said{white-space:nowrap;overflow:hidden;"
    "text-overflow:ellipsis}}}"
)
