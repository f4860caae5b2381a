"""One release of an outside data set, brought into a folder of its own beside those before it.

Nothing is changed in silence. A number that the release has otherwise is a claim that supersedes
the one before; one that it has no longer is withdrawn, or misprinted where the compilers took it
out; both on the day of the release. So what was known on the day of each release is that release.
A row is found again by its key, which its claim's id ends with.

Rows are compared as tables, never one by one. What would be written is written aside and checked
there beside the other folders, as a build does; only what passes goes in, and is built by then.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, NamedTuple

import duckdb
import pandas as pd

from contested import build, words
from contested.engine import literal
from contested.errors import BadData, ContestedError, Problem
from contested.folders import DESCRIPTION, RELEASES, Folder, named
from contested.importers import resolving
from contested.importers.data_set import (
    NAMING,
    SAID,
    About,
    Context,
    DataSet,
    Reading,
    columns_given,
    first_line,
    quoted,
    reasons,
)
from contested.importers.names import Names
from contested.importers.plan import Rows, SetAside, read, write
from contested.selection import QUANTITY
from contested.tables import TABLES

#: The columns of `folders.RELEASES`.
COLUMNS = (
    *("published", "fetched", "part", "file", "sha256", "url", "changed_by"),
    *("rows", "added", "revised", "withdrawn", "set_aside"),
)

#: Whose change a change is: the source's, the compilers', or "" where it is not known.
ChangedBy = Literal["", "source", "compiler"]

#: The longest id of a data set and of a row in it, so that ids of claims have room.
_SET, _KEY = 24, 36

#: How often rows that the checks refuse are left out and the rest is tried again.
_TRIES = 5

#: How many rows that do not fit are named.
_MOST_NAMED = 20


class Release(NamedTuple):
    """When a release was published and fetched, where from, and whose its changes are."""

    published: date
    fetched: date
    url: str = ""
    changed_by: ChangedBy = ""


@dataclass
class Revision:
    """What a release changes in its folder; `write` puts it in.

    Counts are of claims: `added` are new, `revised` supersede one, `withdrawn` are gone, `same` are
    as they were. `aside` are the rows that do not fit, with the file's own `columns`. `notices` are
    what the checks notice in the folder as it would be.
    """

    into: Path
    reading: Reading
    release: Release
    rows: int = 0
    added: int = 0
    revised: int = 0
    withdrawn: int = 0
    same: int = 0
    aside: list[SetAside] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    again: bool = False
    built: build.Built | None = None
    beside: Sequence[Path] = ()
    _place: Path = Path()

    def write(self) -> None:
        """Put the release into its folder: all files were written aside, and take their places.

        The database that it was tried by is that of the folders from now on.
        """
        if self.again:
            return
        try:
            self.into.mkdir(parents=True, exist_ok=True)
            for path in sorted(self._place.iterdir()):
                os.replace(path, self.into / path.name)
        except OSError as error:
            raise ContestedError(f"{self.into} cannot be written: {error.strerror}") from error
        if self.built:
            build.remember([*self.beside, self.into], self.built)

    def summary(self) -> list[str]:
        """Return what the release does, a line for each kind of thing, in the order of interest."""
        day = words.day(self.release.published)
        if self.again:
            return [f"The release of {day} is here already: nothing changes."]
        parts = [words.count(self.added, "new claim")]
        for number, what in ((self.revised, "revised"), (self.withdrawn, "withdrawn")):
            if number:
                parts.append(f"{number:,} {what}")
        if self.same:
            parts.append(f"{self.same:,} as before")
        lines = [f"Release of {day}: {', '.join(parts)}."]
        if self.aside:
            lines.append(f"{words.capital(words.count(len(self.aside), 'row'))} set aside.")
        lines += [f"No claims: {what}." for what in self.reading.left_out]
        return lines


@contextmanager
def revision(
    data_set: DataSet,
    file: Path,
    into: Path,
    base: Sequence[Path],
    release: Release,
    mapping: Mapping[str, Any] | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[Revision]:
    """Give what a release changes in the folder `into`, beside the folders of `base`.

    Rows that do not fit are set aside, each with its reasons; who calls decides whether the rest
    goes in. Raises ContestedError for a file of another form, for a folder that holds something
    else, and for a release older than the newest.
    """
    beside = [one for one in base if one.resolve() != into.resolve()]
    into.parent.mkdir(parents=True, exist_ok=True)
    with (
        duckdb.connect() as con,
        TemporaryDirectory(dir=into.parent, prefix=f".{into.name}-") as place,
    ):
        con.execute("set enable_progress_bar = false")
        progress(f"Reading {file.name}")
        rows = resolving.rows(beside, into)
        names = {table: Names(table, rows[table]) for table in dict.fromkeys(NAMING.values())}
        stances: dict[str, list[str]] = defaultdict(list)
        for row in rows["stances"]:
            stances[row["party"]].append(row["conflict"])
        reading = data_set.read(con, file, Context(names, stances, mapping or {}))
        made = Revision(into, reading, release, beside=beside, _place=Path(place))
        made.rows = _number(con, "select count(distinct row) from given")
        made.columns = [
            name for name, *_ in con.execute("describe file").fetchall() if name != "row"
        ]
        past = _past(into, reading, release)
        digest = _digest(file)
        same_day = [one for one in past if one["published"] == str(release.published)]
        if any(one["sha256"] != digest for one in same_day):
            raise ContestedError(
                f"the release of {release.published} is in {into} already, from another file "
                f"({same_day[0]['file']}); --release takes the day on which this one was published"
            )
        if any(one["set_aside"] == "0" for one in same_day):
            made.again = True
            yield made
            return
        progress(f"Matching names of {made.rows:,} rows")
        added = resolving.resolved(con, reading, names)
        before = max(
            (one["published"] for one in past if one["published"] < str(release.published)),
            default="",
        )
        _incoming(con, release)
        _held(con, into, reading)
        for _ in range(_TRIES):
            progress("Comparing with the release before" if before else "Writing claims")
            _changes(con, reading, release, before)
            _counted(con, made)
            made.aside = _aside(con)
            _put(con, made, added, {"sha256": digest, "file": file.name})
            progress(f"Checking and building {made.added + made.revised + made.same:,} claims")
            refused = _refused(con, made, beside)
            if not refused:
                break
            frame = pd.DataFrame(refused, columns=["key", "why"])
            con.register("refused", frame)
            con.execute(
                "update incoming_rows as incoming set reasons = list_concat(reasons, r.why) "
                "from (select key, list(why) as why from refused group by key) as r "
                "where r.key = incoming.key and len(incoming.reasons) = 0"
            )
        else:
            raise ContestedError(f"the checks go on to refuse rows: {refused[0][1]}")
        try:
            yield made
        finally:
            if made.built:
                build.let_go(made.built.path)


def _number(con: duckdb.DuckDBPyConnection, query: str) -> int:
    return int((con.execute(query).fetchone() or (0,))[0])


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def releases(folder: Path) -> Rows:
    """Return the releases that a folder holds, the first first; none of a folder without any."""
    path = folder / RELEASES
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def _past(into: Path, reading: Reading, release: Release) -> Rows:
    """Return the releases of this part that a folder holds; raises ContestedError as `revision`."""
    about = reading.about
    if len(about.id) > _SET:
        raise ContestedError(f"a data set's id takes at most {_SET} characters: {about.id}")
    if release.published > date.today():
        raise ContestedError(f"the release is of {release.published}, a day that has not come")
    if into.exists() and any(into.iterdir()):
        record = Folder(into).package().get("contested")
        if not isinstance(record, dict) or record.get("set") != about.id:
            raise ContestedError(
                f"{into} holds {record['set'] if isinstance(record, dict) else 'other data'}; "
                f"an imported set is a folder of its own: name another for {about.id}"
            )
    past = [one for one in releases(into) if one["part"] == reading.part]
    if past and past[-1]["published"] > str(release.published):
        raise ContestedError(
            f"{into} holds the release of {past[-1]['published']}, and this one is of "
            f"{release.published}; releases come in in their order"
        )
    return past


def _incoming(con: duckdb.DuckDBPyConnection, release: Release) -> None:
    """Make `incoming`: the rows given, their names as ids, their keys as ids end with them.

    `at` numbers them. The table `incoming_rows` behind it has the columns that are given.
    """
    has = columns_given(con)
    naming = [name for name in NAMING if name in has]
    joins = " ".join(
        f"left join (select said, id, why from named where name = '{name}') as "  # noqa: S608
        f"{quoted(f'n_{name}')} on {quoted(f'n_{name}')}.said = g.{quoted(name)}"
        for name in naming
    )
    cells = ["g.row", f"{_AS_KEY} as key"]
    whys = [f"{quoted(f'n_{name}')}.why" for name in naming]
    if "day" in has:
        cells.append("try_cast(g.day as date) as day")
        whys.append(
            f"case when try_cast(g.day as date) > date '{release.published}' "
            f"then 'it is of ' || g.day || ', and the release of {release.published}' end"
        )
    cells += [f"g.{name}" for name in _PRINTED if name in has]
    cells += [f"{quoted(f'n_{name}')}.id as {quoted(name)}" for name in naming]
    cells += [
        f"nullif(g.{quoted(name)}, '') as {quoted(name)}" for name in (*SAID, "note") if name in has
    ]
    # The names are those of the program; what a file holds is in the rows.
    con.execute(
        f"""
        create table incoming_rows as
        select * replace (
            case
                when len(reasons) = 0 and key is null then ['it has no key'] else reasons
            end as reasons
        )
        from (
            select {", ".join(cells)},
                list_concat(coalesce(g.reasons, []), {reasons(*whys)}) as reasons
            from given as g {joins}
        ) as keyed
        """  # noqa: S608
    )
    con.execute(
        """
        update incoming_rows as f
        set reasons = ['row ' || first.row || ' is of the same: ' || f.key]
        from (
            select key, min(row) as row, arg_min(rowid, row) as at
            from incoming_rows
            where len(reasons) = 0
            group by key
            having count(*) > 1
        ) as first
        where first.key = f.key and len(f.reasons) = 0 and f.rowid <> first.at
        """
    )
    absent = [f"null::varchar as {quoted(name)}" for name in _CELLS if name not in has]
    absent += ["null::date as day"] if "day" not in has else []
    con.execute(
        f"create view incoming as select {', '.join(['rowid as at', '*', *absent])} "  # noqa: S608
        "from incoming_rows"
    )


#: Where a number was printed, as a row of `given` says it.
_PRINTED = ("publisher", "title", "url", "language")

#: The columns of `incoming` that hold texts.
_CELLS = (*_PRINTED, *NAMING, *SAID, "note")

#: SQL for a key as an id ends with it: itself, or what is left of it with a part of its hash.
_AS_KEY = f"""
case
    when regexp_full_match(g.key, '[a-z0-9]+(-[a-z0-9]+)*') and length(g.key) <= {_KEY} then g.key
    when g.key is not null then concat_ws('-',
        nullif(rtrim(left(trim(regexp_replace(
            lower(strip_accents(g.key)), '[^a-z0-9]+', '-', 'g'
        ), '-'), {_KEY - 9}), '-'), ''),
        left(md5(g.key), 8)
    )
end
"""


def _held(con: duckdb.DuckDBPyConnection, into: Path, reading: Reading) -> None:
    """Make `held`, the folder's claims with their keys, and its `held_articles` and responses."""
    for table in ("claims", "articles", "responses"):
        path = into / f"{table}.csv"
        columns = [column.name for column in TABLES[table]]
        if path.exists():
            lacking = "".join(
                f", null::varchar as {quoted(name)}"
                for name in columns
                if name not in first_line(path)
            )
            con.execute(
                f"create table held_{table} as "  # noqa: S608
                f"select *, row_number() over () as stood{lacking} from {_texts_of(path)}",
                {"path": str(path)},
            )
        else:
            empty = ", ".join(f"null::varchar as {quoted(name)}" for name in columns)
            con.execute(f"create table held_{table} as select {empty}, 0 as stood limit 0")
    con.execute(
        """
        create table held as
        select *,
            regexp_matches(key, $covers) and not regexp_matches(key, $beside)
                and id not in (select supersedes from held_claims where supersedes is not null)
                and id not in (
                    select claim from held_responses where response in ('withdrawn', 'misprinted')
                ) as current
        from (
            select *, regexp_extract(
                id, '^' || $set || '-(?:[0-9]{4}-[0-9]{2}-[0-9]{2}-release-)?(.+)$', 1
            ) as key
            from held_claims
            where starts_with(id, $set || '-')
        ) as ours
        """,
        {"set": reading.about.id, "covers": reading.covers, "beside": reading.beside},
    )


def _texts_of(path: Path) -> str:
    """Return SQL for the rows of a file of the folder, each cell a text; $path is the file."""
    taken = ", ".join(f"'{name}': 'varchar'" for name in first_line(path))
    return (
        "read_csv($path, auto_detect = false, header = true, delim = ',', quote = '\"', "
        f"escape = '\"', columns = {{{taken}}})"
    )


#: What makes a claim another one, where a row has it otherwise.
_NUMBER = tuple(name for name in (*SAID, "place", "via"))
_QUANTITY = (*QUANTITY, "sources")


def _changes(
    con: duckdb.DuckDBPyConnection, reading: Reading, release: Release, before: str
) -> None:
    """Make `new`, the claims that the release adds, and `gone`, the claims that it ends."""
    about = reading.about
    other_number, other_quantity = (
        " or ".join(f"f.{quoted(name)} is distinct from h.{quoted(name)}" for name in names)
        for names in (_NUMBER, _QUANTITY)
    )
    # Where a row has no key it cannot be told which claim it is of: then none is taken for gone.
    con.execute(
        f"""
        create or replace table change as
        select f.at, h.id as old, h.sources,
            case
                when h.id is null then 'added'
                when f.key is null then 'gone'
                when {other_quantity} then 'replaced'
                when {other_number} then 'revised'
                else 'same'
            end as kind
        from (select * from incoming where len(reasons) = 0) as f
        full join (
            select * from held
            where current and key not in (
                select key from incoming where len(reasons) > 0 and key is not null
            )
        ) as h on h.key = f.key
        where f.key is not null
            or not exists (select 1 from incoming where key is null)
        """  # noqa: S608
    )
    who = _whose(about, release.changed_by)
    con.execute(
        "create or replace table release as select $set as set, "
        "cast($published as date) as published, cast($before as date) as before, "
        "$reason as reason",
        {
            "set": about.id,
            "published": release.published,
            "before": before or "0001-01-01",
            "reason": f"Revised in the release of {words.day(release.published)}{who}.",
        },
    )
    con.execute(_NEW)
    con.execute(
        """
        create or replace table gone as
        select old as claim,
            case $by when 'compiler' then 'misprinted' else 'withdrawn' end as response,
            case $by when 'compiler' then null else sources end as sources,
            $article as article, $note as note
        from change
        where kind in ('gone', 'replaced')
        """,
        {
            "by": release.changed_by,
            "article": f"{about.id}-{release.published}",
            "note": f"Not in the release of {words.day(release.published)}{who}.",
        },
    )


#: A view, so that of a million new claims no column is made that is not written.
_NEW = """
create or replace view new as
with placed as (
    select f.*, c.kind, c.old, r.set, r.published as released, r.reason as why,
        f.key in (select key from held) as known,
        coalesce(
            c.kind = 'added' and f.day > r.before and f.key not in (select key from held), false
        ) as own
    from change as c
    join incoming as f on f.at = c.at
    cross join release as r
    where c.kind in ('added', 'replaced', 'revised')
),
dated as (
    select *, case when own then day else released end as published from placed
)
select *,
    set || '-' || case when own or (day is null and not known) then ''
        else released || '-release-' end || key as id,
    concat_ws('-', set, published, left(md5(url), 8)) as article,
    case when kind = 'revised' then old end as supersedes,
    case when kind = 'revised' then why end as reason
from dated
"""


def _whose(about: About, changed_by: ChangedBy) -> str:
    """Return whose change a change is, as the end of a sentence."""
    by = changed_by or ("" if about.compiled else "source")
    return {
        "source": ", by its source",
        "compiler": ", by the compilers of the data",
        "": "; whether its source or the compilers of the data changed it is not known",
    }[by]


def _counted(con: duckdb.DuckDBPyConnection, made: Revision) -> None:
    kinds = dict(con.execute("select kind, count(*) from change group by kind").fetchall())
    made.same = kinds.get("same", 0)
    made.revised = kinds.get("revised", 0)
    made.added = kinds.get("added", 0) + kinds.get("replaced", 0)
    made.withdrawn = kinds.get("gone", 0) + kinds.get("replaced", 0)


def _aside(con: duckdb.DuckDBPyConnection) -> list[SetAside]:
    """Return the rows of the file that do not fit, each as it stands there."""
    wrong = con.execute(
        "select row, list_distinct(flatten(list(reasons))) from incoming "
        "where len(reasons) > 0 group by row order by row"
    ).fetchall()
    if not wrong:
        return []
    con.register("wrong", pd.DataFrame({"row": [row for row, _ in wrong]}))
    stand = con.execute("select f.* from file as f join wrong as w on w.row = f.row")
    names = [one[0] for one in stand.description or ()]
    cells = {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in stand.fetchall()}
    unread = con.execute(
        "select row, line from unread" if _is_table(con, "unread") else "select 0, '' limit 0"
    ).fetchall()
    whole = {row: {names[1]: line} for row, line in unread}
    return [
        SetAside(row, _texts(cells.get(row) or whole.get(row) or {}), tuple(sorted(why)))
        for row, why in wrong
    ]


def _texts(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in row.items()}


def _is_table(con: duckdb.DuckDBPyConnection, name: str) -> bool:
    query = "select 1 from duckdb_tables() where table_name = $name"
    return con.execute(query, {"name": name}).fetchone() is not None


def _put(
    con: duckdb.DuckDBPyConnection,
    made: Revision,
    added: Mapping[str, Rows],
    about_file: Mapping[str, str],
) -> None:
    """Write the folder as it would be, aside."""
    place, about = made._place, made.reading.about
    published = {"published": made.release.published}
    con.execute(
        "create or replace table written_articles as "
        "select *, row_number() over (order by published, id) as position from ("
        "select * exclude (stood) from held_articles union all by name "
        "select article as id, min(publisher) as publisher, min(title) as title, min(url) as url, "
        "published::varchar as published, coalesce(min(language), $language) as language "
        "from ("
        "select article, coalesce(publisher, $publisher) as publisher, "
        "case when url is not null then title when published = $published then $title "
        "else 'Numbers of ' || strftime(published, '%-d %B %Y') end as title, "
        "coalesce(url, $url) as url, published, language "
        "from (select distinct article, publisher, title, url, published, language from new) as n "
        "union all "
        "select distinct article, $publisher, $title, $url, $published, null from gone) as a "
        "where article not in (select id from held_articles) group by article, published) as w",
        {
            **published,
            "language": about.language,
            "publisher": about.publisher,
            "title": f"Release of {words.day(made.release.published)}",
            "url": about.url,
        },
    )
    _copied(con, _claims(con), place / "claims.csv")
    con.execute(
        "create or replace table written_responses as select r.* exclude (stood) from ("
        "select * from held_responses union all by name select *, $entered as entered from gone"
        ") as r join written_articles as a on a.id = r.article "
        "order by claim, a.published, response",
        {"entered": str(date.today())},
    )
    for table, order in (
        ("articles", "position"),
        ("responses", "claim, (select published from written_articles where id = article)"),
    ):
        listed = ", ".join(quoted(column.name) for column in TABLES[table])
        query = f"select {listed} from written_{table} order by {order}"  # noqa: S608
        _copied(con, query, place / f"{table}.csv")
    tables = {table: [*read(made.into, table), *rows] for table, rows in added.items()}
    write(place, {table: sorted(rows, key=lambda row: row["id"]) for table, rows in tables.items()})
    _describe(made, about_file)


def _claims(con: duckdb.DuckDBPyConnection) -> str:
    """Return the query of the folder's claims as they would be, in their order.

    Columns that no claim fills are put beside the others once those are sorted.
    """
    columns = [column.name for column in TABLES["claims"]]
    has = columns_given(con)
    made_of = {name: quoted(name) for name in (*NAMING, *SAID, "note") if name in has}
    made_of |= {"id": "id", "article": "article", "entered": f"'{date.today()}'"}
    filled = list(made_of)
    if _number(con, "select count(*) from held_claims"):
        made_of |= {"supersedes": "supersedes", "reason": "reason"}
        filled = columns
    held = ", ".join(quoted(name) for name in filled)
    of_new = ", ".join(f"{made_of.get(name, 'null')} as {quoted(name)}" for name in filled)
    listed = ", ".join(
        quoted(name) if name in filled else f"null as {quoted(name)}" for name in columns
    )
    return (
        f"select {listed} from ("  # noqa: S608
        f"select c.* from (select {held}, stood, null as row from held_claims union all "
        f"select {of_new}, null as stood, row from new) as c "
        "join written_articles as a on a.id = c.article "
        "order by a.position, c.stood, c.row, c.id) as written"
    )


def _copied(con: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    con.execute(f"copy ({query}) to {literal(str(path))} (format csv, header, delimiter ',')")


def _describe(made: Revision, about_file: Mapping[str, str]) -> None:
    """Write what the folder is, and which releases it holds."""
    about, release, part = made.reading.about, made.release, made.reading.part
    past = [
        one
        for one in releases(made.into)
        if (one["published"], one["part"]) != (str(release.published), part)
    ]
    row = {
        "published": str(release.published),
        "fetched": str(release.fetched),
        "part": part,
        "url": release.url or about.url,
        "changed_by": release.changed_by or ("" if about.compiled else "source"),
        "rows": str(made.rows),
        "added": str(made.added),
        "revised": str(made.revised),
        "withdrawn": str(made.withdrawn),
        "set_aside": str(len(made.aside)),
        **about_file,
    }
    with (made._place / RELEASES).open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted([*past, row], key=lambda one: (one["published"], one["part"])))
    package = Folder(made.into).package() or {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": about.id,
        "title": about.title,
        "contested": {"set": about.id, "releases": RELEASES},
    }
    if about.terms.url:
        name, title, url = about.terms
        package["licenses"] = [{"name": name, "path": url, "title": title}]
    package["version"] = str(release.published)
    package["sources"] = [
        {
            "title": f"{about.publisher}: {about.title}",
            "path": about.url,
            "version": str(release.published),
        }
    ]
    here = {path.name for path in (*made._place.glob("*.csv"), *made.into.glob("*.csv"))}
    package["resources"] = [
        {"name": name.removesuffix(".csv"), "path": name, "format": "csv", "encoding": "utf-8"}
        for name in sorted(here)
    ]
    text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    (made._place / DESCRIPTION).write_text(text, encoding="utf-8")


def _refused(
    con: duckdb.DuckDBPyConnection, made: Revision, beside: Sequence[Path]
) -> list[tuple[str, str]]:
    """Return the keys of new rows that the checks refuse, each with why; note what they notice.

    Raises ContestedError for an error that is of no new row.
    """
    # The files that the release leaves as they are stand beside those that it writes.
    for path in made.into.glob("*.csv") if made.into.exists() else ():
        if path.stem in TABLES and not (made._place / path.name).exists():
            (made._place / path.name).write_bytes(path.read_bytes())
    folders = [*beside, made._place]
    inside = f"{named(folders)[-1][0]}/" if beside else ""
    try:
        made.built = build.tried(folders)
        problems = made.built.notices
    except BadData as bad:
        problems = sorted([*bad.problems, *bad.notices])
    # An error of a folder beside keeps no release out.
    problems = [one for one in problems if one.file.startswith(inside)]
    made.notices = [one for one in problems if one.severity == "notice"]
    errors = [one for one in problems if one.severity == "error"]
    if not errors:
        return []
    keys = {table: _keys(con, made, errors, table, f"{inside}{table}.csv") for table in _KEYED}
    refused: list[tuple[str, str]] = []
    for problem in errors:
        table = problem.file.removeprefix(inside).removesuffix(".csv")
        told = f"{problem.column} is {problem.value!r}; {problem.message}"
        of_line = keys.get(table, {}).get(problem.line, [])
        if not of_line:
            raise ContestedError(str(problem))
        refused += [
            (key, f"its article's {told}" if table == "articles" else told) for key in of_line
        ]
    return refused


#: The files whose lines are of new rows, and the column of `new` that names the line's id.
_KEYED = {"claims": "id", "articles": "article"}


def _keys(
    con: duckdb.DuckDBPyConnection,
    made: Revision,
    errors: Sequence[Problem],
    table: str,
    name: str,
) -> dict[int, list[str]]:
    """Return the keys of new rows by the line of a file that has them and an error."""
    lines = [one.line for one in errors if one.file == name]
    keys: dict[int, list[str]] = defaultdict(list)
    if lines:
        path = made._place / f"{table}.csv"
        rows = con.execute(
            "select w.line, n.key from new as n "  # noqa: S608
            f"join (select id, row_number() over () + 1 as line from {_texts_of(path)}) as w "
            f"on w.id = n.{_KEYED[table]} where w.line in (select unnest($lines)) order by n.key",
            {"lines": lines, "path": str(path)},
        )
        for line, key in rows.fetchall():
            keys[line].append(key)
    return keys


def unfit(made: Revision, file: Path) -> ContestedError:
    """Return the error that names the rows which keep a release from coming in."""
    shown = [f"row {one.line}: {'; '.join(one.reasons)}" for one in made.aside[:_MOST_NAMED]]
    if len(made.aside) > _MOST_NAMED:
        shown.append(f"… and {len(made.aside) - _MOST_NAMED:,} more")
    count = words.capital(words.count(len(made.aside), "row"))
    does = "does" if len(made.aside) == 1 else "do"
    return ContestedError(
        f"{count} of {file.name} {does} not fit, and nothing went in; --set-aside FILE writes them "
        "there and takes the rest:\n  " + "\n  ".join(shown)
    )
