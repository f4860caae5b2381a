"""What `make run` and `make test` install is locked, and names no place to fetch it from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FILES = sorted((ROOT / "requirements").glob("*.txt"), key=lambda path: path.name)


def locked(path):
    """Return the requirements of a locked file, each with the hashes that it may have."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    return [
        (Requirement(line.partition("--hash")[0]), re.findall(r"--hash=sha256:(\w+)", line))
        for line in lines
    ]


def versions(path):
    """Return every version that a locked file holds, by the package's name."""
    pinned = {}
    for requirement, _ in locked(path):
        (only,) = requirement.specifier
        assert only.operator == "==", requirement
        pinned.setdefault(requirement.name, set()).add(only.version)
    return pinned


def asked(group):
    """Return what a dependency group asks for, with the groups that it includes."""
    for entry in PROJECT["dependency-groups"][group]:
        if isinstance(entry, str):
            yield Requirement(entry)
        else:
            yield from asked(entry["include-group"])


APP = [Requirement(entry) for entry in PROJECT["project"]["dependencies"]]
GROUPS = {"dev.txt": "dev", "run.txt": "build"}


def test_there_is_a_locked_file_for_running_and_one_for_developing():
    assert [path.name for path in FILES] == sorted(GROUPS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_locked_file_names_no_host_and_no_folder(path):
    # An address would bind whoever installs to one registry, and tell which one that was.
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"^.*(?:://|--(?:extra-)?index|--find-links|file:).*$", text, re.M)
    hosts = r"(?i)^.*\b[a-z0-9-]+\.(?:org|com|net|io|dev|local|internal)\b.*$"
    assert not re.findall(hosts, text, re.M)
    assert not re.findall(r"^.*(?:^|\s)/\w.*$", text, re.M)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_locked_package_is_one_version_with_its_hashes(path):
    for requirement, hashes in locked(path):
        assert hashes, requirement
        assert all(len(digest) == 64 for digest in hashes), requirement
    assert versions(path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_locked_is_what_the_project_asks_for(path):
    pinned = versions(path)
    for requirement in [*APP, *asked(GROUPS[path.name])]:
        assert requirement.name in pinned, f"{requirement} is not locked: make lock"
        for version in pinned[requirement.name]:
            assert requirement.specifier.contains(version, prereleases=True), (
                f"{requirement} is locked at {version}: make lock"
            )


def test_what_is_run_is_what_is_tested():
    run, dev = (versions(ROOT / "requirements" / name) for name in ("run.txt", "dev.txt"))
    assert {name: pinned for name, pinned in dev.items() if name in run} == run
