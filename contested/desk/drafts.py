"""An article's candidates as drafts: what its text says of each, and what follows from that."""

from __future__ import annotations

import re
from dataclasses import replace

from contested.desk.article import Article, Known
from contested.desk.completing import completed
from contested.desk.context import Context, Speaker
from contested.desk.draft import UNKNOWN, Draft
from contested.desk.together import (
    with_full_names,
    with_moments,
    with_offices,
    with_sources_named,
    without_repeats,
)
from contested.extract import Candidate, candidates
from contested.importers.names import plain
from contested.tables import INDEPENDENT

#: The longest phrase that `stated` takes, and the shortest bare number.
_STATED, _SHORTEST = 80, 3
#: A name that is those of several places.
_SEVERAL = re.compile(r" and (?!the )")
#: "The army did not answer; its spokesman, Zaw Ka, said".
_ITS = re.compile(
    r"\b((?:[Tt]he (?:[A-Z]\w+ )?|[A-Z]\w+['’]s )(?:military|army|junta|government|ministry|group"
    r"|rebels?|militia|front|movement))\b[^!?\n]*\b(?:[Ii]ts|[Tt]heir) [^.,;\n]{0,60}, $"
)
_FAR = 200
#: Words for killing that a reader may want to see.
_SOFT = re.compile(r"\b(?:neutrali[sz]|eliminat|liquidat)\w+", re.I)


def drafts(article: Article, context: Context) -> list[Draft]:
    """Return the drafts of an article in the order of its text, numbered from 1.

    What the text does not say is proposed, each cell with what it rests on: the war that the
    article tells of; what the folder has of the same source and the like quantity (`precedents`);
    else what is usual there. Nothing proposes a number. What nothing says is left empty.
    """
    every = candidates(
        article.text,
        language=article.value("language"),
        published=article.value("published"),
        data=context.names,
    )
    read = [
        Draft(number, one, *_cells(article, one, context)) for number, one in enumerate(every, 1)
    ]
    called = {
        id: plain(" ".join([row["name"], row["short"], row["names"]]))
        for id, row in context.by_id.items()
    }
    read = with_sources_named(with_offices(read), called)
    read = with_full_names(with_moments(read, article, context.place_names))
    read = [replace(one, of_text=(one.cells, one.asked)) for one in read]
    return without_repeats([completed(one, context) for one in read], article)


def _cells(
    article: Article, one: Candidate, context: Context
) -> tuple[dict[str, Known], dict[str, str]]:
    """Return what the text says of a candidate, with the words that say it, and what is asked."""
    words = " ".join(one.words.split())
    cells = {
        name: Known("" if value is None else str(value), f"“{words}”")
        for name, value in (("low", one.low), ("best", one.best), ("high", one.high))
    }
    cells["qualifier"] = Known(one.qualifier, f"“{words}”")
    cells["stated"] = Known(words if _tells(words) else "", f"“{words}”")
    for name in ("metric", "population", "as_of", "since", "counting"):
        cells[name] = Known(getattr(one, name), _rests(article.text, one, name))
    if one.metric and context.counting(one.metric) == "snapshot":
        # "12,000 troops in the past week" are there at its end.
        del cells["counting"]
    # What stands around a name goes on where a line ends, and ends where a paragraph does.
    lines = article.running
    speakers: list[Speaker] = []
    for name, printed in (("sources", one.sources), ("via", one.via)):
        ids = one.ids.get(name, ("",) * len(printed))
        places = one.because.get(name, ())
        by: list[Speaker] = []
        for said, id, place in zip(printed, ids, places, strict=True):
            if not id and (joint := context.joint(said)):
                by += map(Speaker, joint)
                continue
            whole = context.group(said, lines[: place[0]]) or said
            around, owner = _around(lines, *place), _owner(lines, place[0])
            by.append(context.speaker(whole, id, around, owner=owner))
        rests = [_rests(article.text, one, name), *(speaker.where for speaker in by)]
        said = " + ".join(speaker.cell for speaker in by)
        cells[name] = Known(said, "; ".join(filter(None, rests)))
        speakers += by if name == "sources" else []
    if soft := _SOFT.search(_rests(article.text, one, "metric")):
        cells["note"] = Known(f"Printed as “{soft[0]}”", f"“{soft[0]}”")
    cells["subject"], asked = _subject(article, one, context, speakers)
    if named := context.other_war(article.running[slice(*article.sentence(one.start))]):
        asked["conflict"] = f"Which war? The sentence names {named}"
    if not one.population and (whom := _rests(article.text, one, "population")):
        asked["population"] = f"Whom? {whom} are a population that the data do not have"
    if not _id(one, "place") and _SEVERAL.search(one.place):
        named = _rests(article.text, one, "place")
        asked["place"] = f"No one place: the text names {named}"
    else:
        cells["place"] = Known(_id(one, "place") or one.place, _rests(article.text, one, "place"))
    if not one.as_of and article.value("published"):
        cells["as_of"] = Known(article.value("published"), "the day of publication")
    printing = plain(article.value("publisher")).removeprefix("the ")
    if printing and plain(" ".join(one.via)).removeprefix("the ") == printing:
        del cells["via"]  # Who was told is who prints it.
    return {name: cell for name, cell in cells.items() if cell.value}, asked


def _id(one: Candidate, name: str) -> str:
    return next(iter(one.ids.get(name, ())), "")


def _subject(
    article: Article, one: Candidate, context: Context, speakers: list[Speaker]
) -> tuple[Known, dict[str, str]]:
    """Return whose people are counted, and what is asked where the words leave it open."""
    rests, conflict = _rests(article.text, one, "subject"), context.conflict[0]
    if one.own:
        sides = {context.side(speaker.id) or speaker.affiliation for speaker in speakers}
        sides = {context.in_conflict(side, conflict) for side in sides - {"", INDEPENDENT}}
        if len(sides) == 1:
            return Known(sides.pop(), f"{rests}: of who says so"), {}
        return UNKNOWN, {"subject": f"{rests}: whose, the words do not say"}
    if id := _id(one, "subject"):
        return Known(context.in_conflict(id, conflict), rests), {}
    said = one.subject
    if not said and (whom := one.because.get("population")) and whom[0][0] > one.end:
        # "64 junta soldiers": whose they are stands before them.
        said = article.text[one.end : whom[0][0]].strip()
        rests = f"“{' '.join(said.split())}”"
    if said and (party := context.party(said, conflict)):
        return Known(party, rests), {}
    if by := context.group(said, article.text[: one.start], [one.id for one in speakers]):
        return Known(context.names.id("parties", by), f"{rests}: {by}, named before"), {}
    if one.subject[:1].isupper():
        return Known(one.subject, rests), {}
    return UNKNOWN, {"subject": f"{rests}: whose?"} if one.subject else {}


def _around(text: str, start: int, end: int) -> str:
    """Return the words between commas or brackets beside a name, which say who it is."""
    # Whom a sentence tells of before "…, officials say" is none of them.
    named = text[start : start + 1].isupper()
    told = text[max(0, start - 100) : start] if named else ""
    before = re.search(r"(?:[,.;\n]|^)([^,.;\n\d]{0,90}), $", told)
    # What is between two commas says who it is; what says something begins with another word.
    behind = re.match(
        r"(?:, (?!(?:who|which|told|said|saying)\b)| \()([^,.;()\n]{0,90})(?=[,.;)\n]|$)",
        text[end : end + 100],
    )
    return ", ".join(match[1] for match in (before, behind) if match)


def _owner(text: str, start: int) -> str:
    """Return whose somebody is who is named behind "its spokesman": the last kind before it."""
    match = _ITS.search(text[max(0, start - _FAR) : start])
    return match[1] if match else ""


def _tells(words: str) -> bool:
    """Return whether the words of a number find it again: "17" stands on a page many times."""
    return len(words) <= _STATED and not (words.isdecimal() and len(words) < _SHORTEST)


def _rests(text: str, one: Candidate, name: str) -> str:
    """Return the words of the text that a field rests on."""
    parts = [" ".join(text[start:end].split()) for start, end in one.because.get(name, ())]
    return ", ".join(f"“{part}”" for part in parts)
