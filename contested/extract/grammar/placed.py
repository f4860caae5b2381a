"""Where a number of a sentence is of, and whose people it counts, by the names there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contested.extract.candidate import Place
from contested.extract.names import Names

#: Words in capitals that are no place and no people.
_CALENDAR = (
    "january february march april may june july august september october november december monday"
    " tuesday wednesday thursday friday saturday sunday i un the at in on over about some nearly"
    " almost more of"
)
_NOT = frozenset(_CALENDAR.split())
_IN = re.compile(
    r"(?<![\w-])(?:in|at|near|across|around|outside|inside|from|within|throughout)"
    r"(?: (?:the|southern|northern|eastern|western|central|nearby|city of|village of|town of"
    r"|province of|region of|state of|port of|country|countryside|camp of|occupied))* "
)
_CAPITALS = re.compile(
    r"[^\W\d_][\w'’.-]*(?: (?:(?:of|de|del|da|al|el|the|and the) )?[A-Z][\w'’-]*)*"
)
#: Between whom a war is: two names that say no place.
_PARTIES_TO = re.compile(
    r"\b(?:war|wars|conflict|fighting|hostilities|clashes|talks|truce|ceasefire|exchange|swap)"
    r" between (?:the )?[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*)*,? and (?:the )?[A-Z][\w'’.-]*"
    r"(?: [A-Z][\w'’.-]*)*"
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def places(sentence: str, names: Names) -> list[tuple[Place, str]]:
    """Return where a sentence names places, each with its id, "" for one that no row names.

    Places that the folder names are taken wherever they stand, but as owners ("Norway's losses")
    and as sides ("the war between Norway and Sweden"); else capitals behind "in" or "near".
    """
    owned = _PARTIES_TO.sub(lambda match: "." * len(match[0]), sentence)
    met = [
        ((one.start, one.end), one.id)
        for one in names.met("places", owned)
        if not owned[one.start : one.end].endswith(("'s", "’s"))
    ]
    if met:
        return met
    capitals = (_capitals(sentence, match.end()) for match in _IN.finditer(sentence))
    return [(place, "") for place in capitals if place]


def nearest(named: Sequence[tuple[Place, str]], end: int) -> tuple[Place, str] | None:
    """Return the place of a number that ends there: the first behind it, else the last before."""
    behind = next((one for one in named if one[0][0] >= end), None)
    return behind or (named[-1] if named else None)


def subject(sentence: str, names: Names, start: int, end: int) -> tuple[Place, str] | None:
    """Return where a stretch of words names whose people are counted, and the id of that party."""
    for one in names.met("parties", sentence[start:end]):
        return (start + one.start, start + one.end), one.id
    words = [match.span() for match in _WORD.finditer(sentence, start, end)]
    run: list[Place] = []
    for begin, stop in words:
        word = sentence[begin:stop]
        if word[0].isupper() and word.lower() not in _NOT:
            run.append((begin, stop))
        elif run:
            break
    if not run:
        return None
    last = run[-1][1]
    return (run[0][0], last - 2 if sentence[:last].endswith(("'s", "’s")) else last), ""


def _capitals(sentence: str, begin: int) -> Place | None:
    match = _CAPITALS.match(sentence, begin)
    if not match or not match[0][0].isupper():
        return None
    words = match[0].split()
    if words[0].lower().strip(".,") in _NOT or words[0].lower().rstrip("'’s") in _NOT:
        return None
    stop = match.end()
    if sentence[match.start() : stop].endswith(("'s", "’s")):
        stop -= 2
    if sentence[stop - 1] == ".":
        stop -= 1
    return match.start(), stop
