"""A view of a selection → a snapshot: evaluated here, from the data at hand and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from contested import __version__, cite, queries
from contested.charts.style import DARK, LIGHT, Palette
from contested.engine import Engine
from contested.rows import one_by_one
from contested.selection import Selection
from contested.snapshots.changes import rows
from contested.snapshots.content import FORMAT, Snapshot, frozen
from contested.snapshots.store import store
from contested.views import seen

#: How Plotly's text has a colour within it.
_SPAN = '<span style="color:'


def freeze(
    engine: Engine,
    data: str,
    selection: Selection,
    view: str,
    made: datetime | None = None,
) -> Snapshot:
    """Return what a view shows of a selection, frozen; `data` is the hash of the data asked.

    The same view of the same data gives the same id. Raises BadSelection, as views.seen does.
    """
    frozen_view = seen(engine, selection, view)
    claims = rows(frozen_view.claims)
    content: dict[str, Any] = {
        "format": FORMAT,
        "view": view,
        "query": frozen_view.selection.query(),
        "quantity": frozen_view.quantity,
        "title": frozen_view.title,
        "answer": frozen_view.answer,
        "narrowing": frozen_view.narrowing,
        "alt": frozen_view.alt,
        "data": data,
        "program": __version__,
        "count": len(claims),
        "colours": colours(LIGHT, DARK),
        "terms": [one._asdict() for one in queries.terms(engine, claims=frozen_view.claims)],
        "claims": claims,
        "citations": citations(frozen_view.claims),
        "chart": json.loads(frozen_view.picture.to_json()),
    }
    return frozen(content, made)


def citations(claims: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the articles that print claims as CSL-JSON, each once, in the claims' order."""
    articles = one_by_one(claims.drop_duplicates("article"))
    return [cite.item(cite.article({**row, "id": row["article"]})) for row in articles]


def colours(light: Palette, dark: Palette) -> dict[str, str]:
    """Return each colour of a light ground with its colour on a dark one."""
    names = ("ground", "ink", "muted", "grid", "band")
    pairs = [(getattr(light, name), getattr(dark, name)) for name in names]
    pairs += [(light.relation[name], dark.relation[name]) for name in light.relation]
    return dict(pairs)


def recoloured(chart: Any, pairs: Mapping[str, str]) -> Any:
    """Return a chart with every colour that `pairs` names replaced; nothing else is touched.

    >>> recoloured({"color": "#ffffff", "text": ["#ffffff!"]}, {"#ffffff": "#000000"})
    {'color': '#000000', 'text': ['#ffffff!']}
    >>> recoloured('<span style="color:#ffffff">a</span>', {"#ffffff": "#000000"})
    '<span style="color:#000000">a</span>'
    """
    if isinstance(chart, str):
        if chart in pairs:
            return pairs[chart]
        for light, dark in pairs.items():
            chart = chart.replace(_SPAN + light, _SPAN + dark)
        return chart
    if isinstance(chart, Mapping):
        return {name: recoloured(value, pairs) for name, value in chart.items()}
    if isinstance(chart, Iterable):
        return [recoloured(value, pairs) for value in chart]
    return chart


def saved(engine: Engine, data: str, selection: Selection, view: str) -> tuple[Snapshot, bool]:
    """Return what a view shows of a selection, frozen and saved, and whether it is new.

    What was saved before comes back with the time it was made then.
    """
    snapshot = freeze(engine, data, selection, view)
    if store().save(snapshot):
        return snapshot, True
    return store().read(snapshot.id), False
