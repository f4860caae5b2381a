"""The styles: every rule stands in `styles/`, and a ground's colours are its variables."""

from __future__ import annotations

from importlib.resources import files

from contested.charts import glyph
from contested.charts.style import DARK, LIGHT, Palette

_GROUNDS = (("light", LIGHT), ("dark", DARK))


def rules(name: str) -> str:
    """Return the rules of a file of `styles/`, named without its ending."""
    return files("contested.html").joinpath(f"styles/{name}.css").read_text(encoding="utf-8")


def stylesheet(name: str, marks: bool) -> str:
    """Return a page's stylesheet: the colours of both grounds, the marks if any, its own rules.

    A page that names its theme has its ground whatever the reader's system says.
    """
    light, dark = (
        _colours(palette) + (glyph.style(palette) if marks else "") for palette in (LIGHT, DARK)
    )
    themes = "".join(
        _colours(palette, f'[data-theme="{theme}"]', f"color-scheme:{theme};")
        for theme, palette in _GROUNDS
    )
    return f"{light}{rules(name)}@media (prefers-color-scheme:dark){{{dark}}}\n{themes}"


def _colours(palette: Palette, where: str = "", more: str = "") -> str:
    named = ("ground", "ink", "muted", "grid")
    variables = "".join(f"--{name}:{getattr(palette, name)};" for name in named)
    return f":root{where}{{{variables}{more}}}\n"
