"""The method page: every word the program uses stands in it, and it says what the charts do."""

import pandas as pd
import pytest

from contested import method, queries
from contested.charts.axis import Axis
from contested.charts.marks import Spot, points
from contested.charts.style import LIGHT, opening
from contested.queries.claims import MOST_MARKS
from contested.vocabulary import (
    COUNTING,
    EVIDENCE,
    FADE,
    INTERVALS,
    LAPSE,
    POPULATIONS,
    QUALIFIERS,
    RELATIONS,
    RESPONSES,
    ROLES,
    SOURCE_KINDS,
)


@pytest.fixture
def sections(engine):
    tables = (queries.metrics(engine), queries.populations(engine), queries.all_breaks(engine))
    return method.sections(*tables, queries.scopes(engine))


@pytest.fixture
def text(sections):
    """Everything the page says, as one text."""
    parts = [method.answer()]
    for section in sections:
        parts += [section.title, section.text]
        if section.table is not None:
            parts += [str(cell) for row in section.table.itertuples(index=False) for cell in row]
    return "\n".join(parts)


def table(sections, first):
    """Return the table whose first column has a name."""
    return next(s.table for s in sections if s.table is not None and s.table.columns[0] == first)


@pytest.mark.parametrize(
    "terms",
    [QUALIFIERS, COUNTING, EVIDENCE, RELATIONS, POPULATIONS, SOURCE_KINDS],
    ids=["qualifiers", "counting", "evidence", "relations", "populations", "source kinds"],
)
def test_every_word_of_a_vocabulary_is_defined(text, terms):
    for term in terms.values():
        assert term.label in text
        assert term.definition in text


def test_every_metric_is_defined(text, engine):
    for label, definition in engine.rows("select label, definition from metric").values:
        assert label in text
        assert definition in text


def test_every_break_and_scope_stands_with_its_reason(text, engine):
    reasons = engine.rows("select reason from series_break union select reason from scope")
    for reason in reasons["reason"]:
        assert reason in text


def test_a_hedge_is_said_to_be_drawn_as_it_is_drawn(sections):
    drawn = dict(zip(QUALIFIERS, table(sections, "Hedge")["Drawn"], strict=True))
    assert drawn.pop("unnumbered") == "No mark on the axis; its words stand in the margin."
    for qualifier, words in drawn.items():
        claim = {"id": "a", "qualifier": qualifier, "number": 5, "low": 5, "best": None, "high": 9}
        trace = points([Spot(claim, 0, "")], "own", Axis(0, 10, log=False), LIGHT)
        hollow = trace["marker"]["color"] == LIGHT.ground
        assert ("hollow" in words.lower()) is hollow
        assert ("filled" in words.lower()) is not hollow
        side = opening(qualifier)
        assert ("arrow" in words) is bool(side)
        assert f"arrow {side}" in words or not side
    assert "bar" in drawn["range"]


def test_each_hedge_reads_as_its_claims_do(sections):
    words = dict(zip(QUALIFIERS, table(sections, "Hedge")["In words"], strict=True))
    assert words["exact"] == "600"
    assert words["at_least"] == "at least 400"
    assert words["range"] == "400 to 900"


def test_every_relation_has_a_symbol_of_its_own(sections):
    symbols = table(sections, "Relation")["Symbol"]
    assert len(set(symbols)) == len(RELATIONS)
    assert next(iter(symbols)) == RELATIONS["own"].symbol


def test_the_times_are_those_of_the_vocabulary(text):
    assert f"{LAPSE.days} days" in text
    assert f"{FADE.days} days" in text


def test_the_thinning_is_that_of_the_queries(text):
    assert f"{MOST_MARKS:,} claims" in text


def test_no_cell_is_a_missing_value(sections):
    for section in sections:
        if section.table is not None:
            assert not section.table.isna().any().any()
            assert (
                not section.table.map(lambda cell: str(cell) in {"nan", "None", "NaT"}).any().any()
            )


def test_data_without_breaks_or_scopes_still_have_a_method(engine):
    empty = [queries.all_breaks(engine).head(0), queries.scopes(engine).head(0)]
    found = method.sections(queries.metrics(engine), queries.populations(engine), *empty)
    assert all(isinstance(section.text, str) for section in found)
    assert [len(s.table) for s in found if s.title == "Changes of definition"] == [0]
    assert isinstance(found[0], method.Section)
    assert found[0].table is None
    assert isinstance(found[1].table, pd.DataFrame)


def test_it_says_what_contested_is_not(text):
    assert "not a casualty record" in text
    assert "verifies no number" in text


@pytest.mark.parametrize(
    "terms", [INTERVALS, RESPONSES, ROLES], ids=["intervals", "responses", "roles"]
)
def test_every_word_of_what_a_claim_can_say_is_defined(text, terms):
    for term in terms.values():
        assert term.label in text
        assert term.definition in text
