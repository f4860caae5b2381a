"""What changed in the data, in words: a line a change, and what many come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from contested.vocabulary import CHANGES, RESPONSES
from contested.words.claim import Claim, counted, published, said, sentence
from contested.words.dates import day
from contested.words.numbers import count, missing, number, small
from contested.words.phrases import capital, listed

#: So many corrections stand in a summary by themselves, and so many names of other rows.
SPELLED = 3

#: What a row of each file is called, alone and with others.
NOUNS: Mapping[str, tuple[str, str]] = {
    "conflicts": ("conflict", "conflicts"),
    "parties": ("party", "parties"),
    "stances": ("stance", "stances"),
    "sources": ("source", "sources"),
    "metrics": ("metric", "metrics"),
    "populations": ("population", "populations"),
    "places": ("place", "places"),
    "articles": ("article", "articles"),
    "claims": ("claim", "claims"),
    "breaks": ("break", "breaks"),
    "events": ("event", "events"),
    "scopes": ("scope", "scopes"),
    "responses": ("response", "responses"),
    "acknowledged": ("acknowledged notice", "acknowledged notices"),
}

#: The kinds of change that say something of claims, by the file in which they happen.
OF_CLAIMS: Mapping[str, tuple[str, ...]] = {
    "claims": tuple(CHANGES),
    "responses": tuple(RESPONSES),
    "breaks": ("redefined",),
}

#: The columns that say what a row is called, the first that is filled.
_CALLED = ("name", "label", "title", "publisher", "reason", "note")

#: How many characters of a field's text stand in a line.
_LONGEST = 120


def summary(
    counts: Mapping[str, Mapping[str, int]],
    corrections: Sequence[tuple[Claim | None, Claim | None]],
    claims: int,
) -> str:
    """Return what changes come to, in one line.

    `counts` is how many of each kind each file has, `corrections` the claims that correct another
    with those, and `claims` how many there are now.

    >>> summary({"claims": {"added": 3, "removed": 1}, "responses": {"withdrawn": 1},
    ...          "sources": {"added": 1}}, [], 12)
    '3 added, 1 withdrawn, 1 removed. Beside the claims: 1 source added.'
    >>> summary({}, [], 1)
    'Nothing differs: one claim.'
    """
    if not counts:
        return f"Nothing differs: {count(claims, 'claim')}."
    said_so: dict[str, int] = {}
    for table, kinds in OF_CLAIMS.items():
        for kind in kinds:
            if many := counts.get(table, {}).get(kind, 0):
                said_so[kind] = said_so.get(kind, 0) + many
    parts = [
        f"{number(said_so[kind])} {CHANGES[kind].label.lower()}"
        + (_corrections(corrections) if kind == "corrected" else "")
        for kind in CHANGES
        if kind in said_so
    ]
    others = []
    for table, of_table in counts.items():
        for kind, many in of_table.items():
            if kind not in OF_CLAIMS.get(table, ()):
                noun = NOUNS[table][many != 1]
                others.append(f"{number(many)} {noun} {CHANGES[kind].label.lower()}")
    beside = f"Beside the claims: {', '.join(others)}." if others else ""
    return " ".join(filter(None, [f"{', '.join(parts)}." if parts else "", beside]))


def _corrections(corrections: Sequence[tuple[Claim | None, Claim | None]]) -> str:
    shown = [correction(*one) for one in corrections[:SPELLED]]
    named = [one for one in shown if one]
    if not named:
        return ""
    more = ["…"] if len(corrections) > len(named) else []
    return f" ({'; '.join([*named, *more])})"


def correction(claim: Claim | None, before: Claim | None) -> str:
    """Return who gave which number in place of which; empty where one of them cannot be read.

    >>> old = {"qualifier": "exact", "low": None, "best": 600, "high": None, "stated": None}
    >>> correction(old | {"qualifier": "about", "best": 2_000, "source_short": "NIS"}, old)
    'NIS: 600 → about 2,000'
    """
    if claim is None or before is None:
        return ""
    return f"{claim['source_short']}: {said(before)} → {said(claim)}"


def claim_line(
    claim: Claim | None, texts: Mapping[str, str], before: Claim | None, superseded: str
) -> str:
    """Return a claim that is new, altered or gone, as one sentence, with what it corrects.

    `texts` is its row, for a claim that cannot be read; `superseded` the id that it corrects.
    """
    if claim is None:
        numbers = " / ".join(texts.get(name) or "–" for name in ("low", "best", "high"))
        line = f"{texts.get('sources', '')}: {numbers} ({texts.get('qualifier', '')})"
        return f"{line}; the row does not pass the checks."
    line = sentence(claim)
    if superseded:
        instead = said(before) if before is not None else superseded
        why = texts.get("reason") or ""
        line += f" It stands in place of {instead}{f': {why}' if why else '.'}"
    return line


def response_line(
    kind: str, texts: Mapping[str, str], claim: Claim | None, sources: Iterable[str]
) -> str:
    """Return what was said of a claim without a number, as one sentence."""
    label = CHANGES[kind].label if kind in CHANGES else kind
    by = f" by {listed(sources)}" if texts.get("sources") else ""
    of = sentence(claim) if claim is not None else texts.get("claim", "")
    note = f" {texts['note']}" if texts.get("note") else ""
    return f"{label}{by}.{note} Of: {of}"


def row_line(texts: Mapping[str, str]) -> str:
    """Return what any other row is called; empty where its name is all that it has.

    >>> row_line({"id": "nis", "name": "National Intelligence Service"})
    'National Intelligence Service'
    """
    return _short(next((texts[column] for column in _CALLED if texts.get(column)), ""))


def altered(fields: Iterable[tuple[str, str, str]]) -> str:
    """Return which fields were altered in place, from which text to which.

    >>> altered([("best", "600", "605"), ("note", "", "Counted again.")])
    'best: 600 → 605; note: empty → Counted again.'
    """
    return "; ".join(
        f"{column}: {_short(before) or 'empty'} → {_short(now) or 'empty'}"
        for column, before, now in fields
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


# Of the ledger: a row of queries.changes.


def headline(row: Claim) -> str:
    """Return a change of the ledger in a few words: whose number it is, and what it counts.

    >>> old = {"previous_qualifier": "exact", "previous_low": None, "previous_best": 600,
    ...        "previous_high": None, "previous_stated": None, "previous": "a-1"}
    >>> new = {"change": "corrected", "qualifier": "about", "low": None, "best": 2_000,
    ...        "high": None, "stated": None, "source_short": "NIS", "place": None, "only": None,
    ...        "quantity": "North Korean soldiers killed"}
    >>> headline(old | new)
    'Corrected: NIS: 600 → about 2,000 (North Korean soldiers killed)'
    """
    label = CHANGES[row["change"]].label
    if row["change"] == "redefined":
        return f"{label}: {row['answered_by']}, {row['quantity']}"
    number_now = f"{instead_of(row)} → {said(row)}" if instead_of(row) else said(row)
    return f"{label}: {row['source_short']}: {number_now} ({counted(row)})"


def instead_of(row: Claim) -> str:
    """Return the number that a correction stands in place of; empty for all else."""
    if row["change"] != "corrected" or missing(row["previous_qualifier"]):
        return ""
    names = ("low", "best", "high", "qualifier", "stated")
    return said({name: row[f"previous_{name}"] for name in names})


def whole(row: Claim) -> str:
    """Return a change of the ledger as sentences: the claim, and what is said of it."""
    if row["change"] == "redefined":
        return f"{row['answered_by']} changed what it counts on {day(row['printed'])}: {row['why']}"
    told = sentence(row)
    if row["change"] == "corrected":
        why = "" if missing(row["reason"]) else f": {row['reason']}"
        return f"{told} It stands in place of {instead_of(row) or row['previous']}{why}"
    if row["change"] in RESPONSES:
        return f"{answered(row)} Of: {told}"
    if row["change"] == "telling":
        return f"{told} The statement is here already."
    return told


def answered(row: Claim) -> str:
    """Return what was said of a claim without a number: by whom, where, when, and what."""
    by = "" if missing(row["answered_by"]) else f" by {row['answered_by']}"
    why = "" if missing(row["why"]) else f": {row['why']}"
    printed = f"{row['answered_publisher']}, {day(row['printed'])}"
    return f"{CHANGES[row['change']].label}{by} ({printed}){why}{'' if why else '.'}"


def when(row: Claim, entry: bool) -> str:
    """Return the day of a change that a list by the other day does not say.

    >>> from datetime import date
    >>> dated = {"change": "added", "printed": date(2025, 9, 2), "published": date(2025, 9, 2),
    ...          "entered_on": date(2026, 11, 23)}
    >>> when(dated, entry=True), when(dated, entry=False)
    ('printed 2 September 2025', 'entered 23 November 2026')
    """
    day_of = row.get("published_precision")
    spoken = row["change"] in ("added", "corrected", "telling")
    if not entry:
        loosely = spoken and not missing(day_of) and day_of != "day"
        printed = f"printed in {published(row)}" if loosely else ""
        entered = "" if missing(row["entered_on"]) else f"entered {day(row['entered_on'])}"
        return ", ".join(filter(None, [printed, entered]))
    if row["change"] == "redefined":
        return f"from {day(row['printed'])}"
    return f"printed {published(row) if spoken else day(row['printed'])}"


def ledger(counts: Mapping[str, int], undated: int, entry: bool) -> str:
    """Return what a ledger holds, in one sentence; what it leaves out, in a second.

    >>> ledger({"added": 3, "withdrawn": 1}, 2, entry=True)
    '3 added, 1 withdrawn, by the day of entry. Two more do not say when they were entered.'
    >>> ledger({}, 0, entry=False)
    'Nothing is recorded here.'
    """
    if not counts and not undated:
        return "Nothing is recorded here."
    made = [f"{number(many)} {CHANGES[kind].label.lower()}" for kind, many in counts.items()]
    clock = "by the day of entry" if entry else "by the day of print"
    told = f"{', '.join(made) or 'None'}, {clock}."
    if undated:
        more = f"{small(undated)} more" if made else small(undated)
        verb = "does" if undated == 1 else "do"
        whom = "it was" if undated == 1 else "they were"
        told += f" {capital(more)} {verb} not say when {whom} entered."
    return told


def moment(row: Claim) -> str:
    """Return when a change was printed, as finely as that is known."""
    told = row["change"] in ("added", "corrected", "telling")
    return published(row) if told else day(row["printed"])


def event(row: Claim, id: str) -> str:
    """Return one event of a claim's history: what was printed, or what was said of it.

    `id` is that of the claim whose history it is.
    """
    if row["change"] in RESPONSES:
        return f"{answered(row)}{'' if row['id'] == id else f' Of {said(row)}.'}"
    which = " (this claim)" if row["id"] == id else ""
    if row["change"] == "telling":
        return f"{said(row)}, printed again by {row['publisher']}{which}"
    place = f" in place of {instead_of(row)}" if instead_of(row) else ""
    return f"{said(row)}{place}, printed by {row['publisher']}{which}"
