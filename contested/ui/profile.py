"""One article's or one source's profile, and the lists they are chosen from."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from contested import addresses, words
from contested.html import article as article_html
from contested.html import lists
from contested.html import source as source_html
from contested.rows import Article, Source, one_by_one
from contested.ui.address import choose, go, take, this_run
from contested.ui.app import plain
from contested.ui.claim_card import LISTED
from contested.ui.grid import DATE, grid
from contested.ui.headings import answer
from contested.vocabulary import SOURCE_KINDS
from contested.words import count, profiles


def article_labels(articles: pd.DataFrame) -> dict[str, str]:
    """Return what the first articles of queries.articles are called in a list, by their ids."""
    return {row["id"]: profiles.title(row) for row in one_by_one(articles.head(LISTED))}


def article(about: Article, claims: pd.DataFrame) -> None:
    """Show an article's title, what it prints in words, and where it can be read.

    Each figure leads to its claim's own page, what it counts to the quantity's timeline.
    """
    st.header(plain(profiles.heading(about)))
    answer(profiles.article(about, claims))
    st.html(article_html.article(about, claims))


def articles_table(articles: pd.DataFrame) -> None:
    """List articles with publisher, title, sources and number of claims; a row opens its own."""
    now = this_run()
    ids = list(articles["id"])
    grid(
        articles[["published", "publisher", "title", "sources", "claims", "url"]],
        f"Table of {len(articles):,} articles",
        {
            "published": st.column_config.DateColumn("Published", format="D MMM YYYY"),
            "publisher": "Publisher",
            "title": st.column_config.TextColumn("Title", width="large"),
            "sources": "Sources",
            "claims": "Claims",
            "url": st.column_config.LinkColumn("Article", display_text="Read"),
        },
        "articles",
        lambda row: go(replace(now.selection, article=ids[row]), **now.view),
        pd.DataFrame(
            {
                "Published": articles["published"].map(words.day),
                "Publisher": articles["publisher"],
                "Title": articles["title"],
                "Sources": articles["sources"],
                "Claims": articles["claims"],
            }
        ),
    )


def opened_source(everyone: pd.DataFrame) -> str:
    """Draw the choice of a source and return its id; empty where none or several are chosen."""
    names = dict(zip(everyone["id"], everyone["name"], strict=True))
    counts = dict(zip(everyone["id"], everyone["claims"], strict=True))
    several = len(this_run().selection.source) > 1
    only = None if several else next(iter(this_run().selection.source), None)
    chosen = choose(
        "profile",
        only,
        lambda: st.selectbox(
            "Open a source, or select its row",
            list(names),
            index=None,
            format_func=lambda id: f"{names[id]} ({counts[id]})",
            key="profile",
            placeholder="Choose one, or type to search",
        ),
    )
    if chosen or not several:  # several stay chosen until one of them is opened
        take(source=(chosen,) if chosen else ())
    return chosen or ""


def chosen_sources(everyone: pd.DataFrame) -> None:
    """Lead to each of several sources that are chosen, as those of one joint claim."""
    chosen = everyone[everyone["id"].isin(this_run().selection.source)]
    if len(chosen):
        items = [lists.Item(addresses.source(row["id"]), row["name"]) for row in one_by_one(chosen)]
        st.html(lists.linked(items, "Chosen: open one"))


def source(about: Source, counted: pd.DataFrame) -> None:
    """Show who a source is and for whom it speaks."""
    st.header(plain(str(about["name"])))
    answer(profiles.source(about, counted))
    if not words.missing(about["homepage"]):
        st.html(source_html.homepage(str(about["homepage"])))


def sources_table(everyone: pd.DataFrame) -> None:
    """List every source with its kind, affiliation, what it is part of and its claims.

    A row opens its own.
    """
    now = this_run()
    ids = list(everyone["id"])
    table = pd.DataFrame(
        {
            "Source": everyone["name"],
            "Kind": everyone["kind"].map(lambda kind: SOURCE_KINDS[kind].label),
            "Affiliation": everyone["affiliation_name"].fillna("Independent"),
            "Part of": everyone["part_of_name"],
            "Claims": everyone["claims"],
            "First": everyone["first"],
            "Last": everyone["last"],
        }
    )
    grid(
        table,
        f"Table of {count(len(table), 'source')}",
        {"First": DATE, "Last": DATE},
        "sources",
        lambda row: go(replace(now.selection, source=(ids[row],)), **now.view),
        table.assign(First=table["First"].map(words.day), Last=table["Last"].map(words.day)),
    )


def standing_table(counted: pd.DataFrame) -> None:
    """Show what a source counts, and how its newest number stands to the other sources'."""
    st.html(source_html.counts(counted))
