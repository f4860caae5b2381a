"""What a new speaker is called: who it is, and behind a comma its office."""

from __future__ import annotations

import re

#: What somebody is whose name follows, or stands before: "Kharkiv governor Oleh Holm".
_OFFICE = (
    r"(?:governor|spokes(?:man|woman|person)|mayor|minister|president|chief|commander|director|head"
    r"|coordinator|representative|chair(?:man|woman)|secretary|ambassador|envoy|administrator|premier)"
)
_CAPITALS = r"[A-Z][\w'’.-]*(?: (?:(?:al|bin|de|el|ibn|von) )?[A-Z][\w'’.-]*)+"
_BEFORE = re.compile(
    rf"(?P<office>(?:[\w'’-]+ ){{0,5}}?(?:[\w'’]+-)?(?i:{_OFFICE})) (?P<name>{_CAPITALS})"
)
_BESIDE = re.compile(rf"(?:[\w'’-]+ ){{0,3}}?(?i:{_OFFICE})(?P<of> (?:for|of|in) [^,.;]{{3,60}})?")
_SPEAKS = re.compile(
    r"(?:(?:chief|deputy|military|army) )?spokes(?:man|woman|person)"
    r"(?P<of> (?:for|of) [^,.;]{3,60})?"
)
_RANK = re.compile(
    r"^(?:(?:Major|Lieutenant|Brigadier|Colonel|Captain|General|Admiral|Maj|Lt|Brig|Col|Capt|Gen|Dr"
    r"|Mr|Mrs|Ms|Prof)\b"
    r"[.-]?[ -]?(?!Staff|Command|Secretar|Assembly|Director|Prosecutor|Council|$))+"
)
_LEADING = re.compile(
    r"^(?:(?:an? )?spokes(?:man|woman|person|people) (?:for|of) (?:the )?"
    r"|(?:(?:the|an?|its|their|his|her|two|three|four|five|several|some|both|many)\s+)+)",
    re.I,
)


def bare_name(printed: str) -> str:
    """Return a printed name without what leads to it: an article, how many they are.

    >>> bare_name("Two Ugandan officers"), bare_name("a spokesman for the army")
    ('Ugandan officers', 'army')
    """
    return _LEADING.sub("", printed.strip(), count=1)


def person(bare: str) -> bool:
    """Return whether a name is an office and who holds it.

    >>> person("M23 spokesman Ann Moor"), person("UN migration agency IOM")
    (True, False)
    """
    return _BEFORE.fullmatch(bare) is not None


def named(bare: str, beside: str, owner: str) -> str:
    """Return what a new source is called; `beside` stands around it, `owner` is whose "its" is.

    >>> named("Kharkiv governor Oleh Holm", "", "")
    'Oleh Holm, Kharkiv governor'
    >>> named("General Ann Moor", "its spokeswoman", "The Congolese army")
    'Ann Moor, spokeswoman of the Congolese army'
    >>> named("Ann Moor", "the governor of North Kivu", "")
    'Ann Moor, governor of North Kivu'
    >>> named("city's mayor", "Ann Moor", "")
    "Ann Moor, city's mayor"
    """
    if _BESIDE.fullmatch(bare) and re.fullmatch(_CAPITALS, beside):
        return f"{beside}, {bare}"  # "The city's mayor, Ann Moor".
    held = _BEFORE.fullmatch(bare)
    name = _RANK.sub("", held["name"] if held else bare)
    name = name[:1].upper() + name[1:] if name[:1].islower() else name
    office = held["office"] if held else _office(beside, owner)
    return f"{name}, {office}" if office else name


def _office(beside: str, owner: str) -> str:
    """Return what a speaker is, by the words beside its name; `owner` is whose "its" is."""
    if match := _SPEAKS.search(beside):
        return match[0] if match["of"] or not owner else f"{match[0]} of {_small(owner)}"
    held = _BESIDE.fullmatch(bare_name(beside))
    return held[0] if held else ""


def _small(owner: str) -> str:
    return re.sub("^The ", "the ", owner)
