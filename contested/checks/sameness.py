"""What the addresses of articles have in common, for the rules that say what stands twice."""

from __future__ import annotations

import duckdb

from contested.checks.addresses import canonical
from contested.engine import run

# Addresses that may be one: what is left of them without all that canonical() leaves out, and
# more. Of a million addresses few have their like, and only those are taken apart.
_ALIKE = """
select line, id, url from raw.articles
where url is not null
    and line not in (select line from raw.misread where file = 'articles' and name = 'url')
    and hash(rough(url)) in (
    select hash(rough(url)) from raw.articles
    where url is not null
    group by hash(rough(url))
    having count(distinct url) > 1
)
order by line
"""

_ROUGH = """
create or replace temp macro rough(url) as regexp_replace(
    lower(url), '^https?://((www[0-9]?|m|mobile|amp)\\.)*|[?#].*$|:(80|443)|\\bamp\\b|[/.]', '', 'g'
)
"""


def canonical_addresses(con: duckdb.DuckDBPyConnection) -> None:
    """Make raw.canonical: articles with others like them, each with its canonical address."""
    run(con, _ROUGH)
    rows = run(con, _ALIKE).fetchall()
    con.execute(
        "create table raw.canonical (line bigint, id varchar, url varchar, address varchar)"
    )
    if rows:
        con.execute(
            "insert into raw.canonical select unnest($lines), unnest($ids), unnest($urls), "
            "unnest($addresses)",
            {
                "lines": [line for line, _, _ in rows],
                "ids": [id for _, id, _ in rows],
                "urls": [url for _, _, url in rows],
                "addresses": [canonical(url) for _, _, url in rows],
            },
        )
