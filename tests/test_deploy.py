"""What stands in deploy/: nginx's configuration is run before a server, the rest is read."""

import configparser
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from contested.settings import SETTINGS

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
HOST = "wars.example"

#: The ports on which nginx speaks no TLS.
PLAIN = set()

#: What Debian's nginx.conf has around a site's file, for a folder of a test's own.
AROUND = """
{user}
daemon off;
pid {place}/pid;
error_log {place}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    include /etc/nginx/mime.types;
    client_body_temp_path {place}/body;
    proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi;
    scgi_temp_path {place}/scgi;
    include {place}/site.conf;
}}
"""


def free():
    """Return a port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="module")
def proxied(serve, tmp_path_factory):
    """Return the ports of nginx before a dashboard, the dashboard, and the lines it writes."""
    if not (shutil.which("nginx") and shutil.which("openssl")):
        pytest.skip("nginx and openssl are not installed")
    place = tmp_path_factory.mktemp("nginx")
    one = serve(CONTESTED_URL=f"https://{HOST}", CONTESTED_PROXIES="127.0.0.1",
                CONTESTED_LOG="readers", CONTESTED_SNAPSHOTS=str(place / "snapshots"))  # fmt: skip
    lines = []
    threading.Thread(
        target=lambda: lines.extend(iter(one.process.stdout.readline, "")), daemon=True
    ).start()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         f"/CN={HOST}", "-keyout", place / "key.pem", "-out", place / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    plain, secure = free(), free()
    PLAIN.add(plain)
    site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for old, new in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ", f"listen 127.0.0.1:{secure} "),
        ("127.0.0.1:8501", one.address.removeprefix("http://")),
        ("/etc/ssl/contested/fullchain.pem", str(place / "cert.pem")),
        ("/etc/ssl/contested/privkey.pem", str(place / "key.pem")),
        ("/var/cache/nginx/contested", str(place / "cache")),
    ):
        assert old in site
        site = site.replace(old, new)
    site = re.sub(r"(?m)^.*listen \[::\].*\n", "", site)
    (place / "site.conf").write_text(site)
    user = "user root;" if os.geteuid() == 0 else ""
    (place / "nginx.conf").write_text(AROUND.format(place=place, user=user))
    command = ["nginx", "-p", str(place), "-c", str(place / "nginx.conf")]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    nginx = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until(lambda: answers(secure))
    yield plain, secure, one, lines
    nginx.terminate()
    nginx.wait(20)


def answers(port):
    """Return whether something listens on a port."""
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


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
        message = BackMsg()
        message.rerun_script.page_name = "timeline"
        opened.send(message.SerializeToString())
        kind = ""
        while kind != "script_finished":
            got = ForwardMsg()
            got.ParseFromString(opened.recv(timeout=60))
            kind = got.WhichOneof("type")
    with pytest.raises(InvalidStatus) as refused:
        connect_as(secure, "https://evil.example")
    assert refused.value.response.status_code == 403


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
