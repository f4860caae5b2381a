"""Who asserts a number of a sentence, and who relays it: "the ministry told Reuters"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from contested.extract.candidate import Place
from contested.extract.grammar.speech import (
    ASCRIBING,
    BY,
    CITING,
    FIGURES,
    FIGURES_FROM,
    HEADS,
    JOINING,
    LEADING,
    MEDIA,
    NO_NAME,
    RELAYING,
    SAYING,
    SPEAKING,
    TELLING,
    TRAILING,
)

#: A word of a name, and what stands between two.
_TOKEN = re.compile(r"[^\W_](?:[\w'’&/-]|\.(?=\w))*\.?")
_MOST_WORDS = 14
_FAR_BACK = 160

# What follows words that ascribe what stands before them: ", the ministry said on Sunday."
_CLOSING = re.compile(
    r"(?: (?:late |early )?(?:on \w+day|in (?:a|an|its|his|her) \w+|yesterday|today|in [A-Z]\w+"
    r"|via \w+|on (?:social media|[A-Z]\w+|\d{1,2} \w+)))*\s*(?:[,.;”\")]|$)"
)
#: Of whom somebody is ("the city's mayor"), and what has a number ("the 47th Brigade").
_OWNER = re.compile(r"['’]s?$|^\d+(?:st|nd|rd|th)$")
_SHORT = re.compile(
    r"^(?:capt|gen|lt|col|maj|sgt|cpl|adm|brig|dr|mr|mrs|ms|prof|gov|sen|rep|rev|hon|st)\.$"
    r"|^(?:[^\W\d_]\.)+$",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r";| while | but ")
#: Where one who speaks is: "at the base", "in the Marn-run territory".
_WHERE = re.compile(
    r" (?:at|in|from|near|on|inside) (?:the|a|an|this|that) (?:[\w'’-]+ ){0,2}[\w'’-]+$"
)
#: Between who says and what "it" did.
_IT = re.compile(r"(?: \w+day)?(?: that)? (?:it|they|he|she)(?: (?:has|have|had|also|now))*\s*")
_AND = re.compile(r"\band(?: (?:also|later|then))?\s*$")
#: What a name does that a sentence begins with, what it is perhaps told between commas.
_DOES = re.compile(r"(?:, [^.;]{1,80},)? (?:(?:has|have|had|also|\w+ly) )?[a-z]+ed\b")


@dataclass(frozen=True)
class Ascription:
    """Words that ascribe: where they stand, the names of who asserts, and of who relays."""

    start: int
    end: int
    sources: tuple[Place, ...] = ()
    via: tuple[Place, ...] = ()
    #: What comes behind a number by its nature ("according to …"), whatever follows.
    behind: bool = False
    #: "It said": who asserts was named in the sentence before.
    again: bool = False

    @property
    def asserts(self) -> bool:
        """Whether it says who asserts, and not only who passes on."""
        return bool(self.sources) or self.again


def ascriptions(sentence: str, read: str, language: str) -> list[Ascription]:
    """Return what ascribes in a sentence, in order; `read` is the sentence in plain letters."""
    met = list(_other(sentence, read, language))
    if language == "en":
        met += [*_according(sentence, read), *_passive(sentence, read), *_said(sentence, read)]
    return list(_said_again(sentence, sorted(met, key=lambda one: one.start)))


def _said_again(sentence: str, met: Iterable[Ascription]) -> Iterator[Ascription]:
    """Yield what ascribes, "it" as who said so just before: "the NUG said it had recorded"."""
    before: Ascription | None = None
    for one in met:
        if one.again and before and before.sources:
            between = sentence[before.end : one.start]
            if _IT.fullmatch(between):
                one = replace(one, sources=before.sources, again=False)
        yield one
        before = one


def asserted(
    sentence: str, met: Sequence[Ascription], start: int, end: int, last: int
) -> tuple[tuple[Place, ...], tuple[Place, ...], bool]:
    """Return who asserts and who relays the number between two places, and whether "it" does.

    `last` is where the last number of the sentence begins.
    """
    if not met:
        return (), (), False
    # "The IOM estimates that 1,200": the verb is in the number's own words.
    before = [one for one in met if one.start < start and one.end < end and one.asserts]
    after = [
        one
        for one in met
        if one.start >= end
        and one.asserts
        and (one.behind or _CLOSING.match(sentence, one.end) or not (before or last >= one.end))
        and not _ANOTHER.search(sentence, end, one.start)
    ]
    near = [*before[-1:], *after[:1]]
    via = tuple(place for one in met if not one.asserts for place in one.via)
    if len(near) == 2 and not (near[0].via or near[1].via):
        # Two that assert: a medium relays the other, else the nearer one asserts.
        media = [one for one in near if _is_medium(sentence, one)]
        if len(media) == 1:
            other = near[0] if near[1] is media[0] else near[1]
            return other.sources, media[0].sources, other.again
        near = [min(near, key=lambda one: max(start - one.end, one.start - end))]
    sources = tuple(place for one in near for place in one.sources)
    via = (*(place for one in near for place in one.via), *via)
    return sources, tuple(one for one in via if one not in sources), any(one.again for one in near)


def spoken(sentence: str, read: str) -> tuple[Place, ...]:
    """Return who speaks in a sentence without asserting a number: "the army denied this"."""
    for match in reversed(list(SPEAKING.finditer(read))):
        if names := _subject(sentence, match.start())[0]:
            return names
    return ()


def _is_medium(sentence: str, one: Ascription) -> bool:
    return bool(one.sources) and all(
        MEDIA.search(sentence[start:end]) for start, end in one.sources
    )


def _according(sentence: str, read: str) -> Iterator[Ascription]:
    for match in ASCRIBING["en"].finditer(read):
        begin = match.end()
        figures = FIGURES_FROM.match(read, begin)
        names = _names_from(sentence, figures.end() if figures else begin)
        if names:
            yield Ascription(match.start(), names[-1][1], names, behind=True)


def _passive(sentence: str, read: str) -> Iterator[Ascription]:
    """Yield "documented by X" and, of who passes on, "cited by X", "in an interview with X"."""
    for match in BY.finditer(read):
        if names := _names_from(sentence, match.end()):
            yield Ascription(match.start(), names[-1][1], names, behind=True)
    for match in RELAYING.finditer(read):
        if names := _names_from(sentence, match.end()):
            comma = re.search(r",\s*$", read[max(0, match.start() - 3) : match.start()])
            end = match.start() - len(comma[0]) if comma else 0
            # "The ministry, quoted by Reuters, spoke of 30".
            whom = _names_to(sentence, max(0, end - _FAR_BACK), end) if comma else ()
            start = whom[0][0] if whom else match.start()
            yield Ascription(start, names[-1][1], whom, names, behind=True)


def _said(sentence: str, read: str) -> Iterator[Ascription]:
    for match in SAYING.finditer(read):
        subject, again = _subject(sentence, match.start())
        end = match.end()
        if not subject and not again:
            # "…", said the governor: the name comes behind, at once.
            turned = re.search(r"[,”\"’]\s*$", read[max(0, match.start() - 4) : match.start()])
            names = _names_from(sentence, end) if turned else ()
            if names:
                yield Ascription(match.start(), names[-1][1], names, behind=True)
            continue
        start = subject[0][0] if subject else match.start()
        if citing := _citing(sentence, read, start, match):
            yield citing._replaced(subject) if isinstance(citing, _Citing) else citing
            continue
        told = TELLING.match(read, match.start())
        via = _heard(sentence, told.end()) if told else ()
        yield Ascription(start, via[-1][1] if via else end, subject, via, again=again)


@dataclass(frozen=True)
class _Citing:
    start: int
    end: int
    sources: tuple[Place, ...]

    def _replaced(self, subject: tuple[Place, ...]) -> Ascription:
        return Ascription(self.start, self.end, self.sources, subject)


def _citing(sentence: str, read: str, start: int, said: re.Match[str]) -> _Citing | None:
    """Return whom the one that says cites: "Reuters reported, citing the army"."""
    stretch = min(len(read), said.end() + _FAR_BACK)
    match = CITING.search(read, start, stretch)
    names = _names_from(sentence, match.end()) if match else ()
    if not names:
        return None
    # What is cited at the sentence's end ascribes what stands before it as well.
    return _Citing(
        start,
        max(said.end(), names[-1][1]) if match and match.start() < said.end() else said.end(),
        names,
    )


def _subject(sentence: str, verb: int) -> tuple[tuple[Place, ...], bool]:
    """Return the name that a verb of saying follows, and whether it is "it" or "they"."""
    begin = max(0, verb - _FAR_BACK)
    stretch = sentence[begin:verb]
    trailing = TRAILING.search(stretch)
    assert trailing is not None  # It matches nothing as well.
    stretch = stretch[: trailing.start()]
    if re.search(r"\b(?:which|who)\b", trailing[0]) and stretch.rstrip().endswith(","):
        stretch = stretch.rstrip()[:-1]  # "The army, which said"
    if stretch.rstrip().endswith(","):
        # "Ann Moor, a spokeswoman for the army, said"; "The Times, citing officials, said".
        parts = stretch.rstrip()[:-1].rsplit(",", 1)
        if len(parts) == 2 and re.match(
            r"\s*(?:an?|the|who|which|its|his|her|in an?|on (?:its|their|his|her)|citing|quoting"
            r"|head|chief|director|deputy|speaking|whose"
            r"|spokes\w+|commander|minister|president|governor|mayor)\b",
            parts[1],
        ):
            stretch = parts[0]
        elif len(parts) == 2 and re.fullmatch(
            r"\s*[A-Z][\w'’-]*\.?(?: [A-Z][\w'’-]*\.?)*", parts[1]
        ):
            stretch = stretch.rstrip()[:-1]
        else:
            return (), False
    if _AND.search(stretch) and (first := _names_from(sentence, 0)):
        # "Ann Moor, a spokeswoman, blamed the army and said": who does both stands first.
        return (first, False) if _DOES.match(sentence, first[-1][1]) else ((), False)
    if re.search(r"(?:^|[\s“\"(])(?:it|he|she|they)\s*$", stretch, re.IGNORECASE):
        return (), True
    end = begin + len(stretch.rstrip())
    names = _names_to(sentence, begin, end)
    if not names and (where := _WHERE.search(sentence, begin, end)):
        names = _names_to(sentence, begin, where.start())  # "Officers at the base said".
    return names, False


def _names_to(sentence: str, begin: int, end: int) -> tuple[Place, ...]:
    """Return the name that ends at a place, read backwards as far as its words are those of one."""
    tokens = [match.span() for match in _TOKEN.finditer(sentence, begin, end)]
    if not tokens or tokens[-1][1] != end:
        closed = re.search(r"\s*[(\[][^()\[\]]{1,20}[)\]]$", sentence[begin:end])
        if not closed:
            return ()
        end = begin + closed.start()
        tokens = [place for place in tokens if place[1] <= end]
    taken: list[Place] = []
    last = end
    for start, stop in reversed(tokens):
        if sentence[stop:last].strip() or len(taken) == _MOST_WORDS:
            break
        if not _part(sentence, start, stop):
            break
        taken.insert(0, (start, stop))
        last = start
    return _name(sentence, taken)


def _names_from(sentence: str, begin: int) -> tuple[Place, ...]:
    """Return the name that begins at a place, read as far as its words are those of one."""
    taken: list[Place] = []
    last = begin
    for match in _TOKEN.finditer(sentence, begin, begin + _FAR_BACK):
        start, stop = match.span()
        if sentence[stop - 1] == "." and not _SHORT.search(sentence[start:stop]):
            stop -= 1
        if sentence[last:start].strip(' \n\t“"') or len(taken) == _MOST_WORDS:
            break
        if not _part(sentence, start, stop):
            break
        taken.append((start, stop))
        last = stop
        if sentence[match.end() - 1] == "." and stop < match.end():
            break
    return _name(sentence, taken)


def _heard(sentence: str, begin: int) -> tuple[Place, ...]:
    """Return who was told, where that is one who passes on."""
    names = _names_from(sentence, begin)
    return (
        names
        if names and _capital(sentence[names[0][0] : names[0][1]].removeprefix("the "))
        else ()
    )


def _capital(word: str) -> bool:
    return word[:1].isupper()


def _part(sentence: str, start: int, stop: int) -> bool:
    """Return whether a word may be part of a name."""
    word = sentence[start:stop]
    small = word.lower().strip(".")
    if small in NO_NAME:
        return False
    return (
        _capital(word)
        or small in HEADS
        or small in JOINING
        or small in FIGURES
        or bool(_OWNER.search(word))
    )


def _name(sentence: str, taken: list[Place]) -> tuple[Place, ...]:
    """Return the name that words make, without what only leads to it or ends it."""
    small = [sentence[start:stop].lower().strip(".") for start, stop in taken]
    first, last = 0, len(taken)
    while first < last and (
        small[first] in LEADING or small[first] in JOINING - {"the", "a", "an", "one", "two", "its"}
    ):
        if small[first] in ("al", "el") and _capital(sentence[slice(*taken[first])]):
            break  # "Al Shabaab" is a name as a whole.
        first += 1
    while last > first and (
        small[last - 1] in JOINING
        or (small[last - 1] in FIGURES and not _capital(sentence[slice(*taken[last - 1])]))
    ):
        last -= 1
    words = range(first, last)
    if not any(
        small[one] in HEADS or _capital(sentence[slice(*taken[one])])
        for one in words
        if small[one] not in JOINING
    ):
        return ()
    start, stop = taken[first][0], taken[last - 1][1]
    if sentence[start:stop].endswith(("'s", "’s")):
        stop -= 2
    return ((start, stop),)


def _other(sentence: str, read: str, language: str) -> Iterator[Ascription]:
    """Yield what ascribes in another language: words before a name, up to where a clause ends."""
    pattern = ASCRIBING.get(language) if language != "en" else None
    if pattern is None:
        return
    for match in pattern.finditer(read):
        name = re.compile(r"[^,;:.!?()\"“”«»،؛。，\n]{2,80}").match(sentence, match.end())
        if name:
            stop = match.end() + len(name[0].rstrip())
            yield Ascription(match.start(), stop, ((match.end(), stop),), behind=True)
