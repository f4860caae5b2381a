"""Numbers written in digits, of any script and with any separators, and the scales behind them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

#: The most characters of a text that are looked through, and the longest number that is one.
MOST_CHARACTERS, MOST_DIGITS = 200_000, 15


class Numeral(NamedTuple):
    """One number as it is written: its value, where it stands, and the scale that a word gave."""

    value: Decimal
    start: int
    end: int
    scale: int = 1
    spelled: bool = False
    grouped: bool = False


# A separator as one character of the plain forms, so that every position stays where it was.
_SAME = str.maketrans(
    {
        "٬": ",",
        "٫": ".",
        "،": ",",
        "，": ",",
        "．": ".",
        "。": ".",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u2007": " ",
        "\t": " ",
        "\n": " ",
        "\r": " ",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "‐": "-",
        "\u2011": "-",
        "−": "-",
        "–": "–",
        "—": "–",
        "％": "%",
        "٪": "%",
    }
)


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.decimal(character))
    small = character.lower()
    return small if len(small) == 1 else character


def plain(text: str) -> str:
    """Return a text in small letters with plain digits and separators, as long as it was.

    >>> plain("٤٬٧٠٠ и ４７００")
    '4,700 и 4700'
    """
    text = text[:MOST_CHARACTERS].translate(_SAME)
    return text.lower() if text.isascii() else "".join(map(_plain, text))


#: Scales that stand behind a number in digits, by value; ambiguous ones only touch it ("1.2m").
_SCALES: dict[int, str] = {
    100: "hundred cento cien",
    1_000: (
        "thousand thousands тысяч тысячи тысяча тысячами тыс тисяч тисячі тисяча тис хиляди "
        "bin mil mila mille milliers tausend duizend tusen tusind ribu elfu hazar tysięcy "
        "mii الف ألف آلاف الاف אלף אלפים हज़ार हजार هزار 천 千"
    ),
    10_000: "만 万 萬",
    100_000: "lakh lakhs lac lacs लाख لاکھ",
    1_000_000: (
        "million millions mn mln mln. mio mio. millón millones milhão milhões milione milioni "
        "millionen miljoen miljoner millioner milyon juta milioane milionów миллион миллиона "
        "миллионов мільйон мільйона мільйонів млн милиона مليون ملايين میلیون מיליון 백만 百万"
    ),
    10_000_000: "crore crores करोड़",
    100_000_000: "억 億 亿",
    1_000_000_000: "billion billions bn milliard milliards milliarden miliardi миллиард млрд مليار",
}
_TOUCHING = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000, "b": 1_000_000_000}
SCALES = {word: value for value, words in _SCALES.items() for word in words.split()}

# Scales after which what is left of the number follows: 72 bin 97, 1만 2천, 1万2000.
_LED_ON = frozenset(["bin", "milyon", "천", "만", "억", "千", "万", "萬", "億", "亿"])

# Scripts without spaces: a scale is read whatever letters follow (3천명).
_UNSPACED = "천만억백千万萬億亿百"
_words = sorted(SCALES, key=len, reverse=True)
_SCALE = (
    r"(?P<scale>"
    + "|".join(
        re.escape(word) if word[0] in _UNSPACED else re.escape(word) + r"(?![^\W\d_])"
        for word in _words
    )
    + ")"
)
_NUMERAL = re.compile(
    r"(?<![\d])(?<!\d[.,])"
    r"(?P<digits>"
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])(?!,\d)"
    r"|\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d])(?!\.\d)"
    r"|\d{1,3}(?:[ ']\d{3})+(?:[.,]\d{1,2})?(?![\d])(?![-–]?[^\W\d]*[-–]\d)"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?![\d])"
    r"|\d+(?:[.,]\d+)?"
    r")"
    rf"(?:(?P<touching>k|mn|bn|m|b)(?![^\W_])|[ -]?{_SCALE}(?:'[^\W\d]+)?)?"
)


def _value(digits: str, scaled: bool) -> tuple[Decimal, bool]:
    """Return what digits with separators say, and whether they were marked in groups."""
    marks = [mark for mark in digits if not mark.isdigit()]
    if not marks:
        return Decimal(digits), False
    last = marks[-1]
    tail = len(digits) - digits.rindex(last) - 1
    lone = marks.count(last) == 1
    # 1.200 million and 0.125 are no groups; 1.018 and 1,018 are.
    decimal = last in ".," and lone and (tail != 3 or digits[0] == "0" or (last == "." and scaled))
    if len(set(marks)) > 1:
        decimal = last in ".," and lone
    whole, part = (
        (digits.rsplit(last, 1)[0], digits.rsplit(last, 1)[1]) if decimal else (digits, "")
    )
    plain_digits = "".join(filter(str.isdigit, whole))
    return Decimal(f"{plain_digits}.{part}" if part else plain_digits), any(
        not one.isdigit() for one in whole
    )


def numerals(text: str) -> list[Numeral]:
    """Return the numbers that a plain text has in digits, in order.

    >>> [int(one.value) for one in numerals("4,700 / 4 700 / 4.700 / 1.2 million / 1,2 млн / 12k")]
    [4700, 4700, 4700, 1200000, 1200000, 12000]
    >>> [int(one.value) for one in numerals("72 bin 97, 12,34,567, 1만 2천")]
    [72097, 1234567, 12000]
    """
    ones: list[Numeral] = []
    led: str | None = None
    for match in _NUMERAL.finditer(text):
        digits, scale, touching = match["digits"], match["scale"], match["touching"]
        if sum(map(str.isdigit, digits)) > MOST_DIGITS:
            led = None
            continue
        value, grouped = _value(digits, bool(scale or touching))
        times = SCALES[scale] if scale else _TOUCHING[touching] if touching else 1
        one = Numeral(value * times, match.start(), match.end(), times, False, grouped)
        before = ones[-1] if ones and led else None
        if before and text[before.end : one.start].strip() == "" and one.value < before.scale:
            ones[-1] = Numeral(before.value + one.value, before.start, one.end, times or 1)
        else:
            ones.append(one)
        led = scale if scale in _LED_ON else None
    return ones
