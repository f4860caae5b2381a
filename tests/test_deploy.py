"""What stands in deploy/: nginx's configuration is run before a server, the rest is read."""

import configparser
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import textwrap
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from contested.settings import SETTINGS
from scripts.cluster import HOST, nginx, s3

pytestmark = pytest.mark.slow  # nginx and servers run

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"

#: The ports on which nginx speaks no TLS.
PLAIN = set()


@pytest.fixture(scope="module")
def proxied(serve, tmp_path_factory):
    """Return the ports of nginx before a dashboard, the dashboard, and the lines it writes."""
    place = tmp_path_factory.mktemp("nginx")
    installed()
    one = serve(CONTESTED_URL=f"https://{HOST}", CONTESTED_PROXIES="127.0.0.1",
                CONTESTED_LOG="readers", CONTESTED_SNAPSHOTS=str(place / "snapshots"))  # fmt: skip
    lines = written(one)
    program, plain, secure = nginx(place, [urlsplit(one.address).netloc])
    PLAIN.add(plain)
    yield plain, secure, one, lines
    program.end()


def installed():
    """Skip where there is no nginx."""
    if not (shutil.which("nginx") and shutil.which("openssl")):
        pytest.skip("nginx and openssl are not installed (scripts/servers)")


def until(holds):
    """Wait until something holds."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def asked(port, path, data=None, **headers):
    """Return an answer through nginx: its status, headers and body."""
    trust = ssl._create_unverified_context()
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=trust), _Stay)
    scheme = "http" if port in PLAIN else "https"
    request = urllib.request.Request(f"{scheme}://127.0.0.1:{port}{path}", data)
    request.add_header("Host", HOST)
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    try:
        with opener.open(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def test_pages_come_through_with_their_headers_and_compressed(proxied):
    plain, secure, *_ = proxied
    status, headers, _ = asked(plain, "/timeline?metric=killed")
    assert (status, headers["location"]) == (301, f"https://{HOST}/timeline?metric=killed")
    for path in ("/timeline", "/source/nis", "/api/claims.json?limit=3"):
        status, headers, _ = asked(secure, path, Accept_Encoding="br")
        assert status == 200
        assert headers["content-encoding"] == "br"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["strict-transport-security"]
        assert "nginx/" not in (headers["server"] or "")
    assert asked(secure, f"/timeline?q={'x' * 17_000}")[0] == 414
    assert asked(secure, "/api/snapshots", b"x" * 9000)[0] == 413


def test_a_session_runs_through_it_and_a_page_of_another_site_has_none(proxied):
    secure = proxied[1]
    url = f"https://{HOST}"
    # The address is that of a test; what counts is the name that is asked.
    with connect_as(secure, url) as opened:
        assert run(opened)[-1] == "script_finished"
    with pytest.raises(InvalidStatus) as refused:
        connect_as(secure, "https://evil.example")
    assert refused.value.response.status_code == 403


def run(opened):
    """Have a page run on a session, and return the kinds of what came back."""
    message = BackMsg()
    message.rerun_script.page_name = "timeline"
    opened.send(message.SerializeToString())
    kinds = []
    while "script_finished" not in kinds:
        got = ForwardMsg()
        got.ParseFromString(opened.recv(timeout=120))
        kinds.append(got.WhichOneof("type"))
    return kinds


def connect_as(port, origin):
    """Return a session that a page of an origin opens."""
    return connect(
        f"wss://{HOST}/_stcore/stream",
        sock=socket.create_connection(("127.0.0.1", port)),
        ssl=ssl._create_unverified_context(),
        server_hostname=HOST,
        origin=origin,
        subprotocols=["streamlit"],
        max_size=None,
        open_timeout=60,
        proxy=None,
    )


def test_what_never_changes_is_kept_by_it(proxied):
    secure = proxied[1]
    index = asked(secure, "/timeline")[2].decode()
    path = re.search(r'(?:src|href)="\./(static/js/[^"]+)"', index)[1]
    first, second = (asked(secure, f"/{path}", Accept_Encoding="br") for _ in range(2))
    assert second[1]["x-cache"] == "HIT"
    assert first[2] == second[2]
    assert asked(secure, f"/{path}", Accept_Encoding="identity")[2] != first[2]
    assert "x-cache" not in asked(secure, "/timeline")[1]


def test_what_is_the_same_for_all_is_kept_by_it_for_seconds_and_nothing_that_is_someones(proxied):
    secure = proxied[1]
    for path in ("/source/nis", "/api/sources.json", "/changes"):
        first, second = (asked(secure, path) for _ in range(2))
        assert (first[1]["x-cache"], first[2]) == ("MISS", second[2])
        assert second[1]["x-cache"] != "MISS"
        assert second[1]["cache-control"] == "no-cache"  # a browser asks each time
        assert asked(secure, path, If_None_Match=second[1]["etag"])[0] == 304
    for path in ("/check?q=600", "/api/search.json?q=kursk", "/sql?q=select+1", "/timeline?q=1"):
        kept = [asked(secure, path)[1]["x-cache"] for _ in range(2)]
        assert kept in (["MISS", "MISS"], [None, None]), path


def test_no_reader_names_himself_and_who_freezes_too_often_is_told_so(proxied):
    _, secure, _, lines = proxied
    asked(secure, "/source/hur", X_Forwarded_For="203.0.113.9")
    until(lambda: any("/source/hur" in line for line in lines))
    line = json.loads(next(line for line in lines if "/source/hur" in line))
    assert line["reader"] == "127.0.0.1"
    statuses = [
        asked(secure, "/api/snapshots", b"{}", X_Forwarded_For=f"203.0.113.{n}")[0]
        for n in range(14)
    ]
    assert statuses.count(429) >= 2


def test_a_server_that_is_down_is_a_light_page_that_comes_back_by_itself(proxied):
    _, secure, one, _ = proxied
    one.process.terminate()
    one.process.wait(30)
    status, headers, body = asked(secure, "/timeline")
    assert status == 503
    assert headers["retry-after"]
    assert b"http-equiv=refresh" in body


# Several servers


@pytest.fixture(scope="module")
def replicas(serve, tmp_path_factory):
    """Return nginx's port, two servers behind it with one store on S3, and what each writes."""
    installed()
    place = tmp_path_factory.mktemp("replicas")
    store, leads = s3(place)
    servers = [
        serve(CONTESTED_URL=f"https://{HOST}", CONTESTED_PROXIES="127.0.0.1",
              CONTESTED_LOG="answers", CONTESTED_SNAPSHOTS="s3://contested/snapshots", **leads)
        for _ in range(2)
    ]  # fmt: skip
    program, _, secure = nginx(
        place / "nginx", [urlsplit(server.address).netloc for server in servers]
    )
    yield secure, servers, [written(server) for server in servers]
    program.end()
    store.end()


def test_what_one_server_freezes_another_reads_at_once(replicas):
    _, (one, other), _ = replicas
    query = {"query": "subject=north-korea&metric=killed", "view": "timeline"}
    first, again = (posted(server.address, query) for server in (one, other))
    assert (first[0], again[0]) == (201, 200)
    assert first[1]["id"] == again[1]["id"]
    for view, (here, there) in zip(
        ("compare", "spread"), ((one, other), (other, one)), strict=True
    ):
        status, said = posted(here.address, query | {"view": view})
        assert status == 201
        with urllib.request.urlopen(f"{there.address}/snapshot/{said['id']}.json") as answer:
            assert json.loads(answer.read())["id"] == said["id"]


def posted(address, query):
    """Return the status and the words of an answer to who freezes a view."""
    request = urllib.request.Request(f"{address}/api/snapshots", json.dumps(query).encode())
    request.add_header("content-type", "application/json")
    with urllib.request.urlopen(request, timeout=120) as answer:
        return answer.status, json.loads(answer.read())


def test_one_of_two_may_die_and_its_readers_meet_the_other(replicas):
    secure, (one, other), written_by = replicas
    paths = ("/source/nis", "/api/claims.json?limit=5", "/timeline?metric=killed")
    before = {path: asked(secure, path)[2] for path in paths}
    with connect_as(secure, f"https://{HOST}") as opened:
        assert run(opened)[-1] == "script_finished"
        # A reader's pages and his session are on one server; it is the one that is killed.
        until(lambda: any("/timeline" in line for lines in written_by for line in lines))
        (used,) = (
            server
            for server, lines in zip((one, other), written_by, strict=True)
            if any("/timeline" in line for line in lines)
        )
        used.process.kill()
        used.process.wait(30)
        with pytest.raises(ConnectionClosed):
            list(opened)
    for path in paths:
        for _ in range(3):
            status, _, body = asked(secure, path)
            assert (status, body) == (200, before[path])
    with connect_as(secure, f"https://{HOST}") as opened:  # as a page comes back by itself
        assert run(opened)[-1] == "script_finished"


def written(server):
    """Return what a server writes: a list that grows."""
    lines = []
    threading.Thread(
        target=lambda: lines.extend(iter(server.process.stdout.readline, "")), daemon=True
    ).start()
    return lines


# The rest, as it is written


def settings_in(text):
    """Return the names of our settings in a text."""
    return set(re.findall(r"CONTESTED_[A-Z_]+", text))


@pytest.mark.parametrize("name", ["contested.service", "compose.yaml", "Containerfile"])
def test_a_file_of_deploy_names_settings_that_there_are(name):
    found = settings_in((DEPLOY / name).read_text(encoding="utf-8"))
    assert found
    assert found <= set(SETTINGS)


def test_the_service_is_no_one_s_but_its_own():
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(DEPLOY / "contested.service")
    service = unit["Service"]
    assert service["User"] == "contested"
    assert service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["IPAddressDeny"] == "any"
    assert service["MemoryMax"]
    assert int(service["LimitNOFILE"]) > 2000 + 400  # connections, and what else is open


def test_the_container_runs_as_a_user_and_installs_what_is_locked():
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER contested$", text, re.M)
    assert "--require-hashes --requirement requirements/run.txt" in text
    assert text.index("USER contested") < text.index("CMD [")


def test_what_a_script_started_ends_with_it_where_a_signal_ends_it(tmp_path):
    script = textwrap.dedent(
        f"""
        from pathlib import Path
        import sys
        from scripts import cluster

        cluster.ended_by_signal()
        endless = [sys.executable, "-c", "import time; time.sleep(600)"]
        program = cluster.Program("endless", endless, Path({str(tmp_path)!r}))
        print(program.process.pid, flush=True)
        program.until(lambda: False)  # nobody holds it yet
        """
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        started = int(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    with pytest.raises(ProcessLookupError):
        os.kill(started, 0)
