"""What a number counts by how it stands: people and things, or a date, an age, a price, a name."""

from __future__ import annotations

import re
from functools import cache

from babel.dates import get_month_names

#: The languages whose months are known, beside their short forms.
_LANGUAGES = (
    *("en", "fr", "es", "pt", "it", "de", "nl", "sv", "nb", "ro"),
    *("ru", "uk", "bg", "pl", "tr", "id", "ar", "he", "fa", "hi"),
)


@cache
def _months() -> str:
    names = {
        name.lower().strip(".")
        for language in _LANGUAGES
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for name in get_month_names(width, context, language).values()
    }
    # Short forms that are words otherwise count nothing as a month.
    names = {name for name in names if len(name) > 2 and not name.isdigit()} - {
        "mar",
        "dec.",
        "mei",
        "out",
    }
    return "|".join(sorted(map(re.escape, names | {"sept"}), key=len, reverse=True))


_DURATION = (
    r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|months?|years?|decades?|centuries"
    r"|час\w*|годин\w*|дн(?:ей|я|ів|і)|день|недел\w*|месяц\w*|місяц\w*|тижн\w*"
    r"|jours?|heures?|semaines?|mois|días|horas|semanas|meses|años|dias|anos|ore|giorni|anni"
    r"|stunden|tage\w?|wochen|monate\w?|jahre\w?|dagen|weken|maanden|uur"
    r"|saat|gün|ساعة|ساعات|أيام|يوما?)"
)
_MEASURE = (
    r"(?:mm|cm|km|kms|kg|tons?|tonnes?|met(?:er|re)s?|kilomet\w+|millimet\w+|miles?|feet|foot"
    r"|litres?|liters?|hectares?|acres|barrels|mw|kw|gw|mph|calibers?|calibres?|degrees"
    r"|мм|км|кг|тонн\w*|километр\w*|кілометр\w*|square)"
)
_TIMES = r"(?:times|fold|x|×|раз|рази|разів)"

_AFTER: list[tuple[str, re.Pattern[str]]] = [
    (
        "percent",
        re.compile(r"[ -]?%|[ -]?per ?cent\w*| процент\w*| відсотк\w*| prozent| por ciento| pct\b"),
    ),
    (
        "money",
        re.compile(
            r" ?(?:[$€£₽₴¥]|dollars?\b|euros?\b|pounds\b|rou?bles?\b|hryvnia|usd\b|eur\b"
            r"|долл|евро|рубл|грн)"
        ),
    ),
    ("audience", re.compile(r" (?:subscribers?|followers?|likes|views|readers|comments)\b")),
    ("ordinal", re.compile(r"(?:st|nd|rd|th)\b|-(?:й|я|е|го|му|ій|а)\b|º|ª")),
    (
        "age",
        re.compile(
            r"(?:[ -]years?)?[ -]old\b|[ -](?:year|month)s?[ -]old| years of age| лет\b| років\b"
        ),
    ),
    (
        "duration",
        re.compile(
            rf"[ -](?:(?:consecutive|straight|more|full|long|last|past) )?{_DURATION}(?![\w])"
        ),
    ),
    ("measure", re.compile(rf"[ -]?{_MEASURE}(?![\w])|(?:-| and )\d+[ -]?{_MEASURE}(?![\w])")),
    ("ratio", re.compile(rf"[ -]?{_TIMES}(?![\w])")),
    ("time", re.compile(r":\d\d| ?[ap]\.?m\.?(?![\w])| o'clock")),
    ("name", re.compile(r"[a-z]?[-/]\d|-[a-z]\b|[a-z](?![\w])(?<![kmb])")),
]
_BEFORE: list[tuple[str, re.Pattern[str]]] = [
    ("money", re.compile(r"[$€£₽₴¥] ?$")),
    ("time", re.compile(r"\d:$")),
    (
        "age",
        re.compile(
            r"(?:\baged?(?: \w+,? (?:and|or))?|\bages|under the age of|over the age of|\bage of"
            r"|\b(?:children|girls|boys|infants|minors) (?:under|below|over|above)"
            r"|\b(?:woman|man|girl|boy|child|mother|father|grandmother|grandfather) of) $"
        ),
    ),
    (
        "name",
        re.compile(
            r"(?:[a-zа-яієї]-?|[/#№_.]|©|\(c\)|copyright)$|(?:©|\(c\)|\bcopyright) $"
            r"|\b(?:resolution|article|section|chapter|unit|battalion|brigade"
            r"|regiment|no\.|number|page|line|room|channel|flight|highway|route|phase|version"
            r"|formula|operation|france) $"
        ),
    ),
]
#: "Ann Moor, 52, a trader": how old one is who was named stands between commas.
_NAMED_BEFORE, _APART = re.compile(r"[^\W\d_]{2}, $"), re.compile(r", (?:[^\W\d_]|[\"“])|,? ?[\"”]")
_YEAR_BEFORE = (
    r"(?:\b(?:in|since|from|until|till|by|during|of|early|late|mid|year|the|between|and|to|before"
    r"|after|summer|autumn|winter|spring|fall|through|en|desde|depuis|dal|nel|в|у|с|з|від|до)[ -]"
    r"|[(/–-]|, )$"
)


@cache
def _dates() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    months = _months()
    return (
        re.compile(
            rf"[ .-]{{1,2}}(?:de |of )?(?:{months})(?![\w])"
            rf"|(?: ?(?:-|–|and|to) ?\d{{1,2}})(?:st|nd|rd|th)? (?:{months})(?![\w])"
        ),
        re.compile(
            rf"(?<![\w])(?:{months})\.?,?(?: the)?(?: \d{{1,2}}(?:st|nd|rd|th)?,?)?"
            rf"(?: ?(?:-|–|and|to) ?)? $"
        ),
        re.compile(rf"(?<![\w])(?:{months})\.? (?:\d{{1,2}}) ?(?:-|–|and|to) ?$"),
    )


_PEOPLE = re.compile(
    r" (?:\w+ ){0,2}?(?:people|persons|soldiers|troops|civilians|children|women|men|dead|deaths"
    r"|killed|wounded|injured|casualties|fighters|prisoners|officers|victims|servicemen|personnel"
    r"|человек|людей|осіб|военн|військов|солдат|morts|personnes|personas|menschen|tote)\b"
)
_ISO = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")


def written_dates(text: str) -> list[tuple[int, int]]:
    """Return where a plain text has dates in digits alone: 2025-04-30, 30.04.2025.

    >>> written_dates("on 30.04.2025")
    [(3, 13)]
    """
    return [match.span() for match in _ISO.finditer(text)]


def kind(text: str, start: int, end: int) -> str:
    """Return what the number between two places of a plain text is: "count", or what else.

    >>> [kind("24 february 2022", 0, 2), kind("$5 a day", 1, 2), kind("12-year-old", 0, 2)]
    ['date', 'money', 'age']
    >>> kind("© 2026", 2, 6), kind("45,000 subscribers", 0, 6)
    ('name', 'audience')
    >>> kind("ann moor, 52, a trader", 10, 12), kind("600 soldiers", 0, 3)
    ('age', 'count')
    """
    before, number = text[max(0, start - 40) : start], text[start:end]
    for name, pattern in _BEFORE:
        if pattern.search(before):
            return name
    whole = number.isdigit()
    followed, follows, days = _dates()
    if whole and len(number) <= 2:
        if followed.match(text, end) or days.search(before):
            return "date"
        if follows.search(before) and not _PEOPLE.match(text, end):
            return "date"
        if _NAMED_BEFORE.search(before) and _APART.match(text, end):
            return "age"
    if whole and len(number) == 4 and 1900 <= int(number) <= 2099 and not _PEOPLE.match(text, end):
        if follows.search(before) or re.search(_YEAR_BEFORE, before):
            return "date"
        if before.strip() and not re.match(r" \w", text[end : end + 2]):
            return "date"
    for name, pattern in _AFTER:
        if pattern.match(text, end):
            return name
    return "count"
