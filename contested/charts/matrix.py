"""Every source against every other: a table of ratios, and the same table as a chart."""

from __future__ import annotations

import html as markup
import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from contested.charts import glyph, sheet
from contested.charts.style import LIGHT, SIZE, Drawing, Palette, wrapped
from contested.compare import ratio, stands
from contested.vocabulary import RELATIONS
from contested.words import NO_RATIO, Claim, capital, count, said

#: How the cells are read, in one line.
READING = (
    "Row divided by column. Green: higher than the column's source, whatever the bounds leave; "
    "brown: lower; no tint: may be the same; n/c: not comparable, as any ratio is possible."
)

#: The tints of a ratio far above and far below 1 on each ground; the ground itself is 1.
_TINTS = {"light": ("#8fc4be", "#dcb98a"), "dark": ("#1f5a57", "#6b4a1e")}

#: From this ratio on, or its inverse, a cell has its full tint; one that is surely not 1 has at
#: least this share of it.
_FULL, _LEAST = 10.0, 0.15

#: Of the chart: the ink on a tinted cell, which stays light on a dark ground; the width of the
#: names in cells; the fewest cells in a row; the height of a line and of a cell's edge, in pixels.
_ON_TINT, _NAMES, _FEWEST, _LINE, _EDGE = "#10151b", 2.2, 6, 17, 8
#: The width of the names' column and of each other one, in pixels, with the space between them.
_NAME, _CELL = 168, 108

_STYLE = """
.ratios{container-type:inline-size}
.ratios .aside{display:none;text-align:right;margin:0 0 4px;max-width:none}
@container (max-width:WIDEpx){.ratios .aside{display:block}}
.every{overflow-x:auto;color:INK;font-size:14px;line-height:1.25;font-variant-numeric:tabular-nums;
max-width:100%}
.every table{border-collapse:separate;border-spacing:2px;margin:0;border:0;width:max-content}
.every :is(th,td){border:0;padding:5px 7px;font-weight:400;color:INK;text-align:center;width:92px;
min-width:92px;max-width:92px;overflow-wrap:break-word;vertical-align:middle}
.every thead th{font-size:13px;vertical-align:bottom;background:GROUND}
.every :is(th:first-child){position:sticky;left:0;background:GROUND;text-align:left;width:150px;
min-width:150px;max-width:150px;z-index:1}
.every .name{display:flex;gap:5px;align-items:center}
.every .name>:last-child{min-width:0}
.every .small{display:block;font-size:13px;color:MUTED;padding-left:21px}
.every .none{color:MUTED;font-size:13px}
.every a{color:inherit;text-decoration:underline;text-decoration-color:GRID;
text-underline-offset:3px}
.key{font-size:13px;color:MUTED;margin:6px 0 0;max-width:46rem}
@media (max-width:640px){.every :is(th:first-child){width:112px;min-width:112px;max-width:112px}}
"""


def html(current: pd.DataFrame, name: str, palette: Palette = LIGHT, most: int = 12) -> str:
    """Return the ratio of each source's current claim (row) to each other's (column) as a table.

    `current` is what queries.current returns, `name` what is counted; claims set apart are not
    compared. Of more than `most` sources the newest claims are kept, highest first, and the rest
    are counted. Text where fewer than two compare.
    """
    rows, left = _compared(current, most)
    rules = _STYLE.replace("INK", palette.ink).replace("MUTED", palette.muted)
    rules = rules.replace("GRID", palette.grid).replace("WIDE", str(_NAME + _CELL * len(rows)))
    style = f"<style>{rules.replace('GROUND', palette.ground)}{glyph.style(palette)}</style>"
    if len(rows) < 2:
        return f'{style}<p class="every">It takes two sources to compare.</p>'
    head = "".join(
        f'<th scope="col"><span class="{claim["relation"]}">'
        f"{markup.escape(claim['source_short'])}</span></th>"
        for claim in rows
    )
    body = "".join(
        f'<tr><th scope="row"><span class="name {claim["relation"]}">{_name(claim)}</span>'
        f'<span class="small">{markup.escape(said(claim))}</span></th>'
        + "".join(_cell(claim, other, palette) for other in rows)
        + "</tr>"
        for claim in rows
    )
    return (
        f'{style}<div class="ratios"><p class="aside">Scroll sideways for all '
        f"{count(len(rows), 'column')} →</p>"
        f'<div class="every" role="region" tabindex="0" '
        f'aria-label="{markup.escape(alt(current, name, most))}">'
        f'<table><thead><tr><th scope="col">Source</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div></div>"
        f'<p class="key">{READING}{_rest(left)}</p>'
    )


def chart(current: pd.DataFrame, palette: Palette = LIGHT, most: int = 12) -> go.Figure:
    """Draw the table of `html`: names at the left and above, a ratio in each cell.

    Fewer than two claims that compare draw the sentence that says so.
    """
    rows, left = _compared(current, most)
    if len(rows) < 2:
        drawn = Drawing(palette, 60)
        drawn.layout |= {"xaxis": {"visible": False}, "yaxis": {"visible": False}}
        drawn.note(text="It takes two sources to compare.", showarrow=False, **_PAPER)
        return drawn.figure()
    above = [wrapped(claim["source_short"], 12) for claim in rows]
    beside = [wrapped(claim["source_short"], 24) for claim in rows]
    head = _high(above)
    row = _high(beside) + _LINE
    high = head + row * len(rows)
    drawn = Drawing(palette, high + _LINE + _EDGE)
    drawn.layout |= {
        "margin": {"l": SIZE // 2, "r": 0, "t": 0, "b": _LINE + _EDGE},
        "xaxis": {"range": [-_NAMES, max(len(rows), _FEWEST)], "visible": False},
        "yaxis": {"range": [high, 0], "visible": False},
        "dragmode": False,
        "meta": {
            "relations": [word for word in RELATIONS if any(c["relation"] == word for c in rows)]
        },
    }
    for at, claim in enumerate(rows):
        colour = palette.relation[claim["relation"]]
        middle = head + row * (at + 0.5)
        words = f'<span style="color:{palette.muted}">{wrapped(said(claim), 24)}</span>'
        _write(drawn, at + 0.5, head - _EDGE / 2, above[at], colour, yanchor="bottom")
        label = f"{beside[at]}<br>{words}"
        _write(drawn, -_NAMES, middle, label, colour, xanchor="left", xshift=SIZE + 2)
        for place, other in enumerate(rows):
            found = ratio(claim, other)
            text, ink = "—", palette.muted
            if claim["id"] != other["id"]:
                text = "n/c" if found.number is None else found.words
            if claim["id"] != other["id"] and found.number is not None:
                fill, ink = tint(claim, other, palette), palette.ink
                if fill != palette.ground:
                    ink = _ON_TINT
                    corners = {"x0": place, "x1": place + 1, "y0": middle - row / 2}
                    corners["y1"] = middle + row / 2
                    edge = {"color": palette.ground, "width": 2}
                    drawn.shape(type="rect", fillcolor=fill, line=edge, layer="below", **corners)
            _write(drawn, place + 0.5, middle, wrapped(text, 13), ink)
    drawn.scatter(
        x=[-_NAMES] * len(rows),
        y=[head + row * (at + 0.5) for at in range(len(rows))],
        mode="markers",
        marker={
            "symbol": [RELATIONS[claim["relation"]].symbol for claim in rows],
            "color": [palette.relation[claim["relation"]] for claim in rows],
            "size": SIZE,
        },
        customdata=[[claim["id"]] for claim in rows],
        hoverinfo="skip",
        cliponaxis=False,
    )
    if left:
        drawn.note(
            text=_rest(left).strip(), showarrow=False, font={"color": palette.muted, "size": 13},
            **_PAPER | {"x": 0, "y": 0, "xanchor": "left", "yanchor": "top", "yshift": -_EDGE / 2},
        )  # fmt: skip
    return drawn.figure()


_PAPER = {"xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5}


def _write(drawn: Drawing, x: float, y: float, text: str, colour: str, **more: Any) -> None:
    font = {"color": colour, "size": 13}
    align = more.get("xanchor", "center")
    drawn.note(x=x, y=y, text=text, font=font, align=align, showarrow=False, **more)


def _high(names: list[str]) -> int:
    return max(name.count("<br>") + 1 for name in names) * _LINE + 2 * _EDGE


def _rest(left: int) -> str:
    return f" {capital(count(left, 'source'))} with older claims left out." if left else ""


def _name(claim: Claim) -> str:
    link = sheet.source_link(claim["source"])
    return glyph.named(claim["relation"], claim["source_short"], link)


def _cell(claim: Claim, other: Claim, palette: Palette) -> str:
    if claim["id"] == other["id"]:
        return '<td class="none">—</td>'
    found = ratio(claim, other)
    if found.number is None:
        return f'<td class="none" title="{markup.escape(NO_RATIO[found.reason])}">n/c</td>'
    colour = tint(claim, other, palette)
    return f'<td style="background:{colour}">{markup.escape(found.words)}</td>'


def tint(claim: Claim, other: Claim, palette: Palette) -> str:
    """Return the background of a claim's ratio to another's.

    The ground where they may be equal, else further into a hue the further they surely are apart.
    """
    how = stands(claim, other)
    if not how:
        return palette.ground
    number = ratio(claim, other).number
    far = abs(math.log(number)) / math.log(_FULL) if number else 1.0
    share = min(1.0, max(far, _LEAST))
    above, below = _TINTS["dark" if sum(_parts(palette.ground)) < 384 else "light"]
    hue = above if how == "higher" else below
    mixed = [
        round(a + (b - a) * share) for a, b in zip(_parts(palette.ground), _parts(hue), strict=True)
    ]
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def _compared(current: pd.DataFrame, most: int) -> tuple[list[Claim], int]:
    ours = current[current["apart"].isna()].sort_values(
        ["as_of", "published", "id"], ascending=False
    )
    kept = ours.head(most).sort_values(["number", "source"], ascending=[False, True])
    return kept.to_dict("records"), len(ours) - len(kept)


def alt(current: pd.DataFrame, name: str, most: int = 12) -> str:
    """Return what the table shows, in words, in fewer than 500 letters."""
    rows, _ = _compared(current, most)
    if len(rows) < 2:
        return f"{name}: it takes two sources to compare."
    top, bottom = rows[0], rows[-1]
    return (
        f"{name}: a table of the ratios between {count(len(rows), 'source')}. The highest, "
        f"{top['source_short']} ({said(top)}), stands to the lowest, {bottom['source_short']} "
        f"({said(bottom)}), as {ratio(top, bottom).words}."
    )[:499]
