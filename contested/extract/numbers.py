"""Every number of a text, with its hedge, as a claim has it: low, best, high, qualifier."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from contested.extract import hedges
from contested.extract.kinds import kind, written_dates
from contested.extract.numerals import Numeral, numerals, plain
from contested.extract.spelled import UNSAID, spelled


class Number(NamedTuple):
    """One number as a text gives it.

    `low`, `best`, `high` and `qualifier` are those of a claim (data/README.md); all three are None
    of words that stand for a number ("dozens"). `words` are as printed, the hedge included, and
    stand from `start` to `end`. `kind` is "count", or what else the number is: a date, an age, a
    duration, a percentage, an ordinal, a price, a measure, a ratio, a time, part of a name.
    """

    low: int | None
    best: int | None
    high: int | None
    qualifier: str
    words: str
    start: int
    end: int
    kind: str = "count"

    @property
    def values(self) -> tuple[int, ...]:
        """The numbers in it, the lowest first."""
        return tuple(one for one in (self.low, self.best, self.high) if one is not None)


#: Into which columns a hedge puts its one number.
_COLUMN = {
    "exact": "best",
    "about": "best",
    "nearly": "best",
    "at_least": "low",
    "more_than": "low",
    "up_to": "high",
    "fewer_than": "high",
}

# Between the two numbers of a range, and the words before it that make or unmake one.
_TO = re.compile(
    r" ?(?:to|–|-|or(?: even| possibly| perhaps| maybe)?|through|bis|до|à|a|ila|~) ?$|[-–~]$"
)
_AND = re.compile(r" ?(?:and|et|y|e|und|en|и|й|та|і|va|dan) ?$")
_BETWEEN = re.compile(
    r"(?<![\w])(?:between|anywhere between|entre|tra|fra|zwischen|tussen|между|між|antara|mellan)"
    r"(?: an estimated| some| about| around)? $"
)
# "At least 400 and up to 500" is a range that names both ends.
_UP_TO = re.compile(
    r",? ?(?:and |or |but |to )?(?:possibly |perhaps )?(?:up to|as many as|as high as|at most"
    r"|no more than|not more than) $"
)
_AS_FEW_AS = re.compile(r"(?<![\w])(?:at least|as few as|as low as|no fewer than|from) $")
_FROM = re.compile(r"(?<![\w])(?:from|de|von|от|від|da|van) $")
_MOVED = re.compile(
    r"(?:\b(?:rose|risen|rise|rises|rising|increas\w+|climb\w+|grew|grown|went|gone|jump\w+|up|down"
    r"|fell|fallen|dropp?\w*|declin\w+|reduc\w+|revis\w+|rais\w+|lower\w+|cut|doubl\w+)\b[^.;]{0,40})$"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SEEMS = re.compile(r",? (?:and )?(?:probably|likely|possibly|perhaps)(?: as many as| about)? ")

# Hedges that no date has, unless one of the words stands before them.
_COUNTING = frozenset({"at_least", "more_than", "fewer_than", "nearly"})
_SINCE = re.compile(r"\b(?:since|from|by|until|till|in|to|of|before|after) $")

# "12 may die", "300 march on": verbs, where the month has a capital or nothing behind it.
_MAY_OR_MARCH = re.compile(r" (?:may|march) [a-z]")

#: A number with more digits that are not zero than this is no rough one: "an estimated 931,846".
#: One that its clause estimates, without a word beside it, is round: "estimates put it at 7,000".
_ROUGH, _ROUND, _LEAST_ROUND = 3, 2, 100


def _whole(value: Decimal) -> int | None:
    return int(value) if value == value.to_integral_value() else None


def _rough(value: int) -> bool:
    return len(str(value).rstrip("0")) <= _ROUGH


def _round(value: int) -> bool:
    return value >= _LEAST_ROUND and len(str(value).rstrip("0")) <= _ROUND


def _ranged(text: str, first: Numeral, second: Numeral) -> int | None:
    """Return where the range of two numbers begins, if they are one."""
    if first.value >= second.value and first.value * second.scale >= second.value:
        return None
    if second.grouped and _YEAR.fullmatch(text, first.start, first.end):
        # "Since October 2023 to 72,345": no range has its thousands marked in one number only.
        return None
    middle, before = text[first.end : second.start], text[max(0, first.start - 60) : first.start]
    between = _BETWEEN.search(before)
    if between and (_AND.fullmatch(middle) or _TO.fullmatch(middle)):
        return max(0, first.start - 60) + between.start()
    floor = _AS_FEW_AS.search(before)
    if _UP_TO.fullmatch(middle) and (floor or re.match(r" ?to ", middle)):
        return max(0, first.start - 60) + floor.start() if floor else first.start
    if not _TO.fullmatch(middle):
        return None
    from_ = _FROM.search(before)
    if _MOVED.search(before[: from_.start()] if from_ else before):
        return None
    return max(0, first.start - 60) + from_.start() if from_ else first.start


def _all(text: str) -> list[Numeral]:
    """Return the numbers of a plain text in order, none within another."""
    ones = sorted([*numerals(text), *spelled(text)], key=lambda one: (one.start, -one.end))
    apart: list[Numeral] = []
    for one in ones:
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return apart


def numbers(text: str) -> list[Number]:
    """Return every number of a text, in order, each with its hedge and with what it is.

    >>> [(one.low, one.best, one.words) for one in numbers("at least 600, nearly 4 700")]
    [(600, None, 'at least 600'), (None, 4700, 'nearly 4 700')]
    >>> [(one.low, one.high, one.qualifier) for one in numbers("between 2 and 3 million")]
    [(2000000, 3000000, 'range')]
    >>> [(one.qualifier, one.words, one.values) for one in numbers("dozens were killed")]
    [('unnumbered', 'dozens', ())]
    """
    read = plain(text)
    dates = written_dates(read)
    unsaid = [match.span() for match in UNSAID.finditer(read)]
    read_numbers: list[Number] = []
    ones = [
        one
        for one in _all(read)
        if not any(start < one.end and one.start < end for start, end in dates + unsaid)
    ]
    place = 0
    while place < len(ones):
        one = ones[place]
        following = ones[place + 1] if place + 1 < len(ones) else None
        begin = _ranged(read, one, following) if following else None
        if following is not None and begin is not None:
            number = _range(text, read, one, following, begin)
            if number is not None:
                read_numbers.append(number)
                place += 2
                continue
        number = _single(text, read, one)
        if number is not None:
            read_numbers.append(number)
        place += 1
    read_numbers += [
        Number(None, None, None, "unnumbered", text[begin:end], begin, end)
        for begin, end in (_unsaid(read, *span) for span in unsaid)
    ]
    read_numbers += [
        Number(None, None, None, "unnumbered", text[start:end], start, end, "date")
        for start, end in dates
    ]
    return _probably(text, read, sorted(read_numbers, key=lambda one: one.start))


def counts(text: str) -> list[Number]:
    """Return the numbers of a text that count people or things, "dozens" included.

    >>> [one.words for one in counts("In 2024, 600 of 10,000 (6%) were killed by 2 March")]
    ['600', '10,000']
    """
    return [one for one in numbers(text) if one.kind == "count"]


def _unsaid(read: str, start: int, end: int) -> tuple[int, int]:
    hedge = hedges.before(read, start)
    return (hedge.at if hedge and hedge.qualifier != "estimated" else start), end


def _range(text: str, read: str, first: Numeral, second: Numeral, begin: int) -> Number | None:
    low, high = first.value, second.value
    # "2 to 3 million": the scale is of both.
    if second.scale > 1 and first.scale == 1 and not first.grouped and low * second.scale <= high:
        low *= second.scale
    # "10-12,000": thousands are of both.
    elif second.grouped and not first.grouped and read[first.end : second.start] in "-–":
        low = low * 1000 if low * 1000 < high else low
    least, most = _whole(low), _whole(high)
    if least is None or most is None or least >= most:
        return None
    what = kind(read, second.start, second.end)
    if what == "count":
        what = kind(read, first.start, first.end)
        # The bar between the two is the range's, no part of a name.
        what = "count" if what in ("name", "ordinal") else what
    elif what == "name":
        what = "count"
    hedge = hedges.before(read, begin)
    about = hedge is not None and hedge.qualifier in ("about", "nearly")
    start = hedge.at if hedge is not None and about else begin
    qualifier = "about" if about else "range"
    return Number(least, None, most, qualifier, text[start : second.end], start, second.end, what)


def _single(text: str, read: str, one: Numeral) -> Number | None:
    what = kind(read, one.start, one.end)
    if what == "date" and _MAY_OR_MARCH.match(text, one.end):
        what = "count"
    value = _whole(one.value)
    if value is None:
        # Half a person is no count: a share, a rate, a measure.
        what = "ratio" if what == "count" else what
        return Number(
            None, None, None, "unnumbered", text[one.start : one.end], one.start, one.end, what
        )
    hedge, trailing = hedges.before(read, one.start), hedges.after(read, one.end)
    if what == "date" and hedge and one.end - one.start == 4 and hedge.qualifier in _COUNTING:
        # "At least 1940" counts; "since at least 1940" is a date.
        what = what if _SINCE.search(read[: hedge.at]) else "count"
    start, end, qualifier = one.start, one.end, "exact"
    if trailing:
        qualifier, end = trailing
    elif hedge and (hedge.qualifier != "estimated" or _rough(value)):
        qualifier = "about" if hedge.qualifier == "estimated" else hedge.qualifier
    elif not hedge and _round(value) and hedges.is_estimated(read, one.start, one.end):
        qualifier = "about"
    if hedge and qualifier != "exact":
        start = hedge.at
    if what in ("date", "name", "ordinal"):
        start, end, qualifier = one.start, one.end, "exact"
    columns: dict[str, int | None] = {"low": None, "best": None, "high": None}
    columns[_COLUMN[qualifier]] = value
    return Number(
        **columns, qualifier=qualifier, words=text[start:end], start=start, end=end, kind=what
    )


def _probably(text: str, read: str, ones: list[Number]) -> list[Number]:
    """Return numbers with "at least 600, probably 1,000" as one: a floor with a best estimate."""
    joined: list[Number] = []
    for one in ones:
        before = joined[-1] if joined else None
        if (
            before
            and before.qualifier == "at_least"
            and before.low is not None
            and one.values
            and one.values[0] > before.low
            and one.kind == before.kind == "count"
            and (seems := _SEEMS.match(read, before.end))
            and one.start <= seems.end() < one.end
            and (one.best or one.high)
        ):
            joined[-1] = before._replace(
                best=one.best or one.high, words=text[before.start : one.end], end=one.end
            )
        else:
            joined.append(one)
    return joined
