"""A site published as files: every page at its address, no link to nothing, only what changed."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from datetime import date
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pandas as pd
import pytest

from contested.addresses import at
from contested.database import database
from contested.errors import ContestedError
from contested.publish import folder as folders
from contested.publish import plan, publish, publishing
from contested.publish.asking import Server
from contested.publish.foreseen import Foreseen
from contested.publish.plan import Part
from contested.publish.questions import Ahead, Question, digests
from contested.selection import Selection
from contested.snapshots import freezing
from contested.web import lanes
from tests.conftest import Folder

pytestmark = pytest.mark.slow  # a site is written

HOST = "https://wars.example"
PREFIX = "/sub"


class Found(HTMLParser):
    """What a page leads to and loads, and whether it asks anything of a server."""

    def __init__(self):
        super().__init__()
        self.leads, self.loads, self.forms, self.titles = [], [], 0, []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.forms += 1
        for name in ("href", "src", "srcset", "content"):
            value = attrs.get(name) or ""
            if name == "content" and not value.startswith(HOST):
                continue
            if value and not value.startswith(("mailto:", "#")):
                kind = tag not in ("a", "meta") and attrs.get("rel") not in (
                    "alternate",
                    "canonical",
                )
                (self.loads if kind and attrs.get("rel") != "license" else self.leads).append(value)

    handle_startendtag = handle_starttag


@pytest.fixture(scope="module")
def made(tmp_path_factory, cache):
    """Return a small data folder, its site with a snapshot, where that is served, what was done."""
    root = tmp_path_factory.mktemp("published")
    (root / "data").mkdir()
    data, site = Folder(root / "data"), root / "served" / "sub"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONTESTED_URL", HOST + PREFIX)
        patch.setenv("CONTESTED_DATA", str(data.path))
        patch.setenv("CONTESTED_SNAPSHOTS", str(root / "snapshots"))
        patch.setenv("BROWSER_PATH", "/nowhere")
        built = database(data.path)
        selection = Selection("war", "north-korea", "killed", "military")
        freezing.saved(built.engine(), built.hash, selection, "timeline")
        done = publish(built, site, 1)
        server = ThreadingHTTPServer(("127.0.0.1", 0), _of(root / "served"))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield data, site, f"http://127.0.0.1:{server.server_address[1]}{PREFIX}", done
        server.shutdown()
        server.server_close()


def _of(root):
    """Return what answers with the files of a folder, and writes no log."""

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *arguments, **named):
            super().__init__(*arguments, directory=root, **named)

        def log_message(self, *_):
            pass

    return Handler


def asked(address):
    """Return the status, type and body that a real server of files answers."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, "", b""


def test_no_link_of_a_published_site_leads_nowhere_and_nothing_comes_from_elsewhere(made):
    _, site, served, _ = made
    seen, waiting, loaded = {}, [f"{served}/"], set()
    dead = []
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        status, kind, body = asked(address)
        seen[address] = kind
        if status != 200:
            dead.append(address)
        elif kind in ("text/html", "application/atom+xml", "application/xml", "text/xml"):
            found = Found()
            found.feed(body.decode())
            assert not found.forms, address
            leads = found.leads + re.findall(r"<loc>(.*?)</loc>", body.decode())
            for value in leads + found.loads:
                whole = urljoin(address, value.replace(HOST + PREFIX, served))
                if whole.startswith(served):
                    waiting.append(urlsplit(whole)._replace(fragment="").geturl())
                    assert "?" not in whole, (address, value)
            loaded |= {urljoin(address, value) for value in found.loads}
    assert not dead
    elsewhere = {one for one in loaded if not one.startswith((served, HOST + PREFIX, "data:"))}
    assert not elsewhere
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    pages = {name for name in files if name.endswith("index.html") and "embed/" not in name}
    reached = {urlsplit(address).path.removeprefix(f"{PREFIX}/") for address in seen}
    lost = {name for name in pages if name.removesuffix("index.html") not in reached}
    # Whoever has an address of the server in hand is told there what is missing.
    assert lost == {"check/index.html"}, "pages that nothing leads to"


@pytest.mark.parametrize(
    "address",
    [
        "/claim/yna-2025-01-13-1",
        "/claim/yna-2025-01-13-1.json",
        "/claim/yna-2025-01-13-1.bib",
        "/article/yna-2025-04-30",
        "/source/nis",
        "/timeline/war/north-korea/killed/military",
        "/compare",
        "/overview/war",
        "/changes",
        "/changes.atom",
        "/check",
        "/method",
        "/embed/timeline/war/north-korea/killed/military",
        "/api/claims.json",
        "/api/claims.csv",
        "/api/claims.parquet",
        "/api/claims/war/north-korea/killed/military.json",
        "/api/sources.json",
        "/api/quantities.json",
        "/api/datapackage.zip",
        "/api/docs",
        "/robots.txt",
        "/sitemap.xml",
        "/404.html",
    ],
)
def test_an_address_of_the_server_is_one_of_the_site(made, address):
    assert asked(made[2] + address)[0] == 200


def test_a_page_says_where_it_stands_and_offers_nothing_that_needs_a_server(made):
    page = asked(f"{made[2]}/claim/yna-2025-01-13-1")[2].decode()
    assert f'<link rel="canonical" href="{HOST}{PREFIX}/claim/yna-2025-01-13-1/">' in page
    assert "need a server" in page
    assert "accessed" not in page
    assert "<form" not in page
    assert json.loads(asked(f"{made[2]}/api/claims.json")[2])["total"] == 4


def test_a_war_lists_its_quantities_and_every_view_of_one_has_its_feed(made):
    page = asked(f"{made[2]}/overview/war")[2].decode()
    quantity = "war/north-korea/killed/military"
    listed = page[page.index("Every quantity") :]
    assert f'href="{PREFIX}/timeline/{quantity}/"' in listed
    for view in ("timeline", "compare", "known-when"):
        page = asked(f"{made[2]}/{view}/{quantity}")[2].decode()
        assert f'<a href="{PREFIX}/changes/{quantity}.atom"' in page, view
    # One page answers every address that has none, so it names none.
    assert "Nothing here has this address." in asked(f"{made[2]}/404.html")[2].decode()


def test_a_site_that_did_not_change_is_not_made_again(made):
    data, site, _, _ = made
    assert publish(database(data.path), site, 1) == publishing.Published(
        len(folders.Folder(site).manifest().files), 0, 0, 0
    )


def test_of_a_claim_that_changed_only_what_shows_it_is_written(made, tmp_path):
    data, site, _, _ = made
    own = tmp_path / "site"
    shutil.copytree(site, own)
    other = own / "article" / "pravda-2025-05-02" / "index.html"
    before = {path: path.stat().st_mtime_ns for path in own.rglob("*.html")}
    text = data.read("claims")
    try:
        data.change("claims", 2, best="310", stated="some 310")
        done = publish(database(data.path), own, 1)
    finally:
        data.write("claims", text)
    assert 0 < done.written < done.files / 2
    assert other.stat().st_mtime_ns == before[other]
    assert "310" in (own / "claim" / "yna-2025-01-13-1" / "index.html").read_text()


def test_a_row_that_is_put_among_the_others_leaves_the_pages_of_those_below_it(made, tmp_path):
    """Where a claim stands in the file is on no page: only the package has the file itself."""
    data, site, _, _ = made
    own = tmp_path / "site"
    shutil.copytree(site, own)
    text = data.read("claims")
    header, *rows = text.splitlines(keepends=True)
    try:
        data.write("claims", "".join([header, rows[-1], *rows[:-1]]))
        done = publish(database(data.path), own, 1)
    finally:
        data.write("claims", text)
    # That and the page of a snapshot, which is made with each version of the data, differ; one more
    # that asks for the order of the file is made anew, of some 170.
    assert (done.made, done.written, done.removed) == (3, 2, 0)


def test_a_site_after_changes_is_byte_for_byte_the_one_that_is_made_anew(made, tmp_path):
    data, site, _, done = made
    own, anew = tmp_path / "site", tmp_path / "anew"
    shutil.copytree(site, own)
    before = {name: data.read(name) for name in ("claims", "articles", "sources")}
    versions = [database(data.path).hash]
    try:
        for change in (
            lambda: data.change("claims", 2, best="310", stated="some 310"),
            lambda: data.change("articles", 2, title="Another title"),
            lambda: data.change("claims", 3, note="Counted by hand."),
        ):
            change()
            again = publish(database(data.path), own, 1)
            versions.append(database(data.path).hash)
            assert 0 < again.made < done.made
        publish(database(data.path), anew, 1)
    finally:
        for name, text in before.items():
            data.write(name, text)
    assert _files(own, versions) == _files(anew, versions)


def _files(site, versions):
    """Return what a site's files say, whichever version of the data they were made from."""
    version = re.compile("|".join(versions).encode())
    return {
        path.relative_to(site).as_posix(): version.sub(b"HASH", path.read_bytes())
        for path in site.rglob("*")
        if path.is_file() and folders.OWN not in path.parts
    }


def test_what_is_asked_together_is_what_is_asked_one_by_one(made):
    """Every question of every page, with the types of its rows and in their order."""
    data = database(made[0].path)
    alone = {}
    together = Ahead(data.engine())
    server = Server(data, at(""))
    try:
        for group in plan.groups(data, cards=False)[1:]:
            for part in group:
                server.begun()
                for answer in part.answers:
                    server.reply(answer.address)
                alone |= dict.fromkeys(server.engine.noted)
    finally:
        server.close()
    for question in alone:
        alone[question] = data.engine().rows(question.sql, question.values)
    together.ask(alone)
    for question, rows in alone.items():
        given = together.rows(question.sql, question.values)
        pd.testing.assert_frame_equal(given, rows, obj=question.sql)
    assert len(together.alone) < len(alone) / 10
    found = digests(data.engine(), alone)
    one_by_one = {}
    for question in alone:
        one_by_one |= digests(data.engine(), [question])
    assert found == one_by_one


def test_a_question_about_the_date_that_a_page_looks_back_from_is_foreseen_for_all_that_have_one():
    parts = [
        Part("quantity", {"metric": f"m{number}", "known_on": date(2025, 4, number)}, [])
        for number in (1, 2, 3)
    ]
    undated = Part("quantity", {"metric": "m4"}, [])
    asked = [Question.of("select 1", {**part.words, "days": 60}) for part in parts]
    foreseen = Foreseen({"quantity": [part.words for part in (*parts, undated)]})
    assert [*foreseen.questions(parts[0], asked[:1])] == []
    assert [*foreseen.questions(parts[1], asked[1:2])] == asked


def test_what_takes_long_is_waited_for_where_it_is_published(made, monkeypatch):
    for lane in lanes.EVERY:
        monkeypatch.setattr(lane, "patience", 0.0)
    server = Server(database(made[0].path), at(""))
    query = Selection("war", "north-korea", "killed", "military").query()
    try:
        for address in (f"/embed/timeline?{query}", f"/api/latest.json?{query}", "/changes"):
            assert server.reply(address).status == 200
    finally:
        server.close()


def test_what_is_gone_is_removed_and_what_is_not_ours_stays(made, tmp_path):
    data, site, _, _ = made
    own = tmp_path / "site"
    shutil.copytree(site, own)
    (own / "CNAME").write_text("wars.example\n")
    (own / "claim" / "mine.txt").write_text("mine\n")
    text = data.read("claims")
    try:
        data.write("claims", text[: text.index("pravda-2025-05-02-1")])
        done = publish(database(data.path), own, 1)
    finally:
        data.write("claims", text)
    assert done.removed
    assert not (own / "claim" / "pravda-2025-05-02-1").exists()
    assert (own / "CNAME").exists()
    assert (own / "claim" / "mine.txt").exists()


def test_a_folder_that_holds_other_things_is_refused(made, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ContestedError, match=r"holds thesis\.txt"):
        publish(database(made[0].path), tmp_path, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_run_that_ends_while_files_are_put_into_place_is_completed_by_the_next(
    made, tmp_path, monkeypatch
):
    data, site, _, done = made
    real, put = folders.os.replace, []

    def until(source, target):
        if "new" in Path(source).parts and len(put) == 20:
            raise KeyboardInterrupt
        put.append(target)
        real(source, target)

    own = tmp_path / "site"
    with monkeypatch.context() as patch:
        patch.setattr(folders.os, "replace", until)
        with pytest.raises(KeyboardInterrupt):
            publish(database(data.path), own, 1)
    assert not folders.Folder(own).manifest().complete
    again = publish(database(data.path), own, 1)
    assert again.files == done.files
    names = lambda root: {  # noqa: E731
        path.relative_to(root) for path in root.rglob("*") if folders.OWN not in path.parts
    }
    assert names(own) == names(site)


def test_the_command_publishes_with_processes_and_names_what_it_lacks(made, tmp_path):
    run = partial(
        subprocess.run, capture_output=True, text=True, timeout=600, stdin=subprocess.DEVNULL
    )
    command = [sys.executable, "-m", "contested", "publish", str(tmp_path / "site")]
    without = run(command, env=_without_url())
    assert without.returncode == 2
    assert "--url" in without.stderr
    done = run([*command, "--url", HOST + PREFIX, "--processes", "2"])
    assert done.returncode == 0, done.stderr
    assert f"{made[3].files:,} files" in done.stdout
    assert (tmp_path / "site" / "claim" / "yna-2025-01-13-1" / "index.html").exists()


def _without_url():
    return {name: value for name, value in os.environ.items() if name != "CONTESTED_URL"}
