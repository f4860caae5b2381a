"""What a row that would be written says, in one sentence, as a reader would be told it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from contested import spans
from contested.importers.names import new_name
from contested.importers.plan import Rows
from contested.vocabulary import EVIDENCE
from contested.words.dates import span
from contested.words.numbers import amount
from contested.words.phrases import capital

Row = Mapping[str, str]


class Saying:
    """The sentences of rows, by the rows that their ids name: a folder's, and those added."""

    def __init__(self, *tables: Mapping[str, Rows]) -> None:
        self._rows = {
            table: {row["id"]: row for rows in tables for row in rows.get(table, ()) if "id" in row}
            for table in ("parties", "metrics", "populations", "places", "sources", "events")
        }
        self._new_places = {row["id"] for rows in tables[1:] for row in rows.get("places", ())}

    def claim(self, row: Row) -> str:
        """Return what a claim says; ids and new names alike stand for what they name.

        >>> words = {"metric": "killed", "subject": "Lorn", "population": "soldiers"}
        >>> row = dict.fromkeys(("low", "high", "stated", "since", "place", "event", "via"), "")
        >>> row |= words | {"best": "12", "qualifier": "exact", "counting": "snapshot"}
        >>> row |= {"as_of": "2031-05", "sources": "the mayor", "evidence": "statement"}
        >>> Saying().claim(row)
        '12: soldiers, Lorn, killed; as of May 2031. The mayor (statement).'
        """
        number = self._number(row)
        what = self._what(row)
        where = f", {self.name('places', row['place'])}" if row["place"] else ""
        event = f", {self.name('events', row['event'])}" if row["event"] else ""
        by = " and ".join(self.source(one) for one in _parts(row["sources"])) or "nobody yet"
        via = ", ".join(self.source(one) for one in _parts(row["via"]))
        evidence = EVIDENCE[row["evidence"]].label.lower() if row["evidence"] in EVIDENCE else ""
        aside = ", ".join(filter(None, [evidence, via and f"via {via}"]))
        return (
            f"{capital(number)}: {what}{where}{event}; {window(row)}. "
            f"{capital(by)}{f' ({aside})' if aside else ''}."
        )

    def row(self, table: str, row: Row) -> str:
        """Return what a new row of another file says."""
        name = row.get("name") or row.get("label") or row.get("title") or row.get("id", "")
        if table == "articles":
            parts = [row["publisher"], row["title"], row["author"], _day(row["published"])]
            return f"A new article: {', '.join(filter(None, parts))}"
        if table == "places":
            return f"A new place: {name}, in {', in '.join(self._within(row)) or 'no other place'}"
        if table == "sources":
            whose = self.name("parties", row["affiliation"]) if row["affiliation"] else "nobody"
            return f"A new source: {name} ({row['kind'].replace('_', ' ')}; {whose})"
        if table == "parties":
            return f"A new party: {name} ({row['kind'].replace('_', ' ')})"
        if table == "stances":
            own = row["side"] == row["party"]
            side = "a side of its own" if own else f"the side “{row['side']}”"
            does = "fights" if row["role"] == "belligerent" else "backs those who fight"
            return f"{capital(self.name('parties', row['party']))} {does} on {side}"
        return f"A new event: {name}, {_day(row['began'])}"

    def _within(self, place: Row) -> list[str]:
        """Return what a place is in, by name, and what that is in where it is new as well."""
        named: dict[str, str] = {}
        while (id := place["part_of"]) and id not in named:
            new = id in self._new_places
            named[id] = f"{self.name('places', id)}{' (new)' if new else ''}"
            if not new:
                break
            place = self._rows["places"][id]
        return list(named.values())

    def name(self, table: str, id: str) -> str:
        """Return the name of a row, and what is no id as it is."""
        row = self._rows[table].get(id, {})
        return row.get("name") or row.get("label") or id

    def source(self, said: str) -> str:
        """Return a source's short name, or the name of a new one."""
        row = self._rows["sources"].get(said, {})
        return row.get("short") or row.get("name") or new_name(said)

    def _number(self, row: Row) -> str:
        low, best, high = (
            int(row[name]) if row[name].isascii() and row[name].isdecimal() else None
            for name in ("low", "best", "high")
        )
        try:
            return amount(row["qualifier"], low, best, high, row["stated"])
        except (KeyError, ValueError, TypeError):
            return " / ".join(filter(None, (row["low"], row["best"], row["high"]))) or "no number"

    def _what(self, row: Row) -> str:
        party = self._rows["parties"].get(row["subject"], {})
        noun = self._rows["populations"].get(row["population"], {}).get("noun", "")
        if row["population"] == "military" and party.get("forces"):
            noun = party["forces"]
        phrase = self._rows["metrics"].get(row["metric"], {}).get("phrase", "")
        if not (party and noun and phrase):
            metric = self.name("metrics", row["metric"]) or "what is not said"
            parts = [self.name("populations", row["population"]), party.get("name", row["subject"])]
            return ", ".join([*filter(None, parts), metric])
        named = phrase.replace("{party}", party["name"])
        if "{people}" not in named:
            return named if named != phrase else f"{named} ({party['name']})"
        # What the phrase names by its party needs it not twice.
        people = (
            "{people}" if named != phrase else party["people"] or f"{{people}}, {party['name']},"
        )
        return named.replace("{people}", people.replace("{people}", noun))


def _parts(cell: str) -> list[str]:
    """Return the sources of a cell; a new one has a semicolon in its brackets."""
    between = r" \+ " if "(" in cell else r" \+ |;"
    return [one for one in re.split(between, cell) if one]


def window(row: Row) -> str:
    """Return the dates of a claim, by how it counts.

    >>> window({"counting": "period", "since": "2031-05-14", "as_of": "2031-05-14"})
    'only 14 May 2031'
    """
    first, last = _day(row.get("since", "")), _day(row.get("as_of", ""))
    if row["counting"] == "period" and not (first or last):
        return "only of a day that is not said"
    if row["counting"] == "period":
        return f"only {last}" if first == last else f"only from {first or '?'} to {last or '?'}"
    if row["counting"] == "cumulative" and row.get("event") and not first:
        return f"its total up to {last}"
    if row["counting"] == "cumulative":
        return f"all from {first} to {last}" if first else f"all up to {last}"
    return f"as of {last}" if last else "of no day yet"


def _day(text: str) -> str:
    try:
        return span(spans.span(text).first, spans.span(text).precision)
    except ValueError:
        return text
