"""An extractor by a grammar of our own: numbers and hedges, and the words around them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from contested.extract.candidate import Candidate, Place
from contested.extract.grammar.counted import counted
from contested.extract.grammar.sentences import sentences
from contested.extract.grammar.terms import terms
from contested.extract.names import Names
from contested.extract.numbers import Number, counts
from contested.extract.numerals import plain


def candidates(
    text: str, *, language: str | None, published: date | None, names: Names
) -> list[Candidate]:
    """Return the candidate claims of a text, read sentence by sentence."""
    return [
        one
        for start, end in sentences(text)
        for one in _of_sentence(text, start, end, language, published, names)
    ]


def _of_sentence(
    text: str, start: int, end: int, language: str | None, published: date | None, names: Names
) -> Iterator[Candidate]:
    sentence = text[start:end]
    ones = counts(sentence)
    if not ones:
        return
    read = plain(sentence)
    for one, what in zip(ones, counted(read, ones, terms(language or "en")), strict=True):
        if what.other or not _claimed(one, what.metric, what.population):
            continue
        metric = what.metric
        if names and metric not in names.ids.get("metrics", ()):
            metric = ""
        because: dict[str, tuple[Place, ...]] = {"number": ((start + one.start, start + one.end),)}
        for field, where in (("metric", what.at if metric else None), ("population", what.whom)):
            if where:
                because[field] = ((start + where[0], start + where[1]),)
        yield Candidate(
            *(one.low, one.best, one.high, one.qualifier),
            words=one.words,
            start=start + one.start,
            end=start + one.end,
            metric=metric,
            population=what.population,
            because=because,
        )


def _claimed(one: Number, metric: str, population: str) -> bool:
    """Return whether a number could be a claim: it says what it counts, or is large enough."""
    return bool(metric or population) or any(value >= 100 for value in one.values)
