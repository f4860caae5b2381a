"""Whatever an address or a row of data holds is text: nothing of it runs, nothing is fetched."""

import csv
import shutil
from urllib.parse import quote

import pytest

from contested.views import PAGES

KILLED = "conflict=russia-ukraine&subject=north-korea&metric=killed&population=military"
ADDRESSES = list(PAGES)

SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=http://elsewhere.example/x.png onerror=alert(2)>"
MARKDOWN = "![x](http://elsewhere.example/y.png) [y](javascript:alert(3)) :material/home: $x^2$"
QUOTES = "\"'`--;'); drop table claim; &lt;b&gt; %s {0} ${x}"
ARABIC = "وزارة الصحة في غزة"
TURNED = "\u202eyranoitulover\u202c"

HOSTILE = f"{SCRIPT}{IMAGE}{MARKDOWN}{QUOTES}{ARABIC}"


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_hostile_address_gives_a_notice_and_runs_nothing(reader, address):
    words = ("conflict", "subject", "metric", "source", "place", "since", "colour", "q", "claim")
    query = "&".join(f"{word}={quote(HOSTILE)}" for word in (*words, "article", "sort"))
    one = reader().open(f"/{address}?{query}&until=%00&scale={'x' * 4000}&axis={quote(TURNED)}")
    assert "Part of the address was set aside" in one.text()
    assert SCRIPT in one.text()
    assert one.page.locator("script:text('alert(1)')").count() == 0
    assert one.page.locator("img[src*='elsewhere']").count() == 0
    assert one.page.locator("a[href^='javascript']").count() == 0


@pytest.fixture(scope="module")
def hostile(curated, tmp_path_factory, serve):
    """Return the address of a server of data whose free text is hostile wherever it may be."""
    folder = shutil.copytree(curated, tmp_path_factory.mktemp("hostile") / "data")

    def spoilt(table, /, **cells):
        file = folder / f"{table}.csv"
        with file.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        for row in rows:
            row.update({column: cell(row) for column, cell in cells.items()})
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def led(column):
        return lambda row: f"{row[column]} {HOSTILE}".strip()

    def short(column, most):
        # Of a short cell there is room for the beginning only, and an empty one has rules.
        return lambda row: row[column] and f"{row[column]} {SCRIPT}"[:most].strip()

    spoilt("articles", title=led("title"), author=led("author"), publisher=led("publisher"))
    spoilt("sources", name=led("name"), short=short("short", 28))
    spoilt("claims", note=led("note"), stated=short("stated", 80))
    spoilt("parties", name=led("name"))
    spoilt("metrics", label=led("label"), definition=led("definition"))
    spoilt("events", label=short("label", 40))
    spoilt("conflicts", name=led("name"))
    spoilt("breaks", reason=led("reason"))
    spoilt("scopes", reason=led("reason"))
    return serve(folder).address


OPENED = [
    "/",
    "/?q=script",
    f"/timeline?{KILLED}&claim=nyt-2025-08-22-north-korea-honors-4",
    f"/compare?{KILLED}",
    f"/known-when?{KILLED}&known_on=2025-05-01",
    "/articles",
    "/articles?article=nyt-2025-08-22-north-korea-honors",
    "/sources",
    "/sources?source=nis",
    f"/data?{KILLED}",
    "/method",
]


@pytest.mark.parametrize("path", OPENED)
def test_hostile_data_show_as_text_and_run_nothing(reader, hostile, path):
    one = reader(at=hostile).open(path)
    assert one.page.locator('[data-testid="stException"]').count() == 0
    # A long table is drawn on a canvas, whose text is no part of the page.
    if path not in ("/articles", "/sources", f"/data?{KILLED}"):
        assert "alert(1)" in one.text()
    assert one.page.locator("script:text('alert')").count() == 0
    assert one.page.locator("img[src*='elsewhere']").count() == 0
    assert one.page.locator("[onerror], a[href^='javascript']").count() == 0


def test_a_hostile_mark_a_picture_and_a_table_run_nothing(reader, hostile):
    one = reader(at=hostile).open(f"/timeline?{KILLED}")
    x, y = one.marks()["nyt-2025-08-22-north-korea-honors-4"]
    one.page.mouse.move(x, y)
    one.page.wait_for_selector(".hoverlayer .hovertext")
    assert "alert(1)" in one.page.locator(".hoverlayer").text_content()
    one.page.get_by_text("Table of these claims").first.click()
    one.settled()
    one.page.get_by_role("button", name="Share and save").first.click()
    one.page.get_by_role("tab", name="Picture").click()
    one.page.get_by_text("The whole picture").first.click()
    one.settled()
    with one.page.expect_download() as waiting:
        one.page.get_by_role("button", name="Save as SVG").click()
    content = waiting.value.path().read_text(encoding="utf-8")
    assert "<script>alert" not in content
    assert "<img" not in content
