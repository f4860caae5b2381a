"""Words keep the hedge, the date and the source; numbers are never rounded."""

import re
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from itertools import product

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from contested import compare, queries, views, web, words
from contested.cite import line
from contested.selection import Selection, selected
from contested.snapshots.freezing import freeze
from contested.vocabulary import QUALIFIERS, REASONS
from contested.words import answers
from contested.words.answers import answer, answer_in_two, aside, then_and_now

SEED = Selection(
    conflict="russia-ukraine", subject="north-korea", metric="killed", population="military"
)


@pytest.mark.parametrize(
    ("qualifier", "low", "best", "high", "said"),
    [
        ("exact", None, 350, None, "350"),
        ("exact", None, 0, None, "0"),
        ("about", None, 4_700, None, "about 4,700"),
        ("at_least", 600, None, None, "at least 600"),
        ("more_than", 600.0, None, None, "more than 600"),
        ("up_to", None, None, 12_000, "up to 12,000"),
        ("fewer_than", None, None, 100, "fewer than 100"),
        ("range", 11_000.0, None, 15_000.0, "11,000 to 15,000"),
        ("range", 11_000, 12_000, 15_000, "11,000 to 15,000 (best 12,000)"),
        # What pandas and DuckDB hand back for a number that the source did not give.
        ("at_least", 600, pd.NA, float("nan"), "at least 600"),
        ("exact", float("nan"), 1_234_567_890, pd.NA, "1,234,567,890"),
    ],
)
def test_amount_keeps_the_hedge(qualifier, low, best, high, said):
    assert words.amount(qualifier, low, best, high) == said


def test_every_qualifier_can_be_said():
    for name, qualifier in QUALIFIERS.items():
        given = dict.fromkeys(qualifier.filled, 7) or {"stated": "7 dozen"}
        assert "7" in words.amount(name, **given)


@pytest.mark.parametrize("nothing", [None, float("nan"), pd.NA, pd.NaT, ""])
def test_nothing_is_missing_and_has_no_date(nothing):
    assert words.missing(nothing)
    assert words.day(nothing) == ""


def test_zero_is_a_number_and_not_missing():
    assert not words.missing(0)


@pytest.mark.parametrize(
    "day", [date(2025, 9, 2), datetime(2025, 9, 2), pd.Timestamp("2025-09-02"), "2025-09-02"]
)
def test_a_date_reads_the_same_however_it_is_held(day):
    assert words.day(day) == "2 September 2025"


@pytest.mark.parametrize(
    ("number", "noun", "plural", "said"),
    [
        (0, "claim", "", "no claims"),
        (1, "claim", "", "one claim"),
        (10, "source", "", "ten sources"),
        (11, "source", "", "11 sources"),
        (1_597, "claim", "", "1,597 claims"),
        (2, "party", "parties", "two parties"),
    ],
)
def test_a_count_agrees_with_its_noun(number, noun, plural, said):
    assert words.count(number, noun, plural) == said


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (0, "0×"),
        (1 / 12_000_000, "0.000000083×"),
        (0.0062, "0.0062×"),
        (0.0949, "0.095×"),
        (0.0996, "0.10×"),
        (0.1, "0.10×"),
        (0.996, "1.0×"),
        (1, "1.0×"),
        (3.43, "3.4×"),
        (9.94, "9.9×"),
        (9.96, "10×"),
        (12.6, "13×"),
        (1_234.5, "1,234×"),
    ],
)
def test_a_ratio_has_two_digits_below_ten_and_is_whole_above(ratio, said):
    assert words.times(ratio) == said


@pytest.mark.parametrize(
    ("counting", "since", "said"),
    [
        ("period", date(2024, 1, 1), "from 1 January 2024 to 1 March 2024"),
        ("period", date(2024, 3, 1), "on 1 March 2024"),
        ("cumulative", date(2024, 1, 1), "from 1 January 2024 to 1 March 2024, in all"),
        ("cumulative", None, "as of 1 March 2024"),
        ("snapshot", None, "as of 1 March 2024"),
    ],
)
def test_the_dates_a_claim_covers_follow_how_it_counts(counting, since, said):
    claim = {"counting": counting, "since": since, "as_of": date(2024, 3, 1)}
    assert words.window(claim) == said


def test_many_claims_are_said_as_each_of_them_is(engine):
    claims = queries.claims(engine, Selection())
    each = [words.said(claim) for claim in claims.to_dict("records")]
    assert list(words.all_said(claims)) == each
    turned = claims.iloc[::-1]
    assert list(words.all_said(turned).index) == list(turned.index)


def test_a_sentence_names_who_how_many_what_when_and_where(engine):
    for claim in queries.claims(engine, Selection()).to_dict("records"):
        sentence = words.sentence(claim)
        assert sentence.startswith(f"{claim['source_name']}: {words.said(claim)} (")
        for part in (claim["quantity"], words.day(claim["as_of"]), claim["publisher"]):
            assert part in sentence
        assert "nan" not in sentence.lower().split()
        assert "NaT" not in sentence


def test_a_citation_leaves_out_what_is_not_known():
    article = {"author": None, "publisher": "KBS", "title": pd.NA, "published": pd.NaT, "url": ""}
    assert line(article) == "KBS"


def test_the_answer_names_what_is_furthest_apart_at_one_time(engine):
    text = asked(engine, SEED)
    assert text == (
        "Two institutions gave the number of x at one time, 2 September 2025: the lowest was about "
        "350 (North Korean government, 2 September 2025), the highest about 2,000 (NIS, South "
        "Korea, 2 September 2025); higher, though of an earlier time, was 4,000 (Zelensky, 21 "
        "January 2025). Two more gave it earlier: about 1,000 (Western officials, 15 January 2025) "
        "and about 200 (HUR, Ukraine, 14 December 2024)."
    )
    now = queries.current(engine, SEED)
    told = queries.headline(engine, SEED)
    assert "count something else and stand apart" in aside(now, told)
    assert aside(now[now["apart"].isna() & ~now["lapsed"]], told.head(0)) == ""


def asked(engine, selection, name="x"):
    """Return the answer about a selection."""
    now = queries.answering(engine, selection)
    return answer(now, queries.headline(engine, selection), name)


def test_the_answer_says_so_where_nothing_is_comparable(engine):
    now, none = queries.current(engine, SEED), queries.headline(engine, SEED).head(0)
    assert "No claim about x " in answer(now.head(0), none, "x")
    only = now[now["apart"].notna()]
    assert len(only)
    assert answer(only, none, "x") == "No claim that stands gives the whole number of x."
    assert aside(only, none).startswith(f"{words.capital(words.small(len(only)))} sources count")
    one = only.head(1)
    row = one.iloc[0]
    whence = f"{row['source_short']}, {words.window(row)}"
    assert answer(one, none, "x") == (
        f"No claim that stands gives the whole number of x: {words.said(row)} ({whence}) "
        f"{words.reasons(row)[0]}."
    )
    assert aside(one, none) == ""  # the answer names it


def test_the_answer_of_one_institution_is_that_institution(engine):
    text = asked(engine, Selection("israel-gaza", "gaza", "wounded", "all"))
    assert text.startswith(
        "One source recorded here gave the number of x: 171,651 (Gaza Health Ministry, "
    )


#: One claim of each hedge with 300 (to 500), and how an answer says it.
SAID = {
    "exact": ({"best": 300}, "300"),
    "about": ({"best": 300}, "about 300"),
    "at_least": ({"low": 300}, "at least 300"),
    "more_than": ({"low": 300}, "more than 300"),
    "up_to": ({"high": 300}, "up to 300"),
    "fewer_than": ({"high": 300}, "fewer than 300"),
    "range": ({"low": 300, "high": 500}, "300 to 500"),
}


def said_by(short, qualifier, month=1, times=1):
    """Return a claim as queries.current has it, its number one of SAID's multiplied."""
    numbers = {name: number * times for name, number in SAID[qualifier][0].items()}
    return {
        "id": short,
        "source_name": short,
        "source_short": short,
        "qualifier": qualifier,
        **{name: numbers.get(name) for name in ("low", "best", "high")},
        "lowest": min(numbers.values()),
        "highest": max(numbers.values()),
        "as_of": pd.Timestamp(2025, month, 2),
        "published": pd.Timestamp(2025, month, 3),
        "source": short,
        "origin": short,
        "counting": "cumulative",
        "since": pd.NaT,
        "began": pd.Timestamp(2020, 1, 1),
        "effective_from": pd.Timestamp(2025, month, 2),
        "effective": pd.Timestamp(2025, month, 2),
        "reach": 45,
        "evidence": "estimate",
        "others": (),
        "sources": 1,
        "via": None,
        "since_precision": "day",
        "lapsed": False,
        "apart": None,
    }


def answered(*claims):
    """Return the answer about claims of different institutions."""
    rows = pd.DataFrame(claims, dtype=object)
    told = compare.standing(compare.headline(compare.comparables(rows)), rows)
    return answer(rows, told, "x")


@pytest.mark.parametrize(("low", "high"), list(product(SAID, SAID)))
def test_the_answer_says_both_claims_whole_whatever_their_hedges(low, high):
    lowest, highest = said_by("A", low), said_by("B", high, month=2, times=10)
    many = SAID[high][1].replace("300", "3,000").replace("500", "5,000")
    sure = low not in ("at_least", "more_than") and high not in ("up_to", "fewer_than")
    first = f"{SAID[low][1]} (A, 2 January 2025)"
    last = f"{many} (B, 2 February 2025, 31 days later)"
    apart = f"the lowest was {first}, the highest {last}."
    open_ = f"from {first} to {last}; as hedged, they need not contradict each other."
    assert answered(lowest, highest) == (
        "Two institutions gave the number of x for dates from 2 January to 2 February 2025: "
        f"{apart if sure else open_}"
    )


def test_all_who_say_the_same_are_said_once():
    text = answered(*(said_by(name, "at_least") for name in "ABC"))
    assert text.endswith(
        "at one time, 2 January 2025: all said at least 300 (C, 2 January 2025; B, 2 January 2025; "
        "A, 2 January 2025)."
    )
    text = answered(*(said_by(name, "exact") for name in "ABCD"))
    assert text.endswith("at one time, 2 January 2025: all said 300.")


def test_an_end_of_a_range_is_not_said_as_a_number_of_its_own():
    wide = said_by("A", "range") | {"best": 350}
    text = answered(wide, said_by("B", "exact") | {"best": 400, "lowest": 400, "highest": 400})
    assert "2025: from 300 to 500 (best 350; A, " in text
    assert text.endswith("; as hedged, they need not contradict each other.")
    assert answered(wide) == (
        "One source recorded here gave the number of x: 300 to 500 (best 350; A, as of 2 January "
        "2025)."
    )


def test_numbers_of_different_times_are_named_and_not_set_against_each_other():
    text = answered(said_by("A", "exact"), said_by("B", "about", month=6, times=3))
    assert text == (
        "No two institutions recorded here gave the number of x for times near enough to compare. "
        "The newest are about 900 (B, 2 June 2025) and 300 (A, 2 January 2025)."
    )


def test_what_is_newer_than_the_time_compared_is_named_after_it():
    pair = said_by("A", "exact"), said_by("B", "exact", times=2)
    text = answered(*pair, said_by("C", "exact", month=6, times=9))
    assert text.endswith("The newest claim recorded here is 2,700 (C, as of 2 June 2025).")


def test_a_period_s_number_is_named_with_its_window():
    quarter = {"counting": "period", "since": pd.Timestamp(2024, 10, 1)}
    one = said_by("A", "exact") | quarter
    assert answered(one) == (
        "One source recorded here gave a number of x: 300 (A, from 1 October 2024 to 2 January "
        "2025)."
    )
    assert answered(one, said_by("B", "exact", times=2) | quarter).startswith(
        "Two institutions gave the number of x for one period, from 1 October 2024 to 2 January "
        "2025: the lowest was 300 (A, from 1 October 2024 to 2 January 2025), "
    )


def test_all_numbers_of_one_institution_and_day_are_named():
    late = said_by("A", "exact") | {"best": 83, "lowest": 83, "highest": 83}
    others = tuple(
        said_by("A", "exact") | {"best": toll, "lowest": toll, "highest": toll} for toll in (82, 80)
    )
    assert answered(late | {"others": others}) == (
        "One source recorded here gave the number of x: 80, 82 and 83 (A, all as of 2 January "
        "2025)."
    )


def test_a_floor_below_the_lowest_is_named_and_allows_what_is_above_it():
    bounded = said_by("B", "exact", times=2), said_by("C", "exact", times=3)
    text = answered(said_by("A", "at_least"), *bounded)
    assert text == (
        "Three institutions gave the number of x at one time, 2 January 2025: furthest apart "
        "were 600 (B, 2 January 2025) and 900 (C, 2 January 2025); lower, but only as a floor, was "
        "at least 300 (A, 2 January 2025)."
    )
    several = said_by("A", "at_least"), said_by("D", "more_than"), *bounded
    assert (
        "; lower, but only as floors, were more than 300 (D, 2 January 2025) and at least 300 (A, "
    ) in answered(*several)
    floor, higher = said_by("A", "at_least"), said_by("B", "at_least", times=3)
    assert "as hedged, they need not contradict each other" in answered(floor, higher)
    elsewhere = answered(floor | {"tellings": 2}, higher)  # perhaps with another hedge
    assert elsewhere.endswith(
        "from at least 300 (A, 2 January 2025) to at least 900 (B, 2 January 2025)."
    )


def test_a_range_that_reaches_beyond_the_two_is_named():
    wide = said_by("A", "range", times=1) | {"low": 100, "lowest": 100, "high": 5000}
    wide |= {"highest": 5000}
    text = answered(wide, said_by("B", "exact"), said_by("C", "exact", times=2))
    assert "furthest apart were 300 (B, 2 January 2025) and 600 (C, 2 January 2025)" in text
    assert text.endswith("; the range 100 to 5,000 (A, 2 January 2025) reaches beyond these.")


def test_tolls_of_an_event_have_the_days_of_their_counts_and_no_one_time():
    day = {"event": "a-battle", "effective": pd.Timestamp(2025, 1, 1)}
    day |= {"effective_from": pd.Timestamp(2025, 1, 1)}
    text = answered(said_by("A", "exact") | day, said_by("B", "exact", month=9, times=2) | day)
    assert text == (
        "Two institutions gave the number of x: the lowest was 300 (A, 2 January 2025), the "
        "highest 600 (B, 2 September 2025)."
    )


def test_an_institution_that_speaks_with_another_is_not_set_against_itself():
    joint = said_by("A and B", "exact", times=9) | {"origin": "A;B"}
    assert answered(said_by("A", "exact"), joint).startswith("Two institutions together gave")
    assert answered(said_by("A", "exact"), joint, said_by("C", "exact", times=2)).startswith(
        "Three statements gave"
    )


def test_two_numbers_that_differ_by_rounding_are_no_extremes():
    rounded = said_by("A", "about") | {"best": 2800, "lowest": 2800, "highest": 2800}
    whole = said_by("B", "exact") | {"best": 2880, "lowest": 2880, "highest": 2880}
    assert answered(rounded, whole).endswith(
        ": about 2,800 (A, 2 January 2025) and 2,880 (B, 2 January 2025) nearly agree."
    )
    assert "the lowest was" in answered(rounded | {"qualifier": "exact"}, whole)
    assert answered(said_by("A", "exact"), said_by("B", "more_than")).endswith(
        ": 300 (A, 2 January 2025) and more than 300 (B, 2 January 2025)."
    )


def test_what_was_annulled_is_said_to_be_so_and_counts_nothing_else():
    standing = said_by("A", "exact", times=4)
    corrected = said_by("A", "exact", times=5) | {"id": "old", "apart": "corrected"}
    corrected |= {"superseded_on": pd.Timestamp(2025, 1, 9), "superseded_by": "A"}
    corrected |= {"evidence": "official_count"}
    rows = pd.DataFrame([standing, corrected], dtype=object).assign(unhedged_by=None)
    told = compare.standing(compare.headline(compare.comparables(rows.head(1))), rows)
    assert answer(rows, told, "x").startswith("One source recorded here gave the number of x: ")
    assert aside(rows, told) == (
        "No longer standing: 1,500 (A, 2 January 2025), corrected on 9 January 2025 to 1,200."
    )
    alone = rows.tail(1)
    assert answer(alone, told.head(0), "x") == (
        "The only number recorded here of x no longer stands: 1,500 (A, 2 January 2025), corrected "
        "on 9 January 2025."
    )
    assert aside(alone, told.head(0)) == ""
    pair = pd.DataFrame([standing, said_by("B", "exact"), corrected], dtype=object)
    ends = compare.standing(compare.headline(compare.comparables(pair.head(2))), pair)
    assert answer(pair, ends, "x").endswith(
        "; 300 (B) was printed on 3 January 2025, earlier than the correction, on 9 January 2025, "
        "of an official number, 1,500 (A), to 1,200."
    )


def test_a_part_that_exceeds_the_only_number_is_named_beside_it():
    part = said_by("B", "exact", times=2) | {"apart": "only", "only": "air raids"}
    rows = pd.DataFrame([said_by("A", "exact"), part], dtype=object).assign(unhedged_by=None)
    told = compare.standing(compare.headline(compare.comparables(rows.head(1))), rows)
    assert answer(rows, told, "x").startswith(
        "One source recorded here gave the number of x: 300 (A, as of 2 January 2025). A larger "
        "number is 600 (B, 2 January 2025), set apart as it counts air raids."
    )
    less = rows.assign(lowest=[300, 30], highest=[300, 30], best=[300, 30])
    assert answer(less, told, "x").endswith("gave the number of x: 300 (A, as of 2 January 2025).")
    assert "One other source counts something else" in aside(less, told)
    assert "counts something else" not in aside(rows, told)  # the answer names it
    own = less.assign(origin="A")
    assert "One other claim counts something else" in aside(own, told)


def test_a_larger_part_of_a_later_day_is_said_to_be_that():
    part = said_by("B", "exact", month=8, times=2) | {"apart": "only", "only": "air raids"}
    rows = pd.DataFrame([said_by("A", "exact"), part], dtype=object).assign(unhedged_by=None)
    told = compare.standing(compare.headline(compare.comparables(rows.head(1))), rows)
    assert (
        " A larger number is 600 (B, 2 August 2025, 7 months later), set apart as it counts air "
        "raids."
    ) in answer(rows, told, "x")


def test_totals_no_further_apart_than_they_grow_are_no_lowest_and_highest():
    begun = {"began": pd.Timestamp(2024, 12, 25)}
    first, later = said_by("A", "exact"), said_by("B", "exact", month=2, times=3)
    assert answered(first | begun, later | begun).endswith(
        "300 (A, 2 January 2025) and 900 (B, 2 February 2025, 31 days later), a difference that "
        "the days between may explain."
    )
    assert "the lowest was 300" in answered(first, later)  # it had begun long before
    assert "the lowest was 300" in answered(first | begun, later)
    fallen = answered(said_by("A", "exact", times=3) | begun, said_by("B", "exact", 2) | begun)
    assert "the lowest was 300 (B" in fallen


def test_what_those_compared_have_said_since_is_named_with_a_doubt_about_the_newest():
    then = pd.DataFrame([said_by("A", "exact"), said_by("B", "exact", times=3)], dtype=object)
    told = compare.standing(compare.headline(compare.comparables(then)), then)
    again = said_by("A", "at_least", month=8, times=2) | {"id": "A, later"}
    newer = again, said_by("B", "exact", times=3)
    newest = said_by("C", "exact", month=9, times=9) | {"note": "Probably a slip."}
    now = pd.DataFrame([*newer, newest], dtype=object).assign(unhedged_by=None)
    text = answer(now, told, "x")
    assert text.endswith(
        "The newest claim recorded here is 2,700 (C, as of 2 September 2025). Note: Probably a "
        "slip. A last gave at least 600 (2 August 2025)."
    )
    assert "slip" not in aside(now, told)
    first, more = answer_in_two(now, told, "x")
    assert f"{first} {more}" == text
    # What has little room says first who gave which number when, and the rest behind it.
    assert first.endswith("the highest 900 (B, 2 January 2025).")
    assert more.startswith("The newest claim")


def test_a_note_that_says_the_name_again_is_left_out():
    rows = pd.DataFrame([said_by("A", "exact") | {"note": "Air raids only."}], dtype=object)
    told = compare.standing(compare.headline(compare.comparables(rows)), rows)
    assert "Note" not in answer(rows, told, "people killed (air raids)")
    assert answer(rows, told, "people killed").endswith("Note: Air raids only.")


def test_numbers_of_one_day_that_were_printed_days_apart_have_their_days_of_print():
    late = said_by("B", "exact", times=2) | {"published": pd.Timestamp(2025, 1, 8)}
    assert answered(said_by("A", "exact"), late).endswith(
        "the lowest was 300 (A, 2 January 2025, printed 3 January 2025), the highest 600 (B, 2 "
        "January 2025, printed 8 January 2025)."
    )
    long_after = {"published": pd.Timestamp(2025, 8, 9)}
    text = answered(said_by("A", "exact") | long_after, said_by("B", "exact", 1, 2) | long_after)
    assert text.count("2 January 2025, printed 9 August 2025") == 2


def test_a_total_alone_beside_numbers_of_one_moment_has_its_window():
    moment = said_by("B", "exact", times=2) | {"apart": "counting", "counting": "snapshot"}
    total = said_by("A", "exact") | {"since": pd.Timestamp(2024, 10, 1)}
    rows = pd.DataFrame([total, moment], dtype=object).assign(unhedged_by=None)
    told = compare.standing(compare.headline(compare.comparables(rows.head(1))), rows)
    assert answer(rows, told, "x").endswith(
        "300 (A, from 1 October 2024 to 2 January 2025, in all)."
    )


def test_an_official_count_of_another_time_is_named():
    early = said_by("M", "exact") | {"effective": pd.Timestamp(2024, 6, 1), "kind": "government"}
    early |= {"effective_from": pd.Timestamp(2024, 6, 1), "as_of": pd.Timestamp(2024, 6, 1)}
    early |= {"evidence": "official_count"}
    text = answered(said_by("A", "exact"), said_by("B", "exact", times=2), early)
    assert text.endswith(" One more gave it earlier: 300 (M, 1 June 2024, official count).")
    many = [
        said_by(f"N{place}", "exact")
        | {name: pd.Timestamp(2024, 5, 1) for name in ("effective", "effective_from", "as_of")}
        for place in range(3)
    ]
    text = answered(said_by("A", "exact"), said_by("B", "exact", times=2), early, *many)
    assert text.endswith(
        " Four more gave it earlier, one of them an official count: 300 (M, 1 June 2024)."
    )


def test_who_is_held_at_one_moment_is_not_called_all_who_were_captured(engine):
    held = Selection("russia-ukraine", "ukraine", "captured", "military")
    assert queries.quantity(engine, held)["name"] == "Ukrainian soldiers captured (those then held)"
    dead = Selection("israel-gaza", "israel", "hostages_dead", "all")
    assert queries.quantity(engine, dead)["words"].endswith(" and dead (those then held)")


def test_a_filter_is_part_of_the_answer():
    rows = pd.DataFrame([said_by("A", "exact")], dtype=object)
    told = compare.standing(compare.headline(compare.comparables(rows)), rows)
    assert answer(rows, told, "x", "claims by A of 2025") == (
        "Among claims by A of 2025, one source recorded here gave the number of x: 300 (A, as of "
        "2 January 2025)."
    )


def test_a_filter_is_part_of_the_title_the_answer_and_the_picture(engine):
    asked = Selection(
        "russia-ukraine", "north-korea", "killed", "military", source=("nis",),
        since=date(2025, 1, 1), until=date(2025, 12, 31),
    )  # fmt: skip
    seen = views.seen(engine, asked, "timeline")
    name = queries.source(engine, "nis")["name"]
    assert seen.title == f"North Korean soldiers killed: claims by {name} of 2025"
    assert seen.answer.startswith(f"Among claims by {name} of 2025, one source recorded here")
    texts = " ".join(note.text or "" for note in seen.picture.layout.annotations)
    assert "of 2025" in texts


@pytest.mark.slow
def test_a_filter_is_part_of_an_embedded_view_and_of_what_is_frozen(engine):
    query = "conflict=russia-ukraine&subject=north-korea&metric=killed&source=nis"
    name = queries.source(engine, "nis")["name"]
    app = Starlette(routes=web.routes(), middleware=web.middleware())
    with TestClient(app, base_url="http://localhost") as site:
        page = unescape(site.get(f"/embed/timeline?{query}").text)
        assert f"North Korean soldiers killed: claims by {name}" in page
        told = unescape(site.get(f"/timeline?{query}").text)
        among = f"Among claims by {name}, one source recorded here gave the number"
        assert f'<meta property="og:description" content="{among}' in told
        assert f'<meta name="description" content="{among}' in told
        assert '<meta property="og:title" content="North Korean soldiers killed: claims by' in told
    card = views.content(engine, selected(query), "timeline")
    assert card.title == f"North Korean soldiers killed: claims by {name}"
    assert card.answer.startswith(among)
    kept = freeze(engine, "0" * 16, selected(query), "timeline").content
    assert kept["answer"].startswith(f"Among claims by {name}, one source recorded here")
    assert kept["title"] == f"North Korean soldiers killed: claims by {name}"


def test_who_passed_a_number_on_and_that_it_was_disputed_stand_beside_it():
    told = {"via_name": "a lawmaker", "disputed_on": pd.Timestamp(2025, 2, 1)}
    assert answered(said_by("A", "exact") | told).endswith(
        "300 (A, as of 2 January 2025, passed on by a lawmaker, disputed)."
    )
    denied = {"denied_on": pd.Timestamp(2025, 2, 1)}
    assert answered(said_by("A", "exact") | denied).endswith(
        "300 (A, as of 2 January 2025, denied)."
    )


def test_a_number_that_stands_alone_carries_its_note():
    lone = said_by("A", "exact") | {"evidence": "estimate", "note": "Called fake."}
    assert answered(lone).endswith(" Note: Called fake.")


def test_the_notes_of_the_numbers_that_an_answer_names_stand_under_it():
    rows = pd.DataFrame(
        [
            said_by("A", "exact") | {"note": "The missing included"},
            said_by("B", "exact", times=2) | {"note": "Of one battle"},
            said_by("C", "exact", times=3) | {"note": None},
        ],
        dtype=object,
    ).assign(unhedged_by=None)
    told = compare.standing(compare.headline(compare.comparables(rows)), rows)
    assert aside(rows, told) == "Note: A (300): The missing included."


def test_a_total_of_an_earlier_time_that_lies_above_the_highest_is_named():
    early = said_by("M", "range") | {"effective": pd.Timestamp(2024, 6, 1)}
    early |= {"effective_from": pd.Timestamp(2024, 6, 1), "as_of": pd.Timestamp(2024, 6, 1)}
    early |= {"low": 5000, "lowest": 5000, "high": 6000, "highest": 6000, "best": None}
    text = answered(said_by("A", "exact"), said_by("B", "exact", times=2), early)
    assert text.endswith(
        "; higher, though of an earlier time, was 5,000 to 6,000 (M, 1 June 2024)."
    )


def test_a_later_total_below_an_earlier_one_is_said_at_any_distance():
    late = said_by("B", "exact", month=6)
    text = answered(said_by("A", "exact", times=9), late)
    assert text == (
        "Two institutions contradict each other on the number of x, since a total does not fall: "
        "2,700 (A, 2 January 2025), then 300 (B, 2 June 2025)."
    )
    pair = said_by("A", "exact"), said_by("C", "exact", times=3)
    between = said_by("B", "exact", month=6, times=2)
    assert answered(*pair, between).endswith(
        "the highest 900 (C, 2 January 2025); the newest recorded here, 600 (B, 2 June 2025), is "
        "below the highest."
    )
    assert "below the highest" not in answered(*pair, said_by("B", "at_least", month=6, times=2))
    assert "below the highest" not in answered(*pair, between | {"origin": "C"})
    assert "near enough" in answered(said_by("A", "up_to", times=9), late)
    assert "near enough" in answered(
        said_by("A", "exact", times=9), late | {"evidence": "documented"}
    )
    about = said_by("A", "about", times=9)
    near = {"best": 2600, "lowest": 2600, "highest": 2600}
    assert "near enough" in answered(about, late | near)
    assert "does not fall" in answered(about | {"qualifier": "exact"}, late | near)
    assert "does not fall" in answered(about, late)


def test_one_institution_with_several_sources_is_no_single_source():
    assert answered(said_by("A", "exact") | {"sources": 2}).startswith(
        "One institution recorded here (two of its sources) gave the number of x: 300 (A, "
    )
    other = said_by("Its ambassador", "at_least", times=2)
    both = said_by("A", "exact") | {"sources": 2, "others": (other,)}
    assert answered(both).endswith(
        ": 300 (A, 2 January 2025) and at least 600 (Its ambassador, 2 January 2025)."
    )
    text = answered(both, said_by("B", "exact", times=9))
    assert text.endswith(
        "; Its ambassador, of the same institution, gave at least 600 for that day."
    )
    own = both | {"others": (said_by("A", "exact", times=2),)}
    assert answered(own, said_by("B", "exact", times=9)).endswith("; A also gave 600 for that day.")


def test_days_apart_are_said_between_two_days_that_are_named():
    capped = {"effective": pd.Timestamp(2025, 1, 3), "effective_from": pd.Timestamp(2025, 1, 3)}
    late = said_by("B", "exact", month=6, times=2) | capped
    assert answered(said_by("A", "exact"), late).endswith(
        "of x: the lowest was 300 (A, 2 January 2025), the highest 600 (B, 2 June 2025)."
    )


def test_a_time_that_is_of_neither_end_is_not_named():
    ends = said_by("A", "exact"), said_by("C", "exact", times=3)
    between = said_by("B", "exact", month=2, times=2)
    assert answered(*ends, between).startswith(
        "Three institutions gave the number of x for dates from 2 January to 2 February "
        "2025: the lowest was 300 (A, 2 January 2025), the highest 900 (C, "
    )


def test_numbers_nearly_of_one_time_have_the_days_between_them_and_how_few_would_do():
    early = {"reach": 1}
    text = answered(said_by("A", "exact") | early, said_by("B", "exact", month=2, times=3) | early)
    assert text == (
        "No two institutions recorded here gave the number of x for times near enough to compare "
        "(here at most one day apart). The newest are 900 (B, 2 February 2025) and 300 (A, 2 "
        "January 2025, 31 days before)."
    )


def test_totals_that_begin_on_different_days_are_named_with_their_windows():
    first, later = ({"since": pd.Timestamp(2024, month, 1)} for month in (2, 4))
    assert answered(said_by("A", "exact") | first, said_by("B", "exact", times=2) | later).endswith(
        "the lowest was 300 (A, from 1 February 2024 to 2 January 2025, in all), the highest 600 "
        "(B, from 1 April 2024 to 2 January 2025, in all)."
    )
    same = answered(said_by("A", "exact") | first, said_by("B", "exact", times=2) | first)
    assert "in all" not in same


def test_who_has_a_part_in_several_statements_is_named():
    one = said_by("A + B", "exact") | {"origin": "A;B"}
    other = said_by("A + C", "exact", times=2) | {"origin": "A;C"}
    assert answered(one, other, said_by("D", "exact", times=3)).startswith(
        "Three statements, A in two of them, gave the number of x at one time, "
    )


def test_periods_of_other_windows_are_said_to_be_that():
    quarter = {"counting": "period", "since": pd.Timestamp(2024, 10, 1)}
    half = {"counting": "period", "since": pd.Timestamp(2024, 7, 1)}
    assert answered(said_by("A", "exact") | quarter, said_by("B", "exact") | half).startswith(
        "No two institutions recorded here gave the number of x for the same period. The newest are"
    )


def test_an_answer_begins_with_the_newest_where_all_that_was_of_one_time_has_lapsed():
    pair = [said_by("A", "exact") | {"lapsed": True}, said_by("B", "exact", times=2)]
    pair[1]["lapsed"] = True
    late = said_by("C", "exact", times=9)
    late |= {name: pd.Timestamp(2026, 6, 2) for name in ("as_of", "effective", "effective_from")}
    assert answered(*pair, late) == (
        "The newest number recorded here of x: 2,700 (C, as of 2 June 2026). Two institutions "
        "last gave it at one time, 2 January 2025: the lowest was 300 (A, 2 January 2025), the "
        "highest 600 (B, 2 January 2025)."
    )


def test_what_lapsed_is_named_once_be_it_in_the_answer_or_under_it():
    old = {"lapsed": True}
    pair = [said_by("A", "exact") | old, said_by("B", "exact", times=2) | old]
    early = said_by("E", "exact", times=4) | old
    early |= {name: pd.Timestamp(2024, 6, 2) for name in ("as_of", "effective", "effective_from")}
    late = said_by("C", "exact", times=9) | {"note": "Of one battle"}
    late |= {name: pd.Timestamp(2026, 6, 2) for name in ("as_of", "effective", "effective_from")}
    rows = pd.DataFrame([*pair, early, late], dtype=object).assign(unhedged_by=None)
    told = compare.standing(compare.headline(compare.comparables(rows)), rows)
    assert "300 (A, 2 January 2025), the highest 600 (B, 2 Jan" in answer(rows, told, "x")
    assert aside(rows, told) == (
        "Three older claims have lapsed after 365 days: two named above and 1,200 (E, 2 June "
        "2024). Note: C (2,700): Of one battle."
    )
    rows = rows[rows["id"] != "E"]
    assert aside(rows, told).startswith(
        "Two older claims have lapsed after 365 days, named above. "
    )


def test_one_or_two_that_count_something_else_are_named_but_for_an_earlier_definition():
    parts = [
        said_by(name, "exact")
        | {"best": 30, "lowest": 30, "highest": 30, "apart": "only", "only": "air raids"}
        for name in "BCD"
    ]
    whole = said_by("A", "exact")
    for few, named in (
        (
            parts[:1],
            "One other source counts something else and stands apart: 30 (B, 2 January "
            "2025) counts air raids.",
        ),
        (parts, "Three other sources count something else and stand apart."),
        (
            [parts[0] | {"apart": "redefined", "redefined": "It counted the missing."}],
            "One other source counts something else and stands apart.",
        ),
    ):
        rows = pd.DataFrame([whole, *few], dtype=object).assign(unhedged_by=None)
        told = compare.standing(compare.headline(compare.comparables(rows.head(1))), rows)
        assert aside(rows, told) == named


def test_institutions_that_spoke_of_other_times_are_counted():
    early = said_by("M", "exact") | {"effective": pd.Timestamp(2024, 6, 1)}
    early |= {"effective_from": pd.Timestamp(2024, 6, 1), "as_of": pd.Timestamp(2024, 6, 1)}
    text = answered(said_by("A", "exact"), said_by("B", "exact", times=2), early)
    assert text.endswith(" One more gave it earlier: 300 (M, 1 June 2024).")
    window = {"counting": "period", "since": pd.Timestamp(2024, 10, 1)}
    pair = said_by("A", "exact") | window, said_by("B", "exact", times=2) | window
    other = said_by("M", "exact") | window | {"since": pd.Timestamp(2024, 7, 1)}
    assert "One more gave it for other periods: 300 (M, from 1 July" in answered(*pair, other)


def test_an_official_count_of_a_newsroom_is_said_to_be_after_one():
    count = said_by("A", "exact") | {"evidence": "official_count", "kind": "media"}
    assert answered(count).endswith("300 (A, as of 2 January 2025, after official counts).")
    assert "after" not in answered(count | {"kind": "government"})


#: What a claim that stands apart for a reason says of itself.
REASONED = {
    "place": "counts Kursk only",
    "only": "counts the Wagner Group",
    "counting": "counts a period only",
    "window": "counts from August 2024 only",
    "redefined": "earlier definition: It counted the missing too.",
    "corrected": "corrected on 2 January 2025",
    "withdrawn": "withdrawn on 2 January 2025",
    "misprinted": "misprinted",
}


@pytest.mark.parametrize("code", REASONS)
def test_why_a_claim_stands_apart_reads_as_english_for_every_reason(code):
    claim = {
        "apart": code,
        "place": "Kursk",
        "only": "the Wagner Group",
        "counting": "cumulative" if code == "window" else "period",
        "since": pd.Timestamp(2024, 8, 1),
        "since_precision": "month",
        "redefined": "It counted the missing too.",
        "superseded_on": pd.Timestamp(2025, 1, 2),
        "withdrawn_on": pd.Timestamp(2025, 1, 2),
    }
    assert words.set_apart(claim) == REASONED[code]


def test_known_when_warns_where_the_data_are_thin(engine):
    thin = Selection("israel-gaza", "gaza", "killed", "children", known_on=date(2024, 5, 7))
    recent, late = queries.printed_around(engine, thin)
    rows = queries.claims(engine, replace(thin, known_on=None, apart="hidden"))
    rows = rows[rows["same_as"].isna()]
    on, start = pd.Timestamp(2024, 5, 7), pd.Timestamp(2024, 3, 8)
    assert recent == int(((rows["published"] <= on) & (rows["published"] > start)).sum())
    between = (rows["as_of"] <= on) & (rows["as_of"] > start)
    assert late == int((between & (rows["published"] > on)).sum())
    heading = views.known_when.heading(engine, thin)
    assert ("The data are thin here" in heading.aside) == bool(recent < 3 or late)
    assert answers.thin(1, 1, 60) == (
        "The data are thin here: only one claim printed in the 60 days before is recorded here; "
        "one number of those days is recorded only from a later printing, and may have been known."
    )


@pytest.mark.slow
def test_nothing_is_said_of_the_world_that_is_true_only_of_the_data(engine):
    for row in queries.quantities(engine).to_dict("records"):
        whole = Selection(row["conflict"], row["subject"], row["metric"], row["population"])
        text = asked(engine, whole, row["words"])
        assert not re.search(r"\b(gives?|is the (highest|lowest)|one source gave) the", text), text
        dated = replace(whole, known_on=date(2024, 6, 1))
        known = known_words(engine, dated)
        for false in ("had not spoken", "unchanged", "could have read", "no source", " now "):
            assert false not in known


@pytest.mark.slow
def test_the_answer_names_the_ends_that_the_overview_shows(engine):
    for row in queries.quantities(engine).to_dict("records"):
        whole = Selection(row["conflict"], row["subject"], row["metric"], row["population"])
        text = asked(engine, whole, row["words"])
        if not words.missing(row["at"]) and "say " not in text:
            told = queries.headline(engine, whole)
            voices = told.loc[~told["former"].astype(bool), "origin"]
            noun = "statement" if voices.str.contains(";").any() else "institution"
            assert text.startswith(words.capital(words.count(len(voices), noun)))
            assert row["lowest_source"] in text
            assert row["highest_source"] in text


def test_a_range_whose_end_moved_is_another_number():
    then = said_by("A", "range")
    wider = then | {"id": "later", "high": 900, "highest": 900}

    def known(now):
        sides = {"then": then, "now": now}
        row = {f"{side}_{name}": claim[name] for side, claim in sides.items() for name in claim}
        told = {"source_short": "A", "ratio": 1.0, "corrected": None}
        rows = pd.DataFrame([{**row, **told}], dtype=object)
        return then_and_now(rows, rows.head(0), "x", date(2025, 2, 1))

    start = (
        "By 1 February 2025, one source recorded here had given the number of x: 300 to 500 "
        "(A, 2 January 2025). "
    )
    assert known(wider) == f"{start}It has since given another number."
    assert known(then | {"id": "later"}) == f"{start}No other number by it is recorded here since."


def known_words(engine, selection):
    """Return the answer about what was known on a selection's date."""
    rows, headline = queries.then_and_now(engine, selection), queries.headline(engine, selection)
    return then_and_now(rows, headline, "x", selection.known_on)


def test_what_was_known_is_said_with_what_changed(engine):
    then = Selection(**{**vars(SEED), "known_on": date(2025, 2, 1)})
    text = known_words(engine, then)
    assert text.startswith("By 1 February 2025, ")
    early = Selection(**{**vars(SEED), "known_on": date(2022, 1, 1)})
    text = known_words(engine, early)
    assert text == "No comparable claim about x printed by 1 January 2022 is recorded here."


def test_a_number_that_was_corrected_since_is_said_to_be_so(engine):
    attack = Selection("israel-gaza", "israel", "killed", "all", known_on=date(2023, 10, 20))
    rows = queries.then_and_now(engine, attack)
    assert rows["corrected"].notna().sum() == 1
    text = known_words(engine, attack)
    assert "One number has been corrected since." in text
    assert "no other number" not in text


def test_the_answer_says_after_how_long_the_claims_that_it_leaves_out_lapsed(engine):
    asked = Selection("russia-ukraine", "ukraine", "refugees", "all")
    now = queries.current(engine, asked)
    old = now[now["lapsed"].astype(bool) & now["apart"].isna()]
    assert old["counting"].nunique() == 1 < now["counting"].nunique()
    assert aside(now, queries.headline(engine, asked)).startswith(
        f"{words.capital(words.count(len(old), 'older claim'))} have lapsed after "
    )


def test_a_filter_in_words_names_everything_that_narrows():
    selection = Selection(
        source=("hur", "nis"),
        relation=("own", "ally"),
        evidence=("named",),
        place="Kursk",
        since=date(2024, 1, 1),
        until=date(2025, 1, 1),
        known_on=date(2025, 2, 1),
        apart="hidden",
    )
    assert words.narrowing(selection, {"nis": "NIS"}) == (
        "Only hur and NIS; relation: own side or ally; evidence: named; place: Kursk; "
        "from 1 January 2024; to 1 January 2025; as known on 1 February 2025; "
        "without claims that count something else."
    )
    assert words.narrowing(Selection(scale="log")) == ""
