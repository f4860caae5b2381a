"""Limits that several servers count together, against a real Redis; and each alone without it."""

import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import closing

import pytest
from prometheus_client.parser import text_string_to_metric_families
from redis import Redis, RedisError

from contested.errors import ContestedError, TooMany
from contested.snapshots import counters, limits
from contested.snapshots.counters import Counters

pytestmark = pytest.mark.slow  # Redis and servers run

PROGRAM = shutil.which("redis-server") or shutil.which("valkey-server")


def free():
    """Return a port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def until(holds):
    """Wait until something holds."""
    end = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


class Running:
    """A Redis on this machine that keeps nothing on disk: its port, and a way to it."""

    def __init__(self, place):
        self.port, self._place, self._process = free(), place, None
        self.asked = Redis(port=self.port, socket_timeout=30)
        self.start()

    def start(self):
        """Start it where it was before."""
        command = [PROGRAM, "--bind", "127.0.0.1", "--port", str(self.port), "--save", "",
                   "--appendonly", "no", "--dir", str(self._place)]  # fmt: skip
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        until(self._answers)

    def stop(self):
        """Kill it, as a machine that loses its power does."""
        self._process.kill()
        self._process.wait(20)

    def _answers(self):
        try:
            return self.asked.ping()
        except RedisError:  # it starts
            return False


@pytest.fixture
def redis(tmp_path):
    """Return a Redis of a test's own."""
    if PROGRAM is None:
        pytest.skip("no redis-server is installed (Debian: apt-get install redis-server)")
    one = Running(tmp_path)
    yield one
    one.stop()


def frozen(server):
    """Return how a server answers who asks it to freeze nothing: status, and when to come back."""
    request = urllib.request.Request(f"{server.address}/api/snapshots", b"{}")
    request.add_header("content-type", "application/json")
    try:
        urllib.request.urlopen(request, timeout=60).close()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, int(error.headers["retry-after"] or 0)
    raise AssertionError("it froze nothing")


def together(port):
    """Return what a server's meters say: whether limits are counted for all together."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
        families = text_string_to_metric_families(answer.read().decode())
        return next(one for one in families if one.name == "contested_limits_shared").samples[0][2]


def test_servers_count_together_each_alone_while_the_redis_is_away_and_then_together_again(
    redis, serve, tmp_path
):
    ports = free(), free()
    one, two = (
        serve(
            CONTESTED_LIMITS=f"redis://127.0.0.1:{redis.port}/1",
            CONTESTED_SNAPSHOT_RATE="1",
            CONTESTED_SNAPSHOTS=str(tmp_path / "snapshots"),
            CONTESTED_METERS=str(port),
        )
        for port in ports
    )
    # Ten at once, at whichever server; then one a minute.
    assert [frozen(server)[0] for server in (one, two) * 5] == [422] * 10
    for server in (one, two):
        status, wait = frozen(server)
        assert status == 429
        assert 0 < wait <= 600
    assert [together(port) for port in ports] == [1, 1]

    redis.stop()
    # Each goes on from what it gave itself.
    assert [frozen(two)[0] for _ in range(5)] == [422] * 5
    assert 429 in [frozen(two)[0] for _ in range(10)]
    assert frozen(one)[0] == 422
    assert [together(port) for port in ports] == [0, 0]

    redis.start()
    until(lambda: together(ports[0]) == 1)
    assert frozen(one)[0] == 422
    asked = Redis(port=redis.port, db=1)
    (key,) = asked.keys("contested:*")
    assert b"freezing/127.0.0.1" in key
    assert asked.llen(key) == 1
    assert 0 < asked.ttl(key) <= 600

    one.stop()
    said = two.process.poll() is None and _said(two)
    assert said.count("each server counts for itself until it answers again") == 1


def _said(server):
    """Return what a server wrote, which is ended for that."""
    server.process.terminate()
    return server.process.communicate(timeout=60)[0]


def test_a_window_gives_no_more_than_a_bucket_does():
    """So what the window gives, the bucket beside it never refuses."""
    for burst, a_minute in ((10, 20), (40, 60), (10, 1), (10, 7), (10, 90), (10, 6000)):
        seconds, amount = counters.window(burst, a_minute)
        assert amount <= max(burst, a_minute / 60)
        assert amount / seconds <= a_minute / 60


def test_one_limit_takes_nothing_of_another(redis):
    shared = Counters(f"redis://127.0.0.1:{redis.port}")
    for what in ("freezing", "asking"):
        for _ in range(2):
            shared.take(what, 2, 1, "192.0.2.7")
        with pytest.raises(TooMany):
            shared.take(what, 2, 1, "192.0.2.7")
    shared.take("asking", 2, 1, "192.0.2.8")
    assert limits.freezing()._own is not limits.asking()._own


def test_a_redis_that_does_not_answer_is_asked_once_and_holds_up_nobody(monkeypatch, caplog):
    monkeypatch.setattr(counters, "AGAIN", 3600)
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        shared = Counters(f"redis://:secret@127.0.0.1:{silent.getsockname()[1]}")
        for _ in range(20):
            shared.take("freezing", 1, 1, "192.0.2.7")
        assert shared.reached() is False
        silent.settimeout(0)
        came = 0
        while True:
            try:
                silent.accept()[0].close()
                came += 1
            except BlockingIOError:
                break
    assert came == 2  # once, and once more over a new connection
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "counts for itself" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "http://u:secret@x/", "redis://", "redis://u:secret@x:99999"),
        *("redis://u:secret@x/one", "redis://u:secret@x/0?nothing=1&db=y"),
    ],
)
def test_an_address_that_is_none_says_what_would_pass_and_no_password(monkeypatch, address):
    monkeypatch.setenv("CONTESTED_LIMITS", address)
    with pytest.raises(ContestedError, match="give the address of a Redis") as error:
        counters.counters()
    assert "secret" not in str(error.value)


def test_without_the_package_the_setting_says_how_to_have_it(monkeypatch):
    monkeypatch.setenv("CONTESTED_LIMITS", "redis://127.0.0.1:1/9")
    monkeypatch.setitem(__import__("sys").modules, "limits.storage", None)
    with pytest.raises(ContestedError, match=r"contested\[redis\]"):
        counters.counters()
