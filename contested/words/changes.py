"""What changed in the data, in words: a line a change, and what many come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from contested.vocabulary import CHANGES, RESPONSES
from contested.words.claim import Claim, said, sentence
from contested.words.numbers import count, number
from contested.words.phrases import listed

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
