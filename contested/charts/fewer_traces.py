"""The same drawing with fewer traces: what a page's script draws anew after each change.

Plotly goes through all that a trace may have, once for each, which takes longer than to draw a few
marks. Lines that tell nothing are as well paths of the layout, and marks one trace of any colours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from contested.charts.svg.plot import is_plot

#: What a trace may have for each of its points, beside its mark.
_OF_POINTS = ("text", "customdata", "textposition")

Trace = Mapping[str, Any]


def fewer_traces(chart: go.Figure) -> go.Figure:
    """Return claims over time, on one axis, drawn by as few traces as go; other charts as they are.

    Lines come to lie under all marks, and the signs of open bounds and corrections over them.
    """
    plain = chart.to_dict()
    if not is_plot(plain):
        return chart
    shapes = list(plain["layout"].get("shapes") or ())
    alike: dict[tuple[Any, ...], list[Trace]] = {}
    for trace in plain["data"]:
        if _silent_line(trace):
            shapes.append(_path(trace))
        else:
            alike.setdefault(_kind(trace, len(alike)), []).append(trace)
    data = [traces[0] if len(traces) == 1 else _one(traces) for traces in alike.values()]
    layout = {**plain["layout"], "shapes": shapes}
    return go.Figure({"data": data, "layout": layout}, _validate=False)


def _silent_line(trace: Trace) -> bool:
    return (
        trace.get("mode") == "lines" and trace.get("hoverinfo") == "skip" and "yaxis" not in trace
    )


def _kind(trace: Trace, alone: int) -> tuple[Any, ...]:
    """Return what traces have in common that may be one; a number of its own for all others."""
    if trace.get("mode") == "markers" and "hovertext" not in trace:
        names = ("hoverinfo", "hovertemplate", "cliponaxis", "yaxis")
        return ("marks", *map(trace.get, names))
    if trace.get("mode") == "text" and trace.get("name") == "breaks, label":
        return ("labels",)
    return (alone, trace.get("name"))


def _path(trace: Trace) -> dict[str, Any]:
    """Return a trace of lines as a path of the layout, between the grid and the marks."""
    line = dict(trace["line"])
    steps = line.pop("shape", "linear") == "hv"
    path, last = "", None
    for x, y in zip(trace["x"], trace["y"], strict=True):
        if x is None or y is None:
            last = None
            continue
        if last is None:
            path += f"M{x},{y}"
        else:
            path += f"L{x},{last}" * steps + f"L{x},{y}"
        last = y
    filled = {"fillcolor": trace["fillcolor"]} if "fillcolor" in trace else {}
    return {
        "type": "path", "path": path, "layer": "between", "name": trace.get("name"),
        "opacity": trace.get("opacity", 1), "line": line, **filled,
    }  # fmt: skip


def _one(traces: Sequence[Trace]) -> dict[str, Any]:
    """Return traces that are alike as one: what they have of each kind is said of each point."""
    counts = [len(trace["x"]) for trace in traces]
    one = dict(traces[0])
    for word in ("x", "y", *_OF_POINTS):
        if any(word in trace for trace in traces):
            one[word] = _of_all([trace.get(word) for trace in traces], counts)
    if "marker" in one:
        marks = [trace["marker"] for trace in traces]
        lines = [mark.get("line", {}) for mark in marks]
        one["marker"] = _merged([{**mark, "line": None} for mark in marks], counts)
        one["marker"]["line"] = _merged(lines, counts)
    return one


def _merged(parts: Sequence[Mapping[str, Any]], counts: Sequence[int]) -> dict[str, Any]:
    words = dict.fromkeys(word for part in parts for word in part)
    return {word: _of_all([part.get(word) for part in parts], counts) for word in words}


def _of_all(values: Sequence[Any], counts: Sequence[int]) -> Any:
    """Return one value where all have the same, and otherwise each point's own."""
    first = values[0]
    if not isinstance(first, (list, tuple)) and all(value == first for value in values):
        return first
    return [
        each
        for value, count in zip(values, counts, strict=True)
        for each in (value if isinstance(value, (list, tuple)) else [value] * count)
    ]
