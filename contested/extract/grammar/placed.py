"""Where a number of a sentence is of, and whose people it counts, by the names there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from contested.extract.candidate import Place
from contested.extract.grammar import countries
from contested.extract.names import Names

#: Words in capitals that are no place and no people.
_CALENDAR = (
    "january february march april may june july august september october november december monday"
    " tuesday wednesday thursday friday saturday sunday i un the at in on over about some nearly"
    " almost more of"
)
_NOT = frozenset(_CALENDAR.split())
_IN = re.compile(
    r"(?<![\w-])(?:[Ii]n|[Aa]t|[Nn]ear|[Aa]cross|[Aa]round|outside|inside|from|within|throughout)"
    r"(?: (?:the|(?:south|north|east|west)(?:ern)?|central|nearby|city of|village of|town of"
    r"|province of|region of|state of|port of|country|countryside|camp of|occupied))* "
)
#: "Its second city, Marn": what a place is stands before its name.
_CITY = re.compile(
    r"(?<![\w-])(?:(?:city|town|village|capital|port)(?: of|,)|(?:province|region|districts?"
    r"|outskirts|suburbs|neighbou?rhoods|centre|center|streets) of) (?=[A-Z])"
)
#: The same, of what is a place whatever name it bears.
_AT = re.compile(_IN.pattern.replace("|from|within|", "|"))
#: The same, of what is done to it: "strikes on Marn".
_ON = re.compile(
    r"(?<![\w-])(?:(?:(?:air ?)?strikes?|attacks?|raids?|assaults?|shelling|bombing|bombardment)"
    r" (?:on|of|against)|(?:fell|landed|rained(?: down)?) on|hit|struck)"
    r" (?:(?:the )?(?:city|town|village|port|camp) of |the )?(?=[A-Z])"
)
#: Between a place and the one that it is in: "El Obeid, the capital of", "Sake, in the", "Sake (".
WITHIN = re.compile(
    r",? (?:in|which is in|(?:the|a|an) (?:[\w-]+ ){1,4}?(?:of|in))"
    r"(?: (?:the|southern|northern|eastern|western|central|nearby|province of|region of"
    r"|[A-Z][\w-]*['’]s))* "
    r"|, | \("
)
_IN_ENDS = re.compile(
    rf"(?:{_IN.pattern}|(?<![\w-])(?:into|of|over|to|against targets in) (?:the )?)$", re.IGNORECASE
)
_CAPITALS = re.compile(
    r"[^\W\d_][\w'’.-]*(?: (?:(?:of|de|del|da|al|el|the|and the) |(?:al|el|as|ash|ar|an|at)-)?"
    r"[A-Z][\w'’-]*)*"
)
#: What is left, or come to, names a place as "in" does: "fled Norway", "fled to Marn".
_GOING = re.compile(r"fle(?:d|e|eing)|left|leaving|escaped|reach(?:ed|ing)|entered|entering")
_GONE = re.compile(rf"(?<!\w)(?:{_GOING.pattern})(?: (?:to|into|towards?|for))?(?: the)? (?=[A-Z])")
#: What leads from those counted to where they are, which is nobody they are of.
_THERE_ARE = frozenset(
    ["near", "across", "around", "outside", "inside", "within", "throughout", "over", "above"]
)
#: Since when, by what was done to a place: "since the group took Oslo".
_TAKEN = re.compile(
    r"(?<!\w)since (?:the |its |their )?[^,.;\d]{0,60}(?:took|taken|captur\w+|seiz\w+|entered|fell"
    r"|lost|overran|stormed|recaptured|retook|attacked|invaded|besieged|occupied|capture of|fall of"
    r"|seizure of|siege of|attack on|invasion of) (?:the (?:city|town|village) of )?$"
)
#: Between whom a war is: two names that say no place.
_PARTIES_TO = re.compile(
    r"\b(?:war|wars|conflict|fighting|hostilities|clashes|talks|truce|ceasefire|exchange|swap)"
    r" between (?:the )?[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*)*,? and (?:the )?[A-Z][\w'’.-]*"
    r"(?: [A-Z][\w'’.-]*)*"
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
#: From where somebody came, or something was sent: it is not where it happened.
_CAME = re.compile(
    r"(?:sent|deployed|launched|fired|c[ao]me|coming|arriv\w+|brought|flown|return\w+|moved"
    r"|retreat\w*|withdr\w+) from (?:the )?$"
)
_FIRST, _LEADS_TO = re.compile(r"\W*(?:In|At|From) "), re.compile(r", (?:an? |the |its )?")
#: Before where somebody works that is told between commas, and behind it.
_ASIDE, _SPOKE = re.compile(r", (?:who|an?|the) [^,;.]*$"), re.compile(r", (?:said|says|told)\b")
_WORKPLACE = re.compile(
    r"\b(?:hospital|clinic|morgue|mortuary|university|institute|centre|center)s?\b", re.I
)
#: What part of a country is meant: its north is not all of it.
_PART = re.compile(
    r"(?<![\w-])(?:(?:(?:north|south)[- ]?)?(?:north|south|east|west)(?:ern)?|central) $"
)
#: A place is one behind "in", also where a name begins with it: "in Russia's Kursk region".
_OWNED_IN = re.compile(r"(?<![\w-])(?:in|at|near|across|around) (?:the |[A-Z][\w-]*['’]s )?$")
#: A front is not the town that it is named after, and a region with its kind is its whole name.
_FRONT = re.compile(r" (?:direction|axis|front(?! line)|sector)(?!\w)")
_KIND = re.compile(
    rf" (?:{'|'.join(countries.DIVISIONS)}|township|territory|valley|peninsula|quarter"
    r"|neighbou?rhood|suburb)(?!\w)"
)
#: A thing behind a word for whose it is.
_THING = re.compile(r" [a-z]{3,}")
_ARTICLE = re.compile(r"(?:el|al|ad|ar|as|ash|az|an)-[A-Z]")


_OWNER = re.compile(
    r"[^\W\d_][\w-]*(?: [A-Z][\w-]*)*?['’]s (?:(?:(?:north|south)?-?(?:north|south|east|west)ern"
    r"|central|capital|city|town|village|of|port) )*"
)

_WHO = r"(its|their|our|his|my)"
_PEOPLE = (
    r"(?:troops|forces|fighters|soldiers|men|army|side|ranks|military|units?|militants|servicemen"
    r"|members|personnel|people|civilians|combatants|marines|police(?:men)?|officers)"
)
_SUM = r"(?:losses|casualties|deaths?|dead|toll|fatalities|wounded|killed|prisoners)"
_LOSING = (
    r"(?:lost|los(?:es?|ing)|suffer(?:ed|s|ing)?|sustain(?:ed|s|ing)?|incurred|taken|took)(?!\w)"
)
_HAVING = (
    r"(?:(?:has|have|had|also|itself|themselves|already|now|likely|probably|may have|\w+ly) )*"
)
#: "30 of their own soldiers".
_OF_OWN = re.compile(rf" (?:\w+ )?of {_WHO}(?: own)? (?=\w)")
_OWN_LOST = re.compile(
    rf"(?<!\w){_WHO} (?:own )?(?:\w+ )?{_PEOPLE} {_HAVING}{_LOSING}[^,;.\d]{{0,30}}$"
)
#: "We lost 30"; "acknowledged losing 30".
_WE_LOST = re.compile(
    rf"(?<!\w)((?:it|they|we|he|she|i)(?= {_HAVING}{_LOSING}[^;.\d]{{0,30}}$)"
    r"|(?:(?<=acknowledged )|(?<=admitted )|(?<=admits )|(?<=confirmed )|(?<=reported )"
    r"|(?<=conceded ))(?:losing|the loss of)(?=[^\w;.\d][^;.\d]{0,20}$))"
)
#: "Its losses at 30".
_OWN_COUNT = re.compile(
    rf"(?<!\w){_WHO} (?:own )?(?:\w+ ){{0,2}}{_SUM} (?:\w+ ){{0,4}}?"
    r"(?:at|to|of|were|was|is|are|reached|passed|totall?ed|numbered)(?!\w)[^,;.\d]{0,25}$"
)
#: Between who lost and the number; between whose people are named and their number.
_LOST = re.compile(
    rf"(?:['’]s)?(?: (?:army|military|forces?|troops|side|soldiers|fighters|government|itself))*"
    rf" {_HAVING}{_LOSING}[^;.\d]{{0,40}}"
)
_COUNT = re.compile(rf"(?:['’]s?)? (?:[\w-]+ ){{0,2}}(?:{_PEOPLE}|{_SUM})(?!\w)[^;.\d]{{0,70}}")
_AND_LOST = re.compile(rf"(?<!\w)(?:and|but) {_HAVING}{_LOSING}")
#: Between who launched them and how many: "Norway had launched 30 drones".
_LAUNCHED = re.compile(
    rf" {_HAVING}(?:launch(?:ed|es|ing)|fir(?:ed|es|ing))(?!\w)(?:(?! and )[^;,.\d]){{0,40}}"
)
#: What those before it did to those counted.
_KILLING = re.compile(
    r"\b(?:kill|wound|injur|captur|detain|arrest|execut|murder|shot|struck|eliminat|destroy|liquidat"
    r"|neutrali[sz]|slaughter|massacr|treat|evacuat|rescu|interview)\w*"
    r"(?: (?:at|least|about|more|than|some|another|up|to|around|over|nearly|almost|as|many|a|the"
    r"|further|total|of|an|estimated))*[ “\"'‘]*$"
)
_SIDE = (
    r"((?:the|a) (?:army|military|junta|government|rebels?|group|movement|militia|enemy|regime"
    r"|insurgents|militants))"
)
_ANOTHER = re.compile(rf"(?<!\w){_SIDE} {_HAVING}{_LOSING}[^,;.\d]{{0,30}}$")
#: "The losses of the rebels at 30".
_OF_ANOTHER = re.compile(
    rf"(?<!\w){_SUM} (?:of|among|for) {_SIDE} (?:at|to|as|were|was|is|are|reached)(?!\w)"
    r"[^,;.\d]{0,25}$"
)


def places(sentence: str, names: Names, speakers: Sequence[Place] = ()) -> list[tuple[Place, str]]:
    """Return where a sentence names places, each with its id, "" for one that no row names.

    Places that the folder names are taken wherever they stand, but as owners ("Norway's losses"),
    as sides ("the war between Norway and Sweden"), as part of who speaks or of another's name, and
    as those who act ("Norway lost 30"); else capitals behind "in" or "near".
    """
    owned = _PARTIES_TO.sub(lambda match: "." * len(match[0]), sentence)
    sides = [(one.start, one.end) for one in names.met("parties", owned)]
    named = [(one.start, one.end) for one in names.met("sources", owned)]
    met = [
        ((one.start, one.end), one.id)
        for one in names.met("places", owned)
        if not owned[one.start : one.end].endswith(("'s", "’s"))
        and (
            not _within((one.start, one.end), named) or _OWNED_IN.search(owned, 0, one.start)
        )
        and (
            # A country, and a place in a speaker's name, is one behind "in"; else it acts.
            (not _within((one.start, one.end), speakers) and (one.start, one.end) not in sides)
            or _IN_ENDS.search(owned[: one.start])
        )
    ]  # fmt: skip
    met = [one for one in met if not _TAKEN.search(sentence, 0, one[0][0])]
    taken = [*named, *(place for place, _ in met)]
    at = (
        _capitals(sentence, match.end())
        for pattern in (_AT, _CITY, _GONE)
        for match in pattern.finditer(sentence)
    )
    met += [(place, "") for place in at if place and not _within(place, taken)]
    on = (_capitals(sentence, match.end()) for match in _ON.finditer(sentence))
    taken = [*taken, *sides, *(place for place, _ in met)]
    met += [(place, "") for place in on if place and not _within(place, taken)]
    if not met:
        behind = (
            _capitals(sentence, match.end())
            for match in _IN.finditer(sentence)
            if not _CAME.search(sentence, 0, match.end())
        )
        met = [(place, "") for place in behind if place and not _within(place, taken + sides)]
    met = [one for one in met if not _sits_there(sentence, one[0], speakers)]
    # "The army's spokesman in Lorn": it is where he is, where the sentence names another place.
    elsewhere = [one for one in met if not _within(one[0], speakers)]
    every = sorted(_whole(sentence, place, id, sides) for place, id in elsewhere or met)
    # "Marn, the capital of Lorn Province": it is Marn.
    return [
        one
        for before, one in pairwise([((0, 0), ""), *every])
        if not (before[0][1] and WITHIN.fullmatch(sentence, before[0][1], one[0][0]))
    ]


def _sits_there(sentence: str, place: Place, speakers: Sequence[Place]) -> bool:
    """Return whether those who speak work at a place, or it is told where they do.

    "Doctors at Marn Hospital said"; "Ann Moor, who heads Marn Hospital, said"; "in Marn, a
    spokesman said".
    """
    aside = _ASIDE.search(sentence, 0, place[0]) and _SPOKE.match(sentence, place[1])
    works = (aside or _within(place, speakers)) and _WORKPLACE.search(sentence, *place)
    first = _FIRST.fullmatch(sentence, 0, place[0])
    told = any(_LEADS_TO.fullmatch(sentence, place[1], start) for start, _ in speakers)
    return bool(works) or (first is not None and told)


def _whole(sentence: str, place: Place, id: str, sides: Sequence[Place]) -> tuple[Place, str]:
    """Return a place with what belongs to its name: "northern Israel", "the Kharkiv direction"."""
    start, end = place
    part = _PART.search(sentence, max(0, start - 20), start)
    country = place in sides or sentence[start:end].lower() in countries.names()
    if part and country:
        return (part.start(), end), ""
    if front := _FRONT.match(sentence, end):
        return (start, front.end()), ""
    if not id and (kind := _KIND.match(sentence, end)):
        return (start, kind.end()), ""
    return place, id


#: So many names may be joined.
_MOST_JOINED = 8
#: What leads on from one name to the next of several, and what stands behind the last.
_NEXT = re.compile(
    r"(?P<and>,? and |, )(?:(?:in|at|near|around|outside|from) )?(?:(?:the )?(?:towns?|cities"
    r"|villages?) of )?"
)
_LEFT = re.compile(
    r"\s*(?:$|[.,;:!?)”\"–—-]|(?:on|in|at|since|during|by|after|before|as|over|between|this|last"
    r"|overnight|when|where|while|with|from|for|to|alone|together|were|was|have|had|the|provinces"
    r"|regions|districts|states|counties|governorates|townships|territories|departments"
    r"|municipalities|neighbou?rhoods|suburbs|areas)\b)"
)
#: "Surin and three other provinces": the number is of none of them alone.
_AND_OTHERS = re.compile(r",? and (?:[\w-]+ ){0,2}?other (?:\w+ )?[a-z]+s\b")


def joined(
    sentence: str, names: Names, named: Sequence[tuple[Place, str]]
) -> list[tuple[Place, str]]:
    """Return places of which several joined by "and" are one, which no row names.

    "Around Marn and Pell": the number is of neither alone.
    """
    if " and " not in sentence:
        return list(named)
    named = [
        ((start, more.end()), "")
        if (more := _AND_OTHERS.match(sentence, end))
        else ((start, end), id)
        for (start, end), id in named
    ]
    others = [
        (one.start, one.end)
        for table in ("parties", "sources")
        for one in names.met(table, sentence)
    ]  # fmt: skip
    ends = {start: end for (start, end), _ in named}
    every: list[tuple[Place, str]] = []
    for (start, end), id in named:
        if every and start < every[-1][0][1]:
            continue  # It is one of several.
        last, whole = end, end
        for _ in range(_MOST_JOINED):
            following = _NEXT.match(sentence, last)
            if not following:
                break
            at = following.end()
            place = (at, ends[at]) if at in ends else _capitals(sentence, at)
            if not place or (at not in ends and _within(place, others)):
                break
            last = place[1]
            if "and" in following["and"]:
                whole = last if at in ends or _LEFT.match(sentence, last) else whole
                break
        every.append(((start, whole), id if whole == end else ""))
    return every


def _within(place: Place, others: Iterable[Place]) -> bool:
    return any(start < place[1] and place[0] < end for start, end in others)


def nearest(named: Sequence[tuple[Place, str]], end: int) -> tuple[Place, str] | None:
    """Return the place of a number that ends there: the first behind it, else the last before."""
    behind = next((one for one in named if one[0][0] >= end), None)
    return behind or (named[-1] if named else None)


#: Between a place and the number that is its own: "the number in Norway to 2 million".
_UP_TO = re.compile(
    r"\s*(?:to|at|has|have|had|is|was|are|were|now|reached|passed|rose|risen|climbed|stood|stands"
    r"|over|above|more|than|some|about|around|nearly|almost|at least|an estimated|a total of|\s)+"
)


def of_next(read: str, place: Place, following: int) -> bool:
    """Return whether a place is that of the number behind it, which begins there."""
    return bool(_UP_TO.fullmatch(read, place[1], following))


class Whose(NamedTuple):
    """Whose people a number counts: where that is said, the party's id, or that of who asserts."""

    at: Place
    id: str = ""
    own: bool = False


def subject(
    sentence: str, read: str, names: Names, number: Place, phrase: int, left: int
) -> Whose | None:
    """Return whose people a number counts; `left` is where the words begin that may say so.

    They are named behind the number ("30 Norwegian soldiers"), as those who lost ("Norway lost
    30"), by what is counted ("Norwegian losses reached 30"), or are those of who asserts ("30 of
    its soldiers", "we lost 30").
    """
    start, end = number
    for one in names.met("parties", sentence[end:phrase]):
        return Whose((end + one.start, end + one.end), one.id)
    if own := _OF_OWN.match(read, end):
        before = _acting(sentence, read, names, left, start)
        return before or Whose(own.span(1), own=True)
    if named := _capitals_of(sentence, end, phrase):
        return Whose(named)
    if before := _acting(sentence, read, names, left, start):
        return before
    for pattern in (_OWN_LOST, _WE_LOST, _OWN_COUNT):
        own = pattern.search(read, left, start)
        if own and not _KILLING.search(read, own.end(1), start):
            return Whose(own.span(1), own=True)
    return None


def _acting(sentence: str, read: str, names: Names, left: int, start: int) -> Whose | None:
    """Return who lost what a number counts, or of whom the words before it are."""
    for one in reversed(list(names.met("parties", sentence[left:start]))):
        at = left + one.start, left + one.end
        gap = read[at[1] : start]
        # "Killed 87 Norwegian fighters and lost six": who lost is who killed.
        counts = _COUNT.fullmatch(gap) and not _KILLING.search(gap) and not _AND_LOST.search(gap)
        if _LOST.fullmatch(gap) or _LAUNCHED.fullmatch(gap) or counts:
            return Whose(at, one.id)
    # "The army had lost 19 of its men": whose army, the words do not say.
    other = _ANOTHER.search(read, left, start) or _OF_ANOTHER.search(read, left, start)
    return Whose(other.span(1)) if other else None


def _capitals_of(sentence: str, start: int, end: int) -> Place | None:
    """Return the words in capitals behind a number that name whose people they are."""
    run: list[Place] = []
    for begin, stop in (match.span() for match in _WORD.finditer(sentence, start, end)):
        word = sentence[begin:stop]
        if word[0].isupper() and word.lower() not in _NOT:
            run.append((begin, stop))
        elif run:
            break
        elif word in _THERE_ARE or _GOING.fullmatch(word):
            return None  # "36,000 people fled Norway": it is where they were.
    if not run:
        return None
    last = run[-1][1]
    return run[0][0], last - 2 if sentence[:last].endswith(("'s", "’s")) else last


def _is_name(words: str) -> bool:
    """Return whether words begin as a name does: "El-Obeid" is "el-Obeid" in a sentence."""
    return words[0].isupper() or bool(_ARTICLE.match(words))


def _capitals(sentence: str, begin: int) -> Place | None:
    match = _CAPITALS.match(sentence, begin)
    if not match or not _is_name(match[0]):
        return None
    # "In Norway's far north": an owner is no place, and what it owns is one where it has a name.
    while match and (owner := _OWNER.match(sentence, match.start())):
        if owner.end() <= match.end() or sentence[owner.end() : owner.end() + 1].isupper():
            match = _CAPITALS.match(sentence, owner.end())
        else:
            break
    if (
        not match
        or not (match[0][0].isupper() or _ARTICLE.match(match[0]))
        or match[0].endswith(("'s", "’s"))
    ):
        return None
    words = match[0].split()
    if len(words) == 1 and countries.is_of_one(words[0]) and _THING.match(sentence, match.end()):
        return None  # "In Somali waters": whose they are.
    if words[0].lower().strip(".,") in _NOT or words[0].lower().rstrip("'’s") in _NOT:
        return None
    stop = match.end() - (sentence[match.end() - 1] == ".")
    return match.start(), stop
