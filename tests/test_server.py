"""What one reader may take of a server, over real sockets: who may ask, how long, how much."""

import contextlib
import os
import re
import socket
import threading
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from contested.web import server
from contested.web.server import Limits

pytestmark = pytest.mark.slow  # servers run

# Answers that it gives are read; what it may not ask is a failure: a network that drops everything.
NO_NETWORK = """
import socket, sys
_real = socket.getaddrinfo, socket.socket.connect
def _local(host):
    return host in (None, "", "localhost", "127.0.0.1", "::1", b"localhost", b"127.0.0.1")
def getaddrinfo(host, *rest, **named):
    if not _local(host):
        print("CALLED OUT", host, flush=True)
        import time; time.sleep(5)
        raise socket.gaierror(-3, "no network")
    return _real[0](host, *rest, **named)
def connect(self, address):
    if isinstance(address, tuple) and not _local(address[0]):
        print("CALLED OUT", address, flush=True)
        raise OSError("no network")
    return _real[1](self, address)
socket.getaddrinfo = getaddrinfo
socket.socket.connect = connect
"""


class Said:
    """What a served process has written so far."""

    def __init__(self, process):
        self.lines = []
        self._thread = threading.Thread(target=self._read, args=(process.stdout,), daemon=True)
        self._thread.start()

    def _read(self, stream):
        with contextlib.suppress(ValueError):  # the stream is closed when the tests end
            self.lines.extend(iter(stream.readline, ""))

    def count(self, part):
        """Return how many lines hold a text."""
        return sum(part in line for line in self.lines)


@pytest.fixture(scope="module")
def served(serve, tmp_path_factory):
    """Return a served dashboard whose every way out is watched, with what it said."""
    place = tmp_path_factory.mktemp("watched")
    (place / "sitecustomize.py").write_text(NO_NETWORK)
    path = os.pathsep.join([str(place), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    one = serve(PYTHONPATH=path, CONTESTED_HOSTS="wars.example", CONTESTED_SNAPSHOT_RATE="1",
                CONTESTED_SNAPSHOTS=str(place / "snapshots"))  # fmt: skip
    return one, Said(one.process)


def asked(address, path, **headers):
    """Return the status, the headers and the body of an answer."""
    request = urllib.request.Request(address + path)
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def stream(address, **headers):
    """Return a socket to the dashboard, as a browser opens one."""
    place = urlsplit(address)
    return connect(
        f"ws://{place.netloc}/_stcore/stream",
        additional_headers={name: value for name, value in headers.items() if value},
        subprotocols=["streamlit"],
        user_agent_header=None,
        proxy=None,
        open_timeout=10,
        max_size=None,
    )


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://localhost:1",
        "http://127.0.0.1.evil.example",
        "https://wars.example.evil.example",
        "null",
        "file://",
        "http://[::1",
    ],
)
def test_a_page_of_another_site_opens_no_socket_and_nothing_outside_is_asked(served, origin):
    one, said = served
    with pytest.raises(InvalidStatus) as refused:
        stream(one.address, Origin=origin)
    assert refused.value.response.status_code == 403
    # What is asked outside is said at once, and answered seconds later.
    assert said.count("CALLED OUT") == 0
    assert asked(one.address, "/_stcore/host-config", Origin=origin)[0] == 403
    assert not said.count("CALLED OUT"), said.lines


@pytest.mark.parametrize("origin", ["", "http://wars.example", "https://wars.example"])
def test_a_page_of_this_site_opens_a_socket_and_nothing_outside_is_asked(served, origin):
    one, said = served
    with stream(one.address, Origin=origin) as opened:
        assert opened.subprotocol == "streamlit"
    with stream(one.address, Origin=one.address) as opened:
        assert opened.subprotocol == "streamlit"
    for path in ("/", "/_stcore/health", "/_stcore/host-config"):
        status, headers, _ = asked(one.address, path, Origin=origin or one.address)
        assert status == 200
        assert "access-control-allow-origin" not in headers
    assert not said.count("CALLED OUT"), said.lines


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "203.0.113.1:80"])
def test_a_host_that_is_not_this_site_s_is_refused(served, host):
    one, _ = served
    for path in ("/", "/timeline", "/api/claims.json", "/_stcore/health", "/health"):
        status, headers, body = asked(one.address, path, Host=host)
        assert status == 421
        assert b"CONTESTED_HOSTS" in body
        assert host not in str(headers) + body.decode()
        assert headers["x-content-type-options"] == "nosniff"
    with pytest.raises(InvalidStatus):
        stream(one.address, Host=host)
    with pytest.raises(InvalidStatus):
        stream(one.address, Host=host, Origin=f"http://{host}")


@pytest.mark.parametrize("host", ["localhost", "wars.example:8501", "WARS.example.", "[::1]:80"])
def test_a_host_of_this_site_is_answered(served, host):
    assert asked(served[0].address, "/timeline", Host=host)[0] == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/_stcore/upload_file/{session}/1"),
        ("OPTIONS", "/_stcore/upload_file/{session}/1"),
        ("GET", "/_stcore/metrics"),
        ("GET", "/_stcore/script-health-check"),
        ("POST", "/_stcore/agent/mcp"),
        ("GET", "/component/x/y"),
        ("GET", "/auth/login"),
        ("GET", "/static/js/nothing.js"),
        ("GET", "/static/"),
        ("GET", "/x.xml"),
        ("GET", "/sitemap.xml/x"),
        ("GET", "/index.html"),
        ("GET", "/a/b"),
        ("POST", "/nothing"),
    ],
)
def test_what_a_browser_does_not_ask_of_streamlit_is_closed(served, method, path):
    one, _ = served
    request = urllib.request.Request(one.address + path, method=method, data=b"x" * 1000)
    request.add_header("content-type", "multipart/form-data; boundary=x")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=20)
    with refused.value as answer:
        assert answer.code == 404
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_the_application_asks_about_its_host_says_nothing_of_this_machine(served):
    status, _, body = asked(served[0].address, "/_stcore/host-config")
    assert status == 200
    assert body == b'{"allowedOrigins":[],"useExternalAuthToken":false,"metricsUrl":""}'


def test_an_address_that_ends_in_a_stroke_leads_to_its_page(served):
    status, _, body = asked(served[0].address, "/timeline/?metric=killed")
    assert status == 200
    assert b"killed" in body


@pytest.mark.parametrize("size", [server.MESSAGE + 1, 5_000_000])
def test_a_message_larger_than_a_page_sends_is_not_taken(served, size):
    with stream(served[0].address) as opened:
        with contextlib.suppress(ConnectionClosed):
            opened.send(bytes(size))
            while True:
                opened.recv(timeout=10)
        assert opened.close_code == 1009


def test_a_reader_cannot_name_himself_to_escape_the_rate(served):
    one, _ = served
    statuses = []
    for number in range(14):
        request = urllib.request.Request(f"{one.address}/api/snapshots", data=b"nothing")
        request.add_header("content-type", "application/json")
        request.add_header("x-forwarded-for", f"203.0.113.{number}")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                statuses.append(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                statuses.append(error.code)
    assert statuses[0] == 400
    assert statuses.count(429) >= 2, statuses


# The server by itself, with short times


async def _slow(request):
    async def parts():
        for _ in range(2000):
            yield b"x" * 65_536

    return StreamingResponse(parts())


async def _read(request):
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture
def bounded():
    """Return a function that serves a small app within limits: to its port.

    `sending` is how many bytes the system may hold of an answer on its way, if not what it likes.
    """
    running = []

    def started(sending=0, **limits):
        app = Starlette(
            routes=[
                Route("/", lambda request: PlainTextResponse("here")),
                Route("/much", _slow),
                Route("/read", _read, methods=["POST"]),
            ]
        )
        listening = socket.create_server(("127.0.0.1", 0))
        listening.setblocking(False)
        if sending:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, sending)
        usual = {"connections": 50, "request": 0.5, "idle": 1, "answer": 0.5}
        one = uvicorn.Server(server.configured(app, Limits(**usual | limits), lifespan="off"))
        one.capture_signals = contextlib.nullcontext  # only a main thread has them
        thread = threading.Thread(target=one.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        running.append((one, thread, listening))
        while not one.started:
            time.sleep(0.01)
        return listening.getsockname()

    yield started
    for one, thread, listening in running:
        one.should_exit = True
        thread.join(10)
        listening.close()
        assert not thread.is_alive()


def sent(place, text=b""):
    """Return a connection on which something was sent."""
    one = socket.create_connection(place, timeout=60)
    one.sendall(text)
    return one


def here(one):
    """Ask on a connection, and read the whole answer."""
    one.sendall(WHOLE)
    answer = b""
    while not answer.endswith(b"here"):
        part = one.recv(65_536)
        assert part, answer
        answer += part


def is_open(one):
    """Return whether the other end has not ended a connection on which nothing comes."""
    one.setblocking(False)
    try:
        return bool(one.recv(1))
    except BlockingIOError:
        return True
    except OSError:
        return False


def ended(one):
    """Return all that comes on a connection until it is ended."""
    parts = []
    with one, contextlib.suppress(ConnectionResetError):
        while part := one.recv(65_536):
            parts.append(part)
    return b"".join(parts)


HALF = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
WHOLE = HALF + b"\r\n"


@pytest.mark.parametrize(
    "text", [b"", b"G", HALF, b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"]
)
def test_a_request_that_does_not_come_is_ended(bounded, text):
    answer = ended(sent(bounded(), text))
    if b"POST" not in text:
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"x-content-type-options: nosniff" in answer


def test_a_request_that_comes_a_letter_at_a_time_is_ended(bounded):
    one = sent(bounded(), HALF)
    end = time.monotonic() + 60
    with one, contextlib.suppress(ConnectionError):
        while True:
            one.sendall(b"x")
            assert time.monotonic() < end, "it goes on and on"
            time.sleep(0.05)


def test_a_connection_that_nothing_more_is_asked_on_is_ended_and_one_that_is_used_is_not(bounded):
    one = sent(bounded(idle=2))
    for _ in range(5):
        time.sleep(0.5)
        here(one)
    assert ended(one) == b""


def test_an_answer_that_no_one_takes_is_ended_and_one_taken_slowly_is_not(bounded):
    place = bounded(answer=2)
    ask = b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n"
    lost, slow = sent(place, ask), sent(place, ask)
    taken = 0
    with slow:
        while taken < 30_000_000:
            time.sleep(0.1)
            part = slow.recv(1_000_000)
            assert part
            taken += len(part)
    assert len(ended(lost)) < 2000 * 65_536


def test_an_answer_that_is_taken_a_few_bytes_at_a_time_is_ended(bounded, caplog):
    one = socket.socket()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    # Little is under way, so that the server sees each few bytes that are taken.
    one.connect(bounded(sending=4096, answer=2))
    one.sendall(b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n")
    end = time.monotonic() + 60
    with one, contextlib.suppress(ConnectionResetError):
        while "its reader takes nothing" not in caplog.text:
            assert one.recv(128)
            assert time.monotonic() < end, "it goes on and on"
            time.sleep(0.02)


def test_many_half_requests_stop_no_one_and_are_few_lines_in_the_log(bounded, caplog):
    place = bounded(connections=20, request=300)
    many = []
    logger = server.logging.getLogger(server.__name__)
    seldom = server.Seldom()
    logger.addFilter(seldom)
    try:
        for number in range(300):
            many.append(sent(place, HALF))
            if number % 50 == 0:
                with sent(place) as one:
                    here(one)
        told = [record.getMessage() for record in caplog.records]
        end = time.monotonic() + 60
        while sum(is_open(one) for one in many) > 20:
            assert time.monotonic() < end, "more are open than there may be"
            time.sleep(0.05)
    finally:
        logger.removeFilter(seldom)
        for one in many:
            one.close()
    assert told == ["An idle connection was ended: too many are open."]


def test_beyond_the_number_of_busy_connections_a_reader_is_asked_to_wait(bounded):
    place = bounded(connections=3, answer=30)
    busy = [sent(place, b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(3)]
    assert all(one.recv(10) for one in busy)
    answer = ended(sent(place, WHOLE))
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after: " in answer
    for one in busy:
        one.close()


def test_what_is_no_request_is_answered_with_the_headers_that_keep_a_reader_safe(bounded):
    answer = ended(sent(bounded(), b"\x16\x03\x01 nothing\r\n\r\n"))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"x-content-type-options: nosniff" in answer
    assert b"server: " not in answer


def test_the_same_warning_is_logged_once_a_minute_and_an_error_each_time():
    seldom = server.Seldom(seconds=0.1)
    record = server.logging.LogRecord

    def passes(level, text):
        one = record("x", level, "", 0, text, (), None)
        return seldom.filter(one) and one.getMessage()

    assert passes(30, "slow") == "slow"
    assert not any(passes(30, "slow") for _ in range(1000))
    time.sleep(0.1)
    assert passes(30, "slow") == "slow (and 1,000 more before)"
    assert all(passes(40, "fault") for _ in range(3))
    assert not passes(20, "told")


def test_the_process_may_open_the_files_that_its_connections_need():
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (700, before[1]))
        assert server.files_for(1000) == 1000
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= 1000
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CONTESTED_HOSTS", "a b", "CONTESTED_HOSTS names 'a b'"),
        ("CONTESTED_URL", "wars.example", "CONTESTED_URL is 'wars.example'"),
        ("CONTESTED_CONNECTIONS", "many", "CONTESTED_CONNECTIONS is 'many'"),
    ],
)
def test_a_setting_of_the_server_that_does_not_pass_is_said_at_its_start(
    cache, monkeypatch, name, value, said
):
    from click.testing import CliRunner

    from contested.cli import cli

    monkeypatch.setenv(name, value)
    found = CliRunner().invoke(cli, ["serve", "--port", "0"])
    assert found.exit_code == 1
    assert said in found.output
    assert re.search(r"; give ", found.output)
