"""What a selection leaves out, in words."""

from __future__ import annotations

from collections.abc import Mapping

from contested.selection import Selection
from contested.vocabulary import EVIDENCE, RELATIONS
from contested.words.dates import day
from contested.words.phrases import capital, listed


def narrowing(
    selection: Selection, sources: Mapping[str, str] | None = None, article: str = ""
) -> str:
    """Return what a selection leaves out beyond its quantity, in words; empty if nothing.

    `sources` maps a source's id to its name; `article` is what the selection's is called.

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
        labels = (RELATIONS[word].label.lower() for word in selection.relation)
        parts.append(f"relation: {listed(labels, 'or')}")
    if selection.side:
        parts.append(f"sources of the side {listed(selection.side, 'or')}")
    if selection.evidence:
        parts.append(
            "evidence: "
            + listed((EVIDENCE[word].label.lower() for word in selection.evidence), "or")
        )
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
