"""A chart as a picture that stands alone: title, how to read it, labels, legend, sources."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from contested.charts import legend, narrow, symbols
from contested.charts.labels import STEP, Placed
from contested.charts.marks import PALE
from contested.charts.style import LIGHT, LINE, escaped, folded
from contested.charts.symbols import SYMBOLS
from contested.vocabulary import RELATIONS

#: The picture's width in pixels, and the free border around it.
WIDTH, BORDER = 1200, 28

#: The width of a letter, as a share of its size; wide enough for other fonts than ours.
_LETTER = 0.48

_TITLE, _TEXT, _SMALL = 26, 15, 13

#: The height of a row of the legend, in pixels.
_ROW = 24

#: The room for a sign before its name, in pixels.
_GLYPH = 20

#: The longest name of a source beside the chart, in letters.
_LONGEST = 40


def picture(
    chart: go.Figure,
    title: str,
    lines: Iterable[str],
    footer: str,
    placed: Sequence[Placed] = (),
) -> go.Figure:
    """Return a chart with all that a reader needs where the page around it is gone.

    `lines` stand under the title, empty ones left out; `placed` are the labels that the chart's
    leader lines lead to. The chart keeps its height; the picture is higher, and WIDTH wide.
    """
    drawn = go.Figure(chart)
    drawn.data = [trace for trace in drawn.data if trace.name not in narrow.NAMES]
    for events in drawn.select_traces({"name": "events"}):
        # A tick that is told on hover alone tells nothing here.
        events.marker.opacity = [1 if text else 0 for text in events.text]
    margin = drawn.layout.margin
    edge, top, bottom = margin.r or 0, margin.t or 0, margin.b or 0
    left, right = (margin.l or 0) + BORDER, edge + _beside(placed) + BORDER
    head: list[tuple[str, int, bool]] = [(text, _TITLE, True) for text in _folded(title, _TITLE)]
    for line in lines:
        head += [(text, _TEXT, False) for text in _folded(line, _TEXT)]
    foot = [text for line in footer.split("\n") for text in _folded(line, _SMALL, 1000)]
    entries = _legend(drawn)
    rows = 1 + max((placed.row for placed in entries), default=-1)
    above = BORDER + sum(_height(size) for _, size, _ in head) + 14 + rows * _ROW
    below = 14 + len(foot) * _height(_SMALL) + BORDER - 8
    plot = (chart.layout.height or 450) - top - bottom
    drawn.update_layout(
        width=WIDTH,
        height=int(plot + top + bottom + above + below),
        autosize=False,
        paper_bgcolor=LIGHT.ground,
        plot_bgcolor=LIGHT.ground,
        margin={"l": left, "r": right, "t": top + above, "b": bottom + below, "autoexpand": False},
    )
    texts: list[dict[str, Any]] = []
    signs: list[dict[str, Any]] = []
    y = top + above - BORDER
    for text, size, bold in head:
        html = f"<b>{escaped(text)}</b>" if bold else escaped(text)
        texts.append(_text(html, BORDER - left, y, size, LIGHT.ink if bold else LIGHT.muted))
        y -= _height(size)
    for entry, row, along in entries:
        x, middle = BORDER - left + along, y - 6 - (row + 0.5) * _ROW
        colour = LIGHT.relation.get(entry.relation, LIGHT.muted)
        signs.append(_shape(entry.outline, entry.sign, colour, x + 8, middle))
        texts.append(_text(entry.name, x + 21, middle + 10, _SMALL + 1, LIGHT.ink))
    y = -(bottom + 14)
    for text in foot:
        texts.append(_text(escaped(text), BORDER - left, y, _SMALL, LIGHT.muted, base=0))
        y -= _height(_SMALL)
    x, y = WIDTH - BORDER - left, -(bottom + 14)
    texts.append(_text("<b>Contested</b>", x, y, _TEXT, LIGHT.ink, base=0, anchor="right"))
    of_labels = _labels(placed, top, WIDTH - left - right + edge)
    _add(drawn, texts + of_labels[0], signs + of_labels[1])
    return drawn


def signed(drawn: go.Figure, words: str) -> go.Figure:
    """Return a picture with more words at its foot: when it was saved, and from where."""
    lines = _folded(words, _SMALL)
    more = len(lines) * _height(_SMALL)
    margin = drawn.layout.margin
    left, y = BORDER - margin.l, -margin.b + BORDER - 8
    drawn = go.Figure(drawn)
    drawn.update_layout(height=drawn.layout.height + more, margin={"b": margin.b + more})
    texts = [
        _text(escaped(text), left, y - line * _height(_SMALL), _SMALL, LIGHT.muted, base=0)
        for line, text in enumerate(lines)
    ]
    _add(drawn, texts, [])
    return drawn


def _folded(text: str, size: int, width: int = WIDTH - 2 * BORDER) -> list[str]:
    """Return text in lines that fit a width in pixels."""
    return folded(text, int(width / (size * _LETTER)))


def _height(size: int) -> int:
    return math.ceil(size * 1.35)


def _text(
    text: str, x: float, y: float, size: int, colour: str, base: int = 1, anchor: str = "left"
) -> dict[str, Any]:
    """Return text at pixels from the plot's upper left corner; from the lower if base is 0."""
    return {
        "text": text, "font": {"size": size, "color": colour}, "align": "left",
        "xref": "paper", "x": 0, "xshift": x, "xanchor": anchor,
        "yref": "paper", "y": base, "yshift": y, "yanchor": "top",
        "showarrow": False,
    }  # fmt: skip


def _add(
    drawn: go.Figure, texts: Sequence[Mapping[str, Any]], signs: Sequence[Mapping[str, Any]]
) -> None:
    """Add texts and signs to a picture in one step: for each one Plotly would check all of them."""
    drawn.layout.annotations = [*drawn.layout.annotations, *texts]
    drawn.layout.shapes = [*drawn.layout.shapes, *signs]


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"


def _beside(placed: Sequence[Placed]) -> int:
    """Return the width that the widest label needs."""
    widest = 0.0
    for each in placed:
        if each.top is not None:
            said = f"{each.label.words} {each.label.when}"
            widest = max(widest, len(_cut(each.label.name)), len(said) * 1.06)
    return math.ceil(widest * (_SMALL + 1) * _LETTER) + (_GLYPH if widest else 0)


def _labels(
    placed: Sequence[Placed], top: float, x: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return each label where its leader line ends, the source and its number with its hedge.

    Their texts come first, then their signs.
    """
    texts: list[dict[str, Any]] = []
    signs: list[dict[str, Any]] = []
    rest = 0
    for each in placed:
        if each.top is None:
            rest += 1
            continue
        label = each.label
        colour = LIGHT.relation[label.relation]
        name, ink = (LIGHT.muted,) * 2 if label.lapsed else (colour, LIGHT.ink)
        middle = top - each.top - 11
        symbol = SYMBOLS[RELATIONS[label.relation].symbol]
        sign = _shape(symbol.outline, "", colour, x + 8, middle)
        signs.append(sign | {"opacity": 0.5 if label.lapsed else 1})
        texts.append(_text(escaped(_cut(label.name)), x + _GLYPH, middle + 11, _SMALL + 1, name))
        words = escaped(label.words) if label.lapsed else f"<b>{escaped(label.words)}</b>"
        said = f'{words} <span style="color:{LIGHT.muted}">{label.when}</span>'
        texts.append(_text(said, x + _GLYPH, middle + 11 - STEP * 0.43, _SMALL + 1, ink))
    if rest:
        low = max((each.top or 0) + each.label.height for each in placed)
        noun = "source" if rest == 1 else "sources"
        texts.append(_text(f"and {rest} more {noun}", x, top - low, _SMALL, LIGHT.muted))
    return texts, signs


class _Placed(NamedTuple):
    """An entry of the key and where it stands."""

    entry: legend.Entry
    row: int
    x: float


def _legend(drawn: go.Figure) -> list[_Placed]:
    """Return the key's entries, in as many rows as they need.

    A chart says what it shows; of one that does not, the relations are known by their colours.
    """
    parts = drawn.layout.meta
    if not isinstance(parts, dict):
        text = drawn.to_json()
        parts = {"relations": [word for word in RELATIONS if LIGHT.relation[word] in text]}
    placed: list[_Placed] = []
    row, x = 0, 0.0
    for entry in legend.entries(parts):
        wide = 21 + len(entry.name) * (_SMALL + 1) * _LETTER + 18
        if x and x + wide > WIDTH - 2 * BORDER:
            row, x = row + 1, 0.0
        placed.append(_Placed(entry, row, x))
        x += wide
    return placed


def _shape(path: str, sign: str, colour: str, x: float, y: float) -> dict[str, Any]:
    """Return a sign of the key as a shape at pixels from the plot's upper left corner."""
    hollow = sign == "hedged"
    return {
        "type": "path",
        "path": symbols.moved(path, x, y),
        "xref": "paper", "yref": "paper", "xsizemode": "pixel", "ysizemode": "pixel",
        "xanchor": 0, "yanchor": 1,
        "fillcolor": LIGHT.grid if sign == "area" else LIGHT.ground if hollow else colour,
        "line": {"color": colour, "width": LINE if hollow else 0.5},
        "opacity": _CLEAR.get(sign, 1),
    }  # fmt: skip


#: How clear the signs are that stand for what is drawn paler.
_CLEAR: Mapping[str, float] = {"bar": 0.5, "lying": 0.5, "small": PALE, "faded": PALE}
