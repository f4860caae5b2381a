"""Each page's answer in words: built from the claims with their hedges, never free-written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from contested import compare
from contested.rows import Row, one_by_one, side
from contested.vocabulary import QUALIFIERS, REACH, WITHOUT_OFFICE, lapse
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
from contested.words.comparisons import COMPATIBLE, days_apart


def answer(current: pd.DataFrame, headline: pd.DataFrame, name: str, among: str = "") -> str:
    """Return what institutions said of a quantity at one time, in one or two sentences.

    `current` is what queries.current returns, `headline` what queries.headline does, `name` the
    quantity inside a sentence, `among` what words.among says of the selection's filters. Where no
    two spoke of one time the newest are named with their dates. Claims set apart are not compared;
    `aside` counts them.
    """
    text = _answer(current, headline, name)
    return f"Among {among}, {text}" if among else capital(text)


def _answer(current: pd.DataFrame, headline: pd.DataFrame, name: str) -> str:
    """Return the answer as it begins inside a sentence."""
    ours = one_by_one(current[current["apart"].isna()])
    standing, former = _times(headline)
    if not standing:
        return _apart_only(current, name)
    if len(standing) == 1:
        alone = standing[0]
        larger = _larger_part(alone, current)
        # A period is a part of the whole, which its window says.
        parts = bool(_parts(current)) and alone["counting"] != "period"
        # A floor is no number of the whole, whatever else there is.
        whole = " as a whole" if parts and not larger and _open(alone) != "up" else ""
        many = compare.many([str(alone["origin"])])
        who = f"{small(many)} institutions together" if many > 1 else _only(alone, ours)
        number = "a number" if alone["counting"] == "period" else "the number"
        text = f"{who} gave {number} of {name}{whole}: {_alone(alone, ours)}."
        return f"{text}{_note(alone, name)}{larger}"
    at = standing[0]["at"]
    if missing(at):
        return _of_different_times(standing, former, ours, name)
    before = _higher_before(standing, ours)
    newer = [claim for claim in ours if claim["effective"] > at]
    last = _of_the_last_day(newer) if newer else []
    below = _lower_since(standing, newer)
    text = (
        f"{_voices(standing)} gave the number of {name}"
        f"{_time(standing)}: {_ends(standing, ours)}{_earlier(before)}{_later(below, last)}"
        f"{_before_revision(standing, current)}."
    )
    few = [some for some in (before, below, last) if len(some) <= _FEW]
    named = [*standing, *(claim for some in few for claim in some)]
    again = _ids(below) == _ids(last) and len(below) <= _FEW
    newest = _newest(newer) if newer and not again else ""
    since = _since(standing, [claim for claim in newer if claim["id"] not in _ids(named)])
    return " ".join(filter(None, [text, newest, since, _of_other_times(named, ours)]))


def _since(standing: Sequence[Claim], newer: Sequence[Claim]) -> str:
    """Return what the institutions of the two ends have said since, where that is not named yet."""
    ends = [claim for claim in standing if claim["lowest_of_all"] or claim["highest_of_all"]]
    spoke = {claim["origin"] for claim in ends}
    last = [claim for claim in newer if claim["origin"] in spoke and not claim["lapsed"]]
    each = [f"{c['source_short']} last gave {sourced(c, dated(c))}" for c in last]
    return f"{capital('; '.join(each))}." if each else ""


def _times(headline: pd.DataFrame) -> tuple[list[Claim], list[Claim]]:
    """Return the claims of a headline, and those of its former time."""
    rows = one_by_one(headline)
    return [row for row in rows if not row["former"]], [row for row in rows if row["former"]]


def _of_different_times(
    standing: Sequence[Claim], former: Sequence[Claim], current: Sequence[Claim], name: str
) -> str:
    """Return the newest numbers, and what was last said of one time where that has lapsed."""
    if not former:
        if standing[0]["counting"] == "period":
            each = listed(sourced(one, _whence(one)) for one in standing)
            return (
                f"no two institutions recorded here gave the number of {name} for the same "
                f"period. The newest are {each}."
            )
        if before := _higher(standing[0], standing[1:]):
            return (
                f"two institutions gave the number of {name}, the later one a lower total, though "
                f"a total does not fall: {_dated(before[0])}, then {_dated(standing[0])}."
            )
        enough, each = _near_misses(standing)
        return (
            f"no two institutions recorded here gave the number of {name} for times near enough "
            f"to compare{enough}. The newest are {each}."
        )
    lapsed = {claim["id"] for claim in current if claim["lapsed"]}
    stand = [claim for claim in standing if claim["id"] not in lapsed] or list(standing[:1])
    each = listed(sourced(one, _whence(one, window_or_date(one))) for one in stand)
    numbers = "number" if len(stand) == 1 else "numbers"
    who = capital(_voices(former))
    last = max(claim["effective"] for claim in former)
    named = _ids([*stand, *former])
    later = [
        claim
        for claim in current
        if claim["effective"] > last and not claim["lapsed"] and claim["id"] not in named
    ]
    since = f" Given since: {_some(later)}." if later else ""
    return (
        f"the newest {numbers} recorded here of {name}: {each}. {who} last gave it"
        f"{_time(former)}: {_ends(former)}.{since}"
    )


def _near_misses(standing: Sequence[Claim]) -> tuple[str, str]:
    """Return how near would be near enough, in brackets, and the newest claims, of two times.

    Early in a war a few days are too many, which a reader cannot know: where they are few, they are
    said as well.
    """
    newest, other = standing[:2]
    days = compare.days_later(*compare.comparables(_table([newest, other])))
    if abs(days) > max(reach.most for reach in REACH.values()):
        return "", listed(map(_dated, standing))
    enough = f" (here at most {count(int(other['reach']), 'day')} apart)"
    return enough, f"{_dated(newest)} and{_days(newest, other, days)} {_dated(other)}"


#: How many claims are named one by one.
_FEW = 3

#: How many that have lapsed are.
_FEW_OLD = 4

#: What differs where numbers are not of one time, by how they count.
_TIMES = {"period": "periods"}


def _of_other_times(named: Sequence[Claim], current: Sequence[Claim]) -> str:
    """Return who not named gave the number for other times, as a sentence: each, where few did.

    Of many only official counts are named, where they are few: what a side itself says.
    """
    others = _not_named(named, current)
    if not others:
        return ""
    first = min(claim["effective_from"] for claim in named)
    times = f"for other {_TIMES.get(named[0]['counting'], 'times')}"
    if named[0]["counting"] != "period" and all(one["effective"] < first for one in others):
        times = "earlier"
    text = f"{capital(small(len(others)))} more gave it {times}"
    official = _official(others)
    if len(others) <= _FEW:
        each = [
            sourced(claim, f"{_whence(claim)}{', official count' if claim in official else ''}")
            for claim in others
        ]
        return f"{text}: {listed(each)}."
    if not official:
        return f"{text}."
    one = "an official count" if len(official) == 1 else "official counts"
    return f"{text}, {small(len(official))} of them {one}: {listed(map(_dated, official))}."


def _not_named(named: Sequence[Claim], current: Sequence[Claim]) -> list[Claim]:
    """Return the claims that stand of institutions none of which an answer names."""
    spoke = {name for claim in named for name in str(claim["origin"]).split(";")}
    return [
        claim
        for claim in current
        if not claim["lapsed"] and spoke.isdisjoint(str(claim["origin"]).split(";"))
    ]


def _official(claims: Sequence[Claim]) -> list[Claim]:
    """Return the official counts among claims where there are few, by those who hold an office."""
    official = [
        claim
        for claim in claims
        if claim["evidence"] == "official_count" and claim.get("kind") not in WITHOUT_OFFICE
    ]
    return official if len(official) <= _FEW else []


def _only(claim: Claim, current: Sequence[Claim]) -> str:
    """Return who spoke where one institution did: a source, or several of one institution."""
    row = next((row for row in current if row["id"] == claim["id"]), claim)
    if row["sources"] == 1:
        return "one source recorded here"
    return f"one institution recorded here ({small(row['sources'])} of its sources)"


def _alone(claim: Claim, current: Sequence[Claim]) -> str:
    """Return the only institution's number, with all others that it gave of the same day."""
    same = _of_its_day(claim, current)
    if not same:
        return sourced(claim, _whence(claim, window_or_date(claim)))
    each = sorted([*same, claim], key=_by_number)
    if len({one["source_short"] for one in each}) > 1:
        return listed(_dated(one) for one in each)
    numbers = listed(said(one) for one in each)
    every = "both" if len(same) == 1 else "all"
    return f"{numbers} ({claim['source_short']}, {every} {window_or_date(claim)})"


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


def _notes(current: pd.DataFrame, headline: pd.DataFrame) -> str:
    """Return the notes of the several claims that an answer names: they say what a number takes in.

    What a note says may change what a number means ("the missing included", "not reached"), and no
    column tells such a note from another.
    """
    standing, former = _times(headline)
    if len(standing) < 2:
        return ""
    at, named = standing[0]["at"], standing
    if former:
        named = [*standing[:1], *(c for c in former if c["lowest_of_all"] or c["highest_of_all"])]
    elif not missing(at):
        ours = one_by_one(current[current["apart"].isna()])
        before = _higher_before(standing, ours)
        ends = [c for c in standing if c["lowest_of_all"] or c["highest_of_all"]]
        newer = [claim for claim in ours if claim["effective"] > at]
        below = _lower_since(standing, newer)
        few = [some for some in (before, below) if len(some) <= _FEW]
        named = [*ends, *(claim for some in few for claim in some)]
        last = _of_the_last_day(newer) if newer else []
        # The note of one that is the newest alone stands beside it.
        named += last if 1 < len(last) <= _FEW else []
        others = _not_named([*standing, *named, *last], ours)
        named += others if len(others) <= _FEW else _official(others)
    noted = {c["id"]: c for c in named if not missing(c.get("note"))}.values()
    each = (f"{c['source_short']} ({said(c)}): {str(c['note']).rstrip('.')}" for c in noted)
    return f"{'Note' if len(noted) == 1 else 'Notes'}: {'; '.join(each)}." if noted else ""


def _higher_before(standing: Sequence[Claim], current: Sequence[Claim]) -> list[Claim]:
    """Return the totals of an earlier time that lie above the highest; lapsed ones are aside."""
    highest = next(claim for claim in standing if claim["highest_of_all"])
    stand = [claim for claim in current if not claim["lapsed"]]
    return _higher(highest, [claim for claim in stand if claim["id"] not in _ids(standing)])


def _higher(later: Claim, claims: Sequence[Claim]) -> list[Claim]:
    """Return which totals of an earlier time lie above a later one."""
    rows = {claim["id"]: claim for claim in claims}
    before = compare.higher_before(_comparable(later), compare.comparables(_table(claims)))
    return [rows[one.id] for one in before]


def _lower_since(standing: Sequence[Claim], newer: Sequence[Claim]) -> list[Claim]:
    """Return the totals of a later time that lie below the highest: the mirror of the above."""
    highest = next(claim for claim in standing if claim["highest_of_all"])
    return [
        claim
        for claim in newer
        if claim["origin"] != highest["origin"] and _higher(claim, [highest])
    ]


def _later(below: Sequence[Claim], last: Sequence[Claim]) -> str:
    """Return the totals of a later time that contradict the highest, and that they are the newest.

    `last` are the newest claims of all: where these are them, they are not named again.
    """
    if not below:
        return ""
    was = "was" if len(below) == 1 else "were"
    same = _ids(below) == _ids(last) and len(below) <= _FEW
    newest = " and the newest recorded here" if same else ""
    return f"; below the highest, though of a later time{newest}, {was} {_some(below)}"


def _earlier(before: Sequence[Claim]) -> str:
    """Return the totals of an earlier time that contradict the highest, in words."""
    if not before:
        return ""
    was = "was" if len(before) == 1 else "were"
    return f"; higher, though of an earlier time, {was} {_some(before)}"


def _ids(claims: Sequence[Claim]) -> set[str]:
    return {str(claim["id"]) for claim in claims}


def _table(claims: Iterable[Claim]) -> pd.DataFrame:
    return pd.DataFrame(list(claims), dtype=object)


def _comparable(claim: Claim) -> compare.Comparable:
    return compare.comparables(_table([claim]))[0]


def window_or_date(claim: Claim) -> str:
    """Return what a period covers, and the date that any other number refers to.

    >>> from datetime import date
    >>> window_or_date({"counting": "snapshot", "as_of": date(2025, 3, 31), "since": None})
    'as of 31 March 2025'
    """
    return window(claim) if claim["counting"] == "period" else f"as of {as_of(claim)}"


def _whence(claim: Claim, when: str = "") -> str:
    """Return whose a number is and of when, who passed it on, and whether it was disputed.

    An official count that a newsroom or a study gives is not its own.
    """
    parts = [str(claim["source_short"]), when or dated(claim)]
    if claim.get("evidence") == "official_count" and claim.get("kind") in WITHOUT_OFFICE:
        parts.append("after official counts")
    if not missing(claim.get("via_name")):
        parts.append(f"passed on by {claim['via_name']}")
    if not missing(claim.get("disputed_on")):
        parts.append("disputed")
    return ", ".join(parts)


def _time(standing: Sequence[Claim]) -> str:
    """Return the one time that the claims of a headline are of, by the newest of them.

    The tolls of an event, and counts of what was over by then, are of one time whenever they were
    made: each has its own date. Where neither end is of the newest's date, the first and the last
    date are named: a third date beside theirs would be nobody's.
    """
    newest = standing[0]
    if newest["counting"] == "period":
        return f" for one period, {window(newest)}"
    over = any(claim["as_of"] > claim["effective"] for claim in standing)
    once = newest.get("event") and len({claim["as_of"] for claim in standing}) == 1
    if over or once:
        return ""
    ends = [claim for claim in standing if claim["lowest_of_all"] or claim["highest_of_all"]]
    if not _all_equal(standing) and all(claim["as_of"] != newest["as_of"] for claim in ends):
        first = min(standing, key=lambda claim: claim["effective_from"])
        if as_of(first) != as_of(newest):  # one of a whole year may be both
            return f" at one time, between {as_of(first)} and {as_of(newest)}"
    return f" at one time, {as_of(newest)}"


def _all_equal(standing: Sequence[Claim]) -> bool:
    """Return whether all claims said the very same."""
    return len({said(claim) for claim in standing}) == 1


def _days(lowest: Claim, highest: Claim, days: int) -> str:
    """Return how many days lie between two claims, in words; only between dates that both print.

    A date of a month is no day, and where a count was over by the date printed no day is named.
    """
    printed = all(
        claim["effective_from"] == claim["effective"] == claim["as_of"]
        for claim in (lowest, highest)
    )
    return f", {days_apart(days)}," if days and printed else ""


def _ends(standing: Sequence[Claim], current: Sequence[Claim] = ()) -> str:
    """Return the two claims of one time that are furthest apart, and how far.

    How many days lie between them is said, since the count goes on. An institution whose open
    number lies beyond them is named, and so are other numbers that the two institutions gave of the
    same day.
    """
    lowest = next(claim for claim in standing if claim["lowest_of_all"])
    highest = next(claim for claim in standing if claim["highest_of_all"])
    if _all_equal(standing):
        whose = "; ".join(map(_whence, standing)) if len(standing) <= _FEW else ""
        return f"{'both' if len(standing) == 2 else 'all'} said {said(lowest, whose)}"
    rows = {claim["id"]: claim for claim in standing}
    each = {one.id: one for one in compare.comparables(_table(standing))}
    low, high = each[lowest["id"]], each[highest["id"]]
    apart = compare.Apart(low, high, compare.divided(high.bounds, low.bounds))
    beyond = compare.beyond(apart, each.values())
    later = _days(lowest, highest, apart.days)
    first, last = _as_ends(lowest, highest)
    rounded = not lowest["agree"] and compare.rounded(low.bounds, high.bounds)
    explained = bool(later) and not beyond and _of_one_window(lowest, highest)
    explained = explained and compare.explained(apart)
    if rounded:
        # "More than 20" and 20 are next to each other; nobody need agree with the other.
        agree = "" if low.number == high.number else " agree but for rounding"
        text = f"{first} and{later} {last}{agree}"
    elif lowest["agree"] and lowest["lowest"] == highest["highest"]:
        text = f"{first} and{later} {last} agree"
    elif explained:
        text = f"{first} and{later} {last}, a difference that the days between may explain"
    elif lowest["agree"]:
        # A floor is no lowest number, nor a ceiling a highest.
        text = f"from {first} to{later} {last}; {COMPATIBLE}"
    elif beyond:
        text = f"furthest apart were {first} and{later} {last}"
    else:
        text = f"the lowest was {first}, the highest{later} {last}"
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


def _as_ends(lowest: Claim, highest: Claim) -> tuple[str, str]:
    """Return two claims, each with what tells the two apart where their dates do not.

    Totals that begin on different days have their windows. Numbers of one day that were printed
    apart have their days of print: which was said later is seen nowhere else.
    """
    when = dated
    once = lowest["as_of"] == highest["as_of"] and lowest["counting"] != "period"
    if once and abs((lowest["published"] - highest["published"]).days) >= _PRINTED_APART:
        when = _printed
    if lowest["counting"] == "cumulative" and not _of_one_window(lowest, highest):
        when = window
    low, high = (sourced(claim, _whence(claim, when(claim))) for claim in (lowest, highest))
    return low, high


def _of_one_window(one: Claim, other: Claim) -> bool:
    """Return whether two totals begin on one day, as far as they say when they do."""
    if one["counting"] != other["counting"]:
        return True
    return missing(one["since"]) or missing(other["since"]) or one["since"] == other["since"]


def _printed(claim: Claim) -> str:
    return f"{dated(claim)}, printed {day(claim['published'])}"


#: From how many days between their printing two numbers of one day are dated by it as well.
_PRINTED_APART = 2


def _before_revision(standing: Sequence[Claim], current: pd.DataFrame) -> str:
    """Return which end was printed before an official number of the same was corrected, and how.

    What was known then has been corrected since, and the end rests on it as well.
    """
    revised = [
        claim
        for claim in one_by_one(current[current["apart"].notna()])
        if "corrected" in _codes(claim) and claim["evidence"] == "official_count"
    ]
    ends = [claim for claim in standing if claim["lowest_of_all"] or claim["highest_of_all"]]
    pairs = [
        f"{said(claim)} ({claim['source_short']}) was printed on {day(claim['published'])}, "
        f"earlier than the correction, on {day(official['superseded_on'])}, of an official number, "
        f"{said(official)} ({official['source_short']}){_corrected_to(official, current)}"
        for claim in ends
        for official in revised
        if claim["published"] < official["superseded_on"]
        and claim["id"] != official.get("superseded_by")
    ]
    return f"; {listed(pairs)}" if pairs else ""


def _corrected_to(claim: Claim, current: pd.DataFrame) -> str:
    """Return what a corrected number was corrected to, where that still stands; else nothing."""
    since = [one for one in one_by_one(current) if one["id"] == claim.get("superseded_by")]
    return f", to {said(since[0])}" if since else ""


def _codes(claim: Claim) -> set[str]:
    return set() if missing(claim["apart"]) else set(str(claim["apart"]).split(";"))


#: The reasons for which a claim no longer stands, whatever it counts.
_ANNULLED = {"corrected", "withdrawn", "misprinted"}


def _parts(current: pd.DataFrame) -> list[Claim]:
    """Return the claims that stand but count something else."""
    apart = one_by_one(current[current["apart"].notna()])
    return [claim for claim in apart if not _codes(claim) & _ANNULLED]


def _larger(alone: Claim, current: pd.DataFrame) -> list[Claim]:
    """Return the claims that count something else and are surely larger than the only number.

    A part that exceeds it shows that it is not the whole. None where many do.
    """
    larger = [
        claim
        for claim in _parts(current)
        if _codes(claim) <= {"place", "only", "window"}
        and not missing(claim["lowest"])
        and _open(claim) != "down"
        and claim["lowest"] > alone["highest"]
    ]
    return larger if len(larger) <= _FEW and alone["counting"] != "period" else []


def _larger_part(alone: Claim, current: pd.DataFrame) -> str:
    """Return what `_larger` does as a sentence; of one of another day, how many lie between."""
    larger = _larger(alone, current)
    if not larger:
        return ""
    later = ""
    if len(larger) == 1:
        days = (larger[0]["effective"] - alone["effective"]).days
        later = _days(alone, larger[0], days)
    each = (f"{_dated(claim)}, set apart as it {reasons(claim)[0]}" for claim in larger)
    return f" Larger{later} {'is' if len(larger) == 1 else 'are'} {listed(each)}."


def _some(claims: Sequence[Claim]) -> str:
    """Return claims whole where they are few, else how many there are."""
    if len(claims) > _FEW:
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


def _apart_only(current: pd.DataFrame, name: str) -> str:
    """Return what is said where no claim compares: the few there are, each with what it counts."""
    if current.empty:
        return f"no claim about {name} is in this selection."
    parts = _parts(current)
    if not parts:
        text = f"no number of {name} recorded here stands"
        each = listed(_set_apart(claim) for claim in one_by_one(current))
        return f"{text}: {each}." if len(current) <= _FEW else f"{text}."
    text = f"no claim that stands gives the number of {name} as a whole"
    if len(parts) > _FEW:
        return f"{text}."
    return f"{text}: {listed(_set_apart(claim) for claim in parts)}."


def _set_apart(claim: Claim) -> str:
    """Return a claim with what it counts, or with what came of it."""
    reason = reasons(claim)[0]
    joint = " " if reason.startswith(("counts", "earlier")) else ", "
    return f"{_dated(claim)}{joint}{reason}"


def _newest(claims: Sequence[Claim]) -> str:
    """Return which claims are the newest, none of them left out; more than three as their reach."""
    newest = _of_the_last_day(claims)
    when = window_or_date(newest[0])
    if len(newest) == 1:
        claim = newest[0]
        whence = _whence(claim, when)
        return f"The newest claim recorded here is {sourced(claim, whence)}.{_note(claim)}"
    if len(newest) == len(claims):
        return f"{'Both' if len(newest) == 2 else 'All'} are {when}."
    if len(newest) <= _FEW:
        each = listed(sourced(claim, claim["source_short"]) for claim in newest)
        return f"The newest claims, {when}, are {each}."
    return f"The {small(len(newest))} newest claims are {when}: {_reach(newest)}."


def _of_the_last_day(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims that refer to the newest date of all."""
    last = max(claim["as_of"] for claim in claims)
    return [claim for claim in claims if claim["as_of"] == last]


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
    low = min(ranked, key=lambda claim: (claim["lowest"], _open(claim) != "down"))
    high = max(ranked, key=lambda claim: (claim["highest"], _open(claim) == "up"))
    if low["lowest"] == high["highest"]:
        return listed(_dated(claim) for claim in wordings.values())
    if low is high:
        return f"the lowest and the highest are the ends of one range, {_dated(low)}"
    if _open(low) == "up" or _open(high) == "down":
        return f"from {_dated(low)} to {_dated(high)}"
    return f"the lowest was {_dated(low)}, the highest {_dated(high)}"


def _open(claim: Claim) -> str:
    """Return the side on which a claim's number has no bound: "up", "down" or none."""
    return QUALIFIERS[claim["qualifier"]].open


def _dated(claim: Claim) -> str:
    """Return all that a claim said, whose it is and of when: a period with its window."""
    return sourced(claim, _whence(claim))


def aside(current: pd.DataFrame, headline: pd.DataFrame) -> str:
    """Return what the answer leaves out and why, and the notes of the claims that it names.

    Left out are claims that lapsed and claims set apart; `current` and `headline` are those of
    `answer`.
    """
    old = current[current["apart"].isna() & current["lapsed"].astype(bool)]
    lapsed = len(old)
    others = current[~current["id"].isin(_ids(_parts(current)))]
    parts = _left_out(current, headline)
    apart = len(parts)
    asides = []
    if lapsed:
        have = "has" if lapsed == 1 else "have"
        stood = sorted({lapse(word).days for word in old["counting"]})
        after = f" after {stood[0]} days" if len(stood) == 1 else ""
        named = f": {listed(map(_dated, one_by_one(old)))}" if lapsed <= _FEW_OLD else ""
        asides.append(f"{count(lapsed, 'older claim')} {have} lapsed{after}{named}")
    if apart:
        verb, stand = ("counts", "stands") if apart == 1 else ("count", "stand")
        spoke = {name for voice in others["origin"] for name in str(voice).split(";")}
        again = any(not spoke.isdisjoint(str(part["origin"]).split(";")) for part in parts)
        noun = "claim" if again else "source"
        who = count(apart, noun if others.empty else f"other {noun}")
        asides.append(f"{who} {verb} something else and {stand} apart")
    left = f"{capital('; '.join(asides))}." if asides else ""
    told = [left, _no_longer(current), _retold(current), _notes(current, headline)]
    return " ".join(filter(None, told))


def _left_out(current: pd.DataFrame, headline: pd.DataFrame) -> list[Claim]:
    """Return the claims that count something else, but for those that the answer itself names."""
    parts = _parts(current)
    standing, _ = _times(headline)
    if not standing:
        return parts if len(parts) > _FEW else []
    named = _ids(_larger(standing[0], current)) if len(standing) == 1 else set()
    return [part for part in parts if part["id"] not in named]


def _no_longer(current: pd.DataFrame) -> str:
    """Return the numbers that were withdrawn, corrected or misprinted, each with when."""
    apart = current[current["apart"].notna()]
    numbers = {str(claim["id"]): said(claim) for claim in one_by_one(current)}
    each = [claim for claim in one_by_one(apart) if _codes(claim) & _ANNULLED]
    if len(each) == len(current) <= _FEW:
        return ""  # The answer itself names them.
    if len(each) > _FEW:
        return f"{capital(count(len(each), 'number'))} no longer stand."
    stood = []
    for claim in each:
        reason = next(r for r in reasons(claim) if r.startswith(tuple(_ANNULLED)))
        since = numbers.get(str(claim.get("superseded_by")), "")
        to = f" to {since}" if since and reason.startswith("corrected") else ""
        stood.append(f"{_dated(claim)}, {reason}{to}")
    return f"No longer standing: {'; '.join(stood)}." if stood else ""


def _retold(current: pd.DataFrame) -> str:
    """Return which of the numbers are one statement in several tellings, hedged by some only."""
    each = [
        f"{said(claim)} ({claim['source_short']}) is {tellings(claim)}"
        for claim in one_by_one(current[current["unhedged_by"].notna()][:2])
    ]
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
    if missing(known_on):
        return f"No claim about {name} in this selection can be compared with others."
    known = rows[rows["then_id"].notna()]
    stale = known["then_lapsed"].astype(bool)
    spoken = known[~stale]
    if spoken.empty:
        return f"No comparable claim about {name} printed by {day(known_on)} is recorded here."
    pairs = [(_side(row, "then"), _side(row, "now")) for row in one_by_one(spoken)]
    changed = [
        (then, now) for then, now in pairs if not missing(now["id"]) and compare.changed(then, now)
    ]
    corrected = int(spoken["corrected"].notna().sum())
    if len(pairs) == 1:
        who, rest = "one source recorded here", f": {_dated(pairs[0][0])}."
    else:
        who = count(len(pairs), "institution")
        rest = f".{_then(_times(headline)[0])}"
    periods = all(then["counting"] == "period" for then, _ in pairs)
    number = "a number" if periods else "the number"
    text = f"By {day(known_on)}, {who} had given {number} of {name}{rest}"
    if periods and changed:
        text += " Numbers of other periods are recorded here since."
    elif changed:
        have = "has" if len(changed) == 1 else "have"
        who = "It" if len(pairs) == 1 else f"{capital(small(len(changed)))} of them"
        text += f" {who} {have} since given another number"
        rises = [(compare.ratio(now, then).number or 0, then, now) for then, now in changed]
        rise, then, now = max(rises, key=lambda one: one[0])
        if rise > 1:
            text += (
                f"; the largest rise: {said(then)} ({dated(then)}), "
                f"last {said(now)} ({now['source_short']}, {dated(now)})"
            )
        text += "."
    elif not corrected:
        text += (
            " No other number by any of them is recorded here since."
            if len(pairs) > 1
            else " No other number by it is recorded here since."
        )
    if corrected:
        have = "has" if corrected == 1 else "have"
        text += f" {capital(count(corrected, 'number'))} {have} been corrected since."
    silent = rows["then_id"].isna()
    later = int((silent & rows["then_apart"].isna()).sum())
    if later:
        text += f" Of {count(later, 'other source')} nothing is recorded here before."
    apart = int((silent & rows["then_apart"].notna()).sum())
    if apart:
        text += f" {capital(count(apart, 'source'))} had a claim that is set apart."
    if stale.any():
        text += f" {capital(count(int(stale.sum()), 'older claim'))} had lapsed by then."
    return text


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
