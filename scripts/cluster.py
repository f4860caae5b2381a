"""Everything that docs/operations.md sets up, here: `python -m scripts.cluster [--spark]`.

An S3 server for the snapshots, a Redis for the limits where there is one, three servers, nginx in
front with deploy/nginx.conf; with --spark their data are tables that an Apache Spark answers from,
started too. All listen on 127.0.0.1 alone and on ports of their own. Ctrl-C, or `--minutes`, ends
each by its process id, and the folder that they wrote to is removed.
"""

from __future__ import annotations

import argparse
import atexit
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError

ROOT = Path(__file__).parent.parent
HOST = "wars.example"

#: How many servers stand behind nginx.
SERVERS = 3

#: Seconds that one that is started, or told to end, is waited for.
PATIENCE = 300

#: Where `make test-spark` installs a Spark and a Sail, each in an environment of its own.
SPARK = next((ROOT / ".venv-spark").glob("lib/python3*/site-packages/pyspark"), None)
SAIL = next((ROOT / ".venv-sail").glob("bin/sail"), None)

#: What Debian's nginx.conf has around a site's file, for a folder of one's own.
_AROUND = """
{user}
daemon off;
worker_processes {workers};
pid {place}/pid;
error_log {place}/error.log;
events {{ worker_connections 1024; }}
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


class Missing(Exception):
    """A program that is not installed here; the text says which."""


class Program:
    """A program that runs here until it is told to end, and no longer than who started it.

    A script that is ended by SIGTERM has asked for that by `ended_by_signal`.
    """

    def __init__(self, name: str, command: list[Any], place: Path, **more: Any) -> None:
        self.name, self._command, self._more = name, [str(part) for part in command], more
        self.log = place / f"{name}.log"
        atexit.register(self.end)  # also of what a signal interrupts before anybody holds it
        self.start()

    def start(self) -> None:
        """Start it, or start it again."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **self._more
            )

    def kill(self) -> None:
        """End it as a machine does that loses its power."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def end(self) -> None:
        """Tell it to end, and wait until it has."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds, which this program is started for."""
        end = time.monotonic() + PATIENCE
        while not holds():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{self.name} does not start:\n{self.log.read_text()[-2000:]}")
            time.sleep(0.1)


class Cluster(NamedTuple):
    """What runs: nginx's port with TLS, its programs, and the address of each server."""

    port: int
    nginx: Program
    servers: list[Program]
    addresses: list[str]
    others: list[Program]
    place: Path


def ended_by_signal() -> None:
    """Have SIGTERM end this script as Ctrl-C does, so that what it started is ended with it."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def free() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def listens(port: int) -> bool:
    """Return whether something listens on a port."""
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def answers(address: str) -> bool:
    """Return whether something answers at an address, whatever it says."""
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except HTTPError as error:
        error.close()
    except OSError:
        return False
    return True


def site(place: Path, plain: int, secure: int, servers: list[str]) -> str:
    """Return deploy/nginx.conf for ports of one's own, the servers behind it, and a folder."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for number, server in enumerate(servers, start=8501):
        text = re.sub(rf"# (server 127\.0\.0\.1:{number} )", r"\1", text)
        text = text.replace(f"127.0.0.1:{number}", server)
    for old, new in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ", f"listen 127.0.0.1:{secure} "),
        ("/etc/ssl/contested/fullchain.pem", str(place / "cert.pem")),
        ("/etc/ssl/contested/privkey.pem", str(place / "key.pem")),
        ("/var/cache/nginx/contested", str(place / "cache")),
    ):
        assert old in text, old
        text = text.replace(old, new)
    return re.sub(r"(?m)^.*listen \[::\].*\n", "", text)


def nginx(
    place: Path, servers: list[str], change: Callable[[str], str] = str
) -> tuple[Program, int, int]:
    """Start nginx before servers; return it, its port without TLS and that with it.

    `change` may change its configuration first.
    """
    for name in ("nginx", "openssl"):
        if shutil.which(name) is None:
            raise Missing(f"{name} is not installed")
    place.mkdir(exist_ok=True)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         f"/CN={HOST}", "-keyout", place / "key.pem", "-out", place / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    plain, secure = free(), free()
    (place / "site.conf").write_text(change(site(place, plain, secure, servers)))
    user = "user root;" if os.geteuid() == 0 else ""
    (place / "nginx.conf").write_text(
        _AROUND.format(place=place, user=user, workers=min(2, os.cpu_count() or 1))
    )
    command = ["nginx", "-p", place, "-c", place / "nginx.conf"]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True)
    if tried.returncode:
        raise RuntimeError(tried.stderr)
    program = Program("nginx", command, place)
    program.until(lambda: listens(secure))
    return program, plain, secure


def s3(place: Path) -> tuple[Program, dict[str, str]]:
    """Start an S3 server with an empty bucket `contested`; return it, and what leads to it."""
    port = free()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", port]
    program = Program("s3", command, place)
    program.until(lambda: answers(f"http://127.0.0.1:{port}/moto-api/"))
    bucket = urllib.request.Request(f"http://127.0.0.1:{port}/contested", method="PUT")
    urllib.request.urlopen(bucket, timeout=30).close()
    return program, {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }


def redis(place: Path) -> tuple[Program, str]:
    """Start a Redis that keeps nothing on disk; return it and its address."""
    command = shutil.which("redis-server") or shutil.which("valkey-server")
    if command is None:
        raise Missing("redis-server is not installed")
    port = free()
    program = Program(
        "redis",
        [command, "--bind", "127.0.0.1", "--port", port, "--save", "", "--appendonly", "no",
         "--dir", place],
        place,
    )  # fmt: skip
    program.until(lambda: listens(port))
    return program, f"redis://127.0.0.1:{port}/0"


def workers(place: Path, many: int = 2) -> tuple[str, list[Program]]:
    """Start a Spark's master and workers; return the master's address, and them, it first.

    Each worker runs what it is given in a process of its own, with one processor. So a query is
    parted and put together again as over several machines, but for the network between them.
    """
    home, port = _spark_home(), free()
    deploy = "org.apache.spark.deploy"
    address = f"spark://127.0.0.1:{port}"
    master = [home / "bin" / "spark-class", f"{deploy}.master.Master", *("--port", port)]
    worker = [home / "bin" / "spark-class", f"{deploy}.worker.Worker", *("--cores", 1)]
    here = ("--host", "127.0.0.1", "--webui-port", 0)
    programs = [Program("spark-master", [*master, *here], place, **_of_spark(home, place))]
    programs[0].until(lambda: listens(port))
    for number in range(1, many + 1):
        command = [*worker, *here, "--work-dir", place / f"worker-{number}", address]
        name = f"spark-worker-{number}"
        programs.append(Program(name, command, place, **_of_spark(home, place)))
    for one in programs[1:]:
        one.until(lambda log=one.log: "registered with master" in log.read_text())
    return address, programs


def spark(
    place: Path, memory: str = "1g", brief: bool = False, master: str = "local[2]"
) -> tuple[Program, str]:
    """Start a Spark Connect of the environment .venv-spark; return it and its address.

    `memory` is what it may take, as Java reads it, and `master` is what has its queries worked on:
    itself, or the address of `workers`. One that is `brief`, for a few hundred queries of few
    claims, spares itself the second compilation of what it runs, a third of its work.
    """
    home, port = _spark_home(), free()
    settings = {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": port,
        "spark.driver.memory": memory,
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.executor.memory": memory,
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.session.timeZone": "UTC",
    }
    if brief:
        for of in ("driver", "executor"):
            settings[f"spark.{of}.extraJavaOptions"] = "-XX:TieredStopAtLevel=1"
    program = Program(
        "spark",
        [
            home / "bin" / "spark-submit",
            *("--class", "org.apache.spark.sql.connect.service.SparkConnectServer"),
            *("--master", master),
            *(part for one in settings.items() for part in ("--conf", "{}={}".format(*one))),
            "spark-internal",
        ],
        place,
        **_of_spark(home, place),
    )
    program.until(lambda: listens(port))
    return program, f"sc://127.0.0.1:{port}"


def _spark_home() -> Path:
    if SPARK is None or shutil.which("java") is None:
        raise Missing("Spark needs Java 17, and .venv-spark with pyspark[connect]")
    return SPARK


def _of_spark(home: Path, place: Path) -> dict[str, Any]:
    """Return where a program of Spark's runs, and what it is told of the machine."""
    told = {"SPARK_HOME": str(home), "HOME": str(place), "SPARK_LOCAL_IP": "127.0.0.1"}
    return {"cwd": place, "env": {"PATH": os.environ["PATH"], **told}}


def sail(place: Path, **environment: str) -> tuple[Program, str]:
    """Start a Sail, which speaks Spark Connect without Java; return it and its address.

    `environment` leads it to the store that it reads from.
    """
    if SAIL is None:
        raise Missing("Sail needs .venv-sail with pysail")
    port = free()
    command = [SAIL, "spark", "server", "--ip", "127.0.0.1", "--port", port]
    settings = os.environ | environment | {"AWS_ALLOW_HTTP": "true"}
    program = Program("sail", command, place, env=settings)
    address = f"sc://127.0.0.1:{port}"
    program.until(lambda: answered(address))
    return program, address


def answered(address: str) -> bool:
    """Return whether something listens at an address such as sc://127.0.0.1:15002."""
    return listens(int(address.rpartition(":")[2]))


@contextmanager
def cluster(
    with_spark: bool = False, change: Callable[[str], str] = str, **environment: str
) -> Iterator[Cluster]:
    """Run everything; give what runs, and end each by its process id afterwards."""
    ended_by_signal()
    with ExitStack() as ended:
        place = Path(ended.enter_context(tempfile.TemporaryDirectory(prefix="contested-")))
        store, leads = s3(place)
        ended.callback(store.end)
        others = [store]
        settings = os.environ | leads | {
            "CONTESTED_URL": f"https://{HOST}",
            "CONTESTED_PROXIES": "127.0.0.1",
            "CONTESTED_SNAPSHOTS": "s3://contested/snapshots",
            "CONTESTED_CACHE": str(place / "cache"),
        }  # fmt: skip
        with suppress(Missing):
            counts, settings["CONTESTED_LIMITS"] = redis(place)
            ended.callback(counts.end)
            others.append(counts)
        settings |= environment
        if with_spark:
            tables = f"file://{place}/tables"
            subprocess.run(
                [sys.executable, "-m", "contested", "build", "--into", tables, "--format",
                 "parquet"], check=True, env=settings, capture_output=True,
            )  # fmt: skip
            engine, address = spark(place, brief=True)
            ended.callback(engine.end)
            others.append(engine)
            settings |= {"CONTESTED_ENGINE": address, "CONTESTED_DATA": tables}
        ports = [free() for _ in range(SERVERS)]
        servers = []
        for number, port in enumerate(ports, start=1):
            command = [sys.executable, "-m", "contested", "serve", "--port", port]
            server = Program(f"server-{number}", command, place, env=settings)
            ended.callback(server.end)
            servers.append(server)
        addresses = [f"http://127.0.0.1:{port}" for port in ports]
        for server, address in zip(servers, addresses, strict=True):
            server.until(lambda at=address: answers(f"{at}/health"))  # type: ignore[misc]
        front, _, secure = nginx(
            place / "nginx", [one.removeprefix("http://") for one in addresses], change
        )
        ended.callback(front.end)
        yield Cluster(secure, front, servers, addresses, others, place)


def trusting() -> ssl.SSLContext:
    """Return what takes the certificate that was made here."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def main() -> None:
    """Start everything, say where it is, and wait."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument(
        "--spark", action="store_true", help="data are tables that Spark answers from"
    )
    asks.add_argument("--minutes", type=float, default=60, help="ends by itself after so many")
    want = asks.parse_args()
    try:
        with cluster(want.spark) as running, suppress(KeyboardInterrupt):
            for program in (*running.others, *running.servers, running.nginx):
                print(f"{program.name:10} process {program.process.pid}")
            print(
                f"curl --insecure --header 'Host: {HOST}' https://127.0.0.1:{running.port}/health"
            )
            print("Ctrl-C ends all.", flush=True)
            time.sleep(want.minutes * 60)
        print("All have ended.")
    except Missing as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
