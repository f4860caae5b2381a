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


TEXT = """Holm Post — 14 May 2025
Three counts of one spring
By Ida Holm
https://holm-post.example/spring

At least 6,234 North Korean soldiers had been killed in Kursk by 11 May, the NIS said.

A spokesman for Ukraine's army, Ivan Holm, said that 12 of their soldiers had died near Marnivka, in
Kursk, in the past week. President Volodymyr Zelensky said 46,100 Ukrainian soldiers had been killed
since the war began.
"""


def test_a_text_of_three_asserters_goes_in_by_keyboard_and_nothing_is_typed(desk, reader):
    address, folder = desk
    page = reader(at=address).page
    page.goto(address)

    def reach(name):
        """Press Tab until a control has the focus."""
        for _ in range(60):
            focus = page.evaluate("[document.activeElement.name, document.activeElement.innerText]")
            if name in focus:
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {name}")

    reach("text")
    page.keyboard.insert_text(TEXT)
    reach("Find its claims")
    page.keyboard.press("Enter")
    page.get_by_text("The article: Holm Post, Three counts of one spring, 2025-05-14").wait_for()
    for number in (1, 2, 3):
        reach(f"{number}.accept")
        page.keyboard.press("Space")
    reach("Write what is accepted")
    page.keyboard.press("Enter")
    done = page.get_by_role("status")
    shown = page.get_by_role("heading", name="These lines would be added")
    done.or_(shown).wait_for()
    if shown.count():
        reach("Write these lines")
        page.keyboard.press("Enter")
    done.wait_for()
    assert "Written. Three new claims" in done.inner_text()
    with (folder / "claims.csv").open(encoding="utf-8", newline="") as stream:
        made = [row for row in csv.DictReader(stream) if row["article"].startswith("holm-post-")]
    cells = ("sources", "subject", "counting", "since", "place")
    assert [tuple(row[name] for name in cells) for row in made] == [
        ("nis", "north-korea", "cumulative", "", "kursk"),
        ("ivan-holm", "ukraine", "period", "2025-05-08", "marnivka"),
        ("zelensky", "ukraine", "cumulative", "2022-02-24", ""),
    ]
    assert [one for one in checks.problems(folder) if one.severity == "error"] == []


def read_at(desk, reader, text=TEXT):
    """Return the desk's page in a browser, with the candidates of a text."""
    address, _ = desk
    page = reader(at=address).page
    page.goto(address)
    page.locator("#text").fill(text)
    page.get_by_role("button", name="Find its claims").click()
    page.locator("#draft-1 .told").wait_for()
    page.wait_for_load_state()  # what its styles hide is hidden
    return page


def test_what_a_cell_rested_on_is_no_longer_said_once_a_person_changed_it(desk, reader):
    page = read_at(desk, reader)
    draft = page.locator("#draft-1")
    proposed, rests = draft.locator(".of-evidence"), draft.locator("div:has(> select) > .rests")
    # A candidate is one sentence until it is said to be a claim.
    assert proposed.is_hidden()
    assert draft.locator("details").is_hidden()
    draft.locator("[name='1.accept']").check()
    proposed.wait_for()
    draft.locator("summary").click()
    said = rests.filter(visible=True).count()
    draft.locator('[id="1.evidence"]').focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    proposed.wait_for(state="hidden")
    assert rests.filter(visible=True).count() == said - 1
    assert draft.locator(".of-counting").is_visible()


def test_a_sentence_says_that_a_changed_cell_is_not_yet_in_it(desk, reader):
    page = read_at(desk, reader)
    draft = page.locator("#draft-1")
    stale, told = draft.locator(".stale"), draft.locator(".told")
    assert stale.is_hidden()
    draft.locator("[name='1.accept']").check()
    assert stale.is_hidden()  # to accept it changes nothing of what it says
    draft.locator("summary").click()
    draft.locator('[id="1.place"]').fill("belarus")
    page.keyboard.press("Tab")
    stale.wait_for()
    assert "Kursk" in told.inner_text()
    stale.get_by_role("button", name="Say it anew").click()
    page.locator("#draft-1 .told", has_text="Belarus").wait_for()
    page.wait_for_load_state()
    assert stale.is_hidden()
    assert page.locator("[name='1.accept']").is_checked()


RAID = """Holm Post — 14 May 2025

https://holm-post.example/raid

A night raid on Marnivka, in Ordan province, killed 12 North Korean soldiers on Sunday, the NIS
said. Another 30 soldiers were wounded in the raid, it said.
"""


def test_an_attack_in_a_new_region_goes_in_as_an_event_by_buttons(desk, reader):
    _, folder = desk
    page = read_at(desk, reader, RAID)
    for number in (1, 2):
        page.locator(f"[name='{number}.accept']").check()
    page.locator("#draft-1").get_by_role("button", name="Ordan: a new place").click()
    page.get_by_label("in which Ordan is").wait_for()
    page.get_by_label("in which Ordan is").fill("kursk")
    event = "Numbers 1 and 2 are of a new event: Raid on Marnivka, 11 May 2025"
    # What a changed cell says moves no button from under the pointer.
    page.locator("#draft-2").get_by_role("button", name=event).click()
    page.get_by_text("The new event: Raid on Marnivka").wait_for()
    page.get_by_role("button", name="Write what is accepted").click()
    page.get_by_text("A new place: Marnivka, in Ordan (new), in Kursk").wait_for()
    page.get_by_role("button", name="Write these lines").click()
    page.get_by_text("Written. Two new claims").wait_for()
    rows = {}
    for table in ("claims", "events", "places"):
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
            rows[table] = {row["id"]: row for row in csv.DictReader(stream)}
    event = rows["events"]["2025-05-11-raid-on-marnivka"]
    of_it = [row for row in rows["claims"].values() if row["event"] == event["id"]]
    assert [row["best"] for row in of_it] == ["12", "30"]
    assert rows["places"][event["place"]]["part_of"] == "ordan"
    assert rows["places"]["ordan"]["part_of"] == "kursk"
    assert [one for one in checks.problems(folder) if one.severity == "error"] == []


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
        hands.click(page.get_by_label("Or choose its file"))
    chooser.value.set_files(article)
    hands.click(page.get_by_role("button", name="Find its claims"))
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
