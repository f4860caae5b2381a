"""The desk: an article's text, its candidates marked, and the fields that a person completes."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from contested import vocabulary
from contested.desk.additions import EVENT, Party
from contested.desk.article import FIELDS, Article, Known, site_names
from contested.desk.beside import Beside, Link
from contested.desk.draft import CELLS, NEW_EVENT, NO_PLACE, Draft
from contested.desk.entering import Said
from contested.desk.happenings import Happening
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

#: What is new of an event, as its cells are called and with what each is.
_OF_EVENT = {
    "label": "what it is called", "began": "its day, or the first",
    "ended": "its last day, where it had several", "place": "",
    "phrase": "as in “12 were killed in the strike on the port”",
}  # fmt: skip


class Within(NamedTuple):
    """A place that the folder lacks, and the field that says in which place it is.

    `known` is what the field holds, `named` what that stands for, and `choices` what it may be.
    """

    field: str
    place: str
    known: Known
    named: Named
    choices: Sequence[Choice]


class Shown(NamedTuple):
    """A draft as it is shown: what stands beside it, whether it is accepted, what it says.

    `meant` says by cell what the cell stands for in the folder, and `names` what it is called;
    `faults` say what else does not pass, by cell. `within` is asked of its place where that is new,
    and `party` is what was said of its subject where that is; it may take the `stances`. `events`
    and `sides` are those of its war, `happenings` those that it may be of with others, and `offers`
    by cell what it may have there. What is new and was `asked` about at a draft before is not asked
    again.
    """

    draft: Draft
    beside: Beside
    accepted: bool
    says: str
    meant: Mapping[str, Named]
    names: Mapping[str, str]
    faults: Mapping[str, str]
    within: Sequence[Within]
    party: Party | None
    stances: Sequence[tuple[str, str]]
    events: Sequence[tuple[str, str]]
    happenings: Sequence[Happening]
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
        asked = self.lacking | (self.faults.keys() & {*CELLS})
        asked |= {
            name
            for name, one in self.meant.items()
            if (one.new or (one.fault and not self.may_come(name)))
            and (one.fault or self.draft.value(name) not in self.asked)
        }
        asked |= {
            name
            for name, why in self.draft.asked.items()
            if not self.draft.value(name) and not why.startswith(NO_PLACE)
        }
        asked |= {
            name
            for name in ("sources", "subject")
            if self.may_come(name) and self.draft.value(name) not in self.asked
        }
        if "part_of" in self.faults:
            asked.add("place")
        if self.draft.value("event") == NEW_EVENT:
            asked.add("event")
        if "as_of" in asked and not self.draft.value("as_of"):
            asked.discard("since")  # It follows from the day.
            if self.draft.attack in self.asked:
                asked.discard("as_of")
        return [name for name in CELLS if name in asked]

    @property
    def new_names(self) -> list[str]:
        """The new places, source and party that are asked about here, by name."""
        asked = set(self.open)
        places = [one.place for one in self.within] if "place" in asked else []
        source = "sources" in asked and self.may_come("sources")
        party = "subject" in asked and self.party is not None
        subject = [self.draft.value("subject")] * party
        return [*places, *subject, *([self.speaker["name"]] * source)]

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

    def may_come(self, name: str) -> bool:
        """Return whether its source or subject is none of the folder's and may come with it.

        What such a one needs is asked.
        """
        said, meant = self.draft.value(name), self.meant.get(name)
        if name == "sources" and " + " not in said:
            return bool(meant and (meant.fault or NAMED.fullmatch(said)))
        return name == "subject" and bool(meant and (meant.fault or meant.new))

    def fault(self, name: str) -> str:
        """Return what does not pass in a cell, as it is said there."""
        wrong = self.faults.get(name) or (self.meant[name].fault if name in self.meant else "")
        said = self.draft.value(name)
        if name == "sources" and wrong and self.may_come(name) and not NAMED.fullmatch(said):
            return f"{said} is new: say of what kind it is and whose, or choose one that is there"
        if name == "subject" and wrong and self.may_come(name) and self.party is None:
            return f"{said} is new: say what it is and its part, or choose one that is there"
        return wrong

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

    def faults(self, draft: int = 0) -> dict[str, str]:
        """Return what does not pass of a draft, or of the article and the new event, by field."""
        faults: dict[str, str] = {}
        for one in self.errors:
            if one.draft == draft and one.field:
                before = faults.get(one.field)
                faults[one.field] = f"{before}; {one.text}" if before else one.text
        return faults


class Around(NamedTuple):
    """What of a folder the page shows: names to choose from, and whether a text's hash is kept."""

    choices: Mapping[str, Sequence[tuple[str, str]]]
    hashed: bool

    def with_parties(self, come: Iterable[tuple[str, str]]) -> Around:
        """Return the same with parties that come with the article."""
        return self._replace(choices={**self.choices, "parties": [*self.choices["parties"], *come]})


def desk(
    around: Around,
    article: Article | None = None,
    shown: Sequence[Shown] = (),
    outcome: Outcome | None = None,
    event: Mapping[str, str] | None = None,
    of_event: Sequence[Within] = (),
) -> str:
    """Return the page of the desk: empty, or with an article, its drafts, and what was checked.

    Of each draft stand beside it what the folder says of the like, and whether it is accepted;
    those that say a number again stand apart. `event` is one that the folder has not, and
    `of_event` is asked of its place where that is new.
    """
    said = outcome or Outcome()
    drawn = [one.draft for one in shown]
    needed = ("publisher", "url", "published")
    missing = [name for name in needed if article and not article.value(name)]
    wrong = said.faults()
    return rendered(
        "pages/desk",
        **said._asdict(),
        fields=[(name, article.fields.get(name) if article else None) for name in FIELDS],
        missing=missing,
        wrong=wrong,
        of_rows=[one for one in said.notices if not one.of_folder],
        of_folder=[one for one in said.notices if one.of_folder],
        opens_article=bool(missing or wrong.keys() & {*FIELDS}),
        about=_about(article) if article else "",
        text=article.text if article else "",
        parts=list(_parts(article.text, drawn)) if article else [],
        sentences=_sentences(article, drawn) if article else {},
        shown=shown,
        first=[one for one in shown if one.accepted or not (one.draft.again or one.is_left)],
        left=[one for one in shown if one.is_left and not one.draft.again],
        again=[one for one in shown if one.draft.again and not one.accepted],
        cells=CELLS,
        words=_WORDS,
        kinds=_labels(vocabulary.SOURCE_KINDS),
        party_kinds=_labels(vocabulary.PARTY_KINDS),
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
        of_event=of_event,
        says_of_event=_OF_EVENT,
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


def _labels(terms: Mapping[str, vocabulary.Term]) -> list[tuple[str, str]]:
    return [(word, term.label) for word, term in terms.items()]


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


def _about(article: Article) -> str:
    """Return what is known of an article in one line, and which of its names is not."""
    known = filter(None, map(article.value, ("publisher", "title", "published")))
    lacking = [f"no {name} found" for name in ("title", "author") if not article.value(name)]
    return ", ".join([*known, *lacking])


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
