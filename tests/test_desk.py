"""An article's claims are found in its text, checked on a copy, and written between the others."""

import csv
import hashlib
import html
import io
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader, PdfWriter
from starlette.testclient import TestClient

from contested import checks
from contested.build import build
from contested.cli import cli
from contested.desk.article import article
from contested.desk.beside import beside
from contested.desk.completing import completed
from contested.desk.context import Context
from contested.desk.draft import CELLS as CLAIM_CELLS
from contested.desk.drafts import drafts
from contested.desk.entering import entry
from contested.desk.happenings import happenings
from contested.desk.naming import Naming
from contested.desk.offering import Offering
from contested.desk.saying import Saying
from contested.desk.situated import may_be_in, parent
from contested.errors import BadData, ContestedError
from contested.importers.names import Names
from contested.importers.plan import Plan, read
from contested.web.desk import LONGEST_FILE, app

# In our own words; no such article was printed.
SAID = (
    "At least 1,234 North Korean soldiers were killed in Kursk by 11 May, the NIS said. "
    "It counted 2,345 wounded soldiers. The NIS said that nearly 87 North Korean soldiers had "
    "been captured."
)
TEXT = f"A made-up count of a spring\n\n{SAID}\n"
ABOUT = (
    "--url=https://paper.example/spring",
    "--publisher=A Paper",
    "--published=2025-05-14",
)
CELLS = (
    *("--set", "conflict=russia-ukraine", "--set", "subject=north-korea"),
    *("--set", "population=military", "--set", "sources=nis", "--set", "evidence=estimate"),
    *("--set", "counting=cumulative", "--set", "place="),
)


@pytest.fixture
def folder(curated, tmp_path):
    """Return a copy of the curated data that a test may change."""
    return shutil.copytree(curated, tmp_path / "data")


@pytest.fixture
def add(folder):
    """Return a function that enters a text as a script would and returns the result."""

    def entered(*arguments, text=TEXT, asked=None):
        file = folder.parent / "article.txt"
        file.write_text(text, encoding="utf-8")
        words = ["add", str(file), "--into", str(folder), *ABOUT, *arguments]
        return CliRunner().invoke(cli, words, input=asked)

    return entered


def texts(folder):
    """Return what each file of a folder holds."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def around(read_, folder):
    """Return the context of an article."""
    return Context(folder, read_.text, read_.value("published"))


@pytest.mark.slow
def test_three_claims_of_an_article_go_in_and_no_other_line_is_touched(add, folder):
    before = texts(folder)
    result = add(*CELLS, "--accept", "1,2,3")
    assert result.exit_code == 0, result.output
    assert "title: A made-up count of a spring (the first line)" in result.output
    assert "metric = killed   “killed”" in result.output
    assert [one for one in checks.problems(folder) if one.severity == "error"] == []
    after = texts(folder)
    assert {name for name in after if after[name] != before.get(name)} == {
        "articles.csv",
        "claims.csv",
    }
    for name, many in (("articles.csv", 1), ("claims.csv", 3)):
        lines, old = after[name].splitlines(), before[name].splitlines()
        added = [line for line in lines if line not in set(old)]
        assert len(added) == many
        assert [line for line in lines if line not in added] == old
        assert all(f"+{line.decode()}" in result.output for line in added)
    made = [row for row in read(folder, "claims") if row["article"].startswith("a-paper-")]
    assert [(one["low"] or one["best"], one["metric"], one["stated"]) for one in made] == [
        ("1234", "killed", "At least 1,234"),
        ("2345", "wounded", "2,345"),
        ("87", "captured", "nearly 87"),
    ]
    assert b"by 11 May" not in b"".join(after.values())  # the text is not kept


@pytest.mark.slow
def test_what_does_not_pass_is_not_written_and_says_why(add, folder):
    before = texts(folder)
    result = add(*CELLS, "--accept", "all", "--set", "2.qualifier=at_lest")
    assert result.exit_code == 1
    assert "at_lest" in result.output
    assert "nothing was written" in result.output
    result = add(*CELLS, "--accept", "1", "--published", "")
    assert "published is not known; give --published" in result.output
    assert texts(folder) == before


@pytest.mark.slow
def test_nothing_goes_in_that_was_not_accepted(add, folder):
    before = texts(folder)
    assert "--accept names those that are claims" in add(*CELLS).output
    assert "there is no candidate 9; they are 1 to 3" in add("--accept", "9").output
    assert "a claim has no 'metrik'" in add("--set", "1.metrik=killed").output
    assert "Nothing was written." in add(*CELLS, "--accept", "1", "--dry-run").output
    assert texts(folder) == before


@pytest.mark.slow
def test_a_person_accepts_edits_and_drops(add, folder):
    typed = "metric=identified\naccept\ndrop\nnonsense\n\ny\n"
    result = add(*CELLS, "--ask", asked=typed)
    assert result.exit_code == 0, result.output
    assert "'nonsense' sets nothing" in result.output
    (made,) = (row for row in read(folder, "claims") if row["article"].startswith("a-paper-"))
    assert (made["metric"], made["low"]) == ("identified", "1234")


@pytest.mark.slow
def test_what_a_cell_does_not_take_is_said_when_it_is_set_and_the_answers_stay(add, folder):
    typed = (
        "counting=cumulativ\nconflict=Ukraine war\npopulation=soldiers\n?\n"
        "stated=nowhere near\nlow=1234\nhigh=5\ny\nn\nn\nhigh=\nstated=\ny\ny\n"
    )
    result = add(*CELLS, "--ask", asked=typed)
    assert "counting is 'cumulativ'; did you mean 'cumulative'?" in result.output
    assert "did you mean 'russia-ukraine' (Russia–Ukraine war)?" in result.output
    assert "did you mean 'military'?" in result.output
    assert "y accepts it, n drops it" in result.output
    assert result.exit_code == 0, result.output
    (made,) = (row for row in read(folder, "claims") if row["article"].startswith("a-paper-"))
    assert (made["low"], made["high"], made["counting"]) == ("1234", "", "cumulative")


def test_the_name_that_an_id_stands_for_is_shown_and_one_that_two_bear_is_ambiguous(
    add, desk, folder
):
    plan = Plan()
    rsf = {"id": "rsf", "name": "Reporters Without Borders", "short": "RSF"}
    forces = {"id": "rsf", "name": "the Rapid Support Forces", "names": "RSF"}
    plan.add("sources", {**rsf, "kind": "ngo", "affiliation": "independent"})
    plan.add("parties", {**forces, "kind": "armed_group", "people": "{people} of the RSF"})
    plan.write(folder)
    shown = add("--set", "sources=RSF").output
    assert "rsf: Reporters Without Borders (ambiguous: the Rapid Support Forces" in shown
    page = desk.post("/", data={**FORM, "1.sources": "RSF", "1.via": "nis", "step": "check"}).text
    assert "rsf: Reporters Without Borders (ambiguous" in page


@pytest.mark.slow
def test_what_the_check_asks_of_a_new_article_is_shown_before_it_is_written(add):
    result = add(*CELLS, "--accept", "1", "--dry-run", "--publisher", "Kyiv Independent")
    assert "publisher is 'Kyiv Independent'" in result.output


def said_again(folder):
    """Return a claim of the folder, the draft of an article that prints it again, its context."""
    said = next(
        row
        for row in read(folder, "claims")
        if (row["sources"], row["metric"], row["qualifier"]) == ("nis", "killed", "about")
    )
    given = {"published": said["as_of"], "url": "https://paper.example/again"}
    text = f"The NIS said that about {said['best']} North Korean soldiers were killed."
    read_ = article(text.encode(), given, folder)
    context = around(read_, folder)
    (draft,) = drafts(read_, context)
    return said, draft, context


def test_a_telling_that_is_there_and_what_the_source_said_before_stand_beside_it(folder):
    said, draft, context = said_again(folder)
    cells = {name: said[name] for name in ("conflict", "sources", "subject", "population")}
    found = beside(draft.given(cells), context)
    assert said["id"] in [one["id"] for one in found.tellings]
    assert any("prints this telling already" in line for line in found.lines)
    later = draft.given({**cells, "best": "999999", "as_of": "2030-01-01"})
    assert beside(later, context).tellings == ()
    assert beside(later, context).before["sources"] == "nis"
    assert beside(later.given({"conflict": ""}), context).before is None
    # Another of the same institution is another speaker.
    plan = Plan()
    speaker = {"id": "nis-speaker", "name": "A speaker of the NIS", "kind": "intelligence"}
    plan.add("sources", {**speaker, "affiliation": "south-korea", "part_of": "nis"})
    plan.write(folder)
    context = Context(folder)
    assert beside(later.given({"sources": "nis-speaker"}), context).before is None


def test_a_web_page_is_read_without_what_stands_around_its_article(folder):
    page = (
        '<!DOCTYPE html><html lang="en"><head><title>A count</title>'
        '<meta property="og:site_name" content="A Paper">'
        '<meta property="article:published_time" content="2025-05-14T08:00:00Z">'
        '<link rel="canonical" href="https://paper.example/spring"></head><body>'
        f"<nav>77 killed</nav><article><h1>A count</h1><p>{SAID}</p></article></body></html>"
    )
    made = article(page.encode(), {"title": "Given"}, folder)
    assert "1,234" in made.text
    assert "77" not in made.text
    assert made.fields["title"] == ("Given", "given")
    assert made.fields["published"] == ("2025-05-14", "the page")
    assert made.value("publisher") == "A Paper"
    assert made.value("language") == "en"


def test_a_file_without_a_text_says_what_would_pass(folder):
    empty = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(empty)
    assert len(PdfReader(empty).pages) == 1
    for content, told in (
        (empty.getvalue(), "holds pictures and no text"),
        (b"%PDF-1.7 broken", "cannot be read"),
        (b"\xff\xfe\x00", "no text in UTF-8"),
    ):
        with pytest.raises(ContestedError, match=told):
            article(content, {}, folder)


def test_a_row_goes_between_lines_that_stay_as_they_are_written(tmp_path):
    written = '\ufeffid,name,names\r\na,"A\u2028, of\r\ntwo lines",\r\nc,"C",'
    (tmp_path / "sources.csv").write_bytes(written.encode())
    plan = Plan()
    plan.add("sources", {"id": "b", "name": "B, too", "names": ""})
    plan.write(tmp_path)
    now = (tmp_path / "sources.csv").read_bytes().decode()
    assert now == written.replace('c,"C",', 'b,"B, too",\r\nc,"C",\r\n')
    assert [row["id"] for row in csv.DictReader(io.StringIO(now[1:], newline=""))] == [*"abc"]


@pytest.fixture
def desk(folder):
    """Return a client of the folder's desk, as a browser on this machine is one."""
    with TestClient(
        app(folder), "http://127.0.0.1:8501", headers={"origin": "http://127.0.0.1:8501"}
    ) as client:
        yield client


OF_A_PAPER = {"url": "https://paper.example/spring", "publisher": "A Paper"}
FORM = {
    "url": "https://paper.example/spring",
    "publisher": "A Paper",
    "published": "2025-05-14",
    "text": TEXT.replace("\n", "\r\n"),
}


@pytest.mark.slow
def test_at_the_desk_only_what_was_accepted_checked_and_shown_is_written(desk, folder):
    before = texts(folder)
    read_ = desk.post("/", data={**FORM, "step": "read"}).text
    assert '<a href="#draft-1"><mark>At least 1,234</mark></a>' in read_
    assert 'name="1.metric" value="killed"' in read_
    assert "checked" not in read_  # nothing is a claim before a person says so
    # A place that the sentence does not name is no place of a total, which is said, and is asked
    # for of what is none.
    unplaced = len(re.findall(r'name="\d+\.place" value=""', read_))
    totals = len(re.findall(r'rests">No place: it counts all, wherever', read_))
    asked = len(re.findall(r'rests">Where\? The text does not say it with the number', read_))
    assert (totals, asked) == (1, 1)
    assert totals + asked == unplaced
    cells = dict(pair.split("=") for pair in CELLS if "=" in pair)
    form = FORM | {f"1.{name}": value for name, value in cells.items()} | {"1.accept": "on"}
    wrong = desk.post("/", data={**form, "1.evidence": "<b>", "step": "check"}).text
    assert "this does not pass" in wrong
    assert "&lt;b&gt;" in wrong
    assert "<b>" not in wrong
    undated = desk.post("/", data={**form, "published": "14 May", "step": "check"}).text
    assert "published is &#39;14 May&#39;" in undated
    assert "by 11 May, the NIS said" in undated  # what was pasted is not lost
    assert "No candidate is accepted" in desk.post("/", data={**FORM, "step": "check"}).text
    checked = desk.post("/", data={**form, "step": "check"}).text
    assert "These lines would be added" in checked
    mark = re.search(r'name="mark" value="(\w+)"', checked)[1]
    # What is not what was shown is shown first.
    other = {**form, "1.low": "1235", "1.stated": "", "step": "write", "mark": mark}
    assert "These lines would be added" in desk.post("/", data=other).text
    # Nor is what an answer changed after the lines were shown.
    answer = {**form, "choose": "1.low=1235&1.stated=", "mark": mark}
    answered = desk.post("/", data=answer).text
    (last,) = re.findall(r'name="mark" value="(\w+)"', answered)
    refused = desk.post("/", data={**other, "mark": last}).text
    assert "Nothing is written yet: these are other lines than those shown" in refused
    assert texts(folder) == before
    written = desk.post("/", data={**form, "step": "write", "mark": mark}).text
    assert "Written. One new claim, with one new article." in written
    (id,) = re.findall(r'<a href="/claims/(a-paper-2025-05-14-[^"]+)">', written)
    assert "At least 1,234: North Korean soldiers killed; all up to 11 May 2025" in written
    assert f"<h1>{id}</h1>" in desk.get(f"/claims/{id}").text
    assert desk.get("/claims/none").status_code == 404
    assert [one for one in checks.problems(folder) if one.severity == "error"] == []
    (made,) = (row for row in read(folder, "claims") if row["article"].startswith("a-paper-"))
    assert (made["low"], made["sources"], made["stated"]) == ("1234", "nis", "At least 1,234")


PAGE = f"""<!doctype html><html lang="en"><head><title>A made-up count of a spring</title>
<meta property="og:site_name" content="A Paper"><link rel="canonical" href="{FORM["url"]}">
<meta property="article:published_time" content="2025-05-14"></head><body><article>
<h1>A made-up count of a spring</h1><p>{SAID}</p></article></body></html>"""


@pytest.mark.slow
def test_a_file_is_read_as_its_text_is_and_its_hash_recorded_where_a_folder_has_the_column(
    desk, folder
):
    page = desk.post("/", files={"file": ("a.html", PAGE.encode())}, data={"step": "read"}).text
    assert '<a href="#draft-1"><mark>At least 1,234</mark></a>' in page
    assert f'name="url" value="{FORM["url"]}"' in page
    wrong = desk.post("/", files={"file": ("a.bin", b"\xff\xfe\x00")}).text
    assert "no web page and no PDF" in wrong
    # One form has both: what was typed beside a file is known, and neither is taken in silence.
    paths = {"url": "https://a.example/typed", "text": "", "step": "read"}
    typed = desk.post("/", files={"file": ("a.html", PAGE.encode())}, data=paths).text
    assert 'name="url" value="https://a.example/typed"' in typed
    both = desk.post(
        "/", files={"file": ("a.html", PAGE.encode())}, data={**paths, "text": TEXT}
    ).text
    assert "which of them is the article" in both
    assert SAID[:40] in both
    none = {"file": ("", b"", "application/octet-stream")}
    pasted = desk.post("/", files=none, data={**FORM, "step": "read"}).text
    assert '<a href="#draft-1"><mark>At least 1,234</mark></a>' in pasted
    assert "There is no article yet" in desk.post("/", files=none, data=paths).text
    # Lines of a folder without the column stay as they are; one with it has the hash.
    cells = dict(pair.split("=") for pair in CELLS if "=" in pair)
    form = FORM | {f"1.{name}": value for name, value in cells.items()} | {"1.accept": "on"}
    without = desk.post("/", data={**form, "step": "check"}).text
    assert "it is not kept, only its hash" not in without
    assert re.search(r"^\+.*text_sha256", without, re.MULTILINE) is None
    lines = (folder / "articles.csv").read_text(encoding="utf-8").splitlines()
    with_column = [f"{lines[0]},text_sha256", *(f"{line}," for line in lines[1:])]
    (folder / "articles.csv").write_text("\n".join(with_column) + "\n", encoding="utf-8")
    checked = desk.post("/", data={**form, "step": "check"}).text
    mark = re.search(r'name="mark" value="(\w+)"', checked)[1]
    assert "it is not kept, only its hash" in checked
    assert "Written." in desk.post("/", data={**form, "step": "write", "mark": mark}).text
    (made,) = (row for row in read(folder, "articles") if row["text_sha256"])
    assert made["text_sha256"] == hashlib.sha256(" ".join(TEXT.split()).encode()).hexdigest()
    assert [one for one in checks.problems(folder) if one.severity == "error"] == []


def shown(page, number):
    """Return what stands at a candidate of a page."""
    return re.search(rf'<fieldset id="draft-{number}">(.*?)</fieldset>', page, re.DOTALL)[1]


def cells_of(page, number):
    """Return the cells of a candidate of a page, as a browser would send them."""
    here = shown(page, number)
    given = dict(re.findall(rf'name="{number}\.(\w+)" value="([^"]*)"', here))
    for name, options in re.findall(r'<select id="[\d.]+(\w+)".*?>(.*?)</select>', here, re.DOTALL):
        given[name] = next(iter(re.findall(r"<option selected>(\w+)", options)), "")
    return {name: html.unescape(value) for name, value in given.items() if value}


def fields_of(page, *numbers):
    """Return the fields of candidates of a page, by their names in its form."""
    return {
        f"{number}.{name}": value
        for number in numbers
        for name, value in cells_of(page, number).items()
    }


def test_what_the_folder_has_of_the_same_source_is_proposed_with_the_claim_it_rests_on(
    desk, folder
):
    page = desk.post("/", data={**FORM, "step": "read"}).text
    for number, metric in ((1, "killed"), (2, "wounded"), (3, "captured")):
        cells = cells_of(page, number)
        assert cells["metric"] == metric
        assert (cells["conflict"], cells["subject"]) == ("russia-ukraine", "north-korea")
        assert (cells["sources"], cells["population"]) == ("nis", "military")
    assert cells_of(page, 1)["counting"] == "cumulative"
    (id,) = set(re.findall(r"as ([a-z0-9-]+) has it", shown(page, 2)))
    (like,) = (row for row in read(folder, "claims") if row["id"] == id)
    assert (like["metric"], like["sources"]) == ("wounded", "nis")


def test_a_count_goes_on_by_its_number_where_the_text_has_a_vaguer_word(folder):
    last = max(
        (
            row
            for row in read(folder, "claims")
            if (row["sources"], row["metric"]) == ("general-staff-ukraine", "casualties")
            and row["counting"] == "cumulative"
        ),
        key=lambda row: row["as_of"],
    )
    number = int(last["best"] or last["low"]) + 1000
    said = f"Russia has lost {number:,} troops, the General Staff of Ukraine's Armed Forces said."
    read_ = article(said.encode(), {"published": "2030-01-01"}, folder)
    (draft,) = drafts(read_, around(read_, folder))
    for name in ("metric", "subject", "population", "conflict", "counting", "evidence", "since"):
        assert draft.value(name) == last[name], name
    read_ = article(b"The NIS said it lost 12 troops.", {}, folder)
    (far,) = drafts(read_, around(read_, folder))
    assert far.value("metric") == "losses"


MYANMAR = """Border Courier — 12 November 2026
Two counts of a road's dead, and 64 in all

At least 64 junta soldiers have been killed since October, the Assistance Association for Political
Prisoners said. A spokesman for Myanmar's military, Zaw Min Tun, denied this. He said that 19 of
their soldiers had died near Hpapun in the past week, and that 200 people had died in Myanmar since
the coup.
"""


def test_an_article_says_which_war_it_is_of_and_whose_people_a_speaker_s_are():
    folder = Path(__file__).parent.parent / "data"
    read_ = article(MYANMAR.encode(), {}, folder)
    assert read_.fields["publisher"] == ("Border Courier", "“Border Courier — 12 November 2026”")
    title, dead, own, every = drafts(read_, around(read_, folder))
    assert title.again == dead.number
    for one in (dead, own, every):
        assert one.value("conflict") == "myanmar"
    assert (dead.value("subject"), dead.value("sources")) == ("myanmar-junta", "aapp")
    assert (own.value("subject"), own.cells["subject"].where) == (
        "myanmar-junta", "“their”: of who says so",
    )  # fmt: skip
    assert own.value("sources") == (
        "Zaw Min Tun, spokesman for Myanmar's military (military; myanmar-junta)"
    )
    assert (own.value("counting"), own.value("since")) == ("period", "2026-11-06")
    assert own.value("place") == "Hpapun"
    assert (every.value("counting"), every.value("since")) == ("cumulative", "2021-02-01")
    assert every.value("place") == ""
    assert every.asked["place"] == "No place: Myanmar is the whole that this war counts"


SAGAING = """Myanmar: dozens of villagers flee after strike on a monastery

The Border Courier — 24 November 2026

https://border-courier.example/monastery

At least 19 civilians were killed and some 40 others wounded when an aircraft bombed a monastery in
Sagaing Region on Sunday, the National Unity Government (NUG) said on Tuesday. The shadow
government's defence ministry said that among the dead were 6 children.

The United Nations says that more than 3.6 million people are now displaced within the country, of
whom 1.3 million are in Sagaing alone. A woman of 72 was rescued.

According to the Assistance Association for Political Prisoners (AAPP), the junta has killed 7,738
people since the coup of February 2021.
"""


ORDAN = """Drone attack on a market kills dozens, medics say

The Border Courier — 23 November 2026

https://border-courier.example/market

A drone strike on a market in Ordan, a town in Sudan's North Kordofan state, killed at least 31
people on Saturday, Holm Medics said. It said in a statement on Sunday that five children were among
the dead and that 48 others were wounded.

The elder Ida Holm told The Border Courier that between 6,000 and 8,000 people reached Tandal since
Sunday. She counted 2,300 of them in two schools.
"""


def test_the_day_of_a_statement_is_not_that_of_the_dead_it_tells_of():
    folder = Path(__file__).parent.parent / "data"
    read_ = article(ORDAN.encode(), {}, folder)
    _, dead, young, hurt, come, part = drafts(read_, around(read_, folder))
    for one in (dead, young, hurt):
        assert (one.value("as_of"), one.value("place")) == ("2026-11-21", "Ordan"), one.number
    assert (young.value("population"), hurt.value("population")) == ("children", "all")
    # Of "them" that is said which was said last; who prints it relays nothing.
    assert part.value("place") == come.value("place") == "Tandal"
    assert part.value("metric") == ""
    assert come.value("sources").endswith("Ida Holm")
    assert come.value("via") == ""


def test_whose_civilians_are_is_as_the_war_s_claims_of_civilians_have_it():
    folder = Path(__file__).parent.parent / "data"
    read_ = article(SAGAING.encode(), {}, folder)
    title, dead, hurt, young, gone, part, every = drafts(read_, around(read_, folder))
    # Of this source the folder has soldiers alone.
    assert {one.value("subject") for one in (dead, hurt, young)} == {"myanmar"}
    # "Among the dead": on their day, where they died.
    for name in ("as_of", "since", "counting", "place"):
        assert young.value(name) == dead.value(name) != "", name
    assert young.cells["place"].where == f"“among the dead” of number {dead.number}"
    # No town of the name beside the region, and no place at the whole.
    assert (part.value("place"), gone.value("place")) == ("Sagaing Region", "")
    assert every.value("as_of") == "2026-11-24"
    assert every.value("evidence") == "named"  # as that source's own claims of it mostly are
    # Dozens are not 3.6 million.
    assert title.again == 0


def test_whose_a_spokesman_is_who_is_its_own_is_said_before_him():
    folder = Path(__file__).parent.parent / "data"
    said = (
        "The army in Sudan gave no number for El Fasher; its spokesman, Tarek Omar, said 240 RSF "
        "fighters were killed."
    )
    read_ = article(said.encode(), {"published": "2026-11-20"}, folder)
    (one,) = drafts(read_, around(read_, folder))
    assert one.value("sources") == "Tarek Omar, spokesman of the army (government; saf)"


MASISI = """Border Courier — 27 November 2026

At least 31 people were killed when shells hit a market in Masisi, in North Kivu province, on
Wednesday, Doctors Without Borders said on Friday. Lawrence Kanyuka, a spokesman for the M23 rebel
group, blamed government forces and said that 43 civilians had lost their lives.

The Congolese army rejected this. Its spokesman, General Sylvain Ekenge, said that the army had
"neutralized" 87 M23 fighters since Monday. Some 300 rebels died in May, Ekenge said.

More than 7,000 people have been killed since the group took Goma in January 2025, Prime Minister
Judith Suminwa said.

https://border-courier.example/masisi
"""


def test_who_is_new_is_named_with_the_office_and_a_number_said_aside_is_a_statement():
    folder = Path(__file__).parent.parent / "data"
    read_ = article(MASISI.encode(), {}, folder)
    dead, blamed, killed, _, every = drafts(read_, around(read_, folder))
    assert blamed.value("sources") == (
        "Lawrence Kanyuka, spokesman for the M23 rebel group (military; m23)"
    )
    assert killed.value("sources") == (
        "Sylvain Ekenge, spokesman of the Congolese army (military; dr-congo)"
    )
    assert killed.value("evidence") == blamed.value("evidence") == "statement"
    assert killed.value("note") == "Printed as “neutralized”"
    # A toll whose day and place the words do not say is asked about, and is not all of the war's.
    assert (blamed.like, blamed.value("place")) == (dead.number, "")
    assert blamed.asked["place"] == f"Where? Number {dead.number} before it is of Masisi"
    # Beside a beginning no event is proposed, which is a window of its own.
    assert (every.value("since"), every.value("event")) == ("2025-01", "")


def test_what_is_said_at_one_candidate_of_a_new_name_holds_at_all(tmp_path):
    folder = shutil.copytree(Path(__file__).parent.parent / "data", tmp_path / "data")
    here = "http://127.0.0.1:8501"
    text = MASISI.replace("Ekenge said", "General Sylvain Ekenge said")
    with TestClient(app(folder), here, headers={"origin": here}) as desk:
        page = desk.post("/", data={"text": text, "step": "read"}).text
        # In North Kivu, as the sentence says, which is asked where the place is first shown.
        assert cells_of(page, 1)["part_of"] == "north-kivu"
        assert page.count("in which place it is") == 1
        assert "It is of what number 1 is of: Masisi" in html.unescape(shown(page, 2))
        form = fields_of(page, 3, 4)
        form |= {"3.sources": "Sylvain Ekenge (Congolese army)", "3.kind": "military"}
        form |= {"3.affiliation": "dr-congo", "3.accept": "on", "4.accept": "on"}
        form |= {"4.subject": "m23", "4.conflict": "drc", "text": text, "step": "check"}
        checked = html.unescape(desk.post("/", data=form).text)
    # One man, with the short name that a chart has.
    assert checked.count("A new source: Sylvain Ekenge (Congolese army) (military; DR Congo)") == 1
    assert "A new source: General" not in checked
    line = r"^\+sylvain-ekenge,[^,]+,Sylvain Ekenge,"
    assert re.search(line, checked, re.MULTILINE)


KHARKIV = """BBC

Ann Moor
Reporting from Kyiv

27 November 2026

At least 14 people have been killed in a Russian missile attack in Ukraine's second city, Kharkiv,
officials say.

The UN's human rights monitoring mission in Ukraine has verified the deaths of 15,212 civilians
since Russia launched its full-scale invasion in February 2022.

https://www.bbc.com/news/articles/c0
"""


def test_the_dead_of_one_attack_are_no_total_and_their_day_is_asked_for():
    folder = Path(__file__).parent.parent / "data"
    read_ = article(KHARKIV.encode(), {}, folder)
    assert read_.value("author") == "Ann Moor"
    context = around(read_, folder)
    dead, every = drafts(read_, context)
    assert (dead.value("counting"), dead.value("place")) == ("period", "Kharkiv")
    assert (dead.value("as_of"), dead.value("since")) == ("", "")
    assert dead.asked["as_of"] == "on which day? The text does not say"
    filled = completed(dead.given({"as_of": "2026-11-24"}), context)
    assert filled.value("since") == "2026-11-24"
    # Of the month in which the war began it is the day, and of the UN nobody is an NGO.
    assert every.value("since") == "2022-02-24"
    assert every.as_new.endswith("(intergovernmental; un)")


BEIRUT = """Strikes kill 22 in the south

TYRE, Lebanon — Israeli airstrikes killed at least 22 people across southern Lebanon on Friday,
Lebanon's Health Ministry said. The ministry said 61 others were wounded, among them 14 children.

Hezbollah fired 40 rockets. Three people were killed in northern Israel, according to Israel's
rescue service Magen David Adom. The group said that it had killed 12 Israeli soldiers.
"""


def test_the_others_and_the_dead_are_of_the_moment_before_and_a_country_s_dead_its_own():
    folder = Path(__file__).parent.parent / "data"
    read_ = article(BEIRUT.encode(), {"published": "2026-11-27"}, folder)
    title, dead, hurt, young, fired, north, soldiers = drafts(read_, around(read_, folder))
    assert title.again == dead.number
    moment = ("as_of", "since", "counting", "place")
    assert [dead.value(name) for name in moment] == [
        "2026-11-27", "2026-11-27", "period", "southern-lebanon",
    ]  # fmt: skip
    for name in moment:
        assert hurt.value(name) == young.value(name) == dead.value(name), name
    assert hurt.cells["place"].where == f"“others” of number {dead.number}"
    # Who died in Israel is none of Lebanon, whose people this war's claims mostly count.
    assert (north.value("subject"), dead.value("subject")) == ("israel", "lebanon")
    # No part of Israel is in Lebanon, and of whom nothing says the kind nothing says it.
    assert may_be_in(north, around(read_, folder)) == []
    assert "its kind" not in north.cells["sources"].where
    # "The group" is the one that was named last, and nobody of its own.
    assert soldiers.value("sources") == "hezbollah"
    # Nothing says that three are all so far.
    assert [one.value("counting") for one in (fired, north, soldiers)] == ["", "", ""]


def test_of_which_days_a_number_is_that_goes_on_from_no_total_is_asked_with_likely_answers():
    folder = Path(__file__).parent.parent / "data"
    read_ = article(BEIRUT.encode(), {"published": "2026-11-27"}, folder)
    context = around(read_, folder)
    drawn = drafts(read_, context)
    north = drawn[5]
    assert north.asked["counting"].startswith("Of which days? The text does not say")
    links = Offering(drawn, context, Saying(context.tables)).of(north)["counting"]
    assert [one.text for one in links] == [
        "As number 4: only 27 November 2026", "All up to 27 November 2026",
    ]  # fmt: skip
    filled = north.given(links[0].cells)
    assert (filled.value("counting"), filled.value("since")) == ("period", "2026-11-27")


def test_a_source_that_may_be_one_of_the_folder_s_is_asked_about_and_is_no_new_one(tmp_path):
    folder = shutil.copytree(Path(__file__).parent.parent / "data", tmp_path / "data")
    text = KHARKIV.replace("attack in", "attack on Tuesday in").replace(
        "officials say", "ICRC says"
    )
    here = "http://127.0.0.1:8501"
    with TestClient(app(folder), here, headers={"origin": here}) as desk:
        page = desk.post("/", data={"text": text, "step": "read"}).text
        asked = shown(page, 2).partition("<details>")[0]
        assert "sources: is it one of these?" in asked
        # An id stands beside its name, in small, wherever it is chosen or proposed.
        assert "OHCHR (UN) <small>ohchr</small>" in asked
        assert "None of these: a new one (intergovernmental; the United Nations)" in asked
        assert "subject <strong>Ukraine</strong>" in shown(page, 2)
        form = fields_of(page, 2) | {"text": text}
        form |= {"2.accept": "on", "step": "write"}
        refused = shown(desk.post("/", data=form).text, 2).partition("<details>")[0]
        assert "is new: say of what kind it is and whose, or choose one that is there" in refused
        (choice,) = [one for one in chosen(page, "2.sources") if one == "2.sources=ohchr"]
        chosen_ = desk.post("/", data={**form, "step": "", "choose": choice}).text
        # What followed from a new source follows from this one now.
        assert cells_of(chosen_, 2)["evidence"] == "documented"
        form |= {f"2.{name}": one for name, one in cells_of(chosen_, 2).items()}
        assert "Written. One new claim" in desk.post("/", data=form).text
    (made,) = (row for row in read(folder, "claims") if row["best"] == "15212")
    assert made["sources"] == "ohchr"


def test_the_day_of_one_attack_is_asked_once_and_given_to_all_of_it(tmp_path):
    folder = shutil.copytree(Path(__file__).parent.parent / "data", tmp_path / "data")
    text = KHARKIV.replace("14 people", "14 people, including three children,")
    text = text.removeprefix("BBC")
    here = "http://127.0.0.1:8501"
    with TestClient(app(folder), here, headers={"origin": here}) as desk:
        page = desk.post("/", data={"text": text, "step": "read"}).text
        asked = [shown(page, number).partition("<details>")[0] for number in (1, 2)]
        assert ['name="1.as_of"' in asked[0], 'name="2.as_of"' in asked[1]] == [True, False]
        assert "only of a day that is not said" in asked[0]
        # A site that the folder has nothing of is called by its address.
        assert chosen(page, "publisher") == ["publisher=BBC"]
        form = fields_of(page, 1, 2)
        day = next(one for one in chosen(page, "1.as_of") if "2026-11-25" in one)
        page = desk.post("/", data={**form, "text": text, "choose": day}).text
    for number in (1, 2):
        cells = cells_of(page, number)
        assert (cells["as_of"], cells["since"]) == ("2026-11-25", "2026-11-25")


ODESA = """Odesa buries its dead

Three more people died in hospital overnight, raising the toll of Sunday's strike on Odesa to 17,
governor Ivan Holm said. Another 44 were hurt, 11 of them seriously, he said. Ukraine's Air Force
said it shot down 88 out of 112 drones.
"""


def test_another_and_those_of_them_are_of_the_strike_and_drones_are_counted_as_drones_are():
    folder = Path(__file__).parent.parent / "data"
    read_ = article(ODESA.encode(), {"published": "2026-11-24"}, folder)
    _, toll, hurt, badly, downed, launched = drafts(read_, around(read_, folder))
    for one in (toll, hurt, badly):
        assert (one.value("as_of"), one.value("place")) == ("2026-11-22", "Odesa")
    # Whose the drones were the folder's claims by that side say, and no count of people.
    assert downed.value("subject") != "ukraine"
    assert downed.value("population") != "all"
    assert (downed.value("metric"), launched.value("metric")) == (
        "drones_downed", "drones_launched",
    )  # fmt: skip


RAFAH = """Gaza death toll passes 71,000, ministry says

The health ministry put the death toll since 7 October 2023 at 71,204. The Palestinian Red Crescent
said 14 bodies were found near Rafah.
"""


def test_a_rounded_headline_is_the_number_below_it_and_a_territory_s_town_is_in_it():
    folder = Path(__file__).parent.parent / "data"
    read_ = article(RAFAH.encode(), {"published": "2026-11-27"}, folder)
    context = around(read_, folder)
    title, toll, found = drafts(read_, context)
    assert title.again == toll.number
    assert toll.likely[0] == "gaza-moh"
    # Another country's Red Crescent is nothing that this one may be.
    assert found.likely == ()
    assert parent(found, context)[0] == "gaza-strip"


def test_a_new_place_is_in_the_one_that_the_text_names_anywhere():
    folder = Path(__file__).parent.parent / "data"
    for text in (
        "At least 12 people were killed in Sake, in North Kivu, the ICRC said.",
        "At least 12 people were killed in Sake, the ICRC said. Many left Sake (North Kivu).",
        "At least 12 people were killed in Sake, the ICRC said. They left North Kivu's Sake.",
        "SAKE, North Kivu (AP) — At least 12 people were killed in Sake, the ICRC said.",
    ):
        read_ = article(text.encode(), {"published": "2026-11-27"}, folder)
        context = around(read_, folder)
        (draft,) = drafts(read_, context)
        assert parent(draft, context)[0] == "north-kivu", text
    text = "The ICRC said 12 people were killed in Sake. Others fled to Goma, in North Kivu."
    read_ = article(text.encode(), {"published": "2026-11-27"}, folder)
    context = around(read_, folder)
    (draft,) = drafts(read_, context)
    # Where others fled says nothing of it, but it may be; so may a part that the folder lacks.
    assert parent(draft, context) == ("", "")
    assert may_be_in(draft, context) == ["goma", "north-kivu"]
    read_ = article(
        f"{text} The Kasa region fears the Islamic State.".encode(),
        {"published": "2026-11-27"},
        folder,
    )
    context = around(read_, folder)
    (draft,) = drafts(read_, context)
    assert may_be_in(draft, context) == ["Kasa region", "goma", "north-kivu"]


def test_the_command_names_the_sources_that_a_new_one_may_be(tmp_path):
    folder = shutil.copytree(Path(__file__).parent.parent / "data", tmp_path / "data")
    file = tmp_path / "article.txt"
    file.write_text(KHARKIV, encoding="utf-8")
    words = ["add", str(file), "--into", str(folder), "--no-ask"]
    said = CliRunner().invoke(cli, words).output
    assert "? sources=ohchr (UN human rights office (OHCHR))" in said
    assert "(intergovernmental; un), if it is none of these" in said
    # What rests on the source follows the one that was set.
    said = CliRunner().invoke(cli, [*words, "--set", "2.sources=ohchr"]).output
    assert "evidence = documented   as most claims of this source" in said


def test_where_a_number_may_be_of_is_said_by_the_place_s_name():
    folder = Path(__file__).parent.parent / "data"
    said = "The ICRC said 12 people died in Goma on Monday. The M23 said 43 civilians had died."
    read_ = article(said.encode(), {"published": "2026-11-20"}, folder)
    dead, others = drafts(read_, around(read_, folder))
    assert dead.value("place") == "goma"
    assert others.asked["place"] == "Where? Number 1 before it is of Goma"


def test_an_official_is_none_of_another_office_and_an_agency_is_known_by_its_letters():
    folder = Path(__file__).parent.parent / "data"
    said = (
        "Some 11,000 North Korean troops are in Kursk, a Western official told CNN. Officials said"
        " 12 people died in Ukraine. South Korea's spy agency NIS said 4,700 had been killed."
    )
    read_ = article(said.encode(), {"published": "2026-11-20"}, folder)
    official, others, spies = drafts(read_, around(read_, folder))
    assert official.value("sources") not in around(read_, folder).by_id
    assert "western-officials" in official.likely
    assert others.value("sources") == "Officials"
    assert "ukraine-officials" in others.likely
    assert spies.value("sources") == "nis"


MOSCOW = """TASS
24 NOV 2026

Ukraine's army lost 1,300 troops, the Defense Ministry says

Russia's Defense Ministry said that 1,300 Ukrainian troops were lost on Monday. The ministry said
that two civilians were killed in Shebekino. Governor Ivan Holm said that 11 civilians were wounded.
"""


def test_whose_a_speaker_and_those_it_tells_of_are_is_asked_where_nothing_says_it():
    folder = Path(__file__).parent.parent / "data"
    read_ = article(MOSCOW.encode(), {}, folder)
    context = around(read_, folder)
    drawn = drafts(read_, context)
    title, lost, civilians, hurt = drawn
    # "The Defense Ministry" is the one that the text names, and no new one.
    assert title.value("sources") == lost.value("sources") == "russia-mod"
    # The civilians of whom Russia speaks may be its own.
    offering = Offering(drawn, context, Saying(context.tables))
    assert civilians.value("subject") == ""
    assert [one.text for one in offering.of(civilians)["subject"]][:2] == ["Ukraine", "Russia"]
    assert hurt.value("sources") == "Ivan Holm, Governor"
    sides = [one.cells["sources"] for one in offering.of(hurt)["sources"]]
    assert "Ivan Holm, Governor (government; ukraine)" in sides
    assert "Ivan Holm, Governor (government; russia)" in sides


def test_a_source_with_a_long_name_has_a_short_one(tmp_path):
    folder = shutil.copytree(Path(__file__).parent.parent / "data", tmp_path / "data")
    read_ = article(KHARKIV.encode(), {}, folder)
    _, every = drafts(read_, around(read_, folder))
    made = entry(read_, [every.given({"sources": every.as_new})], folder)
    assert not made.errors
    (source,) = made.plan.added["sources"]
    assert source["short"] == "UN's human rights monitoring"


def test_a_person_is_known_by_the_name_before_the_office():
    folder = Path(__file__).parent.parent / "data"
    said = (
        "Some 30 people died in Goma, DR Congo, Prime Minister Judith Suminwa Tuluka said. "
        "Doctors Without Borders said that 12 people were wounded."
    )
    read_ = article(said.encode(), {"published": "2026-11-20"}, folder)
    by = [one.value("sources") for one in drafts(read_, around(read_, folder))]
    assert by == ["suminwa", "msf"]


def test_a_count_that_the_source_goes_on_of_others_is_offered_as_that():
    folder = Path(__file__).parent.parent / "data"
    read_ = article(SAGAING.encode(), {}, folder)
    context = around(read_, folder)
    *_, every = drafts(read_, context)
    (link,) = beside(every, context).links
    assert link.cells == {"population": "civilian"}
    assert beside(every.given(link.cells), context).before["population"] == "civilian"


@pytest.mark.slow
def test_a_new_place_is_asked_about_once_and_what_nobody_counts_stands_apart(tmp_path):
    folder = shutil.copytree(Path(__file__).parent.parent / "data", tmp_path / "data")
    here = "http://127.0.0.1:8501"
    with TestClient(app(folder), here, headers={"origin": here}) as desk:
        page = desk.post("/", data={"text": SAGAING, "step": "read"}).text
        assert page.count("in which place it is") == 1
        # A region of another war is nothing that this one may be.
        assert "2.place=donetsk-region" not in page
        assert "1 of which the text does not say who counts what: “dozens”" in page
        # What is asked of a quantity as a whole holds up no row.
        form = {"text": SAGAING} | fields_of(page, 3)
        form |= {"3.accept": "on", "step": "write"}
        # Its new place is asked about at the second, which is none: it is shown first.
        told = desk.post("/", data=form).text
        assert "It passes. These lines would be added" in told
        mark = re.search(r'name="mark" value="(\w+)"', told)[1]
        written = desk.post("/", data={**form, "mark": mark}).text
    assert "Written. One new claim" in written
    assert "no cell here answers it" in written
    (made,) = (row for row in read(folder, "claims") if "border-courier" in row["article"])
    assert (made["best"], made["subject"], made["place"]) == ("40", "myanmar", "sagaing-region")


KIVU = """The Lake Courier, 20 November 2026
By Ida Holm

At least 64 civilians have been killed in Goma since fighting resumed on Monday, the ICRC said on
Thursday. Congo's army said that it had killed 210 M23 fighters in the same four days.

According to OCHA, some 35,000 people have been displaced by the clashes around Sake and Kibumba.

https://lake-courier.example/goma
"""


def test_the_days_that_an_article_names_are_those_of_its_figures_and_two_places_are_neither():
    folder = Path(__file__).parent.parent / "data"
    read_ = article(KIVU.encode(), {}, folder)
    dead, fighters, fled = drafts(read_, around(read_, folder))
    days = ("2026-11-16", "2026-11-19")
    assert (dead.value("since"), dead.value("as_of")) == days
    assert (fighters.value("since"), fighters.value("as_of")) == days
    assert fighters.value("counting") == "period"
    # A name of the folder is that source, whether it spoke of this war before or not.
    assert fled.value("sources") == "ocha"
    assert fled.value("place") == ""
    assert fled.asked["place"] == "No one place: the text names “Sake and Kibumba”"


@pytest.mark.slow
def test_a_period_s_beginning_is_counted_back_or_asked_for_and_never_the_day_of_print(desk, folder):
    text = "The NIS said that 12 North Korean soldiers were killed in four days."
    read_ = article(text.encode(), {"published": "2025-05-14"}, folder)
    (draft,) = drafts(read_, around(read_, folder))
    assert (draft.value("since"), draft.value("as_of")) == ("2025-05-11", "2025-05-14")
    same = text.replace("four", "the same four")
    read_ = article(same.encode(), {"published": "2025-05-14"}, folder)
    (draft,) = drafts(read_, around(read_, folder))
    assert draft.value("since") == ""
    assert "which day" in draft.asked["since"]
    form = FORM | {"text": "The NIS said that 12 North Korean soldiers were killed."}
    page = desk.post("/", data={**form, "step": "read"}).text
    form |= fields_of(page, 1)
    form |= {"1.accept": "on", "1.counting": "period"}
    checked = desk.post("/", data={**form, "step": "check"}).text
    assert "a period takes the date it is counted from" in shown(checked, 1)
    asked = shown(checked, 1).partition("<details>")[0]
    assert '<label for="1.since">since (lacks)</label>' in asked
    assert 'name="1.since" value=""' in asked
    passing = desk.post("/", data={**form, "1.since": "2025-05-02", "step": "check"}).text
    assert "It passes" in passing
    assert 'name="1.since" value="2025-05-02"' in passing


@pytest.mark.slow
def test_what_the_check_asks_of_a_quantity_is_asked_before_a_row_of_it_is_written(tmp_path):
    folder = shutil.copytree(Path(__file__).parent.parent / "data", tmp_path / "data")
    before = {str(one) for one in build(folder).notices}
    form = FORM | {"text": KIVU, "url": "", "publisher": "", "published": "", "3.accept": "on"}
    form |= {"3.counting": "period", "3.since": "2026-11-16", "3.place": "goma"}
    here = "http://127.0.0.1:8501"
    with TestClient(app(folder), here, headers={"origin": here}) as desk:
        page = desk.post("/", data={**form, "step": "read"}).text
        form = fields_of(page, 3) | form
        asked = desk.post("/", data={**form, "step": "check"}).text
        mark = re.search(r'name="mark" value="(\w+)"', asked)[1]
        assert "Written." in desk.post("/", data={**form, "mark": mark, "step": "write"}).text
    (come,) = (one for one in build(folder).notices if str(one) not in before)
    assert come.rule == "a-quantity-has-a-claim-that-stands-for-it"
    assert str(come) in html.unescape(asked)


def chosen(page, cell):
    """Return what the buttons at a cell of a page choose, as a browser would send it."""
    return re.findall(rf'name="choose" value="({cell}=[^"]*)"', page.replace("&amp;", "&"))


def test_what_does_not_pass_offers_what_would_and_a_button_chooses_it(desk):
    page = desk.post("/", data={**FORM, "step": "read"}).text
    form = FORM | fields_of(page, 1)
    form |= {"1.accept": "on", "1.low": "1 234 men", "1.as_of": "11 May 2025", "1.metric": "kiled"}
    form["1.population"] = "soldiers of"
    wrong = desk.post("/", data={**form, "step": "check"}).text
    assert chosen(wrong, "1.low") == ["1.low=1234"]
    assert chosen(wrong, "1.as_of") == ["1.as_of=2025-05-11"]
    assert "1.population=military" in chosen(wrong, "1.population")
    again = desk.post("/", data={**form, "choose": "1.low=1234"}).text
    assert cells_of(again, 1)["low"] == "1234"
    assert "1.accept" in again
    assert "this does not pass" not in again  # choosing checks nothing
    lacking = desk.post("/", data={**form, "url": "", "step": "write"}).text
    assert '<a href="#url">url</a> is not known: fill it in' in lacking


SEEN = "Marnivka\r\nIvan Holm, spokesman for Ukraine's army"


@pytest.mark.slow
def test_a_new_place_and_a_new_source_are_named_before_they_are_written(desk, folder):
    text = (
        "A spokesman for Ukraine's army, Ivan Holm, said that 12 North Korean soldiers had been"
        " killed in Marnivka, in Kursk, on 11 May. Nearly 3,000 people fled the town, he said."
    )
    form = FORM | {"text": text}
    page = desk.post("/", data={**form, "step": "read"}).text
    assert "place: a new one" in shown(page, 1)
    assert "sources: a new one" in shown(page, 1)
    assert cells_of(page, 1)["part_of"] == "kursk"
    assert cells_of(page, 2)["place"] == "Marnivka"  # "the town"
    assert '<option value="military" selected>' in shown(page, 1)
    form |= fields_of(page, 1)
    form |= {"1.accept": "on", "1.kind": "military", "1.affiliation": "ukraine"}
    form |= {"1.evidence": "statement"}
    # What a place is in stays as it was typed when the place is called otherwise.
    renamed = {**form, "1.place": "Marnivka Post", "1.part_of": "donetsk", "step": "check"}
    again = desk.post("/", data=renamed).text
    assert cells_of(again, 1)["part_of"] == "donetsk"
    assert "Marnivka Post: </span>a new place, written with the claim" in shown(again, 1)
    assert "A new place: Marnivka Post, in Donetsk" in again
    # What was not named on the page is shown first; what was is written.
    unseen = desk.post("/", data={**form, "step": "write", "1.seen": ""}).text
    assert "These lines would be added" in unseen
    written = desk.post("/", data={**form, "step": "write", "1.seen": SEEN}).text
    assert "A new place: Marnivka, in Kursk" in written
    assert "A new source: Ivan Holm, spokesman for Ukraine's army (military; Ukraine)" in (
        html.unescape(written)
    )
    (place,) = (row for row in read(folder, "places") if row["name"] == "Marnivka")
    assert (place["part_of"], place["conflict"]) == ("kursk", "russia-ukraine")


def test_a_new_place_is_asked_about_where_it_is_seen_and_not_in_a_fold(desk):
    text = (
        "Dozens of people fled Marnivka. At least 12 North Korean soldiers were killed in Marnivka,"
        " the NIS said."
    )
    page = desk.post("/", data={**FORM, "text": text, "step": "read"}).text
    assert "1 of which the text does not say who counts what: “Dozens”" in page
    open_cells = shown(page, 2).partition("<details>")[0]
    assert "place: a new one" in open_cells


def test_who_is_new_has_an_id_of_the_name_alone(folder):
    said = "Ivan Holm, a spokesman for Ukraine's army, said that 12 North Korean soldiers died."
    read_ = article(said.encode(), {"published": "2025-05-14", **OF_A_PAPER}, folder)
    (one,) = drafts(read_, around(read_, folder))
    (source,) = entry(read_, [one], folder).plan.added["sources"]
    assert (source["id"], source["name"]) == (
        "ivan-holm", "Ivan Holm, spokesman for Ukraine's army",
    )  # fmt: skip


def test_a_folder_that_is_refused_is_checked_once_and_all_that_was_said_of_it_stays(folder):
    claims = (folder / "claims.csv").read_text(encoding="utf-8")
    (folder / "claims.csv").write_text(claims.replace(",exact,", ",exakt,", 1), encoding="utf-8")
    with pytest.raises(BadData) as refused:
        build(folder)
    said = sorted([*refused.value.problems, *refused.value.notices])
    assert said == checks.problems(folder)
    assert {one.severity for one in said} == {"error", "notice"}


def test_a_number_that_is_said_again_stands_apart(desk):
    text = f"The war's dead pass 1,234\n\n{SAID} The dead are 1,234, it said."
    page = desk.post("/", data={**FORM, "text": text, "step": "read"}).text
    apart = page[page.index("that say again a number above") :]
    assert re.findall(r'<fieldset id="draft-(\d)">', apart) == ["1", "5"]


def test_a_telling_and_a_correction_are_links_that_a_button_sets(folder):
    said, draft, context = said_again(folder)
    names = ("conflict", "sources", "subject", "population", "counting", "since", "as_of", "place")
    like = draft.given({name: said[name] for name in names})
    assert {"same_as": said["same_as"] or said["id"]} in [
        one.cells for one in beside(like, context).links
    ]
    (link,) = beside(like.given({"best": "7"}), context).links
    of = next(row for row in read(folder, "claims") if row["id"] == link.cells["supersedes"])
    assert (of["sources"], of["as_of"]) == ("nis", said["as_of"])
    assert link.cells["reason"]


@pytest.mark.slow
def test_one_button_writes_what_passes_and_of_which_nothing_is_asked(desk, folder):
    page = desk.post("/", data={**FORM, "step": "read"}).text
    form = FORM | fields_of(page, 3)
    form |= {"3.accept": "on", "3.counting": "cumulative", "3.evidence": "estimate"}
    before = texts(folder)
    wrong = desk.post("/", data={**form, "3.counting": "cumulativ", "step": "write"}).text
    assert "counting is &#39;cumulativ&#39;" in shown(wrong, 3)
    assert '<a href="#draft-3">Candidate 3</a>' in wrong
    # A floor below an earlier total is asked about: it is shown before it is written.
    asked = desk.post(
        "/", data={**form, "3.best": "1", "3.stated": "", "3.metric": "killed", "step": "write"}
    ).text
    assert "the check asks about this" in asked
    (notice,) = re.findall('<p class="notice">(best is .*?)</p>', shown(asked, 3))
    assert ".csv" not in notice
    assert texts(folder) == before
    assert "Written. One new claim" in desk.post("/", data={**form, "step": "write"}).text


@pytest.mark.slow
def test_a_new_event_comes_with_the_article_that_tells_of_it(desk, folder):
    page = desk.post("/", data={**FORM, "step": "read"}).text
    form = FORM | fields_of(page, 1)
    form |= {"1.accept": "on", "1.evidence": "estimate", "1.counting": "cumulative", "1.since": ""}
    form |= {"1.event": "Crossing of the weir", "step": "write"}
    unknown = desk.post("/", data=form).text
    assert "the folder knows no such event" in shown(unknown, 1)
    event = {"event.label": "Crossing of the weir", "event.began": "2025-05-10"}
    event |= {"event.phrase": "at the crossing of the weir"}
    assert "Written. One new claim" in desk.post("/", data={**form, **event}).text
    (made,) = (row for row in read(folder, "events") if row["label"] == "Crossing of the weir")
    assert (made["id"], made["conflict"], made["url"]) == (
        "2025-05-10-crossing-of-the-weir", "russia-ukraine", FORM["url"],
    )  # fmt: skip
    (claim,) = (row for row in read(folder, "claims") if row["event"] == made["id"])
    assert claim["low"] == "1234"


def test_a_source_is_known_by_the_first_part_of_its_name_and_by_its_words_in_other_order():
    names = Names("sources", [
        {"id": "mnd", "name": "Ministry of National Defense (South Korea)", "short": "MND, Seoul"},
        {"id": "gur", "name": "Main Office, Kyiv"}, {"id": "hur", "name": "Main Office, Lviv"},
    ])  # fmt: skip
    assert names.meant("MND") == "mnd"
    assert names.meant("South Korea Ministry of National Defense") == "mnd"
    assert names.meant("Main Office") == ""
    assert names.meant("Main Office", {"gur", "mnd"}) == "gur"


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"x" * (LONGEST_FILE + 1), 413),
        (None, 400),
    ],
)
def test_a_form_with_a_file_too_long_or_without_one_is_refused(desk, content, status):
    if content is None:
        answer = desk.post("/", data={"step": "read"}, files={"other": ("a.txt", b"12 died")})
    else:
        answer = desk.post("/", files={"file": ("a.txt", content)})
    assert answer.status_code == status


def test_the_desk_answers_no_other_host_and_no_other_sites_forms(desk, folder):
    assert desk.get("/").status_code == 200
    assert desk.get("/desk.css").headers["content-type"].startswith("text/css")
    for headers in ({"host": "evil.example"}, {"host": "localhost.evil.example"}):
        assert desk.get("/", headers=headers).status_code == 403
    # A name of theirs that leads to this machine, and that Starlette cannot read.
    for host in ("evil`x.example:8501", 'evil"x.example', "[::1", "127.0.0.1#", ""):
        own = {"host": host, "origin": f"http://{host}"}
        assert desk.post("/", data={**FORM, "step": "read"}, headers=own).status_code == 403, host
    for origin in ("https://evil.example", "null", "http://127.0.0.1:9", ""):
        posted = desk.post("/", data={**FORM, "step": "read"}, headers={"origin": origin})
        assert posted.status_code == 403
    result = CliRunner().invoke(
        cli, ["serve", "--desk", "--host", "0.0.0.0", "--data", str(folder)]
    )
    assert result.exit_code == 2
    assert "the desk is served by 127.0.0.1, localhost, ::1 only, not 0.0.0.0" in result.output


@pytest.mark.slow
def test_what_a_place_is_in_is_taken_though_the_headline_names_the_place_first(desk):
    text = (
        "A Paper\n\nTwelve dead as shells hit Marnivka\n\nShells killed 12 people and wounded 30 in"
        " Marnivka, in Ukraine, on 11 May, Ivan Holm, the mayor, said."
    )
    form = FORM | {"text": text}
    page = desk.post("/", data={**form, "step": "read"}).text
    number = next(one for one in (1, 2) if "in which place it is" in shown(page, one))
    assert number == 2  # the headline's says it again
    form |= fields_of(page, 2, 3)
    form |= {"2.accept": "on", "3.accept": "on", "2.part_of": "kursk", "step": "check"}
    form |= {"2.kind": "government", "2.affiliation": "ukraine"}
    again = desk.post("/", data=form).text
    assert cells_of(again, 2)["part_of"] == "kursk"
    # What followed from an answer is no answer: another name is the name of all.
    assert cells_of(again, 3)["sources"].endswith("(government; ukraine)")
    form |= {
        "3.sources": cells_of(again, 3)["sources"],
        "2.sources": "Ivan Holm, mayor of Marnivka",
    }
    renamed = desk.post("/", data=form).text
    assert cells_of(renamed, 3)["sources"] == "Ivan Holm, mayor of Marnivka (government; ukraine)"


def test_a_place_spelt_nearly_as_the_folder_s_is_offered_and_a_war_is_known_by_its_people():
    folder = Path(__file__).parent.parent / "data"
    text = "Clashes in the southern Syrian province of Sweida killed 41 people, UNHCR said."
    read_ = article(text.encode(), {"published": "2026-11-24", **OF_A_PAPER}, folder)
    (one,) = drafts(read_, around(read_, folder))
    # Of this source the folder has other wars alone.
    assert (one.value("conflict"), one.value("place")) == ("syria", "Sweida")
    named = Naming(folder).named("place", one.value("place"), "syria")
    assert named.new
    assert [choice.value for choice in named.choices][:1] == ["suwayda"]


ITURI = """Rebels kill at least 22 in a night raid

A Paper, 27 November 2026

BUNIA, DR Congo — Militiamen killed at least 22 civilians near Djugu on Wednesday, MONUSCO said.
Another 17 people were wounded, it said, and are being treated at the hospital in Bunia. Some 3,800
people have fled the camp since the raid, OCHA said on Friday.
"""


def test_an_article_is_of_the_war_where_it_was_written_and_not_of_its_source_s_last():
    folder = Path(__file__).parent.parent / "data"
    read_ = article(ITURI.encode(), {}, folder)
    _, dead, hurt, fled = drafts(read_, around(read_, folder))
    # OCHA has spoken of another war, which no word of the text names.
    for one in (dead, hurt, fled):
        assert (one.value("conflict"), one.value("place")) == ("drc", "Djugu"), one.number


@pytest.mark.slow
def test_what_was_proposed_for_a_place_is_no_answer_about_the_place_put_there_instead(desk):
    text = (
        "Shells killed 12 people in Marnivka on 11 May, Ivan Holm said. Shells killed 30 people in"
        " Ordanivka, in Donetsk, on 11 May, Ivan Holm said."
    )
    form = FORM | {"text": text}
    page = desk.post("/", data={**form, "step": "read"}).text
    form |= fields_of(page, 1, 2)
    assert form["2.part_of"] == "donetsk"
    form |= {"1.accept": "on", "1.part_of": "kursk", "2.accept": "on", "2.place": "Marnivka"}
    again = desk.post("/", data={**form, "step": "check"}).text
    assert cells_of(again, 1)["part_of"] == "kursk"


def drawn_of(text, published="2026-11-24"):
    """Return the drafts of a text in the curated data, and their context."""
    folder = Path(__file__).parent.parent / "data"
    read_ = article(text.encode(), {"published": published}, folder)
    context = around(read_, folder)
    return drafts(read_, context), context


def test_a_share_of_the_dead_is_not_everyone_and_who_they_are_is_asked():
    text = (
        "A strike on Tyre in Lebanon killed nine people, the Health Ministry said. Three of the "
        "dead were children. Two of the dead were from Marn. We buried 31 men and 12 women."
    )
    (_, young, others, men, women), _ = drawn_of(text)
    assert young.value("population") == "children"
    assert (others.value("population"), others.asked["population"]) == (
        "", "Whom? They are a share: “of the dead”",
    )  # fmt: skip
    assert (men.value("population"), men.asked["population"]) == (
        "", "Whom? “men” are a population that the data do not have",
    )  # fmt: skip
    assert women.value("population") == "women"


def test_whom_a_source_of_soldiers_counts_of_other_days_is_asked():
    text = (
        "In Myanmar, the National Unity Government said 26 people were killed in Kale. The NUG "
        "also said 3,100 were wounded in Sagaing in the past month."
    )
    (dead, hurt), _ = drawn_of(text)
    assert dead.value("population") == "all"
    assert (hurt.value("population"), hurt.value("subject")) == ("", "")
    assert hurt.asked["population"].endswith("has it, they are military")


def test_since_the_raid_begins_on_a_day_that_is_asked_for_and_not_with_the_war():
    text = "Israel's army said it killed five Hezbollah fighters in Lebanon since the raid."
    (one,), context = drawn_of(text)
    assert (one.value("counting"), one.value("since")) == ("cumulative", "")
    assert one.asked["since"].startswith("counted from which day?")
    (one,), _ = drawn_of(text.replace("the raid", "the war began"))
    assert one.value("since") == context.began("israel-lebanon")


def test_where_a_number_of_some_days_is_of_is_asked_with_the_places_of_the_others():
    text = (
        "Shells killed 12 people in Kupiansk in Ukraine on Sunday, the governor said.\n\n"
        "Wounded: 30\n\nThe UN says 15,200 civilians have been killed since the invasion."
    )
    drawn, context = drawn_of(text)
    _, hurt, every = drawn
    assert hurt.asked["place"] == "Where? The text does not say it with the number"
    offers = Offering(drawn, context, Saying(context.tables)).of(hurt)
    assert [one.cells for one in offers["place"]] == [{"place": "Kupiansk"}, {"place": "ukraine"}]
    assert "place" not in every.asked
    # "UN" is a name of the folder's where it is the whole of one.
    assert every.value("sources") in ("ohchr", "united-nations")


@pytest.mark.parametrize(
    ("text", "war"),
    [
        ("12 people were killed near Lake Chad, the army of Chad said.", ""),
        ("Fighting in South Sudan has killed 75 people.", ""),
        ("A bomb killed 31 worshippers in Peshawar, Pakistan, police said.", ""),
        ("JNIM said 84 people died in an ambush of Russian soldiers in Mali.", "sahel"),
        ("12 people were killed in Omdurman, in Sudan.", "sudan"),
        ("12 people were killed in Beirut, Lebanon.", "israel-lebanon"),
    ],
)
def test_a_neighbour_s_name_is_none_of_a_war_s(text, war):
    (one, *_), _ = drawn_of(text)
    assert one.value("conflict") == war


def test_a_sentence_of_another_war_than_the_article_s_asks_which():
    text = (
        "Iran fired missiles at Israel and 12 people were killed in Haifa, Israel's rescue service"
        " said. In Gaza, 61 people were killed, Gaza's health ministry said. Israel denied it."
    )
    (dead, in_gaza), _ = drawn_of(text)
    assert (dead.value("conflict"), dead.value("subject")) == ("", "")
    assert dead.asked["conflict"] == "Which war? The sentence names Iran, Israel, Israel's"
    assert (in_gaza.value("conflict"), in_gaza.value("subject")) == ("israel-gaza", "gaza")


def test_those_lost_are_never_the_captured_alone_because_a_number_is_near():
    text = "The General Staff of the Armed Forces of Ukraine says the enemy lost 1,040 soldiers."
    (one,), _ = drawn_of(text, published="")
    assert one.value("metric") == "losses"


def test_who_holds_an_office_named_before_a_comma_is_the_source():
    text = (
        "Some 30,000 people have fled Tyre in Lebanon, according to the city's mayor, Ann Moor. "
        "61 children have died, UNICEF's representative in Beirut, Marta Holm, told Reuters."
    )
    (fled, dead), _ = drawn_of(text)
    assert fled.value("sources").startswith("Ann Moor, city's mayor")
    assert dead.value("sources") == "Marta Holm, UNICEF's representative in Beirut"
    assert dead.likely == ("unicef",)
    assert dead.as_new.endswith("(intergovernmental; un)")


DJUGU = """Rebels kill at least 22 in a night raid

A Paper, 27 November 2026

https://paper.example/raid

BUNIA, DR Congo — Rebels killed at least 22 civilians near Djugu, in Ituri province, on Wednesday,
MONUSCO said. Another 17 people were wounded in the raid, it said. At least 9 ADF fighters were
killed in Mambasa on Thursday, MONUSCO said.
"""


@pytest.fixture
def of_djugu(tmp_path):
    """Return a function that posts fields with the raid's article, and the folder of the desk."""
    folder = shutil.copytree(Path(__file__).parent.parent / "data", tmp_path / "data")
    here = "http://127.0.0.1:8501"
    with TestClient(app(folder), here, headers={"origin": here}) as client:
        page = client.post("/", data={"text": DJUGU, "step": "read"}).text

        def posted(fields, step="check", numbers=(2, 3, 4), of=page):
            form = {"text": DJUGU} | fields_of(of, *numbers) | {"step": step} | fields
            return html.unescape(client.post("/", data=form).text)

        yield posted, folder, page


def asked_at(page, number):
    """Return what stands open at a candidate of a page."""
    return shown(page, number).partition("<details>")[0]


@pytest.mark.slow
def test_a_new_place_in_a_new_region_comes_with_it_and_is_said_before_it_is_written(of_djugu):
    posted, folder, page = of_djugu
    # The text says a region that the folder lacks: it is a button, and nothing before it is asked.
    assert "2.part_of=Ituri" in chosen(page, "2.part_of")
    fields = {"2.accept": "on", "2.part_of": "Ituri", "2.seen": "Djugu"}
    told = posted(fields, "write")
    assert "A new place: Djugu, in Ituri (new)" in told
    assert "These lines would be added" in told
    assert "in which Ituri is" in asked_at(told, 2)
    assert "2.part_of.part_of=eastern-dr-congo" in chosen(told, "2.part_of.part_of")
    whole = {**fields, "2.part_of.part_of": "eastern-dr-congo"}
    again = posted(whole)
    assert "A new place: Djugu, in Ituri (new), in eastern DR Congo" in again
    # Both were asked about, so that both are written at once.
    assert "Written." in posted({**whole, "2.seen": "Djugu\r\nIturi"}, "write")
    places = {row["id"]: row for row in read(folder, "places")}
    assert [(places[id]["part_of"], places[id]["conflict"]) for id in ("djugu", "ituri")] == [
        ("ituri", "drc"), ("eastern-dr-congo", "drc"),
    ]  # fmt: skip
    assert [one for one in checks.problems(folder) if one.severity == "error"] == []


@pytest.mark.slow
def test_a_region_that_is_nearly_one_of_the_folder_s_is_said_at_its_field(of_djugu):
    posted, _, _ = of_djugu
    wrong = asked_at(posted({"2.accept": "on", "2.part_of": "Nort Kivu"}), 2)
    assert "that is nearly 'North Kivu'" in wrong[wrong.index('id="2.part_of"') :]


@pytest.mark.slow
def test_a_new_party_comes_with_its_kind_and_its_side(of_djugu):
    posted, folder, page = of_djugu
    assert cells_of(page, 4)["subject"] == "ADF"
    fields = {"4.accept": "on", "4.subject": "the ADF", "4.part_of": "eastern-dr-congo"}
    refused = posted(fields)
    # What is lacking is said at the cell, with the nearest parties as buttons.
    told = asked_at(refused, 4)
    assert "the ADF is new: say what it is and its part" in told
    assert "4.subject=m23" in chosen(told, "4.subject")
    assert "fights beside the M23 and Rwanda" in told
    fields |= {"4.subject.kind": "armed_group", "4.subject.stance": "belligerent m23"}
    checked = posted(fields)
    assert "At least 9: fighters of the ADF killed" in shown(checked, 4)
    assert "A new party: the ADF (armed group)" in checked
    assert "The ADF fights on the side “m23”" in checked
    assert "Written." in posted({**fields, "4.seen": "the ADF\r\nMambasa"}, "write")
    (party,) = (row for row in read(folder, "parties") if row["id"] == "adf")
    assert (party["name"], party["people"], party["forces"]) == (
        "the ADF", "{people} of the ADF", "fighters",
    )  # fmt: skip
    (stance,) = (row for row in read(folder, "stances") if row["party"] == "adf")
    assert (stance["conflict"], stance["side"], stance["role"]) == ("drc", "m23", "belligerent")
    assert stance["article"] == read(folder, "claims")[-1]["article"]
    assert [one for one in checks.problems(folder) if one.severity == "error"] == []


def test_a_new_party_that_one_candidate_names_otherwise_is_called_so_in_all(of_djugu):
    posted, _, _ = of_djugu
    text = DJUGU + "\nAnother 5 ADF fighters were wounded there on Thursday, MONUSCO said.\n"
    page = posted({"text": text}, "read")
    assert (cells_of(page, 4)["subject"], cells_of(page, 5)["subject"]) == ("ADF", "ADF")
    # It is asked about once.
    assert "what it is (lacks)" in asked_at(page, 4)
    assert "what it is" not in asked_at(page, 5)
    fields = {"text": text, "4.subject": "the ADF", "4.subject.kind": "armed_group"}
    fields |= {"4.subject.stance": "none", "4.accept": "on", "5.accept": "on"}
    again = posted(fields, "", (4, 5), page)
    assert cells_of(again, 5)["subject"] == "the ADF"
    assert "fighters of the ADF wounded" in shown(again, 5)


def test_what_was_said_of_a_new_party_is_nothing_of_one_that_is_there_or_of_none(of_djugu):
    posted, _, _ = of_djugu
    fields = {"4.accept": "on", "4.subject.kind": "population", "4.subject.stance": "none"}
    known = posted({**fields, "4.subject": "m23"}, "")
    assert "At least 9: M23 fighters killed" in shown(known, 4)
    none = posted({**fields, "4.subject": ""}, "")
    assert "subject (lacks)" in asked_at(none, 4)
    assert "At least 9: Military, Killed" in shown(none, 4)


def test_a_text_without_a_number_leaves_an_event_that_was_named(of_djugu):
    posted, _, _ = of_djugu
    told = posted(
        {"text": "Nobody counted.", "event.label": "Raid", "event.place": "Djugu"}, "read"
    )
    assert "No number of it could be a claim." in told


@pytest.mark.slow
def test_a_party_of_no_side_has_no_stance_and_a_new_one_may_have_its_own_sources(of_djugu):
    posted, folder, _ = of_djugu
    fields = {"4.accept": "on", "4.subject": "Mambasa", "4.subject.kind": "population"}
    fields |= {"4.subject.stance": "none", "4.sources": "Ann Moor, mayor of Mambasa"}
    fields |= {"4.kind": "government", "4.affiliation": "mambasa", "4.population": "civilian"}
    checked = posted(fields)
    assert "civilians in Mambasa killed" in checked
    mark = re.search(r'name="mark" value="(\w+)"', checked)[1]
    # The place is the whole that is counted, and was taken away.
    last = {**fields, "4.place": "", "mark": mark}
    assert "Written." in posted(last, "write", (4,), checked)
    assert "mambasa" in {row["id"] for row in read(folder, "parties")}
    assert "mambasa" not in {row["party"] for row in read(folder, "stances")}
    (source,) = (row for row in read(folder, "sources") if row["id"] == "ann-moor")
    assert source["affiliation"] == "mambasa"


@pytest.mark.slow
def test_an_attack_of_several_numbers_is_offered_as_an_event_by_one_button(of_djugu):
    posted, folder, page = of_djugu
    said = "Numbers 2 and 3 are of a new event: Raid near Djugu, 25 November 2026"
    assert said in shown(page, 2)
    assert said in shown(page, 3)
    assert "a new event" not in shown(page, 4)  # one number is none that others share
    assert 'name="event.label" value=""' in page  # nothing is filled in unasked
    (button,) = set(re.findall(r'value="(2\.event=[^"]*)"', html.unescape(shown(page, 2))))
    ticked = {"2.accept": "on", "3.accept": "on", "2.part_of": "Ituri"}
    offered = posted(ticked)
    (button,) = set(re.findall(r'value="(2\.event=[^"]*)"', shown(offered, 2)))
    chose = posted({**ticked, "choose": button})
    assert "of a new event" not in chose
    assert "The new event: Raid near Djugu" in chose
    assert "No place" not in asked_at(chose, 2)
    # Its place is the event's, with what that is in.
    event = dict(re.findall(r'name="(event\.[\w.]+)" value="([^"]*)"', chose))
    assert (event["event.place"], event["event.part_of"]) == ("Djugu", "Ituri")
    fields = {"2.accept": "on", "3.accept": "on", "2.event": "new", "3.event": "new", **event}
    fields |= {"2.place": "", "2.since": "", "3.place": "", "3.since": ""}
    checked = posted(fields, of=chose, numbers=(2, 3))
    mark = re.search(r'name="mark" value="(\w+)"', checked)[1]
    last = {**fields, "mark": mark}
    assert "Written. Two new claims" in posted(last, "write", (2, 3), checked)
    (made,) = (row for row in read(folder, "events") if row["label"] == "Raid near Djugu")
    assert (made["began"], made["ended"], made["place"]) == ("2026-11-25", "2026-11-25", "djugu")
    of_it = [row for row in read(folder, "claims") if row["event"] == made["id"]]
    assert [(row["counting"], row["since"], row["place"]) for row in of_it] == [
        ("cumulative", "", ""), ("cumulative", "", ""),
    ]  # fmt: skip
    assert [one for one in checks.problems(folder) if one.severity == "error"] == []
    # Another article's numbers of it are offered the event that is there by now.
    other = posted({}, "read")
    assert "Numbers 2 and 3 are of the event: Raid near Djugu" in other


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "A strike on Minab in Iran killed 120 people on Saturday, the Red Crescent said. It "
            "said 60 others were wounded.",
            [
                "the event: Girls' school in Minab hit, 28 February 2026",
                "a new event: Strike on Minab, 28 February 2026",
            ],
        ),
        (
            "Shelling killed 12 people in Kupiansk in Ukraine on Sunday, the governor said. "
            "Another 30 were wounded.",
            ["a new event: Shelling of Kupiansk, 1 March 2026"],
        ),
        # Neither one number nor an attack of no day is one of several.
        ("Shelling killed 12 people in Kupiansk in Ukraine on Sunday, the governor said.", []),
        ("The war has killed 12 people and wounded 30 in Kupiansk in Ukraine.", []),
    ],
)
def test_an_event_is_offered_by_what_the_text_calls_it_beside_one_that_may_be_it(text, told):
    folder = Path(__file__).parent.parent / "data"
    read_ = article(text.encode(), {"published": "2026-03-02"}, folder)
    context = around(read_, folder)
    offered = happenings(drafts(read_, context), read_, context)
    assert [one.told for one in offered] == [f"Numbers 1 and 2 are of {one}" for one in told]


UM_RAWABA = """Drones kill at least 17 at a market in Sudan's North Kordofan

Drones struck a market in the town of Um Rawaba on Friday, killing at least 17 people and wounding
46 others, the Sudan Doctors Network said.

The army said that 9 soldiers had been wounded at a nearby checkpoint. In August a strike on a
hospital killed 11 people.
"""


def of_um_rawaba(cells, number):
    """Return the drafts of an article, one with cells that a person gave, and what it stands in."""
    folder = Path(__file__).parent.parent / "data"
    read_ = article(UM_RAWABA.encode(), {"published": "2026-11-21"}, folder)
    context = around(read_, folder)
    drawn = drafts(read_, context)
    drawn[number] = drawn[number].given(cells)
    return drawn, read_, context


def test_whose_days_a_person_said_is_of_an_event_only_where_that_is_chosen_at_it():
    drawn, read_, context = of_um_rawaba({}, 3)
    offered = Offering(drawn, context, Saying(context.tables)).of(drawn[3])
    # The moment of most numbers comes first, and an army's soldiers are its own.
    first = offered["counting"][0]
    assert first.text == "As number 3: only 20 November 2026, Um Rawaba"
    assert offered["subject"][0].cells == {"subject": "saf"}
    drawn, read_, context = of_um_rawaba(first.cells, 3)
    assert [(one.offered, one.numbers) for one in happenings(drawn, read_, context)] == [
        ((2, 3), (2, 3)), ((4,), (2, 3, 4)),
    ]  # fmt: skip


def test_when_and_where_a_number_of_an_event_was_is_offered_still_and_given_back():
    of_event = {"event": "Strikes", "counting": "cumulative", "since": "", "place": ""}
    drawn, _, context = of_um_rawaba(of_event, 2)
    drawn[1] = drawn[1].given(of_event)
    offering = Offering(drawn, context, Saying(context.tables))
    assert offering.of(drawn[3])["counting"][0].text == (
        "As number 3: only 20 November 2026, Um Rawaba"
    )
    of_it = offering.of(drawn[3])["counting"][-2]
    assert of_it.text == "As number 3: of Strikes"
    assert of_it.cells == {**of_event, "as_of": "2026-11-20"}
    (back,) = offering.of(drawn[2])["event"]
    assert back.text == "Of no event: only 20 November 2026, Um Rawaba"
    assert saying_of(drawn[2].given(back.cells), context).startswith(
        "46: people in Sudan wounded, Um Rawaba; only 20 November 2026."
    )


def saying_of(draft, context):
    """Return the sentence of a draft, once what follows from its cells is filled in."""
    cells = {name: one.value for name, one in completed(draft, context).cells.items()}
    return Saying(context.tables).claim({**dict.fromkeys(CLAIM_CELLS, ""), **cells})


def test_a_new_place_is_in_the_wider_one_of_which_a_title_says_the_number():
    drawn, _, context = of_um_rawaba({}, 0)
    assert parent(drawn[1], context, drawn) == ("North Kordofan", "where number 1 has it")


REBELS = (
    "The spokesman, Maj. Gen. Ann Moor, said on Tuesday that eight rebels were killed in Goma.\n"
)


@pytest.mark.slow
def test_whose_a_new_speaker_is_is_said_by_one_button_and_its_rebels_are_none_of_its_own(of_djugu):
    posted, _, _ = of_djugu
    about = {"text": REBELS, "published": "2026-11-27"}
    page = posted(about, "read")
    (button,) = (one for one in chosen(page, "1.sources") if "dr-congo" in one)
    blank = {"1.kind": "", "1.affiliation": "", "choose": button}
    said = posted({**about, **blank}, "", (1,), page)
    assert re.findall(r'<option value="([^"]+)" selected', asked_at(said, 1)) == [
        "government", "dr-congo",
    ]  # fmt: skip
    # Who is asked whose the eight are is shown those who fight it.
    assert chosen(asked_at(said, 1), "1.subject") == [
        "1.subject=fdlr", "1.subject=m23", "1.subject=rwanda",
    ]  # fmt: skip


KHERSON = """Shelling of residential districts of Kherson on Thursday killed three people and
wounded 14, the head of the regional military administration, Oleksandr Prokudin, said.

Ukraine's air force said its units shot down 61 drones overnight.
"""


def test_a_quarter_s_town_is_the_place_and_an_administration_and_what_was_shot_down_have_sides():
    folder = Path(__file__).parent.parent / "data"
    read_ = article(KHERSON.encode(), {"published": "2026-11-27"}, folder)
    context = around(read_, folder)
    killed, wounded, drones = drawn = drafts(read_, context)
    offering = Offering(drawn, context, Saying(context.tables))
    assert (killed.value("place"), wounded.value("place")) == ("Kherson", "Kherson")
    assert offering.of(killed)["sources"][0].text == "Of Ukraine (government)"
    assert offering.of(drones)["subject"][0].cells == {"subject": "russia"}
    # What is of an event is of its place, and its total.
    asked = completed(killed.given({"place": ""}), context)
    of_event = {"event": "Shelling of Kherson", "counting": "cumulative", "since": ""}
    assert "place" in completed(wounded.without("place"), context).asked
    assert "place" not in completed(asked.given(of_event), context).asked
    said = saying_of(killed.given({**of_event, "place": ""}), context)
    assert "Shelling of Kherson; its total up to 26 November 2026." in said


def test_what_an_article_s_text_does_not_say_of_it_is_said_in_its_line(desk):
    page = desk.post("/", data={**FORM, "step": "read"}).text
    (line,) = re.findall("<summary>The article: (.*?)</summary>", page)
    assert line == "A Paper, A made-up count of a spring, 2025-05-14, no author found"


#: What a claim of a new event has otherwise.
OF_THE_EVENT = {"2.event": "new", "2.counting": "cumulative", "2.since": ""}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        ({"2.sources": "Ann Moor"}, "2.sources", "say of what kind it is and whose"),
        ({"2.sources": "Ann Moor (king; un)"}, "2.sources", "is of the kind 'king'"),
        ({"2.sources": "Ann Moor (ngo; atlantis)"}, "2.sources", "knows no such party"),
        ({"2.place": "kursk"}, "2.place", "it is a place of russia-ukraine"),
        ({"2.place": "Джугу"}, "2.place", "write it in Latin letters too"),
        ({"2.as_of": "2127-11-25"}, "2.as_of", "a date lies between"),
        ({"2.since": "2026-11-26"}, "2.since", "counting starts on that day or before"),
        ({"2.metric": "kiled"}, "2.metric", "the folder knows no such metric"),
        ({"2.conflict": "congo"}, "2.conflict", "did you mean 'drc'"),
        ({"2.high": "10"}, "2.high", "high is more than low"),
        ({"2.supersedes": "nothing"}, "2.supersedes", "the folder knows no such claim"),
        ({"2.part_of": "Ituri", "2.part_of.part_of": "Djugu"}, "2.part_of.part_of", "leads back"),
        ({"2.event": "new"}, "event.label", "the new event has no name yet"),
        (
            {**OF_THE_EVENT, "event.label": "Raid", "event.place": "Nort Kivu"},
            "event.place",
            "that is nearly 'North Kivu'",
        ),
        ({**OF_THE_EVENT, "event.label": "Raid"}, "event.began", "it must be filled"),
        ({**OF_THE_EVENT, "event.label": "Battle of Goma"}, "event.label", "of this name"),
        ({"2.event": "2022-11-29-kishishe-massacre"}, "2.counting", "cumulative"),
        ({"language": "English"}, "language", "has the form of en"),
        ({"url": "paper"}, "url", "write a whole address"),
        ({"published": "2026-11-20"}, "2.as_of", "was published on 2026-11-20"),
    ],
)
def test_what_does_not_pass_is_said_at_its_cell_in_no_words_of_files(of_djugu, fields, field, told):
    posted, _, _ = of_djugu
    wrong = posted({"2.accept": "on", **fields})
    (at_cell,) = re.findall(rf'<div[^>]*>\s*<label for="{field}">.*?</div>', wrong, re.DOTALL)
    (fault,) = re.findall('<span class="fault">(.*?)</span>', at_cell)
    assert told in fault
    assert not re.search(r"\.csv|\brow\b|\bline \d", fault)
    head = re.search(r'<div role="alert">(.*?)</div>', wrong, re.DOTALL)[1]
    assert told not in head
    assert "says there what does not pass" in head


def test_a_sentence_that_names_who_attacks_alone_is_of_the_article_s_war():
    text = (
        "In Yemen, the Houthi health ministry counted 14 wounded in Raymah. Between five and eight"
        " civilians were killed in an Israeli airstrike on Al Jabin."
    )
    (_, dead), _ = drawn_of(text)
    assert dead.value("conflict") == "yemen"


def test_a_number_that_is_named_again_is_that_one_and_its_part_is_of_the_same():
    text = (
        "Mines killed or injured at least 29 civilians in Yemen's Al Hudaydah governorate in "
        "October, Save the Children said. Of the 29 casualties, 10 died."
    )
    (whole, again, dead), _ = drawn_of(text)
    assert again.again == whole.number
    names = ("population", "place", "as_of", "counting", "subject")
    assert [dead.value(name) for name in names] == [whole.value(name) for name in names]
    assert dead.value("metric") == "killed"


def test_two_who_count_together_are_both_the_source():
    text = (
        "Mediazona and the BBC have confirmed the names of 231,480 Russian soldiers killed in "
        "Ukraine since February 2022."
    )
    (one,), _ = drawn_of(text)
    assert one.value("sources") == "mediazona + bbc-russian"


def test_whose_the_dead_of_a_new_place_are_is_by_the_country_that_it_is_in():
    text = (
        "A drone killed one person in Shebekino, in Russia, the governor said. Ukraine's army said "
        "nothing of it."
    )
    (one,), _ = drawn_of(text)
    assert (one.value("place"), one.value("subject")) == ("Shebekino", "russia")


def test_who_heads_a_region_is_named_with_it_and_it_is_no_place_of_the_dead():
    text = (
        "A missile hit Ukraine. Seven people are dead, Donetsk region head Ivan Holm reported. City"
        " officials say that 14 people were wounded."
    )
    (dead, hurt), _ = drawn_of(text)
    assert dead.value("sources") == "Ivan Holm, Donetsk region head"
    assert (dead.value("place"), dead.asked["place"]) == (
        "", "Where? The text does not say it with the number",
    )  # fmt: skip
    # Whose officials they are, the text does not say; the folder's are of a town it does not name.
    assert hurt.value("sources") == "City officials"


def test_where_a_number_is_of_is_never_that_of_another_far_from_it():
    text = (
        "ACLED has recorded 61,000 deaths in Sudan's war since April 2023. A medic said that some "
        "15 people are missing."
    )
    (dead, missing), _ = drawn_of(text)
    assert (dead.value("since"), dead.value("place")) == ("2023-04-15", "")
    # "As most claims" is no word of the text: those missing are so somewhere.
    for one in (dead, missing):
        assert one.asked["place"] == "Where? The text does not say it with the number"


def test_a_toll_that_goes_on_from_no_total_may_be_of_one_attack_and_is_asked():
    text = "A strike hit a market in Yemen. The Houthi health ministry put the toll at 8 killed."
    (one,), _ = drawn_of(text)
    assert one.value("counting") == ""
    assert one.asked["counting"].startswith("Of which days? The text does not say; all so far")
