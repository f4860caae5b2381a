"""Claims beside each other: each set against what every institution said of its time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from contested.compare.reference import Reference, by_institution, reference
from contested.compare.times import Comparable, Comparison, Series, comparables, comparison
from contested.rows import one_by_one
from contested.words import Claim, missing


class Compared(NamedTuple):
    """Current claims, by id, and what each institution said of any time.

    `reference` is the institution that claims are set against, None where no claim has a number;
    `newest` its current claim, a row of queries.current, None where the selection holds none.
    """

    claims: Mapping[str, Comparable]
    series: Mapping[str, Series]
    reference: Reference | None
    newest: Claim | None

    def against(self, id: str, institutions: str = "") -> Comparison | None:
        """Return how a current claim stands to what an institution said of its time.

        To the reference where none is named. None for a claim that counts something else, and
        where there is no reference.
        """
        institutions = institutions or (self.reference.institutions if self.reference else "")
        if id not in self.claims or institutions not in self.series:
            return None
        return comparison(self.claims[id], self.series[institutions])

    @property
    def institutions(self) -> dict[str, str]:
        """The institutions that can be the reference, each with the source that spoke last."""
        return {
            name: series.claims[-1].source for name, series in self.series.items() if series.claims
        }


def compared(current: pd.DataFrame, series: pd.DataFrame, source: str = "") -> Compared:
    """Return current claims beside what each institution said of their time.

    `current` and `series` are what the queries of these names return about one quantity. `source`
    names the reference by any of its sources; one that said nothing that compares is passed over.
    """
    ours = current[current["apart"].isna()]
    claims = {claim.id: claim for claim in comparables(ours)}
    institutions = by_institution(comparables(series))
    chosen = _institutions(series, source)
    lapsed = set(ours.loc[ours["lapsed"], "id"])
    against = reference(claims.values(), institutions, chosen, lapsed)
    newest = next(
        (row for row in one_by_one(ours) if against and row["origin"] == against.institutions),
        None,
    )
    return Compared(claims, institutions, against, newest)


def _institutions(series: pd.DataFrame, source: str) -> str:
    """Return the institution of a source among the rows of queries.series; empty for none."""
    if not source or series.empty:
        return ""
    voices = series.drop_duplicates(["source", "origin"])
    alone = voices[voices["source"] == source]
    joint = voices[voices["source"].str.split(";").map(lambda sources: source in sources)]
    root = voices[voices["origin"] == source]
    institutions = [*alone["origin"], *root["origin"], *joint["origin"]]
    return "" if not institutions or missing(institutions[0]) else str(institutions[0])
