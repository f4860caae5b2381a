"""A cold first visit over two slow lines: `python -m benchmarks.first_chart [ROUNDS]`.

The dashboard's timeline beside a bare Streamlit page with one Plotly chart of the same claims, in
one browser, in turn, each visit with an empty cache. Timed in the page from the navigation: until
the answer in words can be seen, the chart's picture, and the marks that Plotly drew. From the
picture on, every frame without picture and chart is counted as blank. CLS is the layout's shift as
browsers report it. Bytes are those that came over the network.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

from benchmarks.redraw import served

ROOT = Path(__file__).parent.parent
ROUNDS = 5

#: Lines: bytes a second each way, and milliseconds of latency.
LINES = {"10 Mbit/s, 40 ms": (10e6 / 8, 40), "1.6 Mbit/s, 150 ms": (1.6e6 / 8, 150)}

#: The quantity that both pages draw.
QUANTITY = "conflict=russia-ukraine&subject=russia&metric=killed&population=military"

BARE = """
import plotly.graph_objects as go
import streamlit as st
from contested import queries
from contested.database import database
from contested.selection import selected

claims = queries.claims(database().engine(), selected("{quantity}"))
st.plotly_chart(go.Figure(go.Scatter(x=claims["as_of"], y=claims["number"], mode="markers")))
"""

#: Notes in every frame what can be seen for the first time, in milliseconds since the navigation,
#: and for how long a picture that was seen is gone before the chart stands.
WATCH = """
window.seen = { shift: 0, blank: 0 };
new PerformanceObserver(list => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.seen.shift += one.value;
}).observe({ type: 'layout-shift', buffered: true });
const wide = found => found && found.getBoundingClientRect().width > 0;
const loaded = new Set();
const pictured = () => {
  const sent = document.querySelector('#first picture img');
  if (sent) return sent.complete && sent.naturalWidth > 0 && wide(sent);
  const place = document.querySelector('.st-key-timeline');
  if (!wide(place)) return false;
  const address = getComputedStyle(place).backgroundImage.slice(5, -2);
  if (!address || loaded.has(address)) return loaded.has(address);
  const image = new Image();
  image.src = address;
  if (image.complete) loaded.add(address);
  image.onload = () => loaded.add(address);
  return image.complete;
};
let last = 0;
const look = now => {
  const seen = (name, is) => { if (is && !(name in window.seen)) window.seen[name] = now; };
  seen('answer', wide(document.querySelector('.answer')));
  const chart = !document.getElementById('first')
    && wide(document.querySelector('.js-plotly-plot .main-svg .trace'));
  seen('chart', chart);
  const picture = chart || pictured();
  seen('picture', picture);
  if (!picture && 'picture' in window.seen) window.seen.blank += now - last;
  last = now;
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


class Visit(NamedTuple):
    """One cold visit: seconds until words, picture and chart (no words on the bare page).

    `blank` are the seconds without picture and chart after the first picture.
    """

    answer: float
    picture: float
    chart: float
    blank: float
    shift: float
    megabytes: float
    requests: float


def visit(browser: Browser, address: str, line: str) -> Visit:
    """Return one visit with an empty cache over a slow line."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    throughput, latency = LINES[line]
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": latency,
            "downloadThroughput": throughput,
            "uploadThroughput": throughput,
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
    times = [seen.get(name, 0) / 1000 for name in ("answer", "picture", "chart", "blank")]
    return Visit(*times, seen["shift"], sum(sizes) / 1e6, len(sizes))


def main(rounds: int = ROUNDS, quantity: str = QUANTITY) -> None:
    """Print the medians of both pages over each line, and ours as shares of the bare page's."""
    chromium = subprocess.run(
        [ROOT / "scripts" / "chromium"], capture_output=True, text=True, check=True
    ).stdout.strip()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE.format(quantity=quantity), encoding="utf-8")
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
            served(ROOT / "dashboard.py") as ours,
        ):
            addresses = {"bare page": plain, "timeline": f"{ours}/timeline?{quantity}"}
            for address in addresses.values():
                visit(browser, address, next(iter(LINES)))  # imports, and what is compressed once
            time.sleep(15)
            for line in LINES:
                visits: dict[str, list[Visit]] = {name: [] for name in addresses}
                for _ in range(rounds):
                    for name, address in addresses.items():
                        visits[name].append(visit(browser, address, line))
                _say(line, visits)
        browser.close()


def _say(line: str, visits: dict[str, list[Visit]]) -> None:
    middle = {
        name: Visit(*map(statistics.median, zip(*each, strict=True)))
        for name, each in visits.items()
    }
    print(line)
    for name, one in middle.items():
        print(
            f"  {name:10} words {one.answer:.2f} s, picture {one.picture:.2f} s, "
            f"chart {one.chart:.2f} s, blank {one.blank:.2f} s, CLS {one.shift:.3f}, "
            f"{one.megabytes:.2f} MB in {one.requests:.0f} requests"
        )
    ours, bare = middle["timeline"], middle["bare page"].chart
    print(
        f"  ratio      words {ours.answer / bare:.2f}, "
        f"picture {ours.picture / bare:.2f} (aim 0.15), "
        f"chart {ours.chart / bare:.2f} (aim 0.5), CLS {ours.shift:.3f} (aim 0.1)"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
