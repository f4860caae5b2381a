"""One candidate of an article as a row to be, each cell with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from contested.desk.article import FIELDS, Known
from contested.errors import ContestedError, hint
from contested.extract import Candidate
from contested.importers.flat import OPTIONAL, REQUIRED

#: The cells of a draft: those of a flat file's row, without those of its article.
CELLS = tuple(name for name in (*REQUIRED, *OPTIONAL) if name not in FIELDS)

#: What a cell says that is rightly without a place, and what is asked of one that has some.
NO_PLACE, WHERE = "No place", "Where? The text does not say it with the number"

#: What a cell rests on that is so by one attack's day, and what is asked of it.
OF_ITS_DAY, WHICH_DAY = "of its day", "on which day? The text does not say"

#: The event of a draft that is of the new one, before that has a name.
NEW_EVENT = "new"

#: A cell of which nothing is known.
UNKNOWN = Known("", "")


@dataclass(frozen=True)
class Draft:
    """One candidate as a row to be: its number in the text, and each cell that is known.

    `cells` has for each cell what it holds and what that rests on: words of the text, the
    article, or claims that are there already. Names stand by their id where the folder has one.
    """

    number: int
    candidate: Candidate
    cells: Mapping[str, Known] = field(default_factory=dict)
    #: What is asked of a cell that is left empty, or why it is.
    asked: Mapping[str, str] = field(default_factory=dict)
    #: Cells that a person emptied, which nothing fills again.
    emptied: frozenset[str] = frozenset()
    #: The number of the draft that says the same number better, 0 for none.
    again: int = 0
    #: The number of the draft whose place and day it may be of, 0 for none.
    like: int = 0
    #: The folder's sources, by id, of which its source may be one, and what it is as a new one.
    likely: tuple[str, ...] = ()
    as_new: str = ""
    #: The cells that the text alone gives it, and what is asked of the others.
    of_text: tuple[Mapping[str, Known], Mapping[str, str]] = ({}, {})

    @property
    def given_cells(self) -> set[str]:
        """The cells that a person gave."""
        return {name for name, one in self.cells.items() if one.where == "given"}

    @property
    def says_nothing(self) -> bool:
        """Whether the text says neither whose number it is nor what: nobody would enter it."""
        number = self.candidate.values and self.value("metric")
        return not (number or self.value("sources"))

    @property
    def attack(self) -> str:
        """The words of the one attack on whose day it is, "" where that is known or none."""
        counting = self.cells.get("counting", UNKNOWN)
        asked = self.asked.get("as_of") == WHICH_DAY
        return counting.where if asked and counting.where.endswith(OF_ITS_DAY) else ""

    def value(self, name: str) -> str:
        """Return what a cell holds, "" where it is not known."""
        return self.cells[name].value if name in self.cells else ""

    def renewed(self) -> Draft:
        """Return what the text and a person say, without what followed from other cells."""
        cells, asked = self.of_text
        given = {name: self.value(name) for name in self.given_cells}
        made = replace(self, cells=cells, asked=asked, likely=(), as_new="")
        return made.given({**given, **dict.fromkeys(self.emptied, "")})

    def without(self, name: str, why: str = "") -> Draft:
        """Return the draft without a cell, and why."""
        cells = {cell: one for cell, one in self.cells.items() if cell != name}
        return replace(self, cells=cells, asked={**self.asked, name: why} if why else self.asked)

    def asking(self, name: str, what: str) -> Draft:
        """Return the draft with a question about a cell that it has not, nor was emptied."""
        if name in self.cells or name in self.asked or name in self.emptied:
            return self
        return replace(self, asked={**self.asked, name: what})

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
            asked={name: why for name, why in self.asked.items() if name not in cells},
            emptied=self.emptied | {name for name, value in cells.items() if not value},
        )
