"""What is typed is read as what is looked through was: over scripts, encodings and signs."""

import csv
import shutil
import unicodedata

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested import build, queries
from contested.engine import DuckDB
from contested.search_text import MOST_WORDS, holds, patterns, searchable, searchable_texts

TITLES = {
    "hindi": "रूस के लिए लड़ रहे ४,७०० उत्तर कोरियाई सैनिक मारे गए",
    "arabic": "مقتل ٤٬٧٠٠ جندي كوري شماليّ",
    "persian": "می‌گوید ۴۷۰۰ سرباز کشته شدند",
    "hebrew": "צְבָא צפון קוריאה",
    "thai": "ทหารเกาหลีเหนือเสียชีวิต",
    "bengali": "উত্তর কোরিয়ার সৈন্য নিহত",
    "japanese": "北朝鮮兵ガ４７００人死傷",
    "korean": "북한군 사상자 4,700명",
    "ukrainian": "Втрати військ КНДР: їхній підрахунок",
    "greek": "Βορειοκορεάτες στρατιώτες",
    "georgian": "ჩრდილოეთ კორეის ჯარისკაცები",
    "turkish": "Kuzey Kore askerlerinin sayısı",
    "fractions": "2½ years on, ¾ of the unit: 4\u202f700 hors de combat",
}

SETTINGS = settings(deadline=None, max_examples=200, derandomize=True)

#: Letters, marks, numbers and signs of all scripts, and more often of those that caused trouble.
CHARACTERS = st.one_of(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs")),
    st.sampled_from(sorted(set("".join(TITLES.values())) - {" ", "\u202f"})),
    st.sampled_from("½²④Ⅳ％４，'’,٬٫%_\\ßİıſΐŉǅﬁ\u0301\u0308\u3099\u094d\u200c\ufe0f\u20e3"),
)
WORDS = st.text(CHARACTERS, min_size=1, max_size=8)
TEXTS = st.lists(WORDS, max_size=8).map(" ".join)


@pytest.fixture(scope="module")
def empty():
    with duckdb.connect() as con:
        yield DuckDB(con)


@pytest.fixture(scope="module")
def titled(curated, tmp_path_factory):
    """Return the curated data's database with one article more for each title."""
    place = tmp_path_factory.mktemp("scripts")
    folder = shutil.copytree(curated, place / "data")
    with (folder / "articles.csv").open("a", encoding="utf-8", newline="") as file:
        for language, title in TITLES.items():
            csv.writer(file).writerow(
                [
                    language,
                    "P",
                    title,
                    "",
                    f"https://example.org/{language}",
                    "",
                    "2025-01-01",
                    "en",
                ]
            )
    with duckdb.connect(str(build.build(folder, place).path), read_only=True) as con:
        yield DuckDB(con)


@pytest.mark.slow
@pytest.mark.parametrize("language", TITLES)
def test_an_article_is_found_by_its_title_and_by_each_word_of_it(titled, language):
    for text in (TITLES[language], *TITLES[language].split(" ")):
        for form in ("NFC", "NFD"):
            found = queries.articles(titled, unicodedata.normalize(form, text))
            assert language in set(found["id"]), text
    found = queries.search(titled, TITLES[language])
    assert list(found.articles["id"]) == [language]


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("4700 सैनिक", "hindi"),
        ("4700 شمالي", "arabic"),
        ("صبا", None),
        ("צבא", "hebrew"),
        ("4,700 死傷", "japanese"),
        ("４７００", "japanese"),
        ("เหนือ", "thai"),
        ("북한", "korean"),
        ("4700 사상자", "korean"),
        ("1万人", None),
        ("їхній", "ukrainian"),
        ("στρατιωτεσ", "greek"),
        ("sayisi", "turkish"),
        ("½", "fractions"),
        ("4700 hors", "fractions"),
        ("सनक", None),
        ("470", None),
    ],
)
def test_a_title_is_found_as_people_type_it(titled, typed, language):
    ids = set(queries.articles(titled, typed)["id"]) & TITLES.keys()
    assert ids >= {language} if language else not ids


@SETTINGS
@given(st.lists(WORDS, min_size=1, max_size=8))
def test_each_word_of_a_text_finds_it(words):
    for word in words:
        assert holds(" ".join(words), word)


@pytest.mark.slow
@SETTINGS
@given(TEXTS, TEXTS)
def test_sql_and_python_agree_on_what_a_text_holds(empty, text, wanted):
    for asked in (text, wanted):
        matches = empty.rows(
            "select p from unnest(cast($patterns as varchar[])) as t (p) where $text like p",
            {"patterns": patterns(asked), "text": searchable(text)},
        )
        assert (len(matches) == len(patterns(asked))) is holds(text, asked)


@SETTINGS
@given(TEXTS)
def test_a_text_reads_alike_in_every_encoding_and_case_and_when_read_twice(text):
    read = searchable(text)
    for other in (*map(unicodedata.normalize, ("NFC", "NFD"), (text, text)), text.casefold(), read):
        assert searchable(other) == read
    assert read.split() == read.split(" ")[1:-1]


@pytest.mark.slow
@SETTINGS
@given(st.lists(st.one_of(TEXTS, st.text()), max_size=5))
def test_many_texts_read_at_once_as_one_by_one(texts):
    assert searchable_texts(texts) == [searchable(text) for text in texts]


def test_no_more_words_are_searched_for_than_a_query_can_take():
    assert len(patterns("word " * 100)) == MOST_WORDS
