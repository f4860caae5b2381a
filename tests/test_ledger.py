"""The ledger: what changed, on a page, in a feed and as data; and a claim's history."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from contested import queries, web
from contested.database import database
from contested.selection import parse
from contested.vocabulary import CHANGES
from contested.web.changes import FEED
from tests.conftest import LATER, OF_LATER

pytestmark = pytest.mark.slow  # each builds databases

DATA = Path(__file__).parent.parent / "data"
ATOM = "{http://www.w3.org/2005/Atom}"
NIS_600, NIS_2000 = "yna-2025-04-30-1", "ki-2025-09-02-1"


@pytest.fixture
def ledger(folder):
    """Return a small folder in which one number was corrected, one disputed, one printed again."""
    folder.add("articles", **LATER)
    same = OF_LATER | {"sources": "nis"}
    folder.add(
        "claims", id=NIS_2000, metric="killed", best="2000", qualifier="about", as_of="2025-09-02",
        supersedes=NIS_600, reason="Raised & <b>counted</b> again.", entered="2025-09-05", **same,
    )  # fmt: skip
    folder.add(
        "claims", id="ki-2025-09-02-2", metric="casualties", low="4700", qualifier="at_least",
        as_of="2025-04-30", same_as="yna-2025-04-30-2", entered="2025-09-04", **same,
    )  # fmt: skip
    folder.add(
        "responses", claim="pravda-2025-05-02-1", response="disputed", sources="nis",
        article="ki-2025-09-02", note="No more than 11,000.", entered="2025-09-04",
    )  # fmt: skip
    folder.add(
        "breaks", source="nis", metric="casualties", date="2025-06-01", reason="Only the wounded.",
        entered="2025-09-03",
    )  # fmt: skip
    return folder


@pytest.fixture
def site(ledger, monkeypatch):
    """Return who asks a site of that folder."""
    monkeypatch.setenv("CONTESTED_DATA", str(ledger.path))
    return asked()


@pytest.fixture
def curated_site(cache, monkeypatch):
    """Return who asks a site of the curated data."""
    monkeypatch.setenv("CONTESTED_DATA", str(DATA))
    return asked()


def asked():
    return TestClient(
        Starlette(routes=web.routes(), middleware=web.middleware()),
        base_url="http://contested.example",
    )


def listed(site, query=""):
    """Return what the API lists: the kind of each change and its claim."""
    answer = site.get(f"/api/changes.json{query}")
    assert answer.status_code == 200, answer.text
    return [(one["change"], one["claim"]["id"]) for one in answer.json()["changes"]]


ALL = [
    ("corrected", NIS_2000),
    ("disputed", "pravda-2025-05-02-1"),
    ("telling", "ki-2025-09-02-2"),
    ("redefined", "ki-2025-09-02-2"),
]


def test_changes_come_by_the_day_of_entry_and_what_has_none_is_counted(site):
    assert set(listed(site)) == set(ALL)
    days = [one["on"] for one in site.get("/api/changes.json").json()["changes"]]
    assert days == ["2025-09-05", "2025-09-04", "2025-09-04", "2025-09-03"]
    page = site.get("/changes").text
    assert "Four more do not say when they were entered." in page
    assert "Entered on 5 September 2025" in page


def test_changes_come_by_the_day_of_print_where_that_is_asked_for(site):
    found = site.get("/api/changes.json?clock=print").json()
    assert found["clock"] == "print"
    assert [one["on"] for one in found["changes"]] == [
        "2025-09-02", "2025-09-02", "2025-09-02", "2025-06-01",
        "2025-05-02", "2025-04-30", "2025-04-30", "2025-01-13",
    ]  # fmt: skip
    assert found["counts"] == {
        "added": 4, "corrected": 1, "disputed": 1, "redefined": 1, "telling": 1,
    }  # fmt: skip
    assert "Printed on 2 September 2025" in site.get("/changes?clock=print").text


def test_data_that_say_nothing_of_entry_are_listed_by_print(folder, monkeypatch):
    monkeypatch.setenv("CONTESTED_DATA", str(folder.path))
    site = asked()
    assert site.get("/api/changes.json").json()["clock"] == "print"
    page = site.get("/changes").text
    assert "Printed on 2 May 2025" in page
    assert "By the day entered" not in page
    assert "Four do not say when they were entered." in site.get("/changes?clock=entry").text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=corrected", [NIS_2000]),
        ("kind=corrected&kind=disputed", [NIS_2000, "pravda-2025-05-02-1"]),
        ("metric=casualties&kind=redefined", ["ki-2025-09-02-2"]),
        ("metric=killed&kind=redefined", []),
        ("source=hur", ["pravda-2025-05-02-1"]),
        ("metric=killed", [NIS_2000]),
        ("subject=north-korea&known_on=2025-06-30", ["ki-2025-09-02-2"]),
    ],
)
def test_a_selection_and_a_kind_leave_changes_out(site, query, expected):
    assert [id for _, id in listed(site, f"?{query}")] == expected


def test_what_does_not_pass_is_named_on_the_page_in_the_feed_and_in_the_api(site):
    for path in ("/changes", "/changes.atom", "/api/changes.json"):
        for query, message in (
            ("kind=corected", "did you mean &#39;corrected&#39;?"),
            ("clock=entry&clock=print", "give it once"),
            ("metric=kiled", "did you mean &#39;killed&#39;?"),
            ("scale=log", "no such word here"),
            ("limit=0", "give one whole number from 1 to"),
        ):
            answer = site.get(f"{path}?{query}")
            assert answer.status_code == 422, (path, query)
            assert message in answer.text.replace("'", "&#39;"), (path, query)


def test_the_page_says_each_change_and_leads_to_what_it_is_about(site):
    page = site.get("/changes").text
    for told in (
        f'<a href="/claim/{NIS_2000}"><strong>About 2,000</strong></a>',
        f'in place of <a href="/claim/{NIS_600}">about 600</a>',
        "Raised &amp; &lt;b&gt;counted&lt;/b&gt; again.",
        "Disputed by National Intelligence Service (The Kyiv Independent, 2 September 2025): "
        "No more than 11,000.",
        "changed what it counts: <bdi>Only the wounded.</bdi>",
    ):
        assert told in page, told
    assert 'rel="alternate" type="application/atom+xml"' in page
    link = re.search(r'<a href="(/changes\.atom[^"]*)"', page)[1]
    assert site.get(link).status_code == 200


def test_pages_follow_each_other_and_hold_every_change_once(curated_site):
    path, seen = "/changes?conflict=sudan&limit=40", []
    while path:
        page = curated_site.get(path)
        assert page.status_code == 200
        if seen:
            assert 'rel="prev"' in page.text
        seen += re.findall(r'<li class="change">.*?</li>', page.text, re.S)
        found = re.search(r'<a rel="next" href="([^"]+)"', page.text)
        path = found[1].replace("&amp;", "&") if found else ""
    total = curated_site.get("/api/changes.json?conflict=sudan").json()["total"]
    assert len(seen) == total > 40
    assert len(set(seen)) == total


def test_every_change_of_the_data_is_in_the_ledger_once(curated_site):
    engine = database(DATA).engine()
    found = curated_site.get("/api/changes.json?limit=10000").json()
    ids = [one["change_id"] for one in found["changes"]]
    assert len(ids) == len(set(ids)) == found["total"]
    claims = {id.removeprefix("claim ") for id in ids if id.startswith("claim ")}
    assert claims == set(engine.rows("select id from claim")["id"])
    kinds = [one["change"] for one in found["changes"]]
    for prefix, sql, own in (
        ("response ", "select * from response", CHANGES.keys() - {"redefined"}),
        ("break ", "select * from series_break", {"redefined"}),
    ):
        assert sum(id.startswith(prefix) for id in ids) == len(engine.rows(sql))
        assert {k for k, id in zip(kinds, ids, strict=True) if id.startswith(prefix)} <= own


# The feed.


def feed(site, query=""):
    answer = site.get(f"/changes.atom{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)


INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


@pytest.mark.parametrize("query", ["", "?kind=corrected&kind=withdrawn", "?clock=print&limit=500"])
def test_the_feed_is_atom(curated_site, query):
    root = feed(curated_site, query)
    assert root.tag == f"{ATOM}feed"
    # RFC 4287, 4.1.1: exactly one of these, and a link to itself; 4.1.2 the same of each entry.
    for one in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{name}")) == 1, name
        assert INSTANT.fullmatch(one.find(f"{ATOM}updated").text)
        assert urlsplit(one.find(f"{ATOM}id").text).scheme in ("http", "tag")
        alternate = [link for link in one.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len(alternate) == 1
        assert urlsplit(alternate[0].get("href")).netloc == "contested.example"
    own = [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own == [f"http://contested.example/changes.atom{query}"]
    entries = root.findall(f"{ATOM}entry")
    ids = [one.find(f"{ATOM}id").text for one in entries]
    assert len(ids) == len(set(ids))
    assert all(one.find(f"{ATOM}author/{ATOM}name").text for one in entries)
    assert all(one.find(f"{ATOM}summary").text for one in entries)
    updated = [one.find(f"{ATOM}updated").text for one in entries]
    assert root.find(f"{ATOM}updated").text == max(updated)


def test_a_feed_is_bounded_and_leads_on(curated_site):
    root = feed(curated_site)
    assert len(root.findall(f"{ATOM}entry")) == FEED.usual
    further = next(
        one.get("href") for one in root.findall(f"{ATOM}link") if one.get("rel") == "next"
    )
    second = feed(curated_site, f"?{urlsplit(further).query}")
    ids = [{one.text for one in part.iterfind(f"{ATOM}entry/{ATOM}id")} for part in (root, second)]
    assert not ids[0] & ids[1]


def test_an_entry_says_what_the_page_says_and_keeps_its_id_when_the_data_grow(ledger, site):
    before = {one.find(f"{ATOM}id").text: one for one in feed(site).iter(f"{ATOM}entry")}
    name = f"tag:contested.example,2026:contested:claim/{NIS_2000}"
    entry = before[name]
    assert entry.find(f"{ATOM}title").text == (
        "Corrected: NIS: about 600 → about 2,000 "
        "(North Korean soldiers killed since 1 October 2024, Kursk)"
    )
    assert "It stands in place of about 600: Raised & <b>counted</b> again." in (
        entry.find(f"{ATOM}summary").text
    )
    assert entry.find(f"{ATOM}updated").text == "2025-09-05T00:00:00Z"
    assert entry.find(f"{ATOM}published").text == "2025-09-02T00:00:00Z"
    ledger.change("claims", 2, entered="2026-01-01")
    after = [one.find(f"{ATOM}id").text for one in feed(site).iter(f"{ATOM}entry")]
    assert after[0].endswith("claim/yna-2025-01-13-1")
    assert set(after[1:]) == set(before)


def test_a_reader_who_has_the_feed_is_told_that_nothing_changed(site):
    first = site.get("/changes.atom")
    again = site.get("/changes.atom", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_of_the_dashboard_names_the_feed_of_what_it_shows(curated_site):
    query = "conflict=russia-ukraine&subject=north-korea&metric=killed&population=military"
    page = curated_site.get(f"/timeline?{query}&scale=log&known_on=2025-05-01").text
    link = re.search(r'type="application/atom\+xml"[^>]*href="([^"]+)"', page)[1]
    path, _, named = link.replace("&amp;", "&").partition("?")
    assert path == "/changes.atom"
    assert parse(named) == parse(query)
    assert curated_site.get(link.replace("&amp;", "&")).status_code == 200


def test_other_pages_lead_to_the_ledger(curated_site):
    assert 'href="/changes"' in curated_site.get("/check").text
    assert 'href="/changes?source=nis"' in curated_site.get("/source/nis").text
    overview = curated_site.get("/").text
    assert 'href="./changes"' in overview
    assert 'href="/changes"' in overview
    assert "<loc>http://contested.example/changes</loc>" in curated_site.get("/sitemap.xml").text


# A claim's history.


def test_a_claims_page_has_its_history_and_says_when_it_was_entered(site):
    page = site.get(f"/claim/{NIS_2000}").text
    history = page.partition("<h2>History</h2>")[2].partition("</ol>")[0]
    lines = [" ".join(re.sub("<[^>]+>", "", line).split()) for line in history.split("<li>")[1:]]
    assert lines == [
        "30 April 2025: about 600, printed by Yonhap",
        "2 September 2025: about 2,000 in place of about 600, printed by The Kyiv Independent "
        "(this claim). Raised &amp; &lt;b&gt;counted&lt;/b&gt; again.",
        "Entered here: 5 September 2025. All changes of this quantity",
    ]
    page = site.get("/claim/pravda-2025-05-02-1").text
    history = page.partition("<h2>History</h2>")[2].partition("</ol>")[0]
    assert "Disputed by National Intelligence Service" in history
    assert "Entered here" not in history


def test_the_history_of_a_corrected_claim_and_of_a_telling_are_those_of_the_statement(site):
    engine = database().engine()
    ids = lambda id: list(queries.history(engine, id)["id"])  # noqa: E731
    assert ids(NIS_600) == [NIS_2000, NIS_600]
    assert ids("yna-2025-04-30-2") == ids("ki-2025-09-02-2") == [
        "ki-2025-09-02-2", "yna-2025-04-30-2",
    ]  # fmt: skip


def test_the_words_of_a_ledger_are_described_for_programs(site):
    held = json.loads(site.get("/api/openapi.json").text)["paths"]["/changes.json"]["get"]
    words = {one["name"] for one in held["parameters"]}
    assert {"kind", "clock", "limit", "offset", "known_on", "source"} <= words
    assert "scale" not in words
