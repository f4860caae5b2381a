"""The institutions behind reports, and who speaks for each."""

from __future__ import annotations

import pandas as pd

from contested.html.environment import rendered
from contested.rows import one_by_one


def institutions(origins: pd.DataFrame) -> str:
    """Return rows of queries.origins as a list."""
    return rendered("institutions", institutions=one_by_one(origins))
