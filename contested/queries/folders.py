"""The data folders that the claims come from: what they say of themselves, and their terms."""

from __future__ import annotations

import pandas as pd

from contested.engine import Engine
from contested.folders import Terms
from contested.queries.conditions import select
from contested.rows import one_by_one
from contested.selection import Selection
from contested.words import missing

_FOLDERS = """
select f.id, f.title, f.description, f.version, f.terms_name, f.terms_title, f.terms_url
from folder as f
order by f.position
"""

_FOLDERS_OF = "select distinct c.folder as id from claim as c where {selected} order by c.folder"


def folders(engine: Engine) -> pd.DataFrame:
    """Every data folder of the database, the base first.

    Columns: id; title, description and version as the folder says them, "" for what it does not
    say; terms_name, terms_title and terms_url, null where it names no terms.
    """
    return engine.rows(_FOLDERS)


def terms(
    engine: Engine, selection: Selection | None = None, claims: pd.DataFrame | None = None
) -> list[Terms]:
    """The terms of the folders that a selection's claims, or these, come from; each once.

    In the folders' order; those of all folders when neither is given.
    """
    every = one_by_one(folders(engine))
    if len(every) > 1 and claims is not None:
        ids = set(claims["folder"])
        every = [row for row in every if row["id"] in ids]
    elif len(every) > 1 and selection is not None:
        ids = set(select(engine, _FOLDERS_OF, selection)["id"])
        every = [row for row in every if row["id"] in ids]
    named = [row for row in every if not missing(row["terms_url"])]
    each = (Terms(row["terms_name"], row["terms_title"], row["terms_url"]) for row in named)
    return list(dict.fromkeys(each))
