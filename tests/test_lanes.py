"""What is slow holds up nothing else: the API's answers, pictures, the store, a build."""

import asyncio
import io
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from pyarrow import parquet
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from contested import export, queries, web
from contested.database import CURATED
from contested.errors import Busy, StoreDown
from contested.selection import Selection, selected
from contested.snapshots import pictures
from contested.snapshots.freezing import freeze, saved
from contested.snapshots.store import Store, store
from contested.web import api, app, lanes, snapshots
from contested.web.lanes import Lane
from contested.web.replies import refused

pytestmark = pytest.mark.slow  # each fills what a server has room for

KILLED = "conflict=russia-ukraine&subject=north-korea&metric=killed&population=military"


@pytest.fixture
def site(cache):
    """Return a client of the routes, of what stands before them, and of what answers a fault."""
    whole = Starlette(
        routes=web.routes(),
        middleware=web.middleware(),
        exception_handlers=web.exception_handlers(),
    )
    with TestClient(
        whole, base_url="https://contested.example", raise_server_exceptions=False
    ) as one:
        yield one


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Return the folder of a store of the test's own; nothing is drawn ahead."""
    monkeypatch.setenv("CONTESTED_SNAPSHOTS", str(tmp_path / "snapshots"))
    monkeypatch.setenv("CONTESTED_SNAPSHOT_RATE", "1000000")
    monkeypatch.setattr(pictures, "prepare", lambda _: None)
    return tmp_path / "snapshots"


def frozen(engine, query=KILLED):
    """Return a snapshot that is kept in the store in use."""
    return saved(engine, "0" * 16, selected(query), "timeline")[0]


def test_beyond_what_may_wait_a_reader_is_told_when_to_come_back():
    lane, go = Lane("answers", threads=1, most=2, patience=10), threading.Event()

    def slow(request):
        go.wait(10)
        return PlainTextResponse("made")

    routes = [Route("/", lane.route(slow, refused))]
    with TestClient(Starlette(routes=routes)) as client, ThreadPoolExecutor(3) as readers:
        first = [readers.submit(client.get, "/") for _ in range(2)]
        while lane.busy < 2:
            time.sleep(0.01)
        third = client.get("/")
        go.set()
        assert [one.result().text for one in first] == ["made", "made"]
    assert third.status_code == 503
    assert int(third.headers["retry-after"]) > 0
    assert "at once" in third.json()["detail"]
    assert lane.busy == 0


def test_work_that_takes_too_long_is_answered_and_its_place_is_free_once_it_ends():
    lane, go = Lane("pictures", threads=1, most=5, patience=0.1), threading.Event()

    async def asked():
        with pytest.raises(Busy):
            await lane.run(lambda: go.wait(10))
        assert lane.busy == 1
        go.set()
        while lane.busy:
            await asyncio.sleep(0.01)

    asyncio.run(asked())


def test_parts_are_made_as_they_are_taken_and_a_reader_who_goes_away_frees_the_place():
    lane, made = Lane("answers", threads=1, most=5, patience=10), []

    def parts():
        for number in range(100):
            made.append(number)
            yield number

    async def asked():
        stream = lane.parts(parts(), Request({"type": "http", "headers": [], "client": None}))
        assert [await anext(stream) for _ in range(3)] == [0, 1, 2]
        assert len(made) == 3
        assert lane.busy == 1
        await stream.aclose()
        assert lane.busy == 0

    asyncio.run(asked())


@pytest.mark.parametrize("query", ["limit=100", "limit=130&offset=90", "limit=1&offset=9000"])
def test_an_answer_in_parts_is_the_same_as_at_once(site, engine, monkeypatch, query):
    paths = [f"/api/claims.{form}?{query}" for form in ("json", "csv", "parquet")]
    whole = [site.get(path) for path in paths]
    monkeypatch.setattr(api, "BATCH", 40)
    parts = [site.get(path) for path in paths]
    assert [one.status_code for one in (*whole, *parts)] == [200] * 6
    assert parts[0].json() == whole[0].json()
    assert list(parts[0].json()) == list(whole[0].json())
    assert parts[1].content == whole[1].content
    read = [parquet.read_table(io.BytesIO(one[2].content)) for one in (parts, whole)]
    assert read[0].equals(read[1])
    for one, other in zip(parts, whole, strict=True):
        for name in ("contested-total", "etag", "contested-data", "link", "content-type"):
            assert one.headers.get(name) == other.headers.get(name), name
    tags = site.get(f"/api/claims.csv?hxl=1&{query}").text.splitlines()
    assert tags[1].startswith("#meta+id+claim,")
    assert sum(line.startswith("#meta") for line in tags) == 1


def test_an_answer_of_many_claims_holds_a_batch_of_them_in_memory(site, engine, monkeypatch):
    monkeypatch.setattr(api, "BATCH", 10)
    sizes, claims = [], queries.claims
    monkeypatch.setattr(
        queries,
        "claims",
        lambda *asked, **more: sizes.append(more["most"]) or claims(*asked, **more),
    )
    for form in ("json", "csv", "parquet"):
        sizes.clear()
        assert site.get(f"/api/claims.{form}?limit=35").status_code == 200
        assert max(sizes) <= 10
        assert sum(sizes) == 35


def test_health_answers_while_pictures_the_store_and_all_answers_are_stuck(
    site, engine, place, monkeypatch
):
    one, go, waited = frozen(engine), threading.Event(), []
    while site.get("/health").json()["status"] != "ok":
        time.sleep(0.1)
    monkeypatch.setattr(snapshots, "picture", lambda *_: waited.append(go.wait(60)) or b"")
    monkeypatch.setattr(api, "_about", lambda *_: waited.append(go.wait(60)) or {})
    with ThreadPoolExecutor(60) as readers:
        stuck = [readers.submit(site.get, f"/snapshot/{one.id}-page.png") for _ in range(30)]
        stuck += [
            readers.submit(site.get, f"/api/quantities.json?limit={n + 1}") for n in range(20)
        ]
        try:
            while lanes.PICTURES.busy < 30 or lanes.ANSWERS.busy < 20:
                time.sleep(0.01)
            assert site.get("/health").json()["status"] == "ok"
            assert site.get("/source/nis").status_code == 200
            assert site.get(f"/snapshot/{one.id}").status_code == 200
            assert not waited
        finally:
            go.set()
            for each in stuck:
                each.result()


def test_health_says_what_it_last_saw_while_the_data_cannot_be_looked_at(site, monkeypatch):
    while site.get("/health").json()["status"] != "ok":
        time.sleep(0.1)
    go, looked = threading.Event(), []
    real = app.database
    monkeypatch.setattr(app, "database", lambda: looked.append(go.wait(60)) or real())
    try:
        assert site.get("/health").json()["status"] == "ok"
        assert not looked
    finally:
        go.set()


# Faults


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/claim/x", "text/plain"), ("/api/latest.json?metric=buried", "application/json")],
)
def test_a_fault_of_the_program_tells_a_reader_nothing_and_keeps_the_headers(
    site, monkeypatch, path, kind
):
    def fails(*_, **__):
        raise RuntimeError("secret /home/someone")

    monkeypatch.setattr(queries, "claim", fails)
    monkeypatch.setattr(api, "_about", fails)
    answer = site.get(path)
    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith(kind)
    assert "secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"]


def test_streamlit_shows_no_traceback_to_a_reader():
    import tomllib

    config = tomllib.loads((CURATED.parent / ".streamlit" / "config.toml").read_text())
    assert config["client"]["showErrorDetails"] == "none"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/sitemap-{'9' * 5000}.xml", 404),
        ("/sitemap-x.xml", 404),
        ("/sitemap-%D9%A3.xml", 404),
        ("/timeline?" + "a=b&" * 1100, 414),
        ("/api/claims.json?q=" + "x" * 17_000, 414),
        ("/api/claims.json?" + "&".join(f"w{n}=1" for n in range(900)), 422),
        ("/timeline?" + "&".join(f"w{n}=1" for n in range(900)), 200),
    ],
)
def test_junk_is_answered_shortly(site, path, status):
    answer = site.get(path)
    assert answer.status_code == status
    assert len(answer.content) < 60_000


# The store


def post(site):
    """Ask for a view to be frozen."""
    return site.post("/api/snapshots", json={"query": KILLED, "view": "timeline"})


def unwritten(place):
    """Put a file in the store's place: also root, whom no mode stops, cannot write there."""
    place.write_text("no folder")


def test_a_store_that_cannot_be_written_is_a_507_with_a_sentence(site, place):
    unwritten(place)
    answer = post(site)
    assert answer.status_code == 507
    assert answer.json()["detail"].startswith("the store of snapshots cannot be written now: ")
    with pytest.raises(StoreDown):
        store().check()


class _Down:
    """A store whose every request fails, as one whose network is gone."""

    protocol = "s3"

    def __getattr__(self, name):
        def fails(*_, **__):
            raise ConnectionError("secret.internal refused")

        return fails


def test_a_store_that_does_not_answer_is_a_503_in_the_form_asked_for(
    site, engine, place, monkeypatch
):
    id = frozen(engine).id
    monkeypatch.setattr(store(), "_fs", _Down())
    monkeypatch.setattr(store(), "_local", None)
    for path in (f"/snapshot/{id}", f"/embed/{id}"):
        answer = site.get(path)
        assert answer.status_code == 503
        assert answer.headers["content-type"].startswith("text/html")
        assert "secret" not in answer.text
    oembed = site.get(f"/oembed?url=https://contested.example/snapshot/{id}")
    for answer in (oembed, post(site)):
        assert answer.status_code == 503
        assert answer.json()["detail"].startswith("the store of snapshots cannot be read now: ")
        assert answer.headers["retry-after"]


def test_a_folder_among_the_snapshots_hides_none_of_the_rest(site, engine, place):
    one = frozen(engine)
    lost = "a" * 20
    (place / f"{lost}.json").mkdir()
    store()._names = (-100.0, set())
    listing = store().listing()
    assert [summary.id for summary in listing.summaries] == [one.id]
    assert listing.broken == [lost]
    answer = site.get(f"/snapshot/{lost}")
    assert answer.status_code == 503
    assert "folder in its place" in answer.text


def test_a_picture_that_cannot_be_kept_is_answered_all_the_same(engine, tmp_path, monkeypatch):
    snapshot = freeze(engine, "0" * 16, selected(KILLED), "timeline")
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("CONTESTED_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(pictures, "draw", lambda *_: b"drawn")
    monkeypatch.setattr(
        pictures, "picture_file", lambda *_: tmp_path / "file" / "pictures" / "one.png"
    )
    assert pictures.picture(snapshot, "page") == b"drawn"


def test_the_store_is_looked_at_when_serving_begins(tmp_path):
    Store(tmp_path / "none" / "yet").check()
    unwritten(tmp_path / "file")
    with pytest.raises(StoreDown, match="no folder"):
        Store(tmp_path / "file" / "below").check()


def test_nothing_of_an_export_changes_by_its_parts(engine):
    rows = queries.claims(engine, Selection())
    batches = [rows.iloc[start : start + 100] for start in range(0, len(rows), 100)]
    for name, form in export.FORMATS.items():
        whole, parts = form.write(rows), b"".join(form.parts(batches))
        if form.binary:  # its rows are in groups: the file differs, what it holds does not
            assert parquet.read_table(io.BytesIO(parts)).equals(
                parquet.read_table(io.BytesIO(whole))
            )
        else:
            assert parts == whole, name
        assert b"".join(form.parts([rows.iloc[:0]])), name
    assert json.loads(b"".join(export.FORMATS["json"].parts([rows.iloc[:0]]))) == []


def test_one_reader_takes_no_more_than_a_part_of_a_lane():
    lane, go = Lane("answers", threads=1, most=8, patience=30), threading.Event()

    def asks(who):
        return lane.run(lambda: go.wait(30), who)

    async def several():
        mine = [asyncio.ensure_future(asks("198.18.0.1")) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await asks("198.18.0.1")
        another = asyncio.ensure_future(asks("198.18.0.2"))
        await asyncio.sleep(0)
        go.set()
        await asyncio.gather(*mine, another)
        await asks("198.18.0.1")  # its places are free again

    asyncio.run(several())
