"""The desk: an article's text, its candidates marked, and the fields that a person completes."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from contested import vocabulary
from contested.desk.article import FIELDS, Article, Known, site_names
from contested.desk.beside import Beside, Link
from contested.desk.draft import CELLS, NO_PLACE, Draft
from contested.desk.entering import EVENT, Said
from contested.desk.naming import Choice, Named
from contested.html.environment import rendered
from contested.importers.names import NAMED
from contested.tables import INDEPENDENT

#: Cells that take a word of a closed vocabulary.
_WORDS = {
    "qualifier": tuple(vocabulary.QUALIFIERS),
    "counting": tuple(vocabulary.COUNTING),
    "evidence": tuple(vocabulary.EVIDENCE),
    "interval": tuple(vocabulary.INTERVALS),
}

#: What a claim cannot be without, beside its number.
_NEEDED = (
    "conflict", "subject", "metric", "population", "qualifier", "counting", "as_of", "evidence",
    "sources",
)  # fmt: skip

#: Cells of which is shown that the text does not say them.
_PROPOSED = (
    "subject", "population", "counting", "since", "as_of", "place", "event", "evidence",
)  # fmt: skip

#: Which list of names a cell offers.
_LISTS = {
    "conflict": "conflicts", "subject": "parties", "metric": "metrics", "place": "places",
    "population": "populations", "event": "events", "sources": "sources-of", "via": "sources-of",
}  # fmt: skip

#: What the select of events has for one that comes with the article.
NEW_EVENT = "new"


class Shown(NamedTuple):
    """A draft as it is shown: what stands beside it, whether it is accepted, what it says.

    `meant` says by cell what the cell stands for in the folder, and `names` what it is called;
    `parent` is the place that a new place is a part of, with what says so, and `parents` are those
    that it may be in. `events` and `sides` are those of its war, and `offers` by cell what it may
    have there. What is new and was `asked` about at a draft before is not asked again.
    """

    draft: Draft
    beside: Beside
    accepted: bool
    says: str
    meant: Mapping[str, Named]
    names: Mapping[str, str]
    parent: Known
    parents: Sequence[tuple[str, str]]
    events: Sequence[tuple[str, str]]
    sides: Sequence[str]
    offers: Mapping[str, Sequence[Link]]
    asked: Container[str] = ()

    @property
    def lacking(self) -> set[str]:
        """The cells that it cannot do without and has not."""
        return _lacking(self.draft)

    @property
    def open(self) -> list[str]:
        """The cells that a person is asked about, in the order of a row."""
        asked = self.lacking | {
            name
            for name, one in self.meant.items()
            if (one.new or (one.fault and (name != "sources" or not self.is_new_source)))
            and (one.fault or self.draft.value(name) not in self.asked)
        }
        asked |= {
            name
            for name, why in self.draft.asked.items()
            if not self.draft.value(name) and not why.startswith(NO_PLACE)
        }
        if self.is_new_source and self.draft.value("sources") not in self.asked:
            asked.add("sources")
        if self.draft.value("event") == NEW_EVENT:
            asked.add("event")
        if "as_of" in asked and not self.draft.value("as_of"):
            asked.discard("since")  # It follows from the day.
            if self.draft.attack in self.asked:
                asked.discard("as_of")
        return [name for name in CELLS if name in asked]

    @property
    def new_names(self) -> list[str]:
        """The new place and the new source that are asked about here, by name."""
        asked = set(self.open)
        place = "place" in asked and "place" in self.meant and self.meant["place"].new
        source = "sources" in asked and self.is_new_source
        return [self.draft.value("place")] * place + [self.speaker["name"]] * source

    @property
    def is_left(self) -> bool:
        """Whether it is folded as one that nobody would enter."""
        return self.draft.says_nothing and not self.accepted

    @property
    def proposed(self) -> list[tuple[str, str]]:
        """What no word of the text says and is proposed: cell, and what its value is called."""
        return [
            (name, self.names.get(name, one.value))
            for name in _PROPOSED
            if (one := self.draft.cells.get(name)) and not one.where.startswith(("“", "given"))
        ]

    @property
    def is_new_source(self) -> bool:
        """Whether its source is none of the folder's, so that its kind and side are asked."""
        said = self.draft.value("sources")
        fault = self.meant["sources"].fault if said else ""
        return bool(said) and " + " not in said and bool(fault or NAMED.fullmatch(said))

    @property
    def speaker(self) -> dict[str, str]:
        """Name, kind and affiliation of a new source."""
        new = NAMED.fullmatch(self.draft.value("sources"))
        named = {"name": self.draft.value("sources"), "kind": "", "affiliation": ""}
        return new.groupdict() if new else named


class Outcome(NamedTuple):
    """What came of a form: what does not pass, what is asked, the lines, and what was written.

    `mark` stands for the lines that are shown, so that only what was seen is written. `says` are
    the rows: of which file, in a sentence, and with their columns.
    """

    errors: Sequence[Said] = ()
    notices: Sequence[Said] = ()
    diff: str = ""
    mark: str = ""
    told: str = ""
    written: Sequence[tuple[str, str]] = ()
    says: Sequence[tuple[str, str, Mapping[str, str]]] = ()


class Around(NamedTuple):
    """What of a folder the page shows: names to choose from, and whether a text's hash is kept."""

    choices: Mapping[str, Sequence[tuple[str, str]]]
    hashed: bool


def desk(
    around: Around,
    article: Article | None = None,
    shown: Sequence[Shown] = (),
    outcome: Outcome | None = None,
    event: Mapping[str, str] | None = None,
) -> str:
    """Return the page of the desk: empty, or with an article, its drafts, and what was checked.

    Of each draft stand beside it what the folder says of the like, and whether it is accepted;
    those that say a number again stand apart. `event` is one that the folder has not.
    """
    said = outcome or Outcome()
    drawn = [one.draft for one in shown]
    needed = ("publisher", "url", "published")
    return rendered(
        "pages/desk",
        **said._asdict(),
        fields=[(name, article.fields.get(name) if article else None) for name in FIELDS],
        needed=needed,
        of_rows=[one for one in said.notices if not one.of_folder],
        of_folder=[one for one in said.notices if one.of_folder],
        lacks_of_article=article is not None and not all(map(article.value, needed)),
        about=", ".join(filter(None, map(article.value, ("publisher", "title", "published"))))
        if article
        else "",
        text=article.text if article else "",
        parts=list(_parts(article.text, drawn)) if article else [],
        sentences=_sentences(article, drawn) if article else {},
        shown=shown,
        first=[one for one in shown if one.accepted or not (one.draft.again or one.is_left)],
        left=[one for one in shown if one.is_left and not one.draft.again],
        again=[one for one in shown if one.draft.again and not one.accepted],
        cells=CELLS,
        words=_WORDS,
        kinds=[(kind, term.label) for kind, term in vocabulary.SOURCE_KINDS.items()],
        whose=_whose(around),
        numbers=("low", "best", "high"),
        faulty=sorted({one.draft for one in said.errors if one.draft}),
        asked=sorted({one.draft for one in said.notices if one.draft}),
        lists=_LISTS,
        choices={
            "sources-of" if table == "sources" else table: rows
            for table, rows in around.choices.items()
        }
        if shown
        else {},
        hashed=around.hashed,
        event={name: (event or {}).get(name, "") for name in EVENT},
        wants_event=any(one.draft.value("event") == NEW_EVENT for one in shown)
        or bool((event or {}).get("label")),
        new_event=NEW_EVENT,
        query=urlencode,
        no_place=NO_PLACE,
        sites=[Choice(one) for one in site_names(article.value("url"))] if article else [],
        names_of_places=dict(around.choices.get("places", ())),
        linked=lambda number, cells: {f"{number}.{name}": one for name, one in cells.items()},
    )


def row(id: str, cells: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Return the page of one claim's row, with its article's cells; `names` are those of ids."""
    safe = cells.get("url", "").startswith(("http://", "https://"))
    return rendered("pages/desk_row", id=id, cells=cells, names=names, safe=safe)


def _whose(around: Around) -> Callable[[Sequence[str]], list[tuple[str, str]]]:
    """Return whose a new source may be, of a war with some sides: theirs, nobody's, any other's."""
    parties = around.choices.get("parties", ())

    def ordered(sides: Sequence[str]) -> list[tuple[str, str]]:
        first = [one for one in parties if one[0] in sides]
        rest = [one for one in parties if one[0] not in (*sides, INDEPENDENT)]
        return [*first, (INDEPENDENT, "nobody’s: independent"), *rest]

    return ordered


def _lacking(draft: Draft) -> set[str]:
    """Return the cells that a draft cannot do without and has not."""
    lacks = {name for name in _NEEDED if not draft.value(name)}
    if not any(map(draft.value, ("low", "best", "high", "stated"))):
        lacks.add("best")
    if draft.value("counting") == "period" and not draft.value("since"):
        lacks.add("since")
    return lacks


def _sentences(article: Article, drafts: Sequence[Draft]) -> dict[int, tuple[str, str, str]]:
    """Return the sentence that each draft's words stand in: what is before, they, and behind."""
    text, said = article.text, {}
    for draft in drafts:
        one = draft.candidate
        start, end = article.sentence(one.start)
        parts = text[start : one.start], text[one.start : one.end], text[one.end : end]
        said[draft.number] = parts
    return said


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
