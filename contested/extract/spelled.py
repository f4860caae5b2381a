"""Numbers spelled out, and the words that stand for one without saying it ("dozens")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from contested.extract.numerals import Numeral

_TEENS = {
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_UNITS = {word: number for number, word in enumerate(_ONES)} | _TEENS | _TENS
_LARGE = {
    "hundred": 100,
    "dozen": 12,
    "thousand": 1_000,
    "lakh": 100_000,
    "million": 1_000_000,
    "crore": 10_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_unit, _large = _either(_UNITS), _either(_LARGE)
_RUN = re.compile(
    rf"(?<![\w-])(?:(?:an? )?(?P<half>half|quarter)(?: of)? an? (?P<of>{_large})(?!\w)"
    rf"|(?P<run>(?:an? (?={_large}\b))?(?:{_unit}|{_large})\b"
    rf"(?:[ -]{{1,2}}(?:and )?(?:{_unit}|{_large})\b)*)"
    rf"(?P<more> and a half(?: (?P<on>{_large}))?\b)?)"
)
_WORD = re.compile(r"[a-z]+")

# "Suffered no aircraft losses" counts none.
_NONE = re.compile(
    r"(?<![\w-])no(?= (?!more\b|fewer\b|less\b)(?:[\w-]+ ){0,2}"
    r"(?:losses|casualties|deaths|fatalities|injuries|victims|dead|wounded)\b)"
)

# "One" that counts nobody: one of the …, no one, one another, one-sided.
_NOT_ONE = re.compile(r"(?:\b(?:no|any|every|each|this|that|which|the other|another|only the) )$")
_ONE_THAT = re.compile(r" ?(?:of (?:the|its|his|her|their|those|these|them|us)\b|another\b|-)")


def _parts(run: str) -> list[tuple[int, int, int]]:
    """Return the numbers that a run of number words says, each with where it begins and ends.

    A word that cannot go on with what stands before it begins a number of its own.
    """
    said: list[tuple[int, int, int]] = []
    total = current = 0
    last = 0  # The last word's value: what may follow goes by it.
    begun: int | None = None
    end = 0

    def close() -> None:
        nonlocal total, current, last, begun
        if begun is not None:
            said.append((total + current, begun, end))
        total = current = last = 0
        begun = None

    scale = 0  # The smallest large word so far: thousands do not follow thousands.
    for match in _WORD.finditer(run):
        word = match[0]
        if word in ("a", "an"):
            close()
            scale = 0
            begun = match.start()
            continue
        if word == "and":
            if last not in _LARGE.values():
                close()
                scale = 0
            continue
        if word in _UNITS:
            value = _UNITS[word]
            goes_on = (
                (last == 0 and begun is None)
                or (last in _LARGE.values() and last != 12 and value)
                or (20 <= last < 100 and last % 10 == 0 and 1 <= value <= 9)
            )
            if not goes_on:
                close()
                scale = 0
            begun = match.start() if begun is None else begun
            current += value
            last = value
        else:
            value = _LARGE[word]
            if begun is None:
                begun = match.start()
            if value <= 100:
                if last >= 100 or current >= 100:
                    close()
                    scale = 0
                    begun = match.start()
                current = max(current, 1) * value
            else:
                if scale and value >= scale:
                    close()
                    scale = 0
                    begun = match.start()
                total += max(current, 1) * value
                current = 0
                scale = value
            last = value
        end = match.end()
    close()
    return said


def spelled(text: str) -> list[Numeral]:
    """Return the numbers that a plain text spells out in English, in order.

    >>> [int(one.value) for one in spelled("two hundred and five, half a million, twenty-one")]
    [205, 500000, 21]
    >>> [int(one.value) for one in spelled("one and a half million; no one; two dozen; a hundred")]
    [1500000, 24, 100]
    """
    ones = [Numeral(Decimal(0), *match.span(), spelled=True) for match in _NONE.finditer(text)]
    for match in _RUN.finditer(text):
        if match["half"]:
            share = Decimal("0.5") if match["half"] == "half" else Decimal("0.25")
            times = _LARGE[match["of"]]
            ones.append(Numeral(share * times, match.start(), match.end(), times, True))
            continue
        run = match["run"]
        start = match.start("run")
        parts = _parts(run)
        for number, (value, begin, end) in enumerate(parts):
            exact, stop = Decimal(value), start + end
            if match["more"] and number == len(parts) - 1:
                times = _LARGE[match["on"]] if match["on"] else 0
                last = run[begin:end].split()[-1]
                half = times or _LARGE.get(last, 1)
                exact = exact * (times or 1) + Decimal(half) / 2
                stop = match.end()
            if value == 1 and (
                _NOT_ONE.search(text[max(0, start + begin - 12) : start + begin])
                or (stop == start + end and _ONE_THAT.match(text, stop))
            ):
                continue
            scale = _LARGE.get(run[begin:end].split()[-1], 1)
            ones.append(Numeral(exact, start + begin, stop, scale, True))
    return ones


#: Words that stand for a number and say none, as they are written in the languages met.
_UNSAID = (
    r"(?:tens|scores|dozens|hundreds|thousands|millions)(?: of (?:thousands|millions))?"
    r"|(?:several|a few|many|a couple of|a couple) (?:dozen|hundred|thousand|million)s?"
    r"|(?:a|one|two|three)[ -](?:thirds?|quarters?|fifths?)(?! (?:day|time|week|month|year|party))"
    rf"(?= of\b)(?! of an? (?:{_large}))|(?:two-thirds|three-quarters|half)(?= (?:of|the"
    rf"|a)\b)(?!(?: of)? an? (?:" + _large + r"))"
    r"|(?:десятки|сотни|десятків|сотень|сотні|тысячи|тисячі|нескольк[оа]\w* (?:сотен|тысяч)"
    r"|кілька (?:сотень|тисяч))(?: (?:тысяч|тисяч))?"
    r"|docenas|decenas|cientos|centenares|(?:decenas de |cientos de )?miles"
    r"|(?:des )?(?:dizaines|centaines)(?: de milliers)?|milliers"
    r"|dutzende|hunderte|(?:zehn|hundert)?tausende|decine|centinaia|migliaia"
    r"|dezenas|centenas|milhares|tientallen|honderden|duizenden|onlarca|yüzlerce|binlerce"
    r"|عشرات(?: ا?ل?آلاف)?|مئات(?: ا?ل?آلاف)?|עשרות|מאות|אלפי"
)
UNSAID = re.compile(rf"(?<![\w-])(?:{_UNSAID})(?![\w])|수(?:십|백|천|만)|[数數](?:十|百|千|万|萬)")
