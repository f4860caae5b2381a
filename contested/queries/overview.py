"""What an overview shows of many quantities: the claims of their one time, the last of each."""

from __future__ import annotations

import pandas as pd

from contested.engine import Engine
from contested.queries.conditions import CLAIM
from contested.selection import Selection

_OF_ONE_TIME = """
select CLAIM
from (
    select unnest(string_split(claims, ';')) as id
    from headline
    where claims is not null and ($conflict = '' or conflict = $conflict)
) as h
join claim as c on c.id = h.id
order by c.conflict, c.subject, c.metric, c.population, c.event, c.number desc, c.id
""".replace("CLAIM", CLAIM)

_SAID_LAST = """
select CLAIM
from (
    select id, row_number() over (
            partition by conflict, subject, metric, population, event
            order by published desc, as_of desc, id desc
        ) as place
    from claim
    where apart is null and number is not null and same_as is null and annulled_on is null
        and ($conflict = '' or conflict = $conflict)
) as l
join claim as c on c.id = l.id
where l.place = 1
order by c.published desc, c.as_of desc, c.id
""".replace("CLAIM", CLAIM)


def of_one_time(engine: Engine, selection: Selection) -> pd.DataFrame:
    """The claims that each quantity's headline is made of, one an institution; highest first.

    The columns of `claims`, in the order of the quantities. A quantity without a time of which two
    institutions speak has no rows. Only the selection's conflict narrows it.
    """
    return engine.rows(_OF_ONE_TIME, {"conflict": selection.conflict})


def said_last(engine: Engine, selection: Selection) -> pd.DataFrame:
    """The claim of each quantity that was printed last, the last one first.

    The columns of `claims`. Claims set apart, further tellings, and what was withdrawn or
    corrected are left out. Only the selection's conflict narrows it.
    """
    return engine.rows(_SAID_LAST, {"conflict": selection.conflict})
