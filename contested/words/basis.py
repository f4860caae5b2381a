"""Which claims an answer rests on: those compared, what contradicts them, what came since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TypeVar

import pandas as pd

from contested import compare
from contested.rows import one_by_one
from contested.vocabulary import QUALIFIERS, WITHOUT_OFFICE
from contested.words.claim import Claim, said
from contested.words.numbers import missing

T = TypeVar("T")

#: How many claims are named one by one.
MOST_NAMED = 3


class Basis:
    """The claims that an answer rests on, by the part that each has in it.

    The answer, its notes and what it leaves out all ask here, so that none names what another does.
    """

    def __init__(self, current: pd.DataFrame, headline: pd.DataFrame) -> None:
        #: All of them, of which each is one of the next three.
        self.current = one_by_one(current)
        #: Those that compare, those that stand but count something else, and those that do not.
        self.ours = [claim for claim in self.current if not codes(claim)]
        self.annulled = [claim for claim in self.current if codes(claim) & ANNULLED]
        gone = ids([*self.ours, *self.annulled])
        self.parts = [claim for claim in self.current if claim["id"] not in gone]
        #: Those of the time that is compared, and those of a former one where they have lapsed.
        rows = one_by_one(headline)
        self.standing = [row for row in rows if not row["former"]]
        self.former = [row for row in rows if row["former"]]

    @property
    def of_one_time(self) -> bool:
        """Whether those that stand are of one time; no two are where only one is left."""
        return len(self.standing) > 1 and not missing(self.standing[0]["at"])

    @cached_property
    def newest(self) -> list[Claim]:
        """The newest of each institution that an answer begins with where those before lapsed."""
        lapsed = ids(claim for claim in self.ours if claim["lapsed"])
        stand = [claim for claim in self.standing if claim["id"] not in lapsed]
        return stand or self.standing[:1]

    @cached_property
    def before(self) -> list[Claim]:
        """The totals of an earlier time that lie above the highest; lapsed ones are aside."""
        if not self.of_one_time:
            return higher(self.standing[0], self.standing[1:])
        _, highest = lowest_and_highest(self.standing)
        standing = ids(self.standing)
        stand = [one for one in self.ours if not one["lapsed"] and one["id"] not in standing]
        return higher(highest, stand)

    @cached_property
    def newer(self) -> list[Claim]:
        """The claims of a later time than the one compared: of a former one, those that stand."""
        if self.of_one_time:
            return [claim for claim in self.ours if claim["effective"] > self.standing[0]["at"]]
        if not self.former:
            return []
        last = max(claim["effective"] for claim in self.former)
        named = ids([*self.newest, *self.former])
        stand = [one for one in self.ours if not one["lapsed"] and one["id"] not in named]
        return [claim for claim in stand if claim["effective"] > last]

    @cached_property
    def below(self) -> list[Claim]:
        """The totals of a later time that lie below the highest: the mirror of `before`."""
        if not self.of_one_time:
            return []
        _, highest = lowest_and_highest(self.standing)
        others = [claim for claim in self.newer if claim["origin"] != highest["origin"]]
        return [claim for claim in others if higher(claim, [highest])]

    @cached_property
    def last(self) -> list[Claim]:
        """Those of the newest date of all that is later than the one compared."""
        last = max((claim["as_of"] for claim in self.newer), default=None)
        return [claim for claim in self.newer if claim["as_of"] == last]

    @cached_property
    def since(self) -> list[Claim]:
        """What the institutions of the two ends have said since, where that is not named yet."""
        spoke = {claim["origin"] for claim in lowest_and_highest(self.standing)}
        named = ids(self.spoken_first)
        new = [one for one in self.newer if not one["lapsed"] and one["id"] not in named]
        return [claim for claim in new if claim["origin"] in spoke]

    @cached_property
    def others(self) -> list[Claim]:
        """Those that stand of institutions none of which is named before."""
        spoke = {name for one in self.spoken_first for name in str(one["origin"]).split(";")}
        stand = [claim for claim in self.ours if not claim["lapsed"]]
        return [one for one in stand if spoke.isdisjoint(str(one["origin"]).split(";"))]

    @cached_property
    def larger(self) -> list[Claim]:
        """Those that count something else and are surely larger than the only number.

        A part that exceeds it shows that it is not the whole. None where many do.
        """
        if len(self.standing) != 1 or self.standing[0]["counting"] == "period":
            return []
        larger = [
            claim
            for claim in self.parts
            if codes(claim) <= {"place", "only", "window"}
            and not missing(claim["lowest"])
            and open_end(claim) != "down"
            and claim["lowest"] > self.standing[0]["highest"]
        ]
        return few(larger)

    @property
    def unnamed_parts(self) -> list[Claim]:
        """Those that count something else but for what the answer prints of them."""
        if not self.standing:
            return self.parts if len(self.parts) > MOST_NAMED else []
        larger = ids(self.larger)
        return [part for part in self.parts if part["id"] not in larger]

    @property
    def spoken_first(self) -> list[Claim]:
        """Those of one time, and what is named beside them."""
        return [*self.standing, *self._around]

    @property
    def _around(self) -> list[Claim]:
        """What contradicts those of one time, and the newest, where these are few."""
        return [*few(self.before), *few(self.below), *few(self.last)]

    @cached_property
    def named(self) -> list[Claim]:
        """The claims whose numbers the answer prints, in its order."""
        if len(self.standing) < 2:
            return [*self.standing, *self.larger]
        if self.of_one_time:
            others = few(self.others) or official_counts(self.others)
            return [*ends_named(self.standing), *self._around, *self.since, *others]
        if self.former:
            return [*self.newest, *ends_named(self.former), *few(self.newer)]
        return self.standing


def few(claims: Iterable[T]) -> list[T]:
    """Return claims where they are few enough to be named one by one, else none."""
    each = list(claims)
    return each if len(each) <= MOST_NAMED else []


def official_counts(claims: Sequence[Claim]) -> list[Claim]:
    """Return the official counts among claims where there are few, by those who hold an office."""
    return few(
        [
            claim
            for claim in claims
            if claim["evidence"] == "official_count" and claim.get("kind") not in WITHOUT_OFFICE
        ]
    )


def higher(later: Claim, claims: Sequence[Claim]) -> list[Claim]:
    """Return which totals of an earlier time lie above a later one."""
    rows = {claim["id"]: claim for claim in claims}
    before = compare.higher_before(_comparables([later])[0], _comparables(claims))
    return [rows[one.id] for one in before]


def ids(claims: Iterable[Claim]) -> set[str]:
    """Return the ids of claims."""
    return {str(claim["id"]) for claim in claims}


def _comparables(claims: Iterable[Claim]) -> list[compare.Comparable]:
    return [compare.comparable(claim) for claim in claims]


def days_between(one: Claim, other: Claim) -> int:
    """Return how many days later the other of two claims is, counted between their nearest ends."""
    return compare.days_later(*_comparables([one, other]))


def all_equal(standing: Sequence[Claim]) -> bool:
    """Return whether all claims said the very same."""
    return len({said(claim) for claim in standing}) == 1


def lowest_and_highest(standing: Sequence[Claim]) -> tuple[Claim, Claim]:
    """Return the two claims of one time that are furthest apart."""
    lowest = next(claim for claim in standing if claim["lowest_of_all"])
    return lowest, next(claim for claim in standing if claim["highest_of_all"])


def furthest_apart(standing: Sequence[Claim]) -> tuple[compare.Apart, compare.Beyond]:
    """Return how far apart those two are, and which others reach beyond them."""
    each = {one.id: one for one in _comparables(standing)}
    low, high = (each[claim["id"]] for claim in lowest_and_highest(standing))
    apart = compare.Apart(low, high, compare.divided(high.bounds, low.bounds))
    return apart, compare.beyond(apart, each.values())


def ends_named(standing: Sequence[Claim]) -> list[Claim]:
    """Return those two, and what is named beyond them; all where all said the very same."""
    if all_equal(standing):
        return few(standing)
    rows = {claim["id"]: claim for claim in standing}
    _, beyond = furthest_apart(standing)
    around = (*few(beyond.floors), *few(beyond.ceilings), *few(beyond.ranges))
    return [*lowest_and_highest(standing), *(rows[one.id] for one in around)]


def codes(claim: Claim) -> set[str]:
    """Return the codes of why a claim stands apart; none for most."""
    return set() if missing(claim["apart"]) else set(str(claim["apart"]).split(";"))


#: The reasons for which a claim no longer stands, whatever it counts.
ANNULLED = {"corrected", "withdrawn", "misprinted"}


def open_end(claim: Claim) -> str:
    """Return the side on which a claim's number has no bound: "up", "down" or none."""
    return QUALIFIERS[claim["qualifier"]].open
