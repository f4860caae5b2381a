"""Sessions of the dashboard: turns, how many, what one may ask; what operators see of it."""

import asyncio
import contextlib
import io
import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from contested import timed, web
from contested.cli import cli
from contested.turns import RUNS, Turns
from contested.web import lanes, meters, sessions

pytestmark = pytest.mark.slow  # servers and their sessions run


def free():
    """Return a port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="module")
def served(serve, tmp_path_factory):
    """Return a dashboard that has twelve sessions at most, and the port of its meters."""
    port = free()
    place = tmp_path_factory.mktemp("snapshots")
    one = serve(CONTESTED_SESSIONS="12", CONTESTED_METERS=str(port), CONTESTED_LOG="answers",
                CONTESTED_PROXIES="127.0.0.1", CONTESTED_SNAPSHOTS=str(place))  # fmt: skip
    lines = []
    threading.Thread(
        target=lambda: lines.extend(iter(one.process.stdout.readline, "")), daemon=True
    ).start()
    return one, port, lines


def session(address, reader="198.18.0.1"):
    """Return a session as a reader opens one."""
    return connect(
        f"ws://{urlsplit(address).netloc}/_stcore/stream",
        subprotocols=["streamlit"],
        additional_headers={"X-Forwarded-For": reader},
        proxy=None,
        open_timeout=30,
        max_size=None,
    )


def asked(address, path, reader="198.18.0.1", method="GET"):
    """Return an answer's status, headers and text."""
    request = urllib.request.Request(address + path, method=method)
    request.add_header("X-Forwarded-For", reader)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


def figures(port):
    """Return the meters, by name and labels."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
        text = answer.read().decode()
    return {
        (one.name, *sorted(one.labels.values())): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def until(holds):
    """Wait until something holds."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def run(opened):
    """Have a page run on a session, and return the kinds of what came back."""
    message = BackMsg()
    message.rerun_script.page_name = "timeline"
    message.rerun_script.query_string = "metric=killed"
    opened.send(message.SerializeToString())
    kinds = []
    while "script_finished" not in kinds:
        got = ForwardMsg()
        got.ParseFromString(opened.recv(timeout=60))
        kinds.append(got.WhichOneof("type"))
    return kinds


# How many


def test_one_reader_cannot_take_all_sessions_and_who_is_too_many_waits_outside(served):
    one, port, _ = served
    until(lambda: figures(port)["contested_sessions",] == 0)
    with contextlib.ExitStack() as open_:
        for _ in range(8):  # the fewest that one reader's share is
            open_.enter_context(session(one.address, "198.18.1.1"))
        with pytest.raises(InvalidStatus) as refused:
            session(one.address, "198.18.1.1")
        assert refused.value.response.status_code == 503
        assert refused.value.response.headers["retry-after"]
        assert refused.value.response.headers["x-content-type-options"] == "nosniff"
        assert asked(one.address, "/timeline", "198.18.1.2")[0] == 200
        for number in range(2, 6):
            open_.enter_context(session(one.address, f"198.18.1.{number}"))
        assert figures(port)["contested_sessions",] == 12
        status, headers, text = asked(one.address, "/timeline?metric=killed", "198.18.1.9")
        assert status == 503
        assert headers["retry-after"] == str(sessions.AGAIN)
        assert headers["cache-control"] == "no-store"
        assert f'http-equiv="refresh" content="{sessions.AGAIN}"' in text
        assert len(text) < 4000
        assert "<script" not in text
        # What is shared goes on.
        for path in ("/source/nis", "/api/claims.json?limit=1", "/health", "/_stcore/health"):
            assert asked(one.address, path, "198.18.1.9")[0] == 200
    until(lambda: figures(port)["contested_sessions",] == 0)
    assert asked(one.address, "/timeline", "198.18.1.9")[0] == 200


def test_who_waits_for_too_long_a_queue_is_asked_to_wait_and_let_in_when_it_is_gone(
    cache, monkeypatch
):
    site = TestClient(Starlette(routes=web.routes(), middleware=web.middleware()))
    monkeypatch.setattr(RUNS, "wait", lambda more=0: sessions.LONGEST + 1)
    assert site.get("/compare").status_code == 503
    assert site.get("/source/nis").status_code == 200
    monkeypatch.setattr(RUNS, "wait", lambda more=0: 0)
    assert site.get("/compare").status_code == 200


def test_who_only_asks_for_pages_takes_no_one_s_place(cache, monkeypatch):
    monkeypatch.setenv("CONTESTED_SESSIONS", "8")
    site = TestClient(Starlette(routes=web.routes(), middleware=web.middleware()))
    for _ in range(20):
        assert site.get("/compare").status_code == 200


# What one may ask


@pytest.mark.parametrize(
    "word", ["clear_cache", "load_git_info", "set_run_on_save", "debug_shutdown_runtime"]
)
def test_a_session_asks_of_streamlit_what_a_page_sends_and_nothing_else(served, word):
    one, _, lines = served
    with session(one.address) as opened:
        assert "delta" in run(opened)
        message = BackMsg()
        setattr(message, word, True)
        opened.send(message.SerializeToString())
        opened.send(b"\xff" * 50)
        kinds = run(opened)  # it goes on, and the first came through to no one
        assert "git_info_changed" not in kinds
    assert not [line for line in lines if "Traceback" in line or "Client tried" in line]


@pytest.mark.parametrize(
    "word", [field.name for field in BackMsg.DESCRIPTOR.fields if field.name not in sessions.ASKED]
)
def test_what_no_page_sends_does_not_come_through_to_streamlit(word):
    message = BackMsg()
    field = getattr(message, word)
    if isinstance(field, bool):
        setattr(message, word, True)
    else:
        field.SetInParent()
    wanted = BackMsg()
    wanted.rerun_script.page_name = "timeline"
    coming = [message.SerializeToString(), b"\xff", b"", wanted.SerializeToString()]

    async def receive():
        return {"type": "websocket.receive", "bytes": coming.pop(0)}

    assert word not in ("rerun_script", "stop_script", "app_heartbeat")
    assert asyncio.run(sessions._Asking(receive)())["bytes"] == wanted.SerializeToString()
    assert not coming


@pytest.mark.parametrize("word", ["deferred_file", "dataframe_chunk", "install_skills"])
def test_a_download_and_the_rows_of_a_long_table_come_through_and_nothing_that_writes(word):
    message = BackMsg()
    getattr(message.backend_operation_request, word).SetInParent()
    wanted = BackMsg()
    wanted.rerun_script.page_name = "timeline"
    coming = [message.SerializeToString(), wanted.SerializeToString()]

    async def receive():
        return {"type": "websocket.receive", "bytes": coming.pop(0)}

    first = asyncio.run(sessions._Asking(receive)())["bytes"]
    assert (first == message.SerializeToString()) == (word != "install_skills")


def test_only_what_a_page_sends_is_asked_of_streamlit():
    assert set(sessions.ASKED) == {
        *("rerun_script", "stop_script", "app_heartbeat"),
        *("deferred_file", "dataframe_chunk"),
    }


def test_messages_faster_than_a_hand_wait(monkeypatch):
    monkeypatch.setattr(sessions, "BURST", 3)
    monkeypatch.setattr(sessions, "A_SECOND", 20.0)
    message = BackMsg()
    message.rerun_script.page_name = "x"
    came = {"type": "websocket.receive", "bytes": message.SerializeToString()}

    async def receive():
        return came

    async def many():
        asking = sessions._Asking(receive)
        for _ in range(13):
            await asking()

    began = time.monotonic()
    asyncio.run(many())
    assert time.monotonic() - began > 0.4  # ten beyond the three, at twenty a second


@pytest.mark.parametrize(
    "more", ["", "X: " + "y" * 9000, "\r\n".join(f"X-{n}: 1" for n in range(200))]
)
def test_a_handshake_that_cannot_be_read_is_refused_and_ended(served, more):
    place = urlsplit(served[0].address)
    head = (
        f"GET /_stcore/stream HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    )
    head += f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{more}\r\n" if more else ""
    with socket.create_connection((place.hostname, place.port), timeout=30) as one:
        one.sendall(f"{head}\r\n".encode())
        answer = b""
        while part := one.recv(65_536):  # it ends
            answer += part
    assert answer.startswith(b"HTTP/1.1 4")
    for name in ("x-content-type-options", "content-security-policy", "referrer-policy"):
        assert f"\r\n{name}: ".encode() in answer


# Turns


def test_turns_are_had_in_order_and_never_all_of_them_by_one_reader():
    turns = Turns(at_once=3, of_one=2, patience=60)
    go, having = threading.Event(), []

    def have(who):
        with turns.turn(who):
            having.append(who)
            go.wait(60)

    threads = []
    for number, who in enumerate("aaaab", 1):
        threads.append(threading.Thread(target=have, args=(who,)))
        threads[-1].start()
        until(lambda number=number: len(having) + len(turns._queue) == number)
    assert sorted(having) == ["a", "a", "b"]
    go.set()
    for thread in threads:
        thread.join(60)
    assert sorted(having) == ["a", "a", "a", "a", "b"]
    assert turns.wait() == 0
    assert turns.wait(30) > 0


def test_a_turn_that_hangs_or_fails_keeps_no_one_for_ever():
    turns = Turns(at_once=1, of_one=1, patience=0.2)
    with turns.turn("a"), turns.turn("b"):  # the second goes on beside the first
        pass
    with contextlib.suppress(RuntimeError), turns.turn("a"):
        raise RuntimeError
    with turns.turn("a"):
        assert turns._having.total() == 1
    assert turns._having.total() == 0


def test_a_reader_s_next_turn_comes_after_those_of_others_who_wait():
    turns = Turns(at_once=1, of_one=1, patience=60)
    had = []

    def have(who):
        with turns.turn(who):
            had.append(who)

    threads = []
    with turns.turn("a"):
        for number, who in enumerate("aaabc", 1):
            threads.append(threading.Thread(target=have, args=(who,)))
            threads[-1].start()
            until(lambda number=number: len(turns._queue) == number)
    for thread in threads:
        thread.join(60)
    assert "".join(had) == "bacaa"


def test_a_turn_that_is_long_holds_up_no_one():
    turns = Turns(at_once=1, of_one=1, patience=60, long=0.1)
    with turns.turn("a"):
        with turns.turn("a"), turns.turn("b"):
            assert turns._having.total() == 1
        assert turns._having.total() == 0
    assert turns._having.total() == 0


# What operators see


def test_the_meters_count_answers_by_route_and_code_sessions_and_builds(served):
    one, port, _ = served
    before = figures(port)
    for path in ("/source/nis", "/source/nobody", "/nothing/here", "/api/claims.json?limit=1"):
        asked(one.address, path)
    with session(one.address) as opened:
        run(opened)
        assert figures(port)["contested_sessions",] >= 1
    after = figures(port)

    def more(*key):
        return after.get(key, 0) - before.get(key, 0)

    assert more("contested_answers_total", "/source", "200") == 1
    assert more("contested_answers_total", "/source", "404") == 1
    assert more("contested_answers_total", "404", "other") == 1
    assert more("contested_answers_total", "/api/claims.json", "200") == 1
    assert more("contested_sessions_opened_total") == 1
    assert after["process_resident_memory_bytes",] > 0
    metered = {key[1] for key in after if key[0] == "contested_lane_busy"}
    assert metered == {one.name for one in vars(lanes).values() if isinstance(one, lanes.Lane)}
    assert asked(one.address, "/metrics")[0] == 404  # readers do not reach them


def test_work_below_is_told_with_how_it_ended():
    heard = []
    timed.LISTENERS.append(lambda *one: heard.append((one[0], one[2])))
    try:
        with timed.timed("build"):
            pass
        with contextlib.suppress(OSError), timed.timed("store read"):
            raise OSError
    finally:
        timed.LISTENERS.pop()
    assert heard == [("build", "done"), ("store read", "OSError")]


def test_an_answer_is_a_line_of_json_without_who_asked_or_what_for(served):
    one, _, lines = served
    asked(one.address, "/source/hur?q=secret", "198.18.77.77")
    until(lambda: any("/source/hur" in line for line in lines))
    line = json.loads(next(line for line in lines if "/source/hur" in line))
    assert line["status"] == 200
    assert line["method"] == "GET"
    assert line["route"] == "/source"
    assert line["bytes"] > 1000
    assert line["seconds"] > 0
    text = "".join(lines)
    assert "198.18.77.77" not in text
    assert "127.0.0.1:" not in text.partition("\n")[2]
    assert "secret" not in text


def test_a_line_has_the_reader_where_the_operator_wants_it(monkeypatch):
    monkeypatch.setenv("CONTESTED_LOG", "readers")
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "headers": [],
        "client": ("198.18.0.9", 1),
    }
    assert meters._line(scope, 200, 0.1, 10, True)["reader"] == "198.18.0.9"


def test_lines_that_nobody_reads_hold_up_nothing_and_are_counted():
    go = threading.Event()

    class Stuck(io.StringIO):
        def write(self, text):
            go.wait(60)
            return super().write(text)

    stream = Stuck()
    lines = meters.Lines(stream, waiting=5)
    for number in range(100):
        lines.put({"number": number})
    go.set()
    until(lambda: lines._queue.empty())
    lines.put({"number": 100})
    until(lambda: '"number": 100' in stream.getvalue())
    assert '"lost": 9' in stream.getvalue()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CONTESTED_METERS", "many", "give a port"),
        ("CONTESTED_METERS", "127.0.0.1:99999", "give a port"),
        ("CONTESTED_LOG", "yes", "use answers"),
    ],
)
def test_a_setting_of_meters_and_lines_that_does_not_pass_is_said_at_the_start(
    cache, monkeypatch, name, value, said
):
    monkeypatch.setenv(name, value)
    found = CliRunner().invoke(cli, ["serve", "--port", "0"])
    assert found.exit_code == 1
    assert f"{name} is '{value}'" in found.output
    assert said in found.output


def test_what_is_frozen_and_drawn_has_its_modes_whatever_the_umask(cache, tmp_path):
    script = (
        "import os, sys; os.umask(0o077)\n"
        "from pathlib import Path\n"
        "from contested.database import database\n"
        "from contested.selection import selected\n"
        "from contested import build\n"
        "from contested.snapshots import store\n"
        "from contested.snapshots.freezing import freeze\n"
        "one = freeze(database().engine(), '0' * 16, selected('metric=killed'), 'timeline')\n"
        "store.store().save(one)\n"
        "build.put(Path(sys.argv[1]) / 'pictures' / 'x.png', b'x')\n"
    )
    subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        env=os.environ | {"CONTESTED_SNAPSHOTS": str(tmp_path / "snapshots")},
        check=True,
    )
    for folder in ("snapshots", "pictures"):
        assert (tmp_path / folder).stat().st_mode & 0o777 == 0o755
        (file,) = (tmp_path / folder).iterdir()
        assert file.stat().st_mode & 0o777 == 0o644


def test_a_session_that_ends_gives_its_place_back(served):
    one, port, _ = served
    for _ in range(30):
        with session(one.address, "198.18.3.3"):
            pass
    until(lambda: figures(port)["contested_sessions",] == 0)
