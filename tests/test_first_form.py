"""A folder of the first form goes on checking and building; `contested format` brings it over."""

import duckdb
import pytest
from click.testing import CliRunner

from contested import checks
from contested.build import build
from contested.checks import canonical
from contested.cli import cli
from contested.database import CURATED


def said(folder):
    return [str(problem) for problem in checks.problems(folder.path)]


def table(folder, query, into):
    with duckdb.connect(str(build(folder.path, into).path), read_only=True) as con:
        return con.execute(query).fetchall()


@pytest.mark.slow
def test_it_checks_with_one_notice_of_its_form(first_form):
    found = said(first_form)
    form = [line for line in found if "has the first form" in line]
    assert len(form) == 1
    assert "contested format" in form[0]
    assert found == [
        *form,
        # What today's form refuses is a notice in this one.
        "claims.csv:5: notice: supersedes is 'yna-2025-04-30-1'; its sources are nis, this "
        "claim's hur; an institution corrects itself, another's number stands beside it",
        "metrics.csv:4: notice: family is 'sent'; family has the form of dead, harmed, missing, "
        "captive, forces, displaced, materiel",
    ]


@pytest.mark.slow
def test_it_builds_as_it_did(first_form, tmp_path):
    claims = table(first_form, "select id, place from claim order by id", tmp_path / "cache")
    assert claims == [
        ("pravda-2025-05-02-1", "Kursk"),
        ("yna-2025-01-13-1", "Kursk"),
        ("yna-2025-04-30-1", "Kursk"),
        ("yna-2025-04-30-2", "Курск"),
    ]
    events = table(first_form, "select id, label from event order by id", tmp_path / "cache")
    assert events == [
        ("2024-11-05-first-clash-in-kursk", "First clash, in Kursk"),
        ("2024-11-05-first-clash-in-kursk-2", "First clash in Kursk"),
    ]


@pytest.mark.slow
def test_a_place_of_any_script_gets_an_id(first_form):
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as raw")
        checks.load(con, first_form.path)
        places = con.execute("select id, name, conflict from raw.places order by id").fetchall()
    assert places == [("kursk", "Kursk", "war"), ("place", "Курск", "war")]


@pytest.mark.slow
def test_format_brings_it_over_and_nothing_is_lost(first_form, tmp_path):
    query = "select * exclude (line, origin) from claim order by id"
    before = table(first_form, query, tmp_path / "cache")
    assert CliRunner().invoke(cli, ["format", str(first_form.path)]).exit_code == 0
    # What was a notice is an error now, and is named where a person mends it.
    errors = [line for line in said(first_form) if "notice" not in line]
    assert [line.split("; ")[0] for line in errors] == [
        "claims.csv:5: supersedes is 'yna-2025-04-30-1'",
        "metrics.csv:4: family is 'sent'",
        "stances.csv:2: url is ''",
    ]
    first_form.change("metrics", 4, family="forces")
    first_form.change("stances", 2, url="https://example.org/sides")
    first_form.change("sources", 5, part_of="hur")
    assert table(first_form, query, tmp_path / "cache") == before


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_curated_data_have_the_canonical_form(folder, ending):
    for path in CURATED.glob("*.csv"):
        (folder.path / path.name).write_bytes(path.read_bytes().replace(b"\n", ending.encode()))
    for name, raw in canonical.files(folder.path).items():
        assert raw == (CURATED / name).read_bytes(), name


@pytest.mark.slow
def test_format_says_what_it_would_write_and_writes_nothing(folder):
    folder.write("claims", folder.read("claims").replace("\n", "\r\n"))
    before = folder.read("claims")
    told = CliRunner().invoke(cli, ["format", str(folder.path), "--check"])
    assert (told.exit_code, folder.read("claims")) == (1, before)
    assert told.output.startswith("Not in form: ")
    assert "claims.csv" in told.output
    CliRunner().invoke(cli, ["format", str(folder.path)])
    told = CliRunner().invoke(cli, ["format", str(folder.path), "--check"])
    assert told.output == "All files have the canonical form.\n"


def test_format_leaves_a_broken_folder_alone(folder):
    folder.change("claims", 2, best="3OO")
    before = folder.read("claims")
    told = CliRunner().invoke(cli, ["format", str(folder.path)])
    assert (told.exit_code, folder.read("claims")) == (1, before)
    assert "claims.csv:2: best is '3OO'" in told.output
