"""A short table shown whole, as text that wraps; it takes the focus where it scrolls."""

from __future__ import annotations

import pandas as pd

from contested.html.environment import rendered


def printed(rows: pd.DataFrame, alt: str, more: str = "") -> str:
    """Return rows as a table that only paper has, with `more` under it."""
    return rendered(
        "printed_table",
        alt=alt,
        names=[str(name) for name in rows.columns],
        rows=rows.astype(str).to_numpy().tolist(),
        more=more,
    )


def table(rows: pd.DataFrame, alt: str) -> str:
    """Return rows as a table that `alt` names aloud; its first column names each row."""
    return rendered(
        "plain_table",
        alt=alt,
        names=[str(name) for name in rows.columns],
        rows=rows.astype(str).to_numpy().tolist(),
    )
