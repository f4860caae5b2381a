"""Each source on its own: small multiples on shared axes, the others' claims in grey behind."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from contested.charts import axis, legend, marks
from contested.charts.alt import cut
from contested.charts.style import FONT, LIGHT, Drawing, Palette, escaped, opening, wrapped
from contested.charts.svg import plot
from contested.charts.svg.pen import plain_text
from contested.rows import one_by_one
from contested.words import (
    Claim,
    capital,
    count,
    dated,
    day,
    missing,
    month,
    number,
    said,
    short_month,
)

#: How the panels are read, in one line.
READING = (
    "One small chart a source, on shared axes. Filled: exact. Hollow: hedged. Bar: a range. "
    "Arrow: no bound on that side. Grey: the other sources' claims."
)

#: The height of a panel's plot, of a line above it and of the dates below it, in pixels.
_PLOT, _LINE, _DATES = 126, 18.5, 30

#: The letters of a line above a panel: two panels stand beside each other on a phone, too.
_LETTERS = {1: 44, 2: 18, 3: 44}

#: The share of a panel's plot that an arrow takes beyond its mark.
_ARROW = 24 / _PLOT


def chart(
    claims: pd.DataFrame,
    breaks: pd.DataFrame,
    palette: Palette = LIGHT,
    most: int = 12,
    columns: int = 3,
    scale: str = "linear",
    known_on: date | None = None,
) -> go.Figure:
    """Draw one panel a source, those with the most claims first, at most `most` of them.

    `claims` and `breaks` are what queries.drawn and queries.breaks return. What a line may join is
    joined as steps, as on a timeline; the rest stands alone. What was corrected is struck, unless
    it is looked at from a date, `known_on`. `columns` are at most three; a phone has room for two.
    No rows draws an empty chart.
    """
    chosen = sources(claims)[:most]
    wide = max(1, min(columns, len(chosen) or 1))
    left = claims["source"].nunique() - len(chosen)
    rows = one_by_one(claims.sort_values(["at", "id"]))
    ours = {source: [row for row in rows if row["source"] == source] for source in chosen}
    heads = [_head(own, _LETTERS[columns]) for own in ours.values()]
    above = round(_LINE * max((head.count("<br>") + 1 for head in heads), default=0)) + 4
    grid = Grid(wide, max(1, math.ceil(len(chosen) / wide)), above, _PLOT, _DATES)
    drawn = Drawing(palette, height=grid.height + (20 if left else 0))
    drawn.layout["margin"] = {"l": 8, "r": 12, "t": 0, "b": 20 if left else 0}
    drawn.layout["dragmode"] = False
    if claims.empty:
        drawn.layout |= {"xaxis": {"visible": False}, "yaxis": {"visible": False}}
        return drawn.figure()
    drawn.layout["meta"] = legend.parts(claims)
    # Arrows of open bounds need more room above a mark, and below it, than marks do.
    room = _ARROW if any(map(opening, claims["qualifier"])) else 0.08
    values = axis.axis([*claims["lowest"], *claims["highest"]], log=scale == "log", room=room)
    ticks = axis.ticks(values, 0.24)
    drawn.layout["margin"]["l"] += tick_room(ticks)
    same = [
        row
        for row in one_by_one(claims[["source", "apart", "at", "number"]])
        if missing(row["apart"]) and (row["number"] > 0 or not values.log)
    ]
    for place, (source, own) in enumerate(ours.items()):
        frame(drawn, place, grid, values, ticks, claims["at"], palette)
        others = [row for row in same if row["source"] != source]
        drawn.scatter(
            x=[marks.iso(row["at"]) for row in others],
            y=[int(row["number"]) for row in others],
            mode="markers",
            marker={"color": palette.muted, "size": 4, "opacity": 0.28},
            hoverinfo="skip",
            **axes_of(place),
        )
        joined = marks.steps(marks.runs(own, breaks), values)
        spots = marks.spots(own, known_on=known_on)
        _draw(drawn, spots, joined, place, values, palette)
        _name(drawn, heads[place], own, place, palette)
    if left:
        drawn.note(
            text=f"{escaped(capital(count(left, 'source')))} with fewer claims not drawn",
            x=1, xref="paper", xanchor="right", y=0, yref="paper", yanchor="top", yshift=-2,
            showarrow=False, font={"size": 13, "color": palette.muted},
        )  # fmt: skip
    return drawn.figure()


class Cell(NamedTuple):
    """One panel of a chart: who, what it shows in words, its colour, and itself as a chart."""

    name: str
    words: str
    colour: str
    chart: dict[str, Any]


#: The room under an alone panel for its dates, and beside it, in pixels.
_UNDER, _BESIDE = 26, 8


def are_panels(chart: Mapping[str, Any]) -> bool:
    """Return whether a chart is small charts of time beside each other, also one of a picture."""
    layout = chart.get("layout", {})
    return all(layout.get(name, {}).get("type") == "date" for name in ("xaxis", "xaxis2"))


def cells(chart: Mapping[str, Any], high: int = _PLOT) -> list[Cell]:
    """Return the panels of a chart, or of a picture, one by one, their plots `high` pixels high."""
    layout = chart["layout"]
    alone: list[Cell] = []
    for place, head in enumerate(plot.notes(chart)):
        x, y = axes_of(place).values()
        across, upwards = layout.get(f"xaxis{x[1:]}"), layout.get(f"yaxis{y[1:]}")
        if across is None or upwards is None:
            break  # what follows the heads says what is not drawn
        ticks = [str(text) for text in upwards.get("ticktext") or ()]
        room = 8 + round(6.9 * max(map(len, ticks), default=0))
        name, _, words = str(head["text"]).partition("</b><br>")
        own = {
            "height": high + _UNDER + 6,
            "margin": {"l": room, "r": _BESIDE, "t": 6, "b": _UNDER},
            "font": {"size": 12, "color": layout["font"]["color"], "family": FONT},
            "xaxis": {**across, "domain": [0, 1], "anchor": "y"},
            "yaxis": {**upwards, "domain": [0, 1], "anchor": "x", "showticklabels": True},
        }
        traces = [
            {**trace, "xaxis": "x", "yaxis": "y"}
            for trace in chart["data"]
            if trace.get("xaxis", "x") == x
        ]
        colour = str((head.get("font") or {}).get("color"))
        drawn = {"data": traces, "layout": own}
        alone.append(Cell(plain_text(name), plain_text(words), colour, drawn))
    return alone


class Grid(NamedTuple):
    """The panels' places: how many beside and above each other, and their heights in pixels."""

    wide: int
    high: int
    above: int
    plot: int
    below: int

    @property
    def height(self) -> int:
        """The height of all of them."""
        return self.high * (self.above + self.plot + self.below)

    def across(self, place: int) -> list[float]:
        """Return where a panel's plot begins and ends, as shares of the width."""
        gap = 0.05 if self.wide > 1 else 0.0
        width = (1 - gap * (self.wide - 1)) / self.wide
        start = (place % self.wide) * (width + gap)
        return [start, start + width]

    def upwards(self, place: int) -> list[float]:
        """Return where a panel's plot begins and ends, as shares of the height."""
        row = self.above + self.plot + self.below
        top = (place // self.wide) * row + self.above
        return [1 - (top + self.plot) / self.height, 1 - top / self.height]


def axes_of(place: int) -> dict[str, str]:
    """Return the axes of a panel; Plotly's first have no number."""
    number = place + 1 if place else ""
    return {"xaxis": f"x{number}", "yaxis": f"y{number}"}


def sources(claims: pd.DataFrame) -> list[str]:
    """Return the sources, those with the most claims that count the same thing first."""
    # Of a source with more claims than are drawn the query says how many count the same thing.
    counted = [name for name in ("of_same",) if name in claims]
    same: Counter[str] = Counter()
    last: dict[str, pd.Timestamp] = {}
    for row in one_by_one(claims[["source", "apart", "as_of", *counted]]):
        source = str(row["source"])
        if counted:
            same[source] = int(row["of_same"])
        else:
            same[source] += missing(row["apart"])
        last[source] = max(last.get(source, row["as_of"]), row["as_of"])
    by_name = sorted(last)
    return sorted(by_name, key=lambda source: (same[source], last[source]), reverse=True)


def tick_room(ticks: list[float]) -> int:
    """Return the width that an axis's numbers take, in pixels."""
    return int(8 + 6.4 * max((len(number(tick)) for tick in ticks), default=0))


def frame(
    drawn: Drawing,
    place: int,
    grid: Grid,
    values: axis.Axis,
    ticks: list[float],
    dates: pd.Series[Any],
    palette: Palette,
) -> None:
    """Lay one panel's axes: shared ranges, numbers only at the left."""
    room = (dates.max() - dates.min()) * 0.04 + pd.Timedelta(days=3)
    font = {"color": palette.muted, "size": 12}
    look = {"gridcolor": palette.grid, "zeroline": False, "tickfont": font, "fixedrange": True}
    days = _date_ticks(dates.min(), dates.max())
    x, y = axes_of(place).values()
    drawn.layout[f"xaxis{x[1:]}"] = look | {
        "domain": grid.across(place),
        "anchor": y,
        "type": "date",
        "range": [marks.iso(dates.min() - room), marks.iso(dates.max() + room)],
        "showgrid": False,
        "showline": True,
        "linecolor": palette.grid,
        "tickvals": [marks.iso(at) for at, _ in days],
        "ticktext": [text for _, text in days],
        "tickangle": 0,
    }
    drawn.layout[f"yaxis{y[1:]}"] = look | {
        "domain": grid.upwards(place),
        "anchor": x,
        "type": "log" if values.log else "linear",
        "range": [math.log10(end) if values.log else end for end in values[:2]],
        "tickvals": ticks,
        "ticktext": [number(tick) for tick in ticks],
        "showticklabels": place % grid.wide == 0,
    }


def _date_ticks(first: pd.Timestamp, last: pd.Timestamp) -> list[tuple[pd.Timestamp, str]]:
    """Return the dates that a panel names, few enough for a phone: years, months or one day."""
    days = (last - first).days
    if days < 120:
        middle = first + (last - first) / 2
        return [(middle.normalize(), day(middle))]
    if days < 700:
        near = [first + (last - first) * share for share in (0.2, 0.8)]
        months = [pd.Timestamp(at.year, at.month, 1) for at in near]
        return [(month, short_month(month)) for month in dict.fromkeys(months)]
    years = range(first.year + 1, last.year + 1)
    step = 1 + (len(years) - 1) // 4
    return [(pd.Timestamp(year, 1, 1), str(year)) for year in years[::step]]


def _draw(
    drawn: Drawing,
    spots: list[marks.Spot],
    joined: marks.Points,
    place: int,
    values: axis.Axis,
    palette: Palette,
) -> None:
    relation, name = spots[-1].claim["relation"], str(spots[-1].claim["source_short"])
    colour, on = palette.relation[relation], axes_of(place)
    lines: tuple[tuple[marks.Points, float, dict[str, Any]], ...] = (
        (joined, 0.6, {"width": 1.2, "shape": "hv"}),
        (marks.ranges(spots, values), 0.4, {"width": 4}),
    )
    for (x, y), clear, line in lines:
        if x:
            drawn.scatter(
                x=x, y=y, mode="lines", opacity=clear, hoverinfo="skip",
                line={"color": colour, **line}, **on,
            )  # fmt: skip
    points = marks.points(spots, relation, values, palette)
    drawn.scatter(name=escaped(name), cliponaxis=False, **points, **on)
    signs = marks.overlay(spots, values, colour)
    if signs:
        drawn.scatter(**signs, **on)


def _head(claims: list[Claim], letters: int) -> str:
    """Return what stands above a panel: who, how many claims, and the last of them."""
    name = wrapped(str(claims[-1]["source_short"]), letters)
    return f"<b>{name}</b><br>{wrapped(_last(claims), letters + 5)}"


def _last(claims: list[Claim]) -> str:
    same = [claim for claim in claims if missing(claim["apart"])] or claims
    last = same[-1]
    made = int(last.get("of_source", len(claims)))
    return f"{capital(count(made, 'claim'))}, last {said(last)} ({_when(last)})"


def _when(claim: Claim) -> str:
    return dated(claim) if claim["counting"] == "period" else month(claim["as_of"])


def _name(drawn: Drawing, words: str, claims: list[Claim], place: int, palette: Palette) -> None:
    """Write a panel's name in the relation's colour, and under it what it shows, in grey."""
    x, y = axes_of(place).values()
    name, _, rest = words.partition("</b><br>")
    drawn.note(
        text=f'{name}</b><br><span style="color:{palette.muted};font-size:13px">{rest}</span>',
        x=drawn.layout[f"xaxis{x[1:]}"]["domain"][0],
        y=drawn.layout[f"yaxis{y[1:]}"]["domain"][1],
        xref="paper", xanchor="left", yref="paper", yanchor="bottom", yshift=2, align="left",
        showarrow=False, font={"size": 14, "color": palette.relation[claims[-1]["relation"]]},
    )  # fmt: skip


def alt(claims: pd.DataFrame, name: str, most: int = 12) -> str:
    """Return what the panels show, in words, in fewer than 500 letters."""
    if claims.empty:
        return f"{name}: no claim."
    order = sources(claims)
    text = f"{name}: one small chart a source, {count(min(most, len(order)), 'source')} in all"
    text += f" ({len(order) - most} more not drawn)" if len(order) > most else ""
    ends = []
    for source in order[:3]:
        theirs = claims[claims["source"] == source].sort_values(["as_of", "id"])
        same = theirs[theirs["apart"].isna()]
        rows = one_by_one(theirs if same.empty else same)
        made = int(rows[-1]["of_source"]) if "of_source" in rows[-1] else len(theirs)
        window = f" ({dated(rows[-1])})" if rows[-1]["counting"] == "period" else ""
        last = f"last {said(rows[-1])}{window}"
        ends.append(f"{rows[0]['source_short']}: {count(made, 'claim')}, {last}")
    text += f". {'; '.join(ends)}{' …' if len(order) > 3 else '.'}"
    return cut(text)
