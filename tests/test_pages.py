"""Every page runs, says its answer, and shows exactly the claims that its address names."""

import csv
import html
import io
import json
import re
import shutil
from dataclasses import replace
from datetime import date
from functools import cache as once
from itertools import product
from urllib.parse import parse_qsl, urlencode

import pandas as pd
import pytest
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, app_test

from contested import queries, views, web, words
from contested.cli import cli
from contested.html import lists
from contested.selection import Selection, parse
from contested.views import PAGES
from contested.vocabulary import FIRST_ARTICLE
from tests.test_checks import CLAIM
from tests.test_claim_whole import EVENT

pytestmark = pytest.mark.slow

PAGE_NAMES = [view.id.replace("-", "_") for view in PAGES.values()]
ADDRESSES = [address for address in PAGES if address]
FILTERED = ["timeline", "compare", "known_when", "data"]

KILLED = "conflict=russia-ukraine&subject=north-korea&metric=killed&population=military"

# Addresses that people share, of every kind of filter.
SHARED = [
    "",
    KILLED,
    f"{KILLED}&relation=own",
    f"{KILLED}&relation=own&relation=adversary",
    f"{KILLED}&source=nis&source=zelensky",
    f"{KILLED}&evidence=estimate&since=2025-01-01",
    f"{KILLED}&until=2025-01-15",
    f"{KILLED}&known_on=2025-01-31",
    f"{KILLED}&place=Kursk",
    f"{KILLED}&apart=hidden",
    "conflict=israel-gaza&subject=gaza&metric=killed&population=all&since=2024-01-01",
    "subject=north-korea&source=nis",
]


class _Pages(app_test.PagesManager):
    """As dashboard.py tells the server: a folder named pages/ is not the older multipage app."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        app_test.PagesManager.__bases__[0].uses_pages_directory = False


#: Streamlit looks through all installed packages for components of theirs, for each page that is
#: opened in a test: it takes longer than most pages do, and finds the same.
_components = once(manifest_scanner.scan_component_manifests)


@pytest.fixture
def opened(cache, monkeypatch):
    """Return a function that opens a page at an address, as a reader who comes by a link."""
    monkeypatch.setattr(app_test, "PagesManager", _Pages)
    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", _components)

    def open_(page="overview", query=""):
        app = AppTest.from_file("../dashboard.py", default_timeout=60)
        if page != "overview":
            app.run().switch_page(f"pages/{page}.py")
        for word, value in parse_qsl(query, keep_blank_values=True):
            app.query_params[word] = [*app.query_params.get(word, []), value]
        return app.run()

    return open_


def said(app):
    """Return what the page's answer says first, in words."""
    return next(filter(None, (first_words(element.proto.body) for element in app.html)))


def first_words(page):
    """Return what the answer in a page's HTML says first; None where it has none."""
    match = re.search(r'<p class="answer"><bdi>(.*?)</bdi></p>', page, re.DOTALL)
    return html.unescape(match[1]) if match else None


def marks(app):
    """Return the claims that the page's first chart draws, by their ids."""
    spec = json.loads(app.get("plotly_chart")[0].proto.spec)
    return {cell[0] for trace in spec["data"] for cell in trace.get("customdata") or []}


def address(app):
    """Return the page's address as a selection, and as a link to another page carries it."""
    data = next(link for link in app.get("page_link") if link.proto.page == "data")
    return parse(data.proto.query_string)


def printed(*query):
    """Return the claims that the command line prints for a query, as rows."""
    found = CliRunner().invoke(cli, ["claims", *query, "--format", "csv"])
    assert found.exit_code == 0, found.output
    return list(csv.DictReader(io.StringIO(found.stdout)))


@pytest.mark.parametrize("page", PAGE_NAMES)
def test_a_page_runs_and_says_its_answer(opened, page):
    app = opened(page)
    assert not app.exception
    assert not app.error
    assert not app.warning
    assert len(app.title) == 1
    assert said(app)


GAZA = "conflict=israel-gaza&subject=gaza&metric=killed&population=all"


@pytest.mark.parametrize(
    ("page", "query"),
    [
        *product(
            ["timeline", "compare", "known_when", "data"],
            [
                KILLED,
                f"{KILLED}&source=nis&source=xyz",
                f"{GAZA}&source=ohchr",
                f"{KILLED}&until=2001-01-01",
                "article=nyt-2025-08-22-north-korea-honors&metric=killed",
            ],
        ),
        ("sources", ""),
        ("sources", "source=nis"),
        ("sources", "source=mediazona&source=bbc-russian"),
        ("articles", ""),
        ("articles", f"article={FIRST_ARTICLE}"),
    ],
)
def test_the_answer_that_the_server_sends_ahead_is_the_page_s_own(opened, page, query):
    site = TestClient(Starlette(routes=web.routes()), base_url="http://contested.example")
    sent = site.get(f"/{page.replace('_', '-')}?{query}").text
    assert first_words(sent) == said(opened(page, query))


@pytest.mark.parametrize("page", ["", "articles", "snapshots"])
def test_nothing_is_answered_ahead_of_a_search(page):
    site = TestClient(Starlette(routes=web.routes()), base_url="http://contested.example")
    sent = site.get(f"/{page}?q=Pokrovsk").text
    assert '<p class="answer">' not in sent
    assert "Pokrovsk" not in re.sub(r"\?q=Pokrovsk", "", sent)


@pytest.mark.parametrize("query", SHARED)
def test_an_address_shows_exactly_the_claims_that_the_command_line_prints(opened, query):
    app = opened("data", query)
    assert not app.exception
    assert not app.warning
    table = app.dataframe[0].value
    # The page has the newest first, the command the oldest.
    rows = {row["id"]: row["said"] for row in printed(query)}
    assert dict(zip(table["Claim"], table["Said"], strict=True)) == rows
    assert len(table) == len(rows)


@pytest.mark.parametrize("query", [query for query in SHARED if query.startswith("conflict")])
def test_a_timeline_draws_every_claim_of_its_address_and_no_other(opened, engine, query):
    app = opened("timeline", query)
    assert not app.exception
    assert marks(app) == {row["id"] for row in printed(query)}
    assert address(app) == (parse(query)[0], [])


@pytest.mark.parametrize("page", FILTERED)
def test_links_to_other_pages_carry_the_address(opened, page):
    query = f"{KILLED}&source=nis&since=2025-01-01"
    app = opened(page, query)
    links = [link.proto for link in app.sidebar.get("page_link") if link.proto.page]
    assert {link.page for link in links} == set(ADDRESSES)
    for link in links:
        assert parse(link.query_string) == (parse(query)[0], []), link.page


@pytest.mark.parametrize("page", FILTERED)
def test_every_value_that_does_not_pass_is_named_and_the_rest_holds(opened, page):
    app = opened(page, f"{KILLED}&source=nis&source=nsi&scale=lg&since=2025-13&colour=red")
    (notice,) = (warning.value.replace("\\", "") for warning in app.warning)
    assert "source is 'nsi'; not in the data" in notice
    assert "scale is 'lg'; did you mean 'log'?" in notice
    assert "since is '2025-13'; give a day as 2025-04-30, a month as 2025-04" in notice
    assert "colour is 'red'; no such word" in notice
    held, misfits = address(app)
    assert held.source == ("nis",)
    assert held.metric == "killed"
    assert not misfits


@pytest.mark.parametrize("page", PAGE_NAMES)
def test_an_unknown_id_is_named_on_every_page(opened, page):
    app = opened(page, "source=nsi")
    assert not app.exception
    assert any("source is 'nsi'" in warning.value for warning in app.warning)


def test_a_word_that_the_others_rule_out_is_named_and_replaced(opened):
    app = opened("timeline", "conflict=israel-gaza&subject=north-korea")
    assert "subject is 'north\\-korea'; no claim counts that here" in app.warning[0].value
    held, _ = address(app)
    assert (held.conflict, held.subject) != ("israel-gaza", "north-korea")


@pytest.mark.parametrize("page", PAGE_NAMES)
def test_a_hostile_address_is_a_notice_and_never_an_error(opened, page):
    hostile = (
        "place=%3Cscript%3Ealert(1)%3C/script%3E&source='%3B+drop+table+claim%3B--"
        f"&metric={'x' * 5000}&since=%00&until=9999-99-99&subject=%E2%80%AEtxt&q=%3Cimg+src%3Dx%3E"
        "&claim=%22%3E%3Cscript%3E&relation=&conflict=%F0%9F%92%80&evidence=a%0Ab"
    )
    app = opened(page, hostile)
    assert not app.exception
    assert app.warning
    assert app.title


def test_a_filter_that_is_set_shows_in_the_address_and_in_the_claims(opened, engine):
    app = opened("timeline", KILLED)
    before = marks(app)
    app.multiselect(key="source").set_value(["nis"]).run()
    assert not app.exception
    assert app.query_params["source"] == "nis"
    held, _ = address(app)
    assert held == parse(f"{KILLED}&source=nis")[0]
    assert marks(app) == set(queries.claims(engine, held)["id"]) < before
    app.text_input(key="since").set_value("2025").run()
    held, _ = address(app)
    assert held.since == date(2025, 1, 1)
    assert app.text_input(key="since").value == "2025-01-01"
    assert marks(app) == set(queries.claims(engine, held)["id"])
    app.button(key="clear").click().run()
    assert address(app)[0] == parse(KILLED)[0]
    assert marks(app) == before


def test_a_date_that_is_none_stays_in_its_field_and_is_named(opened):
    app = opened("timeline", f"{KILLED}&source=nis")
    app.text_input(key="until").set_value("2025-Q5").run()
    assert not app.exception
    assert "until is '2025-Q5'; give a day as" in app.warning[0].value.replace("\\", "")
    assert app.text_input(key="until").value == "2025-Q5"
    assert address(app)[0].until is None
    app.text_input(key="until").set_value("2025-Q1").run()
    assert address(app)[0].until == date(2025, 3, 31)
    assert not app.warning


def test_filters_go_along_to_another_page_and_back(opened):
    app = opened("timeline", f"{KILLED}&relation=own")
    app.switch_page("pages/data.py").run()
    assert address(app)[0] == parse(f"{KILLED}&relation=own")[0]
    assert set(app.dataframe[0].value["Relation"]) == {"Own side"}


def test_the_axis_and_the_scale_stay_in_the_address(opened):
    app = opened("timeline", f"{KILLED}&axis=published&scale=log")
    held, _ = address(app)
    assert (held.axis, held.scale) == ("published", "log")
    spec = json.loads(app.get("plotly_chart")[0].proto.spec)
    assert spec["layout"]["yaxis"]["type"] == "log"


@pytest.mark.parametrize("page", FILTERED)
def test_an_empty_selection_offers_what_would_find_claims(opened, engine, page):
    app = opened(page, f"{KILLED}&source=nis&until=2001-01-01")
    assert not app.exception
    assert "No claim is left" in app.info[0].value
    wider = next(button for button in app.button if button.key == "widen_until")
    wider.click().run()
    assert not app.info
    assert address(app)[0] == parse(f"{KILLED}&source=nis")[0]


@pytest.mark.parametrize("page", ["compare", "known_when"])
def test_where_all_claims_stand_apart_a_page_says_so_and_leads_to_them(opened, engine, page):
    asked = next(
        Selection(*words, source=(source,))
        for (*words, source), claims in queries.claims(engine, Selection()).groupby(
            ["conflict", "subject", "metric", "population", "source"]
        )
        if claims["apart"].notna().all() and ";" not in source and not claims["event"].any()
    )
    app = opened(page, asked.query())
    assert not app.exception
    assert re.search(r"whole number|can be compared with others", said(app))
    way = next(link for link in app.get("page_link") if "something else" in link.proto.label)
    assert parse(way.proto.query_string)[0] == asked
    shown = replace(asked, apart="shown")
    app = opened("compare", shown.query())
    assert not app.exception
    assert re.search(r"counts? ", said(app))
    assert (
        len(views.seen(engine, shown, "compare").claims) == queries.count(engine, asked)["claims"]
    )


def test_the_table_of_a_chart_holds_its_claims(opened):
    app = opened("timeline", KILLED)
    app.toggle(key="timeline_table").set_value(True).run()
    assert set(app.dataframe[0].value["Claim"]) == marks(app)


def test_a_claim_that_the_address_names_is_shown_with_its_provenance(opened, engine):
    claims = queries.claims(engine, parse(KILLED)[0])
    claim = claims[claims["article"] == FIRST_ARTICLE].iloc[0]
    app = opened("timeline", f"{KILLED}&claim={claim['id']}")
    shown = "".join(element.proto.body for element in app.html)
    for part in (claim["source_name"], claim["publisher"], claim["title"], claim["id"]):
        assert part in html.unescape(shown)
    assert f'<a href="./claim/{claim["id"]}">Permanent page of this claim' in shown
    citation = next(code.value for code in app.code if claim["quantity"] in code.value)
    assert citation.startswith(f"{claim['source_name']}, ")
    assert f"/claim/{claim['id']}" in citation
    app.selectbox(key="claim").set_value(None).run()
    assert claim["id"] not in "".join(element.proto.body for element in app.html)


@pytest.mark.parametrize(
    ("asked", "then"),
    [
        ((), {"named", "documented", "official_count", "estimate"}),
        (("named", "statement"), {"named"}),
        (("named", "estimate"), {"named", "estimate", "statement"}),
        (("named", "documented", "official_count", "estimate"), set()),
    ],
)
def test_statements_are_left_out_or_brought_back_and_nothing_else(opened, asked, then):
    app = opened("timeline", "&".join([KILLED, *(f"evidence={word}" for word in asked)]))
    app.button(key="statements").click().run()
    assert set(address(app)[0].evidence) == then


def test_statements_alone_are_not_left_out(opened):
    assert opened("timeline", f"{KILLED}&evidence=statement").button(key="statements").disabled


def test_several_sources_stay_chosen_until_one_of_them_is_opened(opened):
    app = opened("sources", "source=mediazona&source=bbc-russian")
    assert not app.exception
    assert address(app)[0].source == ("bbc-russian", "mediazona")
    shown = "".join(element.proto.body for element in app.html)
    for id in ("mediazona", "bbc-russian"):
        assert f'<a href="./sources?source={id}"' in shown
    app.selectbox(key="profile").set_value("mediazona").run()
    assert address(app)[0].source == ("mediazona",)
    assert marks(app)


def test_a_claim_that_several_sources_make_leads_to_each_and_says_what_they_are_part_of(
    opened, engine
):
    claims = queries.claims(engine, Selection())
    joint = claims[claims["source"].str.contains(";")]
    voices = {id: queries.source(engine, id) for one in joint["source"] for id in one.split(";")}
    within = {id for id, one in voices.items() if not words.missing(one["part_of"])}
    claim = next(row for row in joint.to_dict("records") if within & set(row["source"].split(";")))
    asked = Selection(*(claim[word] for word in ("conflict", "subject", "metric", "population")))
    app = opened("timeline", f"{asked.query()}&claim={claim['id']}")
    shown = "".join(element.proto.body for element in app.html)
    for id in claim["source"].split(";"):
        assert f'<a href="./sources?source={id}"' in shown
        if id in within:
            assert html.escape(f"{voices[id]['short']}: {voices[id]['part_of_name']}") in shown


def test_a_claim_of_several_institutions_is_one_report(opened, engine):
    asked = parse("conflict=russia-ukraine&subject=north-korea&metric=deployed")[0]
    whole = queries.complete(engine, replace(asked, apart="hidden"))
    found = queries.origins(engine, whole)
    number = int(queries.count(engine, whole)["claims"])
    assert found["claims"].sum() > number
    behind = words.capital(words.count(len(found), "institution"))
    shown = [element.value for element in opened("compare", asked.query()).markdown]
    assert f"**{behind} behind {words.count(number, 'report')}**" in shown


def test_known_when_leaves_out_what_was_printed_later(opened, engine):
    app = opened("known_when", f"{KILLED}&known_on=2025-02-01")
    assert said(app).startswith("By 1 February 2025, ")
    app.button(key="step_later").click().run()
    held, _ = address(app)
    dates = queries.publication_dates(engine, parse(f"{KILLED}&apart=hidden")[0])
    assert held.known_on == min(day for day in dates if day > date(2025, 2, 1))
    app.button(key="step_earlier").click().run()
    assert address(app)[0].known_on == max(day for day in dates if day <= date(2025, 2, 1))


def test_the_date_of_knowledge_is_picked_on_the_page_and_goes_along_only_when_picked(opened):
    app = opened("known_when", KILLED)
    picker = app.date_input(key="at")
    assert said(app).startswith(f"By {words.day(picker.value)}, ")
    assert address(app)[0].known_on is None
    picker.set_value(date(2025, 5, 1)).run()
    assert said(app).startswith("By 1 May 2025, ")
    assert address(app)[0].known_on == date(2025, 5, 1)
    app.button(key="clear").click().run()
    assert address(app)[0].known_on is None


def test_known_when_starts_where_there_is_something_to_know(opened):
    assert not said(opened("known_when", KILLED)).startswith("No comparable claim")


def test_compare_takes_the_reference_that_is_chosen(opened):
    app = opened("compare", KILLED)
    app.selectbox(key="reference").set_value("western-officials").run()
    assert not app.exception
    assert address(app)[0].reference == "western-officials"
    again = opened("compare", f"{KILLED}&reference=western-officials")
    assert again.selectbox(key="reference").value == "western-officials"


def test_a_search_finds_quantities_sources_and_articles_and_shows_nothing_else(opened):
    app = opened("overview", "q=north korea")
    shown = "".join(element.proto.body for element in app.html)
    for kind in ("./claim/", "./timeline?", "./sources?source=", "./articles?article="):
        assert kind in shown
    assert not app.header
    nothing = opened("overview", "q=xyzzy")
    assert "Nothing recorded here holds" in nothing.info[0].value
    assert not nothing.header


def test_a_search_for_a_misspelled_name_says_what_was_understood(opened):
    app = opened("overview", "q=noth korea")
    assert "north korea" in app.info[0].value
    assert "North Korean" in "".join(element.proto.body for element in app.html)


def test_the_overview_is_of_everything_whatever_other_pages_are_narrowed_to(opened):
    app = opened("overview", f"{KILLED}&source=nis&since=2025-01-01")
    shown = "".join(element.proto.body for element in app.html)
    links = [html.unescape(link) for link in re.findall(r'href="\./timeline\?([^"]*)"', shown)]
    assert links
    assert not any(parse(link, also=["claim"])[0].narrowed() for link in links)
    assert "Israel–Gaza war" in shown
    assert address(app)[0].source == ("nis",)


def test_a_reference_that_does_not_compare_is_named(opened):
    app = opened("compare", f"{KILLED}&reference=gaza-moh")
    assert "reference is 'gaza\\-moh'; no claim of it compares here" in app.warning[0].value


def index_of(app):
    """Return the overview's index of every quantity, as HTML."""
    return next(one.proto.body for one in app.html if 'class="overview wars' in one.proto.body)


def test_the_overview_s_index_leads_to_every_quantity(opened, engine):
    app = opened("overview")
    index = index_of(app)
    assert index.count("<details") == queries.quantities(engine)["conflict"].nunique()
    links = {html.unescape(link) for link in re.findall(r'href="\./timeline\?([^"]*)"', index)}
    quantities = queries.quantities(engine).to_dict("records")
    assert links == {lists.quantity(row).query() for row in quantities}


@pytest.mark.parametrize("order", ["claims", "newest", "spread", "name"])
def test_the_index_of_the_overview_is_in_the_order_of_its_address(opened, order):
    app = opened("overview", f"sort={order}")
    assert not app.exception
    assert not app.warning
    wars = re.findall(r"<summary><b>(.*?)</b>", index_of(app))
    if order == "name":
        assert wars == sorted(wars)
    else:
        assert wars != sorted(wars)


def test_the_overview_of_a_war_holds_that_war_alone_and_leads_back(opened, engine):
    app = opened("overview", "conflict=israel-gaza")
    assert app.title[0].value == "Israel–Gaza war"
    shown = "".join(element.proto.body for element in app.html)
    assert 'href="./"' in shown
    assert "conflict=russia" not in shown
    assert index_of(app).count("<details open") == 1


def test_an_article_opens_with_all_its_figures_each_a_link_to_its_claim_and_its_timeline(
    opened, engine
):
    app = opened("articles", f"article={FIRST_ARTICLE}")
    assert not app.exception
    assert "The New York Times of 22 August 2025 prints four claims" in said(app)
    claims = queries.printed(engine, FIRST_ARTICLE)
    assert marks(app) == set(claims["id"])
    shown = "".join(element.proto.body for element in app.html)
    for claim in claims.to_dict("records"):
        assert f'<a href="./claim/{claim["id"]}"' in shown
        assert f"metric={claim['metric']}" in shown.partition("./timeline?")[2]
    app.selectbox(key="article").set_value(None).run()
    assert app.dataframe[0].proto.placeholder == ""
    assert "articles are in the data" in said(app)
    found = opened("articles", "q=4,700")
    assert FIRST_ARTICLE in found.selectbox(key="article").proto.options or found.dataframe


@pytest.mark.parametrize("page", FILTERED)
def test_an_article_narrows_every_page_says_so_and_can_be_cleared(opened, page):
    app = opened(page, f"article={FIRST_ARTICLE}")
    assert not app.exception
    shown = "".join(element.proto.body for element in app.html)
    assert "Only in The New York Times, 22 August 2025" in shown
    app.button(key="clear").click().run()
    assert "article" not in app.query_params


@pytest.mark.parametrize(
    ("page", "query"), [("articles", f"article={FIRST_ARTICLE}"), ("sources", "source=nis")]
)
def test_the_chart_of_one_article_and_of_one_source_can_be_shared(opened, page, query):
    app = opened(page, query)
    assert [button.label for button in app.button].count("Share and save") == 1
    app.toggle(key=f"{page[:-1]}_table").set_value(True).run()
    assert not app.exception
    assert len(app.dataframe[-1].value) == len(marks(app))


@pytest.mark.parametrize(
    ("page", "query"), [("articles", "article=nowhere"), ("timeline", f"{KILLED}&claim=nowhere")]
)
def test_an_id_that_names_nothing_is_a_notice(opened, page, query):
    app = opened(page, query)
    assert not app.exception
    assert "nowhere" in app.warning[0].value
    assert "Part of the address was set aside" in app.warning[0].value
    assert "nowhere" not in app.get("page_link")[-1].proto.query_string


def test_a_source_opens_with_what_it_counts(opened, engine):
    app = opened("sources", "source=nis")
    assert not app.exception
    assert "claims about" in said(app)
    assert marks(app) == set(queries.stated_by(engine, "nis")["id"])


def test_every_source_and_a_sample_of_articles_open(opened, engine):
    app = opened("sources")
    for source in queries.sources(engine)["id"][::12]:
        app.selectbox(key="profile").set_value(source).run()
        assert not app.exception, source
    app = opened("articles")
    for article in queries.articles(engine)["id"][::40]:
        app.selectbox(key="article").set_value(article).run()
        assert not app.exception, article


def test_every_quantity_has_a_timeline_and_a_comparison(opened, engine):
    quantities = queries.quantities(engine).to_dict("records")
    for page in ("timeline", "compare"):
        for row in quantities[::9]:
            chosen = Selection(row["conflict"], row["subject"], row["metric"], row["population"])
            app = opened(page, chosen.query())
            assert not app.exception, chosen
            assert app.title[0].value.replace("\\", "") == row["name"]


@pytest.fixture
def copied(curated, tmp_path, monkeypatch):
    """Return a copy of the curated data that the pages read and a test may change."""
    folder = shutil.copytree(curated, tmp_path / "data")
    monkeypatch.setenv("CONTESTED_DATA", str(folder))
    return folder


def test_changed_data_appear_at_the_next_run(opened, copied):
    app = opened("data")
    claims = copied / "claims.csv"
    lines = claims.read_text(encoding="utf-8").splitlines(keepends=True)
    claims.write_text("".join(lines[:6]), encoding="utf-8")
    app.run()
    assert len(app.dataframe[0].value) == 5


def test_broken_data_keep_the_last_good_with_a_notice(opened, copied):
    app = opened("data")
    before = list(app.dataframe[0].value["Claim"])
    claims = copied / "claims.csv"
    claims.write_text(claims.read_text(encoding="utf-8").replace(",about,", ",abuot,", 1))
    app.run()
    assert not app.exception
    assert "does not pass its checks" in app.warning[0].value
    assert "abuot" in app.warning[0].value
    assert list(app.dataframe[0].value["Claim"]) == before


def test_data_that_were_never_good_say_what_is_wrong_with_them(opened, copied):
    claims = copied / "claims.csv"
    claims.write_text(claims.read_text(encoding="utf-8").replace(",about,", ",abuot,", 1))
    app = opened("data")
    assert not app.exception
    assert "abuot" in app.error[0].value


def test_what_an_address_holds_is_shown_as_it_stands_and_never_as_markdown(opened):
    held = "[a](https://evil.example) $x$ `b` :red[c] <b>"
    app = opened("timeline", urlencode({"metric": held}))
    assert r"evil\.example" in app.warning[0].value
    for mark in "[]()$`<>:":
        # Each is preceded by a stroke: none is a link, a formula, code, a colour or an element.
        said = app.warning[0].value.partition("metric is ")[2].partition("; ")[0]
        assert not re.search(rf"(?<!\\){re.escape(mark)}", said), mark
        assert f"\\{mark}" in said


def test_a_choice_of_dates_stands_in_the_address_as_dates(opened):
    app = opened("timeline", GAZA)
    app.selectbox(key="period").set_value("Since the last ceasefire").run()
    assert str(address(app)[0].since) == "2025-10-10"
    again = opened("timeline", f"{GAZA}&since=2025-10-10")
    assert again.selectbox(key="period").value == "Since the last ceasefire"
    other = opened("timeline", f"{GAZA}&since=2025-01-01")
    assert other.selectbox(key="period").value == "Chosen dates"


def test_the_data_s_table_has_the_newest_first_and_a_number_that_sorts_as_one(opened, engine):
    app = opened("data", KILLED)
    table = app.dataframe[0].value
    claims = queries.claims(engine, parse(KILLED)[0])
    assert list(table["Claim"]) == list(claims["id"])[::-1]
    assert pd.api.types.is_numeric_dtype(table["Number"])
    assert list(table["Number"].dropna()) == list(claims["number"].dropna())[::-1]


def test_a_search_within_the_data_s_table_leaves_the_claims_that_hold_every_word(opened):
    app = opened("data", f"{KILLED}&q=zelensky")
    found = app.dataframe[0].value
    assert 0 < len(found) < len(opened("data", KILLED).dataframe[0].value)
    assert found["Source"].str.contains("Zelensky").all()


@pytest.mark.parametrize(
    ("page", "said"), [("data", "Any, or none"), ("timeline", "The conflict as a whole")]
)
def test_a_choice_without_an_event_says_what_it_leaves(opened, folder, monkeypatch, page, said):
    folder.add("events", **EVENT)
    toll = {"id": "toll", "best": "70", "since": "", "as_of": "2025-04-30", "event": "clash"}
    folder.add("claims", **CLAIM)
    folder.add("claims", **{**CLAIM, **toll})
    monkeypatch.setenv("CONTESTED_DATA", str(folder.path))
    app = opened(page, "conflict=war&subject=russia&metric=killed&population=military")
    assert not app.exception
    assert app.selectbox(key="event").options[0].startswith(said)
