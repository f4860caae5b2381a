"""What a text says that could be a claim: its numbers, hedges, and what is said of each.

Functions of a text: no network, no model. `numbers` gives every number of a text with its hedge,
`candidates` those that could be claims, with what is counted, where, when and who says so. Who
reads another way is known by name under the entry points `contested.extractors`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path

from contested import spans
from contested.errors import ContestedError, hint
from contested.extract import grammar
from contested.extract.candidate import Candidate, Extractor
from contested.extract.headings import without_headings
from contested.extract.letters import letters
from contested.extract.names import Names
from contested.extract.numbers import Number, counts, numbers

__all__ = ["Candidate", "Extractor", "Names", "Number", "candidates", "counts", "numbers"]

#: The entry points under which extractors are known, and the one of our own.
GROUP, OWN = "contested.extractors", "grammar"


def candidates(
    text: str,
    *,
    language: str | None = None,
    published: date | str | None = None,
    data: Names | Path | Sequence[Path] | None = None,
    extractor: str = OWN,
) -> list[Candidate]:
    """Return what a text says that could be a claim, in the order of the text.

    What it says of itself in lines of its own (`headings`) is about the article and is left out.

    A language that is not given is guessed. Dates without a year, and weekdays, are resolved
    against `published`, a day or what an articles file may hold, and are left empty without it.
    `data` is a data folder, several, or the names of them: what bears one of these names has its
    id. Raises ContestedError for an extractor that is not known or a date that is none.

    >>> one, = candidates("Officials said at least 12 soldiers were killed.", language="en")
    >>> (one.low, one.qualifier, one.metric, one.population, one.sources, one.words)
    (12, 'at_least', 'killed', 'military', ('Officials',), 'at least 12')
    """
    names = data if isinstance(data, Names) else Names.of(data) if data else Names()
    read = letters(without_headings(text))
    met = _extractor(extractor)(
        read.text, language=language or None, published=_day(published), names=names
    )
    return met if read.text == text else [read.placed(one, text) for one in met]


def extractors() -> list[str]:
    """Return the names of all extractors, our own first."""
    return [OWN, *sorted({entry.name for entry in entry_points(group=GROUP)} - {OWN})]


def _extractor(name: str) -> Extractor:
    if name == OWN:
        return grammar.candidates
    for entry in entry_points(group=GROUP):
        if entry.name == name:
            loaded: Extractor = entry.load()
            return loaded
    raise ContestedError(f"there is no extractor {name!r}; {hint(name, extractors())}")


def _day(published: date | str | None) -> date | None:
    if not published or isinstance(published, date):
        return published or None
    try:
        return spans.span(published).last
    except ValueError:
        raise ContestedError(f"published is {published!r}; write {spans.FORMS}") from None
