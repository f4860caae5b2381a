"""What a quantity is called, from the data's own phrases. The build asks, through schema.sql."""

from __future__ import annotations

import re
from datetime import date

from contested.words.dates import span, stretch


def quantity_words(
    phrase: str,
    party: str,
    people: str | None,
    forces: str | None,
    population: str,
    noun: str,
    event: str | None = None,
    part: str | None = None,
    place: str | None = None,
    kind: str | None = None,
    sided: bool = True,
    since: date | None = None,
    precision: str | None = None,
    preposition: str | None = None,
) -> str:
    """Return a quantity's name inside a sentence.

    `phrase` is its metric's; `party`, `people` and `forces` the name and the patterns of its
    subject; `noun` its population's; `event` the phrase and the dates of its event; `part`, `place`
    and `since` what all of its claims name, where that is not the whole. `kind` is that of the
    subject, and `sided` whether it takes a side: foreigners fight for one, and in a country. A
    place with a `preposition` is part of the sentence, unless an event or a country that ends it
    has one already; any other stands in brackets.

    >>> phrase, people = "{people} killed", "North Korean {people}"
    >>> quantity_words(phrase, "North Korea", people, None, "military", "soldiers", place="Kursk")
    'North Korean soldiers killed (Kursk)'
    >>> quantity_words(phrase, "Gaza", None, "fighters", "military", "soldiers")
    'fighters of Gaza killed'
    >>> quantity_words(phrase, "Gaza", None, None, "all", "people")
    'people in Gaza killed'
    >>> quantity_words(phrase, "the FDLR", None, None, "all", "people", kind="armed_group",
    ...     part="convicts", place="Kivu")
    'people of the FDLR killed (convicts, Kivu)'
    >>> quantity_words(phrase, "Gaza", "{people} in Gaza", "fighters", "military", "soldiers",
    ...     event="in the attack", kind="population")
    'fighters of Gaza killed in the attack'
    >>> quantity_words("foreigners fighting {for} {party}", "Libya", None, None, "military", "",
    ...     sided=False, since=date(2020, 10, 1), precision="month")
    'foreigners fighting in Libya since October 2020'
    >>> buried = "{people} buried{after}"
    >>> quantity_words(buried, "Gaza", None, None, "all", "people", event="in the battle of X")
    'people in Gaza buried after the battle of X'
    >>> quantity_words("refugees from {party}", "Ethiopia", None, None, "all", "people",
    ...     place="Sudan", preposition="in")
    'refugees from Ethiopia in Sudan'
    >>> quantity_words("new graves counted in {party}", "Ukraine", None, None, "all", "people",
    ...     place="Mariupol", preposition="in")
    'new graves counted in Ukraine (Mariupol)'
    >>> quantity_words("{people} returned home{from}", "Russia", "Russian {people}", None,
    ...     "military", "soldiers", place="around Ukraine")
    'Russian soldiers returned home from around Ukraine'
    """
    if population == "all":
        counted = f"people {'of' if kind == 'armed_group' else 'in'} {party}"
    else:
        who = noun if forces is None or population != "military" else forces
        # Who fights elsewhere, in an event, is of a territory and not in it.
        abroad = event is not None and kind == "population" and who == forces
        pattern = f"{{people}} of {party}" if people is None or abroad else people
        counted = pattern.replace("{people}", who)
    if place is not None and "{from}" in phrase:
        phrase, place = phrase.replace("{from}", f" from {place}"), None
    elif place is not None and preposition and event is None and not phrase.endswith("in {party}"):
        phrase, place = f"{phrase} {preposition} {place}", None
    words = phrase.replace("{from}", "").replace("{people}", counted).replace("{party}", party)
    words = words.replace("{for}", "for" if sided else "in")
    if event is not None:
        # What comes after an event is no part of it: nobody is buried "in the battle".
        words += f" {event}" if "{after}" not in words else f" after {event.removeprefix('in ')}"
    words = words.replace("{after}", "")
    if since is not None:
        words += f" since {span(since, precision)}"
    parts = [name for name in (part, place) if name is not None]
    return f"{words} ({', '.join(parts)})" if parts else words


def names_part(quantity: str, name: str) -> bool:
    """Return whether a quantity's name holds a part or a place: all of its claims name it then.

    >>> names_part("Russian prisoners killed (Wagner Group, Bakhmut)", "Bakhmut")
    True
    >>> names_part("Bakhmut soldiers killed", "Bakhmut")
    False
    >>> names_part("Refugees from Ethiopia in Sudan", "Sudan")
    True
    """
    if any(within in quantity for within in (f"({name})", f"({name}, ", f", {name})")):
        return True
    within = rf"[ ](?:in|on|at|near|from)(?: the| a)? {re.escape(name)}(?![\w'’])"
    return re.search(within, quantity) is not None


def event_words(
    phrase: str | None, began: date | None, precision: str | None, ended: date | None
) -> str | None:
    """Return an event inside a quantity's name: its phrase and its dates; null for no event.

    >>> event_words("in the Nova massacre", date(2023, 10, 7), "day", date(2023, 10, 7))
    'in the Nova massacre, 7 October 2023'
    """
    if phrase is None or began is None:
        return None
    return f"{phrase}, {stretch(began, precision, ended)}"
