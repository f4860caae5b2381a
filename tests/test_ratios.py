"""How ratios keep the hedges of both numbers."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from contested.compare import Ratio, bounds, changed, ratio, stands
from contested.vocabulary import QUALIFIERS

_CLOSED = ("exact", "about", "range")
_UP = ("at_least", "more_than")
_DOWN = ("up_to", "fewer_than")


def claim(qualifier: str, low: int, high: int | None = None) -> dict[str, Any]:
    end = low if high is None else high
    held = dict.fromkeys(("low", "best", "high"))
    names = {"at_least": "low", "more_than": "low", "up_to": "high", "fewer_than": "high"}
    if qualifier == "range":
        held |= {"low": low, "high": end}
    else:
        held |= {names.get(qualifier, "best"): low}
    return {"qualifier": qualifier, "lowest": low, "highest": end, **held}


def expected(ours: str, theirs: str) -> tuple[bool, bool]:
    """Whether a ratio has a lower and an upper bound, by the sides its two claims are open on."""
    return ours not in _DOWN and theirs not in _UP, ours not in _UP and theirs not in _DOWN


@pytest.mark.parametrize(("ours", "theirs"), list(product(QUALIFIERS, QUALIFIERS)))
def test_a_ratio_is_open_where_its_claims_are(ours: str, theirs: str) -> None:
    high = {"range": 500}
    found = ratio(claim(ours, 400, high.get(ours)), claim(theirs, 200, high.get(theirs)))
    lower, upper = expected(ours, theirs)
    assert (found.low is not None, found.high is not None) == (lower, upper)
    assert bool(found.reason) == (not lower and not upper)
    hedged = bool({"about", "nearly"} & {ours, theirs})
    assert found.about == (hedged and (lower or upper))


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [
        (claim("exact", 191_420), claim("exact", 100_001), "1.9×"),
        (claim("about", 350_000), claim("exact", 100_001), "about 3.5×"),
        (claim("exact", 350_000), claim("about", 100_000), "about 3.5×"),
        (claim("range", 160_000, 175_000), claim("exact", 100_001), "1.6× to 1.7×"),
        (claim("exact", 100), claim("range", 50, 200), "0.50× to 2.0×"),
        (claim("range", 160_000, 161_000), claim("exact", 100_001), "about 1.6×"),
        (claim("more_than", 228_000), claim("exact", 100_001), "more than 2.2×"),
        (claim("at_least", 600), claim("about", 300), "at least about 2.0×"),
        (claim("up_to", 120_000), claim("exact", 300_000), "at most 0.40×"),
        (claim("fewer_than", 1_000_000), claim("exact", 100_001), "less than 10×"),
        (claim("exact", 300), claim("at_least", 600), "at most 0.50×"),
        (claim("exact", 300), claim("fewer_than", 100), "more than 3.0×"),
        (claim("at_least", 300), claim("up_to", 100), "at least 3.0×"),
        (claim("at_least", 300), claim("at_least", 100), "not comparable"),
        (claim("up_to", 300), claim("fewer_than", 100), "not comparable"),
        (claim("exact", 5), claim("exact", 0), "not comparable"),
        (claim("exact", 0), claim("exact", 5), "0×"),
        (claim("exact", 5), claim("range", 0, 10), "at least 0.50×"),
        (claim("exact", 5_937), claim("range", 160_000, 165_000), "0.036× to 0.037×"),
    ],
)
def test_a_ratio_in_words_keeps_both_hedges(
    ours: dict[str, Any], theirs: dict[str, Any], words: str
) -> None:
    assert ratio(ours, theirs).words == words


@pytest.mark.parametrize("qualifier", list(QUALIFIERS))
def test_a_reference_of_zero_never_gives_a_finite_ratio(qualifier: str) -> None:
    found = ratio(claim("exact", 10), claim(qualifier, 0, 0))
    assert found.high is None
    assert found.reason


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [("exact", 7, 7), ("at_least", 7, None), ("up_to", None, 7), ("range", 7, 9)],
)
def test_an_open_bound_is_never_closed(qualifier: str, low: int | None, high: int | None) -> None:
    found = bounds(claim(qualifier, 7, 9 if qualifier == "range" else None))
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    ("found", "number"),
    [
        (Ratio(2.0, 3.0), 2.0),
        (Ratio(0.2, 0.5), 0.5),
        (Ratio(0.5, 2.0), 1.0),
        (Ratio(0.1, None), 1.0),
        (Ratio(None, 6.7), 1.0),
        (Ratio(None, 0.3), 0.3),
        (Ratio(), None),
    ],
)
def test_a_ratio_is_shaded_only_as_far_as_it_surely_differs(
    found: Ratio, number: float | None
) -> None:
    assert found.number == number


def test_a_number_said_again_is_unchanged() -> None:
    assert not changed(claim("exact", 31_497), {**claim("exact", 31_497), "best": 31_497.0})
    assert changed(claim("exact", 100), claim("at_least", 100))
    assert ratio(claim("at_least", 100), claim("exact", 100)).words == "at least 1.0×"


def test_a_claim_without_a_number_is_not_comparable() -> None:
    nothing = {"qualifier": "exact", "lowest": None, "highest": None}
    assert ratio(nothing, claim("exact", 1)).words == "not comparable"


@pytest.mark.parametrize(
    ("ours", "theirs", "how"),
    [
        (claim("exact", 300), claim("exact", 200), "higher"),
        (claim("exact", 300), claim("exact", 300), ""),
        (claim("range", 300, 500), claim("exact", 299), "higher"),
        (claim("range", 300, 500), claim("exact", 300), ""),
        (claim("more_than", 300), claim("exact", 300), "higher"),
        (claim("at_least", 300), claim("exact", 300), ""),
        (claim("at_least", 300), claim("exact", 400), ""),
        (claim("at_least", 300), claim("up_to", 200), "higher"),
        (claim("fewer_than", 300), claim("exact", 300), "lower"),
        (claim("up_to", 300), claim("exact", 300), ""),
        (claim("at_least", 300), claim("at_least", 900), ""),
        (claim("up_to", 300), claim("up_to", 900), ""),
        (claim("about", 300), claim("exact", 200), "higher"),
    ],
)
def test_a_claim_surely_stands_above_another_only_where_no_bound_leaves_it_open(
    ours: dict[str, Any], theirs: dict[str, Any], how: str
) -> None:
    opposite = {"higher": "lower", "lower": "higher", "": ""}
    assert stands(ours, theirs) == how
    assert stands(theirs, ours) == opposite[how]


@pytest.mark.parametrize(
    ("low", "high", "apart"),
    [
        (claim("exact", 100), claim("exact", 400), 4.0),
        (claim("exact", 100), claim("range", 250, 400), 2.5),
        (claim("range", 100, 200), claim("range", 250, 400), 1.25),
        (claim("range", 100, 300), claim("range", 250, 400), 1.0),
        (claim("range", 100, 400), claim("range", 100, 400), 1.0),
        (claim("at_least", 100), claim("exact", 400), 1.0),
        (claim("at_least", 100), claim("at_least", 400), None),
    ],
)
def test_claims_are_surely_as_far_apart_as_their_nearest_ends(
    low: dict[str, Any], high: dict[str, Any], apart: float | None
) -> None:
    assert ratio(high, low).number == apart
