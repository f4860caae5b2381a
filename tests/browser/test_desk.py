"""An article of three figures goes in at the desk, step by step, as a person does it."""

import csv
import re
import subprocess
import sys

import pytest

from contested import checks
from tests.test_desk import PAGE


@pytest.fixture
def desk(curated, tmp_path):
    """Return the address of a served desk, and the folder that it writes to."""
    folder = tmp_path / "data"
    folder.mkdir()
    for file in curated.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    command = [sys.executable, "-m", "contested", "serve", "--desk", "--port", "0"]
    with subprocess.Popen(
        [*command, "--data", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            said = process.stdout.readline()
            yield re.search(r"http://\S+", said)[0], folder
        finally:
            process.terminate()


class Hands:
    """What a person does on a page, counted."""

    def __init__(self, page):
        self.page, self.clicks, self.fields = page, 0, 0

    def click(self, where):
        """Click once."""
        where.click()
        self.clicks += 1

    def fill(self, cell, text):
        """Type, or choose, what an empty field holds."""
        field = self.page.locator(f'[id="{cell}"]')
        assert field.input_value() == ""
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
        self.fields += 1


#: What neither the text nor the folder says of its figures, so that a person does.
LACKING = {3: {"counting": "cumulative"}}


def test_three_figures_of_an_article_take_seven_clicks_and_one_field(desk, reader, tmp_path):
    address, folder = desk
    article = tmp_path / "article.html"
    article.write_text(PAGE, encoding="utf-8")
    page = reader(at=address).page
    hands = Hands(page)
    page.goto(address)
    with page.expect_file_chooser() as chooser:
        hands.click(page.get_by_label("An article’s file"))
    chooser.value.set_files(article)
    hands.click(page.get_by_role("button", name="Read the file"))
    for number, box in enumerate(page.get_by_label("it is a claim").all(), start=1):
        hands.click(box)
        for cell, value in LACKING.get(number, {}).items():
            hands.fill(f"{number}.{cell}", value)
    hands.click(page.get_by_role("button", name="Write what is accepted"))
    # The made-up numbers fall below earlier ones: what the check asks is shown before it writes.
    page.get_by_role("heading", name="the check asks about this").wait_for()
    hands.click(page.get_by_role("button", name="Write these lines"))
    said = page.locator("main").inner_text()
    assert "Written. Three new claims, with one new article." in said, said
    # `benchmarks/README.md` says so as well.
    assert (hands.clicks, hands.fields) == (7, 1)
    with (folder / "claims.csv").open(encoding="utf-8", newline="") as stream:
        made = [row for row in csv.DictReader(stream) if row["article"].startswith("a-paper-")]
    assert [(row["low"] or row["best"], row["metric"]) for row in made] == [
        ("1234", "killed"),
        ("2345", "wounded"),
        ("87", "captured"),
    ]
    assert [one for one in checks.problems(folder) if one.severity == "error"] == []
