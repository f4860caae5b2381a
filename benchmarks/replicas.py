"""Three servers behind nginx, one of them killed: `python -m benchmarks.replicas [--seconds 150]`.

An S3 server holds the snapshots, a Redis the limits, and nginx with deploy/nginx.conf stands in
front (`scripts/cluster.py` starts and ends them all, by their process ids). Fifty readers ask for
light pages and the API, twenty look at the dashboard and change what they see, each from an address
of its own on this machine; views are frozen on one server and read on another at once. After a
third of the time one server is killed, after a half it is started again. All talk to 127.0.0.1
only and end by themselves. The table says what was tried, whether it held, and the figures.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import random
import statistics
import time
from collections import Counter, defaultdict
from typing import Any
from urllib.request import Request, urlopen

import httpx2
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from benchmarks.load import PAGES, QUANTITIES, own, row
from scripts.cluster import HOST, Cluster, Program, cluster, trusting

READERS, SESSIONS = 50, 20

#: Seconds between two things that one does, and how far they vary.
READ, CHANGE, GIVE = 8.0, 30.0, 0.5

#: The longest that anything is waited for, in seconds.
PATIENCE = 120.0


class Trial:
    """What was done so far, and what went wrong."""

    def __init__(self, running: Cluster, seconds: float) -> None:
        self.running, self.end = running, time.monotonic() + seconds
        self.url = f"https://127.0.0.1:{running.port}"
        self.spent: list[float] = []
        self.runs: list[float] = []
        self.back: list[float] = []
        self.errors: dict[str, list[str]] = defaultdict(list)
        self.waited: Counter[str] = Counter()
        self.bodies: dict[str, set[str]] = defaultdict(set)
        self.frozen: list[float] = []

    async def read(self, number: int, paths: list[str]) -> None:
        """Read light pages and the API, one after the other, from an address of its own."""
        await asyncio.sleep(random.uniform(0, READ))
        way = httpx2.AsyncHTTPTransport(verify=trusting(), local_address=f"127.0.1.{number + 1}")
        async with httpx2.AsyncClient(transport=way, timeout=PATIENCE) as client:
            while time.monotonic() < self.end:
                path = random.choice(paths)
                start = time.perf_counter()
                try:
                    answer = await client.get(f"{self.url}{path}", headers={"Host": HOST})
                    self.spent.append(time.perf_counter() - start)
                    if answer.status_code in (429, 503):
                        self.waited["readers"] += 1
                        why = f"{path}: {answer.status_code} {answer.text[:60]}"
                        self.errors["readers"].append(why)
                    elif answer.status_code != 200:
                        self.errors["readers"].append(f"{path}: status {answer.status_code}")
                    else:
                        self.bodies[path].add(hashlib.sha256(answer.content).hexdigest())
                except httpx2.HTTPError as error:
                    self.errors["readers"].append(f"{path}: {error!r}")
                await asyncio.sleep(READ * random.uniform(1 - GIVE, 1 + GIVE))

    async def look(self, number: int) -> None:
        """Hold a session and change what it shows; one that is cut off comes back."""
        await asyncio.sleep(random.uniform(0, CHANGE))  # they come one after the other
        address, cut = f"127.0.2.{number + 1}", 0.0
        while time.monotonic() < self.end or cut:
            try:
                async with connect(
                    f"wss://{HOST}/_stcore/stream",
                    host="127.0.0.1", port=self.running.port, ssl=trusting(),
                    local_addr=(address, 0), origin=f"https://{HOST}",  # type: ignore[arg-type]
                    subprotocols=["streamlit"],  # type: ignore[list-item]
                    max_size=None, open_timeout=PATIENCE, proxy=None, compression=None,
                ) as session:  # fmt: skip
                    while time.monotonic() < self.end or cut:
                        start = time.perf_counter()
                        await self._run(session)
                        self.runs.append(time.perf_counter() - start)
                        if cut:
                            self.back.append(time.perf_counter() - cut)
                            cut = 0.0
                        await asyncio.sleep(CHANGE * random.uniform(1 - GIVE, 1 + GIVE))
            except InvalidStatus as error:
                self.waited["sessions"] += 1
                if error.response.status_code != 503:
                    self.errors["sessions"].append(repr(error))
                cut = cut or time.perf_counter()
            except (TimeoutError, AssertionError) as error:
                self.errors["sessions"].append(repr(error))
                return
            except (ConnectionClosed, InvalidHandshake, OSError):
                cut = cut or time.perf_counter()
            if cut and time.perf_counter() - cut > PATIENCE:
                self.errors["sessions"].append("it did not come back")
                return
            if cut:
                await asyncio.sleep(0.5)  # as Streamlit's own page waits before it comes back

    async def _run(self, session: Any) -> None:
        asked = BackMsg()
        asked.rerun_script.page_name = random.choice(PAGES)
        asked.rerun_script.query_string = random.choice(QUANTITIES)
        asked.rerun_script.is_history_navigation = True
        await session.send(asked.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while True:
                message = ForwardMsg()
                message.ParseFromString(await session.recv())
                kind = message.WhichOneof("type")
                assert kind != "delta" or (
                    message.delta.new_element.WhichOneof("type") != "exception"
                ), message.delta.new_element.exception.message
                if kind == "script_finished":
                    return

    async def freeze(self) -> None:
        """Freeze views on one of the servers that live and read them on another at once."""
        turn = 0
        while time.monotonic() < self.end:
            one, other = random.sample(self.running.addresses[1:], 2)
            view = ("timeline", "compare", "spread")[turn % 3]
            query = {"query": QUANTITIES[turn // 3 % len(QUANTITIES)], "view": view}
            try:
                start = time.perf_counter()
                id = await asyncio.to_thread(_frozen, one, query)
                read = await asyncio.to_thread(_read, f"{other}/snapshot/{id}.json")
                self.frozen.append(time.perf_counter() - start)
                if json.loads(read)["id"] != id:
                    self.errors["frozen"].append(f"{id} is another on {other}")
            except (OSError, ValueError, KeyError) as error:
                self.errors["frozen"].append(f"{error!r}")
            turn += 1
            await asyncio.sleep(5)

    async def fail(self, server: Program, seconds: float) -> None:
        """Kill a server after a third of the time, and start it again after a half."""
        await asyncio.sleep(seconds / 3)
        await asyncio.to_thread(server.kill)
        await asyncio.sleep(seconds / 6)
        await asyncio.to_thread(server.start)


def _frozen(address: str, query: dict[str, str]) -> str:
    request = Request(f"{address}/api/snapshots", json.dumps(query).encode())
    request.add_header("content-type", "application/json")
    with urlopen(request, timeout=PATIENCE) as answer:
        return str(json.loads(answer.read())["id"])


def _read(address: str) -> bytes:
    with urlopen(address, timeout=PATIENCE) as answer:
        return bytes(answer.read())


def _warmed(address: str, paths: list[str]) -> None:
    for path in paths:
        _read(f"{address}{path}")


def pages(address: str) -> list[str]:
    """Return addresses of light pages and lists."""
    claims = json.loads(_read(f"{address}/api/claims.json?limit=500"))["claims"]
    paths = [f"/claim/{claim['id']}" for claim in claims[::25]]
    paths += [
        f"/source/{id}" for id in sorted({claim["source"].split(";")[0] for claim in claims})[:10]
    ]
    paths += ["/api/sources.json", "/api/quantities.json", "/api/docs", "/changes", "/sitemap.xml"]
    return paths + [f"/embed/timeline?{query}" for query in QUANTITIES[:4]]


async def tried(running: Cluster, seconds: float) -> Trial:
    """Let everything go on at once."""
    paths = pages(running.addresses[0])
    await asyncio.gather(  # what a first reader finds not made yet
        *(asyncio.to_thread(_warmed, address, paths) for address in running.addresses)
    )
    trial = Trial(running, seconds)
    await asyncio.gather(
        *(trial.read(number, paths) for number in range(READERS)),
        *(trial.look(number) for number in range(SESSIONS)),
        trial.freeze(),
        trial.fail(running.servers[0], seconds),
    )
    return trial


def _figures(what: str, spent: list[float]) -> str:
    if not spent:
        return f"0 {what}"
    high = sorted(spent)[max(0, int(len(spent) * 0.95) - 1)]
    return (
        f"{len(spent):,} {what}, median {statistics.median(spent):.2f} s, p95 {high:.2f} s, "
        f"longest {max(spent):.2f} s"
    )


def _wrong(errors: list[str]) -> str:
    kinds = Counter(error.rpartition(": ")[2][:80] for error in errors)
    said = ", ".join(f"{number} × {kind}" for kind, number in kinds.most_common(3))
    return f"{len(errors)} errors" + (f" ({said})" if errors else "")


def main() -> None:
    """Print the table."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--seconds", type=int, default=150, choices=range(30, 601), metavar="30-600")
    seconds = asks.parse_args().seconds
    # What readers have made is made by one address here: it would be refused as one reader's.
    with cluster(CONTESTED_SNAPSHOT_RATE="600") as running:
        began = time.perf_counter(), own()
        trial = asyncio.run(tried(running, seconds))
        share = (own() - began[1]) / (time.perf_counter() - began[0])
        again = running.servers[0].process.poll() is None
    back = trial.back or [0.0]
    print("| tried | held | figures |\n|---|---|---|")
    readers, sessions = trial.errors["readers"], trial.errors["sessions"]
    differing = [path for path, bodies in trial.bodies.items() if len(bodies) > 1]
    row(
        f"{READERS} readers of light pages and the API, an answer each {READ:g} s, "
        f"{seconds:g} s long, a server killed and started again",
        "no" if readers else "yes",
        f"{_figures('answers', trial.spent)}; {_wrong(readers)}",
    )
    row(
        "answers of the three at one address are the same",
        "no" if differing else "yes",
        f"{len(trial.bodies)} addresses, {len(differing)} that differ {differing[:3] or ''}",
    )
    row(
        f"{SESSIONS} sessions meanwhile, a change each {CHANGE:g} s",
        "no" if sessions else "yes",
        f"{_figures('runs', trial.runs)}; {len(trial.back)} cut off and back, with their page, "
        f"after {statistics.median(back):.1f} s (longest {max(back):.1f} s), "
        f"{trial.waited['sessions']} asked to wait; {_wrong(sessions)}",
    )
    row(
        "frozen on one server, read on another at once",
        "no" if trial.errors["frozen"] or not trial.frozen else "yes",
        f"{_figures('snapshots', trial.frozen)}; {_wrong(trial.errors['frozen'])}",
    )
    row("the killed server serves again", "yes" if again else "no",
        f"load maker {100 * share:.0f} % of a core")  # fmt: skip


if __name__ == "__main__":
    main()
