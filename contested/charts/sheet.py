"""A table whose middle column is a picture: shared by the comparisons, drawn in HTML and CSS alone.

It is read by screen readers as a table, needs no script, and on a narrow screen each row becomes
three lines: who and how many, the picture, and the rest.
"""

from __future__ import annotations

import html
from urllib.parse import quote, urlencode

from contested.charts import axis, glyph, marks
from contested.charts.axis import Axis
from contested.charts.style import Palette, opening
from contested.words import Claim, number

#: The least distance of two ticks, as a share of the picture: about the width of "1,000,000".
_GAP = 0.26

_STYLE = """
.sheet{container-type:inline-size;font-variant-numeric:tabular-nums;color:INK;font-size:15px;
line-height:1.3}
.sheet table{border-collapse:collapse;width:100%;margin:0;table-layout:fixed;border:0}
.sheet :is(th,td){border:0;padding:0;text-align:left;vertical-align:middle;font-weight:400;
color:INK;background:none;overflow-wrap:break-word}
.sheet tbody tr:not(.why,.group){border-bottom:1px solid GRID;height:46px}
.sheet tbody tr:not(.why,.group):has(+.why){border-bottom:0}
.sheet thead th{font-size:13px;color:MUTED;vertical-align:bottom;padding-bottom:4px}
.sheet .who{padding-right:10px}
.sheet .name{display:flex;align-items:center;gap:6px}
.sheet .name>:last-child{min-width:0}
.sheet a{color:inherit;text-decoration:underline;text-decoration-color:GRID;
text-underline-offset:3px}
.sheet a:is(:hover,:focus-visible){text-decoration-color:currentColor}
.sheet .said{font-weight:600;padding-left:10px;padding-right:6px}
.sheet .small{display:block;font-size:13px;font-weight:400;color:MUTED}
.sheet .who .small{padding-left:22px}
.sheet .against{padding-left:6px;padding-right:6px}
.sheet .date{padding-left:6px}
@container (min-width: 640.1px){
.sheet .who{width:21%}.sheet .said{width:17.5%}.sheet .against{width:13%}.sheet .date{width:16%}
}
.sheet .apart td.plot{--lines:var(--plain)}
.sheet td.plot{height:inherit;background:var(--lines);background-origin:content-box;
background-clip:padding-box;padding:0 32px}
.sheet td.plot .p{height:30px}
.sheet .ticks{padding:0 32px!important}
.sheet .ticks .p{height:20px}
.sheet .ticks .p span{position:absolute;transform:translateX(-50%);font-size:13px;color:MUTED;
white-space:nowrap}
.sheet .off{font-size:13px;color:MUTED;position:absolute;top:50%;left:-22px;
transform:translateY(-50%);opacity:1!important}
.sheet .why td{font-size:13px;color:MUTED;padding:0 6px 8px 22px;border-bottom:1px solid GRID}
.sheet .group th{padding:22px 0 6px;font-weight:600;border-bottom:1px solid GRID}
.sheet .alone{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
white-space:nowrap}
@container (max-width: 640px){
.sheet table,.sheet :is(thead,tbody,tfoot){display:block}
.sheet thead th:not(.ticks,.against),.sheet tfoot td:not(.ticks){display:none}
.sheet thead th.against{display:block;text-align:right}
.sheet thead tr,.sheet tfoot tr{display:block}
.sheet tbody tr:not(.why,.group){display:grid;height:auto;padding:10px 0 8px;
grid-template-columns:minmax(0,1fr) minmax(0,auto);
grid-template-areas:"who said" "plot plot" "against date"}
.sheet .why,.sheet .group{display:block}.sheet .why td,.sheet .group th{display:block}
.sheet .who{grid-area:who}.sheet .said{grid-area:said;text-align:right;padding-right:0;
max-width:56cqw;justify-self:end}
.sheet td.plot{grid-area:plot;height:28px;padding:0 32px;margin:4px 0}
.sheet td.plot .p{height:28px}
.sheet .ticks{display:block;padding:0 32px!important}
.sheet .against{grid-area:against;padding:0;font-size:13px;align-self:start}
.sheet td.against::before{content:attr(data-label) " ";color:MUTED}
.sheet .date{grid-area:date;text-align:right;padding:0;font-size:13px;max-width:52cqw;
justify-self:end}
.sheet .date .small{display:inline}
}
"""


def style(palette: Palette) -> str:
    """Return the sheet's rules for a ground, with the marks'."""
    rules = _STYLE.replace("INK", palette.ink).replace("MUTED", palette.muted)
    return f"<style>{rules.replace('GRID', palette.grid)}{glyph.style(palette)}</style>"


def lines(scale: Axis, reference: Claim | None, palette: Palette) -> str:
    """Return the backdrop of a sheet's picture column: its ticks and the reference, as CSS."""
    layers = []
    if reference is not None:
        ends = [scale.at(float(reference[side])) for side in ("lowest", "highest")]
        low, high = ends
        if low is not None and high is not None:
            for place in dict.fromkeys((low, high)):
                dots = f"to bottom,{palette.muted} 0 3px,transparent 3px 6px"
                layers.append(f"repeating-linear-gradient({dots}) {place:.2%} 0/1px 100% no-repeat")
            if 0 < high - low < 1:
                start = low / (1 - (high - low))
                layers.append(
                    f"linear-gradient({palette.band},{palette.band}) {start:.2%} 0/"
                    f"{high - low:.2%} 100% no-repeat"
                )
    layers += [
        f"linear-gradient({palette.grid},{palette.grid}) {scale.at(tick):.2%} 0/1px 100% no-repeat"
        for tick in axis.ticks(scale, _GAP)
    ]
    return ",".join(layers) or "none"


def ticks(scale: Axis, tag: str) -> str:
    """Return a cell with an axis's numbers."""
    held = "".join(
        f'<span style="left:{scale.at(tick):.2%}">{number(tick)}</span>'
        for tick in axis.ticks(scale, _GAP)
    )
    scope = ' scope="col" role="columnheader"' if tag == "th" else ' role="cell"'
    alone = '<span class="alone">Picture</span>' if tag == "th" else ""
    return (
        f'<{tag} class="ticks"{scope}>{alone}'
        f'<span class="p" aria-hidden="true">{held}</span></{tag}>'
    )


def picture(claim: Claim, scale: Axis) -> str:
    """Return a claim's marks on an axis: only on numbers that its source stated."""
    relation, qualifier = claim["relation"], claim["qualifier"]
    low, high = scale.at(float(claim["lowest"])), scale.at(float(claim["highest"]))
    if high is None:
        return '<span class="off">0 has no place on this scale</span>'
    parts = [
        glyph.mark(relation, place, qualifier != "exact", " end" if share < 1 else "")
        for value, share in marks.sized(claim)
        if (place := scale.at(value)) is not None
    ]
    if qualifier == "range":
        start = low or 0.0
        span = f"left:{start:.2%};width:{high - start:.2%}"
        parts.insert(0, f'<span class="bar {relation}" style="{span}"></span>')
    if side := opening(qualifier):
        parts.append(f'<span class="{side} {relation}" style="left:{high:.2%}"></span>')
    return "".join(parts)


def source_link(source: str) -> str:
    """Return the address of a source's page; of several that speak together, with all of them.

    >>> source_link("meduza;mediazona")
    './sources?source=meduza&source=mediazona'
    """
    return "./sources?" + urlencode([("source", one) for one in source.split(";")])


def article_link(article: str) -> str:
    """Return the address of an article among the claims it prints."""
    return f"./articles?article={quote(article, safe='')}"


def linked(address: str, text: str) -> str:
    """Return text as a link within the dashboard, escaped."""
    return f'<a href="{html.escape(address)}">{html.escape(text)}</a>'
