"""The overview: what stands in its blocks and lists, and that it says no more than the claims."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from contested import compare, queries
from contested.html import overview as page
from contested.selection import QUANTITY, Selection
from contested.views import overview
from contested.words import said


def key(row):
    return tuple(row[word] for word in QUANTITY)


@pytest.fixture
def everything(engine):
    return overview.rows(engine, Selection())


@pytest.mark.slow
def test_a_strip_holds_the_claims_of_its_quantity_s_headline_and_no_other(engine, everything):
    drawn = everything.of_one_time.groupby(list(QUANTITY))["id"].agg(set).to_dict()
    known = everything.quantities[everything.quantities["at"].notna()]
    assert set(drawn) == {key(row) for row in known.to_dict("records")}
    for row in known.head(20).to_dict("records"):
        headline = queries.headline(engine, Selection(*key(row)))
        assert drawn[key(row)] == set(headline["id"])


def test_a_block_holds_headline_quantities_of_one_war_and_no_party_fills_it_first(everything):
    for war in overview.wars(everything.quantities, "claims")[: overview.BIG]:
        block = overview.lines(war)
        assert len(block) == overview.LINES
        assert block["conflict"].nunique() == 1
        assert block["at"].notna().all()
        assert set(block["event"]) == {""}
        assert block["subject"].nunique() >= 2


def test_both_ends_of_a_line_are_claims_in_their_own_words(everything):
    shown = re.sub(r"\s+", " ", overview_of(everything))
    ids = {one["id"]: one for one in everything.of_one_time.to_dict("records")}
    war = overview.wars(everything.quantities, "claims")[0]
    for row in overview.lines(war).to_dict("records"):
        for side in ("lowest", "highest"):
            assert f"<b>{said(ids[row[f'{side}_claim']])}</b>" in shown


def overview_of(everything):
    wars = overview.wars(everything.quantities, "claims")[: overview.BIG]
    return page.overview(
        blocks=[overview.lines(war) for war in wars],
        apart=overview.apart(everything.quantities),
        quantities=everything.quantities,
        of_one_time=everything.of_one_time,
        said_last=everything.said_last,
        most=overview.LISTED,
    )


def test_what_was_said_last_is_the_last_print_of_each_quantity_as_a_whole(engine, everything):
    last = everything.said_last
    assert last["published"].is_monotonic_decreasing
    assert not last.duplicated(list(QUANTITY)).any()
    assert last["apart"].isna().all()
    assert last["annulled_on"].isna().all()
    every = queries.claims(engine, Selection())
    whole = every[every["apart"].isna() & every["number"].notna() & every["annulled_on"].isna()]
    newest = whole[whole["same_as"].isna()].groupby(list(QUANTITY))["published"].max()
    assert last.set_index(list(QUANTITY))["published"].sort_index().equals(newest.sort_index())


def test_quantities_that_agree_are_not_among_those_that_are_furthest_apart(everything):
    far = overview.apart(everything.quantities)
    assert not far["agree"].astype(bool).any()
    ids = {one["id"]: one for one in everything.of_one_time.to_dict("records")}
    shown = overview_of(everything)
    for row in far.to_dict("records"):
        ends = [ids[row[f"{side}_claim"]] for side in ("highest", "lowest")]
        assert f'<b class="ratio">{compare.ratio(*ends).words}</b>' in shown


@pytest.mark.parametrize("order", overview.ORDERS)
def test_the_index_holds_every_quantity_once_in_any_order(everything, order):
    wars = overview.wars(everything.quantities, order)
    held = pd.concat(wars)
    assert sorted(map(key, held.to_dict("records"))) == sorted(
        map(key, everything.quantities.to_dict("records"))
    )


def test_a_name_from_the_data_is_text_and_no_element(everything):
    hostile = everything.quantities.assign(name="<img src=x>", conflict_name="<img src=x>")
    shown = overview_of(everything._replace(quantities=hostile))
    shown += page.index(overview.wars(hostile, "claims"))
    assert "<img" not in shown
    assert "&lt;img" in shown


def test_a_selection_that_names_a_quantity_leaves_the_overview_whole():
    assert overview.narrowed(Selection(conflict="sudan")) == Selection(conflict="sudan")
    assert overview.narrowed(Selection(conflict="sudan", metric="killed")) == Selection()
    assert overview.narrowed(Selection(source=("nis",))) == Selection()


def test_what_the_server_sends_ahead_is_what_the_page_shows(engine):
    for selection in (Selection(), Selection(conflict="sudan")):
        assert overview.ahead(engine, selection).startswith(overview.body(engine, selection))


def test_a_war_without_a_strip_has_no_key_for_one(everything):
    bare = page.overview(
        blocks=[],
        apart=everything.quantities.head(0),
        quantities=everything.quantities,
        of_one_time=everything.of_one_time,
        said_last=everything.said_last,
        most=3,
    )
    assert page.READING not in bare
