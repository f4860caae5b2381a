"""What each source says now: one row a source, with its words in columns beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from contested.charts import axis, legend, marks, rows
from contested.charts.alt import cut
from contested.charts.axis import Axis
from contested.charts.marks import Spot
from contested.charts.style import LIGHT, Drawing, Palette, escaped, wrapped
from contested.compare import Compared
from contested.rows import one_by_one
from contested.vocabulary import EVIDENCE, FADE
from contested.words import (
    Claim,
    amount,
    capital,
    comparisons,
    count,
    dated,
    missing,
    number,
    said,
    set_apart,
)

#: How the marks are read, in one line.
READING = (
    "Each institution's newest claim, highest first, against what the reference said of the same "
    "time. Filled: exact. Hollow: hedged. Bar: a range. Arrow: no bound on that side. "
    "Faded: more than half a year before the newest claim. Dotted: the reference's newest claim."
)

APART = "Set apart: these count something else"
LAPSED = "Older: each against its own time"

_ROW = 48


def legend_parts(current: pd.DataFrame, beside: Compared) -> dict[str, Any]:
    """Return what the comparison shows, for its key."""
    newest = beside.newest
    named = "" if newest is None else f"the newest claim of the reference: {newest['source_short']}"
    faded = any(fading(claim) for claim in one_by_one(current[["lapsed", "age"]]))
    return legend.parts(current, across=True, faded=faded, reference=named)


def chart(
    current: pd.DataFrame,
    beside: Compared,
    palette: Palette = LIGHT,
    scale: str = "log",
) -> go.Figure:
    """Draw each institution's current claim on one axis, with its words in columns beside it.

    `current` is what queries.current returns, `beside` what compare.compared makes of it. Claims
    that lapsed and claims set apart follow in groups of their own. It is made for a width of about
    1,200 pixels. No rows draws empty axes.
    """
    ours, lapsed, apart = groups(current)
    reference = beside.newest
    values = value_axis(current, scale, room=0.09)
    placed = [(claim, float(place)) for place, claim in enumerate(ours)]
    dividers = []
    for words, claims, step in ((LAPSED, lapsed, 1.0), (APART, apart, 1.35)):
        if claims:
            dividers.append((words, placed[-1][1] + 1.1 if placed else 0.0))
            first = dividers[-1][1] + 0.8
            placed += [(claim, first + step * place) for place, claim in enumerate(claims)]
    last = max([place for _, place in placed], default=0.0) + (0.4 if apart else 0)
    names = [str(claim["source_name"]) for claim, _ in placed]
    unit = "" if current.empty else str(current["unit"].iloc[0])
    drawn = rows.chart(palette, values, names, last, _ROW, right=700, unit=unit)
    if placed:
        drawn.layout["meta"] = legend_parts(current, beside)
    clear = {"faded": 0.65, "lapsed": 0.45, "": 1.0}
    spots = [Spot(claim, at, hover(claim), clear[fading(claim)]) for claim, at in placed]
    rows.draw(drawn, spots, values, palette)
    for claim, place in placed:
        rows.name(drawn, claim["source_name"], place, palette.relation[claim["relation"]])
        _write(drawn, claim, place, beside, palette)
    for heading, shift in _COLUMNS if placed else ():
        if heading != "Against":
            rows.head(drawn, heading, palette, shift)
        elif reference is not None:
            rows.head(drawn, wrapped(f"Against {reference['source_short']}", 22), palette, shift)
    for words, place in dividers:
        rows.note(drawn, f"<b>{words}</b>", place, palette.ink, x=0, shift=4)
    if reference is not None:
        _refer(drawn, reference, len(ours), values, palette)
    return drawn.figure()


def range_plot(
    current: pd.DataFrame,
    beside: Compared,
    palette: Palette = LIGHT,
    scale: str = "log",
) -> go.Figure:
    """Draw each institution's current claim on one axis, highest first, with its number beside it.

    What a page shows over the table of the same claims (`html.comparison`). Claims that lapsed and
    those set apart stand in the table alone; where all are set apart, they are drawn.
    """
    ours, lapsed, apart = groups(current)
    claims = ours or lapsed or apart
    shown = current[current["id"].isin([claim["id"] for claim in claims])]
    reference = beside.newest if ours else None
    values = value_axis(shown, scale, room=0.09)
    names = [str(claim["source_name"]) for claim in claims]
    unit = "" if shown.empty else str(shown["unit"].iloc[0])
    drawn = rows.chart(palette, values, names, max(len(claims) - 1, 0), _PAGE_ROW, 200, unit=unit)
    drawn.layout["dragmode"] = False
    drawn.layout["xaxis"]["fixedrange"] = True
    drawn.layout["margin"]["t"] = 8
    spots = []
    for place, claim in enumerate(claims):
        told = "<br>".join(
            filter(None, [hover(claim), wrapped(_compared(claim, beside), marks.TOLD)])
        )
        clear = 0.65 if fading(claim) == "faded" else 1.0
        spots.append(Spot(claim, float(place), told, clear))
    rows.draw(drawn, spots, values, palette)
    for place, claim in enumerate(claims):
        rows.name(drawn, claim["source_name"], place, palette.relation[claim["relation"]])
        stated = f"<b>{escaped(parts(claim)[0])}</b>"
        when = f'<span style="font-size:12px">{escaped(dated(claim))}</span>'
        rows.note(drawn, f"{stated}<br>{when}", place, palette.ink, shift=16)
    if reference is not None:
        _refer(drawn, reference, len(claims), values, palette)
    return drawn.figure()


#: The height of a row on a page, in pixels.
_PAGE_ROW = 40


def _compared(claim: Claim, beside: Compared) -> str:
    """Return how a claim stands to the reference, in one line; empty where none is."""
    return " ".join(filter(None, against(claim, beside)))


def marked(chart: go.Figure, id: str, palette: Palette) -> go.Figure:
    """Return a range plot with a ring around a claim's mark; the chart itself is left as it is."""
    plain = chart.to_dict()
    for trace in plain["data"]:
        ids = [cell[0] for cell in trace.get("customdata") or []]
        if id in ids:
            place = ids.index(id)
            ring = marks.ring(palette) | {axis: [trace[axis][place]] for axis in ("x", "y")}
            plain["data"] = [*plain["data"], ring]
            return go.Figure(plain, _validate=False)
    return chart


#: The columns beside the picture: heading, and its distance from the picture in pixels.
_COLUMNS = (("Number", 16), ("Against", 196), ("Evidence", 430), ("Refers to", 530))


def _write(drawn: Drawing, claim: Claim, place: float, beside: Compared, palette: Palette) -> None:
    """Write a claim's columns: its number with the hedge, ratio, evidence and date."""
    stated, best = parts(claim)
    small = f'<br><span style="font-size:12px">{best}</span>' if best else ""
    ratio, to = against(claim, beside)
    under = wrapped(to, 38).split("<br>")[:2] if to else []
    words = [escaped(ratio)] if ratio else []
    words += [f'<span style="font-size:12px">{line}</span>' for line in under]
    evidence = EVIDENCE[claim["evidence"]].label
    when = dated(claim) + (", lapsed" if claim["lapsed"] else "")
    texts = (f"<b>{escaped(stated)}</b>{small}", "<br>".join(words), evidence, when)
    for (heading, shift), text in zip(_COLUMNS, texts, strict=True):
        colour = palette.ink if heading == "Number" else palette.muted
        if text:
            rows.note(drawn, text, place, colour, shift=shift)
    if not missing(claim["apart"]):
        why = set_apart(claim)
        short = why if len(why) < 110 else why[:108].rsplit(" ", 1)[0] + " …"
        rows.note(drawn, escaped(short), place + 0.52, palette.muted, x=0, shift=4, size=12)


def _refer(drawn: Drawing, reference: Claim, count: int, values: Axis, palette: Palette) -> None:
    """Draw the reference through the rows it is compared with: a line, or a band for a range."""
    ends = sorted({float(reference["lowest"]), float(reference["highest"])})
    if any(values.at(end) is None for end in ends):
        return
    through = {"y0": -0.6, "y1": count - 0.4, "layer": "below"}
    for end in ends:
        line = {"color": palette.muted, "width": 1, "dash": "dot"}
        drawn.shape(type="line", x0=end, x1=end, line=line, **through)
    if len(ends) == 2:
        span = {"x0": ends[0], "x1": ends[1]}
        drawn.shape(type="rect", fillcolor=palette.band, line={"width": 0}, **span, **through)


def hover(claim: Claim) -> str:
    """Return what a mark says when pointed at: as on a timeline, and its age."""
    return "<br>".join(filter(None, [marks.hover(claim), capital(age(claim))]))


def parts(claim: Claim) -> tuple[str, str]:
    """Return a claim's number in words, and the best estimate of a range apart from it.

    >>> parts({"qualifier": "range", "low": 1000, "best": 1200, "high": 1500})
    ('1,000 to 1,500', 'best 1,200')
    """
    best = "" if missing(claim["best"]) else f"best {number(claim['best'])}"
    if claim["qualifier"] != "range" or not best:
        return said(claim), ""
    return amount("range", claim["low"], None, claim["high"]), best


def age(claim: Claim) -> str:
    """Return how long before the newest claim a claim refers to, and whether it has lapsed.

    The newest is the newest of those that compare; one set apart may be newer. Empty for none.

    >>> age({"age": 54, "lapsed": False}), age({"age": 591, "lapsed": True})
    ('54 days before the newest', '19 months before the newest, lapsed')
    """
    if missing(claim["age"]):
        return ""
    days = abs(int(claim["age"]))
    if not days:
        return "newest"
    if days < 90:
        words = f"{days} {'day' if days == 1 else 'days'}"
    else:
        words = f"{days / 30.44:.0f} months" if days < 730 else f"{days / 365.25:.1f} years"
    side = "after the newest that compares" if claim["age"] < 0 else "before the newest"
    return f"{words} {side}{', lapsed' if claim['lapsed'] else ''}"


def _named(claim: Claim) -> str:
    """Return whose a number is, and a period's with its window."""
    window = f" ({dated(claim)})" if claim["counting"] == "period" else ""
    return f"{claim['source_short']} {said(claim)}{window}"


def alt(current: pd.DataFrame, name: str) -> str:
    """Return what the comparison shows, in words, in fewer than 500 letters."""
    standing, old, apart = groups(current)
    ours = standing + old
    if not ours:
        return f"{name}: no source's current claim counts this as a whole."
    text = f"{name}: the newest claims of {count(len(ours), 'institution')}, highest first. "
    ends = ours if len(ours) < 4 else [*ours[:2], ours[-1]]
    text += "; ".join(f"{_named(claim)}" for claim in ends[:-1])
    text += "; ".join(
        f"{' … ' if len(ours) > 3 else '; ' if len(ours) > 1 else ''}{_named(claim)}"
        for claim in ends[-1:]
    )
    asides = [f"{len(old)} lapsed"] if old else []
    asides += [f"{len(apart)} set apart"] if apart else []
    text += f". {', '.join(asides).capitalize()}." if asides else "."
    return cut(text)


def value_axis(current: pd.DataFrame, scale: str, room: float = 0.03) -> Axis:
    """Return the axis that holds the numbers of current claims."""
    stated: Iterable[Any] = [*current["lowest"], *current["highest"]]
    return axis.axis(stated, log=scale != "linear", room=room)


def groups(current: pd.DataFrame) -> tuple[list[Claim], list[Claim], list[Claim]]:
    """Return the claims that stand, those that lapsed, and those set apart, each highest first."""
    claims = highest_first(one_by_one(current))
    ours = [claim for claim in claims if missing(claim["apart"])]
    return (
        [claim for claim in ours if not claim["lapsed"]],
        [claim for claim in ours if claim["lapsed"]],
        [claim for claim in claims if not missing(claim["apart"])],
    )


def highest_first(claims: Iterable[Claim]) -> list[Claim]:
    """Return claims by their numbers, the highest first, and by their sources where these agree."""
    return sorted(claims, key=lambda claim: (-claim["number"], claim["source"]))


def against(claim: Claim, beside: Compared) -> tuple[str, str]:
    """Return a claim's ratio to the reference in words, and what it is to or why there is none."""
    if beside.reference is None:
        return "", ""
    if not missing(claim["apart"]):
        return "not compared", "counts something else"
    if claim["origin"] == beside.reference.institutions:
        return "reference", ""
    comparison = beside.against(claim["id"])
    return ("", "") if comparison is None else comparisons.against(comparison)


def fading(claim: Claim) -> str:
    """Return whether a claim is old: "lapsed", "faded" for more than half a year, or ""."""
    if claim["lapsed"]:
        return "lapsed"
    old = not missing(claim["age"]) and int(claim["age"]) > FADE.days
    return "faded" if old else ""
