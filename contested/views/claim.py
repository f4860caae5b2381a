"""One claim: what stands around it, and helps to judge whether its number is right."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from contested import queries
from contested.charts import trail
from contested.charts.style import Palette
from contested.compare import by_institution, comparables, comparison
from contested.engine import Engine
from contested.rows import one_by_one
from contested.selection import quantity_of
from contested.vocabulary import LAPSE
from contested.words import Claim, missing
from contested.words.surroundings import Other, Surroundings


def surroundings(engine: Engine, claim: Claim) -> Surroundings:
    """Return what stands around a claim, a row of queries.claims.

    A telling stands for its statement. What stands apart is set against nothing.
    """
    statement = str(claim["id"] if missing(claim["same_as"]) else claim["same_as"])
    others = [] if not missing(claim["apart"]) else _others(engine, statement)
    told = queries.tellings(engine, claim["id"])
    same = told["same_as"].fillna(told["id"]) == statement
    return Surroundings(
        claim,
        trail=_rows(queries.trail(engine, statement)),
        others=[one for one in others if one.comparison.beside],
        unlike=[one for one in others if one.comparison.nearest],
        tellings=_rows(told[same]),
        alike=_rows(told[~same]),
        responses=_rows(queries.responses(engine, claim["id"])),
        mixed_up=_rows(queries.mixed_up(engine, statement)),
    )


def trail_chart(engine: Engine, id: str, palette: Palette) -> go.Figure | None:
    """Return the numbers of a claim's institution as a chart; None where it gave one alone."""
    claim: Claim = queries.claim(engine, id)
    around = surroundings(engine, claim)
    if not trail.drawable(around.trail):
        return None
    of = quantity_of(claim)
    changes = queries.breaks(engine, of)
    every = queries.drawn(engine, of)
    others = one_by_one(every[every["id"].isin([one.claim["id"] for one in around.others])])
    return trail.chart(claim, around.trail, others, changes[changes["ours"]], palette)


def _others(engine: Engine, id: str) -> list[Other]:
    """Return what other institutions said, those nearest in time to a claim first.

    Where none spoke of its time these are of as long as a number stands: a reader who was told of
    none would take it for unopposed.
    """
    near = _compared(queries.around(engine, [id]), id)
    if any(other.comparison.beside for other in near):
        return near
    return _compared(queries.around(engine, [id], LAPSE.days), id)


def _compared(rows: pd.DataFrame, id: str) -> list[Other]:
    """Return how a claim stands to each other institution's of these rows, the nearest first."""
    said = {row["id"]: row for row in one_by_one(rows)}
    every = comparables(rows)
    target = next((claim for claim in every if claim.id == id), None)
    if target is None:
        return []
    compared = [comparison(target, series) for series in by_institution(every).values()]
    beside = [(one, one.beside[0] if one.beside else one.nearest) for one in compared]
    others = [(abs(near.days), Other(said[near.claim.id], one)) for one, near in beside if near]
    return [other for _, other in sorted(others, key=lambda one: (one[0], one[1].claim["id"]))]


def _rows(rows: pd.DataFrame) -> list[Claim]:
    return list(one_by_one(rows))
