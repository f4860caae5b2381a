"""Whatever a request or a row of data holds is text: on every route, in every form."""

import csv
import io
import json
import shutil
from html.parser import HTMLParser
from urllib.parse import quote
from xml.etree import ElementTree

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from contested import web

pytestmark = pytest.mark.slow

SCRIPT = "<script>alert(1)</script>"
BREAKING = "</script><script>alert(2)</script><!--"
QUOTES = "\"'`--;'); drop table claim; %s {0} ${x} {{ 7*7 }} {% raw %}"
IMAGE = "<img src=x onerror=alert(3)>"
TURNED = "\u202eyranoitulover\u202c"
SHORT = '"><script>x</script>'
HOSTILE = f"{SCRIPT}{BREAKING}{IMAGE}{QUOTES}"

VALUES = [
    SCRIPT,
    BREAKING,
    QUOTES,
    IMAGE,
    TURNED,
    "../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e%2f%00",
    "\x00",
    "a\r\nset-cookie: x=1",
    "\x1b[31m\x07\x7f",
    "=cmd|' /C calc'!A0",
    "javascript:alert(1)",
    "🇰🇵\ufeff\u2028\u2029",
    "x" * 10_000,
]
LISTS = ("claims.json", "claims.csv", "quantities.json", "sources.json", "latest.json")
API = [f"/api/{name}" for name in (*LISTS, "spread.json", "timeline.json", "datapackage.zip")]
PAGES = ["/", "/timeline", "/compare", "/known-when", "/articles", "/sources", "/data", "/method"]
THINGS = ["/claim", "/article", "/source", "/snapshot", "/embed"]
ENDINGS = ["", ".json", ".bib"]

app = Starlette(routes=web.routes(), middleware=web.middleware())


class Elements(HTMLParser):
    """What a browser would make of a page: its scripts, handlers and addresses."""

    def __init__(self, text):
        super().__init__()
        self.scripts, self.handlers, self.addresses, self._open = [], [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        self._open = tag
        if tag == "script":
            self.scripts.append([held, ""])
        self.handlers += [name for name in held if name.startswith("on")]
        self.addresses += [held[name] for name in ("href", "src", "action") if held.get(name)]

    def handle_data(self, data):
        if self._open == "script":
            self.scripts[-1][1] += data

    def handle_endtag(self, tag):
        self._open = ""


def inert(answer):
    """Look that nothing which came in can run in what went out."""
    assert answer.status_code < 500, answer.text[:500]
    assert "set-cookie" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"]
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return
    page = Elements(answer.text)
    assert page.handlers == []
    for address in page.addresses:
        assert address.startswith(("/", "./", "#", "https://", "http://")), address
    for held, text in page.scripts:
        if held.get("type") == "application/ld+json":
            assert json.loads(text)
            assert "<" not in text
        else:
            assert "alert(" not in text


@pytest.fixture(scope="module")
def client(cache):
    """Return a client of the routes over the curated data."""
    return TestClient(app, raise_server_exceptions=True)


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("path", API)
def test_a_hostile_parameter_is_refused_in_json_and_named_at_most_in_part(client, path, value):
    words = ("metric", "source", "place", "since", "limit", "colour", value[:500])
    # Six of the longest are an address that this site does not take.
    held = quote(value[:2_000])
    answer = client.get(f"{path}?{'&'.join(f'{quote(word)}={held}' for word in words)}")
    inert(answer)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/json"
    assert len(answer.content) < 10_000
    assert len(answer.json()["detail"]) >= len(words) - 1


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("path", PAGES)
def test_a_hostile_address_of_a_page_shows_nothing_of_it_before_it_runs(client, path, value):
    query = "&".join(
        f"{word}={quote(value[:2_000])}" for word in ("metric", "source", "place", "q", "since")
    )
    answer = client.get(f"{path}?{query}&{quote(value[:500])}=1")
    inert(answer)
    assert answer.status_code == 200
    assert "alert(" not in answer.text


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("path", THINGS)
def test_a_hostile_id_is_a_404_and_text(client, path, value):
    for ending in ENDINGS:
        answer = client.get(f"{path}/{quote(value, safe='')}{ending}")
        inert(answer)
        assert answer.status_code == 404
        assert len(answer.content) < 10_000


@pytest.mark.parametrize("value", VALUES)
def test_a_hostile_header_changes_nothing(client, value):
    held = "".join(letter for letter in value if 31 < ord(letter) < 127)[:4_000] or "x"
    for name in ("host", "if-none-match", "accept-encoding", "origin", "x-forwarded-host", "range"):
        answer = client.get("/source/nis", headers={name: held})
        inert(answer)
        assert answer.status_code in (200, 400, 421)
        # A host that is one may be repeated.
        if len(held) > 3 and not (name == "host" and answer.status_code == 200):
            assert held not in answer.text
            assert all(held not in sent for sent in answer.headers.values() if name != "origin")


@pytest.fixture(scope="module")
def hostile(curated, tmp_path_factory):
    """Return a client of the routes over data whose free text is hostile wherever it may be."""
    folder = shutil.copytree(curated, tmp_path_factory.mktemp("hostile") / "data")

    def spoilt(table, *columns, text=HOSTILE, lead=False, most=None):
        file = folder / f"{table}.csv"
        with file.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        for row in rows:
            for column in columns:
                parts = (text, row[column]) if lead else (row[column], text)
                # Of a short cell there is room for the beginning only, and an empty one has rules.
                if row[column] or not most:
                    row[column] = " ".join(part for part in parts if part)[:most].strip()
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    spoilt("articles", "title", "author", "publisher")
    spoilt("articles", "title", text="=1+1;", lead=True)
    spoilt("sources", "name")
    spoilt("sources", "short", text="<b>", lead=True, most=28)
    spoilt("claims", "note")
    spoilt("claims", "stated", text=SHORT, most=80)
    spoilt("claims", "note", text="@sum(1)", lead=True)
    spoilt("parties", "name")
    spoilt("metrics", "label", "definition")
    spoilt("events", "label", text=SHORT, most=40)
    spoilt("conflicts", "name")
    spoilt("breaks", "reason")
    spoilt("scopes", "reason")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONTESTED_DATA", str(folder))
        yield TestClient(app, raise_server_exceptions=True)


CLAIM = "nyt-2025-08-22-north-korea-honors-1"
SHOWN = [f"/claim/{CLAIM}", f"/article/{CLAIM[:-2]}", "/source/nis", "/source/south-korea-mnd"]


KILLED = "subject=north-korea&metric=killed"
MADE = [
    f"/changes?{KILLED}",
    "/check?q=600+killed+%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    f"/embed/timeline?{KILLED}",
    f"/embed/compare?{KILLED}",
    "/embed/overview",
    "/sql?q=select+title,+note,+quantity+from+claim+limit+20",
]


@pytest.mark.parametrize(
    "path", [*SHOWN, *PAGES, *MADE, "/api/docs", "/sitemap.xml", "/claim/nothing"]
)
def test_hostile_data_are_text_on_every_page(hostile, path):
    answer = hostile.get(path)
    inert(answer)
    if path in SHOWN:
        assert "&lt;script&gt;alert(1)" in answer.text
        assert "{{ 7*7 }}" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        f"/changes.atom?{KILLED}",
        f"/chart/0/timeline.svg?{KILLED}",
        f"/chart/0/compare-dark.svg?{KILLED}",
        f"/picture/timeline.svg?{KILLED}&shape=tall",
    ],
)
def test_hostile_data_are_text_in_a_feed_and_in_pictures(hostile, path):
    answer = hostile.get(path)
    assert answer.status_code == 200
    inert(answer)
    for part in ElementTree.fromstring(answer.content).iter():
        assert part.tag.rpartition("}")[2] not in ("script", "img")
        for name, value in part.attrib.items():
            assert not name.rpartition("}")[2].startswith("on")
            leads = name.rpartition("}")[2] in ("href", "src")
            assert not leads or value.startswith(("http://", "https://", "/", "#")), value


@pytest.mark.parametrize("path", SHOWN)
def test_hostile_data_are_one_citation_in_every_form(hostile, path):
    from pybtex.database import parse_string

    bibtex = hostile.get(f"{path}.bib").text
    assert len(parse_string(bibtex, "bibtex").entries) == 1
    ris = hostile.get(f"{path}.ris").text
    assert ris.count("\r\nER  - ") == 1
    assert len(hostile.get(f"{path}.csl.json").json()) == 1
    assert hostile.get(f"{path}.json").json()["citation"]


def test_hostile_data_come_whole_through_json_and_inert_through_csv(hostile):
    rows = hostile.get("/api/claims.json?subject=north-korea").json()["claims"]
    assert all(row["note"].startswith("@sum(1)") for row in rows)
    assert all(SCRIPT in row["title"] for row in rows)
    content = hostile.get("/api/claims.csv?subject=north-korea&hxl=1").content
    for row in list(csv.DictReader(io.StringIO(content.decode())))[1:]:
        assert not any(cell[:1] in "=+-@\t\r" for cell in row.values() if cell)
        assert row["title"].startswith("'=1+1;")
    packed = pd.read_parquet(
        io.BytesIO(hostile.get("/api/claims.parquet?subject=north-korea").content)
    )
    assert list(packed["title"]) == [row["title"] for row in rows]


def test_the_api_gives_hostile_data_as_json_that_no_browser_shows_as_a_page(hostile):
    for name in ("timeline", "latest", "spread", "quantities", "sources"):
        answer = hostile.get(f"/api/{name}.json")
        inert(answer)
        assert answer.headers["content-type"] == "application/json"
        assert answer.json()
