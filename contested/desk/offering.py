"""What a person may answer where a cell is asked: the likely answers, each as a button."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from contested import spans
from contested.desk.beside import Link
from contested.desk.context import Context
from contested.desk.draft import NO_PLACE, WHERE, Draft
from contested.desk.happenings import OF_EVENT
from contested.desk.kinds import kind_of
from contested.desk.saying import Saying, window
from contested.importers.names import NAMED
from contested.words.dates import span
from contested.words.phrases import capital

#: So many answers are worth choosing from, and so many days before the day of print.
_MOST, _DAYS, _SIDES = 4, 3, 3
#: Whom a government's soldiers fight, as it calls them.
_REBELS = re.compile(r"insurgent|rebel|militant|terrorist|jihad|guerr?illa|extremist", re.I)


class Offering(NamedTuple):
    """What an article's drafts are offered: by what the folder has, and what the others are."""

    drawn: Sequence[Draft]
    context: Context
    saying: Saying

    def of(self, draft: Draft) -> dict[str, list[Link]]:
        """Return by cell what a draft may have there; of a cell that it has, only where it asks."""
        offers = {
            "sources": self._sources(draft),
            "subject": self._subjects(draft),
            "population": self._like("populations", "population", draft),
            "counting": self._windows(draft),
            "place": self._places(draft),
            "as_of": self._days(draft),
            "since": self._beginnings(draft),
            "conflict": self._conflicts(draft),
            "metric": self._metrics(draft),
            "event": self._without_event(draft),
        }
        return {name: links[: _MOST + 1] for name, links in offers.items() if links}

    def _sources(self, draft: Draft) -> list[Link]:
        """Return which of the folder's sources a new one may be, or who else speaks."""
        if draft.likely and draft.value("sources") not in self.context.by_id:
            links = [self._named("sources", "sources", id) for id in draft.likely]
            new = NAMED.fullmatch(draft.as_new)
            if new:
                kind = new["kind"].replace("_", " ")
                whose = self.saying.name("parties", new["affiliation"])
                told = f"None of these: a new one ({kind}; {whose})"
                links.append(Link(told, {"sources": draft.as_new}))
            return links
        if said := draft.value("sources"):
            return self._sides(draft, said)
        by = [one.value("sources") for one in self._nearest(draft)]
        return [self._named("sources", "sources", id) for id in _unique(by)]

    def _sides(self, draft: Draft, said: str) -> list[Link]:
        """Return whose a new source may be whose name says its kind and not its side."""
        kind = kind_of(said)
        if not kind or NAMED.fullmatch(said) or " + " in said or said in self.context.by_id:
            return []
        conflict = draft.value("conflict")
        # Mostly who governs the people who die; then who is counted most.
        counted = self.context.counted(conflict)
        usual = self.context.subject(conflict, "all", "civilian")
        fighting = [one for one in counted if one in self.context.sides(conflict)]
        sides = sorted(fighting, key=lambda one: one != usual)
        kinds = {side: self.context.kind_on(side, kind[0]) for side in sides[:_SIDES]}
        return [
            Link(
                f"Of {self.saying.name('parties', side)} ({one.replace('_', ' ')})",
                {"sources": f"{said} ({one}; {side})"},
            )
            for side, one in kinds.items()
        ]

    def _subjects(self, draft: Draft) -> list[Link]:
        if any(row["id"] == draft.value("subject") for row in self.context.parties):
            return []
        usual = self.context.counted(draft.value("conflict"))
        sides = [one for one in self.context.parties_named if one in usual]
        likely = [*sides, *usual]
        # An army that tells of soldiers, and does not say whose, mostly tells of its own.
        of, _ = self.context.of_whom(draft.value("sources"))
        if of and self._is_of_foes(draft):
            against = self.context.against(draft.value("conflict"), of)
            likely = [*(one for one in likely if one in against), *against]
        elif draft.value("population") == "military":
            likely = [of, *likely]
        return [self._named("parties", "subject", id) for id in _unique(likely)]

    def _is_of_foes(self, draft: Draft) -> bool:
        """Return whether a draft counts what its speaker shot down, or whom it calls rebels."""
        said = draft.candidate.because.get("population", ())
        words = (self.context.given[slice(*at)] for at in said)
        rebels = draft.value("population") == "military" and any(map(_REBELS.search, words))
        return rebels or draft.value("metric").endswith("_downed")

    def _windows(self, draft: Draft) -> list[Link]:
        """Return of which days it may be: those of another number, one day, or all so far."""
        if draft.value("counting"):
            return []
        links = self._moments(draft)
        if not links:
            alone = [
                {"counting": "period", "since": day, "as_of": day} for day in self._last_days()
            ]
            links = [Link(capital(window(cells)), cells) for cells in alone[:2]]
        total = {"counting": "cumulative", "as_of": draft.value("as_of")}
        links = [*links[: _MOST - 1], *self._events(draft)][:_MOST]
        return [*links, Link(capital(window({**total, "since": ""})), total)]

    def _events(self, draft: Draft) -> list[Link]:
        """Return the events that a person said other numbers are of."""
        links: dict[str, Link] = {}
        for one in self._nearest(draft):
            if "event" in one.given_cells:
                cells = {"event": one.value("event"), "as_of": one.value("as_of"), **OF_EVENT}
                named = self.saying.name("events", cells["event"])
                links.setdefault(named, Link(f"As number {one.number}: of {named}", cells))
        return list(links.values())

    def _moments(self, draft: Draft) -> list[Link]:
        """Return the days of the other numbers, and their places where the draft has none."""
        placed = draft.value("place") or draft.asked.get("place", "").startswith(NO_PLACE)
        names = ("counting", "since", "as_of", *([] if placed else ["place"]))
        links: dict[str, Link] = {}
        many = Counter[str]()
        for one in self._nearest(draft):
            cells = {name: said for name, said in _moment(one).items() if said and name in names}
            if cells.get("counting") == "period" and {"since", "as_of"} <= cells.keys():
                place = self.saying.name("places", cells.get("place", ""))
                said = f"{window(cells)}{f', {place}' if place else ''}"
                links.setdefault(said, Link(f"As number {one.number}: {said}", cells))
                many[said] += 1
        return [links[said] for said, _ in many.most_common()]

    def _places(self, draft: Draft) -> list[Link]:
        """Return where it may be: where the others are, or what the text names."""
        if draft.value("place") or draft.asked.get("place") != WHERE:
            return []
        others = [one.value("place") for one in self._nearest(draft)]
        named = _unique([*others, *self.context.places_named])
        return [self._named("places", "place", id) for id in named]

    def _days(self, draft: Draft) -> list[Link]:
        if draft.value("as_of") or not draft.asked.get("as_of"):
            return []
        days = [Link(_told(day), {"as_of": day, "since": day}) for day in self._last_days()]
        return [*self._moments(draft)[:1], *days]

    def _last_days(self) -> list[str]:
        try:
            last = spans.span(self.context.published).last
        except ValueError:
            return []
        return [(last - timedelta(days=back)).isoformat() for back in range(_DAYS)]

    def _beginnings(self, draft: Draft) -> list[Link]:
        if draft.value("since") or draft.value("counting") != "period" or not draft.value("as_of"):
            return []
        day = draft.value("as_of")
        return [Link(f"Of {_told(day)} alone", {"since": day})]

    def _conflicts(self, draft: Draft) -> list[Link]:
        if draft.value("conflict"):
            return []
        return [self._named("conflicts", "conflict", id) for id in self.context.wars_named]

    def _without_event(self, draft: Draft) -> list[Link]:
        """Return when and where a number was by the text, which an event that was chosen took."""
        if "event" not in draft.given_cells:
            return []
        cells = _moment(draft)
        said = [window(cells), self.saying.name("places", cells["place"])]
        return [Link(f"Of no event: {', '.join(filter(None, said))}", {"event": "", **cells})]

    def _metrics(self, draft: Draft) -> list[Link]:
        if draft.value("metric"):
            return []
        near = [one.value("metric") for one in self._nearest(draft)]
        return [self._named("metrics", "metric", id) for id in _unique(near)]

    def _like(self, table: str, cell: str, draft: Draft) -> list[Link]:
        """Return what most claims of a draft's quantity have in a cell that it lacks."""
        if draft.value(cell):
            return []
        names = [one for one in ("conflict", "metric", "subject") if draft.value(one)]
        alike = Counter(
            claim[cell]
            for claim in self.context.claims
            if claim[cell] and all(claim[one] == draft.value(one) for one in names)
        )
        return [self._named(table, cell, id) for id, _ in alike.most_common(_MOST)]

    def _nearest(self, draft: Draft) -> list[Draft]:
        """Return the other drafts of the text, those nearest to one first."""
        others = [one for one in self.drawn if one.number != draft.number and not one.again]
        return sorted(others, key=lambda one: abs(one.number - draft.number))

    def _named(self, table: str, cell: str, id: str) -> Link:
        name = self.saying.source(id) if table == "sources" else self.saying.name(table, id)
        return Link(name, {cell: id}, "" if NAMED.fullmatch(id) or name == id else id)


def _moment(draft: Draft) -> dict[str, str]:
    """Return when and where a number was; of one of an event it is what the text says of it."""
    of = draft.of_text[0] if draft.value("event") else draft.cells
    cells = {
        name: of[name].value if name in of else ""
        for name in ("counting", "since", "as_of", "place")
    }
    if draft.value("event") and cells["counting"] == "period":
        cells["since"] = cells["since"] or cells["as_of"]
    return cells


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, names)))[:_MOST]


def _told(day: str) -> str:
    when = spans.span(day)
    return span(when.first, when.precision)
