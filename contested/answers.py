"""Each page's answer in words: built from the claims with their hedges, never free-written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from contested.selection import Selection
from contested.vocabulary import EVIDENCE, LAPSE, RELATIONS
from contested.words import (
    amount,
    capital,
    count,
    day,
    listed,
    missing,
    month,
    said,
    small,
    times,
)

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
        return (
            f"No source's current claim in this selection counts {name} as a whole."
            if len(current)
            else f"No claim about {name} is in this selection."
        )
    newest = max(standing, key=lambda claim: (claim["as_of"], claim["published"], claim["id"]))
    if len(standing) == 1:
        text = f"One source gives the number of {name}: {_newest(newest)}."
    else:
        low = min(standing, key=lambda claim: (claim["lowest"], claim["id"]))
        high = min(standing, key=lambda claim: (-claim["highest"], claim["id"]))
        voices = capital(count(len(standing), "source"))
        if low["lowest"] == high["highest"]:
            text = f"{voices} put the number of {name} at {said(high)}."
        else:
            text = (
                f"{voices} put the number of {name} between {end(low, 'low')} "
                f"({low['source_short']}, {month(low['as_of'])}) and {end(high, 'high')} "
                f"({high['source_short']}, {month(high['as_of'])})."
            )
        text += f" The newest claim is {_newest(newest, possessive=True)}."
    return text


def _newest(claim: Mapping[Any, Any], possessive: bool = False) -> str:
    if possessive:
        return f"that of {claim['source_name']}: {said(claim)}, as of {day(claim['as_of'])}"
    return f"{claim['source_name']} said {said(claim)}, as of {day(claim['as_of'])}"


def aside(current: pd.DataFrame) -> str:
    """Return what the answer leaves out and why: claims that lapsed, claims set apart."""
    lapsed = int((current["apart"].isna() & current["lapsed"].astype(bool)).sum())
    apart = int(current["apart"].notna().sum())
    asides = []
    if lapsed:
        have = "has" if lapsed == 1 else "have"
        asides.append(f"{count(lapsed, 'older claim')} {have} lapsed after {LAPSE.days} days")
    if apart:
        verb, stand = ("counts", "stands") if apart == 1 else ("count", "stand")
        asides.append(f"{count(apart, 'other source')} {verb} something else and {stand} apart")
    return f"{capital(listed(asides))}." if asides else ""


def end(claim: Mapping[Any, Any], side: str) -> str:
    """Return one end of what a claim stated, in words, hedge kept.

    A range gives the end asked for ("low" or "high"); any other claim gives all it said.

    >>> end({"qualifier": "range", "low": 60000, "best": None, "high": 70000}, "low")
    '60,000'
    """
    if claim["qualifier"] == "range":
        return amount("exact", best=claim[side])
    return said(claim)


def card(row: Mapping[Any, Any]) -> str:
    """Return a quantity's standing in one line; `row` is one of queries.quantities."""
    spoken = f"{count(int(row['sources']), 'source')}, {count(int(row['origins']), 'origin')}, "
    spoken += count(int(row["claims"]), "claim")
    if not missing(row["spread"]):
        spoken += f"; highest is {times(float(row['spread']))} the lowest"
    return f"{capital(spoken)}. Newest claim {day(row['at'])}."


def then_and_now(rows: pd.DataFrame, name: str, known_on: Any) -> str:
    """Return what a reader could have known on a date, and what changed since.

    `rows` is what queries.then_and_now returns.
    """
    known = rows[rows["then_id"].notna()]
    stale = known["then_lapsed"].astype(bool)
    spoken = known[~stale]
    if spoken.empty:
        return f"On {day(known_on)} a reader could have read no comparable claim about {name}."
    revised = spoken[spoken["now_id"].notna() & (spoken["now_id"] != spoken["then_id"])]
    changed = revised[revised["ratio"] != 1]
    later = rows[rows["then_id"].isna()]
    low = spoken.sort_values("then_lowest").iloc[0]
    high = spoken.sort_values("then_highest").iloc[-1]
    least, most = end(_then(low), "low"), end(_then(high), "high")
    held = f"at {most}" if least == most else f"between {least} and {most}"
    verb = "put" if len(spoken) > 1 else "puts"
    text = f"On {day(known_on)}, {count(len(spoken), 'source')} {verb} the number of {name} {held}."
    if len(changed):
        have = "has" if len(changed) == 1 else "have"
        text += f" {capital(small(len(changed)))} of them {have} since given another number"
        furthest = changed.sort_values("ratio").iloc[-1]
        if furthest["ratio"] > 1:
            text += (
                f"; the largest rise is that of {furthest['source_short']}, from "
                f"{said(_then(furthest))} to {said(_now(furthest))}"
            )
        text += "."
    elif len(spoken) > 1:
        text += " None of them has given another number since."
    else:
        text += " It has given no other number since."
    if len(later):
        text += f" {capital(count(len(later), 'source'))} spoke only later."
    if stale.any():
        text += f" {capital(count(int(stale.sum()), 'older claim'))} had lapsed by then."
    return text


def _then(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: row[f"then_{name}"] for name in ("qualifier", "low", "best", "high")}


def _now(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: row[f"now_{name}"] for name in ("qualifier", "low", "best", "high")}


def filters(
    selection: Selection, sources: Mapping[str, str] | None = None, article: str = ""
) -> str:
    """Return what a selection leaves out beyond its quantity, in words; empty if nothing.

    `sources` maps a source's id to its name; `article` is what the selection's is called.

    >>> from datetime import date
    >>> filters(Selection(source=("nis",), since=date(2025, 1, 1)), {"nis": "NIS"})
    'Only NIS; from 1 January 2025.'
    """
    names = sources or {}
    said_: list[str] = []
    if selection.source:
        said_.append(f"only {listed(names.get(id, id) for id in selection.source)}")
    if selection.article:
        said_.append(f"only in {article or selection.article}")
    if selection.relation:
        labels = (RELATIONS[word].label.lower() for word in selection.relation)
        said_.append(f"relation: {listed(labels, 'or')}")
    if selection.evidence:
        said_.append(
            "evidence: "
            + listed((EVIDENCE[word].label.lower() for word in selection.evidence), "or")
        )
    if selection.place:
        said_.append(f"place: {selection.place}")
    if selection.since:
        said_.append(f"from {day(selection.since)}")
    if selection.until:
        said_.append(f"to {day(selection.until)}")
    if selection.known_on:
        said_.append(f"as known on {day(selection.known_on)}")
    if selection.apart == "hidden":
        said_.append("without claims that count something else")
    return f"{capital('; '.join(said_))}." if said_ else ""
