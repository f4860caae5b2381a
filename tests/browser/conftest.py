"""A reader in a real browser: what it opens, and all that goes wrong meanwhile."""

import json
import time
from collections import defaultdict
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout

KILLED = "conflict=russia-ukraine&subject=north-korea&metric=killed&population=military"

#: What a reader's page measures who says nothing of it.
WIDE = {"width": 1280, "height": 900}

#: The script has run, and nothing that it drew is still on its way.
STILL = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app?.dataset.testScriptState === 'notRunning' && !document.getElementById('first')
    && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
    && app.querySelector('.answer, [data-testid="stAlert"], [data-testid="stException"]');
}"""

#: Each claim that the first chart draws, by its id, with where its mark is on the screen.
MARKS = """() => {
  const chart = document.querySelector('.js-plotly-plot'), { xaxis, yaxis } = chart._fullLayout;
  const { left, top } = chart.getBoundingClientRect();
  const found = {};
  for (const trace of chart.data) (trace.customdata ?? []).forEach((cell, i) => {
    const read = (axis, value) => axis._offset + axis.l2p(axis.d2l(value));
    const at = value => value?._inputArray?.[i] ?? value[i];
    found[[cell].flat()[0]] = [left + read(xaxis, at(trace.x)), top + read(yaxis, at(trace.y))];
  });
  return found;
}"""


class Reader:
    """One reader's page, with every console error, dialog and request elsewhere noted."""

    def __init__(self, page, site):
        self.page, self.site = page, site
        self.errors, self.dialogs, self.elsewhere = [], [], []
        page.set_default_timeout(30_000)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", self._asked)
        page.on("request", self._requested)

    def open(self, path="/"):
        """Go to an address of the site and wait until its page stands."""
        self.page.goto(self.site + path)
        return self.settled()

    def settled(self):
        """Wait until the page has stopped changing."""
        # A change that was just made may not have reached the script yet.
        for _ in range(2):
            self.page.wait_for_timeout(250)
            self._until(STILL)
        return self

    def path(self):
        """Return the address without its host."""
        return self.page.url.removeprefix(self.site)

    def answer(self):
        """Return the page's answer in words."""
        return self.page.locator('[data-testid="stMain"] .answer').first.inner_text()

    def text(self):
        """Return all the text that the page shows."""
        return self.page.locator("body").inner_text()

    def marks(self):
        """Return where the first chart draws each claim, by the claim's id."""
        drawn = "() => document.querySelector('.js-plotly-plot .main-svg .trace')"
        self._until(drawn)
        self.page.locator(".js-plotly-plot").first.scroll_into_view_if_needed()
        return self.page.evaluate(MARKS)

    def choose(self, label, option):
        """Choose one option of a list by typing it."""
        field = self.page.get_by_label(label, exact=True).first
        field.click()
        field.fill(option)
        self.page.get_by_role("option").filter(has_text=option).first.click()
        self.page.keyboard.press("Escape")
        return self.settled()

    def date(self, word, day):
        """Type the date of a word and take it with Enter."""
        self.page.locator(f".st-key-{word} input").fill(day)
        self.page.keyboard.press("Enter")
        return self.settled()

    def _until(self, script, seconds=30):
        # Playwright's own waiting runs eval in the page, which the dashboard's policy forbids.
        end = time.monotonic() + seconds
        while not self.page.evaluate(script):
            if time.monotonic() > end:
                raise PlaywrightTimeout(f"still not so: {script}")
            self.page.wait_for_timeout(50)

    def _said(self, message):
        # The frontend looks for its server under every part of the address; those are not there.
        probe = "/_stcore/" in (message.location or {}).get("url", "")
        if message.type == "error" and not probe:
            self.errors.append(f"{message.text} {json.dumps(message.location)}")

    def _asked(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _requested(self, request):
        host = urlsplit(request.url).netloc
        if host and host != urlsplit(self.site).netloc:
            self.elsewhere.append(request.url)


@pytest.fixture(scope="session")
def site(serve):
    """Return the address of a server of the curated data."""
    return serve().address


class Window:
    """A window of the browser for one reader after the other: none finds what another left.

    For each of its processes Chromium compiles the dashboard anew, which is a third of what a page
    costs or more, and a process ends with its last page: the window keeps an empty one open.
    """

    def __init__(self, browser, site, options):
        self._context = browser.new_context(**options)
        self._empty = self._context.new_page()
        self._empty.goto(f"{site}/health")
        self._session = self._context.new_cdp_session(self._empty)

    def page(self, site, viewport, colours, cold):
        """Return a page that is as that of a new reader; a cold one takes nothing from a cache."""
        page = self._context.new_page()
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=colours)
        if cold:
            session = self._context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        return page

    def empty(self, reader):
        """Close a reader's page and forget what its site had the browser keep."""
        reader.page.close()
        self._context.clear_cookies()
        origin = {"origin": reader.site, "storageTypes": "all"}
        self._session.send("Storage.clearDataForOrigin", origin)


@pytest.fixture(scope="module")
def windows():
    """Return the windows that no reader has, by what they are opened with."""
    return defaultdict(list)


@pytest.fixture
def reader(chromium, windows, site):
    """Return a function that gives a new reader, who must have met no error when the test ends.

    Of two readers in a test each has a window, as two people have.
    """
    readers = []

    def new(at=site, *, viewport=WIDE, color_scheme="light", cold=False, **options):
        idle = windows[frozenset(options.items())]
        window = idle.pop() if idle else Window(chromium, at, options)
        one = Reader(window.page(at, viewport, color_scheme, cold), at)
        readers.append((one, window, idle))
        return one

    yield new
    for one, window, idle in readers:
        with suppress(PlaywrightTimeout):
            one.page.wait_for_load_state("networkidle", timeout=2_000)
        window.empty(one)
        idle.append(window)
    for one, *_ in readers:
        assert one.errors == []
        assert one.dialogs == []
        assert one.elsewhere == []


def pytest_collection_modifyitems(items):
    """Mark every test of this folder."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
