"""What a reader is looking at: one definition, from and to an address, to a sentence, to SQL.

The page's query string, the API's parameters and the command line's argument are the same words.
`WORDS` is the grammar; `parse` reads it and names every value that does not pass; `Selection.query`
writes it with the defaults left out, always in the same order, so one view has one address.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, NamedTuple
from urllib.parse import parse_qsl, urlencode

from contested import spans, vocabulary
from contested.errors import BadSelection, Misfit, hint

#: The words beyond a quantity that leave claims out, in the order of the grammar.
FILTERS = (
    "source", "article", "relation", "side", "evidence", "place", "since", "until", "known_on",
)  # fmt: skip

#: The words that name a quantity: what can be compared.
QUANTITY = ("conflict", "subject", "metric", "population", "event")

#: Those that each quantity has a value of; with all of them, and no event, one without is meant.
WITHOUT_EVENT = QUANTITY[:-1]

#: Words of an address that choose no claims, which a page reads beside these: a search, an order,
#: an opened claim, whether quantities that are easily mixed up with this one stand beside it.
VIEW = ("q", "sort", "claim", "related")

#: Values longer than this are not looked at: no id, place or date is.
LONGEST = 200

#: The dates that a selection may name: what lies outside is a slip.
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 1, 1)


#: Kinds of words whose values are dates.
DATED = ("date", "when")


class Word(NamedTuple):
    """One word of the grammar: what kind of value it takes, and what it means.

    A `when` takes a day, a month, a quarter or a year, and means its first or its last day: `end`.
    """

    kind: Literal["id", "text", "date", "when", "word"]
    meaning: str
    many: bool = False
    words: tuple[str, ...] = ()
    end: Literal["first", "last"] = "last"


WORDS: Mapping[str, Word] = MappingProxyType(
    {
        "conflict": Word("id", "the conflict"),
        "subject": Word("id", "the party whose people or materiel are counted"),
        "metric": Word("id", "what is counted"),
        "population": Word("id", "whom is counted"),
        "event": Word("id", "the dated event whose toll is counted; none for no event"),
        "source": Word("id", "who asserts it", many=True),
        "article": Word("id", "the article that prints it"),
        "relation": Word(
            "word",
            "how the source stands to the subject",
            many=True,
            words=tuple(vocabulary.RELATIONS),
        ),
        "side": Word("id", "the side that the source's party takes or backs", many=True),
        "evidence": Word(
            "word", "what the claim rests on", many=True, words=tuple(vocabulary.EVIDENCE)
        ),
        "place": Word("text", "the place that is counted"),
        "since": Word("when", "the first date that a claim may refer to", end="first"),
        "until": Word("when", "the last date that a claim may refer to", end="last"),
        "known_on": Word("date", "only what is recorded here as printed by this date"),
        "axis": Word("word", "the clock of the time axis", words=tuple(vocabulary.AXES)),
        "scale": Word("word", "the scale of the value axis", words=tuple(vocabulary.SCALES)),
        "reference": Word("id", "the source that others are compared to"),
        "apart": Word(
            "word",
            "claims that count something else: shown or hidden",
            words=tuple(vocabulary.APART),
        ),
    }
)


@dataclass(frozen=True)
class Selection:
    """What a reader is looking at; every word empty means everything.

    `since` and `until` are both on the date a claim refers to, both inclusive; a month, a quarter
    or a year stands here as the day that it means, so that one view has one address. `axis`,
    `scale`, `reference` and `apart` say how it is looked at, and are empty where the view's default
    holds; `apart="hidden"` alone of them also leaves claims out.
    """

    conflict: str = ""
    subject: str = ""
    metric: str = ""
    population: str = ""
    event: str = ""
    source: tuple[str, ...] = ()
    article: str = ""
    relation: tuple[str, ...] = ()
    side: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    place: str = ""
    since: date | None = None
    until: date | None = None
    known_on: date | None = None
    axis: str = ""
    scale: str = ""
    reference: str = ""
    apart: str = ""

    def query(self) -> str:
        """Return the address's query: defaults left out, words in the order of the grammar.

        >>> Selection(subject="north-korea", source=("nis", "hur")).query()
        'subject=north-korea&source=hur&source=nis'
        """
        return urlencode(self.pairs())

    def pairs(self) -> list[tuple[str, str]]:
        """Return (word, value) pairs in the order of the grammar; a repeated word once a value."""
        pairs: list[tuple[str, str]] = []
        for field in fields(self):
            chosen = getattr(self, field.name)
            if not chosen:
                continue
            values = sorted(set(chosen)) if isinstance(chosen, tuple) else [chosen]
            pairs += [(field.name, str(value)) for value in values]
        return pairs

    def parameters(self) -> dict[str, Any]:
        """Return the values that a query binds: lists for repeated words, null for empty dates."""
        return {
            "conflict": self.conflict,
            "subject": self.subject,
            "metric": self.metric,
            "population": self.population,
            "event": self.event,
            "source": list(self.source),
            "article": self.article,
            "relation": list(self.relation),
            "side": list(self.side),
            "evidence": list(self.evidence),
            "place": self.place,
            "since": self.since,
            "until": self.until,
            "known_on": self.known_on,
            "apart": self.apart,
        }

    def quantity(self) -> Selection:
        """Return the selection with only its quantity left: every filter widened."""
        return quantity_of(vars(self))

    def without(self, word: str) -> Selection:
        """Return the selection with one word back at its default."""
        return replace(self, **{word: getattr(Selection(), word)})

    def narrowed(self) -> list[str]:
        """Return the words beyond the quantity that leave claims out, in the grammar's order."""
        words = [word for word in FILTERS if getattr(self, word)]
        return [*words, "apart"] if self.apart == "hidden" else words


def quantity_of(row: Mapping[str, Any]) -> Selection:
    """Return the selection of the quantity that a row names: a claim's row, or a quantity's own."""
    return Selection(*(row[word] for word in QUANTITY))


#: How many unknown words of one query are told what they are near: looking takes its time.
_HINTED = 20


def parse(
    query: str | Iterable[tuple[str, str]], also: Iterable[str] = ()
) -> tuple[Selection, list[Misfit]]:
    """Read a query string, or its pairs, into a selection and the values that do not pass.

    What does not pass is left at its default and named, never dropped in silence. `also` lists
    further words that the caller reads itself. An empty value means the default.

    >>> selection, misfits = parse("metric=killed&scale=lg")
    >>> selection.metric, [str(misfit) for misfit in misfits]
    ('killed', ["scale is 'lg'; did you mean 'log'?"])
    """
    pairs = (
        parse_qsl(query.removeprefix("?"), keep_blank_values=True)
        if isinstance(query, str)
        else list(query)
    )
    given: dict[str, list[str]] = {}
    misfits: list[Misfit] = []
    others = set(also)
    for word, value in pairs:
        if word not in WORDS:
            if word not in others:
                # Who writes a hundred words that are none is no reader who slipped.
                near = f"; {hint(word[:LONGEST], WORDS)}" if len(misfits) < _HINTED else ""
                message = f"no such word{near}"
                misfits.append(Misfit(printable(word), printable(value), message))
        elif value:
            given.setdefault(word, []).append(value)
    values: dict[str, Any] = {}
    for word, texts in given.items():
        read = [_value(word, text, misfits) for text in dict.fromkeys(texts)]
        passed = [value for value in read if value is not None]
        if WORDS[word].many:
            values[word] = tuple(sorted(passed))
        elif len(read) > 1:
            misfits.append(Misfit(word, printable(", ".join(texts)), "give it once"))
        elif passed:
            values[word] = passed[0]
    selection, crossed = ordered(Selection(**values))
    return selection, misfits + crossed


def ordered(selection: Selection) -> tuple[Selection, list[Misfit]]:
    """Return a selection whose dates are in order: a `since` after `until` is named and dropped."""
    if selection.since and selection.until and selection.since > selection.until:
        misfit = Misfit(
            "since", str(selection.since), f"give a date up to until ({selection.until})"
        )
        return replace(selection, since=None), [misfit]
    return selection, []


def selected(query: str) -> Selection:
    """Return the selection a query says; raises BadSelection naming all that does not pass."""
    selection, misfits = parse(query)
    if misfits:
        raise BadSelection(misfits)
    return selection


def printable(text: str) -> str:
    r"""Return the beginning of a text as a message can carry it: a lone surrogate spelled out.

    >>> printable("Kursk \ud800")
    'Kursk \\ud800'
    """
    return text[:LONGEST].encode(errors="backslashreplace").decode()


def _value(word: str, text: str, misfits: list[Misfit]) -> Any:
    rule = WORDS[word]
    if len(text) > LONGEST:
        misfits.append(
            Misfit(word, printable(text[:40]) + "…", f"give at most {LONGEST} characters")
        )
        return None
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
        misfits.append(Misfit(word, printable(text), "give it without control characters"))
        return None
    if printable(text) != text:
        message = "give it without surrogates, which are halves of characters"
        misfits.append(Misfit(word, printable(text), message))
        return None
    if rule.kind in DATED:
        try:
            return _day(rule, text)
        except ValueError:
            misfits.append(
                Misfit(word, text, f"give {_forms(rule)}, from {FIRST_DAY} to {LAST_DAY}")
            )
            return None
    if rule.kind == "word" and text not in rule.words:
        misfits.append(Misfit(word, text, hint(text, rule.words)))
        return None
    return text


def _day(rule: Word, text: str) -> date:
    """Return the day that a text means; raises ValueError for one that a word does not take."""
    read = spans.span(text)
    day = read.first if rule.end == "first" else read.last
    if (rule.kind == "date" and read.precision != "day") or not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(text)
    return day


def _forms(rule: Word) -> str:
    return "a date as YYYY-MM-DD" if rule.kind == "date" else spans.FORMS
