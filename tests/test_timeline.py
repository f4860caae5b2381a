import itertools
import json
import re
from dataclasses import replace
from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest

from contested import queries, views
from contested.charts import alt, axis, event_labels, marks, picture, related, series, timeline
from contested.charts.fewer_traces import fewer_traces
from contested.charts.labels import labels, placed
from contested.charts.legend import ENDS, entries
from contested.charts.style import DARK, LIGHT, RELATION_COLOURS, Drawing
from contested.charts.svg import svg
from contested.html import style
from contested.html.labels import labels as html
from contested.html.legend import legend
from contested.selection import Selection, selected
from contested.ui.sent import sent
from contested.views.related import related as beside
from contested.vocabulary import RELATIONS
from contested.words import rates

HOSTILE = "<img src=x onerror=alert(1)>&amp;<b>"

BAND = ["at", "until", "sources", "lowest", "highest"] + [
    f"{side}_{what}" for side in ("lowest", "highest") for what in ("claim", "source", "qualifier")
]


def claim(id, at="2025-01-01", qualifier="exact", low=None, best=None, high=None, **more):
    number = next(value for value in (best, low, high) if value is not None)
    held = {
        "id": id, "conflict": "c", "subject": "s", "metric": "killed", "population": "military",
        "quantity": "Soldiers killed", "unit": "people", "low": low, "best": best, "high": high,
        "qualifier": qualifier, "number": number,
        "lowest": low if low is not None else number,
        "highest": high if high is not None else number,
        "counting": "cumulative", "since": None, "as_of": at, "place": None,
        "evidence": "estimate", "source": "nis", "source_name": "The Service",
        "source_short": "Service", "relation": "third_party", "publisher": "A Paper",
        "published": at, "superseded_on": None, "apart": None,
    }  # fmt: skip
    return held | more


def claims(*rows):
    frame = pd.DataFrame(rows, columns=list(claim("x", best=1)))
    for name in ("as_of", "published", "since", "superseded_on"):
        frame[name] = pd.to_datetime(frame[name])
    whole = ("low", "best", "high", "number", "lowest", "highest")
    return frame.astype(dict.fromkeys(whole, "Int64")).assign(at=frame["as_of"])


def bands(*rows):
    frame = pd.DataFrame(rows, columns=[*BAND, "lowest_since", "highest_since"])
    dates = ("at", "until", "lowest_since", "highest_since")
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in dates})


def band(at, until, lowest, highest, low="exact", high="exact"):
    return [at, until, 2, lowest, highest, "a", "A", low, "b", "B", high, at, at]


def events(*rows):
    frame = pd.DataFrame(rows, columns=["date", "label"])
    return frame.assign(date=pd.to_datetime(frame["date"]), url="", conflict="c")


def breaks(*rows):
    frame = pd.DataFrame(rows, columns=["source", "date", "reason"])
    return frame.assign(date=pd.to_datetime(frame["date"]), source_name="The Service")


def chart(held, standing=None, happened=None, broken=None, selection=None, **more):
    return timeline.chart(
        held,
        bands() if standing is None else standing,
        events() if happened is None else happened,
        breaks() if broken is None else broken,
        selection or Selection(),
        **more,
    )


def trace(drawn, name):
    return next(iter(drawn.select_traces({"name": name})))


def names(drawn):
    return [each.name for each in drawn.data]


MIXED = claims(
    claim("exact", "2025-01-01", best=350),
    claim("about", "2025-01-05", "about", best=400),
    claim("floor", "2025-01-09", "at_least", low=600),
    claim("ceiling", "2025-02-01", "up_to", high=900),
    claim("range", "2025-02-09", "range", low=500, high=700),
    claim("best", "2025-03-01", "range", low=500, best=600, high=900),
    claim(
        "period", "2025-03-05", best=100, counting="period", since="2025-02-01", apart="counting"
    ),
)


@pytest.mark.parametrize("scale", ["", "log"])
def test_every_mark_stands_on_a_number_its_source_stated(scale):
    drawn = chart(MIXED, selection=Selection(scale=scale))
    found = trace(drawn, "Third party")
    stated = {
        row["id"]: {row[name] for name in ("low", "best", "high") if not pd.isna(row[name])}
        for row in MIXED.to_dict("records")
    }
    seen: dict[str, set[int]] = {}
    for [id], number in zip(found.customdata, found.y, strict=True):
        seen.setdefault(id, set()).add(number)
    assert seen == stated


def test_exact_is_filled_and_hedged_is_hollow():
    found = trace(chart(MIXED), "Third party")
    fill = {id: colour for [id], colour in zip(found.customdata, found.marker.color, strict=True)}
    assert fill["exact"] == LIGHT.relation["third_party"]
    assert {fill[id] for id in ("about", "floor", "ceiling", "range")} == {LIGHT.ground}


def test_open_bounds_point_away_from_the_number_and_others_have_no_arrow():
    found = trace(chart(MIXED), "third_party, open and corrected")
    heads = [
        (number, angle)
        for number, angle, symbol in zip(
            found.y, found.marker.angle, found.marker.symbol, strict=True
        )
        if symbol == "triangle-down"
    ]
    # A sign stands below its mark, turned by 180 degrees above it.
    assert heads == [(600, 180), (900, 0)]


def test_a_range_is_a_bar_from_low_to_high():
    found = trace(chart(MIXED), "third_party, ranges")
    assert list(found.y) == [500, 700, None, 500, 900, None]


def test_a_period_is_a_bar_as_wide_as_the_period_at_its_number():
    found = trace(chart(MIXED), "third_party, periods")
    assert list(found.x) == ["2025-02-01", "2025-03-05", None]
    assert list(found.y) == [100, 100, None]


def test_the_reader_s_clock_draws_no_periods():
    assert "third_party, periods" not in names(chart(MIXED, selection=Selection(axis="published")))


def test_claims_set_apart_are_smaller_and_paler():
    found = trace(chart(MIXED), "Third party")
    size = {id: value for [id], value in zip(found.customdata, found.marker.size, strict=True)}
    clear = {id: value for [id], value in zip(found.customdata, found.marker.opacity, strict=True)}
    assert size["period"] < size["exact"]
    assert clear["period"] < clear["exact"]


def joined(held, broken=None):
    runs = marks.runs(held.to_dict("records"), breaks() if broken is None else broken)
    return [[each["id"] for each in run] for run in runs]


def test_a_source_s_claims_are_joined_as_steps_in_the_order_of_their_dates():
    held = claims(claim("b", "2025-02-01", best=2), claim("a", "2025-01-01", best=1))
    assert joined(held) == [["a", "b"]]
    found = trace(chart(held), "third_party, joined")
    assert found.line.shape == "hv"
    assert list(found.y) == [1, 2, None]


@pytest.mark.parametrize(
    "other",
    [
        {"source": "hur"},
        {"apart": "place"},
        {"counting": "snapshot"},
        {"metric": "wounded"},
        {"population": "civilian"},
    ],
    ids=str,
)
def test_no_line_joins_what_counts_something_else_or_is_said_by_another(other):
    held = claims(claim("a", "2025-01-01", best=1), claim("b", "2025-02-01", best=2) | other)
    assert joined(held) == []


@pytest.mark.parametrize(("later", "found"), [("2026-01-01", [["a", "b"]]), ("2026-01-02", [])])
def test_no_line_outlives_a_claim_s_standing(later, found):
    assert joined(claims(claim("a", "2025-01-01", best=1), claim("b", later, best=2))) == found


@pytest.mark.parametrize(
    ("source", "date", "found"),
    [
        ("nis", "2025-01-15", []),
        ("nis", "2025-02-01", []),
        ("nis", "2025-01-01", [["a", "b"]]),
        ("hur", "2025-01-15", [["a", "b"]]),
    ],
)
def test_no_line_crosses_a_break_of_its_own_source(source, date, found):
    held = claims(claim("a", "2025-01-01", best=1), claim("b", "2025-02-01", best=2))
    assert joined(held, breaks((source, date, "method"))) == found


def test_a_break_of_one_of_several_joint_sources_ends_their_line():
    held = claims(
        claim("a", "2025-01-01", best=1, source="bbc;mediazona"),
        claim("b", "2025-02-01", best=2, source="bbc;mediazona"),
    )
    assert joined(held, breaks(("mediazona", "2025-01-15", "method"))) == []


def test_a_corrected_claim_is_struck_unless_the_reader_looks_from_before():
    held = claims(claim("a", best=1, superseded_on="2025-05-01", apart="corrected"))
    found = trace(chart(held), "third_party, open and corrected")
    assert list(found.marker.symbol) == ["x-thin"]
    earlier = chart(held, selection=Selection(known_on=date(2025, 2, 1)))
    assert "third_party, open and corrected" not in names(earlier)


def test_the_band_has_gaps_where_nothing_stands():
    standing = bands(
        band("2025-01-01", "2025-02-01", 10, 20),
        band("2025-02-01", "2025-03-01", None, None),
        band("2025-03-01", None, 5, 30),
    )
    found = trace(chart(MIXED, standing), "band")
    assert list(found.y).count(None) == 2
    assert {number for number in found.y if number is not None} == {10, 20, 5, 30}


def test_the_band_fades_out_on_an_open_side_only():
    closed = chart(MIXED, bands(band("2025-01-01", None, 300, 600)))
    assert not [name for name in names(closed) if "fading" in name]
    up = chart(MIXED, bands(band("2025-01-01", None, 300, 600, high="at_least")))
    above = trace(up, "band, fading 1").y
    assert min(number for number in above if number is not None) == 600
    down = chart(MIXED, bands(band("2025-01-01", None, 300, 600, low="up_to")))
    below = trace(down, "band, fading 1").y
    assert max(number for number in below if number is not None) == 300
    # A floor as the lower bound, or a ceiling as the upper one, is closed on the side it bounds.
    other = chart(MIXED, bands(band("2025-01-01", None, 300, 600, "at_least", "up_to")))
    assert not [name for name in names(other) if "fading" in name]


def test_a_linear_axis_begins_at_zero_and_a_logarithmic_one_has_whole_ticks():
    low, high = timeline.value_range(MIXED, bands(), Selection())
    assert low == 0
    assert high > 900
    drawn = chart(MIXED, selection=Selection(scale="log"))
    assert drawn.layout.yaxis.type == "log"
    assert all(tick == int(tick) for tick in drawn.layout.yaxis.tickvals)


def test_zero_has_no_place_on_a_logarithmic_axis_and_the_chart_says_so():
    held = claims(claim("none", best=0), claim("some", "2025-02-01", best=5))
    drawn = chart(held, selection=Selection(scale="log"))
    assert list(trace(drawn, "Third party").y) == [5]
    assert any("Claims of 0" in note.text for note in drawn.layout.annotations)


def test_the_unit_is_on_the_chart():
    assert any(note.text == "people" for note in chart(MIXED).layout.annotations)


@pytest.mark.parametrize("scale", ["", "log"])
def test_no_claims_draw_empty_axes_with_a_sentence(scale):
    drawn = chart(claims(), selection=Selection(scale=scale))
    assert len(drawn.data) == 0
    assert [note.text for note in drawn.layout.annotations] == [timeline.NOTHING]


@pytest.mark.parametrize("scale", ["", "log"])
@pytest.mark.parametrize("number", [0, 1, 7_000_000])
def test_a_single_claim_has_sensible_axes(scale, number):
    drawn = chart(claims(claim("a", best=number)), selection=Selection(scale=scale))
    low, high = drawn.layout.yaxis.range
    assert low < high
    assert drawn.layout.xaxis.range[0] < "2025-01-01" < drawn.layout.xaxis.range[1]


def test_a_mark_tells_its_claim_and_its_id():
    held = claims(claim("a", qualifier="at_least", low=600, apart="place", place="Kursk"))
    found = trace(chart(held), "Third party")
    assert list(found.customdata[0]) == ["a"]
    told = found.text[0].replace("<br>", " ")
    for words in ("The Service: at least 600", "At least · Estimate", "counts Kursk only"):
        assert words in told


def test_hostile_text_is_escaped_everywhere():
    held = claims(
        claim(
            "a",
            best=1,
            source_name=HOSTILE,
            source_short=HOSTILE,
            apart="place",
            place=HOSTILE,
            unit=HOSTILE,
        ),
        claim("b", best=2, source_short=HOSTILE, quantity=HOSTILE, publisher=HOSTILE),
    )
    happened, broken = events(("2025-01-01", HOSTILE)), breaks(("nis", "2025-01-01", HOSTILE))
    span = timeline.value_range(held, bands(), Selection())
    beside = placed(labels(held), span, timeline.HEIGHT, "")
    drawn = chart(held, happened=happened, broken=broken, placed=beside)
    shown = picture.picture(drawn, HOSTILE, [HOSTILE], HOSTILE, beside)
    for figure in (drawn, shown, series.chart(held)):
        assert "<img" not in json.dumps(figure.to_dict(), default=str)


def test_events_are_dodged_so_that_none_overlap_nor_leave_the_plot():
    days = pd.date_range("2025-01-01", "2025-12-31", periods=40)
    happened = events(*((day, f"Something happened, the {n}th time") for n, day in enumerate(days)))
    found = event_labels.events(happened, days[0], days[-1])
    assert len(found) == 40
    held = []
    for event in found:
        if event.row is None:
            continue
        place = (event.date - days[0]).days / 364 * event_labels.WIDTH
        long = max(map(len, event_labels.halved(event.label))) * 6.1
        first = place + 2 if event.side == "right" else place - 2 - long
        assert first >= 0
        assert first + long <= event_labels.WIDTH
        held.append((event.row, first, first + long))
    assert len(held) >= 5
    for row, first, last in held:
        for other, begin, end in held:
            assert row != other or (first, last) == (begin, end) or last < begin or end < first


def test_an_event_is_always_told_on_hover():
    many = events(*(("2025-01-05", f"The {n}th event of that day") for n in range(9)))
    found = trace(chart(MIXED, happened=many), "events")
    assert len(found.hovertext) == 9
    assert sum(bool(text) for text in found.text) < 9


def test_a_phone_s_chart_numbers_its_events_as_the_list_under_it_does():
    many = events(*((f"2025-01-{day:02}", f"Event {day}") for day in range(1, 10)))
    found = trace(chart(MIXED, happened=many), "numbers")
    assert [text[1:] for text in found.text] == [str(number) for number in range(1, 10)]
    assert list(found.x) == [f"2025-01-{day:02}" for day in range(1, 10)]
    # Neighbours stand in different rows.
    assert all(a != b for a, b in itertools.pairwise(found.y))


def test_a_phone_s_chart_has_the_letters_of_the_list_of_labels_beside_their_marks():
    held = claims(
        claim("low", best=100),
        claim("high", best=900, source="hur", relation="adversary"),
        claim("near", best=895, source="gur", relation="adversary"),
    )
    span = timeline.value_range(held, bands(), Selection())
    beside = placed(labels(held), span, timeline.HEIGHT, "")
    found = trace(chart(held, placed=beside), "letters")
    assert [text.strip("\u200b\u00a0") for text in found.text] == [
        "<b>a</b>",
        "<b>b</b>",
        "<b>c</b>",
    ]
    assert list(found.y) == [900, 895, 100]
    assert found.textposition[0] != found.textposition[1]
    listed = html(beside)
    assert [listed.index(f">{letter}</b>") for letter in "abc"] == sorted(
        listed.index(f">{letter}</b>") for letter in "abc"
    )


def test_a_picture_has_names_and_leaders_and_no_letters():
    happened = events(("2025-01-05", "An event"))
    beside = placed(labels(MIXED), (0.0, 1000.0), timeline.HEIGHT, "")
    drawn = picture.picture(chart(MIXED, happened=happened, placed=beside), "", [], "", beside)
    assert not {"letters", "numbers"} & set(names(drawn))
    assert "events" in names(drawn)


def test_a_break_is_marked_at_the_number_of_its_own_source_and_says_why():
    held = claims(claim("a", best=100), claim("b", best=900, source="hur"))
    found = trace(chart(held, broken=breaks(("hur", "2025-01-02", "new method"))), "breaks")
    assert min(found.y[:2]) < 900 < max(found.y[:2])
    why = trace(chart(held, broken=breaks(("hur", "2025-01-02", "new method"))), "breaks, why")
    assert "new method" in why.hovertext[0].replace("<br>", " ")


def test_a_break_of_a_source_without_claims_is_not_drawn():
    drawn = chart(MIXED, broken=breaks(("nobody", "2025-01-15", "method")))
    assert "breaks" not in names(drawn)


@pytest.mark.slow
def test_few_traces_and_a_small_chart_for_many_claims():
    many = claims(
        *(
            claim(
                f"an-article-with-a-rather-long-name-{n}",
                f"{2022 + n % 4}-{1 + n % 12:02}-{1 + n % 28:02}",
                ["exact", "about", "at_least"][n % 3],
                low=n if n % 3 == 2 else None,
                best=None if n % 3 == 2 else n,
                source=f"source-{n % 9}",
                relation=["own", "ally", "adversary", "third_party", "independent"][n % 5],
            )
            for n in range(1, 1501)
        )
    )
    drawn = chart(many)
    assert len(drawn.data) <= 4 * 5 + 8
    assert len(drawn.to_json()) < 600_000


def test_the_legend_holds_what_is_there_and_nothing_else():
    text = legend(timeline.legend_parts(claims(claim("a", best=1)), bands()))
    assert "Third party" in text
    assert "exact" in text
    absent = ("Adversary", "hedged", "no ceiling", "no floor", "stated range", "else", "furthest")
    assert not [words for words in absent if words in text]
    shaded = bands(band("2025-01-01", "2025-02-01", 100, 200))
    every = legend(timeline.legend_parts(MIXED, shaded))
    there = ("hedged", "no ceiling", "no floor", "stated range", "counts something", "furthest")
    assert not [words for words in there if words not in every]


def test_the_key_s_sign_for_what_is_set_apart_is_as_small_and_pale_as_the_marks():
    rules = style.dashboard(dark=False)
    assert f"--small:{marks.SMALL};--pale:{marks.PALE}" in rules
    assert ".small{transform:scale(var(--small));opacity:var(--pale)}" in rules
    [sign] = [entry.sign for entry in entries(chart(MIXED).layout.meta) if "else" in entry.name]
    assert sign == "small"
    drawn = picture.picture(chart(MIXED), "", [], "")
    assert marks.PALE in [shape.opacity for shape in drawn.layout.shapes]


def test_a_picture_stands_alone():
    span = timeline.value_range(MIXED, bands(), Selection())
    beside = placed(labels(MIXED), span, timeline.HEIGHT, "")
    drawn = picture.picture(
        chart(MIXED, placed=beside), "A title", ["How to read it", ""], "Sources: A.", beside
    )
    text = " ".join(str(note.text) for note in drawn.layout.annotations)
    for words in (
        "A title",
        "How to read it",
        "Sources: A.",
        "Contested",
        "Third party",
        "Service",
    ):
        assert words in text
    assert "500 to 900 (best 600)" in text
    assert drawn.layout.width == picture.WIDTH
    assert drawn.layout.paper_bgcolor == LIGHT.ground


def test_a_saved_picture_says_when_and_from_where_it_was_saved():
    drawn = picture.picture(chart(MIXED), "A title", [], "Sources: A.")
    address = f"https://example.org/timeline?{'&'.join(f'source={n:020}' for n in range(9))}"
    signed = picture.signed(drawn, f"Saved on 1 May 2026 from {address}")
    added = signed.layout.annotations[len(drawn.layout.annotations) :]
    first, *rest = (note.text.replace("&amp;", "&") for note in added)
    assert (first, "".join(rest)) == ("Saved on 1 May 2026 from", address)
    # The picture is higher by the lines that were added, and they stand within it.
    assert signed.layout.height - drawn.layout.height == len(added) * 18
    assert min(note.yshift for note in added) - 18 > -signed.layout.margin.b


@pytest.mark.slow
@pytest.mark.parametrize("view", ["timeline", "compare", "known-when", "spread", "panels"])
def test_a_view_s_picture_holds_its_answer_all_its_sources_its_terms_and_how_to_read_it(
    engine, view
):
    query = "conflict=russia-ukraine&subject=russia&metric=killed&population=military"
    shown = views.seen(engine, selected(query), view)
    texts = [note.text for note in shown.picture.layout.annotations]
    text = " ".join(texts).replace("&amp;", "&")
    assert shown.answer in text
    assert "Creative Commons Attribution 4.0" in text
    assert "Filled: exact" in text or "Dotted: one has no bound" in text
    named = text[text.index("Sources: ") :]
    for name in shown.claims["source_short"].unique():
        assert f"{name};" in named or f"{name}." in named
    assert max(len(each) for each in texts) < 200


def test_a_picture_keeps_the_chart_it_was_made_of():
    drawn = chart(MIXED)
    before = drawn.to_json()
    picture.picture(drawn, "A title", [], "")
    assert drawn.to_json() == before


def test_a_chart_touches_nothing_it_was_given():
    held, standing = MIXED.copy(), bands(band("2025-01-01", None, 1, 2))
    before = held.copy(), standing.copy()
    chart(held, standing)
    pd.testing.assert_frame_equal(held, before[0])
    pd.testing.assert_frame_equal(standing, before[1])


def test_the_small_chart_marks_only_stated_numbers_in_a_row_a_claim():
    drawn = series.chart(MIXED)
    found = trace(drawn, "Third party")
    assert set(found.x) <= {100, 350, 400, 500, 600, 700, 900}
    assert len(set(found.y)) == len(MIXED)
    assert "at least 600" in drawn.to_json()
    assert series.chart(claims()).layout.annotations[0].text == "No claims"


def test_the_small_chart_s_text_fits_a_phone_and_no_line_runs_through_it():
    long = {"quantity": "North Korean soldiers confirmed dead by name or portrait in the war"}
    who = "South Korean officials + Ukrainian officials + US officials"
    held = claims(claim("a", "2025-08-22", "range", low=14_000, high=15_000, source_short=who))
    drawn = series.chart(held.assign(**long))
    texts = [note.text for note in drawn.layout.annotations]
    lines = [line for text in texts for line in re.sub(r"</?b>", "", text).split("<br>")]
    assert max(map(len, lines)) <= 44
    assert " ".join(lines) == f"{long['quantity']} 14,000 to 15,000 {who}, 22 August 2025"
    assert not drawn.layout.xaxis.showgrid
    [y] = set(trace(drawn, "Third party").y)
    foot = max(note.y + 18 * (note.text.count("<br>") + 1) for note in drawn.layout.annotations)
    assert foot + 5 <= y
    # The bar lies over its ends' marks, which may be wider than it.
    assert names(drawn).index("third_party, ranges") > names(drawn).index("Third party")


def test_alt_text_tells_the_data_in_few_words():
    held = claims(
        claim("a", "2020-01-01", best=100),
        claim("b", "2025-01-01", "more_than", low=600, source="hur", source_short="HUR"),
        claim("c", "2025-01-01", best=5, apart="counting"),
    )
    standing = bands(band("2025-01-01", None, 100, 600, high="more_than"))
    text = alt.timeline(held, standing, "Soldiers killed")
    for words in ("three claims", "two sources", "1 January 2020", "January 2020 to January 2025"):
        assert words in text
    assert "HUR, more than 600" in text
    assert "One claim set apart" in text
    assert len(text) < 600
    assert len(alt.timeline(held, standing, "x" * 2000)) < 600
    assert "no claims" in alt.timeline(claims(), bands(), "Soldiers killed")


def test_the_axis_helper_keeps_every_stated_number_within_its_ends():
    for scale in ("", "log"):
        low, high = timeline.value_range(MIXED, bands(), Selection(scale=scale))
        held = axis.Axis(low, high, scale == "log")
        assert all(0 <= (held.at(n) or 0) <= 1 for n in (100, 350, 900))


def test_a_break_s_label_stands_free_of_marks_and_of_ranges():
    tick, free = 0.5, event_labels.clear(0.5, [0.5], [], 400)
    assert free == (tick, "right")
    # A range across the tick's height to the right sends the label to the left.
    assert event_labels.clear(0.5, [0.5], [(0.55, 0.1, 0.9)], 400) == (tick, "left")
    # A mark on either side sends it above or below.
    height, _ = event_labels.clear(0.5, [0.5], [(0.55, 0.5, 0.5), (0.45, 0.5, 0.5)], 400)
    assert abs(height - tick) * 400 >= 16
    # So does a label that stands there already, whatever the side.
    height, _ = event_labels.clear(0.5, [0.5], [], 400, [(0.4, 0.5)])
    assert abs(height - tick) * 400 >= 16


@pytest.mark.parametrize("height", [timeline.HEIGHT, timeline.ON_PAGE])
def test_no_label_of_a_break_lies_on_a_mark_or_its_line(engine, height):
    killed = Selection("russia-ukraine", "russia", "killed", "military", apart="shown")
    view = views.timeline.VIEW
    drawn = views.timeline.drawn(engine, view.filled(killed), LIGHT, views.direct, height).chart
    low, high = (pd.Timestamp(end) for end in drawn.layout.xaxis.range)
    bottom, top = drawn.layout.yaxis.range
    plot = height * 0.7  # no less
    labels = [each for each in drawn.data if each.name == "breaks, label"]
    marked = [each for each in drawn.data if (each.mode or "").startswith("markers")]
    joined = [each for each in drawn.data if (each.name or "").endswith(", joined")]
    drawn_at = [
        ((pd.Timestamp(x) - low) / (high - low), (y - bottom) / (top - bottom))
        for each in (*marked, *joined)
        if each.yaxis != "y2" and each.name != "breaks, why"
        for x, y in zip(each.x, each.y, strict=True)
        if x is not None and y is not None
    ]
    assert labels
    assert len(drawn_at) > 50
    for label in labels:
        place = (pd.Timestamp(label.x[0]) - low) / (high - low)
        share = (label.y[0] - bottom) / (top - bottom)
        first = place if label.textposition.endswith("right") else place - 112 / 500
        assert not [
            (x, y)
            for x, y in drawn_at
            if first < x < first + 112 / 500 and abs(y - share) * plot < 7
        ]


@pytest.mark.slow
def test_plotly_itself_accepts_the_timeline_of_every_quantity(engine):
    """What is asked of the data is asked once, and drawn on both scales."""
    for row in queries.quantities(engine).to_dict("records"):
        words = [row[word] for word in ("conflict", "subject", "metric", "population")]
        whole = Selection(*words, apart="shown")
        drawn, band = queries.drawn(engine, whole), queries.band(engine, whole)
        events, breaks = queries.events(engine, whole), queries.breaks(engine, whole)
        beside = labels(drawn)
        for scale in ("linear", "log"):
            asked = replace(whole, scale=scale)
            span = timeline.value_range(drawn, band, asked)
            chart = timeline.chart(
                drawn, band, events, breaks, asked,
                placed=placed(beside, span, timeline.HEIGHT, scale),
            )  # fmt: skip
            go.Figure(chart.to_dict())


def test_plotly_refuses_what_a_chart_must_not_hold():
    drawn = Drawing(LIGHT, 300)
    drawn.scatter(x=[1], y=[1], marker={"symbol": "heart"})
    with pytest.raises(ValueError, match="symbol"):
        go.Figure(drawn.figure().to_dict())


OUTLIER = claims(
    claim("then", "2024-01-01", best=1000, source="he", relation="own"),
    claim("a", "2025-01-01", best=100, source="x"),
    claim("b", "2025-06-01", best=120, source="x"),
    claim("c", "2025-08-01", best=140, source="y"),
    claim("d", "2025-09-01", best=150, source="y"),
)


@pytest.mark.parametrize(
    ("held", "scale", "top"),
    [
        (OUTLIER, "", 150),
        (OUTLIER, "whole", 1000),
        (OUTLIER, "log", 1000),
        (OUTLIER.assign(evidence="statement"), "", 1000),
        (OUTLIER.assign(apart=[None, *["place"] * 4]), "", 1000),
        (OUTLIER.replace({"source": {"he": "x"}}), "", 1000),
        (OUTLIER.head(2), "", 1000),
    ],
)
def test_a_lapsed_source_s_outlier_sets_no_axis_unless_it_is_asked_to(held, scale, top):
    found = timeline.value_range(held, bands(), Selection(scale=scale))[1]
    assert top <= found <= top * 1.2


def test_a_number_above_the_axis_is_written_at_its_end_and_has_no_mark():
    drawn = chart(OUTLIER)
    above = trace(drawn, "Own side, above the axis")
    assert [text.strip() for text in above.text] == ["↑ 1,000"]
    assert above.customdata[0][0] == "then"
    points = [each for each in drawn.data if each.mode == "markers"]
    marked = {cell[0] for each in points for cell in each.customdata or ()}
    assert marked == {"a", "b", "c", "d"}
    # What the dashed line means is said in the key, where no mark is: on the page and in pictures.
    assert ENDS in legend(timeline.legend_parts(OUTLIER, bands(), drawn))
    assert ENDS in {entry.name for entry in entries(drawn.layout.meta)}
    # A phone hides the layers of leaders, and draws the line all the same.
    assert [each.layer for each in drawn.layout.shapes if each.name == "break"] == ["below"]
    whole = chart(OUTLIER, selection=Selection(scale="whole"))
    assert ENDS not in legend(timeline.legend_parts(OUTLIER, bands(), whole))


def test_numbers_above_the_axis_of_about_one_time_stand_under_each_other():
    also = claim("also", "2024-01-05", best=1100, source="he", relation="own")
    more = [claim(f"y{month}", f"2025-0{month}-15", best=130, source="y") for month in range(1, 8)]
    above = trace(chart(pd.concat([claims(also, *more), OUTLIER])), "Own side, above the axis")
    assert [text.strip() for text in above.text] == ["↑ 1,000", "↑ 1,100"]
    assert len(set(above.y)) == 2


def test_more_numbers_above_the_axis_than_three_lines_hold_are_written_as_their_highest():
    """Further down they would stand among the marks, and be read at their height."""
    many = [
        claim(f"m{day}", f"2024-01-{day:02}", best=1000 + 10 * day, source="he", relation=relation)
        for day, relation in enumerate(["own", "own", "own", "own", "adversary", "own"], 5)
    ]
    more = [
        claim(f"y{at:%m%d}", f"{at:%Y-%m-%d}", best=130, source="y")
        for at in pd.date_range("2025-01-15", periods=30, freq="7D")
    ]
    drawn = chart(pd.concat([claims(*many, *more), OUTLIER]))
    above = [each for each in drawn.data if str(each.name).endswith(", above the axis")]
    texts = {text.strip(): each for each in above for text in each.text}
    assert list(texts) == ["↑ 1,000", "↑ 1,050", "↑ 1,100 and four others"]
    assert len({height for each in above for height in each.y}) == 3
    of_several = texts["↑ 1,100 and four others"]
    assert (of_several.name, of_several.textfont.color) == ("Several, above the axis", LIGHT.muted)
    assert of_several.customdata[0][0] == "m10"
    assert of_several.hovertext[0].count("Service: ") == 5
    # A lower picture has the same three lines, at its axis's end.
    lines = [int(y) for y in re.findall(r'<tspan x="[^"]*" y="(\d+)">[^<]*↑', svg(drawn))]
    assert len(lines) == 3
    assert max(lines) - min(lines) < 3 * 17


@pytest.mark.parametrize(
    ("more", "ranges"),
    [
        ({}, ["stated"]),
        ({"interval": "models"}, ["capped"]),
        ({"interval": "confidence", "best": 150}, ["computed"]),
    ],
)
def test_a_timeline_s_picture_names_its_kinds_of_range(more, ranges):
    held = [claim("a", "2025-01-01", "range", low=100, high=200, **more)]
    drawn = chart(claims(*held).assign(interval=more.get("interval")))
    assert drawn.layout.meta["ranges"] == ranges


def test_the_open_claim_has_a_ring_and_the_chart_of_all_readers_is_left_as_it_is():
    drawn = chart(OUTLIER)
    before = drawn.to_json()
    ringed = timeline.marked(drawn, OUTLIER, "c", LIGHT)
    ring = trace(ringed, "open")
    assert (list(ring.x), list(ring.y)) == (["2025-08-01"], [140])
    assert drawn.to_json() == before
    assert timeline.marked(drawn, OUTLIER, "elsewhere", LIGHT) is drawn


def test_periods_end_with_the_newest_claim_and_begin_at_a_ceasefire_that_held(engine):
    gaza = selected("conflict=israel-gaza&subject=gaza&metric=killed&population=all")
    found = views.timeline.periods(engine, gaza)
    last = queries.count(engine, gaza)["last"]
    assert found == {
        "Last 12 months": (last - pd.DateOffset(years=1)).date(),
        "Since the last ceasefire": date(2025, 10, 10),
    }
    nothing = selected("conflict=israel-gaza&source=nis")
    assert views.timeline.periods(engine, nothing) == {}


@pytest.mark.parametrize(
    ("earlier", "later", "said"),
    [
        (
            {"best": 100},
            {"best": 400},
            "300 more than 100 on 1 January 2025, in 30 days: about 10 a",
        ),
        ({"best": 400}, {"best": 100}, "300 fewer than 400"),
        ({"best": 100}, {"best": 100}, ""),
        ({"low": 100, "qualifier": "at_least"}, {"best": 400}, ""),
        ({"low": 100, "high": 200, "qualifier": "range"}, {"best": 400}, ""),
        ({"best": 100, "source": "other"}, {"best": 400}, ""),
        ({"best": 100, "apart": "place"}, {"best": 400}, ""),
        ({"best": 100}, {"best": 400, "counting": "snapshot"}, ""),
        ({"best": 100, "as_of_precision": "month"}, {"best": 400}, ""),
    ],
)
def test_a_rate_is_derived_from_two_totals_of_one_source_and_nothing_else(earlier, later, said):
    held = [claim("a", **{"high": None} | earlier), claim("b", "2025-01-31", **later)]
    precision = [row.pop("as_of_precision", "day") for row in held]
    rows = claims(*held).assign(as_of_precision=precision)
    found = rates.since_before(rows, "b")
    assert found.startswith(f"Derived: {said}") if said else found == ""


def test_a_quantity_stands_beside_what_it_is_easily_mixed_up_with_on_the_same_axes(engine):
    killed = selected(
        "conflict=russia-ukraine&subject=north-korea&metric=killed&population=military"
    )
    found = beside(engine, killed)
    names = [one.name for one in found]
    assert names[:2] == ["North Korean soldiers killed", "North Korean soldiers killed or wounded"]
    assert "Killed and wounded together" in found[1].meaning
    assert all(one.claims["apart"].isna().all() for one in found)
    drawn = related.chart({one.name: one.claims for one in found})
    ids = {cell[0] for each in drawn.data for cell in each.customdata or ()}
    assert ids == {id for one in found for id in one.claims["id"]}
    axes = [drawn.layout[f"yaxis{place or ''}"] for place in ("", 2, 3)]
    assert len({tuple(each.range) for each in axes}) == 1
    assert axes[0].range[0] == 0
    assert {each.mode for each in drawn.data} == {"markers"}
    # Two stand beside each other on a phone: no name reaches into the next one's place.
    assert all(len(line) <= 24 for note in drawn.layout.annotations for line in _lines(note.text))


def _lines(text):
    return re.sub("</?b>", "", text).split("<br>")


def test_every_relation_has_a_colour_of_its_own_on_both_grounds():
    assert list(RELATION_COLOURS) == list(RELATIONS)
    for palette in (LIGHT, DARK):
        assert list(palette.relation) == list(RELATIONS)
        assert len(set(palette.relation.values())) == len(RELATIONS)


def test_a_page_s_chart_has_few_traces_and_the_same_marks_and_lines():
    many = pd.concat([MIXED.assign(relation=relation) for relation in ("own", "ally", "adversary")])
    many["id"] = [f"{id}-{number}" for number, id in enumerate(many["id"])]
    held = many.assign(source=many["relation"])
    standing = bands(band("2025-01-01", None, 350, 900))
    drawn = chart(held, standing, events(("2025-01-20", "Something")), selection=Selection())
    fewer = fewer_traces(drawn)
    go.Figure(fewer.to_dict())  # Plotly's own check of every property
    assert len(fewer.data) < 6 < len(drawn.data)

    def points(figure, hover):
        found = set()
        for one in figure.data:
            if one.mode == "markers" and bool(one.customdata) is hover:
                told = [cell[0] for cell in one.customdata] if hover else [""] * len(one.x)
                looks = [
                    list(value) if isinstance(value, (list, tuple)) else [value] * len(one.x)
                    for value in (one.marker.symbol, one.marker.size, one.marker.color,
                                  one.marker.opacity, one.marker.line.color, one.marker.angle)
                ]  # fmt: skip
                found |= set(zip(one.x, one.y, told, *looks, strict=True))
        return found

    for hover in (True, False):
        assert points(fewer, hover) == points(drawn, hover) != set()
    lines = [one for one in drawn.data if one.mode == "lines"]
    before = len(drawn.layout.shapes)
    assert fewer.layout.shapes[:before] == drawn.layout.shapes
    paths = {one.name: one for one in fewer.layout.shapes[before:]}
    assert list(paths) == [one.name for one in lines]
    for one in lines:
        path = paths[one.name]
        assert path.layer == "between"
        assert path.line.color == one.line.color
        assert path.line.width == one.line.width
        assert path.opacity == one.opacity
        ends = {(x, y) for x, y in zip(one.x, one.y, strict=True) if x is not None}
        corners = re.findall(r"[ML]([\d-]+),([\d.]+)", path.path)
        assert {(x, float(y)) for x, y in corners} >= {(x, float(y)) for x, y in ends}
        if one.line.shape == "hv":
            pieces = [re.findall(r"([\d-]+),([\d.]+)", each) for each in path.path.split("M")]
            turns = [pair for piece in pieces for pair in itertools.pairwise(piece)]
            assert turns
            assert all(a[0] == b[0] or a[1] == b[1] for a, b in turns)
        assert path.path.count("M") == sum(x is None for x in one.x) + (one.x[-1] is not None)


def test_a_phone_hides_leaders_and_no_other_line_under_the_marks():
    span = timeline.value_range(MIXED, bands(), Selection())
    drawn = chart(MIXED, placed=placed(labels(MIXED), span, timeline.HEIGHT, ""))
    between = [one for one in fewer_traces(drawn).layout.shapes if one.layer == "between"]
    dotted = {one.name for one in between if one.line.dash == "1px,3px"}
    assert dotted == {"leader"} != {one.name for one in between}
    # As Plotly writes it into the path's own style, by which the phone's rule knows a leader.
    assert style.rules("timeline").count('.layer-between path[style*="1px, 3px"]') == 2


def test_a_chart_of_other_axes_is_left_as_it_is():
    other = go.Figure(go.Scatter(x=[1, 2], y=[1, 2], mode="lines", hoverinfo="skip"))
    assert fewer_traces(other) is other


def test_a_page_s_chart_is_sent_as_the_application_would_leave_it_and_is_put_into_words_once():
    drawn = chart(MIXED)
    before = drawn.to_dict()
    ready = sent(drawn)
    go.Figure(ready.to_dict())  # Plotly's own check of every property
    assert ready.to_dict() is ready.to_dict()
    assert drawn.to_dict() == before
    # Of a meta Plotly cannot tell that it is the same, nor of data without a revision.
    assert "meta" in before["layout"]
    boxed = go.Figure(drawn).update_layout(dragmode="select")
    plain, of_box = (one.to_dict()["layout"] for one in (ready, sent(boxed)))
    assert ready.to_dict()["data"] == before["data"]
    assert plain["datarevision"] == of_box["datarevision"]
    assert "meta" not in {**plain, **of_box}
    assert (plain["clickmode"], plain["dragmode"]) == ("event+select", "pan")
    assert (of_box["clickmode"], of_box["dragmode"]) == ("event", "select")
