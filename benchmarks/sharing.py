"""What a reader waits for when a chart is shared: `python -m benchmarks.sharing`.

In one run, on one machine: a snapshot's page beside the dashboard's page with the same chart and a
bare Streamlit page with one chart, each opened in a new browser context; pictures per second from a
warm browser; fifty readers at once on snapshots and on the API. Nothing leaves the machine.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, sync_playwright

from benchmarks.redraw import BARE, served
from contested.database import database
from contested.selection import selected
from contested.snapshots import browser as drawing
from contested.snapshots import pictures
from contested.snapshots.freezing import freeze

ROOT = Path(__file__).parent.parent
QUERY = "conflict=russia-ukraine&subject=north-korea&metric=killed&population=military"

#: Times that each page is opened; readers at once, and how many times each of them asks; pictures
#: that are drawn one after the other.
ROUNDS, READERS, ASKED, DRAWN = 5, 50, 8, 12

#: The chart, or its picture, is on the page.
_SHOWN = """() => {
  const picture = document.querySelector('img.picture');
  return picture ? picture.complete && picture.naturalWidth > 0
    : !!document.querySelector('.js-plotly-plot .main-svg .trace');
}"""


class Opened(NamedTuple):
    """One cold opening of a page: seconds to its picture, bytes over the wire, requests."""

    seconds: float
    sent: int
    requests: int


class Load(NamedTuple):
    """Many readers at once: requests, errors, median and 95 % in milliseconds, answers a second."""

    requests: int
    errors: int
    median: float
    high: float
    rate: float


def opened(browser: Browser, address: str) -> Opened:
    """Open a page in a new context and return what that took until its picture stood."""
    context = browser.new_context()
    page = context.new_page()
    network = context.new_cdp_session(page)
    sent: list[float] = []
    asked: list[str] = []
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
    network.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function(_SHOWN, polling="raf", timeout=60_000)
    seconds = time.perf_counter() - start
    page.wait_for_timeout(300)
    context.close()
    return Opened(seconds, int(sum(sent)), len(asked))


def median(openings: list[Opened]) -> Opened:
    """Return the median of each measure."""
    seconds, sent, requests = zip(*openings, strict=True)
    middle = statistics.median
    return Opened(middle(seconds), int(middle(sent)), int(middle(requests)))


async def crowd(paths: list[str], address: str) -> Load:
    """Let READERS ask ASKED times each, at once, and return how long the answers took."""
    host, _, port = address.removeprefix("http://").partition(":")
    spent: list[float] = []
    errors = 0

    async def one(path: str) -> None:
        nonlocal errors
        start = time.perf_counter()
        try:
            reader, writer = await asyncio.open_connection(host, int(port))
            head = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n"
            writer.write(head.encode())
            answer = await asyncio.wait_for(reader.read(), 60)
            writer.close()
            errors += not answer.startswith(b"HTTP/1.1 200")
        except (OSError, TimeoutError):
            errors += 1
        spent.append((time.perf_counter() - start) * 1000)

    async def reads(first: int) -> None:
        for turn in range(ASKED):
            await one(paths[(first + turn) % len(paths)])

    start = time.perf_counter()
    await asyncio.gather(*(reads(first) for first in range(READERS)))
    whole = time.perf_counter() - start
    spent.sort()
    high = spent[int(len(spent) * 0.95) - 1]
    return Load(len(spent), errors, statistics.median(spent), high, len(spent) / whole)


def alone(work: Coroutine[Any, Any, Load]) -> Load:
    """Run work on a thread of its own: Playwright keeps an event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def drawn_a_second() -> tuple[float, float]:
    """Return the seconds of the first picture, browser and all, and pictures a second after it."""
    snapshot = freeze(database().engine(), "benchmark", selected(QUERY), "timeline")
    start = time.perf_counter()
    pictures.draw(snapshot, "page")
    first = time.perf_counter() - start
    start = time.perf_counter()
    for _ in range(DRAWN):
        pictures.draw(snapshot, "page")
    warm = DRAWN / (time.perf_counter() - start)
    pictures.stop()
    return first, warm


def frozen(address: str) -> str:
    """Freeze a timeline over the API and return the snapshot's path, its pictures drawn."""
    body = json.dumps({"query": QUERY, "view": "timeline"}).encode()
    request = Request(f"{address}/api/snapshots", body, {"Content-Type": "application/json"})
    with urlopen(request, timeout=60) as answer:
        path = f"/snapshot/{json.load(answer)['id']}"
    for kind in ("page", "card"):
        urlopen(f"{address}{path}-{kind}.png", timeout=60).close()
    return path


def main() -> None:
    """Print the three measurements."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        bare = Path(place, "bare.py")
        bare.write_text(BARE, encoding="utf-8")
        browser = playwright.chromium.launch(
            executable_path=drawing.path(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        environment = {"CONTESTED_SNAPSHOTS": str(Path(place, "snapshots"))}
        with served(ROOT / "dashboard.py", **environment) as ours, served(bare) as theirs:
            path = frozen(ours)
            pages = {
                "snapshot's page": f"{ours}{path}",
                "dashboard, same chart": f"{ours}/timeline?{QUERY}",
                "bare Streamlit page": theirs,
            }
            for address in pages.values():
                opened(browser, address)
            held: dict[str, list[Opened]] = {name: [] for name in pages}
            for _ in range(ROUNDS):
                for name, address in pages.items():
                    held[name].append(opened(browser, address))
            print(f"Cold, new browser context, median of {ROUNDS}:")
            for name, openings in held.items():
                found = median(openings)
                print(
                    f"  {name:22} {found.seconds:6.2f} s to the picture, "
                    f"{found.sent / 1000:8,.0f} kB, {found.requests:4d} requests"
                )
            first, warm = drawn_a_second()
            print(f"Pictures: first {first:.2f} s with its browser, then {warm:.1f} a second.")
            print(f"{READERS} readers at once, {ASKED} requests each:")
            crowds: dict[str, list[str]] = {
                "snapshots": [path, f"{path}-page.png", f"{path}.json"],
                "API": [f"/api/claims.json?{QUERY}", f"/api/latest.json?{QUERY}"],
            }
            for name, paths in crowds.items():
                load = alone(crowd(paths, ours))
                print(
                    f"  {name:10} {load.requests} requests, {load.errors} errors, "
                    f"median {load.median:.0f} ms, 95 % within {load.high:.0f} ms, "
                    f"{load.rate:.0f} a second"
                )
        browser.close()


if __name__ == "__main__":
    main()
