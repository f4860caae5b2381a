"""From a filter in the dashboard to a link that holds: the dialog, the snapshot, the gallery."""

import re

import pytest

from contested.database import database
from contested.selection import selected
from contested.snapshots.freezing import freeze
from contested.snapshots.store import Store
from contested.vocabulary import FIRST_ARTICLE
from tests.conftest import FIRST_EDITION

pytestmark = pytest.mark.browser

NIS = "conflict=russia-ukraine&subject=north-korea&metric=killed&population=military&source=nis"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Return the folder that the served snapshots are kept in."""
    return tmp_path_factory.mktemp("shared") / "snapshots"


@pytest.fixture(scope="module")
def address(serve, place):
    """Return the address of a dashboard that is served with a store of its own."""
    return serve(CONTESTED_SNAPSHOTS=str(place)).address


@pytest.fixture
def tab(chromium):
    """Return a tab of a new browser context."""
    context = chromium.new_context(viewport={"width": 1280, "height": 1000})
    yield context.new_page()
    context.close()


def codes(tab):
    """Return the texts that the dialog gives to copy."""
    shown = tab.locator("[role=dialog] [data-testid=stCode]:visible")
    shown.first.wait_for()
    return [text.strip() for text in shown.all_inner_texts()]


def chosen(tab, name):
    """Open one of the dialog's parts."""
    tab.get_by_role("tab", name=name, exact=True).click()


def freeze_it(tab):
    """Freeze the view that the dialog shares."""
    tab.get_by_role("radio", name="Frozen for good").click()
    tab.get_by_role("button", name="Freeze this view").click()


def test_a_view_is_frozen_and_its_link_opens_without_script(address, place, tab, chromium):
    tab.goto(f"{address}/timeline?{NIS}")
    tab.get_by_role("button", name="Share and save").first.click()
    tab.get_by_text("This link opens the same view").wait_for()
    assert codes(tab)[0] == f"{address}/timeline?{NIS}"
    chosen(tab, "Embed")
    tab.get_by_text(f'<iframe src="{address}/embed/timeline?').wait_for()
    chosen(tab, "Picture")
    tab.get_by_role("radio", name="Tall").click()
    for form in ("PNG, 1,440 × 1,800", "SVG", "PDF"):
        picture = tab.get_by_role("link", name=form)
        picture.and_(tab.locator("[href*='shape=tall']")).wait_for()
    freeze_it(tab)
    link = tab.get_by_role("link", name="Open the snapshot")
    link.wait_for()
    url = link.get_attribute("href")
    chosen(tab, "Embed")
    tab.get_by_text("<iframe").wait_for()
    chosen(tab, "Link")
    shown = codes(tab)
    assert url in shown
    chosen(tab, "Embed")
    shown = codes(tab)
    assert any(f'<iframe src="{url.replace("/snapshot/", "/embed/")}"' in text for text in shown)
    for part, label, ending in (
        ("Data", "CSV", "csv"),
        ("Data", "JSON, to verify", "json"),
        ("Picture", "PNG", "png"),
    ):
        chosen(tab, part)
        with tab.expect_download() as saved:
            tab.get_by_role("button", name=label, exact=True).click()
        assert saved.value.suggested_filename.endswith(f".{ending}")
        assert saved.value.path().stat().st_size > 100
    chosen(tab, "Citation")
    for label, mark in (
        ("BibTeX", "@misc"),
        ("RIS", "TY  - DATA"),
        ("CSL-JSON", '"type": "dataset"'),
    ):
        tab.get_by_role("tab", name=label).click()
        assert mark in tab.locator("[role=tabpanel]:visible").last.inner_text()

    plain = chromium.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(url)
    stored = Store(place).read(url.rpartition("/")[2])
    assert page.locator("table.rows tbody tr").count() == len(stored.claims)
    assert {claim["source"] for claim in stored.claims} == {"nis"}
    assert page.locator("img.picture.page").evaluate("image => image.naturalWidth") > 0
    page.get_by_role("link", name="Open in the dashboard").click()
    assert page.url == f"{address}/timeline?{NIS}"
    plain.close()


@pytest.mark.parametrize(
    "path", [f"articles?article={FIRST_ARTICLE}", "sources?source=nis"], ids=["article", "source"]
)
def test_the_chart_of_one_thing_is_frozen_and_opens_again(path, serve, tab, tmp_path):
    address = serve(CONTESTED_SNAPSHOTS=str(tmp_path / "own")).address
    tab.goto(f"{address}/{path}")
    tab.get_by_role("button", name="Share and save").click()
    tab.get_by_text("This link opens the same view").wait_for()
    assert codes(tab)[0] == f"{address}/{path}"
    freeze_it(tab)
    tab.goto(tab.get_by_role("link", name="Open the snapshot").get_attribute("href"))
    (summary,) = Store(tmp_path / "own").listing().summaries
    assert tab.locator("table.rows tbody tr").count() == summary.claims
    tab.get_by_role("link", name="Open in the dashboard").click()
    tab.wait_for_url(f"{address}/{path}")
    tab.get_by_role("button", name="Share and save").wait_for()


def test_the_gallery_lists_searches_and_compares(serve, engine, tab, tmp_path):
    snapshot = freeze(engine, database(FIRST_EDITION).hash, selected(NIS), "timeline")
    Store(tmp_path / "own").save(snapshot)
    address = serve(CONTESTED_SNAPSHOTS=str(tmp_path / "own")).address
    tab.goto(f"{address}/snapshots")
    tab.get_by_text("One snapshot, the newest of").wait_for()
    (summary,) = Store(tmp_path / "own").listing().summaries
    tab.get_by_text(f"{address}/snapshot/{summary.id}").wait_for()
    tab.get_by_text("Compare with now").click()
    tab.get_by_text("The data have not changed since.").wait_for()
    box = tab.get_by_label(re.compile("Search titles"))
    box.fill("nothing like it")
    box.press("Enter")
    tab.get_by_text("No snapshots hold “nothing like it”.").wait_for()


def test_an_empty_gallery_says_how_to_fill_it(serve, tab, tmp_path):
    address = serve(CONTESTED_SNAPSHOTS=str(tmp_path / "none")).address
    tab.goto(f"{address}/snapshots")
    tab.get_by_text("No view has been frozen here yet.").wait_for()
