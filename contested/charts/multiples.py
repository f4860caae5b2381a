"""Each source on its own, in HTML and CSS alone: as many panels beside each other as there is room.

The same panels as `panels.chart` draws for pictures; these fit a phone and need no script.
"""

from __future__ import annotations

import html as markup
from typing import Any, NamedTuple
from urllib.parse import quote

import pandas as pd

from contested.charts import axis, glyph, marks, panels, sheet
from contested.charts.style import LIGHT, Palette, opening
from contested.vocabulary import RELATIONS
from contested.words import Claim, capital, count, missing, month, number, said

#: How large a mark is drawn, as a share of its usual size.
_SIZE = 0.72

_STYLE = """
.many{container-type:inline-size;color:INK;font-variant-numeric:tabular-nums}
.many .grid{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:22px 18px}
@container (max-width: 820px){.many .grid{grid-template-columns:repeat(3,minmax(0,1fr))}}
@container (max-width: 560px){.many .grid{grid-template-columns:repeat(2,minmax(0,1fr));
gap:18px 14px}}
.many .name{display:flex;align-items:center;gap:4px;font-weight:600;font-size:14px;line-height:1.2;
min-height:2.4em}
.many .name>:last-child{min-width:0}
.many a{color:inherit;text-decoration:underline;text-decoration-color:GRID;
text-underline-offset:3px}
.many .last{font-size:13px;line-height:1.25;color:MUTED;display:block;min-height:2.5em}
.many .box{position:relative;height:124px;margin:12px 6px 0 var(--ticks);
border-bottom:1px solid MUTED}
.many .box>*{position:absolute}
.many .rule{left:0;right:0;height:1px;background:GRID}
.many .tick{font-size:12px;line-height:1;color:MUTED;right:100%;padding-right:5px;
transform:translateY(-50%)}
.many .layer{inset:0;background-size:100% 100%}
.many .box .g{z-index:2;margin:-8px 0 0 -8px;transform:scale(SIZE)}
.many .box .g.end{transform:scale(ENDS)}
.many .apart{opacity:PALE}.many .box .g.apart{transform:scale(SMALL)}
.many .north,.many .south{width:8px;height:13px;margin:-20px 0 0 -4px;background:currentColor;
clip-path:path("M4 0L7.4 6H4.7V13H3.3V6H.6z")}
.many .south{margin-top:7px;transform:rotate(180deg)}
.many .dates{position:relative;height:17px;margin:2px 6px 0 var(--ticks);font-size:12px;color:MUTED}
.many .dates span{position:absolute;transform:translateX(-50%);white-space:nowrap}
@container (max-width: 560px){.many .dates span:nth-child(even):not(.to){display:none}}
.many .dates .from{transform:none;left:0}.many .dates .to{transform:none;left:auto;right:0}
.many .small{font-size:13px;color:MUTED;margin:8px 0 0}
"""


class _Frame(NamedTuple):
    """The axes that all panels share: values upwards, dates to the right; the values' ticks."""

    values: axis.Axis
    ticks: list[float]
    first: pd.Timestamp
    days: float

    def x(self, date: Any) -> float:
        return float(0.03 + 0.94 * (date - self.first).days / self.days)

    def y(self, value: float) -> float | None:
        place = self.values.at(value)
        return None if place is None else 1 - place


def html(
    claims: pd.DataFrame,
    breaks: pd.DataFrame,
    palette: Palette = LIGHT,
    most: int = 12,
    scale: str = "linear",
) -> str:
    """Return one panel a source, those with the most claims first, at most `most` of them.

    `claims` and `breaks` are what queries.drawn and queries.breaks return. All panels share their
    axes; the others' claims stand in grey behind. What a line may join is joined as steps, as on a
    timeline; claims set apart are paler. A mark tells its claim when pointed at.
    """
    if claims.empty:
        return "<p>No claim to draw.</p>"
    sources = panels.sources(claims)
    values = axis.axis([*claims["lowest"], *claims["highest"]], log=scale == "log", room=0.08)
    first, last = claims["at"].min(), claims["at"].max()
    ticks = axis.ticks(values, 0.3)
    room = 8 + 6.2 * max(len(number(tick)) for tick in ticks)
    frame = _Frame(values, ticks, first, max(1.0, float((last - first).days)))
    rules = _STYLE.replace("INK", palette.ink).replace("MUTED", palette.muted)
    rules = rules.replace("GRID", palette.grid).replace("PALE", str(marks.PALE))
    rules = rules.replace("SMALL", f"{_SIZE * marks.SMALL:.2f}").replace("SIZE", str(_SIZE))
    rules = rules.replace("ENDS", f"{_SIZE * marks.END:.2f}")
    drawn = "".join(_panel(claims, breaks, source, frame, palette) for source in sources[:most])
    left = len(sources) - most
    rest = f" {capital(count(left, 'source'))} with fewer claims not drawn." if left > 0 else ""
    apart = " Smaller and paler: counts something else." if claims["apart"].notna().any() else ""
    return (
        f"<style>{rules}{glyph.style(palette)}</style>"
        f'<div class="many" style="--ticks:{room:.0f}px"><div class="grid">{drawn}</div>'
        f'<p class="small">Grey: the other sources.{apart}{rest}</p></div>'
    )


def _panel(
    claims: pd.DataFrame, breaks: pd.DataFrame, source: str, frame: _Frame, palette: Palette
) -> str:
    ours = claims[claims["source"] == source].sort_values(["at", "id"]).to_dict("records")
    others = claims[(claims["source"] != source) & claims["apart"].isna()]
    relation = ours[-1]["relation"]
    same = [claim for claim in ours if missing(claim["apart"])] or ours
    name = glyph.named(relation, ours[-1]["source_short"], sheet.source_link(source))
    last = f"{count(len(ours), 'claim')}, last {said(same[-1])} ({month(same[-1]['as_of'])})"
    ticks = "".join(
        f'<span class="rule" style="top:{place:.1%}"></span>'
        f'<span class="tick" style="top:{place:.1%}">{number(tick)}</span>'
        for tick in frame.ticks
        if (place := frame.y(tick)) is not None
    )
    drawn = "".join(_mark(claim, frame) for claim in ours)
    label = f"{ours[-1]['source_name']}, {RELATIONS[relation].label}: {last}"
    return (
        f'<div><span class="name {relation}">{name}</span><span class="last">{markup.escape(last)}'
        f'</span><div class="box" role="img" aria-label="{markup.escape(label)}">{ticks}'
        f"{_layer(ours, breaks, others, frame, palette)}{drawn}</div>{_dates(frame)}</div>"
    )


def _mark(claim: Claim, frame: _Frame) -> str:
    relation, side = claim["relation"], opening(claim["qualifier"])
    kind = relation if claim["qualifier"] == "exact" else f"{relation} open"
    apart = "" if missing(claim["apart"]) else " apart"
    title = markup.escape("\n".join(marks.told(claim)))
    parts = ""
    for value, share in marks.sized(claim):
        top = frame.y(float(value))
        if top is None:
            continue
        place = f"left:{frame.x(claim['at']):.2%};top:{top:.2%}"
        end = " end" if share < 1 else ""
        parts += f'<span class="g {kind}{apart}{end}" style="{place}" title="{title}"></span>'
        if side:
            way = "north" if side == "up" else "south"
            parts += f'<span class="{way} {relation}{apart}" style="{place}"></span>'
    return parts


def _layer(
    ours: list[Claim],
    breaks: pd.DataFrame,
    others: pd.DataFrame,
    frame: _Frame,
    palette: Palette,
) -> str:
    """Return what lies behind a panel's marks as one picture: the others, its steps, its ranges."""
    dots = {
        (round(1000 * frame.x(at)), round(600 * place))
        for at, value in zip(others["at"], others["number"], strict=True)
        if (place := frame.y(float(value))) is not None
    }
    colour = palette.relation[ours[-1]["relation"]]
    steps = "".join(_steps(run, frame) for run in marks.runs(ours, breaks))
    bars = ""
    for claim in ours:
        high = frame.y(float(claim["highest"]))
        if claim["qualifier"] == "range" and high is not None:
            low = frame.y(max(float(claim["lowest"]), frame.values.low)) or 0
            at = frame.x(claim["at"])
            bars += f"M{1000 * at:.0f} {600 * low:.0f}V{600 * high:.0f}"
    spots = "".join(f"M{left} {top}h0" for left, top in sorted(dots))
    picture = "".join(
        f'<path d="{path}" fill="none" stroke="{ink}" stroke-opacity="{clear}" '
        f'stroke-width="{width}" stroke-linecap="{cap}" vector-effect="non-scaling-stroke"/>'
        for path, ink, clear, width, cap in (
            (spots, palette.muted, 0.32, 4, "round"),
            (steps, colour, 0.6, 1.2, "butt"),
            (bars, colour, 0.4, 4, "butt"),
        )
        if path
    )
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 600" width="1000" height="600" '
        f'preserveAspectRatio="none">{picture}</svg>'
    )
    picture = f"background-image:url('data:image/svg+xml,{quote(svg, safe='')}')"
    return f'<span class="layer" style="{picture}"></span>'


def _steps(run: list[Claim], frame: _Frame) -> str:
    """Return a run of claims as steps: a number stands until the source's next one."""
    path = ""
    for claim in run:
        place = frame.y(float(claim["number"]))
        if place is not None:
            x, y = f"{1000 * frame.x(claim['at']):.0f}", f"{600 * place:.0f}"
            path += f"H{x}V{y}" if path else f"M{x} {y}"
    return path


def _dates(frame: _Frame) -> str:
    last = frame.first + pd.Timedelta(days=frame.days)
    if frame.days < 700:
        ends = f'<span class="from">{frame.first:%b %Y}</span>'
        ends += f'<span class="to">{last:%b %Y}</span>' if frame.days > 45 else ""
        return f'<div class="dates" aria-hidden="true">{ends}</div>'
    years = list(range(frame.first.year + 1, last.year + 1))
    step = 1 + (len(years) - 1) // 4
    marks = "".join(
        f'<span style="left:{frame.x(pd.Timestamp(year, 1, 1)):.1%}">{year}</span>'
        for year in years[::step]
    )
    return f'<div class="dates" aria-hidden="true">{marks}</div>'
