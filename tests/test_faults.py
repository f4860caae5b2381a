"""Whatever goes wrong with the data, the last good ones go on, and every answer says so."""

import os
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from contested import build, checks, queries, web
from contested import database as databases
from contested.checks import rules
from contested.database import database
from contested.selection import Selection

pytestmark = pytest.mark.slow  # each breaks a folder and waits for what becomes of it

CLAIM = "yna-2025-04-30-1"
PAGES = ["/", "/timeline", "/compare", "/method", f"/claim/{CLAIM}", "/source/nis"]
DATA = ["/api/claims.json", "/api/claims.csv", "/api/openapi.json", f"/claim/{CLAIM}.json"]


@pytest.fixture(autouse=True)
def into(tmp_path, monkeypatch):
    """Return a cache of the test's own."""
    place = tmp_path / "cache"
    monkeypatch.setenv("CONTESTED_CACHE", str(place))
    return place


@pytest.fixture
def site(folder, monkeypatch):
    """Return a client of the web's routes over a small data folder of its own."""
    monkeypatch.setenv("CONTESTED_DATA", str(folder.path))
    app = Starlette(routes=web.routes(), middleware=web.middleware())
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


def health(site):
    """Return the health once the data that are there now were looked at: it waits for nothing."""
    site.get("/api/quantities.json")
    answer = site.get("/health")
    return answer.status_code, answer.json()


def comma(folder, put):
    """Put an unquoted comma into a number, or into its words."""
    text = folder.read("claims")
    folder.write("claims", text.replace(*put))


NUMBER = (",,600,,about,", ",,1,000,,about,")
STATED = (",some 600,", ",About 1,000,")


@pytest.mark.parametrize("put", [NUMBER, STATED], ids=["number", "stated"])
def test_an_unquoted_comma_leaves_the_last_good_data_on_every_route(site, folder, put):
    good = health(site)[1]
    comma(folder, put)
    status, told = health(site)
    assert (status, told["status"], told["hash"]) == (200, "stale", good["hash"])
    (problem,) = told["problems"]
    assert (problem["file"], problem["line"]) == ("claims.csv", 3)
    assert "a comma probably stands unquoted in" in problem["message"]
    for path in [*PAGES, *DATA]:
        assert site.get(path).status_code == 200, path
    page = site.get(f"/claim/{CLAIM}").text
    assert "does not pass its checks; the last good data are shown" in page
    assert "about 600" in page


@pytest.mark.parametrize("put", [NUMBER, STATED], ids=["number", "stated"])
def test_a_folder_that_was_never_good_is_a_503_with_its_errors_until_it_is_mended(
    site, folder, put
):
    whole = folder.read("claims")
    comma(folder, put)
    status, told = health(site)
    assert (status, told["status"]) == (503, "broken")
    assert told["problems"][0]["line"] == 3
    for path in PAGES:
        answer = site.get(path)
        assert answer.status_code == 503, path
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.headers["retry-after"] == "10"
        assert "claims.csv:3: the row has 27 cells" in answer.text
    for path in DATA:
        answer = site.get(path)
        assert answer.status_code == 503, path
        assert answer.json()["problems"][0]["file"] == "claims.csv"
    folder.write("claims", whole)
    assert health(site)[0] == 200
    for path in [*PAGES, *DATA]:
        assert site.get(path).status_code == 200, path


def directory(folder, **_):
    path = folder.path / "claims.csv"
    path.unlink()
    path.mkdir()


def pipe(folder, **_):
    path = folder.path / "claims.csv"
    path.unlink()
    os.mkfifo(path)


def device(folder, **_):
    path = folder.path / "claims.csv"
    path.unlink()
    path.symlink_to("/dev/zero")


def moved(folder, **_):
    folder.path.rename(folder.path.with_name("elsewhere"))


def replaced(folder, **_):
    moved(folder)
    folder.path.write_text("no folder")


def rule(folder, monkeypatch, **_):
    def failing(engine):
        raise ZeroDivisionError("a rule that nobody foresaw")

    monkeypatch.setattr(rules, "broken", failing)
    folder.change("claims", 2, note="Recounted.")


def unwritable(folder, into, **_):
    """Let the next build meet a folder where its file goes."""
    folder.change("claims", 2, note="Recounted.")
    build._database(into, build.content_hash(folder.path)).mkdir()


FAULTS = [directory, pipe, device, moved, replaced, rule, unwritable]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_at_any_step_leaves_the_last_good_data(site, folder, into, fault, monkeypatch):
    good = health(site)[1]
    fault(folder=folder, into=into, monkeypatch=monkeypatch)
    status, told = health(site)
    assert (status, told["status"], told["hash"]) == (200, "stale", good["hash"])
    assert told["detail"]
    for path in [*PAGES, *DATA]:
        assert site.get(path).status_code == 200, path
    assert "the last good data are shown" in site.get(f"/claim/{CLAIM}").text


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_before_there_were_good_data_is_a_503(site, folder, into, fault, monkeypatch):
    into.mkdir()
    fault(folder=folder, into=into, monkeypatch=monkeypatch)
    assert health(site)[0] == 503
    assert site.get("/timeline").status_code == 503
    assert site.get("/api/claims.json").json()["detail"]


def test_a_folder_that_was_moved_away_and_back_is_served_again(site, folder):
    good = health(site)[1]
    moved(folder)
    assert health(site)[1]["status"] == "stale"
    folder.path.with_name("elsewhere").rename(folder.path)
    assert health(site)[1] == good


def test_a_fault_that_passes_is_tried_again_by_itself_and_not_at_every_request(
    site, folder, monkeypatch
):
    health(site)
    tried = []

    def failing(engine):
        tried.append(engine)
        raise ZeroDivisionError("a rule that nobody foresaw")

    with monkeypatch.context() as patch:
        patch.setattr(rules, "broken", failing)
        folder.change("claims", 2, note="Recounted.")
        for _ in range(20):
            assert health(site)[1]["status"] == "stale"
        assert len(tried) == 1
    end = time.monotonic() + 20
    while health(site)[1]["status"] == "stale":
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_rebuild_stops_no_reader_and_is_done_once(site, folder, monkeypatch):
    good = health(site)[1]
    load, loading, waited, go = checks.load, [], [], threading.Event()

    def slow(*arguments):
        loading.append(arguments)
        waited.append(go.wait(60))
        return load(*arguments)

    monkeypatch.setattr(checks, "load", slow)
    monkeypatch.setattr(databases, "PATIENCE", 0.2)
    folder.change("claims", 2, note="Recounted.")
    for _ in range(20):
        assert health(site)[1] == good
        assert site.get("/api/claims.json").json()["data"] == good["hash"]
    assert len(loading) == 1
    assert not waited
    go.set()
    new = eventually(lambda: (told := health(site)[1])["hash"] != good["hash"] and told)
    assert (new["status"], new["claims"]) == ("ok", good["claims"])


def test_who_comes_while_the_first_database_is_built_waits_for_it(folder, monkeypatch):
    load, go = checks.load, threading.Event()

    def slow(*arguments):
        assert go.wait(60)
        return load(*arguments)

    monkeypatch.setattr(checks, "load", slow)
    with ThreadPoolExecutor(4) as readers:
        asked = [readers.submit(database, folder.path) for _ in range(4)]
        time.sleep(0.5)
        assert not any(one.done() for one in asked)
        go.set()
        assert len({id(one.result(60)) for one in asked}) == 1


#: Serves a folder, then changes it while no file may grow beyond a few bytes: a disk that is full.
FULL = """
import resource, sys
from pathlib import Path
from contested import database as databases
from contested.database import database
from contested.queries import count
from contested.selection import Selection

databases.PATIENCE = 600
folder = Path(sys.argv[1])
good = database(folder)
file = folder / "claims.csv"
file.write_text(file.read_text().replace(",,600,,", ",,601,,"))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
full = database(folder)
assert full.hash == good.hash, full
print(type(full.broken).__name__, full.wrong, count(full.engine(), Selection())["claims"])
assert not list(good.path.parent.glob(".*.tmp*"))  # the next build would take it away
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
file.touch()
mended = database(folder)
assert mended.hash != good.hash
assert mended.broken is None, mended.broken
"""


@pytest.mark.parametrize("room", [0, 5_000, 300_000])
def test_a_full_disk_leaves_the_last_good_data(folder, into, room):
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(folder.path), str(room)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "NoDatabase cannot be read as it is now 4\n"
    assert not list(into.glob(".*.tmp*"))


def damage(path, how):
    size = path.stat().st_size
    if how == "empty":
        path.write_bytes(b"")
    elif how == "half":
        os.truncate(path, size // 2)
    elif how == "other":
        path.write_text("This is no database. " * 1000)
    else:
        with path.open("r+b") as stream:
            stream.seek(size // 2)
            stream.write(b"\xff" * 4096)


DAMAGES = ["empty", "half", "other", "inside"]


@pytest.mark.parametrize("how", DAMAGES)
def test_a_damaged_database_is_rebuilt_when_it_is_opened(folder, how):
    built = build.build(folder.path)
    damage(built.path, how)
    assert not build.whole(built.path)
    again = database(folder.path)
    assert (again.path, again.broken) == (built.path, None)
    assert build.whole(built.path)
    assert queries.count(again.engine(), Selection())["claims"] == 4


@pytest.mark.parametrize("how", DAMAGES)
def test_a_database_that_is_damaged_while_it_serves_is_rebuilt(site, folder, how):
    good = database(folder.path)
    reading = good.engine()  # a reader who is not done keeps the damaged one open
    damage(good.path, how)
    assert health(site)[1]["status"] == "ok"
    for path in [*PAGES, *DATA]:
        assert site.get(path).status_code == 200, path
    again = database(folder.path)
    assert again is not good
    assert build.whole(again.path)
    del reading


def test_a_damaged_database_is_never_the_last_good_one(folder):
    built = build.build(folder.path)
    damage(built.path, "inside")
    comma(folder, NUMBER)
    assert build.last_good(folder.path) is None


def test_a_server_that_is_started_on_a_broken_folder_recovers_by_itself(folder, tmp_path, into):
    comma(folder, NUMBER)
    log = tmp_path / "log"
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "contested", "serve", "--port", "0", "--data", folder.path],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    try:
        address = eventually(lambda: re.search(r"No claims at (http://\S+)", log.read_text()))[1]
        assert "claims.csv:3: the row has 27 cells" in log.read_text()
        assert eventually(lambda: status(f"{address}/health")) == 503
        assert status(f"{address}/timeline") == 503
        assert status(f"{address}/api/claims.json") == 503
        folder.write("claims", folder.read("claims").replace(*reversed(NUMBER)))
        for path in ("/health", "/timeline", "/api/claims.json"):
            assert eventually(lambda: status(address + path) == 200)  # noqa: B023
    finally:
        process.terminate()
        process.wait(timeout=20)


def status(address):
    """Return an answer's code, or None where nothing answers yet."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return None


def eventually(ask, seconds=60):
    """Return an answer as soon as there is one."""
    end = time.monotonic() + seconds
    while not (answer := ask()):
        assert time.monotonic() < end
        time.sleep(0.1)
    return answer
