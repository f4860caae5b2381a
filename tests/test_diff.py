"""What changed between two states of the data, in claims' terms: folders, revisions, databases."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from contested.build import build
from contested.cli import cli
from contested.ledger import differences, of_database, of_folders
from tests.conftest import LATER, OF_LATER

pytestmark = pytest.mark.slow  # each checks folders or makes repositories

ROOT = Path(__file__).parent.parent

#: The claim of the small folder that says about 600.
NIS_600 = "yna-2025-04-30-1"


@pytest.fixture
def run():
    """Return a function that runs a command as a script would and returns its result."""
    return lambda *arguments: CliRunner().invoke(cli, [str(one) for one in arguments])


def git(folder, *words):
    """Ask Git in a folder, as an author of its own; return what it prints."""
    author = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    command = ["git", "-C", folder, *author, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def commit(folder, message, day="2025-06-01"):
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message, f"--date={day}T12:00:00Z")


@pytest.fixture
def repository(folder):
    """Return the small folder inside a Git repository, committed once."""
    git(folder.path.parent, "init", "-q", "-b", "main")
    commit(folder.path, "The claims so far")
    return folder


def grown(folder):
    """Give a folder one change of each kind, a source and an article."""
    folder.add("articles", **LATER)
    same = OF_LATER | {"as_of": "2025-09-02"}
    folder.add(
        "claims", id="ki-2025-09-02-1", sources="nis", metric="killed", best="2000",
        qualifier="about", supersedes=NIS_600, reason="Raised.", **same,
    )  # fmt: skip
    folder.add(
        "claims", id="ki-2025-09-02-2", sources="hur", metric="casualties", low="5000",
        qualifier="more_than", **same,
    )  # fmt: skip
    folder.add(
        "claims", id="ki-2025-09-02-3", sources="nis", metric="casualties", low="4700",
        qualifier="at_least", same_as="yna-2025-04-30-2", **same | {"as_of": "2025-04-30"},
    )  # fmt: skip
    folder.add(
        "responses", claim="yna-2025-01-13-1", response="withdrawn", sources="nis",
        article="ki-2025-09-02", note="It had counted the wounded too.",
    )  # fmt: skip
    folder.add("breaks", source="hur", metric="deployed", date="2025-06-01", reason="Only troops.")
    folder.add(
        "sources", id="yonhap", name="Yonhap", short="Yonhap", kind="media",
        affiliation="independent",
    )  # fmt: skip
    folder.change("claims", 2, best="310", stated="")
    folder.write("claims", "".join(
        line for line in folder.read("claims").splitlines(keepends=True)
        if not line.startswith("pravda-2025-05-02-1,")
    ))  # fmt: skip


SUMMARY = (
    "1 added, 1 corrected (NIS: about 600 → about 2,000), 1 withdrawn, 1 redefined, "
    "1 printed again, 1 changed in place, 1 removed. "
    "Beside the claims: 1 source added, 1 article added."
)


def test_what_changed_is_said_in_claims_terms(repository, run):
    grown(repository)
    said = run("diff", "main", "--data", repository.path)
    assert said.exit_code == 0
    lines = said.output.splitlines()
    assert lines[0] == SUMMARY
    assert [line for line in lines if line and line[0] not in " "][1:] == [
        "Added", "Corrected", "Withdrawn", "Redefined", "Printed again", "Changed in place",
        "Removed", "Added: sources", "Added: articles",
    ]  # fmt: skip
    assert (
        "  ki-2025-09-02-1  National Intelligence Service: about 2,000 (North Korean soldiers "
        "killed, Kursk), from 1 October 2024 to 2 September 2025, in all; printed by The Kyiv "
        "Independent on 2 September 2025. It stands in place of about 600: Raised."
    ) in lines
    changed = next(line for line in lines if line.startswith("  yna-2025-01-13-1  best"))
    assert changed.startswith(
        "  yna-2025-01-13-1  best: 300 → 310; stated: some 300 → empty (National Intelligence "
        "Service: about 310 (North Korean soldiers killed, Kursk)"
    )
    assert any(line.startswith("  yna-2025-01-13-1 withdrawn") for line in lines)


def test_folders_revisions_and_databases_say_the_same(repository, run, tmp_path):
    before = shutil.copytree(repository.path, tmp_path / "before")
    built = build([before], tmp_path / "cache").path
    git(repository.path, "switch", "-qc", "more")
    grown(repository)
    commit(repository.path, "More")
    states = (before, built, "main")
    said = [run("diff", old, "more", "--data", repository.path).output for old in states]
    assert said[0].splitlines()[0] == SUMMARY
    assert said[1:] == [said[0], said[0]]
    now = build([repository.path], tmp_path / "cache").path
    assert run("diff", built, now).output == said[0]


def test_the_same_state_differs_in_nothing(folder, run, tmp_path):
    built = build([folder.path], tmp_path / "cache").path
    for old in (folder.path, built):
        said = run("diff", old, folder.path, "--exit-code")
        assert (said.exit_code, said.output) == (0, "Nothing differs: four claims.\n")


def test_the_curated_data_as_a_folder_and_as_a_database_are_one_state():
    folder = ROOT / "data"
    found = differences(of_database(build([folder]).path), of_folders([folder]))
    assert [one.name for one in found.changes] == []


def test_neither_the_order_of_rows_nor_the_day_of_entry_is_a_change(folder, run, tmp_path):
    before = shutil.copytree(folder.path, tmp_path / "before")
    head, *rows = folder.read("claims").splitlines(keepends=True)
    folder.write("claims", "".join([head, *reversed(rows)]))
    folder.change("claims", 2, sources="mediazona;hur", entered="2025-06-01")
    assert run("diff", before, folder.path).output == "Nothing differs: four claims.\n"


def test_a_script_is_told_by_the_exit_code_where_it_asks(repository, run):
    grown(repository)
    asked = ("diff", "main", "--data", repository.path)
    assert run(*asked).exit_code == 0
    assert run(*asked, "--exit-code").exit_code == 3


def test_what_is_no_state_is_told_what_would_be(repository, run):
    said = run("diff", "nowhere", "--data", repository.path)
    assert said.exit_code == 1
    assert said.output.startswith(
        f"Error: 'nowhere' is no folder, no built database and no revision of {repository.path}; "
        "give one, as data, contested-HASH.duckdb or main"
    )
    assert "\n" not in said.output.strip()
    (repository.path / "notes.txt").write_text("no database")
    said = run("diff", repository.path / "notes.txt", "--data", repository.path)
    assert said.exit_code == 1
    assert "is no database of Contested; `contested build` makes one" in said.output


def test_a_folder_that_does_not_pass_is_compared_as_it_is_written_and_that_is_said(repository, run):
    repository.change("claims", 2, best="3OO")
    said = run("diff", "main", "--data", repository.path)
    assert said.exit_code == 0
    assert "the data as they are now does not pass its checks" in said.stderr
    assert "best: 300 → 3OO" in said.stdout
    assert "the row does not pass the checks" in said.stdout


def test_markdown_shows_what_the_rows_say_and_calls_nobody(repository, run):
    repository.change("claims", 2, note="@someone <b>*bold*</b> [x](y)")
    said = run("diff", "main", "--data", repository.path, "--format", "markdown").output
    assert said.startswith("**1 changed in place.**\n\n### Changed in place (1)\n\n- `yna-")
    assert r"@⁠someone \<b\>\*bold\*\</b\> \[x\](y)" in said


def test_a_list_is_cut_where_it_is_long_and_says_so(repository, run):
    for number in range(5):
        repository.add(
            "sources", id=f"s{number}", name=f"S {number}", short=f"S {number}", kind="media",
            affiliation="independent",
        )  # fmt: skip
    asked = ("diff", "main", "--data", repository.path, "--most", 2)
    assert "  … 3 more (--most 5 lists them)\n" in run(*asked).output
    assert "- … 3 more\n" in run(*asked, "--format", "markdown").output
    held = json.loads(run(*asked, "--format", "json").output)
    assert len(held["changes"]) == 5
    assert held["counts"] == {"sources": {"added": 5}}


def test_json_has_every_field_from_and_to(repository, run):
    grown(repository)
    held = json.loads(run("diff", "main", "--data", repository.path, "--format", "json").output)
    assert held["summary"] == SUMMARY
    changed = next(one for one in held["changes"] if one["kind"] == "changed")
    assert (changed["file"], changed["name"]) == ("claims", "yna-2025-01-13-1")
    assert changed["fields"] == [
        {"column": "best", "before": "300", "now": "310"},
        {"column": "stated", "before": "some 300", "now": ""},
    ]


# When a row was entered.


def entered(folder, table="claims"):
    return {row.get("id") or row["claim"]: row["entered"] for row in folder._rows(table)}


def test_the_day_of_entry_is_that_of_the_first_commit_or_today(repository, run):
    first = {row["id"] for row in repository._rows("claims")}
    grown(repository)
    commit(repository.path, "More", "2025-09-03")
    repository.add("responses", claim=NIS_600, response="denied", article="ki-2025-09-02")
    said = run("format", repository.path, "--entered")
    assert said.exit_code == 1  # a denial names who denied: nothing is written of a broken folder
    repository.change("responses", 3, sources="hur")
    assert run("format", repository.path, "--entered").exit_code == 0
    days = entered(repository)
    assert {id: day for id, day in days.items() if id in first} == dict.fromkeys(
        first - {"pravda-2025-05-02-1"}, "2025-06-01"
    )
    assert days["ki-2025-09-02-1"] == "2025-09-03"
    rows = {row["response"]: row["entered"] for row in repository._rows("responses")}
    assert rows["withdrawn"] == "2025-09-03"
    assert rows["denied"] > "2026"
    again = {name: repository.read(name) for name in ("claims", "responses")}
    run("format", repository.path, "--entered")
    assert {name: repository.read(name) for name in again} == again


def test_a_folder_without_a_history_gets_no_day_of_entry(folder, run):
    before = folder.read("claims")
    said = run("format", folder.path, "--entered")
    assert said.exit_code == 1
    assert "Git does not find" in said.output
    assert folder.read("claims") == before


def test_a_history_that_is_cut_off_is_not_taken_for_the_whole(repository, run, tmp_path):
    grown(repository)
    commit(repository.path, "More")
    url = f"file://{repository.path.parent}"
    git(tmp_path, "clone", "-q", "--depth", "1", url, tmp_path / "shallow")
    said = run("format", tmp_path / "shallow" / "data", "--entered")
    assert said.exit_code == 1
    assert "git fetch --unshallow" in said.output


def test_a_folder_that_says_nothing_of_entry_has_no_column_for_it(folder, run):
    run("format", folder.path)
    assert folder.read("claims").splitlines()[0].endswith(",interval,level")


def test_folders_beside_each_other_need_not_both_say_when_rows_came(folder, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    base = folder.read("claims").splitlines()
    (other / "articles.csv").write_text(
        folder.read("articles").splitlines()[0] + "\nx,X,,,https://example.org/x,,2025-05-03,en\n"
    )
    row = base[1].replace("yna-2025-01-13-1,yna-2025-01-13,", "x-1,x,")
    (other / "claims.csv").write_text(f"{base[0]},entered\n{row},2025-07-01\n")
    state = of_folders([folder.path, other])
    assert (state.errors, state.rows("claims")["x-1"]["entered"]) == (0, "2025-07-01")
    assert state.rows("claims")[NIS_600]["entered"] == ""
