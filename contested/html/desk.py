"""The desk: an article's text, its candidates marked, and the fields that a person completes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from contested import vocabulary
from contested.desk.article import FIELDS, Article
from contested.desk.beside import Beside
from contested.desk.drafts import CELLS, Draft
from contested.desk.entering import EVENT, Said
from contested.desk.naming import Named
from contested.extract.grammar.sentences import sentences
from contested.html.environment import rendered

#: Cells that take a word of a closed vocabulary.
_WORDS = {
    "qualifier": tuple(vocabulary.QUALIFIERS),
    "counting": tuple(vocabulary.COUNTING),
    "evidence": tuple(vocabulary.EVIDENCE),
    "interval": tuple(vocabulary.INTERVALS),
}

#: Cells that stand open; the others are folded away until they are wanted.
_OPEN = (*CELLS[: CELLS.index("note")], "event", "stated")

#: What a claim cannot be without, beside its number.
_NEEDED = (
    "conflict", "subject", "metric", "population", "qualifier", "counting", "as_of", "evidence",
    "sources",
)  # fmt: skip

#: Which list of names a cell offers.
_LISTS = {
    "conflict": "conflicts", "subject": "parties", "metric": "metrics", "place": "places",
    "population": "populations", "event": "events", "sources": "sources-of", "via": "sources-of",
}  # fmt: skip

Shown = tuple[Draft, Beside, bool]


class Outcome(NamedTuple):
    """What came of a form: what does not pass, what is asked, the lines, and what was written.

    `mark` stands for the lines that are shown, so that only what was seen is written.
    """

    errors: Sequence[Said] = ()
    notices: Sequence[Said] = ()
    diff: str = ""
    mark: str = ""
    told: str = ""
    written: Sequence[tuple[str, str]] = ()


class Around(NamedTuple):
    """What of a folder the page shows: names to choose from, and whether a text's hash is kept."""

    choices: Mapping[str, Sequence[tuple[str, str]]]
    hashed: bool


def desk(
    around: Around,
    article: Article | None = None,
    shown: Sequence[Shown] = (),
    outcome: Outcome | None = None,
    meant: Mapping[str, Named] | None = None,
    event: Mapping[str, str] | None = None,
) -> str:
    """Return the page of the desk: empty, or with an article, its drafts, and what was checked.

    Of each draft stand beside it what the folder says of the like, and whether it is accepted.
    `meant` says by draft and cell what the cell stands for in the folder; `event` is a new one.
    """
    said = outcome or Outcome()
    return rendered(
        "pages/desk",
        **said._asdict(),
        fields=[(name, article.fields.get(name) if article else None) for name in FIELDS],
        lacks_of_article=article is not None
        and not all(map(article.value, ("publisher", "url", "published"))),
        about=", ".join(filter(None, map(article.value, ("publisher", "title", "published"))))
        if article
        else "",
        text=article.text if article else "",
        parts=list(_parts(article.text, [one for one, _, _ in shown])) if article else [],
        sentences=_sentences(article.text, [one for one, _, _ in shown]) if article else {},
        shown=shown,
        cells=[(name, _WORDS.get(name, ()), True) for name in _OPEN]
        + [(name, _WORDS.get(name, ()), False) for name in CELLS if name not in _OPEN],
        faulty=sorted({one.draft for one in said.errors if one.draft}),
        asked=sorted({one.draft for one in said.notices if one.draft}),
        meant=meant or {},
        filled={one.number for one, _, _ in shown if set(one.cells) - set(_OPEN)},
        lacking={one.number: _lacking(one) for one, _, _ in shown},
        lists=_LISTS,
        choices={
            "sources-of" if table == "sources" else table: rows
            for table, rows in around.choices.items()
        }
        if shown
        else {},
        hashed=around.hashed,
        event={name: (event or {}).get(name, "") for name in EVENT},
    )


def row(id: str, cells: Mapping[str, str]) -> str:
    """Return the page of one claim's row, with its article's cells."""
    safe = cells.get("url", "").startswith(("http://", "https://"))
    return rendered("pages/desk_row", id=id, cells=cells, safe=safe)


def _lacking(draft: Draft) -> set[str]:
    """Return the cells that a draft cannot do without and has not."""
    lacks = {name for name in _NEEDED if not draft.value(name)}
    if not any(map(draft.value, ("low", "best", "high", "stated"))):
        lacks.add("best")
    return lacks


def _sentences(text: str, drafts: Sequence[Draft]) -> dict[int, str]:
    """Return the sentence that each draft's words stand in."""
    places = list(sentences(text))
    return {
        draft.number: next(
            (
                " ".join(text[start:end].split())
                for start, end in places
                if start <= draft.candidate.start < end
            ),
            draft.candidate.words,
        )
        for draft in drafts
    }


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
