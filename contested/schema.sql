-- The database that the pages, the API and the command line read, built from the typed rows of the
-- data folder (schema `raw`, one table a file, each row with its `line`). Everything a query needs
-- about a claim stands in its row, so that a page's query is one scan of a sorted table.
-- Statements are separated by semicolons and run in order. `folder_at` and `line_at` tell of which
-- folder a row's `line` is, and which line it is there (build.py). `searchable` is no function of DuckDB's: it
-- is that of search_text.py, a text as a search reads it.

-- A data folder that the claims come from: what it says of itself and the terms it is given under,
-- all null where it says nothing.
create table folder as
select id, position, title, description, version, terms_name, terms_title, terms_url
from raw.folders
order by position;

-- A conflict and the dates between which it is dated.
create table conflict as
select id, name, began, ended, note from raw.conflicts order by id;

-- A state, armed group or population. `people` is the pattern that names its people.
create table party as
select id, name, kind, people, forces from raw.parties order by id;

-- Which side a party takes in a conflict. Parties without a row are third parties.
create table stance as
select conflict, party, side, role from raw.stances order by conflict, side, party;

-- What is counted. `phrase` names a quantity in plain words.
create table metric as
select id, label, unit, family, part_of, phrase, definition from raw.metrics order by id;

-- Where claims were printed.
create table article as
select id, publisher, title, author, url, archive_url, published, language
from raw.articles;

-- Who asserts, with `origin`: the institution at the root of `part_of`, for which this one speaks.
create table source as
with recursive
    chain (id, origin, depth) as (
        select id, id, 0 from raw.sources where part_of is null
        union all
        select s.id, c.origin, c.depth + 1
        from raw.sources as s
        join chain as c on s.part_of = c.id
        where c.depth < 20
    )
select s.id, s.name, s.short, s.kind, s.affiliation, s.part_of, s.homepage,
    coalesce(c.origin, s.id) as origin,
    searchable(concat_ws(' ', s.name, s.short, s.id)) as text,
    searchable(s.short) as short_text
from raw.sources as s
left join chain as c on c.id = s.id
order by s.id;

-- Dates at which a source changed what it counts; no line is drawn across one.
create table series_break as
select source, metric, population, date, reason, article from raw.breaks order by source, metric, date;

-- Dated events that help to read a timeline.
create table event as
select e.id, e.conflict, e.began as date, e.began_from as began, e.began_precision,
    e.ended_to as ended, e.ended_precision, e.place, e.subjects, e.label, e.phrase, e.article,
    coalesce(e.url, a.url) as url
from raw.events as e
left join raw.articles as a on a.id = e.article
order by e.conflict, e.began, e.label, e.id;

-- Whom claims count: `noun` completes the subject's phrase ("North Korean soldiers").
create table population as
select id, label, noun, definition from raw.populations order by line, id;

-- Where claims count, each within the place that it is part of.
create table place as
select id, name, part_of, conflict from raw.places order by id;

-- Places and starting dates that are in effect the whole, for one subject.
create table scope as
select conflict, subject, place, since, reason from raw.scopes order by conflict, subject, place, since;

-- What makes a strand (see below), with how many claims it has, the newest date they refer to, and
-- whether their place is in effect the whole: all that is worked out once a strand, a voice or a
-- quantity begins here.
create temp table spun as
select c.*, c.place is null or s.place is not null as whole
from (
    select sources, conflict, subject, metric, population, counting, place,
        count(*) as claims, max(as_of) as newest
    from raw.claims
    group by sources, conflict, subject, metric, population, counting, place
) as c
left join raw.scopes as s
    on s.conflict = c.conflict and s.subject = c.subject and s.place = c.place;

-- The sources of one claim joined as one voice: their names, and how many they are.
create temp table voice as
with
    named as (
        select distinct sources from spun
    ),
    split as (
        select n.sources, u.part as source, u.position
        from named as n, unnest(string_split(n.sources, ';')) with ordinality as u (part, position)
    )
select sp.sources,
    cast(row_number() over () as integer) as number,
    string_agg(sp.source, ';' order by sp.source) as source,
    string_agg(s.name, ' + ' order by sp.position) as source_name,
    string_agg(s.short, ' + ' order by sp.position) as source_short,
    arg_min(s.kind, sp.position) as kind,
    string_agg(distinct s.origin, ';' order by s.origin) as origin
from split as sp
join source as s on s.id = sp.source
group by sp.sources;

-- How a voice stands to a subject in a conflict. Where its sources stand differently, the relation
-- closest to the subject speaks for all: a number its own side joins in is not independent of it.
create temp table standing as
with
    asked as (
        select distinct sources, conflict, subject from spun
    ),
    split as (
        select a.sources, a.conflict, a.subject, unnest(string_split(a.sources, ';')) as source
        from asked as a
    ),
    related as (
        select sp.sources, sp.conflict, sp.subject,
            case
                when s.affiliation = sp.subject then 'own'
                when s.affiliation = 'independent' then 'independent'
                when theirs.side is null or ours.side is null then 'third_party'
                when theirs.side = ours.side then 'ally'
                else 'adversary'
            end as relation
        from split as sp
        join source as s on s.id = sp.source
        left join raw.stances as ours on ours.conflict = sp.conflict and ours.party = sp.subject
        left join raw.stances as theirs
            on theirs.conflict = sp.conflict and theirs.party = s.affiliation
    )
select r.sources, r.conflict, r.subject, arg_min(r.relation, t.position) as relation
from related as r
join raw.relations as t on t.id = r.relation
group by r.sources, r.conflict, r.subject;

-- What can be compared, in plain words, with the way most of its claims of the whole count, and the
-- place that all of them name where that is not in effect the whole: then it is part of the words.
create table quantity as
with
    counted as (
        select conflict, subject, metric, population, counting,
            row_number() over (
                partition by conflict, subject, metric, population
                order by sum(case when whole then claims else 0 end) desc, sum(claims) desc, counting
            ) as place
        from spun
        group by conflict, subject, metric, population, counting
    ),
    placed as (
        select conflict, subject, metric, population,
            case when count(distinct place) = 1 and not bool_or(whole) then min(place) end as place
        from spun
        group by conflict, subject, metric, population
    )
select c.conflict, c.subject, c.metric, c.population, c.counting, w.place,
    upper(substr(n.words, 1, 1)) || substr(n.words, 2) as name,
    n.words,
    m.label as metric_label,
    m.unit,
    searchable(concat_ws(' ', n.words, m.label, c.metric, p.name, f.name)) as text
from counted as c
join raw.conflicts as f on f.id = c.conflict
join raw.metrics as m on m.id = c.metric
join raw.parties as p on p.id = c.subject
join raw.populations as n0 on n0.id = c.population
join placed as w
    on w.conflict = c.conflict and w.subject = c.subject
    and w.metric = c.metric and w.population = c.population
cross join lateral (
    select replace(
        replace(
            m.phrase,
            '{people}',
            case
                when c.population = 'all' then 'people in ' || p.name
                else replace(coalesce(p.people, '{people} of ' || p.name), '{people}',
                    case when c.population = 'military' then coalesce(p.forces, n0.noun) else n0.noun end)
            end
        ),
        '{party}', p.name
    ) || coalesce(' (' || w.place || ')', '') as words
) as n
where c.place = 1
order by c.conflict, c.subject, c.metric, c.population;

-- What claims have in common that the same sources make of the same quantity, counted alike, in the
-- same place: all that a claim says beyond its own numbers and dates. Worked out once a strand, so
-- that a million claims take one join. `key` is the hash of what makes a strand, `number` its short
-- name, and `voice` that of its voice.
create temp table strand as
with
    -- The last break of each series: what was printed before counts something else.
    voice_break as (
        select v.sources, v.metric, v.population, max(b.date) as date, arg_max(b.reason, b.date) as reason
        from (select distinct sources, metric, population from spun) as v
        join raw.breaks as b
            on b.metric = v.metric and (b.population is null or b.population = v.population)
            and list_contains(string_split(v.sources, ';'), b.source)
        group by v.sources, v.metric, v.population
    ),
    window_start as (
        select conflict, subject, max(since) as since from raw.scopes where since is not null
        group by conflict, subject
    )
select
    hash(c.sources, c.conflict, c.subject, c.metric, c.population, c.counting, c.place) as key,
    cast(row_number() over () as integer) as number,
    q.position, c.conflict, c.subject, c.metric, c.population, c.counting, c.place,
    q.name as quantity, q.unit, q.metric_label,
    v.number as voice, v.source, v.source_name, v.source_short, v.kind, v.origin,
    t.relation,
    searchable(v.source_name || ' ' || v.source_short) || q.text as words,
    case
        when c.whole or c.place = q.place then null
        else 'counts ' || c.place || ' only'
    end as apart_place,
    case
        when c.counting <> q.counting then
            case c.counting
                when 'period' then 'counts a period only'
                when 'snapshot' then 'counts one moment, not a total since the start'
                else 'counts a total since the start, not one moment'
            end
    end as apart_counting,
    -- A total of these claims that starts later than this is not the whole.
    case when c.counting = 'cumulative' then greatest(f.began, w.since) end as whole_since,
    -- A total goes on to hold when what it counts is over.
    case when c.counting = 'cumulative' then f.ended end as ended,
    h.percent, h.least, h.most,
    b.date as break_date, b.reason as break_reason
from spun as c
join (select *, cast(rowid as integer) as position from quantity) as q
    on q.conflict = c.conflict and q.subject = c.subject
    and q.metric = c.metric and q.population = c.population
join voice as v on v.sources = c.sources
join standing as t
    on t.sources = c.sources and t.conflict = c.conflict and t.subject = c.subject
join raw.conflicts as f on f.id = c.conflict
join raw.reaches as h on h.counting = c.counting
left join window_start as w on w.conflict = c.conflict and w.subject = c.subject
left join voice_break as b
    on b.sources = c.sources and b.metric = c.metric and b.population = c.population;

-- Two strands of one key would be one in a million million; a build would rather stop.
select case when count(*) <> count(distinct key) then error('two strands have one key') end
from strand;

-- A claim, with all that a page, an export or a citation says of it. One row a claim.
-- `number` is where its mark stands (a number the source stated); `lowest` and `highest` are the
-- ends of what it stated, equal unless it stated a range. `apart` says why the claim is not on its
-- quantity's axis (null: it is): it counts something else, or it was corrected since. Among claims of
-- its own place `apart_in_place` says so. To a reader of an earlier day neither its correction was
-- known nor, before `apart_redefined_on`, that its source would count otherwise: `apart_known` and
-- `apart_known_in_place` leave both out, and `apart_redefined` is what the second adds.
-- `began`, `effective_from`, `effective` and `reach` say of what time it is (contested/compare): the
-- start of what a total counts; the dates it refers to, no later than the end of that; and by how
-- many days a later claim may differ and still be compared with it.
create table claim as
with
    -- Sorted while a row is still narrow; the joins keep the order.
    sorted as (
        select c.id, c.article, c.low, c.best, c.high, c.qualifier, c.since, c.as_of, c.evidence,
            c.stated, c.note, c.supersedes, c.reason, line_at(c.line) as line,
            folder_at(c.line) as folder_position, t.number as strand
        from raw.claims as c
        join strand as t
            on t.key = hash(c.sources, c.conflict, c.subject, c.metric, c.population, c.counting, c.place)
        order by t.position, c.as_of, c.id
    ),
    corrected as (
        select c.supersedes as id, min(a.published) as on_date, arg_min(c.id, a.published) as by_claim,
            arg_min(c.reason, a.published) as reason
        from raw.claims as c
        join raw.articles as a on a.id = c.article
        where c.supersedes is not null
        group by c.supersedes
    ),
    marked as (
        select c.*, t.* exclude (key, number, apart_counting),
            a.publisher, a.title, a.author, a.url, a.archive_url, a.published, a.language,
            k.by_claim as superseded_by, k.on_date as superseded_on, k.reason as superseded_reason,
            coalesce(
                t.apart_counting,
                case
                    when c.since > t.whole_since
                        then 'counts from ' || strftime(c.since, '%-d %B %Y') || ' only'
                end
            ) as apart_counting,
            case when c.as_of < t.break_date then t.break_date end as apart_redefined_on,
            case
                when c.as_of < t.break_date then 'earlier definition: ' || t.break_reason
            end as apart_redefined,
            'corrected on ' || strftime(k.on_date, '%-d %B %Y') as apart_corrected,
            least(c.as_of, t.ended) as effective,
            g.id as folder, g.terms_url as licence
        from sorted as c
        join folder as g on g.position = c.folder_position
        join strand as t on t.number = c.strand
        join raw.articles as a on a.id = c.article
        left join corrected as k on k.id = c.id
    )
select
    id, conflict, subject, metric, population, quantity, metric_label, unit,
    low, best, high, qualifier,
    coalesce(best, low, high) as number,
    coalesce(low, best, high) as lowest,
    coalesce(high, best, low) as highest,
    counting, since, as_of, place, evidence, stated, note,
    source, source_name, source_short, kind, origin, relation,
    article, publisher, title, author, url, archive_url, published, language,
    supersedes, reason, superseded_by, superseded_on, superseded_reason,
    nullif(concat_ws('; ', apart_place, apart_counting, apart_redefined, apart_corrected), '') as apart,
    nullif(concat_ws('; ', apart_counting, apart_redefined, apart_corrected), '') as apart_in_place,
    nullif(concat_ws('; ', apart_place, apart_counting), '') as apart_known,
    apart_counting as apart_known_in_place,
    apart_redefined, apart_redefined_on,
    whole_since as began, effective as effective_from, effective,
    least(most, greatest(least, coalesce(date_diff('day', whole_since, effective), 0) * percent // 100))
        as reach,
    folder, licence, line
from marked;

-- Which sources a claim names: one row a claim and source, in the order of the claims.
create table claim_source as
select c.id as claim, v.source
from (select id, source from claim) as c
join (
    select distinct source as voice, unnest(string_split(source, ';')) as source from voice
) as v on v.voice = c.source;

-- What each source says today: its newest claim about a quantity that counts the same thing as the
-- quantity's others and was not corrected. (Its row is found first, over few columns.)
create table current_claim as
select *
from claim
where rowid in (
    select arg_max(rowid, (as_of, published, id))
    from claim
    where apart is null and superseded_on is null
    group by conflict, subject, metric, population, source
)
order by conflict, subject, metric, population, number;

-- How well each quantity is covered.
create table coverage as
with
    made as (
        select conflict, subject, metric, population,
            cast(sum(claims) as bigint) as claims, max(newest) as newest
        from spun
        group by conflict, subject, metric, population
    ),
    spoken as (
        select c.conflict, c.subject, c.metric, c.population,
            count(distinct s.id) as sources, count(distinct s.origin) as origins
        from (
            select conflict, subject, metric, population, unnest(string_split(sources, ';')) as source
            from spun
        ) as c
        join source as s on s.id = c.source
        group by c.conflict, c.subject, c.metric, c.population
    )
select m.*, s.sources, s.origins
from made as m
join spoken as s
    on s.conflict = m.conflict and s.subject = m.subject
    and s.metric = m.metric and s.population = m.population
order by m.conflict, m.subject, m.metric, m.population;

-- What a search looks through in an article: its words and its numbers.
create table article_text as
with
    told as (
        select c.article, count(*) as claims, min(t.voice) as voice, max(t.voice) as last_voice,
            string_agg(concat_ws(' ', t.words, c.low, c.best, c.high), ' ') as words
        from raw.claims as c
        join strand as t
            on t.key = hash(c.sources, c.conflict, c.subject, c.metric, c.population, c.counting, c.place)
        group by c.article
    ),
    -- The few articles whose claims have several sources.
    several as (
        select article, string_agg(source_name, ', ' order by source_name) as names
        from (
            select distinct c.article, c.source_name
            from claim as c
            join told as t on t.article = c.article
            where t.voice <> t.last_voice
        ) as named
        group by article
    )
select a.id as article, coalesce(t.claims, 0) as claims, coalesce(n.names, v.source_name) as sources,
    searchable(concat_ws(' ', a.publisher, a.title, a.author, a.id)) || coalesce(t.words || ' ', '') as text
from raw.articles as a
left join told as t on t.article = a.id
left join voice as v on v.number = t.voice
left join several as n on n.article = a.id;
