"""What a server holds: `python -m benchmarks.load [--clients 50] [--minutes 2] [--address URL]`.

Readers arrive at the dashboard at once, in growing numbers; then some stay and change what they
look at every 15 ± 5 seconds; then others read the pages that the server renders. All talk to
127.0.0.1 only, each as a reader of its own (X-Forwarded-For, which the server is told to believe),
and end by themselves. The table says what was tried, whether it held, and the figures; the load
maker's own processor time stands beside, as it takes from the same machine.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

#: Seconds between two changes of one reader, and how far they vary.
EVERY, GIVE = 15.0, 5.0

#: The longest that anything is waited for, in seconds.
PATIENCE = 120.0

QUANTITIES = (
    "conflict=russia-ukraine&subject=north-korea&metric=killed&population=military",
    "conflict=russia-ukraine&subject=russia&metric=killed&population=military",
    "conflict=russia-ukraine&subject=russia&metric=casualties&population=military",
    "conflict=russia-ukraine&subject=ukraine&metric=killed&population=military",
    "conflict=israel-gaza&subject=gaza&metric=killed&population=all",
)
PAGES = ("timeline", "compare", "known-when", "data", "")


class Served(NamedTuple):
    """A server: its address, and its process where it was started here."""

    address: str
    process: int | None

    def memory(self) -> float:
        """Return the megabytes that it holds; 0 for one that was not started here."""
        if self.process is None:
            return 0.0
        text = Path(f"/proc/{self.process}/status").read_text()
        return int(re.findall(r"VmRSS:\s+(\d+)", text)[0]) / 1024

    def seconds(self) -> float:
        """Return the seconds of processor time that it has taken."""
        if self.process is None:
            return 0.0
        parts = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


class Reader:
    """One reader of the dashboard: a session, and what it last saw."""

    def __init__(self, address: str, number: int) -> None:
        self.place = urlsplit(address).netloc
        self.name = f"198.{18 + number // 65_536 % 2}.{number // 256 % 256}.{number % 256}"
        self._socket: ClientConnection | None = None
        self._boxes: list[str] = []
        self._page = self._query = ""
        self._random = random.Random(number)

    async def arrive(self) -> int:
        """Ask for a timeline, open its session and see its first run; return the page's status."""
        page, query = "timeline", QUANTITIES[0]
        status, _ = await asked(self.place, f"/{page}?{query}", self.name)
        if status == 200:
            self._socket = await connect(
                f"ws://{self.place}/_stcore/stream",
                subprotocols=["streamlit"],  # type: ignore[list-item]
                additional_headers={"X-Forwarded-For": self.name},
                max_size=None,
                open_timeout=PATIENCE,
                proxy=None,
                compression=None,
                # As a browser, it takes in what comes between two changes: a full queue would also
                # hold up the answers to its own pings.
                max_queue=None,
            )
            await self._run(page, query)
        return status

    async def change(self) -> None:
        """Set or clear a box, or go back to another quantity or page; see the run to its end."""
        if self._boxes and self._random.random() < 0.5:
            await self._run(box=self._random.choice(self._boxes))
        else:
            await self._run(self._random.choice(PAGES), self._random.choice(QUANTITIES))

    async def leave(self) -> None:
        """End the session."""
        if self._socket is not None:
            await self._socket.close()

    async def _run(self, page: str = "", query: str = "", box: str = "") -> None:
        assert self._socket is not None
        asked_for = BackMsg()
        run = asked_for.rerun_script
        if box:
            state = run.widget_states.widgets.add()
            state.id, state.bool_value = box, self._random.random() < 0.5
            run.page_script_hash, run.query_string = self._page, self._query
        else:
            run.page_name, run.query_string, run.is_history_navigation = page, query, True
            self._query = query
        await self._socket.send(asked_for.SerializeToString())
        self._boxes = []
        async with asyncio.timeout(PATIENCE):
            while True:
                message = ForwardMsg()
                message.ParseFromString(await self._socket.recv())  # type: ignore[arg-type]
                kind = message.WhichOneof("type")
                if kind == "delta" and message.delta.new_element.WhichOneof("type") == "checkbox":
                    self._boxes.append(message.delta.new_element.checkbox.id)
                if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
                    raise AssertionError(message.delta.new_element.exception.message)
                if kind == "navigation":
                    self._page = message.navigation.page_script_hash
                if kind == "script_finished":
                    return


async def asked(place: str, path: str, name: str = "198.18.0.1") -> tuple[int, bytes]:
    """Return an answer's status and body."""
    host, _, port = place.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: {place}\r\nConnection: close\r\n"
            f"X-Forwarded-For: {name}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
        )
        async with asyncio.timeout(PATIENCE):
            raw = await reader.read()
    finally:
        writer.close()
    head, _, body = raw.partition(b"\r\n\r\n")
    return int(head.split()[1]) if head else 0, body


class Timed(NamedTuple):
    """What readers waited, in seconds, and what went wrong."""

    spent: list[float]
    errors: list[str]
    refused: int = 0

    def high(self, share: float = 0.95) -> float:
        """Return what a share of them did not wait longer than."""
        return sorted(self.spent)[max(0, int(len(self.spent) * share) - 1)] if self.spent else 0.0


async def arrivals(address: str, number: int, first: int) -> Timed:
    """Let readers arrive at once; who is asked to wait is counted apart."""
    readers = [Reader(address, first + one) for one in range(number)]
    found = Timed([], [])
    refused = 0

    async def one(reader: Reader) -> None:
        nonlocal refused
        start = time.perf_counter()
        try:
            status = await reader.arrive()
            refused += status == 503
            if status == 200:
                found.spent.append(time.perf_counter() - start)
            elif status != 503:
                found.errors.append(f"status {status}")
        except InvalidStatus as error:
            refused += error.response.status_code == 503
            if error.response.status_code != 503:
                found.errors.append(repr(error))
        except (OSError, TimeoutError, ConnectionClosed, AssertionError) as error:
            found.errors.append(repr(error))

    await asyncio.gather(*(one(reader) for reader in readers))
    await asyncio.gather(*(reader.leave() for reader in readers))
    return found._replace(refused=refused)


async def changes(address: str, number: int, seconds: float, first: int) -> Timed:
    """Let readers stay, each with a change every 15 ± 5 seconds."""
    found = Timed([], [])
    end = time.monotonic() + seconds

    async def one(reader: Reader, wait: float) -> None:
        await asyncio.sleep(wait)
        try:
            if await reader.arrive() != 200:
                found.errors.append("asked to wait")
                return
            while time.monotonic() < end:
                await asyncio.sleep(random.uniform(EVERY - GIVE, EVERY + GIVE))
                start = time.perf_counter()
                await reader.change()
                found.spent.append(time.perf_counter() - start)
            await reader.leave()
        except Exception as error:  # whatever it is, it is told in the table
            found.errors.append(repr(error))

    spread = min(EVERY * 2, seconds / 3)
    await asyncio.gather(
        *(one(Reader(address, first + n), spread * n / number) for n in range(number))
    )
    return found


async def reading(address: str, paths: list[str], number: int, seconds: float) -> Timed:
    """Let readers read pages that the server renders, one every 5 ± 2 seconds each."""
    found = Timed([], [])
    end, place = time.monotonic() + seconds, urlsplit(address).netloc

    async def one(turn: int) -> None:
        await asyncio.sleep(random.uniform(0, 5))
        while time.monotonic() < end:
            start = time.perf_counter()
            try:
                status, _ = await asked(place, random.choice(paths), f"198.18.9.{turn % 250}")
                found.spent.append(time.perf_counter() - start)
                if status != 200:
                    found.errors.append(f"status {status}")
            except (OSError, TimeoutError) as error:
                found.errors.append(repr(error))
            await asyncio.sleep(random.uniform(3, 7))

    await asyncio.gather(*(one(turn) for turn in range(number)))
    return found


async def beside(
    address: str, paths: list[str], number: int, seconds: float, first: int
) -> tuple[Timed, Timed]:
    """Let readers read pages that are kept while fifty others arrive again and again."""
    end = time.monotonic() + seconds
    arrived = Timed([], [])

    async def arriving() -> None:
        nonlocal arrived
        turn = first
        while time.monotonic() < end:
            more = await arrivals(address, 50, turn)
            arrived = Timed(
                arrived.spent + more.spent, arrived.errors + more.errors,
                arrived.refused + more.refused,
            )  # fmt: skip
            turn += 50
            await asyncio.sleep(0.5)

    for path in paths:
        await asked(urlsplit(address).netloc, path)
    found, _ = await asyncio.gather(reading(address, paths, number, seconds), arriving())
    return found, arrived


async def pages(address: str) -> list[str]:
    """Return addresses of pages for one thing."""
    place = urlsplit(address).netloc
    _, body = await asked(place, "/api/claims.csv?limit=60")
    with contextlib.suppress(OSError):
        import gzip

        body = gzip.decompress(body.split(b"\r\n", 1)[-1]) if body[:2] == b"\x1f\x8b" else body
    ids = re.findall(r"^([a-z0-9-]+-\d+),", body.decode(errors="replace"), re.M)
    return [f"/claim/{id}" for id in ids[:40]] + ["/source/nis", "/source/hur"]


@contextlib.contextmanager
def served(**environment: str) -> Iterator[Served]:
    """Serve the curated data on a free port, with snapshots of its own."""
    with tempfile.TemporaryDirectory() as place:
        process = subprocess.Popen(
            [sys.executable, "-m", "contested", "serve", "--port", "0"],
            env=os.environ
            | {"CONTESTED_SNAPSHOTS": f"{place}/snapshots", "CONTESTED_PROXIES": "127.0.0.1"}
            | environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found, "the server did not start"
            for _ in range(300):
                with contextlib.suppress(OSError):
                    urlopen(f"{found[0]}/health", timeout=5).close()
                    break
                time.sleep(0.2)
            yield Served(found[0], process.pid)
        finally:
            process.terminate()
            process.wait(30)


def own() -> float:
    """Return the seconds of processor time that the load maker itself has taken."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def row(tried: str, held: str, figures: str) -> None:
    """Print a row of the table."""
    print(f"| {tried} | {held} | {figures} |", flush=True)


def told(found: Timed, server: Served, began: tuple[float, float, float]) -> str:
    """Return the figures of a try."""
    real, mine, theirs = began
    real = time.perf_counter() - real
    spent = found.spent or [0.0]
    asked_to_wait = f", {found.refused} asked to wait" if found.refused else ""
    wrong = f", {len(found.errors)} errors ({found.errors[0][:60]})" if found.errors else ""
    return (
        f"{len(found.spent)} served, median {statistics.median(spent):.2f} s, "
        f"p95 {found.high():.2f} s, longest {max(spent):.2f} s{asked_to_wait}{wrong}; "
        f"server {100 * (server.seconds() - theirs) / real:.0f} % of a core and "
        f"{server.memory():.0f} MB, load maker {100 * (own() - mine) / real:.0f} %"
    )


def now(server: Served) -> tuple[float, float, float]:
    """Return the clock, and the processor time of both sides, at a try's beginning."""
    return time.perf_counter(), own(), server.seconds()


def main() -> None:
    """Print the table."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--clients", type=int, default=50)
    asks.add_argument("--readers", type=int, default=200)
    asks.add_argument("--minutes", type=float, default=2)
    asks.add_argument("--arrivals", default="10,25,50,100,200")
    asks.add_argument("--address", default="", help="a server on 127.0.0.1; else one is started")
    want = asks.parse_args()
    if want.address and urlsplit(want.address).hostname != "127.0.0.1":
        asks.error("only a server on 127.0.0.1 is asked")
    with contextlib.ExitStack() as stack:
        server = Served(want.address, None) if want.address else stack.enter_context(served())
        asyncio.run(arrivals(server.address, 1, 60_000))  # what a first reader finds not kept yet
        print("| tried | held | figures |\n|---|---|---|")
        first = 0
        for number in [int(one) for one in want.arrivals.split(",") if one]:
            began = now(server)
            found = asyncio.run(arrivals(server.address, number, first))
            first += number
            held = "yes" if not found.errors and found.high() <= 10 else "no"
            row(f"{number} arrive at once", held, told(found, server, began))
        if want.readers:
            paths = asyncio.run(pages(server.address))
            began = now(server)
            found = asyncio.run(reading(server.address, paths, want.readers, 30))
            held = "yes" if not found.errors and found.high() <= 0.5 else "no"
            row(f"{want.readers} read server-rendered pages", held, told(found, server, began))
            began = now(server)
            found, arrived = asyncio.run(beside(server.address, paths, want.readers, 20, 20_000))
            held = "yes" if not found.errors + arrived.errors and found.high() <= 0.5 else "no"
            let_in = f"{len(arrived.spent)} let in, median {statistics.median(arrived.spent):.1f} s"
            tried = f"the same pages, kept, while 50 arrive again and again ({let_in})"
            row(tried, held, told(found, server, began))
        if want.clients:
            began = now(server)
            found = asyncio.run(changes(server.address, want.clients, want.minutes * 60, 40_000))
            held = "yes" if not found.errors and found.high() <= 1.5 else "no"
            tried = f"{want.clients} clients, a change every 15 ± 5 s, {want.minutes:g} minutes"
            row(tried, held, told(found, server, began))


if __name__ == "__main__":
    main()
