"""A view as a picture of a given shape: title, answer, one chart with its labels, what it rests on.

It is one SVG whose text is text, and needs no browser to be made. All measures are pixels of the
drawing; a picture of it is as many times as fine as its shape says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

import pandas as pd

from contested.charts import axis, legend, marks, rows
from contested.charts.labels import BOTTOM, TOP, Label, Placed, placed
from contested.charts.marks import Spot
from contested.charts.panels import are_panels, cells
from contested.charts.spread import alone, is_spread
from contested.charts.style import FONT, LIGHT, SIZE, Drawing, folded
from contested.charts.svg import plot, whole
from contested.charts.symbols import SYMBOLS, moved
from contested.rows import one_by_one
from contested.vocabulary import RELATIONS
from contested.words import Claim, as_of, capital, count, missing, said


class Shape(NamedTuple):
    """A picture's shape: its size, how many times finer a picture of it is, the room it has.

    `title` and `text` are sizes of text; `answer` is how many lines the answer may take. `beside`
    is the room of labels beside the plot, 0 where they stand under it.
    """

    width: int
    height: int
    scale: float
    title: int
    text: int
    answer: int
    beside: int


#: The shapes by name. A card is what other sites show of a link, in a third of its width: it holds
#: little, and that large.
SHAPES: Mapping[str, Shape] = {
    "card": Shape(600, 315, 2, 25, 15, 3, 196),
    "wide": Shape(960, 540, 2, 27, 15, 4, 226),
    "square": Shape(720, 720, 2, 27, 16, 6, 0),
    "tall": Shape(720, 900, 2, 28, 16, 8, 0),
}

#: The width of a letter, as a share of its size: that of the typeface with some to spare.
_LETTER = 0.45

#: The free border, and the size of small text.
_BORDER, _SMALL = 22, 13

#: The height of a row of claims, of an entry of the list of labels, of the key.
_ROW, _ENTRY, _KEY = 36, 20, 20

#: What stands above a plot without events: its unit.
_ABOVE = 22


class Content(NamedTuple):
    """What a picture shows: the words of a view, its chart and labels, the claims it is made of.

    `rows` are the claims that a chart of claims in rows has, in their order.
    `newest` is the newest date of its claims, `number` how many they are, `terms` those they are
    given under, `made` when it was frozen or drawn, `where` its address.
    """

    title: str
    answer: str
    narrowing: str
    claims: pd.DataFrame
    rows: pd.DataFrame
    chart: Mapping[str, Any]
    named: Sequence[Label]
    newest: str
    number: int
    terms: Sequence[str] = ()
    made: str = ""
    where: str = ""


def sheet(content: Content, shape: Shape, font: str = "") -> str:
    """Return a view's picture as an SVG file; `font` is the address of its typeface, as data."""
    page = _Page(shape)
    page.head(content)
    page.foot(content)
    if are_panels(content.chart):
        page.panels(content)
    elif is_spread(content.chart):
        page.spread(content)
    elif plot.is_plot(content.chart):
        page.over_time(content)
    elif not page.matrix(content):
        page.in_rows(content)
    face = f'@font-face{{font-family:"Source Sans";font-weight:400 700;src:url({font})}}'
    style = f"<style>{face}</style>" if font else ""
    title = escape(f"{content.title}. {content.answer}", quote=False)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{shape.width}" height="{shape.height}" '
        f'viewBox="0 0 {shape.width} {shape.height}" role="img" font-family="{escape(FONT)}" '
        f'font-size="{_SMALL}">{style}<title>{title}</title>'
        f'<rect width="100%" height="100%" fill="{LIGHT.ground}"/>{page.text()}</svg>'
    )


class _Page:
    """A picture in the making: what stands between `top` and `low` is still free."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.card = shape is SHAPES["card"]
        self.top = float(_BORDER)
        self.low = float(shape.height - _BORDER + 4)
        self.wide = shape.width - 2 * _BORDER
        self._pieces: list[str] = []

    def text(self) -> str:
        return "".join(self._pieces)

    def head(self, content: Content) -> None:
        """Write title, what narrows it, and answer."""
        size = self.shape.title
        lines = _folded(content.title, self.wide, size * 1.06)
        if len(lines) > 2:
            size = round(size * 0.8)
            lines = _folded(content.title, self.wide, size * 1.06)
        for line in _capped(lines, 2 if self.card else 3):
            self._line(line, size, LIGHT.ink, weight=600)
        if content.narrowing:
            lines = _folded(content.narrowing, self.wide, self.shape.text)
            for line in _capped(lines, 1 if self.card else 2):
                self._line(line, self.shape.text, LIGHT.muted, weight=600)
        self.top += 3
        # Of a spread a card says how wide it was, which stands at its chart: it has no more room.
        most = 0 if self.card and is_spread(content.chart) else self.shape.answer
        for line in cut(content.answer, most, self.wide, self.shape.text) if most else ():
            self._line(line, self.shape.text, LIGHT.ink)
        self.top += 8

    def foot(self, content: Content) -> None:
        """Write what the picture rests on: the date of its data, its claims, sources and terms."""
        data = [f"Data to {content.newest}" if content.newest else "", content.made]
        home = "Contested"
        if self.card:
            parts = [data[0], count(content.number, "claim"), _host(content.where)]
            lines = [" · ".join(filter(None, parts))]
        else:
            names = "; ".join(dict.fromkeys(map(str, content.claims["source_short"])))
            sources = f"{capital(count(content.number, 'claim'))}. Sources: {names}."
            under = f"Compilation: {' and '.join(content.terms)}." if content.terms else ""
            facts = " ".join(f"{part}." for part in data if part)
            lines = [
                *cut(sources, 2, self.wide, _SMALL),
                *cut(f"{facts} {under}", 2, self.wide, _SMALL),
            ]
            where = _folded(content.where, self.wide - 90, _SMALL)
            lines += where if len(where) < 3 else [_host(content.where)]
        for line in reversed(lines):
            self._write(_BORDER, self.low, line, LIGHT.muted)
            self.low -= 17
        end = self.shape.width - _BORDER
        self._write(end, self.shape.height - _BORDER + 4, home, LIGHT.ink, "end", 600, 14)
        if not self.card:
            self._key(content)
        self.low -= 2

    def over_time(self, content: Content) -> None:
        """Draw a timeline, its labels beside it or in a list under it."""
        chart, shape = content.chart, self.shape
        left = plot.edge(chart)
        crowded = shape.height < 800 and not shape.beside
        above = _ABOVE if self.card or crowded else TOP
        strip = plot.place(chart, 0).strip
        if shape.beside:
            width = self.wide - left - plot.GUTTER - shape.beside
            high = int(self.low - self.top - above - strip - BOTTOM)
            at = plot.place(chart, high, width, above)
            labelled = self._placed(content.named, at)
            classes = {plot.LEADERS, "few" if width < 480 else "some"}
            classes |= set() if self.card else {plot.NAMES, plot.CHANGES}
        else:
            width = self.wide - left - 14
            listed = list(content.named)[:26]
            lines = -(-min(len(listed), 12 if crowded else 22) // 2)
            high = int(self.low - self.top - above - strip - BOTTOM - lines * _ENTRY - 14)
            at = plot.place(chart, high, width, above)
            labelled = self._listed(listed[: lines * 2], at)
            classes = {plot.LETTERS, plot.CHANGES, "some"}
            classes |= set() if crowded else {plot.NAMES}
        drawing = plot.svg(chart, at, labelled, only=classes)
        self._pieces.append(
            f'<g transform="translate({_BORDER + left},{self.top:.1f})">{drawing}</g>'
        )
        if shape.beside:
            self._labels(labelled, len(content.named), _BORDER + left + width + plot.GUTTER, at)
        else:
            self._list(labelled, len(content.named), self.top + at.height + 8)

    def _placed(self, named: Sequence[Label], at: plot.Place) -> list[Placed]:
        """Return labels with their places beside a plot; none takes three lines."""
        scale = "log" if at.values.log else "linear"
        ends = (at.values.low, at.values.high)
        # One line of the room is for how many more sources there are.
        room = at.height - (18 if sum(each.height for each in named) > at.height else 0)
        labels = placed(named, ends, at.height, scale, at.above)
        if room < at.height:
            keep = [each for each in labels if each.top is not None]
            while keep and sum(each.label.height for each in keep) > room:
                oldest = min(keep, key=lambda each: (not each.label.lapsed, each.label.at))
                keep.remove(oldest)
            labels = placed([each.label for each in keep], ends, room, scale, at.above)
        return labels

    def _listed(self, named: Sequence[Label], at: plot.Place) -> list[Placed]:
        return [Placed(each, at.down(min(each.number, at.values.high)), 0.0) for each in named]

    def _labels(self, labelled: Sequence[Placed], every: int, x: float, at: plot.Place) -> None:
        """Write the labels beside the plot, and how many more sources there are."""
        shown = [each for each in labelled if each.top is not None]
        most = int((self.shape.beside - 18) / (14 * _LETTER))
        for each in shown:
            y = self.top + (each.top or 0) + 16
            label = each.label
            colour = LIGHT.muted if label.lapsed else LIGHT.relation[label.relation]
            self._sign(label.relation, x + 7, y - 5, label.lapsed)
            self._write(x + 18, y, _short(label.name, most), colour, size=14)
            fits = len(f"{label.words} {label.when}") <= most + 1
            weight = 400 if label.lapsed else 600
            ink = LIGHT.muted if label.lapsed else LIGHT.ink
            when = f'<tspan fill="{LIGHT.muted}" font-weight="400"> {escape(label.when)}</tspan>'
            self._raw(x + 18, y + 18, escape(label.words) + (when if fits else ""), ink, weight)
        if rest := every - len(shown):
            said_so = f"and {rest} more {'source' if rest == 1 else 'sources'}"
            self._write(x + 18, self.top + at.height - 4, said_so, LIGHT.muted)

    def _list(self, labelled: Sequence[Placed], every: int, top: float) -> None:
        """Write the labels in two columns, each with the letter that stands at its mark."""
        column = self.wide / 2
        lines = -(-len(labelled) // 2)
        for place, each in enumerate(labelled):
            label, letter = each.label, "abcdefghijklmnopqrstuvwxyz"[place]
            x = _BORDER + column * (place // lines)
            y = top + _ENTRY * (place % lines) + 14
            colour = LIGHT.muted if label.lapsed else LIGHT.relation[label.relation]
            self._sign(label.relation, x + 7, y - 5, label.lapsed)
            facts = f" {label.words} {label.when}"
            name = _short(label.name, int((column - 44) / (_SMALL * _LETTER)) - len(facts))
            weight = 400 if label.lapsed else 600
            ink = LIGHT.muted if label.lapsed else LIGHT.ink
            self._raw(
                x + 18, y,
                f'<tspan font-weight="600">{letter}</tspan> {escape(name)}'
                f'<tspan fill="{ink}" font-weight="{weight}"> {escape(label.words)}</tspan>'
                f'<tspan fill="{LIGHT.muted}"> {escape(label.when)}</tspan>',
                colour,
            )  # fmt: skip
        if rest := every - len(labelled):
            said_so = f"and {rest} more {'source' if rest == 1 else 'sources'}"
            end = self.shape.width - _BORDER
            self._write(end, top - 2, said_so, LIGHT.muted, anchor="end")

    def spread(self, content: Content) -> None:
        """Draw how far apart institutions are over time, its ends in words above it."""
        lines, _ = alone(content.chart)
        for line in [" · ".join(lines)] if self.card else lines:
            self._line(line, self.shape.text, LIGHT.ink, weight=600)
        chart = alone(content.chart, max(int(self.low - self.top) - 44, 60))[1]
        margin = chart["layout"]["margin"]
        self._within(chart, _BORDER, self.wide - margin["l"] - margin["r"])

    def panels(self, content: Content) -> None:
        """Draw as many panels as there is room for, the most spoken of first; count the rest."""
        columns = 2 if self.shape.width < 900 and not self.card else 3
        room = self.low - self.top
        head = 0.0 if self.card else 36.0
        name = 18.0
        rows = 1 if self.card else min(max(int(room / 170), 1), 4)
        every = cells(content.chart)
        rows = min(rows, -(-len(every) // columns))
        high = int((room - 16) / rows - head - name - 36)
        shown = cells(content.chart, max(high, 40))[: rows * columns]
        wide = (self.wide - 18 * (columns - 1)) / columns
        letters = int(wide / (_SMALL * _LETTER))
        start = self.top
        for place, cell in enumerate(shown):
            x = _BORDER + (place % columns) * (wide + 18)
            self.top = start + (place // columns) * (high + head + name + 36)
            self._write(x, self.top + 13, _short(cell.name, letters), cell.colour, weight=600)
            if head:
                for line, words in enumerate(_capped(_folded(cell.words, wide, _SMALL), 2)):
                    self._write(x, self.top + 29 + 16 * line, words, LIGHT.muted)
            self.top += head + name
            margin, dates = (cell.chart["layout"][name] for name in ("margin", "xaxis"))
            width = wide - margin["l"] - margin["r"]
            step = max(1, -(-len(dates["tickvals"]) * 52 // int(width)))
            thin = {name: list(dates[name])[::step] for name in ("tickvals", "ticktext")}
            cell.chart["layout"]["xaxis"] = {**dates, **thin}
            self._within(cell.chart, x, width, f"p{place}-")
        if rest := len(every) - len(shown):
            words = f"and {count(rest, 'more source')}"
            self._write(self.shape.width - _BORDER, self.low - 2, words, LIGHT.muted, "end")

    def matrix(self, content: Content) -> bool:
        """Draw ratios of every source to every other; False where that is no chart, or too large.

        It is drawn as wide as its words need, and made smaller to fit, but not below 12 pixels.
        """
        layout = content.chart.get("layout", {})
        columns = layout.get("xaxis", {}).get("range") or (0, 0)
        if layout.get("xaxis", {}).get("visible", True) or not content.chart.get("data"):
            return False
        wide = max(80 * (float(columns[1]) - float(columns[0])), self.wide)
        scale = min(self.wide / wide, (self.low - self.top) / float(layout["height"]), 1.0)
        if scale * _SMALL < 12:
            return False
        drawn = whole.inside(content.chart, self.wide / scale - SIZE)
        self._pieces.append(
            f'<g transform="translate({_BORDER},{self.top:.1f}) scale({scale:.3f})">'
            f'<g transform="translate({drawn.left},0)">{drawn.content}</g></g>'
        )
        return True

    def _within(self, chart: Mapping[str, Any], x: float, width: float, name: str = "s") -> None:
        """Draw a chart whose plot has a width, at a place along and at the free room's top."""
        drawn = whole.inside(chart, width, name=name)
        self._pieces.append(
            f'<g transform="translate({x + drawn.left:.1f},{self.top:.1f})">{drawn.content}</g>'
        )

    def in_rows(self, content: Content) -> None:
        """Draw claims in rows, highest first: who, the mark, the number with its hedge, when."""
        claims = content.rows
        several = claims["quantity"].nunique() > 1
        longest = max(len(said(claim)) for claim in one_by_one(claims))
        numbers = min(int(longest * 14 * _LETTER) + 12, 230)
        when = 0 if self.card else 116
        share = 0.33 if self.card else 0.27
        names = int(self.wide * share) if not several else self.wide - numbers - when - 20
        width = self.wide - names - numbers - when - 44
        ticks_room = 0 if several else 22
        row = 30 if self.card else _ROW
        room = self.low - self.top - ticks_room - 6
        most = max(int(room / row), 1)
        if len(claims) > most:
            most = max(int((room - 16) / row), 1)
        shown: list[Claim] = one_by_one(claims.head(most))
        own = claims["source"].nunique() == 1
        top = self.top
        if not several:
            self._axis(shown, names, width, row)
            top += ticks_room
        letters = int((names - 22) / (14 * _LETTER))
        for place, claim in enumerate(shown):
            y = top + (place + 0.5) * row + 5
            colour = LIGHT.relation[claim["relation"]]
            self._sign(claim["relation"], _BORDER + 7, y - 5)
            name = str(claim["source_short"])
            if several:
                name = str(claim["quantity"]) if own else f"{name}: {claim['quantity']}"
            self._write(_BORDER + 18, y, _short(name, letters), colour, size=14)
            end = self.shape.width - _BORDER - when
            self._write(end, y, said(claim), LIGHT.ink, "end", 600, 14)
            if when:
                self._write(self.shape.width - _BORDER, y, as_of(claim), LIGHT.muted, "end")
        if rest := len(claims) - len(shown):
            self._write(
                _BORDER + 18, top + len(shown) * row + 14, f"and {count(rest, 'more claim')}",
                LIGHT.muted,
            )  # fmt: skip

    def _axis(self, shown: Sequence[Claim], names: int, width: int, row: int) -> None:
        """Draw the marks of rows on their axis, and its numbers above them."""
        ends = [end for claim in shown for end in (claim["lowest"], claim["highest"])]
        values = axis.axis(ends, log=_far(ends), room=0.09)
        x, y = _BORDER + names + 12, self.top + 22
        at = plot.Rows(values, row, width)
        for tick in axis.ticks(values, min(72 / width, 0.9)):
            across = x + at.share(tick) * width
            self._write(across, self.top + 12, f"{tick:,.0f}", LIGHT.muted, "middle")
            self._pieces.append(
                f'<line x1="{across:.1f}" x2="{across:.1f}" y1="{y - 4:.1f}" '
                f'y2="{y + len(shown) * row:.1f}" stroke="{LIGHT.grid}"/>'
            )
        drawn = Drawing(LIGHT, 100)
        spots = [
            Spot(claim, float(place), "", 1.0 if missing(claim["apart"]) else marks.PALE)
            for place, claim in enumerate(shown)
        ]
        rows.draw(drawn, spots, values, LIGHT)
        inside = plot.in_rows(drawn.traces, at)
        self._pieces.append(f'<g transform="translate({x},{y:.1f})">{inside}</g>')

    def _key(self, content: Content) -> None:
        """Write the key over the foot, in as many lines as it needs."""
        parts = content.chart.get("layout", {}).get("meta")
        if not (plot.is_plot(content.chart) or are_panels(content.chart)):
            parts = legend.parts(content.rows, across=True)
        if is_spread(content.chart):
            return
        if not isinstance(parts, dict) or "relations" not in parts:
            return
        lines: list[list[tuple[float, legend.Entry]]] = [[]]
        x = 0.0
        for entry in legend.entries(parts):
            long = 20 + len(entry.name) * _SMALL * _LETTER + 14
            if x and x + long > self.wide:
                lines.append([])
                x = 0.0
            lines[-1].append((x, entry))
            x += long
        self.low -= 4
        for line in reversed(lines):
            for along, entry in line:
                colour = LIGHT.relation.get(entry.relation, LIGHT.muted)
                x = _BORDER + along
                hollow = entry.sign == "hedged"
                path = moved(entry.outline, x + 7, self.low - 5, down=True)
                fill = LIGHT.ground if hollow else LIGHT.grid if entry.sign == "area" else colour
                clear = 0.55 if entry.sign in ("bar", "lying", "small", "faded") else 1
                self._pieces.append(
                    f'<path d="{path}" fill="{fill}" stroke="{colour}" '
                    f'stroke-width="{1.5 if hollow else 0.5}" opacity="{clear}"/>'
                )
                self._write(x + 18, self.low, entry.name, LIGHT.ink)
            self.low -= _KEY
        self.low -= 2

    def _sign(self, relation: str, x: float, y: float, lapsed: bool = False) -> None:
        outline = SYMBOLS[RELATIONS[relation].symbol].outline
        path = moved(outline, x, y, down=True)
        clear = ' opacity=".5"' if lapsed else ""
        self._pieces.append(f'<path d="{path}" fill="{LIGHT.relation[relation]}"{clear}/>')

    def _line(self, text: str, size: int, colour: str, weight: int = 400) -> None:
        self.top += size
        self._write(_BORDER, self.top, text, colour, weight=weight, size=size)
        self.top += size * 0.28

    def _write(
        self,
        x: float,
        y: float,
        text: str,
        colour: str,
        anchor: str = "start",
        weight: int = 400,
        size: int = _SMALL,
    ) -> None:
        self._raw(x, y, escape(text, quote=False), colour, weight, anchor, size)

    def _raw(
        self,
        x: float,
        y: float,
        inside: str,
        colour: str,
        weight: int = 400,
        anchor: str = "start",
        size: int = _SMALL,
    ) -> None:
        end = f' text-anchor="{anchor}"' if anchor != "start" else ""
        bold = f' font-weight="{weight}"' if weight != 400 else ""
        large = f' font-size="{size}"' if size != _SMALL else ""
        self._pieces.append(
            f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}"{end}{bold}{large}>{inside}</text>'
        )


def cut(text: str, most: int, width: float, size: float) -> list[str]:
    """Return a text in at most so many lines; what has no room is left out and shown so.

    It ends where a sentence or a part of one does, so that what is left says no more than it did.

    >>> cut("Two gave it: 600 (NIS); 700 (UN). The newest is 650.", 1, 170, 13)
    ['Two gave it: 600 (NIS) …']
    """
    whole = " ".join(text.split())
    lines = _folded(whole, width, size)
    if len(lines) <= most:
        return lines
    ends = [end.start() for end in re.finditer(r"(?<=[.;)]) |; ", whole)]
    for end in reversed(ends):
        lines = _folded(f"{whole[:end].rstrip(' ;,.')} …", width, size)
        if len(lines) <= most:
            return lines
    return _capped(_folded(whole, width, size), most)


def _capped(lines: list[str], most: int) -> list[str]:
    """Return at most so many lines; the last says where there were more."""
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1].rstrip()} …"]


def _folded(text: str, width: float, size: float) -> list[str]:
    """Return text in lines that fit a width."""
    return folded(text, max(int(width / (size * _LETTER)), 8))


def _short(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: max(most - 1, 3)].rstrip()}…"


def _host(address: str) -> str:
    """Return the host of an address."""
    return address.partition("://")[2].partition("/")[0]


def _far(ends: Sequence[float]) -> bool:
    """Return whether numbers are so far apart that their axis is logarithmic."""
    above = [float(end) for end in ends if not missing(end)]
    return bool(above) and min(above) > 0 and max(above) / min(above) > 20
