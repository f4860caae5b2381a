"""A cold first visit at 10 Mbit/s and 40 ms: `python -m benchmarks.first_chart`.

The dashboard's timeline beside a bare Streamlit page with one Plotly chart of the same claims, in
one browser, in turn, each visit with an empty cache. Timed in the page from the navigation: until
the chart's marks are drawn, and until the answer in words can be seen. Bytes are those that came
over the network.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
ROUNDS = 5

#: Bytes a second each way, and milliseconds of latency.
THROUGHPUT, LATENCY = 10e6 / 8, 40

TIMELINE = "/timeline?conflict=russia-ukraine&subject=russia&metric=killed&population=military"

BARE = """
import plotly.graph_objects as go
import streamlit as st
from contested import queries
from contested.database import database
from contested.selection import selected

claims = queries.claims(
    database().engine(),
    selected("conflict=russia-ukraine&subject=russia&metric=killed&population=military"),
)
st.plotly_chart(go.Figure(go.Scatter(x=claims["as_of"], y=claims["number"], mode="markers")))
"""

#: Notes in every frame what can be seen for the first time, in milliseconds since the navigation.
WATCH = """
window.seen = {};
const marks = {
  chart: '.js-plotly-plot .main-svg .trace',
  answer: '.answer',
};
const look = () => {
  for (const [name, selector] of Object.entries(marks)) {
    const found = document.querySelector(selector);
    if (!(name in window.seen) && found && found.getBoundingClientRect().width) {
      window.seen[name] = performance.now();
    }
  }
  requestAnimationFrame(look);
};
look();
"""


class Visit(NamedTuple):
    """One cold visit: seconds to the chart and to the answer (none on the bare page); its load."""

    chart: float
    answer: float | None
    megabytes: float
    requests: int


def visit(browser: Browser, address: str) -> Visit:
    """Return one visit with an empty cache over a slow line."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": THROUGHPUT,
            "uploadThroughput": THROUGHPUT,
        },
    )
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="commit", timeout=120_000)
    # The dashboard's policy forbids the eval that Playwright's own waiting would do.
    while "chart" not in page.evaluate("window.seen"):
        page.wait_for_timeout(200)
    # What is still on its way belongs to the visit too.
    page.wait_for_timeout(1500)
    seen = page.evaluate("window.seen")
    context.close()
    answer = seen["answer"] / 1000 if "answer" in seen else None
    return Visit(seen["chart"] / 1000, answer, sum(sizes) / 1e6, len(sizes))


@contextmanager
def served(script: Path, folder: Path) -> Iterator[str]:
    """Serve a Streamlit script on a free port and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    options = ["--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true"]
    process = subprocess.Popen(
        [*command, *options, "--browser.gatherUsageStats=false"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                urlopen(f"{address}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.5)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def main() -> None:
    """Print the medians of both pages, and the dashboard's as a share of the bare page's."""
    chromium = subprocess.run(
        [ROOT / "scripts" / "chromium"], capture_output=True, text=True, check=True
    ).stdout.strip()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-sync",
                "--disable-background-networking",
                "--disable-component-update",
            ],
        )
        with (
            served(bare, Path(folder)) as plain,
            served(ROOT / "dashboard.py", ROOT) as ours,
        ):
            addresses = {"bare page": plain, "timeline": ours + TIMELINE}
            for address in addresses.values():
                visit(browser, address)  # imports, and what is compressed once
            time.sleep(15)
            visits: dict[str, list[Visit]] = {name: [] for name in addresses}
            for _ in range(ROUNDS):
                for name, address in addresses.items():
                    visits[name].append(visit(browser, address))
        browser.close()
    middle = {name: _middle(held) for name, held in visits.items()}
    for name, found in middle.items():
        answer = f", answer {found.answer:.2f} s" if found.answer else ""
        print(
            f"{name:10} first chart {found.chart:.2f} s{answer}, "
            f"{found.megabytes:.2f} MB in {found.requests} requests"
        )
    ours_, theirs = middle["timeline"], middle["bare page"]
    print(
        f"ratio      first chart {ours_.chart / theirs.chart:.2f} (aim 0.5), "
        f"answer {(ours_.answer or 0) / theirs.chart:.2f} (aim 0.25), "
        f"{ours_.megabytes:.2f} MB (aim 2.5)"
    )


def _middle(visits: list[Visit]) -> Visit:
    answers = [visit.answer for visit in visits if visit.answer is not None]
    return Visit(
        statistics.median(visit.chart for visit in visits),
        statistics.median(answers) if answers else None,
        statistics.median(visit.megabytes for visit in visits),
        int(statistics.median(visit.requests for visit in visits)),
    )


if __name__ == "__main__":
    main()
