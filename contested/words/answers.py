"""Each page's answer in words: built from the claims with their hedges, never free-written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from contested import compare
from contested.vocabulary import QUALIFIERS, lapse
from contested.words import (
    NO_RATIO,
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
    times,
)
from contested.words.profiles import everything

_USED = [
    "id", "source_name", "source_short", "qualifier", "low", "best", "high",
    "lowest", "highest", "as_of", "published", "lapsed",
]  # fmt: skip


def answer(current: pd.DataFrame, name: str) -> str:
    """Return what the sources' current claims amount to, in one or two sentences.

    `current` is what queries.current returns, `name` the quantity inside a sentence. Claims set
    apart and lapsed ones are not compared; `aside` counts them.
    """
    ours = current.loc[current["apart"].isna(), _USED].to_dict("records")
    standing = [claim for claim in ours if not claim["lapsed"]]
    if not standing:
        return _apart_only(current, name)
    voices = count(len(standing), "source")
    if len(standing) == 1:
        only = standing[0]
        who = f"{only['source_short']}, as of {day(only['as_of'])}"
        return f"{capital(voices)} gives the number of {name}: {sourced(only, who)}."
    return f"{capital(voices)} give the number of {name}: {_reach(standing)}. {_newest(standing)}"


def in_words(unnumbered: pd.DataFrame) -> str:
    """Return what sources said without a number; empty where none did.

    `unnumbered` is what queries.unnumbered returns.
    """
    if unnumbered.empty:
        return ""
    each = [
        sourced(claim, f"{claim['source_short']}, {as_of(claim)}")
        for claim in unnumbered.to_dict("records")
    ]
    return f"Without a number: {listed(each)}."


def _apart_only(current: pd.DataFrame, name: str) -> str:
    """Return what is said where no claim compares: the few there are, each with what it counts."""
    if current.empty:
        return f"No claim about {name} is in this selection."
    text = f"No claim in this selection counts {name} as a whole"
    if len(current) > 3:
        return f"{text}."
    each = (f"{_dated(claim)} {reasons(claim)[0]}" for claim in current.to_dict("records"))
    return f"{text}: {listed(each)}."


def _newest(claims: Sequence[Mapping[Any, Any]]) -> str:
    """Return which claims are the newest, none of them left out; more than three as their reach."""
    last = max(claim["as_of"] for claim in claims)
    held = [claim for claim in claims if claim["as_of"] == last]
    dated = f"as of {day(last)}"
    if len(held) == 1:
        return f"The newest claim is {sourced(held[0], held[0]['source_short'])}, {dated}."
    if len(held) == len(claims):
        return f"{'Both' if len(held) == 2 else 'All'} are {dated}."
    if len(held) <= 3:
        each = listed(sourced(claim, claim["source_short"]) for claim in held)
        return f"The newest claims, {dated}, are {each}."
    return f"The {small(len(held))} newest claims are {dated}: {_reach(held)}."


def sourced(claim: Mapping[Any, Any], whence: str) -> str:
    """Return all that a claim said and, in the brackets of its best estimate if any, whence it is.

    >>> sourced({"qualifier": "range", "low": 60000, "best": 65000, "high": 70000}, "NIS")
    '60,000 to 70,000 (best 65,000; NIS)'
    """
    return bracketed(said(claim), whence)


def _reach(claims: Sequence[Mapping[Any, Any]]) -> str:
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


def _open(claim: Mapping[Any, Any]) -> str:
    """Return the side on which a claim's number has no bound: "up", "down" or none."""
    return QUALIFIERS[claim["qualifier"]].open


def _dated(claim: Mapping[Any, Any]) -> str:
    return sourced(claim, f"{claim['source_short']}, {month(claim['as_of'])}")


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
    return f"{capital(listed(asides))}." if asides else ""


def card(row: Mapping[Any, Any]) -> str:
    """Return how a quantity is covered, and how far apart its standing claims are.

    `row` is one of queries.quantities.
    """
    text = (
        f"{capital(count(int(row['claims']), 'claim'))} by {count(int(row['sources']), 'source')} "
        f"of {count(int(row['origins']), 'origin')}, the newest as of {day(row['newest'])}"
    )
    if missing(row["standing"]):
        return f"{text}."
    if row["at"] < row["newest"]:
        text += f", the newest that compares as of {day(row['at'])}"
    standing = int(row["standing"])
    stand = "stands" if standing == 1 else "stand and compare"
    apart = "" if missing(row["spread"]) else f": {_apart(row)}"
    return f"{text}. {capital(small(standing))} of them {stand} now{apart}."


def _apart(row: Mapping[Any, Any]) -> str:
    if row["lowest_claim"] == row["highest_claim"]:
        return "the lowest and the highest number are the ends of one range"
    if times(row["spread"]) == times(1):
        same = row["spread"] == 1 and row["lowest_qualifier"] == row["highest_qualifier"]
        return "they agree" if same else "they nearly agree"
    found = compare.spread(row)
    if found.reason:
        return f"of the highest and the lowest {NO_RATIO[found.reason]}"
    return f"the highest is {found.words} the lowest"


def overview(
    quantities: pd.DataFrame, covered: int, least: int, widest: Mapping[Any, Any] | None
) -> str:
    """Return how much there is in all, and where the answers are furthest apart.

    `quantities` and `widest`, one of them, are what queries.quantities returns; `covered` is how
    many of them `least` sources or more speak of.
    """
    have = "has" if covered == 1 else "have"
    well = count(covered, "quantity", "quantities")
    text = everything(quantities, f"{well} {have} {count(least, 'source')} or more")
    if widest:
        text += (
            f" The answers are furthest apart on {widest['words']}: {_bound(widest, 'lowest')} "
            f"against {_bound(widest, 'highest')}."
        )
    return text


def _bound(row: Mapping[Any, Any], side: str) -> str:
    claim = {name: row[f"{side}_{name}"] for name in ("qualifier", "low", "best", "high")}
    return sourced(claim, f"{row[f'{side}_source']}, {month(row[f'{side}_as_of'])}")


def then_and_now(rows: pd.DataFrame, name: str, known_on: Any) -> str:
    """Return what a reader could have known on a date, and what changed since.

    `rows` is what queries.then_and_now returns.
    """
    if missing(known_on):
        return f"No claim about {name} in this selection can be compared with others."
    known = rows[rows["then_id"].notna()]
    stale = known["then_lapsed"].astype(bool)
    spoken = known[~stale]
    if spoken.empty:
        return f"On {day(known_on)} a reader could have read no comparable claim about {name}."
    pairs = [(_side(row, "then"), _side(row, "now")) for row in spoken.to_dict("records")]
    changed = [
        (then, now) for then, now in pairs if not missing(now["id"]) and compare.changed(then, now)
    ]
    corrected = int((spoken["now_id"].isna() & spoken["corrected"].notna()).sum())
    give = "give" if len(pairs) > 1 else "gives"
    text = (
        f"On {day(known_on)}, {count(len(pairs), 'source')} {give} the number of {name}: "
        f"{_reach([then for then, _ in pairs])}."
    )
    if changed:
        have = "has" if len(changed) == 1 else "have"
        who = "It" if len(pairs) == 1 else f"{capital(small(len(changed)))} of them"
        text += f" {who} {have} since given another number"
        rises = [(compare.ratio(now, then).number or 0, then, now) for then, now in changed]
        rise, then, now = max(rises, key=lambda held: held[0])
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


def _side(row: Mapping[Any, Any], side: str) -> dict[str, Any]:
    """Return one side of a row of queries.then_and_now, "then" or "now", as a claim."""
    names = ("id", "qualifier", "low", "best", "high", "lowest", "highest", "as_of")
    held = {name: row[f"{side}_{name}"] for name in names}
    return {**held, "source_short": row["source_short"]}
