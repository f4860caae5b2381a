"""The API: the grammar's words, every misfit named, and the same claims in every form."""

import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from contested import cite, export, queries, web
from contested.database import database
from contested.selection import WORDS, selected
from contested.vocabulary import FIRST_ARTICLE
from contested.web.json_rows import HXL
from contested.web.package import package
from tests.conftest import FIRST_EDITION

KILLED = "subject=north-korea&metric=killed"
LISTS = ("claims", "quantities", "sources", "latest", "spread")
FORMS = ("claims.json", "claims.csv", "claims.parquet", "timeline.json", "datapackage.zip")
PATHS = [*(f"/api/{name}.json" for name in LISTS[1:]), *(f"/api/{form}" for form in FORMS)]

app = Starlette(routes=web.routes(), middleware=web.middleware())


@pytest.fixture(scope="module")
def api(cache):
    """Return a client of the routes alone."""
    return TestClient(app, base_url="https://contested.example", raise_server_exceptions=True)


def misfits(answer):
    """Return the words of a refusal, after looking that each says what would pass."""
    assert answer.status_code == 422
    for misfit in answer.json()["detail"]:
        assert set(misfit) == {"word", "value", "message"}
        assert misfit["message"]
    return [misfit["word"] for misfit in answer.json()["detail"]]


def test_the_claims_are_those_of_the_query_with_the_columns_of_every_export(api, engine):
    found = api.get(f"/api/claims.json?{KILLED}").json()
    expected = queries.claims(engine, selected(KILLED))
    assert [row["id"] for row in found["claims"]] == list(expected["id"])
    assert found["claims"] == json.loads(export.json_(expected))
    assert all(tuple(row) == export.COLUMNS for row in found["claims"])
    assert found["total"] == len(expected)


def test_a_side_narrows_and_an_unknown_one_is_named(api, engine):
    query = "conflict=russia-ukraine&subject=russia&metric=killed"
    found = api.get(f"/api/claims.json?{query}&side=ukrainian&limit=1").json()["total"]
    both = api.get(f"/api/claims.json?{query}&limit=1").json()["total"]
    assert found == queries.count(engine, selected(f"{query}&side=ukrainian"))["claims"]
    assert 0 < found < both
    assert misfits(api.get(f"/api/claims.json?{query}&side=ukraine")) == ["side"]


def test_json_csv_and_parquet_hold_the_same_claims(api):
    rows = api.get(f"/api/claims.json?{KILLED}").json()["claims"]
    read = pd.read_csv(io.BytesIO(api.get(f"/api/claims.csv?{KILLED}").content))
    packed = pd.read_parquet(io.BytesIO(api.get(f"/api/claims.parquet?{KILLED}").content))
    for held in (read, packed):
        assert list(held.columns) == list(export.COLUMNS)
        assert list(held["id"]) == [row["id"] for row in rows]
        assert [str(day)[:10] for day in held["as_of"]] == [row["as_of"] for row in rows]
        best = [None if pd.isna(number) else int(number) for number in held["best"]]
        assert best == [row["best"] for row in rows]


def test_an_article_narrows_to_what_it_prints(api, engine):
    answer = api.get(f"/api/claims.json?article={FIRST_ARTICLE}").json()
    printed = queries.printed(engine, FIRST_ARTICLE)
    assert {row["id"] for row in answer["claims"]} == set(printed["id"])
    assert "Only in The New York Times, 22 August 2025" in answer["citation"]
    assert misfits(api.get("/api/claims.json?article=nowhere")) == ["article"]


def test_every_wrong_word_and_value_is_named_with_what_would_pass(api):
    query = (
        "colour=red&metric=kiled&scale=lg&since=2025-13-01&limit=0&offset=-1&source=nis&source=x"
    )
    words = misfits(api.get(f"/api/claims.json?{query}"))
    assert sorted(words) == sorted(
        ["colour", "metric", "scale", "since", "limit", "offset", "source"]
    )
    said = {m["word"]: m["message"] for m in api.get(f"/api/claims.json?{query}").json()["detail"]}
    assert "did you mean 'killed'?" in said["metric"]
    assert "did you mean 'log'?" in said["scale"]
    assert "from 1 to 10000" in said["limit"]


@pytest.mark.parametrize(
    "limit", ["-1", "1.5", "1e3", "٣", " 5", "1_0", "10001", "9" * 40, "5&limit=6"]
)
def test_a_limit_is_one_whole_number_within_the_cap(api, limit):
    assert misfits(api.get(f"/api/claims.json?limit={limit}")) == ["limit"]


def test_a_word_that_a_list_does_not_know_is_refused_there(api):
    assert misfits(api.get("/api/quantities.json?source=nis")) == ["source"]
    assert misfits(api.get("/api/timeline.json?limit=5")) == ["limit"]
    assert misfits(api.get("/api/claims.json?hxl=1")) == ["hxl"]
    assert misfits(api.get("/api/datapackage.zip?subject=russia")) == ["subject"]


def test_an_empty_value_is_the_default(api, engine):
    found = api.get("/api/claims.json?subject=&limit=&since=").json()
    assert found["total"] == queries.totals(engine)["claims"]


def test_pages_follow_one_another_to_the_end(api, engine):
    address, seen = "/api/claims.json?limit=250", []
    total = queries.totals(engine)["claims"]
    while address:
        answer = api.get(address)
        seen += [row["id"] for row in answer.json()["claims"]]
        assert answer.headers["contested-total"] == str(total)
        address = answer.links.get("next", {}).get("url")
    assert len(seen) == len(set(seen)) == total


def test_an_offset_beyond_the_end_is_an_empty_page(api):
    found = api.get(f"/api/claims.json?{KILLED}&offset=100000").json()
    assert found["claims"] == []
    assert found["total"] > 0


def test_the_hxl_row_tags_every_column_once(api):
    plain = api.get(f"/api/claims.csv?{KILLED}").content.decode().splitlines()
    tagged = api.get(f"/api/claims.csv?{KILLED}&hxl=1").content.decode().splitlines()
    assert [tagged[0], *tagged[2:]] == plain
    tags = tagged[1].split(",")
    assert tags == [HXL[column] for column in tagged[0].split(",")]
    assert len(tags) == len(set(tags))
    assert set(HXL) == set(export.COLUMNS)
    assert pd.Series(tags).str.fullmatch(r"#[a-z]+(\+[a-z_]+)*").all()


def test_the_timeline_is_what_the_page_draws(api, engine):
    found = api.get(f"/api/timeline.json?{KILLED}").json()
    selection = queries.complete(engine, selected(KILLED))
    drawn = queries.drawn(engine, selection)
    assert [row["id"] for row in found["claims"]] == list(drawn["id"])
    assert len(found["band"]) == len(queries.band(engine, selection))
    assert found["query"] == selection.query()
    assert found["answer"]
    assert {event["date"] for event in found["events"]} <= {
        str(day.date()) for day in queries.events(engine, selection)["date"]
    }


def test_what_each_source_says_now_is_the_page_s(api, engine):
    found = api.get(f"/api/latest.json?{KILLED}").json()
    expected = queries.current(engine, queries.complete(engine, selected(KILLED)))
    assert [row["id"] for row in found["latest"]] == list(expected["id"])
    assert [row["lapsed"] for row in found["latest"]] == list(expected["lapsed"])


def test_sources_are_narrowed_to_those_that_speak(api):
    every = api.get("/api/sources.json").json()
    ours = api.get("/api/sources.json?subject=north-korea&source=nis").json()
    assert [row["id"] for row in ours["sources"]] == ["nis"]
    assert 1 < api.get("/api/sources.json?subject=north-korea").json()["total"] < every["total"]


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_an_unchanged_answer_is_a_304_and_a_changed_query_is_not(api, path):
    first = api.get(path)
    assert first.status_code == 200
    tag = first.headers["etag"]
    again = api.get(path, headers={"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert api.get(path, headers={"if-none-match": '"other"'}).status_code == 200
    if path != "/api/datapackage.zip":
        assert api.get(f"{path}?subject=russia").headers["etag"] != tag


@pytest.mark.slow
@pytest.mark.parametrize("path", ["latest", "timeline"])
def test_many_who_ask_alike_at_once_are_given_one_answer_made_once(api, monkeypatch, path):
    made = []
    asked = queries.current
    monkeypatch.setattr(queries, "current", lambda *asked_for: made.append(1) or asked(*asked_for))
    address = f"/api/{path}.json?{KILLED}&until=2025-09-0{len(path)}"
    with ThreadPoolExecutor(8) as readers:
        answers = list(readers.map(lambda _: api.get(address), range(16)))
    first = api.get(f"{address}&scale=log")
    assert {(answer.status_code, answer.content) for answer in answers} == {
        (200, answers[0].content)
    }
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1
    assert first.content != answers[0].content
    alone = len(made) / 2  # the same work, asked with another word
    assert alone in (1, 2)


def test_if_none_match_never_turns_a_refusal_into_a_304(api):
    assert api.get("/api/claims.json?x=1", headers={"if-none-match": "*"}).status_code == 422


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_names_its_data_its_licence_and_its_description(api, path):
    answer = api.get(path)
    assert answer.headers["contested-data"] == database(FIRST_EDITION).hash
    assert answer.links["license"]["url"].startswith("https://creativecommons.org/")
    assert answer.links["describedby"]["url"] == "/api/datapackage.zip"
    if path.endswith(".json"):
        held = answer.json()
        assert held["data"] == database(FIRST_EDITION).hash
        assert held["data"] in held["citation"]
        assert held["licence"].startswith("https://creativecommons.org/")


@pytest.mark.parametrize("path", [*PATHS, "/api/openapi.json", "/api/docs"])
def test_head_is_get_without_a_body_and_other_methods_are_refused(api, path):
    whole, head = api.get(path), api.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == whole.headers["content-type"]
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        refusal = api.request(method, path)
        assert refusal.status_code == 405
        assert "GET" in refusal.headers["allow"]
        assert refusal.json()["detail"]


def test_an_unknown_path_is_a_404_in_json(api):
    for path in ("/api/nothing", "/api/claims.xml", "/api/claims.json/", "/api/claims"):
        answer = api.get(path)
        assert answer.status_code == 404
        assert answer.json()["detail"]


def test_other_sites_may_read_and_only_read(api):
    origin = {"origin": "https://elsewhere.example"}
    assert (
        api.get("/api/claims.json?limit=1", headers=origin).headers["access-control-allow-origin"]
        == "*"
    )
    asked = {**origin, "access-control-request-method": "POST"}
    assert api.options("/api/snapshots", headers=asked).status_code == 400


@pytest.mark.parametrize(
    ("body", "word", "value"),
    [
        (r'{"query": "metric=\ud800"}', "metric", r"\ud800"),
        (r'{"query": "\udc00=killed"}', r"\udc00", "killed"),
        (r'{"query": "", "view": "\ud800"}', "view", r"\ud800"),
        (r'{"query": "", "\ud800": "x"}', r"\ud800", "x"),
    ],
)
def test_half_a_character_is_named_wherever_it_stands(api, body, word, value):
    json_type = {"content-type": "application/json"}
    answer = api.post("/api/snapshots", content=body, headers=json_type)
    assert misfits(answer) == [word]
    assert answer.json()["detail"][0]["value"] == value


@pytest.mark.slow
def test_the_data_package_is_valid_and_its_bytes_are_those_of_its_content(
    api, tmp_path, monkeypatch
):
    from frictionless import validate

    content = api.get("/api/datapackage.zip").content
    file = tmp_path / "datapackage.zip"
    file.write_bytes(content)
    monkeypatch.chdir(tmp_path)
    report = validate("datapackage.zip")
    assert report.valid, report.flatten(["type", "note"])
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            assert archive.read(name) == (FIRST_EDITION / name).read_bytes()
    copy = tmp_path / "data"
    copy.mkdir()
    for name in zipfile.ZipFile(file).namelist():
        (copy / name).write_bytes((FIRST_EDITION / name).read_bytes())
    (copy / ".secret").write_text("not data", encoding="utf-8")
    assert package(copy).content == content


@pytest.mark.parametrize("form", cite.FORMATS)
def test_the_data_as_a_whole_can_be_cited(api, form):
    answer = api.get(f"/api/datapackage.{form}")
    assert answer.headers["content-type"].startswith(cite.FORMATS[form].mime)
    for held in (database(FIRST_EDITION).hash, "https://contested.example/api/datapackage.zip"):
        assert held in answer.text


def test_a_data_folder_without_a_description_gets_one(tmp_path):
    for path in FIRST_EDITION.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(package(tmp_path).content)) as archive:
        described = json.loads(archive.read("datapackage.json"))
    assert {part["path"] for part in described["resources"]} == {
        path.name for path in FIRST_EDITION.glob("*.csv")
    }


def test_the_description_has_every_word_of_the_grammar_and_its_values(api):
    document = api.get("/api/openapi.json").json()
    words = {held["name"]: held for held in document["paths"]["/claims.json"]["get"]["parameters"]}
    assert set(words) == {*WORDS, "limit", "offset"}
    for name, rule in WORDS.items():
        assert words[name]["description"].startswith(rule.meaning)
        schema = words[name]["schema"]
        assert (schema["type"] == "array") == rule.many
        if rule.kind == "word":
            assert set(rule.words) < set(schema.get("items", schema)["enum"])
    assert set(document["paths"]) >= {path.removeprefix("/api") for path in PATHS}


def test_the_description_has_what_is_posted_too(api):
    """The routes that FastAPI describes by their models stand beside those of the grammar."""
    described = api.get("/api/openapi.json").json()
    body = described["paths"]["/snapshots"]["post"]["requestBody"]["content"]["application/json"]
    assert set(body["schema"]["properties"]) == {"query", "view"}
    assert "Frozen" in described["components"]["schemas"]


@pytest.mark.parametrize("name", [*LISTS, "timeline"])
def test_an_answer_is_what_its_model_says_and_the_model_is_in_the_description(api, engine, name):
    document = api.get("/api/openapi.json").json()
    described = document["components"]["schemas"][name]
    rows = described["properties"][_rows(name)]["items"]["$ref"]
    columns = document["components"]["schemas"][rows.rpartition("/")[2]]["properties"]
    answer = api.get(f"/api/{name}.json?{'' if name == 'sources' else KILLED}").json()
    assert list(answer) == list(described["properties"])
    assert all(list(one) == list(columns) for one in answer[_rows(name)])
    assert answer[_rows(name)]


def _rows(name):
    return "claims" if name == "timeline" else name


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("[]", ["body"]),
        ("3", ["body"]),
        ("{}", ["query"]),
        ('{"query": 3}', ["query"]),
        ('{"query": "", "view": "pie"}', ["view"]),
        ('{"query": "", "view": null, "size": 3}', ["view", "size"]),
    ],
)
def test_what_is_posted_is_checked_by_its_model_and_all_that_is_wrong_is_named(api, body, words):
    answer = api.post("/api/snapshots", content=body, headers={"content-type": "application/json"})
    assert misfits(answer) == words


def test_the_docs_page_needs_no_script_and_no_other_host(api):
    page = api.get("/api/docs")
    assert "<script" not in page.text
    assert 'src="http' not in page.text
    assert 'action="/api/claims.json"' in page.text
