"""nginx as a cache before a server, and without: `python -m benchmarks.caching [--seconds 8]`.

One server, and before it deploy/nginx.conf twice: as it is, and with its cache taken out. Forty
connections ask each in turn for the same pages for one thing and lists, over TLS, as fast as they
are answered; the limits on one address are lifted for that. Then a claim of the served folder is
changed, and the seconds until its page says so through the cache are counted, asked all the while
and asked once. Last, what is somebody's own is asked twice: none of it may be kept. All talk to
127.0.0.1 only and end by themselves.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import io
import os
import re
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks.load import own, row
from contested import disk
from contested.web.replies import RENEWED, SHARED_FOR
from scripts.cluster import HOST, Program, answers, free, nginx, trusting

ROOT = Path(__file__).parent.parent

CONNECTIONS = 40

#: What each reader asks for himself: his statement, what he looks up, his dashboard.
PRIVATE = (
    "/check?q=about+600+killed",
    "/api/search.json?q=kursk",
    "/sql?q=select+1",
    "/timeline?metric=killed",
    "/",
)


async def asked(port: int, paths: list[str], until: float) -> tuple[int, int]:
    """Return how many answers one connection is given, and how many are none."""
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", port, ssl=trusting(), server_hostname=HOST
    )
    number = wrong = 0
    try:
        while time.monotonic() < until:
            path = paths[number % len(paths)]
            status, _, _ = await answer(reader, writer, path)
            number += 1
            wrong += status != 200
    finally:
        writer.close()
    return number, wrong


async def answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str
) -> tuple[int, str, bytes]:
    """Return the status, head and body of one answer on a connection that stays open."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    body = b""
    if length := re.search(r"\r\ncontent-length: (\d+)", head):
        body = await reader.readexactly(int(length[1]))
    else:
        while size := int((await reader.readline()).split(b";")[0], 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
    return int(head.split()[1]), head, body


async def once(port: int, path: str) -> tuple[int, str, bytes]:
    """Return one answer."""
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", port, ssl=trusting(), server_hostname=HOST
    )
    try:
        return await answer(reader, writer, path)
    finally:
        writer.close()


async def speed(port: int, paths: list[str], seconds: float) -> tuple[float, int]:
    """Return the answers a second of all connections together, and how many were none."""
    await asyncio.gather(*(once(port, path) for path in paths))
    start = time.monotonic()
    found = await asyncio.gather(
        *(asked(port, paths[turn % 7 :], start + seconds) for turn in range(CONNECTIONS))
    )
    return sum(one for one, _ in found) / (time.monotonic() - start), sum(no for _, no in found)


async def text_of(port: int, path: str) -> str:
    """Return a page as it is read."""
    import gzip

    _, head, body = await once(port, path)
    return (gzip.decompress(body) if "content-encoding: gzip" in head else body).decode()


async def shown(port: int, path: str, note: str, every: float, at_first: float) -> float:
    """Return the seconds until a page says something, asked at first after a while."""
    start = time.monotonic()
    await asyncio.sleep(at_first)
    while note not in await text_of(port, path):
        await asyncio.sleep(every)
        if time.monotonic() - start > 300:
            return float("inf")
    return time.monotonic() - start


def edited(data: Path, note: str) -> str:
    """Change the note of the first claim of a folder; return its id."""
    path = data / "claims.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    rows[1][rows[0].index("note")] = note
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    disk.write({path: text.getvalue().encode()})
    return rows[1][rows[0].index("id")]


def without_limits(site: str) -> str:
    """Return nginx's configuration with limits that one address does not meet."""
    site = re.sub(r"rate=\d+r/\w", "rate=100000r/s", site)
    return re.sub(
        "limit_conn contested_connections 60", "limit_conn contested_connections 5000", site
    )


def main() -> None:
    """Print the table."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--seconds", type=int, default=8, choices=range(2, 61), metavar="2-60")
    seconds = asks.parse_args().seconds
    with ExitStack() as ended:
        place = Path(ended.enter_context(tempfile.TemporaryDirectory(prefix="contested-")))
        data = place / "data"
        shutil.copytree(ROOT / "data", data)
        id = edited(data, "Before.")
        port = free()
        server = Program(
            "server",
            [sys.executable, "-m", "contested", "serve", "--port", port, "--data", data],
            place,
            env=os.environ
            | {"CONTESTED_URL": f"https://{HOST}", "CONTESTED_PROXIES": "127.0.0.1",
               "CONTESTED_SNAPSHOTS": str(place / "snapshots"),
               "CONTESTED_CACHE": str(place / "cache")},
        )  # fmt: skip
        ended.callback(server.end)
        server.until(lambda: answers(f"http://127.0.0.1:{port}/health"))
        ports = []
        for name, change in (
            ("with", without_limits),
            ("without", lambda site: without_limits(site.replace("proxy_cache contested;", ""))),
        ):
            front, _, secure = nginx(place / name, [f"127.0.0.1:{port}"], change)
            ended.callback(front.end)
            ports.append(secure)
        print("| tried | held | figures |\n|---|---|---|")
        asyncio.run(_table(ports, data, id, seconds))


async def _table(ports: list[int], data: Path, id: str, seconds: float) -> None:
    kept, bare = ports
    ids = re.findall(r"(?m)^([a-z0-9-]+),", (data / "claims.csv").read_text())[:20]
    paths = [f"/claim/{one}" for one in ids[1:]] + ["/source/nis", "/api/sources.json", "/changes"]
    rates, none = [], 0
    for port in (bare, kept, bare, kept):
        began = time.perf_counter(), own()
        rate, wrong = await speed(port, paths, seconds)
        share = (own() - began[1]) / (time.perf_counter() - began[0])
        rates.append((rate, share))
        none += wrong
    without, cached = max(rates[0], rates[2]), max(rates[1], rates[3])
    row(
        f"{len(paths)} shared pages and lists, {CONNECTIONS} connections, {seconds} s each in turn",
        "no" if none else "yes",
        f"{without[0]:,.0f} answers a second without the cache, {cached[0]:,.0f} with it: "
        f"{cached[0] / without[0]:.1f} times as many; {none} errors; the load maker took "
        f"{100 * without[1]:.0f} % and {100 * cached[1]:.0f} % of a core",
    )
    promised = SHARED_FOR + RENEWED
    path = f"/claim/{id}"
    for number, (tried, every, at_first) in enumerate(
        (("asked each second", 1.0, 0.0), (f"asked first after {promised} s", 1.0, promised + 1.0))
    ):
        note = f"Changed for the {number + 1}. time."
        await text_of(kept, path)
        edited(data, note)
        took = await shown(kept, path, note, every, at_first)
        # What a change takes to be checked and built is no matter of the cache.
        held = "yes" if took <= promised + 5 else "no"
        row(f"a change of the data is on its page, {tried}", held, f"after {took:.0f} s")
    heads = []
    for private in PRIVATE:
        for _ in range(2):
            status, head, _ = await once(kept, private)
        heads.append((private, status, "x-cache: hit" in head, "public" in head))
    wrong = [one for one in heads if one[1] != 200 or one[2] or one[3]]
    row("nothing that is a reader's own is kept", "no" if wrong else "yes",
        f"{len(heads)} addresses, twice each {wrong or ''}")  # fmt: skip


if __name__ == "__main__":
    main()
