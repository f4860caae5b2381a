"""Claims of one quantity over time: who said how many, since when, and between which bounds."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from contested.charts import axis, dated, glyph, marks
from contested.charts.axis import Axis
from contested.charts.labels import BOTTOM, TOP, Placed, plot_height
from contested.charts.style import FONT, LIGHT, LINE, Palette, blank, escaped, wrapped
from contested.selection import Selection
from contested.vocabulary import QUALIFIERS, RELATIONS
from contested.words import Claim, day, missing

#: The height of the chart on a page, in pixels.
HEIGHT = 520

#: How the marks are read, in one line.
READING = (
    "Each mark is one claim by one source. Filled: exact. Hollow: hedged. Bar: a stated range. "
    "Arrow: no bound on that side. Grey: from the lowest to the highest claim then standing."
)

#: What an empty chart says.
NOTHING = "No claims in this selection"

#: Above this many claims, what a mark tells is brief.
MANY = 600

#: Pixels above and below the plot's marks that open bounds may need.
_ROOM = 27

#: Columns of claims that no mark tells.
_UNUSED = [
    "title", "author", "url", "archive_url", "language", "note", "stated", "line", "kind", "origin",
    "article", "supersedes", "reason", "superseded_by", "superseded_reason", "metric_label",
]  # fmt: skip

#: The margin above the labels of events, and beside the plot: room for leader lines to labels.
_EDGE, _LEADER = 4, 28

#: How far a band without a bound fades out, in steps of pixels.
_FADE = (5, 5, 5, 5)


def value_range(
    claims: pd.DataFrame, band: pd.DataFrame, selection: Selection
) -> tuple[float, float]:
    """Return the ends of the value axis, in the metric's unit: all stated numbers fit, with room.

    A linear axis begins at zero; a logarithmic one leaves zeros out and has room below as well.
    """
    held = [float(value) for name in ("lowest", "highest") for value in claims[name].dropna()]
    held += [float(value) for name in ("lowest", "highest") for value in band[name].dropna()]
    share = _ROOM / plot_height(HEIGHT)
    if selection.scale != "log":
        return 0.0, max(max(held, default=1.0) / (1 - share), 1.0)
    above = [value for value in held if value > 0] or [1.0]
    low, high = min(above), max(above)
    if high / low < 4:
        middle = math.sqrt(low * high)
        low, high = min(low, middle / 2), max(high, middle * 2)
    more = (high / low) ** (share / (1 - 2 * share))
    return low / more, high * more


def chart(
    claims: pd.DataFrame,
    band: pd.DataFrame,
    events: pd.DataFrame,
    breaks: pd.DataFrame,
    selection: Selection,
    palette: Palette = LIGHT,
    height: int = HEIGHT,
    placed: Sequence[Placed] = (),
) -> go.Figure:
    """Draw each claim where its source stated its number, at its date, by its relation.

    `claims`, `band`, `events` and `breaks` are what the queries drawn, band, events and breaks
    return for the selection; `placed` are the labels that stand beside the chart, each to be led
    to. The first custom datum of a mark is its claim's id. No claims draws empty axes.
    """
    drawn = blank(palette, height)
    values = Axis(*value_range(claims, band, selection), selection.scale == "log")
    first, last = _dates(claims)
    plot = plot_height(height)
    top = plot / (plot + TOP - _EDGE)
    _axes(drawn, values, first, last, top, _unit(claims), palette)
    claims = claims.drop(columns=_UNUSED, errors="ignore")
    if claims.empty:
        drawn.update_xaxes(showticklabels=False, ticks="").update_yaxes(tickvals=[])
        drawn.add_annotation(
            text=NOTHING, x=0.5, y=top / 2, xref="paper", yref="paper", showarrow=False,
            font={"color": palette.muted, "size": 16},
        )  # fmt: skip
        return drawn
    _band(drawn, band, values, last, plot, palette)
    _claims(drawn, claims, breaks, selection, values, palette)
    _events(drawn, events, first, last, plot, top, palette)
    _breaks(drawn, breaks, claims, values, first, last, plot, palette)
    _leaders(drawn, placed, values, last, palette)
    _zeros(drawn, claims, values, palette)
    drawn.update_layout(
        meta={
            "relations": _present(claims, "relation", RELATIONS),
            "qualifiers": _present(claims, "qualifier", QUALIFIERS),
            "apart": bool(claims["apart"].notna().any()),
            "struck": any(marks.struck(each, selection.known_on) for each in _rows(claims)),
            "band": bool(band["lowest"].notna().any()),
            "top": TOP,
        }
    )
    return drawn


def _rows(claims: pd.DataFrame) -> list[Claim]:
    return list(claims.to_dict("records"))


def _present(claims: pd.DataFrame, column: str, order: Iterable[str]) -> list[str]:
    held = set(claims[column])
    return [word for word in order if word in held]


def _unit(claims: pd.DataFrame) -> str:
    units = sorted(set(claims["unit"].dropna()))
    return " / ".join(units)


def _dates(claims: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the ends of the time axis: the drawn dates with some room."""
    if claims.empty:
        return pd.Timestamp(2024, 1, 1), pd.Timestamp(2024, 12, 31)
    first, last = claims["at"].min(), claims["at"].max()
    room = max((last - first) * 0.03, pd.Timedelta(days=3 if last > first else 20))
    return first - room, last + room


def _axes(
    drawn: go.Figure,
    values: Axis,
    first: pd.Timestamp,
    last: pd.Timestamp,
    top: float,
    unit: str,
    palette: Palette,
) -> None:
    held = axis.ticks(values, 0.07 if values.log else 0.13)
    longest = max([len(f"{tick:,.0f}") for tick in held] + [len(unit)])
    ends = [math.log10(end) for end in values[:2]] if values.log else list(values[:2])
    drawn.update_layout(
        margin={"l": 14 + int(longest * 6.9), "r": _LEADER, "t": _EDGE, "b": BOTTOM},
        dragmode=False,
        xaxis={
            "type": "date",
            "range": [marks.iso(first), marks.iso(last)],
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
        },
        yaxis={
            "type": "log" if values.log else "linear",
            "range": ends,
            "domain": [0, top],
            "fixedrange": True,
            "tickvals": held,
            "ticktext": [f"{tick:,.0f}" for tick in held],
            "showline": False,
        },
        yaxis2={
            "range": [0, TOP - _EDGE],
            "domain": [top, 1],
            "visible": False,
            "fixedrange": True,
            "anchor": "x",
        },
    )
    if unit:
        drawn.add_annotation(
            text=escaped(unit), x=0, xref="paper", xanchor="right", xshift=-5,
            y=top, yref="paper", yanchor="bottom", yshift=2, showarrow=False,
            font={"color": palette.muted, "size": 13},
        )  # fmt: skip


def _moved(values: Axis, number: float, pixels: float, plot: int) -> float:
    """Return the number that stands some pixels above another on the axis."""
    if values.log:
        return float(number * (values.high / values.low) ** (pixels / plot))
    return number + pixels / plot * (values.high - values.low)


def _band(
    drawn: go.Figure,
    band: pd.DataFrame,
    values: Axis,
    last: pd.Timestamp,
    plot: int,
    palette: Palette,
) -> None:
    """Shade from the lowest to the highest claim standing; a side without a bound fades out."""
    area = marks.Points([], [])
    fades = [marks.Points([], []) for _ in _FADE]
    for run in _standing(band, last, values):
        first = run[0]
        for pieces in (run, run[::-1]):
            upper = pieces is run
            for piece in pieces:
                ends = piece.ends if upper else piece.ends[::-1]
                area.x.extend(ends)
                area.y.extend([piece.high if upper else piece.low] * 2)
        area.x.extend([first.ends[0], None])
        area.y.extend([first.high, None])
        for piece in run:
            for edge, way in ((piece.high, 1), (piece.low, -1)):
                if not (piece.up if way > 0 else piece.down):
                    continue
                reach = 0
                for step, fade in zip(_FADE, fades, strict=True):
                    near, far = (_moved(values, edge, way * (reach + by), plot) for by in (0, step))
                    _box(fade, piece.ends, max(near, values.low), max(far, values.low))
                    reach += step
    names = ["band", *(f"band, fading {step}" for step in range(1, len(_FADE) + 1))]
    for name, piece, clear in zip(names, [area, *fades], (1, 0.75, 0.5, 0.3, 0.15), strict=True):
        if piece.x:
            drawn.add_scatter(
                name=name, x=piece.x, y=piece.y, mode="lines", fill="toself",
                fillcolor=palette.band, opacity=clear, line={"width": 0}, hoverinfo="skip",
            )  # fmt: skip


class _Piece(NamedTuple):
    """A stretch of the band: its dates, its bounds, and which of them are open."""

    ends: list[str]
    low: float
    high: float
    up: bool
    down: bool


def _standing(band: pd.DataFrame, last: pd.Timestamp, values: Axis) -> list[list[_Piece]]:
    """Return the stretches of the band in runs without a gap; equal neighbours are one."""
    runs: list[list[_Piece]] = [[]]
    for row in _rows(band):
        if missing(row["lowest"]):
            runs.append([])
            continue
        until = last if missing(row["until"]) else row["until"]
        piece = _Piece(
            [marks.iso(row["at"]), marks.iso(until)],
            max(float(row["lowest"]), values.low),
            max(float(row["highest"]), values.low),
            QUALIFIERS[row["highest_qualifier"]].open == "up",
            QUALIFIERS[row["lowest_qualifier"]].open == "down",
        )
        if runs[-1] and runs[-1][-1][1:] == piece[1:]:
            runs[-1][-1].ends[1] = piece.ends[1]
        else:
            runs[-1].append(piece)
    return [run for run in runs if run]


def _box(piece: marks.Points, ends: list[str], low: float, high: float) -> None:
    piece.x.extend([ends[0], ends[0], ends[1], ends[1], ends[0], None])
    piece.y.extend([low, high, high, low, low, None])


def _claims(
    drawn: go.Figure,
    claims: pd.DataFrame,
    breaks: pd.DataFrame,
    selection: Selection,
    values: Axis,
    palette: Palette,
) -> None:
    brief = len(claims) > MANY
    runs = marks.runs(claims, breaks)
    relations = _present(claims, "relation", RELATIONS)
    held = {
        relation: _rows(claims[claims["relation"] == relation].sort_values(["at", "id"]))
        for relation in relations
    }
    for relation in relations:
        ours = [run for run in runs if run[-1]["relation"] == relation]
        joined = marks.steps(ours, values)
        _line(drawn, f"{relation}, joined", joined, palette.relation[relation], 1.2, 0.6, "hv")
    for relation in relations:
        colour = palette.relation[relation]
        _line(drawn, f"{relation}, ranges", marks.ranges(held[relation], values), colour, 4, 0.4)
        if selection.axis != "published":
            spans = marks.periods(held[relation], values)
            _line(drawn, f"{relation}, periods", spans, colour, 2.2, 0.4)
    for relation in relations:
        signs = marks.overlay(held[relation], values, selection.known_on)
        colour = palette.relation[relation]
        drawn.add_scatter(
            name=RELATIONS[relation].label,
            **marks.points(held[relation], relation, values, palette, brief),
        )
        if signs.x:
            drawn.add_scatter(
                name=f"{relation}, open and corrected", x=signs.x, y=signs.y, mode="markers",
                hoverinfo="skip", cliponaxis=False,
                marker={
                    "symbol": signs.symbol, "size": signs.size, "angle": signs.angle,
                    "standoff": signs.standoff, "opacity": signs.opacity, "color": colour,
                    "line": {"width": LINE, "color": colour},
                },
            )  # fmt: skip


def _line(
    drawn: go.Figure,
    name: str,
    piece: marks.Points,
    colour: str,
    width: float,
    opacity: float,
    shape: str = "linear",
    dash: str = "solid",
) -> None:
    if piece.x:
        drawn.add_scatter(
            name=name, x=piece.x, y=piece.y, mode="lines", opacity=opacity, hoverinfo="skip",
            line={"color": colour, "width": width, "shape": shape, "dash": dash},
        )  # fmt: skip


def _events(
    drawn: go.Figure,
    events: pd.DataFrame,
    first: pd.Timestamp,
    last: pd.Timestamp,
    plot: int,
    top: float,
    palette: Palette,
) -> None:
    """Draw events as dotted lines up to their labels; without room, the label is told on hover."""
    found = dated.events(events, first, last)
    if not found:
        return
    for event in found:
        if event.row is None:
            continue
        reach = event.row * dated.ROW + 18
        drawn.add_shape(
            type="line", x0=marks.iso(event.date), x1=marks.iso(event.date), yref="paper",
            y0=0, y1=top * (1 + reach / plot), layer="below", name="event",
            line={"color": palette.muted, "width": 1, "dash": "1px,3px"},
        )  # fmt: skip
    drawn.add_scatter(
        name="events",
        x=[marks.iso(event.date) for event in found],
        y=[2 if event.row is None else 18 + event.row * dated.ROW for event in found],
        yaxis="y2",
        mode="markers+text",
        cliponaxis=False,
        marker={
            "symbol": ["circle" if event.row is not None else "line-ns-open" for event in found],
            "size": [3.5 if event.row is not None else 6 for event in found],
            "color": palette.muted,
        },
        text=[
            "" if event.row is None else "<br>".join(map(escaped, dated.halved(event.label)))
            for event in found
        ],
        textposition=[f"middle {event.side}" for event in found],
        textfont={"color": palette.muted, "size": 12},
        hovertext=[wrapped(f"{day(event.date)}: {event.label}") for event in found],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    drawn.update_layout(xaxis_anchor="y")


def _breaks(
    drawn: go.Figure,
    breaks: pd.DataFrame,
    claims: pd.DataFrame,
    values: Axis,
    first: pd.Timestamp,
    last: pd.Timestamp,
    plot: int,
    palette: Palette,
) -> None:
    """Mark where a source's definition changes, at the height of its claims, and say why."""
    found = [
        each
        for each in _rows(dated.breaks(breaks, claims, first, last))
        if marks.shown(values, float(each["number"]))
    ]
    if not found:
        return
    ticks = marks.Points([], [])
    for each in found:
        ends = [_moved(values, float(each["number"]), way * 15, plot) for way in (-1, 1)]
        ticks.x.extend([marks.iso(each["date"])] * 2 + [None])
        ticks.y.extend([*ends, None])
    _line(drawn, "breaks", ticks, palette.ink, 1.2, 1, dash="3px,2px")
    drawn.add_scatter(
        name="breaks, why",
        x=[marks.iso(each["date"]) for each in found],
        y=[float(each["number"]) for each in found],
        mode="markers",
        marker={"symbol": "circle", "size": 12, "opacity": 0},
        hovertext=[
            wrapped(f"{each['source_name']}, {day(each['date'])}: {each['reason']}")
            for each in found
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    days = max((last - first).days, 1)
    spots = [
        ((at - first).days / days, values.at(float(number)) or 0.0)
        for at, number in zip(claims["at"], claims["number"], strict=True)
        if marks.shown(values, float(number))
    ]
    for at in sorted({each["date"] for each in found}):
        heights = [values.at(float(each["number"])) or 0.0 for each in found if each["date"] == at]
        share, side = dated.clear((at - first).days / days, heights, spots, plot)
        drawn.add_scatter(
            name="breaks, label",
            x=[marks.iso(at)],
            y=[_moved(values, values.low, share * plot, plot)],
            mode="text",
            text=["definition changes"],
            textposition=f"middle {side}",
            textfont={"color": palette.ink, "size": 12},
            hoverinfo="skip",
        )


def _leaders(
    drawn: go.Figure,
    placed: Sequence[Placed],
    values: Axis,
    last: pd.Timestamp,
    palette: Palette,
) -> None:
    """Lead from each labelled mark to the plot's edge, and on to its label beside the chart."""
    for each in placed:
        if each.top is None or not marks.shown(values, each.label.number):
            continue
        line = {"color": palette.relation[each.label.relation], "width": 0.8}
        drawn.add_shape(
            type="line", name="leader", layer="between", opacity=0.8,
            x0=marks.iso(each.label.at), x1=marks.iso(last),
            y0=each.label.number, y1=each.label.number, line={**line, "dash": "1px,3px"},
        )  # fmt: skip
        middle, mark = _EDGE - each.middle, _EDGE - each.mark
        drawn.add_shape(
            type="path", name="leader", layer="between", opacity=0.7, line=line,
            xref="paper", yref="paper", xsizemode="pixel", ysizemode="pixel", xanchor=1, yanchor=1,
            path=f"M0,{mark:.1f}L5,{mark:.1f}L{_LEADER - 7},{middle:.1f}L{_LEADER - 1},{middle:.1f}",
        )  # fmt: skip


def _zeros(drawn: go.Figure, claims: pd.DataFrame, values: Axis, palette: Palette) -> None:
    lost = sum(not marks.shown(values, float(number)) for number in claims["number"])
    if lost:
        drawn.add_annotation(
            text=f"Claims of 0, which has no place on a logarithmic scale: {lost:,}",
            x=0, y=0, xref="paper", yref="paper", xanchor="left", yanchor="bottom", xshift=4,
            showarrow=False, font={"color": palette.muted, "size": 12},
        )  # fmt: skip


def legend(claims: pd.DataFrame, palette: Palette) -> str:
    """Return the marks present and what they mean, as HTML that works without script."""
    if claims.empty:
        return ""
    items = [
        f'<span class="g {word}"></span>{html.escape(RELATIONS[word].label)}'
        for word in _present(claims, "relation", RELATIONS)
    ]
    hedges = set(claims["qualifier"])
    grey = '<span class="g third_party grey{}"></span>{}'
    items += [grey.format("", "exact")] if "exact" in hedges else []
    items += [grey.format(" open", "hedged")] if hedges - {"exact"} else []
    for word, sign, said in (
        ("range", "bar", "stated range"),
        ("up", "up", "or more: no ceiling stated"),
        ("down", "down", "or fewer: no floor stated"),
    ):
        if word in hedges | {QUALIFIERS[hedge].open for hedge in hedges}:
            items.append(f'<span class="sign {sign}"></span>{said}')
    if claims["apart"].notna().any():
        items.append('<span class="g third_party grey open small"></span>counts something else')
    if claims["apart"].isna().sum() > 1:
        items.append('<span class="sign area"></span>lowest to highest claim standing')
    rows = "".join(f"<li>{item}</li>" for item in items)
    return (
        f"<style>{glyph.style(palette)}{_LEGEND.replace('INK', palette.ink)}"
        f".key .area{{background:{palette.band.replace('0.07', '0.12').replace('0.10', '0.16')}}}"
        f".key .grey{{color:{palette.muted}}}</style>"
        f'<ul class="key" aria-label="How the marks are read" style="font-family:{FONT}">{rows}</ul>'
    )


#: The legend's rules; and on a narrow chart, events are told by their marks, not by labels.
_LEGEND = (
    ".key{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:0;padding:0;"
    "font-size:14px;line-height:20px;color:INK}"
    ".key li{display:flex;align-items:center;gap:5px;margin:0;padding:0}"
    ".key .small{transform:scale(.72);opacity:.7}"
    ".key .sign{display:inline-block;width:16px;height:16px;background:currentColor;opacity:.75}"
    '.key .bar{clip-path:path("M6 1h4v14h-4z");opacity:.4}'
    '.key .up,.key .down{clip-path:path("M7.2 16V7H4L8 1L12 7H8.8V16z")}'
    ".key .down{transform:scaleY(-1)}"
    ".key .area{opacity:1}"
    ".stPlotlyChart{container-type:inline-size}"
    "@container (max-width:560px){.stPlotlyChart .subplot .text{display:none}}"
    "@media (max-width:640px){.stPlotlyChart .layer-between{display:none}}"
)
