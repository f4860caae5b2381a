"""Which claims may be set against each other: every number worked by hand, on frozen rows.

`tests/data/comparison` holds the claims about three quantities as they stood when the rule was
written; the Vale war is made up. Living data move on, and these do not.
"""

from __future__ import annotations

import csv
import io
import os
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from benchmarks import comparison as benchmark
from contested import compare, queries
from contested.compare import Comparable, Comparison, Headline
from contested.database import database
from contested.selection import Selection
from contested.vocabulary import REACH
from contested.words import comparisons

FROZEN = Path(__file__).parent / "data" / "comparison"

CASUALTIES = Selection("russia-ukraine", "russia", "casualties", "military")
NORTH_KOREANS = Selection("russia-ukraine", "north-korea", "killed", "military")
GAZA = Selection("israel-gaza", "gaza", "killed", "all")
VALE = Selection("vale-war", "south", "killed", "all")

#: The Vale war's other rows; a case adds its claims.
_VALE = {
    "conflicts": "id,name,began,ended,note\nvale-war,the Vale war,2025-01-01,,\n",
    "parties": "id,name,kind,people,forces\n"
    "north,North Vale,state,,\nsouth,South Vale,state,,\nindependent,independent,organisation,,\n",
    "stances": "conflict,party,side,role\n"
    "vale-war,north,northern,belligerent\nvale-war,south,southern,belligerent\n",
    "sources": "id,name,short,kind,affiliation,part_of,homepage\n"
    "north-mod,Ministry of Defence of North Vale,North MoD,government,north,,\n"
    "north-army,Army of North Vale,North army,military,north,north-mod,\n"
    "south-moh,Ministry of Health of South Vale,South MoH,health_authority,south,,\n"
    "relief,Relief Desk,Relief Desk,ngo,independent,,\n",
    "metrics": "id,label,unit,family,part_of,phrase,definition\n"
    "killed,Killed,people,dead,,{people} killed,People killed.\n"
    "present,Present,people,forces,,{people} present,People present.\n"
    "captives,Held,people,captive,,{people} held,People held at the date.\n",
    "breaks": "source,metric,population,date,reason,article\n",
    "events": "conflict,date,label,url\n",
    "scopes": "conflict,subject,place,since,reason\n",
}
_ARTICLES = "id,publisher,title,author,url,archive_url,published,language"
_CLAIMS = (
    "id,article,sources,conflict,subject,metric,population,low,best,high,qualifier,counting,since,"
    "as_of,place,evidence,stated,note,supersedes,reason,event"
)


@pytest.fixture
def vale(tmp_path):
    """Return a function that builds the Vale war with claims and returns them to compare.

    A claim is its source, number, date and cells that differ from an exact total since the start.
    """

    def built(*claims, metric="killed", **tables):
        articles, rows = [_ARTICLES], [_CLAIMS]
        for place, (source, number, as_of, *more) in enumerate(claims):
            cells = {
                **{"id": f"a{place}-1", "article": f"a{place}", "sources": source},
                **{"conflict": "vale-war", "subject": "south", "metric": metric},
                **{"population": "all", "best": number, "qualifier": "exact"},
                **{"counting": "cumulative", "since": "2025-01-01", "as_of": as_of},
                **{"evidence": "official_count"},
                **(more[0] if more else {}),
            }
            line = io.StringIO()
            csv.DictWriter(line, _CLAIMS.split(","), lineterminator="").writerow(cells)
            rows.append(line.getvalue())
            published = cells["as_of"] if place else as_of
            articles.append(f"a{place},The Vale Post,,,https://example.org/{place},,{published},en")
        files = _VALE | tables | {"articles": articles, "claims": rows}
        for name, text in files.items():
            text = text if isinstance(text, str) else "\n".join(text) + "\n"
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        engine = database(tmp_path).engine()
        asked = Selection("vale-war", "south", metric, "all")
        return compare.comparables(queries.series(engine, asked))

    built.folder = tmp_path
    return built


@pytest.fixture(scope="module")
def frozen(cache):
    """Return the frozen claims about a quantity, as comparing reads them."""
    engine = database(FROZEN).engine()
    return lambda selection: compare.comparables(queries.series(engine, selection))


def compared(claims: list[Comparable], source: str, effective: str, against: str) -> Comparison:
    """Return how the claim of a source and date stands to an institution."""
    day = date.fromisoformat(effective)
    claim = next(one for one in claims if (one.source, one.effective) == (source, day))
    return compare.comparison(claim, compare.by_institution(claims)[against])


def number(claim: Comparable) -> int:
    """Return the number that a claim's mark stands on."""
    return claim.number


def beside(found: Comparison) -> list[tuple[int | None, int]]:
    """Return the numbers that a claim is set against, and how many days later each is."""
    return [(number(one.claim), one.days) for one in found.beside]


@pytest.mark.parametrize(
    ("source", "effective", "days", "reach", "against", "low", "high"),
    [
        ("radakin", "2024-11-10", 990, 45, [(708_890, 0)], None, 0.99),
        ("docherty", "2024-04-28", 794, 39, [(451_730, -15)], 1.00, 1.00),
        ("uk-mod", "2025-08-05", 1258, 45, [(1_086_220, 31)], 0.97, 0.97),
        ("csis", "2025-12-31", 1406, 45, [(1_223_090, 15)], 0.98, 0.98),
        ("rutte", "2025-12-11", 1386, 45, [(1_144_830, -38), (1_223_090, 35)], 0.90, None),
        ("milley", "2022-11-09", 258, 12, [], None, None),
    ],
)
def test_russian_casualties_stand_against_what_ukraine_said_of_the_same_time(
    frozen, source, effective, days, reach, against, low, high
):
    found = compared(frozen(CASUALTIES), source, effective, "ukraine-mod")
    assert (found.claim.days_counted, found.claim.reach) == (days, reach)
    assert beside(found) == against
    assert (rounded(found.ratio.low), rounded(found.ratio.high)) == (low, high)


def rounded(ratio: float | None) -> float | None:
    """Return a ratio to the two decimals that its words have."""
    return None if ratio is None else round(ratio, 2)


def test_a_floor_between_two_counts_is_a_floor_under_the_higher(frozen):
    found = compared(frozen(CASUALTIES), "rutte", "2025-12-11", "ukraine-mod")
    assert [
        rounded(compare.divided(found.claim.bounds, one.claim.bounds).low) for one in found.beside
    ] == [0.96, 0.90]
    assert found.ratio.words == "more than about 0.89×"  # below a floor, never rounded up to it


def test_what_has_no_neighbour_says_how_far_the_nearest_is(frozen):
    found = compared(frozen(CASUALTIES), "milley", "2022-11-09", "ukraine-mod")
    assert (found.why, found.ratio.words) == ("not_near", "not comparable")
    assert found.nearest is not None
    assert (number(found.nearest.claim), found.nearest.days) == (93_390, 30)


@pytest.mark.parametrize(
    ("selection", "source", "effective", "institution", "against", "words"),
    [
        (NORTH_KOREANS, "north-korea-government", "2025-09-02", "nis", [(2000, 0)], "about 0.18×"),
        (NORTH_KOREANS, "western-officials", "2025-01-15", "nis", [(300, -2)], "about 3.3×"),
        (NORTH_KOREANS, "zelensky", "2025-01-21", "nis", [], "not comparable"),
        (GAZA, "mpidr", "2024-12-31", "gaza-moh", [(45_028, -15), (49_090, 5)], "1.6× to 1.7×"),
        (GAZA, "israel-military-officials", "2026-01-29", "gaza-moh",
         [(71_667, -1), (72_027, 9)], "about 0.97× to 0.98×"),
        (GAZA, "palestinian-moh-ramallah", "2023-10-14", "gaza-moh", [], "not comparable"),
    ],
)  # fmt: skip
def test_ratios_name_the_claims_of_their_time(
    frozen, selection, source, effective, institution, against, words
):
    found = compared(frozen(selection), source, effective, institution)
    assert beside(found) == against
    assert found.ratio.words == words


def test_a_ratio_is_explained_by_the_number_and_its_distance_in_time(frozen):
    uk = compared(frozen(CASUALTIES), "uk-mod", "2025-08-05", "ukraine-mod")
    ratio, to = comparisons.against(uk)
    assert ratio == "about 0.97×"
    assert to == "about 3 % lower than 1,086,220, 31 days later"
    assert comparisons.reach(uk) == (
        "It counts 1,258 days, so what lies within 45 days of it is of its time (5 % of them, at "
        "most 45)."
    )
    milley = compared(frozen(CASUALTIES), "milley", "2022-11-09", "ukraine-mod")
    assert comparisons.against(milley) == ("nothing of the same time", "nearest: 30 days later")


def test_reach_is_a_share_of_the_time_counted(frozen):
    western = compared(frozen(NORTH_KOREANS), "western-officials", "2025-01-15", "nis").claim
    zelensky = compared(frozen(NORTH_KOREANS), "zelensky", "2025-01-21", "nis")
    assert (western.days_counted, western.reach) == (45, 2)
    assert zelensky.claim.reach == 2
    assert zelensky.nearest is not None
    assert zelensky.nearest.days == -8
    ramallah = compared(frozen(GAZA), "palestinian-moh-ramallah", "2023-10-14", "gaza-moh")
    assert (ramallah.claim.days_counted, ramallah.claim.reach) == (7, 1)
    assert ramallah.nearest is not None
    assert (number(ramallah.nearest.claim), ramallah.nearest.days) == (7028, 12)


def test_a_confidence_interval_is_compared_by_its_number(frozen):
    claims = frozen(GAZA)
    study = next(one for one in claims if one.source == "jamaluddine-lancet")
    row = {"qualifier": study.qualifier, "lowest": study.low, "highest": study.high}
    closed = compare.bounds(row | {"best": study.best, "interval": "confidence"})
    ministry = compare.by_institution(claims)["gaza-moh"]
    assert beside(compare.comparison(study, ministry)) == [(37_877, 0)]
    assert compare.comparison(study._replace(bounds=closed), ministry).ratio.words == "about 1.7×"
    assert compare.comparison(study, ministry).ratio.words == "1.5× to 2.1×"  # any other range


def test_the_reference_is_the_institution_that_gives_most_claims_a_neighbour(frozen):
    for selection, institution in ((CASUALTIES, "ukraine-mod"), (GAZA, "gaza-moh")):
        claims = frozen(selection)
        found = compare.reference(claims, compare.by_institution(claims))
        assert found is not None
        assert (found.institutions, found.why) == (institution, "most")
        others = [one for one in claims if one.institutions != institution]
        near = [compare.comparison(one, found.series).beside for one in others]
        assert (found.compared, found.of) == (sum(map(bool, near)), len(others))


def test_any_institution_can_be_the_reference(frozen):
    claims = frozen(CASUALTIES)
    found = compare.reference(claims, compare.by_institution(claims), "uk-mod")
    assert found is not None
    assert (found.institutions, found.why) == ("uk-mod", "chosen")


@pytest.mark.slow
def test_the_reference_compares_with_what_stands_before_what_has_lapsed(vale):
    claims = vale(
        ("relief", 10, "2025-01-02"),
        ("south-moh", 11, "2025-01-03"),
        ("north-army", 900, "2025-12-01", {"evidence": "statement"}),
        ("passer-by", 950, "2025-12-02", {"evidence": "statement"}),
        sources=_VALE["sources"] + "passer-by,Passer-by,Passer-by,media,independent,,\n",
    )
    ids = {one.source: one.id for one in claims}
    series = compare.by_institution(claims)
    every = compare.reference(claims, series)
    late = compare.reference(claims, series, lapsed={ids["relief"], ids["south-moh"]})
    assert every.institutions == "south-moh"  # of equals the best evidenced, then the newest
    assert late.institutions == "passer-by"
    assert (late.why, late.compared, late.of) == ("standing", 1, 1)
    # Where none compares with what stands it is one that stands itself, whoever has neighbours.
    only = [one for one in claims if one.source != "passer-by"]
    alone = {name: said for name, said in series.items() if said.claims[0] in only}
    last = compare.reference(only, alone, lapsed={ids["relief"], ids["south-moh"]})
    assert last.institutions == next(one.institutions for one in only if one.source == "north-army")


@pytest.mark.slow
def test_without_neighbours_the_best_evidenced_institution_is_the_reference(vale):
    far = vale(("relief", 10, "2025-01-02"), ("south-moh", 900, "2025-12-01"))
    found = compare.reference(far, compare.by_institution(far))
    assert found is not None
    assert (found.institutions, found.why, found.compared) == ("south-moh", "evidence", 0)


def test_an_extreme_is_taken_at_one_time_only(frozen):
    found = compare.headline(frozen(CASUALTIES))
    assert found.at == date(2026, 1, 15)
    assert [(one.source, number(one)) for one in found.standing] == [
        ("general-staff-ukraine", 1_223_090),
        ("csis", 1_200_000),
        ("rutte", 1_100_000),
        ("economist", 1_000_000),
    ]
    assert found.apart is not None
    assert found.apart.lowest.source == "csis"  # the Economist's range and Rutte's floor leave room
    assert not found.apart.agree


@pytest.mark.slow
def test_dates_apart_are_not_divided(vale):
    about = {"qualifier": "about"}
    claims = vale(
        ("north-mod", 100_000, "2025-01-03", about),
        ("relief", 99_000, "2025-01-04", about | {"evidence": "estimate"}),
        ("north-mod", 200_000, "2025-02-03", about),
        ("north-mod", 300_000, "2025-03-03", about),
        ("south-moh", 150_000, "2025-02-16", about),
    )
    relief = compared(claims, "relief", "2025-01-04", "north-mod")
    assert (relief.claim.days_counted, relief.claim.reach, relief.how) == (3, 1, "near")
    assert (beside(relief), relief.ratio.words) == ([(100_000, -1)], "about 0.99×")
    health = compared(claims, "south-moh", "2025-02-16", "north-mod")
    assert (health.claim.days_counted, health.claim.reach, health.how) == (46, 2, "between")
    assert beside(health) == [(200_000, -13), (300_000, 15)]
    assert health.ratio.words == "about 0.50× to 0.75×"
    found = compare.headline(claims)
    assert found.at == date(2025, 1, 4)
    assert found.apart is not None
    assert {number(found.apart.lowest), number(found.apart.highest)} == {99_000, 100_000}


@pytest.mark.slow
def test_the_tolls_of_one_event_compare_however_late_they_are_printed(vale):
    strike = {"counting": "period", "since": "2025-01-04", "place": "Market strike"}
    claims = vale(
        ("south-moh", 90, "2025-01-04", strike | {"qualifier": "about"}),
        ("relief", "", "2025-01-04", strike | {"low": 60, "qualifier": "at_least"}),
        ("north-mod", 12, "2025-01-04", strike | {"evidence": "statement"}),
    )
    found = compare.headline(claims)
    assert {number(one) for one in found.standing} == {12, 60, 90}
    assert found.apart is not None
    assert (number(found.apart.lowest), number(found.apart.highest)) == (12, 90)
    health = compared(claims, "north-mod", "2025-01-04", "south-moh")
    assert health.ratio.words == "about 0.13×"
    desk = compared(claims, "relief", "2025-01-04", "south-moh")
    assert desk.ratio.words == "at least about 0.66×"


@pytest.mark.slow
def test_a_total_goes_on_to_hold_when_the_war_is_over(vale):
    over = "id,name,began,ended,note\nvale-war,the Vale war,2025-01-01,2025-01-20,\n"
    claims = vale(("north-mod", 90, "2025-01-22"), ("south-moh", 120, "2026-06-01"), conflicts=over)
    assert {one.effective for one in claims} == {date(2025, 1, 20)}
    assert compared(claims, "south-moh", "2025-01-20", "north-mod").ratio.words == "1.3×"


@pytest.mark.slow
def test_ten_tellings_are_one_institution(vale):
    ten = [("south-moh", 500, "2025-03-11")] * 10
    found = compare.headline(vale(*ten, ("north-mod", 90, "2025-03-11")))
    assert sorted(one.source for one in found.standing) == ["north-mod", "south-moh"]
    assert found.apart is not None
    assert found.apart.ratio.words == "5.6×"


@pytest.mark.slow
def test_of_one_day_an_institution_counts_once(vale):
    same = [("relief", toll, "2025-03-05") for toll in (80, 82, 83)]
    claims = vale(*same, ("south-moh", 83, "2025-03-05"))
    assert [one.source for one in claims] == ["relief", "south-moh"]
    found = compare.headline(claims)
    assert found.apart is not None
    assert found.apart.agree


@pytest.mark.slow
def test_what_else_an_institution_said_of_the_time_of_its_newest_is_listed_under_it(vale):
    vale(("north-mod", 8500, "2025-02-27"), ("north-army", 3000, "2025-02-26"))
    engine = database(vale.folder).engine()
    now = queries.current(engine, VALE)
    (row,) = now.to_dict("records")  # a minister and her ministry are one institution
    assert row["source"] == "north-mod"
    assert comparisons.same_time(row["others"]) == (
        "Of the same time also 3,000 (North army, 26 February 2025)"
    )


@pytest.mark.slow
def test_a_single_institution_is_not_set_against_itself(vale):
    claims = vale(("north-mod", 90, "2025-03-05"), ("north-army", 40, "2025-03-05"))
    found = compare.headline(claims)
    assert (found.at, found.apart, len(found.standing)) == (None, None, 1)
    army = compare.comparison(claims[0], compare.by_institution(claims)["north-mod"])
    assert (army.why, army.beside) == ("same_institution", ())


@pytest.mark.slow
def test_claims_that_share_one_of_their_institutions_are_not_set_against_each_other(vale):
    claims = vale(
        ("north-mod;relief", 90, "2025-03-05"),
        ("relief", 40, "2025-03-05"),
        ("south-moh", 60, "2025-03-05"),
    )
    found = compare.headline(claims)
    assert found.apart is not None
    assert (found.apart.lowest.source, found.apart.highest.source) == (
        "south-moh",
        "north-mod;relief",
    )
    assert compared(claims, "north-mod;relief", "2025-03-05", "relief").why == "same_institution"


@pytest.mark.slow
def test_a_running_quarter_is_set_against_no_year(vale):
    def window(since):
        return {"counting": "period", "since": since}

    claims = vale(
        ("relief", 160_000, "2025-12-31", window("2025-01-01")),
        ("relief", 39_000, "2026-03-31", window("2026-01-01")),
        ("north-mod", 41_000, "2026-03-31", window("2026-01-01")),
        ("south-moh", 40_000, "2026-03-31", window("2026-01-02")),
    )
    ministry = compared(claims, "north-mod", "2026-03-31", "relief")
    assert (beside(ministry), ministry.ratio.words) == ([(39_000, 0)], "1.1×")
    health = compared(claims, "south-moh", "2026-03-31", "relief")
    assert (health.why, health.beside) == ("other_window", ())
    found = compare.headline(claims)
    assert {number(one) for one in found.standing} == {39_000, 41_000}


@pytest.mark.slow
def test_numbers_that_count_different_things_are_more_than_a_hundred_times_apart(vale):
    period = {"counting": "period", "since": "2025-01-01"}
    claims = vale(
        ("north-mod", 177, "2025-02-28", period), ("relief", 264_000, "2025-02-28", period)
    )
    assert compared(claims, "relief", "2025-02-28", "north-mod").ratio.words == "more than 100×"
    assert compared(claims, "north-mod", "2025-02-28", "relief").ratio.words == "less than 0.01×"
    found = compare.headline(claims)
    assert found.apart is not None
    assert found.apart.ratio.words == "more than 100×"


@pytest.mark.slow
def test_a_snapshot_stands_for_a_month_and_lies_between_nothing(vale):
    once = {"counting": "snapshot", "since": ""}
    claims = vale(
        ("relief", 100, "2026-03-01", once),
        ("relief", 300, "2026-05-20", once),
        ("north-mod", 150, "2026-04-01", once),
        ("south-moh", 150, "2026-04-11", once),
        metric="present",
    )
    near = compared(claims, "north-mod", "2026-04-01", "relief")
    assert (near.claim.reach, beside(near)) == (31, [(100, -31)])
    assert compared(claims, "south-moh", "2026-04-11", "relief").why == "not_near"


@pytest.mark.slow
def test_in_a_war_s_first_weeks_a_snapshot_stands_for_days(vale):
    once = {"counting": "snapshot", "since": ""}
    claims = vale(
        ("relief", 700, "2025-01-09", once),
        ("north-mod", 1049, "2025-01-19", once),
        ("south-moh", 60, "2024-11-30", once),
        metric="present",
    )
    reaches = {claim.source: claim.reach for claim in claims}
    assert reaches == {"relief": 1, "north-mod": 1, "south-moh": 31}
    assert compared(claims, "north-mod", "2025-01-19", "relief").why == "not_near"


@pytest.mark.slow
def test_in_a_new_round_of_a_war_a_snapshot_stands_for_days(vale):
    once = {"counting": "snapshot", "since": "", "event": "2026-03-02-round"}
    events = (
        "id,conflict,began,ended,place,subjects,label,phrase,article,url\n"
        "2026-03-02-round,vale-war,2026-03-02,,,,Renewed war,in the renewed war,a0,\n"
    )
    vale(
        ("relief", 700_000, "2026-03-09", once),
        ("south-moh", 1_049_328, "2026-03-19", once),
        metric="present",
        events=events,
    )
    engine = database(vale.folder).engine()
    asked = Selection("vale-war", "south", "present", "all", "2026-03-02-round")
    claims = compare.comparables(queries.series(engine, asked))
    assert [claim.reach for claim in claims] == [1, 1]
    assert compare.headline(claims).at is None


@pytest.mark.slow
def test_of_two_of_one_time_those_of_the_very_day_are_furthest_apart(vale):
    claims = vale(
        ("south-moh", 260, "2025-01-19"),
        ("relief", 718, "2025-01-19"),
        ("relief", 1000, "2025-01-20"),
    )
    found = compare.headline(claims)
    assert found.at == date(2025, 1, 19)
    assert found.apart is not None
    assert (number(found.apart.lowest), number(found.apart.highest)) == (260, 718)
    assert found.apart.days == 0


@pytest.mark.slow
def test_what_has_lapsed_is_out_of_the_headline_and_is_what_was_last_of_one_time(vale):
    claims = vale(
        ("south-moh", 260, "2025-01-19"),
        ("relief", 718, "2025-01-19"),
        ("north-mod", 900, "2026-05-01"),
    )
    found = compare.headline(claims)
    assert (found.at, found.apart) == (None, None)
    assert [one.source for one in found.standing] == ["north-mod", "relief"]
    assert found.former is not None
    assert found.former.at == date(2025, 1, 19)
    relief = compared(claims, "relief", "2025-01-19", "south-moh")
    assert relief.ratio.words == "2.8×"  # a lapsed claim is compared with its own time


def test_what_lies_beyond_the_two_furthest_apart_is_by_which_side_is_open():
    ends = _claim("a", "2025-01-09", 200), _claim("b", "2025-01-09", 300)
    floor = _claim("c", "2025-01-09", 100, None)
    ceiling = _claim("d", "2025-01-09", None, 900)
    wide = _claim("e", "2025-01-09", 150, 400)
    apart = compare.furthest_apart([*ends])
    assert apart is not None
    beyond = compare.beyond(apart, [*ends, floor, ceiling, wide])
    assert beyond == ((floor,), (ceiling,), (wide,))
    assert not compare.beyond(apart, ends)


def test_a_total_of_an_earlier_day_above_a_later_one_contradicts_it():
    late, early = _claim("a", "2025-01-09", 200), _claim("b", "2025-01-02", 300)
    ceiling = _claim("c", "2025-01-02", None, 900)
    assert compare.higher_before(late, [late, early, ceiling]) == [early]
    assert compare.higher_before(_claim("a", "2025-01-09", 200, None), [early]) == []
    assert compare.higher_before(late._replace(counting="snapshot"), [early]) == []


@pytest.mark.slow
def test_captives_of_two_weeks_are_not_of_one_time(vale):
    once = {"counting": "snapshot", "since": ""}
    claims = vale(
        ("relief", 48, "2026-03-01", once),
        ("north-mod", 6, "2026-03-15", once),
        ("south-moh", 7, "2026-03-17", once),
        metric="captives",
    )
    assert {claim.reach for claim in claims} == {3}
    assert compared(claims, "north-mod", "2026-03-15", "relief").why == "not_near"
    near = compared(claims, "south-moh", "2026-03-17", "north-mod")
    assert beside(near) == [(6, -2)]


@pytest.mark.slow
def test_an_open_claim_is_a_reference_only_where_no_bounded_one_is_in_reach(vale):
    floor = {"qualifier": "at_least", "low": 50, "best": ""}
    claims = vale(
        ("relief", "", "2025-12-01", floor),
        ("relief", 100, "2025-12-05"),
        ("north-mod", 90, "2025-12-01"),
    )
    assert beside(compared(claims, "north-mod", "2025-12-01", "relief")) == [(100, 4)]
    rest = [one for one in claims if one.bounds.closed is False or one.source == "north-mod"]
    found = compared(rest, "north-mod", "2025-12-01", "relief")
    assert (beside(found), found.ratio.words) == ([(50, 0)], "at most 1.8×")


def test_a_date_of_a_month_reaches_from_its_first_day_to_its_last():
    day = _claim("a", "2025-04-10")
    month = _claim("b", "2025-04-30")._replace(effective_from=date(2025, 4, 1))
    assert compare.days_later(month, day) == 0
    assert compare.days_later(month, _claim("c", "2025-05-03")) == 3
    assert compare.days_later(_claim("c", "2025-03-30"), month) == 2
    days = [_claim("a", f"2025-04-{n:02}", 100 + n) for n in (5, 15, 25)]
    found = compare.comparison(
        month._replace(bounds=compare.Bounds(150, 150)), compare.Series(days)
    )
    assert [one.claim.effective.day for one in found.beside] == [5, 25]


def test_a_date_of_a_month_is_set_against_the_very_same_month_first():
    month = _claim("b", "2025-04-30")._replace(effective_from=date(2025, 4, 1))
    theirs = _claim("a", "2025-04-30", 150)._replace(effective_from=date(2025, 4, 1))
    days = [_claim("a", f"2025-04-{n:02}", 100 + n) for n in (5, 25)]
    found = compare.comparison(month, compare.Series([*days, theirs]))
    assert [number(one.claim) for one in found.beside] == [150]


def test_claims_of_one_total_are_contemporaneous_whichever_is_named_first():
    for apart in range(0, 60):
        one, other = _claim("a", "2025-01-01", reach=20), _claim("b", "2025-01-01", reach=45)
        other = other._replace(
            effective=one.effective + timedelta(apart),
            effective_from=one.effective + timedelta(apart),
        )
        assert compare.contemporaneous(one, other) == compare.contemporaneous(other, one)
        assert compare.contemporaneous(one, other) == (apart <= 20)


def test_claims_whose_hedges_leave_room_for_one_number_agree():
    day = "2025-01-01"
    ends = {
        (300, None): (250, 400),
        (None, 300): (300, 300),
        (300, 500): (400, 600),
    }
    for ours, theirs in ends.items():
        found = _headline(_claim("a", day, *ours), _claim("b", day, *theirs))
        assert found.apart is None or found.apart.agree
    higher = _headline(_claim("a", day, 301, None), _claim("b", day, 250, 300))
    assert higher.apart is not None
    assert not higher.apart.agree
    assert (higher.apart.highest.source, higher.apart.ratio.low) == ("a", 301 / 300)


def test_zero_beside_a_number_is_a_disagreement_without_a_ratio():
    found = _headline(_claim("a", "2025-01-01", 0), _claim("b", "2025-01-01", 40))
    assert found.apart is not None
    assert not found.apart.agree
    assert found.apart.ratio.reason == "zero"


def test_nothing_near_is_said_with_the_newest_two_of_different_institutions():
    found = _headline(
        _claim("a", "2025-01-01"), _claim("a", "2025-06-01"), _claim("b", "2025-03-01")
    )
    assert (found.at, found.apart) == (None, None)
    assert [(one.source, one.effective.month) for one in found.standing] == [("a", 6), ("b", 3)]


def test_the_headline_is_kept_with_the_data_for_every_quantity(cache):
    engine = database(FROZEN).engine()
    kept = engine.rows(
        'select conflict, subject, metric, population, "at", standing, lowest_claim, highest_claim '
        "from headline"
    )
    assert len(kept) == 3
    for *words, at, standing, lowest, highest in kept.itertuples(index=False):
        claims = compare.comparables(queries.series(engine, Selection(*words)))
        found = compare.headline(claims)
        assert (at.date(), standing) == (found.at, len(found.standing))
        assert found.apart is not None
        assert (lowest, highest) == (found.apart.lowest.id, found.apart.highest.id)


@pytest.mark.slow
def test_a_headline_may_lie_further_back_than_the_dates_read_first(vale, monkeypatch, tmp_path):
    monkeypatch.setattr("contested.build._NEWEST_DATES", 3)
    late = [("relief", 500 + day, f"2025-06-{day:02}") for day in range(1, 21)]
    claims = vale(("relief", 300, "2025-01-13"), ("north-mod", 400, "2025-01-13"), *late)
    assert compare.headline(claims[-3:]).at is None
    engine = database(tmp_path).engine()
    (row,) = engine.rows('select "at", lowest_claim, highest_claim from headline').values
    assert list(row) == [pd.Timestamp("2025-01-13"), "a0-1", "a1-1"]


@pytest.mark.slow
def test_the_rule_errs_less_than_simpler_ones_on_a_count_cut_at_random(cache):
    began = date(2022, 1, 1)
    days = benchmark.counted(benchmark.made_up(began, 400), began)
    errors = {
        name: benchmark.cut_errors(rule, days, 0.05, 2) for name, rule in benchmark.RULES.items()
    }
    worst = {name: told[-1] for name, told in errors.items()}
    this = "within reach (this)"
    assert worst[this] <= min(worst.values())
    assert sum(errors[this]) / len(errors[this]) < 0.02
    assert sum(errors["the newest of the reference"]) / len(errors[this]) > 0.2


@pytest.mark.skipif(
    "DATASETS" not in os.environ,
    reason="the daily counts are not in the project: DATASETS names the folder that holds them "
    "(general_staff_personnel.json, gaza_casualties_daily.json; benchmarks/README.md has whose)",
)
def test_the_table_of_errors_is_repeated_on_the_daily_counts(cache):
    truth = benchmark.general_staff(Path(os.environ["DATASETS"]))
    found = {}
    for name, rule in benchmark.RULES.items():
        errors, of = benchmark.frozen_errors(rule, truth)
        mean, worst = sum(errors) / len(errors), max(errors)
        found[name] = (len(errors), of, benchmark.percent(mean), benchmark.percent(worst))
    assert found == {
        "the newest of the reference": (28, 28, "618 %", "3,207 %"),
        "the nearest within 31 days": (17, 28, "6.4 %", "20 %"),
        "the nearest within 90 days": (25, 28, "4.7 %", "29 %"),
        "within reach, for a growth of 10 %": (20, 28, "4.6 %", "15 %"),
        "within reach (this)": (17, 28, "3.2 %", "9.7 %"),
    }


def test_every_way_of_counting_has_a_reach():
    assert set(REACH) == {"cumulative", "period", "snapshot"}


def _claim(
    source: str, effective: str, low: int | None = 100, high: int | None = -1, reach: int = 10
) -> Comparable:
    day = date.fromisoformat(effective)
    ends = compare.Bounds(low, low if high == -1 else high)
    return Comparable(
        f"{source}-{effective}", source, source, "cumulative", None, None, day, day, reach,
        "exact", low, None, None if high == -1 else high, ends, "estimate", day,
    )  # fmt: skip


def _headline(*claims: Comparable) -> Headline:
    return compare.headline(claims)
