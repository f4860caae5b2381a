"""Snapshots as served: light, scriptless, safe; frozen by POST within limits; embedded, cited."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import date
from functools import partial
from html import unescape
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote, urlsplit

import pytest
from PIL import Image
from pyarrow import parquet
from starlette.requests import HTTPConnection as Connection

from contested import views
from contested.addresses import Site
from contested.cite import FORMATS
from contested.export import inert
from contested.html import embed
from contested.selection import selected
from contested.snapshots import content
from contested.snapshots.embed import embedded as embedded_snapshot
from contested.snapshots.freezing import freeze
from contested.views import embedded
from contested.vocabulary import FIRST_ARTICLE
from contested.web.client import client

pytestmark = pytest.mark.browser

QUERY = "subject=north-korea&metric=killed"


class Answer:
    """What a server answered: status, headers by small name, body."""

    def __init__(self, status, headers, body):
        self.status, self.body = status, body
        self.headers = {name.lower(): value for name, value in headers}

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)


@pytest.fixture(scope="module")
def folder(curated, tmp_path_factory):
    """Return a data folder of this module's own."""
    return shutil.copytree(curated, tmp_path_factory.mktemp("served") / "data")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Return the folder that the served snapshots are kept in."""
    return tmp_path_factory.mktemp("kept") / "snapshots"


@pytest.fixture(scope="module")
def address(serve, folder, place):
    """Return the address of a dashboard that is served with a store of its own."""
    limits = {"CONTESTED_SNAPSHOT_RATE": "6000", "CONTESTED_SNAPSHOT_SIZE": "120000"}
    return serve(folder, CONTESTED_SNAPSHOTS=str(place), **limits).address


@pytest.fixture(scope="module")
def ask(address):
    """Return a function that sends one request, its path just as it is given."""

    def asked(path, method="GET", body=None, **headers):
        connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        found = Answer(answer.status, answer.getheaders(), answer.read())
        connection.close()
        return found

    return asked


@pytest.fixture(scope="module")
def post(ask):
    """Return a function that asks for a snapshot."""

    def posted(body, **headers):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {"content_type": "application/json"} | headers
        return ask("/api/snapshots", "POST", raw, **named)

    return posted


@pytest.fixture(scope="module")
def frozen(post):
    """Return what is answered when a timeline is frozen."""
    found = post({"query": QUERY, "view": "timeline"})
    assert found.status in (200, 201), found.text
    return found.json


# Freezing


def test_freezing_again_answers_the_same_snapshot(post, ask):
    first = post({"query": f"{QUERY}&until=2025-05-01"})
    again = post({"query": f"?until=2025-05-01&{QUERY}&scale=linear"})
    assert (first.status, again.status) == (201, 200)
    assert again.json == first.json
    assert again.headers["location"] == f"/snapshot/{first.json['id']}"
    assert ask(again.headers["location"]).status == 200


@pytest.mark.parametrize(
    ("body", "status", "parts"),
    [
        (b"not json", 400, ["not JSON"]),
        (b"[" * 4000, 400, ["not JSON"]),
        ([], 422, ["body"]),
        ({}, 422, ["say what is selected"]),
        ({"query": 5, "view": None}, 422, ["query", "view", "give a text"]),
        ({"query": QUERY, "rows": [], "chart": {}}, 422, ["rows", "chart", "no such field"]),
        ({"query": QUERY, "view": "timelin"}, 422, ["did you mean 'timeline'?"]),
        ({"query": "subjct=x&scale=lg"}, 422, ["subjct", "did you mean 'log'?"]),
        ({"query": "subject=north-kore"}, 422, ["did you mean 'north-korea'?"]),
        ({"query": f"{QUERY}&since=2040-01-01"}, 422, ["no claim is shown"]),
        ({"query": "a" * 5000}, 413, ["at most 4096 bytes"]),
        ({"query": "subject=\u0000\u202e<script>"}, 422, ["control characters"]),
        ({"query": "subject=gaza&metric=killed"}, 413, ["narrow the selection"]),
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_met_names_every_reason(post, body, status, parts):
    found = post(body)
    assert found.status == status, found.text
    assert "Traceback" not in found.text
    for part in parts:
        assert part in found.text


def test_only_json_is_taken(ask, post):
    assert post({"query": QUERY}, content_type="text/plain").status == 415
    assert post({"query": QUERY}, content_type="application/x-www-form-urlencoded").status == 415
    assert ask("/api/snapshots", "PUT").status == 405


def test_a_reader_who_freezes_too_often_is_told_when_to_come_back(serve, folder, tmp_path):
    slow = serve(folder, CONTESTED_SNAPSHOTS=str(tmp_path), CONTESTED_SNAPSHOT_RATE="1")
    request = urllib.request.Request(
        f"{slow.address}/api/snapshots",
        json.dumps({"query": QUERY}).encode(),
        {"Content-Type": "application/json", "X-Forwarded-For": "203.0.113.9"},
    )
    statuses, waits = [], []
    for _ in range(12):
        try:
            with urllib.request.urlopen(request) as answer:
                statuses.append(answer.status)
        except urllib.error.HTTPError as error:
            statuses.append(error.code)
            waits.append(int(error.headers["Retry-After"]))
            error.close()
    assert statuses == [201, *[200] * 9, 429, 429]
    assert all(1 <= wait <= 60 for wait in waits)
    slow.stop()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        ("", "203.0.113.9", "10.0.0.1"),
        ("10.0.0.0/8", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.0/8", "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("192.168.0.1", "203.0.113.9", "10.0.0.1"),
        ("10.0.0.1", "not an address", ""),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_only_the_operators_proxies_are_believed(monkeypatch, proxies, forwarded, found):
    monkeypatch.setenv("CONTESTED_PROXIES", proxies)
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    for peer in ("10.0.0.1", "::ffff:10.0.0.1"):  # as a server that listens on :: is told
        scope = {"type": "http", "client": (peer, 5), "headers": headers}
        assert client(Connection(scope)) == found


# The page


@pytest.mark.parametrize(
    ("query", "view"),
    [
        (QUERY, "timeline"),
        ("subject=north-korea&metric=deployed", "matrix"),
        ("source=nis", "source"),
        (f"article={FIRST_ARTICLE}", "article"),
    ],
)
def test_the_page_and_its_picture_are_light(ask, post, query, view):
    page = ask(f"/snapshot/{post({'query': query, 'view': view}).json['id']}")
    links = re.findall(r'(?:src|href)="([^"]+-page\.png|[^"]+\.css)"', page.text)
    held = [ask(link) for link in links]
    assert len(links) == 2
    assert all(part.status == 200 for part in held)
    assert len(page.body) + sum(len(part.body) for part in held) < 150_000


def test_the_page_needs_no_script_and_nothing_from_elsewhere(chromium, address, ask, frozen):
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(frozen["url"], wait_until="load")
    picture = tab.locator("img.picture.page")
    box = picture.bounding_box()
    assert (box["width"] > 600, box["height"] > 300) == (True, True)
    shown = tab.locator("table.rows tbody tr")
    stored = content.read(ask(f"/snapshot/{frozen['id']}.json").body)
    assert shown.count() == len(stored.claims)
    text = tab.inner_text("main")
    for claim in stored.claims:
        assert claim["said"] in text.lower()
        assert claim["source_name"] in text
        assert claim["publisher"] in text
    assert frozen["answer"] in text
    assert all(url.startswith(address) for url in asked)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_its_screen_and_passes_axe(chromium, frozen, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    tab = context.new_page()
    tab.goto(frozen["url"])
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(tab, options={"resultTypes": ["violations"]}).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    context.close()


def test_the_page_unfurls_with_its_picture(ask, frozen):
    page = ask(f"/snapshot/{frozen['id']}").text
    told = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', page))
    assert unescape(told["og:title"]) == frozen["title"]
    assert unescape(told["og:description"]) == frozen["answer"]
    assert told["og:url"] == frozen["url"]
    assert told["twitter:card"] == "summary_large_image"
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    card = ask(urlsplit(told["og:image"]).path)
    assert Image.open(io.BytesIO(card.body)).size == (1200, 630)
    block = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert (block["@type"], block["identifier"]) == ("Dataset", frozen["id"])
    assert "robots" not in told


@pytest.mark.parametrize(
    "path",
    [
        "/snapshot/x",
        "/snapshot/..",
        "/snapshot/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/snapshot/../../etc/passwd",
        "/snapshot/" + "a" * 20,
        "/snapshot/" + "a" * 20 + ".json",
        "/snapshot/" + "A" * 20,
        "/snapshot/" + "a" * 5000,
        "/snapshot/%00",
        "/snapshot/<script>alert(1)</script>",
        "/snapshot/%E2%80%AE",
        "/snapshot/a/b/c",
        "/embed/x",
        "/embed/a/b",
    ],
)
def test_an_id_that_names_nothing_is_a_page_that_says_so(ask, path):
    found = ask(quote(path, safe="/%.<>()"))
    assert found.status in (400, 404), path
    assert "<script>alert" not in found.text
    assert "Traceback" not in found.text


def test_an_unknown_ending_names_those_there_are(ask, frozen):
    assert ask(f"/snapshot/{frozen['id']}.exe").status == 404
    assert ask(f"/snapshot/{frozen['id']}.png.exe").status == 404


def test_a_broken_file_is_told_and_shows_nothing_of_itself(ask, place, frozen):
    broken = place / f"{'b' * 20}.json"
    broken.write_bytes(b'{"<script>alert(1)</script>"')
    try:
        found = ask(f"/snapshot/{broken.stem}")
    finally:
        broken.unlink()
    assert found.status in (500, 503)
    assert "file is broken" in found.text
    assert "<script>alert" not in found.text


# The files


@pytest.mark.parametrize(
    ("ending", "mime"),
    [
        (".png", "image/png"),
        (".svg", "image/svg+xml"),
        (".pdf", "application/pdf"),
        (".html", "text/html"),
        (".csv", "text/csv"),
        (".json", "application/json"),
        (".parquet", "application/vnd.apache.parquet"),
        (".bib", "application/x-bibtex"),
        (".ris", "application/x-research-info-systems"),
        (".csl.json", "application/vnd.citationstyles.csl+json"),
        ("-page.png", "image/png"),
        ("-dark.png", "image/png"),
        ("-card.png", "image/png"),
    ],
)
def test_every_file_but_a_citation_may_be_kept_for_ever(ask, frozen, ending, mime):
    path = f"/snapshot/{frozen['id']}{ending}"
    found = ask(path)
    assert found.status == 200
    assert found.headers["content-type"].startswith(mime)
    # A citation holds its date of access.
    kept = "no-cache" if ending.lstrip(".") in FORMATS else "immutable"
    assert kept in found.headers["cache-control"]
    assert not found.headers["etag"].startswith("W/")
    assert found.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in found.headers
    again = ask(path, if_none_match=found.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_csv_json_and_parquet_read_back_equal(ask, frozen):
    def file(ending):
        return ask(f"/snapshot/{frozen['id']}.{ending}").body

    claims = content.read(file("json")).claims
    rows = parquet.read_table(io.BytesIO(file("parquet"))).to_pylist()
    assert [
        {name: str(cell) if isinstance(cell, date) else cell for name, cell in row.items()}
        for row in rows
    ] == claims
    rows = list(csv.DictReader(io.StringIO(file("csv").decode())))
    assert rows == [
        {name: "" if cell is None else str(inert(cell)) for name, cell in claim.items()}
        for claim in claims
    ]


def test_the_interactive_file_draws_its_chart_offline(chromium, ask, frozen, tmp_path):
    file = tmp_path / "killed.html"
    file.write_bytes(ask(f"/snapshot/{frozen['id']}.html").body)
    context = chromium.new_context(offline=True)
    tab = context.new_page()
    wrong = []
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    tab.goto(file.as_uri())
    tab.wait_for_selector("#chart .main-svg .trace", state="attached")
    assert tab.locator("table.claims tbody tr").count() == frozen["claims"]
    phone = context.new_page()
    phone.set_viewport_size({"width": 390, "height": 800})
    phone.goto(file.as_uri())
    phone.wait_for_selector(".fluid .plot")
    assert not phone.locator(".chart").is_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert file.stat().st_size < 1_500_000
    assert wrong == []
    context.close()


def test_verify_reads_a_snapshot_at_its_address(frozen, place, tmp_path):
    def verified(named):
        command = [sys.executable, "-m", "contested", "verify", named]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    found = verified(frozen["url"])
    assert found.returncode == 0, found.stdout + found.stderr
    path = place / f"{frozen['id']}.json"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"best": 2000,', b'"best": 2001,', 1))
    try:
        found = verified(frozen["url"])
    finally:
        path.write_bytes(whole)
    assert found.returncode == 1
    assert "best is 2001, was 2000" in found.stdout


def test_an_altered_snapshot_is_shown_nowhere_and_can_still_be_verified(ask, place, frozen):
    path, name = place / f"{frozen['id']}.json", f"{frozen['id']}"
    whole = path.read_bytes()
    altered = whole.replace(b'"best": 2000,', b'"best": 2001,', 1)
    path.write_bytes(altered)
    try:
        for shown in (f"/snapshot/{name}", f"/snapshot/{name}.csv", f"/embed/{name}"):
            found = ask(shown)
            assert found.status == 503
            assert "This snapshot cannot be read now" in found.text
            assert "2001" not in found.text
        found = ask(f"/snapshot/{name}.json")
        assert (found.status, found.body) == (200, altered)
        assert found.headers["cache-control"] == "no-store"
    finally:
        path.write_bytes(whole)
    assert ask(f"/snapshot/{name}").status == 200


# Inside other pages


@pytest.mark.parametrize("theme", ["light", "dark", ""])
@pytest.mark.parametrize("live", [False, True])
def test_an_embedded_view_may_stand_anywhere(ask, frozen, theme, live):
    path = f"/embed/timeline?{QUERY}&" if live else f"/embed/{frozen['id']}?"
    found = ask(f"{path}theme={theme}")
    assert found.status == 200
    assert "frame-ancestors *" in found.headers["content-security-policy"]
    assert "x-frame-options" not in found.headers
    assert "set-cookie" not in found.headers
    assert ('<html lang="en" data-theme=' in found.text) == bool(theme)
    assert "<script" not in found.text
    assert "Data to " in found.text
    assert ("Frozen on " in found.text) != live
    page = ask(f"/snapshot/{frozen['id']}")
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/embed/{id}?", f"/embed/timeline?{QUERY}&"])
def test_a_theme_that_there_is_not_is_named_with_those_there_are(ask, frozen, path):
    found = ask(path.format(**frozen) + "theme=drak")
    assert found.status == 422
    assert "theme is 'drak'; did you mean 'dark'?" in unescape(found.text)


def test_a_view_that_is_embedded_live_refuses_what_its_page_would(ask):
    found = ask(f"/embed/timeline?{QUERY}&scale=lg")
    assert (found.status, "did you mean" in found.text) == (422, True)
    assert ask("/embed/timelime?").status == 404


#: The smallest text that an embedded page shows, in pixels, and whether it runs over its frame.
READABLE = """() => {
  const shown = [...document.querySelectorAll('body *')].filter(element => element.checkVisibility()
    && [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()));
  const root = document.documentElement;
  return [Math.min(...shown.map(element => parseFloat(getComputedStyle(element).fontSize))),
    root.scrollWidth <= root.clientWidth, root.scrollHeight <= root.clientHeight];
}"""


@pytest.fixture
def stranger(tmp_path):
    """Return a function that serves some HTML as a page of another origin, and its address."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()

    def page(html):
        (tmp_path / "index.html").write_text(f"<!doctype html><body>{html}", encoding="utf-8")
        return f"http://localhost:{server.server_port}/"

    yield page
    server.shutdown()
    server.server_close()


def test_an_embedded_view_is_read_at_any_width_in_a_strangers_page(
    chromium, ask, frozen, address, stranger, engine
):
    told = ask(f"/oembed?url={quote(frozen['url'], safe='')}").json
    here = Site(address)
    live = "".join(
        embed.code(embedded(engine, selected(QUERY), view, here), f"{address}/embed/{view}?{QUERY}")
        for view in ("timeline", "compare", "spread", "panels")
    )
    context = chromium.new_context()
    tab = context.new_page()
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    home = stranger(told["html"] + live)
    light = []
    for width in (340, 500, 680, 1000):
        tab.set_viewport_size({"width": width + 16, "height": 14_000})  # a frame out of sight waits
        tab.goto(home)
        frames = tab.frames[1:]
        assert len(frames) == 5
        for place, frame in enumerate(frames):
            frame.wait_for_selector("footer", timeout=90_000)
            frame.evaluate("() => document.fonts.ready.then(() => true)")
            smallest, fits, whole = frame.evaluate(READABLE)
            assert smallest >= 12, (width, place)
            assert fits, (width, place)
            # Rows of tables, and the heads of panels, break as they may.
            assert whole or place in (2, 4), (width, place)
            light.append(frame.evaluate("() => getComputedStyle(document.body).backgroundColor"))
    tab.emulate_media(color_scheme="dark")
    dark = tab.frames[1].evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert dark not in light
    hosts = {urlsplit(url).netloc for url in asked}
    assert hosts == {urlsplit(home).netloc, urlsplit(address).netloc}
    for path in (f"/embed/{frozen['id']}", f"/embed/timeline?{QUERY}"):
        assert len(ask(path).body) < 60_000
        assert len(ask(path, accept_encoding="gzip").body) < 20_000
    context.close()


@pytest.mark.parametrize("live", [True, False])
def test_a_spread_and_each_source_on_its_own_are_charts_where_they_are_embedded(engine, live):
    here, drawn = Site("https://example.org"), {}
    for view in ("spread", "panels"):
        frozen = None if live else freeze(engine, "the-data", selected(QUERY), view)
        shown = embedded_snapshot(frozen, here) if frozen else None
        drawn[view] = (shown or embedded(engine, selected(QUERY), view, here)).body
    claims = views.claims_now(
        engine, views.VIEWS["panels"].opened(engine, selected(QUERY)), "panels"
    )
    assert drawn["panels"].count("<section>") == claims["source"].nunique()
    assert all(f"/claim/{id}" in drawn["panels"] for id in claims["id"])
    assert drawn["spread"].count('<svg class="plot chart"') == 1
    assert re.search(r'<p class="ends">(Widest|Last): .*×', drawn["spread"])
    assert "foreignObject" not in "".join(drawn.values())


def test_a_snapshot_of_the_first_form_is_embedded():
    snapshot = content.read((Path(__file__).parent / "data/snapshots/form-1.json").read_bytes())
    shown = embedded_snapshot(snapshot, Site("https://example.org"))
    assert shown.title == snapshot["title"]
    assert snapshot.claims[0]["source_name"].split()[0] in shown.body


def test_oembed_answers_as_its_specification_asks(ask, frozen):
    told = ask(f"/oembed?url={quote(frozen['url'], safe='')}&maxwidth=400&maxheight=100").json
    assert (told["version"], told["type"]) == ("1.0", "rich")
    assert told["width"] <= 400
    assert told["height"] <= 100
    page = ask(f"/snapshot/{frozen['id']}").text
    link = unescape(re.search(r'application/json\+oembed" href="([^"]+)"', page)[1])
    found = ask(link.removeprefix(f"{urlsplit(link).scheme}://{urlsplit(link).netloc}"))
    assert found.json["title"] == frozen["title"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 404),
        ("url=https://evil.example/snapshot/" + "a" * 20, 404),
        ("url=javascript:alert(1)", 404),
        ("url=http://[", 404),
        ("format=xml", 501),
    ],
)
def test_oembed_refuses_what_is_not_here(ask, query, status):
    assert ask(f"/oembed?{query}").status == status


# What changed since


@pytest.fixture
def sheet(folder):
    """Return the file of the served claims, which is put back as it was."""
    path = folder / "claims.csv"
    whole = path.read_bytes()
    yield path
    path.write_bytes(whole)


def test_a_snapshot_stays_when_the_data_move_on(ask, post, frozen, sheet):
    claims = content.read(ask(f"/snapshot/{frozen['id']}.json").body).claims
    changed = next(claim for claim in claims if claim["best"] == 2000)
    rows = list(csv.DictReader(io.StringIO(sheet.read_text(encoding="utf-8"), newline="")))
    next(row for row in rows if row["id"] == changed["id"])["best"] = "2100"
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    told = f"One of {len(claims)} claims has been revised since."
    end = time.monotonic() + 60  # the changed data are built beside the readers
    while told not in (page := unescape(ask(f"/snapshot/{frozen['id']}").text)):
        assert time.monotonic() < end, page
        time.sleep(0.5)
    assert re.search(r"best: <bdi>2000</bdi> → <bdi>2100</bdi>", page)
    assert "About 2,000" in page
    assert post({"query": QUERY}).json["id"] != frozen["id"]
    assert content.read(ask(f"/snapshot/{frozen['id']}.json").body).claims == claims
