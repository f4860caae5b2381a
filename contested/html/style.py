"""The styles: every rule stands in `styles/`, and what it must share with the charts is a variable.

A ground's colours are variables too, so that one rule is right on a light ground and on a dark one.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from markupsafe import Markup

from contested.charts.marks import END, PALE, SMALL
from contested.charts.style import DARK, FONT, LIGHT, Palette
from contested.charts.symbols import BOX, SIGNS, clip, mark
from contested.streamlit_inside import WAITING
from contested.vocabulary import RELATIONS

#: The styles of what stands on the dashboard's pages.
_DASHBOARD = (
    "dashboard", "fold", "marks", "legend", "terms", "picture_table", "known_when", "timeline",
    "labels", "ratio_table", "overview", "cards", "plain_table", "print",
)  # fmt: skip


@cache
def rules(name: str) -> str:
    """Return the rules of a file of `styles/`, named without its ending, after those of its shapes.

    Marks and a key's signs are cut to outlines that the charts share.
    """
    shapes = {"marks": _marks, "legend": _signs}.get(name)
    own = files("contested.html").joinpath(f"styles/{name}.css").read_text(encoding="utf-8")
    return own if shapes is None else shapes() + own


def colours(palette: Palette) -> str:
    """Return a ground's colours as variables: `--ink` and the like, and one for each relation."""
    named = ("ground", "ink", "muted", "grid", "band", "higher", "lower")
    variables = {name: getattr(palette, name) for name in named} | dict(palette.relation)
    return "".join(f"--{name}:{colour};" for name, colour in variables.items())


def _marks() -> str:
    """Return the shapes of marks: `.g` with a relation, `.open` if hollow."""
    shared = f"--box:{BOX}px;--end:{END};--small:{SMALL};--pale:{PALE};--font:{FONT}"
    drawn = [f":root{{{shared}}}"]
    for name, relation in RELATIONS.items():
        drawn += [
            f".{name}{{color:var(--{name})}}",
            f".g.{name}{{clip-path:{mark(relation.symbol, hollow=False)}}}",
            f".g.{name}.open{{clip-path:{mark(relation.symbol, hollow=True)}}}",
        ]
    return "".join(drawn)


def _signs() -> str:
    """Return the shapes of a key's signs, which nothing but a key has."""
    return "".join(f".sign.{name}{{clip-path:{clip(path)}}}" for name, path in SIGNS.items())


@cache
def dashboard(dark: bool) -> str:
    """Return the style of the dashboard's pages on one of the two grounds, as an element.

    On paper the ground is light.
    """
    own = "".join(map(rules, _DASHBOARD))
    ground = f":root{{{colours(DARK if dark else LIGHT)}}}"
    paper = f"@media print{{:root{{{colours(LIGHT)}}}}}" if dark else ""
    return f"<style>{ground}{paper}{own}</style>"


def ahead(chart: str, addresses: tuple[str, str], height: int) -> str:
    """Return the style, as an element, that shows a chart's picture until Plotly has drawn it.

    `chart` is its key, `addresses` those of the picture in the reader's colours and on paper, where
    it always stands in the chart's place: Plotly draws for the screen's width. `height` is what
    both take on the page.
    """
    own = f".st-key-{chart}"
    waiting = f"{own}:not(:has(.main-svg))"
    now, printed = (
        f'min-height:{height}px;background:url("{address}") 0 0/100% {height}px no-repeat'
        for address in addresses
    )
    return (
        f"<style>{waiting}{{{now}}}{waiting} {WAITING}{{opacity:0!important}}"
        f"@media print{{{own}{{{printed};print-color-adjust:exact;break-inside:avoid}}"
        f"{own}>*{{visibility:hidden}}}}</style>"
    )


@cache
def snapshot_file() -> Markup:
    """Return the style of a snapshot's own file, which has the light ground that it froze."""
    parts = ("marks", "labels", "legend", "terms", "picture_table", "plot", "snapshot_file")
    own = "".join(map(rules, parts))
    return Markup(f":root{{{colours(LIGHT)}}}\n{own}")  # our own rules


def stylesheet(name: str, marked: bool) -> str:
    """Return a page's stylesheet: the colours of both grounds, the marks if any, its own rules.

    A page that names its theme has its ground whatever the reader's system says; paper is light.
    """
    grounds = (("light", LIGHT), ("dark", DARK))
    themes = "".join(
        f'@media screen{{:root[data-theme="{theme}"]{{{colours(palette)}color-scheme:{theme};}}}}\n'
        for theme, palette in grounds
    )
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{colours(DARK)}}}}}\n"
    own = (rules("marks") if marked else "") + rules(name)
    return f":root{{{colours(LIGHT)}}}\n{own}{dark}{themes}"
