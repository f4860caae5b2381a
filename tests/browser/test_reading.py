"""What a reader does: open pages, filter, follow addresses, look behind a mark, save a picture."""

import struct
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from contested import queries, words
from contested.selection import parse
from contested.views import PAGES

KILLED = "conflict=russia-ukraine&subject=north-korea&metric=killed&population=military"


def asked(reader):
    """Return the words of the address."""
    return parse_qs(urlsplit(reader.path()).query)


def claims(engine, query):
    return set(queries.claims(engine, parse(query)[0])["id"])


@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_cold_and_says_its_answer(reader, address):
    one = reader(cold=True).open(f"/{address}")
    assert one.answer()
    assert one.page.get_by_role("heading", level=1).count() == 1
    links = one.page.locator('[data-testid="stSidebar"] a')
    titles = ["Contested", *(view.label for view in PAGES.values())]
    assert links.all_inner_texts()[: len(titles)] == titles


@pytest.mark.parametrize("turn", ["first", "second"])
def test_nothing_that_a_reader_s_browser_keeps_is_there_for_the_next_one(reader, turn):
    one, other = reader(), reader()
    kept = "() => [document.cookie, ...Object.keys(localStorage), ...Object.keys(sessionStorage)]"
    leave = """() => {
      document.cookie = 'mine=1'; localStorage.mine = sessionStorage.mine = 1; }"""
    for each in (one, other):
        each.page.goto(f"{each.site}/source/nis")
        assert each.page.evaluate(kept) == [""], turn
        each.page.evaluate(leave)
        assert each.page.evaluate(kept) != [""]


def test_the_first_thing_a_new_server_is_asked_may_be_any_page(reader, serve):
    one = reader(at=serve().address).open(f"/data?{KILLED}")
    assert one.answer().startswith("16 claims of nine sources")


def test_a_source_and_a_date_narrow_the_claims_and_stand_in_the_address(reader, engine):
    one = reader().open(f"/timeline?{KILLED}")
    assert set(one.marks()) == claims(engine, KILLED)
    one.choose("Sources", "NIS")
    assert asked(one)["source"] == ["nis"]
    assert set(one.marks()) == claims(engine, f"{KILLED}&source=nis")
    one.date("since", "2025-01-01")
    assert asked(one)["since"] == ["2025-01-01"]
    assert set(one.marks()) == claims(engine, f"{KILLED}&source=nis&since=2025-01-01")


def test_an_address_that_was_copied_opens_the_same_view_elsewhere(reader, engine):
    one = reader().open(f"/timeline?{KILLED}")
    one.choose("Sources", "Zelensky")
    one.page.get_by_text("Logarithmic").click()
    one.settled()
    other = reader().open(one.path())
    assert other.path() == one.path()
    assert set(other.marks()) == set(one.marks()) == claims(engine, f"{KILLED}&source=zelensky")
    assert other.answer() == one.answer()
    assert "scale=log" in other.path()


def test_back_undoes_one_filter_at_a_time_and_forward_sets_it_again(reader, engine):
    one = reader().open(f"/data?{KILLED}")
    whole = one.answer()
    one.choose("Sources", "NIS")
    narrowed = one.answer()
    one.date("since", "2025-01-01")
    assert len({whole, narrowed, one.answer()}) == 3
    one.page.go_back()
    one.settled()
    assert (one.answer(), asked(one).get("since")) == (narrowed, None)
    one.page.go_back()
    one.settled()
    assert (one.answer(), asked(one).get("source")) == (whole, None)
    one.page.go_forward()
    one.settled()
    assert (one.answer(), asked(one)["source"]) == (narrowed, ["nis"])


def test_filters_go_along_to_another_page_and_clear_undoes_them(reader):
    one = reader().open(f"/timeline?{KILLED}&relation=own")
    one.page.locator('[data-testid="stSidebar"]').get_by_role("link", name="Data").click()
    one.page.wait_for_url("**/data?*")
    one.settled()
    assert asked(one)["relation"] == ["own"]
    assert one.answer().startswith("Two claims of two sources")
    one.page.get_by_role("button", name="Clear filters").click()
    one.settled()
    assert "relation" not in asked(one)
    assert one.answer().startswith("16 claims of nine sources")


def test_a_mark_shows_who_said_it_and_where_it_was_printed(reader, engine):
    # The claim has lapsed, and the axis ends at what still stands unless it is to hold the whole.
    one = reader().open(f"/timeline?{KILLED}&scale=whole")
    found = queries.claims(engine, parse(f"{KILLED}&source=zelensky")[0]).iloc[0]
    one.page.mouse.click(*one.marks()[found["id"]])
    shown = one.page.locator(".st-key-provenance")
    shown.wait_for()
    expect(shown.get_by_role("heading").first).to_be_in_viewport()
    one.settled()
    for part in (words.said(found), found["source_name"], found["publisher"], found["id"]):
        assert part in shown.inner_text()
    # The link leads to the words where they are known.
    href = shown.get_by_role("link", name=found["title"]).get_attribute("href")
    assert href.split("#:~:text=")[0] == found["url"]
    assert asked(one)["claim"] == [found["id"]]
    # The address opens the same claim again.
    other = reader().open(one.path())
    assert found["id"] in other.page.locator(".st-key-provenance").inner_text()


#: Notes where on the screen every tooltip of a chart stood: it leaves when the claim's card opens.
TOOLTIPS = """() => {
  window.tooltips = [];
  const note = () => document.querySelectorAll('.hoverlayer .hovertext').forEach(one => {
    const { left, right, width } = one.getBoundingClientRect();
    if (width) window.tooltips.push([left, right]);
  });
  new MutationObserver(note).observe(
    document.body, { childList: true, subtree: true, attributes: true });
}"""


def test_a_touch_tells_of_a_mark_within_the_screen(reader):
    one = reader(viewport={"width": 390, "height": 844}, has_touch=True)
    one.open(f"/timeline?{KILLED}")
    one.page.evaluate(TOOLTIPS)
    for end in (min, max):
        x, y = end(one.marks().values(), key=lambda place: place[0])
        one.page.touchscreen.tap(x, y)
        one.settled()
        told = one.page.evaluate("() => window.tooltips.splice(0)")
        assert told
        assert all(left >= 0 and right <= 390 for left, right in told)


def test_a_phone_s_drawer_closes_once_a_page_was_chosen_in_it(reader):
    one = reader(viewport={"width": 390, "height": 844}, has_touch=True)
    one.open(f"/timeline?{KILLED}")
    one.page.get_by_test_id("stExpandSidebarButton").click()
    one.page.get_by_test_id("stSidebar").get_by_role("link", name="Compare").click()
    one.page.wait_for_url("**/compare?**")
    one.page.get_by_test_id("stExpandSidebarButton").wait_for()
    one.settled()


def test_a_chart_is_a_figure_with_a_name_and_no_parts_to_read(reader):
    one = reader().open(f"/timeline?{KILLED}")
    one.marks()
    figure = one.page.get_by_role("figure", name="Timeline of North Korean soldiers killed")
    assert "img" not in figure.first.aria_snapshot()


def test_a_word_of_the_glossary_is_explained_where_it_stands(reader):
    one = reader(viewport={"width": 390, "height": 844}, has_touch=True)
    one.open(f"/compare?{KILLED}")
    word = one.page.locator("td .term, .small .term").first
    tip = word.locator(".tip")
    assert not tip.is_visible()
    word.tap()
    tip.wait_for()
    box = tip.bounding_box()
    assert 0 <= box["x"] <= 390 - box["width"]
    assert len(tip.inner_text()) > 20


def test_known_when_steps_through_the_dates(reader):
    one = reader().open(f"/known-when?{KILLED}&known_on=2025-02-01")
    before = one.answer()
    assert before.startswith("By 1 February 2025, ")
    one.page.get_by_role("button", name="Later").click()
    one.settled()
    assert one.answer() != before
    assert asked(one)["known_on"] > ["2025-02-01"]
    one.page.go_back()
    one.settled()
    assert one.answer() == before
    one.page.get_by_test_id("stMain").get_by_label("year, Known on").click()
    one.page.keyboard.type("20250501")
    one.page.get_by_role("heading", level=1).click()
    one.settled()
    assert one.answer().startswith("By 1 May 2025, ")
    assert asked(one)["known_on"] == ["2025-05-01"]


def test_a_search_on_the_overview_leads_to_a_quantity(reader):
    one = reader().open("/")
    box = one.page.get_by_role("combobox", name="Look a number up")
    box.fill("north korean killed")
    one.page.get_by_role("option").filter(has_text="North Korean soldiers killed").first.click()
    one.page.wait_for_url("**/timeline?*")
    one.settled()
    assert asked(one)["metric"] == ["killed"]
    assert one.page.get_by_role("heading", level=1).inner_text() == "North Korean soldiers killed"


def test_the_overview_fits_some_two_screens_and_the_page_sent_ahead_shows_the_same(reader):
    one = reader(viewport={"width": 1280, "height": 800}).open("/")
    main = one.page.locator('[data-testid="stMain"]')
    assert main.evaluate("page => page.scrollHeight") < 2.6 * 800
    shown = one.page.locator(".overview").first.inner_text()
    plain = reader(java_script_enabled=False).page
    plain.goto(one.site)
    assert plain.locator(".overview").first.inner_text() == shown


@pytest.mark.parametrize("page", ["timeline", "compare"])
def test_a_picture_is_saved_as_png_and_as_svg(reader, page):
    one = reader().open(f"/{page}?{KILLED}")
    one.page.get_by_role("button", name="Share and save").first.click()
    one.page.get_by_role("tab", name="Picture").click()
    one.page.get_by_text("The whole picture").first.click()
    one.settled()
    for label, ending in [("Save as PNG", "png"), ("Save as SVG", "svg")]:
        button = one.page.get_by_role("button", name=label)
        button.wait_for()
        with one.page.expect_download() as waiting:
            button.click()
        assert waiting.value.suggested_filename.endswith(f".{ending}")
        content = waiting.value.path().read_bytes()
        if ending == "png":
            assert content.startswith(b"\x89PNG\r\n\x1a\n")
            width, height = struct.unpack(">II", content[16:24])
            assert width >= 1600
            assert 0.3 < height / width < 2
        else:
            root = ElementTree.fromstring(content)
            assert root.tag == "{http://www.w3.org/2000/svg}svg"
            text = " ".join(root.itertext())
            assert "North Korean soldiers killed" in text
            assert "<script" not in content.decode()


@pytest.mark.parametrize(("label", "ending"), [("CSV, two", "csv"), ("JSON, two", "json")])
def test_a_download_holds_what_the_table_shows(reader, engine, label, ending):
    one = reader().open(f"/data?{KILLED}&relation=own")
    with one.page.expect_download() as waiting:
        one.page.get_by_role("button", name=f"{label} claims").click()
    content = waiting.value.path().read_text(encoding="utf-8")
    assert waiting.value.suggested_filename.endswith(ending)
    for claim in claims(engine, f"{KILLED}&relation=own"):
        assert claim in content


@pytest.mark.parametrize("page", ["articles", "sources"])
def test_a_row_of_a_list_opens_what_it_lists(reader, engine, page):
    every = {"articles": queries.articles, "sources": queries.sources}[page](engine)
    one = reader().open(f"/{page}")
    table = one.page.get_by_test_id("stDataFrame")
    table.click(position={"x": 300, "y": 35 + 17})
    one.settled()
    assert asked(one)[page[:-1]] == [every["id"].iloc[0]]
    assert one.marks()
    one.page.go_back()
    one.settled()
    assert page[:-1] not in asked(one)


def test_a_row_of_the_data_opens_its_claim_also_where_the_rows_are_sorted(reader, engine):
    held = queries.claims(engine, parse(KILLED)[0])
    one = reader().open(f"/data?{KILLED}")
    table = one.page.get_by_test_id("stDataFrame")
    table.click(position={"x": 300, "y": 17})
    one.settled()
    table.click(position={"x": 300, "y": 35 + 17})
    one.settled()
    (id,) = asked(one)["claim"]
    first = held[held["source_name"] == held["source_name"].min()]
    assert id in set(first["id"])
    card = one.page.locator(".st-key-provenance")
    assert id in card.inner_text()
    again = reader().open(one.path())
    assert id in again.page.locator(".st-key-provenance").inner_text()
