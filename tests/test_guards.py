"""Protections that nothing else would miss: each was taken away once, and its test failed."""

import asyncio
import copy
import gc
import json
import re
import shutil

import pandas as pd
import pytest
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.testclient import TestClient

from contested import build as building
from contested import web
from contested.build import build
from contested.cli import cli
from contested.cli.options import say
from contested.database import database
from contested.errors import BadSnapshot, TooMany
from contested.html.environment import safe_url
from contested.selection import selected
from contested.snapshots import pictures
from contested.snapshots.content import Snapshot, hashed, identity, sealed, written
from contested.snapshots.freezing import freeze, saved
from contested.snapshots.limits import Bucket
from contested.snapshots.verify import differences
from contested.ui import cache
from contested.ui.app import plain
from scripts.mutations import MUTATIONS, ROOT

KILLED = "conflict=russia-ukraine&subject=north-korea&metric=killed&population=military"


@pytest.fixture(scope="module")
def site(cache):
    """Return a client of the routes and of what stands before them."""
    app = Starlette(routes=web.routes(), middleware=web.middleware())
    return TestClient(app, base_url="https://contested.example")


@pytest.mark.parametrize("path", ["/api/sql", "/api/snapshots"])
def test_a_body_that_breaks_off_is_no_fault(cache, path):
    # Else each is a traceback in the log, as often as a reader likes.
    parts = [
        {"type": "http.request", "body": b'{"sql":', "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent = []

    async def receive():
        return parts.pop(0) if len(parts) > 1 else parts[0]

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "scheme": "http",
        "query_string": b"", "root_path": "", "client": ("192.0.2.9", 1),
        "server": ("127.0.0.1", 80),
        "headers": [(b"host", b"localhost"), (b"content-type", b"application/json")],
        "http_version": "1.1",
    }  # fmt: skip
    app = Starlette(routes=web.routes(), middleware=web.middleware())
    asyncio.run(app(scope, receive, send))
    assert sent[0]["status"] == 400


@pytest.mark.slow
def test_a_snapshot_s_own_page_runs_apart_from_the_site(site, curated, tmp_path, monkeypatch):
    monkeypatch.setenv("CONTESTED_SNAPSHOTS", str(tmp_path))
    monkeypatch.setattr(pictures, "prepare", lambda _: None)
    found = database(curated)
    snapshot, _ = saved(found.engine(), found.hash, selected(KILLED), "timeline")
    answer = site.get(f"/snapshot/{snapshot.id}.html")
    assert answer.status_code == 200
    rules = [rule.strip() for rule in answer.headers["content-security-policy"].split(";")]
    # Scripts of its own, but neither the site's origin nor the network: `allow-same-origin` with
    # them would be no sandbox.
    assert "sandbox allow-scripts" in rules
    assert "default-src 'none'" in rules


@pytest.mark.slow
def test_a_database_that_another_folder_holds_on_to_is_not_removed(folder, tmp_path):
    into, other = tmp_path / "cache", tmp_path / "other"
    shutil.copytree(folder.path, other)
    shared = build(folder.path, into).path
    assert build(other, into).path == shared
    for number in range(building.KEPT + 1):
        folder.change("claims", 2, best=str(400 + number))
        build(folder.path, into)
    assert not any(shared.stem.endswith(building._hash(mark))
                   for mark in building._marks(folder.path, into))  # fmt: skip
    assert shared.exists()
    shutil.rmtree(other)


@pytest.mark.slow
def test_an_id_that_the_data_do_not_know_narrows_nothing_in_what_is_sent_ahead(site):
    def answered(query):
        sent = site.get(f"/timeline?{query}").text
        return re.search(r'<p class="answer">(.*?)</p>', sent, re.DOTALL)[1]

    assert answered("subject=atlantis") == answered("")
    assert answered(f"{KILLED}&source=nobody") == answered(KILLED)
    assert answered(f"{KILLED}&article=nowhere") == answered(KILLED)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "\tjavascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example/x",
        "/claim/1",
        "",
        None,
        float("nan"),
    ],
)
def test_only_an_address_of_the_web_becomes_a_link(address):
    assert safe_url(address) == ""
    assert safe_url("https://example.org/1") == "https://example.org/1"


def test_a_reader_with_a_network_of_addresses_is_one_reader():
    limit = Bucket(2, 1)
    for number in range(2):
        limit.take(f"2001:db8:1:2::{number}")
    with pytest.raises(TooMany):
        limit.take("2001:db8:1:2:ffff:ffff:ffff:ffff")
    limit.take("2001:db8:1:3::1")  # the next network is another reader
    for _ in range(2):
        limit.take("::ffff:192.0.2.7")
    with pytest.raises(TooMany):
        limit.take("192.0.2.7")


KINDS = (None, 3, 1.5, True, "x\x1b[2J", [], ["x"], [[]], {}, {"x": 1}, {"id": []})


@pytest.mark.slow
def test_a_snapshot_of_whatever_kinds_is_named_and_prints_nothing_that_steers_a_terminal(
    engine, tmp_path
):
    whole = json.loads(written(freeze(engine, "0" * 16, selected(KILLED), "timeline")))
    places = [(name,) for name in whole]
    places += [(part, name) for part in ("content", "hashes") for name in whole[part]]
    places += [("content", "claims", 0, name) for name in whole["content"]["claims"][0]]
    file, told = tmp_path / "one.json", set()
    for place in places:
        for kind in KINDS:
            held = copy.deepcopy(whole)
            within = held
            for name in place[:-1]:
                within = within[name]
            within[place[-1]] = kind
            try:
                told |= {str(one) for one in differences(json.dumps(held).encode())}
            except BadSnapshot as error:
                told.add(str(error))
    assert any("\x1b" in one for one in told)  # as words it is kept; to a terminal it is not said
    for name in ("count", "title", "quantity", "narrowing"):  # sound, by its own hashes
        made = {**whole["content"], name: ["x"]}
        hashes = hashed(made)
        sound = identity(hashes)
        sealed_ = sealed(sound, whole["made"])
        file.write_bytes(written(Snapshot(sound, whole["made"], made, hashes, sealed_)))
        found = CliRunner().invoke(cli, ["verify", str(file)])
        assert found.exit_code == 1
        assert (
            found.output
            == f"Error: {name} of the content is no {'number' if name == 'count' else 'text'}\n"
        )
    held = {**whole, "content": {**whole["content"], "title": "x\x1b[2J\u202e"}, "made": "\x07"}
    file.write_text(json.dumps(held))
    found = CliRunner().invoke(cli, ["verify", str(file)])
    assert found.exit_code == 1
    assert not set(found.output) & set("\x1b\x07\u202e")
    assert r"\x1b[2J" in found.output


@pytest.mark.parametrize(
    "words",
    [["claims", "metric=\x1b[2J"], ["verify", "\x1b[2J"], ["check", "\x1b[2J"], ["\x1b[2J"]],
)
def test_no_command_repeats_what_steers_a_terminal(cache, words):
    # As to a terminal: what is no terminal is given no escapes at all, whoever wrote them.
    found = CliRunner().invoke(cli, words, color=True)
    assert found.exit_code != 0
    assert "\x1b" not in found.output


def test_what_a_command_prints_to_a_terminal_stands_as_it_is_written(capsys):
    say("a \x1b[2J\u202e b")
    assert capsys.readouterr().out == "a \\x1b[2J\\u202e b\n"


@pytest.mark.parametrize(
    "text", ["https://evil.example", "HTTP://x", "www.evil.example", "a@b.example"]
)
def test_a_bare_address_in_a_notice_is_no_link(text):
    # Escapes do not help: the browser looks for addresses in what they leave.
    shown = plain(f"Read them at {text}.").replace("\\", "")
    assert not re.search(r"(?i)https?://|www\.|\S@", shown.replace("\u2060@", " "))
    assert shown.replace("\u2060", "") == f"Read them at {text}."


@pytest.mark.parametrize("mark", "\\`*_{}[]()<>#+-.!|~$:&")
def test_what_markdown_reads_is_shown_as_it_stands(mark):
    """A link's brackets and a formula's dollars too: without its escape a mark is markup."""
    assert plain(f"a{mark}b") == f"a\\{mark}b"


@pytest.mark.slow
def test_what_is_made_of_rows_is_made_once_and_goes_with_them():
    made = []

    def part(first, second):
        made.append(len(first) + len(second))
        return made[-1]

    first, second, third = (pd.DataFrame({"id": range(rows)}) for rows in (1, 2, 4))
    assert [cache.made(part, first, second) for _ in range(2)] == [3, 3]
    assert cache.made(part, first, third) == 5
    assert made == [3, 5]
    ours = [key for key in cache._made if key[0] is part]
    assert len(ours) == 2
    del first
    gc.collect()
    assert not any(key[0] is part for key in cache._made)


def test_every_rule_that_the_mutations_break_is_where_they_look_for_it():
    gone = [
        one.name
        for one in MUTATIONS
        if one.old not in (ROOT / "contested" / one.file).read_text(encoding="utf-8")
    ]
    assert gone == []
