"""What stands around a claim: what helps a reader to judge whether its number is right."""

import pytest

from contested import queries
from contested.database import database
from contested.html import claim_card
from contested.selection import Selection
from contested.views.claim import surroundings
from contested.words.surroundings import Surroundings, sections, summary
from tests.test_comparison import CASUALTIES, FROZEN

KILLED = Selection("russia-ukraine", "north-korea", "killed", "military")

APRIL = "unn-2025-04-30-about-600-north-4"
YONHAP = "pravda-ua-2025-09-02-around-2000-north-2"


@pytest.fixture
def around(cache):
    """Return a function that says what stands around a claim of the frozen rows."""
    engine = database(FROZEN).engine()
    return lambda id: surroundings(engine, queries.claim(engine, id))


def section(around: Surroundings, heading: str) -> list[str]:
    """Return the lines of a section as they read; none where it is not there."""
    found = {one.heading: one for one in sections(around)}
    if heading not in found:
        return []
    return [line.before + line.said + line.rest for line in found[heading].lines]


def test_a_claim_shows_the_whole_trail_of_its_source(around):
    trail = section(around(APRIL), "What the same source said of it")
    said = [line.split(", ")[0].lower() for line in trail]
    assert said[0] == "at least 100"
    assert {"about 300", "about 600"} < set(said)
    assert trail[-1].startswith("About 2,000, 2 September 2025")
    assert [line for line in trail if "this claim" in line] == [trail[said.index("about 600")]]
    assert "has since said about 2,000" in summary(around(APRIL))


def test_others_of_its_time_are_named_with_their_dates(around):
    lines = section(around(YONHAP), "What others said of the same time")
    assert lines == [
        "NIS, South Korea: About 2,000, 2 September 2025; "
        "this claim is about 0.18× of about 2,000, same day"
    ]


def test_where_none_spoke_of_its_time_those_nearest_in_time_are_named_with_how_far_off(around):
    text = summary(around(APRIL))
    assert (
        "No other institution's number of the same time is recorded here; nearest in time are "
    ) in text
    assert "about 1,000 (Western officials, 15 January 2025, 3 months before)" in text
    alone = around(APRIL)._replace(unlike=[])
    assert summary(alone).endswith("number of the same time is recorded here.")


def test_a_long_trail_is_cut_and_says_how_much_of_it(cache):
    engine = database(FROZEN).engine()
    rows = queries.claims(engine, CASUALTIES)
    ours = rows[(rows["origin"] == "ukraine-mod") & rows["apart"].isna() & rows["same_as"].isna()]
    found = surroundings(engine, queries.claim(engine, ours["id"].iloc[len(ours) // 2]))
    assert len(found.trail) == 9 < len(ours)
    assert {int(one["of_claims"]) for one in found.trail} == {len(ours)}
    left = [line for line in section(found, "What the same source said of it") if "between" in line]
    shown = len(found.trail)
    words = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
    counts = [line.split()[0] for line in left]
    assert shown + sum(words.get(one) or int(one) for one in counts) == len(ours)


def test_what_was_answered_comes_first():
    claim = {
        "id": "a", "same_as": None, "qualifier": "exact", "low": None, "best": 25000, "high": None,
        "number": 25000, "superseded_on": None, "note": "called fake", "apart": "withdrawn",
        "withdrawn_on": "2024-02-29", "counting": "cumulative",
    }  # fmt: skip
    answered = {
        "response": "withdrawn", "source_names": None, "published": "2024-02-29",
        "note": "The number was that of all dead.",
    }  # fmt: skip
    text = summary(Surroundings(claim, responses=[answered]))
    assert text == (
        "Its source withdrew it on 29 February 2024. The number was that of all dead. "
        "Note: called fake."
    )


def test_killed_are_told_from_killed_and_wounded(cache, curated):
    engine = database(curated).engine()
    rows = queries.claims(engine, KILLED)
    found = surroundings(engine, queries.claim(engine, rows["id"].iloc[-1]))
    names = [one["quantity"] for one in found.mixed_up]
    assert names[0] == "North Korean soldiers killed or wounded"
    assert "It is easily mixed up with North Korean soldiers killed or wounded" in summary(found)


def test_the_card_leads_to_each_claim_and_is_escaped(around):
    text = claim_card.surroundings(around(YONHAP))
    assert "Is it right?" in text
    assert 'href="./claim/kyiv-independent-2025-09-02-about-2000-north-3"' in text
    found = around(YONHAP)
    hostile = found._replace(claim={**found.claim, "note": "<script>alert(1)</script>"})
    assert "<script>" not in claim_card.surroundings(hostile)


def test_no_comparison_is_made_of_a_claim_that_stands_apart(around):
    found = around(APRIL)
    apart = found._replace(
        claim={**found.claim, "apart": "place", "place": "Kursk"}, others=[], unlike=[]
    )
    assert "It stands apart from the others of its quantity: counts Kursk only." in summary(apart)
