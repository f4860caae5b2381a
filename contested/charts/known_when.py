"""What each source said as known on a date, beside what it said last."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from contested.charts import axis, legend, marks, rows
from contested.charts.alt import cut
from contested.charts.axis import Axis
from contested.charts.marks import PALE, Spot
from contested.charts.style import LIGHT, Drawing, Palette, escaped
from contested.compare import changed, ratio
from contested.rows import one_by_one, side
from contested.words import Claim, count, dated, missing, said
from contested.words.comparisons import days_apart

#: How the marks are read, in one line.
READING = (
    "An arrow leads from what a source said then to what it said last. Filled: exact. Hollow: "
    "hedged. Bar: a range. Short arrow at a mark: no bound on that side."
)

_ROW = 40

#: What a row says once for both of its sides.
_VOICE = ("relation", "source_name", "source_short")


#: A row of then and now: what it says once, then, and now; None where the source said nothing.
Pair = tuple[Claim, Claim | None, Claim | None]


def legend_parts(rows: list[Pair]) -> dict[str, Any]:
    """Return what then and now show, for their key."""
    sides = [claim for _, then, now in rows for claim in (then, now) if claim is not None]
    claims = pd.DataFrame(sides, columns=["relation", "qualifier"]).assign(apart=None)
    return legend.parts(claims, across=True, then=any(moved(then, now) for _, then, now in rows))


def chart(then_and_now: pd.DataFrame, palette: Palette = LIGHT, scale: str = "log") -> go.Figure:
    """Draw then and now on one axis, one row a source, with both in words beside it.

    `then_and_now` is what queries.then_and_now returns. It is made for a width of about
    1,200 pixels.
    """
    sides = pairs(then_and_now)
    values = value_axis(sides, scale, room=0.09)
    names = [str(row["source_name"]) for row, *_ in sides]
    drawn = rows.chart(palette, values, names, max(len(sides) - 1, 0), _ROW, right=530)
    drawn.layout["meta"] = legend_parts(sides)
    spots: list[Spot] = []
    for place, (row, then, now) in enumerate(sides):
        changed = moved(then, now)
        if then is not None and (changed or now is None):
            spots.append(Spot(then, place, marks.hover(then, brief=True), clear=PALE))
        if now is not None:
            spots.append(Spot(now, place, marks.hover(now, brief=True)))
        if changed and then is not None and now is not None and not other_period(then, now):
            _lead(drawn, then, now, place, values, palette)
        rows.name(drawn, row["source_name"], place, palette.relation[row["relation"]])
        texts = [
            f"{escaped(said(then))}<br>{_small(then)}" if then else otherwise(row, "then"),
            f"<b>{escaped(said(now))}</b><br>{_small(now)}" if now else otherwise(row, "now"),
            change_words((row, then, now)) + ("<br>corrected" if _still_claims(row, now) else ""),
        ]
        colours = (palette.muted, palette.ink, palette.ink if changed else palette.muted)
        for text, (_, shift), colour in zip(texts, _COLUMNS, colours, strict=True):
            rows.note(drawn, text, place, colour, shift=shift)
    for heading, shift in _COLUMNS:
        if sides:
            rows.head(drawn, heading, palette, shift)
    rows.draw(drawn, spots, values, palette)
    return drawn.figure()


#: The columns beside the picture: heading, and its distance from the picture in pixels.
_COLUMNS = (("Then", 16), ("Last recorded", 196), ("Change", 380))


def _lead(
    drawn: Drawing, then: Claim, now: Claim, place: int, values: Axis, palette: Palette
) -> None:
    """Draw the arrow from then to now, ending at the mark's edge."""
    start, end = float(then["number"]), float(now["number"])
    if start == end or values.at(start) is None or values.at(end) is None:
        return
    drawn.note(
        x=rows.on(values, end),
        ax=rows.on(values, start),
        xref="x",
        axref="x",
        y=place,
        ay=place,
        yref="y",
        ayref="y",
        standoff=8,
        startstandoff=8,
        text="",
        showarrow=True,
        arrowhead=2,
        arrowwidth=1.3,
        arrowcolor=palette.relation[now["relation"]],
        opacity=0.75,
    )


def _small(claim: Claim) -> str:
    return f'<span style="font-size:12px">{dated(claim)}</span>'


def alt(then_and_now: pd.DataFrame, name: str) -> str:
    """Return what then and now show, in words, in fewer than 500 letters."""
    sides = pairs(then_and_now)
    both = [(row, then, now) for row, then, now in sides if then is not None and now is not None]
    changed = [pair for pair in both if moved(pair[1], pair[2])]
    other = sum(other_period(then, now) for _, then, now in changed if then and now)
    new = sum(then is None and missing(row["then_apart"]) for row, then, _ in sides)
    corrected = sum(not missing(row["corrected"]) for row, *_ in sides)
    text = f"{name}, then and now: {count(len(sides), 'source')}; {len(changed) - other} changed"
    text += f", {other} for another period" if other else ""
    text += f", {len(both) - len(changed)} with no other number since, {new} not recorded before"
    text += f", {corrected} corrected. " if corrected else ". "
    text += "; ".join(
        f"{row['source_short']}: {_stated(then)} then, last {_stated(now)}"
        for row, then, now in changed[:3]
        if then is not None and now is not None
    )
    return cut(text.strip())


def _stated(claim: Claim) -> str:
    window = f" ({dated(claim)})" if claim["counting"] == "period" else ""
    return f"{said(claim)}{window}"


def pairs(then_and_now: pd.DataFrame) -> list[Pair]:
    """Return the rows of queries.then_and_now, each with both of its sides as claims."""
    return [(row, _side(row, "then"), _side(row, "now")) for row in one_by_one(then_and_now)]


def _side(row: Claim, name: str) -> Claim | None:
    """Return one side of a row as a claim; None where the source had none."""
    if missing(row[f"{name}_id"]):
        return None
    return {**side(row, name), **{word: row[word] for word in _VOICE}, "apart": None}


def moved(then: Claim | None, now: Claim | None) -> bool:
    """Return whether a source says something else now than it did then."""
    return then is not None and now is not None and changed(then, now)


def other_period(then: Claim, now: Claim) -> bool:
    """Return whether two numbers are of periods that differ, which are no change of each other."""
    windows = ((claim["since"], claim["as_of"]) for claim in (then, now))
    return bool(then["counting"] == "period" and len(set(windows)) > 1)


def otherwise(row: Claim, side: str) -> str:
    """Return why a side of a row shows no claim; one that was known and is not now stands apart."""
    if side == "now":
        return "set apart" if missing(row["corrected"]) else "corrected"
    return "none recorded here before" if missing(row["then_apart"]) else "set apart"


def _still_claims(row: Claim, now: Claim | None) -> bool:
    """Return whether a source whose claim was corrected still has one."""
    return now is not None and not missing(row["corrected"])


def change_words(pair: Pair) -> str:
    """Return what changed from then to now, in words: a growth with the time that it took.

    Numbers of other periods are not divided by each other.
    """
    row, then, now = pair
    if then is None:
        return "recorded since" if missing(row["then_apart"]) else "compares since"
    if now is None:
        return "set apart since" if missing(row["corrected"]) else "corrected since"
    if not changed(then, now):
        return "no other recorded"
    if other_period(then, now):
        return "for another period"
    return f"{ratio(now, then).words}, {days_apart((now['as_of'] - then['as_of']).days)}"


def value_axis(rows: list[Pair], scale: str, room: float = 0.03) -> Axis:
    """Return the axis that holds the numbers of both sides."""
    sides = [claim for _, then, now in rows for claim in (then, now) if claim is not None]
    stated = [claim[end] for claim in sides for end in ("lowest", "highest")]
    return axis.axis(stated, log=scale != "linear", room=room)
