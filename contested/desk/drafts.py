"""An article's candidates as rows that a person completes, each cell with what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from contested.desk.article import FIELDS, Article, Known
from contested.errors import ContestedError, hint
from contested.extract import Candidate, candidates
from contested.importers.flat import OPTIONAL, REQUIRED
from contested.importers.plan import Rows, read

#: The cells of a draft: those of a flat file's row, without those of its article.
CELLS = tuple(name for name in (*REQUIRED, *OPTIONAL) if name not in FIELDS)

#: The longest phrase that `stated` takes.
_STATED = 80


@dataclass(frozen=True)
class Draft:
    """One candidate as a row to be: its number in the text, and each cell that is known.

    `cells` has for each cell what it holds and what that rests on: words of the text, the
    article, or claims that are there already. Names stand by their id where the folder has one.
    """

    number: int
    candidate: Candidate
    cells: Mapping[str, Known] = field(default_factory=dict)

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
        return replace(self, cells={name: one for name, one in made.items() if one.value})


def drafts(article: Article, folder: Path) -> list[Draft]:
    """Return the drafts of an article in the order of its text, numbered from 1.

    What the text does not say is left empty, but for what is no reading of it: the day of
    publication where no other is named, the conflict that has one of this subject, and how the
    same sources' last claim of this quantity counts.
    """
    every = candidates(
        article.text,
        language=article.value("language"),
        published=article.value("published"),
        data=folder,
    )
    stances, claims = read(folder, "stances"), read(folder, "claims")
    conflicts = [row["id"] for row in read(folder, "conflicts")]
    return [
        _completed(Draft(number, one, _cells(article, one)), conflicts, stances, claims)
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
    cells["stated"] = Known(words if len(words) <= _STATED else "", f"“{words}”")
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


def _rests(text: str, one: Candidate, name: str) -> str:
    """Return the words of the text that a field rests on."""
    parts = [" ".join(text[start:end].split()) for start, end in one.because.get(name, ())]
    return ", ".join(f"“{part}”" for part in parts)


def completed(draft: Draft, folder: Path) -> Draft:
    """Return a draft, of which a person gave cells, with what follows from these."""
    conflicts = [row["id"] for row in read(folder, "conflicts")]
    return _completed(draft, conflicts, read(folder, "stances"), read(folder, "claims"))


def _completed(draft: Draft, conflicts: list[str], stances: Rows, claims: Rows) -> Draft:
    cells = dict(draft.cells)
    if "conflict" not in cells:
        party = {row["conflict"] for row in stances if row["party"] == draft.value("subject")}
        if len(party) == 1:
            cells["conflict"] = Known(party.pop(), "the one that has this subject")
        elif len(conflicts) == 1:
            cells["conflict"] = Known(conflicts[0], "the only one of the data")
    known = replace(draft, cells=cells)
    for claim in _before(known, claims):
        for name in ("counting", "evidence"):
            if claim[name] and name not in cells:
                cells[name] = Known(claim[name], f"as {claim['id']} has it")
        break
    if "counting" not in cells:
        usual = Counter(one["counting"] for one in claims if one["metric"] == known.value("metric"))
        if len(usual) == 1:
            cells["counting"] = Known(next(iter(usual)), "as all claims of this metric")
    return replace(draft, cells=cells)


def _before(draft: Draft, claims: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Return what the same sources said of the same quantity, the newest first."""
    same = ("conflict", "subject", "metric", "population")
    sources = set(draft.value("sources").split(" + "))
    earlier = [
        claim
        for claim in claims
        if sources & set(claim["sources"].split(";"))
        and all(claim[name] == draft.value(name) for name in same)
    ]
    return sorted(earlier, key=lambda claim: claim["as_of"], reverse=True)
