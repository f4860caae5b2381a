"""An article's candidates as rows that a person completes, each cell with what it rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import prod

from contested import spans
from contested.desk.article import FIELDS, Article, Known
from contested.desk.context import Context, Speaker
from contested.desk.precedents import UNSPLIT, Precedent, precedent
from contested.errors import ContestedError, hint
from contested.extract import Candidate, candidates
from contested.extract.grammar.dated import first_day, is_same
from contested.importers.flat import OPTIONAL, REQUIRED
from contested.importers.names import NAMED
from contested.tables import INDEPENDENT

#: The cells of a draft: those of a flat file's row, without those of its article.
CELLS = tuple(name for name in (*REQUIRED, *OPTIONAL) if name not in FIELDS)

#: What is asked of a period whose beginning nothing says.
_SINCE_WHEN = "counted from which day? The text does not say"

#: The longest phrase that `stated` takes, and the shortest bare number.
_STATED, _SHORTEST = 80, 3
#: Of whom a war has so many that whose they are goes without saying: its people.
_OF_ALL = frozenset({"all", "civilian", "children", "women", "women_and_children"})
#: Words that count from the war's beginning without saying when that was.
_SINCE_BEGUN = re.compile(r"“(?:since|in|so far in|over the course of) (?:the )?[^”\d]*”", re.I)
#: A name that is those of several places.
_SEVERAL = re.compile(r" and (?!the )")
_NOWHERE = Known("", "")
#: How many a word stands for: "tens of thousands" are those of both. Twenty times as many have
#: another.
_SIZES = {"million": 1_000_000, "thousand": 1_000, "hundred": 100, "dozen": 12, "tens ": 10}
#: What a cell says that is rightly without a place.
NO_PLACE = "No place"
#: What is part of those just counted: "among the dead were six children".
_AMONG = re.compile(
    r"\b(?:(?:among|of|including) (?:the (?:dead|killed|victims|wounded|injured|casualties)|them"
    r"|those(?: killed| wounded)?)"
    r"|the (?:dead|victims|wounded|injured) (?:include[ds]?|were|are))\b",
    re.I,
)
#: "The army did not answer; its spokesman, Zaw Ka, said".
_ITS = re.compile(
    r"\b[Tt]he ((?:[A-Z]\w+ )?(?:military|army|junta|government|ministry|group|rebels?|militia"
    r"|front|movement))\b[^!?\n]*\b(?:[Ii]ts|[Tt]heir) [^.,;\n]{0,60}, $"
)
_FAR = 200
#: A place's name with what it is: "Sagaing" and "Sagaing Region" are one in an article.
_FULL = r" (?:region|province|state|district|oblast|governorate|county|department|prefecture)"


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

    @property
    def given_cells(self) -> set[str]:
        """The cells that a person gave."""
        return {name for name, one in self.cells.items() if one.where == "given"}

    def value(self, name: str) -> str:
        """Return what a cell holds, "" where it is not known."""
        return self.cells[name].value if name in self.cells else ""

    def without(self, name: str, why: str = "") -> Draft:
        """Return the draft without a cell, and why."""
        cells = {cell: one for cell, one in self.cells.items() if cell != name}
        return replace(self, cells=cells, asked={**self.asked, name: why} if why else self.asked)

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


def drafts(article: Article, context: Context) -> list[Draft]:
    """Return the drafts of an article in the order of its text, numbered from 1.

    What the text does not say is proposed, each cell with what it rests on: the war that the
    article tells of; what the folder has of the same source and the like quantity (`precedents`);
    else what is usual there. Nothing proposes a number. What nothing says is left empty.
    """
    every = candidates(
        article.text,
        language=article.value("language"),
        published=article.value("published"),
        data=context.names,
    )
    read = [
        Draft(number, one, *_cells(article, one, context)) for number, one in enumerate(every, 1)
    ]
    read = _with_full_names(_with_what_was_said(read, article))
    return _without_repeats([completed(one, context) for one in read], article)


def _with_what_was_said(read: list[Draft], article: Article) -> list[Draft]:
    """Return drafts of which one that is among those counted before has their day and place."""
    made: list[Draft] = []
    for draft in read:
        start = made[-1].candidate.end if made else 0
        among = _AMONG.search(article.text, start, draft.candidate.start)
        alike = (one for one in reversed(made) if one.value("metric") == draft.value("metric"))
        before = next(alike, None)
        if among and before and not draft.candidate.as_of and not draft.value("counting"):
            words = f"“{among[0]}” of number {before.number}"
            same = {
                name: Known(before.value(name), words)
                for name in ("as_of", "since", "counting", "place", "subject")
                if before.value(name) and (name == "as_of" or not draft.value(name))
            }
            draft = replace(draft, cells={**draft.cells, **same})
        made.append(draft)
    return made


def _with_full_names(read: list[Draft]) -> list[Draft]:
    """Return drafts of which those in "Sagaing" are in the "Sagaing Region" of another."""
    named = {draft.value("place") for draft in read} - {""}
    made = []
    for draft in read:
        place = draft.cells.get("place", _NOWHERE)
        full = [one for one in named if re.fullmatch(re.escape(place.value) + _FULL, one, re.I)]
        if place.value and len(full) == 1:
            known = Known(full[0], f"{place.where}, which the text calls {full[0]} too")
            draft = replace(draft, cells={**draft.cells, "place": known})
        made.append(draft)
    return made


def _cells(
    article: Article, one: Candidate, context: Context
) -> tuple[dict[str, Known], dict[str, str]]:
    """Return what the text says of a candidate, with the words that say it, and what is asked."""
    words = " ".join(one.words.split())
    cells = {
        name: Known("" if value is None else str(value), f"“{words}”")
        for name, value in (("low", one.low), ("best", one.best), ("high", one.high))
    }
    cells["qualifier"] = Known(one.qualifier, f"“{words}”")
    cells["stated"] = Known(words if _tells(words) else "", f"“{words}”")
    for name in ("metric", "population", "as_of", "since", "counting"):
        cells[name] = Known(getattr(one, name), _rests(article.text, one, name))
    if one.metric and context.counting(one.metric) == "snapshot":
        # "12,000 troops in the past week" are there at its end.
        del cells["counting"]
    speakers: list[Speaker] = []
    for name, printed in (("sources", one.sources), ("via", one.via)):
        ids = one.ids.get(name, ("",) * len(printed))
        places = one.because.get(name, ())
        by = [
            context.speaker(
                said, id, _around(article.text, *place), owner=_owner(article.text, place[0])
            )
            for said, id, place in zip(printed, ids, places, strict=True)
        ]
        rests = [_rests(article.text, one, name), *(speaker.where for speaker in by)]
        said = " + ".join(speaker.cell for speaker in by)
        cells[name] = Known(said, "; ".join(filter(None, rests)))
        speakers += by if name == "sources" else []
    cells["subject"], asked = _subject(article, one, context, speakers)
    if not _id(one, "place") and _SEVERAL.search(one.place):
        named = _rests(article.text, one, "place")
        asked["place"] = f"No one place: the text names {named}"
    else:
        cells["place"] = Known(_id(one, "place") or one.place, _rests(article.text, one, "place"))
    if not one.as_of and article.value("published"):
        cells["as_of"] = Known(article.value("published"), "the day of publication")
    return {name: cell for name, cell in cells.items() if cell.value}, asked


def _id(one: Candidate, name: str) -> str:
    return next(iter(one.ids.get(name, ())), "")


def _subject(
    article: Article, one: Candidate, context: Context, speakers: list[Speaker]
) -> tuple[Known, dict[str, str]]:
    """Return whose people are counted, and what is asked where the words leave it open."""
    rests, conflict = _rests(article.text, one, "subject"), context.conflict[0]
    if one.own:
        sides = {context.side(speaker.id) or speaker.affiliation for speaker in speakers}
        sides = {context.in_conflict(side, conflict) for side in sides - {"", INDEPENDENT}}
        if len(sides) == 1:
            return Known(sides.pop(), f"{rests}: of who says so"), {}
        return _NOWHERE, {"subject": f"{rests}: whose, the words do not say"}
    if id := _id(one, "subject"):
        return Known(context.in_conflict(id, conflict), rests), {}
    said = one.subject
    if not said and (whom := one.because.get("population")) and whom[0][0] > one.end:
        # "64 junta soldiers": whose they are stands before them.
        said = article.text[one.end : whom[0][0]].strip()
        rests = f"“{' '.join(said.split())}”"
    if said and (party := context.party(said, conflict)):
        return Known(party, rests), {}
    if one.subject[:1].isupper():
        return Known(one.subject, rests), {}
    return _NOWHERE, {"subject": f"{rests}: whose?"} if one.subject else {}


def _around(text: str, start: int, end: int) -> str:
    """Return the words between commas or brackets beside a name, which say who it is."""
    before = re.search(r"(?:[,.;\n]|^)([^,.;\n]{0,90}), $", text[max(0, start - 100) : start])
    # What is between two commas says who it is; what says something begins with another word.
    behind = re.match(
        r"(?:, (?!who |which |told |said |saying )| \()([^,.;()\n]{0,90})(?=[,.;)\n]|$)",
        text[end : end + 100],
    )
    return " ".join(match[1] for match in (before, behind) if match)


def _owner(text: str, start: int) -> str:
    """Return whose somebody is who is named behind "its spokesman": the last kind before it."""
    match = _ITS.search(text[max(0, start - _FAR) : start])
    return match[1] if match else ""


def _tells(words: str) -> bool:
    """Return whether the words of a number find it again: "17" stands on a page many times."""
    return len(words) <= _STATED and not (words.isdecimal() and len(words) < _SHORTEST)


def _rests(text: str, one: Candidate, name: str) -> str:
    """Return the words of the text that a field rests on."""
    parts = [" ".join(text[start:end].split()) for start, end in one.because.get(name, ())]
    return ", ".join(f"“{part}”" for part in parts)


def _without_repeats(every: list[Draft], article: Article) -> list[Draft]:
    """Return drafts of which those that say a number again name the one that says it best.

    A headline's number, or a vague word for it, is a repeat of the one in the text under it.
    """
    title = article.value("title")
    start = article.text.find(title) if title else -1
    end = start + len(title) if start >= 0 else 0

    def headline(draft: Draft) -> bool:
        return start <= draft.candidate.start < end

    first: list[Draft] = []
    again: dict[int, int] = {}

    def told(draft: Draft) -> int:
        return sum(one.where.startswith("“") for one in draft.cells.values())

    for draft in sorted(every, key=lambda one: (headline(one), -told(one), one.number)):
        of = next((one for one in first if _repeats(draft, one, headline(draft))), None)
        if of is None:
            first.append(draft)
        else:
            again[draft.number] = of.number
    return [replace(one, again=again.get(one.number, 0)) for one in every]


def _repeats(draft: Draft, of: Draft, headline: bool) -> bool:
    metric, other = draft.value("metric"), of.value("metric")
    alike = not metric or not other or metric == other or metric in UNSPLIT
    values = draft.candidate.values
    if headline and not values:
        return metric == other and _may_stand_for(draft.candidate.words, of.candidate.values)
    if not values or values != of.candidate.values or not alike:
        return False
    return headline or all(_same(draft, of, name) for name in ("sources", "population", "subject"))


def _may_stand_for(words: str, values: tuple[int, ...]) -> bool:
    """Return whether a word for a number, as "dozens", may be said of some values."""
    small = words.lower()
    size = prod(size for word, size in _SIZES.items() if word in small)
    return size == 1 or any(size <= value < 20 * size for value in values)


def _same(one: Draft, other: Draft, name: str) -> bool:
    return one.value(name) in ("", other.value(name)) or not other.value(name)


def completed(draft: Draft, context: Context) -> Draft:
    """Return a draft with what follows from its cells: of the text, and as a person gave them."""
    known = _with(draft, "conflict", *_conflict(draft, context))
    conflict, place = known.value("conflict"), known.value("place")
    if before := precedent(known, context.claims):
        known = _following(known, before, context)
    known = _usual(known, context)
    said = place and "place" not in known.given_cells and known.value("place") == place
    if said and context.whole(place, conflict, known.value("subject")):
        known = known.without(
            "place", f"{NO_PLACE}: {_name(context, place)} is the whole that this war counts"
        )
    return known


def _usual(draft: Draft, context: Context) -> Draft:
    """Return a draft with what is usual in the folder, where nothing says more."""
    known, metric = draft, draft.value("metric")
    if metric and (usual := context.counting(metric)) in ("cumulative", "snapshot"):
        known = _with(known, "counting", usual, "as most claims of this metric")
    conflict = known.value("conflict")
    if metric and (subject := known.value("subject")):
        whom = context.population(conflict, subject, metric)
        known = _with(known, "population", whom, "as most such claims of this side")
    if metric and "subject" not in known.asked:
        known = _with(known, "population", "all", "nobody is named")
    population = known.value("population")
    if population in _OF_ALL and "subject" not in known.asked:
        subject = context.subject(conflict, population) or context.subject(conflict, *_OF_ALL)
        known = _with(known, "subject", subject, "as most such claims of this war")
    if sources := [one for one in known.value("sources").split(" + ") if one]:
        new = (NAMED.fullmatch(one) for one in sources)
        kind = next((match["kind"] for match in new if match), "")
        known = _with(known, "evidence", *context.evidence(sources, kind, metric))
        known = _with(known, "evidence", "statement", "said, and no more is known of it")
    counting = known.cells.get("counting", _NOWHERE)
    if counting.value == "period":
        begun = _begun(known.cells.get("as_of", _NOWHERE), counting.where)
        known = _with(known, "since", *begun)
        if not known.value("since"):
            # No day is one that nothing names.
            known = replace(known, asked={"since": _SINCE_WHEN, **known.asked})
        return known
    if counting.value == "cumulative" and _SINCE_BEGUN.fullmatch(counting.where):
        return _with(known, "since", context.began(conflict), "the war began then (conflicts.csv)")
    if counting.value == "snapshot" and "since" in known.cells.keys() - known.given_cells:
        return known.without("since")
    return known


def _begun(as_of: Known, words: str) -> tuple[str, str]:
    """Return when a period began that ends with a date, and what that rests on.

    `words` are what it counts by: a length, or the date itself ("killed on Sunday"). Of others,
    and of "the same four days" where no other words name them, the beginning is not known.
    """
    if is_same(words.lower()):
        return "", ""
    try:
        first = first_day(words.lower(), spans.span(as_of.value).last)
    except ValueError:
        first = None
    if first:
        return first.isoformat(), f"{words}, counted back from {as_of.value}"
    if words.startswith("“") and words == as_of.where:
        return as_of.value, "the same day or month"
    return "", ""


def _with(draft: Draft, name: str, value: str, where: str) -> Draft:
    """Return a draft with a cell, where it has none and the value is one."""
    if not value or name in draft.cells or name in draft.emptied:
        return draft
    return replace(draft, cells={**draft.cells, name: Known(value, where)})


def _name(context: Context, place: str) -> str:
    return next((row["name"] for row in context.places if row["id"] == place), place)


def _conflict(draft: Draft, context: Context) -> tuple[str, str]:
    """Return the one conflict that a draft may be of, and what that rests on."""
    of_article, where = context.conflict
    party = {row["conflict"] for row in context.stances if row["party"] == draft.value("subject")}
    sources = set(draft.value("sources").split(" + "))
    spoken = {
        claim["conflict"] for claim in context.claims if sources & set(claim["sources"].split(";"))
    }
    if of_article and (not party or of_article in party):
        return of_article, where
    if len(party) == 1:
        return party.pop(), "the one that has this subject"
    if len(spoken) == 1:
        return spoken.pop(), "the one that this source speaks of"
    if len(context.conflicts) == 1:
        return context.conflicts[0]["id"], "the only one of the data"
    return "", ""


def _following(draft: Draft, before: Precedent, context: Context) -> Draft:
    """Return a draft with what follows from the claim that it goes on."""
    claim, where = before.claim, before.where
    cells = dict(draft.cells)
    if before.next and draft.value("metric") in UNSPLIT and "metric" not in draft.given_cells:
        cells["metric"] = Known(claim["metric"], where)
    whole = not claim["place"] and _is_whole(draft.value("place"), context)
    if whole and before.next and "place" not in draft.given_cells:
        # "Troops in Norway": what the source counts is no part of the country.
        del cells["place"]
    known = replace(draft, cells=cells)
    # A period is one by the text's words; that the source counted one before says nothing. Nor
    # does how it counted another place.
    here = before.next or claim["place"] == draft.value("place")
    counting = ("counting",) if claim["counting"] != "period" and here else ()
    # Whose the soldiers are that a source counted is not whose the civilians are.
    whom = {draft.value("population"), claim["population"]} - {""}
    subject = ("subject",) if len(whom & _OF_ALL) in (0, len(whom)) else ()
    usual = context.own_evidence(draft.value("sources").split(" + "), draft.value("metric"))
    known = _with(known, "evidence", *usual)
    for name in ("conflict", *subject, "population", *counting, "evidence"):
        if name not in known.asked:
            known = _with(known, name, claim[name], where)
    same = all(known.value(name) == claim[name] for name in ("metric", "population", "counting"))
    # Of a period its dates are its own.
    if same and claim["counting"] != "period" and (before.next or not claim["event"]):
        for name in ("since", "event", "place"):
            if name not in known.asked:
                known = _with(known, name, claim[name], where)
    return known


def _is_whole(place: str, context: Context) -> bool:
    """Return whether a place is a party's country, and not a part of it."""
    names = {row["name"] for row in context.places if row["id"] == place}
    return bool(names & {row["name"] for row in context.parties})
