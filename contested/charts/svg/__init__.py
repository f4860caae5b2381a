"""Charts as SVG without a browser: one way to write signs, lines and texts (`pen`).

`whole` writes a chart as Plotly places it, `plot` a timeline's plot as high as it is asked for.
"""

from contested.charts.svg.whole import svg

__all__ = ["svg"]
