"""How far apart claims about one quantity are: at one time, never over history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import inf
from typing import NamedTuple

import pandas as pd

from contested.compare.ratios import Bounds, Ratio, above, divided
from contested.compare.times import (
    Comparable,
    contemporaneous,
    days_later,
    share_an_institution,
)
from contested.vocabulary import REACH

_LONGEST = timedelta(days=max(reach.most for reach in REACH.values()))


class Apart(NamedTuple):
    """The two claims of different institutions that are surely furthest apart, and their ratio.

    `ratio` is the higher divided by the lower, with the hedges of both kept. Where it may be 1 they
    agree within their hedges.
    """

    lowest: Comparable
    highest: Comparable
    ratio: Ratio

    @property
    def surely(self) -> float | None:
        """How many times the lower the higher is at the least; 1 where they agree.

        None where the lower may be zero, and any ratio is possible.
        """
        return 1.0 if self.agree else self.ratio.number

    @property
    def days(self) -> int:
        """How many days later than the lower the higher is; negative for earlier."""
        return days_later(self.lowest, self.highest)

    @property
    def agree(self) -> bool:
        """Whether the hedges of the claims leave room for one number that satisfies them all."""
        return not above(self.highest.bounds, self.lowest.bounds)


class Headline(NamedTuple):
    """What can be said of a quantity at one time.

    `at` is the newest date at which at least two institutions have a claim that has not lapsed;
    `standing` holds the newest of each then, newest first; `apart` the two that are furthest apart.
    Without such a date `at` and `apart` are None, and `standing` holds the newest claims of two
    institutions, of different times, or the only one there is; `former` is then what could be said
    at the last such date, of claims that lapsed since, if there was one.
    """

    at: date | None
    standing: tuple[Comparable, ...]
    apart: Apart | None = None
    former: Headline | None = None

    @property
    def institutions(self) -> int:
        """How many institutions stand behind the claims, each counted once however it spoke."""
        return many(claim.institutions for claim in self.standing)


def many(voices: Iterable[str]) -> int:
    """Return how many institutions stand behind claims: those that spoke together each once.

    Each voice is the institutions of one claim, joined by ";".
    """
    return len({name for voice in voices for name in voice.split(";")})


def headline(claims: Iterable[Comparable]) -> Headline:
    """Return what claims about one quantity say at the newest time that allows a comparison."""
    newest = sorted(
        (claim for claim in claims if claim.bounds != Bounds(None, None)),
        key=lambda claim: (claim.effective, claim.published, claim.id),
        reverse=True,
    )
    stand = [claim for claim in newest if not _lapsed(claim, newest[0])]
    if of_one_time := _of_one_time(stand):
        return of_one_time
    other = [claim for claim in newest[1:] if not share_an_institution(claim, newest[0])]
    return Headline(None, tuple(newest[:1] + other[:1]), former=_of_one_time(newest))


def _lapsed(claim: Comparable, newest: Comparable) -> bool:
    """Return whether a claim no longer stands at the date of the newest."""
    return (
        claim.lapses_after is not None and newest.effective - claim.effective > claim.lapses_after
    )


def _of_one_time(newest: Sequence[Comparable]) -> Headline | None:
    """Return what claims, newest first, say at the newest date of two institutions; else None."""
    for place, claim in enumerate(newest):
        standing = _beside(claim, newest, place)
        if any(not share_an_institution(claim, other) for other in standing[1:]):
            return _of_one_day(standing, newest)
    return None


def _of_one_day(standing: Sequence[Comparable], claims: Sequence[Comparable]) -> Headline:
    """Return what claims of one time say, the two furthest apart of one day where they can be.

    Within reach a count goes on. Where the institution of the later of the two spoke of the day of
    the other as well, that is what stands against it.
    """
    each = {claim.institutions: claim for claim in standing}
    for _ in standing:
        apart = outermost(each.values())
        if apart is None or apart.days == 0:
            break
        earlier, later = sorted((apart.lowest, apart.highest), key=lambda one: one.effective)
        same = [
            claim
            for claim in claims
            if claim.institutions == later.institutions
            and claim.counting == later.counting
            and days_later(earlier, claim) == 0
        ]
        if not same:
            break
        each[later.institutions] = same[0]
    of_one_time = sorted(each.values(), key=lambda claim: claim.effective, reverse=True)
    return Headline(of_one_time[0].effective, tuple(of_one_time), outermost(of_one_time))


def _beside(claim: Comparable, newest: Sequence[Comparable], place: int) -> list[Comparable]:
    """Return a claim and the newest of each other institution that is of its time or before."""
    standing = {claim.institutions: claim}
    for other in newest[place + 1 :]:
        if claim.effective_from - other.effective > _LONGEST:
            break
        if other.institutions not in standing and contemporaneous(claim, other):
            standing[other.institutions] = other
    return list(standing.values())


def standing(headline: Headline, claims: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a headline's claims, newest first, with what it says of each.

    `at`, its time, null for none; whether a row is the `lowest_of_all` or the `highest_of_all`, the
    two that are furthest apart; their `spread` and whether they `agree`. Then, with `former` true,
    the same of the claims of its former time.
    """
    parts = [_standing(headline, claims).assign(former=False)]
    if headline.former:
        parts.append(_standing(headline.former, claims).assign(former=True))
        parts = [part.astype(object) for part in parts]
    return pd.concat(parts, ignore_index=True)


def _standing(headline: Headline, claims: pd.DataFrame) -> pd.DataFrame:
    places = {id: place for place, id in enumerate(claims["id"])}
    ours = [places[claim.id] for claim in headline.standing if claim.id in places]
    rows = claims.take(ours).reset_index(drop=True)
    apart = headline.apart
    return rows.assign(
        at=pd.Timestamp(headline.at) if headline.at else pd.NaT,
        lowest_of_all=rows["id"] == (apart.lowest.id if apart else ""),
        highest_of_all=rows["id"] == (apart.highest.id if apart else ""),
        spread=apart.surely if apart else None,
        agree=apart.agree if apart else None,
    )


def outermost(claims: Iterable[Comparable]) -> Apart | None:
    """Return the two claims that are surely furthest apart, or else those of the outermost numbers.

    The second where the hedges of all leave room for one number. None for a single institution.
    """
    each = list(claims)
    apart = furthest_apart(each)
    if apart and not apart.agree:
        return apart
    ranked = sorted(each, key=lambda claim: (claim.number, claim.id))
    for lowest in ranked:
        others = (one for one in reversed(ranked) if not share_an_institution(one, lowest))
        if highest := next(others, None):
            return Apart(lowest, highest, divided(highest.bounds, lowest.bounds))
    return None


def furthest_apart(claims: Iterable[Comparable]) -> Apart | None:
    """Return the two claims of different institutions that are surely furthest apart.

    The floor of the one is divided by the ceiling of the other. None where no institution gives a
    floor that another's ceiling could lie below.
    """
    each = list(claims)
    floors = sorted(
        (claim for claim in each if claim.bounds.low is not None),
        key=lambda claim: (-_floor(claim), not claim.bounds.strict, claim.id),
    )
    ceilings = sorted(
        (claim for claim in each if claim.bounds.high is not None),
        key=lambda claim: (_ceiling(claim), not claim.bounds.strict, claim.id),
    )
    best: tuple[float, Comparable, Comparable] | None = None
    for upper in floors:
        if best and ceilings and _over(upper, ceilings[0]) <= best[0]:
            break
        lower = next((one for one in ceilings if not share_an_institution(one, upper)), None)
        if lower and (best is None or _over(upper, lower) > best[0]):
            best = _over(upper, lower), upper, lower
    if best is None:
        return None
    _, highest, lowest = best
    return Apart(lowest, highest, divided(highest.bounds, lowest.bounds))


def _floor(claim: Comparable) -> float:
    return claim.bounds.low or 0.0


def _ceiling(claim: Comparable) -> float:
    return claim.bounds.high or 0.0


def _over(upper: Comparable, lower: Comparable) -> float:
    """Return the floor of one claim over the ceiling of another; nothing lies below zero."""
    if _ceiling(lower) == 0:
        return inf if _floor(upper) > 0 else 1.0
    return _floor(upper) / _ceiling(lower)
