"""What an article's drafts say of each other: one moment, one place, the same number again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from math import prod

from contested.desk.article import Article, Known
from contested.desk.draft import OF_ITS_DAY, UNKNOWN, WHICH_DAY, Draft
from contested.desk.kinds import is_kind_word
from contested.desk.precedents import UNSPLIT
from contested.extract.grammar import countries
from contested.importers.names import plain

#: What is part of those just counted: "among the dead were six children".
_AMONG = re.compile(
    r"\b(?:(?:among|of|including) (?:the (?:dead|killed|victims|wounded|injured|casualties)|them"
    r"|those(?: killed| wounded)?)"
    r"|the (?:dead|victims|wounded|injured) (?:include[ds]?|were|are))\b",
    re.I,
)
#: The same behind the number, "12 of the dead"; and who else was harmed with those, "61 others".
_OF_THOSE = re.compile(
    r" (?:(?:[\w-]+ ){0,3}?(?:of the (?:dead|victims|wounded|injured|drones|missiles|rockets)"
    r"|(?:were|was|are) among (?:the (?:dead|killed|victims|wounded|injured)|them))"
    r"|(?:of (?:them|whom|those))|others?|more|further)\b(?! than)"
)
_OF_THEM = re.compile(r"of (?:them|whom|those)")
_ANOTHER = re.compile(r"\b(?:another|a further) $", re.I)
#: One attack that was told of: "in the overnight attack".
_THE_ATTACK = re.compile(
    r"\b(?:in|by|from|during) (?:the|this|that) (?:same )?(?:[\w-]+ ){0,2}?(?:attack"
    r"|(?:air ?)?strikes?|raid|bombing|bombardment|shelling|blast|explosion|ambush|massacre)\b"
)
_NEAR = 80
#: What leads to a number that was told before.
_OF_THE = re.compile(r"\bof (?:the|those|these) $", re.I)
#: What those have in common who were counted together.
_MOMENT = ("as_of", "since", "counting", "place", "subject")
#: A share of those who were harmed: who they are is not who all of those are.
_A_SHARE = re.compile(
    r"\b(?:among|including|of the|of those|the (?:dead|victims|wounded|injured))\b"
)
#: What those are of whom a number is said to be, by the words' end.
_LAUNCHED = ("drones_launched", "missiles_launched")
_OF_WHAT = {
    "drones": _LAUNCHED[0], "missiles": _LAUNCHED[1], "rockets": _LAUNCHED[1], "dead": "killed",
    "victims": "killed", "the killed": "killed", "wounded": "wounded", "injured": "wounded",
}  # fmt: skip
_HARMED = frozenset({"killed", "wounded", "casualties", "missing"})
#: One attack, whose dead are of its day.
_ATTACK = re.compile(
    r"\b(?:in|by|after|when|from) (?:an?|the|another) (?:[\w-]+ ){0,4}?(?:attack|(?:air ?)?strike"
    r"|raid|bombing|bombardment|shelling|blast|explosion|ambush|massacre|crash)\b"
)
#: A place's name with what it is: "Sagaing" and "Sagaing Region" are one in an article.
_FULL = rf" (?:{'|'.join(countries.DIVISIONS)}|department|prefecture)"
#: What a headline rounds to.
_ROUND = 1_000
#: How many a word stands for: "tens of thousands" are those of both. Twenty times as many have
#: another.
_SIZES = {"million": 1_000_000, "thousand": 1_000, "hundred": 100, "dozen": 12, "tens ": 10}


def with_moments(read: list[Draft], article: Article, places: Mapping[str, str]) -> list[Draft]:
    """Return drafts of which one that is among those counted before has their day and place.

    So has one of "the attack" that was told of. One that says neither, behind one of a day and a
    place, may be of them: that is asked. `places` are the names of the folder's places by id.
    """
    made: list[Draft] = []
    for draft in read:
        here = article.running[slice(*article.sentence(draft.candidate.start))]
        alike = [one for one in reversed(made) if one.value("metric") == draft.value("metric")]
        if of := _said_again(draft, made, article):
            draft = _of_the_same(draft, of, "the same number", (*_MOMENT, "population", "sources"))
        elif made and (of := _said_again(made[-1], made[:-1], article)):
            start, end = article.sentence(made[-1].candidate.start)
            if start <= draft.candidate.start < end:
                # "Of the 29 civilians, 10 died."
                draft = _of_the_same(draft, of, "“of the”", (*_MOMENT, "population"))
        words, before = _of_those(draft, made, article)
        # "Said on Sunday that five were among the dead": the day of the dead is told before.
        stated = before and before.value("counting") == "period"
        if before and (stated or not draft.candidate.as_of) and not draft.value("counting"):
            draft = _of_the_same(draft, before, words, (*_MOMENT, "metric"))
            if draft.value("metric") in _HARMED and _A_SHARE.search(words.lower()):
                draft = draft.asking("population", f"Whom? They are a share: {words}")
        elif (attack := _THE_ATTACK.search(here)) and (of := _told_of(made)):
            days = () if _says_when(draft) else ("as_of", "since", "counting")
            place = () if _says_where(draft) else ("place",)
            draft = _of_the_same(draft, of, f"“{attack[0]}”", (*days, *place))
        elif alike and _is_of_a_moment(alike[0]) and not _says_when_or_where(draft):
            there = alike[0].value("place")
            there = places.get(there, there)
            where = f"Where? Number {alike[0].number} before it is of {there}"
            asked = {**draft.asked, "place": where}
            draft = replace(draft, like=alike[0].number, asked=asked)
        elif not _says_when(draft) and (attack := _ATTACK.search(here)):
            # The dead of one attack are no total: its day is asked for where nothing says it.
            period = {"counting": Known("period", f"“{attack[0]}”: {OF_ITS_DAY}")}
            dayless = draft.without("as_of", WHICH_DAY)
            draft = replace(dayless, cells={**dayless.cells, **period})
        made.append(draft)
    return made


def _said_again(draft: Draft, made: list[Draft], article: Article) -> Draft | None:
    """Return the draft of which a number is named again: "of the 29 casualties"."""
    start, values, metric = draft.candidate.start, draft.candidate.values, draft.value("metric")
    if not values or not _OF_THE.search(article.running, max(0, start - _NEAR), start):
        return None
    before = (one for one in reversed(made) if not _is_headline(one, article))
    same = (one for one in before if one.candidate.values == values)
    return next((one for one in same if metric in ("", one.value("metric"))), None)


def _of_those(draft: Draft, made: list[Draft], article: Article) -> tuple[str, Draft | None]:
    """Return the words by which a number is of those of one before it, and that one."""
    own = draft.candidate
    before = [one for one in reversed(made) if not _is_headline(one, article)]
    alike = [one for one in before if one.value("metric") == draft.value("metric")]
    start = max(
        made[-1].candidate.end if made else 0, own.start - _NEAR, article.sentence(own.start)[0]
    )
    if (among := _AMONG.search(article.running, start, own.start)) and alike:
        return f"“{among[0]}”", alike[0]
    behind = _OF_THOSE.match(article.running, own.end)
    if behind := behind or _ANOTHER.search(article.running, start, own.start):
        words = " ".join(behind[0].split())
        metric = draft.value("metric")
        of = next((one for ending, one in _OF_WHAT.items() if words.endswith(ending)), metric)
        moments = [one for one in before if one.value("counting") == "period"]
        wanted = [one for one in [*moments, *before] if one.value("metric") == of]
        if not metric and _OF_THEM.fullmatch(words):
            ranked = before  # "It counted 2,300 of them": what they are is said of the last.
        elif of in _LAUNCHED or not moments:
            ranked = wanted
        else:
            harmed = [one for one in moments if one.value("metric") in _HARMED]
            ranked = [one for one in wanted if one in moments] + harmed
        if ranked:
            return f"“{words}”", ranked[0]
    return "", None


def _of_the_same(draft: Draft, of: Draft, words: str, names: tuple[str, ...]) -> Draft:
    """Return a draft with cells of another, where it has none; a day is only known by print."""
    where = f"{words} of number {of.number}"
    cells = {
        name: Known(of.value(name), where)
        for name in names
        if of.value(name) and (name == "as_of" or not draft.value(name))
    }
    made = replace(draft, cells={**draft.cells, **cells})
    # Where the other's day is asked for, so is this one's.
    asks = "as_of" in names and "as_of" in of.asked and not of.value("as_of")
    return made.without("as_of", of.asked["as_of"]) if asks else made


def _told_of(made: list[Draft]) -> Draft | None:
    """Return the last draft of one attack and its place."""
    return next((one for one in reversed(made) if _is_of_a_moment(one)), None)


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


def with_sources_named(read: list[Draft], names: Mapping[str, str]) -> list[Draft]:
    """Return drafts of which "the ministry" is the one ministry that another has by its name.

    `names` are those of the folder's sources, by id, in words.
    """
    called_here = {draft.value("sources") for draft in read} - {""}
    names = {
        **{one: plain(one.partition(" (")[0]) for one in called_here if " + " not in one},
        **{id: words for id, words in names.items() if id in called_here},
    }
    met = {one for one in names if not all(map(is_kind_word, names[one].split()))}
    made = []
    for draft in read:
        cell = draft.cells.get("sources", UNKNOWN)
        own = plain(cell.value).split()
        called = [id for id in met if own and set(own) <= set(names[id].split())]
        if cell.value not in met and all(map(is_kind_word, own)) and len(called) == 1:
            known = Known(called[0], f"{cell.where}, whom the text names elsewhere")
            draft = replace(draft, cells={**draft.cells, "sources": known})
        made.append(draft)
    return made


def _is_of_a_moment(draft: Draft) -> bool:
    return draft.value("counting") == "period" and draft.value("place") != ""


def _says_when(draft: Draft) -> bool:
    own = draft.candidate
    return any((own.as_of, own.since, own.counting))


def _says_where(draft: Draft) -> bool:
    return bool(draft.candidate.place or draft.asked.get("place"))


def _says_when_or_where(draft: Draft) -> bool:
    return _says_when(draft) or _says_where(draft)


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

    def headline(draft: Draft) -> bool:
        return _is_headline(draft, article)

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


def _is_headline(draft: Draft, article: Article) -> bool:
    title = article.value("title")
    start = article.text.find(title) if title else -1
    return 0 <= start <= draft.candidate.start < start + len(title)


def _repeats(draft: Draft, of: Draft, headline: bool) -> bool:
    metric, other = draft.value("metric"), of.value("metric")
    alike = not metric or not other or metric == other or metric in UNSPLIT
    values = draft.candidate.values
    if headline and not values:
        return metric == other and _may_stand_for(draft.candidate.words, of.candidate.values)
    if headline and alike and _rounded(values, of.candidate.values):
        return True
    if not values or values != of.candidate.values or not alike:
        return False
    return headline or all(_same(draft, of, name) for name in ("sources", "population", "subject"))


def _may_stand_for(words: str, values: tuple[int, ...]) -> bool:
    """Return whether a word for a number, as "dozens", may be said of some values."""
    small = words.lower()
    size = prod(size for word, size in _SIZES.items() if word in small)
    return size == 1 or any(size <= value < 20 * size for value in values)


def _rounded(values: tuple[int, ...], exact: tuple[int, ...]) -> bool:
    """Return whether a headline's number is one of the text's in round thousands: 71,000, 71,204.

    >>> _rounded((71_000,), (71_204,)), _rounded((71_000,), (75_000,))
    (True, False)
    """
    if len(values) != 1 or len(exact) != 1 or values[0] < _ROUND or values[0] % _ROUND:
        return False
    return 0 < abs(exact[0] - values[0]) < _ROUND


def _same(one: Draft, other: Draft, name: str) -> bool:
    return one.value(name) in ("", other.value(name)) or not other.value(name)
