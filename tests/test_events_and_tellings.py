"""The toll of an event is its own quantity, a statement counts once, what was withdrawn leaves."""

from datetime import date

import duckdb
import pytest

from contested import queries, words
from contested.build import build
from contested.charts import marks
from contested.charts import timeline as charts
from contested.charts.axis import Axis
from contested.charts.style import LIGHT
from contested.engine import DuckDB
from contested.html import claim_card
from contested.selection import Selection, parse
from contested.views import direct, footer, quantity, timeline
from contested.views.claim import surroundings
from contested.words.surroundings import summary
from tests.test_claim_whole import EVENT, FIRST, LATER

pytestmark = pytest.mark.slow  # each checks or builds a folder

KILLED = Selection("war", "ukraine", "killed", "military")


@pytest.fixture
def asked(folder, tmp_path):
    """Return a function that builds the folder and returns an engine on it."""
    open_ones = []

    def opened():
        path = build(folder.path, tmp_path / "cache").path
        open_ones.append(duckdb.connect(str(path), read_only=True))
        return DuckDB(open_ones[-1])

    yield opened
    for con in open_ones:
        con.close()


def test_the_toll_of_an_event_is_a_quantity_of_its_own(folder, asked):
    folder.add("events", **{**EVENT, "subjects": ""})
    folder.add("claims", **FIRST)
    folder.add("claims", **{**FIRST, "id": "toll", "best": "70", "since": "", "event": "clash"})
    engine = asked()
    names = set(queries.quantities(engine, KILLED)["name"])
    assert names == {
        "Ukrainian soldiers killed",
        "Ukrainian soldiers killed in the first clash, April 2025",
    }
    assert list(queries.current(engine, KILLED)["id"]) == ["first"]
    event, misfits = parse(f"{KILLED.query()}&event=clash")
    assert (list(queries.current(engine, event)["id"]), misfits) == (["toll"], [])
    assert queries.quantity(engine, event)["words"].endswith("in the first clash, April 2025")
    # A list leaves none out, unless it is asked to.
    assert set(queries.claims(engine, KILLED)["id"]) == {"first", "toll"}
    none, _ = parse(f"{KILLED.query()}&event=none")
    assert list(queries.claims(engine, none)["id"]) == ["first"]
    assert [misfit.word for misfit in queries.unknown(engine, parse("event=clsh")[0])] == ["event"]


def test_an_event_s_toll_says_where_nothing_is_recorded_of_the_whole_conflict(folder, asked):
    folder.add("events", **{**EVENT, "subjects": ""})
    folder.add("claims", **{**FIRST, "id": "toll", "best": "70", "since": "", "event": "clash"})
    toll = parse(f"{KILLED.query()}&event=clash")[0]
    absent = "All of this is of one event; no such number of the whole conflict is recorded here."
    assert absent in quantity.heading(asked(), toll).aside
    folder.add("claims", **FIRST)
    engine = asked()
    for selection in (toll, KILLED):
        assert "of one event" not in quantity.heading(engine, selection).aside


def test_events_shown_are_of_the_war_as_a_whole_or_of_the_subject_looked_at(folder, asked):
    folder.add("claims", **FIRST)
    for id, subjects in (("whole", ""), ("theirs", "russia"), ("ours", "ukraine")):
        folder.add("events", **{**EVENT, "id": id, "label": id, "subjects": subjects})
    assert set(queries.events(asked(), KILLED)["label"]) == {"whole", "ours"}


def test_a_part_is_set_apart_until_all_claims_name_it(folder, asked):
    folder.add("claims", **{**FIRST, "only": "Wagner Group"})
    engine = asked()
    (claim,) = queries.claims(engine, KILLED).to_dict("records")
    assert claim["quantity"] == "Ukrainian soldiers killed (Wagner Group)"
    assert claim["apart"] is None
    folder.add("claims", **{**LATER, "sources": "hur"})
    by_id = queries.claims(asked(), KILLED).set_index("id")
    assert set(by_id["quantity"]) == {"Ukrainian soldiers killed"}
    assert list(by_id["apart"].notna()) == [True, False]


def test_a_statement_in_two_tellings_counts_once(folder, asked):
    folder.add("claims", **FIRST)
    folder.add("claims", **{**LATER, "same_as": "first", "best": "750", "qualifier": "about"})
    engine = asked()
    assert list(queries.drawn(engine, KILLED)["id"]) == ["first"]
    assert list(queries.current(engine, KILLED)["id"]) == ["first"]
    assert list(queries.claims(engine, KILLED)["tellings"]) == [2, 2]
    # The chart of an article draws what that article printed.
    assert list(queries.drawn(engine, Selection(article="pravda-2025-05-02"))["id"]) == [
        "later",
        "pravda-2025-05-02-1",
    ]
    assert list(queries.tellings(engine, "first")["id"]) == ["later"]
    # Beside the claim stands how others printed it, where they hedged it otherwise.
    found = surroundings(engine, queries.claim(engine, "first"))
    assert [telling["id"] for telling in found.tellings] == ["later"]
    assert "The same statement was printed as “about 750”" in summary(found)


def test_a_telling_without_the_hedge_is_said_wherever_its_statement_is(folder, asked):
    folder.add("claims", **{**FIRST, "qualifier": "about", "best": "700"})
    folder.add("claims", **{**LATER, "same_as": "first", "best": "700"})
    engine = asked()
    bare = "one statement in two tellings, printed without “about” by Ukrainska Pravda"
    claim = queries.claim(engine, "first")
    assert words.tellings(claim) == bare
    assert ("Statement", words.capital(bare)) in words.provenance(claim)
    heading = quantity.heading(engine, KILLED)
    assert heading.aside == f"About 700 (NIS) is {bare}."
    found = surroundings(engine, claim)
    assert "The same statement was printed without “about” by Ukrainska Pravda." in summary(found)


@pytest.mark.parametrize(("response", "leaves"), [("withdrawn", True), ("disputed", False)])
def test_a_number_that_was_withdrawn_leaves_the_comparison_from_that_day(
    folder, asked, response, leaves
):
    folder.add("claims", **FIRST)
    sources = "nis" if response == "withdrawn" else "hur"
    folder.add(
        "responses",
        claim="first",
        response=response,
        sources=sources,
        article="pravda-2025-05-02",
    )
    engine = asked()
    (claim,) = queries.claims(engine, KILLED).to_dict("records")
    assert (claim["apart"] is not None) is leaves
    before = Selection(*list(vars(KILLED).values())[:4], known_on=date(2025, 5, 1))
    assert list(queries.claims(engine, before)["apart"]) == [None]
    on_the_day = Selection(*list(vars(KILLED).values())[:4], known_on=date(2025, 5, 2))
    assert len(queries.claims(engine, on_the_day)) == (0 if leaves else 1)


@pytest.mark.parametrize(
    ("response", "told", "apart"),
    [("misprinted", "again", {"again"}), ("withdrawn", "first", {"first", "again"})],
)
def test_a_misprint_takes_its_own_telling_and_a_withdrawal_all(
    folder, asked, response, told, apart
):
    folder.add("claims", **FIRST)
    folder.add("claims", **{**LATER, "id": "again", "same_as": "first", "best": "7000"})
    folder.add(
        "responses", claim=told, response=response, sources="nis", article="pravda-2025-05-02"
    )
    found = queries.claims(asked(), KILLED)
    taken = found[found["apart"].notna()]
    assert set(taken["id"]) == apart
    assert set(taken["apart"]) == {response}


def test_words_for_a_part_are_not_quoted_beside_numbers_of_the_whole(folder, asked):
    part = {"best": "", "qualifier": "unnumbered", "stated": "dozens", "only": "Wagner Group"}
    folder.add("claims", **{**FIRST, **part})
    assert "“dozens”" in quantity.heading(asked(), KILLED).answer
    folder.add("claims", **{**LATER, "sources": "hur"})
    assert "“dozens”" not in quantity.heading(asked(), KILLED).answer


def test_what_goes_on_to_change_after_an_event_is_of_the_day_of_its_count(folder, asked):
    buried = {"id": "buried", "label": "Buried", "phrase": "{people} buried", "part_of": ""}
    folder.add("metrics", unit="people", family="dead", definition="In graves.", **buried)
    folder.add("events", **{**EVENT, "subjects": ""})
    toll = {**FIRST, "event": "clash", "since": ""}
    for metric in ("killed", "buried"):
        folder.add("claims", **{**toll, "id": metric, "metric": metric})
    days = queries.claims(asked(), Selection("war")).set_index("id")["effective"]
    assert str(days["killed"].date()) == "2025-04-20"
    assert str(days["buried"].date()) == "2025-04-29"


def test_a_name_that_heads_quantities_of_two_conflicts_names_the_conflict(folder, asked):
    folder.add("claims", **FIRST)
    assert queries.quantity(asked(), KILLED)["name"] == "Ukrainian soldiers killed"
    folder.add("conflicts", id="raid", name="Raid of 2025", began="2025-01-01", ended="", note="")
    folder.add("claims", **{**FIRST, "id": "raid", "conflict": "raid", "since": ""})
    raid = Selection("raid", "ukraine", "killed", "military")
    assert queries.quantity(asked(), raid)["name"] == "Ukrainian soldiers killed (Raid of 2025)"


def test_words_in_place_of_a_number_are_listed_and_compared_with_nothing(folder, asked):
    folder.add("claims", **{**FIRST, "best": "", "qualifier": "unnumbered", "stated": "dozens"})
    engine = asked()
    assert list(queries.claims(engine, KILLED)["stated"]) == ["dozens"]
    assert queries.current(engine, KILLED).empty
    assert queries.drawn(engine, KILLED).empty
    assert queries.band(engine, KILLED).empty
    assert quantity.heading(engine, KILLED).answer == (
        "No number of Ukrainian soldiers killed is in this selection. "
        "Without a number: “dozens” (NIS, 29 April 2025)."
    )


def test_words_in_place_of_a_number_stand_in_the_margin_and_never_on_the_axis(folder, asked):
    in_words = {**FIRST, "best": "", "qualifier": "unnumbered", "stated": "dozens"}
    folder.add("claims", **in_words)
    alone = timeline.drawn(engine := asked(), KILLED, LIGHT, direct)
    assert [trace.name for trace in alone.chart.data] == ["in words"]
    assert "“dozens”" in alone.alt
    assert list(timeline.claims(engine, KILLED)["id"]) == ["first"]
    assert "\nOne claim of " in footer(timeline.claims(engine, KILLED), ())
    folder.add("claims", **LATER)
    beside = timeline.drawn(asked(), KILLED, LIGHT, direct).chart
    (margin,) = (trace for trace in beside.data if trace.name == "in words")
    assert margin.yaxis == "y3"
    assert [text.strip() for text in margin.text] == ["“dozens”"]
    assert list(margin.customdata) == [["first"]]
    # The margin ends where the numbers begin, and the plot is as high as without it.
    assert beside.layout.yaxis3.domain[1] == beside.layout.yaxis.domain[0] > 0
    on_the_axis = [
        id for trace in beside.data if trace.yaxis is None for (id,) in trace.customdata or []
    ]
    assert on_the_axis == ["later"]
    assert "\nTwo claims of " in footer(timeline.claims(asked(), KILLED), ())
    ring = charts.marked(beside, timeline.rows(asked(), KILLED).every, "first", LIGHT).data[-1]
    assert (ring.y, ring.yaxis) == (margin.y, "y3")
    seen_before, _ = parse(f"{KILLED.query()}&known_on=2025-04-28")
    assert timeline.rows(engine, seen_before).every.empty


def test_a_month_lasts_until_it_was_printed(folder, asked):
    folder.add("claims", **{**FIRST, "as_of": "2025-04", "since": "2025-Q1"})
    (claim,) = queries.claims(asked(), KILLED).to_dict("records")
    days = [claim[name].date() for name in ("as_of_from", "as_of", "since", "since_to")]
    assert days == [date(2025, 4, 1), date(2025, 4, 30), date(2025, 1, 1), date(2025, 3, 31)]
    assert (claim["as_of_precision"], claim["since_precision"]) == ("month", "quarter")


def test_a_side_takes_its_backers_sources(folder, asked):
    backs = {"conflict": "war", "party": "south-korea", "side": "ukrainian", "role": "backer"}
    folder.add("stances", **backs, url="https://example.org/a")
    folder.add("claims", **FIRST)
    engine = asked()
    found = queries.claims(engine, parse("side=ukrainian")[0])
    assert set(found["source"]) == {"hur;mediazona", "nis"}
    relations = dict(zip(found["id"], found["relation"], strict=True))
    assert relations["first"] == "ally_backer"
    assert relations["yna-2025-01-13-1"] == "adversary_backer"


def test_a_claim_says_what_became_of_it(folder, asked):
    folder.add("claims", **{**FIRST, "via": "budanov", "only": "Wagner Group"})
    folder.add("claims", **{**LATER, "same_as": "first", "only": "Wagner Group"})
    told = {"article": "pravda-2025-05-02", "claim": "first"}
    folder.add("responses", response="disputed", sources="hur", note="Too high.", **told)
    engine = asked()
    claim = queries.claim(engine, "first")
    assert words.provenance(claim) == [
        ("Passed on by", "Kyrylo Budanov"),
        ("Counts", "Wagner Group"),
        ("Statement", "One statement in two tellings"),
        ("Response", "Disputed by another source on 2 May 2025"),
    ]
    # To who looks from an earlier day it was not disputed yet.
    assert dict(words.provenance(claim, date(2025, 5, 1))).get("Response") is None
    (response,) = queries.responses(engine, "later").to_dict("records")
    assert response["source_names"] == "Main Intelligence Directorate"
    assert "One statement in two tellings" in claim_card.card(
        claim, [queries.source(engine, "nis")]
    )


def test_a_date_is_said_as_finely_as_its_source_gave_it(folder, asked):
    folder.add("claims", **{**FIRST, "as_of": "2025-04", "since": "2025-Q1"})
    claim = queries.claim(asked(), "first")
    assert words.window(claim) == "from the first quarter of 2025 to April 2025, in all"
    bars = marks.periods([claim], Axis(0, 1000, log=False))
    assert bars.x == ["2025-04-01", "2025-04-30", None]


def test_a_quantity_offers_its_events_and_the_other_words_are_not_narrowed_by_one(folder, asked):
    folder.add("events", **{**EVENT, "subjects": ""})
    folder.add("claims", **FIRST)
    folder.add("claims", **{**FIRST, "id": "toll", "best": "70", "since": "", "event": "clash"})
    engine = asked()
    offered = queries.choices(engine, KILLED, "event")
    assert list(zip(offered["value"], offered["label"], offered["claims"], strict=True)) == [
        ("clash", "First clash", 1)
    ]
    event, _ = parse("conflict=war&event=clash")
    assert "north-korea" in set(queries.choices(engine, event, "subject")["value"])


def test_an_event_of_one_side_stands_on_that_side_s_timelines_only(folder, asked):
    folder.add("events", **{**EVENT, "subjects": "russia"})
    folder.add("events", **{**EVENT, "id": "all", "subjects": "", "label": "It begins"})
    folder.add("claims", **FIRST)
    engine = asked()
    theirs = queries.events(engine, Selection("war", "russia", "killed", "military"))
    assert set(theirs["label"]) == {EVENT["label"], "It begins"}
    assert list(queries.events(engine, KILLED)["label"]) == ["It begins"]
