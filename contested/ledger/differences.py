"""Two states of the data → what changed, each change of one kind of vocabulary.CHANGES."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from contested import spans
from contested.ledger.states import State, Texts
from contested.rows import Row
from contested.tables import TABLES
from contested.vocabulary import CHANGES, QUALIFIERS
from contested.words.quantities import event_words, quantity_words


class Field(NamedTuple):
    """A field that has another text: its column, the text before and the text now."""

    column: str
    before: str
    now: str


class Change(NamedTuple):
    """One row that is new, gone or altered: its kind, its file, what names it, the row itself.

    `claim` is the claim that it is about, as words read one, None where it is about none or that
    claim cannot be read; `before` the one that a correction supersedes. `fields` are those that
    were altered in place.
    """

    kind: str
    table: str
    name: str
    row: Texts
    claim: Row | None = None
    before: Row | None = None
    fields: tuple[Field, ...] = ()


class Differences(NamedTuple):
    """What changed from one state to another: by kind in the order of CHANGES, then by file."""

    changes: tuple[Change, ...]
    old: State
    new: State

    def of(self, table: str, kind: str) -> list[Change]:
        """Return the changes of one kind in one file."""
        return [one for one in self.changes if (one.table, one.kind) == (table, kind)]

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many changes of each kind each file has, without those that have none."""
        counts: dict[str, dict[str, int]] = {}
        for one in self.changes:
            of_table = counts.setdefault(one.table, {})
            of_table[one.kind] = of_table.get(one.kind, 0) + 1
        return counts


def differences(old: State, new: State) -> Differences:
    """Return what changed from one state to another.

    A claim that supersedes another is its correction; a claim whose own row says something else
    was changed in place. No change are the order of rows, that in which a claim's sources stand,
    and when a row was entered, which is not what it says.
    """
    ranks = {kind: rank for rank, kind in enumerate(CHANGES)}
    files = {"claims": 0, "responses": 1, "breaks": 2}
    order = {table: files.get(table, 3 + rank) for rank, table in enumerate(TABLES)}
    changes = [one for table in TABLES for one in _of_table(table, old, new)]
    changes.sort(key=lambda one: (order[one.table] > 2, ranks[one.kind], order[one.table]))
    return Differences(tuple(changes), old, new)


def _of_table(table: str, old: State, new: State) -> Iterator[Change]:
    """Yield the changes of one file, where both states know of it."""
    if table not in old.columns or table not in new.columns:
        return
    shared = old.columns[table] & new.columns[table]
    columns = [c.name for c in TABLES[table] if c.name in shared and c.name != "entered"]
    before, now = old.rows(table), new.rows(table)
    for name, row in now.items():
        if name not in before:
            yield _added(table, name, row, old, new)
        elif fields := _fields(before[name], row, columns):
            claim = _claim(table, row, new)
            yield Change("changed", table, name, row, claim, fields=fields)
    for name, row in before.items():
        if name not in now:
            yield Change("removed", table, name, row, _claim(table, row, old))


def _added(table: str, name: str, row: Texts, old: State, new: State) -> Change:
    claim = _claim(table, row, new)
    kind, before = "added", None
    if table == "claims" and row["supersedes"]:
        kind = "corrected"
        of = new if row["supersedes"] in new.rows("claims") else old
        before = claim_of(of, row["supersedes"])
    elif table == "claims" and row["same_as"]:
        kind = "telling"
    elif table == "responses" and row["response"] in CHANGES:
        kind = row["response"]
    elif table == "breaks":
        kind = "redefined"
    return Change(kind, table, name, row, claim, before)


def _claim(table: str, row: Texts, state: State) -> Row | None:
    """Return the claim that a row of a file is or is about; None for none."""
    if table == "claims":
        return readable(state, row)
    return claim_of(state, row["claim"]) if table == "responses" else None


def _fields(before: Texts, now: Texts, columns: list[str]) -> tuple[Field, ...]:
    fields = (Field(name, before[name], now[name]) for name in columns)
    return tuple(one for one in fields if _unordered(one.before) != _unordered(one.now))


def _unordered(text: str) -> list[str]:
    """Return the parts of a text, in whatever order: that of a claim's sources is no change."""
    return sorted(text.split(";"))


def claim_of(state: State, id: str) -> Row | None:
    """Return a claim by its id, as words read one; None where it is not there or unreadable."""
    row = state.rows("claims").get(id)
    return None if row is None else readable(state, row)


def readable(state: State, row: Texts) -> Row | None:
    """Return a claim's row of texts as words read one: a row of queries.claims, in the main.

    None for a row that does not pass: whose number, hedge or dates cannot be read.
    """
    article = state.rows("articles").get(row["article"], {})
    try:
        since = spans.span(row["since"]) if row["since"] else None
        as_of = spans.span(row["as_of"])
        published = spans.span(article.get("published", ""))
        numbers = {name: int(row[name]) if row[name] else None for name in ("low", "best", "high")}
    except ValueError:
        return None
    takes = frozenset(name for name, value in numbers.items() if value is not None)
    if row["qualifier"] not in QUALIFIERS or takes not in QUALIFIERS[row["qualifier"]].takes:
        return None
    sources = [state.rows("sources").get(id, {}) for id in row["sources"].split(";")]
    return {
        **row,
        **numbers,
        "stated": row["stated"] or None,
        "only": row["only"] or None,
        "source_name": " + ".join(one.get("name", "") for one in sources),
        "source_short": " + ".join(one.get("short", "") for one in sources),
        "quantity": _quantity(state, row),
        "place": state.rows("places").get(row["place"], {}).get("name") or row["place"] or None,
        "since": since.first if since else None,
        "since_precision": since.precision if since else None,
        "as_of": min(as_of.last, published.last),
        "as_of_from": as_of.first,
        "as_of_precision": as_of.precision,
        "publisher": article.get("publisher", ""),
        "published": published.last,
        "published_from": published.first,
        "published_precision": published.precision,
    }


def _quantity(state: State, row: Texts) -> str:
    """Return what a claim's quantity is called; its metric's id where that is not in the data."""
    metric = state.rows("metrics").get(row["metric"])
    party = state.rows("parties").get(row["subject"])
    population = state.rows("populations").get(row["population"])
    if metric is None or party is None or population is None:
        return row["metric"]
    words = quantity_words(
        metric["phrase"],
        party["name"],
        party["people"] or None,
        party["forces"] or None,
        row["population"],
        population["noun"],
        _event(state.rows("events").get(row["event"])),
        kind=party["kind"],
    )
    return words[:1].upper() + words[1:]


def _event(event: Mapping[str, str] | None) -> str | None:
    if event is None or not event["phrase"]:
        return None
    began = spans.span(event["began"])
    ended = spans.span(event["ended"]).last if event.get("ended") else None
    return event_words(event["phrase"], began.first, began.precision, ended)
