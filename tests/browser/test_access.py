"""Every page can be read by everyone: by axe's rules, in the light and in the dark, on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from contested.views import PAGES

KILLED = "conflict=russia-ukraine&subject=north-korea&metric=killed&population=military"

OPENED = {
    "": "/",
    "timeline": f"/timeline?{KILLED}&source=nis&source=hur&relation=adversary&relation=third_party",
    "compare": f"/compare?{KILLED}",
    "known-when": f"/known-when?{KILLED}&known_on=2025-02-01",
    "articles": "/articles?article=nyt-2025-08-22-north-korea-honors",
    "sources": "/sources?source=nis",
    "data": "/data",
    "method": "/method",
}
#: What the server makes whole.
SCRIPTLESS = [
    "/claim/nyt-2025-08-22-north-korea-honors-1",
    "/article/nyt-2025-08-22-north-korea-honors",
    "/source/nis",
    "/check?q=600+north+koreans+killed",
    "/changes",
    "/sql?q=select+*+from+claim+limit+5",
    "/api/docs",
    f"/embed/timeline?{KILLED}",
]

PATHS = [OPENED.get(address, f"/{address}") for address in PAGES]


def found(page):
    """Return what axe finds that keeps people from reading a page."""
    # What it finds in order would be listed element by element: half of what it takes.
    violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary'][:200]}"
        for violation in violations
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


def test_axe_names_each_element_that_keeps_people_from_reading(reader):
    one = reader()
    one.page.goto(f"{one.site}/source/nis")
    one.page.evaluate("document.body.append(...[1, 2].map(() => document.createElement('button')))")
    assert [violation[:25] for violation in found(one.page)] == ["button-name: <button></bu"] * 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_serious_on_a_wide_or_a_narrow_screen(reader, path, scheme):
    one = reader(color_scheme=scheme).open(path)
    assert found(one.page) == []
    one.page.set_viewport_size({"width": 390, "height": 844})
    one.settled()
    assert found(one.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_pages_that_need_no_script(reader, scheme):
    one = reader(color_scheme=scheme)
    for path in SCRIPTLESS:
        one.page.goto(one.site + path)
        for width in (1280, 390):
            one.page.set_viewport_size({"width": width, "height": 844})
            assert found(one.page) == [], (path, width)


@pytest.mark.parametrize("path", PATHS)
def test_a_phone_needs_no_sideways_scrolling(reader, path):
    one = reader(viewport={"width": 390, "height": 844}, has_touch=True).open(path)
    wide = "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"
    assert not one.page.evaluate(wide)
    inside = """() => { const main = document.querySelector('[data-testid="stMain"]');
      return main.scrollWidth <= main.clientWidth; }"""
    assert one.page.evaluate(inside)
    assert one.answer()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_shared_is_reached_by_keyboard_and_axe_finds_nothing_serious_in_it(
    reader, scheme, width
):
    one = reader(color_scheme=scheme, viewport={"width": width, "height": 844})
    one.open(f"/timeline?{KILLED}")
    page = one.page
    button = page.get_by_role("button", name="Share and save").first
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("This link opens the same view").wait_for()
    one.settled()
    inside = "() => !!document.activeElement.closest('[role=dialog]')"
    assert page.evaluate(inside)
    for part in ("Embed", "Picture", "Data", "Citation"):
        dialog.get_by_role("tab", selected=True).focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        dialog.get_by_role("tab", name=part, exact=True, selected=True).wait_for()
        assert found(page) == []
    for _ in range(30):  # the keyboard does not leave what it opened
        page.keyboard.press("Tab")
        assert page.evaluate(inside)
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
