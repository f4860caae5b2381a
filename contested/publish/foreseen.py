"""What parts of a kind will ask: as those before them did, with their own words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from contested.publish.plan import Part, Words
from contested.publish.questions import Question, written

#: How often a question is asked alone before it is asked for all parts of its kind.
_ALONE = 2


class _Shape(NamedTuple):
    """A question of a kind of part: which word of the part stands in for which value."""

    kind: str
    sql: str
    values: str
    words: tuple[tuple[str, str], ...]
    listed: tuple[str, ...]


class Foreseen:
    """What was asked alone so far, of parts whose words are known by their kind."""

    def __init__(self, alike: Mapping[str, Sequence[Words]]) -> None:
        self._alike = alike
        self._seen: Counter[_Shape] = Counter()

    def questions(self, part: Part, alone: Sequence[Question]) -> Iterator[Question]:
        """Yield what the parts of a kind will ask, if one of them asked these alone."""
        for question in alone:
            if (shape := _shape(part, question)) is None:
                continue
            self._seen[shape] += 1
            if self._seen[shape] == _ALONE:
                fixed = json.loads(shape.values)
                needed = {word for _, word in shape.words}
                for words in self._alike[part.kind]:
                    if not needed <= words.keys():
                        continue
                    own = {
                        name: [words[word]] if name in shape.listed else words[word]
                        for name, word in shape.words
                    }
                    yield Question(shape.sql, written({**fixed, **own}))


def _shape(part: Part, question: Question) -> _Shape | None:
    """Return the shape of a question; None for one that has nothing of its part."""
    values = json.loads(question.written)
    named = {name: _word(part, name, value) for name, value in values.items()}
    words = {name: word for name, word in named.items() if word is not None}
    fixed = {name: value for name, value in values.items() if name not in words}
    listed = tuple(name for name in words if isinstance(values[name], list))
    if not words:
        return None
    return _Shape(part.kind, question.sql, json.dumps(fixed), tuple(words.items()), listed)


def _word(part: Part, name: str, value: Any) -> str | None:
    """Return the word of a part that a value of a question is, alone or as the one of a list."""
    if name in part.words and json.loads(written(part.words[name])) == value:
        return name
    if part.kind == "quantity":  # of which two words may have one value
        return None
    one = value[0] if isinstance(value, list) and len(value) == 1 else value
    return next((word for word, own in part.words.items() if own == one), None)
