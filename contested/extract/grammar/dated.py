"""When a number of a sentence holds: its date, and since when it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names

from contested import spans
from contested.extract.candidate import Place


class Dated(NamedTuple):
    """A date or a stretch of time that a text gives: its texts, where it stands, what role it has.

    `role` is "as_of" (as of, until, by), "when" (on, in), "since", "between" (both ends known) or
    "said" (the day of the statement).
    """

    role: str
    as_of: str
    since: str
    start: int
    end: int


class _Parts(NamedTuple):
    day: int
    month: int
    year: int


_ABBREVIATED = 3


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


# "Since the beginning of the full-scale invasion on": the day is that of the beginning.
_BEGINNING = re.compile(
    r"(?<!\w)since (?:the )?(?:(?:very )?(?:beginning|start|outbreak|onset|launch)(?: of)?|war"
    r"|invasion|full-scale)(?: [^,.;:\d]{0,60})? (?:on |in )?$"
)


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
            rf"{one}|(?<!\w)({weekday})(?!\w)|(?<!\w)(today|yesterday|last night|overnight"
            r"|(?:in |over )?the (?:past|last|previous) (?:24 hours|day))(?!\w)"
            rf"|(?<=in )({month})(?!\w)|(?<=since )({month})(?!\w)|(?<=by )({month})(?!\w)"
            rf"|(?<=end of )({month})(?!\w)"
            rf"|(?<=last )({month})(?!\w)|(?<=during )({month})(?!\w)|(?<=until )({month})(?!\w)"
            r"|(?<=in )((?:19|20)\d\d)(?!\d)|(?<=since )((?:19|20)\d\d)(?!\d)"
            r"|(?<=during )((?:19|20)\d\d)(?!\d)|(?<=of )((?:19|20)\d\d)(?!\d)"
        ),
        re.compile(
            rf"(?:(?<!\w)(?P<since>{_SINCE})|(?<!\w)(?P<until>{_UNTIL})|(?<!\w)(?P<from>from|between"
            rf"|entre|zwischen|tussen|tra|fra|mellan|mellom|між|между))"
            rf"(?: (?:the|el|le|early|late|mid|about|around|(?:the )?(?:end|start) of|last))*[ -]$"
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
    taken = [(one.start, one.end) for one in every]
    single = [
        (match.start(), match.end(), first, precision)
        for match in patterns.date.finditer(read)
        if not any(start < match.end() and match.start() < end for start, end in taken)
        and (when := _day(sentence, match, language, published))
        for first, precision in [when]
    ]
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
    return sorted(every, key=lambda one: one.start)


def of_number(
    dates: list[Dated], start: int, end: int
) -> tuple[str, Place | None, str, Place | None]:
    """Return the date and the beginning of what a number counts, each with its place."""
    rank = {"between": 0, "as_of": 0, "when": 1, "said": 2}

    def far(one: Dated) -> int:
        return max(start - one.end, one.start - end, 0)

    holds = min(
        (one for one in dates if one.as_of),
        key=lambda one: (rank[one.role], far(one)),
        default=None,
    )
    since = min((one for one in dates if one.role == "since"), key=far, default=None)
    as_of, where = (holds.as_of, (holds.start, holds.end)) if holds else ("", None)
    if holds and holds.role == "between":
        return as_of, where, holds.since, where
    if since:
        return as_of, where, since.since, (since.start, since.end)
    return as_of, where, "", None


def _role(read: str, start: int, patterns: _Patterns) -> str:
    before = read[max(0, start - 40) : start]
    match = patterns.before.search(before)
    if not match and _BEGINNING.search(read[max(0, start - 120) : start]):
        return "since"
    if match and match["since"]:
        return "since"
    if match and match["until"]:
        return "as_of"
    return "said" if _SAID.search(before) else "when"


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
    named = next(filter(None, groups[12:19]), None)
    whole = next(filter(None, groups[19:]), None)
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
        return published - timedelta(days=1 if near in ("yesterday", "last night") else 0), "day"
    if named and sentence[match.start()].isupper() == (language == "en" and named.isascii()):
        number = months[named]
        return _made(_Parts(1, number, published.year - (number > published.month)), "month")
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
