"""More claims than a chart can draw: which are, what joins them, and that all are counted."""

import json
from itertools import pairwise

import pytest

from benchmarks.daily import write
from benchmarks.portable import Asked
from contested import queries, views
from contested.charts import marks
from contested.database import database
from contested.selection import Selection

DAYS, OTHERS = 1643, 39

WAR = Selection("war", "people", "killed", "all")


@pytest.fixture(scope="module")
def daily(tmp_path_factory, cache):
    """Return the engine of a war that one source counts daily, and 39 others twice."""
    folder = tmp_path_factory.mktemp("daily")
    write(folder, DAYS, OTHERS)
    return database(folder).engine()


def test_marks_go_where_the_claims_are(daily):
    drawn = queries.drawn(daily, WAR)
    assert len(drawn) <= 1500
    ours = drawn[drawn["source"] == "count"]
    assert len(ours) > 600, "31 of them once, as each of forty sources had the same share"
    assert len(drawn) - len(ours) == 2 * OTHERS, "who said little keeps all of it"


def test_no_step_joins_claims_between_which_one_is_left_out(daily):
    drawn = queries.drawn(daily, WAR)
    made = queries.claims(daily, WAR)
    days = [row for row in made.to_dict("records") if row["source"] == "count"]
    place = {row["id"]: number for number, row in enumerate(days)}
    runs = marks.runs(drawn.to_dict("records"), queries.breaks(daily, WAR))
    steps = [
        (place[earlier["id"]], place[later["id"]])
        for run in runs
        if run[0]["source"] == "count"
        for earlier, later in pairwise(run)
    ]
    assert steps
    assert all(later == earlier + 1 for earlier, later in steps)


@pytest.mark.slow
def test_every_count_is_a_count_of_claims(daily):
    total = f"{DAYS + 2 * OTHERS:,} claims"
    timeline = views.seen(daily, WAR, "timeline")
    assert f"{total} by 40 sources" in timeline.alt
    assert any(total in (note.text or "") for note in timeline.picture.layout.annotations)
    panels = views.seen(daily, WAR, "panels")
    assert f"count: {DAYS:,} claims, last" in panels.alt
    first = next(
        note.text for note in panels.picture.layout.annotations if "claims, last" in note.text
    )
    assert f"{DAYS:,} claims, last" in first


def test_a_few_claims_are_drawn_whole_and_follow_each_other(engine):
    drawn = queries.drawn(engine, Selection("russia-ukraine", "north-korea", "killed", "military"))
    assert drawn["follows"].all()
    assert (drawn["of_claims"] == len(drawn)).all()
    assert (drawn["of_apart"] == drawn["apart"].notna().sum()).all()
    assert (drawn.groupby("source")["id"].transform("size") == drawn["of_source"]).all()


def test_no_claim_outside_the_selection_is_read_for_those_that_are_drawn(engine):
    asked = Asked(engine)
    killed = Selection("russia-ukraine", "north-korea", "killed", "military")
    queries.drawn(asked, killed, most=5)
    *_, (sql, values) = asked.queries.items()
    plan = json.loads(engine.rows(f"explain (format json) {sql}", values[0]).iloc[0, 1])
    read = [part for part in _parts(plan) if "claim" in part["extra_info"].get("Table", "")]
    assert len(read) > 1
    assert all("conflict" in str(part["extra_info"].get("Filters")) for part in read)


def _parts(plan):
    for part in plan:
        yield part
        yield from _parts(part["children"])
