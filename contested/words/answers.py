"""Each page's answer in words: built from the claims with their hedges, never free-written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from contested import compare
from contested.rows import Row, one_by_one, side
from contested.vocabulary import REACH, WITHOUT_OFFICE, lapse
from contested.words import (
    Claim,
    as_of,
    capital,
    count,
    dated,
    day,
    listed,
    missing,
    reasons,
    said,
    small,
    tellings,
    window,
)
from contested.words.basis import (
    ANNULLED,
    MOST_NAMED,
    Basis,
    all_equal,
    codes,
    days_between,
    few,
    furthest_apart,
    ids,
    lowest_and_highest,
    official_counts,
    open_end,
)
from contested.words.comparisons import COMPATIBLE, days_apart
from contested.words.dates import stretch


def answer(current: pd.DataFrame, headline: pd.DataFrame, name: str, among: str = "") -> str:
    """Return what institutions said of a quantity at one time, in one or two sentences.

    `current` is what queries.current returns, `headline` what queries.headline does, `name` the
    quantity inside a sentence, `among` what words.among says of the selection's filters. Where no
    two spoke of one time the newest are named with their dates. Claims set apart are not compared;
    `aside` counts them.
    """
    return _sentences(*answer_in_two(current, headline, name, among))


def answer_in_two(
    current: pd.DataFrame, headline: pd.DataFrame, name: str, among: str = ""
) -> tuple[str, str]:
    """Return an answer in two: what it says first, with its hedges and notes, and what more."""
    text, more = _answer(Basis(current, headline), name)
    return f"Among {among}, {text}" if among else capital(text), more


def _sentences(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _answer(basis: Basis, name: str) -> tuple[str, str]:
    """Return the answer as it begins inside a sentence, and what more there is to say."""
    standing = basis.standing
    if not standing:
        return _apart_only(basis, name), ""
    if len(standing) == 1:
        return _of_one(basis, name), ""
    if not basis.of_one_time:
        return _of_different_times(basis, name), ""
    text = (
        f"{_voices(standing)} gave the number of {name}{_time(standing)}: "
        f"{_ends(standing, basis.ours)}{_earlier(basis.before)}{_later(basis.below, basis.last)}"
        f"{_before_revision(basis)}."
    )
    again = ids(basis.below) == ids(basis.last) and few(basis.below)
    newest = _newest(basis.last) if basis.last and not again else ""
    return text, _sentences(newest, _since(basis.since), _of_other_times(basis))


def _of_one(basis: Basis, name: str) -> str:
    """Return the only institution's number, with its note and what shows that it is no whole."""
    alone = basis.standing[0]
    many = compare.many([str(alone["origin"])])
    who = f"{small(many)} institutions together" if many > 1 else _only(alone, basis.ours)
    number = "a number" if alone["counting"] == "period" else "the number"
    when = window_or_date(alone)
    if any("counting" in codes(part) for part in basis.parts):
        when = window(alone)  # beside numbers of one moment it is said to be a total
    text = f"{who} gave {number} of {name}: {_alone(alone, basis.ours, when)}."
    return f"{text}{_note(alone, name)}{_larger_part(alone, basis.larger)}"


def _since(last: Sequence[Claim]) -> str:
    """Return what institutions have said since, as a sentence."""
    each = [f"{claim['source_short']} last gave {sourced(claim, dated(claim))}" for claim in last]
    return f"{capital('; '.join(each))}." if each else ""


def _of_different_times(basis: Basis, name: str) -> str:
    """Return the newest numbers, and what was last said of one time where that has lapsed."""
    standing, former = basis.standing, basis.former
    if not former:
        if standing[0]["counting"] == "period":
            each = listed(sourced(one, _whence(one)) for one in standing)
            return (
                f"no two institutions recorded here gave the number of {name} for the same "
                f"period. The newest are {each}."
            )
        # A count of what is documented is lower than all, whatever the day, and contradicts nobody.
        if basis.before and standing[0]["evidence"] != "documented":
            return (
                f"two institutions contradict each other on the number of {name}, since a total "
                f"does not fall: {_dated(basis.before[0])}, then {_dated(standing[0])}."
            )
        enough, each = _near_misses(standing)
        return (
            f"no two institutions recorded here gave the number of {name} for times near enough "
            f"to compare{enough}. The newest are {each}."
        )
    newest = basis.newest
    each = listed(sourced(one, _whence(one, window_or_date(one))) for one in newest)
    numbers = "number" if len(newest) == 1 else "numbers"
    since = f" Given since: {_some(basis.newer)}." if basis.newer else ""
    return (
        f"the newest {numbers} recorded here of {name}: {each}. {capital(_voices(former))} last "
        f"gave it{_time(former)}: {_ends(former)}.{since}"
    )


def _near_misses(standing: Sequence[Claim]) -> tuple[str, str]:
    """Return how near would be near enough, in brackets, and the newest claims, of two times.

    Early in a war a few days are too many, which a reader cannot know: where they are few, they are
    said as well.
    """
    newest, other = standing[:2]
    days = days_between(newest, other)
    if abs(days) > max(reach.most for reach in REACH.values()):
        return "", listed(map(_dated, standing))
    enough = f" (here at most {count(int(other['reach']), 'day')} apart)"
    return enough, f"{_dated(newest)} and {_dated(other, _days(newest, other, days))}"


#: How many that have lapsed are named, and how many that count something else.
_FEW_OLD, _FEW_APART = 4, 2

#: What differs where numbers are not of one time, by how they count.
_TIMES = {"period": "periods"}


def _of_other_times(basis: Basis) -> str:
    """Return who not named gave the number for other times, as a sentence: each, where few did.

    Of many only official counts are named, where they are few: what a side itself says.
    """
    others = basis.others
    if not others:
        return ""
    named = [*basis.spoken_first, *basis.since]
    first = min(claim["effective_from"] for claim in named)
    times = f"for other {_TIMES.get(named[0]['counting'], 'times')}"
    if named[0]["counting"] != "period" and all(one["effective"] < first for one in others):
        times = "earlier"
    text = f"{capital(small(len(others)))} more gave it {times}"
    official = official_counts(others)
    if len(others) <= MOST_NAMED:
        each = [
            sourced(claim, f"{_whence(claim)}{', official count' if claim in official else ''}")
            for claim in others
        ]
        return f"{text}: {listed(each)}."
    if not official:
        return f"{text}."
    one = "an official count" if len(official) == 1 else "official counts"
    return f"{text}, {small(len(official))} of them {one}: {listed(map(_dated, official))}."


def _only(claim: Claim, current: Sequence[Claim]) -> str:
    """Return who spoke where one institution did: a source, or several of one institution."""
    row = next((row for row in current if row["id"] == claim["id"]), claim)
    if row["sources"] == 1:
        return "one source recorded here"
    return f"one institution recorded here ({small(row['sources'])} of its sources)"


def _alone(claim: Claim, current: Sequence[Claim], when: str) -> str:
    """Return the only institution's number and `when`, with all others that it gave of that day."""
    same = _of_its_day(claim, current)
    if not same:
        return sourced(claim, _whence(claim, when))
    each = sorted([*same, claim], key=_by_number)
    if len({one["source_short"] for one in each}) > 1:
        return listed(_dated(one) for one in each)
    numbers = listed(said(one) for one in each)
    every = "both" if len(same) == 1 else "all"
    return f"{numbers} ({claim['source_short']}, {every} {when})"


def _of_its_day(claim: Claim, current: Sequence[Claim]) -> list[Claim]:
    """Return the other numbers that a claim's institution gave of the same day, lowest first."""
    others = next((row["others"] for row in current if row["id"] == claim["id"]), ())
    return sorted((one for one in others if one["as_of"] == claim["as_of"]), key=_by_number)


def _by_number(claim: Claim) -> tuple[int, int]:
    return claim["lowest"], claim["highest"]


def _note(claim: Claim, name: str = "") -> str:
    """Return the note of a number that stands alone: nothing else says what it is worth.

    One that only says again what the quantity's name says is left out.
    """
    note = claim.get("note")
    if missing(note) or not _words(str(note)) - _words(name):
        return ""
    return f" Note: {str(note).rstrip('.')}."


#: Words that say nothing which a quantity's name does not imply.
_PLAIN = {"all", "and", "both", "by", "from", "in", "of", "on", "only", "or", "the"}


def _words(text: str) -> set[str]:
    """Return the words of a text, in one case."""
    return {word.casefold() for word in re.findall(r"[^\W_]+", text)} - _PLAIN


def _notes(basis: Basis) -> str:
    """Return the notes of the several claims that an answer names: they say what a number takes in.

    What a note says may change what a number means ("the missing included", "not reached"), and no
    column tells such a note from another.
    """
    if len(basis.standing) < 2:
        return ""
    # The note of one that is the newest alone stands beside it.
    alone = basis.of_one_time and len(basis.last) == 1
    beside = ids(basis.last) - ids(basis.below) if alone else set()
    noted = {c["id"]: c for c in basis.named if not missing(c.get("note"))}
    each = [
        f"{claim['source_short']} ({said(claim)}): {str(claim['note']).rstrip('.')}"
        for id, claim in noted.items()
        if id not in beside
    ]
    return f"{'Note' if len(each) == 1 else 'Notes'}: {'; '.join(each)}." if each else ""


def _later(below: Sequence[Claim], last: Sequence[Claim]) -> str:
    """Return the totals of a later time that contradict the highest, and that they are the newest.

    `last` are the newest claims of all: where these are them, they are not named again.
    """
    if not below:
        return ""
    if ids(below) == ids(last) and few(below):
        is_ = "is" if len(below) == 1 else "are"
        return f"; the newest recorded here, {_some(below)}, {is_} below the highest"
    was = "was" if len(below) == 1 else "were"
    return f"; below the highest, though of a later time, {was} {_some(below)}"


def _earlier(before: Sequence[Claim]) -> str:
    """Return the totals of an earlier time that contradict the highest, in words."""
    if not before:
        return ""
    was = "was" if len(before) == 1 else "were"
    return f"; higher, though of an earlier time, {was} {_some(before)}"


def window_or_date(claim: Claim) -> str:
    """Return what a period covers, and the date that any other number refers to.

    >>> from datetime import date
    >>> window_or_date({"counting": "snapshot", "as_of": date(2025, 3, 31), "since": None})
    'as of 31 March 2025'
    """
    return window(claim) if claim["counting"] == "period" else f"as of {as_of(claim)}"


def _whence(claim: Claim, when: str = "") -> str:
    """Return whose a number is and of when, who passed it on, and whether others dispute it.

    An official count that a newsroom or a study gives is not its own.
    """
    parts = [str(claim["source_short"]), when or dated(claim)]
    if claim.get("evidence") == "official_count" and claim.get("kind") in WITHOUT_OFFICE:
        parts.append("after official counts")
    if not missing(claim.get("via_name")):
        parts.append(f"passed on by {claim['via_name']}")
    if not missing(claim.get("disputed_on")):
        parts.append("disputed")
    if not missing(claim.get("denied_on")):
        parts.append("denied")
    return ", ".join(parts)


def _time(standing: Sequence[Claim]) -> str:
    """Return the time that the claims of a headline are of: its one date, or its first and last.

    The tolls of an event, and counts of what was over by then, are of one time whenever they were
    made: each has its own date.
    """
    newest = standing[0]
    if newest["counting"] == "period":
        return f" for one period, {window(newest)}"
    over = any(claim["as_of"] > claim["effective"] for claim in standing)
    once = newest.get("event") and len({claim["as_of"] for claim in standing}) == 1
    if over or once:
        return ""
    first = min(standing, key=lambda claim: claim["effective_from"])
    last = max(standing, key=lambda claim: claim["effective"])
    if as_of(first) == as_of(last):  # one of a whole year may be both
        return f" at one time, {as_of(last)}"
    fine = all(
        missing(one.get("as_of_precision")) or one["as_of_precision"] == "day"
        for one in (first, last)
    )
    dates = (
        stretch(first["as_of"], "day", last["as_of"])
        if fine
        else f"{as_of(first)} to {as_of(last)}"
    )
    return f" for dates from {dates}"


def _days(one: Claim, other: Claim, days: int) -> str:
    """Return how much later the other of two claims is; only between dates that both print.

    A date of a month is no day, and where a count was over by the date printed no day is named.
    """
    printed = all(
        claim["effective_from"] == claim["effective"] == claim["as_of"] for claim in (one, other)
    )
    return days_apart(days) if days and printed else ""


def _ends(standing: Sequence[Claim], current: Sequence[Claim] = ()) -> str:
    """Return the two claims of one time that are furthest apart, and how far.

    How many days lie between them is said, since the count goes on. An institution whose open
    number lies beyond them is named, and so are other numbers that the two institutions gave of the
    same day.
    """
    lowest, highest = lowest_and_highest(standing)
    if all_equal(standing):
        whose = "; ".join(map(_whence, few(standing)))
        return f"{'both' if len(standing) == 2 else 'all'} said {said(lowest, whose)}"
    rows = {claim["id"]: claim for claim in standing}
    apart, beyond = furthest_apart(standing)
    low, high = apart.lowest, apart.highest
    later = _days(lowest, highest, apart.days)
    first, last = _as_ends(lowest, highest, later)
    rounded = not lowest["agree"] and compare.rounded(low.bounds, high.bounds)
    explained = bool(later) and not beyond and _of_one_window(lowest, highest)
    explained = explained and compare.explained(apart)
    if rounded:
        # "More than 20" and 20 are next to each other; nobody need agree with the other.
        agree = "" if low.number == high.number else " nearly agree"
        text = f"{first} and {last}{agree}"
    elif lowest["agree"] and lowest["lowest"] == highest["highest"]:
        text = f"{first} and {last} agree"
    elif explained:
        text = f"{first} and {last}, a difference that the days between may explain"
    elif lowest["agree"]:
        # A floor is no lowest number, nor a ceiling a highest. One telling's hedge decides nothing.
        once = all(_told_once(claim) for claim in (lowest, highest) if open_end(claim))
        text = f"from {first} to {last}{f'; {COMPATIBLE}' if once else ''}"
    elif beyond:
        text = f"furthest apart were {first} and {last}"
    else:
        text = f"the lowest was {first}, the highest {last}"
    for claims, where, bound in (
        (beyond.floors, "lower", "floor"),
        (beyond.ceilings, "higher", "ceiling"),
    ):
        if claims:
            was, only = ("was", f"a {bound}") if len(claims) == 1 else ("were", f"{bound}s")
            some = _some([rows[one.id] for one in claims])
            text += f"; {where}, but only as {only}, {was} {some}"
    if beyond.ranges:
        reaches = "reaches" if len(beyond.ranges) == 1 else "reach"
        ranges = "range" if len(beyond.ranges) == 1 else "ranges"
        some = _some([rows[one.id] for one in beyond.ranges])
        below = any(one.lowest < low.lowest for one in beyond.ranges)
        above = any(one.highest > high.highest for one in beyond.ranges)
        where = "beyond these" if below and above else "lower" if below else "higher"
        text += f"; the {ranges} {some} {reaches} {where}"
    for claim in (lowest, highest):
        voices: dict[str, list[str]] = {}
        for one in _of_its_day(claim, current):
            voices.setdefault(one["source_short"], []).append(said(one))
        for short, numbers in voices.items():
            own = short == claim["source_short"]
            who = f"{short} also" if own else f"{short}, of the same institution,"
            text += f"; {who} gave {listed(numbers)} for that day"
    return text


def _told_once(claim: Claim) -> bool:
    """Return whether a claim is printed once: other tellings may have another hedge, or none."""
    return missing(claim.get("tellings")) or claim["tellings"] < 2


def _voices(claims: Sequence[Claim]) -> str:
    """Return how many spoke: institutions, or statements where several made one together.

    Two studies by two institutions each are two voices, not four. Who has a part in several of them
    is named: no two of those are independent.

    >>> _voices([{"origin": "a"}, {"origin": "b"}])
    'two institutions'
    >>> a, both = {"origin": "a", "source_short": "A"}, {"origin": "a;b", "source_short": "A + B"}
    >>> c, other = {"origin": "c", "source_short": "C"}, {"origin": "b;d", "source_short": "B + D"}
    >>> _voices([a, {"origin": "b;c", "source_short": "B + C"}]), _voices([both, other, c])
    ('two statements', 'three statements, B in two of them,')
    """
    together = any(";" in str(claim["origin"]) for claim in claims)
    voices = count(len(claims), "statement" if together else "institution")
    if not together:
        return voices
    names = Counter(name for claim in claims for name in str(claim["source_short"]).split(" + "))
    again = [f"{name} in {small(times)} of them" for name, times in names.items() if times > 1]
    return f"{voices}, {listed(again)}," if again else voices


def _as_ends(lowest: Claim, highest: Claim, later: str) -> tuple[str, str]:
    """Return two claims, each with what tells the two apart, the other with how much later it is.

    Totals that begin on different days have their windows. Numbers of one day that were printed
    apart, or long after it, have their days of print: when they were said is seen nowhere else.
    """
    when = dated
    once = lowest["as_of"] == highest["as_of"] and lowest["counting"] != "period"
    if once and _printed_elsewhen(lowest, highest):
        when = _printed
    if lowest["counting"] == "cumulative" and not _of_one_window(lowest, highest):
        when = window
    first = sourced(lowest, _whence(lowest, when(lowest)))
    return first, sourced(highest, _whence(highest, _joined(when(highest), later)))


def _joined(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def _of_one_window(one: Claim, other: Claim) -> bool:
    """Return whether two totals begin on one day, as far as they say when they do."""
    if one["counting"] != other["counting"]:
        return True
    return missing(one["since"]) or missing(other["since"]) or one["since"] == other["since"]


def _printed(claim: Claim) -> str:
    return f"{dated(claim)}, printed {day(claim['published'])}"


def _printed_elsewhen(lowest: Claim, highest: Claim) -> bool:
    """Return whether two numbers of one day were printed apart, or long after that day."""
    printed = [claim["published"] for claim in (lowest, highest)]
    apart, later = (max(printed) - min(printed)).days, (min(printed) - lowest["as_of"]).days
    return bool(apart >= _PRINTED_APART or later >= _PRINTED_LATE)


#: From how many days between their printing, or after the day that they are of, two numbers of one
#: day are dated by it as well.
_PRINTED_APART, _PRINTED_LATE = 2, 30


def _before_revision(basis: Basis) -> str:
    """Return which end was printed before an official number of the same was corrected, and how.

    What was known then has been corrected since, and the end rests on it as well.
    """
    revised = [
        claim
        for claim in basis.annulled
        if "corrected" in codes(claim) and claim["evidence"] == "official_count"
    ]
    ends = [one for one in basis.standing if one["lowest_of_all"] or one["highest_of_all"]]
    pairs = [
        f"{said(claim)} ({claim['source_short']}) was printed on {day(claim['published'])}, "
        f"earlier than the correction, on {day(official['superseded_on'])}, of an official number, "
        f"{said(official)} ({official['source_short']}){_corrected_to(official, basis, ',')}"
        for claim in ends
        for official in revised
        if claim["published"] < official["superseded_on"]
        and claim["id"] != official.get("superseded_by")
    ]
    return f"; {listed(pairs)}" if pairs else ""


def _corrected_to(claim: Claim, basis: Basis, comma: str = "") -> str:
    """Return what a corrected number was corrected to, where that still stands; else nothing."""
    since = [one for one in basis.current if one["id"] == claim.get("superseded_by")]
    return f"{comma} to {said(since[0])}" if since else ""


def _larger_part(alone: Claim, larger: Sequence[Claim]) -> str:
    """Return what is larger than the only number as a sentence; how much later if it is one."""
    if not larger:
        return ""
    reasoned = ", set apart as it {}"
    if len(larger) > 1:
        each = (f"{_dated(claim)}{reasoned.format(reasons(claim)[0])}" for claim in larger)
        return f" Larger numbers are {listed(each)}."
    days = (larger[0]["effective"] - alone["effective"]).days
    one = _dated(larger[0], _days(alone, larger[0], days))
    return f" A larger number is {one}{reasoned.format(reasons(larger[0])[0])}."


def _some(claims: Sequence[Claim]) -> str:
    """Return claims whole where they are few, else how many there are."""
    if len(claims) > MOST_NAMED:
        return f"{small(len(claims))} others"
    return listed(_dated(claim) for claim in claims)


#: How many statements without a number an answer names.
_SAID = 3


def in_words(unnumbered: pd.DataFrame, current: pd.DataFrame) -> str:
    """Return what sources said without a number; empty where none did.

    `unnumbered` is what queries.unnumbered returns, `current` what queries.current does. Words for
    a part are not quoted beside numbers of the whole.
    """
    if len(current):
        unnumbered = unnumbered[
            unnumbered["only"].isna() | unnumbered["only"].isin(current["only"])
        ]
    if unnumbered.empty:
        return ""
    each = [
        sourced(claim, f"{claim['source_short']}, {as_of(claim)}")
        for claim in one_by_one(unnumbered[:_SAID])
    ]
    more = len(unnumbered) - len(each)
    rest = [f"{small(more)} older"] if more else []
    return f"Without a number: {listed([*each, *rest])}."


#: The letters of a picture's line within which changes of definition are said with their reasons.
_BRIEF = 420


def definition_changes(breaks: pd.DataFrame) -> str:
    """Return when sources changed what they count, and how where that is short; empty for none.

    `breaks` is what queries.breaks returns.
    """
    if breaks.empty:
        return ""
    rows = one_by_one(breaks)
    dated = [f"{row['source_short']}, {day(row['date'])}" for row in rows]
    whole = " ".join(f"{when}: {row['reason']}" for when, row in zip(dated, rows, strict=True))
    told = whole if len(whole) <= _BRIEF else f"{'; '.join(dict.fromkeys(dated))}."
    return f"{'Change' if len(rows) == 1 else 'Changes'} of definition: {told}"


def _apart_only(basis: Basis, name: str) -> str:
    """Return what is said where no claim compares: the few there are, each with what it counts."""
    current, parts = basis.current, basis.parts
    if not current:
        return f"no claim about {name} is in this selection."
    if not parts:
        one = f"the only number recorded here of {name} no longer stands"
        text = one if len(current) == 1 else f"no number recorded here of {name} stands any longer"
        each = listed(map(_set_apart, current))
        return f"{text}: {each}." if len(current) <= MOST_NAMED else f"{text}."
    text = f"no claim that stands gives the whole number of {name}"
    if len(parts) > MOST_NAMED:
        return f"{text}."
    return f"{text}: {listed(_set_apart(claim) for claim in parts)}."


def _set_apart(claim: Claim) -> str:
    """Return a claim with what it counts, or with what came of it."""
    reason = reasons(claim)[0]
    joint = " " if reason.startswith(("counts", "earlier")) else ", "
    return f"{_dated(claim)}{joint}{reason}"


def _newest(newest: Sequence[Claim]) -> str:
    """Return which claims are the newest, none of them left out; more than three as their reach."""
    when = window_or_date(newest[0])
    if len(newest) == 1:
        claim = newest[0]
        whence = _whence(claim, when)
        return f"The newest claim recorded here is {sourced(claim, whence)}.{_note(claim)}"
    if len(newest) <= MOST_NAMED:
        each = listed(sourced(claim, claim["source_short"]) for claim in newest)
        return f"The newest claims, {when}, are {each}."
    return f"The {small(len(newest))} newest claims are {when}: {_reach(newest)}."


def sourced(claim: Claim, whence: str) -> str:
    """Return all that a claim said and, in the brackets of its best estimate if any, whence it is.

    >>> sourced({"qualifier": "range", "low": 60000, "best": 65000, "high": 70000}, "NIS")
    '60,000 to 70,000 (best 65,000; NIS)'
    """
    return said(claim, whence)


def _reach(claims: Sequence[Claim]) -> str:
    """Return what claims say together: the same, or the lowest and the highest of them, whole.

    A range is said with both of its ends, so that neither is taken for a number of its own. Of
    equal numbers one that is open on that side is named, then the newest, as queries.quantities
    does.
    """
    ranked = sorted(claims, key=lambda claim: str(claim["id"]))
    ranked.sort(key=lambda claim: claim["as_of"], reverse=True)
    wordings = {said(claim): claim for claim in reversed(ranked)}
    if len(ranked) == 1:
        return _dated(ranked[0])
    if len(wordings) == 1:
        return f"{'both' if len(ranked) == 2 else 'all'} said {next(iter(wordings))}"
    low = min(ranked, key=lambda claim: (claim["lowest"], open_end(claim) != "down"))
    high = max(ranked, key=lambda claim: (claim["highest"], open_end(claim) == "up"))
    if low["lowest"] == high["highest"]:
        return listed(_dated(claim) for claim in wordings.values())
    if low is high:
        return f"the lowest and the highest are the ends of one range, {_dated(low)}"
    if open_end(low) == "up" or open_end(high) == "down":
        return f"from {_dated(low)} to {_dated(high)}"
    return f"the lowest was {_dated(low)}, the highest {_dated(high)}"


def _dated(claim: Claim, later: str = "") -> str:
    """Return all that a claim said, whose it is and of when: a period with its window.

    `later` is how much later that is than what was named before.
    """
    return sourced(claim, _whence(claim, _joined(dated(claim), later)))


def aside(current: pd.DataFrame, headline: pd.DataFrame) -> str:
    """Return what the answer leaves out and why, and the notes of the claims that it names.

    Left out are claims that lapsed and claims set apart; `current` and `headline` are those of
    `answer`.
    """
    basis = Basis(current, headline)
    asides = [*filter(None, [_lapsed(basis), _left_out(basis)])]
    left = f"{capital('; '.join(asides))}." if asides else ""
    told = [left, _no_longer(basis), _retold(basis), _notes(basis)]
    return " ".join(filter(None, told))


def _lapsed(basis: Basis) -> str:
    """Return how many older claims lapsed: each, where few did, but for what the answer prints."""
    old = [claim for claim in basis.ours if claim["lapsed"]]
    if not old:
        return ""
    have = "has" if len(old) == 1 else "have"
    stood = {lapse(claim["counting"]).days for claim in old}
    after = f" after {min(stood)} days" if len(stood) == 1 else ""
    text = f"{count(len(old), 'older claim')} {have} lapsed{after}"
    printed = ids(basis.named)
    new = [claim for claim in old if claim["id"] not in printed]
    above = len(old) - len(new)
    if not new:
        return f"{text}, named above"
    if len(new) > _FEW_OLD:
        return text
    each = [f"{small(above)} named above"] if above else []
    return f"{text}: {listed([*each, *map(_dated, new)])}"


def _left_out(basis: Basis) -> str:
    """Return how many claims count something else that the answer does not print, and of whom.

    One or two are named, but for those of an earlier definition, whose reason is a paragraph.
    """
    parts = basis.unnamed_parts
    if not parts:
        return ""
    verb, stand = ("counts", "stands") if len(parts) == 1 else ("count", "stand")
    others = [*basis.ours, *basis.annulled]
    spoke = {name for one in others for name in str(one["origin"]).split(";")}
    again = any(not spoke.isdisjoint(str(part["origin"]).split(";")) for part in parts)
    noun = "claim" if again else "source"
    who = count(len(parts), f"other {noun}" if others else noun)
    brief = len(parts) <= _FEW_APART and not any("redefined" in codes(part) for part in parts)
    each = f": {listed(map(_set_apart, parts))}" if brief else ""
    return f"{who} {verb} something else and {stand} apart{each}"


def _no_longer(basis: Basis) -> str:
    """Return the numbers that were withdrawn, corrected or misprinted, each with when."""
    each = basis.annulled
    if len(each) == len(basis.current) <= MOST_NAMED:
        return ""  # The answer itself names them.
    if len(each) > MOST_NAMED:
        return f"{capital(count(len(each), 'number'))} no longer stand."
    stood = []
    for claim in each:
        reason = next(r for r in reasons(claim) if r.startswith(tuple(ANNULLED)))
        to = _corrected_to(claim, basis) if reason.startswith("corrected") else ""
        stood.append(f"{_dated(claim)}, {reason}{to}")
    return f"No longer standing: {'; '.join(stood)}." if stood else ""


def _retold(basis: Basis) -> str:
    """Return which of the numbers are one statement in several tellings, hedged by some only."""
    told = [claim for claim in basis.current if not missing(claim["unhedged_by"])]
    each = [f"{said(one)} ({one['source_short']}) is {tellings(one)}" for one in told[:2]]
    return f"{capital(listed(each))}." if each else ""


def overview(quantities: pd.DataFrame) -> str:
    """Return what all of this is, and how much of it there is.

    `quantities` is what queries.quantities returns.
    """
    conflicts = count(
        int(quantities["conflict"].nunique()), "war and conflict", "wars and conflicts"
    )
    return (
        "The numbers that wars are reported in: each with who said it, how firmly, when, where it "
        f"was printed, and what came of it since. {capital(_claims(quantities))} from {conflicts}."
    )


def war(quantities: pd.DataFrame) -> str:
    """Return how much is here of one war, and how new: its rows of queries.quantities."""
    number = count(len(quantities), "quantity", "quantities")
    newest = day(quantities["newest"].max())
    return f"{capital(_claims(quantities))} about {number}, the newest as of {newest}."


def _claims(quantities: pd.DataFrame) -> str:
    return count(int(quantities["claims"].sum()), "claim")


def _then(standing: Sequence[Claim]) -> str:
    """Return what several institutions had said of one time, as a sentence."""
    if len(standing) < 2:
        return ""
    if missing(standing[0]["at"]):
        each = listed(sourced(one, _whence(one)) for one in standing)
        return f" No two of them spoke of times near enough to compare; the newest are {each}."
    many = capital(small(len(standing)))
    time = _time(standing).replace(" at ", " of ", 1).replace(" for ", " of ", 1) or " of it"
    return f" {many} of them spoke{time}: {_ends(standing)}."


def then_and_now(rows: pd.DataFrame, headline: pd.DataFrame, name: str, known_on: Any) -> str:
    """Return what a reader could have known on a date, and what changed since.

    `rows` is what queries.then_and_now returns, `headline` what queries.headline does as known on
    the date.
    """
    return _sentences(*then_and_now_in_two(rows, headline, name, known_on))


def then_and_now_in_two(
    rows: pd.DataFrame, headline: pd.DataFrame, name: str, known_on: Any
) -> tuple[str, str]:
    """Return the same in two: what could have been known, and what changed since."""
    if missing(known_on):
        return f"No claim about {name} in this selection can be compared with others.", ""
    known = rows[rows["then_id"].notna()]
    stale = known["then_lapsed"].astype(bool)
    spoken = known[~stale]
    if spoken.empty:
        return f"No comparable claim about {name} printed by {day(known_on)} is recorded here.", ""
    pairs = [(_side(row, "then"), _side(row, "now")) for row in one_by_one(spoken)]
    changed = [
        (then, now) for then, now in pairs if not missing(now["id"]) and compare.changed(then, now)
    ]
    corrected = int(spoken["corrected"].notna().sum())
    if len(pairs) == 1:
        who, rest = "one source recorded here", f": {_dated(pairs[0][0])}."
    else:
        who = count(len(pairs), "institution")
        rest = f".{_then([row for row in one_by_one(headline) if not row['former']])}"
    periods = all(then["counting"] == "period" for then, _ in pairs)
    number = "a number" if periods else "the number"
    text = f"By {day(known_on)}, {who} had given {number} of {name}{rest}"
    more: list[str] = []
    if periods and changed:
        more.append("Numbers of other periods are recorded here since.")
    elif changed:
        have = "has" if len(changed) == 1 else "have"
        who = "It" if len(pairs) == 1 else f"{capital(small(len(changed)))} of them"
        change = f"{who} {have} since given another number"
        rises = [(compare.ratio(now, then).number or 0, then, now) for then, now in changed]
        rise, then, now = max(rises, key=lambda one: one[0])
        if rise > 1:
            change += (
                f"; the largest rise: {said(then)} ({dated(then)}), "
                f"last {said(now)} ({now['source_short']}, {dated(now)})"
            )
        more.append(f"{change}.")
    elif not corrected:
        whose = "any of them" if len(pairs) > 1 else "it"
        more.append(f"No other number by {whose} is recorded here since.")
    if corrected:
        have = "has" if corrected == 1 else "have"
        more.append(f"{capital(count(corrected, 'number'))} {have} been corrected since.")
    silent = rows["then_id"].isna()
    later = int((silent & rows["then_apart"].isna()).sum())
    if later:
        more.append(f"Of {count(later, 'other source')} nothing is recorded here before.")
    apart = int((silent & rows["then_apart"].notna()).sum())
    if apart:
        more.append(f"{capital(count(apart, 'source'))} had a claim that is set apart.")
    if stale.any():
        more.append(f"{capital(count(int(stale.sum()), 'older claim'))} had lapsed by then.")
    return text, _sentences(*more)


#: Fewer claims printed in the weeks before a date than this are few to know it by.
FEW = 3


def thin(recent: int, late: int, days: int) -> str:
    """Return a warning where the data say little of what was known on a date; empty elsewhere.

    `recent` is how many claims printed in the `days` before are recorded, `late` how many of dates
    within them only from a later printing.

    >>> thin(0, 1, 60)[:75]
    'The data are thin here: no claim printed in the 60 days before is recorded '
    >>> thin(9, 0, 60)
    ''
    """
    parts = []
    if recent < FEW:
        is_ = "is" if recent == 1 else "are"
        some = "no claim" if not recent else f"only {count(recent, 'claim')}"
        parts.append(
            f"{some} printed in the {days} days before {'is' if not recent else is_} recorded here"
        )
    if late:
        verb = "is" if late == 1 else "are"
        parts.append(
            f"{count(late, 'number')} of those days {verb} recorded only from a later printing, "
            "and may have been known"
        )
    return f"The data are thin here: {'; '.join(parts)}." if parts else ""


def _side(row: Row, name: str) -> Claim:
    """Return one side of a row of queries.then_and_now, "then" or "now", as a claim."""
    return {**side(row, name), "source_short": row["source_short"]}
