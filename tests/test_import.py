"""Claims compiled elsewhere come in whole, matched by name, or are set aside with the reason."""

import csv
import io
import shutil
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from contested import checks
from contested.checks.addresses import canonical
from contested.cli import cli
from contested.database import CURATED
from contested.errors import ContestedError
from contested.importers import importer, importers
from contested.importers.flat import REQUIRED, plan
from contested.importers.plan import REASON, read

ROW = {
    "conflict": "russia-ukraine",
    "subject": "north-korea",
    "metric": "killed",
    "population": "military",
    "best": "701",
    "qualifier": "about",
    "counting": "cumulative",
    "as_of": "2025-05-01",
    "evidence": "estimate",
    "sources": "National Intelligence Service (South Korea) (intelligence; south-korea)",
    "publisher": "A Paper",
    "title": "Seven hundred and one counted",
    "url": "https://paper.example/news/701",
    "published": "2025-05-02",
    "language": "en",
}


@pytest.fixture
def folder(curated, tmp_path):
    """Return a copy of the curated data that a test may change."""
    return shutil.copytree(curated, tmp_path / "data")


@pytest.fixture
def flat(tmp_path):
    """Return a function that writes a flat file of rows, each given as what differs from ROW."""

    def written(*rows, columns=REQUIRED):
        text = io.StringIO()
        writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows([ROW | row for row in rows])
        file = tmp_path / "figures.csv"
        file.write_text(text.getvalue(), encoding="utf-8")
        return file

    return written


@pytest.fixture
def run():
    """Return a function that runs a command as a script would and returns its result."""
    return lambda *arguments: CliRunner().invoke(cli, [str(one) for one in arguments])


def left(file):
    """Return the rows that an import of a file set aside."""
    text = file.with_name(f"{file.stem}.aside.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.slow
def test_a_row_becomes_a_claim_and_an_article(flat, folder, run):
    result = run("import", "flat", flat({}), "--into", folder)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("One new claim, with one new article.\n")
    made = next(row for row in read(folder, "claims") if row["best"] == "701")
    assert made["id"] == "a-paper-2025-05-02-seven-hundred-and-1"
    assert made["sources"] == "nis"
    assert [one for one in checks.problems(folder) if one.severity == "error"] == []


@pytest.mark.slow
def test_a_second_import_changes_nothing(flat, folder, run):
    file = flat({}, {"best": "12", "metric": "captured"})
    run("import", "flat", file, "--into", folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    result = run("import", "flat", file, "--into", folder)
    assert "Two rows there already." in result.output
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.slow
def test_a_dry_run_writes_nothing(flat, folder, run):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    result = run("import", "flat", flat({}), "--into", folder, "--dry-run")
    assert result.output.endswith("Nothing was written.\n")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.slow
def test_a_row_that_was_put_right_since_is_found_again(flat, folder, run):
    file = flat({})
    run("import", "flat", file, "--into", folder)
    claims = folder / "claims.csv"
    claims.write_text(claims.read_text().replace("701,,about", "701,,exact"))
    result = run("import", "flat", file, "--into", folder)
    assert "One row there already, 1 with another cell." in result.output
    assert "qualifier is 'exact' there and 'about' in the file" in result.output


@pytest.mark.slow
def test_an_article_is_known_by_its_address_however_it_was_copied(flat, folder, run):
    run("import", "flat", flat({}), "--into", folder)
    copied = {
        "best": "5",
        "metric": "captured",
        "url": "http://www.paper.example:80/news/701/?utm_source=x",
    }
    result = run("import", "flat", flat(copied), "--into", folder)
    assert result.output.startswith("One new claim.\n")


@pytest.mark.slow
def test_what_is_new_becomes_a_row_that_the_check_asks_about(flat, folder, run):
    new = {
        "conflict": "some-war",
        "subject": "a-party",
        "metric": "ships_lost",
        "population": "sailors",
        "place": "Some Bay",
        "sources": "Harbour Office (government; a-party)",
    }
    result = run("import", "flat", flat(new), "--into", folder)
    assert result.exit_code == 0, result.output
    added = {
        table: {row["id"] for row in read(folder, table)}
        for table in ("conflicts", "parties", "metrics", "populations", "places", "sources")
    }
    assert "some-war" in added["conflicts"]
    assert "a-party" in added["parties"]
    assert "ships_lost" in added["metrics"]
    assert "sailors" in added["populations"]
    assert "some-bay" in added["places"]
    assert "harbour-office" in added["sources"]
    asked = {(one.file, one.column) for one in checks.problems(folder)}
    assert {("conflicts.csv", "began"), ("parties.csv", "kind"), ("metrics.csv", "phrase")} <= asked


@pytest.mark.slow
def test_a_publisher_that_is_nearly_another_is_noted_and_not_guessed(flat, folder, run):
    file = flat({"publisher": "Kyiv Independant"}, {"publisher": "A Paper", "best": "702"})
    result = run("import", "flat", file, "--into", folder)
    assert result.output.count("is new and is nearly") == 1
    assert "publisher 'Kyiv Independant' is new and is nearly 'The Kyiv Independent'" in (
        result.output
    )
    assert {row["publisher"] for row in read(folder, "articles")} >= {"Kyiv Independant"}


def test_a_name_that_is_nearly_another_is_set_aside_and_not_guessed(flat, folder, run):
    near = {"sources": "National Intelligence Servise (South Korea) (intelligence; south-korea)"}
    file = flat(near)
    result = run("import", "flat", file, "--into", folder)
    assert "is nearly that of 'nis'" in result.output
    aside = left(file)
    assert aside[0]["best"] == "701"
    assert "'nis'" in aside[0][REASON]
    assert not [row for row in read(folder, "claims") if row["best"] == "701"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"best": "1,000"}, "write whole numbers with digits only"),
        ({"qualifier": "abuot"}, "did you mean 'about'?"),
        ({"as_of": "2025-06-30"}, "as_of is"),
        ({"url": ""}, "url or publisher is empty"),
        ({"published": "yesterday"}, "published is 'yesterday'"),
        ({"sources": "Somebody"}, "write it as Name (kind; affiliation)"),
    ],
)
def test_what_the_checks_refuse_is_set_aside_with_what_they_say(flat, folder, run, wrong, reason):
    file = flat(wrong, {"best": "702"})
    result = run("import", "flat", file, "--into", folder)
    aside = left(file)
    assert len(aside) == 1, result.output
    assert reason in aside[0][REASON]
    added = [row["best"] for row in read(folder, "claims") if row["best"].startswith("70")]
    assert added.count("702") == 1


def test_a_row_with_a_cell_too_many_is_set_aside(flat, folder):
    file = flat({})
    file.write_text(file.read_text().rstrip("\n") + ",more\n")
    made = plan(file, folder)
    assert [one.reasons for one in made.aside] == [("it has 21 cells, the header 20",)]
    assert not made.added


def test_a_file_of_another_form_is_refused_by_its_header(flat, folder):
    file = flat({}, columns=REQUIRED)
    file.write_text(file.read_text().replace("qualifier", "hedge"))
    with pytest.raises(ContestedError, match="it lacks qualifier"):
        plan(file, folder)


def test_a_cell_longer_than_any_is_an_error_and_no_fault(flat, folder, tmp_path, request):
    # The limit is the process's, and another library may have raised it.
    request.addfinalizer(partial(csv.field_size_limit, csv.field_size_limit(131_072)))
    with pytest.raises(ContestedError, match=r"figures\.csv:2: this is no CSV: field larger"):
        plan(flat({"title": "x" * 200_000}), folder)
    sources = tmp_path / "sources.csv"
    sources.write_text(f"id,name\n{'x' * 200_000},a\n")
    with pytest.raises(ContestedError, match=r"sources\.csv cannot be read as CSV"):
        plan(flat({}), folder, sources)


@pytest.mark.slow
def test_a_table_of_names_stands_for_what_the_file_calls_its_sources(flat, folder, tmp_path):
    names = tmp_path / "names.csv"
    names.write_text(
        "id,name,short,kind,affiliation,part_of,matches\n"
        "harbour,Harbour Office,Harbour,government,ukraine,,the harbour | Harbour master\n"
    )
    made = plan(flat({"sources": "Harbour master"}), folder, names)
    assert [row["id"] for row in made.added["sources"]] == ["harbour"]
    assert made.added["claims"][0]["sources"] == "harbour"


def test_importers_are_known_by_their_entry_points():
    assert "flat" in importers()
    with pytest.raises(ContestedError, match="did you mean 'flat'"):
        importer("flit")


@pytest.mark.parametrize(
    "copied",
    [
        "https://paper.example/news/701",
        "http://www.paper.example/news/701/",
        "https://paper.example:443/news/701?utm_source=feed&fbclid=1",
        "https://paper.example/news/701/amp#top",
        "https://amp.paper.example/news/701?outputType=amp",
    ],
)
def test_one_article_has_one_address(copied):
    assert canonical(copied) == "paper.example/news/701"


FIGURES = Path(__file__).parent.parent.parent / "shared" / "figures"


@pytest.mark.skipif(not FIGURES.is_dir(), reason="the compiled files are not beside the project")
@pytest.mark.parametrize("number", [2, 3, 4])
def test_every_row_of_the_compiled_files_is_found_again_in_the_data(number):
    made = plan(FIGURES / f"claims-{number}.csv", CURATED, FIGURES / f"sources-{number}.csv")
    rows = list(csv.reader(io.StringIO((FIGURES / f"claims-{number}.csv").read_text())))
    # By its article's address and date and by its numbers; each claim stands for one row of a file.
    assert "claims" not in made.added
    sources = [one for one in made.aside if not one.reasons[0].startswith("'")]
    assert not sources
    assert len(made.present) + len(made.aside) == len(rows) - 1
