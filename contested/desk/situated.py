"""In which place a new one is: as the text says it, or which ones it may be in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from contested.desk.context import Context
from contested.desk.draft import Draft
from contested.extract.grammar.countries import DIVISIONS
from contested.extract.grammar.placed import WITHIN
from contested.importers.names import plain

#: So many are worth choosing from.
_MOST = 4
_AFTER = 80
#: A name without what it is: "Kasa" of "Kasa province".
_NAME = re.compile(r"[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w'’-]+)*")
#: A part of a country, without what a sentence begins with: "The Kasa region", "In Kasa State".
_DIVISION = re.compile(
    r"(?<!\w)(?!(?:The|In|From|Across|Near|At|Around|Throughout) )"
    rf"({_NAME.pattern}) (?i:{'|'.join(DIVISIONS)})(?!\w)"
)
#: "North Kivu's ", "North Kivu's town of ".
_OWNING = re.compile(r"['’]s? (?:(?:[\w-]+ ){0,2}(?:city|town|village|camp|district) of )?$")


def parent(draft: Draft, context: Context, drawn: Sequence[Draft] = ()) -> tuple[str, str]:
    """Return the place that a draft's new place is in, and the words that say so.

    It is an id, or the name of one that the folder lacks: where another of the text's drafts says
    the same number of a wider place, as a title does. "" where the text does not say it, but for
    the territory whose people are counted.
    """
    conflict = draft.value("conflict")
    for start, end in _mentions(draft, context):
        for said in (_behind(context, end, conflict), _before(context, start, conflict)):
            if said[0]:
                return said
    if (said := _of_dateline(draft.value("place"), context))[0]:
        return said
    for one in drawn:
        wider = one.value("place")
        if one.again == draft.number and wider not in ("", draft.value("place")):
            return wider, f"where number {one.number} has it"
    for party in (context.people_of(draft)[0], draft.value("subject")):
        if context.named_party(party).get("kind") == "population":
            for row in context.places:
                if context.whole(row["id"], conflict, party):
                    return row["id"], "whose people are counted, or where they are"
    return "", ""


def may_be_in(draft: Draft, context: Context) -> list[str]:
    """Return the places that a draft's new place may be in: those that the article names.

    First is a new one that the text says it is in, then those parts of a country that the folder
    lacks. Where the article names none of the folder's, they are those of the war that are in no
    other, as its country is.
    """
    conflict = draft.value("conflict")
    parents = context.part_of
    of_war = [row["id"] for row in context.places if row["conflict"] == conflict]
    of = context.people_of(draft)[0]
    named = [id for id in context.places_named if id in of_war and id != draft.value("place")]
    # No part of one country is in another.
    whose = {id: context.people_of(draft.given({"place": id}))[0] for id in named}
    named = [id for id in named if not (of and whose[id]) or of == whose[id]]
    wholes = Counter(parents[id] for id in of_war if parents[id])
    whole = [id for id, _ in wholes.most_common() if not parents.get(id)]
    likely = [*_new_behind(draft, context), *_new_divisions(draft, context), *(named or whole)]
    return list(dict.fromkeys(likely))[:_MOST]


def _mentions(draft: Draft, context: Context) -> Iterator[tuple[int, int]]:
    """Yield where the text names a draft's place: at its own number first, unless it was given."""
    if "place" not in draft.given_cells:
        yield from draft.candidate.because.get("place", ())
    name = re.escape(draft.value("place"))
    yield from (match.span() for match in re.finditer(rf"(?<!\w){name}(?!\w)", context.given))


def _behind(context: Context, end: int, conflict: str) -> tuple[str, str]:
    words = re.split(r"[.;!?\n](?=\s|$)", context.given[end : end + _AFTER])[0]
    for one in context.names.met("places", words):
        if not WITHIN.fullmatch(words[: one.start]):
            break
        if _is_of(context, one.id, conflict):
            return one.id, f"“{' '.join(words[: one.end].split())}”"
    return "", ""


def _new_behind(draft: Draft, context: Context) -> list[str]:
    """Return the name that the folder lacks of what the text says a place is in: "in Kasa"."""
    for _, end in _mentions(draft, context):
        within = WITHIN.match(context.given, end)
        name = _NAME.match(context.given, within.end()) if within else None
        if within and name and re.search(r"\b(?:in|of)\b", within[0]):
            return [] if context.names.id("places", name[0]) else [name[0]]
    return []


def _new_divisions(draft: Draft, context: Context) -> list[str]:
    """Return the parts of a country that the text names and the folder lacks: "Kasa region"."""
    return [
        met[0]
        for met in _DIVISION.finditer(context.text)
        if met[0] != draft.value("place")
        and not any(
            context.names.id(table, name)
            for table in ("places", "parties")  # "Islamic State" is no state
            for name in (met[0], met[1])
        )
    ]


def _before(context: Context, start: int, conflict: str) -> tuple[str, str]:
    words = context.given[max(0, start - _AFTER) : start]
    for one in reversed(list(context.names.met("places", words))):
        at = one.end - 2 if words[one.start : one.end].endswith(("'s", "’s")) else one.end
        if _is_of(context, one.id, conflict) and _OWNING.fullmatch(words, at):
            return one.id, f"“{' '.join(words[one.start :].split())}”"
    return "", ""


def _of_dateline(name: str, context: Context) -> tuple[str, str]:
    city, comma, rest = context.dateline.partition(",")
    if comma and plain(city) == plain(name):
        for met in context.names.met("places", rest):
            return met.id, f"“{context.dateline}”"
    return "", ""


def _is_of(context: Context, place: str, conflict: str) -> bool:
    """Return whether a place is of a war, or of none alone."""
    return any(row["id"] == place and row["conflict"] in ("", conflict) for row in context.places)
