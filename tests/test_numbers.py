"""The numbers of a text: digits of any form, words, and the hedges around them."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contested.extract import counts, numbers
from contested.vocabulary import QUALIFIERS

#: Each text with what it says: low, best, high, qualifier.
SAYS: dict[str, tuple[int | None, int | None, int | None, str]] = {
    "4,700 killed": (None, 4_700, None, "exact"),
    "4 700 killed": (None, 4_700, None, "exact"),
    "4.700 uccisi": (None, 4_700, None, "exact"),
    "4\u00a0700": (None, 4_700, None, "exact"),
    "4’700": (None, 4_700, None, "exact"),
    "4٬700": (None, 4_700, None, "exact"),
    "٤٧٠٠": (None, 4_700, None, "exact"),
    "४,७०० सैनिक": (None, 4_700, None, "exact"),
    "４，７００": (None, 4_700, None, "exact"),
    "1,23,456": (None, 123_456, None, "exact"),
    "1.2 million": (None, 1_200_000, None, "exact"),
    "1.2m": (None, 1_200_000, None, "exact"),
    "1,2 млн": (None, 1_200_000, None, "exact"),
    "3 lakh people": (None, 300_000, None, "exact"),
    "6,9 miljoner": (None, 6_900_000, None, "exact"),
    "1.250 million": (None, 1_250_000, None, "exact"),
    "72 bin 97'ye": (None, 72_097, None, "exact"),
    "3천 명": (None, 3_000, None, "exact"),
    "1만 2천 명": (None, 12_000, None, "exact"),
    "35 тисяч": (None, 35_000, None, "exact"),
    "83 706": (None, 83_706, None, "exact"),
    "twelve hundred": (None, 1_200, None, "exact"),
    "two hundred and five": (None, 205, None, "exact"),
    "Eighteen American service members": (None, 18, None, "exact"),
    "one and a half million": (None, 1_500_000, None, "exact"),
    "two dozen": (None, 24, None, "exact"),
    "about 600": (None, 600, None, "about"),
    "some 600": (None, 600, None, "about"),
    "around half a million": (None, 500_000, None, "about"),
    "~600": (None, 600, None, "about"),
    "an estimated 20,000": (None, 20_000, None, "about"),
    "an estimated 931,846": (None, 931_846, None, "exact"),
    "600 or so": (None, 600, None, "about"),
    "nearly 4,700": (None, 4_700, None, "nearly"),
    "almost a hundred": (None, 100, None, "nearly"),
    "at least 600": (600, None, None, "at_least"),
    "at least 1940": (1_940, None, None, "at_least"),
    "no fewer than 600": (600, None, None, "at_least"),
    "600 or more": (600, None, None, "at_least"),
    "au moins 2.900 personnes": (2_900, None, None, "at_least"),
    "по меньшей мере 83 706": (83_706, None, None, "at_least"),
    "more than 600": (600, None, None, "more_than"),
    "600+": (600, None, None, "more_than"),
    "over a million": (1_000_000, None, None, "more_than"),
    "exceeded 400": (400, None, None, "more_than"),
    "більше 600": (600, None, None, "more_than"),
    "up to 15,000": (None, None, 15_000, "up_to"),
    "as many as 150": (None, None, 150, "up_to"),
    "no more than 150": (None, None, 150, "up_to"),
    "fewer than 150": (None, None, 150, "fewer_than"),
    "between 900 and 1,000": (900, None, 1_000, "range"),
    "from 900 to 1,000": (900, None, 1_000, "range"),
    "900-1,000": (900, None, 1_000, "range"),
    "900–1,000": (900, None, 1_000, "range"),
    "2 to 3 million": (2_000_000, None, 3_000_000, "range"),
    "four or five": (4, None, 5, "range"),
    "about 900 to 1,000": (900, None, 1_000, "about"),
    "at least 600, probably 1,000": (600, 1_000, None, "at_least"),
    "dozens": (None, None, None, "unnumbered"),
    "hundreds of thousands": (None, None, None, "unnumbered"),
    "several thousand": (None, None, None, "unnumbered"),
    "over a third of the men": (None, None, None, "unnumbered"),
    "suffered no aircraft losses": (None, 0, None, "exact"),
    "約3,000人": (None, 3_000, None, "about"),
    "600명 이상": (600, None, None, "at_least"),
    "כ-600": (None, 600, None, "about"),
    "حوالي 1200 قتيل": (None, 1_200, None, "about"),
}


@pytest.mark.parametrize("text", SAYS)
def test_a_text_says_its_number_and_its_hedge(text: str) -> None:
    [one] = counts(text)
    assert (one.low, one.best, one.high, one.qualifier) == SAYS[text]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("on 2 March", "date"),
        ("24 February 2022", "date"),
        ("since 2014", "date"),
        ("since at least 2014", "date"),
        ("2025-04-30", "date"),
        ("30.04.2025", "date"),
        ("a girl aged 12", "age"),
        ("a 12-year-old", "age"),
        ("for 12 days", "duration"),
        ("the 44-day war", "duration"),
        ("6% of them", "percent"),
        ("6 percent", "percent"),
        ("$600 a month", "money"),
        ("600 euros", "money"),
        ("the 155th Brigade", "ordinal"),
        ("122-millimeter shells", "measure"),
        ("a Shahed-136", "name"),
        ("an S-300 system", "name"),
        ("the T72s", "name"),
        ("three times as many", "ratio"),
        ("at 14:30", "time"),
    ],
)
def test_what_counts_nobody_is_told_apart(text: str, kind: str) -> None:
    assert {one.kind for one in numbers(text)} == {kind}
    assert counts(text) == []


@pytest.mark.parametrize(
    "text", ["no one", "one of the men", "each other", "the first", "some soldiers", "a war", ""]
)
def test_words_that_are_no_number_are_none(text: str) -> None:
    assert counts(text) == []


def test_a_rise_is_no_range() -> None:
    assert [one.values for one in counts("The toll rose from 300 to 600.")] == [(300,), (600,)]


def test_a_year_that_counts_people_is_a_number() -> None:
    assert [one.best for one in counts("In 2024, 2000 soldiers")] == [2000]


SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
SMALL += "fifteen sixteen seventeen eighteen nineteen"
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety"


def in_words(number: int, *, joined: str = " and ") -> str:
    """Return a number as English spells it out."""
    if number < 20:
        return SMALL.split()[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return TENS.split()[tens] + (f"-{in_words(ones)}" if ones else "")
    for value, name in (
        (10**9, "billion"),
        (10**6, "million"),
        (1000, "thousand"),
        (100, "hundred"),
    ):
        if number >= value:
            times, rest = divmod(number, value)
            link = joined if rest < 100 else " "
            said = f"{in_words(times, joined=joined)} {name}"
            return said + (f"{link}{in_words(rest, joined=joined)}" if rest else "")
    raise AssertionError(number)


@given(st.integers(0, 10**12 - 1), st.sampled_from([" and ", " "]))
@example(102_000, " and ")
@example(1_000_001, " and ")
def test_a_number_spelled_out_is_that_number(number: int, joined: str) -> None:
    spelled = in_words(number, joined=joined)
    [one] = counts(f"killed {spelled} soldiers")
    assert (one.best, one.words) == (number, spelled)


@given(
    st.integers(0, 10**12),
    st.sampled_from([",", " ", "\u00a0", "\u202f", "'", "’", "٬", ""]),
    st.sampled_from(["0", "٠", "०", "０", "۰", "๐", "০"]),
)
def test_a_number_in_any_digits_and_groups_is_that_number(
    number: int, mark: str, zero: str
) -> None:
    written = f"{number:,}".replace(",", mark)
    written = re.sub(r"\d", lambda digit: chr(ord(zero) + int(digit[0])), written)
    assert unicodedata.decimal(zero) == 0
    [one] = counts(f"at least {written}")
    assert (one.low, one.words) == (number, f"at least {written}")


@given(
    st.text()
    | st.lists(
        st.sampled_from(
            [*SAYS, *SMALL.split(), "and", "a", "million", "-", ".", ",", "%", "2025", "to", "\x00"]
        )
    ).map(" ".join)
)
def test_whatever_a_text_holds_its_numbers_stand_in_it(text: str) -> None:
    ones = numbers(text)
    for one in ones:
        assert 0 <= one.start < one.end <= len(text)
        assert one.words == text[one.start : one.end]
        assert list(one.values) == sorted(one.values)
        columns = {name for name in ("low", "best", "high") if getattr(one, name) is not None}
        assert columns in QUALIFIERS[one.qualifier].takes
    assert [one.start for one in ones] == sorted(one.start for one in ones)


@pytest.mark.parametrize(
    "text", ["1" * 100_000, "1," * 2_000, "one " * 2_000, "and a half " * 20_000, " " * 200_000]
)
def test_a_long_hostile_text_is_read(text: str) -> None:
    assert len(counts(text)) <= len(text)
