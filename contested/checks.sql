-- The integrity rules of a data folder, over its typed rows (schema `raw`, one table a file, each
-- row with its `line`). A block starts with its kind and name:
--
--   table  made before the rules are run, for several of them
--   id     asked of every file that has ids; {file} is its name
--   ref    asked of every column of references; {file}, {column} and {target} name them
--   refs   the same for columns that join several ids with ";"
--   rule   the rows that break it: file, line, column, value, message (what would pass), severity
--   built  the same, asked once the tables of schema.sql are made: of what a claim is compared with
--
-- A rule is called by its name as an id ("a-claim-stands-once"): a notice of it that someone
-- looked into is acknowledged by a row of acknowledged.csv, and goes.
--
-- What the first form of a folder let pass and today's refuses is a notice there (`raw.former` names
-- its files).
--
-- `raw.misread` holds the cells that were reported for themselves and stand as null here, and
-- `raw.salvaged` the ids that are known although their row is not, so that one slip is one problem.
-- `raw.refused` has the rows that rules further up found an error in: those further down leave them.

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

-- table: voice
-- The sources of each way in which claims name them, one a row; one that is named twice has two.
select sources, unnest(string_split(sources, ';')) as source
from (select distinct sources from raw.claims where sources is not null) as d

-- rule: a source stands once in a claim
select 'claims.csv', c.line, 'sources', c.sources, r.source || ' stands twice; name a source once',
    'error'
from raw.claims as c
join (
    select sources, source
    from raw.voice
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
    split_part(way, ' > ', 2), 'it leads back to itself (' || way || '); leave it empty in one',
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

-- rule: a break leads to another population
select 'breaks.csv', line, 'leads_to_population', leads_to_population,
    case
        when population is null then 'population says whom the series counted before; name it'
        else 'it is the population that breaks; leave it empty'
    end, 'error'
from raw.breaks
where leads_to_population is not null and (population is null or leads_to_population = population)
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

-- rule: one address is one article
-- A page that is rewritten in place keeps its publisher: the same address under another is a slip.
select 'articles.csv', line, 'url', url,
    'line ' || first_line || ' has this address for an article of ' || first_publisher
        || '; one address is one article: which of the two has it?',
    'notice'
from (
    select line, url, publisher, min(line) over (partition by url) as first_line,
        first_value(publisher) over (partition by url order by line) as first_publisher,
        first_value(published) over (partition by url order by line) as first_published, published
    from raw.articles
    where hash(url) in (
        select hash(url) from raw.articles where url is not null group by hash(url) having count(*) > 1
    )
) as ranked
where line > first_line and publisher <> first_publisher and published <> first_published
order by line

-- rule: an article has an address
select 'articles.csv', line, 'url', '', 'give the address that it can be read at', 'notice'
from raw.articles
where url is null
    and line not in (select line from raw.misread where file = 'articles' and name = 'url')
order by line

-- table: same_address
-- Articles whose addresses open one page, though they are not written alike.
-- (`raw.canonical` is made by checks/sameness.py: what the addresses of a file have in common.)
select a.line, a.id, a.url, a.first_line, b.id as first_id, b.url as first_url
from (
    select line, id, url, min(line) over (partition by address) as first_line
    from raw.canonical
) as a
join raw.canonical as b on b.line = a.first_line
where a.line > a.first_line and a.url <> b.url

-- rule: an article stands under one address
-- Tracking words, www, ports and forms for telephones make no other article.
select 'articles.csv', line, 'url', url,
    'it opens the page of line ' || first_line || ' (' || first_url || '); if they are one article, '
        || 'leave one row',
    'notice'
from raw.same_address
order by line

-- rule: an article is of the day in its address
select 'articles.csv', line, 'published', span_text(published_from, published_precision),
    'its address has ' || day || '; which is right?', 'notice'
from (
    select line, published_from, published_precision,
        try_cast(
            regexp_replace(
                regexp_extract(url, '[/-](20[0-9]{2}[/-][0-9]{1,2}[/-][0-9]{1,2})(/|-|$)', 1),
                '/', '-', 'g'
            ) as date
        ) as day
    from raw.articles
    where url is not null and published_precision = 'day'
) as dated
where abs(published_from - day) > 3
order by line

-- rule: an archived copy is at an archive
select 'articles.csv', line, 'archive_url', archive_url,
    case
        when archive_url = url then 'it is the article''s own address; leave it empty, or give that of a copy'
        when archived <> '' and archived <> host then 'it is a copy of a page of ' || archived
            || ', the article is one of ' || host
        else 'no archive is known at ' || place || '; give the address of a copy, as at web.archive.org'
    end,
    'notice'
from (
    select line, archive_url, url,
        regexp_extract(lower(archive_url), '^https?://(?:www\.)?([^/:?#]+)', 1) as place,
        regexp_extract(lower(url), '^https?://(?:www\.)?([^/:?#]+)', 1) as host,
        regexp_extract(
            lower(archive_url), '/web/[0-9a-z_*]+/(?:https?://)?(?:www\.)?([^/:?#]+)', 1
        ) as archived
    from raw.articles
    where archive_url is not null
) as copied
where archive_url = url
    or (archived <> '' and archived <> host)
    or not regexp_full_match(
        place,
        '(.+\.)?(archive\.(org|ph|is|today|li|vn|md|fo)|archive-it\.org|perma\.cc|ghostarchive\.org'
            || '|webcitation\.org|megalodon\.jp|arquivo\.pt|webarchive\..+|.*webarchiv.*|.*archive.*)'
    )
order by line

-- rule: an id is that of its article
select file, line, 'id', id, message, 'notice'
from (
    select 'articles.csv' as file, line, id,
        'it has another day than published, ' || span_text(published_from, published_precision)
            || '; which is right?' as message
    from raw.articles
    where published_precision = 'day'
        and try_cast(regexp_extract(id, '[0-9]{4}-[0-9]{2}-[0-9]{2}') as date) <> published_from
    union all
    select 'claims.csv', c.line, c.id,
        'it begins as those of ' || a.id || ' do, and its article is ' || c.article
            || '; which is right?'
    from raw.claims as c
    join raw.articles as a on a.id = regexp_replace(c.id, '-[^-]+$', '')
    where a.id <> c.article
    union all
    -- An id that is no article's, where of a hundred others all begin with their own.
    select 'claims.csv', c.line, c.id,
        'its article is ' || c.article || ', by which the ids of all others begin; which is right?'
    from raw.claims as c
    cross join (
        select count(*) as claims, count(*) filter (where not starts_with(id, article || '-')) as odd
        from raw.claims
        where id is not null and article is not null
    ) as every
    where not starts_with(c.id, c.article || '-') and every.claims > 100 * every.odd
        and regexp_replace(c.id, '-[^-]+$', '') not in (
            select id from raw.articles where id is not null
        )
) as named
order by file, line

-- table: spelled
-- What publishers, places and sources are called: each name with its letters and figures alone.
select file, name, spelling, id, rows, first_line,
    regexp_replace(letters, '[^\pL]+', '', 'g') as letters,
    regexp_replace(letters, '[^\pN]+', ' ', 'g') as numbers
from (
    select *, regexp_replace(lower(strip_accents(spelling)), '\bthe\b', '', 'g') as letters
    from (
        select 'articles' as file, 'publisher' as name, publisher as spelling, '' as id,
            count(*) as rows, min(line) as first_line
        from raw.articles
        where publisher is not null
        group by publisher
        union all
        select 'places', 'name', name, id, 1, line from raw.places where name is not null
        union all
        select 'sources', 'name', name, id, 1, line from raw.sources where name is not null
    ) as named
) as spelled

-- rule: a publisher has one spelling
select 'articles.csv', odd.first_line, 'publisher', odd.spelling,
    best.rows || case best.rows when 1 then ' article says ' else ' articles say ' end
        || best.spelling || '; write it in one way',
    'notice'
from (
    select *, row_number() over (partition by letters, numbers order by rows desc, first_line) as place
    from raw.spelled
    where name = 'publisher' and letters <> ''
) as odd
join (
    select *, row_number() over (partition by letters, numbers order by rows desc, first_line) as place
    from raw.spelled
    where name = 'publisher' and letters <> ''
) as best on best.letters = odd.letters and best.numbers = odd.numbers
where odd.place > 1 and best.place = 1
order by odd.first_line

-- rule: an address has the publisher that it always has
-- An outlet that prints an agency's text is still the outlet: "UrduPoint / AFP" is UrduPoint. How
-- its name is spelt is for the rule above to say.
with hosted as (
    select line, publisher, split_part(publisher, ' / ', 1) as name,
        regexp_replace(split_part(publisher, ' / ', 1), '^The ', '', 'i') as outlet,
        regexp_extract(lower(url), '^https?://(?:www\.)?([^/:?#]+)', 1) as host
    from raw.articles
    where publisher is not null and url is not null
)
select 'articles.csv', h.line, 'publisher', h.publisher,
    'the ' || o.articles || ' other articles of ' || h.host || ' are of ' || o.name
        || '; is this one?',
    'notice'
from hosted as h
join (
    select host, mode(outlet) as usual, mode(name) as name, count(*) - 1 as articles
    from hosted
    group by host
    having count(distinct outlet) = 2 and count(*) > 2
) as o on o.host = h.host
where not starts_with(h.outlet, o.usual)
    and not starts_with(o.usual, h.outlet)
    and (select count(*) from hosted as u where u.host = h.host and u.outlet = o.usual) = o.articles
order by h.line

-- rule: a short name is of one source
-- It stands for the source beside a chart's line: two of one name cannot be told apart.
select 'sources.csv', line, case when short is null then 'name' else 'short' end, spelling,
    'line ' || first_line || ' (' || first_id || ') is called so too; if they are one source, leave '
        || 'one row, else give a name that tells them apart',
    'notice'
from (
    select line, id, short, coalesce(short, name) as spelling, min(line) over called as first_line,
        first_value(id) over called as first_id, count(short) over called as shorts
    from raw.sources
    where coalesce(short, name) is not null
    window called as (
        partition by lower(coalesce(short, name)) order by line
        rows between unbounded preceding and unbounded following
    )
) as named
where line > first_line and id <> first_id and shorts > 0
order by line

-- rule: a place is written in one way
-- Al- and El-, sh and s, and vowels differ by who wrote a name in Latin letters.
with written as (
    select line, id, name, conflict,
        regexp_replace(
            regexp_replace(
                replace(
                    regexp_replace(
                        lower(strip_accents(name)), '^(al|el|as|es|ash|esh|an|en|ad|ed|ar|er|at|et)[- ]', ''
                    ),
                    'sh', 's'
                ),
                '[aeiou]+', '', 'g'
            ),
            '[^\pL\pN]+', '', 'g'
        ) as bones
    from raw.places
    where regexp_matches(lower(strip_accents(name)), '^(al|el|as|es|ash|esh|an|en|ad|ed|ar|er|at|et)[- ]')
)
select 'places.csv', b.line, 'name', b.name,
    'line ' || a.line || ' has ' || a.name || ' (' || a.id || '), which may be another spelling of it; '
        || 'if they are one, leave one row and put the other spelling into its names',
    'notice'
from written as a
join written as b
    on b.bones = a.bones and b.conflict is not distinct from a.conflict and b.line > a.line
where length(a.bones) > 2
    and (a.line, b.line) not in (
        select (x.first_line, y.first_line)
        from raw.spelled as x
        join raw.spelled as y on y.file = 'places' and y.letters = x.letters
        where x.file = 'places'
    )
order by b.line

-- rule: a place and a source stand once
select b.file || '.csv', b.first_line, 'name', b.spelling,
    'line ' || a.first_line || ' has ' || a.spelling || ' (' || a.id || '); if they are one, leave one row '
        || 'and put the other spelling into its names',
    'notice'
from raw.spelled as a
join raw.spelled as b
    on b.file = a.file and b.name = 'name' and a.name = 'name' and b.numbers = a.numbers
    and b.first_line > a.first_line
    and left(b.letters, 3) = left(a.letters, 3)
    and (
        a.letters = b.letters
        or (a.file = 'places' and length(a.letters) > 5 and levenshtein(a.letters, b.letters) <= 1)
    )
where a.letters <> ''
order by b.file, b.first_line

-- rule: a claim stands once
-- The same article, sources, quantity, numbers, counting, dates and place. Two happenings of one day
-- and place are two periods, which their notes tell apart. (Hashes find the few candidates.)
select 'claims.csv', line, 'id', id, 'line ' || first_line || ' says the same; leave one', 'error'
from (
    select line, id,
        min(line) over (
            partition by article, sources, conflict, subject, metric, population, low, best, high,
                qualifier, counting, since, as_of, place, event, "only", stated,
                case when counting = 'period' then note end
        ) as first_line
    from raw.claims
    where
        hash(article, sources, subject, metric, low, best, high, as_of, place, event) in (
            select hash(article, sources, subject, metric, low, best, high, as_of, place, event)
                as said
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

-- rule: a claim is entered once it is printed
select 'claims.csv', c.line, 'entered', cast(c.entered as varchar),
    'the article was published on ' || cast(a.published_from as varchar)
        || '; give the day on which the row was entered, which is no earlier',
    'error'
from raw.claims as c
join raw.articles as a on a.id = c.article
where c.entered < a.published_from
order by c.line

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

-- rule: a claim is of the year of its article
-- A total a year older than its article, to the fortnight: the year was probably mistyped.
select 'claims.csv', c.line, 'as_of', cast(c.as_of as varchar),
    'the article was published on ' || a.published || '; is it '
        || strftime(cast(c.as_of + interval 1 year as date), '%Y-%m-%d') || '?',
    'notice'
from raw.claims as c
join raw.articles as a on a.id = c.article
where c.as_of_precision = 'day' and a.published_precision = 'day' and c.event is null
    and c.counting = 'cumulative'
    and a.published - cast(c.as_of + interval 1 year as date) between 0 and 14
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
from (select * from raw.claims where supersedes is not null) as c
join raw.claims as o on o.id = c.supersedes
union all
select 'claims', c.line, 'same_as', c.same_as, c.sources, o.sources
from (select * from raw.claims where same_as is not null) as c
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
left join raw.metrics as m on m.id = c.metric
where c.event is not null
    and (c.counting = 'period' or c.counting = 'snapshot' and m.family in ('dead', 'harmed', 'materiel'))
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
    'it is a place of ' || q.conflict || ', and this is of ' || p.conflict, 'error'
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

-- table: origins
-- Each way in which claims name their sources, with the institutions of those.
select sources, list(distinct origin) as origins
from raw.voice as named
join raw.institution as i on i.id = named.source
group by sources

-- table: standing
-- The claims that stand for themselves: no tellings, none corrected, withdrawn or misprinted, and
-- none that an error was found in. `whose` is what they have in common whose number is of one source
-- about one subject, `counted` what those have that count the same; worked out once for all rules.
select line, id, article, sources, conflict, subject, metric, population, event, place, "only",
    counting, since, since_precision, as_of, as_of_precision, low, best, high, qualifier, stated,
    note, supersedes, whose, hash(whose, metric, population, place) as counted
from (select *, hash(sources, conflict, subject, event, "only") as whose from raw.claims) as c
where same_as is null
    and id not in (select supersedes from raw.claims where supersedes is not null)
    and id not in (
        select claim from raw.responses
        where response in ('withdrawn', 'misprinted') and claim is not null
    )
    and line not in (select line from raw.misread where file = 'claims')
    and line not in (select line from raw.refused where file = 'claims')

-- table: spoken
-- What standing claims have in common that count the same: once each, with how many there are.
select counted, any_value(sources) as sources, any_value(conflict) as conflict,
    any_value(subject) as subject, any_value(metric) as metric, any_value(population) as population,
    count(*) as claims, min(line) as line
from raw.standing
group by counted

-- rule: a statement stands once
-- The same numbers of one institution, printed elsewhere within a month: offered as a telling.
with
    numbered as (
        select line, id, article, sources,
            hash(
                conflict, subject, metric, population, event, place, "only", counting, since, as_of,
                low, best, high
            ) as said
        from raw.standing
        where coalesce(low, best, high) is not null and supersedes is null
    ),
    printed as (
        select c.*, p.published, o.origins
        from numbered as c
        join raw.articles as p on p.id = c.article
        join raw.origins as o on o.sources = c.sources
        where c.said in (select said from numbered group by said having count(*) > 1)
    )
select 'claims.csv', line, 'same_as', '',
    'it says what ' || first_id || ' says (line ' || first_line || '), of the same institution, printed '
        || case days when 0 then 'on the same day' when 1 then 'a day later'
            else days || ' days later' end
        || '; if it is one statement, write ' || first_id,
    'notice'
from (
    select b.line, a.id as first_id, a.line as first_line, b.published - a.published as days,
        row_number() over (partition by b.line order by a.published, a.line) as place
    from printed as a
    join printed as b
        on b.said = a.said and b.article <> a.article and list_has_any(a.origins, b.origins)
        and (b.published > a.published or (b.published = a.published and b.line > a.line))
        and b.published - a.published <= 31
    where b.article not in (select id from raw.same_address)
        and a.article not in (select id from raw.same_address)
) as told
where place = 1
order by line

-- rule: a source says one number of one day
with said as (
    select line, as_of, coalesce(best, low, high) as number,
        hash(counted, counting, since, as_of, as_of_precision) as said
    from raw.standing
    where coalesce(low, best, high) is not null
)
select 'claims.csv', max(line), 'as_of', cast(as_of as varchar),
    'the same source says ' || string_agg(number || ' (line ' || line || ')', ', ' order by line)
        || ' of that day; if one corrects another, it supersedes it; if they count different parts, '
        || 'name them',
    'notice'
from said as c
where said in (select said from said group by said having min(number) < max(number))
group by said, as_of
order by max(line)

-- rule: a telling keeps within what the statement allows
-- "Up to 4,000" in one article and 4,100 in another are not one statement.
select 'claims.csv', b.line, case when b.high is not null then 'high' else 'low' end,
    cast(coalesce(b.high, b.low) as varchar),
    'the same statement is told with ' || coalesce(o.best, o.low, o.high) || ' elsewhere (line '
        || o.line || '), which this does not allow; which is right?',
    'notice'
from (select * from raw.claims where same_as is not null) as t
join raw.claims as s on s.id = t.same_as
join raw.claims as b on b.line in (t.line, s.line)
join raw.claims as o on o.line in (t.line, s.line) and o.line <> b.line
where b.best is null and (
        b.high < coalesce(o.low, o.best) or b.low > coalesce(o.high, o.best)
    )
    and (o.best is not null or b.line < o.line)
    and t.line not in (select line from raw.refused where file = 'claims')
order by b.line

-- rule: a total does not begin when it ends
-- "286 in July" beside 13,279 since the beginning is a period.
select 'claims.csv', c.line, 'counting', 'cumulative',
    'the same source''s total is ' || max_by(t.best, t.as_of) || ' since ' || max_by(t.since, t.as_of)
        || ' (line ' || max_by(t.line, t.as_of) || '), and this is of the '
        || (c.as_of - c.since + 1) || ' days from ' || c.since || '; is it a period?',
    'notice'
from (select * from raw.standing where counting = 'cumulative' and as_of - since <= 31) as c
join (
    select *
    from raw.standing
    where counting = 'cumulative' and best is not null and since is not null
) as t
    on t.counted = c.counted and t.since < c.since and t.as_of <= c.as_of
    and t.best > 5 * coalesce(c.best, c.low, c.high)
group by c.line, c.as_of, c.since
order by c.line

-- rule: a total has the beginning of its source's totals
-- Five that count from one day, and one that does not say from when or says another.
select 'claims.csv', line, 'since', coalesce(cast(since as varchar), ''),
    'the ' || most || ' other totals of this of the same source count since ' || usual
        || '; is this one of them, a period, or the toll of an event?',
    'notice'
from (
    select *, sum(alike) over tally as totals, max(alike) over tally as most,
        arg_max(since, alike) over tally as usual
    from (
        select counted, since, count(*) as alike, min(line) as line
        from (
            select line, since, counted
            from raw.standing
            where counting = 'cumulative' and event is null
        ) as total
        group by counted, since
    ) as beginning
    window tally as (partition by counted)
) as tallies
where totals > 5 and most = totals - 1 and alike = 1 and since is distinct from usual
order by line

-- rule: an article gives the totals of its time
-- One total that is older by months than another of its source and quantity in the same article,
-- where the source has five: it may be of another article. An article with several tells of the past,
-- as a release of a data set does, and a correction says what it is of.
with total as (
    select line, article, as_of, supersedes, coalesce(best, low, high) as number,
        hash(counted, since) as counted
    from raw.standing
    where counting = 'cumulative'
),
older as (
    select *, count(*) over (partition by article) as together
    from (
        select *, max(as_of) over beside as newest, arg_max(number, as_of) over beside as newest_number,
            arg_max(line, as_of) over beside as newest_line
        from total
        -- Of most articles all totals are of one time.
        where article in (
            select article from total group by article having max(as_of) - min(as_of) > 31
        )
        window beside as (partition by article, counted)
    ) as placed
    where newest - as_of > 31
)
select 'claims.csv', line, 'article', article,
    'the article has ' || newest_number || ' as of ' || newest || ' of the same source (line '
        || newest_line || '); is this number of ' || as_of || ' of an earlier article?',
    'notice'
from older
where together = 1 and supersedes is null
    and counted in (select counted from total group by counted having count(*) >= 5)
order by line

-- table: mistitled
-- Two figures swapped, one lost or one too many, beside a title whose number no claim has. Whether
-- that number counts anything is read by checks/printed.py, which says so.
with
    titled as (
        select id, title, printed, cast(printed as bigint) as number,
            cast(power(10, length(printed) - 1) as bigint) as least
        from (
            select id, title, regexp_replace(
                    unnest(regexp_extract_all(title, '\b[0-9]{1,3}([., \x{a0}][0-9]{3})+\b|\b[0-9]{3,}\b')),
                    '[^0-9]', '', 'g'
                ) as printed
            from raw.articles
            where regexp_matches(title, '[0-9][0-9,]{2}')
        ) as read
        where length(printed) <= 12
    ),
    given as (
        select line, article, name, value
        from (
            select line, article, 'low' as name, low as value from raw.claims
            union all select line, article, 'best', best from raw.claims
            union all select line, article, 'high', high from raw.claims
        ) as every
        where value is not null and article in (select id from titled)
    ),
    unsaid as (
        select * from titled as t
        where not exists (select 1 from given as g where g.article = t.id and g.value = t.number)
    )
select n.line, n.name, n.value, t.title, t.number
from unsaid as t
join given as n on n.article = t.id
-- What is left of figures swapped, divided by nine, is the same.
where (n.value % 9 = t.number % 9 or n.value not between t.least and 10 * t.least - 1)
    and abs(length(cast(n.value as varchar)) - length(t.printed)) <= 1
    and damerau_levenshtein(cast(n.value as varchar), t.printed) = 1
    and case
        -- One figure in another's place may well be another number, and a nought more too.
        when length(cast(n.value as varchar)) <> length(t.printed)
            then n.value > 1000 and n.value % 10 <> 0 and not ends_with(t.printed, '0')
        else list_sort(string_split(cast(n.value as varchar), '')) = list_sort(string_split(t.printed, ''))
    end
    and (t.id, n.value) not in (select (id, number) from titled)

-- rule: a subject is of its war
-- One that is of another war and has no side in this, of which no other claim of this war is, by a
-- source that speaks of one war otherwise.
with
    spoken as (
        select sources, conflict, sum(claims) as claims from raw.spoken group by sources, conflict
    ),
    alone as (
        select min(line) as line, conflict, subject, min(sources) as sources
        from raw.spoken
        group by conflict, subject
        having sum(claims) = 1
    )
select 'claims.csv', c.line, case when s.conflict = c.conflict then 'subject' else 'conflict' end,
    case when s.conflict = c.conflict then c.subject else c.conflict end,
    c.subject || ' has no side in ' || c.conflict || ', no other claim of it is about ' || c.subject
        || ', and the others of the same source are about ' || s.conflict
        || '; which war, and whose people?',
    'notice'
from alone as c
join spoken as s on s.sources = c.sources and s.claims >= 5
where not exists (
        select 1 from spoken as o
        where o.sources = c.sources and o.conflict <> s.conflict
            and (o.conflict <> c.conflict or o.claims > 1)
    )
    and c.conflict in (select id from raw.conflicts)
    and (c.conflict, c.subject) not in (select (conflict, party) from raw.stances)
    and (
        c.subject in (select party from raw.stances)
        or c.subject in (select subject from raw.spoken where conflict <> c.conflict)
    )
order by c.line

-- rule: a toll is within what others say of the event
-- Three others or more, of one magnitude, and one number five times all of them or a fifth.
select 'claims.csv', line, name, cast(number as varchar),
    others || ' other tolls of ' || event || ' are between ' || least_other || ' and ' || most_other
        || '; is it ' || case when number > most_other then number // 10 else number * 10 end || '?',
    'notice'
from (
    select c.line, c.event, c.name, c.number, count(*) as others, min(o.number) as least_other,
        max(o.number) as most_other
    from (
        select *, coalesce(best, low, high) as number,
            case when best is not null then 'best' when low is not null then 'low' else 'high' end as name
        from raw.standing where event is not null
    ) as c
    join (
        select *, coalesce(best, low, high) as number from raw.standing where event is not null
    ) as o
        on o.event = c.event and o.metric = c.metric and o.subject = c.subject
        and o.population = c.population and o.sources <> c.sources
        and o."only" is not distinct from c."only" and o.place is not distinct from c.place
    where c.number is not null and o.number is not null
    group by c.line, c.event, c.name, c.number
) as tolls
where others >= 3 and most_other <= 3 * least_other
    and (number > 5 * most_other or 5 * number < least_other)
order by line

-- rule: a source is not taken for a party of its name
-- RSF is Reporters Without Borders as a source, and the Rapid Support Forces as a party of Sudan's war.
select 'claims.csv', c.line, 'sources', c.sources,
    'this source is ' || s.name || '; in ' || c.conflict || ' ' || p.name || ' is called ' || p.id
        || ' too' || coalesce(' (its own source is ' || (
            select min(o.id) from raw.sources as o where o.affiliation = p.id and lower(o.name) = lower(p.name)
        ) || ')', '') || '; who says it?',
    'notice'
from (select distinct sources, conflict from raw.spoken) as d
join raw.voice as n on n.sources = d.sources
join raw.sources as s on s.id = n.source
join raw.parties as p
    on (lower(s.id) = lower(p.id) or lower(s.short) = lower(p.id)
        or list_contains(string_split(lower(p.names), ';'), lower(s.short)))
join raw.standing as c on c.sources = d.sources and c.conflict = d.conflict
where d.conflict in (select conflict from raw.stances where party = p.id)
    and d.conflict not in (select conflict from raw.stances where party = s.affiliation)
order by c.line

-- rule: a party is counted by the other side
-- Belligerents count the enemy's dead: whose dead nearly all others of its own side count may be of
-- the other side.
select 'stances.csv', t.line, 'side', t.side,
    own || ' claims of its dead, wounded and captured are by other parties of this side, '
        || coalesce(other, 0) || ' by those of another; which side is it on?',
    'notice'
from (
    select line, side, sum(claims) filter (where own) as own, sum(claims) filter (where other) as other
    from (
        select t.line, t.side, c.claims, bool_or(u.side = t.side) as own,
            bool_or(u.side <> t.side) as other
        from raw.stances as t
        join (
            select conflict, subject, sources, sum(claims) as claims
            from raw.spoken
            where metric in (
                select id from raw.metrics where family in ('dead', 'harmed', 'captive')
            )
            group by conflict, subject, sources
        ) as c on c.conflict = t.conflict and c.subject = t.party
        join raw.voice as n on n.sources = c.sources
        join raw.sources as s on s.id = n.source
        join raw.stances as u
            on u.conflict = t.conflict and u.party = s.affiliation and u.party <> t.party
            and u.role = 'belligerent'
        where t.role = 'belligerent'
        group by t.line, t.side, c.sources, c.claims
    ) as spoken
    group by line, side
) as t
where own >= 5 and own > 4 * coalesce(other, 0)
order by t.line

-- table: redefined
-- The days from which claims of a source count something else than before: no course goes across one.
select d.counted, list(b.date) as dates
from raw.spoken as d
join raw.breaks as b
    on list_contains(string_split(d.sources, ';'), b.source) and b.metric = d.metric
    and (b.population is null or b.population = d.population)
    and (b.conflict is null or b.conflict = d.conflict)
    and (b.subject is null or b.subject = d.subject)
group by d.counted

-- table: series
-- What one source says of one quantity and scope, in order: each claim with its number and how it
-- is bounded, null where the source left that side open. Of several of one day the last is taken.
with
    numbered as (
        select c.line, c.as_of, c.counting = 'cumulative' as cumulative,
            hash(
                c.counted, c.counting, c.since,
                case
                    when b.dates is null then 0
                    else length(list_filter(b.dates, lambda d: d <= c.as_of))
                end
            ) as series,
            coalesce(c.low, c.best) as lowest,
            coalesce(c.high, c.best) as highest,
            coalesce(c.best, c.low, c.high) as number
        from raw.standing as c
        left join raw.redefined as b on b.counted = c.counted
        where c.counting <> 'period' and coalesce(c.low, c.best, c.high) is not null
            and c.as_of is not null
    )
select series, line, as_of, cumulative, lowest, highest, number,
    row_number() over w - 1 as place,
    count(*) over (partition by series) as length,
    lead(number) over w as number_after,
    lead(as_of) over w as day_after,
    number - lag(number) over w as step,
    as_of - lag(as_of) over w as days
from (
    select * from numbered
    where line in (select max(line) from numbered group by series, as_of)
) as counted
window w as (partition by series order by as_of)

-- rule: a floor is not below an earlier one
-- "At least 11,456" after 11,973: what is round, as "over 20,000" after 21,000, may be rounded down.
select 'claims.csv', line, 'low', cast(lowest as varchar),
    'the same source had ' || most || ' as of ' || day || ' (line ' || earlier
        || '), and a total does not fall',
    'notice'
from (
    select *, max(lowest) over before as most, arg_max(as_of, lowest) over before as day,
        arg_max(line, lowest) over before as earlier
    from raw.series
    where series in (select series from raw.series where highest is null)
    window before as (
        partition by series order by place rows between unbounded preceding and 1 preceding
    )
) as s
where cumulative and highest is null and lowest < most
    and most - lowest >= power(10, length(cast(lowest as varchar)) - length(rtrim(cast(lowest as varchar), '0')))
    and (number_after is null or number_after >= most)
order by line

-- rule: a total that goes on has a new number
-- The number of weeks before again, to the figure, in a series that grew before it and grows after.
select 'claims.csv', line, 'best', cast(number as varchar),
    'it is the number of ' || day_before || ' (line ' || line_before || ') again, ' || days
        || ' days later, and the next is ' || number_after || '; is it of this day?',
    'notice'
from (
    select *, lag(line) over w as line_before, lag(as_of) over w as day_before,
        lag(number, 2) over w as number_earlier,
        count(*) filter (where step = 0) over (partition by series) as repeats
    from raw.series
    where series in (select series from raw.series where step = 0)
    window w as (partition by series order by place)
) as s
where cumulative and step = 0 and repeats = 1 and days between 4 and 60
    and lowest = highest and number >= 1000 and number % 10 <> 0
    and number_after >= 1.01 * number and number >= 1.01 * number_earlier
order by line

-- rule: a claim stands in the series that it continues
-- A number that lies alone where it stands, and between two neighbours in a long series of the same
-- source that differs in one thing: its metric, subject, population, counting or event. Neighbours a
-- quarter apart or more hold many a number by chance, but few that lie on the line from the one to
-- the other. Where a break ended its own series later and
-- leads to that one, it is an earlier claim of the same count.
with
    kinds (name) as (values ('metric'), ('subject'), ('population'), ('counting'), ('event')),
    placed as (
        select c.*, s.series, s.length, coalesce(s.cumulative and s.place = 0 and s.length > 2, false)
                as long,
            coalesce(c.best, c.low, c.high) as number
        from raw.standing as c
        left join raw.series as s on s.line = c.line
    ),
    keyed as (
        select k.name, c.line, c.sources, c.conflict, c.subject, c.metric, c.as_of, c.number, c.series,
            c.long,
            case k.name
                when 'metric' then c.metric
                when 'subject' then c.subject
                when 'population' then c.population
                when 'counting' then c.counting
                else c.event
            end as value,
            hash(
                k.name, c.sources, c.conflict, c.place, c."only", c.since,
                case when k.name <> 'metric' then c.metric end,
                case when k.name <> 'subject' then c.subject end,
                case when k.name <> 'population' then c.population end,
                case when k.name <> 'counting' then c.counting end,
                case when k.name <> 'event' then c.event end
            ) as rest
        from placed as c
        cross join kinds as k
        where c.long
            or ((c.length < 3 or c.counting = 'period') and c.number >= 1000 and c.number % 100 <> 0)
    ),
    beside as (
        select l.line, l.name, l.value, l.sources, l.conflict, l.subject, l.metric, l.as_of, l.number,
            g.value as other, g.series
        from keyed as l
        join keyed as g
            on g.rest = l.rest and g.value is distinct from l.value and g.long and not l.long
        where g.value is not null
    )
select 'claims.csv', b.line, b.name, coalesce(b.value, ''),
    'it continues the series of ' || b.other || ' of the same source, which has ' || s.number
        || ' before it and ' || s.number_after || ' after it (line ' || s.line || ' on); is '
        || b.name || ' ' || b.other || '?',
    'notice'
from beside as b
asof join raw.series as s on s.series = b.series and s.as_of <= b.as_of
where s.as_of < b.as_of and b.number between s.number and s.number_after
    and (
        s.number_after <= 1.25 * s.number
        -- Further apart: on the very course between them.
        or (
            s.number_after <= 2 * s.number
            and abs(b.number - s.number - (s.number_after - s.number) * (b.as_of - s.as_of)
                / (s.day_after - s.as_of)) <= 0.03 * b.number
        )
    )
    and not exists (
        select 1
        from raw.breaks as k
        where list_contains(string_split(b.sources, ';'), k.source) and k.metric = b.metric
            and b.other in (k.leads_to, k.leads_to_population) and k.date > b.as_of
            and coalesce(k.conflict, b.conflict) = b.conflict
            and coalesce(k.subject, b.subject) = b.subject
    )
order by b.line

-- table: counted
-- Claims with what they count apart from the part: of two with the same key one may be part of the
-- other. `lowest` and `highest` are what a part is at least and a whole at most, null where open.
select c.line, c.metric, c.population, c.place, coalesce(c.low, c.best) as lowest,
    coalesce(c.high, c.best) as highest,
    case when c.low is null then 'best' else 'low' end as name,
    hash(c.whose, c.counting, c.since, c.as_of, c.as_of_precision) as scope
from raw.standing as c
where coalesce(c.low, c.best, c.high) is not null

-- rule: a running tally rests on one kind of evidence
-- Whoever keeps it: a belligerent's tally is its official count on every side. Asked where at least
-- three of a source's totals are, and two thirds of them.
select 'claims.csv', line, 'evidence', evidence,
    'this source''s running tally is official_count in ' || counts || ' of its ' || totals
        || ' totals of this; is this number of another kind?',
    'notice'
from (
    select c.line, c.evidence,
        count(*) over (partition by c.tally) as totals,
        count(*) filter (where c.evidence = 'official_count') over (partition by c.tally) as counts
    from (
        select line, evidence, hash(
            sources, conflict, subject, metric, population, event, "only", place
        ) as tally
        from raw.claims
        where counting = 'cumulative' and same_as is null and qualifier <> 'unnumbered'
            and sources in (
                select sources from raw.claims where evidence in ('estimate', 'statement')
            )
            and conflict || '/' || string_split(sources, ';')[1] in (
                select t.conflict || '/' || s.id
                from raw.stances as t
                join raw.sources as s on s.affiliation = t.party
                where t.role = 'belligerent'
            )
    ) as c
) as tallies
where evidence in ('estimate', 'statement') and counts >= 3 and 3 * counts >= 2 * totals
order by line

-- rule: an official count is kept by an authority
-- A newsroom is none: what it adds up is documented, what it asserts without naming anyone a
-- statement. State media print their own state's count, where that state is a party.
select 'claims.csv', c.line, 'evidence', 'official_count',
    'its source is a newsroom, which keeps no official count; what it added up is documented, what '
        || 'it says without naming anyone a statement, and what an authority counted has that '
        || 'authority as its source',
    'notice'
from raw.claims as c
where c.evidence = 'official_count'
    and (c.sources, c.conflict) not in (
        select (d.sources, d.conflict)
        from (
            select distinct sources, conflict from raw.claims where evidence = 'official_count'
        ) as d
        join raw.voice as n on n.sources = d.sources
        left join raw.sources as s on s.id = n.source
        where s.id is null or s.kind not in ('media', 'state_media')
            or (s.kind = 'state_media' and exists (
                select 1 from raw.stances as t
                where t.conflict = d.conflict and t.party = s.affiliation
                    and t.role = 'belligerent'
            ))
    )
order by c.line

-- rule: a part is not more than its whole
-- Killed are part of casualties, children of everyone, a region of the country: as one source
-- counts them on one day.
select 'claims.csv', p.line, p.name, cast(p.lowest as varchar),
    'it is more than the ' || w.highest || ' ' || case
            when p.metric <> w.metric then w.metric
            when p.population <> w.population then w.metric || ' of ' || w.population
            else w.metric || ' in ' || coalesce(w.place, 'the whole')
        end || ' of the same source and day (line ' || w.line || '), of which '
        || case
            when p.metric <> w.metric then p.metric
            when p.population <> w.population then p.population
            else p.place
        end || ' is part',
    'notice'
from raw.counted as p
join raw.counted as w
    on w.scope = p.scope and w.line <> p.line and w.highest < p.lowest
left join raw.metrics as m on m.id = p.metric
left join raw.places as q on q.id = p.place
where (m.part_of = w.metric and p.population is not distinct from w.population
        and p.place is not distinct from w.place)
    or (p.metric = w.metric and p.population <> 'all' and w.population = 'all'
        and p.place is not distinct from w.place)
    or (p.metric = w.metric and p.population is not distinct from w.population
        and p.place is not null and (w.place is null or q.part_of = w.place))
order by p.line, w.line

-- rule: a part is not more than its whole was about then
-- As above within a month: a total only grows, so that a part is within its whole of a later day;
-- a whole that is a floor or of an event has grown at most twofold, and so has any in a fortnight. The
-- largest whole of the month counts.
with
    running as (
        select line, metric, population, place, event, as_of, coalesce(low, best) as lowest,
            coalesce(high, best) as highest, coalesce(high, best, low) as most,
            case when low is null then 'best' else 'low' end as name,
            12 * year(as_of) + month(as_of) as month,
            hash(whose, since) as scope
        from raw.standing
        where counting = 'cumulative' and as_of_precision = 'day'
            and coalesce(low, best, high) is not null
    ),
    part as (
        select p.*, p.metric as which, hash(p.scope, m.part_of, p.population, p.place) as whole
        from running as p
        join raw.metrics as m on m.id = p.metric
        where m.part_of is not null
        union all
        select *, population, hash(scope, metric, 'all', place) from running where population <> 'all'
        union all
        select *, place, hash(scope, metric, population, cast(null as varchar))
        from running
        where place is not null
    ),
    -- What can be a whole: of a metric with parts, of all people, or of no place beside some of one.
    whole as (
        select *, unnest([month - 1, month, month + 1]) as near
        from (
            select *, hash(scope, metric, population, place) as whole
            from running
            where population = 'all' or metric in (select part_of from raw.metrics)
                or (place is null and exists (select 1 from running where place is not null))
        ) as w
        where whole in (select whole from part)
    )
select 'claims.csv', line, name, cast(lowest as varchar),
    'it is more than the ' || most || ' ' || metric || ' of ' || population || ' that the same source '
        || 'has as of ' || day || ' (line ' || whole_line || '), of which ' || which || ' is part',
    'notice'
from (
    select p.line, p.name, p.lowest, p.which, p.whole, max(w.most) as most,
        arg_max(w.metric, w.most) as metric, arg_max(w.population, w.most) as population,
        arg_max(w.as_of, w.most) as day, arg_max(w.line, w.most) as whole_line,
        bool_or(w.as_of > p.as_of and w.highest is not null) as bounded,
        coalesce(
            min(
                w.highest * case
                    when p.event is null then least(2, 1 + greatest(p.as_of - w.as_of, 0) / 15.0)
                    else 2
                end
            ), 2 * max(w.most)
        ) as grown,
        coalesce(bool_or(w.as_of = p.as_of and w.highest < p.lowest), false) as same_day
    from part as p
    join whole as w
        on w.whole = p.whole and w.near = p.month and abs(w.as_of - p.as_of) <= 31
    where p.line <> w.line
    group by p.line, p.name, p.lowest, p.which, p.whole
) as compared
where lowest > most and (bounded or lowest > grown) and not same_day
order by line

-- rule: parts are not more than their whole
-- Killed and wounded apart from each other make the casualties, as one source counts them.
select 'claims.csv', w.line, 'metric', w.metric,
    'it is ' || w.highest || ', less than the ' || k.lowest || ' killed (line ' || k.line
        || ') and the ' || h.lowest || ' wounded (line ' || h.line
        || ') that the same source has of that day',
    'notice'
from raw.counted as w
join raw.counted as k
    on k.scope = w.scope and k.metric = 'killed' and k.population = w.population
    and k.place is not distinct from w.place
join raw.counted as h
    on h.scope = w.scope and h.metric = 'wounded' and h.population = w.population
    and h.place is not distinct from w.place
where w.metric = 'casualties' and w.highest < k.lowest + h.lowest
    and k.lowest <= w.highest and h.lowest <= w.highest
order by w.line

-- rule: a period is the difference of its totals
-- What a source counts of some days, beside its totals before and after them; hedged numbers may
-- differ by a tenth.
select 'claims.csv', p.line, 'best', cast(p.best as varchar),
    'the same source''s totals are ' || a.best || ' of ' || a.as_of || ' (line ' || a.line || ') and '
        || b.best || ' of ' || b.as_of || ' (line ' || b.line || '), and differ by '
        || (b.best - a.best),
    'notice'
from (
    select *
    from raw.standing
    where counting = 'period' and best is not null and since is not null
        and since_precision = 'day' and as_of_precision = 'day'
) as p
join (
    select *
    from raw.standing
    where counting = 'cumulative' and best is not null and as_of_precision = 'day'
        and counted in (select counted from raw.standing where counting = 'period')
) as a on a.counted = p.counted and a.as_of = p.since - 1
join (
    select *
    from raw.standing
    where counting = 'cumulative' and best is not null and as_of_precision = 'day'
        and counted in (select counted from raw.standing where counting = 'period')
) as b
    on b.counted = p.counted and b.as_of = p.as_of and b.since is not distinct from a.since
where b.best >= a.best
    and abs(b.best - a.best - p.best) > case
        when p.qualifier = 'exact' and a.qualifier = 'exact' and b.qualifier = 'exact' then 0
        else greatest(0.1 * p.best, 10)
    end
order by p.line

-- rule: deaths of all causes are not killed
-- A survey or a count of all deaths says more than how many were killed.
select 'claims.csv', c.line, 'metric', c.metric,
    'its words speak of deaths from all causes ("' || said || '")' || coalesce(
        '; is it ' || (select min(id) from raw.metrics where id = 'excess_deaths') || '?',
        '; those are another metric'
    ),
    'notice'
from (
    select line, metric, regexp_extract(
            lower(concat_ws('; ', note, stated, "only")),
            '(?:from )?all[- ]causes?\b|excess (?:deaths|mortality)|deaths from any cause'
                || '|direct and indirect deaths|\bnatural deaths included'
        ) as said,
        lower(concat_ws('; ', note, stated, "only")) as words
    from raw.standing
    where metric = 'killed'
) as c
where said <> ''
    and not regexp_matches(words, '\b(no|not|without|excludes?|excluding|beside|apart from|separate|causes of)\b')
order by c.line

-- built: a quantity has a claim that stands for it
-- Every claim of it stands apart, so that its page compares none.
select 'claims.csv', line, 'metric', metric,
    case
        when claims = 1 then 'the only claim of this quantity stands apart'
        else 'all ' || claims || ' claims of this quantity (' || quantity || ') stand apart'
    end || ' (' || reasons || '), so that none stands for the whole'
        || case
            when contains(reasons, 'window') then '; does a row of scopes.csv say since when it is counted?'
            when contains(reasons, 'place') then '; does a row of scopes.csv say that a place is in effect the whole?'
            else ''
        end,
    'notice'
from (
    select min(r.line) as line, c.metric, any_value(c.quantity) as quantity, count(*) as claims,
        (
            select string_agg(distinct reason, ', ' order by reason)
            from (select unnest(string_split(string_agg(c.apart, ';'), ';')) as reason) as every
        ) as reasons
    from claim as c
    join raw.claims as r on r.id = c.id
    group by c.conflict, c.subject, c.metric, c.population, c.event
    having bool_and(c.apart is not null)
) as apart
where not regexp_full_match(reasons, '(withdrawn|misprinted|corrected|, )*')
order by line
