"""An article, a source or all of the data in a sentence or two, for the pages about one thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from contested.rows import Article, Counted, Row, Source
from contested.vocabulary import SOURCE_KINDS
from contested.words import capital, count, day, missing, published, small, sources


def heading(article: Row) -> str:
    """Return an article's title, or whose article it is where that is not known."""
    if missing(article["title"]):
        return f"Article of {article['publisher']}, {published(article)}"
    return str(article["title"])


def title(article: Row) -> str:
    """Return what an article is called: publisher, date and title.

    >>> title({"publisher": "KBS", "published": "2025-01-14", "title": None})
    'KBS, 14 January 2025 (title not known)'
    """
    named = f"{article['publisher']}, {published(article)}"
    if missing(article["title"]):
        return f"{named} (title not known)"
    return f"{named}: {article['title']}"


def article(about: Article, claims: pd.DataFrame) -> str:
    """Return what an article prints; `claims` are its rows of queries.claims."""
    return (
        f"{about['publisher']} of {published(about)} prints "
        f"{count(len(claims), 'claim')} by {count(sources(claims['source']), 'source')}."
    )


def source(about: Source, counted: pd.DataFrame) -> str:
    """Return who a source, a row of queries.sources, is, for whom it speaks and what it counts.

    `counted` is what queries.counted_by returns.
    """
    kind = SOURCE_KINDS[str(about["kind"])].label
    side = (
        "belongs to no party"
        if about["affiliation"] == "independent"
        else f"belongs to {about['affiliation_name']}"
    )
    # A name after a colon needs no article, which names do not come with.
    within = "" if missing(about["part_of"]) else f" Part of: {about['part_of_name']}"
    if within and about["origin"] != about["part_of"]:
        within += f"; origin: {about['origin_name']}"
    text = f"{kind}; {side}.{within}{'.' if within else ''}"
    if not int(about["claims"]):
        return f"{text} No claim here names it."
    return (
        f"{text} It is quoted with {count(int(about['claims']), 'claim')} about "
        f"{count(len(counted), 'quantity', 'quantities')}."
    )


def part_of(voices: Sequence[Source]) -> str:
    """Return what a claim's sources, rows of queries.sources, are part of; empty if nothing.

    >>> nis = {"short": "NIS", "part_of": "kr", "part_of_name": "South Korea"}
    >>> part_of([nis]), part_of([nis, {"short": "BBC", "part_of": None}])
    ('South Korea', 'NIS: South Korea')
    """
    parts = [one for one in voices if not missing(one["part_of"])]
    if len(voices) == 1:
        return "".join(str(one["part_of_name"]) for one in parts)
    return "; ".join(f"{one['short']}: {one['part_of_name']}" for one in parts)


def selected(counts: Mapping[str, Any]) -> str:
    """Return how many claims a selection holds, of whom and when; `counts` is of queries.count."""
    number = int(counts["claims"])
    if not number:
        return "No claims."
    first, last = day(counts["first"]), day(counts["last"])
    dates = first if first == last else f"{first} to {last}"
    of = count(int(counts["sources"]), "source")
    return f"{capital(count(number, 'claim'))} of {of}, {dates}."


def articles(number: int, text: str = "") -> str:
    """Return how many articles there are, or hold the text that is searched for."""
    how = ("hold", "holds") if text else ("are", "is")
    rest = f" “{text}”" if text else " in the data, newest first"
    return f"{capital(count(number, 'article'))} {how[number == 1]}{rest}."


def everyone(totals: Mapping[str, int]) -> str:
    """Return how many sources are quoted, and for whom; `totals` is what queries.totals returns."""
    are, speak = ("is", "it speaks") if totals["speaking"] == 1 else ("are", "they speak")
    quoted = capital(count(totals["speaking"], "source"))
    behind = count(totals["institutions"], "institution")
    return f"{quoted} {are} quoted here; {speak} for {behind}."


def snapshots(number: int, newest: Any, text: str = "") -> str:
    """Return how many views were frozen, or hold the text that is searched for.

    `newest` is the day on which the newest was made.
    """
    snapshots = capital(count(number, "snapshot"))
    if text:
        return f"{snapshots} {'holds' if number == 1 else 'hold'} “{text}”."
    if not number:
        return (
            "No view has been frozen here yet. “Share and save” beside a chart keeps what it shows."
        )
    return f"{snapshots}, the newest of {day(newest)}. Each shows what was known then."


def among(row: Counted) -> str:
    """Return how a source's number stands to the others of its time.

    `row` is one of queries.counted_by.

    >>> row = {"claim": "a", "origins": 7, "others": 5, "lower": 3, "higher": 1}
    >>> among(row)
    'three of five lower, one higher, one perhaps equal'
    >>> among(row | {"others": 1, "lower": 1, "higher": 0}), among({"claim": None})
    ('the other one is lower', '')
    >>> among(row | {"others": 0}), among(row | {"others": 0, "origins": 1})
    ('no other number of the same time', 'no other institution')
    """
    if missing(row["claim"]):
        return ""
    if not row["others"]:
        return "no other number of the same time" if row["origins"] > 1 else "no other institution"
    others, lower, higher = (int(row[name]) for name in ("others", "lower", "higher"))
    stands = {"lower": lower, "higher": higher, "perhaps equal": others - lower - higher}
    parts = [(small(number), how) for how, number in stands.items() if number]
    if len(parts) == 1:
        who = {1: "the other one is", 2: "both others are"}.get(others, f"all {parts[0][0]} are")
        return f"{who} {parts[0][1]}"
    (number, how), *rest = parts
    return ", ".join([f"{number} of {small(others)} {how}", *(f"{n} {how}" for n, how in rest)])
