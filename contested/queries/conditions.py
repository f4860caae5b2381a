"""The claims of a selection, as what other queries read.

A query that reads a selection's claims is a text with gaps: `{selected}`, the conditions on the
table `claim` (as c); `{apart}`, the column that says why one is set apart; `{at}`, its date on the
time axis; `{lapse}`, the days that it stands; `{columns}`, all columns of a claim. A condition
stands there only where its word is set, and columns are named only where they are wanted: planning
a wide query takes longer than running it on a thousand claims. The gaps are filled from the
constants below and nothing else; every value is bound.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from contested import vocabulary
from contested.engine import Engine
from contested.selection import WITHOUT_EVENT, Selection

_CONDITIONS = {
    "conflict": "c.conflict = $conflict",
    "subject": "c.subject = $subject",
    "metric": "c.metric = $metric",
    "population": "c.population = $population",
    "article": "c.article = $article",
    "event": "c.event = $event",
    "place": "c.place_id in (select w.place from place_within as w where w.within = $place)",
    "since": "c.as_of >= $since",
    "until": "c.as_of <= $until",
    "known_on": (
        "c.published <= $known_on and (c.superseded_on is null or c.superseded_on > $known_on) "
        "and (c.annulled_on is null or c.annulled_on > $known_on)"
    ),
    "side": "array_length(array_intersect(string_split(c.side, ';'), $side)) > 0",
    "relation": "list_contains($relation, c.relation)",
    "evidence": "list_contains($evidence, c.evidence)",
    "source": "array_length(array_intersect(string_split(c.source, ';'), $source)) > 0",
}

# What was known on a date of why a claim is set apart: no later correction or definition.
_REDEFINED = "case when c.redefined_on <= $known_on then 'redefined' end"
_KNOWN = f"nullif(concat_ws(';', c.{{}}, {_REDEFINED}), '')"

# What lies in a place that was asked for is set apart from it, unless it is that place itself.
_WITHIN = "case when $place in (c.place_id, c.place) then c.{} else c.{} end"

#: What says why a claim is set apart, by whether its place was asked for and whether it is looked
#: at on a date.
_APART = {
    (False, False): "c.apart",
    (True, False): _WITHIN.format("apart_in_place", "apart"),
    (False, True): _KNOWN.format("apart_known"),
    (True, True): _KNOWN.replace("c.{}", _WITHIN).format("apart_known_in_place", "apart_known"),
}

#: The columns of `claim` as schema.sql orders them, but for those of which `apart` is one, and the
#: line of the file: a row among the others would change all claims below it.
COLUMNS = """
    c.id, c.conflict, c.subject, c.metric, c.population, c.quantity, c.metric_label, c.unit,
    c.low, c.best, c.high, c.qualifier, c.number, c.lowest, c.highest,
    c.counting, c.since, c.as_of, c.place, c.evidence, c.stated, c.note,
    c.source, c.source_name, c.source_short, c.kind, c.origin, c.relation,
    c.article, c.publisher, c.title, c.author, c.url, c.archive_url, c.published, c.language,
    c.supersedes, c.reason, c.superseded_by, c.superseded_on, c.superseded_reason,
    c.redefined, c.redefined_on, c.began, c.effective_from, c.effective, c.reach,
    c.event, c.event_label, c."only", c.via, c.via_name, c.same_as, c.tellings,
    c."interval", c.level,
    c.place_id, c.side,
    c.as_of_from, c.as_of_precision, c.since_to, c.since_precision,
    c.published_from, c.published_precision,
    c.withdrawn_on, c.misprinted_on, c.disputed_on, c.denied_on, c.annulled_on, c.unhedged_by,
    c.folder, c.licence, c.entered"""

#: All that is read of a claim itself.
CLAIM = f"{COLUMNS}, c.apart"

#: The word of an address for claims of no event.
NO_EVENT = "none"

#: How long a claim stands, in days, by how it counts; and what a query that asks binds for it.
_LAPSE = "case c.counting when 'snapshot' then $lapse_snapshot else $lapse end"
LAPSES = {"lapse": vocabulary.LAPSE.days, "lapse_snapshot": vocabulary.LAPSE_SNAPSHOT.days}


# What stands apart goes with what stands apart alike.
_SAME_TRAIL = """{0}.conflict = {1}.conflict and {0}.subject = {1}.subject
            and {0}.metric = {1}.metric and {0}.population = {1}.population
            and {0}.event = {1}.event and {0}.origin = {1}.origin
            and coalesce({0}.apart_known, '') = coalesce({1}.apart_known, '')
            and (
                {1}.apart_known is null
                or {0}.counting = {1}.counting
                and coalesce({0}.place_id, '') = coalesce({1}.place_id, '')
                and coalesce({0}."only", '') = coalesce({1}."only", '')
            )"""


def same_trail(one: str, other: str) -> str:
    """Return the condition that two claims, by their aliases, are of one trail.

    A trail is an institution's numbers of one quantity.
    """
    return _SAME_TRAIL.format(one, other)


def of_no_event(values: dict[str, Any]) -> dict[str, Any]:
    """Return a selection's values with the word for claims of no event as the tables hold it."""
    return values | {"event": "" if values["event"] == NO_EVENT else values["event"]}


def select(engine: Engine, sql: str, selection: Selection, **more: Any) -> pd.DataFrame:
    """Return the rows of a query with gaps, which a selection fills; `more` is bound beside it."""
    filled, bound = fill(sql, selection)
    return engine.rows(filled, bound | more)


def listing(engine: Engine, sql: str, selection: Selection, **more: Any) -> pd.DataFrame:
    """Return the rows of a query that lists claims: every one of a selection."""
    filled, bound = fill(sql, selection, every=True)
    return engine.rows(filled, bound | more)


def fill(sql: str, selection: Selection, every: bool = False) -> tuple[str, dict[str, Any]]:
    """Return a query with its gaps filled for a selection, and the values that it then binds.

    A list shows `every` claim. What compares or draws takes statements with a number: not their
    further tellings, unless an article is asked for; and of a quantity not the tolls of its events.
    """
    bound = {word: value for word, value in selection.parameters().items() if value}
    hidden = bound.pop("apart", "") == "hidden"
    apart = _APART[bool(selection.place), bool(selection.known_on)]
    conditions = [_CONDITIONS[word] for word in bound]
    is_quantity = all(getattr(selection, word) for word in WITHOUT_EVENT)
    if selection.event == NO_EVENT:
        bound["event"] = ""
    elif is_quantity and not every and not selection.event:
        conditions.append("c.event = ''")
    if "from claim as c" in sql and not every:
        conditions.append("c.number is not null")
        if not selection.article:
            conditions.append("c.same_as is null")
    if hidden:
        conditions.append(f"{apart} is null")
    text = sql.format(
        columns=f"{COLUMNS}, {apart} as apart",
        apart=apart,
        at="c.published" if selection.axis == "published" else "c.as_of",
        lapse=_LAPSE,
        selected=" and ".join(conditions) or "true",
    )
    return text, bound
