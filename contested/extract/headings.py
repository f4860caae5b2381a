"""What a text says of itself in lines of its own: its title, who printed it, when, by whom, where.

Only a line that holds nothing else is read so, near the text's beginning or end, and the words that
a report begins with ("KYIV, March 3 (Reuters) -"). They are about the article and no part of what
it says: who reads its figures leaves them out.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

from contested.extract.grammar.dated import dated
from contested.extract.numerals import plain


class Heading(NamedTuple):
    """What words of a text say of it: the field, its value, and where the words stand.

    `field` is publisher, title, author, url, archive_url, published or updated, or place: where it
    was written ("TYRE, Lebanon"). `whole` says that a date has its year in the words; else it is
    the last such day that there was. Several may stand in one line, which is in each of them.
    """

    field: str
    value: str
    start: int
    end: int
    whole: bool = True


#: How many lines from the beginning and from the end are looked at, and the longest of them.
_FIRST, _LAST, _LONGEST = 12, 6, 200
#: The lines that a site's own name stands in.
_TOP = 3
#: The longest first line that is taken for a title, and the most words of a publisher's name.
_TITLE, _MOST_WORDS = 160, 6

_ADDRESS = re.compile(
    r"(?:(?:url|link|source|original|archived?(?: at)?|read (?:more|it)(?: at)?):? +)?"
    r"<?(https?://[^\s<>]+)>?", re.I
)  # fmt: skip
_TWICE = re.compile(r"^\d{1,2}/\d{1,2}/20\d\d(?=[A-Z][a-z]+ \d{1,2}, 20\d\d$)")
#: An address as a browser shows it.
_BARE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s<>]+")
_ARCHIVES = re.compile(
    r"https?://(?:www\.)?(?:web\.archive\.org|archive\.(?:org|ph|today|is|md|li)|perma\.cc)/", re.I
)
#: A line that names what it gives: "Published: 3 March 2026", "Source: Reuters".
_NAMED = re.compile(
    r"(?P<published>(?:first )?published|posted|publication date|date|issued)(?: (?:on|at))?:? +"
    r"|(?P<updated>(?:last )?updated|modified|as of)(?: (?:on|at))?:? +"
    r"|(?P<publisher>source|publisher|published (?:by|in)|outlet|newspaper|site|from):? +"
    r"|(?P<title>title|headline): +"
    r"|(?P<author>authors?|written by|words by|story by|report(?:ing)? by|by)(?::? +)",
    re.I,
)
_NAME = r"[^\W\d_][\w'’.-]*"
#: People's names: capitals, joined; then perhaps where they were or for whom they write.
_PEOPLE = re.compile(
    rf"(?P<who>[A-Z]{_NAME[:-1]}*(?: (?:(?:al|bin|de|del|da|el|ibn|la|van|von) )?[A-Z][\w'’.-]*)*"
    rf"(?:(?:, and | and |, | & )[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*)+)*)"
    r"(?: (?:in|for|at) (?P<for>[A-Z].{1,60}))?"
    r"(?:, (?:[A-Z]{2,6}|(?:[a-z]+ ){0,2}(?:reporter|correspondent|editor|writer)))?"
)
#: One person's name, and nothing else.
_NAME_ALONE = re.compile(r"[A-Z][\w'’.-]+(?: (?:[A-Z]\.|[a-z]{2,3}|[A-Z][\w'’-]+)){1,3}")
_PARTS = re.compile(
    r" *[—–|·•] *| +- +| {2,}|, (?=\d{1,2}\b|[A-Z][a-z]+\.? \d{1,2}\b)| \((?=[^()]*\)$)"
)
#: What may stand beside a date in its line.
_CLOCK = re.compile(
    r"(?:[\s,;|().-]|\bat\b)*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\b|\d{1,2}[:.]\d\d(?::\d\d)?"
    r"|[ap]\.?m\.?|utc|gmt|[a-z]{1,4}t\b|t\d\d:\d\d(?::\d\d)?z?|on|by|updated|published"
    r"|[+-]\d{1,2}(?::?\d\d)?)?[\s,;|().:-]*"
)
#: Where a report says of itself where and when it was written, and by which agency it came.
_DATELINE = re.compile(
    r"(?P<open>\()?(?P<where>[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){0,3}"
    r"(?:, ?[A-Z][\w'’./-]+(?: [A-Z][\w'’.-]+)?)?)?"
    r"(?P<when>,? ?(?:\d{1,2}\.? [A-Z][a-z]+\.?|[A-Z][a-z]+\.? \d{1,2})(?:,? \d{4})?)?"
    r"(?: ?\((?P<by>[A-Z][\w'’.& /-]{1,40})\))?(?(open)\))"
    r"(?:\. ?/(?P<wire>[A-Z]\w+)/\.| ?[-–—]{1,2}) (?=[A-Z“\"'0-9])"
)
#: What a line calls the text that gives its day as well: "Summary of the day, 19 May 2031".
_BULLETIN = re.compile(
    r"\b(?:summary|digest|update|bulletin|report|sitrep|briefing|round-?up|release)\b", re.I
)
_SENTENCE = (".", ":", ";", ",")
#: Where on its site a page is: "Home > News > North Kivu".
_TRAIL = re.compile(r".+ [>›»] .+")
#: An institution's name, which is no title.
_INSTITUTION = re.compile(
    r"(?=.*\b(?:Office|Ministry|Agency|Department|Nations|Committee|Organi[sz]ation|Network|Mission"
    r"|Council|Commission|Centre|Center|Staff|Federation|Union)\b)"
    r"(?:[A-Z][\w’'.-]*|of|the|for|and|in|on|to|&)"
    r"(?:,? (?:[A-Z][\w’'.-]*|of|the|for|and|in|on|to|&))*"
)
#: A newspaper's or a station's name, as it stands above its articles.
_PAPER = re.compile(
    r"(?:The )?(?:[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,3} )(?:Times|Herald|Post|News|Gazette|Courier"
    r"|Tribune|Chronicle|Observer|Daily|Journal|Radio|Telegraph|Monitor|Independent|Today|Standard"
    r"|Agency|Mail|Star|Bulletin|Press|Wire)"
)
_REPORTING = re.compile(r"reporting from\b|.{0,40}\b(?:correspondent|reporter|editor)\b", re.I)
#: By whom a report came that is printed elsewhere: "Agence France-Presse in Gaza City".
_AGENCY_IN = re.compile(
    r"(Agence France-Presse|Associated Press|Reuters|AFP|AP|dpa) in [A-Z][\w ]+"
)
#: Who is no person: "By Ann Moor and News Agencies".
_AGENCIES = re.compile(r"(?:,| and| &) (?:News )?(?:Agencies|Agency|AFP|AP|Reuters|DPA)$", re.I)
#: What a page has beside an article: the lines of a list of others, and single ones.
_ELSEWHERE = re.compile(
    r"^[ \t]*list (?:of|1 of) \d+\b(?s:.{0,2000}?)^[ \t]*end of list[ \t]*$"
    r"|^[ \t]*(?:recommended stories|list \d+ of \d+.*|end of list|also read\b.*|related(?: \w+)?"
    r"|(?:read|see|watch|listen) (?:also|more)\b.*|listen to (?:this )?article.*|advertisement"
    r"|share|save|\d+ min(?:ute)?s?(?: read)?|skip to (?:main )?content|press release"
    r"|(?:further reading|more (?:on|from) (?:this|our|the) [\w ]+|what to read next|most read))"
    r"[ \t]*$",
    re.I | re.M,
)
#: The names of other articles, a line each, under a line that says so.
_OTHERS = re.compile(
    r"^[ \t]*(?:(?i:related (?:stories|articles|news|content|coverage)|more (?:stories|coverage)"
    r"|read more|also read|recommended stories|most read|what to read next))[ \t]*:?\n"
    r"(?:[ \t]*\n|[^\n]{0,150}[^\s.!?”\"»)][ \t]*(?:\n|\Z))+",
    re.M,
)
#: A telephone's number is none of the text's, nor is what a line says of who may print it.
_NUMBERS = re.compile(
    r"\+\d[\d ()./-]{6,}\d|^[^\n]{0,80}(?:©|\(c\) |copyright|all rights reserved)[^\n]*$",
    re.I | re.M,
)
#: A line that gives what its label says: "Reporting period: May 2031".
_LABELLED = re.compile(r"[A-Z][a-z]+(?: [a-z]+){0,3}: .*\d{4}")
#: Whom to ask for more: all that stands behind.
_CONTACTS = re.compile(
    r"^[ \t]*(?:(?:for (?:further|more) (?:information|details)|media (?:contacts?|enquir\w+)"
    r"|contacts?)\b[^\n]{0,80}:?)[ \t]*$(?s:.*)",
    re.I | re.M,
)
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(20\d\d)(?![\d/])")
_MONTHS = 12
#: A title says something: a line of fewer words is a section's name.
_FEWEST = 4
#: Who wrote it with whom: "Silja Kamau with AFP".
_WITH = re.compile(r" with (?:[A-Z]\w+|dpa|news agencies|agencies)(?:(?:, | and )[\w ]+)*$")


class _Line(NamedTuple):
    text: str
    start: int
    end: int
    #: Whether an empty line, or the text's end, follows.
    alone: bool


def headings(
    text: str, today: date | None = None, publishers: Container[str] = ()
) -> list[Heading]:
    r"""Return what a text says of itself, in order.

    A day without a year is read only with a day of `today` to count back from. A name alone is read
    where it is one of `publishers`, in small letters, or that of the site whose address stands in a
    line ("France 24" of www.france24.com).

    >>> text = "Reuters — 3 March 2025\nA count of a spring\nBy Ann Moor\n\nIt said 12 died."
    >>> [one.value for one in headings(text)]
    ['Reuters', '2025-03-03', 'A count of a spring', 'Ann Moor']
    """
    lines = list(_lines(text))
    near = [*lines[:_FIRST], *lines[max(_FIRST, len(lines) - _LAST) :]]
    said = {line: list(_said(line, today, publishers)) for line in near}
    sites = {_letters(site) for ones in said.values() for one in ones for site in _site(one)}
    for line in lines[:_FIRST]:
        if not said[line] and _letters(line.text) in sites:
            said[line] = [Heading("publisher", line.text, line.start, line.end)]
    of_itself = {line for line, read in said.items() if read}
    read = [one for ones in said.values() for one in ones]
    slugs = {word for one in read if one.field == "url" for word in re.split(r"\W+", one.value)}
    if not any(one.field == "publisher" for one in read):
        for line in lines[:_TOP]:
            if not said[line] and _PAPER.fullmatch(line.text):
                read.append(Heading("publisher", line.text, line.start, line.end))
                of_itself |= {line}
                break
    for number, (line, below) in enumerate(pairwise(lines[:_FIRST])):
        above = lines[number - 1] if number else None
        dated_below = [one.field for one in said.get(below, ())] == ["published"]
        # A name above "Reporting from …" is who does, "Ann Moor in Marn" above a day, and a name
        # alone between a title and a day.
        reports = _REPORTING.match(below.text) or (" in " in line.text and dated_below)
        between = dated_below and above and not said[above] and len(above.text.split()) >= _FEWEST
        who = ""
        if reports and _PEOPLE.fullmatch(line.text):
            who = line.text.partition(" in ")[0]
        elif between and _NAME_ALONE.fullmatch(line.text):
            who = line.text
        if who and not said[line]:
            read.append(Heading("author", who, line.start, line.end))
            of_itself |= {line}
    others = [line for line in lines[:_FIRST] if line not in of_itself]
    titles = [line for line in others if _is_title(line, lines, of_itself)]
    whole = [line for line in titles if len(line.text.split()) >= _FEWEST]
    # An address has its title's words; else names of a site's sections stand above.
    whole.sort(
        key=lambda line: (
            bool(_INSTITUTION.fullmatch(line.text)),
            # One word alone may be that of the section.
            min(-len(set(plain(line.text).split()) & slugs), -1),
        )
    )
    if title := next(iter(whole or (titles if titles[:1] == others[:1] else [])), None):
        read.append(Heading("title", title.text, title.start, title.end))
    for line in lines[:_FIRST]:
        if line not in of_itself:
            read += _dateline(line, today)
    return sorted(read, key=lambda one: one.start)


def _site(one: Heading) -> list[str]:
    """Return the parts of an address's host, one of which is mostly the site's name."""
    try:
        return (urlsplit(one.value).hostname or "").split(".") if one.field == "url" else []
    except ValueError:
        return []


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", plain(text))


def _is_title(line: _Line, lines: Sequence[_Line], of_itself: Container[_Line]) -> bool:
    """Return whether a line stands alone, short and not ended as a sentence is."""
    after = lines[lines.index(line) + 1 :]
    alone = bool(after) and (line.alone or after[0] in of_itself)
    short = len(line.text) <= _TITLE and not line.text.endswith(_SENTENCE)
    about = _TRAIL.fullmatch(line.text) or _LABELLED.fullmatch(line.text) or line.text[0] in "•-*"
    return alone and short and not about


def without_headings(text: str) -> str:
    """Return a text with spaces for what it says of itself, but for its title.

    So are what a page says beside its article: lists of others, how long it takes to read.
    """
    gone = [(one.start, one.end) for one in headings(text, date.max) if one.field != "title"]
    for pattern in (_ELSEWHERE, _OTHERS, _CONTACTS, _NUMBERS):
        gone += [match.span() for match in pattern.finditer(text)]
    for start, end in gone:
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return text


def _lines(text: str) -> Iterator[_Line]:
    place, written = 0, text.split("\n")
    for number, line in enumerate(written):
        bare = line.strip()
        if bare:
            start = place + line.index(bare[0])
            following = written[number + 1] if number + 1 < len(written) else ""
            yield _Line(bare, start, start + len(bare), not following.strip())
        place += len(line) + 1


def _said(line: _Line, today: date | None, publishers: Container[str] = ()) -> Iterator[Heading]:
    """Yield what a line says of the article, where it says nothing else."""
    # "11/23/2026November 23, 2026": one day, twice.
    text = _TWICE.sub("", line.text.strip("*_# ").rstrip())
    if len(text) > _LONGEST:
        return

    def said(field: str, value: str, whole: bool = True) -> Heading:
        return Heading(field, value, line.start, line.end, whole)

    if address := _ADDRESS.fullmatch(text):
        yield said("archive_url" if _ARCHIVES.match(address[1]) else "url", address[1])
        return
    if _BARE.fullmatch(text):
        yield said("url", f"https://{text}")
        return
    named = _NAMED.match(text)
    rest = text[named.end() :].strip() if named else ""
    if named and named.lastgroup in ("published", "updated"):
        if day := _day(rest, today):
            yield said(str(named.lastgroup), *day)
            return
        text = rest  # "Published on 24 May by Ann Moor": its parts say it.
    if named and named.lastgroup == "title" and rest:
        yield said("title", rest)
        return
    if named and named.lastgroup == "publisher" and ":" in named[0] and _is_name(rest):
        yield said("publisher", rest)
        return
    if text.lower() in publishers:
        yield said("publisher", text)
        return
    if day := _day(text, today):
        yield said("published", *day)
        return
    if wired := _AGENCY_IN.fullmatch(text):
        yield said("author", wired[1])
        return
    if (joint := _WITH.search(text)) and _PEOPLE.fullmatch(text[: joint.start()]):
        yield said("author", text[: joint.start()])
        return
    parts = [part.strip(" ()") for part in _PARTS.split(text) if part.strip(" ()")]
    if len(parts) > 1 and _BULLETIN.search(text) and (day := _day(parts[-1], None)):
        yield said("published", *day)
        return
    read = [_part(part, today) for part in parts]
    fields = [field for field, _, _ in read]
    # A name alone may be anything; beside a day or who wrote it, it is who printed it.
    if "" in fields or not {"published", "author"} & set(fields) or len(read) > 4:
        return
    if fields.count("publisher") > 1:
        # "The Post | 3 March 2031 | Ann Moor": who printed it stands first.
        last = len(fields) - 1
        if fields[0] == fields[last] == "publisher" and _PEOPLE.fullmatch(read[last][1]):
            read[last] = "author", *read[last][1:]
            fields[last] = "author"
    if len(set(fields)) < len(fields):
        return
    for field, value, whole in read:
        # "MARN - 3 March": where it was written, where nobody who prints is called so.
        place = field == "publisher" and len(value) > _FEWEST and value.isalpha()
        place = place and value.isupper() and value.lower() not in publishers
        yield said("place" if place else field, value, whole)


def _part(part: str, today: date | None) -> tuple[str, str, bool]:
    """Return what a part of a line is; "" where it is none of what a line says of an article."""
    if day := _day(part, today):
        return "published", *day
    named = _NAMED.match(part)
    if named and named.lastgroup == "author":
        people = _PEOPLE.fullmatch(part[named.end() :].strip().rstrip("."))
        if people:
            return "author", in_small(_AGENCIES.sub("", people["who"])), True
    return ("publisher", part, True) if _is_name(part) and not named else ("", "", True)


def in_small(names: str) -> str:
    """Return names that are all in capitals as they are written elsewhere.

    >>> in_small("KARIM HADDAD and RUTH EL-LMAN"), in_small("Ann MOOR")
    ('Karim Haddad and Ruth El-Lman', 'Ann MOOR')
    """
    words = [word for word in names.split() if word[0].isupper()]
    loud = len(words) > 1 and all(word.isupper() for word in words)
    return " ".join(w if w.islower() else w.title() for w in names.split()) if loud else names


def _is_name(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= _MOST_WORDS and all(
        word[0].isupper() or word[0].isdigit() or word in ("of", "the", "and", "for", "&", "de")
        for word in words
    ) and any(word[0].isupper() for word in words)  # fmt: skip


def _day(text: str, today: date | None) -> tuple[str, bool] | None:
    """Return the day that a text names and whether with its year; None where it says more."""
    small = plain(text)
    if slashed := _SLASHED.search(small):
        first, second, year = map(int, slashed.groups())
        # Of 03/04/2031 nobody knows which is the month.
        month, day = (first, second) if second > _MONTHS else (second, first)
        if day > _MONTHS >= month and _is_clock(_SLASHED.sub(" ", small)):
            with suppress(ValueError):
                return date(year, month, day).isoformat(), True
    for whole, published in ((True, None), (False, today)):
        for one in dated(text, small, "en", published):
            rest = f"{small[: one.start]} {small[one.end :]}"
            if len(one.as_of) == len("2031-05-14") and not one.since and _is_clock(rest):
                return one.as_of, whole
    return None


def _is_clock(text: str) -> bool:
    place = 0
    while place < len(text):
        match = _CLOCK.match(text, place)
        if not match or match.end() == place:
            return False
        place = match.end()
    return True


def _dateline(line: _Line, today: date | None) -> Iterator[Heading]:
    match = _DATELINE.match(line.text[:_LONGEST])
    if not match:
        return
    # A name and a dash alone begin a sentence as well ("Kyiv - Moscow said"), but in capitals.
    city = (match["where"] or "").partition(",")[0]
    by = match["by"] or match["wire"]
    if not (by or match["when"] or (city.isupper() and len(city) >= _FEWEST)):
        return
    end = line.start + match.end()
    if match["where"]:
        yield Heading("place", match["where"].strip(), line.start, end)
    if by:
        yield Heading("publisher", by.strip(), line.start, end)
    day = _day((match["when"] or "").strip(" ,"), today)
    if day:
        yield Heading("published", day[0], line.start, end, day[1])


def first(read: Iterable[Heading]) -> dict[str, Heading]:
    """Return the first heading of each field, one with its year before one without.

    When an article was brought up to date stands for when it was published, where that is not said.
    """
    fields: dict[str, Heading] = {}
    for one in sorted(read, key=lambda one: (one.field == "updated", not one.whole, one.start)):
        fields.setdefault("published" if one.field == "updated" else one.field, one)
    return fields
