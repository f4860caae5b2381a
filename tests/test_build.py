"""A build is whole or not there; its name follows its content; a page never waits for a mend."""

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from benchmarks import synthetic
from contested import build, checks, queries
from contested.database import database
from contested.engine import DuckDB
from contested.errors import BadData, NoDatabase
from contested.html import events
from contested.kept import kept
from contested.selection import Selection
from tests.test_checks import CLAIM

pytestmark = pytest.mark.slow  # each builds databases, and waits for them

#: Builds a folder in a process of its own; with "hang", says so and stops before the file, all
#: written by then, takes its name.
PROCESS = """
import sys, time
from pathlib import Path
from contested import build

def hang(*_):
    print("hangs", flush=True)
    time.sleep(600)

if "hang" in sys.argv:
    build.os.replace = hang
print(build.build(Path(sys.argv[1])).path.name)
"""


@pytest.fixture(autouse=True)
def into(tmp_path, monkeypatch):
    """Return a cache of the test's own."""
    place = tmp_path / "cache"
    monkeypatch.setenv("CONTESTED_CACHE", str(place))
    return place


@pytest.fixture
def started():
    """Return a way to start a build in another process; none outlives the test."""
    running = []

    def start(folder, *words):
        process = subprocess.Popen(
            [sys.executable, "-c", PROCESS, str(folder.path), *words],
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


def eventually(ask, seconds=60):
    """Wait until there is an answer."""
    end = time.monotonic() + seconds
    while not ask():
        assert time.monotonic() < end
        time.sleep(0.01)


def databases(into):
    return sorted(path.name for path in into.glob("*.duckdb"))


def test_a_build_holds_each_claim_once_and_its_hash(folder):
    built = build.build(folder.path)
    assert built.claims == 4
    with duckdb.connect(str(built.path), read_only=True) as con:
        assert con.execute("select count(*), count(distinct id) from claim").fetchone() == (4, 4)
        assert con.execute("select hash from meta").fetchone() == (built.hash,)
        assert con.execute("select source from claim_source order by all").fetchall() == [
            ("hur",),
            ("mediazona",),
            ("nis",),
            ("nis",),
            ("nis",),
        ]


def test_a_claim_keeps_the_line_it_stands_in(folder):
    with duckdb.connect(str(build.build(folder.path).path), read_only=True) as con:
        stored = con.execute("select id, line from claim order by line").fetchall()
    ids = [row.split(",")[0] for row in folder.read("claims").splitlines()]
    assert stored == [(id, line) for line, id in enumerate(ids, start=1) if line > 1]


def test_the_same_content_is_the_same_file(folder, tmp_path, into):
    first = build.build(folder.path)
    stamp = first.path.stat().st_mtime_ns
    (tmp_path / "copy").mkdir()
    for file in folder.path.iterdir():
        (tmp_path / "copy" / file.name).write_bytes(file.read_bytes())
    second = build.build(tmp_path / "copy")
    assert second.path == first.path
    assert second.path.stat().st_mtime_ns == stamp
    assert len(databases(into)) == 1


def test_changed_content_is_a_new_file_beside_the_old(folder, into):
    first = build.build(folder.path)
    folder.change("claims", 2, note="Recounted.")
    second = build.build(folder.path)
    assert second.hash != first.hash
    assert databases(into) == sorted([first.path.name, second.path.name])


def test_old_files_are_taken_away(folder, into):
    names = []
    for number in range(build.KEPT + 2):
        folder.change("claims", 2, note=f"Note {number}.")
        names.append(build.build(folder.path).path.name)
    assert databases(into) == sorted(names[-build.KEPT :])


def aged(path, days):
    """Make a file one that was last used so many days ago."""
    then = time.time() - days * 86_400
    os.utime(path, (then, then))


def test_what_nobody_used_for_long_goes_with_what_points_to_it(folder, into):
    into.mkdir()
    older = [into / "contested-0123.duckdb", into / "folder-0123-0123", into / "folder-0123.json"]
    for path in older:
        path.write_text("[")  # of an earlier program, and broken
        aged(path, 31)
    kept = into / "contested-4567.duckdb"
    kept.touch()
    aged(kept, 29)
    built = build.build(folder.path)
    assert not [path.name for path in older if path.exists()]
    assert databases(into) == sorted([kept.name, built.path.name])


def test_a_database_that_still_serves_is_kept_however_old(folder, into):
    good = database(folder.path)
    folder.change("claims", 2, qualifier="abut")
    aged(good.path, 31)
    assert database(folder.path).path == good.path
    build._sweep(into)
    assert good.path.exists()
    aged(good.path, 31)
    assert database(folder.path).broken  # a page was asked for
    build._sweep(into)
    assert good.path.exists()


def test_two_builders_do_not_lose_each_others_names(folder, into, monkeypatch):
    first = build.build(folder.path)
    names, touch = [first.hash, "another"], Path.touch

    def meanwhile(mark):
        if mark.name.startswith("folder-"):
            monkeypatch.setattr(Path, "touch", touch)
            build.remember(folder.path, first._replace(hash="another"))
        touch(mark)

    folder.change("claims", 2, note="Recounted.")
    monkeypatch.setattr(Path, "touch", meanwhile)
    names.append(build.build(folder.path).hash)
    assert {build._hash(mark) for mark in build._marks(folder.path, into)} == set(names)


def test_a_database_that_goes_between_a_look_and_its_opening_is_built_again(folder, monkeypatch):
    def gone(path):
        monkeypatch.setattr("contested.database.build", build.build)
        built = build.build(path)
        built.path.unlink()
        return built

    monkeypatch.setattr("contested.database.build", gone)
    assert database(folder.path).path.exists()


def test_all_that_decides_what_is_built_is_part_of_the_hash():
    loaded = (
        "import sys, contested.build\n"
        "print(*(m.__file__ for n, m in sys.modules.items() if n.startswith('contested.')))"
    )
    told = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    within = Path(build.__file__).parent
    modules = {Path(file).relative_to(within).as_posix() for file in told.stdout.split()}
    assert modules | {"schema.sql", "checks.sql"} == set(build.SOURCES)


def test_an_upgraded_program_does_not_take_an_earlier_ones_database(folder, monkeypatch):
    earlier = build.build(folder.path)
    monkeypatch.setattr(build, "_PROGRAM", b"upgraded")
    assert build.last_good(folder.path) is None
    assert build.content_hash(folder.path) != earlier.hash


def test_notices_are_returned_and_kept_and_stop_nothing(folder):
    folder.change("articles", 2, url="")
    folder.add("places", id="omsk", name="Omsk", conflict="war")
    for number, place in enumerate(("kursk", "omsk"), start=1):
        folder.add("claims", **CLAIM | {"id": f"n-{number}", "metric": "deployed", "place": place})
    first, second = build.build(folder.path), build.build(folder.path)
    told = [str(notice) for notice in first.notices]
    assert "articles.csv:2: notice: url is ''; give the address that it can be read at" in told
    # Whether a claim stands for a quantity is asked of the built tables.
    assert any(
        notice.rule == "a-quantity-has-a-claim-that-stands-for-it" for notice in first.notices
    )
    assert second.notices == first.notices


def test_what_folders_were_tried_by_is_theirs_once_they_are_so(folder, into, tmp_path):
    aside = tmp_path / "aside"
    shutil.copytree(folder.path, aside)
    tried = build.tried(aside)
    assert build.last_good(aside) is None
    shutil.rmtree(aside)
    build.remember(folder.path, tried)
    build.let_go(tried.path)
    written = tried.path.stat().st_mtime_ns
    assert build.last_good(folder.path) == tried.path
    assert build.build(folder.path) == tried
    assert tried.path.stat().st_mtime_ns == written


def test_of_what_was_tried_and_never_came_nothing_stays(folder, into):
    build.let_go(build.tried(folder.path).path)
    assert {path.name for path in into.iterdir()} <= {".building"}


def test_a_broken_folder_leaves_no_file_and_all_its_errors(folder, into):
    folder.change("articles", 2, url="")
    folder.change("claims", 2, qualifier="abut")
    folder.change("claims", 4, subject="north-corea", low="4,700")
    with pytest.raises(BadData) as broken:
        build.build(folder.path)
    assert [str(problem) for problem in broken.value.problems] == [
        "claims.csv:2: qualifier is 'abut'; did you mean 'about'?",
        "claims.csv:4: low is '4,700'; write whole numbers with digits only, as 4700",
        "claims.csv:4: subject is 'north-corea'; did you mean 'north-korea'?",
    ]
    assert list(into.iterdir()) == []


def test_a_build_that_is_killed_leaves_nothing_that_is_picked_up(folder, into, started):
    process = started(folder, "hang")
    assert process.stdout.readline() == "hangs\n"
    assert len(list(into.glob(".*.tmp"))) == 1
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert databases(into) == []
    assert build.last_good(folder.path) is None
    assert build.build(folder.path).claims == 4


def test_what_a_killed_build_left_goes_with_the_next_build_however_young(folder, into, started):
    process = started(folder, "hang")
    assert process.stdout.readline() == "hangs\n"
    folder.change("claims", 2, note="Recounted.")
    waiting = started(folder)  # for the one that hangs: it may be at work
    time.sleep(1)
    assert waiting.poll() is None
    assert len(list(into.glob(".contested-*.tmp"))) == 1
    process.send_signal(signal.SIGKILL)
    process.wait()
    name = waiting.communicate()[0].strip()
    assert databases(into) == [name]
    assert list(into.glob(".*")) == []


def test_where_a_cache_cannot_be_locked_what_is_aside_goes_when_it_is_old(
    folder, into, monkeypatch
):
    monkeypatch.setattr(build, "fcntl", None)
    into.mkdir()
    old, young = into / ".contested-a.duckdb.1.tmp", into / ".contested-b.duckdb.2.tmp"
    old.write_text("half")
    young.write_text("being written")
    os.utime(old, (0, 0))
    build.build(folder.path)
    assert not old.exists()
    assert young.exists()


def test_a_build_is_on_the_disk_before_it_takes_its_name(folder, into, monkeypatch):
    steps = []
    sync, rename = os.fsync, os.replace

    def synced(number):
        steps.append(("sync", str(Path(f"/proc/self/fd/{number}").readlink())))
        sync(number)

    def renamed(one, other):
        steps.append(("rename", str(one)))
        rename(one, other)

    monkeypatch.setattr(build.os, "fsync", synced)
    monkeypatch.setattr(build.os, "replace", renamed)
    build.build(folder.path)
    (first, aside), (then, same), last = steps
    assert (first, then, aside) == ("sync", "rename", same)
    assert last == ("sync", str(into))


def test_after_the_clock_went_back_what_is_built_is_the_newest_and_stays(folder, into):
    ahead = time.time() + 3 * 86_400
    for number in range(build.KEPT + 1):
        folder.change("claims", 2, note=f"Note {number}.")
        built = build.build(folder.path)
        for path in into.glob("*"):
            os.utime(path, (ahead + number, ahead + number))
    folder.change("claims", 2, note="The clock is right again.")
    built = build.build(folder.path)
    assert built.path.exists()
    assert build.last_good(folder.path) == built.path
    folder.change("claims", 2, note=f"Note {build.KEPT}.")  # what was built before is newest again
    assert build.last_good(folder.path) == built.path
    again = build.build(folder.path)
    assert build.last_good(folder.path) == again.path


@pytest.mark.parametrize("mask", [0o000, 0o077])
def test_what_is_built_has_its_modes_whatever_the_umask(folder, into, mask):
    before = os.umask(mask)
    try:
        build.build(folder.path)
    finally:
        os.umask(before)
    assert oct(into.stat().st_mode & 0o777) == "0o755"
    assert {oct(path.stat().st_mode & 0o777) for path in into.iterdir()} == {"0o644"}


def test_two_processes_may_build_at_once(folder, into, started):
    both = [started(folder), started(folder)]
    names = {process.communicate()[0].strip() for process in both}
    assert [process.returncode for process in both] == [0, 0]
    assert databases(into) == sorted(names)
    assert len(names) == 1
    assert list(into.glob(".*.tmp*")) == []


def test_the_last_good_database_serves_until_the_folder_is_mended(folder, caplog):
    good = database(folder.path)
    assert good.broken is None
    folder.change("claims", 2, qualifier="abut")
    broken = database(folder.path)
    assert "its last good data are served" in caplog.text
    assert broken.hash == good.hash
    assert "did you mean 'about'?" in str(broken.broken)
    assert queries.count(broken.engine(), Selection())["claims"] == 4
    folder.change("claims", 2, qualifier="exact")
    mended = database(folder.path)
    assert mended.broken is None
    assert mended.hash != good.hash
    told = mended.engine().rows("select qualifier from claim where line = 2")
    assert told["qualifier"].tolist() == ["exact"]


def test_what_was_made_of_former_data_is_forgotten_when_they_change(folder):
    made = []
    of = kept(10)(lambda hashed: made.append(hashed) or hashed)
    first = database(folder.path)
    of(first.hash)
    (folder.path / "claims.csv").touch()
    assert of(database(folder.path).hash) == first.hash
    assert made == [first.hash]
    folder.change("claims", 2, note="Recounted.")
    database(folder.path)
    of(first.hash)
    assert made == [first.hash, first.hash]


def test_a_folder_that_never_was_good_says_why(folder):
    folder.change("claims", 2, qualifier="abut")
    with pytest.raises(BadData, match="did you mean 'about'"):
        database(folder.path)
    with pytest.raises(NoDatabase, match="is not a folder"):
        database(folder.path / "nowhere")


def test_breaks_of_a_metric_and_of_its_population_mark_a_claim_once(folder):
    for population in ("", "military"):
        folder.add(
            "breaks",
            source="nis",
            metric="killed",
            population=population,
            date="2025-02-01",
            reason=f"New method {population}".strip() + ".",
        )
    built = build.build(folder.path)
    with duckdb.connect(str(built.path), read_only=True) as con:
        marked = con.execute(
            "select id, apart, redefined from claim where metric = 'killed' order by id"
        )
        first, second = marked.fetchall()
    assert (first[0], second[0]) == ("yna-2025-01-13-1", "yna-2025-04-30-1")
    assert first[1].split(";").count("redefined") == 1
    assert first[2].startswith("New method")
    assert second[1] is None
    assert second[2] is None


def test_a_break_of_one_subject_leaves_the_others_of_its_source_whole(folder):
    folder.change("claims", 3, subject="russia", place="")
    folder.add(
        "breaks", source="nis", metric="killed", date="2025-06-01", reason="New method.",
        conflict="war", subject="north-korea",
    )  # fmt: skip
    built = build.build(folder.path)
    with duckdb.connect(str(built.path), read_only=True) as con:
        rows = con.execute("select subject, redefined from claim where metric = 'killed'")
        assert dict(rows.fetchall()) == {"north-korea": "New method.", "russia": None}


def test_the_two_sides_of_a_break_lead_to_each_other_whoever_speaks_of_them(folder):
    folder.add(
        "breaks", source="mediazona", metric="killed", date="2025-02-01", reason="Losses.",
        conflict="war", subject="north-korea", leads_to="casualties",
    )  # fmt: skip
    with duckdb.connect(str(build.build(folder.path).path), read_only=True) as con:
        engine = DuckDB(con)
        for metric, ours, other in (
            ("killed", True, "casualties"),
            ("casualties", False, "killed"),
        ):
            asked = Selection("war", "north-korea", metric, "military")
            (row,) = queries.breaks(engine, asked).to_dict("records")
            assert (row["ours"], row["other"], row["date"].month) == (ours, other, 2)
            assert row["other_name"].startswith("North Korean soldiers killed")
        assert queries.breaks(engine, Selection("war", "north-korea", "deployed", "military")).empty


def test_a_break_may_lead_to_another_population_and_links_both(folder):
    folder.change("claims", 3, metric="killed", population="all", since="2025-02-01")
    folder.add(
        "breaks", source="mediazona", metric="killed", population="military", date="2025-02-01",
        reason="All dead.", conflict="war", subject="north-korea", leads_to_population="all",
    )  # fmt: skip
    with duckdb.connect(str(build.build(folder.path).path), read_only=True) as con:
        engine = DuckDB(con)
        names = dict(
            con.execute("select population, name from quantity where metric = 'killed'").fetchall()
        )
        for population, ours, beyond in (("military", True, "all"), ("all", False, "military")):
            asked = Selection("war", "north-korea", "killed", population)
            (row,) = queries.breaks(engine, asked).to_dict("records")
            assert (row["ours"], row["other"], row["population"]) == (ours, "killed", beyond)
            assert row["other_name"] == names[beyond]
            assert events.beyond(row) == replace(asked, population=beyond)
        asked = Selection("war", "north-korea", "casualties", "military")
        assert queries.breaks(engine, asked).empty


def test_a_break_that_names_no_subject_touches_both_populations_its_source_speaks_of(folder):
    folder.change("claims", 3, metric="killed", population="all")
    folder.add(
        "breaks", source="nis", metric="killed", population="military", date="2025-02-01",
        reason="All dead.", leads_to_population="all",
    )  # fmt: skip
    with duckdb.connect(str(build.build(folder.path).path), read_only=True) as con:
        engine = DuckDB(con)
        for population, ours in (("military", True), ("all", False)):
            asked = Selection("war", "north-korea", "killed", population)
            (row,) = queries.breaks(engine, asked).to_dict("records")
            assert row["ours"] == ours
            changes = queries.changes(engine, asked, entry=False, kinds=["redefined"], most=9)
            assert list(changes["why"]) == ["All dead."]


def test_a_generated_folder_is_sound_and_the_same_each_time(tmp_path):
    synthetic.write(1000, tmp_path / "one")
    synthetic.write(1000, tmp_path / "two")
    assert checks.problems(tmp_path / "one") == []
    assert build.content_hash(tmp_path / "one") == build.content_hash(tmp_path / "two")
    assert build.build(tmp_path / "one").claims == 1000


def test_a_source_that_speaks_alone_and_with_others_counts_a_quantity_once(folder):
    for number, sources, day in ((8, "nis", "2025-04-30"), (9, "nis;hur", "2025-05-01")):
        folder.add(
            "claims",
            id=f"pravda-2025-05-02-{number}",
            article="pravda-2025-05-02",
            sources=sources,
            conflict="war",
            subject="north-korea",
            metric="killed",
            population="military",
            best="650",
            qualifier="exact",
            counting="cumulative",
            since="2022-02-24",
            as_of=day,
            evidence="estimate",
        )
    with duckdb.connect(str(build.build(folder.path).path), read_only=True) as con:
        told = queries.counted_by(DuckDB(con), "nis")
    killed = told[(told["metric"] == "killed") & (told["relation"] == "third_party")]
    assert list(killed["claim"]) == ["pravda-2025-05-02-9"]


def test_a_folder_edited_while_it_is_built_is_built_again(folder, monkeypatch):
    load = checks.load

    def edited(*arguments):
        found = load(*arguments)
        monkeypatch.setattr(checks, "load", load)
        folder.change("claims", 2, note="Recounted.")
        return found

    monkeypatch.setattr(checks, "load", edited)
    built = build.build(folder.path)
    assert built.hash == build.content_hash(folder.path)
    with duckdb.connect(str(built.path), read_only=True) as con:
        told = con.execute("select note from claim where line = 2").fetchone()
    assert told == ("Recounted.",)


def test_a_place_that_all_claims_name_is_part_of_the_quantity_s_name_until_one_does_not(folder):
    def told():
        with duckdb.connect(str(build.build(folder.path).path), read_only=True) as con:
            named = con.table("claim").filter("population = 'civilian'")
            return named.project("quantity, apart").distinct().order("apart").fetchall()

    folder.add("places", id="bakhmut", name="Bakhmut")
    more = {
        "article": "pravda-2025-05-02", "conflict": "war", "best": "20",
        "subject": "north-korea", "metric": "killed", "population": "civilian",
        "qualifier": "exact", "as_of": "2025-04-30", "evidence": "estimate",
    }  # fmt: skip
    for number, sources in ((6, "nis"), (7, "hur")):
        folder.add(
            "claims", id=f"pravda-2025-05-02-{number}", counting="period", since="2025-04-01",
            place="bakhmut", sources=sources, **more,
        )  # fmt: skip
    assert told() == [("North Korean civilians killed (Bakhmut)", None)]
    folder.add("claims", id="pravda-2025-05-02-8", sources="hur", counting="cumulative", **more)
    assert told() == [
        ("North Korean civilians killed", "place;counting"),
        ("North Korean civilians killed", None),
    ]
