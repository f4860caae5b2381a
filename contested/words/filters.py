"""What a selection leaves out, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from contested.selection import Selection
from contested.vocabulary import EVIDENCE, RELATIONS, Relation, Term
from contested.words.dates import day
from contested.words.phrases import capital, listed


def among(
    selection: Selection,
    sources: Mapping[str, str] | None = None,
    article: str = "",
    sides: Mapping[str, str] | None = None,
) -> str:
    """Return the claims that a selection's filters leave, as a phrase; empty where they leave all.

    What is said of the claims is said of these alone, so the phrase is part of the answer and of
    the title. `sources` maps a source's id to its name, `sides` a side's to its party's; `article`
    is what the selection's is called.

    >>> from datetime import date
    >>> of_2025 = {"since": date(2025, 1, 1), "until": date(2025, 12, 31)}
    >>> among(Selection(source=("zelensky",), **of_2025), {"zelensky": "Zelensky"})
    'claims by Zelensky of 2025'
    >>> among(Selection(relation=("own",), known_on=date(2025, 2, 1)))
    'claims with the relation own side printed by 1 February 2025'
    >>> among(Selection(side=("ukrainian", "us")))
    'claims by the Ukrainian or US side'
    >>> among(Selection(scale="log"))
    ''
    """
    names = sources or {}
    parts: list[str] = []
    if selection.source:
        parts.append(f"by {listed((names.get(id, id) for id in selection.source), 'or')}")
    if selection.side:
        parts.append(f"by the {_sides(selection, sides)} side")
    if selection.relation:
        parts.append(f"with the relation {_any_of(selection.relation, RELATIONS)}")
    if selection.evidence:
        parts.append(f"with the evidence {_any_of(selection.evidence, EVIDENCE)}")
    if selection.place:
        parts.append(f"about {selection.place}")
    if selection.article:
        parts.append(f"in {article or selection.article}")
    parts += filter(None, [_dates(selection.since, selection.until)])
    if selection.known_on:
        parts.append(f"printed by {day(selection.known_on)}")
    return " ".join(["claims", *parts]) if parts else ""


def side_name(side: str, parties: Mapping[str, str] | None = None) -> str:
    """Return what a side is called: as the party whose id it has, or what its own id says.

    `parties` maps ids to names. An id is a word, or the letters of an abbreviation.

    >>> side_name("al-shabaab", {"al-shabaab": "al-Shabaab"}), side_name("m23", {"m23": "the M23"})
    ('al-Shabaab', 'M23')
    >>> [side_name(side) for side in ("thai", "army", "us", "rsf", "jnim")]
    ['Thai', 'Army', 'US', 'RSF', 'JNIM']
    """
    if (party := (parties or {}).get(side, side)) != side:
        return party.removeprefix("the ")
    # Most sides have no name in the data; short ids without a full vowel are spelled out.
    spelled = len(side) <= 3 or (len(side) == 4 and not set("aeou") & set(side))
    return side.upper() if spelled else capital(side.replace("-", " "))


def _sides(selection: Selection, parties: Mapping[str, str] | None) -> str:
    return listed((side_name(side, parties) for side in selection.side), "or")


def _any_of(words: Iterable[str], terms: Mapping[str, Relation] | Mapping[str, Term]) -> str:
    """Return words of a vocabulary as it calls them, for one that is any of them."""
    return listed((terms[word].label.lower() for word in words), "or")


def _dates(since: date | None, until: date | None) -> str:
    """Return the dates that claims may refer to, as a phrase: a whole year by its number."""
    if since and until and (since, until) == (date(since.year, 1, 1), date(since.year, 12, 31)):
        return f"of {since.year}"
    if since and until:
        return f"from {day(since)} to {day(until)}"
    return f"from {day(since)} on" if since else f"up to {day(until)}" if until else ""


def narrowing(
    selection: Selection,
    sources: Mapping[str, str] | None = None,
    article: str = "",
    sides: Mapping[str, str] | None = None,
) -> str:
    """Return what a selection leaves out beyond its quantity, in words; empty if nothing.

    `sources` maps a source's id to its name, `sides` a side's to its party's; `article` is what the
    selection's is called.

    >>> from datetime import date
    >>> narrowing(Selection(source=("nis",), since=date(2025, 1, 1)), {"nis": "NIS"})
    'Only NIS; from 1 January 2025.'
    """
    names = sources or {}
    parts: list[str] = []
    if selection.source:
        parts.append(f"only {listed(names.get(id, id) for id in selection.source)}")
    if selection.article:
        parts.append(f"only in {article or selection.article}")
    if selection.relation:
        parts.append(f"relation: {_any_of(selection.relation, RELATIONS)}")
    if selection.side:
        parts.append(f"sources of the {_sides(selection, sides)} side")
    if selection.evidence:
        parts.append(f"evidence: {_any_of(selection.evidence, EVIDENCE)}")
    if selection.place:
        parts.append(f"place: {selection.place}")
    if selection.since:
        parts.append(f"from {day(selection.since)}")
    if selection.until:
        parts.append(f"to {day(selection.until)}")
    if selection.known_on:
        parts.append(f"as known on {day(selection.known_on)}")
    if selection.apart == "hidden":
        parts.append("without claims that count something else")
    return f"{capital('; '.join(parts))}." if parts else ""
