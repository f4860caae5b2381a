"""Words keep the hedge, the date and the source; numbers are never rounded."""

from datetime import date, datetime
from itertools import product

import pandas as pd
import pytest

from contested import queries, words
from contested.cite import line
from contested.selection import Selection
from contested.vocabulary import QUALIFIERS
from contested.words.answers import answer, aside, card, then_and_now

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


def test_the_answer_keeps_both_ends_hedges_and_names_their_sources(engine):
    now = queries.current(engine, SEED)
    text = answer(now, "North Korean soldiers killed")
    ours = now[now["apart"].isna() & ~now["lapsed"]]
    assert text.startswith(f"{words.capital(words.count(len(ours), 'source'))} give the number of ")
    for bound in (ours.nsmallest(1, "lowest"), ours.nlargest(1, "highest")):
        claim = bound.iloc[0]
        assert f"{words.said(claim)} ({claim['source_short']}, " in text
    left_out = aside(now)
    assert left_out.startswith("Four other sources count something else and stand apart")
    assert aside(now[now["apart"].isna() & ~now["lapsed"]]) == ""


def test_the_answer_says_so_where_nothing_is_comparable(engine):
    now = queries.current(engine, SEED)
    assert "No claim about x " in answer(now.head(0), "x")
    only = now[now["apart"].notna()]
    assert len(only)
    assert answer(only, "x") == "No claim in this selection counts x as a whole."
    assert aside(only).startswith(f"{words.capital(words.small(len(only)))} sources count")
    one = only.head(1)
    row = one.iloc[0]
    whence = f"{row['source_short']}, {words.month(row['as_of'])}"
    assert answer(one, "x") == (
        f"No claim in this selection counts x as a whole: {words.said(row)} ({whence}) "
        f"{words.reasons(row)[0]}."
    )
    assert aside(one) == "One source counts something else and stands apart."


def test_the_answer_of_one_source_is_that_source(engine):
    now = queries.current(engine, Selection(**{**vars(SEED), "source": ("north-korea",)}))
    text = answer(now, "x")
    if len(now[now["apart"].isna()]) == 1:
        assert text.startswith("One source gives the number of x: ")


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
        "lapsed": False,
        "apart": None,
    }


def answered(*claims):
    return answer(pd.DataFrame(claims, dtype=object), "x")


@pytest.mark.parametrize(("low", "high"), list(product(SAID, SAID)))
def test_the_answer_says_both_ends_whole_whatever_their_hedges(low, high):
    lowest, highest = said_by("A", low), said_by("B", high, month=2, times=10)
    many = SAID[high][1].replace("300", "3,000").replace("500", "5,000")
    assert answered(lowest, highest) == (
        f"Two sources give the number of x: the lowest is {SAID[low][1]} (A, January 2025), the "
        f"highest {many} (B, February 2025). The newest claim is {many} (B), as of 2 February 2025."
    )


@pytest.mark.parametrize(("one", "other"), list(product(SAID, SAID)))
def test_a_hedge_is_said_where_all_give_the_same_number(one, other):
    text = answered(said_by("A", one), said_by("B", other, month=2)).partition(": ")[2]
    text = text.partition(". ")[0]
    if one == other:
        assert text == f"both say {SAID[one][1]}"
    elif "range" not in (one, other):
        assert text == f"{SAID[one][1]} (A, January 2025) and {SAID[other][1]} (B, February 2025)"
    elif one == "range":
        assert text == (
            f"the lowest is {SAID[other][1]} (B, February 2025), "
            f"the highest {SAID[one][1]} (A, January 2025)"
        )
    elif one in ("up_to", "fewer_than"):  # of the same number, what has no floor reaches lower
        assert text == (
            f"the lowest is {SAID[one][1]} (A, January 2025), "
            f"the highest {SAID[other][1]} (B, February 2025)"
        )
    else:
        assert text == (
            "the lowest and the highest are the ends of one range, "
            f"{SAID[other][1]} (B, February 2025)"
        )


def test_of_the_same_number_what_has_no_ceiling_is_the_highest():
    low = said_by("C", "exact", month=3) | {"best": 100, "lowest": 100, "highest": 100}
    text = answered(low, said_by("A", "more_than"), said_by("B", "exact", month=2))
    assert "the highest more than 300 (A, January 2025)" in text


def test_all_who_say_the_same_are_said_once():
    text = answered(*(said_by(name, "at_least") for name in "ABC"))
    assert text.startswith("Three sources give the number of x: all say at least 300. ")


def test_an_end_of_a_range_is_not_said_as_a_number_of_its_own():
    wide = said_by("A", "range") | {"best": 350}
    text = answered(wide, said_by("B", "exact") | {"best": 400, "lowest": 400, "highest": 400})
    assert "the ends of one range, 300 to 500 (best 350; A, January 2025). Both are" in text
    alone = answered(wide)
    assert alone == (
        "One source gives the number of x: 300 to 500 (best 350; A, as of 2 January 2025)."
    )


def test_the_newest_claims_are_all_named_where_several_are_of_one_day():
    last = {name: said_by(name, "exact", month=2, times=n) for n, name in enumerate("BCDE", 2)}
    first = said_by("A", "exact")
    assert answered(first, last["B"]).endswith(
        "The newest claim is 600 (B), as of 2 February 2025."
    )
    assert answered(first, last["C"], last["B"]).endswith(
        "The newest claims, as of 2 February 2025, are 900 (C) and 600 (B)."
    )
    assert answered(first, *last.values()).endswith(
        "The four newest claims are as of 2 February 2025: "
        "the lowest is 600 (B, February 2025), the highest 1,500 (E, February 2025)."
    )
    assert answered(last["B"], last["C"]).endswith(" Both are as of 2 February 2025.")
    assert answered(last["B"], last["C"], last["D"]).endswith(" All are as of 2 February 2025.")


def test_every_card_reads_as_two_sentences(engine):
    for row in queries.quantities(engine).to_dict("records"):
        text = card(row)
        assert "claim" in text
        assert words.day(row["newest"]) in text
        for slip in ("nan", "none", "1.0×", "not comparable"):
            assert slip not in text.lower()


def test_the_answer_names_the_ends_that_the_card_shows(engine):
    for row in queries.quantities(engine).to_dict("records"):
        whole = Selection(row["conflict"], row["subject"], row["metric"], row["population"])
        text = answer(queries.current(engine, whole), row["words"])
        if not words.missing(row["spread"]):
            assert text.startswith(words.capital(words.count(int(row["standing"]), "source")))
            assert row["lowest_source"] in text
            assert row["highest_source"] in text


def carded(lowest, highest, standing=2, at=None):
    """Return the card of a quantity whose standing claims reach from one to another."""
    ends = {
        f"{side}_{name}": claim[name]
        for side, claim in (("lowest", lowest), ("highest", highest))
        for name in ("qualifier", "low", "best", "high")
    }
    low, high = lowest["lowest"], highest["highest"]
    counted = {"claims": 16, "sources": 9, "origins": 7, "newest": date(2025, 12, 12)}
    counted["at"] = at or counted["newest"]
    counted |= {"lowest_claim": lowest["id"], "highest_claim": highest["id"]}
    bound = {"lowest": low, "highest": high, "spread": high / low, "standing": standing}
    return card({**counted, **bound, **ends})


@pytest.mark.parametrize(
    ("lowest", "highest", "apart"),
    [
        (said_by("A", "exact"), said_by("B", "more_than", times=4), "more than 4.0× the lowest"),
        (said_by("A", "about"), said_by("B", "more_than", times=4), "more than about 4.0×"),
        (said_by("A", "about"), said_by("B", "fewer_than", times=4), "less than about 4.0×"),
        (said_by("A", "at_least"), said_by("B", "exact", times=4), "at most 4.0× the lowest"),
        (said_by("A", "exact"), said_by("B", "range", times=4), "the highest is 6.7× the lowest"),
        (said_by("A", "exact"), said_by("B", "exact"), "compare now: they agree"),
        (said_by("A", "at_least"), said_by("B", "at_least"), "compare now: they agree"),
        (said_by("A", "exact"), said_by("B", "at_least"), "compare now: they nearly agree"),
        (said_by("A", "exact"), said_by("B", "exact", times=1.04), "they nearly agree"),
        (
            said_by("A", "at_least"),
            said_by("B", "more_than", times=4),
            "of the highest and the lowest neither has a ceiling, so any ratio is possible",
        ),
    ],
)
def test_a_card_keeps_both_hedges_in_how_far_apart_they_are(lowest, highest, apart):
    assert apart in carded(lowest, highest)


def test_a_card_says_what_is_counted_in_all_and_what_stands_now():
    assert carded(said_by("A", "exact"), said_by("B", "exact", times=2), standing=5) == (
        "16 claims by nine sources of seven origins, the newest as of 12 December 2025. Five of "
        "them stand and compare now: the highest is 2.0× the lowest."
    )


def test_a_card_says_so_where_the_newest_claim_is_not_among_those_that_compare():
    text = carded(said_by("A", "exact"), said_by("B", "exact", times=2), at=date(2025, 9, 2))
    assert (
        "the newest as of 12 December 2025, the newest that compares as of 2 September 2025. Two"
    ) in text


def test_a_range_whose_end_moved_is_another_number():
    then = said_by("A", "range")
    wider = then | {"id": "later", "high": 900, "highest": 900}

    def known(now):
        sides = {"then": then, "now": now}
        row = {f"{side}_{name}": claim[name] for side, claim in sides.items() for name in claim}
        told = {"source_short": "A", "ratio": 1.0, "corrected": None}
        rows = pd.DataFrame([{**row, **told}], dtype=object)
        return then_and_now(rows, "x", date(2025, 2, 1))

    start = "On 1 February 2025, one source gives the number of x: 300 to 500 (A, January 2025). "
    assert known(wider) == f"{start}It has since given another number."
    assert known(then | {"id": "later"}) == f"{start}It has given no other number since."


def test_what_was_known_is_said_with_what_changed(engine):
    then = Selection(**{**vars(SEED), "known_on": date(2025, 2, 1)})
    text = then_and_now(queries.then_and_now(engine, then), "x", then.known_on)
    assert text.startswith("On 1 February 2025, ")
    early = Selection(**{**vars(SEED), "known_on": date(2022, 1, 1)})
    text = then_and_now(queries.then_and_now(engine, early), "x", early.known_on)
    assert "could have read no comparable claim about x" in text


def test_a_number_that_was_corrected_since_is_said_to_be_so(engine):
    attack = Selection("israel-gaza", "israel", "killed", "all", known_on=date(2023, 10, 20))
    rows = queries.then_and_now(engine, attack)
    assert rows["corrected"].notna().sum() == 1
    text = then_and_now(rows, "x", attack.known_on)
    assert "One number has been corrected since." in text
    assert "no other number" not in text


def test_a_range_that_bounds_both_ends_is_no_disagreement():
    wide = said_by("A", "range")
    text = carded(wide, wide, standing=5)
    assert text.endswith("the lowest and the highest number are the ends of one range.")


def test_the_answer_says_after_how_long_the_claims_that_it_leaves_out_lapsed(engine):
    asked = Selection("russia-ukraine", "ukraine", "refugees", "all")
    now = queries.current(engine, asked)
    old = now[now["lapsed"].astype(bool) & now["apart"].isna()]
    assert old["counting"].nunique() == 1 < now["counting"].nunique()
    assert aside(now).startswith(
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
