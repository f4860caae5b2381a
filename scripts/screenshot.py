"""Draw docs/screenshot.png: the timeline of the README, as a reader sees it."""

import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
QUERY = "conflict=russia-ukraine&subject=north-korea&metric=casualties&population=military"
SIZE = {"width": 1280, "height": 960}


def main() -> None:
    """Serve the curated data for as long as the picture takes."""
    found = subprocess.run([ROOT / "scripts" / "chromium"], capture_output=True, text=True)
    if found.returncode:
        sys.exit(found.stderr)
    command = [sys.executable, "-m", "contested", "serve", "--port", "0"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        said = server.stdout.readline() if server.stdout else ""
        address = re.search(r"http://\S+", said)
        if not address:
            sys.exit(said)
        answering(address[0])
        draw(found.stdout.strip(), f"{address[0]}/timeline?{QUERY}")
    finally:
        server.terminate()
        server.wait()


def answering(address: str) -> None:
    """Wait until the server answers."""
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/health").close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"{address} does not answer")


def draw(chromium: str, address: str) -> None:
    """Save what stands at an address once its chart is drawn."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        page.goto(address)
        page.wait_for_selector(".js-plotly-plot .main-svg .trace", timeout=60_000)
        page.wait_for_timeout(3_000)
        page.screenshot(path=ROOT / "docs" / "screenshot.png")
        browser.close()


if __name__ == "__main__":
    main()
