"""A number looked up: what a search finds, the page, the API and the command."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.testclient import TestClient

from contested import cli, queries, web
from contested.addresses import Site
from contested.database import database
from contested.extract import numbers
from contested.queries.search import LONGEST_QUESTION, question
from contested.web.lookups import MANY
from contested.words import day, lookups, missing

DATA = Path(__file__).parent.parent / "data"

NIS_600 = "unn-2025-04-30-about-600-north-4"

#: What is typed, and a quantity and a claim that must be among what is found: (subject, metric).
TYPED = {
    "600": ("north-korea", "killed"),
    "600 north koreans killed": ("north-korea", "killed"),
    "4,700": ("north-korea", "casualties"),
    "4 700": ("north-korea", "casualties"),
    "4.700": ("north-korea", "casualties"),
    "٤٧٠٠": ("north-korea", "casualties"),
    "four thousand seven hundred": ("north-korea", "casualties"),
    "1.2 million": ("russia", "casualties"),
    "1.2m": ("russia", "casualties"),
    "1,2 млн": ("russia", "casualties"),
    "DPRK": ("north-korea", "killed"),
    "deaths": ("gaza", "killed"),
    "korean dead": ("north-korea", "killed"),
    "russia losses": ("russia", "casualties"),
    "palestinians killed": ("gaza", "killed"),
    "Gaza death toll": ("gaza", "killed"),
    "hamas": ("gaza", "killed"),
    "zelenskyy": ("russia", "killed"),
    "noth korea": ("north-korea", "killed"),
    # The names of parties elsewhere: Ukrainian, Russian, Arabic, Hebrew, Korean, French.
    "Північна Корея": ("north-korea", "killed"),
    "Росія": ("russia", "killed"),
    "Россия": ("russia", "killed"),
    "потери России": ("russia", "casualties"),
    "вбиті в Україні": ("ukraine", "killed"),
    "КНДР": ("north-korea", "killed"),
    "غزة": ("gaza", "killed"),
    "روسيا": ("russia", "killed"),
    "רוסיה": ("russia", "killed"),
    "עזה": ("gaza", "killed"),
    "북한": ("north-korea", "killed"),
    "러시아": ("russia", "killed"),
    "Corée du Nord": ("north-korea", "killed"),
    "Russie": ("russia", "killed"),
    "600 נהרגו": ("north-korea", "killed"),
    "An article says 600 North Koreans were killed; is that right?": ("north-korea", "killed"),
}


@pytest.fixture(autouse=True)
def engine(cache, monkeypatch):
    """Return the engine of the curated data, which hold the other names."""
    monkeypatch.setenv("CONTESTED_DATA", str(DATA))
    return database(DATA).engine()


@pytest.mark.parametrize("text", TYPED)
def test_what_people_type_finds_a_claim_and_a_quantity(engine, text):
    found = queries.search(engine, text)
    assert len(found.claims)
    quantities = list(zip(found.quantities["subject"], found.quantities["metric"], strict=True))
    assert TYPED[text] in quantities[:5]
    numbered = question(text).values
    for claim in found.claims.to_dict("records"):
        assert not numbered or set(numbered) & {claim["low"], claim["best"], claim["high"]}


def test_a_number_with_words_finds_the_claim_itself_first(engine):
    for text in ("600 north koreans killed", "six hundred North Korean soldiers dead"):
        first = queries.search(engine, text).claims.iloc[0]
        assert (first["id"], first["match"]) == (NIS_600, "number")


def test_a_claim_stands_in_one_line_with_what_came_of_it(engine):
    first = queries.search(engine, "600 north koreans killed").claims.iloc[0]
    expected = "About 600 · NIS, South Korea · as of 30 April 2025 · since raised to about 2,000"
    assert lookups.line(first) == expected


def test_a_claim_that_was_withdrawn_says_so_before_all_else(engine):
    withdrawn = engine.rows("select * from claim where withdrawn_on is not null order by id")
    assert len(withdrawn)
    for claim in withdrawn.to_dict("records"):
        row = claim | {"since_id": "x"}
        assert lookups.came(row).startswith("withdrawn on ")


def test_a_quantity_names_its_two_ends_only_where_they_are_of_one_time(engine):
    for row in queries.quantities(engine).to_dict("records"):
        line = lookups.quantity_line(row)
        one_time = not missing(row["at"]) and row["lowest_claim"] != row["highest_claim"]
        assert (f", about {day(row['at'])}" in line) if one_time else (", about " not in line)


@pytest.fixture
def site():
    return TestClient(
        Starlette(routes=web.routes(), middleware=web.middleware()),
        base_url="http://contested.example",
    )


def shown(site, text):
    """Return the words of the page that looks a text up."""
    answer = site.get("/check", params={"q": text})
    assert answer.status_code == 200
    main = re.search(r"<main>(.*)</main>", answer.text, re.DOTALL)[1]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", main)))


@pytest.mark.slow
def test_a_pasted_sentence_is_answered_whole(site):
    said = shown(site, "The article says 600 North Koreans were killed.")
    assert "About 600 comes from National Intelligence Service (South Korea)" in said
    assert "Since raised to about 2,000, as of 2 September 2025." in said
    assert "What was looked up has no hedge; the source said “about 600”." in said
    assert "printed without “about” by The New York Times" in said
    for heading in ("What the same source said", "What others said", "Easily mixed up with"):
        assert heading in said
    # Others' numbers are named in the picture's key where it has any.
    assert "Pale:" not in said
    assert "Pale:" in shown(site, "at least 300 north korean soldiers killed")


def test_a_number_of_several_things_asks_which_is_meant(site):
    said = shown(site, "600")
    assert "Add a word to say which is meant" in said
    assert "Civilian" in said
    assert "North Korean soldiers killed" in said


@pytest.mark.slow
def test_a_number_that_nobody_gave_is_not_called_wrong(site):
    said = shown(site, "650 north koreans killed")
    assert "No claim recorded here says 650 of that." in said
    assert "nothing about whether it is right" in said
    assert "About 600 · NIS" in said


@pytest.mark.slow
def test_a_number_of_something_else_than_was_asked_for_says_so(site):
    said = shown(site, "4,700 north koreans killed")
    assert "reads as “North Korean soldiers killed”; this number is of" in said
    for text in ("600 north koreans killed", "4,700 north korean casualties", "4,700"):
        assert "reads as" not in shown(site, text)


@pytest.mark.slow
def test_each_number_of_a_sentence_is_answered(site):
    said = shown(site, "600 North Koreans were killed and 4,700 were killed or wounded")
    assert "About 600 comes from" in said
    assert "About 4,700 comes from" in said
    assert "reads as" not in said


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "javascript:alert(1)",
        "{{ 7 * 7 }}",
        "%' or '1' = '1",
        "\u202e600",
        "\x00",
        "600" + "\n" * 50,
    ],
)
def test_hostile_text_is_shown_as_text(site, text):
    answer = site.get("/check", params={"q": text})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    assert 'href="javascript:alert' not in answer.text
    assert "script-src" not in answer.headers["content-security-policy"]
    assert site.get("/api/search.json", params={"q": text}).status_code == 200


@pytest.mark.slow
def test_a_long_text_is_cut_on_the_page_and_refused_by_the_api(site):
    long = "600 north koreans killed " * 100
    assert "Only the first 400 characters were read." in shown(site, long)
    refused = site.get("/api/search.json", params={"q": long})
    assert refused.status_code == 422
    assert refused.json()["detail"][0]["word"] == "q"
    assert str(LONGEST_QUESTION) in refused.json()["detail"][0]["message"]


@pytest.mark.parametrize("query", ["q=1&limit=0", f"limit={MANY.most + 1}", "qq=1", "q=1&q=2"])
def test_a_word_that_does_not_pass_is_named(site, query):
    assert site.get(f"/api/search.json?{query}").status_code == 422


@pytest.mark.slow
def test_the_answer_holds_rows_with_lines_and_addresses(site):
    answer = site.get("/api/search.json", params={"q": "600 north koreans killed", "limit": 3})
    found = answer.json()
    assert found["numbers"][0]["best"] == 600
    assert found["claims"][0]["id"] == NIS_600
    assert found["claims"][0]["line"].startswith("About 600 · NIS")
    for kind in ("claims", "quantities", "sources", "articles"):
        assert len(found[kind]) <= 3
        for row in found[kind]:
            address = row["address"].partition("?")[0]
            assert address == "/timeline" or site.get(address).status_code == 200
    again = site.get(
        "/api/search.json",
        params={"q": "600 north koreans killed", "limit": 3},
        headers={"if-none-match": answer.headers["etag"]},
    )
    assert again.status_code == 304


@pytest.mark.slow
def test_every_page_without_scripts_has_the_field(site):
    for path in ("/check", f"/claim/{NIS_600}", "/article/nyt-2025-08-22-north-korea-honors"):
        text = site.get(path).text
        assert text.count('role="search"') == 1
        assert 'action="/check"' in text


def test_the_bookmark_opens_the_page_with_what_is_selected(site):
    link = Site("http://contested.example").bookmarklet()
    assert html.escape(link) in site.get("/check").text.replace("&#39;", "&#x27;")
    assert quote("http://contested.example", safe=":/") in link


@pytest.mark.slow
def test_the_command_says_what_the_page_says(monkeypatch):
    ran = CliRunner().invoke(cli.cli, ["lookup", "600", "north", "koreans", "killed"])
    assert ran.exit_code == 0
    assert "About 600 comes from National Intelligence Service (South Korea)" in ran.output
    assert CliRunner().invoke(cli.cli, ["lookup", "xyzzy"]).exit_code == 1
    assert CliRunner().invoke(cli.cli, ["lookup", "x" * 500]).exit_code == 2


def test_how_a_hedge_differs_is_said_both_ways():
    exact = {"qualifier": "exact", "low": None, "best": 600, "high": None, "stated": None}
    [asked] = numbers("at least 600")
    assert "without one" in lookups.hedged(asked, exact)
    assert lookups.hedged(numbers("600")[0], exact) == ""
