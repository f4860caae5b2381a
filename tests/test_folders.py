"""A data folder is one object; its terms go with its claims wherever they go."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from contested import build, checks, export, queries, web
from contested.database import database
from contested.folders import Terms
from contested.selection import Selection
from contested.snapshots.content import read
from contested.snapshots.verify import differences

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
