-- The integrity rules of a data folder, over its typed rows (schema `raw`, one table a file, each
-- row with its `line`). A block starts with its kind and name:
--
--   table  made before the rules are run, for several of them
--   id     asked of every file that has ids; {file} is its name
--   ref    asked of every column of references; {file}, {column} and {target} name them
--   refs   the same for columns that join several ids with ";"
--   rule   the rows that break it: file, line, column, value, message (what would pass), severity
--
-- `raw.misread` holds the cells that were reported for themselves and stand as null here, and
-- `raw.salvaged` the ids that are known although their row is not, so that one slip is one problem.

-- id: duplicate
-- An id names one row. (Hashes find the few candidates; the ids themselves decide.)
select '{file}.csv', line, 'id', id,
    'line ' || first_line || ' has the same id; an id names one row', 'error'
from (
    select line, id, min(line) over (partition by id) as first_line
    from raw.{file}
    where hash(id) in (select hash(id) from raw.{file} group by hash(id) having count(*) > 1)
) as ranked
where line > first_line
order by line

-- ref: unknown
-- A reference names a row of its file.
select '{file}.csv', line, '{column}', {column}, {column}
from raw.{file}
where {column} is not null
    and {column} not in (select id from raw.{target} where id is not null)
    and {column} not in (select id from raw.salvaged where file in ('{target}', '{file}.{column}'))
    and line not in (select line from raw.misread where file = '{file}' and name = '{column}')
order by line

-- refs: unknown
-- Each of several references names a row of its file.
select '{file}.csv', c.line, '{column}', c.{column}, u.part
from raw.{file} as c
join (
    select value, unnest(string_split(value, ';')) as part
    from (select distinct {column} as value from raw.{file}) as d
) as u on u.value = c.{column}
where u.part not in (select id from raw.{target} where id is not null)
    and u.part not in (select id from raw.salvaged where file = '{target}')
    and c.line not in (select line from raw.misread where file = '{file}' and name = '{column}')
order by c.line, u.part

-- rule: a source stands once in a claim
select 'claims.csv', c.line, 'sources', c.sources, r.source || ' stands twice; name a source once',
    'error'
from raw.claims as c
join (
    select distinct sources, source
    from (
        select sources, unnest(string_split(sources, ';')) as source
        from (select distinct sources from raw.claims) as d
    ) as split
    group by sources, source
    having count(*) > 1
) as r on r.sources = c.sources
order by c.line

-- table: loop
-- Rows whose `part_of` leads back to themselves, with the way it goes.
with recursive
    step (file, line, id, next) as (
        select 'sources', line, id, part_of from raw.sources where part_of is not null
        union all
        select 'metrics', line, id, part_of from raw.metrics where part_of is not null
        union all
        select 'claims', line, id, supersedes from raw.claims where supersedes is not null
    ),
    walk (file, line, id, next, way, visited) as (
        select file, line, id, next, id || ' > ' || next, [id] from step
        union all
        select w.file, w.line, w.id, s.next, w.way || ' > ' || s.next, list_append(w.visited, s.id)
        from walk as w
        join step as s on s.file = w.file and s.id = w.next
        where w.next <> w.id and not list_contains(w.visited, w.next)
    )
select file, line, way from walk where next = id

-- rule: part_of and supersedes do not lead back
select file || '.csv', line, case file when 'claims' then 'supersedes' else 'part_of' end,
    split_part(way, ' > ', 2), 'it leads back to itself (' || way || '); leave it empty in one row',
    'error'
from raw.loop
order by file, line

-- rule: a party takes one side
select 'stances.csv', line, 'party', party,
    'line ' || first_line || ' gives its side in this conflict; a party takes one', 'error'
from (
    select line, party, min(line) over (partition by conflict, party) as first_line from raw.stances
) as ranked
where line > first_line
order by line

-- rule: the whole of a subject begins on one day
select 'scopes.csv', line, 'since', cast(since as varchar),
    'line ' || first_line || ' gives a day for this subject; leave one', 'error'
from (
    select line, since, min(line) over (partition by conflict, subject) as first_line
    from raw.scopes
    where place is null and since is not null
) as ranked
where line > first_line
order by line

-- rule: an event, a break and a scope stand once
select file, line, name, value, 'line ' || first_line || ' says the same; leave one', 'error'
from (
    select 'events.csv' as file, line, 'label' as name, label as value,
        min(line) over (partition by conflict, date, label) as first_line
    from raw.events
    union all
    select 'breaks.csv', line, 'date', cast(date as varchar),
        min(line) over (partition by source, metric, population, date)
    from raw.breaks
    union all
    select 'scopes.csv', line, 'place', place, min(line) over (partition by conflict, subject, place)
    from raw.scopes
    where place is not null
) as ranked
where line > first_line
order by file, line

-- rule: a conflict ends after it began
select 'conflicts.csv', line, 'ended', cast(ended as varchar),
    'it began on ' || began || '; a conflict ends on that day or later', 'error'
from raw.conflicts
where ended < began

-- rule: a scope is a place or a date
select 'scopes.csv', line, 'place', coalesce(place, ''),
    case when place is null then 'fill place or since' else 'since is ' || since || '; fill one of the two' end,
    'error'
from raw.scopes
where (place is null) = (since is null)
    and line not in (select line from raw.misread where file = 'scopes')
order by line

-- rule: an article stands once
-- A page that is rewritten in place is another article at each date it is read.
select 'articles.csv', line, 'url', url,
    'line ' || first_line || ' has the same address and date; an article stands once', 'error'
from (
    select line, url, min(line) over (partition by url, published) as first_line
    from raw.articles
    where hash(url) in (
        select hash(url) from raw.articles where url is not null group by hash(url) having count(*) > 1
    )
) as ranked
where line > first_line
order by line

-- rule: an article has an address
select 'articles.csv', line, 'url', '', 'give the address that it can be read at', 'notice'
from raw.articles
where url is null
    and line not in (select line from raw.misread where file = 'articles' and name = 'url')
order by line

-- rule: a claim stands once
-- The same article, sources, quantity, numbers, counting, dates and place.
select 'claims.csv', line, 'id', id, 'line ' || first_line || ' says the same; leave one', 'error'
from (
    select line, id,
        min(line) over (
            partition by article, sources, conflict, subject, metric, population, low, best, high,
                qualifier, counting, since, as_of, place
        ) as first_line
    from raw.claims
    where
        hash(article, metric, low, best, high) in (
            select hash(article, metric, low, best, high) as said
            from raw.claims
            group by said
            having count(*) > 1
        )
        and line not in (select line from raw.misread where file = 'claims')
) as ranked
where line > first_line
order by line

-- rule: low, best and high rise
select 'claims.csv', line, name, cast(value as varchar), message, 'error'
from (
    select line, 'best' as name, best as value, 'low is ' || low || '; best is low or more' as message
    from raw.claims
    where best < low
    union all
    select line, 'best', best, 'high is ' || high || '; best is high or less'
    from raw.claims
    where best > high
    union all
    select line, 'high', high, 'low is ' || low || '; high is more than low'
    from raw.claims
    where high < low
) as fallen
order by line

-- rule: a range is wider than one number
select 'claims.csv', line, 'high', cast(high as varchar),
    'low is the same; use exact or about, with best ' || high, 'error'
from raw.claims
where qualifier = 'range' and low = high
order by line

-- rule: a qualifier fits the numbers given
select 'claims.csv', c.line, 'qualifier', c.qualifier,
    c.qualifier || ' takes ' || q.takes || '; '
        || concat_ws(
            ', ',
            case
                when c.low is null and q.low = 'filled' then 'low is empty'
                when q.low = 'empty' then 'low is ' || c.low
            end,
            case
                when c.best is null and q.best = 'filled' then 'best is empty'
                when q.best = 'empty' then 'best is ' || c.best
            end,
            case
                when c.high is null and q.high = 'filled' then 'high is empty'
                when q.high = 'empty' then 'high is ' || c.high
            end
        ),
    'error'
from raw.claims as c
join raw.qualifiers as q on q.id = c.qualifier
where (
        (c.low is null and q.low = 'filled') or (c.low is not null and q.low = 'empty')
        or (c.best is null and q.best = 'filled') or (c.best is not null and q.best = 'empty')
        or (c.high is null and q.high = 'filled') or (c.high is not null and q.high = 'empty')
    )
    and c.line not in (
        select line from raw.misread where file = 'claims' and name in ('low', 'best', 'high')
    )
order by c.line

-- rule: counting starts before it ends
select 'claims.csv', line, 'since', cast(since as varchar),
    'as_of is ' || as_of || '; counting starts on that day or before', 'error'
from raw.claims
where since > as_of
order by line

-- rule: a period has a beginning
select 'claims.csv', line, 'since', '', 'a period takes the date it is counted from', 'error'
from raw.claims
where counting = 'period' and since is null
    and line not in (select line from raw.misread where file = 'claims' and name = 'since')
order by line

-- rule: a snapshot has no beginning
select 'claims.csv', line, 'since', cast(since as varchar),
    'a snapshot is true of one day; leave since empty', 'error'
from raw.claims
where counting = 'snapshot' and since is not null
order by line

-- rule: nothing is printed before it is true
select 'claims.csv', c.line, 'as_of', cast(c.as_of as varchar),
    'the article was published on ' || a.published || '; as_of is that day or before', 'error'
from raw.claims as c
join raw.articles as a on a.id = c.article
where c.as_of > a.published
order by c.line

-- rule: a claim falls into its conflict
select 'claims.csv', c.line, 'as_of', cast(c.as_of as varchar),
    c.conflict || ' began on ' || f.began || '; is the claim about it?', 'notice'
from raw.claims as c
join raw.conflicts as f on f.id = c.conflict
where c.as_of < f.began
order by c.line

-- rule: a correction says why
select 'claims.csv', line, 'reason', '', 'say why it supersedes ' || supersedes, 'error'
from raw.claims
where supersedes is not null and reason is null
    and line not in (select line from raw.misread where file = 'claims' and name = 'reason')
order by line

-- rule: a correction is of the same quantity
select 'claims.csv', c.line, 'supersedes', c.supersedes,
    'it counts ' || concat_ws(', ', o.conflict, o.subject, o.metric, o.population)
        || '; a correction counts the same, and this claim counts '
        || concat_ws(', ', c.conflict, c.subject, c.metric, c.population),
    'error'
from (select * from raw.claims where supersedes is not null) as c
join raw.claims as o on o.id = c.supersedes
where (o.conflict, o.subject, o.metric, o.population)
    is distinct from (c.conflict, c.subject, c.metric, c.population)
order by c.line

-- rule: a correction is printed after what it corrects
select 'claims.csv', c.line, 'supersedes', c.supersedes,
    'it was printed on ' || theirs.published || ', this claim on ' || ours.published
        || '; a claim supersedes an earlier one',
    'error'
from (select * from raw.claims where supersedes is not null) as c
join raw.claims as o on o.id = c.supersedes
join raw.articles as ours on ours.id = c.article
join raw.articles as theirs on theirs.id = o.article
where theirs.published > ours.published
order by c.line

-- table: series
-- What one source says of one quantity and scope, in order: each claim beside those before and
-- after it. `lowest` and `highest` are null where the source left that side open.
select line, cumulative, as_of, lowest, highest, number,
    lag(line) over w as line_before,
    lag(as_of) over w as as_of_before,
    lag(lowest) over w as lowest_before,
    lag(number) over w as number_before,
    lead(highest) over w as highest_after,
    lead(number) over w as number_after
from (
    select line, as_of, counting = 'cumulative' as cumulative,
        hash(sources, conflict, subject, metric, population, counting, place, since) as series,
        coalesce(low, best) as lowest,
        coalesce(high, best) as highest,
        coalesce(best, low, high) as number
    from raw.claims
    where counting <> 'period'
        and id not in (select supersedes from raw.claims where supersedes is not null)
) as counted
window w as (partition by series order by as_of, line)

-- table: slip
-- One digit too many, one too few, or two neighbours swapped: the number cannot stand beside the
-- same source's number before and after it, and one such slip would put it between them.
with
    odd as (
        select line, number, cumulative,
            least(number_before, number_after) as smaller,
            greatest(number_before, number_after) as larger
        from raw.series
        where number_before > 0 and number_after > 0
            and (
                number > 5 * greatest(number_before, number_after)
                or 5 * number < least(number_before, number_after)
                or (cumulative and number_before <= number_after
                    and (highest < lowest_before or lowest > highest_after))
            )
    ),
    meant as (
        select line, smaller, larger,
            number between smaller / 5 and larger * 5 as swapped,
            unnest(
                case
                    when number > 5 * larger then [number // 10]
                    when 5 * number < smaller then [number * 10]
                    else [
                        cast(
                            substr(cast(number as varchar), 1, k - 1)
                            || reverse(substr(cast(number as varchar), k, 2))
                            || substr(cast(number as varchar), k + 2)
                        as bigint)
                        for k in range(1, length(cast(number as varchar)))
                    ]
                end
            ) as number
        from odd
    )
select line, min(number) as meant, min(smaller) as smaller, min(larger) as larger
from meant
where number between case when swapped then smaller else 0.8 * smaller end
    and case when swapped then larger else 1.25 * larger end
group by line

-- rule: a number is near those beside it
select 'claims.csv', c.line,
    case when c.best is not null then 'best' when c.low is not null then 'low' else 'high' end,
    cast(coalesce(c.best, c.low, c.high) as varchar),
    'the same source had ' || s.smaller || ' and ' || s.larger || ' before and after; is it '
        || s.meant || '?',
    'notice'
from raw.slip as s
join raw.claims as c on c.line = s.line
order by c.line

-- rule: a total since a date does not fall
-- Unless the source changed its definition in between, or the number before or after was reported.
select 'claims.csv', c.line,
    case when c.best is not null then 'best' when c.high is not null then 'high' else 'low' end,
    cast(s.highest as varchar),
    'the same source had ' || s.lowest_before || ' as of ' || s.as_of_before || ' (line '
        || s.line_before || '), and a total does not fall',
    'notice'
from (
    select * from raw.series
    where cumulative and highest < lowest_before and as_of_before < as_of
) as s
join raw.claims as c on c.line = s.line
where s.line not in (select line from raw.slip) and s.line_before not in (select line from raw.slip)
    and not exists (
        select 1
        from raw.breaks as b
        where list_contains(string_split(c.sources, ';'), b.source) and b.metric = c.metric
            and (b.population is null or b.population = c.population)
            and b.date > s.as_of_before and b.date <= s.as_of
    )
order by c.line

-- rule: a part is not more than its whole
-- Killed are part of casualties, identified of killed: as one source counts them on one day.
select 'claims.csv', p.line, p.name, cast(p.number as varchar),
    'it is more than the ' || w.number || ' ' || w.metric || ' of the same source and day (line '
        || w.line || '), of which ' || p.metric || ' is part',
    'notice'
from (
    select c.line, c.metric, coalesce(c.low, c.best) as number,
        case when c.low is null then 'best' else 'low' end as name,
        hash(c.sources, c.conflict, c.subject, c.population, c.place, c.counting, c.since, c.as_of, m.part_of)
            as counted
    from raw.claims as c
    join raw.metrics as m on m.id = c.metric
    where m.part_of is not null
) as p
join (
    select line, metric, coalesce(high, best) as number,
        hash(sources, conflict, subject, population, place, counting, since, as_of, metric) as counted
    from raw.claims
    where metric in (select part_of from raw.metrics where part_of is not null)
) as w on w.counted = p.counted
where p.number > w.number
order by p.line, w.line
