"""A file as a spreadsheet saves it is recognised, named once, checked as meant and put right."""

import csv
import io

import pytest
from click.testing import CliRunner

from contested import checks
from contested.cli import cli
from tests.test_checks import CLAIM


def said(folder):
    return [str(problem) for problem in checks.problems(folder.path)]


def rewritten(text, **form):
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n", **form).writerows(csv.reader(io.StringIO(text)))
    return stream.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda text: rewritten(text, delimiter=";"),
            "claims.csv: semicolons stand between its cells; it takes commas: "
            "`contested format --fix` writes it",
        ),
        (
            lambda text: rewritten(text, delimiter="\t"),
            "claims.csv: tabs stand between its cells; it takes commas: "
            "`contested format --fix` writes it",
        ),
        (
            lambda text: text + "," * text.split("\n")[0].count(",") + "\n" * 3,
            "claims.csv: lines 8 to 10 are empty; take them out: `contested format --fix` writes "
            "it",
        ),
        (
            lambda text: text + "," * text.split("\n")[0].count(",") + "\n",
            "claims.csv: line 8 is empty; take it out: `contested format --fix` writes it",
        ),
        (
            lambda text: "\n".join(line + ",," for line in text.splitlines()) + "\n",
            "claims.csv: empty columns follow level; take them out: `contested format --fix` "
            "writes it",
        ),
    ],
)
def test_what_a_spreadsheet_did_to_a_file_is_named_once_and_the_rest_is_checked(
    folder, change, told
):
    folder.add("claims", **CLAIM)
    folder.add("claims", **CLAIM | {"id": "twice", "best": "9e9"})
    before = said(folder)
    assert len(before) == 1
    folder.write("claims", change(folder.read("claims")))
    assert said(folder) == [told, *before]
    run = CliRunner().invoke(cli, ["format", str(folder.path), "--fix"])
    assert "Put right: claims.csv." in run.output
    assert said(folder) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("cp1252", "articles.csv: it is saved in Windows' cp1252 ("),
        ("utf-16", "articles.csv: it is saved in UTF-16 ("),
    ],
)
def test_another_encoding_is_named_once_and_understood(folder, encoding, told):
    for line in (2, 3, 4):
        folder.change("articles", line, title=f"Köln – «{line}»")
    text = folder.read("articles")
    folder.write("articles", text.encode(encoding))
    (problem,) = said(folder)
    assert problem.startswith(told)
    run = CliRunner().invoke(cli, ["format", str(folder.path), "--fix"])
    assert run.exit_code == 0, run.output
    assert folder.read("articles").replace("\r", "") == text


BE = "; it would be 2025-04-22: `contested format --fix` writes it"


def dated(folder, *days):
    lines = []
    for number, day in enumerate(days):
        cells = {"id": f"n-{number}", "only": f"part {number}", "as_of": day}
        lines.append(folder.add("claims", **CLAIM | cells))
    return lines


@pytest.mark.slow
@pytest.mark.parametrize(
    ("days", "would", "fixed"),
    [
        (("22/04/2025", "01/05/2025", "02/05/2025"), BE, ["2025-04-22", "2025-05-01"]),
        (("04/22/2025", "05/01/2025", "05/02/2025"), BE, ["2025-04-22", "2025-05-01"]),
        (("22.04.2025", "01.05.2025", "02.05.2025"), BE, ["2025-04-22", "2025-05-01"]),
        (("01/05/2025", "02/05/2025", "02/04/2025"), "; day and month cannot be told apart", None),
        (("45769", "45770", "45771"), BE, ["2025-04-22", "2025-04-23", "2025-04-24"]),
    ],
)
def test_dates_of_a_spreadsheet_are_one_message(folder, days, would, fixed):
    dated(folder, *days)
    (problem,) = said(folder)
    assert problem.startswith(f"claims.csv:6: as_of is '{days[0]}'; 3 cells of the file are da")
    assert problem.endswith(would)
    CliRunner().invoke(cli, ["format", str(folder.path), "--fix"])
    rows = [row["as_of"] for row in csv.DictReader(io.StringIO(folder.read("claims")))]
    assert set(fixed or days) <= set(rows)


@pytest.mark.slow
def test_numbers_of_a_spreadsheet_are_one_message_and_put_right(folder):
    for number, best in enumerate(("1000.0", "1100.0", "1200.00")):
        folder.add("claims", **CLAIM | {"id": f"n-{number}", "only": f"{number}", "best": best})
    assert said(folder) == [
        "claims.csv:6: best is '1000.0'; 3 cells of the file are whole numbers with decimals, and "
        "a number takes digits only; it would be 1000: `contested format --fix` writes it"
    ]
    assert CliRunner().invoke(cli, ["format", str(folder.path), "--fix"]).exit_code == 0
    assert said(folder) == []


@pytest.mark.slow
def test_what_can_be_read_in_two_ways_is_not_put_right(folder):
    folder.add("claims", **CLAIM | {"best": "1.189"})
    before = folder.read("claims")
    CliRunner().invoke(cli, ["format", str(folder.path), "--fix"])
    assert folder.read("claims") == before


def test_a_sound_folder_is_read_where_it_lies(folder):
    with checks.spreadsheets.read_as_meant(folder.path) as (path, wrong):
        assert (path, wrong) == (folder.path, [])
