"""Two people add to the data at once, in real branches of Git: their rows do not collide."""

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from contested.cli import cli

pytestmark = pytest.mark.slow  # each makes repositories

ROOT = Path(__file__).parent.parent

#: A claim that anyone might add, but for its id and its number.
CLAIM = {
    "conflict": "war", "subject": "russia", "metric": "killed", "population": "military",
    "qualifier": "exact", "counting": "cumulative", "since": "2022-02-24", "evidence": "estimate",
}  # fmt: skip


def git(folder, *words):
    author = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    command = ["git", "-C", folder, *author, *words]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def run(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture
def repository(folder):
    """Return the small folder, in form, inside a repository with this project's attributes."""
    run("format", folder.path)
    shutil.copy(ROOT / ".gitattributes", folder.path.parent)
    assert git(folder.path, "init", "-q", "-b", "main", folder.path.parent).returncode == 0
    committed(folder, "main")
    return folder


def committed(folder, branch):
    if branch != "main":
        git(folder.path, "switch", "-qc", branch, "main")
    git(folder.path, "add", "-A", folder.path.parent)
    assert git(folder.path, "commit", "-qm", branch).returncode == 0


def added(folder, branch, day, source, number):
    """Commit an article with a claim, a new source and a response, on a branch of its own."""
    git(folder.path, "switch", "-qc", branch, "main")
    article = f"{source}-{day}"
    folder.add(
        "sources", id=source, name=source.title(), short=source.title(), kind="media",
        affiliation="independent",
    )  # fmt: skip
    folder.add(
        "articles", id=article, publisher=source.title(), published=day, language="en",
        url=f"https://example.org/{source}",
    )  # fmt: skip
    folder.add(
        "claims", id=f"{article}-1", article=article, sources=source, best=number, as_of=day,
        **CLAIM,
    )  # fmt: skip
    folder.add(
        "responses", claim="yna-2025-01-13-1", response="disputed", sources=source, article=article
    )
    assert run("format", folder.path).exit_code == 0
    git(folder.path, "add", "-A")
    assert git(folder.path, "commit", "-qm", branch).returncode == 0
    git(folder.path, "switch", "-q", "main")


@pytest.mark.parametrize("days", [("2025-06-01", "2025-06-01"), ("2025-06-02", "2025-03-01")])
def test_two_who_add_a_claim_at_once_do_not_collide(repository, days):
    before = len(repository._rows("claims"))
    added(repository, "one", days[0], "astra", "700")
    added(repository, "other", days[1], "insider", "71000")
    for branch in ("one", "other"):
        merged = git(repository.path, "merge", "--no-edit", branch)
        assert merged.returncode == 0, merged.stdout
    said = run("check", repository.path)
    assert said.exit_code == 0, said.output
    assert run("format", repository.path).exit_code == 0
    assert run("format", repository.path, "--check").exit_code == 0
    assert len(repository._rows("claims")) == before + 2
    told = run("diff", "main~2", "--data", repository.path).output.splitlines()[0]
    assert told.startswith("2 added, 2 disputed.")


def test_a_row_that_both_altered_is_refused_by_the_check(repository):
    for branch, number in (("one", "301"), ("other", "302")):
        git(repository.path, "switch", "-qc", branch, "main")
        repository.change("claims", 2, best=number, stated="")
        git(repository.path, "commit", "-qam", branch)
        git(repository.path, "switch", "-q", "main")
    for branch in ("one", "other"):
        git(repository.path, "merge", "--no-edit", branch)
    said = run("check", repository.path)
    assert said.exit_code == 1
    assert "line 2 has the same id; an id names one row" in said.output


def test_the_example_of_a_workflow_runs_commands_that_there_are():
    text = (ROOT / "docs" / "data-change.yml").read_text(encoding="utf-8")
    commands = [
        line.split("contested ", 1)[1].partition(" > ")[0].split()
        for line in map(str.strip, text.splitlines())
        if line.removeprefix("run: ").startswith("contested ")
    ]
    assert [words[-1] for words in commands] == ["markdown", "github", "--check"]
    for words in commands:
        named = [word for word in words if word in cli.commands]
        known = {text for one in cli.commands[named[0]].params for text in one.opts}
        rest = words[words.index(named[0]) :]
        assert {word for word in rest if word.startswith("--")} <= known
