"""The overview: a block a war, what was said last, what is furthest apart, an index of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from contested import addresses, compare
from contested.charts import axis
from contested.charts import legend as key
from contested.charts.compare import parts
from contested.html.environment import rendered
from contested.html.legend import legend
from contested.html.lists import quantity
from contested.html.picture_table import picture
from contested.rows import Quantity, Row, one_by_one, side
from contested.selection import QUANTITY, Selection
from contested.words import Claim, count, missing, said, short_month
from contested.words.comparisons import COMPATIBLE

#: Room beyond the highest mark of a strip, as a share of it.
_ROOM = 0.05

#: How a strip is read, after the key.
READING = "Each strip from zero, with numbers of about the same time."


def overview(
    *,
    blocks: Iterable[pd.DataFrame],
    apart: pd.DataFrame,
    quantities: pd.DataFrame,
    of_one_time: pd.DataFrame,
    said_last: pd.DataFrame,
    most: int,
    one: bool = False,
) -> str:
    """Return the overview as HTML that needs no script.

    `blocks` are the quantities of each war that is shown, `apart` those that are furthest apart:
    rows of queries.quantities, as `quantities` are all of them. `of_one_time` and `said_last` are
    what the queries of their names return; `most` of the last are listed. `one` says that it is of
    one war.
    """
    standing: dict[tuple[Any, ...], list[Claim]] = {}
    for claim in one_by_one(of_one_time):
        standing.setdefault(_key(claim), []).append(claim)
    last = {_key(claim): claim for claim in one_by_one(said_last)}
    drawn = [block for block in blocks if len(block)]
    wars = [block["conflict"].iloc[0] for block in drawn]
    strips = of_one_time[of_one_time["conflict"].isin(wars)]
    return rendered(
        "overview",
        # Made by a template, which escapes; without a strip there is nothing to read.
        key=Markup(legend(key.parts(strips, across=True)) if wars else ""),
        reading=READING,
        compatible=COMPATIBLE,
        one=one,
        everything=addresses.overview(),
        changes=addresses.changes(Selection(conflict=wars[0]) if one and wars else Selection()),
        blocks=[
            _war(quantities[quantities["conflict"] == war])
            | {
                "lines": [
                    _line(row, standing[_key(row)], last.get(_key(row)))
                    for row in one_by_one(block)
                ]
            }
            for war, block in zip(wars, drawn, strict=True)
        ],
        said_last=[
            {"claim": claim, "timeline": addresses.timeline(quantity(claim), str(claim["id"]))}
            for claim in one_by_one(said_last.head(most))
        ],
        apart=[_apart(row, standing[_key(row)]) for row in one_by_one(apart)],
    )


def index(
    wars: Iterable[pd.DataFrame], one: bool = False, whole: bool = True, title: str = ""
) -> str:
    """Return every quantity by war, each war a list that opens; of one war it stands open.

    `wars` are the quantities of each, rows of queries.quantities. Without `whole` the wars alone,
    each with the way to its own overview. A `title` stands over all.
    """
    return rendered(
        "overview_index",
        one=one,
        title=title,
        index=[
            _war(war) | {"rows": [_row(row) for row in one_by_one(war, Quantity)] if whole else []}
            for war in wars
        ],
    )


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row[word] for word in QUANTITY)


def _war(quantities: pd.DataFrame) -> dict[str, Any]:
    """Return what stands in a war's heading: its name, dates, how much is here, and how new."""
    first = quantities.iloc[0]
    return {
        "id": first["conflict"],
        "name": first["conflict_name"],
        "address": addresses.overview(Selection(conflict=first["conflict"])),
        "began": first["began"],
        "ended": first["ended"],
        "claims": int(quantities["claims"].sum()),
        "number": len(quantities),
        "newest": quantities["newest"].max(),
    }


def _line(row: Row, standing: Sequence[Claim], last: Claim | None) -> dict[str, Any]:
    """Return one quantity of a block: its strip, and the two that are furthest apart in words."""
    values = axis.Axis(0.0, float(max(claim["highest"] for claim in standing) or 1), log=False)
    values = values._replace(high=values.high * (1 + _ROOM))
    lowest, highest = (_of(standing, row[f"{end}_claim"]) for end in ("lowest", "highest"))
    ends = [values.at(float(claim["number"])) or 0.0 for claim in (lowest, highest)]
    newer = last is not None and last["effective"] > row["at"]
    return {
        "name": row["name"],
        "timeline": addresses.timeline(quantity(row)),
        "who": f"{count(len(standing), 'institution')}, {short_month(row['at'])}",
        "pictures": [picture(claim, values) for claim in reversed(standing)],
        "between": f"left:{ends[0]:.2%};width:{ends[1] - ends[0]:.2%}"
        if not row["agree"] and ends[1] > ends[0]
        else "",
        "same": len({said(claim) for claim in standing}) == 1,
        "agree": bool(row["agree"]),
        "lowest": lowest,
        "highest": highest,
        "last": last if newer and last is not None else None,
    }


def _of(claims: Iterable[Claim], id: str) -> Claim:
    return next(claim for claim in claims if claim["id"] == id)


def _apart(row: Row, standing: Sequence[Claim]) -> dict[str, Any]:
    lowest, highest = (_of(standing, row[f"{end}_claim"]) for end in ("lowest", "highest"))
    ratio = compare.ratio(highest, lowest)
    return {
        "name": row["name"],
        "war": row["conflict_name"],
        "timeline": addresses.timeline(quantity(row)),
        "ratio": ratio.words,
        "lowest": lowest,
        "highest": highest,
    }


def _row(row: Quantity) -> dict[str, Any]:
    """Return one quantity of the index: its numbers of one time, or its newest, in words."""
    ends = [_end(side(row, name)) for name in ("lowest", "highest")]
    one = row["lowest_claim"] == row["highest_claim"]
    return {
        "name": row["name"],
        "timeline": addresses.timeline(quantity(row)),
        "ends": [] if ends[0] is None else ends[:1] if one or ends[0] == ends[1] else ends,
        "at": None if missing(row["at"]) else row["at"],
        "institutions": int(row["origins"]),
        "claims": int(row["claims"]),
        "newest": row["newest"],
    }


def _end(end: Row) -> str | None:
    return None if missing(end["claim"]) else parts({**end, "stated": None})[0]
