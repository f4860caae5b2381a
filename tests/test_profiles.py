"""An article or a source in a sentence or two, the same on every page."""

import pytest

from contested import queries
from contested.words import profiles


def told(engine, id):
    return profiles.source(queries.source(engine, id), queries.counted_by(engine, id))


@pytest.mark.parametrize(
    ("id", "start"),
    [
        ("csis", "Research; belongs to no party. It is quoted with "),
        ("nis", "Intelligence; belongs to South Korea. It is quoted with "),
        (
            "zelensky",
            "Government; belongs to Ukraine. Part of: Office of the President of Ukraine. It is ",
        ),
        (
            "budanov",
            "Intelligence; belongs to Ukraine. Part of: HUR, Ukraine's military intelligence; "
            "origin: Ministry of Defence of Ukraine. It is quoted with ",
        ),
    ],
)
def test_a_source_is_told_in_words_that_need_no_article_before_a_name(engine, id, start):
    assert told(engine, id).startswith(start)


def test_a_missing_title_is_said_in_words_where_a_sentence_needs_it():
    article = {"publisher": "KBS", "published": "2025-01-14", "title": None}
    assert profiles.heading(article) == "Article of KBS, 14 January 2025"
    assert profiles.heading({**article, "title": "Toll rises"}) == "Toll rises"
