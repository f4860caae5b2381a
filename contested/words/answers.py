"""Each page's answer in words: built from the claims with their hedges, never free-written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from contested import compare
from contested.rows import Row, one_by_one, side
from contested.vocabulary import QUALIFIERS, lapse
from contested.words import (
    Claim,
    as_of,
    bracketed,
    capital,
    count,
    day,
    listed,
    missing,
    month,
    reasons,
    said,
    small,
    tellings,
    window,
)


def answer(current: pd.DataFrame, headline: pd.DataFrame, name: str) -> str:
    """Return what institutions say of a quantity at one time, in one or two sentences.

    `current` is what queries.current returns, `headline` what queries.headline does, `name` the
    quantity inside a sentence. Where no two speak of one time the newest are named with their
    dates. Claims set apart are not compared; `aside` counts them.
    """
    ours = one_by_one(current[current["apart"].isna()])
    standing = one_by_one(headline)
    if not standing:
        return _apart_only(current, name)
    if len(standing) == 1:
        return f"One source gives the number of {name}: {_alone(standing[0], ours)}."
    at = standing[0]["at"]
    if missing(at):
        each = listed(sourced(one, f"{one['source_short']}, {_when(one)}") for one in standing)
        return f"No two institutions give the number of {name} at one time. The newest are {each}."
    text = (
        f"{capital(count(len(standing), 'institution'))} give the number of {name} "
        f"{_time(standing[0])}: {_ends(standing)}."
    )
    newer = [claim for claim in ours if claim["effective"] > at]
    return f"{text} {_newest(newer)}" if newer else text


def _alone(claim: Claim, current: Sequence[Claim]) -> str:
    """Return the only institution's number, with all others that it gave of the same day."""
    others = next((row["others"] for row in current if row["id"] == claim["id"]), ())
    same = [one for one in others if one["as_of"] == claim["as_of"]]
    if not same:
        return sourced(claim, f"{claim['source_short']}, {window_or_date(claim)}")
    numbers = listed(said(one) for one in [*reversed(same), claim])
    names = listed(dict.fromkeys(one["source_short"] for one in [*reversed(same), claim]))
    return f"{numbers} ({names}, all {window_or_date(claim)})"


def window_or_date(claim: Claim) -> str:
    """Return what a period covers, and the date that any other number refers to.

    >>> from datetime import date
    >>> window_or_date({"counting": "snapshot", "as_of": date(2025, 3, 31), "since": None})
    'as of 31 March 2025'
    """
    return window(claim) if claim["counting"] == "period" else f"as of {as_of(claim)}"


def _when(claim: Claim) -> str:
    return window(claim) if claim["counting"] == "period" else as_of(claim)


def _time(claim: Claim) -> str:
    """Return the one time that the claims of a headline are of, by the newest of them."""
    if claim["counting"] == "period":
        return f"for one period, {window(claim)}"
    return f"at one time, {day(claim['at'])}"


def _ends(standing: Sequence[Claim]) -> str:
    """Return the two claims of one time that are furthest apart, and how far."""
    lowest = next(claim for claim in standing if claim["lowest_of_all"])
    highest = next(claim for claim in standing if claim["highest_of_all"])
    if len({said(claim) for claim in standing}) == 1:
        return f"{'both' if len(standing) == 2 else 'all'} say {said(lowest)}"
    ends = f"{_dated(lowest)}, the highest {_dated(highest)}"
    if lowest["agree"]:
        return f"they agree within their hedges; the lowest is {ends}"
    return f"the lowest is {ends}"


#: How many statements without a number an answer names.
_SAID = 3


def in_words(unnumbered: pd.DataFrame) -> str:
    """Return what sources said without a number; empty where none did.

    `unnumbered` is what queries.unnumbered returns.
    """
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
        return f"No claim about {name} is in this selection."
    text = f"No claim in this selection counts {name} as a whole"
    if len(current) > 3:
        return f"{text}."
    each = (f"{_dated(claim)} {reasons(claim)[0]}" for claim in one_by_one(current))
    return f"{text}: {listed(each)}."


def _newest(claims: Sequence[Claim]) -> str:
    """Return which claims are the newest, none of them left out; more than three as their reach."""
    last = max(claim["as_of"] for claim in claims)
    newest = [claim for claim in claims if claim["as_of"] == last]
    dated = window_or_date(newest[0])
    if len(newest) == 1:
        return f"The newest claim is {sourced(newest[0], newest[0]['source_short'])}, {dated}."
    if len(newest) == len(claims):
        return f"{'Both' if len(newest) == 2 else 'All'} are {dated}."
    if len(newest) <= 3:
        each = listed(sourced(claim, claim["source_short"]) for claim in newest)
        return f"The newest claims, {dated}, are {each}."
    return f"The {small(len(newest))} newest claims are {dated}: {_reach(newest)}."


def sourced(claim: Claim, whence: str) -> str:
    """Return all that a claim said and, in the brackets of its best estimate if any, whence it is.

    >>> sourced({"qualifier": "range", "low": 60000, "best": 65000, "high": 70000}, "NIS")
    '60,000 to 70,000 (best 65,000; NIS)'
    """
    return bracketed(said(claim), whence)


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
        return f"{'both' if len(ranked) == 2 else 'all'} say {next(iter(wordings))}"
    low = min(ranked, key=lambda claim: (claim["lowest"], _open(claim) != "down"))
    high = max(ranked, key=lambda claim: (claim["highest"], _open(claim) == "up"))
    if low["lowest"] == high["highest"]:
        return listed(_dated(claim) for claim in wordings.values())
    if low is high:
        return f"the lowest and the highest are the ends of one range, {_dated(low)}"
    return f"the lowest is {_dated(low)}, the highest {_dated(high)}"


def _open(claim: Claim) -> str:
    """Return the side on which a claim's number has no bound: "up", "down" or none."""
    return QUALIFIERS[claim["qualifier"]].open


def _dated(claim: Claim) -> str:
    """Return all that a claim said, whose it is and of when: a period with its window."""
    when = window(claim) if claim["counting"] == "period" else month(claim["as_of"])
    return sourced(claim, f"{claim['source_short']}, {when}")


def aside(current: pd.DataFrame) -> str:
    """Return what the answer leaves out and why: claims that lapsed, claims set apart."""
    old = current[current["apart"].isna() & current["lapsed"].astype(bool)]
    lapsed = len(old)
    apart = int(current["apart"].notna().sum())
    asides = []
    if lapsed:
        have = "has" if lapsed == 1 else "have"
        stood = sorted({lapse(word).days for word in old["counting"]})
        after = f" after {stood[0]} days" if len(stood) == 1 else ""
        asides.append(f"{count(lapsed, 'older claim')} {have} lapsed{after}")
    if apart:
        verb, stand = ("counts", "stands") if apart == 1 else ("count", "stand")
        who = count(apart, "source" if apart == len(current) else "other source")
        asides.append(f"{who} {verb} something else and {stand} apart")
    left = f"{capital(listed(asides))}." if asides else ""
    return " ".join(filter(None, [left, _retold(current)]))


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
        each = listed(sourced(one, f"{one['source_short']}, {_when(one)}") for one in standing)
        return f" No two of them speak of one time; the newest are {each}."
    many = capital(small(len(standing)))
    period = standing[0]["counting"] == "period"
    time = f"one period, {window(standing[0])}" if period else f"one time, {day(standing[0]['at'])}"
    return f" {many} of them speak of {time}: {_ends(standing)}."


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
        return f"On {day(known_on)} a reader could have read no comparable claim about {name}."
    pairs = [(_side(row, "then"), _side(row, "now")) for row in one_by_one(spoken)]
    changed = [
        (then, now) for then, now in pairs if not missing(now["id"]) and compare.changed(then, now)
    ]
    corrected = int(spoken["corrected"].notna().sum())
    give = "give" if len(pairs) > 1 else "gives"
    who = count(len(pairs), "institution" if len(pairs) > 1 else "source")
    text = f"On {day(known_on)}, {who} {give} the number of {name}"
    text += f": {_dated(pairs[0][0])}." if len(pairs) == 1 else f".{_then(one_by_one(headline))}"
    if changed:
        have = "has" if len(changed) == 1 else "have"
        who = "It" if len(pairs) == 1 else f"{capital(small(len(changed)))} of them"
        text += f" {who} {have} since given another number"
        rises = [(compare.ratio(now, then).number or 0, then, now) for then, now in changed]
        rise, then, now = max(rises, key=lambda one: one[0])
        if rise > 1:
            text += (
                f"; the largest rise: {said(then)} then, {said(now)} now ({then['source_short']})"
            )
        text += "."
    elif not corrected:
        text += (
            " None of them has given another number since."
            if len(pairs) > 1
            else " It has given no other number since."
        )
    if corrected:
        have = "has" if corrected == 1 else "have"
        text += f" {capital(count(corrected, 'number'))} {have} been corrected since."
    silent = rows["then_id"].isna()
    later = int((silent & rows["then_apart"].isna()).sum())
    if later:
        text += f" {capital(count(later, 'source'))} spoke only later."
    apart = int((silent & rows["then_apart"].notna()).sum())
    if apart:
        text += f" {capital(count(apart, 'source'))} had a claim that is set apart."
    if stale.any():
        text += f" {capital(count(int(stale.sum()), 'older claim'))} had lapsed by then."
    return text


def _side(row: Row, name: str) -> Claim:
    """Return one side of a row of queries.then_and_now, "then" or "now", as a claim."""
    return {**side(row, name), "source_short": row["source_short"]}
