"""Pictures: a real browser draws each format once, in our font, with all that one carries."""

import asyncio
import io
import os
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from xml.etree import ElementTree

import pytest
from PIL import Image
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.testclient import TestClient

from contested import views, web
from contested.charts.sheet import SHAPES, sheet
from contested.database import database
from contested.errors import NoBrowser, NoPicture
from contested.selection import selected
from contested.snapshots import browser, limits, pictures
from contested.snapshots.freezing import freeze
from contested.snapshots.pictures import KINDS, composed, draw, picture, picture_file, size
from contested.snapshots.store import store

SITE = "https://example.org"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def killed(cache):
    """Return a snapshot of the timeline of one quantity; the browser is closed after the module."""
    query = "subject=north-korea&metric=killed"
    yield freeze(database().engine(), "the-data", selected(query), "timeline")
    pictures.stop()


def words(svg):
    """Return the text that an SVG shows."""
    held = ElementTree.fromstring(svg)
    return " ".join(
        "".join(part.itertext()) for part in held.iter("{http://www.w3.org/2000/svg}text")
    )


def test_a_small_pale_mark_keeps_its_relation_s_colour_in_a_png():
    drawn = Image.effect_mandelbrot((600, 400), (-3, -2.5, 2, 2.5), 100).convert("RGB")
    drawn = Image.merge(
        "RGB", [drawn.getchannel(0), drawn.getchannel(1).rotate(90), drawn.getchannel(2)]
    )
    for place, colour in enumerate([(212, 151, 139), (201, 172, 115), (164, 143, 186)]):
        drawn.paste(colour, (20 * place, 5, 20 * place + 6, 11))
    stream = io.BytesIO()
    drawn.save(stream, "PNG")
    kept = Image.open(io.BytesIO(pictures._packed(stream.getvalue()))).convert("RGB")
    for place in range(3):
        at = (20 * place + 3, 8)
        pairs = zip(kept.getpixel(at), drawn.getpixel(at), strict=True)
        assert max(abs(one - other) for one, other in pairs) <= 16


def test_a_png_is_twice_the_size_and_the_card_is_as_sites_ask(killed):
    width, height = size(composed(killed))
    large = Image.open(io.BytesIO(draw(killed, "png")))
    assert large.size == (2 * width, 2 * height)
    card = Image.open(io.BytesIO(draw(killed, "card")))
    assert card.size == (1200, 630)
    for held in (large, card):
        assert len(held.convert("RGB").getcolors(1_000_000)) > 20
    assert len(draw(killed, "page")) < 110_000


def test_an_svg_carries_title_filters_sources_dates_link_and_font(killed, monkeypatch):
    monkeypatch.setenv("CONTESTED_URL", f"{SITE}/")
    svg = draw(killed, "svg").decode()
    shown = words(svg)
    for part in (killed["title"], "Sources: ", "NIS", "Filled: exact", "16 claims of", "Contested"):
        assert part in shown
    assert f"Snapshot {killed.id}, frozen on" in shown
    assert f"{SITE}/snapshot/{killed.id}" in shown
    assert 'font-family:"Source Sans"' in svg
    assert "http" not in svg.replace("http://www.w3.org/", "").replace(SITE, "")


def test_a_narrowed_view_says_so_in_its_picture(engine):
    query = "subject=north-korea&metric=killed&source=nis&since=2025-01-01"
    narrowed = freeze(engine, "the-data", selected(query), "timeline")
    assert "from 1 January 2025" in words(draw(narrowed, "svg"))


def test_a_pdf_opens_on_one_page_with_its_text(killed):
    held = PdfReader(io.BytesIO(draw(killed, "pdf")))
    assert len(held.pages) == 1
    assert killed["title"] in held.pages[0].extract_text()


def test_a_dark_picture_is_dark(killed):
    held = Image.open(io.BytesIO(draw(killed, "dark"))).convert("RGB")
    assert max(held.getpixel((2, 2))) < 40


def test_a_picture_is_drawn_once_for_all_who_ask(killed, monkeypatch, tmp_path):
    drawn = []
    monkeypatch.setenv("CONTESTED_CACHE", str(tmp_path))

    def counted(snapshot, kind):
        drawn.append(kind)
        time.sleep(0.2)
        return b"picture"

    monkeypatch.setattr(pictures, "draw", counted)
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: picture(killed, "png"), range(8)))
    assert found == {b"picture"}
    assert drawn == ["png"]
    path = picture_file(killed, "png")
    assert path.read_bytes() == b"picture"
    assert not list(path.parent.glob(".*"))
    monkeypatch.setenv("CONTESTED_URL", SITE)
    assert picture_file(killed, "png") != path


@pytest.fixture
def served(killed, monkeypatch, tmp_path):
    """Return a client of a site that keeps one snapshot, by its host, and what it has drawn."""
    drawn = []
    monkeypatch.setenv("CONTESTED_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CONTESTED_SNAPSHOTS", str(tmp_path / "store"))
    monkeypatch.setattr(pictures, "draw", lambda _, kind: drawn.append(kind) or b"picture" * 100)
    store().save(killed)
    app = Starlette(routes=web.routes(), middleware=web.middleware())
    return lambda host: TestClient(app, base_url=f"https://{host}"), drawn


def test_a_picture_is_the_same_by_whatever_host_it_is_asked_for(killed, served):
    client, drawn = served
    for host in ("a.example", "b.example", "c.example"):
        assert client(host).get(f"/snapshot/{killed.id}.svg").content.startswith(b"picture")
    assert drawn == ["svg"]


def test_a_reader_who_has_too_many_drawn_is_told_when_to_come_back(killed, served, monkeypatch):
    client, drawn = served
    once = limits.Bucket(1, 60)
    monkeypatch.setattr(limits, "drawing", lambda: once)
    path = f"/snapshot/{killed.id}"
    assert client("a.example").get(f"{path}.svg").status_code == 200
    refused = client("a.example").get(f"{path}-card.png")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    assert client("a.example").get(f"{path}.svg").status_code == 200  # it is kept
    assert drawn == ["svg"]


def test_the_pictures_that_were_not_asked_for_longest_go(killed, served, monkeypatch):
    monkeypatch.setattr(pictures, "KEPT", 1500)
    for age, kind in enumerate(("png", "svg")):
        picture(killed, kind)
        os.utime(picture_file(killed, kind), (age, age))
    picture(killed, "png")
    picture(killed, "pdf")
    assert [picture_file(killed, kind).exists() for kind in ("png", "svg", "pdf")] == [
        True,
        False,
        True,
    ]


def test_pictures_are_prepared_by_one_thread_however_many_pages_are_shown(killed, served):
    _, drawn = served
    for _ in range(40):
        pictures.prepare(killed)
    end = time.monotonic() + 10
    while len(drawn) < 2 and time.monotonic() < end:
        time.sleep(0.01)
    assert drawn == ["page", "card"]
    assert [thread.name for thread in threading.enumerate()].count("picture") == 1


def test_one_browser_is_kept_and_a_dead_one_is_replaced(killed):
    draw(killed, "card")
    first = pictures._browser._kaleido
    draw(killed, "card")
    assert pictures._browser._kaleido is first
    first.subprocess.kill()
    assert draw(killed, "card")
    assert pictures._browser._kaleido is not first


def test_a_picture_that_takes_too_long_is_given_up(killed, monkeypatch):
    chart = {"data": [], "layout": {"width": 1200, "height": 675}}
    held = browser.Browser()
    monkeypatch.setattr(browser, "PATIENCE", 0.0)
    with pytest.raises(NoPicture, match="it took too long"):
        held.drawn(chart, "png", 1200, 675, patience=0.0)
    held.stop()


def test_a_browser_that_does_not_start_in_time_is_not_waited_for_in_secret(monkeypatch, tmp_path):
    given_up = threading.Event()

    async def stuck(place):
        try:
            await asyncio.sleep(60)
        finally:
            given_up.set()

    held = browser.Browser()
    monkeypatch.setenv("BROWSER_PATH", __file__)
    monkeypatch.setattr(browser, "START", 0.1)
    monkeypatch.setattr(browser, "_open", stuck)
    with pytest.raises(NoPicture, match="did not start"):
        held.drawn({}, "png", 1, 1)
    assert given_up.wait(5)
    held.stop()


def test_a_chart_that_cannot_be_drawn_says_why():
    held = browser.Browser()
    with pytest.raises(NoPicture, match="could not be drawn"):
        held.drawn({"data": 5, "layout": {}}, "png", 1200, 675)
    held.stop()


def test_a_crowd_is_told_to_come_back(killed):
    held = browser.Browser()
    held._places = threading.BoundedSemaphore(1)
    held._places.acquire()
    with pytest.raises(NoPicture, match="ask again in a moment"):
        held.drawn({}, "png", 1, 1)


def test_without_a_browser_it_is_said_how_to_get_one(killed, monkeypatch, tmp_path):
    monkeypatch.setenv("CONTESTED_CACHE", str(tmp_path))
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "nothing"))
    assert browser.installed() is None
    with pytest.raises(NoBrowser, match="install one, or name it in BROWSER_PATH"):
        browser.Browser().drawn({}, "png", 1, 1)
    pictures.prepare(killed)
    assert not picture_file(killed, "page").exists()


def test_without_a_browser_a_page_promises_no_picture(killed, monkeypatch, tmp_path):
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "nothing"))
    monkeypatch.setenv("CONTESTED_SNAPSHOTS", str(tmp_path / "store"))
    monkeypatch.setenv("CONTESTED_CACHE", str(tmp_path / "cache"))
    pictures.stop()  # one that other tests have started
    store().save(killed)
    site = "https://contested.example"
    client = TestClient(Starlette(routes=web.routes(), middleware=web.middleware()), base_url=site)
    page = client.get(f"/snapshot/{killed.id}").text
    assert "pictures are drawn with Chrome or Chromium" in page
    assert page.count("<tr id=") == len(killed.claims)
    told = client.get(f"/oembed?url={site}/snapshot/{killed.id}").json()
    assert "thumbnail_url" not in told
    for text in (page, client.get(f"/embed/{killed.id}").text):
        assert not re.findall(rf"{killed.id}\S*\.(?:png|svg|pdf)\b", text)
    assert client.get(f"/snapshot/{killed.id}.png").status_code == 503


def test_nothing_on_the_drawing_page_comes_over_the_network():
    text = browser._Page().generate_index()
    assert "http:" not in text
    assert "https:" not in text
    assert set(KINDS) >= {"png", "svg", "pdf", "page", "dark", "card"}


def test_a_snapshot_has_its_picture_in_every_shape_with_its_text(killed, monkeypatch):
    monkeypatch.setenv("CONTESTED_URL", SITE)
    for name, shape in SHAPES.items():
        svg = draw(killed, f"{name}-svg").decode()
        shown = words(svg)
        for part in (killed["title"], "Data to ", "Contested", "NIS", "about 2,000"):
            assert part in shown, name
        assert name == "card" or f"{SITE}/snapshot/{killed.id}" in shown
        smallest = min(map(float, re.findall(r'font-size="([\d.]+)"', svg)))
        # A card is shown at 500 pixels or so, the others at their own size.
        assert smallest >= 12
        assert (name == "card") == (shape.width * shape.scale == 1200)
    held = PdfReader(io.BytesIO(draw(killed, "tall-pdf")))
    assert killed["title"] in held.pages[0].extract_text()
    assert Image.open(io.BytesIO(draw(killed, "square-png"))).size == (1440, 1440)


@pytest.mark.parametrize(("id", "parts"), [
    ("spread", ["Last: ", "Data to "]), ("panels", ["claims, last", "2025"]), ("matrix", ["×"]),
])  # fmt: skip
def test_a_picture_of_another_view_is_a_chart_within_its_page(engine, id, parts):
    content = views.content(engine, selected("subject=north-korea&metric=killed"), id)
    for name in ("wide", "square", "tall"):
        svg = sheet(content, SHAPES[name])
        shown = words(svg)
        if id == "matrix" and "reference" not in shown and "—" not in shown:
            continue  # it is too large for the shape: its claims stand in rows
        assert all(part in shown for part in parts), name
        assert min(map(float, re.findall(r'font-size="([\d.]+)"', svg))) >= 12
    assert "foreignObject" not in svg


@pytest.fixture
def live(monkeypatch, tmp_path, cache):
    """Return a client of a site whose pictures a real browser draws, none of them kept yet."""
    monkeypatch.setenv("CONTESTED_URL", SITE)
    pictured = tmp_path / "cache"
    monkeypatch.setattr(pictures, "cache", lambda: pictured)
    app = Starlette(routes=web.routes(), middleware=web.middleware())
    yield TestClient(app, base_url=SITE)
    pictures.stop()


def test_a_live_view_has_a_card_that_is_drawn_once(live, monkeypatch):
    query = "subject=north-korea&metric=killed"
    page = live.get(f"/timeline?{query}").text
    tags = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', page))
    assert (tags["og:image:width"], tags["og:image:height"]) == ("1200", "630")
    assert tags["twitter:card"] == "summary_large_image"
    assert tags["og:image:alt"].startswith("North Korean soldiers killed. ")
    address = unescape(tags["og:image"])
    assert address.startswith(f"{SITE}/picture/timeline.png?")
    found = live.get(address.removeprefix(SITE))
    assert found.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(found.content)).size == (1200, 630)
    assert len(found.content) < 90_000
    monkeypatch.setattr(pictures, "draw", None)
    monkeypatch.setattr(pictures, "sheet", None)
    assert live.get(address.removeprefix(SITE)).content == found.content
    for thing in ("/claim/nyt-1", "/source/nis", "/"):
        image = re.search(r'og:image" content="([^"]+)"', live.get(thing).text)
        assert image is None or "card" in image[1]


def test_a_picture_of_a_view_is_one_of_the_shapes_and_needs_a_browser_for_pixels(
    live, monkeypatch, tmp_path
):
    query = "subject=north-korea&metric=killed"
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "none"))
    svg = live.get(f"/picture/compare.svg?{query}&shape=tall")
    assert (svg.status_code, svg.headers["content-type"]) == (200, "image/svg+xml")
    assert "Data to " in words(svg.text)
    pictures.stop()
    card = live.get(f"/picture/compare.png?{query}&shape=card")
    assert (card.status_code, card.headers["cache-control"]) == (200, "no-store")
    assert Image.open(io.BytesIO(card.content)).size == (1200, 630)
    assert live.get(f"/picture/compare.pdf?{query}").status_code == 503
    wrong = live.get(f"/picture/compare.png?{query}&shape=tal")
    assert (wrong.status_code, "did you mean" in wrong.text) == (422, True)
    assert live.get(f"/picture/compare.gif?{query}").status_code == 404
