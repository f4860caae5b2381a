"""What the tests share: a cache of their own, the curated data, a served dashboard, a browser."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import sync_playwright

from contested.database import CURATED, database


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory):
    """Keep the databases that tests build apart from the user's; the curated data are the data."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONTESTED_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("CONTESTED_DATA", raising=False)
        yield os.environ["CONTESTED_CACHE"]


@pytest.fixture(scope="session")
def curated():
    """Return the folder of the curated data."""
    return CURATED


@pytest.fixture
def con(cache):
    """Return a connection to the curated data's database."""
    return database(CURATED).cursor()


class Server(NamedTuple):
    """A dashboard that is served: its address, and its process."""

    address: str
    process: subprocess.Popen

    def stop(self):
        """End the process and close what it wrote to."""
        self.process.terminate()
        try:
            self.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()


@pytest.fixture(scope="session")
def serve(cache):
    """Return a function that serves a data folder on a free port, until the tests end."""
    servers = []

    def started(folder=None, *, cwd=None, **environment):
        command = [sys.executable, "-m", "contested", "serve", "--port", "0"]
        process = subprocess.Popen(
            command + (["--data", str(folder)] if folder else []),
            cwd=cwd,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        said = process.stdout.readline()
        found = re.search(r"http://\S+", said)
        server = Server(found[0] if found else "", process)
        servers.append(server)
        assert found, said + process.communicate(timeout=20)[0]
        _answering(server)
        return server

    yield started
    for server in servers:
        server.stop()


def _answering(server, seconds=60):
    """Wait until a server answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert server.process.poll() is None, server.process.communicate()[0]
        try:
            with urllib.request.urlopen(f"{server.address}/health", timeout=5) as answer:
                return answer.read()
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(server.address)


@contextmanager
def _chromium():
    """Run the Chromium or Chrome that scripts/chromium finds."""
    script = Path(__file__).parent.parent / "scripts" / "chromium"
    found = subprocess.run([script], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    # Nothing but the page under test may make a request.
    quiet = ("background-networking", "component-update", "sync", "default-apps", "extensions")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.stdout.strip(),
            args=[
                "--no-sandbox",
                "--no-first-run",
                "--disable-gpu",
                "--disable-quic",
                *(f"--disable-{name}" for name in quiet),
            ],
        )
        try:
            yield browser
        finally:
            browser.close()


# Playwright keeps an event loop running in this thread, so it must not outlive its tests.
@pytest.fixture(scope="module")
def chromium():
    """Return a browser for one module's tests."""
    with _chromium() as browser:
        yield browser
