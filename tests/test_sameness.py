"""What stands twice is named once: articles, publishers, places, statements, numbers of one day."""

import pytest

from contested import checks
from contested.build import build
from tests.test_checks import CLAIM

TITLE = {"title": "Toll in the Vale", "language": "en"}


def notices(folder, rule):
    return [problem for problem in checks.problems(folder.path) if problem.rule == rule]


def told(folder, rule):
    return [f"{one.file}:{one.line}: {one.message}" for one in notices(folder, rule)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "url",
    [
        "https://en.yna.co.kr/view/1?utm_source=x",
        "https://www.en.yna.co.kr/view/1",
        "http://en.yna.co.kr:80/view/1/",
        "https://en.yna.co.kr/view/1/amp/",
        "https://m.en.yna.co.kr/view/1#top",
    ],
)
def test_an_article_under_another_form_of_its_address_is_named(folder, url):
    rule = "an-article-stands-under-one-address"
    cells = {"id": "twice", "publisher": "Yonhap", "url": url, "published": "2025-01-13"}
    folder.add("articles", **TITLE, **cells)
    assert told(folder, rule) == [
        "articles.csv:5: it opens the page of line 2 (https://en.yna.co.kr/view/1); if they are "
        "one article, leave one row"
    ]
    folder.change("articles", 5, url="https://en.yna.co.kr/view/10")
    assert told(folder, rule) == []


@pytest.mark.slow
def test_an_article_is_of_the_day_in_its_address(folder):
    rule = "an-article-is-of-the-day-in-its-address"
    folder.change("articles", 2, url="https://paper.example/2024/01/13/toll")
    assert told(folder, rule) == ["articles.csv:2: its address has 2024-01-13; which is right?"]
    folder.change("articles", 2, url="https://paper.example/2025/1/12/toll")
    assert told(folder, rule) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("archive", "message"),
    [
        ("https://en.yna.co.kr/view/1", "it is the article's own address"),
        ("https://paper.example/copy", "no archive is known at paper.example"),
        (
            "https://web.archive.org/web/20250114000000/https://other.example/view/1",
            "it is a copy of a page of other.example, the article is one of en.yna.co.kr",
        ),
        ("https://web.archive.org/web/20250114000000/https://en.yna.co.kr/view/1", None),
        ("https://archive.ph/AbCd1", None),
        ("https://perma.cc/AB12-CD34", None),
    ],
)
def test_an_archived_copy_is_at_an_archive(folder, archive, message):
    folder.change("articles", 2, archive_url=archive)
    found = notices(folder, "an-archived-copy-is-at-an-archive")
    assert [one.message.startswith(message) for one in found] == [True] * bool(message)


def test_an_id_is_that_of_its_article(folder):
    rule = "an-id-is-that-of-its-article"
    folder.add("claims", **CLAIM | {"id": "yna-2025-01-13-7"})
    folder.change("articles", 3, published="2025-04-29")
    assert told(folder, rule) == [
        "articles.csv:3: it has another day than published, 2025-04-29; which is right?",
        "claims.csv:6: it begins as those of yna-2025-01-13 do, and its article is "
        "pravda-2025-05-02; which is right?",
    ]


@pytest.mark.slow
def test_a_publisher_has_one_spelling(folder):
    folder.change("articles", 4, publisher="the YONHAP")
    assert told(folder, "a-publisher-has-one-spelling") == [
        "articles.csv:4: 2 articles say Yonhap; write it in one way"
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "named"),
    [("BELGOROD", True), ("Belgorodd", True), ("Belgorod 2", False), ("Belogorsk", False)],
)
def test_a_place_stands_once(folder, name, named):
    folder.add("places", id="one", name="Belgorod", conflict="war")
    folder.add("places", id="two", name=name, conflict="war")
    assert (
        told(folder, "a-place-and-a-source-stand-once")
        == [
            "places.csv:4: line 3 has Belgorod (one); if they are one, leave one row and put the "
            "other spelling into its names"
        ]
        * named
    )


@pytest.mark.slow
def test_an_id_begins_with_its_articles_where_those_of_a_hundred_others_do(folder):
    rule = "an-id-is-that-of-its-article"
    head, *rows = folder.read("claims").splitlines()
    many = [rows[0].replace("yna-2025-01-13-1,", f"yna-2025-01-13-9{n},", 1) for n in range(120)]
    odd = rows[0].replace("yna-2025-01-13-1,", "another-1,", 1)
    folder.write("claims", "\n".join([head, *rows, *many, odd, ""]))
    line = len(rows) + len(many) + 2
    assert told(folder, rule) == [
        f"claims.csv:{line}: its article is yna-2025-01-13, by which the ids of all others begin; "
        "which is right?"
    ]
    folder.write("claims", "\n".join([head, *rows, odd, ""]))
    assert told(folder, rule) == []


@pytest.mark.slow
def test_an_address_is_not_that_of_another_publishers_article(folder):
    rule = "one-address-is-one-article"
    url = "https://en.yna.co.kr/view/1"
    cells = {"id": "other", "publisher": "Radio", "url": url, "published": "2025-01-15"}
    line = folder.add("articles", **TITLE, **cells)
    assert told(folder, rule) == [
        f"articles.csv:{line}: line 2 has this address for an article of Yonhap; one address is "
        "one article: which of the two has it?"
    ]
    folder.change("articles", line, publisher="Yonhap")
    assert told(folder, rule) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("publisher", "named"), [("DW", True), ("Welle / AFP", False), ("Welle English", False)]
)
def test_an_address_has_the_publisher_that_it_always_has(folder, publisher, named):
    for number, one in enumerate(("Welle", "Welle / dpa", publisher)):
        url = f"https://www.welle.example/{number}"
        cells = {"id": f"welle-{number}", "publisher": one, "url": url, "published": "2025-01-13"}
        line = folder.add("articles", **TITLE, **cells)
    said = [
        f"articles.csv:{line}: the 2 other articles of welle.example are of Welle; is this one?"
    ]
    assert told(folder, "an-address-has-the-publisher-that-it-always-has") == said * named


@pytest.mark.slow
def test_a_short_name_is_of_one_source(folder):
    rule = "a-short-name-is-of-one-source"
    first = folder.add("sources", id="one", name="Office of the Vale", short="Vale", kind="media")
    line = folder.add("sources", id="two", name="Council of it", short="vale", kind="media")
    assert told(folder, rule) == [
        f"sources.csv:{line}: line {first} (one) is called so too; if they are one source, leave "
        "one row, else give a name that tells them apart"
    ]
    folder.change("sources", line, short="The Council")
    assert told(folder, rule) == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "named"), [("Al-Fashir", True), ("Al-Fula", False)])
def test_a_place_is_written_in_one_way(folder, name, named):
    folder.add("places", id="one", name="El Fasher", conflict="war")
    line = folder.add("places", id="two", name=name, conflict="war")
    said = told(folder, "a-place-is-written-in-one-way")
    assert [one.split(": ")[0] for one in said] == [f"places.csv:{line}"] * named


@pytest.mark.slow
@pytest.mark.parametrize(("high", "named"), [("650", True), ("800", False)])
def test_a_telling_keeps_within_what_the_statement_allows(folder, high, named):
    cells = {"best": "", "high": high, "qualifier": "up_to"}
    line = folder.add("claims", **CLAIM | cells)
    folder.add("claims", **CLAIM | {"id": "told", "same_as": CLAIM["id"]})
    said = told(folder, "a-telling-keeps-within-what-the-statement-allows")
    assert [one.split(": ")[0] for one in said] == [f"claims.csv:{line}"] * named


@pytest.mark.slow
def test_the_same_statement_printed_elsewhere_is_offered_as_a_telling(folder):
    rule = "a-statement-stands-once"
    relay = CLAIM | {"article": "relay", "id": "relay-1"}
    folder.add("claims", **CLAIM)
    cells = {"id": "relay", "url": "https://radio.example/1", "published": "2025-05-03"}
    folder.add("articles", publisher="Radio", **TITLE, **cells)
    line = folder.add("claims", **relay | {"sources": "budanov"})
    assert told(folder, rule) == [
        f"claims.csv:{line}: it says what {CLAIM['id']} says (line 6), of the same institution, "
        f"printed a day later; if it is one statement, write {CLAIM['id']}"
    ]
    for other in ({"sources": "nis"}, {"best": "701"}, {"same_as": CLAIM["id"]}):
        folder.change("claims", line, **relay | other)
        assert told(folder, rule) == [], other


@pytest.mark.slow
def test_a_relay_months_later_is_no_telling(folder):
    folder.add("claims", **CLAIM)
    cells = {"id": "relay", "url": "https://radio.example/1", "published": "2025-08-03"}
    folder.add("articles", publisher="Radio", **TITLE, **cells)
    folder.add("claims", **CLAIM | {"article": "relay", "id": "relay-1"})
    assert told(folder, "a-statement-stands-once") == []


@pytest.mark.slow
def test_three_numbers_of_one_source_and_day_are_named_together(folder):
    rule = "a-source-says-one-number-of-one-day"
    for number, best in enumerate(("80", "82", "83"), start=1):
        folder.add("claims", **CLAIM | {"id": f"n-{number}", "best": best})
    assert told(folder, rule) == [
        "claims.csv:8: the same source says 80 (line 6), 82 (line 7), 83 (line 8) of that day; if "
        "one corrects another, it supersedes it; if they count different parts, name them"
    ]
    folder.change("claims", 7, only="Wagner Group")
    folder.change("claims", 8, supersedes="n-1", reason="recount")
    assert told(folder, rule) == []


@pytest.mark.slow
def test_a_number_whose_cell_was_refused_is_compared_with_none(folder):
    folder.add("claims", **CLAIM | {"id": "n-1", "best": "80"})
    folder.add("claims", **CLAIM | {"id": "n-2", "best": "82", "since": "2022-02-30"})
    assert told(folder, "a-source-says-one-number-of-one-day") == []


@pytest.mark.slow
def test_a_year_mistyped_is_named_with_the_year_meant(folder):
    rule = "a-claim-is-of-the-year-of-its-article"
    line = folder.add("claims", **CLAIM | {"as_of": "2024-04-30"})
    assert told(folder, rule) == [
        f"claims.csv:{line}: the article was published on 2025-05-02; is it 2025-04-30?"
    ]
    for as_of in ("2025-04-30", "2024-03-01", "2024-05-10"):
        folder.change("claims", line, as_of=as_of)
        assert told(folder, rule) == [], as_of


@pytest.mark.slow
def test_a_quantity_whose_claims_all_stand_apart_is_named_with_why(folder):
    rule = "a-quantity-has-a-claim-that-stands-for-it"
    folder.add("places", id="omsk", name="Omsk", conflict="war")
    for number, place in enumerate(("kursk", "omsk"), start=1):
        folder.add("claims", **CLAIM | {"id": f"n-{number}", "metric": "deployed", "place": place})
    found = [one for one in build(folder.path).notices if one.rule == rule]
    assert [(one.line, one.message) for one in found if one.line > 5] == [
        (
            6,
            "all 2 claims of this quantity (Russian soldiers deployed) stand apart (place), so "
            "that none stands for the whole; does a row of scopes.csv say that a place is in "
            "effect the whole?",
        )
    ]
    folder.add(
        "acknowledged", rule=rule, row="n-1", reason="two fronts", by="someone", on="2025-05-05"
    )
    assert 6 not in [one.line for one in build(folder.path).notices if one.rule == rule]
    folder.change("acknowledged", 2, row="n-2")
    assert [one.message for one in build(folder.path).notices if "acknowledged" in one.file] == [
        f"no notice of {rule} is about it; take the row out"
    ]
