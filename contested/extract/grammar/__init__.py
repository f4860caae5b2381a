"""An extractor by a grammar of our own: numbers and hedges, and the words around them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise

from contested.extract.candidate import Candidate, Place
from contested.extract.grammar.asserted import Ascription, ascriptions, asserted, spoken
from contested.extract.grammar.counted import Counted, counted
from contested.extract.grammar.dated import Dated, When, dated, is_same, of_number
from contested.extract.grammar.languages import guessed
from contested.extract.grammar.placed import Whose, joined, nearest, of_next, places, subject
from contested.extract.grammar.sentences import sentences
from contested.extract.grammar.speech import SAYING
from contested.extract.grammar.terms import terms
from contested.extract.names import Names
from contested.extract.numbers import Number, counts
from contested.extract.numerals import plain

#: A number below this that says nothing of what it counts is no claim.
_SMALLEST = 10
_MOST_NUMBERS = 100
# Between a best number and its range: "deaths (95% CI ", "dead, with a range of ".
_INTERVAL = re.compile(
    r"[^.;!?\d]{0,40}(?:\(|, |\.\.\. ?| – ?)(?:with |and |the |an? )*(?:\d\d(?:\.\d)? ?(?:%"
    r"|per ?cent) )?"
    r"(?:(?:confidence |credible |uncertainty |plausible )?(?:interval|ranges?|bounds)|c\.?i\.?"
    r"|cri|ui"
    r"|ranging|somewhere)?[ :=,]*(?:(?:is|of|from|was|between)\b ?)*"
)
#: An institution by its kind alone: its name stands in a sentence before.
_THEIRS = re.compile(
    r"(?:[Tt]he|[Ii]ts) (?:same )?(?:agency|ministry|service|office|committee|organi[sz]ation"
    r"|commission|council|observatory|monitor|body|mission|staff|network|charity|watchdog"
    r"|(?:medical|medics'|doctors'|(?:human )?rights|aid|relief|monitoring) group"
    r"|(?P<armed>(?:armed |rebel |militant )?group|movement|militia))"
)
#: What was just told of, by who told of it: "the number includes", "according to the report".
_SAME = re.compile(
    r"^(?:the|this|that) (?:number|figure|toll|total|tally|count)s?"
    r" (?:include[sd]?|does|do|is|are)\b"
    r"|according to (?:the|its|that) (?:report|statement|figures?|data|update|tally|count)\b"
)
#: What is said beside: a date and a place beyond its commas are of what the sentence tells.
_ASIDE = re.compile(r", (?:which|who|whose)\b[^,;]*,")
#: A person, of whom was told before.
_PERSON = re.compile(r"(?<!\w)(?:he|she) (?:(?:has|had|also|later|then) )*(?:\w+ed|said|says)\b")
#: What is none of those that are called a group.
_NO_GROUP = re.compile(
    r"(?i:\b(?:ministry|services?|army|military|government|office|general staff|police|command"
    r"|forces?|officials?|president|minister|governor|mayor|united nations|rescue|hospital))\b"
    r"|\bUN\b"
)
#: A place by its kind alone.
_THERE = re.compile(
    r"\bthe (?:same )?(?:town|city|village|camp|district|province|area|settlement|port|enclave)\b"
    r"(?! of\b)|(?<=\bfled )there\b"
)
#: What stands before a number that is a part of the one before it, as all that follows is.
_PART_OF = re.compile(r"(?:of (?:whom|them|these|those|which)|among (?:whom|them))\b[^.;\d]{0,20}$")
#: The same, where its own place stands behind it: "4 million fled, including 1 million in Marn".
_PART_IN = re.compile(rf"{_PART_OF.pattern}|\bincluding [^.;\d]{{0,20}}$")
_OF_THEM = re.compile(r" of (?:whom|them|these|those|which)\b")
#: Where another clause begins: "kill 22 as rockets wound 9 in the north".
_CLAUSE = re.compile(
    r"\b(?:as|while|whereas|but)\b (?!of\b|many|much|well|part|a result)|;|, and that\b"
)
#: What is said of some of those counted alone: "many of them in the Marn direction".
_SOME_OF = re.compile(
    r",? (?:and )?(?:many|most|some|several|half|nearly half|the majority) of (?:them|whom|those)\b"
    r"|, (?:mostly|mainly|largely|many|most|some) (?=in |at |near |around |from )"
)
#: Where they were brought, which is not where it happened.
_BROUGHT = re.compile(
    r"\b(?:taken|rushed|evacuated|brought|admitted|transferred|airlifted|treated|referred)\b"
    r"[^.;]{0,60}$"
)
#: Why they still are what they are: the day is of what happened then.
_AFTER = re.compile(r"\b(?:after|when|because|following|as)\b[^;]*$")
#: Where those are now who are counted as they stand, and what is counted so.
_NOW = re.compile(r"\b(?:now|currently|presently|at present|remains?|still)\b")
_STOCKS = frozenset({"displaced", "refugees", "missing", "hostages_held", "present", "strength"})
#: So many sentences before, "it said" may have its name.
_LOOKED_BACK = 3
#: What stands before a number of which one before it is a part: "two Lorns among 31 killed".
_AMONG = re.compile(r"\bamong (?:the )?$")
#: Hedges that two numbers share where one word governs both.
_BOUNDS = frozenset({"at_least", "more_than", "up_to"})


def candidates(
    text: str, *, language: str | None, published: date | None, names: Names
) -> list[Candidate]:
    """Return the candidate claims of a text, read sentence by sentence."""
    read_in = (language or guessed(text)).partition("-")[0].lower()
    every: list[Candidate] = []
    before: deque[_Sentence] = deque(maxlen=_LOOKED_BACK)
    for start, end in sentences(text):
        sentence = _Sentence(text, start, end, read_in, published, names)
        every += sentence.candidates(before)
        before.appendleft(sentence)
    return every


class _Sentence:
    """One sentence of a text, with all that its numbers may rest on."""

    def __init__(
        self, text: str, start: int, end: int, language: str, published: date | None, names: Names
    ) -> None:
        # Where a line of a page or a letter ends is nowhere a name does.
        self.whole, self.at, self.text = text, start, re.sub(r"\s", " ", text[start:end])
        self.language, self.names = language, names
        self.numbers: Sequence[Number] = [] if _is_table(self.text) else counts(self.text)
        self.counted: list[Counted] = []
        self.dated: list[Dated] = []
        self.places: list[tuple[Place, str]] = []
        if self.numbers:
            read = self.read
            self.numbers, self.counted = _with_interval(
                read, self.numbers, counted(read, self.numbers, terms(language))
            )
            self.dated = dated(self.text, read, language, published)
            self.places = self.named_places

    @cached_property
    def read(self) -> str:
        """The sentence in plain letters."""
        return plain(self.text)

    @cached_property
    def said(self) -> list[Ascription]:
        """What ascribes in the sentence."""
        return ascriptions(self.text, self.read, self.language)

    @cached_property
    def named_places(self) -> list[tuple[Place, str]]:
        """The places that the sentence names, whether it has a number or not."""
        speakers = [place for one in self.said for place in (*one.sources, *one.via)]
        if self.places:
            return self.places
        return joined(self.text, self.names, places(self.text, self.names, speakers))

    @property
    def named_towns(self) -> list[tuple[Place, str]]:
        """The places that are no side's country, no "front line", and where nobody was brought."""
        sides = [(one.start, one.end) for one in self.names.met("parties", self.text)]
        return [
            (place, id)
            for place, id in self.named_places
            if place not in sides
            and self.text[place[0]].isupper()
            and not _BROUGHT.search(self.read, 0, place[0])
        ]

    @property
    def named(self) -> tuple[Place, ...]:
        """Where in the whole text the last one that asserts is named; () where none is."""
        named = next((one.sources for one in reversed(self.said) if one.sources), ())
        if not named and self.language == "en":
            named = spoken(self.text, self.read)
        return tuple((self.at + start, self.at + end) for start, end in named)

    @property
    def speaks(self) -> bool:
        """Whether somebody speaks in the sentence, and not one of whom was told before."""
        again = any(one.again for one in self.said)
        return not again and bool(SAYING.search(self.read))

    @property
    def named_whole(self) -> tuple[Place, ...]:
        """The same of one that asserts by its own name, and not as "the agency"."""
        named = self.named
        whole = (self.whole[slice(*where)] for where in named)
        return () if all(map(_THEIRS.fullmatch, whole)) else named

    @cached_property
    def window(self) -> When | None:
        """The last stretch of time with a beginning that a number of the sentence is of."""
        every = (
            of_number(self.dated, self.read, number.start, number.end) for number in self.numbers
        )
        return next((one for one in reversed(list(every)) if one.since), None)

    def _when(
        self, number: Number, before: Iterable[_Sentence], *, stays: bool = False
    ) -> tuple[When, When, int]:
        """Return how a number counts, its window, and where the sentence with its dates begins.

        "In the same four days" are those of the nearest sentence before that has a window.
        """
        others = [(one.start, one.end) for one in self.numbers if one is not number]
        behind = [one for one in self.dated if one.start >= number.end]
        # "Since the war began, 30 of them over the past day": what is before is of the whole.
        of_part = behind and _OF_THEM.match(self.read, number.end)
        dates = behind if of_part else self.dated
        begin, end = self._aside(number)
        dates = [one for one in dates if begin <= one.start < end]
        if stays:
            # "Remain displaced after fighting in March": the month is that of the fighting.
            dates = [
                one for one in dates if not _AFTER.search(self.read, number.end, max(one.start, 0))
            ]
        own = of_number(dates, self.read, number.start, number.end, others)
        if not own.since and own.counted and is_same(self.read[slice(*own.counted)]):
            named = next((one for one in before if one.window), None)
            if named and named.window:
                return own, named.window, named.at
        return own, own, self.at

    def candidates(self, before: Iterable[_Sentence]) -> Iterator[Candidate]:
        """Yield the candidates; `before` are the sentences before, the nearest first."""
        bound: Number | None = None
        last: tuple[Place | None, Place | None, Whose | None] = (None, None, None)
        # In other languages who speaks is all up to where the clause ends.
        said = self.said if self.language == "en" else []
        speakers = [place for one in said for place in (*one.sources, *one.via)]
        for number, what in zip(self.numbers, self.counted, strict=True):
            # "Two officers told the Post": so many speak.
            speak = any(start <= number.start < end for start, end in speakers)
            if _claimed(number, what) and not speak:
                shared = bound if what.joined and number.qualifier == "exact" else None
                of = self._subject(number, what)
                # "19 of their soldiers died and 41 were wounded"; "launched 417 drones and 29
                # missiles".
                whom, at, before_it = last
                one_word = (what.whom and what.whom == whom) or (what.at and what.at == at)
                if of is None and one_word and not _AMONG.search(self.read, 0, number.start):
                    of = before_it
                last = what.whom, what.at, of
                yield self._candidate(number, what, of, before, shared)
            if number.qualifier in _BOUNDS or not what.joined:
                bound = number if number.qualifier in _BOUNDS else None

    def _aside(self, number: Number) -> Place:
        """Return between which places stands what a number said beside may rest on."""
        every = (match.span() for match in _ASIDE.finditer(self.text))
        return next(
            ((begin, end) for begin, end in every if begin < number.start < end),
            (0, len(self.text)),
        )

    def _own_clause(self, number: Number) -> Place:
        """Return where what is said behind a number begins, and where it is of a part of it.

        "3 million are displaced, 1 million of them in Marn": those in Marn are the part; what is
        said of the whole is said of it too.
        """
        left, right = number.end, len(self.read)
        for one, following in pairwise(self.numbers):
            parting = _PART_OF
            if self.read.startswith(" in ", following.end):
                parting = _PART_IN
            if not parting.search(self.read, one.end, following.start):
                continue
            if one == number:
                right = following.start
            elif following == number:
                left = one.end
        next_ = next((one.start for one in self.numbers if one.start > number.end), 0)
        clause = _CLAUSE.search(self.read, number.end, next_) if next_ else None
        some = _SOME_OF.search(self.read, number.end, right)
        return left, min([right, *(one.start() for one in (clause, some) if one)])

    def _subject(self, number: Number, what: Counted) -> Whose | None:
        """Return whose people a number counts."""
        left = max((one.end for one in self.numbers if one.end <= number.start), default=0)
        place = number.start, number.end
        return subject(self.text, self.read, self.names, place, what.phrase, left)

    def _candidate(
        self,
        number: Number,
        what: Counted,
        of: Whose | None,
        before: Iterable[_Sentence],
        shared: Number | None,
    ) -> Candidate:
        rests: dict[str, tuple[Place, ...]] = {"number": ((number.start, number.end),)}
        ids: dict[str, tuple[str, ...]] = {}
        metric, population = (
            self._id("metrics", what.metric),
            self._id("populations", what.population),
        )
        if metric and what.at:
            rests["metric"] = (what.at,)
        if what.whom:
            rests["population"] = (what.whom,)
        if of:
            rests["subject"], ids["subject"] = (of.at,), (of.id,)
        there: tuple[Place, ...] = ()
        left, right = self._own_clause(number)
        begin, end = self._aside(number)
        following = next((one.start for one in self.numbers if one.start > number.end), 0)
        here = [
            one
            for one in self.places
            if begin <= one[0][0] < min(right, end)
            and not of_next(self.read, one[0], following)
            and not (one[0][0] > number.end and _BROUGHT.search(self.read, number.end, one[0][0]))
        ]
        if place := nearest(here, number.end):
            rests["place"], ids["place"] = (place[0],), (place[1],)
        elif _THERE.search(self.read):
            # "Fled the town": which one, a sentence before says.
            for sentence in before:
                if met := sentence.named_towns:
                    (start, end), id = met[0]
                    there, ids["place"] = ((sentence.at + start, sentence.at + end),), (id,)
                    break
        stays = metric in _STOCKS and _NOW.search(self.read, left, right)
        own, when, at = self._when(number, before, stays=bool(stays))
        counting = own.counting
        if own.counted:
            rests["counting"] = (own.counted,)
            if metric in _STOCKS and counting == "cumulative" and not own.since:
                # "Bringing the number of displaced to": so many are displaced by then.
                counting = "snapshot"
        elif metric in _STOCKS and (now := _NOW.search(self.read, left, right)):
            counting, rests["counting"] = "snapshot", (now.span(),)
        because: dict[str, tuple[Place, ...]] = {
            field: ((at + where[0], at + where[1]),)
            for field, where in (("as_of", when.until), ("since", when.began))
            if where
        }
        sources, via, again = asserted(
            self.text, self.said, number.start, number.end, self.numbers[-1].start
        )
        because |= {
            field: tuple((self.at + start, self.at + end) for start, end in where)
            for field, where in {**rests, "sources": sources, "via": via}.items()
            if where
        }
        because |= {"place": there} if there else {}
        theirs = [_THEIRS.fullmatch(self.text[slice(*where)]) for where in sources]
        armed = any(one and one["armed"] for one in theirs)
        named: tuple[Place, ...] = ()
        if sources and all(theirs):
            # "The agency said": which one, a sentence before says.
            whole = (one.named_whole for one in before)
            named = next((one for one in whole if one and not (armed and self._no_group(one))), ())
        elif again or (not sources and _SAME.search(self.read)):
            # "He said": the last who spoke, and nobody before where that one has no name.
            person = _PERSON.search(self.read)
            spoke = (one for one in before if one.named or (person and one.speaks))
            named = last.named if (last := next(spoke, None)) else ()
            if last and named and not last.named_whole:
                # "The agency" of a sentence before, whose name is further back.
                named = next((one.named_whole for one in spoke if one.named_whole), named)
        if named or again:
            because |= {"sources": named} if named else {}
        printed = {
            field: tuple(
                " ".join(self.whole[slice(*where)].split()) for where in because.get(field, ())
            )
            for field in ("subject", "place", "sources", "via")
        }
        for field in ("sources", "via"):
            if printed[field]:
                ids[field] = tuple(self.names.id("sources", name) for name in printed[field])
        low, best, high, qualifier = number[:4]
        if shared and best is not None:
            # "At least 8 soldiers and 4 civilians died": the bound is of both.
            low, best, high = (best, None, None) if shared.low is not None else (None, None, best)
            qualifier = shared.qualifier
            because["qualifier"] = ((self.at + shared.start, self.at + shared.end),)
        return Candidate(
            *(low, best, high, qualifier),
            words=number.words,
            start=self.at + number.start,
            end=self.at + number.end,
            metric=metric,
            population=population,
            subject="".join(printed["subject"]),
            place="".join(printed["place"]),
            as_of=when.as_of,
            since=when.since,
            counting=counting,
            sources=printed["sources"],
            via=printed["via"],
            own=bool(of and of.own),
            because=because,
            ids=ids if self.names else {},
        )

    def _no_group(self, named: tuple[Place, ...]) -> bool:
        """Return whether those named are what nobody calls a group."""
        return any(_NO_GROUP.search(self.whole[slice(*where)]) for where in named)

    def _id(self, table: str, id: str) -> str:
        """Return an id, "" where a folder was given that lacks it.

        One that has no metric for losses that are not told apart has casualties.
        """
        known = self.names.ids.get(table, ())
        if not self.names or id in known:
            return id
        return "casualties" if id == "losses" and "casualties" in known else ""


def _with_interval(
    read: str, numbers: Sequence[Number], whats: list[Counted]
) -> tuple[Sequence[Number], list[Counted]]:
    """Return numbers with "400 deaths (95% CI 300-500)" as one: a range with a best number."""
    joined: list[tuple[Number, Counted]] = []
    for number, what in zip(numbers, whats, strict=True):
        best, of = joined[-1] if joined else (None, what)
        if (
            best is not None
            and best.best is not None
            and number.low is not None
            and number.high is not None
            and best.low == best.high  # Neither has one.
            and number.low <= best.best <= number.high
            and _INTERVAL.fullmatch(read, best.end, number.start)
        ):
            both = best._replace(
                low=number.low, high=number.high, qualifier="range", end=number.end
            )
            joined[-1] = both, of if of.metric else what
        else:
            joined.append((number, what))
    return [one for one, _ in joined], [what for _, what in joined]


def _is_table(sentence: str) -> bool:
    """Return whether a stretch holds more numbers than any sentence does."""
    return len(re.findall(r"\d+", sentence)) > _MOST_NUMBERS


def _claimed(one: Number, what: Counted) -> bool:
    """Return whether a number could be a claim: it says what it counts, or is no small one."""
    if what.metric or what.population:
        return True
    return not what.other and any(value >= _SMALLEST for value in one.values)
