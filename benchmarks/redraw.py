"""From a filter's change to the redrawn chart: `python -m benchmarks.redraw`.

The dashboard's timeline beside a bare Streamlit page that holds one filter and one Plotly chart of
the same claims, in one browser, in turn. Both are timed in the page: from the click that sets or
clears the filter of evidence to the frame in which the chart's node was replaced and drawn. The
first rounds on each side are not counted; the later ones find what a server keeps for its readers,
and `first` prints the time of the very first, which finds nothing kept.
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
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
ROUNDS = 12

#: The quantity that both pages draw.
QUANTITY = "conflict=russia-ukraine&subject=russia&metric=killed&population=military"

#: The filter that is set and cleared, as it begins on both pages.
FILTER = "Estimate"

BARE = f"""
import plotly.graph_objects as go
import streamlit as st
from contested import queries
from contested.database import database
from contested.selection import selected

claims = queries.claims(database().engine(), selected("{QUANTITY}"))
kinds = st.pills("Evidence", ["Estimate", "Statement"], selection_mode="multi")
if kinds:
    claims = claims[claims["evidence"].isin([kind.lower() for kind in kinds])]
st.plotly_chart(
    go.Figure(go.Scatter(x=claims["as_of"], y=claims["number"], mode="markers")), theme=None
)
"""

#: Clicks an option and resolves with the milliseconds until another chart's node stands drawn.
TIMED = """label => new Promise((resolve, reject) => {
  const before = document.querySelector('.js-plotly-plot .main-svg');
  const option = [...document.querySelectorAll('button')].find(
    one => one.innerText.startsWith(label));
  const start = performance.now();
  const look = () => {
    const now = document.querySelector('.js-plotly-plot .main-svg');
    if (now && now !== before && now.querySelector('.trace')) {
      resolve(performance.now() - start);
    } else if (performance.now() - start > 20000) {
      reject(new Error('no chart was redrawn'));
    } else {
      requestAnimationFrame(look);
    }
  };
  option.click();
  requestAnimationFrame(look);
})"""


@contextmanager
def served(script: Path, folder: Path = ROOT, **settings: str) -> Iterator[str]:
    """Serve a Streamlit script from a folder, on a free port; yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1"]
    command += ["--browser.gatherUsageStats=false", "--server.fileWatcherType=none"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def opened(page: Page, address: str) -> Page:
    """Open a page and wait until its chart stands."""
    page.goto(address)
    page.wait_for_selector(".js-plotly-plot .main-svg .trace", state="attached", timeout=60_000)
    page.wait_for_timeout(2000)
    return page


def redraw(page: Page) -> float:
    """Set or clear the filter, and return the milliseconds until the chart was redrawn."""
    spent = float(page.evaluate(TIMED, FILTER))
    page.wait_for_timeout(700)
    return spent


def main() -> None:
    """Print the median times and their ratio."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        bare = Path(place, "bare.py")
        bare.write_text(BARE, encoding="utf-8")
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        with served(ROOT / "dashboard.py") as ours, served(bare) as theirs:
            full = opened(browser.new_page(), f"{ours}/timeline?{QUANTITY}")
            plain = opened(browser.new_page(), theirs)
            spent: list[tuple[float, float]] = []
            for _ in range(ROUNDS):
                full.bring_to_front()
                mine = redraw(full)
                plain.bring_to_front()
                spent.append((mine, redraw(plain)))
        browser.close()
    mine, bare_time = (statistics.median(times) for times in zip(*spent[2:], strict=True))
    ratio = statistics.median(a / b for a, b in spent[2:])
    print(f"timeline {mine:.0f} ms, bare page {bare_time:.0f} ms, ratio {ratio:.2f}")
    print(f"first: timeline {spent[0][0]:.0f} ms, bare page {spent[0][1]:.0f} ms")


if __name__ == "__main__":
    main()
