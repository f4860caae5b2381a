"""On paper every page is dark on white, has no controls, and shows its charts whole."""

import re

import pytest

KILLED = "conflict=russia-ukraine&subject=north-korea&metric=killed&population=military"

#: How light a page's colours are, from 0 to 255, and what would be printed that nobody can press.
PRINTED = """() => {
  const light = css => css.match(/[\\d.]+/g).slice(0, 3).map(Number).reduce((a, b) => a + b) / 3;
  const style = selector => getComputedStyle(document.querySelector(selector));
  const seen = element => element.checkVisibility() && element.getBoundingClientRect().height > 0;
  return {
    ink: [...document.querySelectorAll(':is(.block-container, main) :is(h1, p.answer)')].map(
      element => light(getComputedStyle(element).color)),
    ground: ['html', 'body', '.stApp', '[data-testid="stMain"]']
      .filter(selector => document.querySelector(selector))
      .map(selector => style(selector).backgroundColor)
      .filter(css => !css.endsWith(', 0)')).map(light),
    controls: [...document.querySelectorAll('button, input, select, textarea, [role=combobox]')]
      .filter(seen).map(element => element.outerHTML.slice(0, 200)),
  }; }"""


@pytest.mark.parametrize(
    "path", ["/", f"/timeline?{KILLED}", f"/compare?{KILLED}", f"/known-when?{KILLED}"]
)
def test_paper_is_dark_on_white_without_controls_whatever_the_theme(reader, path):
    one = reader(color_scheme="dark").open(path)
    one.page.emulate_media(media="print")
    printed = one.page.evaluate(PRINTED)
    assert len(printed["ink"]) >= 2
    assert max(printed["ink"]) < 90
    assert min(printed["ground"]) > 240
    assert printed["controls"] == []
    if "timeline" in path:
        style = "() => getComputedStyle(document.querySelector('.st-key-timeline')).backgroundImage"
        assert re.search(r"/timeline\.svg", one.page.evaluate(style))


def test_a_table_that_scrolls_is_printed_as_rows(reader):
    one = reader().open("/data")
    grid, paper = one.page.get_by_test_id("stDataFrame"), one.page.locator(".paper")
    assert (grid.is_visible(), paper.is_visible()) == (True, False)
    one.page.emulate_media(media="print")
    assert (grid.is_visible(), paper.is_visible()) == (False, True)
    assert paper.locator("tbody tr").count() == 100
    assert "/api/claims.csv" in paper.inner_text()


@pytest.mark.parametrize("path", ["/source/nis", "/check?q=600+north+koreans+killed", "/changes"])
def test_a_light_page_on_paper_is_dark_on_white_too(reader, path):
    one = reader(color_scheme="dark")
    one.page.goto(one.site + path)
    one.page.emulate_media(media="print")
    printed = one.page.evaluate(PRINTED)
    assert max(printed["ink"]) < 90
    assert printed["controls"] == []
