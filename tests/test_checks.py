"""Every rule has a row that breaks it; what is said names the place, the value and what passes."""

import duckdb
import pytest

from contested import checks, tables
from contested.checks import capped, rows, rules
from contested.checks.cells import REFERENCES, fault, last_day, limit_fault
from contested.database import CURATED
from contested.tables import TABLES
from tests import conftest

#: Stands in a table below for the last day that a date may name when the folder is checked: after a
#: midnight it is another than when the table was made.
LAST_DAY = "LAST_DAY"

#: A claim that passes; each row of the tables below says in what it differs.
CLAIM = {
    "id": "pravda-2025-05-02-2",
    "article": "pravda-2025-05-02",
    "sources": "hur",
    "conflict": "war",
    "subject": "russia",
    "metric": "killed",
    "population": "military",
    "best": "700",
    "qualifier": "exact",
    "counting": "cumulative",
    "since": "2022-02-24",
    "as_of": "2025-05-01",
    "evidence": "estimate",
}

#: Line of the claim that is added.
ADDED = 6


def said(folder):
    return [str(problem) for problem in checks.problems(folder.path)]


def test_a_sound_folder_has_no_problem(folder):
    folder.add("claims", **CLAIM)
    assert said(folder) == []


@pytest.mark.slow
def test_the_curated_data_have_no_error():
    assert [p for p in checks.problems(CURATED) if p.severity == "error"] == []


CELLS = [
    (
        {"low": "4,700", "best": "", "qualifier": "at_least"},
        "low is '4,700'; write whole numbers with digits only, as 4700",
    ),
    ({"best": "42010.0"}, "best is '42010.0'; write whole numbers with digits only, as 42010"),
    (
        {"sources": "hur "},
        "sources is 'hur '; take the space away at its ends, to give 'hur'",
    ),
    ({"best": "1e3"}, "best is '1e3'; write whole numbers with digits only, as 4700"),
    ({"best": "-5"}, "best is '-5'; a number of people or things is not negative"),
    ({"best": "007"}, "best is '007'; write it without leading zeros, as 7"),
    ({"best": "7.5"}, "best is '7.5'; write whole numbers with digits only, as 4700"),
    (
        {"best": "1234567890123"},
        "best is '1234567890123'; it is too large; a number takes at most 12 digits",
    ),
    ({"best": "٧٠٠"}, "best is '٧٠٠'; write whole numbers with digits only, as 4700"),
    (
        {"as_of": "1 May 2025"},
        "as_of is '1 May 2025'; write a date as 2025-08-22, a month as 2025-08, a quarter as "
        "2025-Q3, a year as 2025",
    ),
    (
        {"as_of": "2025-5-1"},
        "as_of is '2025-5-1'; write a date as 2025-08-22, a month as 2025-08, a quarter as "
        "2025-Q3, a year as 2025",
    ),
    (
        {"as_of": "2025-Q5"},
        "as_of is '2025-Q5'; write a date as 2025-08-22, a month as 2025-08, a quarter as "
        "2025-Q3, a year as 2025",
    ),
    ({"as_of": "2109-05"}, f"as_of is '2109-05'; a date lies between 1900-01-01 and {LAST_DAY}"),
    (
        {"stated": "700" + "x" * 78},
        f"stated is '700{'x' * 78}'; it is 81 characters long; stated takes at most 80",
    ),
    (
        {
            "level": "100",
            "interval": "confidence",
            "low": "600",
            "high": "800",
            "qualifier": "range",
        },
        "level is '100'; level is at most 99",
    ),
    (
        {"interval": "confident", "low": "600", "high": "800", "qualifier": "range"},
        "interval is 'confident'; did you mean 'confidence'?",
    ),
    (
        {"as_of": "2025-02-30"},
        "as_of is '2025-02-30'; there is no such day; write a date as 2025-08-22",
    ),
    (
        {"as_of": "2025-13-01"},
        "as_of is '2025-13-01'; there is no such day; write a date as 2025-08-22",
    ),
    (
        {"as_of": "0109-05-01"},
        f"as_of is '0109-05-01'; a date lies between 1900-01-01 and {LAST_DAY}",
    ),
    (
        {"as_of": "2109-05-01"},
        f"as_of is '2109-05-01'; a date lies between 1900-01-01 and {LAST_DAY}",
    ),
    (
        {"as_of": ""},
        "as_of is ''; it must be filled; a date such as 2025-08-22, 2025-08, 2025-Q3 or 2025",
    ),
    ({"article": ""}, "article is ''; it must be filled; an id of articles.csv"),
    ({"sources": ""}, "sources is ''; it must be filled; ids of sources.csv, joined by \";\""),
    (
        {"evidence": ""},
        "evidence is ''; it must be filled; use one of documented, estimate, named, "
        "official_count, statement",
    ),
    ({"qualifier": "at_lest"}, "qualifier is 'at_lest'; did you mean 'at_least'?"),
    (
        {"id": "Pravda 2025 é"},
        "id is 'Pravda 2025 é'; an id takes small letters, digits and single hyphens, as "
        "'pravda-2025-e'",
    ),
    (
        {"id": "a--b"},
        "id is 'a--b'; an id takes small letters, digits and single hyphens, as 'a-b'",
    ),
    ({"id": "a" * 81}, f"id is '{'a' * 81}'; it is 81 characters long; an id takes at most 80"),
    (
        {"note": " said so"},
        "note is ' said so'; take the space away at its ends, to give 'said so'",
    ),
    (
        {"note": "said so\u00a0"},
        "note is 'said so\\xa0'; take the space away at its ends, to give 'said so'",
    ),
    ({"note": "a\tb"}, "note is 'a\\tb'; take out U+0009 (a tab), which a reader cannot see"),
    (
        {"note": "a\x00b"},
        "note is 'a\\x00b'; take out U+0000 (a control character), which a reader cannot see",
    ),
    (
        {"note": "a\u202eb"},
        "note is 'a\\u202eb'; take out U+202E (RIGHT-TO-LEFT OVERRIDE), which a reader cannot see",
    ),
    (
        {"only": "a\u2066b"},
        "only is 'a\\u2066b'; take out U+2066 (LEFT-TO-RIGHT ISOLATE), which a reader cannot see",
    ),
    (
        {"stated": "a\u200bb"},
        "stated is 'a\\u200bb'; take out U+200B (ZERO WIDTH SPACE), which a reader cannot see",
    ),
    (
        {"note": "a\ufffdb"},
        "note is 'a\ufffdb'; take out U+FFFD (REPLACEMENT CHARACTER), which a reader cannot see",
    ),
    (
        {"note": "a\uffffb"},  # a feed that holds it is none
        "note is 'a\\uffffb'; take out U+FFFF (a control character), which a reader cannot see",
    ),
]


@pytest.mark.slow
def test_letters_of_any_script_pass(folder):
    for number, note in enumerate(["وزارة الصحة", "משרד הבריאות", "нет", "日本 · “a”, 'b'", "x"]):
        folder.add("claims", **{**CLAIM, "id": f"x-{number}", "only": f"{note} 1", "note": note})
    assert said(folder) == []


URLS = [
    ("https://example.org/a?b=1#c", None),
    ("http://example.org", None),
    ("https://пример.рф/статья", None),
    ("https://example.org:8443/a", None),
    ("example.org/a", "write a whole address, as https://example.org/page"),
    ("ftp://example.org/a", "write a whole address, as https://example.org/page"),
    ("https:///a", "write a whole address, as https://example.org/page"),
    ("https://localhost/a", "write a whole address, as https://example.org/page"),
    ("javascript:alert(1)", "write a whole address, as https://example.org/page"),
    ("https://me@example.org/a", "write a whole address, as https://example.org/page"),
    ("https://example.org/a b", "write a whole address, as https://example.org/page"),
    ("https://bit.ly/3abc", "bit.ly shortens links; give the address that it leads to"),
    ("https://www.t.co/x", "www.t.co shortens links; give the address that it leads to"),
    ("HTTPS://T.CO/x", "T.CO shortens links; give the address that it leads to"),
    ("https://bit.ly.example.org/x", None),
]


@pytest.mark.slow
def test_an_address_is_whole_and_its_own(folder):
    for number, (url, _) in enumerate(URLS):
        row = {"publisher": "x", "published": "2025-01-01", "language": "en", "url": url}
        folder.add("articles", id=f"x-{number}", **row)
    assert said(folder) == [
        f"articles.csv:{line}: url is {url!r}; {message}"
        for line, (url, message) in enumerate(URLS, start=5)
        if message
    ]


ROWS = [
    # references
    (
        {"article": "pravda-2025-05-03"},
        "article is 'pravda-2025-05-03'; did you mean 'pravda-2025-05-02'?",
    ),
    ({"sources": "hurr"}, "sources is 'hurr'; did you mean 'hur'?"),
    (
        {"sources": "hur; nis"},
        "sources is 'hur; nis'; ' nis': take the space away at its ends, to give 'nis'",
    ),
    ({"sources": "hur;"}, "sources is 'hur;'; '': an id is missing beside a ';'"),
    ({"sources": "hur;nis;hur"}, "sources is 'hur;nis;hur'; hur stands twice; name a source once"),
    ({"subject": "rusia"}, "subject is 'rusia'; did you mean 'russia'?"),
    (
        {"subject": "independent"},
        "subject is 'independent'; use one of north-korea, russia, south-korea, ukraine",
    ),
    ({"conflict": "wars"}, "conflict is 'wars'; did you mean 'war'?"),
    ({"metric": "kiled"}, "metric is 'kiled'; did you mean 'killed'?"),
    (
        {"supersedes": "yna-2025-01-13-9", "reason": "recount"},
        "supersedes is 'yna-2025-01-13-9'; did you mean 'yna-2025-01-13-1'?",
    ),
    (
        {"id": "pravda-2025-05-02-1"},
        "id is 'pravda-2025-05-02-1'; line 5 has the same id; an id names one row",
    ),
    # numbers and their hedge
    (
        {"low": "800", "high": "900", "qualifier": "range"},
        "best is '700'; low is 800; best is low or more",
    ),
    (
        {"low": "500", "high": "600", "qualifier": "range"},
        "best is '700'; high is 600; best is high or less",
    ),
    (
        {"low": "900", "best": "", "high": "800", "qualifier": "range"},
        "high is '800'; low is 900; high is more than low",
    ),
    (
        {"low": "700", "best": "", "high": "700", "qualifier": "range"},
        "high is '700'; low is the same; use exact or about, with best 700",
    ),
    (
        {"best": "", "high": "700", "qualifier": "at_least"},
        "qualifier is 'at_least'; at_least takes low, or low and best; low is empty, high is 700",
    ),
    (
        {"low": "600", "best": "", "high": "700", "qualifier": "at_least"},
        "qualifier is 'at_least'; at_least takes low, or low and best; low is 600, high is 700",
    ),
    ({"best": ""}, "qualifier is 'exact'; exact takes best only; best is empty"),
    (
        {"best": "", "low": "600", "qualifier": "about"},
        "qualifier is 'about'; about takes best, or low and high, or low and best and high; low is "
        "600, best is empty",
    ),
    (
        {"qualifier": "up_to"},
        "qualifier is 'up_to'; up_to takes high only; best is 700, high is empty",
    ),
    (
        {"qualifier": "range", "low": "600"},
        "qualifier is 'range'; range takes low and high, or low and best and high; low is 600, "
        "best is 700, high is empty",
    ),
    # dates
    (
        {"since": "2025-05-02"},
        "since is '2025-05-02'; as_of is 2025-05-01; counting starts on that day or before",
    ),
    (
        {"counting": "period", "since": ""},
        "since is ''; a period takes the date it is counted from",
    ),
    (
        {"counting": "snapshot"},
        "since is '2022-02-24'; a snapshot is true of one day; leave since empty",
    ),
    (
        {"as_of": "2025-05-04"},
        "as_of is '2025-05-04'; the article was published on 2025-05-02; as_of is that day "
        "or before",
    ),
    (
        {"entered": "2025-05-01"},
        "entered is '2025-05-01'; the article was published on 2025-05-02; give the day on which "
        "the row was entered, which is no earlier",
    ),
    (
        {"as_of": "2022-02-20", "since": ""},
        "notice: as_of is '2022-02-20'; war began on 2022-02-24; is the claim about it?",
    ),
    # corrections (of line 2, or of line 5, of the same article)
    (
        {"supersedes": "yna-2025-01-13-1", "subject": "north-korea", "sources": "nis"},
        "reason is ''; say why it supersedes yna-2025-01-13-1",
    ),
    (
        {"supersedes": "yna-2025-04-30-2", "reason": "recount", "sources": "nis"},
        "supersedes is 'yna-2025-04-30-2'; it counts war, north-korea, casualties, military; "
        "a correction counts the same, and this claim counts war, russia, killed, military",
    ),
    (
        {"id": "own", "supersedes": "own", "reason": "recount"},
        "supersedes is 'own'; it leads back to itself (own > own); leave it empty in one",
    ),
    (
        {
            "article": "yna-2025-01-13",
            "sources": "nis",
            "subject": "north-korea",
            "as_of": "2025-01-01",
            "supersedes": "yna-2025-04-30-1",
            "reason": "recount",
        },
        "supersedes is 'yna-2025-04-30-1'; it was printed on 2025-04-30, this claim on 2025-01-13; "
        "a claim supersedes an earlier one",
    ),
]

#: What one source says in a row: the claims of lines 2 and 3 have 300 and 600.
SERIES = [
    (
        {
            "sources": "nis",
            "subject": "north-korea",
            "place": "kursk",
            "since": "2024-10-01",
            "best": "500",
        },
        "notice: best is '500'; the same source had 600 as of 2025-04-30 (line 3), and a "
        "total does not fall",
    ),
    (
        {
            "sources": "nis",
            "subject": "north-korea",
            "place": "kursk",
            "since": "2024-10-01",
            "best": "4000",
            "as_of": "2025-03-01",
            "article": "yna-2025-04-30",
            "id": "yna-2025-04-30-9",
        },
        "notice: best is '4000'; the same source had 300 and 600 before and after; is it 400?",
    ),
    (
        {
            "sources": "nis",
            "subject": "north-korea",
            "place": "kursk",
            "since": "2024-10-01",
            "best": "40",
            "as_of": "2025-03-01",
            "article": "yna-2025-04-30",
            "id": "yna-2025-04-30-9",
        },
        "notice: best is '40'; the same source had 300 and 600 before and after; is it 400?",
    ),
    (
        {
            "sources": "nis",
            "subject": "north-korea",
            "place": "kursk",
            "since": "2024-10-01",
            "best": "840",
            "as_of": "2025-03-01",
            "article": "yna-2025-04-30",
            "id": "yna-2025-04-30-9",
        },
        "notice: best is '840'; the same source had 300 and 600 before and after; is it 480?",
    ),
]


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """Return what is said of each line of a folder that holds every broken claim of the tables."""
    folder = conftest.Folder(tmp_path_factory.mktemp("data"))
    for number, (cells, _) in enumerate([*CELLS, *ROWS]):
        # A part of its own keeps a claim from being another's neighbour or double.
        own = {"id": f"{CLAIM['id']}-{number}", "only": f"part {number}"}
        folder.add("claims", **{**CLAIM, **own, **cells})
    before, lines = last_day(), {}
    for problem in checks.problems(folder.path):
        message = str(problem)
        for last in (before, last_day()):
            message = message.replace(f"and {last}", f"and {LAST_DAY}")
        lines.setdefault(problem.line, []).append(message)
    return lines


@pytest.mark.parametrize(
    ("line", "message"),
    [(ADDED + number, message) for number, (_, message) in enumerate([*CELLS, *ROWS])],
)
def test_a_claim_that_breaks_a_rule_is_named(reported, line, message):
    assert reported[line] == [f"claims.csv:{line}: {message}"]


def test_claims_that_break_no_rule_are_not_named(reported):
    assert reported.keys() == {ADDED + number for number in range(len([*CELLS, *ROWS]))}


@pytest.mark.slow
@pytest.mark.parametrize(("cells", "message"), SERIES)
def test_a_claim_that_its_neighbours_question_is_noticed(folder, cells, message):
    folder.add("claims", **{**CLAIM, **cells})
    assert said(folder) == [f"claims.csv:{ADDED}: {message}"]


OTHER_FILES = [
    (
        "conflicts",
        2,
        {"ended": "2021-01-01"},
        "conflicts.csv:2: ended is '2021-01-01'; it began on 2022-02-24; a conflict ends on "
        "that day or later",
    ),
    (
        "conflicts",
        2,
        {"name": ""},
        "conflicts.csv:2: name is ''; it must be filled; it takes a text",
    ),
    ("parties", 2, {"kind": "stat"}, "parties.csv:2: kind is 'stat'; did you mean 'state'?"),
    (
        "stances",
        None,
        {
            "conflict": "war",
            "party": "russia",
            "side": "other",
            "role": "belligerent",
            "url": "https://example.org/a",
        },
        "stances.csv:5: party is 'russia'; line 2 gives its side in this conflict; a party "
        "takes one",
    ),
    (
        "stances",
        2,
        {"party": "independent"},
        "stances.csv:2: party is 'independent'; use one of north-korea, russia, south-korea, "
        "ukraine",
    ),
    (
        "sources",
        2,
        {"affiliation": "south-corea"},
        "sources.csv:2: affiliation is 'south-corea'; did you mean 'south-korea'?",
    ),
    (
        "sources",
        2,
        {"affiliation": "independant"},
        "sources.csv:2: affiliation is 'independant'; did you mean 'independent'?",
    ),
    (
        "sources",
        3,
        {"part_of": "hur"},
        "sources.csv:3: part_of is 'hur'; it leads back to itself (hur > hur); leave it "
        "empty in one",
    ),
    ("metrics", 4, {"part_of": "kill"}, "metrics.csv:4: part_of is 'kill'; did you mean 'killed'?"),
    (
        "articles",
        None,
        {
            "id": "again",
            "publisher": "Yonhap",
            "url": "https://en.yna.co.kr/view/1",
            "published": "2025-01-13",
            "language": "en",
        },
        "articles.csv:5: url is 'https://en.yna.co.kr/view/1'; "
        "line 2 has the same address and date; an article stands once",
    ),
    (
        "articles",
        2,
        {"url": ""},
        "articles.csv:2: notice: url is ''; give the address that it can be read at",
    ),
    (
        "breaks",
        None,
        {"source": "nis", "metric": "killed", "date": "2025-01-01"},
        "breaks.csv:2: reason is ''; it must be filled; it takes a text",
    ),
    (
        "breaks",
        None,
        {
            "source": "nis",
            "metric": "killed",
            "date": "2025-01-01",
            "reason": "x",
            "leads_to": "killed",
        },
        "breaks.csv:2: leads_to is 'killed'; it is the metric that breaks; leave it empty",
    ),
    (
        "breaks",
        None,
        {
            "source": "nis",
            "metric": "killed",
            "population": "military",
            "date": "2025-01-01",
            "reason": "x",
            "leads_to_population": "military",
        },
        "breaks.csv:2: leads_to_population is 'military'; it is the population that breaks; leave "
        "it empty",
    ),
    (
        "breaks",
        None,
        {
            "source": "nis",
            "metric": "killed",
            "date": "2025-01-01",
            "reason": "x",
            "leads_to_population": "military",
        },
        "breaks.csv:2: leads_to_population is 'military'; population says whom the series counted "
        "before; name it",
    ),
    (
        "events",
        None,
        {"id": "x", "conflict": "war", "began": "2025-01-01", "label": "x"},
        "events.csv:2: url is ''; give an article or an address that reports it",
    ),
    (
        "scopes",
        None,
        {"conflict": "war", "subject": "russia", "reason": "x"},
        "scopes.csv:3: place is ''; fill place or since",
    ),
    (
        "scopes",
        2,
        {"since": "2024-10-01"},
        "scopes.csv:2: place is 'kursk'; since is 2024-10-01; fill one of the two",
    ),
    (
        "scopes",
        None,
        {"conflict": "war", "subject": "north-korea", "place": "kursk", "reason": "x"},
        "scopes.csv:3: place is 'kursk'; line 2 says the same; leave one",
    ),
]


@pytest.mark.slow
def test_the_whole_of_a_subject_begins_on_one_day(folder):
    for day in ("2024-10-01", "2024-12-01"):
        folder.add("scopes", conflict="war", subject="north-korea", since=day, reason="x")
    assert said(folder) == [
        "scopes.csv:4: since is '2024-12-01'; line 3 gives a day for this subject; leave one"
    ]


@pytest.mark.parametrize(("name", "line", "cells", "message"), OTHER_FILES)
def test_a_row_of_another_file_that_breaks_a_rule_is_named(folder, name, line, cells, message):
    if line:
        folder.change(name, line, **cells)
    else:
        folder.add(name, **cells)
    assert said(folder) == [message]


def test_a_claim_that_stands_twice_is_named(folder):
    folder.add("claims", **CLAIM)
    folder.add(
        "claims", **{**CLAIM, "id": "again", "note": "in other words", "evidence": "statement"}
    )
    assert said(folder) == ["claims.csv:7: id is 'again'; line 6 says the same; leave one"]


def test_a_total_may_fall_at_a_break(folder):
    fallen = {"sources": "nis", "subject": "north-korea", "place": "kursk", "since": "2024-10-01"}
    folder.add("claims", **{**CLAIM, **fallen, "best": "500"})
    folder.add(
        "breaks", source="nis", metric="killed", date="2025-05-01", reason="Only named dead."
    )
    assert said(folder) == []


def test_a_corrected_number_is_no_part_of_its_series(folder):
    fallen = {"sources": "nis", "subject": "north-korea", "place": "kursk", "since": "2024-10-01"}
    corrects = {"supersedes": "yna-2025-04-30-1", "reason": "recount"}
    folder.add("claims", **{**CLAIM, **fallen, **corrects, "best": "500"})
    assert said(folder) == []


def test_a_chain_that_leads_back_is_named_in_each_row(folder):
    folder.change("sources", 3, part_of="budanov")
    assert said(folder) == [
        "sources.csv:3: part_of is 'budanov'; it leads back to itself (hur > budanov > hur); "
        "leave it empty in one",
        "sources.csv:4: part_of is 'hur'; it leads back to itself (budanov > hur > budanov); "
        "leave it empty in one",
    ]


def test_every_broken_row_is_reported_not_only_the_first(folder):
    folder.change("articles", 2, published="2025-02-30")
    folder.change("claims", 2, qualifier="abut", subject="north-corea")
    folder.change("claims", 3, best="60O")
    folder.change("claims", 5, low="13000", sources="hur;media")
    folder.add("claims", **{**CLAIM, "id": "x", "evidence": "rumour", "low": "900"})
    assert said(folder) == [
        "articles.csv:2: published is '2025-02-30'; there is no such day; write a date as "
        "2025-08-22",
        "claims.csv:2: qualifier is 'abut'; did you mean 'about'?",
        "claims.csv:2: subject is 'north-corea'; did you mean 'north-korea'?",
        "claims.csv:3: best is '60O'; write whole numbers with digits only, as 4700",
        "claims.csv:5: high is '12000'; low is 13000; high is more than low",
        "claims.csv:5: sources is 'hur;media'; 'media': did you mean 'mediazona'?",
        "claims.csv:6: best is '700'; low is 900; best is low or more",
        "claims.csv:6: evidence is 'rumour'; use one of documented, estimate, named, "
        "official_count, statement",
        "claims.csv:6: qualifier is 'exact'; exact takes best only; low is 900, best is 700",
    ]


def test_a_flood_of_problems_is_counted_not_cut(folder, monkeypatch):
    monkeypatch.setattr(rules, "MOST", 3)
    for number in range(5):
        folder.add("claims", **{**CLAIM, "id": f"x-{number}", "as_of": f"2025-05-0{number + 4}"})
    found = said(folder)
    assert len(found) == 4
    assert found[-1] == "claims.csv:8: as_of is '2025-05-06'; … and 2 more problems like these"
    assert capped.MOST == 10_000


def test_which_of_a_flood_of_problems_are_listed_does_not_vary(folder, monkeypatch):
    monkeypatch.setattr(rules, "MOST", 1)
    fallen = {"low": "900", "best": "700", "high": "500", "qualifier": "about"}
    folder.add("claims", **{**CLAIM, **fallen})
    first, rest = said(folder)
    assert first == "claims.csv:6: best is '700'; high is 500; best is high or less"
    assert rest == "claims.csv:6: best is '700'; … and 2 more problems like these"


@pytest.mark.slow
def test_every_file_and_every_column_is_checked_for_presence(folder):
    for name, columns in TABLES.items():
        if name in tables.ADDED:
            continue
        whole = folder.read(name)
        (folder.path / f"{name}.csv").unlink()
        listed = ",".join(column.name for column in columns)
        assert said(folder) == [f"{name}.csv: the file is missing; its first line takes {listed}"]
        folder.write(name, whole)


#: Values near what passes in one kind of column or another.
ODD = [
    *("0", "-0", "+5", "05", "1e3", " 5", "5 ", "-5", "1_000", "0x1F", "1.0", "٣", "NULL", "true"),
    *("999999999999", "1000000000000", "99999999999999999999"),
    *(
        "2025",
        "2025-04",
        "2025-4",
        "2025-13",
        "2025-Q3",
        "2025-Q5",
        "2025-q1",
        "1899",
        "2999",
        "a;b",
    ),
    *(" a;b", "a;", "a;;b", "a; b", "dead", "{people} lost", "people} lost", "en", "zh-Hant"),
    *("2025-01-01", "2025-1-1", "2025/01/01", "2025-01-01 ", "2025 01 01", "2025-02-30"),
    *("1899-12-31", "2999-01-01", "infinity", "epoch", "12025-01-01", "2025-01-01 00:00:00"),
    *("exact", "Exact", "exact ", "", "a" * 80, "a" * 81, "a--b", "a_b", "a-b_c", "x y", "x\u200b"),
    *("http://a.b", "https://bit.ly/x", "https://a.b/c d"),
]


@pytest.mark.parametrize("file", TABLES)
def test_a_row_passes_where_each_of_its_cells_does(file):
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as raw")
        rows.start(con)
        for column in TABLES[file]:
            if column.kind in REFERENCES:
                continue
            passes = con.execute(
                f"select value, {rows._passes([column])} "  # noqa: S608 (the names of TABLES)
                f"from (select value, nullif(value, '') as {rows.quoted(column.name)} "
                "from (select unnest($values) as value) as v) as t",
                {"values": ODD},
            ).fetchall()
            wanted = [
                (value, (fault(column, value) or limit_fault(column, value)) is None)
                for value in ODD
            ]
            assert (column.name, passes) == (column.name, wanted)


@pytest.mark.slow
def test_what_is_said_of_a_folder_does_not_depend_on_its_size(folder, curated, monkeypatch):
    folder.change("claims", 2, metric="kiled", as_of="2025-02-30", supersedes="none-such")
    folder.change("claims", 4, sources="x", same_as="yna-2025-01-13-1", via="hur;nobody")
    folder.add("events", id="one", conflict="war", began="2025-03", place="nowhere", label="One")
    for path in (folder.path, curated):
        said = []
        for small in (0, 10_000_000):
            monkeypatch.setattr("contested.checks._SMALL", small)
            said.append(checks.problems(path))
        assert said[0] == said[1] != []


@pytest.mark.slow
def test_a_total_of_another_kind_than_its_sources_running_tally_is_asked_about(folder):
    hur = {
        "article": "pravda-2025-05-02", "sources": "hur", "conflict": "war",
        "subject": "north-korea", "metric": "killed", "population": "military",
        "qualifier": "exact", "counting": "cumulative", "place": "kursk",
        "evidence": "official_count",
    }  # fmt: skip
    for day in ("28", "29", "30"):
        folder.add("claims", **hur, id=f"tally-{day}", best=day, as_of=f"2025-04-{day}")
    assert said(folder) == []
    folder.add(
        "claims", **{**hur, "evidence": "statement"}, id="aside", best="31", as_of="2025-05-01"
    )
    assert said(folder) == [
        "claims.csv:9: notice: evidence is 'statement'; this source's running tally is "
        "official_count in 3 of its 4 totals of this; is this number of another kind?"
    ]


@pytest.mark.slow
def test_a_newsroom_keeps_no_official_count(folder):
    folder.add(
        "claims",
        **{**CLAIM, "id": "added-up", "sources": "mediazona", "evidence": "official_count"},
    )
    assert said(folder) == [
        "claims.csv:6: notice: evidence is 'official_count'; its source is a newsroom, which keeps "
        "no official count; what it added up is documented, what it says without naming anyone a "
        "statement, and what an authority counted has that authority as its source"
    ]
    folder.add(
        "sources", id="state-tv", name="State television", short="State TV", kind="state_media",
        affiliation="russia",
    )  # fmt: skip
    folder.change("claims", 6, sources="state-tv")
    assert said(folder) == []


def test_a_population_without_a_row_is_not_taken_for_a_slip_alone(folder):
    folder.add("claims", **{**CLAIM, "population": "women_and_children"})
    assert said(folder) == [
        "claims.csv:6: population is 'women_and_children'; did you mean 'children'? "
        "Another population takes a row of populations.csv"
    ]
