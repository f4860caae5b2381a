"""Every page and every picture is a view, and a view says one thing wherever it is asked."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from contested import queries, views
from contested.charts.style import DARK, LIGHT
from contested.selection import WORDS, Selection, parse
from contested.views import PAGES, VIEWS, seen
from contested.views.view import direct, once

ROOT = Path(__file__).parent.parent

KILLED = "conflict=russia-ukraine&subject=north-korea&metric=killed&population=military"
QUERIES = dict.fromkeys(VIEWS, KILLED) | {
    "article": "article=nyt-2025-08-22-north-korea-honors",
    "source": "source=nis",
}


def selected(query):
    selection, misfits = parse(query)
    assert not misfits
    return selection


def test_every_page_of_the_navigation_has_its_file_and_every_file_its_page():
    files = {path.stem for path in (ROOT / "pages").glob("*.py")}
    assert files == {view.id.replace("-", "_") for view in PAGES.values()}


def test_every_view_has_a_module_of_its_name():
    modules = {path.stem for path in (ROOT / "contested" / "views").glob("*.py")}
    every = [*PAGES.values(), *VIEWS.values()]
    assert {view.id.replace("-", "_") for view in every} <= modules


def test_a_view_stands_on_a_page_and_reads_words_of_the_grammar():
    for id, view in VIEWS.items():
        assert id == view.id
        assert view.page in PAGES
        assert set(view.defaults) <= set(WORDS) | {"axis", "scale", "apart", "reference"}


@pytest.mark.slow
@pytest.mark.parametrize("id", VIEWS)
def test_a_snapshot_says_what_its_view_s_page_says(engine, id):
    view, asked = VIEWS[id], selected(QUERIES[id])
    shown = seen(engine, asked, id)
    opened = view.filled(shown.selection)
    heading = view.heading(engine, opened, direct)
    assert shown.answer == heading.answer
    assert shown.narrowing == heading.narrowing
    assert heading.title in shown.title
    assert shown.alt == view.drawn(engine, opened, DARK, direct).alt


@pytest.mark.slow
@pytest.mark.parametrize("id", VIEWS)
def test_asking_once_shows_what_asking_anew_shows(engine, id):
    view = VIEWS[id]
    asked = view.filled(seen(engine, selected(QUERIES[id]), id).selection)
    apart, together = (
        view.drawn(engine, asked, LIGHT, ask).chart.to_json() for ask in (direct, once())
    )
    assert apart == together


def test_a_question_is_asked_once_for_each_selection(engine):
    asked = []

    def question(engine, selection):
        asked.append(selection)
        return pd.DataFrame({"at": [len(asked)]})

    ask, other = once(), Selection(metric="killed")
    for selection in (Selection(), other, Selection(), replace(other, scale="log")):
        ask(question, engine, selection)
    assert asked == [Selection(), other, replace(other, scale="log")]


@pytest.mark.parametrize("address", [address for address in PAGES if PAGES[address].about])
def test_where_nothing_is_counted_the_answer_says_so(engine, address):
    lost = selected("conflict=russia-ukraine&subject=gaza&metric=killed&population=all")
    assert not queries.quantity(engine, lost)["name"]
    heading = PAGES[address].heading(engine, PAGES[address].opened(engine, lost), direct)
    assert heading.title == "Nothing is counted here"
    assert heading.answer == "No claim about what was asked for is in this selection."


def test_a_timeline_of_no_claims_has_no_dates_of_its_own(engine):
    none = selected(f"{KILLED}&until=2001-01-01")
    rows = views.timeline.rows(engine, none)
    assert rows.claims.empty
    assert list(rows.events["date"]) == list(queries.events(engine, none)["date"])


@pytest.mark.slow
@pytest.mark.parametrize("id", ["timeline", "compare", "known-when", "spread", "panels", "matrix"])
def test_a_picture_of_any_view_names_the_changes_that_touch_the_quantity(engine, id):
    query = "conflict=russia-ukraine&subject=russia&metric=killed&population=military"
    notes = VIEWS[id].drawn(engine, VIEWS[id].filled(selected(query)), LIGHT, direct).notes
    assert "4 December 2023" in notes
    drawn = seen(engine, selected(query), id).picture
    shown = " ".join(note.text or "" for note in drawn.layout.annotations)
    assert "of definition: " in shown
