"""What a number of a sentence counts: its metric, whom it counts, and the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from contested.extract.grammar.terms import THINGS, Terms
from contested.extract.numbers import Number


class Counted(NamedTuple):
    """What a number counts; `at` and `whom` are where a sentence says so, None where nowhere.

    `phrase` is the end of the words behind the number that name what it counts. `other` says that
    they name what is no claim (countries, houses).
    """

    metric: str
    at: tuple[int, int] | None
    population: str
    whom: tuple[int, int] | None
    phrase: int
    other: bool = False
    #: Whether it is one phrase with the number before: "at least 8 soldiers and 4 civilians died".
    joined: bool = False


class _Met(NamedTuple):
    cost: float
    metric: str
    start: int
    end: int


# A number's own words end where a clause or a verb begins.
_PHRASE_END = re.compile(
    r"[,;:()–—\"“”]|\.\.\.|(?<![\w])(?:were|was|have|has|had|are|is|be|been|being|who|whom|which|that"
    r"|in|on|at|by|from|since|during|after|before|between|to|with|while|when|as|for|and|or|but"
    r"|including|include|killed|wounded|injured|dead|died|would|will|could|may|might|so)(?![\w])"
)
_QUOTED = re.compile(r"[\"”'’] (?=\w)| [\"“'‘](?=\w)")
_LONGEST_PHRASE, _LONGEST_HEAD = 60, 30

# Between a word and the number that it governs: "killed at least 30", "the toll rose to 30".
_GOVERNED = re.compile(
    r"[\s:(–\"“]*(?:(?:of|at|to|by|is|was|were|are|be|now|the|an?|another|some|other|further|up"
    r"|additional|include[sd]?|including|reach(?:ed|es)?|stands?|stood|total(?:l?ed|s)?|among|them"
    r"|rose|risen|climbed|above|over)[\s:\"“]+)*$"
)
_PASSIVE = re.compile(
    r"(?:\b(?:were|was|been|are|being|is|be|get|got|having|reported|confirmed|left)\s+(?:\w+ly\s+)?)$"
)
_BREAK = re.compile(r"[;:()]|(?<![\w])(?:after|while|when|because|although|whereas|but)(?![\w])")
_WORDS = re.compile(r"\w+")
# "The army has 40,000 soldiers": under arms, where nothing else is said of them.
# In a place they are present there.
_OWNED = re.compile(r"\b(?:has|have|had|numbers|commands|fields)(?= $)")
_THERE = re.compile(r"(?:in|on|at|inside|across) (?!its|their|total|all|uniform|arms|reserve)")
_PLANNED = re.compile(r"\b(?:expect(?:s|ed)|plan(?:s|ned)|prepar(?:es|ed|ing)|will|would|could) ")
_LINKED = re.compile(
    r"[,\s–—-]*(?:and|or|,|including(?: an? [\w-]+(?:,| and))*"
    r"|of whom|of them|among them|plus|&)?\s*",
    re.I,
)

#: By how many more than at another time: a difference, and no count.
_MORE_THAN = re.compile(
    r" (?:\w+ )?(?:more|fewer|less|higher|lower) than (?:(?:an?|one|two|three|four|five|six|\d+"
    r"|the|in|at|on|last|this time) )*(?:(?:day|week|month|year)s?\b|before|previously|earlier)"
)
#: A share of those just told of, before who they are: "two of the dead were children".
_SHARE = re.compile(
    r" of (?:the (?:\w+ )?(?:dead|killed|victims|wounded|injured|casualties|fatalities)|them|whom"
    r"|those(?: (?:killed|wounded|injured))?) (?:were|was|are|is) "
)
#: The men of some, told apart from the others: "31 men and 12 women".
_MEN = re.compile(
    r" (?:[\w-]+ )?(?P<men>men),? and (?:an?|[\w,.-]+) (?:wom[ae]n|child(?:ren)?|boys?|girls?)\b"
)
#: A label before a number: "for civilians: 12". Who is named in one alone may be who says so
#: ("Medics: 12 dead"), but for those who never do.
_LABEL = re.compile(r"(?P<of>\b(?:for|among|of) )?(?:[^\W\d_][\w'’-]* ?){1,4}:\s*$")
_SILENT = frozenset({"civilian", "children", "women", "women_and_children"})

#: Who else: "five children were among the dead and 48 others were wounded".
_OTHERS = re.compile(r" (?:others?|more(?! than))\b")
_SOME = frozenset({"children", "women", "women_and_children"})
#: Between how many and of how many: "88 out of 112"; the same up to the second.
_OUT_OF = re.compile(r" (?:out )?of (?:the |some |about |around |nearly )*\d[\d,.]*")
_OF_ALL = re.compile(r"\d (?:out )?of (?:the |some |about |around |nearly )*$")
_OF_WHICH = re.compile(r"\bof which\b")
_AND_THING = re.compile(r"\s*(?:[a-z-]+\s+){1,3}and\s+(?:[a-z]+\s+){0,2}")
_CAME_TO = re.compile(r"\s*to\s+(?:[a-z]+\s+){0,2}")

#: A noun of those harmed, next to their number.
_NOUN = re.compile(r"\s+(?:martyrs|deaths|fatalities|injuries|casualties|bodies|corpses)")

#: What says more than the word behind the number: "freed 50 hostages", "the names of 90 dead",
#: "the bodies of four hostages".
_FIRST = frozenset({"identified", "hostages_released", "hostages_dead"})
#: What says less than a word next to the number: "losses stand at 50 soldiers killed".
_UNSPLIT, _NEXT = frozenset({"casualties", "losses"}), 2.0
#: A word that costs more than this says nothing of the number: about so many words stand between.
_FARTHEST = 16.0


def counted(read: str, ones: Sequence[Number], terms: Terms) -> list[Counted]:
    """Return what each number of a sentence in plain letters counts, in their order."""
    # What is counted beside ("in four provinces") parts no number from its word.
    apart = [_is_other(read, one, terms) for one in ones]
    every: list[Counted] = []
    for place, one in enumerate(ones):
        left = next(
            (before.end for before, other in _backwards(ones, apart, place) if not other), 0
        )
        following = next(
            (
                number
                for number, other in zip(ones[place + 1 :], apart[place + 1 :], strict=True)
                if not other
            ),
            None,
        )
        right = following.start if following else len(read)
        every.append(_counted(read, one, left, right, terms, last=following is None))
    return _handed_on(read, ones, every)


def _backwards(
    ones: Sequence[Number], apart: Sequence[bool], place: int
) -> Iterator[tuple[Number, bool]]:
    return zip(reversed(ones[:place]), reversed(apart[:place]), strict=True)


def _is_other(read: str, one: Number, terms: Terms) -> bool:
    """Return whether a number counts what is no claim: countries, houses."""
    phrase = _phrase(read, one.end, len(read))
    # "900 of the camps' guards": what it counts stands at the head, before whose it is.
    head = read.find(" of ", one.end, phrase)
    phrase = min(phrase if head < 0 else head, one.end + _LONGEST_HEAD)
    return bool(terms.others.search(read, one.end, phrase)) and not terms.populations.search(
        read, one.end, phrase
    )


def _counted(read: str, one: Number, left: int, right: int, terms: Terms, *, last: bool) -> Counted:
    phrase = _phrase(read, one.end, right)
    thing = _thing(read, one, left, right)
    if thing:
        return Counted(thing.metric, (thing.start, thing.end), "", None, phrase)
    if _MORE_THAN.match(read, one.end):
        return Counted("", None, "", None, phrase, other=True)
    share = _SHARE.match(read, one.end, right)
    if share:
        phrase = _phrase(read, share.end(), right)
    population, whom = _population(read, share.end() if share else one.end, phrase, terms)
    if men := _MEN.match(read, one.end):
        population, whom = "men", men.span("men")
    if not whom:
        population, whom = _labelled(read, one, left, terms)
    if not whom and _is_other(read, one, terms):
        return Counted("", None, "", None, phrase, other=True)
    behind = _behind(read, one, right, terms, last=last)
    best = min([*behind, *_before(read, one, left, terms)], default=None)
    # "72,940 deaths, 173,200 injuries": the noun that stands next is its own.
    best = next((met for met in behind if _NOUN.fullmatch(read, one.end, met.end)), best)
    if best and best.metric in _UNSPLIT:
        # "Lost 300 soldiers killed and wounded": what was lost is said.
        vague = _UNSPLIT if best.metric == "casualties" else {"losses"}
        sharper = [met for met in behind if met.metric not in vague and met.cost <= _NEXT]
        best = min(sharper, default=best)
    if best and best.metric == "deployed" and _PLANNED.search(read, left, one.start):
        best = best._replace(metric="deployment_planned")
    if (best is None or best.cost > _FARTHEST) and population == "military":
        owned = _OWNED.search(read, max(left, one.start - 12), one.start)
        metric = "present" if _THERE.match(read, phrase) else "strength"
        best = _Met(0, metric, *owned.span()) if owned else best
    if best is None or best.cost > _FARTHEST:
        return Counted("", None, population, whom, phrase)
    if whom is None and best.end <= one.start:
        # "The number of civilians killed is 30": whom the word's own surroundings name.
        population, whom = _population(read, max(left, best.start - 40), one.start, terms)
    return Counted(best.metric, (best.start, best.end), population, whom, phrase)


def _phrase(read: str, end: int, right: int) -> int:
    """Return where the words behind a number that name what it counts end."""
    stop = min(right, end + _LONGEST_PHRASE)
    opened = _QUOTED.match(read, end)  # 30 "terrorists"
    match = _PHRASE_END.search(read, opened.end() if opened else end, stop)
    return match.start() if match else stop


def _population(
    read: str, start: int, end: int, terms: Terms
) -> tuple[str, tuple[int, int] | None]:
    met = [
        (match.lastgroup or "", match.span())
        for match in terms.populations.finditer(read, start, end)
    ]
    pair = terms.populations.match(read, met[0][1][0]) if met else None
    if pair and pair.lastgroup == "women_and_children":
        return "women_and_children", pair.span()
    named = [one for one in met if one[0] != "all"] or met
    return named[0] if named else ("", None)


def _labelled(
    read: str, one: Number, left: int, terms: Terms
) -> tuple[str, tuple[int, int] | None]:
    """Return whom the label before a number names, who are those counted."""
    label = _LABEL.search(read, left, one.start)
    population, whom = _population(read, label.start(), one.start, terms) if label else ("", None)
    counted_there = label and (label["of"] or population in _SILENT)
    return (population, whom) if counted_there else ("", None)


def _thing(read: str, one: Number, left: int, right: int) -> _Met | None:
    """Return what is said of a thing that the number counts, if it counts one."""
    for thing in THINGS:
        # "88 out of 112 drones": both numbers are of drones.
        part = _OUT_OF.match(read, one.end)
        end = part.end() if part else one.end
        noun = thing.noun.match(read, end, end + _LONGEST_PHRASE if part else right)
        if noun is None:
            continue
        if _OF_ALL.search(read, 0, one.start):
            launched = next((metric for metric, _ in thing.said if "launched" in metric), "")
            return _Met(0, launched, noun.start(), noun.end()) if launched else None
        # "Launched 417 drones and 29 missiles": one word is about both.
        begin = 0 if _AND_THING.fullmatch(read, left, one.start) else left
        for metric, said in thing.said:
            before = list(said.finditer(read, max(begin, one.start - 80), one.start))
            match = before[-1] if before else said.search(read, one.end, right)
            if match:
                where = match if match.end() > match.start() else noun
                return _Met(0, metric, where.start(), where.end())
        return None
    return None


def _behind(read: str, one: Number, right: int, terms: Terms, *, last: bool) -> list[_Met]:
    """Return the metrics' words behind a number, each with how far it is."""
    met = []
    # A hedge may stand behind the word: "500 dead at least".
    for match in terms.metrics.finditer(read, one.start, right):
        gap = read[one.end : match.start()]
        following = read[match.end() : right]
        if (
            not last
            and not _NOUN.fullmatch(read, one.end, match.end())
            and _GOVERNED.fullmatch(following)
            and not _PASSIVE.search(read[max(0, match.start() - 24) : match.start()])
        ):
            continue  # "killed nine and wounded 118": the next number's
        met.append(_Met(_distance(gap), str(match.lastgroup), *match.span()))
    return met


def _before(read: str, one: Number, left: int, terms: Terms) -> list[_Met]:
    """Return the metrics' words before a number, each with how far it is."""
    met = []
    # A word may look ahead, behind the number: "claimed 12 lives".
    for match in terms.metrics.finditer(read, left, one.end + _LONGEST_PHRASE):
        if match.end() > one.start:
            break
        gap = read[match.end() : one.start]
        governed = _GOVERNED.fullmatch(gap) and not _PASSIVE.search(
            read[max(0, match.start() - 24) : match.start()]
        )
        cost = 0.3 * _distance(gap) if governed else _distance(gap) + 2
        if governed and match.lastgroup in _FIRST:
            cost = -1.0
        met.append(_Met(cost, str(match.lastgroup), *match.span()))
    return met


def _distance(gap: str) -> float:
    return len(_WORDS.findall(gap)) + 3 * gap.count(",") + 8 * len(_BREAK.findall(gap))


def _handed_on(read: str, ones: Sequence[Number], every: list[Counted]) -> list[Counted]:
    """Return what is counted where a number shares the word with the one beside it.

    "45 civilians and 76 soldiers have died", "30 were killed, 12 of them children".
    """
    for place in range(len(every) - 2, -1, -1):
        one, following = every[place], every[place + 1]
        gap = read[one.phrase : ones[place + 1].start]
        if not one.metric and not one.other and following.metric and _LINKED.fullmatch(gap):
            every[place] = one._replace(metric=following.metric, at=following.at)
            if gap.strip() == "and":
                every[place + 1] = following._replace(joined=True)
    for place in range(1, len(every)):
        one, before = every[place], every[place - 1]
        if one.other:
            continue
        if before.metric and _CAME_TO.fullmatch(read, before.phrase, ones[place].start):
            # "The toll rose from 41 to 64": the one word is about both.
            one = one._replace(metric=before.metric, at=before.at)
        of_them = one.population or _short_of(read, ones[place])
        # "29 missiles, of which 21 were shot down": of the part another thing is said.
        parted = _OF_WHICH.search(read, ones[place - 1].end, ones[place].start)
        if not one.metric and before.metric and of_them and not parted:
            one = one._replace(metric=before.metric, at=before.at)
        others = before.population in _SOME and _OTHERS.match(read, ones[place].end)
        whom = "" if others else before.population
        if not one.population and whom and before.metric and one.metric:
            one = one._replace(population=whom, whom=before.whom)
        every[place] = one
    return every


def _short_of(read: str, one: Number) -> bool:
    """Return whether nothing, or "of them", is named behind a number."""
    return bool(
        re.match(
            r"(?: of (?:them|whom|these|those)\b|[ ]*(?:[,;.)]|and\b|$))",
            read[one.end : one.end + 12],
        )
    )
