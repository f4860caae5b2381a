"""The institutions behind reports, and who speaks for each."""

from __future__ import annotations

import pandas as pd

from contested.html.environment import rendered


def institutions(origins: pd.DataFrame) -> str:
    """Return rows of queries.origins as a list."""
    return rendered("institutions", institutions=origins.to_dict("records"))
