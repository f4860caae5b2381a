-- The database that the pages, the API and the command line read, built from the typed rows of the
-- data folder (schema `raw`, one table a file, each row with its `line`). Everything a query needs
-- about a claim stands in its row, so that a page's query is one scan of a sorted table.
-- Statements are separated by semicolons and run in order. Functions that are not DuckDB's are ours,
-- registered by build.py: `folder_at` and `line_at` tell of which folder a row's `line` is, and which
-- line it is there; `searchable` is that of search_text.py, a text as a search reads it;
-- `quantity_words` that of words/quantities.py, what a quantity is called inside a sentence.

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
select id, publisher, title, author, url, archive_url, published, language,
    published_from, published_precision
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
    searchable(concat_ws(' ', s.name, s.short, s.id, s.names)) as text,
    searchable(s.short) as short_text
from raw.sources as s
left join chain as c on c.id = s.id
order by s.id;

-- Dates at which a source changed what it counts; no line is drawn across one. `leads_to` is the
-- metric under which its series goes on and `leads_to_population` the people whom it counts from
-- then on, where they are others.
create table series_break as
select source, metric, population, date, reason, article, conflict, subject, leads_to, entered,
    leads_to_population
from raw.breaks
order by source, metric, date;

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

-- Which places lie in a place, itself first: by its id and by its name, as addresses name it.
create table place_within as
with recursive
    step (place, within, depth) as (
        select id, id, 0 from raw.places
        union all
        select s.place, p.part_of, s.depth + 1
        from step as s
        join raw.places as p on p.id = s.within
        where p.part_of is not null and s.depth < 20
    )
select distinct within, place from step
union
select p.name, s.place from step as s join raw.places as p on p.id = s.within
order by 1, 2;

-- What was later said about a claim without a new number.
create table response as
select r.claim, r.response, r.sources, n.names as source_names, r.article, a.publisher, a.url,
    a.published, r.note, r.entered
from raw.responses as r
join raw.articles as a on a.id = r.article
left join (
    select d.sources, string_agg(s.name, ', ' order by u.position) as names
    from (select distinct sources from raw.responses where sources is not null) as d,
        unnest(string_split(d.sources, ';')) with ordinality as u (part, position)
    join source as s on s.id = u.part
    group by d.sources
) as n on n.sources = r.sources
order by r.claim, a.published, r.response;

-- Places and starting dates that are in effect the whole, for one subject.
create table scope as
select s.conflict, s.subject, p.name as place, s.since, s.reason
from raw.scopes as s
left join raw.places as p on p.id = s.place
order by s.conflict, s.subject, s.place, s.since;

-- What makes a strand (see below) is found again by its key.
create temp macro strand_key(sources, conflict, subject, metric, population, event, counting, place, part) as
    hash(sources, conflict, subject, metric, population, event, counting, place, part);

-- What makes a strand (see below), with how many claims it has, the newest date they refer to, and
-- whether their place is in effect the whole: all that is worked out once a strand, a voice or a
-- quantity begins here.
create temp table spun as
select c.*, c.place is null or s.place is not null as whole_place,
    (c.place is null or s.place is not null) and c."only" is null as whole
from (
    select sources, conflict, subject, metric, population, coalesce(event, '') as event,
        counting, place, "only", count(*) as claims, max(as_of) as newest,
        count(since) as windows, min(since) as since, arg_min(since_precision, since) as since_precision
    from raw.claims
    group by sources, conflict, subject, metric, population, event, counting, place, "only"
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
                when theirs.side is null then 'third_party'
                when ours.side is null
                    then case theirs.role when 'backer' then 'third_party' else 'belligerent' end
                when theirs.side = ours.side
                    then case theirs.role when 'backer' then 'ally_backer' else 'ally' end
                when theirs.role = 'backer' then 'adversary_backer'
                else 'adversary'
            end as relation,
            theirs.side
        from split as sp
        join source as s on s.id = sp.source
        left join raw.stances as ours on ours.conflict = sp.conflict and ours.party = sp.subject
        left join raw.stances as theirs
            on theirs.conflict = sp.conflict and theirs.party = s.affiliation
    )
select r.sources, r.conflict, r.subject, arg_min(r.relation, t.position) as relation,
    string_agg(distinct r.side, ';' order by r.side) as side
from related as r
join raw.relations as t on t.id = r.relation
group by r.sources, r.conflict, r.subject;

-- What can be compared, in plain words, with the way most of its claims of the whole count, and the
-- place that all of them name where that is not in effect the whole: then it is part of the words.
-- So is the date from which the first of its totals counts, where none counts from the beginning.
create table quantity as
with
    counted as (
        select conflict, subject, metric, population, event, counting,
            row_number() over (
                partition by conflict, subject, metric, population, event
                order by sum(case when whole then claims else 0 end) desc, sum(claims) desc, counting
            ) as place
        from spun
        group by conflict, subject, metric, population, event, counting
    ),
    window_start as (
        select conflict, subject, max(since) as since from raw.scopes where since is not null
        group by conflict, subject
    ),
    started as (
        select s.conflict, s.subject, s.metric, s.population, min(s.since) as since,
            arg_min(s.since_precision, s.since) as precision
        from spun as s
        join raw.conflicts as f on f.id = s.conflict
        left join window_start as w on w.conflict = s.conflict and w.subject = s.subject
        where s.counting = 'cumulative' and s.event = ''
        group by s.conflict, s.subject, s.metric, s.population
        having sum(s.windows) = sum(s.claims) and min(s.since) > max(greatest(f.began, w.since))
    ),
    placed as (
        select conflict, subject, metric, population, event,
            case
                when count(distinct place) = 1 and not bool_or(whole_place) then min(place)
            end as place,
            case
                when count(distinct "only") = 1 and bool_and("only" is not null) then min("only")
            end as part
        from spun
        group by conflict, subject, metric, population, event
    ),
    phrased as (
        select c.conflict, c.subject, c.metric, c.population, c.event, c.counting,
            w.place, w.part, b.since, m.label, m.unit, f.name as war, p.name as party,
            concat_ws(' ', m.names, n0.label, n0.names, p.name, p.names) as called,
            quantity_words(
                m.phrase, p.name, p.people, p.forces, c.population, n0.noun,
                event_words(e.phrase, e.began_from::date, e.began_precision, e.ended_to::date),
                -- Of one moment these two metrics count who is held then, as they define.
                coalesce(w.part, case
                    when c.counting = 'snapshot' and c.metric in ('captured', 'hostages_dead')
                        then 'those then held'
                end), l.name, p.kind, z.party is not null, b.since::date, b.precision,
                l.preposition
            ) as phrase
        from counted as c
        join raw.conflicts as f on f.id = c.conflict
        join raw.metrics as m on m.id = c.metric
        join raw.parties as p on p.id = c.subject
        join raw.populations as n0 on n0.id = c.population
        join placed as w
            on w.conflict = c.conflict and w.subject = c.subject
            and w.metric = c.metric and w.population = c.population and w.event = c.event
        left join started as b
            on b.conflict = c.conflict and b.subject = c.subject and b.metric = c.metric
            and b.population = c.population and c.event = '' and c.counting = 'cumulative'
        left join raw.events as e on e.id = c.event
        left join raw.places as l on l.id = w.place
        left join (select distinct conflict, party from raw.stances) as z
            on z.conflict = c.conflict and z.party = c.subject
        where c.place = 1
    ),
    -- What heads quantities of several conflicts names the conflict.
    named as (
        select *,
            case
                when count(*) over (partition by phrase) = 1 then phrase
                when phrase like '%)' then substr(phrase, 1, length(phrase) - 1) || ', ' || war || ')'
                else phrase || ' (' || war || ')'
            end as words
        from phrased
    )
select conflict, subject, metric, population, event, counting, place, part as "only", since,
    upper(substr(words, 1, 1)) || substr(words, 2) as name,
    words,
    label as metric_label,
    unit,
    searchable(concat_ws(' ', words, label, metric, party, war)) as text,
    searchable(concat_ws(' ', words, label, metric, called)) as own_text
from named
order by conflict, subject, metric, population, event;

-- Which quantities a break touches: those of its series, and those that the series leads to
-- (`ours` is false). A break that names its conflict and subject touches their quantity whoever
-- speaks of it here; any other those of which its source speaks. `other` is the metric beyond it,
-- `other_population` the people counted there.
create table quantity_break as
with
    spoken as (
        select distinct source, conflict, subject, metric, population, event
        from (
            select unnest(string_split(sources, ';')) as source, conflict, subject, metric,
                population, event
            from spun
        ) as s
    ),
    side as (
        select b.*, true as ours, b.metric as here, b.population as people,
            case
                when b.leads_to is not null or b.leads_to_population is not null
                then coalesce(b.leads_to, b.metric)
            end as other,
            coalesce(b.leads_to_population, b.population) as other_people
        from series_break as b
        union all
        select b.*, false, coalesce(b.leads_to, b.metric),
            coalesce(b.leads_to_population, b.population), b.metric, b.population
        from series_break as b
        where b.leads_to is not null or b.leads_to_population is not null
    )
select q.conflict, q.subject, q.metric, q.population, q.event,
    b.source, b.date, b.reason, b.article, b.ours, b.other,
    coalesce(b.other_people, q.population) as other_population,
    o.name as other_name
from quantity as q
join side as b
    on b.here = q.metric
    and (b.people is null or b.people = q.population)
    and (b.conflict is null or b.conflict = q.conflict)
    and (b.subject is null or b.subject = q.subject)
left join quantity as o
    on o.conflict = q.conflict and o.subject = q.subject and o.event = q.event
    and o.metric = b.other and o.population = coalesce(b.other_people, q.population)
where (b.conflict is not null and b.subject is not null and q.event = '')
    or exists (
        select 1
        from spoken as s
        where s.source = b.source and s.conflict = q.conflict and s.subject = q.subject
            and s.event = q.event
            and (
                (s.metric = q.metric and s.population = q.population)
                or (s.metric = b.other and s.population = coalesce(b.other_people, q.population))
            )
    )
order by q.conflict, q.subject, q.metric, q.population, q.event, b.date, b.source;

-- What claims have in common that the same sources make of the same quantity, counted alike, in the
-- same place: all that a claim says beyond its own numbers and dates. Worked out once a strand, so
-- that a million claims take one join. `key` is the hash of what makes a strand, `number` its short
-- name, and `voice` that of its voice.
create temp table strand as
with
    -- The last break of each series: what was printed before counts something else.
    voice_break as (
        select v.sources, v.conflict, v.subject, v.metric, v.population,
            max(b.date) as date, arg_max(b.reason, b.date) as reason
        from (select distinct sources, conflict, subject, metric, population from spun) as v
        join raw.breaks as b
            on b.metric = v.metric and (b.population is null or b.population = v.population)
            and (b.conflict is null or b.conflict = v.conflict)
            and (b.subject is null or b.subject = v.subject)
            and list_contains(string_split(v.sources, ';'), b.source)
        group by v.sources, v.conflict, v.subject, v.metric, v.population
    ),
    window_start as (
        select conflict, subject, max(since) as since from raw.scopes where since is not null
        group by conflict, subject
    )
select
    strand_key(
        c.sources, c.conflict, c.subject, c.metric, c.population, c.event, c.counting, c.place, c."only"
    ) as key,
    cast(row_number() over () as integer) as number,
    q.position, c.conflict, c.subject, c.metric, c.population, c.event, c.counting, c.place, c."only",
    q.name as quantity, q.unit, q.metric_label,
    v.number as voice, v.source, v.source_name, v.source_short, v.kind, v.origin,
    t.relation, t.side,
    searchable(v.source_name || ' ' || v.source_short) || q.text as words,
    case when c.whole_place or c.place = q.place then null else 'place' end as apart_place,
    case when c."only" is null or c."only" = q."only" then null else 'only' end as apart_only,
    case when c.counting <> q.counting then 'counting' end as apart_counting,
    -- A total of these claims that starts later than this is not the whole.
    case
        when c.counting = 'cumulative' then coalesce(e.began_from, greatest(f.began, w.since, q.since))
    end as whole_since,
    -- What is true of one day changes the faster the younger the war, or the round of it that an event
    -- is; before it nothing says how.
    case when c.counting = 'snapshot' then coalesce(e.began_from, f.began) end as fought_since,
    -- A total goes on to hold when what it counts is over; how many are buried, named, missing or
    -- driven out goes on to change, and is of the day of the count.
    case
        when c.counting = 'cumulative' and c.metric not in ('buried', 'identified')
            and m.family not in ('missing', 'displaced')
        then coalesce(e.ended_to, f.ended)
    end as ended,
    h.percent, h.least, h.most,
    b.date as break_date, b.reason as break_reason
from spun as c
join (select *, cast(rowid as integer) as position from quantity) as q
    on q.conflict = c.conflict and q.subject = c.subject
    and q.metric = c.metric and q.population = c.population and q.event = c.event
left join raw.events as e on e.id = c.event
left join raw.places as l on l.id = c.place
join voice as v on v.sources = c.sources
join standing as t
    on t.sources = c.sources and t.conflict = c.conflict and t.subject = c.subject
join raw.conflicts as f on f.id = c.conflict
join raw.metrics as m on m.id = c.metric
join raw.reaches as h on h.counting = c.counting and h.family = m.family
left join window_start as w on w.conflict = c.conflict and w.subject = c.subject
left join voice_break as b
    on b.sources = c.sources and b.conflict = c.conflict and b.subject = c.subject
    and b.metric = c.metric and b.population = c.population;

-- Two strands of one key would be one in a million million; a build would rather stop.
select case when count(*) <> count(distinct key) then error('two strands have one key') end
from strand;

-- A claim, with all that a page, an export or a citation says of it. One row a claim.
-- `number` is where its mark stands (a number the source stated); `lowest` and `highest` are the
-- ends of what it stated, equal unless it stated a range. `apart` says why the claim is not on its
-- quantity's axis (null: it is), by the codes of vocabulary.REASONS joined by ";"; what completes a
-- reason stands in a column of its own (`place`, `only`, `counting`, `since`, `redefined`,
-- `superseded_on`, `withdrawn_on`), and words/reasons.py says it. Among claims of its own place `apart_in_place` is the one that holds.
-- To a reader of an earlier day neither its correction was known nor, before `redefined_on`, that its
-- source would count otherwise: `apart_known` and `apart_known_in_place` leave both out.
-- `began`, `effective_from`, `effective` and `reach` say of what time it is (contested/compare): the
-- start of what a total counts; the dates it refers to, no later than the end of that; and by how
-- many days a later claim may differ and still be compared with it.
create table claim as
with
    -- Sorted while a row is still narrow; the joins keep the order.
    sorted as (
        select c.id, c.article, c.low, c.best, c.high, c.qualifier, c.since, c.as_of, c.evidence,
            c.stated, c.note, c.supersedes, c.reason, line_at(c.line) as line,
            folder_at(c.line) as folder_position, t.number as strand,
            c.as_of_from, c.as_of_precision, c.since_to, c.since_precision,
            c.via, c.same_as, c."interval", c.level, c.entered,
            coalesce(c.same_as, c.id) as statement
        from raw.claims as c
        join strand as t
            on t.key = strand_key(
                c.sources, c.conflict, c.subject, c.metric, c.population, coalesce(c.event, ''),
                c.counting, c.place, c."only"
            )
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
    -- A statement is withdrawn with all its tellings, a misprint is one telling's.
    answered as (
        select r.claim as id,
            min(a.published) filter (where r.response = 'withdrawn') as withdrawn_on,
            min(a.published) filter (where r.response = 'misprinted') as misprinted_on,
            min(a.published) filter (where r.response = 'disputed') as disputed_on,
            min(a.published) filter (where r.response = 'denied') as denied_on
        from raw.responses as r
        join raw.articles as a on a.id = r.article
        group by r.claim
    ),
    told as (
        select coalesce(same_as, id) as statement, count(*) as tellings
        from raw.claims
        where same_as is not null or id in (select same_as from raw.claims where same_as is not null)
        group by coalesce(same_as, id)
    ),
    -- Who printed a statement's number without the hedge that another telling of that number has.
    unhedged as (
        select t.statement, string_agg(distinct a.publisher, ', ' order by a.publisher) as publishers
        from (
            select coalesce(same_as, id) as statement, article, qualifier,
                bool_or(qualifier not in ('exact', 'unnumbered')) over (
                    partition by coalesce(same_as, id), coalesce(best, low, high)
                ) as hedged
            from raw.claims
            where coalesce(same_as, id) in (select statement from told)
        ) as t
        join raw.articles as a on a.id = t.article
        where t.hedged and t.qualifier = 'exact'
        group by t.statement
    ),
    relayed as (
        select v.via, string_agg(s.name, ', ' order by v.position) as via_name
        from (
            select d.via, u.part, u.position
            from (select distinct via from raw.claims where via is not null) as d,
                unnest(string_split(d.via, ';')) with ordinality as u (part, position)
        ) as v
        join source as s on s.id = v.part
        group by v.via
    ),
    marked as (
        select c.*, t.* exclude (key, number, apart_counting),
            a.publisher, a.title, a.author, a.url, a.archive_url, a.published, a.language,
            a.published_from, a.published_precision,
            coalesce(n.tellings, 1) as tellings,
            h.publishers as unhedged_by,
            r.withdrawn_on, p.misprinted_on, r.disputed_on, r.denied_on,
            least(r.withdrawn_on, p.misprinted_on) as annulled_on,
            case
                when r.withdrawn_on is not null then 'withdrawn'
                when p.misprinted_on is not null then 'misprinted'
            end as apart_annulled,
            k.by_claim as superseded_by, k.on_date as superseded_on, k.reason as superseded_reason,
            coalesce(
                t.apart_counting, case when c.since > t.whole_since then 'window' end
            ) as apart_counting,
            case when c.as_of < t.break_date then t.break_date end as redefined_on,
            case when c.as_of < t.break_date then t.break_reason end as redefined,
            case when c.as_of < t.break_date then 'redefined' end as apart_redefined,
            case when k.on_date is not null then 'corrected' end as apart_corrected,
            least(c.as_of_from, t.ended) as effective_from,
            least(c.as_of, t.ended) as effective,
            l.name as place_name, e.label as event_label, u.via_name,
            g.id as folder, g.terms_url as licence
        from sorted as c
        join folder as g on g.position = c.folder_position
        join strand as t on t.number = c.strand
        join raw.articles as a on a.id = c.article
        left join corrected as k on k.id = c.statement
        left join answered as r on r.id = c.statement
        left join answered as p on p.id = c.id
        left join told as n on n.statement = c.statement
        left join unhedged as h on h.statement = c.statement
        left join raw.places as l on l.id = t.place
        left join raw.events as e on e.id = t.event
        left join relayed as u on u.via = c.via
    )
select
    id, conflict, subject, metric, population, quantity, metric_label, unit,
    low, best, high, qualifier,
    coalesce(best, low, high) as number,
    coalesce(low, best, high) as lowest,
    coalesce(high, best, low) as highest,
    counting, since, as_of, place_name as place, evidence, stated, note,
    source, source_name, source_short, kind, origin, relation,
    article, publisher, title, author, url, archive_url, published, language,
    supersedes, reason, superseded_by, superseded_on, superseded_reason,
    redefined, redefined_on,
    nullif(concat_ws(';', apart_place, apart_only, apart_counting, apart_redefined, apart_corrected,
        apart_annulled), '') as apart,
    nullif(concat_ws(';', apart_only, apart_counting, apart_redefined, apart_corrected,
        apart_annulled), '') as apart_in_place,
    nullif(concat_ws(';', apart_place, apart_only, apart_counting), '') as apart_known,
    nullif(concat_ws(';', apart_only, apart_counting), '') as apart_known_in_place,
    whole_since as began, effective_from, effective,
    case
        when effective < fought_since then most
        else least(most, greatest(least,
            coalesce(date_diff('day', coalesce(whole_since, fought_since), effective), 0) * percent // 100
        ))
    end as reach,
    event, event_label, "only", via, via_name, same_as, tellings, "interval", level,
    place as place_id, side,
    as_of_from, as_of_precision, since_to, since_precision, published_from, published_precision,
    withdrawn_on, misprinted_on, disputed_on, denied_on, annulled_on, unhedged_by,
    folder, licence, entered, line
from marked;

-- What a search looks through in claims, once for all that the same sources make of one quantity in
-- one place: `own` holds the names of what is counted, `text` those of who says so and where too.
create table claim_words as
select cast(row_number() over (order by t.position, v.source, t.place, t."only") as integer) as number,
    t.conflict, t.subject, t.metric, t.population, t.event,
    v.source, coalesce(t.place, '') as place_id, coalesce(t."only", '') as part,
    array_length(string_split(q.words, ' ')) as length,
    q.own_text as own,
    t.words || q.own_text || n.text
        || searchable(concat_ws(' ', l.name, l.names, t."only", e.label)) as text
from (
    select distinct position, conflict, subject, metric, population, event, voice, place, "only", words
    from strand
) as t
join quantity as q
    on q.conflict = t.conflict and q.subject = t.subject
    and q.metric = t.metric and q.population = t.population and q.event = t.event
join voice as v on v.number = t.voice
join (
    select u.sources, string_agg(s.text, '') as text
    from (select sources, unnest(string_split(sources, ';')) as source from voice) as u
    join source as s on s.id = u.source
    group by u.sources
) as n on n.sources = v.sources
left join raw.places as l on l.id = t.place
left join raw.events as e on e.id = t.event;

-- Which sources a claim names: one row a claim and source, in the order of the claims.
create table claim_source as
select c.id as claim, v.source
from (select id, source from claim) as c
join (
    select distinct source as voice, unnest(string_split(source, ';')) as source from voice
) as v on v.voice = c.source;

-- How well each quantity is covered.
create table coverage as
with
    made as (
        select conflict, subject, metric, population, event,
            cast(sum(claims) as bigint) as claims, max(newest) as newest
        from spun
        group by conflict, subject, metric, population, event
    ),
    spoken as (
        select c.conflict, c.subject, c.metric, c.population, c.event,
            count(distinct s.id) as sources, count(distinct s.origin) as origins
        from (
            select conflict, subject, metric, population, event,
                unnest(string_split(sources, ';')) as source
            from spun
        ) as c
        join source as s on s.id = c.source
        group by c.conflict, c.subject, c.metric, c.population, c.event
    )
select m.*, s.sources, s.origins
from made as m
join spoken as s
    on s.conflict = m.conflict and s.subject = m.subject
    and s.metric = m.metric and s.population = m.population and s.event = m.event
order by m.conflict, m.subject, m.metric, m.population, m.event;

-- What a search looks through in an article: its words and its numbers.
create table article_text as
with
    told as (
        select c.article, count(*) as claims, min(t.voice) as voice, max(t.voice) as last_voice,
            string_agg(concat_ws(' ', t.words, c.low, c.best, c.high), ' ') as words
        from raw.claims as c
        join strand as t
            on t.key = strand_key(
                c.sources, c.conflict, c.subject, c.metric, c.population, coalesce(c.event, ''),
                c.counting, c.place, c."only"
            )
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
