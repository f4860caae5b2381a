"""A number out of the course of its series is named, and the innocent ones beside it are not."""

import csv
import io
from datetime import date, timedelta

import numpy as np
import pytest

from benchmarks import slips
from contested import checks
from contested.checks import courses
from contested.checks.mistypings import mistypings
from contested.checks.odd import Series, odd_places
from tests.test_checks import CLAIM


@pytest.fixture
def series(folder):
    """Return a function that adds a series of totals and says what is noticed of it, by place."""

    def noticed(*numbers, days=30, counting="cumulative"):
        first = date(2023, 1, 1)
        lines = []
        for place, number in enumerate(numbers):
            day = (first + timedelta(days=days * place)).isoformat()
            cells = {"id": f"n-{place}", "best": str(number), "as_of": day, "counting": counting}
            cells |= {"since": ""} if counting == "snapshot" else {}
            lines.append(folder.add("claims", **CLAIM | cells))
        return [
            (lines.index(one.line), one.rule, one.message)
            for one in checks.problems(folder.path)
            if one.rule in courses.RULES
        ]

    return noticed


def test_the_newest_number_far_beyond_its_course_is_named(series):
    assert series(21000, 21900, 22400, 22960, 833000) == [
        (
            4,
            "a-number-keeps-the-course-of-its-series",
            "it is far beyond the course of its source, which had 22960 before it",
        )
    ]


@pytest.mark.slow
def test_what_the_newest_number_was_meant_to_be_is_offered_where_it_is_likely(series):
    [(place, _, message)] = series(21000, 21900, 22400, 22960, 234000)
    assert (place, message[-14:]) == (4, "; is it 23400?")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("numbers", "blamed"),
    [
        ((598, 915, 634), 1),
        ((598, 610, 915, 634, 640), 2),
        ((100, 200, 300, 150, 400, 500), 3),
        ((100, 200, 300, 400, 150), 4),
        ((300, 600, 500), 2),
    ],
)
def test_of_a_fall_the_number_out_of_course_is_blamed(series, numbers, blamed):
    assert [place for place, _, _ in series(*numbers)] == [blamed]


@pytest.mark.slow
def test_beside_a_number_far_off_no_other_is_asked_to_be_another(series):
    said = series(41000, 42010, 4528, 49090, 46876, 52000, 55000)
    assert [(place, rule) for place, rule, _ in said] == [
        (2, "a-number-is-near-those-beside-it"),
        (4, "a-total-since-a-date-does-not-fall"),
    ]


@pytest.mark.slow
def test_a_series_that_falls_again_and_again_is_named_once(series):
    assert series(120, 80, 140, 60, 130, 70, 150) == [
        (
            1,
            "a-series-that-falls-again-and-again-is-no-total",
            "the series of 7 totals of its source falls 3 times; is it a count of periods, or a "
            "snapshot?",
        )
    ]


def test_a_snapshot_may_fall_again_and_again(series):
    assert series(120, 80, 140, 60, 130, counting="snapshot") == []


def test_a_snapshot_far_from_those_beside_it_is_named(series):
    assert [place for place, _, _ in series(120, 80, 1400, 60, counting="snapshot")] == [2]


def test_a_swap_between_its_neighbours_is_named_with_what_was_meant(series):
    daily = [950000, 951310, 952600, 953930, 955210, 956500, 957830, 959110, 960400, 961980]
    daily += [963720, 964580, 965870, 967190, 968480, 969770, 971090, 972380, 973700, 974990]
    [(place, rule, message)] = series(*daily, days=1)
    assert (place, rule) == (10, "a-step-is-like-those-beside-it")
    assert message == (
        "it is 1740 more than the one before and 860 less than the one after, where a day beside "
        "it has about 1290; is it 963270?"
    )


def test_two_steps_that_are_both_long_are_no_slip(series):
    steps = [21, 18, 25, 20, 23, 19, 22, 24, 18, 21, 20, 120, 55, 22, 19, 24, 21, 20, 23, 18, 22]
    numbers = np.cumsum([9206, *steps]).tolist()
    assert numbers[12] == 9557  # not 9575
    assert series(*numbers, days=1) == []


def test_the_number_of_the_day_before_again_is_named(series):
    daily = [1000 + 100 * place + (place * 7) % 20 for place in range(25)]
    daily[12] = daily[11]
    assert [(place, rule) for place, rule, _ in series(*daily, days=1)] == [
        (12, "a-day-has-a-number-of-its-own")
    ]


def test_a_total_that_stands_still_on_a_quiet_day_is_not_named(series):
    daily = [1000 + 3 * place + place % 4 for place in range(25)]
    daily[12:] = [number - 4 for number in daily[12:]]
    daily[12] = daily[11]
    assert series(*daily, days=1) == []


def test_a_refused_number_is_no_part_of_its_series(folder, series):
    folder.add("claims", **CLAIM | {"id": "odd", "best": "9e9", "as_of": "2022-06-01"})
    assert series(300, 400, 500) == []


def test_no_course_goes_across_a_break(folder, series):
    folder.add("breaks", source="hur", metric="killed", date="2023-02-15", reason="Named only.")
    assert series(500, 600, 100, 200) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["thousands and hundreds swapped", "a figure lost"])
def test_slips_in_a_daily_count_are_named(kind, tmp_path):
    numbers = slips.made_up(400)
    as_it_is = slips.named(numbers, tmp_path)
    places = list(range(60, 390, 40))
    copy = list(numbers)
    for place in places:
        copy[place] = slips.SLIPS[kind](numbers[place], numbers[place - 1]) or copy[place]
    slipped = {place for place in places if copy[place] != numbers[place]}
    said = slips.named(copy, tmp_path)
    assert len(as_it_is) <= 1
    assert len(slipped) > 4
    assert slipped <= said
    assert len(said - slipped - as_it_is) <= 1


def test_of_a_steady_series_only_what_leaves_its_course_is_looked_at():
    steady = np.arange(1000, 1900, 3)
    slipped = steady.copy()
    slipped[150] += 90
    number = np.concatenate([steady, slipped])
    starts = np.array([0, len(steady)])
    day = np.tile(np.arange(len(steady)), 2)
    odd = odd_places(Series(starts, number > 0, day, number, number, number))
    assert np.flatnonzero(odd).tolist() == [len(steady) + 149, len(steady) + 150, len(steady) + 151]


def made_up(random, length):
    """Return the days and numbers of a made-up total, with gaps and slips, in part round."""
    days = np.cumsum(random.choice([1, 1, 1, 2, 3, 5, 30], length))
    pace = random.choice([3, 40, 900])
    steps = (
        pace * np.diff(days, prepend=0) * random.normal(1, random.choice([0.02, 0.2, 1]), length)
    )
    numbers = 1000 + np.cumsum(np.maximum(steps, 0)).astype(int)
    numbers = numbers // 10 * 10 if random.random() < 0.3 else numbers
    for place in random.choice(length, random.integers(0, 3)):
        others = [
            *mistypings(int(numbers[place])),
            int(numbers[place - 1]),
            int(numbers[place]) + 7,
        ]
        numbers[place] = random.choice(others)
    return days.tolist(), numbers.tolist()


@pytest.mark.slow
def test_no_number_is_passed_over_that_would_be_named(folder, monkeypatch):
    random = np.random.default_rng(7)
    rows = []
    for series in range(400):
        for day, number in zip(*made_up(random, random.integers(3, 40)), strict=True):
            of = {"id": f"n-{len(rows)}", "place": f"place-{series}", "best": str(number)}
            as_of = (date(2022, 3, 1) + timedelta(days=day)).isoformat()
            rows.append(CLAIM | of | {"as_of": as_of, "article": "later"})
    places = "".join(f"place-{number},Place {number}\n" for number in range(400))
    folder.write("places", "id,name\n" + places)
    article = {"id": "later", "publisher": "Pravda", "published": "2026-01-01", "title": "Later"}
    folder.add("articles", **article, language="en", url="https://example.org/later")
    text = io.StringIO()
    columns = folder.read("claims").split("\n")[0].split(",")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writerows(rows)
    folder.write("claims", ",".join(columns) + "\n" + text.getvalue())

    def named():
        return [one for one in checks.problems(folder.path) if one.rule in courses.RULES]

    looked_at = named()
    monkeypatch.setattr(courses, "odd_places", lambda series: np.ones(len(series.number), bool))
    assert len(looked_at) > 100
    assert named() == looked_at
