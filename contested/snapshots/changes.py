"""What has become of a snapshot's claims in the data as they are now."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from contested import export, queries
from contested.engine import Engine
from contested.selection import parse
from contested.snapshots.content import Snapshot
from contested.views import answer_now, claims_now
from contested.words import capital, count, listed, small

#: Columns that follow from others, or from how the view was asked for: no revision by themselves.
_DERIVED = frozenset(
    {
        "said",
        "citation",
        "apart",
        "apart_codes",
        "superseded_by",
        "superseded_on",
        "quantity",
        "source_name",
    }
    | {"relation", "origin", "unit", "side", "tellings", "place_id", "form"}
    | {"withdrawn_on", "misprinted_on", "disputed_on", "denied_on"}
)

#: What was said about a claim since, and the column that dates it.
_ANSWERED = {
    "withdrawn": "withdrawn_on",
    "misprinted": "misprinted_on",
    "disputed": "disputed_on",
    "denied": "denied_on",
}


class Revision(NamedTuple):
    """One claim that is not as it was: how, and the claim then and now (None: gone).

    `kind` is "revised" (its own values changed; `columns` names them), "superseded" (a later claim
    corrects it; `by` is that claim), "withdrawn", "misprinted", "disputed" or "denied" (a response
    said so) or "gone" (the data hold it no longer).
    """

    kind: str
    then: Mapping[str, Any]
    now: Mapping[str, Any] | None
    columns: list[str]
    by: Mapping[str, Any] | None


class Changes(NamedTuple):
    """What has changed since a snapshot: its claims' revisions, and claims the view shows anew.

    `answer` is what the view answers now where that is not what the snapshot says: the numbers may
    be others, or the rule by which they are set against each other, or only the words.
    """

    claims: int
    revisions: list[Revision]
    added: list[dict[str, Any]]
    same_data: bool
    answer: str = ""

    @property
    def sentence(self) -> str:
        """What has changed, in a sentence."""
        return sentence(self)


def changes(engine: Engine, snapshot: Snapshot, data: str) -> Changes:
    """Return what has become of a snapshot's claims; `data` is the hash of the data as they are."""
    frozen = snapshot.claims
    if data == snapshot["data"]:
        return Changes(len(frozen), [], [], same_data=True)
    now = known(engine, [claim["id"] for claim in frozen])
    later = known(
        engine,
        [
            claim["superseded_by"]
            for id, claim in now.items()
            if claim["superseded_by"] and not _before(frozen, id)
        ],
    )
    revisions = [
        revision for claim in frozen if (revision := _revision(claim, now.get(claim["id"]), later))
    ]
    selection, _ = parse(snapshot["query"])
    today = claims_now(engine, selection, snapshot["view"])
    ids = {claim["id"] for claim in frozen}
    added = rows(today[~today["id"].isin(ids)])
    answer = answer_now(engine, selection, snapshot["view"])
    other = "" if answer == snapshot["answer"] else answer
    return Changes(len(frozen), revisions, added, same_data=False, answer=other)


def known(engine: Engine, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return claims by id, with the columns of an export; those the data do not hold left out."""
    return {claim["id"]: claim for claim in rows(queries.these(engine, ids))}


def rows(claims: pd.DataFrame) -> list[dict[str, Any]]:
    """Return claims as an export in JSON has them."""
    exported: list[dict[str, Any]] = json.loads(export.json_(claims)) if len(claims) else []
    return exported


def sentence(changed: Changes) -> str:
    """Return what has changed, in a sentence.

    >>> sentence(Changes(14, [], [], same_data=True))
    'The data have not changed since.'
    >>> sentence(Changes(14, [], [], same_data=False))
    'None of the 14 claims has been revised since.'
    """
    if changed.same_data:
        return "The data have not changed since."
    kinds = {
        "revised": ("has been revised", "have been revised"),
        "superseded": ("has been superseded", "have been superseded"),
        "withdrawn": ("has been withdrawn", "have been withdrawn"),
        "misprinted": ("was misprinted", "were misprinted"),
        "disputed": ("has been disputed", "have been disputed"),
        "denied": ("has been denied", "have been denied"),
        "gone": ("has left the data", "have left the data"),
    }
    counted = {kind: sum(revision.kind == kind for revision in changed.revisions) for kind in kinds}
    parts = [
        f"{small(number)} {kinds[kind][0 if number == 1 else 1]}"
        for kind, number in counted.items()
        if number
    ]
    of = count(changed.claims, "claim")
    if not parts and changed.claims == 1:
        text = "The claim has not been revised since"
    elif not parts:
        text = f"None of the {of} has been revised since"
    else:
        text = f"Of the {of}, {listed(parts)} since"
    if len(parts) == 1 and changed.revisions:
        number = len(changed.revisions)
        verb = kinds[changed.revisions[0].kind][0 if number == 1 else 1]
        who = "The claim" if changed.claims == 1 else f"{capital(small(number))} of {of}"
        text = f"{who} {verb} since"
    if changed.added:
        more = count(len(changed.added), "more claim")
        text += f"; {more} would be shown now"
    return f"{text}."


def _revision(
    then: Mapping[str, Any], now: Mapping[str, Any] | None, later: Mapping[str, Mapping[str, Any]]
) -> Revision | None:
    if now is None:
        return Revision("gone", then, None, [], None)
    columns = [
        name for name in then if name not in _DERIVED and name in now and then[name] != now[name]
    ]
    if columns:
        return Revision("revised", then, now, columns, None)
    if now["superseded_by"] and not then.get("superseded_by"):
        return Revision("superseded", then, now, [], later.get(now["superseded_by"]))
    for kind, column in _ANSWERED.items():
        if now[column] and not then.get(column):
            return Revision(kind, then, now, [], None)
    return None


def _before(frozen: Sequence[Mapping[str, Any]], id: str) -> bool:
    """Return whether a claim was superseded already when it was frozen."""
    return any(claim["id"] == id and claim.get("superseded_by") for claim in frozen)
