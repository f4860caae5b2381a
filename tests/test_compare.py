"""The comparison's pictures: what they mark, what they leave out, what they say."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from contested.charts import (
    axis,
    compare,
    marks,
    matrix,
    panels,
    spread,
)
from contested.charts import known_when as known_chart
from contested.charts.legend import CAPPED, COMPUTED, entries, parts
from contested.charts.style import DARK, LIGHT, Palette
from contested.compare import Compared, compared
from contested.html import comparison, known_when, ratio_table
from contested.html.legend import legend
from contested.vocabulary import INTERVALS, QUALIFIERS, RELATIONS
from contested.words import amount, comparisons

DAY = pd.Timestamp("2025-03-31")
HOSTILE = "<img src=x onerror=alert(1)>\"'&"


#: No source changed what it counts.
UNBROKEN = pd.DataFrame(columns=["source", "date", "reason"])


def claim(source: str, qualifier: str = "exact", **more: Any) -> dict[str, Any]:
    numbers = {name: more.pop(name, None) for name in ("low", "best", "high")}
    if not any(value is not None for value in numbers.values()):
        numbers["best"] = 1000
    low, best, high = (numbers[name] for name in ("low", "best", "high"))
    stated = [value for value in (low, best, high) if value is not None]
    return {
        "id": f"{source}-{more.get('as_of', DAY):%Y%m%d}",
        "conflict": "war",
        "subject": "north-korea",
        "metric": "killed",
        "population": "military",
        "source": source,
        "source_name": source.title(),
        "source_short": source.upper(),
        "relation": "third_party",
        "qualifier": qualifier,
        **numbers,
        "number": next(value for value in (best, low, high) if value is not None),
        "lowest": stated[0],
        "highest": stated[-1],
        "as_of": DAY,
        "at": more.get("as_of", DAY),
        "published": DAY,
        "publisher": "A Paper",
        "article": "a-paper-2025",
        "quantity": "Soldiers killed",
        "unit": "people",
        "counting": "cumulative",
        "since": pd.NaT,
        "place": None,
        "evidence": "estimate",
        "superseded_on": pd.NaT,
        "origin": source,
        "others": (),
        "via": None,
        "since_precision": "day",
        "began": pd.NaT,
        "effective_from": more.get("as_of", DAY),
        "effective": more.get("as_of", DAY),
        "reach": 45,
        "apart": None,
        "note": None,
        "age": 0,
        "lapsed": False,
        **more,
    }


def frame(*claims: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(claims))


def beside(claims: pd.DataFrame, source: str = "") -> Compared:
    """Return claims beside each other, as what their institutions said of any time."""
    return compared(claims, claims[claims["apart"].isna()], source)


EVERY = frame(
    claim("a", "fewer_than", high=1_000_000, relation="own"),
    claim("b", "about", best=350_000, relation="ally"),
    claim("c", "range", low=160_000, high=165_000, relation="adversary"),
    claim("d", "range", low=60_000, best=64_000, high=70_000, relation="independent"),
    claim("e", "more_than", low=20_000, age=300),
    claim("f", "exact", best=1_351, age=900, lapsed=True),
    claim("g", "at_least", low=500, apart="place", place="Bakhmut"),
)
MARKED = {1_000_000, 350_000, 160_000, 165_000, 64_000, 60_000, 70_000, 20_000, 1_351, 500}


def marked(chart: Any) -> set[float]:
    return {
        float(x) for trace in chart.data if trace.mode == "markers" and trace.text for x in trace.x
    }


def stated(claims: pd.DataFrame) -> set[float]:
    columns = claims[["low", "best", "high"]].to_numpy().ravel()
    return {float(value) for value in columns if not pd.isna(value)}


@pytest.mark.parametrize("scale", ["log", "linear"])
def test_every_mark_of_the_comparison_stands_on_a_stated_number(scale: str) -> None:
    chart = compare.chart(EVERY, beside(EVERY), LIGHT, scale)
    assert marked(chart) == MARKED
    assert stated(EVERY) >= MARKED


def test_the_comparison_has_one_row_a_source_with_its_number_in_words() -> None:
    texts = " ".join(note.text for note in compare.chart(EVERY, beside(EVERY)).layout.annotations)
    for words in (
        "fewer than 1,000,000",
        "about 350,000",
        "160,000 to 165,000",
        "best 64,000",
        "more than 20,000",
        "at least 500",
        "lapsed",
    ):
        assert words in texts


def test_the_comparison_says_what_its_axis_and_its_columns_are() -> None:
    chart = compare.chart(EVERY, beside(EVERY, "c"))
    assert chart.layout.xaxis.title.text == "people, logarithmic scale"
    heads = {note.text: note for note in chart.layout.annotations if note.yref == "paper"}
    assert set(heads) == {"Number", "Against C", "Evidence", "Refers to"}
    assert {note.xref for note in heads.values()} == {"paper"}
    linear = compare.chart(EVERY, beside(EVERY), LIGHT, "linear")
    assert linear.layout.xaxis.title.text == "people"


def test_a_comparison_has_its_key_on_the_page_and_in_its_picture() -> None:
    page = legend(compare.legend_parts(EVERY, beside(EVERY, "c")))
    for words in ("Own side", "exact", "hedged", "stated range", "no ceiling", "half a year"):
        assert words in page
    assert "the newest claim of the reference: C" in page
    # Claims set apart have a heading of their own, and full-sized marks.
    assert "counts something else" not in page
    chart = compare.chart(EVERY, beside(EVERY, "c"))
    drawn = [entry.name for entry in entries(chart.layout.meta)]
    # What a word means stands in its tip, which a picture has no room for.
    keyed = re.sub(r'<span class="tip" role="tooltip">[^<]*</span>', "", page)
    assert re.findall(r">([^<>]+)(?:</span>)?</li>", keyed) == drawn
    both = then_and_now(claim("a", best=100), claim("a", best=300))
    assert "from then to now" in legend(known_chart.legend_parts(known_chart.pairs(both)))
    new = known_chart.pairs(then_and_now(None, claim("a")))
    assert "from then to now" not in legend(known_chart.legend_parts(new))


def test_only_exact_marks_are_filled() -> None:
    filled = set()
    for trace in compare.chart(EVERY, beside(EVERY)).data:
        if trace.text:
            fill = trace.marker.color
            fills = [fill] * len(trace.x) if isinstance(fill, str) else fill
            ids = [id[0] for [id] in trace.customdata]
            filled |= {id for id, fill in zip(ids, fills, strict=True) if fill != LIGHT.ground}
    assert filled == {"f"}


def test_open_bounds_are_arrows_that_point_to_their_open_side() -> None:
    heads = [
        (number, angle)
        for trace in compare.chart(EVERY, beside(EVERY)).data
        if trace.name.endswith("open")
        for number, sign, angle in zip(
            trace.x, trace.marker.symbol, trace.marker.angle, strict=True
        )
        if sign == "triangle-down"
    ]
    # A head points downwards before it is turned.
    assert sorted(heads) == [(500, 270), (20_000, 270), (1_000_000, 90)]


def test_the_table_tells_hedge_relation_evidence_age_and_ratio_in_words() -> None:
    page = comparison.table(EVERY, beside(EVERY, "c"))
    for words in (
        "fewer than 1,000,000",
        "less than 6.3×",
        "about 2.1× to 2.2×",
        "reference",
        "Own side",
        "Adversary",
        "Estimate",
        "2.5 years before the newest, lapsed",
        compare.APART,
        "counts Bakhmut only",
        "not compared",
        "./sources?source=a",
        "./articles?article=a-paper-2025",
    ):
        assert words in page


def test_claims_set_apart_come_last_and_only_where_there_are_any() -> None:
    page = comparison.table(EVERY, beside(EVERY))
    assert page.index("more than 20,000") < page.index(compare.APART) < page.index("at least 500")
    assert compare.APART not in comparison.table(EVERY[:6], beside(EVERY[:6]))


def test_the_table_marks_an_open_bound_on_its_side() -> None:
    page = comparison.table(EVERY, beside(EVERY))
    assert page.count('class="down own"') == 1
    assert page.count('class="up third_party"') == 2


def test_every_chart_marks_the_same_numbers_of_a_range_and_its_ends_smaller() -> None:
    one = frame(claim("d", "range", low=60_000, best=64_000, high=70_000))
    row = one.iloc[0].to_dict()
    assert marks.sized(row) == [(64_000, 1.0), (60_000, marks.END), (70_000, marks.END)]
    page = comparison.table(one, beside(one))
    assert len(re.findall(r'class="g third_party open[ "]', page)) == 3
    assert len(re.findall(r'class="g third_party open end', page)) == 2
    held = {
        number for trace in panels.chart(one, UNBROKEN).data if trace.text for number in trace.y
    }
    assert held == marked(compare.chart(one, beside(one))) == {60_000, 64_000, 70_000}


@pytest.mark.parametrize("kind", [kind for kind in INTERVALS if kind != "stated"])
def test_the_ends_of_a_computed_range_have_no_marks_of_a_source(kind: str) -> None:
    whole = frame(claim("d", "range", low=60_000, best=64_000, high=70_000, interval=kind))
    assert marks.sized(whole.iloc[0].to_dict()) == [(64_000, 1.0)]
    bare = frame(claim("d", "range", low=60_000, high=70_000, interval=kind))
    assert {number for number, _ in marks.sized(bare.iloc[0].to_dict())} == {60_000, 70_000}
    for drawn, cap in (
        (panels.chart(bare, UNBROKEN), "line-ew"),
        (compare.chart(bare, beside(bare)), "line-ns"),
    ):
        assert [trace.marker.symbol for trace in drawn.data if trace.customdata] == [cap]
    page = comparison.table(bare, beside(bare))
    assert page.count('class="cap third_party"') == 2
    assert 'class="bar third_party"' in page
    assert 'class="g third_party open' not in page
    for claims, sign, name in ((whole, "lying", COMPUTED), (bare, "lying_caps", CAPPED)):
        key = entries(parts(claims, across=True))
        assert (sign, name) in [entry[:2] for entry in key]
        assert "stated range" not in [entry.name for entry in key]


def test_a_hedged_range_has_its_bar_in_every_picture() -> None:
    about = frame(claim("d", "about", low=60_000, high=70_000))
    assert 'class="bar third_party"' in comparison.table(about, beside(about))


@pytest.mark.parametrize("qualifier", QUALIFIERS)
def test_no_bound_of_the_spread_loses_its_hedge(qualifier: str) -> None:
    row = band((0, 100, "exact", 300, qualifier)).iloc[0].to_dict()
    row["until"] = None
    filled = dict.fromkeys(QUALIFIERS[qualifier].filled, 300)
    hedge = "lower end" if qualifier == "range" else amount(qualifier, **filled)
    assert hedge in spread.hover(row)


def test_a_zero_says_that_it_has_no_place_on_a_logarithmic_axis() -> None:
    claims = frame(claim("a", best=0), claim("b", best=50))
    assert "0 has no place" in comparison.table(claims, beside(claims))
    assert marked(compare.chart(claims, beside(claims))) == {50}
    assert marked(compare.chart(claims, beside(claims), scale="linear")) == {0, 50}


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("claims", [EVERY.iloc[:1], EVERY.iloc[6:], EVERY.iloc[:0]])
def test_few_or_no_claims_draw_without_an_error(claims: pd.DataFrame, palette: Palette) -> None:
    compare.chart(claims, beside(claims), palette)
    panels.chart(claims, UNBROKEN, palette)
    for page in (
        comparison.table(claims, beside(claims)),
        ratio_table.table(claims, beside(claims), "Dead"),
    ):
        assert "nan" not in page
    for words in (
        compare.alt(claims, "Dead"),
        matrix.alt(claims, beside(claims), "Dead"),
        panels.alt(claims, "Dead"),
    ):
        assert words.startswith("Dead")


def test_hostile_text_is_escaped_everywhere() -> None:
    words = {"source_name": HOSTILE, "source_short": HOSTILE, "publisher": HOSTILE}
    claims = frame(
        claim(HOSTILE, best=10, article=HOSTILE, **words),
        claim("b", best=20, apart="place", place=HOSTILE, **words),
        claim("c", best=30, **words),
    )
    both = then_and_now(claims.iloc[0].to_dict(), claims.iloc[2].to_dict(), corrected=HOSTILE)
    for page in (
        comparison.table(claims, beside(claims)),
        ratio_table.table(claims, beside(claims), "Dead"),
        known_when.table(both),
    ):
        assert "<img" not in page
        assert "&lt;img" in page
    for chart in (
        compare.chart(claims, beside(claims)),
        panels.chart(claims, UNBROKEN),
        known_chart.chart(both),
    ):
        shown = [note.text for note in chart.layout.annotations]
        shown += [text for trace in chart.data for text in (trace.text or ())]
        assert not any("<img" in text for text in shown)
        assert any("&lt;img" in text for text in shown)


def test_the_matrix_compares_each_source_with_each_other() -> None:
    page = ratio_table.table(EVERY, beside(EVERY), "Dead")
    assert page.count("<tr>") == 1 + 6
    assert "n/c" in page
    assert "about 2.1× to 2.2×" in page
    few = ratio_table.table(EVERY, beside(EVERY), "Dead", most=3)
    assert few.count("<tr>") == 1 + 3
    assert "Three sources with older claims left out" in few
    assert f'aria-label="{matrix.alt(EVERY, beside(EVERY), "Dead")}"' in page


def test_the_matrix_is_drawn_as_its_table_says() -> None:
    drawn = matrix.chart(EVERY, beside(EVERY))
    rows = [row[0] for row in drawn.data[0].customdata]
    told = [note.text.replace("<br>", " ") for note in drawn.layout.annotations]
    page = ratio_table.table(EVERY, beside(EVERY), "Dead")
    for words in re.findall(r"<td[^>]*>([^<]+)</td>", page):
        assert html.unescape(words) in told
    assert len(told) >= len(rows) * (len(rows) + 2)
    assert len(drawn.layout.shapes) == page.count('style="--share:')
    few = matrix.chart(EVERY, beside(EVERY), most=3)
    assert len(few.data[0].customdata) == 3
    assert few.layout.annotations[-1].text.endswith("with older claims left out.")
    assert len(matrix.chart(EVERY[:1], beside(EVERY[:1])).data) == 0


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def tinted(one: dict[str, Any]) -> tuple[str, float]:
    """Return the tint of a claim beside a thousand of the same time."""
    both = frame(one, claim("b"))
    found = matrix.cell(*both.to_dict("records"), beside(both))
    assert found is not None
    return matrix.tint(found)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("number", [0, 1, 300, 1000, 1001, 3000, 100_000])
def test_the_matrix_text_keeps_its_contrast(palette: Palette, number: int) -> None:
    colour = matrix.mixed(*tinted(claim("a", best=number)), palette)
    ground, ink = _luminance(colour), _luminance(palette.ink)
    assert (max(ground, ink) + 0.05) / (min(ground, ink) + 0.05) >= 4.5


def test_a_claim_s_note_stands_under_it() -> None:
    noted = frame(claim("a", note="Staff only."), claim("b"))
    page = comparison.table(noted, beside(noted))
    assert page.count('<tr class="why"') == 1
    assert "Staff only.</td></tr>" in page
    apart = frame(claim("a", apart="place", place="Kursk", note="Staff <only>."))
    both = comparison.table(apart, beside(apart))
    assert "counts Kursk only; Staff &lt;only&gt;." in both


def test_the_lapsed_are_folded_away_and_compared_with_their_own_time() -> None:
    old = DAY - pd.Timedelta(days=900)
    claims = frame(
        claim("a", best=1000, as_of=DAY),
        claim("b", best=100, as_of=old, age=900, lapsed=True),
    )
    said = pd.concat([claims, frame(claim("a", best=200, as_of=old))], ignore_index=True)
    page = comparison.table(claims, compared(claims, said, "a"))
    folded = page.partition("<details")[2]
    assert "One older claim, compared with its own time" in folded
    assert "0.50×" in folded
    assert "of 200, same day" in folded


def test_claims_that_all_stand_apart_are_drawn_without_an_age() -> None:
    alone = pd.DataFrame([claim("a", apart="place", place="Kursk", age=None, lapsed=False)])
    alone = alone.astype({"age": "Int64"})
    assert "1,000" in comparison.table(alone, beside(alone))
    assert compare.chart(alone, beside(alone)).data


def test_a_claim_set_apart_that_is_newer_is_not_called_the_newest() -> None:
    assert compare.age(claim("a", age=-101)) == "3 months after the newest that compares"


def test_the_matrix_tints_what_is_surely_higher_or_lower_and_nothing_else() -> None:
    untinted = [claim("a"), claim("a", "at_least", low=900), claim("a", "at_least", low=1000)]
    assert {tinted(one) for one in untinted} == {("", 0)}
    higher = [claim("a", "more_than", low=1000), claim("a", best=1001)]
    lower = [claim("a", "fewer_than", high=1000), claim("a", best=999)]
    assert {tinted(one)[0] for one in higher} == {"higher"}
    assert {tinted(one)[0] for one in lower} == {"lower"}
    assert all(tinted(one)[1] > 0 for one in [*higher, *lower])


def test_nothing_of_the_same_time_has_its_own_sentence_and_its_own_look_in_the_matrix() -> None:
    later = {"effective": DAY + pd.Timedelta(days=200), "as_of": DAY + pd.Timedelta(days=200)}
    later["effective_from"] = later["effective"]
    both = frame(claim("a"), claim("b", best=3000, **later))
    page = ratio_table.table(both, beside(both), "Dead")
    assert page.count("apart-in-time") == 2
    assert "nothing of the same time, nearest: 7 months later" in page
    assert "0.33×" not in page
    both_now = frame(claim("a"), claim("b", best=3000))
    assert "apart-in-time" not in ratio_table.table(both_now, beside(both_now), "Dead")


@pytest.mark.parametrize(
    ("source", "said"),
    [("", "Compared with B, which says a number of the time of two of two others; no institution"),
     ("c", "Compared with C, as you chose: of two of two others it says a number of their time.")],
)  # fmt: skip
def test_the_reference_is_named_with_why_it_is_and_anyone_can_be_it(source: str, said: str) -> None:
    three = frame(
        claim("a", evidence="statement"),
        claim("b", evidence="documented"),
        claim("c", evidence="statement"),
    )
    chosen = beside(three, source).reference
    assert chosen is not None
    assert comparisons.chosen(chosen, chosen.institutions.upper()).startswith(said)


def band(*steps: tuple[int, float, str, float, str]) -> pd.DataFrame:
    rows = []
    for day, lowest, below, highest, above in steps:
        agree = highest <= lowest
        rows.append(
            {
                "at": DAY + timedelta(days=day),
                "institutions": 2,
                "lowest": None if agree else lowest,
                "highest": None if agree else highest,
                "spread": None if agree else highest / lowest,
                "agree": agree,
                "lowest_source": "LOW",
                "lowest_qualifier": below,
                "lowest_since": DAY,
                "highest_source": "HIGH",
                "highest_qualifier": above,
                "highest_since": DAY,
            }
        )
    held = pd.DataFrame(rows)
    held["until"] = held["at"].shift(-1)
    return held


def test_the_spread_leaves_gaps_and_dots_open_stretches() -> None:
    chart = spread.chart(
        band(
            (0, 100, "exact", 300, "exact"),
            (10, 100, "exact", 100, "exact"),
            (20, 100, "exact", 500, "at_least"),
        )
    )
    closed, dotted = chart.data[:2]
    assert [value for value in closed.y if value is not None] == [3, 3]
    assert [value for value in dotted.y if value is not None] == [5, 5]
    assert closed.line.dash == "solid"
    assert dotted.line.dash != "solid"
    assert "At least 5.0×" in " ".join(text for text in dotted.text)
    assert chart.layout.yaxis.type == "linear"


def test_a_wide_spread_has_a_logarithmic_axis() -> None:
    wide = band((0, 10, "exact", 500, "exact"), (5, 10, "exact", 600, "exact"))
    assert spread.chart(wide).layout.yaxis.type == "log"
    assert "60×" in spread.alt(wide, "Dead")


def test_a_spread_of_one_date_has_days_around_it() -> None:
    chart = spread.chart(band((0, 10, "exact", 30, "exact")))
    first, last = chart.layout.xaxis.range
    assert pd.Timestamp(first) < DAY < pd.Timestamp(last)
    assert pd.Timestamp(last) - pd.Timestamp(first) == timedelta(days=40)
    near = spread.chart(band((0, 10, "exact", 30, "exact"), (1, 10, "exact", 20, "exact")))
    first, last = near.layout.xaxis.range
    assert pd.Timestamp(last) - pd.Timestamp(first) == timedelta(days=40)
    assert "1.4×" in spread.chart(band((0, 10, "exact", 15, "exact"))).layout.yaxis.ticktext


def test_a_spread_of_nothing_says_so() -> None:
    alone = band((0, 10, "exact", 10, "exact"))
    spread.chart(alone)
    assert "at no time" in spread.alt(alone, "Dead")


def series() -> pd.DataFrame:
    return frame(
        claim("a", best=10, as_of=DAY),
        claim("a", best=20, as_of=DAY + timedelta(days=30)),
        claim("a", best=5, as_of=DAY + timedelta(days=60), apart="counting", counting="period"),
        claim("a", best=90, as_of=DAY + timedelta(days=900)),
        claim("b", "at_least", low=15, as_of=DAY + timedelta(days=20), relation="own"),
    )


def joined(claims: pd.DataFrame, breaks: pd.DataFrame = UNBROKEN) -> list[float]:
    """Return the numbers that the panels' steps lead through."""
    lines = [trace for trace in panels.chart(claims, breaks).data if trace.line.shape == "hv"]
    return [y for trace in lines for y in trace.y if y is not None]


def test_panels_join_only_claims_that_count_the_same_and_have_not_lapsed() -> None:
    assert joined(series()) == [10, 20]


@pytest.mark.parametrize("counting", ["snapshot", "period"])
def test_panels_join_nothing_but_running_totals(counting: str) -> None:
    assert joined(series().assign(counting=counting, since=DAY - timedelta(days=9))) == []


def test_panels_join_nothing_across_a_change_of_definition() -> None:
    changed = {"source": "a", "date": DAY + timedelta(days=9), "reason": "another method"}
    assert joined(series(), pd.DataFrame([changed])) == []


def test_panels_are_one_a_source_up_to_the_most_asked_for() -> None:
    chart = panels.chart(series(), UNBROKEN, columns=2)
    assert {trace.xaxis for trace in chart.data} == {"x", "x2"} or {
        trace.xaxis for trace in chart.data
    } == {"x1", "x2"}
    one = panels.chart(series(), UNBROKEN, most=1)
    assert "One source with fewer claims not drawn" in [n.text for n in one.layout.annotations]
    assert {trace.xaxis for trace in one.data} == {"x"}


def test_a_panel_says_who_how_many_claims_and_the_last_that_compares() -> None:
    heads = [note.text for note in panels.chart(series(), UNBROKEN).layout.annotations]
    assert "Four claims, last 90".lower() in heads[0].lower()
    assert heads[1].startswith("<b>B</b>")
    assert "at least 15 (April 2025)" in heads[1]


def test_a_mark_of_a_panel_tells_its_claim_and_opens_it() -> None:
    drawn = [trace for trace in panels.chart(series(), UNBROKEN, columns=2).data if trace.text]
    assert {id[0] for trace in drawn for id in trace.customdata} == set(series()["id"])
    assert all(trace.hoverinfo != "skip" for trace in drawn)
    lines = [line for trace in drawn for text in trace.text for line in text.split("<br>")]
    assert max(map(len, lines)) <= 44
    assert any("counts a period only" in line for line in lines)


def test_a_panel_s_ticks_have_room_of_their_own() -> None:
    wide = panels.chart(series().assign(best=1_000_000, highest=1_000_000), UNBROKEN)
    assert wide.layout.margin.l >= 6 * len("1,000,000")


@pytest.mark.parametrize("days", [0, 1, 40, 119, 120, 400, 699, 700, 1500, 9000])
def test_a_panel_names_few_dates_and_each_within_its_own(days: int) -> None:
    dates = [DAY, DAY + timedelta(days=days)]
    claims = frame(*(claim("a", as_of=at) for at in dates), claim("b", as_of=DAY))
    axis_ = panels.chart(claims, UNBROKEN).layout.xaxis
    assert 1 <= len(axis_.tickvals) <= 5
    assert all(axis_.range[0] <= at <= axis_.range[1] for at in axis_.tickvals)


def then_and_now(
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    corrected: str | None = None,
    apart: str | None = None,
) -> pd.DataFrame:
    names = ["id", "low", "best", "high", "number", "lowest", "highest"]
    names += ["qualifier", "as_of", "published", "publisher", "lapsed", "counting", "since"]
    one = after or before or {}
    row = {name: one[name] for name in ("source", "source_name", "source_short", "relation")}
    for side, held in (("then", before), ("now", after)):
        row |= {f"{side}_{name}": None if held is None else held[name] for name in names}
        row[f"{side}_apart"] = apart if held is None else None
    return pd.DataFrame([{**row, "corrected": corrected, "superseded_on": pd.NaT}])


def test_then_and_now_are_both_marked_and_their_change_is_said() -> None:
    rows = then_and_now(
        claim("a", best=100), claim("a", "at_least", low=300), corrected="a double count"
    )
    page = known_when.table(rows)
    for words in ("100", "at least 300", "at least 3.0×", "Corrected: a double count"):
        assert words in page
    assert marked(known_chart.chart(rows)) == {100, 300}
    assert "100 then, last at least 300" in known_chart.alt(rows, "Dead")


def test_a_change_is_said_with_its_time_and_none_between_two_periods() -> None:
    later = claim("a", best=300) | {"as_of": claim("a")["as_of"] + pd.Timedelta(days=31)}
    assert "3.0×, 31 days later" in known_when.table(then_and_now(claim("a", best=100), later))
    period = {"counting": "period", "since": pd.Timestamp(2024, 1, 1)}
    page = known_when.table(then_and_now(claim("a", best=100) | period, later | period))
    assert "for another period" in page
    assert "×" not in page


def test_a_source_that_had_not_spoken_and_one_that_says_the_same() -> None:
    assert "none recorded here before" in known_when.table(then_and_now(None, claim("a")))
    same = known_when.table(then_and_now(claim("a"), claim("a")))
    assert "no other recorded" in same
    assert known_when.table(then_and_now(None, claim("a")).iloc[:0]).startswith("<p>")


def test_a_source_whose_claim_stood_apart_had_spoken() -> None:
    before = then_and_now(None, claim("a"), apart="place")
    after = then_and_now(claim("a"), None, apart="redefined")
    for words, rows in (("compares since", before), ("set apart since", after)):
        page = known_when.table(rows)
        assert words in page
        assert "none recorded here before" not in page
        assert "set apart" in json.dumps(known_chart.chart(rows).to_plotly_json(), default=str)
    assert "0 not recorded before" in known_chart.alt(before, "Dead")


@pytest.mark.parametrize("low", [1, 6, 70, 900, 150_000])
@pytest.mark.parametrize("wide", [1, 1.4, 5, 80, 4000])
@pytest.mark.parametrize("log", [True, False])
def test_an_axis_has_ticks_within_it_and_apart(low: int, wide: float, log: bool) -> None:
    scale = axis.axis([low, low * wide], log)
    found = axis.ticks(scale, 0.26)
    places = [scale.at(tick) for tick in found]
    assert found
    assert all(place is not None and 0 <= place <= 1 for place in places)
    assert all(tick == int(tick) for tick in found)


@pytest.mark.parametrize("name", list(RELATIONS))
def test_alternative_texts_stay_short(name: str) -> None:
    long = "A very long institution's name that goes on and on " * 4
    claims = frame(
        *(claim(f"s{i}", best=i + 1, source_short=long, relation=name) for i in range(9))
    )
    both = then_and_now(claim("a", source_short=long), claim("a", best=5, source_short=long))
    steps = band((0, 10, "exact", 500, "exact")).assign(lowest_source=long, highest_source=long)
    for words in (
        compare.alt(claims, "Dead"),
        matrix.alt(claims, beside(claims), "Dead"),
        panels.alt(claims, "Dead"),
        known_chart.alt(both, "Dead"),
        spread.alt(steps, "Dead"),
    ):
        assert len(words) < 500


def test_then_and_now_say_what_has_lapsed_and_what_was_corrected() -> None:
    old = then_and_now(claim("a", lapsed=True), claim("a", lapsed=True))
    assert known_when.table(old).count("31 March 2025, lapsed") == 2
    gone = known_when.table(then_and_now(claim("a"), None, corrected="a double count"))
    for words in (">corrected<", ">corrected since<", "Corrected: a double count"):
        assert words in gone


def drawn_ids(chart: go.Figure) -> list[str]:
    return [cell[0] for trace in chart.data for cell in trace.customdata or ()]


def test_the_plot_over_the_table_holds_what_still_stands_highest_first() -> None:
    claims = frame(
        claim("a", best=1000),
        claim("b", "about", best=900),
        claim("c", best=5000, lapsed=True, age=900, as_of=DAY - timedelta(900)),
        claim("d", best=4000, apart="place"),
    )
    chart = compare.range_plot(claims, beside(claims))
    assert set(drawn_ids(chart)) == {claims["id"][0], claims["id"][1]}
    places = {
        cell[0]: trace.y[at]
        for trace in chart.data
        for at, cell in enumerate(trace.customdata or ())
    }
    assert sorted(places, key=places.__getitem__) == [claims["id"][0], claims["id"][1]]
    told = " ".join(text for trace in chart.data for text in trace.text or ())
    assert "about 900" in told
    assert "0.90×" in told
    assert drawn_ids(compare.range_plot(claims[3:], beside(claims[3:]))) == [claims["id"][3]]


@pytest.mark.parametrize("scale", ["log", "linear"])
def test_a_mark_of_the_plot_stands_where_the_table_s_does(scale: str) -> None:
    chart = compare.range_plot(EVERY, beside(EVERY), LIGHT, scale)
    stated = {float(n) for name in ("low", "best", "high") for n in EVERY[name].dropna()}
    assert {float(x) for trace in chart.data if trace.customdata for x in trace.x} <= stated
    assert chart.layout.xaxis.type == scale


def test_the_open_claim_of_the_plot_has_a_ring_where_its_mark_is() -> None:
    chart = compare.range_plot(EVERY, beside(EVERY))
    id = drawn_ids(chart)[0]
    (ring,) = [trace for trace in compare.marked(chart, id, LIGHT).data if trace.name == "open"]
    at = next(trace for trace in chart.data if trace.customdata)
    assert (ring.x[0], ring.y[0]) == (at.x[0], at.y[0])
    assert compare.marked(chart, "elsewhere", LIGHT) is chart
