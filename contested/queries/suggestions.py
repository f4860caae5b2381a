"""What may have been meant: ids near one that names nothing."""

from __future__ import annotations

import pandas as pd

from contested.engine import Engine

#: Ids are compared that begin with the same letters, so a large table is not compared whole; the
#: sources are few.
_SAME = {"claim": 3, "article": 3, "source": 1}

_NEAR = """
with
    named as (
        select 'claim' as kind, id, quantity as label from claim
        union all
        select 'article' as kind, id, publisher as label from article
        union all
        select 'source' as kind, id, name as label from source
    ),
    measured as (
        select id, label, levenshtein(id, $id) as steps
        from named
        where kind = $kind and id like $start escape '\\'
    )
select id, label from measured
where steps <= $most
order by steps, id
limit 5
"""


def similar(engine: Engine, kind: str, id: str) -> pd.DataFrame:
    """The claims, articles or sources (`kind`) whose ids are nearest to one that names nothing.

    Columns: id, and label, the quantity, the publisher or the name. At most five, those with the
    fewest letters changed first; none where more than a third of the letters would have to change.
    """
    start = id[: _SAME[kind]]
    for mark in "\\%_":
        start = start.replace(mark, "\\" + mark)
    values = {"id": id, "kind": kind, "start": f"{start}%", "most": max(2, len(id) // 3)}
    return engine.rows(_NEAR, values)
