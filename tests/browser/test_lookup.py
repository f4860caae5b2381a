"""A number looked up in a browser: by keyboard, by touch, on any page, in at most three actions."""

import re
from pathlib import Path

import pytest

from tests.browser.test_access import found

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
ANSWER = "About 600 comes from National Intelligence Service (South Korea)"


@pytest.fixture(scope="module")
def site(serve):
    """Return the address of a server of the curated data, whose tellings are told apart."""
    return serve(Path(__file__).parents[2] / "data").address


def field(one):
    """Return the field of a page of the dashboard."""
    return one.page.get_by_role("combobox", name="Look a number up")


def options(one):
    """Return what is found, once it shows."""
    listed = one.page.get_by_role("option")
    listed.first.wait_for()
    return listed


@pytest.mark.parametrize("options_of", [{}, PHONE], ids=["1280", "390"])
def test_is_600_right_takes_three_actions(reader, options_of):
    one = reader(**options_of).open("/")
    field(one).click()
    one.page.keyboard.type("600 north koreans killed")
    one.page.keyboard.press("Enter")
    one.page.wait_for_url("**/check?q=*")
    text = one.page.locator("main").inner_text()
    assert ANSWER in text
    assert "Since raised to about 2,000" in text
    assert "the source said “about 600”" in text


def test_what_is_found_shows_while_one_types_and_is_chosen_with_the_keys(reader):
    one = reader().open("/compare")
    box = field(one)
    box.click()
    one.page.keyboard.type("600 north")
    listed = options(one)
    assert box.get_attribute("aria-expanded") == "true"
    assert listed.first.inner_text().startswith("About 600 · NIS, South Korea")
    assert "since raised to about 2,000" in listed.first.inner_text()
    one.page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == listed.first.get_attribute("id")
    assert listed.first.get_attribute("aria-selected") == "true"
    one.page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    one.page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "600 north"
    one.page.keyboard.press("ArrowDown")
    options(one)
    one.page.keyboard.press("ArrowDown")
    one.page.keyboard.press("Enter")
    one.page.wait_for_url(re.compile(r"/claim/"))


def test_the_field_stands_on_every_page_and_keeps_what_the_address_searches_for(reader):
    for path in ("/", "/timeline", "/method"):
        assert field(reader().open(path)).is_visible()
    assert field(reader().open("/?q=hamas")).input_value() == "hamas"


def test_hostile_text_is_shown_as_text_in_the_list(reader):
    one = reader().open("/method")
    field(one).fill('<img src=x onerror=alert(1)> "600"')
    assert "<img src=x" in options(one).last.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("options_of", [{}, PHONE], ids=["1280", "390"])
def test_axe_finds_nothing_serious_in_an_open_list_and_on_the_page(reader, scheme, options_of):
    one = reader(color_scheme=scheme, **options_of).open("/method")
    field(one).fill("600")
    options(one)
    one.page.keyboard.press("ArrowDown")
    listed = found(one.page)
    assert [
        violation for violation in listed if "found" in violation or "combobox" in violation
    ] == []
    one.page.goto(one.site + "/check?q=600 north koreans killed, 4,700 casualties")
    assert found(one.page) == []
    wide = "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"
    assert not one.page.evaluate(wide)


def test_without_scripts_the_field_leads_to_the_page(reader):
    one = reader(java_script_enabled=False)
    one.page.goto(one.site)
    one.page.get_by_label("Look a number up").fill("600 north koreans killed")
    one.page.get_by_role("button", name="Look up").click()
    assert ANSWER in one.page.locator("main").inner_text()
