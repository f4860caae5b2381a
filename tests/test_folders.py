"""A data folder is one object; its terms go with its claims wherever they go."""

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from contested import build, checks, export, queries, views, web
from contested.database import database
from contested.folders import Terms
from contested.selection import Selection
from contested.snapshots.changes import changes
from contested.snapshots.content import read
from contested.snapshots.verify import differences
from contested.web.package import package

pytestmark = pytest.mark.slow  # each builds databases, and waits for them

ODBL = Terms("ODbL-1.0", "Open Data Commons Open Database License", "https://example.org/odbl")
KILLED = Selection("war", "north-korea", "killed", "military")


@pytest.fixture(autouse=True)
def into(tmp_path, monkeypatch):
    """Return a cache of the test's own."""
    place = tmp_path / "cache"
    monkeypatch.setenv("CONTESTED_CACHE", str(place))
    return place


def describe(folder, terms=ODBL, **more):
    licence = {"name": terms.name, "title": terms.title, "path": terms.url}
    text = json.dumps({"name": "small", "licenses": [licence], **more})
    (folder.path / "datapackage.json").write_text(text)


def test_the_terms_are_part_of_the_hash_and_the_layout_of_the_description_is_not(folder):
    bare = build.content_hash(folder.path)
    describe(folder)
    odbl = build.content_hash(folder.path)
    path = folder.path / "datapackage.json"
    path.write_text(json.dumps(json.loads(path.read_text()), indent=4))
    assert build.content_hash(folder.path) == odbl
    describe(folder, ODBL._replace(url="https://example.org/other"))
    assert len({bare, odbl, build.content_hash(folder.path)}) == 3


def test_changed_terms_show_without_a_restart(folder):
    assert queries.terms(engine(folder)) == []
    describe(folder)
    assert queries.terms(engine(folder)) == [ODBL]


def engine(folder):
    return database(folder.path).engine()


def test_every_answer_names_the_terms_of_the_folder_that_is_served(folder, monkeypatch):
    describe(folder, title="A small folder")
    monkeypatch.setenv("CONTESTED_DATA", str(folder.path))
    site = TestClient(Starlette(routes=web.routes()), base_url="http://localhost")
    for path in ("/api/claims.json", "/claim/yna-2025-01-13-1.json"):
        told = site.get(path)
        assert told.json()["licence"] == ODBL.url
        assert told.json()["licences"] == [ODBL._asdict()]
        assert told.links["license"]["url"] == ODBL.url
    assert site.get("/api/openapi.json").json()["info"]["license"]["url"] == ODBL.url
    page = site.get("/article/yna-2025-01-13").text
    assert f'<a rel="license" href="{ODBL.url}"><bdi>{ODBL.title}</bdi></a>' in page
    assert "creativecommons" not in page
    assert '"A small folder"' in site.get("/claim/yna-2025-01-13-1").text


def test_a_description_that_cannot_be_read_is_an_error_and_terms_without_an_address_a_notice(
    folder,
):
    path = folder.path / "datapackage.json"
    texts = {
        '{"name": ': "datapackage.json: it is no JSON: ",
        "[]": "datapackage.json: it takes an object of JSON",
        '{"licenses": [{"name": "ODbL-1.0"}]}': "datapackage.json: notice: licenses is ",
        '{"licenses": "CC"}': "datapackage.json: notice: licenses is ",
    }
    for text, said in texts.items():
        path.write_text(text)
        (problem,) = checks.problems(folder.path)
        assert str(problem).startswith(said)
    path.unlink()
    os.mkfifo(path)
    (problem,) = checks.problems(folder.path)
    assert "a pipe" in str(problem)


def test_an_export_names_folder_and_terms_in_each_row(folder):
    describe(folder)
    rows = export.table(queries.claims(engine(folder), Selection()))
    assert set(rows["folder"]) == {"small"}
    assert set(rows["licence"]) == {ODBL.url}


#: Freezes a view of the folder given.
FREEZE = ["-m", "contested", "snapshot", "--data", "{data}", "metric=killed", "-o", "{file}"]


def test_a_snapshot_has_the_terms_of_its_own_data_and_one_id_in_any_environment(folder, tmp_path):
    describe(folder)
    ids = set()
    for number, more in enumerate(({}, {"CONTESTED_DATA": str(tmp_path)}, {"LANG": "C"})):
        file = tmp_path / f"{number}.json"
        words = [word.format(data=folder.path, file=file) for word in FREEZE]
        subprocess.run([sys.executable, *words], check=True, cwd=tmp_path, env=os.environ | more)
        frozen = read(file.read_bytes())
        assert frozen["terms"] == [ODBL._asdict()]
        assert f"The compilation is given under {ODBL.title}." in json.dumps(frozen["chart"])
        ids.add(frozen.id)
    assert len(ids) == 1


def test_a_snapshot_of_the_first_form_opens_and_verifies():
    raw = (Path(__file__).parent / "data" / "snapshots" / "form-1.json").read_bytes()
    old = read(raw)
    assert old["format"] == 1
    assert differences(raw, old.id) == []
    altered = raw.replace(b'"view": "timeline"', b'"view": "timelinf"')
    assert [one.part for one in differences(altered, old.id)] == ["view"]


def test_a_snapshot_of_before_the_comparison_s_rule_says_what_is_answered_now(engine):
    raw = (Path(__file__).parent / "data" / "snapshots" / "form-1.json").read_bytes()
    old = read(raw)
    assert old["answer"].startswith("One source gives the number of North Korean soldiers killed")
    changed = changes(engine, old, "another")
    assert changed.claims == len(old.claims)
    assert changed.answer.startswith("Among claims ")
    assert "one source recorded here gave the number" in changed.answer
    assert changes(engine, old, old["data"]).answer == ""


@pytest.fixture
def other(folder, tmp_path):
    """Return a folder that stands beside `folder`: an article and a claim of its own."""
    path = tmp_path / "other"
    path.mkdir()
    beside = type(folder)(path)
    for file in path.iterdir():
        file.unlink()
    for name in ("articles", "claims", "sources"):
        beside.write(name, folder.read(name).splitlines(keepends=True)[0])
    beside.write("sources", "".join(folder.read("sources").splitlines(keepends=True)[:2]))
    beside.add("sources", **SOURCE)
    beside.add("articles", **ARTICLE)
    beside.add("claims", **CLAIM)
    describe(beside, ODBL, name="beside", title="A data set")
    describe(folder, CC)
    return beside


CC = Terms("CC-BY-4.0", "Creative Commons Attribution", "https://example.org/cc-by")
ARTICLE = {
    "id": "set-1", "publisher": "A data set", "url": "https://example.org/set",
    "published": "2025-05-01", "language": "en",
}  # fmt: skip
SOURCE = {
    "id": "set", "name": "A data set", "short": "A set", "kind": "research",
    "affiliation": "independent",
}  # fmt: skip
CLAIM = {
    "id": "set-1-1", "article": "set-1", "sources": "set", "conflict": "war",
    "subject": "north-korea", "metric": "killed", "population": "military", "best": "650",
    "qualifier": "exact", "counting": "cumulative", "since": "2022-02-24", "as_of": "2025-05-01",
    "evidence": "documented",
}  # fmt: skip


def test_several_folders_are_one_database_and_each_claim_knows_its_folder(folder, other):
    built = build.build([folder.path, other.path])
    assert built.claims == 5
    data = database([folder.path, other.path])
    claims = data.engine().rows("select id, folder, licence, line from claim").set_index("id")
    assert claims.loc["set-1-1", ["folder", "licence", "line"]].to_list() == [
        "beside", ODBL.url, 2,
    ]  # fmt: skip
    assert set(claims.loc[claims["folder"] == "small", "line"]) == {2, 3, 4, 5}
    assert list(queries.folders(data.engine())["id"]) == ["small", "beside"]
    assert build.content_hash([other.path, folder.path]) != built.hash


def test_what_is_named_are_the_terms_of_the_folders_that_the_claims_come_from(
    folder, other, monkeypatch
):
    monkeypatch.setenv("CONTESTED_DATA", os.pathsep.join([str(folder.path), str(other.path)]))
    site = TestClient(Starlette(routes=web.routes()), base_url="http://localhost")
    for query, terms in (
        ("source=nis", [CC]),
        ("source=set", [ODBL]),
        ("metric=killed", [CC, ODBL]),
    ):
        told = site.get(f"/api/claims.json?{query}").json()
        assert told["licences"] == [one._asdict() for one in terms]
        assert told["licence"] == (terms[0].url if len(terms) == 1 else None)
    assert f'license" href="{ODBL.url}' in site.get("/claim/set-1-1").text
    assert f'license" href="{CC.url}' not in site.get("/claim/set-1-1").text
    assert f'license" href="{ODBL.url}' not in site.get("/claim/yna-2025-01-13-1").text
    engine = database().engine()
    both = views.seen(engine, replace(KILLED, apart="shown"), "timeline")
    one = views.seen(engine, replace(KILLED, source=("set",)), "timeline")
    for view, terms in ((both, f"{CC.title} and {ODBL.title}"), (one, ODBL.title)):
        # A picture's text is broken into lines, each a note of its own.
        lines = " ".join(note.text for note in view.picture.layout.annotations)
        assert f"under {terms}." in lines


def test_a_row_that_is_repeated_as_it_is_counts_once_and_another_under_its_id_is_an_error(
    folder, other
):
    assert checks.problems([folder.path, other.path]) == []
    text = other.read("sources")
    other.write("sources", text.replace("National Intelligence Service", "The Service"))
    (problem,) = checks.problems([folder.path, other.path])
    assert str(problem) == (
        "beside/sources.csv:2: id is 'nis'; line 2 of sources.csv has the same id; "
        "an id names one row"
    )


def test_columns_in_another_order_are_the_same_rows(folder, other):
    rows = [line.split(",") for line in other.read("sources").splitlines()]
    other.write("sources", "".join(",".join(reversed(row)) + "\r\n" for row in rows))
    assert checks.problems([folder.path, other.path]) == []


def test_articles_and_claims_are_one_folder_s_alone_even_if_they_are_equal(folder, other):
    other.write("articles", other.read("articles") + folder.read("articles").splitlines()[1])
    row = next(one for one in folder._rows("claims") if one["id"] == "yna-2025-04-30-2")
    other.add("claims", **row)
    found = [str(problem) for problem in checks.problems([folder.path, other.path])]
    assert found[0].startswith("beside/articles.csv:3: id is 'yna-2025-01-13'; line 2 of articles.")
    assert any(one.startswith("beside/claims.csv:3: id is 'yna-2025-04-30-2'; ") for one in found)


def test_what_is_wrong_with_a_further_folder_is_said_of_its_file_and_line(folder, other):
    other.change("claims", 2, qualifier="abut", subject="north-corea")
    other.write("articles", other.read("articles") + "set-2,A set,1,000,,,,2025-05-01,en\n")
    other.write("scopes", "conflict,subjct\n")
    found = [str(problem) for problem in checks.problems([folder.path, other.path])]
    assert [one.split(";")[0] for one in found] == [
        "beside/articles.csv:3: the row has 9 cells",
        "beside/claims.csv:2: qualifier is 'abut'",
        "beside/claims.csv:2: subject is 'north-corea'",
        "beside/scopes.csv:1: the header lacks subject, place, since, reason",
        "beside/scopes.csv:1: header is 'subjct'",
    ]


def test_a_missing_base_file_is_said_once_and_a_folder_of_the_first_form_stands_alone(
    folder, other
):
    (folder.path / "events.csv").unlink()
    os.mkfifo(folder.path / "events.csv")
    (problem,) = checks.problems([folder.path, other.path])
    assert str(problem).startswith("events.csv: it cannot be read: ")
    (folder.path / "events.csv").unlink()
    (problem,) = checks.problems([folder.path, other.path])
    assert str(problem).startswith("events.csv: the file is missing")


def test_folders_are_named_by_repeating_data_or_joined_in_the_environment(folder, other, tmp_path):
    both = [str(folder.path), str(other.path)]
    joined = os.environ | {"CONTESTED_DATA": os.pathsep.join(both)}
    for words, environment in (
        (["--data", both[0], "--data", both[1], "claims"], os.environ),
        (["claims", "--data", both[0], "--data", both[1]], os.environ),
        (["claims"], joined),
        (["check", *both], os.environ),
        (["check"], joined),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "contested", *words],
            capture_output=True, text=True, env=environment, check=True,
        )  # fmt: skip
        assert done.stdout.splitlines()[-1].startswith("Five claims")


def test_a_change_in_a_further_folder_shows_and_a_fault_in_it_leaves_the_last_good_data(
    folder, other
):
    both = [folder.path, other.path]
    assert database(both).claims == 5
    other.add("claims", **CLAIM | {"id": "set-1-2", "metric": "deployed", "best": "11500"})
    good = database(both)
    assert good.claims == 6
    other.change("claims", 3, qualifier="abut")
    broken = database(both)
    assert (broken.hash, broken.wrong) == (good.hash, "does not pass its checks")
    assert "beside/claims.csv:3" in str(broken.broken)


def test_the_zip_of_several_folders_holds_each_under_its_id(folder, other):
    with zipfile.ZipFile(io.BytesIO(package([folder.path, other.path]).content)) as archive:
        names = set(archive.namelist())
    assert {"small/claims.csv", "beside/claims.csv", "beside/datapackage.json"} <= names
    assert "beside/conflicts.csv" not in names


def test_a_link_in_the_folder_brings_nothing_from_elsewhere_into_the_zip(folder, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text('{"name": "secret"}')
    (folder.path / "README.md").symlink_to(secret)
    (folder.path / "datapackage.json").symlink_to(secret)
    with zipfile.ZipFile(io.BytesIO(package(folder.path).content)) as archive:
        assert "README.md" not in archive.namelist()
        assert b"secret" not in archive.read("datapackage.json")
    (folder.path / "README.md").unlink()
    (folder.path / "..inside").write_text("A dictionary.")
    (folder.path / "README.md").symlink_to("..inside")
    with zipfile.ZipFile(io.BytesIO(package(folder.path).content)) as archive:
        assert archive.read("README.md") == b"A dictionary."


@pytest.mark.parametrize("title", ["=1+1", "-2+3", "＝1", "＠x", "'=1", "''+1", "'tis, -1", "a"])
def test_the_zip_holds_no_cell_that_a_spreadsheet_runs_and_says_the_same_when_it_is_served(
    folder, tmp_path, title
):
    folder.change("articles", 2, title=title, publisher=f"{title} news")
    before = queries.article(database(folder.path).engine(), "yna-2025-01-13")
    with zipfile.ZipFile(io.BytesIO(package(folder.path).content)) as archive:
        archive.extractall(tmp_path / "again")
    for path in (tmp_path / "again").glob("*.csv"):
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")):
            assert not any(cell.startswith(tuple("=+-@＝＋－＠")) for cell in row), path
    after = queries.article(database(tmp_path / "again").engine(), "yna-2025-01-13")
    assert after["title"] == before["title"]
    assert before["title"] in (title, title[1:])


def test_a_zip_of_sound_cells_holds_the_files_as_they_are(folder):
    with zipfile.ZipFile(io.BytesIO(package(folder.path).content)) as archive:
        for path in folder.path.glob("*.csv"):
            assert archive.read(path.name) == path.read_bytes()
