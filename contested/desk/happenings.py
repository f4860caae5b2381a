"""One attack or clash that several of an article's numbers are of: an event, or one to be."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from contested import spans
from contested.desk.article import Article
from contested.desk.context import Context
from contested.desk.draft import NEW_EVENT, Draft
from contested.words.dates import span
from contested.words.phrases import capital, listed

#: What one attack or clash is called, each with what leads to its place.
_LEADING = {
    "attack": "on", "strike": "on", "airstrike": "on", "raid": "on", "assault": "on",
    "bombing": "of", "bombardment": "of", "shelling": "of", "battle": "of", "massacre": "in",
    "blast": "in", "explosion": "in", "ambush": "in", "clash": "in", "fighting": "in",
}  # fmt: skip
_CALLED = re.compile(
    r"\b(?P<how>(?:drone|missile|rocket|mortar|suicide|artillery|air) )?"
    rf"(?P<what>{'|'.join(_LEADING)})(?P<many>e?s)?\b",
    re.I,
)
_NEAR = re.compile(r"\b(near|outside) (?:the )?$", re.I)


class Happening(NamedTuple):
    """An event that drafts may be of, by their numbers: one of the folder's, or a new one.

    `event` is its id, or NEW_EVENT, whose cells are `cells`.
    """

    label: str
    day: str
    place: str
    numbers: tuple[int, ...]
    event: str
    cells: Mapping[str, str]

    @property
    def told(self) -> str:
        """What it is in words: an event, its day, and the numbers that are of it."""
        new = "a new event" if self.event == NEW_EVENT else "the event"
        day = spans.span(self.day)
        others = listed(map(str, self.numbers))
        return f"Numbers {others} are of {new}: {self.label}, {span(day.first, day.precision)}"

    @property
    def fields(self) -> dict[str, str]:
        """The fields of the desk's form that say so: its toll is a total, of its place."""
        of_it = {"event": self.event, "counting": "cumulative", "since": "", "place": ""}
        fields = {f"{number}.{name}": one for number in self.numbers for name, one in of_it.items()}
        return fields | {f"event.{name}": one for name, one in self.cells.items()}


def happenings(drawn: Sequence[Draft], article: Article, context: Context) -> list[Happening]:
    """Return each attack or clash of one day and place that several drafts are of.

    What it is called is what the text calls it; where the text calls it nothing there is none.
    """
    moments: dict[tuple[str, str, str], list[Draft]] = defaultdict(list)
    for one in drawn:
        day, place = one.value("as_of"), one.value("place")
        alone = one.value("counting") == "period" and one.value("since") == day
        if alone and re.fullmatch(spans.DAY, day) and place and not (one.again or one.says_nothing):
            moments[one.value("conflict"), place, day].append(one)
    return [
        made
        for (conflict, place, day), of_it in moments.items()
        if len(of_it) > 1 and (made := _happening(conflict, place, day, of_it, article, context))
    ]


def _happening(
    conflict: str, place: str, day: str, of_it: list[Draft], article: Article, context: Context
) -> Happening | None:
    """Return the folder's event of a day and place, else a new one by what the text calls it."""
    numbers = tuple(one.number for one in of_it)
    for row in context.events:
        days = row["began"], row["ended"] or row["began"]
        if (row["conflict"], row["place"]) == (conflict, place) and days[0] <= day <= days[1]:
            return Happening(row["label"], day, place, numbers, row["id"], {})
    said = [article.running[slice(*article.sentence(one.candidate.start))] for one in of_it]
    if not (named := _named(said) or _named([context.text])):
        return None
    called, noun = named
    where = next((row["name"] for row in context.places if row["id"] == place), place)
    start = next(iter(of_it[0].candidate.because.get("place", ())), (0, 0))[0]
    near = _NEAR.search(article.running[max(0, start - 20) : start])
    called = f"{called} {near[1].lower() if near else _LEADING[noun]} {where}"
    the = "" if noun == "fighting" else "the "
    cells = {"label": capital(called), "began": day, "ended": day, "place": place}
    cells |= {"phrase": f"in {the}{called}"}
    return Happening(cells["label"], day, place, numbers, NEW_EVENT, cells)


def _named(texts: Sequence[str]) -> tuple[str, str] | None:
    """Return what texts call what happened, the most usual of them, and its noun alone."""
    met = [match for text in texts for match in _CALLED.finditer(text)]
    counts = Counter((match[0].lower(), match["what"].lower()) for match in met)
    return counts.most_common(1)[0][0] if counts else None
