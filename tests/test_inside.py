"""All marks of a chart stay inside it, and one date alone has days around it."""

from dataclasses import replace

import pandas as pd
import pytest

from contested import queries, views
from contested.charts.style import LIGHT
from contested.selection import QUANTITY, Selection
from contested.views import VIEWS, direct


def quantities(engine):
    """Return the quantities with a period, a date that is no day, or an open claim."""
    claims = queries.claims(engine, Selection())
    wide = claims["counting"].eq("period") | claims["as_of_precision"].ne("day")
    some = claims[wide | claims["qualifier"].isin(["at_least", "up_to"])]
    rows = some[list(QUANTITY)].drop_duplicates().to_dict("records")
    return [Selection(**row) for row in rows]


def outside(chart):
    """Return the points of a chart's traces that lie beyond the ends of its axes."""
    found = []
    for trace in chart.data:
        if trace.yaxis == "y2" or trace.mode == "text":
            continue
        axes = (
            (trace.x, chart.layout[f"xaxis{(trace.xaxis or 'x')[1:]}"]),
            (trace.y, chart.layout[f"yaxis{(trace.yaxis or 'y')[1:]}"]),
        )
        for points, axis in axes:
            if points is None or axis.range is None:
                continue
            if axis.type == "date":
                first, last = map(pd.Timestamp, axis.range)
                values = [pd.Timestamp(point) for point in points if point is not None]
            else:
                ends = [10**end if axis.type == "log" else end for end in axis.range]
                first, last = min(ends), max(ends)
                values = [point for point in points if isinstance(point, (int, float))]
            slack = (last - first) * 1e-6
            found += [
                (trace.name, value)
                for value in values
                if not first - slack <= value <= last + slack
            ]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("view", ["timeline", "panels"])
def test_no_mark_no_bar_and_no_period_leaves_its_chart(engine, view):
    chosen = quantities(engine)
    assert len(chosen) > 20
    for selection in chosen:
        # What a linear axis leaves above it, its edge says; here the whole is drawn.
        scale = "whole" if view == "timeline" else "linear"
        filled = VIEWS[view].filled(replace(selection, scale=scale))
        chart = VIEWS[view].drawn(engine, filled, LIGHT, direct).chart
        assert outside(chart) == [], selection.query()


@pytest.mark.parametrize("view", ["timeline", "panels", "spread", "known-when", "compare"])
def test_one_date_alone_has_days_around_it(engine, view):
    killed = Selection("russia-ukraine", "north-korea", "killed", "military")
    day = queries.claims(engine, killed)["as_of"].iloc[-1].date()
    selection = VIEWS[view].filled(replace(killed, since=day, until=day))
    chart = VIEWS[view].drawn(
        engine, views.canonical(engine, selection, VIEWS[view]), LIGHT, direct
    )
    for name in chart.chart.layout.to_plotly_json():
        axis = chart.chart.layout[name] if name.startswith("xaxis") else None
        if axis is not None and axis.type == "date" and axis.range is not None:
            first, last = map(pd.Timestamp, axis.range)
            assert last - first >= pd.Timedelta(days=6)
