"""Fifty clients while the data change: `python -m benchmarks.soak [--minutes 30] [--clients 50]`.

Clients of the dashboard change what they look at every 15 ± 5 seconds, as in `benchmarks.load`.
Meanwhile a claim of the served folder is edited every 20 seconds, a view is frozen and its picture
asked for every 10, and pages and the API are read every second. All talk to 127.0.0.1 only, and end
by themselves. The table has a row a minute: what was asked, what went wrong, the memory held.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.caching import edited
from benchmarks.load import PAGES, QUANTITIES, Served, asked, changes, own, pages, row, served

ROOT = Path(__file__).parent.parent

#: Answers that ask to wait are no errors: they are counted apart.
WAIT = (429, 503)


class Soak:
    """What was done so far, and what went wrong."""

    def __init__(self, server: Served, data: Path, seconds: float) -> None:
        self.server, self.data = server, data
        self.end = time.monotonic() + seconds
        self.done: Counter[str] = Counter()
        self.errors: list[str] = []
        self.hashes: set[str] = set()

    async def edit(self) -> None:
        """Change a note of a claim every 20 seconds: another database each time."""
        while time.monotonic() < self.end:
            edited(self.data, f"Edited at {time.time():.0f}")
            self.done["edits"] += 1
            await asyncio.sleep(20)

    async def freeze(self) -> None:
        """Freeze a view, and ask for its page and its picture, every ten seconds."""
        views, turn = ("timeline", "compare", "spread"), 0
        while time.monotonic() < self.end:
            turn += 1
            query = {"query": QUANTITIES[turn % len(QUANTITIES)], "view": views[turn % 3]}
            status, body = await self._post("/api/snapshots", json.dumps(query).encode())
            self._counted("freezes", status, (200, 201))
            if status in (200, 201):
                id = json.loads(body)["id"]
                await self._get(f"/snapshot/{id}", "snapshots")
                await self._get(f"/snapshot/{id}-page.png", "pictures")
            await asyncio.sleep(10)

    async def read(self, paths: list[str]) -> None:
        """Read pages and the API, one a second."""
        while time.monotonic() < self.end:
            path = random.choice(
                [*paths, "/api/latest.json", "/api/claims.csv?limit=500", "/health"]
            )
            await self._get(path, "answers")
            await self._get(f"/{random.choice(PAGES)}?{random.choice(QUANTITIES)}", "pages")
            await asyncio.sleep(1)

    async def tell(self) -> None:
        """Print a row a minute."""
        began, minute = (time.perf_counter(), own(), self.server.seconds()), 0
        while time.monotonic() < self.end:
            await asyncio.sleep(min(60, max(1, self.end - time.monotonic())))
            minute += 1
            real = time.perf_counter() - began[0]
            done = ", ".join(f"{number} {what}" for what, number in sorted(self.done.items()))
            row(
                f"minute {minute}",
                "no" if self.errors else "yes",
                f"{self.server.memory():.0f} MB, {done}, {len(self.hashes)} databases seen; server "
                f"{100 * (self.server.seconds() - began[2]) / real:.0f} % of a core, load maker "
                f"{100 * (own() - began[1]) / real:.0f} %{self._wrong()}",
            )

    def _wrong(self) -> str:
        return f"; {len(self.errors)} errors ({self.errors[-1][:80]})" if self.errors else ""

    def _counted(self, what: str, status: int, good: tuple[int, ...] = (200,)) -> None:
        self.done[what if status in good else f"{what} asked to wait"] += 1
        if status not in (*good, *WAIT):
            self.errors.append(f"{what}: status {status}")

    async def _get(self, path: str, what: str) -> None:
        try:
            status, body = await asked(urlsplit(self.server.address).netloc, path)
            self._counted(what, status)
            if path == "/health" and status == 200:
                self.hashes.add(body.decode(errors="replace").partition('"hash":"')[2][:16])
        except (OSError, TimeoutError) as error:
            self.errors.append(f"{path}: {error!r}")

    async def _post(self, path: str, body: bytes) -> tuple[int, bytes]:
        place = urlsplit(self.server.address)
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        try:
            head = f"POST {path} HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: close\r\n"
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            async with asyncio.timeout(120):
                raw = await reader.read()
        finally:
            writer.close()
        return int(raw.split()[1]) if raw else 0, raw.partition(b"\r\n\r\n")[2]


async def soaked(server: Served, data: Path, clients: int, minutes: float) -> Soak:
    """Let everything go on at once for some minutes."""
    soak = Soak(server, data, minutes * 60)
    paths = await pages(server.address)
    begun = (time.perf_counter(), own(), server.seconds())
    found, *_ = await asyncio.gather(
        changes(server.address, clients, minutes * 60, 40_000),
        soak.edit(), soak.freeze(), soak.read(paths), soak.tell(),
    )  # fmt: skip
    soak.errors += found.errors
    real = time.perf_counter() - begun[0]
    row(
        f"{clients} clients for {minutes:g} minutes",
        "no" if soak.errors else "yes",
        f"{len(found.spent)} changes, p95 {found.high():.2f} s, {len(soak.errors)} errors; "
        f"{server.memory():.0f} MB at the end, server "
        f"{100 * (server.seconds() - begun[2]) / real:.0f} % of a core{soak._wrong()}",
    )
    return soak


def main() -> None:
    """Print the table; exit with 1 where anything went wrong."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--minutes", type=float, default=30)
    asks.add_argument("--clients", type=int, default=50)
    want = asks.parse_args()
    with tempfile.TemporaryDirectory() as place:
        data = Path(place) / "data"
        shutil.copytree(ROOT / "data", data)
        environment = {"CONTESTED_DATA": str(data), "CONTESTED_CACHE": f"{place}/cache"}
        with served(CONTESTED_SNAPSHOT_RATE="60", **environment) as server:
            print("| tried | held | figures |\n|---|---|---|")
            soak = asyncio.run(soaked(server, data, want.clients, want.minutes))
    raise SystemExit(bool(soak.errors))


if __name__ == "__main__":
    main()
