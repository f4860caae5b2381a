"""The candidate claims of a text: what is counted, of whom, and the words that say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from contested.errors import ContestedError
from contested.extract import Names, candidates

NAMES = Names.of(Path(__file__).parent.parent / "data")


def test_each_number_of_a_sentence_has_what_it_counts():
    text = "At least 64 people were killed and 180 injured on a market of Ostrava Bay."
    dead, hurt = candidates(text, language="en")
    assert (dead.low, dead.qualifier, dead.metric, dead.population) == (
        64,
        "at_least",
        "killed",
        "all",
    )
    assert (hurt.best, hurt.qualifier, hurt.metric, hurt.population) == (
        180,
        "exact",
        "wounded",
        "all",
    )


def test_a_candidate_gives_the_words_that_each_field_rests_on():
    text = "Nothing is known of the south. In the north 12 civilians died."
    (one,) = candidates(text, language="en")
    words = {field: text[slice(*places[0])] for field, places in one.because.items()}
    assert words["metric"] == "died"
    assert words["population"] == "civilians"
    assert text[one.start : one.end] == one.words == "12"


def test_what_is_no_claim_is_not_proposed():
    text = "12 countries met for 3 days, 40 % agreed, and $5 million was paid on 4 May 2024."
    assert candidates(text, language="en") == []


def test_a_folder_without_a_metric_is_offered_none():
    names = Names.of_rows({"metrics": [{"id": "wounded", "label": "Wounded"}]})
    dead, hurt = candidates("12 soldiers died, 5 were wounded.", data=names)
    assert (dead.metric, hurt.metric) == ("", "wounded")


def test_an_extractor_that_is_not_known_is_named():
    with pytest.raises(ContestedError, match="there is no extractor 'grammer'; did you mean"):
        candidates("12 died", extractor="grammer")
    with pytest.raises(ContestedError, match="published is 'May'; write a day as"):
        candidates("12 died", published="May")
