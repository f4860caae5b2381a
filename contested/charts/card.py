"""One quantity at a glance: from the lowest to the highest current claim, on a bare axis."""

from __future__ import annotations

import html as markup
from collections.abc import Mapping
from typing import Any

from contested.charts.style import LIGHT, Palette, opening
from contested.words import amount, day, missing

_STYLE = """
.ends{color:INK;font-size:15px;line-height:1.35;font-variant-numeric:tabular-nums;max-width:46rem}
.ends .line{position:relative;height:22px;margin:2px 30px 4px 2px;
background:linear-gradient(MUTED,MUTED) 0 50%/100% 1px no-repeat}
.ends .line>*{position:absolute;top:50%}
.ends .zero{left:0;width:1px;height:9px;margin-top:-4px;background:MUTED}
.ends .between{height:7px;margin-top:-3px;background:INK;opacity:.2}
.ends .dot{width:12px;height:12px;margin:-6px 0 0 -6px;border-radius:50%;background:INK;
box-sizing:border-box}
.ends .dot.open{background:GROUND;border:2px solid INK}
.ends .arrow{width:22px;height:10px;margin:-5px 0 0 7px;background:INK;
clip-path:path("M0 4.2H14V1L22 5L14 9V5.8H0z")}
.ends .arrow.down{margin-left:-29px;transform:scaleX(-1)}
.ends .words{display:flex;justify-content:space-between;gap:20px}
.ends .words>*{flex:1}
.ends .words>:last-child:not(:first-child){text-align:right}
.ends b{display:block;font-weight:600}
.ends small{display:block;font-size:13px;color:MUTED}
"""


def html(row: Mapping[Any, Any], palette: Palette = LIGHT) -> str:
    """Return a range picture of one row of queries.quantities.

    The axis begins at zero, so that lengths compare. Under it stand both ends in words, with their
    hedges, who stated them and when, and what is noted of them. A quantity without a current claim
    says so.
    """
    style = _STYLE.replace("INK", palette.ink).replace("MUTED", palette.muted)
    style = f"<style>{style.replace('GROUND', palette.ground)}</style>"
    if missing(row.get("lowest")) or missing(row.get("highest")):
        none = "No current claim counts this as a whole."
        return f'{style}<div class="ends"><small>{none}</small></div>'
    low, high = float(row["lowest"]), float(row["highest"])
    top = high or 1.0
    one = row["lowest_claim"] == row["highest_claim"]
    marks = '<span class="zero"></span>'
    if low < high:
        place = f"left:{low / top:.2%};width:{(high - low) / top:.2%}"
        marks += f'<span class="between" style="{place}"></span>'
    marks += _mark(row["lowest_qualifier"], low / top)
    if not one or low < high:
        marks += _mark(row["highest_qualifier"], high / top)
    ends = _words(row, "lowest") + ("" if one else _words(row, "highest"))
    return (
        f'{style}<div class="ends"><div class="line" aria-hidden="true">{marks}</div>'
        f'<div class="words">{ends}</div></div>'
    )


def _mark(qualifier: str, place: float) -> str:
    hollow = "" if qualifier == "exact" else " open"
    side = opening(qualifier)
    arrow = f'<span class="arrow {side}" style="left:{place:.2%}"></span>' if side else ""
    return f'<span class="dot{hollow}" style="left:{place:.2%}"></span>{arrow}'


def _words(row: Mapping[Any, Any], end: str) -> str:
    numbers = (row[f"{end}_{name}"] for name in ("low", "best", "high"))
    stated = amount(row[f"{end}_qualifier"], *numbers)
    who = f"{row[f'{end}_source']}, {day(row[f'{end}_as_of'])}"
    lines = [who] if missing(row[f"{end}_note"]) else [who, str(row[f"{end}_note"])]
    small = "".join(f"<small>{markup.escape(line)}</small>" for line in lines)
    return f"<div><b>{markup.escape(stated)}</b>{small}</div>"
