"""One attack or clash that several of an article's numbers are of: an event, or one to be."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from contested import spans
from contested.desk.article import Article
from contested.desk.context import Context, lies_in
from contested.desk.draft import NEW_EVENT, Draft
from contested.importers.names import plain
from contested.words.dates import span
from contested.words.phrases import capital, listed

#: What a claim of an event has: its toll is a total, of the event's place.
OF_EVENT = {"counting": "cumulative", "since": "", "place": ""}

#: What one attack or clash is called, each with what leads to its place.
_LEADING = {
    "attack": "on", "strike": "on", "airstrike": "on", "raid": "on", "assault": "on",
    "bombing": "of", "bombardment": "of", "shelling": "of", "battle": "of", "massacre": "in",
    "blast": "in", "explosion": "in", "ambush": "in", "clash": "in", "fighting": "in",
}  # fmt: skip
_CALLED = re.compile(
    r"\b(?:(?:drone|missile|rocket|mortar|suicide|artillery|air) )?"
    rf"(?P<what>{'|'.join(_LEADING)})(?:e?s)?\b",
    re.I,
)
_NEAR = re.compile(r"\b(near|outside) (?:the )?$", re.I)


class Happening(NamedTuple):
    """An event that drafts may be of, by their numbers: one of the folder's, or a new one.

    `event` is its id, or NEW_EVENT, whose cells are `cells`.
    """

    label: str
    day: str
    numbers: tuple[int, ...]
    event: str
    cells: Mapping[str, str]
    #: The numbers of the drafts at which it is offered.
    offered: tuple[int, ...]

    @property
    def told(self) -> str:
        """What it is in words: an event, its day, and the numbers that are of it."""
        new = "a new event" if self.event == NEW_EVENT else "the event"
        day = spans.span(self.day)
        others = listed(map(str, self.numbers))
        return f"Numbers {others} are of {new}: {self.label}, {span(day.first, day.precision)}"

    @property
    def fields(self) -> dict[str, str]:
        """The fields of the desk's form that say so."""
        of_it = {"event": self.event, **OF_EVENT}
        fields = {f"{number}.{name}": one for number in self.numbers for name, one in of_it.items()}
        return fields | {f"event.{name}": one for name, one in self.cells.items()}


def happenings(drawn: Sequence[Draft], article: Article, context: Context) -> list[Happening]:
    """Return each attack or clash of one day and place that several drafts are of, or may be.

    What it is called is what the text calls it; where the text calls it nothing there is none.
    Whose days a person said is of what the others are of only where that is chosen at it.
    """
    moments: dict[tuple[str, str, str], list[Draft]] = defaultdict(list)
    for one in drawn:
        day, place = one.value("as_of"), one.value("place")
        alone = one.value("counting") == "period" and one.value("since") == day
        if alone and re.fullmatch(spans.DAY, day) and place and not (one.again or one.says_nothing):
            moments[one.value("conflict"), place, day].append(one)
    return [
        made
        for moment, of_it in moments.items()
        for offered, together in _apart(of_it)
        for made in _of_moment(moment, together, offered, article, context)
    ]


def _apart(of_it: Sequence[Draft]) -> Iterator[tuple[list[Draft], list[Draft]]]:
    """Yield drafts of one moment that are offered an event, and those that would be of it."""
    by_text = [one for one in of_it if "counting" not in one.given_cells]
    if len(by_text) > 1:
        yield by_text, by_text
    for one in of_it:
        if by_text and one not in by_text:
            yield [one], sorted([*by_text, one], key=lambda each: each.number)


def _of_moment(
    moment: tuple[str, str, str],
    of_it: list[Draft],
    offered: list[Draft],
    article: Article,
    context: Context,
) -> Iterator[Happening]:
    """Yield the folder's events of a day there, and a new one by what the text calls it.

    One of the very place is the event; one that is near it, or called by it, may be.
    """
    conflict, place, day = moment
    numbers = tuple(one.number for one in of_it)
    asked = tuple(one.number for one in offered)
    names, wholes = context.place_names, lies_in(place, context.part_of)
    where = names.get(place, place)
    there = False
    for row in context.events:
        began, ended = row["began"], row["ended"] or row["began"]
        if row["conflict"] != conflict or not began <= day <= ended:
            continue
        there |= row["place"] == place
        named = plain(f"{row['label']} {names.get(row['place'], '')}").split()
        akin = row["place"] in wholes or place in lies_in(row["place"], context.part_of)
        akin |= set(plain(where).split()) <= set(named)
        if row["place"] == place or (akin and began == ended):
            yield Happening(row["label"], day, numbers, row["id"], {}, asked)
    said = [article.running[slice(*article.sentence(one.candidate.start))] for one in of_it]
    called_so = _named(said) or _named([context.text])
    if there or not called_so:
        return
    called, noun = called_so
    start = next(iter(of_it[0].candidate.because.get("place", ())), (0, 0))[0]
    near = _NEAR.search(article.running[max(0, start - 20) : start])
    called = f"{called} {near[1].lower() if near else _LEADING[noun]} {where}"
    cells = {"label": capital(called), "began": day, "ended": day, "place": place}
    cells |= {"phrase": f"in the {called}"}
    yield Happening(cells["label"], day, numbers, NEW_EVENT, cells, asked)


def _named(texts: Sequence[str]) -> tuple[str, str] | None:
    """Return what texts call what happened, the most usual of them, and its noun alone."""
    met = [match for text in texts for match in _CALLED.finditer(text)]
    counts = Counter((match[0].lower(), match["what"].lower()) for match in met)
    return counts.most_common(1)[0][0] if counts else None
