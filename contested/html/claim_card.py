"""All about one claim: who, how hedged, when, where printed; and the claims beside it."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from contested import addresses
from contested.html.environment import rendered
from contested.rows import Source, one_by_one
from contested.words import Claim, profiles
from contested.words import surroundings as words


def card(claim: Claim, voices: Iterable[Source]) -> str:
    """Return a claim's card: a row of queries.claims, and the sources that state it."""
    speakers = list(voices)
    return rendered(
        "claim_card",
        claim=claim,
        voices=[{"name": one["name"], "address": addresses.source(one["id"])} for one in speakers],
        part_of=profiles.part_of(speakers),
        title=profiles.heading(claim),
        address=addresses.claim(claim["id"]),
    )


def beside(heading: str, claims: pd.DataFrame, who: str) -> str:
    """Return claims as a list under a heading, each after the column `who`."""
    return rendered("claims_beside", heading=heading, claims=one_by_one(claims), who=who)


def surroundings(around: words.Surroundings) -> str:
    """Return what stands around a claim, and helps to judge whether its number is right."""
    return rendered(
        "surroundings",
        heading=words.HEADING,
        lede=words.LEDE,
        summary=words.summary(around),
        sections=words.sections(around),
        address=addresses.claim,
    )
