"""Claims of one quantity over time: who said how many, since when, and between which bounds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from contested.charts import axis, event_labels, ground, legend, margin, marks, narrow
from contested.charts.axis import Axis
from contested.charts.ground import Frame
from contested.charts.labels import BOTTOM, TOP, Placed, labels, plot_height
from contested.charts.legend import present
from contested.charts.style import LIGHT, Drawing, Palette, escaped
from contested.rows import one_by_one
from contested.selection import Selection
from contested.vocabulary import QUALIFIERS, RELATIONS
from contested.words import Claim, count, missing, number, said

__all__ = [
    "HEIGHT",
    "NOTHING",
    "ON_PAGE",
    "READING",
    "chart",
    "legend_parts",
    "marked",
    "value_range",
]

#: The height of the chart in a picture, in pixels, and on a page: there a laptop's screen shows it
#: whole, with title, answer and choices above it.
HEIGHT, ON_PAGE = 520, 400

#: How the marks are read, in one line.
READING = (
    "Each mark is one claim by one source. Filled: exact. Hollow: hedged. Bar: a range. "
    "Arrow: no bound on that side. Grey: from the lowest to the highest claim then standing."
)

#: The height of a line of numbers above the axis, and the width of a letter there, in pixels.
_LINE, _LETTER = 16, 8

#: How many lines of them there are at the most.
_LINES = 3

#: What an empty chart says.
NOTHING = "No claims in this selection"

#: What a chart says of which no claim states a number.
NO_NUMBERS = "No source stated a number"

#: How the margin is read, where there is one.
IN_MARGIN = "In the margin: what was said in words, without a number."

_NONE = pd.DataFrame()

#: Above this many claims, what a mark tells is brief.
MANY = 600

#: Pixels above and below the plot's marks that open bounds may need.
_ROOM = 27

#: How far above what stands a number must lie to be left above the axis, and how few may be there.
_FAR, _FEW = 1.25, 0.2

#: Columns of claims that no mark tells.
_UNUSED = [
    "title", "author", "url", "archive_url", "language", "note", "stated", "line", "kind", "origin",
    "article", "supersedes", "reason", "superseded_by", "superseded_reason", "metric_label",
]  # fmt: skip

#: The margin above the labels of events, and beside the plot: room for leader lines to labels.
_EDGE, _LEADER = 4, 28


def value_range(
    claims: pd.DataFrame, band: pd.DataFrame, selection: Selection, height: int = HEIGHT
) -> tuple[float, float]:
    """Return the ends of the value axis, in the metric's unit, with room for the marks.

    A linear axis begins at zero and reaches as high as what still stands does (`highest_standing`);
    with the scale `whole` all stated numbers fit. A logarithmic one holds all but zeros, and has
    room below as well.
    """
    numbers = [
        float(value)
        for rows in (claims, band)
        for name in ("lowest", "highest")
        for value in rows[name]
        if not missing(value)
    ]
    share = _ROOM / plot_height(height)
    if selection.scale != "log":
        top = max(numbers, default=1.0)
        if selection.scale != "whole":
            top = min(top, highest_standing(claims) or top)
        return 0.0, max(top / (1 - share), 1.0)
    above = [value for value in numbers if value > 0] or [1.0]
    low, high = min(above), max(above)
    if high / low < 4:
        middle = math.sqrt(low * high)
        low, high = min(low, middle / 2), max(high, middle * 2)
    more = (high / low) ** (share / (1 - 2 * share))
    return low / more, high * more


def highest_standing(claims: pd.DataFrame) -> float | None:
    """Return the highest number of the sources that still speak; None where all have their place.

    A claim set apart, a bare statement, and a source whose newest claim has lapsed make no axis
    longer, unless by little or where they are many: then nothing is left above it.
    """
    speaking = {label.source for label in labels(claims) if not label.lapsed}
    rows = one_by_one(claims[["apart", "source", "evidence", "number", "highest"]])
    bounded = [row for row in rows if not missing(row["highest"])]
    numbers = [
        float(row["highest"])
        for row in bounded
        if missing(row["apart"]) and row["source"] in speaking and row["evidence"] != "statement"
    ]
    if not numbers:
        return None
    top = max(numbers)
    few = sum(row["number"] > top for row in rows) <= len(rows) * _FEW
    return top if few and max(float(row["highest"]) for row in bounded) > _FAR * top else None


def legend_parts(
    claims: pd.DataFrame, band: pd.DataFrame, chart: go.Figure | None = None
) -> dict[str, Any]:
    """Return what the timeline shows, for its key; empty for no claims.

    Whether its axis ends below what was once said, only the `chart` knows.
    """
    if claims.empty:
        return {}
    ends = bool(chart and (chart.layout.meta or {}).get("ends"))
    return legend.parts(claims, band=bool(band["lowest"].notna().any()), ends=ends)


def chart(
    claims: pd.DataFrame,
    band: pd.DataFrame,
    events: pd.DataFrame,
    breaks: pd.DataFrame,
    selection: Selection,
    palette: Palette = LIGHT,
    height: int = HEIGHT,
    placed: Sequence[Placed] = (),
    unnumbered: pd.DataFrame = _NONE,
) -> go.Figure:
    """Draw each claim where its source stated its number, at its date, by its relation.

    `claims`, `band`, `events`, `breaks` and `unnumbered` are what the queries drawn, band, events,
    breaks and unnumbered return for the selection; what was said without a number stands in a
    margin under the plot, which makes the chart higher. `placed` are the labels that stand beside
    the chart, each to be led to. The first custom datum of a mark is its claim's id. No claims
    draws empty axes.
    """
    dates = _dates(
        pd.concat(
            [frame["at"] for frame in (claims, unnumbered) if len(frame)]
            + ([] if selection.axis == "published" else _begun(claims))
            or [_NONE]
        )
    )
    strip = margin.height(unnumbered, *dates)
    drawn = Drawing(palette, height + strip)
    values = Axis(*value_range(claims, band, selection, height), selection.scale == "log")
    plot = plot_height(height)
    whole = strip + plot + TOP - _EDGE
    frame = Frame(*dates, values, plot, (strip + plot) / whole, strip / whole)
    _axes(drawn, frame, _unit(claims), palette)
    if claims.empty:
        drawn.layout["yaxis"] |= {"tickvals": []}
        text = NO_NUMBERS if strip else NOTHING
        _note(drawn, text, 0.5, (frame.top + frame.bottom) / 2, palette, size=16)
        if not strip:
            drawn.layout["xaxis"] |= {"showticklabels": False, "ticks": ""}
            return drawn.figure()
        margin.draw(drawn, unnumbered, frame, palette, selection.known_on)
        drawn.layout["meta"] = legend.parts(unnumbered)
        return drawn.figure()
    claims = claims.drop(columns=_UNUSED, errors="ignore")
    ground.shade(drawn, band, frame, palette)
    _claims(drawn, claims, breaks, selection, values, palette)
    _above(drawn, claims[claims["number"] > values.high], frame, palette)
    ground.events(drawn, events, frame, palette)
    narrow.numbers(drawn, events, frame, palette)
    ground.breaks(drawn, breaks, claims, frame, palette)
    _leaders(drawn, placed, frame, palette)
    narrow.letters(drawn, placed, frame, palette)
    margin.draw(drawn, unnumbered, frame, palette, selection.known_on)
    zeros = sum(not marks.has_place(values, float(number)) for number in claims["number"])
    if zeros:
        _note(
            drawn, f"Claims of 0, which has no place on this scale: {number(zeros)}", 0,
            frame.bottom, palette,
        )  # fmt: skip
    told = pd.concat(
        [frame[["relation", "qualifier"]] for frame in (claims, unnumbered) if len(frame)]
    )
    drawn.layout["meta"] = {
        "relations": present(told, "relation", RELATIONS),
        "qualifiers": present(told, "qualifier", QUALIFIERS),
        "ranges": legend.ranges(claims),
        "apart": bool(claims["apart"].notna().any()),
        "struck": selection.known_on is None and bool(claims["superseded_on"].notna().any()),
        "band": bool(band["lowest"].notna().any()),
        "ends": bool((claims["number"] > values.high).any()),
    }
    return drawn.figure()


def _note(drawn: Drawing, text: str, x: float, y: float, palette: Palette, size: int = 12) -> None:
    drawn.note(
        text=text, x=x, y=y, xref="paper", yref="paper", showarrow=False,
        xanchor="center" if x else "left", yanchor="middle" if x else "bottom",
        font={"color": palette.muted, "size": size},
    )  # fmt: skip


def _unit(claims: pd.DataFrame) -> str:
    units = sorted(set(claims["unit"].dropna()))
    return " / ".join(units)


def _begun(claims: pd.DataFrame) -> list[pd.Series]:
    """Return where the bars of periods begin, and of dates that are no day, if there are any."""
    begun = [first for claim in one_by_one(claims) if not missing(first := marks.begins(claim))]
    return [pd.Series(begun)] if begun else []


def _dates(at: pd.Series | pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the ends of the time axis: the drawn dates with some room."""
    if at.empty:
        return pd.Timestamp(2024, 1, 1), pd.Timestamp(2024, 12, 31)
    first, last = at.min(), at.max()
    room = max((last - first) * 0.03, pd.Timedelta(days=3 if last > first else 20))
    return first - room, last + room


def _axes(drawn: Drawing, frame: Frame, unit: str, palette: Palette) -> None:
    values = frame.values
    ticks = axis.ticks(values, 0.07 if values.log else 0.13)
    longest = max([len(f"{tick:,.0f}") for tick in ticks] + [len(unit)])
    ends = [math.log10(end) for end in values[:2]] if values.log else list(values[:2])
    layout = drawn.layout
    layout |= {"dragmode": False}
    layout["margin"] = {"l": 14 + int(longest * 6.9), "r": _LEADER, "t": _EDGE, "b": BOTTOM}
    layout["xaxis"] |= {
        "type": "date",
        "range": [marks.iso(frame.first), marks.iso(frame.last)],
        "fixedrange": True,
        "showgrid": False,
        "showline": True,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": palette.muted,
        "tickangle": 0,
        "hoverformat": "%-d %B %Y",
        "tickformatstops": [
            {"dtickrange": [None, 86_400_000 * 20], "value": "%-d %b<br>%Y"},
            {"dtickrange": [86_400_000 * 20, "M11"], "value": "%b %Y"},
            {"dtickrange": ["M12", None], "value": "%Y"},
        ],
    }
    layout["yaxis"] |= {
        "type": "log" if values.log else "linear",
        "range": ends,
        "domain": [frame.bottom, frame.top],
        "fixedrange": True,
        "tickvals": ticks,
        "ticktext": [f"{tick:,.0f}" for tick in ticks],
        "showline": False,
    }
    layout["yaxis2"] = {
        "range": [0, TOP - _EDGE],
        "domain": [frame.top, 1],
        "visible": False,
        "fixedrange": True,
        "anchor": "x",
    }
    if unit:
        drawn.note(
            text=escaped(unit), x=0, xref="paper", xanchor="right", xshift=-5,
            y=frame.top, yref="paper", yanchor="bottom", yshift=2, showarrow=False,
            font={"color": palette.muted, "size": 13},
        )  # fmt: skip


def _claims(
    drawn: Drawing,
    claims: pd.DataFrame,
    breaks: pd.DataFrame,
    selection: Selection,
    values: Axis,
    palette: Palette,
) -> None:
    brief = len(claims) > MANY
    rows: list[Claim] = one_by_one(claims.sort_values(["at", "id"]))
    runs = marks.runs(rows, breaks)
    relations = present(claims, "relation", RELATIONS)
    by_relation = {
        relation: [claim for claim in rows if claim["relation"] == relation]
        for relation in relations
    }
    for relation in relations:
        ours = [run for run in runs if run[-1]["relation"] == relation]
        joined = marks.steps(ours, values)
        _line(drawn, f"{relation}, joined", joined, palette.relation[relation], 1.2, 0.6, "hv")
    spots = {
        relation: marks.spots(
            (claim for claim in ours if claim["number"] <= values.high), brief, selection.known_on
        )
        for relation, ours in by_relation.items()
    }
    for relation in relations:
        colour = palette.relation[relation]
        _line(drawn, f"{relation}, ranges", marks.ranges(spots[relation], values), colour, 4, 0.4)
        if selection.axis != "published":
            spans = marks.periods(by_relation[relation], values)
            _line(drawn, f"{relation}, periods", spans, colour, 2.2, 0.4)
    for relation in relations:
        drawn.scatter(
            name=RELATIONS[relation].label,
            **marks.points(spots[relation], relation, values, palette),
        )
        signs = marks.overlay(spots[relation], values, palette.relation[relation])
        if signs:
            drawn.scatter(name=f"{relation}, open and corrected", **signs)


def _above(drawn: Drawing, claims: pd.DataFrame, frame: Frame, palette: Palette) -> None:
    """Write the numbers above the axis at its end, each at its date, under a dashed line."""
    if claims.empty:
        return
    rows: list[Claim] = one_by_one(claims)
    drawn.shape(
        type="line", name="break", x0=0, x1=1, xref="paper", y0=frame.top, y1=frame.top,
        yref="paper", line={"color": palette.muted, "width": 1.2, "dash": "6px,4px"},
        layer="below",  # the layers above hold what a phone leaves out
    )  # fmt: skip
    texts = _texts_above(rows, frame)
    for relation in dict.fromkeys(text.relation for text in texts):
        ours = [text for text in texts if text.relation == relation]
        colour = palette.relation[relation] if relation else palette.muted
        drawn.scatter(
            name=f"{RELATIONS[relation].label if relation else 'Several'}, above the axis",
            mode="text",
            x=[marks.iso(text.highest["at"]) for text in ours],
            y=[frame.moved(frame.values.high, -_LINE * text.line) for text in ours],
            text=[_told_above(text, frame) for text in ours],
            textposition=[_side(text.highest, frame) for text in ours],
            textfont={"size": 13, "color": colour},
            customdata=[[text.highest["id"]] for text in ours],
            hovertext=[_hover_above(text) for text in ours],
            hovertemplate="%{hovertext}<extra></extra>",
        )


class _Above(NamedTuple):
    """Numbers above the axis that are written as one, some lines under its end."""

    highest: Claim
    others: tuple[Claim, ...]
    line: int

    @property
    def relation(self) -> str:
        """Whose all of them are; "" where they are of several."""
        relations = {claim["relation"] for claim in (self.highest, *self.others)}
        return relations.pop() if len(relations) == 1 else ""

    @property
    def words(self) -> str:
        """The highest as it was said, and how many others there are."""
        more = f" and {count(len(self.others), 'other')}" if self.others else ""
        return said(self.highest) + more


def _texts_above(claims: Sequence[Claim], frame: Frame) -> list[_Above]:
    """Return the numbers above the axis as they are written, in the order of their dates.

    Each stands as few lines under the axis's end as keep it off those beside it. Where three lines
    hold no more, those of about one time are written as one: further down they would stand among
    the marks, and be read at that height.
    """
    groups = [[claim] for claim in sorted(claims, key=lambda claim: (claim["at"], claim["id"]))]
    while True:
        texts = _in_lines(groups, frame)
        crowded = next((place for place, text in enumerate(texts) if text.line == _LINES), None)
        if crowded is None:
            return texts
        groups[crowded - 1] += groups.pop(crowded)


def _in_lines(groups: Sequence[Sequence[Claim]], frame: Frame) -> list[_Above]:
    """Return each group's text, on the first line that is free; on line `_LINES` where none is."""
    ends = [-1.0] * _LINES
    texts = []
    for group in groups:
        highest, *others = sorted(group, key=lambda claim: claim["number"], reverse=True)
        text = _Above(highest, tuple(others), _LINES)
        place, long = frame.place(highest["at"]), _long(text)
        first = place - long if _side(highest, frame) == "bottom left" else place
        line = next((line for line, end in enumerate(ends) if end <= first), _LINES)
        if line < _LINES:
            ends[line] = first + long
        texts.append(text._replace(line=line))
    return texts


def _long(text: _Above) -> float:
    """Return how long a text is, as a share of the time axis; an embed has no shorter ones."""
    return max((len(text.words) + 2) * _LETTER, event_labels.LONG) / event_labels.WIDTH


def _told_above(text: _Above, frame: Frame) -> str:
    """Return what is written above the axis; a gap keeps it off what is marked at its date."""
    written = f"↑ {escaped(text.words)}"
    return f"{written}\u2002" if _side(text.highest, frame) == "bottom left" else f"\u2002{written}"


def _hover_above(text: _Above) -> str:
    """Return what a text above the axis tells: a claim whole, and of several each in brief."""
    if not text.others:
        return marks.hover(text.highest)
    return "<br>".join(marks.hover(claim, brief=True) for claim in (text.highest, *text.others))


def _side(claim: Claim, frame: Frame) -> str:
    """Return on which side of its date a number above the axis is written: where there is room."""
    return "bottom left" if frame.place(claim["at"]) > 0.6 else "bottom right"


def _line(
    drawn: Drawing,
    name: str,
    piece: marks.Points,
    colour: str,
    width: float,
    opacity: float,
    shape: str = "linear",
) -> None:
    if piece.x:
        drawn.scatter(
            name=name, x=piece.x, y=piece.y, mode="lines", opacity=opacity, hoverinfo="skip",
            line={"color": colour, "width": width, "shape": shape},
        )  # fmt: skip


def _leaders(drawn: Drawing, placed: Sequence[Placed], frame: Frame, palette: Palette) -> None:
    """Lead from each labelled mark to the plot's edge, and on to its label beside the chart.

    The lines of one relation are one path, however many they are; those of lapsed claims another,
    which is paler.
    """
    inside: dict[tuple[str, bool], str] = {}
    beside: dict[tuple[str, bool], str] = {}
    for each in placed:
        if each.top is None or not marks.has_place(frame.values, each.label.number):
            continue
        key = (each.label.relation, each.label.lapsed)
        number = min(each.label.number, frame.values.high)
        line = f"M{marks.iso(each.label.at)},{number}L{marks.iso(frame.last)},{number}"
        inside[key] = inside.get(key, "") + line
        middle, mark = _EDGE - each.middle, _EDGE - each.mark
        path = f"M0,{mark:.1f}L5,{mark:.1f}L{_LEADER - 7},{middle:.1f}L{_LEADER - 1},{middle:.1f}"
        beside[key] = beside.get(key, "") + path
    for (relation, lapsed), path in inside.items():
        drawn.shape(
            type="path", name="leader", layer="between", opacity=0.3 if lapsed else 0.8, path=path,
            line={"color": palette.relation[relation], "width": 0.8, "dash": "1px,3px"},
        )  # fmt: skip
    for (relation, lapsed), path in beside.items():
        drawn.shape(
            type="path", name="leader", layer="above", opacity=0.3 if lapsed else 0.7, path=path,
            line={"color": palette.relation[relation], "width": 0.8},
            xref="paper", yref="paper", xsizemode="pixel", ysizemode="pixel", xanchor=1, yanchor=1,
        )  # fmt: skip


def marked(chart: go.Figure, claims: pd.DataFrame, id: str, palette: Palette) -> go.Figure:
    """Return a timeline with a ring around one claim's mark, and no leaders to labels beside it.

    The chart itself is left as it is. For a claim that it does not draw it is returned.
    """
    if not id or (named := claims[claims["id"] == id]).empty:
        return chart
    claim: Claim = named.iloc[0].to_dict()
    plain = chart.to_dict()
    layout = plain["layout"]
    layout["shapes"] = [
        shape
        for shape in layout.get("shapes", ())
        if not (shape.get("name") == "leader" and shape.get("layer") == "above")
    ]
    where = margin.height_of(plain["data"], id) or {"y": [int(claim["number"])]}
    ring = marks.ring(palette) | {"x": [marks.iso(claim["at"])], **where}
    return go.Figure({"data": [*plain["data"], ring], "layout": layout}, _validate=False)
