"""What an article's drafts say of each other: one moment, one place, the same number again."""

from __future__ import annotations

import re
from dataclasses import replace
from math import prod

from contested.desk.article import Article, Known
from contested.desk.draft import UNKNOWN, Draft
from contested.desk.precedents import UNSPLIT

#: What is part of those just counted: "among the dead were six children".
_AMONG = re.compile(
    r"\b(?:(?:among|of|including) (?:the (?:dead|killed|victims|wounded|injured|casualties)|them"
    r"|those(?: killed| wounded)?)"
    r"|the (?:dead|victims|wounded|injured) (?:include[ds]?|were|are))\b",
    re.I,
)
_NEAR = 80
#: What a cell rests on that is so by one attack's day, and what is asked of it.
OF_ITS_DAY, WHICH_DAY = "of its day", "on which day? The text does not say"
#: One attack, whose dead are of its day.
_ATTACK = re.compile(
    r"\b(?:in|by|after|when|from) (?:an?|the|another) (?:[\w-]+ ){0,4}?(?:attack|(?:air ?)?strike"
    r"|raid|bombing|bombardment|shelling|blast|explosion|ambush|massacre|crash)\b"
)
#: A place's name with what it is: "Sagaing" and "Sagaing Region" are one in an article.
_FULL = r" (?:region|province|state|district|oblast|governorate|county|department|prefecture)"
#: How many a word stands for: "tens of thousands" are those of both. Twenty times as many have
#: another.
_SIZES = {"million": 1_000_000, "thousand": 1_000, "hundred": 100, "dozen": 12, "tens ": 10}


def with_moments(read: list[Draft], article: Article) -> list[Draft]:
    """Return drafts of which one that is among those counted before has their day and place.

    One that says neither, behind one of a day and a place, may be of them: that is asked.
    """
    made: list[Draft] = []
    for draft in read:
        begin = draft.candidate.start
        here = article.text[slice(*article.sentence(begin))]
        start = max(made[-1].candidate.end if made else 0, begin - _NEAR)
        among = _AMONG.search(article.text, start, begin)
        alike = (one for one in reversed(made) if one.value("metric") == draft.value("metric"))
        before = next(alike, None)
        if among and before and not draft.candidate.as_of and not draft.value("counting"):
            words = f"“{among[0]}” of number {before.number}"
            same = {
                name: Known(before.value(name), words)
                for name in ("as_of", "since", "counting", "place", "subject")
                if before.value(name) and (name == "as_of" or not draft.value(name))
            }
            draft = replace(draft, cells={**draft.cells, **same})
        elif before and _is_of_a_moment(before) and not _says_when_or_where(draft):
            where = f"Where? Number {before.number} before it is of {before.value('place')}"
            draft = replace(draft, like=before.number, asked={**draft.asked, "place": where})
        elif not _says_when(draft) and (attack := _ATTACK.search(here)):
            # The dead of one attack are no total: its day is asked for where nothing says it.
            period = {"counting": Known("period", f"“{attack[0]}”: {OF_ITS_DAY}")}
            dayless = draft.without("as_of", WHICH_DAY)
            draft = replace(dayless, cells={**dayless.cells, **period})
        made.append(draft)
    return made


def with_offices(read: list[Draft]) -> list[Draft]:
    """Return drafts of which each by a new source has the longest name of it, with its office."""
    named = {draft.value("sources") for draft in read if ", " in draft.value("sources")}
    made = []
    for draft in read:
        cell = draft.cells.get("sources", UNKNOWN)
        name = re.escape(re.sub(r" \([^()]*\)$", "", cell.value))
        longer = [one for one in named if re.match(rf"{name}, ", one)]
        if cell.value and len(longer) == 1:
            known = Known(longer[0], f"{cell.where}, whom the text calls so too")
            draft = replace(draft, cells={**draft.cells, "sources": known})
        made.append(draft)
    return made


def _is_of_a_moment(draft: Draft) -> bool:
    return draft.value("counting") == "period" and draft.value("place") != ""


def _says_when(draft: Draft) -> bool:
    own = draft.candidate
    return any((own.as_of, own.since, own.counting))


def _says_when_or_where(draft: Draft) -> bool:
    return _says_when(draft) or bool(draft.candidate.place or draft.asked.get("place"))


def with_full_names(read: list[Draft]) -> list[Draft]:
    """Return drafts of which those in "Sagaing" are in the "Sagaing Region" of another."""
    named = {draft.value("place") for draft in read} - {""}
    made = []
    for draft in read:
        place = draft.cells.get("place", UNKNOWN)
        full = [one for one in named if re.fullmatch(re.escape(place.value) + _FULL, one, re.I)]
        if place.value and len(full) == 1:
            known = Known(full[0], f"{place.where}, which the text calls {full[0]} too")
            draft = replace(draft, cells={**draft.cells, "place": known})
        made.append(draft)
    return made


def without_repeats(every: list[Draft], article: Article) -> list[Draft]:
    """Return drafts of which those that say a number again name the one that says it best.

    A headline's number, or a vague word for it, is a repeat of the one in the text under it.
    """
    title = article.value("title")
    start = article.text.find(title) if title else -1
    end = start + len(title) if start >= 0 else 0

    def headline(draft: Draft) -> bool:
        return start <= draft.candidate.start < end

    first: list[Draft] = []
    again: dict[int, int] = {}

    def told(draft: Draft) -> int:
        return sum(one.where.startswith("“") for one in draft.cells.values())

    for draft in sorted(every, key=lambda one: (headline(one), -told(one), one.number)):
        of = next((one for one in first if _repeats(draft, one, headline(draft))), None)
        if of is None:
            first.append(draft)
        else:
            again[draft.number] = of.number
    return [replace(one, again=again.get(one.number, 0)) for one in every]


def _repeats(draft: Draft, of: Draft, headline: bool) -> bool:
    metric, other = draft.value("metric"), of.value("metric")
    alike = not metric or not other or metric == other or metric in UNSPLIT
    values = draft.candidate.values
    if headline and not values:
        return metric == other and _may_stand_for(draft.candidate.words, of.candidate.values)
    if not values or values != of.candidate.values or not alike:
        return False
    return headline or all(_same(draft, of, name) for name in ("sources", "population", "subject"))


def _may_stand_for(words: str, values: tuple[int, ...]) -> bool:
    """Return whether a word for a number, as "dozens", may be said of some values."""
    small = words.lower()
    size = prod(size for word, size in _SIZES.items() if word in small)
    return size == 1 or any(size <= value < 20 * size for value in values)


def _same(one: Draft, other: Draft, name: str) -> bool:
    return one.value(name) in ("", other.value(name)) or not other.value(name)
