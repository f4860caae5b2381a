"""Articles: found by their words and numbers, and one with its publisher and date."""

from __future__ import annotations

import pandas as pd

from contested.engine import Engine
from contested.errors import NotFound
from contested.rows import Article, one_by_one
from contested.search_text import patterns

#: The articles whose text is like every one of some patterns, as `hits`.
HITS = """with
    wanted as (
        select unnest($patterns) as pattern
    ),
    hits as (
        select t.article
        from article_text as t join wanted as w on t.text like w.pattern
        group by t.article
        having count(*) = (select count(*) from wanted)
    )"""

_ARTICLES = """
HITS
select a.*, t.claims, t.sources
from article as a
join article_text as t on t.article = a.id
where array_length($patterns) = 0 or a.id in (select article from hits)
order by a.published desc, a.id
""".replace("HITS", HITS)

_ARTICLE = "select * from article where id = $id"


def articles(engine: Engine, text: str = "") -> pd.DataFrame:
    """The articles that hold every word of a text, newest first; all of them for an empty text.

    Looked through are publisher, title, author, the sources' names, quantities and numbers (4700
    and 4,700 are the same). Columns: id, publisher, title, author, url, archive_url, published,
    language, claims (how many it prints) and sources (their names).
    """
    return engine.rows(_ARTICLES, {"patterns": patterns(text)})


def article(engine: Engine, id: str) -> Article:
    """One article by its id, with the columns of `article`; raises NotFound."""
    rows = engine.rows(_ARTICLE, {"id": id})
    if rows.empty:
        raise NotFound("article", id)
    return one_by_one(rows, Article)[0]
