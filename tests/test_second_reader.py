"""What a second reader would have seen: sums that do not add up, words that say another number."""

import pytest

from contested import checks
from tests.test_checks import CLAIM


def told(folder, rule):
    return [
        f"{one.file}:{one.line}: {one.message}"
        for one in checks.problems(folder.path)
        if one.rule == rule
    ]


@pytest.fixture
def totals(folder):
    """Return a folder with a source's totals of two days."""
    for number, (day, best) in enumerate((("2025-04-29", "100000"), ("2025-04-30", "103939"))):
        folder.add("claims", **CLAIM | {"id": f"total-{number}", "as_of": day, "best": best})
    return folder


PERIOD = {"counting": "period", "since": "2025-04-30", "as_of": "2025-04-30"}
TOTALS = (
    "claims.csv:8: the same source's totals are 100000 of 2025-04-29 (line 6) and 103939 of "
    "2025-04-30 (line 7), and differ by 3939"
)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"best": "4017"}, TOTALS),
        ({"best": "3939"}, None),
        ({"best": "4000", "qualifier": "about"}, None),
        ({"best": "9000", "qualifier": "about"}, TOTALS),
        ({"best": "4017", "only": "Wagner Group"}, None),
        ({"best": "4017", "since": "2025-04-29"}, None),
    ],
)
def test_a_days_number_is_the_difference_of_totals(totals, cells, message):
    totals.add("claims", **CLAIM | PERIOD | cells)
    assert told(totals, "a-period-is-the-difference-of-its-totals") == [message] * bool(message)


@pytest.mark.parametrize(
    ("part", "whole", "message"),
    [
        (
            {},
            {"metric": "casualties"},
            "600 casualties of the same source and day (line 7), of which killed is part",
        ),
        (
            {"population": "civilian"},
            {"population": "all"},
            "600 killed of all of the same source and day (line 7), of which civilian is part",
        ),
        (
            {"place": "kursk"},
            {},
            "600 killed in the whole of the same source and day (line 7), of which kursk is part",
        ),
    ],
)
def test_a_part_is_not_more_than_its_whole(folder, part, whole, message):
    rule = "a-part-is-not-more-than-its-whole"
    folder.add("claims", **CLAIM | part)
    line = folder.add("claims", **CLAIM | whole | {"id": "whole", "best": "600"})
    assert told(folder, rule) == [f"claims.csv:6: it is more than the {message}"]
    folder.change("claims", line, best="700")
    assert told(folder, rule) == []


def test_killed_and_wounded_are_not_more_than_both_together(folder):
    rule = "parts-are-not-more-than-their-whole"
    folder.add(
        "metrics", id="wounded", label="Wounded", unit="people", family="harmed",
        part_of="casualties", phrase="{people} wounded", definition="Wounded.",
    )  # fmt: skip
    folder.add("claims", **CLAIM)
    folder.add("claims", **CLAIM | {"id": "wounded", "metric": "wounded", "best": "1000"})
    whole = CLAIM | {"id": "whole", "metric": "casualties", "best": "1500"}
    line = folder.add("claims", **whole)
    assert told(folder, rule) == [
        "claims.csv:8: it is 1500, less than the 700 killed (line 6) and the 1000 wounded (line 7) "
        "that the same source has of that day"
    ]
    folder.change("claims", line, best="", high="1700", qualifier="up_to")
    assert told(folder, rule) == []


@pytest.mark.parametrize(
    ("note", "named"),
    [
        ("All causes, from a household survey.", True),
        ("Excess deaths since October", True),
        ("Excludes deaths from all causes but violence", False),
        ("Household survey of violent deaths", False),
        ("After the fall of Assad; all causes of violence", False),
    ],
)
def test_deaths_of_all_causes_are_not_killed(folder, note, named):
    folder.add("claims", **CLAIM | {"note": note})
    assert len(told(folder, "deaths-of-all-causes-are-not-killed")) == named


@pytest.mark.parametrize(
    ("stated", "cells", "column"),
    [
        ("6,301 dead", {"best": "6438"}, "stated"),
        ("up to 50", {"low": "50", "best": "", "qualifier": "at_least"}, "qualifier"),
        ("sixty thousand", {"best": "6000"}, "stated"),
        ("over 700", {}, "qualifier"),
        ("26 ezer", {"best": "26000"}, None),
        ("1.189", {"best": "1189"}, None),
        ("sixty thousand", {"best": "60000"}, None),
        ("٦٠٠ قتيل", {"best": "600"}, None),
        ("12 lakh", {"best": "1200000"}, None),
        ("2 to 3 million", {"best": "", "low": "2000000", "high": "3000000", "qualifier": "range"},
         None),
        ("700", {"qualifier": "about"}, None),
        ("hundreds of them, 700 in all", {}, None),
    ],
)  # fmt: skip
def test_the_phrase_printed_has_the_number_and_the_hedge_given(folder, stated, cells, column):
    line = folder.add("claims", **CLAIM | cells | {"stated": stated})
    named = [
        (one.line, one.column) for one in checks.problems(folder.path) if "printed" in one.rule
    ]
    assert named == [(line, column)] * bool(column)
