"""A chart's picture without a browser: what Plotly would draw, at the same places, as sound SVG."""

import re
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree

import duckdb
import pytest

from contested import build, queries
from contested.charts import trail
from contested.charts.style import LIGHT, Drawing
from contested.charts.svg import plot, svg
from contested.engine import DuckDB
from contested.selection import selected
from contested.views import VIEWS, things
from contested.views.claim import trail_chart
from contested.views.view import once
from tests.test_checks import CLAIM

NAME = {"s": "http://www.w3.org/2000/svg"}
RUSSIANS = "conflict=russia-ukraine&subject=russia&metric=killed&population=military"
LOOKED_AT = [
    *((id, RUSSIANS) for id in ("timeline", "compare", "spread", "panels")),
    ("timeline", f"{RUSSIANS}&scale=log"),
    ("timeline", "conflict=russia-ukraine&subject=north-korea&metric=killed&population=military"),
    ("article", "article=nyt-2025-08-22-north-korea-honors"),
    ("source", "source=nis"),
]


def drawn(engine, id, query):
    view = VIEWS[id]
    whole = view.opened(engine, selected(query))
    return (view.on_page or view.drawn)(engine, whole, LIGHT, once()).chart


def marks(chart):
    """Return how many marks and texts a chart's traces have, those that are not seen left out."""
    counted = Counter()
    for trace in chart.to_dict()["data"]:
        if "markers" in trace["mode"]:
            clear = trace["marker"].get("opacity", 1)
            each = clear if isinstance(clear, list | tuple) else [clear] * len(trace["x"])
            counted["marks"] += sum(map(bool, each[: len(trace["x"])]))
        if "text" in trace["mode"]:
            counted["texts"] += sum(map(bool, trace["text"]))
    return counted


@pytest.mark.parametrize(("id", "query"), LOOKED_AT)
def test_every_mark_and_every_word_of_a_chart_is_in_its_picture(engine, id, query):
    chart = drawn(engine, id, query)
    picture = ElementTree.fromstring(svg(chart))
    placed = picture.findall(".//s:use", NAME)
    assert len(placed) == marks(chart)["marks"] > 0
    assert int(picture.get("height")) == chart.layout.height
    words = "".join(picture.itertext())
    for note in chart.layout.annotations:
        for part in re.split(r"<[^>]*>", note.text or ""):
            assert part.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">") in words
    for trace in chart.data:
        if "text" in trace.mode:
            assert all(re.sub(r"<[^>]*>", "", text or "")[:8] in words for text in trace.text)
    defined = {one.get("id") for one in picture.findall(".//s:defs/s:path", NAME)}
    assert {use.get("href").removeprefix("#") for use in placed} == defined
    for use in placed:
        assert -0.5 <= float(use.get("x").removesuffix("%")) <= 100.5
        assert 0 <= float(use.get("y")) <= chart.layout.height


@pytest.mark.slow
def test_a_computed_range_without_a_best_is_a_picture_too(folder):
    cells = {"qualifier": "range", "low": 600, "best": "", "high": 800, "interval": "models"}
    folder.add("claims", **{**CLAIM, **cells, "subject": "north-korea", "since": "2024-10-01"})
    with duckdb.connect(str(build.build(folder.path).path), read_only=True) as con:
        whose = "conflict=war&subject=north-korea&metric=killed&population=military"
        test_every_mark_and_every_word_of_a_chart_is_in_its_picture(DuckDB(con), "timeline", whose)


def test_a_mark_stands_where_its_number_and_its_date_are():
    drawing = Drawing(LIGHT, 148)
    drawing.layout |= {"margin": {"l": 40, "r": 10, "t": 8, "b": 40}}
    drawing.layout["xaxis"] |= {"type": "date", "range": ["2025-01-01", "2025-01-11"]}
    drawing.layout["yaxis"] |= {"type": "log", "range": [1, 3], "tickvals": [10, 100, 1000]}
    drawing.scatter(x=["2025-01-06"], y=[100], mode="markers", marker={"color": "#123456"})
    (mark,) = ElementTree.fromstring(svg(drawing.figure())).findall(".//s:use", NAME)
    assert (mark.get("x"), mark.get("y")) == ("50%", "50")


def test_no_word_of_the_data_becomes_markup():
    drawing = Drawing(LIGHT, 100)
    drawing.layout["xaxis"] |= {"range": [0, 1], "tickvals": []}
    drawing.layout["yaxis"] |= {"range": [0, 1], "tickvals": []}
    hostile = '<script>x</script> & <b onload=1>"\'</b> &lt;b&gt; <span style="color:red">r</span>'
    drawing.note(text=hostile, x=0, y=0, xref="paper", yref="paper")
    picture = svg(drawing.figure())
    root = ElementTree.fromstring(picture)
    assert "<script" not in picture
    assert root.findall(".//s:tspan[@fill='red']", NAME)
    assert "<script>x</script> & <b onload=1>\"'</b> <b> r" in "".join(root.itertext())


def test_an_empty_selection_is_a_picture_that_says_so(engine):
    chart = drawn(engine, "timeline", f"{RUSSIANS}&until=1990-01-01")
    assert "No claims in this selection" in svg(chart)


def test_each_scale_of_a_timeline_has_a_picture_of_its_own(engine):
    view = VIEWS["timeline"]
    whole = view.opened(engine, selected(RUSSIANS))
    scales = {
        svg(view.drawn(engine, replace(whole, scale=scale), LIGHT, once()).chart)
        for scale in ("linear", "log", "whole")
    }
    assert len(scales) == 3


def test_a_source_that_said_something_in_words_alone_has_its_chart_too(engine):
    claims = queries.stated_by(engine, "nis")
    claims.loc[0, ["number", "low", "best", "high", "lowest", "highest"]] = None
    figure = things.drawn(claims, LIGHT).chart
    assert marks(figure)["marks"] >= len(claims) - 1
    ElementTree.fromstring(svg(figure))


def test_a_trail_rings_its_claim_and_joins_nothing_across_what_is_left_out(engine):
    (claim,) = queries.search(engine, "600 north koreans killed").claims.to_dict("records")[:1]
    chart = trail_chart(engine, claim["id"], LIGHT)
    words = "".join(ElementTree.fromstring(svg(chart)).itertext())
    for said in ("at least 100", "at least 300", "about 600", "about 2,000"):
        assert said in words
    (ring,) = (trace for trace in chart.data if trace.name == "open")
    assert list(ring.y) == [600]
    rows = queries.trail(engine, claim["id"]).to_dict("records")
    gap = [row | {"trail_place": row["trail_place"] + 5 * (place > 1)} for place, row in
           enumerate(rows)]  # fmt: skip
    none = queries.breaks(engine, selected(RUSSIANS)).head(0)
    for given, lines in ((rows, 1), (gap, 2)):
        drawn = trail.chart(claim, given, [], none).data
        pieces = [one for one in drawn if one.mode == "lines"]
        assert sum(y is None for one in pieces for y in one.y) == lines


@pytest.mark.slow
def test_a_claim_that_its_source_made_alone_has_no_trail_to_draw(engine):
    alone = [
        row["id"] for row in queries.claims(engine, selected(RUSSIANS)).to_dict("records")
        if len(queries.trail(engine, row["id"])) == 1
    ]  # fmt: skip
    assert trail_chart(engine, alone[0], LIGHT) is None


def test_what_lies_above_the_axis_of_an_embed_is_not_drawn_over_its_words(engine):
    """The band reaches to a lapsed claim above the axis; the title stands there."""
    view = VIEWS["timeline"]
    shown = view.drawn(engine, view.opened(engine, selected(RUSSIANS)), LIGHT, once())
    chart = shown.chart.to_dict()
    chart["layout"]["yaxis"]["range"][1] = 200_000
    highest = max(y for trace in chart["data"] if trace["name"] == "band" for y in trace["y"] if y)
    assert highest > chart["layout"]["yaxis"]["range"][1]
    for width in (0.0, 600.0):
        at = plot.place(chart, 300, width)
        picture = ElementTree.fromstring(f"<svg xmlns='{NAME['s']}'>{plot.svg(chart, at)}</svg>")
        areas = [
            (piece, parent)
            for parent in picture.iter()
            for piece in parent.findall("s:path", NAME)
            if piece.get("fill") not in (None, "none")
        ]
        assert areas
        for piece, parent in areas:
            ups = [float(y) for y in re.findall(r"[ML][-\d.]+,([-\d.]+)", piece.get("d"))]
            cut = parent.get("height") and not parent.get("overflow")
            assert cut or min(ups) >= at.top
