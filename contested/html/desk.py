"""The desk: an article's text, its candidates marked, and the fields that a person completes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contested import vocabulary
from contested.desk.article import FIELDS, Article
from contested.desk.beside import Beside
from contested.desk.drafts import CELLS, Draft
from contested.desk.naming import Named
from contested.html.environment import rendered

#: Cells that take a word of a closed vocabulary.
_WORDS = {
    "qualifier": tuple(vocabulary.QUALIFIERS),
    "counting": tuple(vocabulary.COUNTING),
    "evidence": tuple(vocabulary.EVIDENCE),
    "interval": tuple(vocabulary.INTERVALS),
}

#: Cells that stand open; the others are folded away until they are wanted.
_OPEN = CELLS[: CELLS.index("note")]

Shown = tuple[Draft, Beside, bool]


def desk(
    article: Article | None = None,
    shown: Sequence[Shown] = (),
    errors: Sequence[str] = (),
    notices: Sequence[str] = (),
    diff: str = "",
    mark: str = "",
    told: str = "",
    meant: Mapping[str, Named] | None = None,
) -> str:
    """Return the page of the desk: empty, or with an article, its drafts, and what was checked.

    Of each draft stand beside it what the folder says of the like, and whether it is accepted.
    `meant` says by draft and cell what the cell stands for in the folder.
    `mark` stands for the diff that is shown, so that only what was seen is written.
    """
    return rendered(
        "pages/desk",
        fields=[(name, article.fields.get(name) if article else None) for name in FIELDS],
        text=article.text if article else "",
        parts=list(_parts(article.text, [one for one, _, _ in shown])) if article else [],
        shown=shown,
        cells=[(name, _WORDS.get(name, ()), name in _OPEN) for name in CELLS],
        errors=errors,
        notices=notices,
        diff=diff,
        mark=mark,
        told=told,
        meant=meant or {},
        filled={one.number for one, _, _ in shown if set(one.cells) - {*_OPEN, "stated"}},
    )


def _parts(text: str, drafts: Sequence[Draft]) -> Iterator[tuple[str, Any]]:
    """Yield a text in parts, each with the number of the draft that it is the words of, or None."""
    place = 0
    for draft in drafts:
        one = draft.candidate
        if one.start >= place:
            yield text[place : one.start], None
            yield text[one.start : one.end], draft.number
            place = one.end
    yield text[place:], None
