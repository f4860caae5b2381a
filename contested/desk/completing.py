"""What follows from a draft's cells: from what the folder has of the like, and what is usual."""

from __future__ import annotations

from dataclasses import replace

from contested import spans
from contested.desk.article import Known
from contested.desk.context import Context
from contested.desk.draft import NO_PLACE, OF_ITS_DAY, UNKNOWN, WHERE, Draft
from contested.desk.likely import with_likely_sources
from contested.desk.precedents import (
    A_MONTH,
    UNSPLIT,
    Precedent,
    first_number,
    goes_on,
    near,
    precedent,
)
from contested.desk.situated import parent
from contested.extract.grammar.dated import first_day, is_same, is_whole
from contested.importers.names import NAMED

#: Kinds of sources that count what their side did.
_ARMED = frozenset({"military", "intelligence"})
#: What is asked of a period whose beginning nothing says.
_SINCE_WHEN = "counted from which day? The text does not say"
#: What a cell rests on that no word says.
_AS_USUAL = "as most claims of this metric"
#: What is asked of a number that goes on from no total.
_WHICH_DAYS = "Of which days? The text does not say"
#: Of whom a war has so many that whose they are goes without saying: its people.
_OF_ALL = frozenset({"all", "civilian", "children", "women", "women_and_children"})


def completed(draft: Draft, context: Context) -> Draft:
    """Return a draft with what follows from its cells: of the text, and as a person gave them."""
    known = _with(draft, "conflict", *_conflict(draft, context))
    known = _from_the_beginning(known, context)
    conflict, place = known.value("conflict"), known.value("place")
    # What a source said of one war says nothing of another that the text does not name.
    before = precedent(known, context.claims) if conflict else None
    if before:
        known = _following(known, before, context)
    known = _usual(known, context)
    said = place and "place" not in known.given_cells and known.value("place") == place
    if said and context.whole(place, conflict, known.value("subject")):
        name = context.place_names.get(place, place)
        known = known.without("place", f"{NO_PLACE}: {name} is the whole that this war counts")
    if known.value("event"):
        asked = {name: why for name, why in known.asked.items() if why != WHERE}
        known = replace(known, asked=asked)  # what is of an event is of its place
    elif _is_of_some_place(known, before, context):
        known = known.asking("place", WHERE)
    return with_likely_sources(known, context)


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
    # What the text may tell of, and does not say which of it, is no other war.
    if len(spoken) == 1 and spoken <= {*(context.wars_named or spoken)}:
        return spoken.pop(), "the one that this source speaks of"
    if len(context.conflicts) == 1:
        return context.conflicts[0]["id"], "the only one of the data"
    return "", ""


def _following(draft: Draft, before: Precedent, context: Context) -> Draft:
    """Return a draft with what follows from the claim of its war that it goes on."""
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
    total = claim["counting"] == "cumulative" and goes_on(draft, first_number(claim.__getitem__))
    counting = ("counting",) if (total or claim["counting"] == "snapshot") and here else ()
    # Whose the soldiers are that a source counted is not whose the civilians are.
    whom = {draft.value("population"), claim["population"]} - {""}
    subject = ("subject",) if len(whom & _OF_ALL) in (0, len(whom)) else ()
    usual = context.own_evidence(draft.value("sources").split(" + "), draft.value("metric"))
    known = _with(known, "evidence", *usual)
    # Whom another number of its counted, far from this one, says as little; and the number of some
    # days goes on from no total, nor from one of other days.
    alike = draft.value("counting") in ("", claim["counting"]) and claim["counting"] != "period"
    goes_on_here = before.next or (alike and goes_on(draft, first_number(claim.__getitem__)))
    whose = [
        name for name in (*subject, "population") if goes_on_here or context.always(claim, name)
    ]
    for name in (*whose, *counting, "evidence"):
        known = _with(known, name, claim[name], where)
    if claim["population"] not in _OF_ALL:
        # Who counted soldiers speaks of other people too, and the text does not say.
        known = known.asking("population", f"Whom? {where}, they are {claim['population']}")
    same = all(known.value(name) == claim[name] for name in ("metric", "population", "counting"))
    # Of a period its dates are its own.
    if same and claim["counting"] != "period" and (before.next or not claim["event"]):
        # An event is its window: beside one there is no beginning, and another month's is another.
        other = known.value("since") or not near(known.value("as_of"), claim["as_of"], A_MONTH)
        known = _with(known, "since", claim["since"], where)
        # What happened, and where, another number far from this one says as little.
        if before.next and not (claim["event"] and other):
            known = _with(
                _with(known, "event", claim["event"], where), "place", claim["place"], where
            )
        elif claim["place"]:
            known = known.asking("place", WHERE)
    return known


def _is_of_some_place(draft: Draft, before: Precedent | None, context: Context) -> bool:
    """Return whether what a draft counts happened somewhere: no total, and no count of everywhere.

    A source none of whose claims of the war has a place counts everywhere, by day or in all.
    """
    if not draft.value("metric") or context.is_of_things(draft.value("metric")):
        return False
    since, counting = draft.value("since"), draft.value("counting")
    everywhere = before and not before.claim["place"] and context.always(before.claim, "place")
    if everywhere and counting:
        return False
    later = counting == "cumulative" and since not in ("", context.began(draft.value("conflict")))
    by_usual = draft.cells.get("counting", UNKNOWN).where == _AS_USUAL
    return counting in ("", "period") or later or (by_usual and counting == "snapshot")


def _is_whole(place: str, context: Context) -> bool:
    """Return whether a place is a party's country, and not a part of it."""
    return context.place_names.get(place) in {row["name"] for row in context.parties}


def _from_the_beginning(draft: Draft, context: Context) -> Draft:
    """Return a draft that counts since the month or year of a war's beginning with its day."""
    since, began = draft.cells.get("since", UNKNOWN), context.began(draft.value("conflict"))
    if since.where.startswith("“") and since.value != began and began.startswith(since.value + "-"):
        known = Known(began, f"{since.where}: the war began then (conflicts.csv)")
        return replace(draft, cells={**draft.cells, "since": known})
    return draft


def _usual(draft: Draft, context: Context) -> Draft:
    """Return a draft with what is usual in the folder, where nothing says more."""
    known, metric = draft, draft.value("metric")
    conflict = known.value("conflict")
    if metric and (subject := known.value("subject")):
        whom = context.population(conflict, subject, metric)
        known = _with(known, "population", whom, "as most such claims of this side")
    if metric and context.is_of_things(metric):
        return _of_things(known, context)
    if metric and "subject" not in known.asked:
        known = _with(known, "population", "all", "nobody is named")
    population = known.value("population")
    if population in _OF_ALL and "subject" not in known.asked:
        known = _with(known, "subject", *_people_of(known, context))
        subject = context.subject(conflict, population) or context.subject(conflict, *_OF_ALL)
        # Those of whom one side speaks may be its own.
        if not _speaks_for_another(known, subject, context):
            known = _with(known, "subject", subject, "as most such claims of this war")
    if metric and (usual := context.counting(metric)) in ("cumulative", "snapshot"):
        last = context.last_total(known)
        # A toll may be that of one attack.
        toll = "toll" in known.cells.get("counting", UNKNOWN).where
        unsaid = toll or not known.value("counting")
        if usual == "cumulative" and unsaid and not last.goes_on:
            why = f"{_WHICH_DAYS}{f'; all so far were {last.said}' if last.number else ''}"
            known = known.without("counting").asking("counting", why)
        else:
            known = _with(known, "counting", usual, _AS_USUAL)
    known = _evidenced(known, context)
    return _begun_of(known, context)


def _evidenced(known: Draft, context: Context) -> Draft:
    """Return a draft with what its source's numbers mostly rest on."""
    if sources := [one for one in known.value("sources").split(" + ") if one]:
        new = (NAMED.fullmatch(one) for one in sources)
        kind = next((match["kind"] for match in new if match), "")
        known = _with(known, "evidence", *context.evidence(sources, kind, known.value("metric")))
        known = _with(known, "evidence", "statement", "said, and no more is known of it")
    return known


def _begun_of(known: Draft, context: Context) -> Draft:
    """Return a draft with its beginning, by how it counts."""
    counting = known.cells.get("counting", UNKNOWN)
    if counting.value == "period":
        begun = _begun(known.cells.get("as_of", UNKNOWN), counting.where)
        known = _with(known, "since", *begun)
        if not known.value("since") and known.value("as_of"):
            # No day is one that nothing names.
            known = replace(known, asked={"since": _SINCE_WHEN, **known.asked})
        return known
    if counting.value == "cumulative" and is_whole(words := counting.where.strip("“”")):
        began = context.began(known.value("conflict"))
        return _with(known, "since", began, "the war began then (conflicts.csv)")
    if counting.value == "cumulative" and words.startswith("since ") and not known.value("since"):
        return replace(known, asked={"since": _SINCE_WHEN, **known.asked})
    if counting.value == "snapshot" and "since" in known.cells.keys() - known.given_cells:
        return known.without("since")
    return known


def _of_things(draft: Draft, context: Context) -> Draft:
    """Return a draft of drones or tanks with what is usual of those: whose they are, and how."""
    like = context.like_things(draft)
    known = draft
    for name in ("subject", "population", "counting"):
        usual = context.usual(name, like, 0.75)
        if name != "counting" or usual == "cumulative":
            known = _with(known, name, usual, "as most such claims of this war")
    return _begun_of(_evidenced(known, context), context)


def _people_of(draft: Draft, context: Context) -> tuple[str, str]:
    """Return whose people are counted by where that is, or by what a new place is in."""
    place, known = draft.cells.get("place", UNKNOWN), context.names.ids.get("places", ())
    if place.value and place.value not in known and place.where != "given":
        home, _ = parent(draft, context)
        whose = context.people_of(draft.given({"place": home}))
        if whose[0]:
            return whose
    return context.people_of(draft)


def _speaks_for_another(draft: Draft, subject: str, context: Context) -> bool:
    """Return whether a draft's speaker is of a country that fights and is not the one counted.

    Its armed forces count what they did to others, and its rescuers and doctors its own people;
    whose the civilians are that it tells of, and who of its own place speaks, nobody knows.
    """
    sides = context.sides(draft.value("conflict"))
    side, kind = context.of_whom(draft.value("sources"))
    countries = [one for one in sides if context.named_party(one).get("kind") == "state"]
    return side in countries and side != subject and (subject in countries or kind not in _ARMED)


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
    of_its_day = words.endswith(OF_ITS_DAY) and as_of.value
    if of_its_day or (words.startswith("“") and words == as_of.where):
        return as_of.value, "the same day or month"
    return "", ""


def _with(draft: Draft, name: str, value: str, where: str) -> Draft:
    """Return a draft with a cell, where it has none, none is asked for, and the value is one."""
    if not value or name in draft.cells or name in draft.emptied or name in draft.asked:
        return draft
    return replace(draft, cells={**draft.cells, name: Known(value, where)})
