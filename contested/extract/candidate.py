"""A candidate claim: what a text says that could be a claim, each field with its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Protocol

from contested.extract.names import Names

#: Where some words stand in a text: the first character, and the one behind the last.
Place = tuple[int, int]

#: The fields that `because` may speak of.
FIELDS = (
    *("number", "qualifier", "metric", "population", "subject", "place", "as_of", "since"),
    *("counting", "sources", "via"),
)


@dataclass(frozen=True)
class Candidate:
    """One number of a text, with what the text says of it, for a person to accept or to drop.

    `low`, `best`, `high` and `qualifier` are those of a claim; all three are None of words that
    stand for a number ("dozens"). `metric` and `population` are ids, `as_of` and `since` dates as a
    data folder writes them (2025-04-30, 2025-04, 2025). `counting` is "cumulative", "period" or
    "snapshot" where words say so ("since May", "in the past week", "are now"). `subject` (whose
    people), `place`, `sources` (who asserts) and `via` (who relays) are as printed; `own` says that
    those counted are the people of who asserts ("its troops", "we lost"), and `subject` is then
    that word. What the text does not say is empty.

    `words` are the text from `start` to `end` that the number rests on. `because` gives for a field
    where in the text its words stand, and `ids` for subject, place, sources and via the ids of the
    data that bear these names, in the same order, "" for a name that no row has.
    """

    low: int | None
    best: int | None
    high: int | None
    qualifier: str
    words: str
    start: int
    end: int
    metric: str = ""
    population: str = ""
    subject: str = ""
    place: str = ""
    as_of: str = ""
    since: str = ""
    counting: str = ""
    sources: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    own: bool = False
    because: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def values(self) -> tuple[int, ...]:
        """The numbers in it, the lowest first."""
        return tuple(one for one in (self.low, self.best, self.high) if one is not None)

    def as_dict(self) -> dict[str, Any]:
        """Return the fields by name, as JSON has them."""
        return asdict(self)


class Extractor(Protocol):
    """Reads the candidate claims of a text; opens no file and asks no network."""

    def __call__(
        self, text: str, *, language: str | None, published: date | None, names: Names
    ) -> list[Candidate]:
        """Return the candidates in the order of the text."""
