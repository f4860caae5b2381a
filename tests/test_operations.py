"""What docs/operations.md says an operator can do: back up, restore, upgrade; and what it names."""

import json
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.testclient import TestClient

from contested import web
from contested.build import build
from contested.cli import cli
from contested.database import database
from contested.selection import selected
from contested.settings import SETTINGS
from contested.snapshots import pictures
from contested.snapshots.freezing import saved
from contested.snapshots.store import store

ROOT = Path(__file__).parent.parent
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_data_and_snapshots_come_back_from_a_backup(folder, tmp_path, monkeypatch):
    place = tmp_path / "state" / "snapshots"
    monkeypatch.setenv("CONTESTED_SNAPSHOTS", str(place))
    monkeypatch.setattr(pictures, "prepare", lambda _: None)
    data = database(folder.path)
    frozen = [
        saved(data.engine(), data.hash, selected(f"metric={metric}"), "timeline")[0].id
        for metric in ("killed", "casualties")
    ]
    backup = tmp_path / "backup.tar.gz"
    packing = ["tar", "--create", "--gzip", "--file", str(backup)]
    packing += ["-C", str(folder.path.parent), "data", "-C", str(place.parent), "snapshots"]
    subprocess.run(packing, check=True)
    shutil.rmtree(folder.path)
    shutil.rmtree(place)
    with tarfile.open(backup) as archive:
        archive.extractall(tmp_path / "back", filter="data")
    runner = CliRunner()
    assert runner.invoke(cli, ["check", str(tmp_path / "back" / "data")]).exit_code == 0
    files = sorted((tmp_path / "back" / "snapshots").glob("*.json"))
    assert sorted(file.stem for file in files) == sorted(frozen)
    for file in files:
        verified = runner.invoke(cli, ["verify", str(file), "--data", str(tmp_path / "back/data")])
        assert verified.exit_code == 0, verified.output
    monkeypatch.setenv("CONTESTED_SNAPSHOTS", str(tmp_path / "back" / "snapshots"))
    assert {one.id for one in store().listing().summaries} == set(frozen)
    assert database(tmp_path / "back" / "data").hash == data.hash


@pytest.mark.slow
def test_a_program_starts_on_an_old_cache_and_an_old_folder_and_opens_old_snapshots(
    first_form, tmp_path, monkeypatch
):
    into = tmp_path / "cache"
    into.mkdir()
    for name, content in {
        "contested-0123456789abcdef.duckdb": b"of an earlier program",
        "folder-aaaaaaaaaaaaaaaa-0123456789abcdef": b"",
        "whole-bbbbbbbbbbbbbbbb-0123456789abcdef": b"",
        "pictures": None,
    }.items():
        if content is None:
            (into / name).mkdir()
        else:
            (into / name).write_bytes(content)
    monkeypatch.setenv("CONTESTED_CACHE", str(into))
    built = build(first_form.path)
    assert built.claims == 4
    assert (into / "contested-0123456789abcdef.duckdb").exists()  # another program may serve it
    monkeypatch.setenv("CONTESTED_DATA", str(first_form.path))
    old = list((ROOT / "tests" / "data" / "snapshots").glob("*.json"))
    assert old
    place = tmp_path / "snapshots"
    place.mkdir()
    ids = {path: json.loads(path.read_text(encoding="utf-8"))["id"] for path in old}
    for path, id in ids.items():
        shutil.copy(path, place / f"{id}.json")
    monkeypatch.setenv("CONTESTED_SNAPSHOTS", str(place))
    site = TestClient(Starlette(routes=web.routes(), middleware=web.middleware()),
                      base_url="http://localhost")  # fmt: skip
    assert site.get("/timeline").status_code == 200
    for path, id in ids.items():
        assert site.get(f"/snapshot/{id}").status_code == 200
        assert CliRunner().invoke(cli, ["verify", str(path)]).exit_code == 0


def test_the_document_names_settings_figures_and_limits_as_they_are():
    assert set(re.findall(r"CONTESTED_[A-Z_]+", OPERATIONS)) <= set(SETTINGS)
    from contested.snapshots import limits
    from contested.ui import cache
    from contested.web import freezing, hosts, lanes, meters, replies, server, sessions

    for name in re.findall(r"`(contested_[a-z_]+)", OPERATIONS):
        known = {family.name for family in meters.METERS.collect()}
        assert name.removesuffix("_total").removesuffix("_count") in known, name
    usual = server.Limits()
    for said in (
        f"{usual.connections:,} (`CONTESTED_CONNECTIONS`)",
        f"| {usual.request:g} s | 408",
        f"| {usual.idle:g} s | it is ended",
        f"{server._LEAST // 1000} kB in {usual.answer:g} s",
        f"{hosts.LONGEST_QUERY:,} bytes, {hosts.MOST_WORDS:,} words",
        f"{server.MESSAGE // 1000} kB; {sessions.BURST} at once, {sessions.A_SECOND:g} a second",
        f"{SETTINGS['CONTESTED_SESSIONS'].default} (`CONTESTED_SESSIONS`)",
        f"comes back after {sessions.AGAIN} s",
        f"wait more than {sessions.LONGEST:g} s",
        f"{lanes.ANSWERS.most} wait; one holds",
        f"{lanes.PICTURES.most} wait {lanes.PICTURES.patience} s each; {limits.DRAWN_AT_ONCE} at",
        f"{lanes.STORE.most} wait {lanes.STORE.patience} s each",
        f"{limits.BURST} at once and {limits.A_MINUTE} a minute",
        f"{cache.ROWS // 10**6} MB, and {cache.CHARTS} charts",
        f"{replies.KEPT // 10**6} MB",
        f"{freezing.BODY // 1024} kB | 413",
    ):
        assert said in OPERATIONS, said


@pytest.mark.parametrize(
    "path", sorted((ROOT / "deploy").glob("[a-zA-Z]*")), ids=lambda path: path.name
)
def test_the_document_names_what_is_in_deploy(path):
    assert path.name.removesuffix(".dockerignore") in OPERATIONS


@pytest.mark.slow
def test_serving_as_root_is_said():
    import os

    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("these tests do not run as root")
    process = subprocess.Popen(
        [sys.executable, "-m", "contested", "serve", "--port", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert "runs as root" in process.stderr.readline()
    finally:
        process.terminate()
        process.communicate(timeout=60)
