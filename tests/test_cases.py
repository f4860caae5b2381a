"""Small made-up folders that once led to a wrong statement: what must be so of each, by its name.

`tests/data/cases` holds the articles and claims of each case, and in `base` what all have beside
them. Where a case is a matter of pages as well, the tests of those pages hold that in full.
"""

import re
import shutil
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from contested import checks, compare, export, queries, views, web
from contested.charts.style import LIGHT
from contested.database import database
from contested.selection import Selection
from contested.views.view import direct

pytestmark = pytest.mark.slow  # each checks or builds a folder

CASES = Path(__file__).parent / "data" / "cases"
KILLED = Selection("vale-war", "south", "killed", "all")
CASUALTIES = Selection("vale-war", "south", "casualties", "all")


@pytest.fixture
def case(tmp_path, cache):
    """Return a function that lays out a case's folder, whole."""

    def laid_out(name):
        for part in ("base", name):
            shutil.copytree(CASES / part, tmp_path / "data", dirs_exist_ok=True)
        return tmp_path / "data"

    return laid_out


def problems(folder):
    """Return what the checks say of a folder, but for its form: that of the first version."""
    every = [str(problem) for problem in checks.problems(folder)]
    return [one for one in every if not one.startswith(("claims.csv: notice", "parties.csv"))]


def answer(folder, selection=KILLED):
    """Return what stands above a quantity: its answer and what is under it."""
    heading = views.quantity.heading(database(folder).engine(), selection)
    return f"{heading.answer} {heading.under}"


def claims(folder, selection=KILLED):
    """Return a case's claims as comparing reads them, and the institutions' series."""
    engine = database(folder).engine()
    each = compare.comparables(queries.series(engine, selection))
    return each, compare.by_institution(each)


def ratio(folder, source, against, selection=KILLED, best=None):
    """Return the words of a source's ratio to an institution, and the numbers it is set against."""
    each, series = claims(folder, selection)
    claim = next(c for c in each if c.source == source and best in (None, c.best))
    found = compare.comparison(claim, series[against])
    return found.ratio.words, [one.claim.number for one in found.beside]


#: What the checks say of a case: what each problem begins with, and words that it holds.
NAMED = {
    "comma": [("claims.csv:3: ", "has 21 cells", "unquoted in best, '1,000'")],
    "comma-in-stated": [("claims.csv:3: ", "has 21 cells", "unquoted in stated, 'About 1,000'")],
    "tail": [("claims.csv:6: notice", "'833000'", "far beyond", "22960 before it")],
    "sameday": [("claims.csv:4: notice", "80 (line 2), 82 (line 3), 83 (line 4)")],
    "delta": [("claims.csv:4: notice", "'4017'", "100000", "103939", "differ by 3939")],
    "stated": [
        ("claims.csv:2: notice", "'6,301 dead'", "6438"),
        ("claims.csv:3: notice", "'at_least'", "up to 50"),
    ],
    "dup": [
        ("articles.csv:3: notice", "Vale Post"),
        ("articles.csv:3: notice", "utm_source=x", "opens the page of line 2"),
        ("articles.csv:4: notice", "www.example.org", "opens the page of line 2"),
        ("claims.csv:5: notice", "same_as", "p1-1"),
    ],
    "excess": [("claims.csv:4: notice", "deaths from all causes", "excess_deaths")],
}


@pytest.mark.parametrize("name", NAMED)
def test_what_is_wrong_with_a_case_is_named_and_nothing_else(case, name):
    said = problems(case(name))
    assert len(said) == len(NAMED[name])
    for one, (start, *words) in zip(said, NAMED[name], strict=True):
        assert one.startswith(start)
        assert all(word in one for word in words), one


def test_base_is_what_every_case_has_beside_it_and_holds(case):
    assert problems(case("dates-apart")) == []
    every = {path.name for path in CASES.iterdir()}
    assert every == {"base", "bidi", "echo", "one-event", "dates-apart", "partial", *NAMED}
    for path in CASES.iterdir():
        both = {"articles.csv", "claims.csv"}
        files = {file.name for file in path.iterdir()}
        assert (files == both) if path.name != "base" else files.isdisjoint(both)


@pytest.mark.parametrize("name", ["comma", "comma-in-stated"])
def test_a_comma_leaves_the_last_good_data_on_and_stores_nothing(case, monkeypatch, name):
    folder = case("tail")
    monkeypatch.setenv("CONTESTED_DATA", str(folder))
    app = Starlette(routes=web.routes(), middleware=web.middleware())
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as site:
        before = site.get("/api/claims.json").json()["claims"]
        for file in ("articles.csv", "claims.csv"):
            (folder / file).write_bytes((CASES / name / file).read_bytes())
        for path in ("/", "/api/claims.json", "/api/claims.csv", "/claim/a0-1", "/health"):
            assert site.get(path).status_code == 200, path
        assert site.get("/api/claims.json").json()["claims"] == before
        assert {claim["stated"] for claim in before} == {None}


def test_sameday_an_answer_gives_all_numbers_of_one_source_and_day(case):
    assert "80, 82 and 83 (Relief Desk, all as of 5 March 2025)" in answer(case("sameday"))


def test_partial_a_running_quarter_is_named_with_its_window_and_beside_no_year(case):
    folder = case("partial")
    assert "39,000 (Relief Desk, from 1 January 2025 to 31 March 2025)" in answer(folder)
    each, _ = claims(folder)
    assert not any(compare.contemporaneous(a, b) for a in each for b in each if a is not b)
    chart = views.timeline.VIEW.drawn(database(folder).engine(), KILLED, LIGHT, direct).chart
    first, last = (pd.Timestamp(end) for end in chart.layout.xaxis.range)
    for trace in chart.data:
        for at in trace.x if trace.x is not None else ():
            assert at is None or first <= pd.Timestamp(at) <= last


@pytest.mark.parametrize("id", ["timeline", "compare", "known-when", "panels"])
def test_partial_no_view_names_a_period_s_number_without_its_window(case, id):
    seen = views.seen(database(case("partial")).engine(), KILLED, id)
    assert "Numbers of other periods" in seen.answer or "2025 to 31 March 2025" in seen.answer
    assert " number of " in seen.answer
    assert "the number of" not in seen.answer
    assert "2025 to 31 March 2025" in seen.alt
    marks = [text for trace in seen.picture.data for text in trace.hovertext or ()]
    for text in (*marks, *(note.text or "" for note in seen.picture.layout.annotations)):
        if "39,000" in text and text != "<b>39,000</b>":  # its dates have a column of their own
            words = text.replace("<br>", " ")
            assert "1 January 2025 to 31 March 2025" in words or "Jan to Mar 2025" in words, text


def test_partial_no_page_names_a_period_s_number_without_its_window(case, monkeypatch):
    monkeypatch.setenv("CONTESTED_DATA", str(case("partial")))
    app = Starlette(routes=web.routes(), middleware=web.middleware())
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as site:
        for page in ("timeline", "compare", "known-when", "embed/timeline", "embed/compare"):
            _named_with_their_windows(site.get(f"/{page}?{KILLED.query()}").text, page)
        _named_with_their_windows(site.get("/source/relief").text, "source")


def _named_with_their_windows(page, name):
    shown = re.sub(r"<(script|style|svg).*?</\1>", " ", page, flags=re.DOTALL)
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", shown)).split())
    places = [found.end() for found in re.finditer("39,000", words)]
    assert places, name
    for place in places:
        after = words[place : place + 160]
        assert "1 January 2025 to 31 March 2025" in after or "Jan to Mar 2025" in after, (
            name,
            after,
        )


def test_dup_one_institution_is_not_four(case):
    text = answer(case("dup"))
    assert "One source recorded here gave" in text
    assert "institutions" not in text


def test_echo_ten_tellings_are_one_institution_beside_one(case):
    text = answer(case("echo"))
    assert text.startswith("Two institutions gave the number")
    assert "the lowest was 90 (North MoD, 11 March 2025), the highest 500 (South MoH" in text


def test_excess_a_ratio_is_more_than_a_hundred_at_most(case):
    folder = case("excess")
    assert ratio(folder, "relief", "north-mod") == ("more than 100×", [177])
    assert "1,492" not in answer(folder)


def test_one_event_three_tolls_compare_for_ever(case):
    folder = case("one-event")
    text = answer(folder)
    assert "12 (North MoD" in text
    assert "about 90 (South MoH" in text
    assert "lapsed" not in text
    assert "ne source" not in text
    assert ratio(folder, "north-mod", "south-moh") == ("about 0.13×", [90])
    assert ratio(folder, "relief", "south-moh") == ("at least about 0.66×", [90])


def test_dates_apart_is_set_against_what_was_said_of_the_same_time(case):
    folder = case("dates-apart")
    near = ratio(folder, "relief", "north-mod", CASUALTIES)
    assert near == ("about 0.99×", [100_000])
    between = ratio(folder, "south-moh", "north-mod", CASUALTIES)
    assert between == ("about 0.50× to 0.75×", [200_000, 300_000])
    text = answer(folder, CASUALTIES)
    assert "about 99,000 (Relief Desk, 4 January 2025)" in text
    assert "about 100,000 (North MoD, 3 January 2025, 1 day before)" in text


def test_bidi_titles_keep_their_language_and_cells_are_inert_where_a_person_saves_them(
    case, monkeypatch
):
    folder = case("bidi")
    monkeypatch.setenv("CONTESTED_DATA", str(folder))
    app = Starlette(routes=web.routes(), middleware=web.middleware())
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as site:
        # A `bdi` takes its direction from its own text.
        assert '<bdi lang="ar">' in site.get("/claim/h-1").text
        assert '<bdi lang="ar">' in site.get("/article/h").text
        told = {claim["id"]: claim for claim in site.get("/api/claims.json").json()["claims"]}
        assert told["f-1"]["publisher"] == '=HYPERLINK("http://x")'
        assert told["f-1"]["title"] == "-2+3"
        assert told["f-1"]["note"] == "@SUM(A1)"
        opened = site.get("/api/claims.csv").content
    rows = queries.claims(database(folder).engine(), KILLED)
    saved = export.marked("csv", export.FORMATS["csv"].write(rows))
    assert saved.startswith("\ufeff".encode())
    for content in (opened, saved):
        text = content.decode("utf-8-sig")
        assert "'=HYPERLINK" in text
        assert "'-2+3" in text
        assert "'@SUM(A1)" in text
        assert "مقتل 12 شخصًا" in text
