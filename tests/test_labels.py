import itertools
import random
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from contested import queries
from contested.charts.labels import STEP, TALL, dodged, labels, placed
from contested.html.labels import labels as html
from contested.selection import Selection

HOSTILE = '"><script>alert(1)</script>'


def claims(*rows):
    names = ["id", "source", "source_short", "qualifier", "low", "best", "high", "number"]
    names += ["relation", "as_of", "published", "apart"]
    frame = pd.DataFrame(rows, columns=names)
    frame = frame.assign(as_of=pd.to_datetime(frame["as_of"]))
    frame = frame.astype(dict.fromkeys(("low", "best", "high", "number"), "Int64"))
    return frame.assign(at=frame["as_of"], published=frame["as_of"], counting="cumulative")


def claim(id, source, number, at="2025-01-01", qualifier="exact", apart=None, name=None):
    low = number if qualifier in ("at_least", "more_than") else None
    high = number if qualifier in ("up_to", "fewer_than") else None
    best = None if low is not None or high is not None else number
    held = [id, source, name or source, qualifier, low, best, high, number]
    return [*held, "adversary", at, at, apart]


def many(n):
    return claims(*(claim(f"c{i}", f"s{i}", i * 100, f"2025-01-{i % 28 + 1:02}") for i in range(n)))


def test_each_source_s_newest_comparable_claim_is_its_label():
    held = claims(
        claim("old", "nis", 100, "2025-01-01"),
        claim("new", "nis", 600, "2025-03-01", "more_than"),
        claim("apart", "nis", 5, "2025-06-01", apart="place"),
        claim("other", "hur", 900, "2025-02-01"),
    )
    found = labels(held)
    assert [label.claim for label in found] == ["other", "new"]
    assert found[1].words == "more than 600"
    assert found[1].at.date() == date(2025, 3, 1)


def test_beyond_most_the_sources_with_the_newest_claims_have_their_label_beside_the_chart():
    found = labels(many(20), most=5)
    assert len(found) == 20
    newest = sorted(found, key=lambda label: label.at)[-5:]
    assert {label.claim for label in found if label.direct} == {each.claim for each in newest}


def test_a_lapsed_claim_is_marked_and_gives_its_place_to_a_standing_one():
    held = claims(
        claim("trump", "trump", 1_000_000, "2023-01-01", "fewer_than"),
        claim("gchq", "gchq", 500_000, "2024-03-01"),
        claim("nis", "nis", 600, "2023-03-01"),
    )
    found = labels(held)
    # Age is measured to the newest claim: 1 March 2023 is 366 days before it in a leap year.
    assert [label.lapsed for label in found] == [True, False, True]
    assert [label.direct for label in labels(held, most=2)] == [False, True, True]
    # Room for one: the standing claim keeps it, though others are older or higher.
    tops = [each.top for each in placed(found, (0.0, 1_200_000.0), STEP, "")]
    assert [top is None for top in tops] == [True, False, True]
    text = html(placed(found, (0.0, 1_200_000.0), 520, ""))
    assert text.count('<li class="lapsed"') == 2
    assert "<small>Jan 2023, lapsed</small>" in text
    assert "<small>Mar 2024</small>" in text


def test_what_was_true_of_one_day_lapses_sooner():
    held = claims(claim("a", "nis", 1, "2025-01-01"), claim("b", "hur", 2, "2025-04-02"))
    assert not any(label.lapsed for label in labels(held))
    of_one_day = labels(held.assign(counting="snapshot"))
    assert {label.source: label.lapsed for label in of_one_day} == {"nis": True, "hur": False}


def test_a_claim_a_year_old_still_stands():
    held = claims(claim("a", "a", 1, "2023-03-02"), claim("b", "b", 2, "2024-03-01"))
    assert not any(label.lapsed for label in labels(held))


def test_a_long_number_has_the_room_of_two_lines():
    held = claims(
        claim("short", "short", 5_937),
        claim("long", "long", 1_000_000_000_000_000, "2023-01-01", "fewer_than"),
    )
    high, low = placed(labels(held), (0.0, 1e18), 520, "")
    assert (high.label.height, low.label.height) == (TALL, STEP)
    assert low.top - high.top >= TALL


def test_labels_never_overlap_nor_leave_the_chart_and_keep_their_order():
    for seed in range(300):
        chance = random.Random(seed)
        height = chance.choice([300, 520, 700])
        count = chance.randint(0, height // STEP)
        wanted = sorted(chance.uniform(-50, height + 50) for _ in range(count))
        found = dodged(wanted, [STEP] * count, height)
        assert len(found) == count
        assert all(-1e-6 <= top <= height - STEP + 1e-6 for top in found)
        assert all(b - a >= STEP - 1e-6 for a, b in itertools.pairwise(found))


def test_labels_that_need_not_move_stay_at_their_marks():
    assert dodged([10.0, 100.0, 200.0], [STEP] * 3, 400) == [10.0, 100.0, 200.0]


def test_no_other_places_are_nearer_to_the_marks():
    for seed in range(100):
        chance = random.Random(seed)
        wanted = sorted(chance.uniform(0, 260) for _ in range(4))
        found = dodged(wanted, [STEP] * 4, 300)
        cost = sum((a - b) ** 2 for a, b in zip(found, wanted, strict=True))
        for _ in range(50):
            other, top = [], 0.0
            for _ in wanted:
                top = max(top, chance.uniform(0, 300))
                other.append(top)
                top += STEP
            if other[-1] <= 300 - STEP:
                assert cost <= sum((a - b) ** 2 for a, b in zip(other, wanted, strict=True)) + 1e-6


@pytest.mark.parametrize("scale", ["", "log"])
@pytest.mark.parametrize("height", [200, 520])
def test_placed_labels_fit_any_height(scale, height):
    found = placed(labels(many(40), most=40), (1.0, 5000.0), height, scale)
    tops = [each.top for each in found if each.top is not None]
    assert len(found) == 40
    assert len(tops) == height // STEP
    assert all(b - a >= STEP - 1e-6 for a, b in itertools.pairwise(tops))
    assert min(tops) >= 0
    assert max(tops) <= height - STEP


def test_a_zero_on_a_logarithmic_axis_is_labelled_at_its_foot():
    found = placed(labels(claims(claim("a", "nis", 0))), (1.0, 100.0), 520, "log")
    assert 0 <= found[0].top <= 520 - STEP


def test_the_html_holds_name_number_and_hedge_and_links_to_the_source():
    held = labels(claims(claim("a", "nis", 6000, qualifier="more_than", name="NIS, South Korea")))
    text = html(placed(held, (0.0, 7000.0), 520, ""))
    for words in ("NIS, South Korea", "more than 6,000", "Jan 2025", "./sources?source=nis"):
        assert words in text
    assert 'class="g adversary"' in text


def test_the_rest_is_listed_under_more():
    text = html(placed(labels(many(20), most=12), (0.0, 2000.0), 520, ""))
    assert "and 8 more sources" in text
    assert text.count("<li") == 20
    assert html(placed(labels(many(13), most=12), (0.0, 2000.0), 520, "")).count("1 more s")


def test_no_labels_are_no_html():
    assert html(placed(labels(claims()), (0.0, 1.0), 520, "")) == ""


def test_hostile_text_is_escaped():
    held = labels(claims(claim("a", HOSTILE, 5, name=HOSTILE)))
    text = html(placed(held, (0.0, 7.0), 520, ""))
    assert "<script" not in text
    assert 'href="./sources?source=%22' in text


@pytest.mark.slow
def test_a_source_s_newest_claim_is_the_same_on_either_axis(engine):
    for row in queries.quantities(engine).to_dict("records"):
        asked = Selection(*(row[word] for word in ("conflict", "subject", "metric", "population")))
        held = [
            {(label.source, label.claim) for label in labels(queries.drawn(engine, one))}
            for one in (asked, replace(asked, axis="published"))
        ]
        assert held[0] == held[1]
