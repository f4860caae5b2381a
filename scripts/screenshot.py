"""Draw docs/screenshot.png: the timeline of the README, as a reader sees it."""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright
from serving import served

ROOT = Path(__file__).parent.parent
QUERY = "conflict=russia-ukraine&subject=north-korea&metric=casualties&population=military"
SIZE = {"width": 1280, "height": 960}


def main() -> None:
    """Serve the curated data for as long as the picture takes."""
    chromium = subprocess.run([ROOT / "scripts" / "chromium"], capture_output=True, text=True)
    if chromium.returncode:
        sys.exit(chromium.stderr)
    with served(ROOT, sys.executable) as address:
        draw(chromium.stdout.strip(), f"{address}/timeline?{QUERY}")


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
