"""An article's candidates as rows that a person completes, each cell with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from contested.desk.article import FIELDS, Article, Known
from contested.desk.precedents import UNSPLIT, Precedent, precedent
from contested.errors import ContestedError, hint
from contested.extract import Candidate, candidates
from contested.importers.flat import OPTIONAL, REQUIRED
from contested.importers.plan import Rows as Table
from contested.importers.plan import read

#: The cells of a draft: those of a flat file's row, without those of its article.
CELLS = tuple(name for name in (*REQUIRED, *OPTIONAL) if name not in FIELDS)

#: The longest phrase that `stated` takes, and the shortest bare number.
_STATED, _SHORTEST = 80, 3


@dataclass(frozen=True)
class Draft:
    """One candidate as a row to be: its number in the text, and each cell that is known.

    `cells` has for each cell what it holds and what that rests on: words of the text, the
    article, or claims that are there already. Names stand by their id where the folder has one.
    """

    number: int
    candidate: Candidate
    cells: Mapping[str, Known] = field(default_factory=dict)
    #: Cells that a person emptied, which nothing fills again.
    emptied: frozenset[str] = frozenset()

    def value(self, name: str) -> str:
        """Return what a cell holds, "" where it is not known."""
        return self.cells[name].value if name in self.cells else ""

    def given(self, cells: Mapping[str, str]) -> Draft:
        """Return the draft with cells as a person gave them; an empty one is emptied.

        Raises ContestedError for a cell that no claim has.
        """
        for name in cells:
            if name not in CELLS:
                raise ContestedError(f"a claim has no {name!r}; {hint(name, CELLS)}")
        made = {**self.cells, **{name: Known(value, "given") for name, value in cells.items()}}
        return replace(
            self,
            cells={name: one for name, one in made.items() if one.value},
            emptied=self.emptied | {name for name, value in cells.items() if not value},
        )


class Rows(NamedTuple):
    """What of a folder completes drafts: rows of its files."""

    conflicts: Table
    stances: Table
    claims: Table
    parties: Table
    places: Table

    @classmethod
    def of(cls, folder: Path) -> Rows:
        """Return the rows of a folder's files as they are now."""
        return cls(*(read(folder, table) for table in cls._fields))


def drafts(article: Article, folder: Path) -> list[Draft]:
    """Return the drafts of an article in the order of its text, numbered from 1.

    What the text does not say is proposed from what the folder has of the same source and the like
    quantity (`precedents`), each with the claim that it rests on: conflict, party, population,
    counting, beginning, evidence, place and event. Else it is left empty, but for what is no
    reading of the text: the day of publication where no other is named.
    """
    every = candidates(
        article.text,
        language=article.value("language"),
        published=article.value("published"),
        data=folder,
    )
    rows = Rows.of(folder)
    return [
        _completed(Draft(number, one, _cells(article, one)), rows)
        for number, one in enumerate(every, start=1)
    ]


def _cells(article: Article, one: Candidate) -> dict[str, Known]:
    """Return what the text says of a candidate, with the words that say it."""
    words = " ".join(one.words.split())
    cells = {
        name: Known("" if value is None else str(value), f"“{words}”")
        for name, value in (("low", one.low), ("best", one.best), ("high", one.high))
    }
    cells["qualifier"] = Known(one.qualifier, f"“{words}”")
    cells["stated"] = Known(words if _tells(words) else "", f"“{words}”")
    for name in ("metric", "population", "as_of", "since"):
        cells[name] = Known(getattr(one, name), _rests(article.text, one, name))
    for name, printed in (
        ("subject", [one.subject]),
        ("place", [one.place]),
        ("sources", one.sources),
        ("via", one.via),
    ):
        ids = one.ids.get(name, ())
        known = [id or said for said, id in zip(printed, ids, strict=False)] or printed
        cells[name] = Known(" + ".join(known), _rests(article.text, one, name))
    if not one.as_of and article.value("published"):
        cells["as_of"] = Known(article.value("published"), "the day of publication")
    return {name: cell for name, cell in cells.items() if cell.value}


def _tells(words: str) -> bool:
    """Return whether the words of a number find it again: "17" stands on a page many times."""
    return len(words) <= _STATED and not (words.isdecimal() and len(words) < _SHORTEST)


def _rests(text: str, one: Candidate, name: str) -> str:
    """Return the words of the text that a field rests on."""
    parts = [" ".join(text[start:end].split()) for start, end in one.because.get(name, ())]
    return ", ".join(f"“{part}”" for part in parts)


def completed(draft: Draft, folder: Path) -> Draft:
    """Return a draft, of which a person gave cells, with what follows from these."""
    return _completed(draft, Rows.of(folder))


def _completed(draft: Draft, rows: Rows) -> Draft:
    known = _with(draft, "conflict", *_conflict(draft, rows))
    before = precedent(known, rows.claims)
    if before:
        known = _following(known, before, rows)
    if not known.value("counting"):
        metric = known.value("metric")
        usual = {one["counting"] for one in rows.claims if one["metric"] == metric}
        if len(usual) == 1:
            known = _with(known, "counting", usual.pop(), "as all claims of this metric")
    return known


def _with(draft: Draft, name: str, value: str, where: str) -> Draft:
    """Return a draft with a cell, where it has none and the value is one."""
    if not value or name in draft.cells or name in draft.emptied:
        return draft
    return replace(draft, cells={**draft.cells, name: Known(value, where)})


def _conflict(draft: Draft, rows: Rows) -> tuple[str, str]:
    """Return the one conflict that a draft may be of, and what that rests on."""
    party = {row["conflict"] for row in rows.stances if row["party"] == draft.value("subject")}
    if len(party) == 1:
        return party.pop(), "the one that has this subject"
    sources = set(draft.value("sources").split(" + "))
    spoken = {
        claim["conflict"] for claim in rows.claims if sources & set(claim["sources"].split(";"))
    }
    if len(spoken) == 1:
        return spoken.pop(), "the one that this source speaks of"
    if len(rows.conflicts) == 1:
        return rows.conflicts[0]["id"], "the only one of the data"
    return "", ""


def _following(draft: Draft, before: Precedent, rows: Rows) -> Draft:
    """Return a draft with what follows from the claim that it goes on."""
    claim, where = before.claim, before.where
    cells = dict(draft.cells)
    given = {name for name, one in cells.items() if one.where == "given"}
    if before.next and draft.value("metric") in UNSPLIT and "metric" not in given:
        cells["metric"] = Known(claim["metric"], where)
    whole = not claim["place"] and _is_whole(draft.value("place"), rows)
    if whole and before.next and "place" not in given:
        # "Troops in Norway": what the source counts is no part of the country.
        del cells["place"]
    known = replace(draft, cells=cells)
    for name in ("conflict", "subject", "population", "counting", "evidence"):
        known = _with(known, name, claim[name], where)
    same = all(known.value(name) == claim[name] for name in ("metric", "population", "counting"))
    if same and (before.next or not claim["event"]):
        for name in ("since", "event", "place"):
            known = _with(known, name, claim[name], where)
    return known


def _is_whole(place: str, rows: Rows) -> bool:
    """Return whether a place is a party's country, and not a part of it."""
    names = {row["name"] for row in rows.places if row["id"] == place}
    return bool(names & {row["name"] for row in rows.parties})
