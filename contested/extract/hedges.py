"""Words around a number that say how sure it is, as the languages met have them.

Only what changes a number's meaning is a hedge: "about", "at least", "nearly", "up to". The words
of every language are looked for at once, since a text seldom says which it is in.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Hedge(NamedTuple):
    """One hedge: what it makes of the number, and where it begins or ends."""

    qualifier: str
    at: int


# Longest first within one qualifier is not needed: each must end where the number begins.
_BEFORE: dict[str, str] = {
    "at_least": (
        r"at(?: the very)? least|no (?:fewer|less) than|not (?:fewer|less) than|a minimum of"
        r"|minimum(?: of)?|upwards? of|as low as|as few as|≥|>="
        r"|(?:по )?(?:меньшей мере|крайней мере)|как минимум|не менее|щонайменше|не менше(?: ніж)?"
        r"|принаймні|au moins|pas moins de|al menos|por lo menos|no menos de|pelo menos|almeno"
        r"|mindestens|wenigstens|zeker|minstens|ten minste|minst|cel puțin|най-малко|en az"
        r"|setidaknya|sedikitnya|co najmniej|ما لا يقل عن|لا يقل عن|على الأقل|לפחות|최소|최소한"
        r"|至少|少なくとも|कम से कम|حداقل"
    ),
    "more_than": (
        r"more than|over|above|exceed(?:s|ed|ing)?|in excess of|surpass(?:es|ed|ing)?"
        r"|(?:has |have )?(?:passed|topped|crossed|breached)|greater than|well over|upward of"
        r"|beyond"
        r"|(?<=climbed )past|(?<=risen )past|(?<=rose )past|north of|>"
        r"|более(?: чем)?|больше(?: чем)?|свыше|понад|більше(?: ніж)?|більш(?:е|) як|plus de"
        r"|au-delà de|más de|mais de|(?:più|oltre) (?:di|i|le)?|più di|oltre|mehr als|über"
        r"|meer dan|ruim|mer än|over|mer enn|fler än|peste|mai mult de|повече от|над|lebih dari"
        r"|ponad|أكثر من|ما يزيد (?:عن|على)|يزيد عن|تجاوز|יותר מ-?|מעל ל?-?|超过|超過|逾"
        r"|से अधिक|بیش از"
    ),
    "nearly": (
        r"nearly|almost|close (?:to|on)|nearing|approaching|just under|just short of|near"
        r"|почти|без малого|майже|presque|près de|casi|cerca de los|quase|quasi|fast|beinahe|knapp"
        r"|bijna|nästan|nesten|aproape|почти|hampir|prawie|ما يقرب من|يقارب|قرابة|כמעט|거의|近|接近"
    ),
    "up_to": (
        r"(?<!gone )(?<!went )(?<!goes )(?<!going )up to(?: and including)?"
        r"|as many as|as much as|as high as"
        r"|at(?: the very)? most|no more than|not more than"
        r"|a maximum of|maximum(?: of)?|≤|<="
        r"|до|не более(?: чем)?|максимум|не більше(?: ніж)?|jusqu'à|au plus|hasta|até|fino a"
        r"|bis zu|höchstens|tot(?: wel)?|maximaal|upp till|opptil|până la|hingga|maksimal"
        r"|ما يصل إلى|حتى|עד|최대|最多|多达|多達|最大"
    ),
    "fewer_than": (
        r"fewer than|less than|under|below|<|менее|меньше|менше(?: ніж)?|moins de|menos de"
        r"|meno di|weniger als|minder dan|färre än|kurang dari|أقل من|פחות מ-?|不到"
    ),
    "about": (
        r"about|around|roughly|more or less"
        r"|approximately|approx\.?|some|circa|c\.|ca\.?|somewhere around"
        r"|in the region of|(?:on|of) the order of|or so|~|≈|±|an average of"
        r"|perhaps|probably|possibly|maybe|likely|(?:i|we) (?:think|believe)"
        r"|около|примерно|приблизительно|порядка|близько|приблизно|орієнтовно|environ|autour de"
        r"|quelque|quelques|une? (?=centaine)|cerca de|alrededor de|unos|unas|aproximadamente"
        r"|aproximativ|circa|rund|etwa|ungefähr|zirka|ongeveer|zo'n|rond(?: de)?|omkring|ungefär"
        r"|cirka|rundt|около|приблизително|yaklaşık|civarında|sekitar|kira-kira|takriban|około"
        r"|حوالي|نحو|زهاء|כ-|בערך|약|대략|约|約|およそ|लगभग|क़रीब|करीब|حدود|تقریبا"
    ),
    "estimated": r"(?:an )?estimated|estimates? of|estimates?(?: that)?|по оценкам",
}

# What may stand between a hedge and its number.
_BETWEEN = (
    r"(?:[ \"'“”„«(\[]|the |a |an |another |other |further |all of |its |their |his |estimated "
    r"|total of |one-time |some )*"
)
_HEDGED = re.compile(
    "|".join(
        rf"(?P<{name}>(?<![\w])(?:{words})(?=[ \"'“”„«(\[\d<>≥~-]|$){_BETWEEN}$)"
        if name != "about"
        else rf"(?P<about>(?:(?<![\w])(?:{words})|כ-|약|约|約){_BETWEEN}$)"
        for name, words in _BEFORE.items()
    )
)

# Words after the number. A counter of people may stand between (3천 명 이상).
_COUNTER = r"(?: ?[명人名個个])?"
_AFTER: dict[str, str] = {
    "at_least": r" (?:(?:people|persons|civilians|soldiers|dead|deaths|others) )?(?:or|and) more\b"
    r"(?! than)"
    r"| (?:people |dead |killed )?at (?:(?:the )?least|(?:a |the )?minimum)\b"
    rf"|{_COUNTER} ?이상|{_COUNTER}以上| على الأقل",
    "more_than": r"\+| ?plus\b|-plus\b",
    "about": rf" or so\b|-odd\b| odd\b|여{_COUNTER}|余{_COUNTER}|{_COUNTER}前後| civarında",
    "up_to": r" (?:or|and) (?:fewer|less)\b| at (?:the )?most\b",
    "fewer_than": rf"{_COUNTER} ?미만|{_COUNTER}未満",
}
_TRAILED = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _AFTER.items()))

# What is said to be estimated elsewhere in its clause: "estimates put the toll at 7,000",
# "7,000 people are estimated to have died".
_ESTIMATED_BEFORE = re.compile(r"\bestimat(?:e[ds]?|ing|ion)\b[^.;:!?\d]{0,70}$")
_ESTIMATED_AFTER = re.compile(r"[^.,;:!?\d]{0,40}\bestimated (?:to|by|at the)\b")
# "The toll was 400, give or take".
_GIVE_OR_TAKE = re.compile(r",? (?:\w+,? )?give or take\b")

# How far before a number its hedge may begin.
_FAR = 60


def before(text: str, start: int) -> Hedge | None:
    """Return the hedge that ends where the number at `start` begins, the nearest one.

    >>> before("killed at least 600", 16)
    Hedge(qualifier='at_least', at=7)
    """
    from_ = max(0, start - _FAR)
    window = text[from_:start]
    match = _HEDGED.search(window)
    # A hedge that is part of another ("no more than") begins later: the first to match is whole.
    return Hedge(str(match.lastgroup), from_ + match.start()) if match else None


def is_estimated(text: str, start: int, end: int) -> bool:
    """Return whether a clause says of the number between two places that it is estimated.

    >>> is_estimated("estimates put the toll at 7,000", 26, 31)
    True
    >>> is_estimated("7,000 people are estimated to have died", 0, 5)
    True
    """
    return bool(
        _ESTIMATED_BEFORE.search(text, max(0, start - 2 * _FAR), start)
        or _ESTIMATED_AFTER.match(text, end)
        or _GIVE_OR_TAKE.match(text, end)
    )


def after(text: str, end: int) -> Hedge | None:
    """Return the hedge that begins where the number ending at `end` does.

    >>> after("600 or more", 3)
    Hedge(qualifier='at_least', at=11)
    """
    match = _TRAILED.match(text, end)
    return Hedge(str(match.lastgroup), match.end()) if match else None
