"""What a second reader would have seen: sums that do not add up, words that say another number."""

from random import Random

import pytest

from contested import checks
from contested.checks import printed
from contested.extract import numbers
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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("best", "whole", "named"),
    [
        ("900", {"as_of": "2025-05-03"}, True),
        ("900", {"as_of": "2025-04-29"}, False),
        ("2000", {"as_of": "2025-04-29"}, True),
        ("2000", {"best": "", "low": "800", "qualifier": "at_least"}, True),
        ("1500", {"best": "", "low": "800", "qualifier": "at_least"}, False),
        ("2000", {"as_of": "2025-02-01"}, False),
        ("1100", {"as_of": "2025-04-29"}, True),
        ("1100", {"as_of": "2025-04-24"}, False),
    ],
)
def test_a_part_is_not_more_than_its_whole_was_about_then(folder, best, whole, named):
    line = folder.add("claims", **CLAIM | {"population": "civilian", "best": best})
    cells = {"id": "whole", "population": "all", "best": "800", "as_of": "2025-05-01"}
    folder.change("articles", 4, published="2025-05-04")
    folder.add("claims", **CLAIM | cells | whole)
    said = told(folder, "a-part-is-not-more-than-its-whole-was-about-then")
    assert [one.split(": ")[0] for one in said] == [f"claims.csv:{line}"] * named


@pytest.fixture
def running(folder):
    """Return a folder with a source's growing totals, and the line after them."""
    days = ("2024-08-10", "2024-08-20", "2024-10-10", "2024-11-20", "2024-12-20")
    for number, day in enumerate(days):
        cells = {"id": f"run-{number}", "as_of": day, "best": str(11111 + 1000 * number)}
        folder.add("claims", **CLAIM | cells)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cells", "named"),
    [
        ({"since": ""}, True),
        ({"since": "2024-01-01"}, True),
        ({"since": "", "place": "kursk"}, False),
        ({"since": "", "counting": "snapshot"}, False),
        ({}, False),
    ],
)
def test_a_total_has_the_beginning_of_its_sources_totals(running, cells, named):
    line = running.add("claims", **CLAIM | {"as_of": "2025-01-20", "best": "16111"} | cells)
    said = [
        f"claims.csv:{line}: the 5 other totals of this of the same source count since 2022-02-24; "
        "is this one of them, a period, or the toll of an event?"
    ]
    assert told(running, "a-total-has-the-beginning-of-its-source-s-totals") == said * named


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cells", "named"),
    [
        ({}, True),
        ({"article": "yna-2025-04-30"}, False),
        ({"as_of": "2025-04-01"}, False),
        ({"counting": "period"}, False),
        ({"supersedes": "run-3", "reason": "Told anew."}, False),
    ],
)
def test_an_article_gives_the_totals_of_its_time(running, cells, named):
    for line in range(6, 11):
        article = {"id": f"of-{line}", "publisher": "Pravda", "published": "2024-12-30"}
        url = f"https://example.org/{line}"
        running.add("articles", **article, url=url, title="Toll rises", language="en")
        running.change("claims", line, article=f"of-{line}")
    running.add("claims", **CLAIM | {"id": "newest", "as_of": "2025-04-30", "best": "17111"})
    line = running.add("claims", **CLAIM | {"as_of": "2025-01-20", "best": "16111"} | cells)
    said = told(running, "an-article-gives-the-totals-of-its-time")
    assert [one.split(": ")[0] for one in said] == [f"claims.csv:{line}"] * named
    # An article with several tells of the past.
    running.add("claims", **CLAIM | {"id": "past", "as_of": "2025-02-20", "best": "16211"})
    running.add("claims", **CLAIM | {"id": "older", "as_of": "2025-02-10", "best": "16201"})
    assert told(running, "an-article-gives-the-totals-of-its-time") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("best", "title", "named"),
    [
        ("45028", "Dead in the war: 45,208", True),
        ("4258", "45,208 dead", False),
        ("4528", "Ministry: 45028 dead", True),
        ("45028", "Ministry: 45.208 dead", True),
        ("45028", "Ministry: 45,029 dead", False),
        ("5000", "50,000 dead", False),
        ("260", "It says it killed 620", True),
        ("45028", "45,208 dead, 45,028 of them named", False),
        ("2042", "Numbers of 5 January 2024", False),
        ("2042", "2024 sees record losses", False),
        ("2204", "Toll of the war - 2024", False),
        ("1090", "At least 1900 dead", True),
        ("21034", "Aid of $21,304 for each", False),
        ("21034", "Aid for the 21,304 wounded", True),
    ],
)
def test_a_number_is_that_of_its_articles_title(folder, best, title, named):
    folder.change("articles", 4, title=title)
    line = folder.add("claims", **CLAIM | {"best": best})
    said = told(folder, "a-number-is-that-of-its-article-s-title")
    assert [one.split(": ")[0] for one in said] == [f"claims.csv:{line}"] * named


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"conflict": "other"}, "conflict"),
        ({"subject": "fourth"}, "subject"),
        ({"conflict": "other", "sources": "nis"}, None),
        ({"subject": "fifth"}, None),
        ({"subject": "north-korea"}, None),
    ],
)
def test_a_subject_is_of_its_war(running, cells, column):
    running.add("conflicts", id="other", name="Another war", began="2020-01-01")
    for id in ("fourth", "fifth"):
        running.add("parties", id=id, name=id.title(), kind="state")
    running.add(
        "stances", conflict="other", party="fourth", side="fourth", role="belligerent",
        url="https://example.org/fourth",
    )  # fmt: skip
    line = running.add("claims", **CLAIM | {"best": "500", "metric": "deployed"} | cells)
    rule = "a-subject-is-of-its-war"
    named = [one for one in checks.problems(running.path) if one.rule == rule]
    assert [(one.line, one.column) for one in named] == [(line, column)] * bool(column)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("others", "best", "named"),
    [
        (("70", "75", "84"), "430", True),
        (("70", "75", "84"), "9", True),
        (("70", "75", "84"), "400", False),
        (("70", "75", "284"), "2430", False),
        (("70", "75"), "430", False),
    ],
)
def test_a_toll_is_within_what_others_say_of_the_event(folder, others, best, named):
    folder.add(
        "events", id="strike", conflict="war", began="2025-04-30", label="The strike",
        phrase="in the strike", url="https://example.org/strike",
    )  # fmt: skip
    toll = CLAIM | {"event": "strike", "since": ""}
    for number, other in enumerate(others):
        folder.add("sources", id=f"of-{number}", name=f"Observer {number}", kind="ngo")
        folder.add(
            "claims", **toll | {"id": f"t-{number}", "sources": f"of-{number}", "best": other}
        )
    line = folder.add("claims", **toll | {"best": best})
    said = told(folder, "a-toll-is-within-what-others-say-of-the-event")
    assert [one.split(": ")[0] for one in said] == [f"claims.csv:{line}"] * named


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cells", "named"),
    [
        ({}, True),
        ({"affiliation": "north-korea"}, False),
        ({"affiliation": "ukraine"}, False),
        ({"short": "NK Watch"}, False),
    ],
)
def test_a_source_is_not_taken_for_a_party_of_its_name(folder, cells, named):
    source = {"id": "watch", "name": "Northern Watch", "short": "north-korea", "kind": "ngo"}
    folder.add("sources", **source | {"affiliation": "independent"} | cells)
    line = folder.add("claims", **CLAIM | {"sources": "watch"})
    said = [
        f"claims.csv:{line}: this source is Northern Watch; in war North Korea is called "
        "north-korea too; who says it?"
    ]
    assert told(folder, "a-source-is-not-taken-for-a-party-of-its-name") == said * named


@pytest.mark.slow
@pytest.mark.parametrize(
    ("side", "own", "named"),
    [("ukrainian", 0, True), ("ukrainian", 2, False), ("russian", 0, False)],
)
def test_a_party_is_counted_by_the_other_side(folder, side, own, named):
    folder.add("parties", id="fourth", name="Fourth", kind="state")
    line = folder.add(
        "stances", conflict="war", party="fourth", side=side, role="belligerent",
        url="https://example.org/fourth",
    )  # fmt: skip
    folder.add("sources", id="of-russia", name="Ministry", kind="military", affiliation="russia")
    for number in range(5 + own):
        cells = {"id": f"c-{number}", "subject": "fourth", "as_of": f"2025-04-{10 + number}"}
        source = {"sources": "hur" if number < 5 else "of-russia"}
        folder.add("claims", **CLAIM | cells | source | {"best": str(700 + number)})
    said = told(folder, "a-party-is-counted-by-the-other-side")
    assert [one.split(": ")[0] for one in said] == [f"stances.csv:{line}"] * named


@pytest.mark.slow
@pytest.mark.parametrize(("low", "named"), [("14103", True), ("15000", False), ("16001", False)])
def test_a_floor_is_not_below_an_earlier_one(running, low, named):
    cells = {"low": low, "best": "", "qualifier": "at_least", "as_of": "2025-02-01"}
    line = running.add("claims", **CLAIM | cells)
    said = [
        f"claims.csv:{line}: the same source had 15111 as of 2024-12-20 (line {line - 1}), and a "
        "total does not fall"
    ]
    assert told(running, "a-floor-is-not-below-an-earlier-one") == said * named


@pytest.mark.slow
@pytest.mark.parametrize(("as_of", "named"), [("2024-09-01", True), ("2024-08-22", False)])
def test_a_total_that_goes_on_has_a_new_number(running, as_of, named):
    line = running.add("claims", **CLAIM | {"as_of": as_of, "best": "12111"})
    said = told(running, "a-total-that-goes-on-has-a-new-number")
    assert [one.split(": ")[0] for one in said] == [f"claims.csv:{line}"] * named


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cells", "column", "meant"),
    [
        ({"metric": "casualties"}, "metric", "killed"),
        ({"subject": "north-korea"}, "subject", "russia"),
        ({"population": "civilian"}, "population", "military"),
        ({"counting": "period"}, "counting", "cumulative"),
        ({"population": "civilian", "best": "13200"}, None, None),
        ({"population": "civilian", "best": "1203"}, None, None),
    ],
)
def test_a_claim_stands_in_the_series_that_it_continues(running, cells, column, meant):
    odd = {"best": "13303", "as_of": "2024-10-20"}
    line = running.add("claims", **CLAIM | odd | cells)
    rule = "a-claim-stands-in-the-series-that-it-continues"
    found = [one for one in checks.problems(running.path) if one.rule == rule]
    assert [(one.line, one.column) for one in found] == [(line, column)] * bool(column)
    assert all(one.message.endswith(f"is {column} {meant}?") for one in found)


@pytest.mark.slow
@pytest.mark.parametrize(("best", "named"), [("20115", True), ("18115", False)])
def test_a_claim_on_the_line_between_far_neighbours_continues_their_series(running, best, named):
    running.add("claims", **CLAIM | {"id": "later", "as_of": "2025-04-19", "best": "25111"})
    odd = {"metric": "casualties", "best": best, "as_of": "2025-02-18"}
    line = running.add("claims", **CLAIM | odd)
    said = told(running, "a-claim-stands-in-the-series-that-it-continues")
    assert [one.split(": ")[0] for one in said] == [f"claims.csv:{line}"] * named


@pytest.mark.slow
def test_a_claim_before_the_break_that_leads_to_a_series_may_stand_beside_it(running):
    running.add(
        "claims", **CLAIM | {"metric": "casualties", "best": "13303", "as_of": "2024-10-20"}
    )
    running.add(
        "breaks", source="hur", metric="casualties", date="2024-10-25", reason="Counted apart.",
        leads_to="killed",
    )  # fmt: skip
    assert told(running, "a-claim-stands-in-the-series-that-it-continues") == []


@pytest.mark.slow
@pytest.mark.parametrize(("best", "named"), [("286", True), ("9000", False)])
def test_a_total_does_not_begin_when_it_ends(running, best, named):
    line = running.add("claims", **CLAIM | {"best": best, "since": "2025-01", "as_of": "2025-01"})
    said = told(running, "a-total-does-not-begin-when-it-ends")
    assert [one.split(": ")[0] for one in said] == [f"claims.csv:{line}"] * named


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.parametrize(
    "phrase",
    [
        "{}", "some {}", "more than {}", "at least {} dead", "an estimated {}", "{} or more", "{}+",
        "estimates put it at {}", "up to {} to 9", "between {} and five thousand", "{} million",
        "до {} человек", "{} أو أكثر", "in {}", "since {}", "${}", "{}%", "No. {}", "{}-strong",
        "{} people, two of them children", "{}.", "{}th", "{} tanks of the 3rd", "~{}", "{} lakh",
        "{},5", "{}/9", "0{}", "five of {}", "half of {}", "{} thousand", "{}m", "{} 000",
    ],
)  # fmt: skip
def test_a_phrase_that_differs_in_its_figures_alone_is_read_as_it_is(phrase):
    random = Random(phrase)
    for _ in range(40):
        number = random.randrange(10 ** random.randrange(3, 9)) * 10 ** random.randrange(4)
        for written in (f"{number}", f"{number:,}"):
            stated = phrase.format(written)
            told = tuple((one.values, one.qualifier) for one in numbers(stated) if one.values)
            assert printed.said(stated) == told
