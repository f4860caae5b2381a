"""The store of snapshots: the same for a folder and an S3 server; whole, bounded, never lossy."""

import contextlib
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen
from uuid import uuid4

import fsspec
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from contested import web
from contested.errors import BadSnapshot, NotFound, StoreDown, StoreFull, TooLarge
from contested.snapshots import content
from contested.snapshots.store import Store, store

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:.*(boto|aio|s3fs).*")


def made(title="Soldiers killed", day=1):
    """Return a snapshot of two claims."""
    claims = [
        {
            "id": f"article-{n}",
            "said": "about 600",
            "source_name": "NIS",
            "low": None,
            "best": 600 + n,
        }
        for n in (1, 2)
    ]
    parts = dict.fromkeys(content.PARTS, "")
    parts |= {"format": 1, "view": "timeline", "query": "metric=killed", "title": title, "count": 2}
    parts |= {"claims": claims, "citations": [], "chart": {"data": [{"y": [600.5]}]}, "colours": {}}
    return content.frozen(parts, datetime(2026, 1, day, tzinfo=UTC))


@pytest.fixture(scope="module")
def s3(tmp_path_factory):
    """Serve S3 on this machine, and return the address of an empty bucket there."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path_factory.mktemp("s3") / "log").open("w")
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=log, stderr=log)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "testing")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        for _ in range(200):
            try:
                urlopen(f"http://127.0.0.1:{port}/moto-api/").close()
                break
            except (URLError, ConnectionError):
                time.sleep(0.1)
        fs = fsspec.filesystem("s3", skip_instance_cache=True)
        fs.mkdir("contested")
        yield "s3://contested"
    server.terminate()
    server.wait(10)
    log.close()


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.slow)])
def address(request, tmp_path):
    """Return the address of an empty store: a folder not there yet, or a prefix on S3."""
    if request.param == "folder":
        return str(tmp_path / "snapshots")
    return f"{request.getfixturevalue('s3')}/{uuid4().hex}"


def test_what_is_kept_comes_back_as_it_was(address):
    kept = Store(address)
    snapshot = made()
    assert kept.save(snapshot) is True
    assert kept.read(snapshot.id) == snapshot
    assert Store(address).read(snapshot.id) == snapshot
    assert kept.raw(snapshot.id) == content.written(snapshot)


def test_a_second_save_of_the_same_changes_nothing(address):
    kept = Store(address)
    first, again = made(day=1), made(day=2)
    assert first.id == again.id
    assert (kept.save(first), kept.save(again), Store(address).save(again)) == (True, False, False)
    assert kept.read(first.id).made == "2026-01-01T00:00:00Z"


def test_an_empty_store_holds_nothing(address):
    kept = Store(address)
    assert kept.ids() == set()
    assert kept.listing() == ([], [])
    assert not kept.holds(made().id)
    with pytest.raises(NotFound):
        kept.read(made().id)


@pytest.mark.parametrize(
    "id",
    [
        "",
        "..",
        "../secret",
        "a" * 19,
        "a" * 21,
        "A" * 20,
        "a" * 19 + "/",
        "%2e%2e",
        "a" * 19 + "\n",
    ],
)
def test_an_id_that_is_none_never_reaches_the_path(address, id):
    kept = Store(address)
    kept.save(made())
    # Something stands there: it would be read if the id were a path.
    path = f"{kept._root}/{id}.json"
    with contextlib.suppress(FileNotFoundError):  # a name that an object store does not take
        kept._fs.makedirs(path.rpartition("/")[0], exist_ok=True)
        kept._fs.pipe_file(path, b"{}")
    assert not kept.holds(id)
    with pytest.raises(NotFound):
        kept.raw(id)


def test_the_listing_is_newest_first_and_names_what_cannot_be_read(address):
    kept = Store(address)
    for day, title in enumerate(("old", "middle", "new"), start=1):
        kept.save(made(title, day))
    broken = "b" * 20
    kept._fs.pipe_file(f"{kept._root}/{broken}.json", b"{}")
    kept._fs.pipe_file(f"{kept._root}/notes.txt", b"not a snapshot")
    listing = Store(address).listing()
    assert [summary.title for summary in listing.summaries] == ["new", "middle", "old"]
    assert listing.broken == [broken]
    assert listing.summaries[0].claims == 2
    with pytest.raises(BadSnapshot):
        kept.read(broken)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"made": "2', b'"made": "x2'),
        (b'"title": "', b'"title": 5, "was": "'),
        (b'"count": 2', b'"count": "2"'),
    ],
)
def test_one_odd_file_is_named_and_the_others_are_listed(address, old, new):
    kept = Store(address)
    kept.save(made("sound", 1))
    odd = made("odd", 2)
    raw = content.written(odd)
    assert old in raw
    kept._fs.pipe_file(f"{kept._root}/{odd.id}.json", raw.replace(old, new, 1))
    listing = Store(address).listing()
    assert [summary.title for summary in listing.summaries] == ["sound"]
    assert listing.broken == [odd.id]


def test_one_that_is_saved_while_others_are_listed_is_not_forgotten(tmp_path, monkeypatch):
    kept = Store(tmp_path / "snapshots")
    listed = kept._ls

    def slow():
        found = listed()
        kept.save(late)
        return found

    late = made("late", 2)
    kept.save(made("first", 1))
    kept._names = (-1e9, set())
    monkeypatch.setattr(kept, "_ls", lambda: (monkeypatch.undo(), slow())[1])
    assert late.id in kept.ids()
    assert late.id in kept.ids()


def test_a_listing_sees_what_another_process_kept(address):
    one, two = Store(address), Store(address)
    one.save(made("one"))
    assert len(two.listing().summaries) == 1
    one.save(made("two"))
    two._names = (-100.0, set())
    assert len(two.listing().summaries) == 2


def test_one_that_is_too_large_is_refused_with_its_size(address):
    with pytest.raises(
        TooLarge, match=r"takes .* kB; at most 1 kB are taken; narrow the selection"
    ):
        Store(address, size=1000).save(made())
    assert Store(address).ids() == set()


def test_a_full_store_refuses_a_new_one_and_keeps_all(address):
    kept = Store(address, number=2)
    kept.save(made("one"))
    kept.save(made("two"))
    with pytest.raises(StoreFull, match="holds 2 snapshots, as many as it may"):
        kept.save(made("three"))
    assert kept.save(made("one")) is False
    assert len(kept.ids()) == 2


@pytest.mark.slow
def test_many_processes_that_freeze_at_once_leave_one_file(address):
    context = multiprocessing.get_context("spawn")
    with context.Pool(4) as pool:
        new = pool.starmap(_saved, [(address, day) for day in range(1, 13)])
    kept = Store(address)
    assert sum(new) == 1
    assert kept.ids() == {made().id}
    if "://" not in address:
        assert [path.name for path in Path(address).iterdir()] == [f"{made().id}.json"]


def _saved(address, day):
    return Store(address).save(made(day=day))


@pytest.mark.slow
def test_kill_9_in_the_middle_leaves_nothing_half(tmp_path):
    folder = tmp_path / "snapshots"
    script = textwrap.dedent(
        f"""
        import os, sys, time
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from test_store import made
        from contested.snapshots.store import Store
        def stuck(place):
            print("writing", flush=True)
            time.sleep(60)
        os.fsync = stuck
        Store({str(folder)!r}).save(made())
        """
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "writing\n"
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    left = [path.name for path in folder.iterdir()]
    assert len(left) == 1
    assert left[0].endswith(".tmp")
    kept = Store(folder)
    assert kept.ids() == set()
    assert kept.listing() == ([], [])
    assert kept.save(made()) is True
    assert kept.read(made().id) == made()
    old = time.time() - 7200
    os.utime(folder / left[0], (old, old))
    Store(folder)  # a new program sweeps
    assert [path.name for path in folder.iterdir()] == [f"{made().id}.json"]


def test_a_sweep_passes_over_what_another_writer_puts_in_its_place_meanwhile(tmp_path, monkeypatch):
    kept = Store(tmp_path)
    gone = tmp_path / ".a.1.tmp"
    monkeypatch.setattr(Path, "glob", lambda *_: iter([gone]))
    assert kept.sweep() == 0


def test_many_threads_that_freeze_at_once_meet_no_error(tmp_path):
    places = [Store(tmp_path / "snapshots") for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        new = list(pool.map(lambda n: places[n % 6].save(made(f"title {n // 6}")), range(6 * 20)))
    assert sum(new) == len(Store(tmp_path / "snapshots").ids()) == 20


def test_a_listing_looks_into_a_few_files_at_a_time(address, monkeypatch):
    monkeypatch.setattr("contested.snapshots.store._BATCH", 2)
    kept = Store(address)
    for n in range(5):
        kept.save(made(f"title {n}"))
    looked, heads = [], kept._heads
    monkeypatch.setattr(kept, "_heads", lambda ids: looked.append(len(ids)) or heads(ids))
    assert len(kept.listing().summaries) == 5
    assert looked == [2, 2, 1]


def test_a_write_that_fails_leaves_nothing(tmp_path, monkeypatch):
    kept = Store(tmp_path / "snapshots")

    def full(place):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreDown, match="No space"):
        kept.save(made())
    assert list((tmp_path / "snapshots").iterdir()) == []


def test_the_store_in_use_is_named_by_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("CONTESTED_SNAPSHOTS", str(tmp_path / "here"))
    monkeypatch.setenv("CONTESTED_SNAPSHOT_NUMBER", "1")
    store().save(made("one"))
    assert store() is store()
    assert (tmp_path / "here" / f"{made('one').id}.json").exists()
    with pytest.raises(StoreFull):
        store().save(made("two"))


@pytest.mark.slow
def test_a_bucket_that_is_not_there_is_said_and_is_no_empty_store(s3, monkeypatch):
    lost = Store("s3://nowhere-at-all/prefix")
    for asked in (lost.check, lost.ids, lost.listing, lambda: lost.read("a" * 20)):
        with pytest.raises(
            StoreDown, match="cannot be read now: there is no bucket nowhere-at-all"
        ):
            asked()
    with pytest.raises(StoreDown):
        lost.save(made())
    Store(f"{s3}/{uuid4().hex}").check()  # a prefix under which nothing is yet


@pytest.mark.slow
def test_a_dead_object_store_is_said_within_its_patience(monkeypatch, cache, engine):
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))  # nothing listens there
        port = one.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("CONTESTED_SNAPSHOTS", f"s3://dead-{uuid4().hex}")
    fsspec.filesystem("s3").clear_instance_cache()
    with pytest.raises(StoreDown):
        store().check()
    app = Starlette(routes=web.routes(), middleware=web.middleware())
    site = TestClient(app, base_url="http://localhost")
    page = site.get(f"/snapshot/{'a' * 20}")
    assert page.status_code == 503
    assert page.headers["content-type"].startswith("text/html")
    kept = site.post("/api/snapshots", json={"query": "metric=killed", "view": "timeline"})
    assert kept.status_code == 503
    assert kept.json()["detail"].startswith("the store of snapshots cannot be read now: ")
    assert "Traceback" not in page.text + kept.text
    assert site.get("/health").status_code in (200, 503)
    assert site.get("/source/nis").status_code == 200
    fsspec.filesystem("s3").clear_instance_cache()
