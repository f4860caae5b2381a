"""Queries answer from the curated data: the right claims, in the documented columns and order."""

import random
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pandas as pd
import pytest

from contested import compare, queries
from contested.errors import NotFound
from contested.selection import Selection
from contested.vocabulary import EVIDENCE, FIRST_ARTICLE, LAPSE, REASONS, RELATIONS, lapse
from contested.words import missing, said

KILLED = Selection(
    conflict="russia-ukraine", subject="north-korea", metric="killed", population="military"
)
LOSSES = Selection("russia-ukraine", "russia", "casualties", "military")
QUANTITY = ["conflict", "subject", "metric", "population"]


_KURSK = ["Kursk", "Marino, Kursk", "Plekhovo, Vorozhba, Martynovka (Kursk)"]
_MARIUPOL = ["Mariupol", "Azovstal, Mariupol", "Mariupol drama theatre"]
_DONETSK = ["Donetsk", "Avdiivka", "Bakhmut", "Makiivka", *_MARIUPOL]

#: Places of the curated data that others lie in.
WITHIN = {
    "Kursk": _KURSK,
    "Russia": ["Russia", *_KURSK, "Alabuga, Tatarstan", "Russian Far East", "eastern Russia"],
    "Mariupol": _MARIUPOL,
    "Donetsk": _DONETSK,
    "Ukraine": ["Ukraine", *_DONETSK],
    "Gaza Strip": ["Gaza Strip", "Al-Ahli hospital, Gaza City"],
}


def matching(every, selection):
    """Return the rows that a selection means, found one row at a time."""

    def means(row):
        known = selection.known_on and pd.Timestamp(selection.known_on)
        return (
            all(getattr(selection, word) in ("", row[word]) for word in QUANTITY)
            and (
                not selection.place
                or row["place"] in WITHIN.get(selection.place, [selection.place])
            )
            and (not selection.source or set(selection.source) & set(row["source"].split(";")))
            and (not selection.relation or row["relation"] in selection.relation)
            and (not selection.evidence or row["evidence"] in selection.evidence)
            and (not selection.since or row["as_of"] >= pd.Timestamp(selection.since))
            and (not selection.until or row["as_of"] <= pd.Timestamp(selection.until))
            and (
                not known
                or (
                    row["published"] <= known
                    and (pd.isna(row["superseded_on"]) or row["superseded_on"] > known)
                )
            )
        )

    return every[[bool(means(row)) for row in every.to_dict("records")]]


@pytest.fixture
def every(engine):
    return queries.claims(engine, Selection())


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_a_selection_holds_the_claims_that_it_says_and_no_others(engine, every, seed):
    chance = random.Random(seed)
    one = every.iloc[chance.randrange(len(every))]
    day = one["as_of"].date()
    words = {
        "conflict": one["conflict"],
        "subject": one["subject"],
        "metric": one["metric"],
        "population": one["population"],
        "place": one["place"] if pd.notna(one["place"]) else "",
        "source": (one["source"].split(";")[0], "nis"),
        "relation": (one["relation"], chance.choice(list(RELATIONS))),
        "evidence": (one["evidence"], chance.choice(list(EVIDENCE))),
        "since": day - timedelta(days=chance.randrange(200)),
        "until": day + timedelta(days=chance.randrange(200)),
        "known_on": one["published"].date() + timedelta(days=chance.randrange(200)),
    }
    held = chance.sample(list(words), chance.randrange(1, len(words) + 1))
    selection = Selection(**{word: words[word] for word in held})
    found = queries.claims(engine, selection)
    assert list(found["id"]) == list(matching(every, selection)["id"])
    held = queries.count(engine, selection)
    assert held["claims"] == len(found)
    assert held["sources"] == len({id for one in found["source"] for id in one.split(";")})
    assert held["apart"] == found["apart"].notna().sum()
    whole = queries.claims(engine, replace(selection, apart="hidden"))
    assert list(whole["id"]) == list(found[found["apart"].isna()]["id"])


def test_claims_come_oldest_first_and_each_once(every):
    assert every["id"].is_unique
    ordered = every.sort_values(["as_of", "published", "id"], kind="stable")
    assert list(ordered["id"]) == list(every["id"])


def test_claims_can_be_taken_in_parts(engine, every):
    first = queries.claims(engine, Selection(), most=100)
    second = queries.claims(engine, Selection(), most=100, skip=100)
    assert [*first["id"], *second["id"]] == list(every["id"][:200])


def test_a_claim_has_every_column_of_its_table_but_its_line_and_one_reason_for_standing_apart(
    engine, every
):
    columns = {*engine.rows("select * from claim limit 0")} - {"line"}
    reasons = sorted(name for name in columns if name.startswith("apart"))
    assert {*every.columns} == {*columns.difference(reasons), "apart"}
    assert reasons == ["apart", "apart_in_place", "apart_known", "apart_known_in_place"]


def test_a_claim_s_reasons_are_codes_each_once_and_in_their_order(every):
    codes = {code for codes in every["apart"].dropna() for code in codes.split(";")}
    assert {"place", "counting", "window", "redefined", "corrected"} <= codes <= {*REASONS}
    for codes in every["apart"].dropna().unique():
        held = codes.split(";")
        assert held == [code for code in REASONS if code in held]


def test_whole_numbers_stay_whole_where_some_are_missing(every):
    for name in ("low", "best", "high", "number", "lowest", "highest"):
        assert str(every[name].dtype).lower() == "int64", name


def test_a_mark_stands_on_a_number_that_the_source_stated(every):
    stated = every[["low", "best", "high"]]
    assert all(row["number"] in set(stated.loc[index].dropna()) for index, row in every.iterrows())


def test_the_first_article_is_there_with_all_its_figures(engine):
    claims = queries.printed(engine, FIRST_ARTICLE)
    assert len(claims) == 4
    assert set(claims["publisher"]) == {"The New York Times"}
    assert set(claims["published"]) == {pd.Timestamp("2025-08-22")}
    assert {"third_party", "adversary", "own"} == set(claims["relation"])
    first = queries.quantities(engine).query("first")
    assert len(first.merge(claims, on=QUANTITY)) == len(claims)


def test_how_many_north_koreans_were_killed_differs_by_who_says_so(engine):
    now = queries.current(engine, replace(KILLED, apart="hidden")).set_index("relation")["number"]
    assert now["own"] < now["third_party"].max() < now["adversary"].max()
    for relation in RELATIONS:
        found = queries.claims(engine, replace(KILLED, relation=(relation,)))
        assert set(found["relation"]) <= {relation}
    every = queries.claims(engine, KILLED)
    parts = [queries.claims(engine, replace(KILLED, relation=(name,))) for name in RELATIONS]
    assert sum(map(len, parts)) == len(every)


def test_a_relation_follows_from_the_sides_and_is_never_typed(engine, every):
    stances = engine.rows("select conflict, party, side, role from stance").values
    sides = {(conflict, party): side for conflict, party, side, _ in stances}
    backers = {(conflict, party) for conflict, party, _, role in stances if role == "backer"}
    affiliations = dict(engine.rows("select id, affiliation from source").values)

    def relation(row, source):
        theirs = affiliations[source]
        if theirs == row["subject"]:
            return "own"
        if theirs == "independent":
            return "independent"
        ours, other = (sides.get((row["conflict"], party)) for party in (row["subject"], theirs))
        if ours is None or other is None:
            return "third_party"
        backs = "_backer" if (row["conflict"], theirs) in backers else ""
        return ("ally" if ours == other else "adversary") + backs

    order = list(RELATIONS)
    for row in every.to_dict("records"):
        found = [relation(row, source) for source in row["source"].split(";")]
        assert row["relation"] == min(found, key=order.index), row["id"]


def test_what_a_source_says_now_is_its_newest_comparable_claim(engine):
    now = queries.current(engine, KILLED)
    ours = now[now["apart"].isna()]
    assert now["source"].is_unique
    assert list(now["apart"].notna()) == sorted(now["apart"].notna())
    assert list(ours["number"]) == sorted(ours["number"], reverse=True)
    claims = queries.claims(engine, replace(KILLED, apart="hidden"))
    for row in ours.to_dict("records"):
        assert row["as_of"] == claims[claims["source"] == row["source"]]["as_of"].max()
    newest = ours["as_of"].max()
    assert list(ours["lapsed"]) == [(newest - day).days > LAPSE.days for day in ours["as_of"]]


def test_a_source_known_for_something_else_too_still_stands_with_what_compares(engine):
    shown, hidden = (queries.current(engine, replace(KILLED, apart=way)) for way in ("", "hidden"))
    assert list(shown[shown["apart"].isna()]["id"]) == list(hidden["id"])


def test_the_band_is_held_by_claims_of_one_time(engine):
    band = queries.band(engine, LOSSES)
    claims = queries.claims(engine, replace(LOSSES, apart="hidden")).set_index("id")
    assert list(band["at"]) == sorted(band["at"])
    assert (band["institutions"] > 1).any()
    for row in band.to_dict("records"):
        if pd.isna(row["lowest_claim"]):
            assert pd.isna(row["spread"])
            continue
        low, high = claims.loc[row["lowest_claim"]], claims.loc[row["highest_claim"]]
        assert low["origin"] != high["origin"]
        for claim in (low, high):
            reach = timedelta(days=int(claim["reach"]))
            assert claim["effective"] <= row["at"] <= claim["effective"] + reach
        if row["agree"]:
            assert row["spread"] == 1
            assert pd.isna(row["lowest"])
        else:
            assert (low["highest"], high["lowest"]) == (row["lowest"], row["highest"])
            assert row["spread"] == pytest.approx(row["highest"] / row["lowest"])


def test_on_the_axis_of_print_a_claim_bounds_nothing_before_it_was_printed(engine):
    asked = replace(LOSSES, axis="published")
    claims = queries.claims(engine, asked).set_index("id")
    rows = queries.band(engine, asked).dropna(subset=["lowest_claim"])
    assert len(rows)
    for row in rows.to_dict("records"):
        for side in ("lowest", "highest"):
            assert claims.loc[row[f"{side}_claim"], "published"] <= row["at"]


@pytest.mark.slow
def test_a_snapshot_lapses_sooner_everywhere(engine, every):
    counted = every[(every["counting"] == "snapshot") & every["apart"].isna()]
    seen = set()
    for words in counted[QUANTITY].drop_duplicates().to_dict("records"):
        asked = Selection(**words, apart="hidden")
        now = queries.current(engine, asked)
        newest = now["as_of"].max()
        for row in now.to_dict("records"):
            assert row["lapsed"] == (newest - row["as_of"] > lapse(row["counting"])), row["id"]
            seen.add((row["counting"], bool(row["lapsed"])))
    assert {("snapshot", True), ("snapshot", False)} <= seen


def test_what_was_known_leaves_out_what_was_printed_later(engine):
    known = date(2025, 2, 1)
    rows = queries.then_and_now(engine, replace(KILLED, known_on=known))
    spoken = rows[rows["then_id"].notna()]
    assert len(spoken)
    assert spoken["then_published"].max() <= pd.Timestamp(known)
    assert rows["now_published"].max() > pd.Timestamp(known)
    nis = rows.set_index("source").loc["nis"]
    assert nis["now_number"] > nis["then_number"]
    assert nis["ratio"] == pytest.approx(nis["now_number"] / nis["then_number"])


def test_an_institution_whose_claim_stood_apart_is_not_said_to_have_been_silent(engine):
    asked = Selection("russia-ukraine", "north-korea", "present", "military", source=("hur", "nis"))
    known = date(2024, 11, 25)
    rows = queries.then_and_now(engine, replace(asked, known_on=known)).set_index("origin")
    assert pd.isna(rows.loc["ukraine-mod", "then_id"])
    said = queries.claims(engine, replace(asked, known_on=known, source=("hur",)))
    assert rows.loc["ukraine-mod", "then_apart"] in set(said["apart"])
    assert rows.loc["nis", "then_apart"] is None or pd.isna(rows.loc["nis", "then_apart"])


def test_a_corrected_claim_is_known_until_the_day_it_was_corrected(engine, every):
    corrected = every[every["superseded_on"].notna()]
    assert len(corrected)
    for row in corrected.to_dict("records"):
        asked = Selection(**{word: row[word] for word in QUANTITY})
        day = row["superseded_on"].date()
        before = queries.claims(engine, replace(asked, known_on=day - timedelta(days=1)))
        after = queries.claims(engine, replace(asked, known_on=day))
        assert row["id"] in set(before["id"])
        assert row["id"] not in set(after["id"])
        assert "corrected" in row["apart"]
        assert "corrected" not in str(before.set_index("id").loc[row["id"], "apart"])


def test_drawn_claims_follow_the_axis(engine):
    printed = queries.drawn(engine, replace(KILLED, axis="published"))
    assert list(printed["at"]) == sorted(printed["published"])
    meant = queries.drawn(engine, KILLED)
    assert list(meant["at"]) == sorted(meant["as_of"])
    assert set(meant["of_claims"]) == {len(queries.claims(engine, KILLED))}


def test_a_thinned_timeline_keeps_each_sources_ends_and_draws_claims_that_were_made(engine, every):
    thinned = queries.drawn(engine, Selection(), most=60)
    assert len(thinned) < len(every)
    assert set(thinned["id"]) <= set(every["id"])
    for source, rows in every.groupby("source"):
        kept = thinned[thinned["source"] == source]
        assert kept["lowest"].min() == rows["lowest"].min()
        assert kept["highest"].max() == rows["highest"].max()
        assert kept["as_of"].min() == rows["as_of"].min()
        assert kept["as_of"].max() == rows["as_of"].max()


@pytest.mark.slow
def test_each_quantity_is_counted_with_its_sources_and_their_origins(engine, every):
    quantities = queries.quantities(engine)
    assert list(quantities["claims"]) == sorted(quantities["claims"], reverse=True)
    assert not quantities.duplicated(QUANTITY).any()
    assert quantities["claims"].sum() == len(every)
    assert (quantities["origins"] <= quantities["sources"]).all()
    row = queries.quantities(engine, KILLED)
    assert len(row) == 1
    assert row["name"].item() == "North Korean soldiers killed"
    for about in quantities.to_dict("records"):
        asked = Selection(**{word: about[word] for word in QUANTITY})
        told = queries.headline(engine, asked)
        speaking = {one for origin in told["origin"] for one in origin.split(";")}
        assert len(speaking) == about["standing"] or pd.isna(about["at"])
        if not pd.isna(about["at"]):
            assert set(told["at"]) == {about["at"]}
            assert told.loc[told["lowest_of_all"], "id"].item() == about["lowest_claim"]
            assert told.loc[told["highest_of_all"], "id"].item() == about["highest_claim"]


@pytest.mark.slow
def test_an_institution_has_one_current_claim_and_what_else_it_said_of_the_time(engine, every):
    several = 0
    for words in every[QUANTITY].drop_duplicates().to_dict("records"):
        now = queries.current(engine, Selection(**words, apart="hidden"))
        assert not now.duplicated("origin").any()
        for row in now.to_dict("records"):
            for other in row["others"]:
                several += 1
                assert other["origin"] == row["origin"]
                assert other["effective"] <= row["effective"]
                assert said(other) != said(row)
    assert several


@pytest.mark.parametrize(
    "word", ["conflict", "subject", "metric", "population", "source", "relation", "evidence"]
)
def test_a_choice_leaves_as_many_claims_as_it_says(engine, word):
    for choice in queries.choices(engine, KILLED, word).head(8).to_dict("records"):
        value = choice["value"]
        asked = Selection()
        for before in QUANTITY[: QUANTITY.index(word) if word in QUANTITY else 4]:
            asked = replace(asked, **{before: getattr(KILLED, before)})
        held = (value,) if word in ("source", "relation", "evidence") else value
        found = queries.count(engine, replace(asked, **{word: held}))
        assert found["claims"] == choice["claims"], choice


def test_a_source_is_chosen_by_how_it_stands_alone(engine, every):
    joint = every[every["source"].str.contains(";")]
    assert len(joint)
    for words in joint[QUANTITY].drop_duplicates().to_dict("records"):
        found = queries.choices(engine, Selection(**words), "source").set_index("value")["group"]
        claims = queries.claims(engine, Selection(**words))
        alone = dict(zip(claims["source"], claims["relation"], strict=True))
        assert all(alone.get(source, relation) == relation for source, relation in found.items())


def test_a_source_that_stands_in_several_ways_is_given_none_of_them(engine, every):
    alone = every[~every["source"].str.contains(";")].groupby("source")["relation"].nunique()
    found = queries.choices(engine, Selection(), "source").set_index("value")["group"]
    several = set(alone[alone > 1].index)
    assert several
    assert several == set(found[found == ""].index)


def test_a_selection_is_completed_to_the_best_covered_quantity_that_fits(engine):
    full = queries.complete(engine, Selection(subject="north-korea"))
    best = queries.quantities(engine, Selection(subject="north-korea")).iloc[0]
    assert [getattr(full, word) for word in QUANTITY] == [best[word] for word in QUANTITY]
    assert queries.complete(engine, KILLED) == KILLED
    nowhere = Selection(subject="atlantis")
    assert queries.complete(engine, nowhere) == nowhere


def test_a_selection_is_completed_to_what_its_filters_leave(engine, every):
    for source in ("nis", "mediazona", "gaza-moh"):
        full = queries.complete(engine, Selection(source=(source,)))
        spoken = every[[source in voice.split(";") for voice in every["source"]]]
        counts = spoken.groupby(QUANTITY).size()
        assert counts[tuple(getattr(full, word) for word in QUANTITY)] == counts.max()
        assert full.source == (source,)
    silent = Selection(subject="north-korea", source=("gaza-moh",))
    best = queries.complete(engine, Selection(subject="north-korea"))
    assert queries.complete(engine, silent) == replace(best, source=("gaza-moh",))


@pytest.mark.parametrize(
    ("text", "kind", "id"),
    [
        ("north korean killed", "quantity", "russia-ukraine/north-korea/killed/military"),
        ("National INTELLIGENCE Service", "source", "nis"),
        ("honors new york times", "article", FIRST_ARTICLE),
        ("7 October attack", "quantity", "israel-gaza/israel/killed/all"),
        ("prisoners (Bakhmut)", "quantity", "russia-ukraine/russia/killed/prisoners"),
        ("4,700 casualties", "article", FIRST_ARTICLE),
        ("101 portraits", "article", FIRST_ARTICLE),
        ("14,000-15,000 NIS", "article", FIRST_ARTICLE),
        ("north korea casualties", "quantity", "russia-ukraine/north-korea/casualties/military"),
    ],
)
def test_a_search_finds_what_holds_every_word(engine, text, kind, id):
    found = queries.search(engine, text, most=50)
    words = ["conflict", "subject", "metric", "population"]
    ids = {
        "quantity": set(found.quantities[words].agg("/".join, axis=1)),
        "source": set(found.sources["id"]),
        "article": set(found.articles["id"]),
    }
    assert id in ids[kind]


@pytest.mark.slow
@pytest.mark.parametrize("column", ["id", "short"])
def test_a_source_that_is_searched_for_by_its_id_or_short_name_comes_first(engine, column):
    sources = queries.sources(engine)
    # A search takes a while, and there are hundreds: each third of them.
    for name, held in [*sources[sources["claims"] > 0].groupby(column)["id"]][::3]:
        first = queries.search(engine, str(name)).sources.iloc[0]
        assert first["id"] in {*held, name}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Zelensy", "zelensky"),
        ("soldeirs kiled", "soldiers killed"),
        ("octbr atack", "october attack"),
        ("north korean soldiers", ""),
        ("xyzzy", ""),
        ("", ""),
    ],
)
def test_words_that_no_name_holds_give_way_to_the_nearest(engine, text, meant):
    assert queries.search(engine, text).respelled == meant


@pytest.mark.parametrize(
    "text", ["", "   ", "xyzzy", "9999%", "%", "_", "\\", "'; drop table", "\x00", "\ud800"]
)
def test_a_search_for_nothing_finds_nothing(engine, text):
    assert queries.search(engine, text).empty


@pytest.mark.slow
def test_every_article_is_found_by_its_whole_title(engine):
    every = queries.articles(engine)
    for row in every.dropna(subset=["title"]).to_dict("records"):
        assert row["id"] in set(queries.articles(engine, row["title"])["id"]), row["title"]


def test_a_change_of_definition_is_not_known_before_its_day(engine, every):
    redefined = every[every["apart"].str.contains("redefined", na=False)]
    seen = 0
    for row in queries.all_breaks(engine).to_dict("records"):
        ours = redefined[redefined["source"] == row["source"]]
        ours = ours[(ours["metric"] == row["metric"]) & (ours["published"] < row["date"])]
        for id in ours["id"]:
            for day, known in ((row["date"] - timedelta(days=1), False), (row["date"], True)):
                asked = Selection(source=(row["source"],), known_on=day.date())
                told = queries.claims(engine, asked).set_index("id").loc[id, "apart"]
                assert ("redefined" in str(told)) == known
                seen += 1
    assert seen > 10


def test_an_article_is_found_by_its_number_with_or_without_its_comma(engine):
    with_comma, without = (set(queries.articles(engine, text)["id"]) for text in ("4,700", "4700"))
    assert with_comma == without
    assert FIRST_ARTICLE in with_comma
    claims = queries.claims(engine, Selection())
    assert set(claims[claims["number"] == 4700]["article"]) <= with_comma


def test_every_article_is_listed_newest_first_with_its_claims(engine, every):
    articles = queries.articles(engine)
    assert list(articles["published"]) == sorted(articles["published"], reverse=True)
    assert articles["claims"].sum() == len(every)
    assert queries.article(engine, FIRST_ARTICLE)["publisher"] == "The New York Times"


def test_every_source_stands_with_its_origin(engine):
    sources = queries.sources(engine).set_index("id")
    for id, source in sources.iterrows():
        root = id
        while pd.notna(sources.loc[root, "part_of"]):
            root = sources.loc[root, "part_of"]
        assert source["origin"] == root


def test_origins_count_what_goes_back_to_one_institution(engine):
    found = queries.origins(engine, KILLED)
    claims = queries.claims(engine, KILLED)
    zelensky = queries.source(engine, "zelensky")["origin"]
    row = found.set_index("origin").loc[zelensky]
    ours = claims[claims["origin"].str.split(";").map(lambda held: zelensky in held)]
    assert row["claims"] == len(ours)
    assert row["articles"] == ours["article"].nunique()


@pytest.mark.slow
def test_a_source_stands_to_what_others_said_of_the_time_of_its_claim(engine):
    told = 0
    series = cache(lambda asked: compare.comparables(queries.series(engine, asked)))
    for id in queries.sources(engine)["id"][:60]:  # those that are quoted most
        counted = queries.counted_by(engine, id)
        assert not counted.duplicated(QUANTITY).any()
        assert counted["claims"].sum() == len(queries.stated_by(engine, id))
        for row in counted.dropna(subset=["claim"]).to_dict("records"):
            asked = Selection(*(row[word] for word in QUANTITY))
            claims = series(asked)
            if row["claim"] not in {claim.id for claim in claims}:
                continue  # a colleague's claim of the same day was printed later
            ours = next(claim for claim in claims if claim.id == row["claim"])
            found = [
                compare.comparison(ours, others)
                for others in compare.by_institution(claims).values()
            ]
            how = [one.stands for one in found if one.beside]
            assert row["others"] == len(how)
            assert (row["higher"], row["lower"]) == (how.count("lower"), how.count("higher"))
            told += len(how)
    assert told > 30


@pytest.mark.slow
def test_other_tellings_are_of_the_same_source_and_date_elsewhere(engine, every):
    ours = every[every["subject"] == "north-korea"].to_dict("records")
    told = [(row, queries.tellings(engine, row["id"])) for row in ours]
    assert any(len(others) for _, others in told)
    for row, others in told:
        assert row["id"] not in set(others["id"])
        assert set(others["source"]) <= {row["source"]}
        assert row["article"] not in set(others["article"])


def test_events_belong_to_the_conflict_and_the_dates(engine):
    asked = Selection(conflict="russia-ukraine", since=date(2023, 1, 1), until=date(2024, 12, 31))
    found = queries.events(engine, asked)
    assert set(found["conflict"]) == {"russia-ukraine"}
    assert found["date"].between("2023-01-01", "2024-12-31").all()
    assert list(found["date"]) == sorted(found["date"])


def test_a_break_touches_each_quantity_of_which_its_source_speaks(engine):
    for row in queries.all_breaks(engine).to_dict("records"):
        spoken = queries.claims(engine, Selection(metric=row["metric"], source=(row["source"],)))
        for words in {
            tuple(claim[word] for word in QUANTITY) for claim in spoken.to_dict("records")
        }:
            if missing(row["population"]) or row["population"] == words[3]:
                found = queries.breaks(engine, Selection(*words))
                assert row["date"] in set(found["date"]), words
    assert queries.breaks(engine, KILLED).empty


def test_a_break_is_explained_whoever_a_quantity_is_narrowed_to_and_not_before_its_day(engine):
    asked = Selection("russia-ukraine", "russia", "killed", "military")
    every = queries.breaks(engine, asked)
    assert len(every) > 1
    assert len(queries.breaks(engine, replace(asked, source=("bbc",)))) == len(every)
    first = min(every["date"]).date()
    assert queries.breaks(engine, replace(asked, known_on=first - timedelta(days=1))).empty
    assert len(queries.breaks(engine, replace(asked, known_on=first)))


def test_dates_of_print_are_each_there_once(engine):
    dates = queries.publication_dates(engine, KILLED)
    assert dates == sorted({day.date() for day in queries.claims(engine, KILLED)["published"]})


def test_nothing_selected_is_no_rows_with_the_same_columns(engine):
    nothing = replace(KILLED, until=date(1999, 1, 1))
    for asked in (queries.claims, queries.current, queries.drawn, queries.band, queries.origins):
        assert len(asked(engine, nothing)) == 0
        assert list(asked(engine, nothing).columns) == list(asked(engine, KILLED).columns), asked
    assert queries.then_and_now(engine, nothing).empty
    assert queries.publication_dates(engine, nothing) == []
    assert queries.count(engine, nothing)["claims"] == 0


@pytest.mark.parametrize("ask", [queries.claim, queries.article, queries.source])
@pytest.mark.parametrize("id", ["nowhere", "", "' or 1=1 --"])
def test_an_unknown_id_says_what_it_is_not(engine, ask, id):
    with pytest.raises(NotFound, match=r"no \w+ has the id"):
        ask(engine, id)


def test_one_claim_by_its_id_is_its_row(engine, every):
    one = every.iloc[7]
    assert queries.claim(engine, one["id"])["source"] == one["source"]


def test_words_that_name_nothing_in_the_data_are_named(engine):
    asked = Selection(subject="north-corea", source=("nis", "nsi"), place="Kursk")
    found = [str(misfit) for misfit in queries.unknown(engine, asked)]
    assert found[0] == "subject is 'north-corea'; not in the data; did you mean 'north-korea'?"
    assert found[1].startswith("source is 'nsi'; not in the data; ")
    assert len(found) == 2
    assert queries.unknown(engine, KILLED) == []
