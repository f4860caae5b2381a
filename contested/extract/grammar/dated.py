"""When a number of a sentence holds: its date, and since when it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names

from contested import spans
from contested.extract.candidate import Place


class Dated(NamedTuple):
    """A date or a stretch of time that a text gives: its texts, where it stands, what role it has.

    `role` is "as_of" (as of, until, by), "when" (on, in), "since", "between" (both ends known, or
    counted back from the text's own day: "in the past week"), "whole" (since the war began: its
    beginning is not said), "then" (since the raid: nothing says when that was) or "said" (the day
    of the statement).
    """

    role: str
    as_of: str
    since: str
    start: int
    end: int


class When(NamedTuple):
    """When a number holds, since when and how it counts, each with its place; "" and None else."""

    as_of: str = ""
    until: Place | None = None
    since: str = ""
    began: Place | None = None
    counting: str = ""
    counted: Place | None = None


class _Parts(NamedTuple):
    day: int
    month: int
    year: int


_ABBREVIATED = 3
#: What parts two words for a time: "since the war, and 30 since 4 March".
_PARTS = re.compile(r"[.,;:\d]")


@cache
def _locale(language: str) -> str:
    language = {"no": "nb"}.get(language, language)
    try:
        return str(Locale.parse(language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return "en"


@cache
def _months(language: str) -> dict[str, int]:
    """Return the months of a language by name in small letters, English ones beside them."""
    return {
        name.lower().strip("."): number
        for locale in (_locale(language), "en")
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, context, locale).items()
        if len(name.strip(".")) >= _ABBREVIATED and not name.strip(".").isdigit()
    } | {"sept": 9}


@cache
def _weekdays(language: str) -> dict[str, int]:
    return {
        name.lower(): number
        for locale in (_locale(language), "en")
        for context in ("format", "stand-alone")
        for number, name in get_day_names("wide", context, locale).items()
    }


class _Patterns(NamedTuple):
    stretch: re.Pattern[str]
    date: re.Pattern[str]
    before: re.Pattern[str]


_SINCE = (
    r"since|starting(?: on)?|beginning(?: on)?|desde|depuis|seit|sinds|dal|sedan|siden|с|з"
    r"|від|od|sejak|tangu|منذ"
)
_UNTIL = (
    r"as of|until|till|up to|through|by|as at|on the eve of|bis|hasta|jusqu'au|al|tot|до|станом на"
)
_SAID = re.compile(
    r"(?:said|says|told \w+|reported|announced|confirmed|stated|wrote|added|statement|declared"
    r"|warned)(?: (?:late|early|in a \w+))? on $"
    r"|(?:said|says|reported|announced|confirmed|told \w+) $"
)


_JUST_SAID = re.compile(r"(?<!\w)(?:said|says|told \w+|reported|announced|claimed|confirmed) $")

# "Since the beginning of the full-scale invasion on": the day is that of the beginning.
_BEGINNING = re.compile(
    r"(?<!\w)since (?:the )?(?:(?:very )?(?:beginning|start|outbreak|onset|launch)(?: of)?|war"
    r"|invasion|full-scale)(?: [^,.;:\d]{0,60})? (?:on |in )?$"
)

#: "Since fighting resumed on": the day is that of what is told of, and of nobody's dying.
_SINCE_THEN = re.compile(
    r"(?<!\w)since (?!then\b)(?P<what>[^.,;:()\d“”\"]{3,80}?) (?:(?:on|in|last|late|early|this) )+$"
)
_NOT_SINCE = re.compile(
    r"(?<!\w)(?:were|have|has|who|that|which|killed|died|wounded|injured|said|says|told|reported"
    r"|announced|confirmed|claimed)(?!\w)"
)


_MANY = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
    )
}
#: A stretch that ends with the text's own day, in English.
_BACK = re.compile(
    r"(?<!\w)over the day(?!\w)"
    r"|(?<!\w)(?:(?:in|over|during|within|for) )?(?:the |these )?(?:past|last|previous|preceding)"
    rf" (?:(?P<many>\d{{1,3}}|few|several|couple of|{'|'.join(_MANY)}) )?"
    r"(?P<unit>hours?|days?|nights?|weeks?|fortnight|months?|years?)(?!\w)"
    r"|(?<!\w)(?:(?:in|over|during|after|within) )?(?:(?:the|these) )?"
    rf"(?P<many_of>\d{{1,3}}|{'|'.join(_MANY)}) (?P<unit_of>hours?|days?|weeks?|months?)"
    r"(?= of (?:[\w-]+ )?(?:fighting|clashes|strikes|attacks|bombing|bombardment|shelling|protests"
    r"|violence|battles?|war|raids|unrest))"
    rf"|(?<!\w)(?P<stretch>(?:in|over|during|within) (?:(?:the|these|those) )?(?P<same>same )?"
    rf"(?:(?:\d{{1,3}}|few|several|{'|'.join(_MANY)}) |(?<=same ))(?:hours|days|weeks|months)"
    r"(?![\w'’-]))"
    r"(?! (?:ago|before|earlier|later|time|old|of)(?!\w))"
    r"|(?<!\w)(?:in )?(?P<near>overnight|last night)(?!\w)"
    r"|(?<!\w)(?:so far )?(?:earlier )?this (?P<this>week|month|year)(?!\w)"
)
#: "The deadliest strike in three weeks": how long nothing like it was.
_RARE = re.compile(
    r"(?<!\w)(?:first|second|third|only|worst|most|least|\w{2,}est)(?!\w)[^.,;\d]{0,40}$"
)
_BEGUN = re.compile(
    r"(?<!\w)since the (?:very )?(?:beginning|start) of (?:the|this) (?P<this>week|month|year)"
    r"(?!\w)"
)
_WAR = r"war|conflict|invasion|coup|hostilities|revolution|uprising|insurgency|genocide|rebellion"
_FIGHTING = r"fighting|violence|crackdown|protests"
#: What a war has many of: that one began says of none when the war did.
_IN_A_WAR = r"offensive|clashes|operation|campaign"
_FIGHT = rf"(?:{_WAR}|{_FIGHTING}|{_IN_A_WAR})"
#: Since the war began: when that was is for the folder to say.
_WHOLE = re.compile(
    rf"(?<!\w)since (?:the )?(?:[\w'’-]+ ){{0,4}}?(?:{_WAR}|{_FIGHTING})(?: in [\w-]+)?(?: \w+)?"
    r" (?:began|begun|started|erupted|broke out|was launched)(?!\w)"
    rf"|(?<!\w)since the (?:very )?(?:beginning|start|outbreak|onset|launch|eruption) of"
    rf" (?:[\w'’-]+ ){{0,4}}?(?:{_WAR}|{_FIGHTING})(?!\w)"
    rf"|(?<!\w)(?:since the (?:\w+ )?(?:{_WAR})|in the (?:entire |whole )?war"
    rf"|so far in the {_FIGHT}|over the course of the {_FIGHT})(?!\w)"
)
#: Since something that was told of: when that was, nothing says.
_HAPPENED = (
    r"(?:beg[au]n|started|resumed|erupted|broke out|collapsed|escalated|ended|took effect"
    r"|was (?:announced|launched|declared|signed))"
)
_THEN = re.compile(
    r"(?<!\w)since (?:(?:the|this|that|these|those|its|their|an?) )?(?:[\w'’-]+ ){0,5}?"
    rf"(?:(?:{_FIGHTING}|{_IN_A_WAR}|(?:air ?)?strikes?|raids?|attacks?|assault|ambush|bombing"
    r"|shelling|explosion|siege|blockade|incursion|evacuation|escalation|truce|ceasefire|capture"
    rf"|takeover|landing)(?: {_HAPPENED})?|{_HAPPENED})(?!\w)"
)
#: "Since the coup of": the day behind it is that of the beginning.
_SINCE_FIGHT = re.compile(
    rf"(?<!\w)since (?:the |a |its )?(?:[\w'’-]+ ){{0,4}}?{_FIGHT}(?: in [\w-]+)?"
    r" (?:of|in|on|(?:that )?(?:began|started|erupted|broke out) (?:in|on))"
    r"(?: (?:late|early|mid))?[ -]$"
    rf"|(?<!\w){_FIGHT},? (?:which|that) (?:has )?(?:began|begun|started|erupted|broke out)"
    r"(?: (?:in|on))?(?: (?:late|early|mid))?[ -]$"
)
#: What leads to a total: "bringing the toll to", "the number of dead has passed".
_TOTAL = re.compile(
    r"(?<!\w)(?:in total|altogether|total(?:l?ing|l?ed|s)?|(?:death |overall )?toll|so far|to date"
    r"|(?:bring(?:s|ing)?|brought|tak(?:es|ing)|took|push(?:es|ing|ed)) [^.;\d]{3,80}? to"
    r"|(?:reached|surpassed|passed|topped|exceeded|climbed to|risen to|rose to))(?!\w)"
    r"[^.;\d]{0,20}$"
)
#: What leads to the day of those who died of one thing.
_TOLL_OF = re.compile(r"(?<!\w)tolls? (?:of|from|in) (?:\w+ )?$")
_CLAUSE = re.compile(r";|, (?:and|while|but|whereas) ")
#: How much further a date is for each number that stands between, and how far a total's words are.
_ACROSS, _AHEAD = 40, 110


@cache
def _patterns(language: str) -> _Patterns:
    month = "|".join(sorted(map(re.escape, _months(language)), key=len, reverse=True))
    day = r"(\d{1,2})(?:st|nd|rd|th|º|er|\.)?"
    weekday = "|".join(sorted(map(re.escape, _weekdays(language)), key=len, reverse=True))
    to = r" ?(?:-|–|and|to|until|through|y|et|und|e|и|та|до|bis|al?) ?"
    year = r"(?:,? (?:de |of )?(\d{4})(?!\d))?"
    one = (
        rf"(?:(?<!\d){day} (?:de |of )?({month})(?!\w)\.?{year}"
        rf"|(?<!\w)({month})\.? {day}(?![\d,.]*\d{{3}})(?!\w){year}"
        rf"|(?<!\w)({month})\.?,? (?:de |of )?(\d{{4}})(?!\d)"
        rf"|(?<!\d)(\d{{4}}-\d\d-\d\d)(?!\d)"
        rf"|(?<!\d)(\d{{1,2}}\.\d{{1,2}}\.\d{{4}})(?!\d))"
    )
    return _Patterns(
        # Of two days with one month between them: 11 and 13 April, April 11-13.
        re.compile(
            rf"(?<!\d){day}{to}(\d{{1,2}})(?:st|nd|rd|th|\.)? (?:de |of )?({month})(?!\w)\.?{year}"
            rf"|(?<!\w)({month})\.? {day}{to}(\d{{1,2}})(?:st|nd|rd|th)?(?![\w,.]*\d{{3}}){year}"
        ),
        re.compile(
            rf"{one}|(?<!\w)({weekday})(?!\w)|(?<!\w)(today|yesterday)(?!\w)"
            rf"|(?<=in )({month})(?!\w)|(?<=since )({month})(?!\w)|(?<=by )({month})(?!\w)"
            rf"|(?<=end of )({month})(?!\w)|(?<=start of )({month})(?!\w)"
            rf"|(?<=beginning of )({month})(?!\w)|(?<!\w)({month})(?= (?:was|saw)(?!\w))"
            rf"|(?<=last )({month})(?!\w)|(?<=during )({month})(?!\w)|(?<=until )({month})(?!\w)"
            r"|(?<=in )((?:19|20)\d\d)(?!\d)|(?<=since )((?:19|20)\d\d)(?!\d)"
            r"|(?<=during )((?:19|20)\d\d)(?!\d)|(?<=of )((?:19|20)\d\d)(?!\d)"
        ),
        re.compile(
            rf"(?:(?<!\w)(?P<since>{_SINCE})|(?<!\w)(?P<until>{_UNTIL})|(?<!\w)(?P<from>from|between"
            rf"|entre|zwischen|tussen|tra|fra|mellan|mellom|між|между))"
            r"(?: (?:the|el|le|early|late|mid|about|around|last"
            r"|(?:the )?(?:end|start|beginning) of))*[ -]$"
        ),
    )


def dated(sentence: str, read: str, language: str, published: date | None) -> list[Dated]:
    """Return the dates of a sentence, in order; what cannot be resolved is left out.

    >>> text = "At least 12 died between 11 and 13 April, it said on Sunday"
    >>> [one[:3] for one in dated(text, text.lower(), "en", date(2025, 4, 22))]
    [('between', '2025-04-13', '2025-04-11'), ('said', '2025-04-20', '')]
    """
    patterns = _patterns(language)
    every = list(_stretches(read, language, published, patterns))
    back = list(_back(read, published)) if language == "en" else []
    taken = [(one.start, one.end) for one in (*every, *back)]
    single = [
        (match.start(), match.end(), first, precision)
        for match in patterns.date.finditer(read)
        if not any(start < match.end() and match.start() < end for start, end in taken)
        and (when := _day(sentence, match, language, published))
        for first, precision in [when]
    ]
    if back:
        # "On Wednesday it counted 30 over the previous day": the day before that Wednesday's end.
        told = {
            first
            for start, end, first, _ in single
            if read[start:end] in _weekdays(language)
            and (_SAID.search(read[max(0, start - 40) : start]) or read[:start].strip() == "on")
        }
        every += _back(read, told.pop()) if len(told) == 1 else back
    place = 0
    while place < len(single):
        start, end, first, precision = single[place]
        as_of = spans.text(first, precision)
        role = _role(read, start, patterns)
        following = single[place + 1] if place + 1 < len(single) else None
        if following and re.fullmatch(
            r"\.? ?(?:-|–|and|to|until|through|y|et|und|e|и|та|до) ?", read[end : following[0]]
        ):
            until = spans.text(following[2], following[3])
            every.append(Dated("between", until, as_of, start, following[1]))
            place += 2
            continue
        if role == "since":
            every.append(Dated(role, "", as_of, start, end))
        else:
            every.append(Dated(role, as_of, "", start, end))
        place += 1
    if language == "en":
        every += _undated(read, every, taken)
    return sorted(every, key=lambda one: one.start)


def _undated(read: str, every: Sequence[Dated], taken: Sequence[Place]) -> list[Dated]:
    """Return the beginnings whose day is not said: the war's, and that of what was told of."""
    begins = [one.start for one in every if one.role == "since"]
    found: list[Dated] = []
    for role, pattern in (("whole", _WHOLE), ("then", _THEN)):
        places = [*taken, *((one.start, one.end) for one in found)]
        found += [
            Dated(role, "", "", start, end)
            for start, end in (match.span() for match in pattern.finditer(read))
            # "Since the start of the invasion on 24 February": the day is said.
            if not any(start < day and not _PARTS.search(read, end, day) for day in begins)
            and not any(start < stop and begin < end for begin, stop in places)
        ]
    return found


def is_whole(words: str) -> bool:
    """Return whether words count from the war's beginning without saying when that was.

    >>> is_whole("since the war began"), is_whole("since the raid")
    (True, False)
    """
    return _WHOLE.fullmatch(words.lower()) is not None


def _back(read: str, published: date | None) -> Iterator[Dated]:
    """Yield stretches that are counted back from the text's own day."""
    if published is None:
        return
    for match in _BEGUN.finditer(read):
        begun = spans.text(*_first_of(match["this"], published))
        yield Dated("since", "", begun, *match.span())
    for match in _BACK.finditer(read):
        until, since = published, ""
        before = read[max(0, match.start() - 80) : match.start()].replace("at least", "")
        if match["stretch"] and _RARE.search(before):
            continue
        if _JUST_SAID.search(before) and match[0].startswith(("last ", "this ", "earlier ")):
            continue  # "Said last week that": it is when it was said.
        if match[0] == "last year" and {*before.split()[-1:]} & {*_months("en")}:
            continue  # "In July last year": it is that July.
        if match["many_of"] or match["stretch"]:
            # "In three days of fighting": which days, the words do not say.
            yield Dated("between", "", "", *match.span())
            continue
        if match["near"] == "last night":
            until = published - timedelta(days=1)
            since = spans.text(until, "day")
        elif match["near"]:
            since = spans.text(published - timedelta(days=1), "day")
        elif match["this"]:
            since = spans.text(*_first_of(match["this"], published))
        else:
            first = _so_long_before(published, match["many"] or "one", match["unit"] or "day")
            since = spans.text(first, "day") if first else ""
        yield Dated("between", spans.text(until, "day"), since, *match.span())


def first_day(words: str, last: date) -> date | None:
    """Return the first day of a stretch that words give the length of, by its last day.

    >>> first_day("in three days", date(2031, 5, 20))
    datetime.date(2031, 5, 18)
    """
    match = re.search(rf"(\d{{1,3}}|{'|'.join(_MANY)}) (hours?|days?|weeks?|months?)", words)
    return _so_long_before(last, match[1], match[2]) if match else None


def is_same(words: str) -> bool:
    """Return whether words name a stretch that was named before: "in the same four days"."""
    return (
        re.search(r"(?<!\w)same (?:[\w-]+ )?(?:hours|days|weeks|months)(?!\w)", words) is not None
    )


def _first_of(unit: str, day: date) -> tuple[date, str]:
    """Return the first day of a day's week, month or year, and how fine it is."""
    if unit == "week":
        return day - timedelta(days=day.weekday()), "day"
    return (
        (day.replace(day=1), "month") if unit == "month" else (day.replace(month=1, day=1), "year")
    )


def _so_long_before(day: date, many: str, unit: str) -> date | None:
    """Return the first day of a stretch that ends with a day; None where its length is not said."""
    number = int(many) if many.isdecimal() else _MANY.get(many, 0)
    if not number:
        return None
    unit = unit.removesuffix("s")
    days = {"hour": -(-number // 24), "day": number, "night": number, "week": 7 * number}
    days |= {"fortnight": 14}
    try:
        if unit in days:
            return day - timedelta(days=days[unit] - 1)
        months = day.year * 12 + day.month - 1 - number * (12 if unit == "year" else 1)
        first = date(months // 12, months % 12 + 1, min(day.day, 28))
    except (ValueError, OverflowError):
        return None
    return first + timedelta(days=1)


def of_number(
    dates: list[Dated], read: str, start: int, end: int, others: Sequence[Place] = ()
) -> When:
    """Return when the number between two places holds, since when, and how it counts.

    Of several it is the nearest; `others` are where other numbers stand, across which it is far.
    """
    rank = {"as_of": 0, "when": 1, "said": 2}

    def far(one: Dated) -> int:
        low, high = (end, one.start) if one.start >= end else (one.end, start)
        across = sum(low <= begin < high for begin, _ in others)
        if one.end <= start:
            # "12 in the past week, and 200 since the coup": a clause between parts them as well.
            across += bool(_CLAUSE.search(read, low, high))
        return max(high - low, 0) + _ACROSS * across

    holds = min(
        (one for one in dates if one.role in rank), key=lambda one: (rank[one.role], far(one)),
        default=None,
    )  # fmt: skip
    counts = min(
        (one for one in dates if one.role in ("between", "since", "whole", "then")),
        key=far,
        default=None,
    )
    total = _TOTAL.search(read, max(0, start - _AHEAD), start)
    of_day = next((one for one in dates if _is_toll(one, read, start)), None)
    if of_day:
        # "The toll of Sunday's strike": those of that day.
        where = of_day.start, of_day.end
        return When(of_day.as_of, where, counting="period", counted=where)
    if counts and holds and holds.role == "when" and far(holds) + _ACROSS < far(counts):
        # "57 were killed on Tuesday, and 22,000 fled since Friday."
        counts = None
    as_of, until = (holds.as_of, (holds.start, holds.end)) if holds else ("", None)
    if counts and total and counts.role == "between" and counts.end <= total.start():
        # "12 fled in the past week, bringing their number to 200": those of the week are the 12.
        counts = None
    if counts:
        where = counts.start, counts.end
        if counts.role == "between":
            began = where if counts.since else None
            if counts.as_of:
                as_of, until = counts.as_of, where
            return When(as_of, until, counts.since, began, "period", where)
        return When(
            as_of, until, counts.since, where if counts.since else None, "cumulative", where
        )
    if total:
        return When(as_of, until, counting="cumulative", counted=total.span())
    if holds and holds.role == "when":
        return When(as_of, until, counting="period", counted=until)
    return When(as_of, until)


def _is_toll(one: Dated, read: str, number: int) -> bool:
    """Return whether a day is that of whose toll a number gives: "the toll of Sunday's strike"."""
    owns = read[one.end : one.end + 2] in ("'s", "’s")
    led = _TOLL_OF.search(read, max(0, one.start - 40), one.start)
    return one.role == "when" and owns and led is not None and one.end <= number


def _role(read: str, start: int, patterns: _Patterns) -> str:
    before = read[max(0, start - 40) : start]
    match = patterns.before.search(before)
    led = read[max(0, start - 120) : start]
    if not match and (_BEGINNING.search(led) or _SINCE_FIGHT.search(led)):
        return "since"
    if match and match["since"]:
        return "since"
    if match and match["until"]:
        return "as_of"
    if _SAID.search(before):
        return "said"
    then = _SINCE_THEN.search(led)
    if then and not _NOT_SINCE.search(then["what"]) and not patterns.date.search(then[0]):
        return "since"
    return "when"


def _stretches(
    read: str, language: str, published: date | None, patterns: _Patterns
) -> Iterator[Dated]:
    months = _months(language)
    for match in patterns.stretch.finditer(read):
        first, last, month, year, other, begin, stop, of = match.groups()
        number = months[month or other]
        day, end = (int(first), int(last)) if month else (int(begin), int(stop))
        given = int(year or of or 0)
        until = _resolved(_Parts(end, number, given), published)
        if until is None or day > end:
            continue
        since = spans.text(until.replace(day=day), "day")
        yield Dated("between", spans.text(until, "day"), since, *match.span())


def _day(
    sentence: str, match: re.Match[str], language: str, published: date | None
) -> tuple[date, str] | None:
    """Return the first day of what a date's words say and how fine it is, None if unresolved."""
    months, groups = _months(language), match.groups()
    day, month, year, month_, day_, year_, month_of, year_of, iso, dotted, weekday, near = groups[
        :12
    ]
    named = next(filter(None, groups[12:22]), None)
    whole = next(filter(None, groups[22:]), None)
    if day or day_:
        parts = _Parts(int(day or day_), months[month or month_], int(year or year_ or 0))
        first = _resolved(parts, published)
        return (first, "day") if first else None
    if month_of:
        return _made(_Parts(1, months[month_of], int(year_of)), "month")
    if iso or dotted:
        try:
            if iso:
                return date.fromisoformat(iso), "day"
            numbers = [int(part) for part in dotted.split(".")]
            return date(numbers[2], numbers[1], numbers[0]), "day"
        except ValueError:
            return None
    if whole:
        return _made(_Parts(1, 1, int(whole)), "year")
    if published is None:
        return None
    if weekday:
        back = (published.weekday() - _weekdays(language)[weekday]) % 7
        return published - timedelta(days=back), "day"
    if near:
        return published - timedelta(days=near == "yesterday"), "day"
    if named and sentence[match.start()].isupper() == (language == "en" and named.isascii()):
        number = months[named]
        before = number > published.month or sentence.startswith(" last year", match.end())
        return _made(_Parts(1, number, published.year - before), "month")
    return None


def _made(parts: _Parts, precision: str) -> tuple[date, str] | None:
    try:
        return date(parts.year, parts.month, parts.day), precision
    except ValueError:
        return None


def _resolved(parts: _Parts, published: date | None) -> date | None:
    """Return the day that is meant: without a year, the last one not after the text's."""
    day, month, year = parts
    if not year and published is None:
        return None
    try:
        if year:
            return date(year, month, day)
        assert published is not None
        this = date(published.year, month, day)
        return this if this <= published else date(published.year - 1, month, day)
    except ValueError:
        return None
