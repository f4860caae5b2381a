"""A data folder of any size, shaped as the curated one: `python -m benchmarks.synthetic N FOLDER`.

Every row passes the checks. The claims have the curated data's mix of qualifiers, countings,
evidence and places, quantities of uneven size, hundreds of sources (some part of others), about
1.5 claims an article, and totals that grow. The same N and seed give the same files.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from contested.vocabulary import POPULATIONS

#: Rows that are the same at any size.
SMALL = {
    "conflicts": """id,name,began,ended,note
russia-ukraine,Russia–Ukraine war,2022-02-24,,
israel-gaza,Israel–Gaza war,2023-10-07,,
sudan,Sudan war,2023-04-15,,
""",
    "parties": """id,name,kind,people,forces,names
russia,Russia,state,Russian {people},,
ukraine,Ukraine,state,Ukrainian {people},,
north-korea,North Korea,state,North Korean {people},,
gaza,Gaza,population,,,
israel,Israel,state,Israeli {people},,
sudan,Sudan,state,Sudanese {people},,
rsf,Rapid Support Forces,armed_group,,,
united-states,United States,state,American {people},,
un,United Nations,organisation,,,
""",
    "stances": """conflict,party,side,role,article,url
russia-ukraine,russia,russian,belligerent,,https://example.org/sides
russia-ukraine,north-korea,russian,belligerent,,https://example.org/sides
russia-ukraine,ukraine,ukrainian,belligerent,,https://example.org/sides
israel-gaza,gaza,palestinian,belligerent,,https://example.org/sides
israel-gaza,israel,israeli,belligerent,,https://example.org/sides
sudan,sudan,army,belligerent,,https://example.org/sides
sudan,rsf,rsf,belligerent,,https://example.org/sides
""",
    "metrics": """id,label,unit,family,part_of,phrase,definition,names
casualties,Casualties,people,dead,,{people} killed or wounded,"Killed and wounded together.",
killed,Killed,people,dead,casualties,{people} killed,"People killed, as the source counts them.",
wounded,Wounded,people,dead,casualties,{people} wounded,"People wounded, as it counts them.",
captured,Captured,people,captive,,{people} captured,"People taken prisoner.",
deployed,Deployed,people,forces,,{people} deployed,"People sent to the war so far.",
displaced,Displaced,people,displaced,,{people} displaced,"People who had to leave their homes.",
""",
    "breaks": """source,metric,population,date,reason,article,conflict,subject,leads_to
source-3,killed,military,2024-06-01,From this date the missing are counted in.,,,,
""",
    "events": """id,conflict,began,ended,place,subjects,label,phrase,article,url
kursk,russia-ukraine,2024-08-06,2024-08-06,kursk,,Ukrainian forces enter Kursk,,,https://example.org/kursk
""",
    "scopes": """conflict,subject,place,since,reason
russia-ukraine,north-korea,kursk,,Its soldiers fought nowhere else.
""",
    "populations": "id,label,noun,definition,names\n"
    + "".join(
        f'{id},{each.label},{each.noun},"{each.definition}",\n' for id, each in POPULATIONS.items()
    ),
    "places": """id,name,part_of,conflict,names
bakhmut,Bakhmut,,,
gaza-strip,Gaza Strip,,,
kursk,Kursk,,,
mariupol,Mariupol,,,
""",
    "responses": "claim,response,sources,article,note\n",
    "acknowledged": "rule,row,reason,by,on\n",
}

#: The rest, as one query a file over `n` claims; `random` is a number in [0, 1) from two keys.
MACROS = """
create macro random(i, salt) as (hash(i * 1000003 + salt * 7919 + $seed) % 1000000) / 1000000.0;
create macro pick(i, salt, words) as
    words[1 + cast(floor(random(i, salt) * len(words)) as bigint)];
create macro kind_of(source) as
    pick(source, 1, ['government', 'military', 'intelligence', 'media', 'research', 'ngo']);
"""

SOURCES = """
select
    'source-' || i as id,
    case when i % 5 = 4 then 'Spokesman of organisation ' || (i - 4)
        else 'Organisation ' || i end as name,
    'Org ' || i as short,
    kind_of(i) as kind,
    pick(i, 2, [
        'independent', 'independent', 'russia', 'ukraine', 'united-states', 'un', 'gaza', 'israel',
        'sudan'
    ]) as affiliation,
    case when i % 5 = 4 then 'source-' || (i - 4) end as part_of,
    'https://source-' || i || '.example.org/' as homepage,
    null as names
from range($sources) as t (i)
order by i
"""

ARTICLES = """
create table article as
select
    i,
    date '2023-11-01' + cast(floor(random(i, 3) * 950) as integer) as published,
    cast(floor(230 * power(random(i, 4), 2)) as bigint) as outlet,
    concat_ws(
        '-',
        pick(i, 5, ['north', 'south', 'russian', 'ministry', 'army', 'officials', 'death', 'spy']),
        pick(i, 6, ['korea', 'toll', 'losses', 'troops', 'agency', 'says', 'rises']),
        pick(i, 7, ['honours', 'passes', 'reaches', 'puts', 'estimates', 'counts'])
    ) as words
from range(($n * 2 + 2) // 3) as t (i);
create table slug as
select *, 'outlet' || outlet || '-' || published || '-' || words || '-' || i as id from article;
"""

ARTICLES_CSV = """
select
    id, 'Outlet ' || outlet as publisher,
    case when random(i, 8) < 0.8
        then upper(substr(words, 1, 1)) || replace(substr(words, 2), '-', ' ')
        || ', according to a statement, in the ' || (i % 50 + 1) || 'th week' end as title,
    case when random(i, 9) < 0.3 then 'Writer ' || i % 900 end as author,
    'https://www.outlet' || outlet || '.example.org/' || strftime(published, '%Y/%m/%d')
        || '/world/' || words || '-' || i as url,
    null as archive_url, published, 'en' as language
from slug
order by i
"""

QUANTITIES = """
create table quantity as
select row_number() over (order by conflict, subject, metric, population) - 1 as q, *
from (
    values
        ('russia-ukraine', 'russia', date '2022-02-24'),
        ('russia-ukraine', 'ukraine', date '2022-02-24'),
        ('russia-ukraine', 'north-korea', date '2022-02-24'),
        ('israel-gaza', 'gaza', date '2023-10-07'),
        ('israel-gaza', 'israel', date '2023-10-07'),
        ('sudan', 'sudan', date '2023-04-15'),
        ('sudan', 'rsf', date '2023-04-15')
) as s (conflict, subject, began)
cross join (values ('killed', 0.3), ('casualties', 1.4), ('wounded', 1.0), ('captured', 0.05),
    ('deployed', 0.5), ('displaced', 4.0)) as m (metric, share)
cross join (values ('military', 1.0), ('civilian', 0.6)) as p (population, part);
"""

# A claim's number is a curve of its series (source, quantity, place) at its date: totals grow.
CLAIMS_CSV = """
with
    drawn as (
        select i, i * 2 // 3 as article,
            cast(floor(power(random(i * 2 // 3, 10), 2.2) * 42) as bigint) * 2 + i % 2 as q,
            cast(floor($sources * power(random(i * 2 // 3, 11), 2.5)) as bigint) as source,
            random(i, 12) as counted, random(i, 13) as hedged, random(i, 14) as located,
            random(i, 15) as noted
        from range($n) as t (i)
    ),
    placed as (
        select d.*, q.* exclude (q), s.id as article_id, s.published,
            s.published - cast(floor(random(d.i, 16) * 5) as integer) as as_of,
            case
                when metric = 'displaced' then 'snapshot'
                when metric = 'captured' and counted < 0.5 then 'period'
                when counted < 0.06 then 'period'
                else 'cumulative'
            end as counting,
            case when located < 0.2
                then pick(d.i, 17, ['kursk', 'bakhmut', 'mariupol', 'gaza-strip']) end as place
        from drawn as d
        join quantity as q on q.q = d.q
        join slug as s on s.i = d.article
    ),
    numbered as (
        select *,
            cast(greatest(10,
                (1 + random(source, 18)) * share * part * 80
                * case when place is null then 1.0 else 0.1 end
                * case counting
                    when 'period'
                        then 30 * (0.5 + random(source, 19 + date_diff('day', began, as_of)))
                    else date_diff('day', began, as_of) end
            ) as bigint) as number,
            case when hedged < 0.44 then 'exact' when hedged < 0.68 then 'about'
                when hedged < 0.83 then 'more_than' when hedged < 0.91 then 'range'
                when hedged < 0.97 then 'at_least' when hedged < 0.985 then 'up_to'
                else 'fewer_than' end as qualifier
        from placed
    )
select
    article_id || '-' || (i - (article * 3 + 1) // 2 + 1) as id,
    article_id as article,
    case
        when random(article, 20) < 0.05 and source > 0
            then 'source-' || source || ';source-' || (source - 1)
        else 'source-' || source
    end as sources,
    conflict, subject, metric, population,
    case when qualifier in ('more_than', 'at_least') then number
        when qualifier = 'range' then number - number // 10 end as low,
    case when qualifier in ('exact', 'about') then number
        when qualifier = 'range' and i % 8 = 0 then number end as best,
    case when qualifier in ('up_to', 'fewer_than') then number
        when qualifier = 'range' then number + number // 10 + 1 end as high,
    qualifier, counting,
    case counting when 'period' then as_of - cast(30 as integer)
        when 'cumulative' then began end as since,
    as_of, place,
    case when metric = 'displaced' or 'media' in (kind_of(source), kind_of(source - 1))
            then 'estimate' -- a newsroom keeps no official count
        else pick(i, 21, [
            'estimate', 'estimate', 'official_count', 'statement', 'documented', 'named'
        ]) end as evidence,
    case when noted < 0.5 and qualifier <> 'range'
        then case qualifier when 'exact' then '' when 'about' then 'some '
            else replace(qualifier, '_', ' ') || ' ' end || format('{:,}', number) end as stated,
    case when random(i, 22) < 0.57 then 'As the source counts them; row ' || i % 1000
        || ' of its table, read by hand.' end as note,
    null as supersedes, null as reason, null as event, null as "only", null as via,
    null as same_as, null as "interval", null as level
from numbered
order by i
"""


def write(n: int, folder: Path, seed: int = 1, sources: int = 400) -> None:
    """Write a valid data folder of n claims."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in SMALL.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    values = {"n": str(n), "seed": str(seed), "sources": str(sources)}
    with duckdb.connect() as con:

        def filled(query: str) -> str:
            for name, value in values.items():
                query = query.replace(f"${name}", value)
            return query

        con.execute(filled(MACROS + ARTICLES + QUANTITIES))
        for name, query in (
            ("sources", SOURCES),
            ("articles", ARTICLES_CSV),
            ("claims", CLAIMS_CSV),
        ):
            rows = con.sql(filled(query))
            rows.write_csv(str(folder / f"{name}.csv"), header=True)


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
