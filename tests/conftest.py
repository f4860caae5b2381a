"""What the tests share: a cache of their own, the curated data, a served dashboard, a browser."""

import csv
import io
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
from hypothesis import settings

from contested.database import database
from contested.tables import TABLES
from contested.vocabulary import POPULATIONS

# A run tries the same texts and histories each time: what fails does so for who caused it.
settings.register_profile("same", derandomize=True)
settings.load_profile("same")

# The hosts that tests ask by; some ask while they are collected.
os.environ["CONTESTED_HOSTS"] = (
    "contested.example, other.example, testserver, a.example, b.example, c.example"
)

#: The first edition of the curated data, kept as it was: what a test expects of it stays true while
#: the data grow.
FIRST_EDITION = Path(__file__).parent / "data" / "first_edition"
os.environ["CONTESTED_DATA"] = str(FIRST_EDITION)

#: What a module says at its head when it marks every test of its own.
_MARKED = re.compile(r"^pytestmark = pytest\.mark\.(browser|slow)\b", re.MULTILINE)


def pytest_ignore_collect(collection_path, config):
    """Do not import a module that the working loop leaves out as a whole: that takes seconds."""
    first, *left_out = f" and {config.option.markexpr}".split(" and not ")
    if first:  # it asks for more than to leave out
        return None
    if collection_path == Path(__file__).parent / "browser":
        return "browser" in left_out or None
    if collection_path.suffix != ".py":
        return None
    marks = _MARKED.findall(collection_path.read_text(encoding="utf-8"))
    return bool({*marks} & {*left_out}) or None


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory):
    """Keep the databases that tests build apart from the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONTESTED_CACHE", str(tmp_path_factory.mktemp("cache")))
        # Who meets a change waits for what is built of it, however busy the machine.
        patch.setattr("contested.database.PATIENCE", 600)
        yield os.environ["CONTESTED_CACHE"]


@pytest.fixture(scope="session")
def curated():
    """Return the folder of the curated data's first edition."""
    return FIRST_EDITION


@pytest.fixture
def engine(cache):
    """Return the engine of the first edition's database."""
    return database(FIRST_EDITION).engine()


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
        found = re.search(r"claims at (http://\S+)", said)
        server = Server(found[1] if found else "", process)
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


#: Two pages that Chromium draws for each reader beside the one under test, which no reader of a
#: test sees: what is offered under an address that is being typed. A sixth of what a reader costs.
OF_THE_ADDRESS_BAR = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup")

#: What Playwright switches off; whoever names more must name these too, as the last list counts.
OF_PLAYWRIGHT = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "CDPScreenshotNewSurface",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "SkipListAccountsWithoutGaiaCookies",
    "ThirdPartyStoragePartitioning",
)


@contextmanager
def _chromium():
    """Run the Chromium or Chrome that scripts/chromium finds."""
    script = Path(__file__).parent.parent / "scripts" / "chromium"
    found = subprocess.run([script], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    from playwright.sync_api import sync_playwright  # most tests need no browser

    # Nothing but the page under test may make a request.
    quiet = ("background-networking", "component-update", "sync", "default-apps", "extensions")
    off = ",".join([*OF_PLAYWRIGHT, *OF_THE_ADDRESS_BAR])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.stdout.strip(),
            args=[
                "--no-sandbox",
                "--no-first-run",
                "--disable-gpu",
                "--disable-quic",
                "--process-per-site",  # what a reader's window has compiled serves his next page
                *(f"--disable-{name}" for name in quiet),
                f"--disable-features={off}",
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


class Folder:
    """A small data folder on disk that a test may break: `path`, and ways to edit its rows."""

    def __init__(self, path):
        self.path = path
        for name, text in SMALL.items():
            self.write(name, text)

    def write(self, name, text):
        """Write a file as a whole: text, or bytes as they are."""
        raw = text if isinstance(text, bytes) else text.encode()
        (self.path / f"{name}.csv").write_bytes(raw)

    def read(self, name):
        """Return a file's text."""
        return (self.path / f"{name}.csv").read_bytes().decode()

    def add(self, name, /, **cells):
        """Append a row, empty but for these cells; return its line."""
        rows = [*self._rows(name), {}]
        return self._store(name, rows, len(rows) + 1, cells)

    def change(self, name, line, /, **cells):
        """Replace cells of the row in this line."""
        return self._store(name, self._rows(name), line, cells)

    def _rows(self, name):
        return list(csv.DictReader(io.StringIO(self.read(name))))

    def _store(self, name, rows, line, cells):
        rows[line - 2].update(cells)
        text = io.StringIO()
        columns = [
            column.name
            for column in TABLES[name]
            if not column.optional or any(row.get(column.name) for row in rows)
        ]
        writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        self.write(name, text.getvalue())
        return line


#: An article that comes later into that folder, and what its claims share.
LATER = {
    "id": "ki-2025-09-02",
    "publisher": "The Kyiv Independent",
    "published": "2025-09-02",
    "language": "en",
    "url": "https://example.org/ki",
}
OF_LATER = {
    "article": "ki-2025-09-02",
    "conflict": "war",
    "subject": "north-korea",
    "population": "military",
    "counting": "cumulative",
    "since": "2024-10-01",
    "place": "kursk",
    "evidence": "estimate",
}

#: A valid data folder: two sides, four sources, three articles, four claims.
SMALL = {
    "conflicts": "id,name,began,ended,note\nwar,The war,2022-02-24,,\n",
    "parties": "id,name,kind,people,forces,names\n"
    "north-korea,North Korea,state,North Korean {people},,DPRK\n"
    "russia,Russia,state,Russian {people},,\n"
    "ukraine,Ukraine,state,Ukrainian {people},,\n"
    "south-korea,South Korea,state,South Korean {people},,\n",
    "stances": "conflict,party,side,role,article,url\n"
    "war,russia,russian,belligerent,,https://example.org/sides\n"
    "war,north-korea,russian,belligerent,,https://example.org/sides\n"
    "war,ukraine,ukrainian,belligerent,,https://example.org/sides\n",
    "sources": "id,name,short,kind,affiliation,part_of,homepage,names\n"
    "nis,National Intelligence Service,NIS,intelligence,south-korea,,https://www.nis.go.kr,\n"
    "hur,Main Intelligence Directorate,HUR,intelligence,ukraine,,,GUR\n"
    "budanov,Kyrylo Budanov,Budanov,intelligence,ukraine,hur,,\n"
    "mediazona,Mediazona,Mediazona,media,independent,,,\n",
    "metrics": "id,label,unit,family,part_of,phrase,definition,names\n"
    "casualties,Casualties,people,dead,,{people} killed or wounded,Killed and wounded.,\n"
    "killed,Killed,people,dead,casualties,{people} killed,People killed.,\n"
    "deployed,Deployed,people,forces,,{people} deployed,People sent.,\n",
    "populations": "id,label,noun,definition,names\n"
    + "".join(
        f'{id},{each.label},{each.noun},"{each.definition}",\n' for id, each in POPULATIONS.items()
    ),
    "places": "id,name,part_of,conflict,names\nkursk,Kursk,,war,Kursk region\n",
    "articles": "id,publisher,title,author,url,archive_url,published,language\n"
    "yna-2025-01-13,Yonhap,Toll rises,,https://en.yna.co.kr/view/1,,2025-01-13,en\n"
    "yna-2025-04-30,Yonhap,Toll rises again,,https://en.yna.co.kr/view/2,,2025-04-30,en\n"
    "pravda-2025-05-02,Ukrainska Pravda,,,https://www.pravda.com.ua/eng/3,,2025-05-02,en\n",
    "claims": "id,article,sources,conflict,subject,metric,population,low,best,high,qualifier,"
    "counting,since,as_of,place,evidence,stated,note,supersedes,reason,"
    "event,only,via,same_as,interval,level\n"
    "yna-2025-01-13-1,yna-2025-01-13,nis,war,north-korea,killed,military,,300,,about,"
    "cumulative,2024-10-01,2025-01-13,kursk,estimate,some 300,,,,,,,,,\n"
    "yna-2025-04-30-1,yna-2025-04-30,nis,war,north-korea,killed,military,,600,,about,"
    "cumulative,2024-10-01,2025-04-30,kursk,estimate,some 600,,,,,,,,,\n"
    "yna-2025-04-30-2,yna-2025-04-30,nis,war,north-korea,casualties,military,4700,,,at_least,"
    "cumulative,2024-10-01,2025-04-30,kursk,estimate,,,,,,,,,,\n"
    "pravda-2025-05-02-1,pravda-2025-05-02,hur;mediazona,war,north-korea,deployed,military,"
    "11000,,12000,range,snapshot,,2025-05-01,,statement,,,,,,,,,,\n",
    "breaks": "source,metric,population,date,reason,article,conflict,subject,leads_to\n",
    "events": "id,conflict,began,ended,place,subjects,label,phrase,article,url\n",
    "scopes": "conflict,subject,place,since,reason\n"
    "war,north-korea,kursk,,It fights nowhere else.\n",
    "responses": "claim,response,sources,article,note\n",
    "acknowledged": "rule,row,reason,by,on\n",
}

#: The same folder in the first form, but for what that form did not know.
FIRST_FORM = {
    "parties": "id,name,kind,people,forces\n"
    "north-korea,North Korea,state,North Korean {people},\n"
    "russia,Russia,state,Russian {people},\n"
    "ukraine,Ukraine,state,Ukrainian {people},\n"
    "south-korea,South Korea,state,South Korean {people},\n",
    "stances": "conflict,party,side,role\n"
    "war,russia,russian,\nwar,north-korea,russian,non_belligerent\nwar,ukraine,ukrainian,\n",
    "sources": "id,name,short,kind,affiliation,part_of,homepage\n"
    "nis,National Intelligence Service,NIS,intelligence,south-korea,,https://www.nis.go.kr\n"
    "hur,Main Intelligence Directorate,HUR,intelligence,ukraine,,\n"
    "budanov,Kyrylo Budanov,Budanov,intelligence,ukraine,hur,\n"
    "mediazona,Mediazona,Mediazona,media,independent,,\n",
    "metrics": "id,label,unit,family,part_of,phrase,definition\n"
    "casualties,Casualties,people,dead,,{people} killed or wounded,Killed and wounded.\n"
    "killed,Killed,people,dead,casualties,{people} killed,People killed.\n"
    "deployed,Deployed,people,sent,,{people} deployed,People sent.\n",
    "claims": "id,article,sources,conflict,subject,metric,population,low,best,high,qualifier,"
    "counting,since,as_of,place,evidence,stated,note,supersedes,reason\n"
    "yna-2025-01-13-1,yna-2025-01-13,nis,war,north-korea,killed,military,,300,,about,"
    "cumulative,2024-10-01,2025-01-13,Kursk,estimate,some 300,,,\n"
    "yna-2025-04-30-1,yna-2025-04-30,nis,war,north-korea,killed,military,,600,,about,"
    "cumulative,2024-10-01,2025-04-30,Kursk,estimate,some 600,,,\n"
    "yna-2025-04-30-2,yna-2025-04-30,nis,war,north-korea,casualties,military,4700,,,at_least,"
    "cumulative,2024-10-01,2025-04-30,Курск,estimate,,,,\n"
    "pravda-2025-05-02-1,pravda-2025-05-02,hur,war,north-korea,killed,military,"
    ",700,,exact,cumulative,,2025-05-01,Kursk,statement,,,yna-2025-04-30-1,Counted again.\n",
    "events": "conflict,date,label,url\n"
    'war,2024-11-05,"First clash, in Kursk",https://example.org/1\n'
    "war,2024-11-05,First clash in Kursk,https://example.org/1\n",
    "scopes": "conflict,subject,place,since,reason\n"
    "war,north-korea,Kursk,,It fights nowhere else.\n",
}


@pytest.fixture
def folder(tmp_path):
    """Return a small valid data folder of one's own, to break."""
    path = tmp_path / "data"
    path.mkdir()
    return Folder(path)


@pytest.fixture
def first_form(folder):
    """Return a small valid data folder of the first form."""
    for name in ("populations", "places", "responses", "acknowledged"):
        (folder.path / f"{name}.csv").unlink()
    for name, text in FIRST_FORM.items():
        folder.write(name, text)
    return folder
