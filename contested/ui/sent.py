"""A chart as a page's script sends it: put into words once, and drawn once by the browser."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go


class Sent(go.Figure):  # type: ignore[misc]  # Plotly has no types
    """A chart whose description was made once; change nothing in it.

    Streamlit asks a chart for its description in every run, and Plotly makes a copy of it each
    time.
    """

    def __init__(self, plain: dict[str, Any]) -> None:
        super().__init__(plain, _validate=False)
        self._plain = plain

    def to_dict(self) -> dict[str, Any]:
        """Return the chart as Plotly's script reads it, the same object each time."""
        return self._plain


def sent(chart: go.Figure) -> Sent:
    """Return a chart as Streamlit's application leaves it once it has drawn it.

    The application sets these modes itself after the first drawing and has the chart drawn again.
    Plotly draws again only what differs; what it cannot compare it takes to: lists of data without
    a revision, and any `meta`. A chart of other data is another one, so that its revision is the
    same.
    """
    plain = chart.to_dict()
    layout = {word: value for word, value in plain["layout"].items() if word != "meta"}
    boxed = layout.get("dragmode") == "select"
    layout |= {
        "clickmode": "event" if boxed else "event+select",
        "dragmode": "select" if boxed else "pan",
        "hovermode": layout.get("hovermode", "closest"),
        "datarevision": 1,
    }
    return Sent({**plain, "layout": layout})
