"""What each source said as known on a date, beside what it says now."""

from __future__ import annotations

import html
from collections.abc import Hashable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from contested.charts import axis, glyph, key, marks, rows, sheet
from contested.charts.alt import cut
from contested.charts.axis import Axis
from contested.charts.compare import parts
from contested.charts.marks import PALE, Spot
from contested.charts.style import LIGHT, Drawing, Palette, escaped
from contested.compare import change
from contested.vocabulary import RELATIONS
from contested.words import Claim, count, day, missing, said

#: How the marks are read, in one line.
READING = (
    "An arrow leads from what a source said then to what it says now. Filled: exact. Hollow: "
    "hedged. Bar: a stated range. Short arrow at a mark: no bound on that side."
)

_ROW = 40

#: What a row says once for both of its sides.
_VOICE = ("relation", "source_name", "source_short")


def legend(then_and_now: pd.DataFrame, palette: Palette) -> str:
    """Return the key of then and now as HTML."""
    return key.legend(_shown(_rows(then_and_now)), palette)


def _shown(held: list[tuple[Claim, Claim | None, Claim | None]]) -> dict[str, Any]:
    sides = [claim for _, then, now in held for claim in (then, now) if claim is not None]
    claims = pd.DataFrame(sides, columns=["relation", "qualifier"]).assign(apart=None)
    return key.told(claims, across=True, then=any(_moved(then, now) for _, then, now in held))


def table(then_and_now: pd.DataFrame, palette: Palette = LIGHT, scale: str = "log") -> str:
    """Return then and now as an HTML table with a picture column; one row a source.

    `then_and_now` is what queries.then_and_now returns. No rows is a sentence that says so.
    """
    held = _rows(then_and_now)
    if not held:
        return "<p>No claim then or now.</p>"
    values = _axis(held, scale)
    head = (
        '<thead role="rowgroup"><tr role="row">'
        '<th class="who" scope="col" role="columnheader">Source</th>'
        + sheet.ticks(values, "th")
        + '<th class="then" scope="col" role="columnheader">Then</th>'
        '<th class="said" scope="col" role="columnheader">Now</th>'
        '<th class="date" scope="col" role="columnheader">Change</th></tr></thead>'
    )
    body = "".join(_row(row, then, now, values) for row, then, now in held)
    extra = (
        f"<style>.sheet .not{{color:{palette.muted};font-weight:400}}.sheet .was{{opacity:.5}}"
        ".sheet .to{position:absolute;top:50%;height:9px;margin-top:-5px;"
        "background:currentColor;opacity:.8;clip-path:polygon(0 44%,calc(100% - 8px) 44%,"
        "calc(100% - 8px) 0,100% 50%,calc(100% - 8px) 100%,calc(100% - 8px) 56%,0 56%)}"
        ".sheet .to.back{transform:scaleX(-1)}.sheet .then{padding-left:10px;padding-right:6px}"
        "@container (min-width: 640.1px){.sheet .then{width:17%}}"
        "@container (max-width: 640px){.sheet tbody tr:not(.why,.group){grid-template-columns:"
        "minmax(0,1fr) minmax(0,1fr)!important;"
        'grid-template-areas:"who date" "plot plot" "then said"!important}'
        ".sheet .then{grid-area:then;padding:0}"
        ".sheet .date{font-size:15px!important;align-self:start}"
        '.sheet td.then::before{content:"Then: ";color:' + palette.muted + "}"
        '.sheet td.said::before{content:"Now: ";color:' + palette.muted + ";font-weight:400}"
        "}</style>"
    )
    lines = sheet.lines(values, None, palette)
    return (
        f'{sheet.style(palette)}{extra}<div class="sheet">'
        f'<table role="table" style="--lines:{lines}">'
        f'<caption class="alone">{html.escape(READING)}</caption>'
        f'{head}<tbody role="rowgroup">{body}</tbody></table></div>'
    )


def _row(row: Claim, then: Claim | None, now: Claim | None, values: Axis) -> str:
    relation = row["relation"]
    who = glyph.named(relation, row["source_name"], sheet.source_link(row["source"]))
    moved = _moved(then, now)
    marks = ""
    if moved and then is not None and now is not None:
        ends = [values.at(float(claim["number"])) for claim in (then, now)]
        if ends[0] is not None and ends[1] is not None and ends[0] != ends[1]:
            low, high = sorted((ends[0], ends[1]))
            back = " back" if ends[1] < ends[0] else ""
            marks += (
                f'<span class="to {relation}{back}" style="left:calc({low:.2%} + 9px);'
                f'width:calc({high - low:.2%} - 18px)"></span>'
            )
        marks += f'<span class="was">{sheet.picture(then, values)}</span>'
    elif then is not None and now is None:
        marks += f'<span class="was">{sheet.picture(then, values)}</span>'
    if now is not None:
        marks += sheet.picture(now, values)
    why = ""
    if not missing(row["corrected"]):
        why = (
            f'<tr class="why" role="row"><td colspan="5" role="cell">Corrected'
            f"{_on(row)}: {html.escape(str(row['corrected']))}</td></tr>"
        )
    return (
        f'<tr role="row"><th class="who" scope="row" role="rowheader">'
        f'<span class="name {relation}">{who}</span>'
        f'<span class="small">{RELATIONS[relation].label}</span></th>'
        f'<td class="plot" role="cell"><span class="p" aria-hidden="true">{marks}</span></td>'
        f'<td class="then" role="cell">{_words(then, _otherwise(row, "then"))}</td>'
        f'<td class="said" role="cell">{_words(now, _otherwise(row, "now"))}</td>'
        f'<td class="date" role="cell">{_changed(row, then, now)}</td></tr>{why}'
    )


def _words(claim: Claim | None, otherwise: str) -> str:
    if claim is None:
        return f'<span class="not">{otherwise}</span>'
    when = day(claim["as_of"]) + (", lapsed" if claim["lapsed"] else "")
    stated, best = parts(claim)
    rest = "; ".join(filter(None, [best, when]))
    return f'{html.escape(stated)}<span class="small">{rest}</span>'


def chart(then_and_now: pd.DataFrame, palette: Palette = LIGHT, scale: str = "log") -> go.Figure:
    """Draw then and now on one axis, one row a source, with both in words beside it.

    The same rows in the same order as `table`. It is made for a width of about 1,200 pixels.
    """
    held = _rows(then_and_now)
    values = _axis(held, scale, room=0.09)
    names = [str(row["source_name"]) for row, *_ in held]
    drawn = rows.chart(palette, values, names, max(len(held) - 1, 0), _ROW, right=530)
    drawn.layout["meta"] = _shown(held)
    spots: list[Spot] = []
    for place, (row, then, now) in enumerate(held):
        moved = _moved(then, now)
        if then is not None and (moved or now is None):
            spots.append(Spot(then, place, marks.hover(then, brief=True), clear=PALE))
        if now is not None:
            spots.append(Spot(now, place, marks.hover(now, brief=True)))
        if moved and then is not None and now is not None:
            _lead(drawn, then, now, place, values, palette)
        rows.name(drawn, row["source_name"], place, palette.relation[row["relation"]])
        texts = [
            f"{escaped(said(then))}<br>{_small(then)}" if then else _otherwise(row, "then"),
            f"<b>{escaped(said(now))}</b><br>{_small(now)}" if now else _otherwise(row, "now"),
            _change(row, then, now) + ("<br>corrected" if _kept(row, now) else ""),
        ]
        colours = (palette.muted, palette.ink, palette.ink if moved else palette.muted)
        for text, (_, shift), colour in zip(texts, _COLUMNS, colours, strict=True):
            rows.note(drawn, text, place, colour, shift=shift)
    for heading, shift in _COLUMNS:
        if held:
            rows.head(drawn, heading, palette, shift)
    rows.draw(drawn, spots, values, palette)
    return drawn.figure()


#: The columns beside the picture: heading, and its distance from the picture in pixels.
_COLUMNS = (("Then", 16), ("Now", 196), ("Change", 380))


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
    return f'<span style="font-size:12px">{day(claim["as_of"])}</span>'


def alt(then_and_now: pd.DataFrame, name: str) -> str:
    """Return what then and now show, in words, in fewer than 500 letters."""
    held = _rows(then_and_now)
    both = [(row, then, now) for row, then, now in held if then is not None and now is not None]
    changed = [pair for pair in both if _moved(pair[1], pair[2])]
    new = sum(then is None and missing(row["then_apart"]) for row, then, _ in held)
    corrected = sum(not missing(row["corrected"]) for row, *_ in held)
    text = f"{name}, then and now: {count(len(held), 'source')}; {len(changed)} changed"
    text += f", {len(both) - len(changed)} unchanged, {new} spoke only since"
    text += f", {corrected} corrected. " if corrected else ". "
    text += "; ".join(
        f"{row['source_short']}: {said(then)} then, {said(now)} now"
        for row, then, now in changed[:3]
        if then is not None and now is not None
    )
    return cut(text.strip())


def _rows(then_and_now: pd.DataFrame) -> list[tuple[Claim, Claim | None, Claim | None]]:
    return [(row, _side(row, "then"), _side(row, "now")) for row in then_and_now.to_dict("records")]


def _side(row: Claim, side: str) -> Claim | None:
    """Return one side of a row as a claim; None where the source had none."""
    if missing(row[f"{side}_id"]):
        return None
    held: dict[Hashable, Any] = {
        str(name).removeprefix(f"{side}_"): value
        for name, value in row.items()
        if str(name).startswith(f"{side}_")
    }
    return {**held, **{name: row[name] for name in _VOICE}, "apart": None}


def _moved(then: Claim | None, now: Claim | None) -> bool:
    return then is not None and now is not None and change(then, now) != "unchanged"


def _otherwise(row: Claim, side: str) -> str:
    """Return why a side of a row shows no claim; one that was known and is not now stands apart."""
    if side == "now":
        return "set apart" if missing(row["corrected"]) else "corrected"
    return "had not spoken" if missing(row["then_apart"]) else "set apart"


def _kept(row: Claim, now: Claim | None) -> bool:
    """Return whether a source whose claim was corrected still has one."""
    return now is not None and not missing(row["corrected"])


def _change(row: Claim, then: Claim | None, now: Claim | None) -> str:
    if then is None:
        return "new since" if missing(row["then_apart"]) else "compares since"
    if now is None:
        return "set apart since" if missing(row["corrected"]) else "corrected since"
    return change(then, now)


def _changed(row: Claim, then: Claim | None, now: Claim | None) -> str:
    words = html.escape(_change(row, then, now))
    return words if _moved(then, now) else f'<span class="not">{words}</span>'


def _on(row: Claim) -> str:
    return "" if missing(row["superseded_on"]) else f" on {day(row['superseded_on'])}"


def _axis(
    held: list[tuple[Claim, Claim | None, Claim | None]], scale: str, room: float = 0.03
) -> Axis:
    sides = [claim for _, then, now in held for claim in (then, now) if claim is not None]
    stated = [claim[end] for claim in sides for end in ("lowest", "highest")]
    return axis.axis(stated, log=scale != "linear", room=room)
