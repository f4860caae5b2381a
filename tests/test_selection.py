"""One grammar: what an address says is read back as it was written, and nothing is dropped."""

import random
from dataclasses import fields, replace
from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest

from contested.errors import BadSelection, hint
from contested.selection import LONGEST, WORDS, Selection, parse, selected
from contested.vocabulary import EVIDENCE, RELATIONS


def drawn(chance):
    """Return a selection with any of its words held, as a seed decides."""

    def some(values):
        return tuple(sorted(chance.sample(values, chance.randrange(len(values) + 1))))

    def day():
        return date(2022, 1, 1) + timedelta(days=chance.randrange(1500))

    since, until = sorted([day(), day()])
    every = Selection(
        conflict="russia-ukraine",
        subject=chance.choice(["north-korea", "ünïcode", "a&b=c"]),
        metric="killed",
        population=chance.choice(["military", "children"]),
        source=some(["nis", "hur", "gaza-moh", "x y"]),
        article=chance.choice(["nyt-2025-08-22", "a/b?c"]),
        relation=some(list(RELATIONS)),
        evidence=some(list(EVIDENCE)),
        place=chance.choice(["Kursk", "Marino, Kursk", "غزة", "100% <b>", "a+b?c#d"]),
        since=since,
        until=until,
        known_on=day(),
        axis="published",
        scale="log",
        reference="nis",
        apart="hidden",
    )
    for field in fields(Selection):
        if chance.random() < 0.5:
            every = every.without(field.name)
    return every


@pytest.mark.parametrize("seed", range(200))
def test_a_selection_comes_back_from_its_address(seed):
    selection = drawn(random.Random(seed))
    assert parse(selection.query()) == (selection, [])
    assert parse("?" + selection.query()) == (selection, [])
    assert parse(selection.pairs()) == (selection, [])


@pytest.mark.parametrize("seed", range(20))
def test_one_view_has_one_address_whatever_the_order_of_its_words(seed):
    chance = random.Random(seed)
    selection = drawn(chance)
    pairs = selection.pairs()
    chance.shuffle(pairs)
    assert parse(pairs)[0].query() == selection.query()


def test_defaults_are_left_out_of_the_address():
    assert Selection().query() == ""
    assert parse("") == (Selection(), [])
    assert parse("metric=&since=&source=") == (Selection(), [])


def test_the_address_keeps_the_order_of_the_grammar():
    words = [word for word, _ in drawn(random.Random(1)).pairs()]
    assert words == sorted(words, key=list(WORDS).index)


def test_every_word_of_the_grammar_is_a_field_and_says_what_it_means():
    assert [field.name for field in fields(Selection)] == list(WORDS)
    assert all(word.meaning for word in WORDS.values())


def test_a_value_given_twice_is_one_value():
    assert parse("source=nis&source=hur&source=nis")[0].source == ("hur", "nis")
    assert parse("metric=killed&metric=killed") == (Selection(metric="killed"), [])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("scale=lg", "scale is 'lg'; did you mean 'log'?"),
        ("relation=adversery", "relation is 'adversery'; did you mean 'adversary'?"),
        ("relation=foe", "relation is 'foe'; use one of adversary, adversary_"),
        ("since=2024-1-1", "since is '2024-1-1'; give a day as 2025-04-30, a month as 2025-04, a"),
        ("until=2024-02-30", "until is '2024-02-30'; give a day as 2025-04-30, a month as"),
        ("until=2024-Q5", "until is '2024-Q5'; give a day as 2025-04-30"),
        ("until=2024-13", "until is '2024-13'; give a day as 2025-04-30"),
        ("since=1989", "since is '1989'; give a day as"),
        (
            "since=9999",
            "; give a day as 2025-04-30, a month as 2025-04, a quarter as 2025-Q2, a year",
        ),
        ("since=٢٠٢٥", "since is '٢٠٢٥'; give a day as"),
        ("known_on=2025-04", "known_on is '2025-04'; give a date as YYYY-MM-DD"),
        ("known_on=20250101", "known_on is '20250101'; give a date as YYYY-MM-DD"),
        ("known_on=2025-W01-1", "known_on is '2025-W01-1'; give a date as YYYY-MM-DD"),
        ("metirc=killed", "metirc is 'killed'; no such word; did you mean 'metric'?"),
        ("north-korea", "north-korea is ''; no such word; "),
        ("metric=killed&metric=wounded", "metric is 'killed, wounded'; give it once"),
        ("place=a%00b", r"place is 'a\x00b'; give it without control characters"),
        ("place=a%0Ab", r"place is 'a\nb'; give it without control characters"),
        ("metric=\ud800", r"metric is '\\ud800'; give it without surrogates"),
        ("\udfff=x", r"\udfff is 'x'; no such word; "),
        (f"place={'x' * (LONGEST + 1)}", f"; give at most {LONGEST} characters"),
    ],
)
def test_what_does_not_pass_is_named_with_what_would(query, said):
    selection, misfits = parse(query)
    assert len(misfits) == 1
    assert said in str(misfits[0])
    assert selection == Selection()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-04-09", date(2025, 4, 9), date(2025, 4, 9)),
        ("2025-04", date(2025, 4, 1), date(2025, 4, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31)),
        ("2025-Q1", date(2025, 1, 1), date(2025, 3, 31)),
        ("2025-Q4", date(2025, 10, 1), date(2025, 12, 31)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_month_a_quarter_and_a_year_begin_with_their_first_day_and_end_with_their_last(
    text, first, last
):
    assert selected(f"since={text}&until={text}") == Selection(since=first, until=last)
    # One view has one address, however its dates were written.
    assert selected(f"since={text}").query() == f"since={first}"


def test_a_start_after_the_end_is_named_and_the_end_still_holds():
    selection, misfits = parse("since=2025-01-02&until=2025-01-01")
    assert [str(misfit) for misfit in misfits] == [
        "since is '2025-01-02'; give a date up to until (2025-01-01)"
    ]
    assert selection == Selection(until=date(2025, 1, 1))


def test_every_misfit_is_named_and_the_rest_still_holds():
    selection, misfits = parse(
        "metric=killed&scale=lg&relation=own&relation=foe&since=x&colour=red"
    )
    assert selection == Selection(metric="killed", relation=("own",))
    assert sorted(misfit.word for misfit in misfits) == ["colour", "relation", "scale", "since"]


def test_words_that_the_caller_reads_itself_are_no_misfits():
    assert parse("q=seoul&claim=x", also=["q", "claim"]) == (Selection(), [])


def test_a_selection_asked_for_strictly_names_all_that_does_not_pass():
    with pytest.raises(BadSelection, match=r"scale is 'lg'.*since is 'x'") as caught:
        selected("scale=lg&since=x")
    assert len(caught.value.misfits) == 2
    assert selected("scale=log") == Selection(scale="log")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "'; drop table claim; --",
        '"><img src=x onerror=alert(1)>',
        "\u202egnp.exe",
        "שלום",
        "%%%",
        "\U0001f480" * 60,
    ],
)
def test_hostile_text_is_a_value_like_any_other(hostile):
    selection = Selection(place=hostile, source=(hostile,))
    assert parse(selection.query()) == (selection, [])
    assert dict(parse_qsl(selection.query()))["place"] == hostile


def test_a_quantity_is_what_remains_when_every_filter_is_widened():
    whole = drawn(random.Random(3))
    assert whole.quantity().narrowed() == []
    assert whole.quantity().metric == whole.metric


def test_only_what_leaves_claims_out_narrows():
    assert Selection(scale="log", axis="published", reference="nis", apart="shown").narrowed() == []
    held = Selection(source=("nis",), until=date(2025, 1, 1), apart="hidden")
    assert held.narrowed() == ["source", "until", "apart"]
    assert held.without("until") == replace(held, until=None)


@pytest.mark.parametrize(
    ("value", "allowed", "said"),
    [
        ("kiled", ["killed", "wounded"], "did you mean 'killed'?"),
        ("zzz", ["b", "a"], "use one of a, b"),
        ("zzz", [f"w{n:02}" for n in range(20)], "w10, w11 … (20 in all)"),
        ("zzz", [], "nothing is known here yet"),
    ],
)
def test_a_hint_is_the_nearest_word_or_the_list(value, allowed, said):
    assert said in hint(value, allowed)
