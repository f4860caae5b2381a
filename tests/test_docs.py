"""The documents name what the program has: commands, words, columns, metrics, dependencies."""

import csv
import json
import re
import shlex
import shutil
import tomllib
from pathlib import Path

import frictionless
import pytest
from click.testing import CliRunner

from contested import web
from contested.cli import cli
from contested.database import database
from contested.export import FORMATS
from contested.importers import importers
from contested.selection import WORDS
from contested.settings import SETTINGS
from contested.tables import TABLES
from contested.views import PAGES
from contested.vocabulary import QUALIFIERS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
DICTIONARY = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGE = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}
COLUMNS = [(name, column.name) for name, columns in TABLES.items() for column in columns]


def row(title, name):
    """Return the row of a table in the README's section that begins with a name."""
    lines = section(README, title).splitlines()
    return next((line for line in lines if line.startswith(f"| `{name}` |")), "")


def rows(name):
    """Return the rows of a data file, each a dict."""
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def section(text, title):
    """Return the part of a document under a heading whose text begins so."""
    found = re.search(rf"^(#+) {re.escape(title)}.*?(?=^#{{1,2}} |\Z)", text, re.M | re.S)
    assert found, f"no section {title!r}"
    return found[0]


def web_routes():
    """Return the first part of each address that is served beside the dashboard's pages."""
    paths = [route.path.strip("/").partition("/")[0] for route in web.routes()]
    ours = {path.partition("{")[0].rstrip("-") for path in paths} - set(PAGES)
    return sorted(ours - {"vendor", "assets", "sitemap"})


def requirements():
    """Return the names of the packages that pyproject.toml asks for."""
    asked = [*PROJECT["build-system"]["requires"], *PROJECT["project"]["dependencies"]]
    for group in PROJECT["dependency-groups"].values():
        asked += [entry for entry in group if isinstance(entry, str)]
    return sorted({re.split(r"[<>=!~\[; ]", entry)[0] for entry in asked})


@pytest.mark.parametrize("command", cli.commands)
def test_every_command_is_in_the_readme(command):
    assert f"contested {command}" in README


@pytest.mark.parametrize("command", cli.commands)
def test_every_option_of_a_command_is_in_its_part_of_the_readme(command):
    part = re.search(
        rf"^\*\*`contested {command}`\*\*.*?(?=^\*\*`contested|\Z)",
        section(README, "Commands"),
        re.M | re.S,
    )[0]
    for parameter in cli.commands[command].params:
        if parameter.param_type_name == "option":
            # That every command takes these two is said once.
            said_once = parameter.name in ("data", "engine")
            where = section(README, "Your own data") if said_once else part
            assert f"`{parameter.opts[-1]}`" in where


def test_the_readme_names_no_command_that_is_not_there():
    written = re.findall(r"^\$ contested (\w+)", README, re.M)
    assert written
    assert set(written) <= set(cli.commands)


def examples(command):
    """Return what the README shows typed for a command, and what it shows printed."""
    blocks = re.findall(r"^```\n\$ (.*?)\n(.*?)^```", README, re.M | re.S)
    return [(typed, told) for typed, told in blocks if typed.split()[1] == command]


def changed(path, line, cells):
    """Change cells of one row of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    for name, value in cells.items():
        rows[line - 1][rows[0].index(name)] = value
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["check", "build", "claims", "export", "snapshot"])
def test_a_command_prints_what_the_readme_shows(command, tmp_path, monkeypatch, cache):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CONTESTED_DATA")
    monkeypatch.setattr("contested.snapshots.files.picture", lambda *_: b"picture")
    shutil.copytree(ROOT / "data", tmp_path / "my-data")
    wrong = {"as_of": "19 Dec 2024", "low": "1,100", "qualifier": "at_lest"}
    changed(tmp_path / "my-data" / "claims.csv", 6, wrong)
    assert examples(command)
    for typed, told in examples(command):
        words = shlex.split(typed.replace("/var/cache/contested", str(tmp_path)))[1:]
        found = CliRunner(env={"COLUMNS": "200"}).invoke(cli, words).output
        found = found.replace(str(tmp_path), "/var/cache/contested")
        found = re.sub(r"contested-[0-9a-f]{16}\.", "contested-HASH.", found)
        found = re.sub(r"^[a-z2-7]{20} in", "ID in", found, flags=re.M)
        # The curated data have notices of their own, and how many changes with them.
        notice = re.compile(r".*: notice: .*|.* notices?, by rule:|\s+[0-9,]+  [a-z(-].*")
        lines = [line.rstrip() for line in found.splitlines() if not notice.fullmatch(line)]
        counted = re.compile(r", \w+ notices?\.")
        assert [counted.sub("", line) for line in lines] == [
            counted.sub("", line) for line in told.splitlines()
        ]


def test_the_first_line_of_serving_counts_the_claims_of_the_data():
    ((_, told),) = examples("serve")
    assert told.startswith(f"{len(rows('claims')):,} claims at ")


def test_every_address_beside_the_pages_is_in_the_readme():
    told = section(README, "Addresses beside the pages")
    for path in web_routes():
        assert f"/{path}" in told, path


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda setting: setting.name)
def test_every_setting_is_in_the_readme_with_its_default(setting):
    told = section(README, "Your own data")
    assert f"`{setting.name}`" in told
    if setting.default:
        line = next(line for line in told.splitlines() if f"`{setting.name}`" in line)
        assert f"{int(setting.default):,}" in line


def test_the_readme_names_no_setting_that_is_not_there_and_nothing_else_reads_the_environment():
    assert set(re.findall(r"CONTESTED_[A-Z_]+", README)) <= set(SETTINGS)
    for path in ROOT.glob("contested/**/*.py"):
        text = path.read_text(encoding="utf-8")
        read = re.search(r"environ(\.get|\[[^]]*\](?! =))|getenv\(", text)
        assert path.name == "settings.py" or not read, path
        assert set(re.findall(r"CONTESTED_[A-Z_]+", text)) <= set(SETTINGS), path


@pytest.mark.parametrize("word", WORDS)
def test_every_word_of_the_address_is_in_the_readme(word):
    line = row("Addresses", word)
    assert WORDS[word].meaning in line
    assert ("may repeat" in line) is WORDS[word].many


@pytest.mark.parametrize("word", [word for word, rule in WORDS.items() if len(rule.words) < 10])
def test_every_value_of_a_short_vocabulary_is_in_the_readme(word):
    for value in WORDS[word].words:
        assert f"`{value}`" in row("Addresses", word)


@pytest.mark.parametrize("column", [column.name for column in TABLES["claims"]])
def test_the_readme_explains_every_column_of_a_claim(column):
    assert row("One claim", column)


def test_the_claim_that_the_readme_explains_is_a_row_of_the_data():
    claim = next(
        claim for claim in rows("claims") if claim["id"] == "nyt-2025-08-22-north-korea-honors-4"
    )
    for column, value in claim.items():
        assert (f"| `{value}` |" if value else "| |") in row("One claim", column)


def test_the_first_screen_says_what_it_is_and_how_to_run_and_test_it():
    screen = "\n".join(README.splitlines()[:25])
    for part in ("docs/screenshot.png", "make run", "make test"):
        assert part in screen


@pytest.mark.parametrize("view", PAGES.values(), ids=lambda view: view.label)
def test_the_readme_says_what_each_page_is_for(view):
    assert f"**{view.label}**" in section(README, "One minute")


@pytest.mark.parametrize("name", importers())
def test_the_readme_says_what_each_importer_reads(name):
    assert f"| `{name}` |" in README


@pytest.mark.parametrize("form", FORMATS)
def test_the_readme_names_each_form_of_an_export(form):
    assert f"`{form}`" in README.partition("**`contested export`**")[2].partition("```")[0]


def test_links_within_the_repository_lead_somewhere():
    for name in ("README.md", "docs/design.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"):
        document = ROOT / name
        for link in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
            if "://" not in link:
                assert (document.parent / link).exists(), f"{document.name}: {link}"


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "SECURITY.md"])
def test_what_a_document_says_is_somewhere_is_there(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    named = re.findall(
        r"`((?:contested|data|docs|pages|requirements|scripts|tests)/[\w./-]*)`", text
    )
    assert named
    for place in named:
        assert (ROOT / place).exists(), f"{name} names {place}, which is not there"


def test_every_target_that_contributing_names_is_in_the_makefile():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make ([\w-]+)", text, re.M):
        assert re.search(rf"^{target}:", makefile, re.M), target


@pytest.mark.parametrize(("name", "column"), COLUMNS, ids=".".join)
def test_every_column_is_in_the_dictionary(name, column):
    title = "parties.csv" if name == "stances" else f"{name}.csv"
    assert f"| `{column}` |" in section(DICTIONARY, title)


def described(name):
    """Return a file's columns, each with the data package's field."""
    fields = {field["name"]: field for field in RESOURCES[name]["schema"]["fields"]}
    return [(column, fields[column.name]) for column in TABLES[name] if column.name in fields]


@pytest.mark.parametrize("name", TABLES)
def test_the_data_package_describes_the_columns_in_their_order(name):
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        header = next(csv.reader(stream))
    # An optional column that no row fills is left out.
    columns = [c.name for c in TABLES[name] if not c.optional or c.name in header]
    assert [field["name"] for field in RESOURCES[name]["schema"]["fields"]] == columns
    assert header == columns


@pytest.mark.parametrize("name", TABLES)
def test_the_data_package_says_which_columns_must_be_filled(name):
    for column, field in described(name):
        if column.required:
            assert field["constraints"]["required"], column.name


@pytest.mark.parametrize("name", TABLES)
def test_the_data_package_allows_the_words_of_the_vocabulary(name):
    for column, field in described(name):
        allowed = field.get("constraints", {}).get("enum")
        if column.kind == "word":
            assert allowed == list(column.words), column.name


def test_the_data_package_describes_every_file_and_no_other():
    assert set(RESOURCES) == set(TABLES)
    assert {path.stem for path in (ROOT / "data").glob("*.csv")} == set(TABLES)


@pytest.mark.parametrize(
    "column", ["event", "only", "via", "same_as", "supersedes", "interval", "level"]
)
def test_each_column_that_a_claim_may_fill_has_rows_in_the_data(column):
    assert any(claim[column] for claim in rows("claims"))


@pytest.mark.parametrize("column", ["event", "only", "via", "same_as", "supersedes"])
def test_the_dictionary_counts_the_claims_that_fill_a_column(column):
    filled = [claim[column] for claim in rows("claims") if claim[column]]
    line = next(line for line in DICTIONARY.splitlines() if re.match(rf"\| `{column}` \| \d", line))
    counts = [int(number) for number in re.findall(r"\d+", line)]
    assert counts == [len(filled), len(set(filled))][: len(counts)]


@pytest.mark.parametrize("qualifier", QUALIFIERS)
def test_each_hedge_has_rows_in_the_data(qualifier):
    assert any(claim["qualifier"] == qualifier for claim in rows("claims"))


@pytest.mark.parametrize("column", ["as_of", "since"])
@pytest.mark.parametrize("form", [r"\d{4}-\d\d", r"\d{4}-Q\d", r"\d{4}"])
def test_dates_that_are_no_day_have_rows_in_the_data(column, form):
    assert any(re.fullmatch(form, claim[column]) for claim in rows("claims"))


@pytest.mark.parametrize("response", ["withdrawn", "misprinted", "disputed", "denied"])
def test_responses_have_rows_in_the_data(response):
    assert any(row["response"] == response for row in rows("responses"))


@pytest.mark.slow
def test_the_data_package_is_valid():
    report = frictionless.validate(str(ROOT / "data" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "rowNumber", "fieldName", "note"])[:5]


@pytest.mark.parametrize("metric", rows("metrics"), ids=lambda metric: metric["id"])
def test_every_metric_has_a_definition_and_a_line_in_the_dictionary(metric):
    assert metric["definition"].endswith(".")
    assert f"| `{metric['id']}` |" in section(DICTIONARY, "metrics.csv")


@pytest.mark.parametrize("package", requirements())
def test_every_dependency_is_explained(package):
    assert f"| `{package}` |" in section(DESIGN, "Dependencies")


def test_no_dependency_is_explained_that_is_not_asked_for():
    explained = re.findall(r"^\| `([\w-]+)` \|", section(DESIGN, "Dependencies"), re.M)
    assert sorted(explained) == requirements()


def test_the_citation_names_the_version_and_the_licence_of_the_program():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {PROJECT['project']['version']}\n" in citation
    assert f"\nlicense: {PROJECT['project']['license']}\n" in citation


def test_the_version_of_the_program_is_dated_in_the_changelog_and_the_citation():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    day = re.search(r"^date-released: (.*)$", citation, re.M)[1]
    assert f"\n## [{PROJECT['project']['version']}] - {day}\n" in CHANGELOG


def test_the_changelog_has_an_unreleased_part():
    assert "## [Unreleased]" in CHANGELOG


def test_no_quantity_of_three_or_more_sources_stands_all_apart_without_a_reason():
    """Its answer would be that no claim here counts it as a whole, and a reader asks why."""
    built = database(ROOT / "data").engine()
    apart = built.rows(
        "select conflict, subject, metric, population, event, min(id) as first from claim "
        "where same_as is null group by conflict, subject, metric, population, event "
        "having count(distinct source) >= 3 and bool_and(apart is not null)"
    )
    with (ROOT / "data" / "acknowledged.csv").open(encoding="utf-8", newline="") as stream:
        reasons = {row["row"] for row in csv.DictReader(stream)}
    assert [one for one in apart["first"] if one not in reasons] == []


@pytest.mark.parametrize(
    "name",
    [
        "People in Syria killed in the chemical attack on Ghouta, 21 August 2013",
        "People in Israel killed in the Hamas-led attack, 7 October 2023",
        "People in Gaza killed under the ceasefire, since 10 October 2025",
    ],
)
def test_the_toll_of_an_event_or_of_a_phase_is_named_by_what_happened_and_when(name):
    named = database(ROOT / "data").engine().rows("select name from quantity where event <> ''")
    assert name in set(named["name"])
