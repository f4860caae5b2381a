"""The tables that a statement may read, with what each column holds. A test holds both complete.

A table that is not here is the program's own (what a search looks through, what is worked out for a
page): its columns may change with any release, these only with a line in the changelog.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Table(NamedTuple):
    """One table: what a row of it is, and what each of its columns holds."""

    row: str
    columns: Mapping[str, str]


_WHOSE = {
    "conflict": "the conflict's id",
    "subject": "the party whose people are counted",
    "metric": "the metric's id",
    "population": "which of them are counted: the population's id",
    "event": "the event's id; empty where the claim is of no single event",
}

_TABLES: dict[str, Table] = {
    "claim": Table(
        "one figure, as one source stated it, as one article printed it",
        {
            "id": "the claim's id, as in its address",
            **{name: _WHOSE[name] for name in ("conflict", "subject", "metric", "population")},
            "quantity": "what is counted, in words",
            "metric_label": "the metric in words",
            "unit": "what the numbers count: people, items, …",
            "low": "the low end that was stated",
            "best": "the number that was stated as the best",
            "high": "the high end that was stated",
            "qualifier": "the hedge: exact, about, at_least, …",
            "number": "the number that stands for the claim: best, else the only end",
            "lowest": "the least that the words allow; null where they set no bound",
            "highest": "the most that the words allow; null where they set no bound",
            "counting": "how it counts: total, snapshot, period, event",
            "since": "the first day of what is counted",
            "as_of": "the day that the number refers to, its last where it is a month or longer",
            "place": "where, in words",
            "evidence": "what the number rests on",
            "stated": "the words that carry the figure",
            "note": "what else there is to know",
            "source": "the sources' ids, joined by ;",
            "source_name": "the sources' names",
            "source_short": "the sources' short names",
            "kind": "what kind of source it is",
            "origin": "the institutions for which the sources speak, joined by ;",
            "relation": "how the source stands to those counted: own, adversary, third party, …",
            "article": "the article's id",
            "publisher": "who printed it",
            "title": "the article's title",
            "author": "the article's author",
            "url": "the article's address",
            "archive_url": "the address of an archived copy",
            "published": "the day it was printed, the last where only a month or year is known",
            "language": "the article's language",
            "supersedes": "the claim of the same institution that this one corrects",
            "reason": "why it corrects it",
            "superseded_by": "the claim that corrects this one",
            "superseded_on": "the day that the correction was printed",
            "superseded_reason": "why it was corrected",
            "redefined": "why the source counts otherwise since",
            "redefined_on": "the day from which the source counts otherwise",
            "apart": "codes of why the claim is not compared, joined by ;",
            "apart_in_place": "the same, where the claim's own place is selected",
            "apart_known": "the same, without what was printed later than the claim",
            "apart_known_in_place": "the two before together",
            "began": "the day from which the claim counts, stated or the conflict's",
            "effective_from": "the first day that the number may refer to",
            "effective": "the day it refers to, no later than the end of what it counts",
            "reach": "how many days later a claim may be that it is compared with; null: none",
            "event": _WHOSE["event"],
            "event_label": "the event in words",
            "only": "the part of the people counted that it is restricted to",
            "via": "the sources that relay it, joined by ;",
            "via_name": "their names",
            "same_as": "the claim that is the first telling of the same statement",
            "tellings": "how many articles print this statement",
            "interval": "what kind of statistical interval low and high are",
            "level": "the interval's level, in percent",
            "place_id": "the place's id",
            "side": "the side of the source in the conflict",
            "as_of_from": "the first day of the span that `as_of` is the last of",
            "as_of_precision": "day, month, quarter or year",
            "since_to": "the last day of the span that `since` is the first of",
            "since_precision": "day, month, quarter or year",
            "published_from": "the first day of the span that `published` is the last of",
            "published_precision": "day, month, quarter or year",
            "withdrawn_on": "the day that its source withdrew it",
            "misprinted_on": "the day that it was said to be misprinted",
            "disputed_on": "the day that it was first disputed",
            "denied_on": "the day that it was first denied",
            "annulled_on": "the day from which it stands no more: withdrawn or misprinted",
            "unhedged_by": "publishers that print the statement without its hedge",
            "folder": "the data folder it comes from",
            "licence": "the address of that folder's terms",
            "line": "where it stands in claims.csv",
            "entered": "the day that it was entered in the data, where that is known",
        },
    ),
    "claim_source": Table(
        "one source of one claim", {"claim": "the claim's id", "source": "the source's id"}
    ),
    "article": Table(
        "an article that prints claims",
        {
            "id": "the article's id",
            "publisher": "who printed it",
            "title": "its title",
            "author": "its author",
            "url": "its address",
            "archive_url": "the address of an archived copy",
            "published": "the day it was printed, the last where only a month or year is known",
            "language": "its language",
            "published_from": "the first day of that span",
            "published_precision": "day, month, quarter or year",
        },
    ),
    "source": Table(
        "who asserts a number",
        {
            "id": "the source's id",
            "name": "its name",
            "short": "its short name",
            "kind": "what kind of source it is",
            "affiliation": "the party it belongs to, or independent",
            "part_of": "the source that it is part of",
            "homepage": "its homepage",
            "origin": "the institution at the root of `part_of`",
            "text": "what a search reads of it",
            "short_text": "what a search reads of its short name",
        },
    ),
    "conflict": Table(
        "a conflict",
        {
            "id": "its id",
            "name": "its name",
            "began": "the day from which it is dated",
            "ended": "the day until which; null while it goes on",
            "note": "what it takes in",
        },
    ),
    "party": Table(
        "a state, an armed group or a people",
        {
            "id": "its id",
            "name": "its name",
            "kind": "what it is",
            "people": "the pattern that names its people",
            "forces": "what its forces are called",
        },
    ),
    "stance": Table(
        "a party's side in a conflict; a party without a row is a third party",
        {
            "conflict": _WHOSE["conflict"],
            "party": "the party's id",
            "side": "the side it takes",
            "role": "belligerent or backer",
        },
    ),
    "metric": Table(
        "what is counted",
        {
            "id": "its id",
            "label": "in words",
            "unit": "what a number of it counts",
            "family": "the metrics that it belongs with",
            "part_of": "the metric that it is part of",
            "phrase": "the pattern that names a quantity of it",
            "definition": "what it takes in",
        },
    ),
    "population": Table(
        "which people are counted",
        {
            "id": "its id",
            "label": "in words",
            "noun": "what they are called in a sentence",
            "definition": "who they are",
        },
    ),
    "place": Table(
        "a place",
        {
            "id": "its id",
            "name": "its name",
            "part_of": "the place that it lies in",
            "conflict": "the conflict that it is a place of; null for all",
        },
    ),
    "event": Table(
        "an event of a conflict",
        {
            "id": "its id",
            "conflict": _WHOSE["conflict"],
            "date": "the day that it is marked at",
            "began": "its first day",
            "began_precision": "day, month, quarter or year",
            "ended": "its last day",
            "ended_precision": "day, month, quarter or year",
            "place": "where",
            "subjects": "the parties that it concerns, joined by ;; null for the whole conflict",
            "label": "in words",
            "phrase": "how it is named inside a quantity; null where it is none",
            "article": "the article that it is taken from",
            "url": "an address about it",
        },
    ),
    "series_break": Table(
        "a day at which a source changed what it counts",
        {
            "source": "the source's id",
            "metric": _WHOSE["metric"],
            "population": "the population's id; null for all",
            "date": "the day",
            "reason": "what changed",
            "article": "the article that says so",
            "conflict": "the conflict's id; null for all",
            "subject": "the party counted; null for all",
            "leads_to": "the metric under which the series goes on",
            "entered": "the day that it was entered in the data, where that is known",
            "leads_to_population": "the population that the series counts from then on",
        },
    ),
    "response": Table(
        "what came of a claim: withdrawn, misprinted, disputed, denied",
        {
            "claim": "the claim's id",
            "response": "which of the four",
            "sources": "who responds, ids joined by ;",
            "source_names": "their names",
            "article": "the article that says so",
            "publisher": "who printed it",
            "url": "its address",
            "published": "the day it was printed",
            "note": "what was said",
            "entered": "the day that it was entered in the data, where that is known",
        },
    ),
    "scope": Table(
        "a place or a day that is in effect the whole of what is counted",
        {
            "conflict": _WHOSE["conflict"],
            "subject": _WHOSE["subject"],
            "place": "the place's name, where it is one",
            "since": "the day, where it is one",
            "reason": "why",
        },
    ),
    "quantity": Table(
        "what claims are compared about",
        {
            **_WHOSE,
            "counting": "how most of its claims count",
            "place": "the place that all of its claims name",
            "only": "the part that all of its claims name",
            "since": "the late start that all of its totals share",
            "name": "what is counted, as a title",
            "words": "the same, inside a sentence",
            "metric_label": "the metric in words",
            "unit": "what the numbers count",
            "text": "what a search reads of it",
            "own_text": "the part of that which is its own",
        },
    ),
    "folder": Table(
        "a data folder that claims come from",
        {
            "id": "its name",
            "position": "its place among the folders, from 0",
            "title": "its title",
            "description": "what it says of itself",
            "version": "its version",
            "terms_name": "the name of its terms",
            "terms_title": "the title of its terms",
            "terms_url": "their address",
        },
    ),
}

#: Every table that a statement may read, the claims first.
TABLES: Mapping[str, Table] = MappingProxyType(_TABLES)


class Example(NamedTuple):
    """A statement to begin with, and the question that it answers."""

    question: str
    sql: str


EXAMPLES = (
    Example(
        "Which quantities have the most institutions?",
        "select q.name, count(distinct c.origin) as institutions, count(*) as claims\n"
        "from claim as c\n"
        "join quantity as q using (conflict, subject, metric, population, event)\n"
        "where c.apart is null\n"
        "group by all\n"
        "order by institutions desc, claims desc, q.name\n"
        "limit 20",
    ),
    Example(
        "What was withdrawn, disputed or denied, by whom and when?",
        "select r.published, r.response, r.source_names, c.quantity, c.source_name, c.number,\n"
        "    c.qualifier, c.id\n"
        "from response as r\n"
        "join claim as c on c.id = r.claim\n"
        "order by r.published desc, c.id",
    ),
    Example(
        "What did one source say of one quantity, in the order of the days?",
        "select as_of, low, best, high, qualifier, publisher, published, id\n"
        "from claim\n"
        "where metric = 'killed' and subject = 'north-korea' and source = 'nis'\n"
        "order by as_of, published, id",
    ),
    Example(
        "How many claims of each hedge does each kind of source make?",
        "select kind, qualifier, count(*) as claims\n"
        "from claim\n"
        "group by all\n"
        "order by kind, claims desc",
    ),
)
