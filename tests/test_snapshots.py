"""Snapshots: one view has one id, an altered byte is found, what changed since is told."""

import csv
import io
import json
import random
import re
import shutil
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from plotly.offline import get_plotlyjs_version
from pyarrow import parquet
from streamlit.runtime.context import StreamlitHeaders

from contested import export, queries
from contested.cite import FORMATS
from contested.cli import cli
from contested.database import database
from contested.errors import BadSelection, BadSnapshot, NotFound, TooMany
from contested.selection import selected
from contested.snapshots import browser, content, files, verify
from contested.snapshots.changes import changes, known
from contested.snapshots.freezing import freeze, recoloured
from contested.snapshots.limits import Bucket
from contested.snapshots.page import html, readable
from contested.snapshots.store import Store
from contested.snapshots.verify import differences
from contested.ui import app
from contested.views import VIEWS, canonical, seen
from contested.vocabulary import FIRST_ARTICLE

KILLED = "subject=north-korea&metric=killed"
QUERIES = dict.fromkeys(VIEWS, KILLED)
QUERIES |= {"article": f"article={FIRST_ARTICLE}", "source": "source=nis"}
JANUARY = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def killed(cache):
    """Return a snapshot of the timeline of one quantity."""
    return freeze(database().engine(), "the-data", selected(KILLED), "timeline", JANUARY)


@pytest.fixture
def copied(curated, tmp_path):
    """Return a data folder of one's own, to be changed."""
    return shutil.copytree(curated, tmp_path / "data")


def refrozen(folder, query=KILLED, view="timeline"):
    """Return a view of a folder's data, frozen, and the database behind it."""
    found = database(folder)
    return freeze(found.engine(), found.hash, selected(query), view), found


def replaced(folder, id, **cells):
    """Change cells of one claim in a data folder, and return the claim as it was."""
    path = folder / "claims.csv"
    rows = _rows(path)
    was = next(dict(row) for row in rows if row["id"] == id)
    next(row for row in rows if row["id"] == id).update(cells)
    _write(path, rows)
    return was


def added(folder, row):
    """Add a claim to a data folder."""
    path = folder / "claims.csv"
    _write(path, [*_rows(path), row])


def _rows(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def _write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        sheet = csv.DictWriter(stream, rows[0], lineterminator="\n")
        sheet.writeheader()
        sheet.writerows(rows)


# What has the same id


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_freezes_whole_and_reads_back_equal(engine, view):
    snapshot = freeze(engine, "the-data", selected(QUERIES[view]), view)
    raw = content.written(snapshot)
    assert content.read(raw) == snapshot
    assert content.written(content.read(raw)) == raw
    assert differences(raw, snapshot.id) == []
    assert snapshot["count"] == len(snapshot.claims) > 0
    assert snapshot["chart"]["layout"]["width"] == 1200


@pytest.mark.slow
def test_the_time_is_not_part_of_the_id(engine, killed):
    later = freeze(engine, "the-data", selected(KILLED), "timeline")
    assert later.id == killed.id
    assert later.made != killed.made


@pytest.mark.parametrize(
    "query",
    [
        f"{KILLED}&conflict=russia-ukraine&population=military",
        f"metric=killed&{KILLED.split('&')[0]}",
        f"{KILLED}&axis=as_of&scale=linear&apart=shown",
        f"{KILLED}&reference=nis",
        f"?{KILLED}",
    ],
    ids=["whole", "other order", "defaults named", "a word the view does not read", "pasted"],
)
def test_one_view_has_one_id_however_it_is_asked_for(engine, killed, query):
    assert freeze(engine, "the-data", selected(query), "timeline").id == killed.id


@pytest.mark.parametrize(
    "query", [f"{KILLED}&scale=log", f"{KILLED}&source=nis", f"{KILLED}&axis=published"]
)
def test_another_view_has_another_id(engine, killed, query):
    assert freeze(engine, "the-data", selected(query), "timeline").id != killed.id


def test_other_data_have_another_id_though_the_rows_are_equal(engine, killed):
    other = freeze(engine, "other-data", selected(KILLED), "timeline")
    assert other.claims == killed.claims
    assert other.id != killed.id


def test_known_when_without_a_date_is_frozen_with_the_date_that_it_shows(engine):
    asked = canonical(engine, selected(KILLED), VIEWS["known-when"])
    assert asked.known_on is not None
    assert f"known_on={asked.known_on}" in freeze(engine, "d", asked, "known-when")["query"]


@pytest.mark.parametrize(
    ("query", "view", "message"),
    [
        (KILLED, "timline", "view is 'timline'; did you mean 'timeline'?"),
        ("subject=nort-korea", "timeline", "did you mean 'north-korea'?"),
        (f"{KILLED}&since=2040-01-01", "timeline", "no claim is shown; widen the selection"),
        ("article=nowhere", "timeline", "article is 'nowhere'; not in the data"),
        (KILLED, "article", "metric is 'killed'; the view article shows all of one article"),
        ("source=nis&place=Kursk", "source", "place is 'Kursk'; the view source shows all"),
        ("", "article", "article is ''; the view article shows one article; name it, once"),
        ("source=nis&source=hur", "source", "source is 'hur, nis'; the view source shows one"),
    ],
)
def test_what_cannot_be_frozen_is_named(engine, query, view, message):
    with pytest.raises(BadSelection, match=re.escape(message)):
        freeze(engine, "the-data", selected(query), view)


def test_an_article_and_a_source_are_frozen_as_their_pages_show_them(engine):
    article = seen(engine, selected(f"article={FIRST_ARTICLE}&scale=log"), "article")
    assert list(article.claims["id"]) == list(queries.printed(engine, FIRST_ARTICLE)["id"])
    assert article.selection.query() == f"article={FIRST_ARTICLE}"
    assert article.title.startswith("The New York Times, 22 August 2025: North Korea Honors")
    assert article.answer.endswith("prints four claims by five sources.")
    source = seen(engine, selected("source=nis"), "source")
    assert list(source.claims["id"]) == list(queries.stated_by(engine, "nis")["id"])
    assert source.title == "National Intelligence Service (South Korea)"


def test_a_table_of_several_quantities_says_of_each_claim_what_it_counts(engine, killed):
    rows = readable(freeze(engine, "d", selected("source=nis"), "source").claims)
    assert {row.counted for row in rows} >= {"North Korean soldiers killed"}
    assert not any("soldiers" in row.counted for row in readable(killed.claims))


# What is altered


@pytest.mark.slow
def test_one_altered_byte_is_found_wherever_it_is(killed):
    raw = content.written(killed)
    places = random.Random(1).sample(range(len(raw)), 400)
    for place in places:
        altered = bytearray(raw)
        altered[place] ^= 1
        assert _found(bytes(altered), killed.id), raw[place - 40 : place + 9]


@pytest.mark.parametrize("part", [part for part in content.PARTS if part != "claims"])
def test_an_altered_part_is_named(killed, part):
    other = {"a": 1} if isinstance(killed[part], dict) else killed[part]
    other = [*other, {"id": "x"}] if isinstance(other, list) else other
    other = other + 1 if isinstance(other, int) else other
    other = other + "!" if isinstance(other, str) else other
    found = differences(_with(killed, {**killed.content, part: other}), killed.id)
    assert [difference.part for difference in found] == [part]


def test_an_altered_claim_is_named_with_its_column_and_both_values(engine, killed):
    claims = killed.claims
    claims[3] = {**claims[3], "best": 51}
    raw = _with(killed, {**killed.content, "claims": claims})
    (found,) = differences(raw, killed.id, lambda ids: known(engine, ids))
    assert (found.part, found.claim) == ("claims", claims[3]["id"])
    assert found.message == f"it was altered: best is 51, was {killed.claims[3]['best']}"
    (found,) = differences(raw, killed.id)
    assert found.message.startswith("it was altered; it holds '50'")


def test_claims_taken_out_put_in_or_moved_are_named(killed):
    one, *rest = killed.claims
    kinds = {
        "taken out": rest,
        "put in": [one, *rest, {**one, "id": "planted-1"}],
        "order": [*rest, one],
    }
    for kind, claims in kinds.items():
        found = differences(_with(killed, {**killed.content, "claims": claims}))
        assert any(kind in str(difference) for difference in found), kind


def test_an_altered_hash_is_told_from_an_altered_part(killed):
    hashes = {**killed.hashes, "title": "0" * 64}
    raw = content.written(_but(killed, hashes=hashes))
    assert [str(found) for found in differences(raw)] == [
        "hashes: the hash of the title was altered"
    ]


def test_an_altered_time_and_a_file_under_another_name_are_found(killed):
    raw = content.written(_but(killed, made="2020-01-01T00:00:00Z"))
    assert [found.part for found in differences(raw)] == ["made, the time it was frozen"]
    found = differences(content.written(killed), "b" * 20)
    assert [difference.part for difference in found] == ["id"]


def test_an_altered_snapshot_made_to_fit_has_another_id(killed):
    forged = content.frozen({**killed.content, "answer": "Nobody was killed."}, JANUARY)
    assert differences(content.written(forged)) == []
    assert forged.id != killed.id
    assert [found.part for found in differences(content.written(forged), killed.id)] == ["id"]


def test_another_layout_is_found_though_every_value_stands(killed):
    raw = json.dumps(json.loads(content.written(killed))).encode()
    (found,) = differences(raw)
    assert found.part == "layout"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "line 1, column 1 is not JSON"),
        (b"{}", "it is no snapshot"),
        (b"\xff", "line 1 is not UTF-8"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": 1, "a": 2}', "'a' stands twice"),
        (b'{"contested": "snapshot", "id": "x"}', "the file lacks content, hashes, made, seal"),
        (b'{"a": "\\ud800"}', "half a character"),
        (b"[" * 100_000, "nested too deeply"),
        (b"1" * 5000, "a number that cannot be read"),
    ],
)
def test_a_file_that_is_no_snapshot_says_why(raw, message):
    with pytest.raises(BadSnapshot, match=message):
        differences(raw)


def _found(raw, id):
    """Return whether anything in a file is not as it was frozen."""
    try:
        return differences(raw, id)
    except BadSnapshot as error:
        return str(error)


def _but(snapshot, **fields):
    held = {name: getattr(snapshot, name) for name in ("id", "made", "content", "hashes", "seal")}
    return content.Snapshot(**held | fields)


def _with(snapshot, parts):
    return content.written(_but(snapshot, content=parts))


# What has changed since


@pytest.mark.slow
def test_a_changed_claim_is_told_and_the_old_snapshot_stays(copied, tmp_path):
    snapshot, found = refrozen(copied)
    kept = Store(tmp_path / "store")
    kept.save(snapshot)
    assert (
        changes(found.engine(), snapshot, found.hash).sentence == "The data have not changed since."
    )
    id = next(claim["id"] for claim in snapshot.claims if claim["qualifier"] == "exact")
    was = replaced(copied, id, best="77")

    again, found = refrozen(copied)
    assert again.id != snapshot.id
    changed = changes(found.engine(), snapshot, found.hash)
    (revision,) = changed.revisions
    assert (revision.kind, revision.columns) == ("revised", ["best"])
    assert (revision.then["best"], revision.now["best"]) == (int(was["best"]), 77)
    assert changed.sentence == f"One of {len(snapshot.claims)} claims has been revised since."
    assert kept.read(snapshot.id) == snapshot
    assert differences(kept.raw(snapshot.id), snapshot.id) == []


@pytest.mark.slow
def test_a_superseded_claim_shows_what_superseded_it(copied):
    snapshot, _ = refrozen(copied)
    claim = next(claim for claim in snapshot.claims if claim["qualifier"] == "exact")
    row = replaced(copied, claim["id"])
    later = {**row, "id": f"{row['article']}-99", "best": "52", "supersedes": row["id"]}
    added(copied, {**later, "reason": "a slip of the pen"})
    _, found = refrozen(copied)
    changed = changes(found.engine(), snapshot, found.hash)
    (revision,) = changed.revisions
    assert revision.kind == "superseded"
    assert (revision.by["id"], revision.by["reason"]) == (later["id"], "a slip of the pen")
    assert changed.sentence.endswith(
        "claims has been superseded since; one more claim would be shown now."
    )
    assert [claim["id"] for claim in changed.added] == [later["id"]]


@pytest.mark.slow
def test_a_claim_that_was_withdrawn_since_is_told(copied):
    snapshot, _ = refrozen(copied)
    claim = next(claim for claim in snapshot.claims if claim["apart"] is None)
    (copied / "responses.csv").write_text(
        "claim,response,sources,article,note\n"
        f"{claim['id']},withdrawn,{claim['source']},{snapshot.claims[-1]['article']},\n"
    )
    _, found = refrozen(copied)
    changed = changes(found.engine(), snapshot, found.hash)
    assert [(one.kind, one.then["id"]) for one in changed.revisions] == [("withdrawn", claim["id"])]
    assert "has been withdrawn since" in changed.sentence


@pytest.mark.slow
def test_a_claim_that_is_gone_is_told(copied):
    snapshot, _ = refrozen(copied)
    path = copied / "claims.csv"
    rows = _rows(path)
    gone = snapshot.claims[0]["id"]
    _write(path, [row for row in rows if row["id"] != gone])
    _, found = refrozen(copied)
    changed = changes(found.engine(), snapshot, found.hash)
    assert [(revision.kind, revision.then["id"]) for revision in changed.revisions] == [
        ("gone", gone)
    ]
    assert "One of 16 claims has left the data since." in changed.sentence


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_of_unchanged_claims_has_no_changes(engine, view):
    snapshot = freeze(engine, "before", selected(QUERIES[view]), view)
    changed = changes(engine, snapshot, "after")
    assert (changed.revisions, changed.added) == ([], [])


# What it is given as


def test_the_csv_is_an_export_of_the_same_claims(engine, killed):
    claims = queries.drawn(engine, canonical(engine, selected(KILLED), VIEWS["timeline"]))
    assert files.table(killed) == export.csv(claims)
    read = list(csv.DictReader(io.StringIO(files.table(killed).decode())))
    assert [row["id"] for row in read] == [claim["id"] for claim in killed.claims]


def test_the_parquet_is_an_export_of_the_same_claims(engine, killed):
    claims = queries.drawn(engine, canonical(engine, selected(KILLED), VIEWS["timeline"]))
    read, exported = (
        parquet.read_table(io.BytesIO(raw))
        for raw in (files.FILES["parquet"].write(killed, ""), export.parquet(claims))
    )
    assert read.schema.equals(exported.schema)
    assert read.equals(exported)


def test_no_number_loses_a_digit_in_the_parquet(killed):
    most = 10**18 + 1
    claims = [{**killed.claims[0], "best": most, "low": None, "since": None}]
    altered = content.frozen({**killed.content, "claims": claims})
    (row,) = parquet.read_table(io.BytesIO(files.FILES["parquet"].write(altered, ""))).to_pylist()
    assert (row["best"], row["low"], row["since"]) == (most, None, None)


def test_every_citation_format_names_the_snapshot_and_its_articles(killed):
    address = f"https://example.org/snapshot/{killed.id}"
    for ending in FORMATS:
        text = files.FILES[ending].write(killed, address).decode()
        assert killed.id in text
        assert address in text
        for item in killed["citations"]:
            assert item["id"] in text
    items = json.loads(files.FILES["csl.json"].write(killed, address))
    assert len(items) == 1 + len(killed["citations"])
    assert all(item["accessed"]["date-parts"][0][0] >= 2025 for item in items)


def test_the_offline_page_holds_all_and_asks_for_nothing(killed):
    text = html(killed, files.works(killed)[0]).decode()
    own = re.sub(r"<script>/\*.*?</script>", "", text, flags=re.DOTALL)
    assert killed["answer"] in own
    assert all(claim["id"] in own for claim in killed.claims)
    assert not re.findall(r"""(?:src|href)=["']?(?:https?:)?//(?!\S+" rel="noopener)""", own)


def test_hostile_text_stays_text_in_the_offline_page(killed):
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'\u202e"
    claims = [
        {**claim, "source_name": evil, "note": evil, "url": "javascript:alert(1)"}
        for claim in killed.claims
    ]
    parts = {**killed.content, "title": evil, "answer": evil, "claims": claims}
    parts["chart"] = {**killed["chart"], "layout": {**killed["chart"]["layout"], "meta": evil}}
    hostile = content.frozen(parts)
    text = html(hostile, files.works(hostile)[0], 'https://example.org/"><script>').decode()
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text
    assert "javascript:alert" not in text


def test_a_dark_picture_differs_in_colours_alone(killed):
    dark = recoloured(killed["chart"], killed["colours"])
    assert dark != killed["chart"]
    back = {to: from_ for from_, to in killed["colours"].items()}
    assert recoloured(dark, back) == killed["chart"]


# How often, and from the command line


def test_a_reader_who_asks_too_often_is_told_when_to_come_back():
    now = [0.0]
    bucket = Bucket(burst=2, a_minute=30, clock=lambda: now[0])
    bucket.take("192.0.2.7")
    bucket.take("::ffff:192.0.2.7")
    bucket.take("::ffff:192.0.2.8")
    bucket.take("2001:db8::1")
    with pytest.raises(TooMany) as refusal:
        bucket.take("192.0.2.7")
    assert refusal.value.wait == 2
    now[0] = 2.0
    bucket.take("192.0.2.7")


@pytest.mark.parametrize("proxies", ["127.0.0.1", "::1", "127.0.0.0/8"])
def test_the_dashboards_button_knows_a_reader_as_the_web_does(monkeypatch, proxies):
    headers = StreamlitHeaders([("X-Forwarded-For", "6.6.6.6, 203.0.113.9")])
    monkeypatch.setattr(app.st, "context", SimpleNamespace(ip_address=None, headers=headers))
    assert app.asking() == "127.0.0.1"
    monkeypatch.setenv("CONTESTED_PROXIES", proxies)
    assert app.asking() == "203.0.113.9"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return a function that runs a command with a store of its own."""
    monkeypatch.setenv("CONTESTED_SNAPSHOTS", str(tmp_path / "store"))

    def ran(*arguments):
        return CliRunner().invoke(cli, [str(argument) for argument in arguments])

    return ran


@pytest.mark.slow
def test_the_command_freezes_keeps_and_verifies(run, tmp_path):
    file, table = tmp_path / "killed.json", tmp_path / "killed.csv"
    made = run("snapshot", "subject=north-korea", "metric=killed", "-o", file, "-o", table)
    assert made.exit_code == 0, made.output
    assert table.read_text().startswith("id,quantity,said")
    kept = run("snapshot", KILLED)
    assert kept.stderr == "North Korean soldiers killed, 16 claims.\n"
    id = kept.stdout.strip()
    assert content.read(file.read_bytes()).id == id
    for named in (file, id):
        verified = run("verify", named)
        assert verified.exit_code == 0
        assert verified.output.startswith(f"{id} is as it was frozen on ")


@pytest.mark.slow
def test_verify_names_the_altered_column_and_fails(run, tmp_path):
    file = tmp_path / "killed.json"
    run("snapshot", KILLED, "-o", file)
    text = file.read_text()
    file.write_text(text.replace('"best": 2000,', '"best": 9000,', 1))
    found = run("verify", file)
    assert found.exit_code == 1
    assert "it was altered: best is 9000, was 2000" in found.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["snapshot", KILLED, "-o", "x.pgn"], "did you mean 'png'?"),
        (["snapshot", "subject=nort"], "subject is 'nort'"),
        (["verify", "nothing-here"], "no snapshot or file has the id"),
        (["verify", "a" * 20], "no snapshot has the id"),
        (["verify", "https://example.org/somewhere"], "is not a snapshot's address"),
    ],
)
def test_a_command_that_cannot_be_done_says_what_would_pass(run, arguments, message):
    found = run(*arguments)
    assert found.exit_code != 0
    assert message in found.output
    assert "Traceback" not in found.output


def test_an_id_in_a_path_is_checked_against_the_file(tmp_path, killed):
    path = tmp_path / f"{'b' * 20}.json"
    path.write_bytes(content.written(killed))
    raw, id = verify.fetched(str(path), Store(tmp_path / "store"))
    assert [found.part for found in differences(raw, id)] == ["id"]
    with pytest.raises(NotFound):
        verify.fetched("../../etc/passwd-that-is-not", Store(tmp_path / "store"))


@pytest.mark.slow
def test_the_script_of_files_and_pictures_is_of_plotlys_own_version_and_draws_every_view(engine):
    head = browser.PLOTLY.read_text(encoding="utf-8")[:200]
    assert f"plotly.js (basic - minified) v{get_plotlyjs_version()}\n" in head
    for view, query in QUERIES.items():
        chart = seen(engine, selected(query), view).picture
        assert {trace.type for trace in chart.data} <= {"scatter", "bar", "pie"}, view
