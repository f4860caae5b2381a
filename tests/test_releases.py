"""Outside data sets come in release by release, and none changes anything in silence."""

import csv
import importlib
import io
import json
import random
import tomllib
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from contested import checks, queries
from contested.build import build, connected
from contested.checks import canonical
from contested.cli import cli
from contested.engine import DuckDB
from contested.errors import ContestedError
from contested.folders import RELEASES
from contested.importers import importer
from contested.importers.plan import REASON, read
from contested.importers.releases import Release, releases, revision
from contested.selection import Selection
from tests.conftest import Folder

SETS = Path(__file__).parent.parent.parent / "shared" / "datasets"
real = pytest.mark.skipif(not SETS.is_dir(), reason="the outside sets are not beside the project")

STAFF = [
    {"date": "2023-01-01", "day": 312, "personnel": 1000, "personnel*": "about"},
    {"date": "2023-01-02", "day": 313, "personnel": 1100, "personnel*": "more", "POW": 7},
]

EQUIPMENT = [{"date": "2023-01-01", "tank": 30, "vehicles and fuel tanks": 41, "day": 312}]

GAZA = [
    {"report_date": "2024-01-02", "report_source": "mohtel", "report_period": 48, "killed": 10,
     "killed_cum": 1000, "ext_killed_cum": 1000, "injured_cum": 2500, "killed_children_cum": 400,
     "aid_seeker_killed_cum": 3},
    {"report_date": "2024-01-03", "report_source": "missing", "report_period": 24,
     "killed_cum": 1002, "ext_killed": 2},
    {"report_date": "2024-01-04", "report_source": "gmotel", "report_period": 0, "killed": 0,
     "killed_cum": 1004},
]  # fmt: skip

GED = (
    "id,relid,conflict_new_id,conflict_name,dyad_name,number_of_sources,where_coordinates,country,"
    "date_start,date_end,deaths_civilians,best,high,low\n"
    ",,,,#group+name,,#loc,#country,#date+start,#date+end,,#affected+killed,,\n"
    "1001,A-1,900,Aland: Border,A - B,3,Bridge town,Aland,2020-05-01 00:00:00.000,"
    "2020-05-03 00:00:00.000,2,5,9,4\n"
    "1002,A-2,900,Aland: Border,A - B,1,Bridge town,Aland,2020-05-09 00:00:00.000,"
    "2020-05-09 00:00:00.000,0,1,1,1\n"
    '1003,A-3,900,"Aland: Border",A - C,1,Bridge town,Aland,2020-05-09 00:00:00.000,'
    "2020-05-09 00:00:00.000,0,1,1,1\n"
)

ITEMS = (
    "country,system,status,url,date_recorded\n"
    "Russia,T-0,destroyed,https://pictures.example/1,2022-05-06\n"
    "Russia,T-1,destroyed,https://pictures.example/2,2022-05-06\n"
    "Russia,T-0,destroyed,https://pictures.example/3,2022-05-08\n"
    "Ukraine,T-0,destroyed,https://pictures.example/4,2022-05-08\n"
)

CRISES = """
- country: Russia
  figures:
    - name: Internally displaced people
      values:
        - {value: 1200, date: 2024-01-31, source: Mediazona, url: "https://reports.example/1"}
        - {value: 1300, date: 2024-02-29, source: Mediazona, url: "https://reports.example/2"}
"""

TABLE = (
    "Day,Country,Dead,Who says\n"
    '05/01/2024,Russia,"1,200",Red Cross (ngo; independent)\n'
    "06/01/2024,Russia,1300,Mediazona\n"
)

MAPPING = """
[set]
id = "table"
title = "A table"
publisher = "A Compiler"
url = "https://compiler.example/table"
[columns]
as_of = "Day"
subject = "Country"
best = "Dead"
sources = "Who says"
[constants]
conflict = "war"
metric = "killed"
population = "all"
counting = "cumulative"
evidence = "official_count"
[format]
date = "%d/%m/%Y"
thousands = ","
"""


def brought(file, into, base, day, format="general-staff", mapping=None, **about):
    """Bring a release in as the command does, all its rows; return what it changed."""
    release = Release(date.fromisoformat(day), date(2026, 11, 1), **about)
    with revision(importer(format), file, into, [base], release, mapping) as made:
        made.write()
        return made


def written(path, content):
    """Write a file, JSON unless it is a text; return its path."""
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def claims(folder, *columns):
    """Return some columns of a folder's claims, by id."""
    return {row["id"]: tuple(row[name] for name in columns) for row in read(folder, "claims")}


def known_on(base, into, day, *columns):
    """Return what was known on a day of the claims in a folder, sorted."""
    built = build([base, into])
    with connected(built.path) as con:
        rows = queries.claims(DuckDB(con), Selection(known_on=date.fromisoformat(day)))
    own = con_folder(into)
    kept = rows[rows["folder"] == own]
    told = (
        tuple(None if pd.isna(value) else value for value in row)
        for row in kept[list(columns)].astype(object).itertuples(index=False, name=None)
    )
    return sorted(told, key=str)


def con_folder(into):
    """Return the id that a folder's claims are known by."""
    return json.loads((into / "datapackage.json").read_text())["name"]


@pytest.mark.slow
def test_a_row_of_the_general_staff_becomes_the_claims_of_its_bulletin(tmp_path, folder):
    into = tmp_path / "set"
    brought(written(tmp_path / "p.json", STAFF), into, folder.path, "2023-01-03")
    brought(written(tmp_path / "e.json", EQUIPMENT), into, folder.path, "2023-01-03")
    assert claims(into, "metric", "low", "best", "qualifier", "as_of", "article") == {
        "general-staff-2023-01-01-personnel": (
            *("casualties", "", "1000", "about", "2023-01-01", "general-staff-2023-01-01"),
        ),
        "general-staff-2023-01-02-personnel": (
            *("casualties", "1100", "", "more_than", "2023-01-02", "general-staff-2023-01-02"),
        ),
        "general-staff-2023-01-02-pow": (
            *("captured", "", "7", "exact", "2023-01-02", "general-staff-2023-01-02"),
        ),
        "general-staff-2023-01-01-tank": (
            *("tanks_lost", "", "30", "exact", "2023-01-01", "general-staff-2023-01-01"),
        ),
        "general-staff-2023-01-01-vehicles-and-fuel-tanks": (
            *("vehicles_lost", "", "41", "exact", "2023-01-01", "general-staff-2023-01-01"),
        ),
    }


@pytest.mark.slow
def test_an_article_is_called_by_its_day_or_the_release(tmp_path, folder):
    into = tmp_path / "set"
    rows = [*STAFF, {"date": "2023-01-03", "personnel": 1150}]
    brought(written(tmp_path / "p.json", rows), into, folder.path, "2023-01-03")
    assert [row["title"] for row in read(into, "articles")] == [
        "Numbers of 1 January 2023",
        "Numbers of 2 January 2023",
        "Release of 3 January 2023",
    ]


@pytest.mark.slow
def test_what_is_extrapolated_or_reported_by_nobody_is_no_claim(tmp_path, folder):
    into = tmp_path / "set"
    made = brought(written(tmp_path / "g.json", GAZA), into, folder.path, "2024-01-05", "t4p-gaza")
    told = claims(into, "metric", "population", "best", "counting", "since", "only", "sources")
    assert told == {
        "t4p-gaza-2024-01-02-killed": (
            *("killed", "all", "10", "period", "2024-01-01", "", "gaza-moh"),
        ),
        "t4p-gaza-2024-01-02-killed-cum": (
            *("killed", "all", "1000", "cumulative", "2023-10-07", "", "gaza-moh"),
        ),
        "t4p-gaza-2024-01-02-injured-cum": (
            *("wounded", "all", "2500", "cumulative", "2023-10-07", "", "gaza-moh"),
        ),
        "t4p-gaza-2024-01-02-killed-children-cum": (
            *("killed", "children", "400", "cumulative", "2023-10-07", "", "gaza-moh"),
        ),
        "t4p-gaza-2024-01-02-aid-seeker-killed-cum": (
            *("killed", "all", "3", "cumulative", "", "people seeking aid", "gaza-moh"),
        ),
        "t4p-gaza-2024-01-04-killed-cum": (
            *("killed", "all", "1004", "cumulative", "2023-10-07", "", "gaza-gmo"),
        ),
    }
    assert made.reading.left_out == (
        "numbers extrapolated by the compilers: 2",
        "numbers of a day whose report counts no hours: 1",
        "numbers of days that no report is named for: 1",
    )


@pytest.mark.slow
def test_an_event_of_ucdp_keeps_its_low_best_and_high(tmp_path, folder):
    into = tmp_path / "set"
    made = brought(written(tmp_path / "g.csv", GED), into, folder.path, "2021-06-01", "ucdp-ged")
    assert made.aside == []
    told = claims(into, "population", "low", "best", "high", "qualifier", "interval", "since")
    assert told == {
        "ucdp-ged-1001": ("all", "4", "5", "9", "range", "reports", "2020-05-01"),
        "ucdp-ged-1001-civilian": ("civilian", "", "2", "", "exact", "", "2020-05-01"),
        "ucdp-ged-1002": ("all", "", "1", "", "exact", "", "2020-05-09"),
        # Another happening of that day and place with the same number: its note tells it apart.
        "ucdp-ged-1003": ("all", "", "1", "", "exact", "", "2020-05-09"),
    }


@pytest.mark.slow
def test_items_of_oryx_are_counted_by_day_with_their_pictures(tmp_path, folder):
    into = tmp_path / "set"
    brought(written(tmp_path / "o.csv", ITEMS), into, folder.path, "2022-06-01", "oryx")
    told = claims(into, "subject", "metric", "best", "counting", "note")
    assert {id: cells[:4] for id, cells in told.items()} == {
        "oryx-russia-destroyed-2022-05-06": ("russia", "equipment_destroyed", "2", "cumulative"),
        "oryx-russia-destroyed-2022-05-08": ("russia", "equipment_destroyed", "3", "cumulative"),
        "oryx-ukraine-destroyed-2022-05-08": ("ukraine", "equipment_destroyed", "1", "cumulative"),
    }
    assert told["oryx-russia-destroyed-2022-05-06"][4] == (
        "2 items recorded that day: T-0 https://pictures.example/1; T-1 https://pictures.example/2"
    )


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_a_crisis_figure_is_its_organisations_claim(tmp_path, folder, ending):
    folder.add("metrics", id="displaced", label="Displaced", unit="people", family="displaced",
               phrase="{people} displaced", definition="People who fled.")  # fmt: skip
    text = CRISES
    if ending == "json":
        value = {"source": "Mediazona"}
        text = [{"name": "Russia", "figures": [{"name": "IDPs", "values": [
            value | {"value": 1200, "date": "2024-01-31", "url": "https://reports.example/1"},
            value | {"value": 1300, "date": "2024-02-29", "url": "https://reports.example/2"},
        ]}]}]  # fmt: skip
    into = tmp_path / "set"
    file = written(tmp_path / f"c.{ending}", text)
    made = brought(file, into, folder.path, "2024-03-01", "crisis-figures")
    assert made.aside == []
    told = sorted(
        claims(into, "conflict", "subject", "metric", "best", "as_of", "sources").values()
    )
    assert told == [
        ("war", "russia", "displaced", "1200", "2024-01-31", "mediazona"),
        ("war", "russia", "displaced", "1300", "2024-02-29", "mediazona"),
    ]
    assert {row["url"] for row in read(into, "articles")} == {
        "https://reports.example/1",
        "https://reports.example/2",
    }


@pytest.mark.slow
def test_a_table_is_read_by_its_mapping_and_one_is_proposed(tmp_path, folder):
    file, mapping = written(tmp_path / "table.csv", TABLE), tmp_path / "table.toml"
    run = CliRunner()
    words = ["import", "csv", str(file), "--mapping", str(mapping), "--data", str(folder.path)]
    proposed = run.invoke(cli, words)
    assert proposed.exit_code == 0, proposed.output
    for line in ('as_of = "Day"', 'subject = "Country"', 'best = "Dead"', 'sources = "Who says"'):
        assert line in mapping.read_text()
    mapping.write_text(MAPPING)
    into = tmp_path / "set"
    done = run.invoke(cli, [*words, "--into", str(into), "--release", "2024-02-01"])
    assert done.exit_code == 0, done.output
    assert sorted(claims(into, "subject", "best", "as_of", "sources").values()) == [
        ("russia", "1200", "2024-01-05", "red-cross"),
        ("russia", "1300", "2024-01-06", "mediazona"),
    ]


@pytest.mark.slow
def test_a_new_source_is_one_row_however_often_a_set_names_it(tmp_path, folder):
    cross = "Red Cross, seated at Geneva (ngo; independent)"
    rows = TABLE.replace("Red Cross (ngo; independent)", f'"{cross}"')
    file, mapping = tmp_path / "table.csv", written(tmp_path / "table.toml", MAPPING)
    into = tmp_path / "set"
    words = ["import", "csv", str(file), "--mapping", str(mapping), "--data", str(folder.path)]
    for day, more in (
        ("2024-02-01", f'07/01/2024,Russia,1400,"{cross} + Mediazona"\n'),
        ("2024-03-01", f'08/01/2024,Russia,1500,"{cross}"\n'),
    ):
        written(file, rows := rows + more)
        done = CliRunner().invoke(cli, [*words, "--into", str(into), "--release", day])
        assert done.exit_code == 0, done.output
    assert [row["id"] for row in read(into, "sources")] == ["red-cross"]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (MAPPING.replace('best = "Dead"', 'best = "Died"'), "has no column 'Died'"),
        (MAPPING.replace("metric =", "metrik ="), "did you mean 'metric'?"),
        (MAPPING.replace('url = "https', '# url = "https'), "[set] lacks url"),
        (MAPPING.replace('conflict = "war"', ""), "the mapping lacks conflict"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_named(tmp_path, folder, broken, told):
    import tomllib

    file = written(tmp_path / "table.csv", TABLE)
    with pytest.raises(ContestedError) as error:
        brought(file, tmp_path / "set", folder.path, "2024-02-01", "csv", tomllib.loads(broken))
    assert told in str(error.value)


@pytest.mark.slow
def test_rows_that_do_not_fit_keep_all_out_or_are_set_aside_with_reasons(tmp_path, folder):
    rows = [*STAFF, {"date": "2023-01-03", "personnel": "1,200"}, {"date": "soon", "personnel": 9},
            {"date": "2023-02-30", "personnel": 9}, STAFF[0] | {"personnel": 1001},
            {"date": "2023-02-01", "personnel": 1300}]  # fmt: skip
    file, into = written(tmp_path / "p.json", rows), tmp_path / "set"
    aside = tmp_path / "aside.csv"
    run = CliRunner()
    words = ["import", "general-staff", str(file), "--into", str(into), "--release", "2023-01-04"]
    words += ["--data", str(folder.path)]
    refused = run.invoke(cli, words)
    assert refused.exit_code == 1
    assert "Five rows of p.json do not fit, and nothing went in" in refused.output
    assert "row 3: personnel is '1,200'; a whole number is wanted, as 1100" in refused.output
    assert not into.exists()
    done = run.invoke(cli, [*words, "--set-aside", str(aside)])
    assert done.exit_code == 0, done.output
    left = list(csv.DictReader(io.StringIO(aside.read_text())))
    assert [json.loads(row["content"])["personnel"] for row in left] == ["1,200", 9, 9, 1001, 1300]
    assert left[3][REASON] == "row 1 is of the same: 2023-01-01-personnel"
    assert left[4][REASON] == "it is of 2023-02-01, and the release of 2023-01-04"
    assert len(claims(into)) == 3


@pytest.mark.slow
def test_what_the_checks_refuse_is_set_aside_too(tmp_path, folder):
    broken = GED.replace(",2,5,9,4\n", ",2,5,4,4\n") + "1004,too,few\n"
    into = tmp_path / "set"
    made = brought(written(tmp_path / "g.csv", broken), into, folder.path, "2021-06-01", "ucdp-ged")
    assert [(one.line, one.row["id"]) for one in made.aside] == [(2, "1001"), (5, "1004,too,few")]
    assert "best is '5'; high is 4; best is high or less" in made.aside[0].reasons
    assert set(claims(into)) == {"ucdp-ged-1002", "ucdp-ged-1003", "ucdp-ged-1001-civilian"}


@pytest.mark.slow
def test_a_later_release_supersedes_and_withdraws_on_its_day_and_says_why(tmp_path, folder):
    into = tmp_path / "set"
    brought(written(tmp_path / "1.json", STAFF), into, folder.path, "2023-01-03")
    later = [STAFF[0] | {"personnel": 1050}, {"date": "2023-01-05", "personnel": 1200}]
    made = brought(written(tmp_path / "2.json", later), into, folder.path, "2023-01-06")
    assert (made.added, made.revised, made.withdrawn, made.same) == (1, 1, 2, 0)
    told = claims(into, "best", "supersedes", "reason", "article")
    assert told["general-staff-2023-01-06-release-2023-01-01-personnel"] == (
        "1050",
        "general-staff-2023-01-01-personnel",
        "Revised in the release of 6 January 2023; whether its source or the compilers of the data "
        "changed it is not known.",
        "general-staff-2023-01-06",
    )
    assert {(row["claim"], row["response"], row["sources"]) for row in read(into, "responses")} == {
        ("general-staff-2023-01-02-personnel", "withdrawn", "general-staff-ukraine"),
        ("general-staff-2023-01-02-pow", "withdrawn", "general-staff-ukraine"),
    }
    assert [(row["published"], row["added"], row["revised"]) for row in releases(into)] == [
        ("2023-01-03", "3", "0"),
        ("2023-01-06", "1", "1"),
    ]
    assert not [p for p in checks.problems([folder.path, into]) if p.severity == "error"]


@pytest.mark.slow
def test_what_a_release_was_tried_by_is_its_database(tmp_path, folder, monkeypatch):
    monkeypatch.setenv("CONTESTED_CACHE", str(tmp_path / "cache"))
    base, into, file = folder.path, tmp_path / "set", written(tmp_path / "1.json", STAFF)
    release = Release(date(2023, 1, 3), date(2026, 11, 1))
    with revision(importer("general-staff"), file, into, [base], release):
        pass  # a dry run
    assert not [*(tmp_path / "cache").glob("*.duckdb")]
    brought(file, into, base, "2023-01-03")
    loaded = []
    monkeypatch.setattr(checks, "load", lambda *_: loaded.append(1))
    assert build([base, into]).claims == len(read(base, "claims")) + 3
    assert loaded == []


@pytest.mark.slow
def test_a_release_that_tells_of_the_past_is_not_asked_about_it(tmp_path, folder):
    base, into = folder.path, tmp_path / "table"
    mapping = tomllib.loads(MAPPING)
    rows = [f"05/{month:02}/2024,Russia,{1000 + 100 * month},Mediazona" for month in range(1, 9)]
    for day, changed in (("2024-09-01", 0), ("2024-10-01", 3)):
        rows[:changed] = [row.replace("00,M", "07,M") for row in rows[:changed]]
        file = written(tmp_path / "table.csv", "\n".join([TABLE.splitlines()[0], *rows, ""]))
        made = brought(file, into, base, day, "csv", mapping)
        assert (made.added, made.revised) == ((1, 3) if changed else (8, 0))
        asked = [
            one for one in made.notices if one.rule == "an-article-gives-the-totals-of-its-time"
        ]
        assert asked == []
        rows.append("05/09/2024,Russia,1900,Mediazona")


@pytest.mark.slow
def test_what_the_compilers_took_out_is_a_misprint_of_theirs(tmp_path, folder):
    into = tmp_path / "set"
    brought(written(tmp_path / "1.json", STAFF), into, folder.path, "2023-01-03")
    file = written(tmp_path / "2.json", STAFF[:1])
    brought(file, into, folder.path, "2023-01-06", changed_by="compiler")
    assert {(row["response"], row["sources"], row["note"]) for row in read(into, "responses")} == {
        ("misprinted", "", "Not in the release of 6 January 2023, by the compilers of the data.")
    }


@pytest.mark.slow
def test_the_same_release_again_changes_nothing(tmp_path, folder):
    into, file = tmp_path / "set", written(tmp_path / "1.json", STAFF)
    brought(file, into, folder.path, "2023-01-03")
    before = {path.name: path.read_bytes() for path in into.iterdir()}
    made = brought(file, into, folder.path, "2023-01-03")
    assert made.summary() == ["The release of 3 January 2023 is here already: nothing changes."]
    assert {path.name: path.read_bytes() for path in into.iterdir()} == before


@pytest.mark.slow
def test_one_part_of_a_set_withdraws_nothing_of_another(tmp_path, folder):
    into = tmp_path / "set"
    brought(written(tmp_path / "p.json", STAFF), into, folder.path, "2023-01-03")
    brought(written(tmp_path / "e.json", EQUIPMENT), into, folder.path, "2023-01-04")
    made = brought(written(tmp_path / "p2.json", STAFF), into, folder.path, "2023-01-05")
    assert (made.same, made.withdrawn) == (3, 0)


@pytest.mark.slow
def test_a_row_set_aside_withdraws_nothing(tmp_path, folder):
    into = tmp_path / "set"
    brought(written(tmp_path / "1.json", STAFF), into, folder.path, "2023-01-03")
    rows = [STAFF[0] | {"personnel": "?"}, STAFF[1] | {"date": "?"}]
    made = brought(written(tmp_path / "2.json", rows), into, folder.path, "2023-01-06")
    assert (made.added, made.revised, made.withdrawn, len(made.aside)) == (0, 0, 0, 2)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "told"),
    [("2023-01-02", "releases come in in their order"), ("2023-01-03", "from another file")],
)
def test_a_release_out_of_order_is_refused(tmp_path, folder, day, told):
    into = tmp_path / "set"
    brought(written(tmp_path / "1.json", STAFF), into, folder.path, "2023-01-03")
    with pytest.raises(ContestedError, match=told):
        brought(written(tmp_path / "2.json", STAFF[:1]), into, folder.path, day)


@pytest.mark.slow
def test_a_set_comes_into_no_folder_of_other_data(tmp_path, folder):
    file = written(tmp_path / "1.json", STAFF)
    with pytest.raises(ContestedError, match="an imported set is a folder of its own"):
        brought(file, folder.path, folder.path, "2023-01-03")


@pytest.mark.slow
def test_a_folder_of_releases_is_in_its_canonical_form_and_says_where_it_is_from(tmp_path, folder):
    into = tmp_path / "set"
    brought(written(tmp_path / "1.json", STAFF), into, folder.path, "2023-01-03")
    brought(written(tmp_path / "2.json", STAFF[:1]), into, folder.path, "2023-01-06")
    # What refers to the base is read with it.
    for name in ("conflicts", "parties", "sources", "metrics", "populations", "stances"):
        own = {row["id"]: row for row in read(into, name)} if name != "stances" else {}
        assert not own.keys() & {row.get("id") for row in folder._rows(name)}
    described = json.loads((into / "datapackage.json").read_text())
    assert described["version"] == "2023-01-06"
    assert described["licenses"][0]["name"] == "MIT"
    assert described["sources"][0]["path"].startswith("https://")
    for name in ("claims", "articles", "responses"):
        text = (into / f"{name}.csv").read_text()
        rows = list(csv.reader(io.StringIO(text)))
        again = io.StringIO()
        csv.writer(again, lineterminator="\n").writerows(rows)
        assert again.getvalue() == text
    assert canonical.ORDER["articles"].startswith("published, id")
    row = releases(into)[0]
    assert len(row["sha256"]) == 64
    assert row["fetched"] == "2026-11-01"
    assert (into / RELEASES).read_text().startswith("published,fetched,part,file,sha256")


DAYS = [date(2023, 1, 1) + timedelta(days) for days in range(6)]


@st.composite
def histories(draw):
    """Return releases in order: the day of each, and the number of each day that it has."""
    published = draw(st.lists(st.sampled_from(range(2, 12)), min_size=2, max_size=3, unique=True))
    history = []
    for offset in sorted(published):
        day = DAYS[0] + timedelta(offset)
        has = [one for one in DAYS if one <= day]
        numbers = draw(
            st.dictionaries(st.sampled_from(has), st.integers(1, 3), min_size=1, max_size=6)
        )
        history.append((day, numbers))
    return history


@pytest.mark.slow
@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=histories())
@example(  # a number changes, one goes, and comes back changed
    history=[
        (DAYS[3], {DAYS[0]: 1, DAYS[1]: 2, DAYS[3]: 4}),
        (DAYS[4], {DAYS[0]: 2, DAYS[3]: 4, DAYS[4]: 5}),
        (DAYS[5], {DAYS[0]: 2, DAYS[1]: 3, DAYS[4]: 5}),
    ]
)
def test_known_on_the_day_of_each_release_the_rows_are_that_releases(tmp_path_factory, history):
    place = tmp_path_factory.mktemp("history")
    (place / "base").mkdir()
    base, into = Folder(place / "base").path, place / "set"
    for at, (day, numbers) in enumerate(history):
        rows = [{"date": str(one), "personnel": number} for one, number in numbers.items()]
        made = brought(written(place / f"{at}.json", rows), into, base, str(day))
        assert made.aside == []
    for day, numbers in history:
        told = known_on(base, into, str(day), "as_of", "number")
        assert [(one.date() if hasattr(one, "date") else one, n) for one, n in told] == sorted(
            numbers.items()
        )


#: Of each real set: its file, the format, how many of its first rows are taken, and its fields.
REAL = {
    "general-staff": ("general_staff_personnel.json", "date", "personnel"),
    "t4p-gaza": ("gaza_casualties_daily.json", "report_date", "killed_cum"),
    "oryx": ("oryx_destroyed.csv", "date_recorded", "system"),
    "ucdp-ged": ("ucdp_ged_ukraine.csv", "date_end", "high"),
}

SAID = ("subject", "metric", "population", "only", "counting", "since", "as_of", "low", "best",
        "high", "qualifier", "place")  # fmt: skip


@pytest.mark.slow
@real
@pytest.mark.parametrize("format", REAL)
def test_known_on_the_day_of_each_release_of_a_real_set_cut_and_altered(format, tmp_path, folder):
    name, when, number = REAL[format]
    chance = random.Random(format)
    if name.endswith(".json"):
        rows = json.loads((SETS / name).read_text())
    else:
        rows = list(
            csv.DictReader(io.StringIO((SETS / name).read_text(encoding="utf-8"), newline=""))
        )
    rows = [row for row in rows if not str(row[when]).startswith("#")]
    rows = sorted(rows[:400], key=lambda row: row[when])[:250]
    # In the country's file some numbers are out of order; those are for another test.
    if format == "ucdp-ged":
        rows = [row for row in rows if int(row["low"]) <= int(row["best"]) <= int(row["high"])]
    last = date.fromisoformat(rows[-1][when][:10])
    into, made_of = tmp_path / "set", []
    for at in range(3):
        now = [row for row in rows if chance.random() > 0.05]
        for row in now:
            if chance.random() < 0.05 and number in row:
                value = row[number]
                row[number] = value + 10 if isinstance(value, int) else (
                    str(int(value) + 10) if value.isdecimal() else f"{value} again"
                )  # fmt: skip
        file = tmp_path / f"{at}-{name}"
        if name.endswith(".json"):
            written(file, now)
        else:
            with file.open("w", encoding="utf-8", newline="") as opened:
                writer = csv.DictWriter(opened, list(now[0]))
                writer.writeheader()
                writer.writerows(now)
        day = str(last + timedelta(10 * at))
        assert brought(file, into, folder.path, day, format).aside == []
        made_of.append((file, day))
    for file, day in made_of:
        alone = tmp_path / f"alone-{day}"
        brought(file, alone, folder.path, day, format)
        assert known_on(folder.path, into, day, *SAID) == known_on(folder.path, alone, day, *SAID)


@pytest.mark.slow
@real
@pytest.mark.parametrize(
    ("format", "name", "day", "claims_made", "aside"),
    [
        ("general-staff", "general_staff_personnel.json", "2026-08-08", 1688, 0),
        ("t4p-gaza", "gaza_casualties_daily.json", "2026-08-22", 5922, 0),
        ("oryx", "oryx_destroyed.csv", "2025-07-20", 1107, 0),
        ("ucdp-ged", "ucdp_ged_ukraine.csv", "2022-06-01", 3310, 13),
    ],
)
def test_a_real_set_comes_in_whole(format, name, day, claims_made, aside, tmp_path, folder):
    made = brought(SETS / name, tmp_path / "set", folder.path, day, format)
    assert (made.added, len(made.aside)) == (claims_made, aside)


def test_every_importer_of_a_data_set_documents_one_row():
    for name in ("mapped", "general_staff", "t4p_gaza", "ucdp_ged", "oryx", "crisis_figures"):
        text = importlib.import_module(f"contested.importers.{name}").__doc__
        assert "made up" in text
        assert "becomes" in text


def test_a_csv_is_read_with_the_lines_that_no_row_is(tmp_path):
    from contested.importers.data_set import table_of

    file = written(tmp_path / "a.csv", "a,b\n1,2\n1,2,3\n4,5\n8\n6,7\n")
    with duckdb.connect() as con:
        assert table_of(con, file) == ["a", "b"]
        assert con.execute("select row, a from file order by row").fetchall() == [
            (1, "1"),
            (3, "4"),
            (5, "6"),
        ]
        assert con.execute('select "row", line from unread').fetchall() == [(2, "1,2,3"), (4, "8")]
