-- The integrity rules of a data folder, over its typed rows (schema `raw`, one table a file, each
-- row with its `line`). A block starts with its kind and name:
--
--   table  made before the rules are run, for several of them
--   id     asked of every file that has ids; {file} is its name
--   ref    asked of every column of references; {file}, {column} and {target} name them
--   refs   the same for columns that join several ids with ";"
--   rule   the rows that break it: file, line, column, value, message (what would pass), severity
--
-- A rule is called by its name as an id ("a-claim-stands-once"): a notice of it that someone
-- looked into is acknowledged by a row of acknowledged.csv, and goes.
--
-- What the first form of a folder let pass and today's refuses is a notice there (`raw.former` names
-- its files).
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
        select 'places', line, id, part_of from raw.places where part_of is not null
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

-- rule: a break leads to another metric
select 'breaks.csv', line, 'leads_to', leads_to,
    'it is the metric that breaks; leave it empty', 'error'
from raw.breaks
where leads_to = metric
order by line

-- rule: an event, a break and a scope stand once
select file, line, name, value, 'line ' || first_line || ' says the same; leave one', 'error'
from (
    select 'events.csv' as file, line, 'label' as name, label as value,
        min(line) over (partition by conflict, began, label) as first_line
    from raw.events
    union all
    select 'breaks.csv', line, 'date', cast(date as varchar),
        min(line) over (partition by source, metric, population, conflict, subject, date)
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
                qualifier, counting, since, as_of, place, event, "only", stated
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
    c.qualifier || ' takes ' || q.takes || coalesce('; ' || nullif(
        concat_ws(
            ', ',
            case
                when c.low is null and 'low' in q.commonest then 'low is empty'
                when c.low is not null then 'low is ' || c.low
            end,
            case
                when c.best is null and 'best' in q.commonest then 'best is empty'
                when c.best is not null then 'best is ' || c.best
            end,
            case
                when c.high is null and 'high' in q.commonest then 'high is empty'
                when c.high is not null then 'high is ' || c.high
            end
        ), ''
    ), ''),
    'error'
from raw.claims as c
join (
    select id, any_value(takes) as takes, list(numbers) as all_numbers,
        string_split(min_by(numbers, position), ' ') as commonest
    from raw.qualifiers
    group by id
) as q on q.id = c.qualifier
where not list_contains(
        q.all_numbers,
        concat_ws(
            ' ',
            case when c.low is not null then 'low' end,
            case when c.best is not null then 'best' end,
            case when c.high is not null then 'high' end
        )
    )
    and c.line not in (
        select line from raw.misread where file = 'claims' and name in ('low', 'best', 'high')
    )
order by c.line

-- rule: words in place of a number are given
select 'claims.csv', line, 'stated', '', 'give the words that stand for the number, as dozens',
    'error'
from raw.claims
where qualifier = 'unnumbered' and stated is null
    and line not in (select line from raw.misread where file = 'claims' and name = 'stated')
order by line

-- rule: an interval has two ends
select 'claims.csv', line, 'interval', "interval",
    'it says what low and high are, and one of them is empty', 'error'
from raw.claims
where "interval" is not null and (low is null or high is null)
    and line not in (
        select line from raw.misread where file = 'claims' and name in ('low', 'high')
    )
order by line

-- rule: a level is that of an interval
select 'claims.csv', line, 'level', cast(level as varchar),
    case
        when level = 0 then 'a level lies between 1 and 99'
        else 'only a confidence or a credible interval has a level; interval is '
            || coalesce("interval", 'empty')
    end,
    'error'
from raw.claims
where level is not null and (level = 0 or coalesce("interval", '') not in ('confidence', 'credible'))
order by line

-- rule: the number printed is the number given
-- The digits of `stated` are those of low, best or high, or so many thousands or millions.
select 'claims.csv', line, 'stated', stated,
    'none of its numbers is that of low, best or high (' || concat_ws(', ', low, best, high) || ')',
    'notice'
from (
    select line, stated, low, best, high,
        bool_or(
            number in (low, best, high) or number * 1000 in (low, best, high)
            or number * 1000000 in (low, best, high)
        ) as agrees
    from (
        select line, stated, low, best, high,
            case
                when regexp_full_match(digits, '[0-9]{1,3}([,. ][0-9]{3})+')
                    then try_cast(regexp_replace(digits, '[,. ]', '', 'g') as double)
                else try_cast(replace(digits, ',', '.') as double)
            end as number
        from (
            select line, stated, low, best, high,
                unnest(regexp_extract_all(stated, '[0-9](?:[0-9]|[,. ][0-9])*')) as digits
            from raw.claims
            where stated is not null and qualifier <> 'unnumbered'
                and coalesce(low, best, high) is not null
        ) as parts
    ) as read
    group by line, stated, low, best, high
) as compared
where not coalesce(agrees, false)
order by line

-- rule: the hedge printed is the hedge given
select 'claims.csv', c.line, 'qualifier', c.qualifier,
    'stated says ' || c.stated || '; is it ' || h.meant || '?', 'notice'
from (select * from raw.claims where stated is not null and qualifier <> 'range') as c
join (
    values ('(nearly|almost)', 'nearly'), ('(at least|no fewer than|no less than)', 'at_least'),
        ('(up to|no more than|as many as)', 'up_to')
) as h (words, meant)
    on regexp_matches(lower(c.stated), '\b' || h.words || ' [0-9]') and h.meant <> c.qualifier
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
-- An evening edition gives the next day's date.
select 'claims.csv', c.line, 'as_of',
    span_text(c.as_of_from, c.as_of_precision),
    'the article was published on ' || a.published || '; as_of is that day or before',
    case
        when c.as_of_precision = 'day' and c.as_of = a.published + 1 then 'notice' else 'error'
    end
from raw.claims as c
join raw.articles as a on a.id = c.article
where c.as_of_from > a.published
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

-- rule: a reason is that of a correction
select 'claims.csv', line, 'reason', reason,
    'it says why a claim supersedes another, and supersedes is empty; a caveat goes into note',
    case when exists (select 1 from raw.former where file = 'claims') then 'notice' else 'error' end
from raw.claims
where supersedes is null and reason is not null
    and line not in (select line from raw.misread where file = 'claims' and name = 'supersedes')
order by line

-- table: metric_whole
-- Each metric with those that contain it, at any distance.
with recursive
    step (part, whole, depth) as (
        select id, part_of, 1 from raw.metrics where part_of is not null
        union all
        select s.part, m.part_of, s.depth + 1
        from step as s
        join raw.metrics as m on m.id = s.whole
        where m.part_of is not null and s.depth < 20
    )
select distinct part, whole from step

-- rule: a correction is of the same quantity
-- Of killed and casualties the one may correct the other: a source took the one for the other.
select 'claims.csv', c.line, 'supersedes', c.supersedes,
    'it counts ' || concat_ws(', ', o.conflict, o.subject, o.metric, o.population, o.event)
        || '; a correction counts the same, and this claim counts '
        || concat_ws(', ', c.conflict, c.subject, c.metric, c.population, c.event),
    'error'
from (select * from raw.claims where supersedes is not null) as c
join raw.claims as o on o.id = c.supersedes
where (o.conflict, o.subject, o.population, o.event)
    is distinct from (c.conflict, c.subject, c.population, c.event)
    or (
        o.metric <> c.metric
        and (o.metric, c.metric) not in (select (part, whole) from raw.metric_whole)
        and (c.metric, o.metric) not in (select (part, whole) from raw.metric_whole)
    )
order by c.line

-- rule: a claim has one successor
select 'claims.csv', line, 'supersedes', supersedes,
    'line ' || first_line || ' supersedes it; a claim has one successor', case when exists (select 1 from raw.former where file = 'claims') then 'notice' else 'error' end
from (
    select line, supersedes, min(line) over (partition by supersedes) as first_line
    from raw.claims
    where supersedes is not null
) as ranked
where line > first_line
order by line

-- table: institution
-- Each source with the institution at the root of its part_of.
with recursive
    chain (id, origin, depth) as (
        select id, id, 0 from raw.sources where part_of is null
        union all
        select s.id, c.origin, c.depth + 1
        from raw.sources as s
        join chain as c on s.part_of = c.id
        where c.depth < 20
    )
select s.id, coalesce(c.origin, s.id) as origin
from raw.sources as s
left join chain as c on c.id = s.id

-- table: pair
-- Rows that name a claim, with the sources of both: ours are the row's, theirs the claim's.
select 'claims' as file, c.line, 'supersedes' as name, c.supersedes as claim,
    c.sources as ours, o.sources as theirs
from raw.claims as c
join raw.claims as o on o.id = c.supersedes
union all
select 'claims', c.line, 'same_as', c.same_as, c.sources, o.sources
from raw.claims as c
join raw.claims as o on o.id = c.same_as
union all
select 'responses', r.line, r.response, r.claim, r.sources, o.sources
from raw.responses as r
join raw.claims as o on o.id = r.claim
where r.sources is not null

-- table: kin
-- Of each pair, how many of our sources there are and how many belong to an institution of theirs.
select p.file, p.line, p.name, count(*) as sources,
    count(*) filter (where exists (
        select 1
        from (
            select q.file, q.line, q.name, unnest(string_split(q.theirs, ';')) as source
            from raw.pair as q
        ) as t
        join raw.institution as j on j.id = t.source
        where t.file = p.file and t.line = p.line and t.name = p.name and j.origin = i.origin
    )) as shared
from (
    select file, line, name, unnest(string_split(ours, ';')) as source from raw.pair
) as p
join raw.institution as i on i.id = p.source
group by p.file, p.line, p.name

-- rule: a correction is the same institution's
select 'claims.csv', p.line, 'supersedes', p.claim,
    'its sources are ' || p.theirs || ', this claim''s ' || p.ours
        || '; an institution corrects itself, another''s number stands beside it',
    case when exists (select 1 from raw.former where file = 'claims') then 'notice' else 'error' end
from raw.pair as p
join raw.kin as k on k.file = p.file and k.line = p.line and k.name = p.name
where p.name = 'supersedes' and k.shared = 0
order by p.line

-- rule: a telling names the earliest
select 'claims.csv', c.line, 'same_as', c.same_as,
    case
        when c.same_as = c.id then 'a claim is no telling of itself; leave it empty'
        when o.same_as is not null
            then 'it is itself a telling of ' || o.same_as || '; name that one'
        else 'it was printed on ' || theirs.published || ', this claim on ' || ours.published
            || '; the telling printed first is the one named'
    end,
    'error'
from (select * from raw.claims where same_as is not null) as c
join raw.claims as o on o.id = c.same_as
join raw.articles as ours on ours.id = c.article
join raw.articles as theirs on theirs.id = o.article
where c.same_as = c.id or o.same_as is not null or theirs.published_from > ours.published
order by c.line

-- rule: tellings are of one statement
select 'claims.csv', c.line, 'same_as', c.same_as,
    'it counts ' || concat_ws(', ', o.conflict, o.subject, o.metric, o.population, o.event)
        || '; a telling counts the same, and this claim counts '
        || concat_ws(', ', c.conflict, c.subject, c.metric, c.population, c.event),
    'error'
from (select * from raw.claims where same_as is not null) as c
join raw.claims as o on o.id = c.same_as
where (o.conflict, o.subject, o.metric, o.population, o.event)
    is distinct from (c.conflict, c.subject, c.metric, c.population, c.event)
order by c.line

-- rule: tellings share an institution
select 'claims.csv', p.line, 'same_as', p.claim,
    'its sources are ' || p.theirs || ', this claim''s ' || p.ours
        || '; tellings share an institution',
    'error'
from raw.pair as p
join raw.kin as k on k.file = p.file and k.line = p.line and k.name = p.name
where p.name = 'same_as' and k.shared = 0
order by p.line

-- rule: a statement is corrected as a whole
select 'claims.csv', c.line, 'supersedes', coalesce(c.supersedes, ''),
    case
        when c.same_as is not null
            then 'this claim is a telling of ' || c.same_as || ', which supersedes for all'
        else 'it is a telling of ' || o.same_as || '; name that one, and all are superseded'
    end,
    'error'
from (select * from raw.claims where supersedes is not null) as c
join raw.claims as o on o.id = c.supersedes
where c.same_as is not null or o.same_as is not null
order by c.line

-- rule: who passes a number on does not assert it
select 'claims.csv', c.line, 'via', c.via, v.source || ' is among the sources; leave it in one', 'error'
from (
    select distinct line, unnest(string_split(via, ';')) as source
    from raw.claims
    where via is not null
) as v
join raw.claims as c on c.line = v.line
where list_contains(string_split(c.sources, ';'), v.source)
order by c.line

-- rule: what a number covers is named without "only"
select 'claims.csv', line, 'only', "only", 'leave the word "only" away, as UNRWA staff', 'error'
from raw.claims
where regexp_matches(lower("only"), '\bonly\b')
order by line

-- table: covered
-- What parts of a population claims name, each with its letters and its figures.
select "only", count(*) as claims, min(line) as first_line,
    regexp_replace(lower(strip_accents("only")), '[^\pL]+', '', 'g') as letters,
    regexp_replace("only", '[^0-9]+', ' ', 'g') as numbers
from raw.claims
where "only" is not null
group by "only"

-- rule: what a number covers has one spelling
select 'claims.csv', c.line, 'only', c."only",
    n.claims || case n.claims when 1 then ' claim says ' else ' claims say ' end || n.spelling
        || '; write it in one way',
    'error'
from raw.claims as c
join (
    select a."only" as odd, min(b."only") as spelling, max(b.claims) as claims
    from raw.covered as a
    join raw.covered as b
        on b."only" <> a."only" and b.numbers = a.numbers
        and (b.claims > a.claims or (b.claims = a.claims and b.first_line < a.first_line))
        and (
            a.letters = b.letters
            or (length(a.letters) > 4 and levenshtein(a.letters, b.letters) <= 1)
        )
    group by a."only"
) as n on n.odd = c."only"
order by c.line

-- rule: an event is of its conflict and its subjects
select 'claims.csv', c.line, 'event', c.event,
    case
        when e.conflict <> c.conflict then 'it is an event of ' || e.conflict
        else 'it counts ' || replace(e.subjects, ';', ', ')
    end || ', this claim ' || case when e.conflict <> c.conflict then c.conflict else c.subject end,
    'error'
from (select * from raw.claims where event is not null) as c
join raw.events as e on e.id = c.event
where e.conflict <> c.conflict
    or (e.subjects is not null and not list_contains(string_split(e.subjects, ';'), c.subject))
order by c.line

-- rule: the toll of an event counts from its beginning
select 'claims.csv', c.line, case when c.since is not null then 'since' else 'as_of' end,
    cast(coalesce(c.since, c.as_of) as varchar),
    case
        when c.since is not null then 'the event is its window; leave since empty'
        else c.event || ' began on ' || e.began || '; its toll is of that day or later'
    end,
    'error'
from (select * from raw.claims where event is not null) as c
join raw.events as e on e.id = c.event
where c.since is not null or c.as_of < e.began_from
order by c.line

-- rule: the toll of an event is a total
select 'claims.csv', c.line, 'counting', c.counting, 'the toll of an event is cumulative', 'error'
from raw.claims as c
where c.event is not null and c.counting <> 'cumulative'
order by c.line

-- rule: an event that claims count has a phrase
select 'events.csv', e.line, 'phrase', '',
    'claims count it; give the words that follow a quantity, as in the attack on Ghouta', 'error'
from raw.events as e
where e.phrase is null and e.id in (select event from raw.claims where event is not null)
    and e.line not in (select line from raw.misread where file = 'events' and name = 'phrase')
order by e.line

-- rule: an event ends after it began
select 'events.csv', line, 'ended', cast(ended as varchar),
    'it began on ' || began || '; an event ends on that day or later', 'error'
from raw.events
where ended < began
order by line

-- rule: an event names where it can be read
select 'events.csv', line, 'url', '', 'give an article or an address that reports it', 'error'
from raw.events
where article is null and url is null
    and line not in (select line from raw.misread where file = 'events')
order by line

-- rule: a place is of its conflict
select p.file || '.csv', p.line, 'place', p.place,
    'it is a place of ' || q.conflict || ', this row of ' || p.conflict, 'error'
from (
    select 'claims' as file, line, place, conflict from raw.claims where place is not null
    union all
    select 'scopes', line, place, conflict from raw.scopes where place is not null
    union all
    select 'events', line, place, conflict from raw.events where place is not null
) as p
join raw.places as q on q.id = p.place
where q.conflict <> p.conflict
order by p.file, p.line

-- rule: a stance names where it can be read
select 'stances.csv', line, 'url', '',
    'give an article or an address that shows whose side it takes',
    case role when 'backer' then 'error' else 'notice' end
from raw.stances
where article is null and url is null
    and line not in (select line from raw.misread where file = 'stances')
    and not exists (select 1 from raw.former where file = 'stances')
order by line

-- rule: a response follows what it responds to
select 'responses.csv', r.line, 'article', r.article,
    'it was published on ' || ours.published || ', the claim on ' || theirs.published
        || '; a response follows its claim',
    'error'
from raw.responses as r
join raw.claims as o on o.id = r.claim
join raw.articles as ours on ours.id = r.article
join raw.articles as theirs on theirs.id = o.article
where ours.published < theirs.published_from
order by r.line

-- rule: a response names who responds
select 'responses.csv', line, 'sources', '',
    case response
        when 'withdrawn' then 'name who took the number back: the institution that gave it'
        else 'name who ' || response || ' it'
    end,
    'error'
from raw.responses
where sources is null and response <> 'misprinted'
    and line not in (select line from raw.misread where file = 'responses' and name = 'sources')
order by line

-- rule: a number is withdrawn by its own institution
select 'responses.csv', p.line, 'sources', p.ours,
    case p.name
        when 'withdrawn'
            then 'the claim is by ' || p.theirs || '; only its own institution withdraws it, another disputes'
        else 'the claim is by ' || p.theirs || '; its own institution withdraws it, another is '
            || 'needed for ' || p.name
    end,
    'error'
from raw.pair as p
join raw.kin as k on k.file = p.file and k.line = p.line and k.name = p.name
where (p.name = 'withdrawn' and k.shared = 0)
    or (p.name in ('disputed', 'denied') and k.shared = k.sources)
order by p.line

-- rule: a statement is withdrawn as a whole
select 'responses.csv', r.line, 'claim', r.claim,
    'it is a telling of ' || o.same_as || '; name that one, and all are ' || r.response, 'error'
from raw.responses as r
join raw.claims as o on o.id = r.claim
where o.same_as is not null and r.response <> 'misprinted'
order by r.line

-- rule: a response stands once
select 'responses.csv', line, 'claim', claim, 'line ' || first_line || ' says the same; leave one', 'error'
from (
    select line, claim,
        min(line) over (partition by claim, response, sources, article) as first_line
    from raw.responses
) as ranked
where line > first_line
order by line

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
        hash(
            sources, conflict, subject, metric, population, counting, place, since, event, "only"
        ) as series,
        coalesce(low, best) as lowest,
        coalesce(high, best) as highest,
        coalesce(best, low, high) as number
    from raw.claims
    where counting <> 'period'
        and same_as is null
        and coalesce(low, best, high) is not null
        and id not in (select supersedes from raw.claims where supersedes is not null)
        and id not in (
            select claim from raw.responses
            where response in ('withdrawn', 'misprinted') and claim is not null
        )
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
            and (b.conflict is null or b.conflict = c.conflict)
            and (b.subject is null or b.subject = c.subject)
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
        hash(
            c.sources, c.conflict, c.subject, c.population, c.place, c.event, c.only, c.counting,
            c.since, c.as_of, m.part_of
        ) as counted
    from raw.claims as c
    join raw.metrics as m on m.id = c.metric
    where m.part_of is not null and c.same_as is null
) as p
join (
    select line, metric, coalesce(high, best) as number,
        hash(
            sources, conflict, subject, population, place, event, "only", counting, since, as_of, metric
        ) as counted
    from raw.claims
    where metric in (select part_of from raw.metrics where part_of is not null)
) as w on w.counted = p.counted
where p.number > w.number
order by p.line, w.line
