"""A flat file: one figure a row, its sources by name, its article inline.

One row of such a file, with what it becomes::

    conflict     subject  metric  population  best   qualifier  counting    since       as_of
    sudan        sudan    killed  civilian    3000   about      cumulative  2023-04-15  2023-08-15

    sources                                        publisher  title     url          published
    Health ministry (health_authority; saf)        Reuters    A title   https://…    2023-08-16

The sources are matched with `sources.csv` by id, name, short name and other names, or by a table of
names given beside (`id`, `name`, `short`, `kind`, `affiliation`, `part_of`, `matches`: every name
that stands for it, joined by " | "). The article is matched by its address and date. A name that
nothing has becomes a new row, which the check asks a person to complete; a name that is nearly
another sets its row aside, since only a person knows whether they are one.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from contested import checks
from contested.checks.addresses import canonical
from contested.errors import ContestedError
from contested.importers.names import (
    NEAR,
    Names,
    new_name,
    new_source,
    plain,
    readable,
    slug,
)  # fmt: skip
from contested.importers.plan import Plan, Present, Rows, SetAside, read
from contested.nearest import nearest
from contested.tables import INDEPENDENT, TABLES

#: The columns that a flat file has, in the order in which it usually has them.
REQUIRED = (
    "conflict", "subject", "metric", "population", "low", "best", "high", "qualifier", "counting",
    "since", "as_of", "place", "evidence", "sources", "publisher", "title", "url", "published",
    "language", "note",
)  # fmt: skip

#: The columns that it may have beside them.
OPTIONAL = (
    "stated", "event", "only", "via", "same_as", "interval", "level", "supersedes", "reason",
    "author", "archive_url",
)  # fmt: skip

#: What a claim takes from its row as it stands there.
_TAKEN = (
    "low", "best", "high", "qualifier", "counting", "since", "as_of", "evidence", "stated", "note",
    "only", "same_as", "interval", "level", "supersedes", "reason",
)  # fmt: skip


def plan(file: Path, folder: Path, sources: Path | None = None) -> Plan:
    """Return what a flat file of figures would change in a data folder.

    `sources` names a table of the file's sources. Raises ContestedError for a file that is no flat
    file. A row that the folder's checks would refuse is set aside with what they say of it.
    """
    rows, columns, aside = _rows(file)
    made = plan_of(rows, folder, _given_sources(sources))
    made.aside = sorted([*made.aside, *aside], key=lambda one: one.line)
    made.columns = columns
    return made


def plan_of(
    rows: Iterable[tuple[int, dict[str, str]]],
    folder: Path,
    sources: Rows | None = None,
    *,
    refused: bool = True,
) -> Plan:
    """Return what rows of a flat file, each with its line, would change in a data folder.

    Those that the folder's checks refuse are set aside, but where whoever asks checks by itself
    (`refused` is false): the checks read all of a folder.
    """
    made = _Additions(folder, sources or [])
    for line, row in rows:
        made.take(line, row)
    if refused:
        _refuse(made, folder)
    made.plan.aside.sort(key=lambda one: one.line)
    return made.plan


def article_id(row: Mapping[str, str]) -> str:
    """Return the id that an article gets: publisher, date and the first words of its title.

    Without a title in Latin letters a digest of its address takes their place.

    >>> article_id({"publisher": "Sun", "published": "2025-01-02", "title": "A B C D", "url": ""})
    'sun-2025-01-02-a-b-c'
    """
    title = "-".join(slug(row["title"]).split("-")[:3])
    return "-".join(
        filter(
            None,
            [
                slug(row["publisher"]) or "article",
                row["published"],
                title or hashlib.sha256(row["url"].encode()).hexdigest()[:12],
            ],
        )
    )


def new_row(table: str, name: str, conflict: str = "") -> dict[str, str]:
    """Return the row of a name that nothing has, to be completed: a place is of a conflict.

    >>> made = new_row("places", "Port of Marn", "a-war")
    >>> made["id"], made["name"], made["conflict"]
    ('port-of-marn', 'Port of Marn', 'a-war')
    """
    row = dict.fromkeys((column.name for column in TABLES[table]), "")
    row["id"] = slug(name).replace("-", "_") if table in ("metrics", "populations") else slug(name)
    if table == "places":
        return row | {"name": name, "conflict": conflict}
    row["label" if "label" in row else "name"] = readable(name)
    return row


def _rows(file: Path) -> tuple[list[tuple[int, dict[str, str]]], list[str], list[SetAside]]:
    """Return the file's rows with their lines, its columns, and the rows of the wrong length."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ContestedError(f"{file} cannot be read as UTF-8 text: {error}") from error
    reader = csv.reader(text.splitlines(keepends=True))
    try:
        return _split(file, reader)
    except csv.Error as error:
        raise ContestedError(f"{file.name}:{reader.line_num}: this is no CSV: {error}") from error


def _split(
    file: Path, reader: Any
) -> tuple[list[tuple[int, dict[str, str]]], list[str], list[SetAside]]:
    header: list[str] = next(reader, [])
    if missing := [name for name in REQUIRED if name not in header]:
        raise ContestedError(
            f"{file.name}:1: a flat file has the columns {', '.join(REQUIRED)}; "
            f"it lacks {', '.join(missing)}"
        )
    if unknown := [name for name in header if name not in REQUIRED + OPTIONAL]:
        raise ContestedError(
            f"{file.name}:1: {', '.join(unknown)} is no column of a flat file; "
            f"beside the usual ones it may have {', '.join(OPTIONAL)}"
        )
    rows: list[tuple[int, dict[str, str]]] = []
    aside: list[SetAside] = []
    before = reader.line_num
    for cells in reader:
        line, before = before + 1, reader.line_num
        if not any(cells):
            continue
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
        if len(cells) != len(header):
            reason = f"it has {len(cells)} cells, the header {len(header)}"
            aside.append(SetAside(line, dict.fromkeys(header, "") | row, (reason,)))
        else:
            rows.append((line, row))
    return rows, header, aside


def _given_sources(file: Path | None) -> Rows:
    if file is None:
        return []
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened)
            columns, rows = reader.fieldnames or (), list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ContestedError(f"{file.name} cannot be read as CSV in UTF-8: {error}") from error
    needed = ("id", "name", "short", "kind", "affiliation", "part_of", "matches")
    if missing := [name for name in needed if name not in columns]:
        raise ContestedError(f"{file.name}:1: a table of sources lacks {', '.join(missing)}")
    return rows


class _Additions:
    """What a flat file adds to a folder, row by row."""

    def __init__(self, folder: Path, given: Rows) -> None:
        self.plan = Plan()
        self.lines: dict[str, tuple[int, dict[str, str]]] = {}
        tables = ("conflicts", "parties", "metrics", "populations", "places", "events", "sources")
        self.names = {table: Names(table, read(folder, table)) for table in tables}
        self.given = {name: row for row in given for name in row["matches"].split(" | ") if name}
        self.institutions = {row["id"]: row for row in given}
        self.articles: dict[tuple[str, str], str] = {}
        self.article_ids: set[str] = set()
        self.publishers: set[str] = set()
        for row in read(folder, "articles"):
            self.article_ids.add(row["id"])
            self.publishers.add(row["publisher"])
            if row["url"]:
                self.articles[canonical(row["url"]), row["published"]] = row["id"]
        self.claims: dict[tuple[str, tuple[str, ...]], list[dict[str, str]]] = defaultdict(list)
        self.numbers: dict[str, int] = defaultdict(int)
        for row in read(folder, "claims"):
            self.claims[_told(row)].append(row)
            self._count(row)

    def _count(self, claim: Mapping[str, str]) -> None:
        """Remember the highest number that a claim of an article has."""
        number = claim["id"].rpartition("-")[2]
        if number.isdecimal():
            self.numbers[claim["article"]] = max(self.numbers[claim["article"]], int(number))

    def take(self, line: int, row: dict[str, str]) -> None:
        """Add one row's claim with all that it needs, or say why not."""
        reasons: list[str] = []
        claim = dict.fromkeys((column.name for column in TABLES["claims"]), "")
        claim |= {name: row.get(name, "") for name in _TAKEN}
        new: list[tuple[str, dict[str, str]]] = []
        for name, table in (
            ("conflict", "conflicts"),
            ("subject", "parties"),
            ("metric", "metrics"),
            ("population", "populations"),
            ("place", "places"),
        ):
            if row[name]:
                claim[name] = self._named(table, row[name], row, new, reasons)
        if row.get("event"):
            claim["event"] = self.names["events"].id(row["event"])
            if not claim["event"]:
                reasons.append(f"event is {row['event']!r}; it has no row in events.csv yet")
        for name in ("sources", "via"):
            said = [one.strip() for one in row.get(name, "").split(" + ") if one.strip()]
            ids = [self._source(one, new, reasons) for one in said]
            claim[name] = ";".join(dict.fromkeys(filter(None, ids)))
        if not row["sources"]:
            reasons.append("sources is empty; it takes who asserts the number, by name")
        article = self._article(row, new, reasons)
        if reasons:
            self.plan.aside.append(SetAside(line, row, tuple(reasons)))
            return
        claim["article"] = article
        if there := self._there(claim):
            differs = [
                f"{name} is {there[name]!r} there and {claim[name]!r} in the file"
                for name in claim
                if name not in ("id", "article") and claim[name] and claim[name] != there[name]
            ]
            self.plan.present.append(Present(line, there["id"], tuple(differs)))
            return
        for table, added in new:
            self._know(table, added)
        self.numbers[article] += 1
        claim["id"] = f"{article}-{self.numbers[article]}"
        self.plan.add("claims", claim)
        self.lines[claim["id"]] = (line, row)

    def _there(self, claim: dict[str, str]) -> dict[str, str] | None:
        """Return the folder's claim that this one is, the most alike of those not yet taken.

        It is of the same article and has the same numbers; all else may have been put right since.
        """
        others = self.claims.get(_told(claim), [])
        if not others:
            return None
        alike = max(others, key=lambda other: sum(other[name] == claim[name] for name in claim))
        others.remove(alike)
        return alike

    def _know(self, table: str, row: dict[str, str]) -> None:
        if table == "articles":
            if row["id"] in self.article_ids:
                return
            self.article_ids.add(row["id"])
            self.articles[canonical(row["url"]), row["published"]] = row["id"]
        else:
            if row["id"] in self.names[table].ids:
                return
            self.names[table].know(row)
        self.plan.add(table, row)

    def _named(
        self,
        table: str,
        name: str,
        row: Mapping[str, str],
        new: list[tuple[str, dict[str, str]]],
        reasons: list[str],
    ) -> str:
        """Return the id of what a cell names; a name that nothing has is a row to be completed."""
        names = self.names[table]
        if id := names.id(name):
            if table == "places":
                self._shared(id, row["conflict"])
            return id
        if near := names.near(name):
            reasons.append(
                f"{name!r} is in no row of {table}.csv and is nearly {near!r}; write that, or add "
                f"a row"
            )
            return ""
        conflict = self.names["conflicts"].id(row["conflict"]) or slug(row["conflict"])
        added = new_row(table, name, conflict)
        new.append((table, added))
        return added["id"]

    def _shared(self, place: str, conflict: str) -> None:
        """Leave a new place without a conflict once rows of a second one name it."""
        for row in self.plan.added.get("places", ()):
            if row["id"] == place and row["conflict"] != self.names["conflicts"].id(conflict):
                row["conflict"] = ""

    def _source(self, said: str, new: list[tuple[str, dict[str, str]]], reasons: list[str]) -> str:
        """Return the id of a source as the file names it, with what new rows it needs."""
        names = self.names["sources"]
        if given := self.given.get(said):
            if given["id"] not in names.ids:
                self._new_source(given, new)
            return given["id"]
        name = new_name(said)
        if id := names.id(name):
            return id
        if near := names.near(name):
            reasons.append(
                f"{name!r} is the name of no source and is nearly that of {near!r}; write that, "
                "add it to that source's names, or add a row to sources.csv"
            )
            return ""
        made = new_source(said, names.ids)
        if not made:
            reasons.append(
                f"{said!r} is the name of no source; write it as Name (kind; affiliation), as "
                "Gaza Ministry of Health (health_authority; gaza)"
            )
            return ""
        self._new_source(made, new)
        return made["id"]

    def _new_source(self, given: Mapping[str, str], new: list[tuple[str, dict[str, str]]]) -> None:
        added = {column.name: given.get(column.name, "") for column in TABLES["sources"]}
        added["names"] = ";".join(_other_names(given))
        party = added["affiliation"]
        if party and party != INDEPENDENT and party not in self.names["parties"].ids:
            parties = dict.fromkeys((column.name for column in TABLES["parties"]), "")
            new.append(("parties", parties | {"id": party, "name": readable(party)}))
        # An institution that is itself new stands in the table of names, or is to be completed.
        whole = added["part_of"]
        if whole and whole not in self.names["sources"].ids:
            unknown = {"id": whole, "name": readable(whole), "short": ""}
            self._new_source(self.institutions.get(whole, unknown), new)
        new.append(("sources", added))

    def _article(
        self, row: Mapping[str, str], new: list[tuple[str, dict[str, str]]], reasons: list[str]
    ) -> str:
        """Return the id of a row's article; one that the folder has not gets a row."""
        if not row["url"] or not row["publisher"]:
            reasons.append("url or publisher is empty; a claim names where it was printed")
            return ""
        key = canonical(row["url"]), row["published"]
        if id := self.articles.get(key):
            return id
        made = id = article_id(row)
        number = 1
        while id in self.article_ids:
            number += 1
            id = f"{made}-{'abcdefghijklmnopqrstuvwxyz'[number - 1]}"
        self._publisher(row["publisher"])
        added = {column.name: row.get(column.name, "") for column in TABLES["articles"]}
        new.append(("articles", added | {"id": id}))
        return id

    def _publisher(self, name: str) -> None:
        """Note a new publisher that is nearly one that the folder has; only a person knows."""
        if name in self.publishers:
            return
        known = {plain(one).removeprefix("the "): one for one in sorted(self.publishers)}
        if near := nearest(plain(name).removeprefix("the "), known, alike=NEAR):
            self.plan.notes.append(
                f"publisher {name!r} is new and is nearly {known[near[0]]!r}; write it in one way "
                "if they are one"
            )
        self.publishers.add(name)


def _other_names(given: Mapping[str, str]) -> list[str]:
    """Return what else a table of names calls a source, without kind and affiliation."""
    names = map(new_name, filter(None, given.get("matches", "").split(" | ")))
    own = {given["name"], given["short"], given["id"]}
    return [name for name in dict.fromkeys(names) if name not in own and ";" not in name]


def _told(claim: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return what a claim is found again by: its article and the numbers that it prints."""
    numbers = {claim[name] for name in ("low", "best", "high")} - {""}
    return claim["article"], tuple(sorted(numbers))


def _refuse(made: _Additions, folder: Path) -> None:
    """Set aside each added claim that the folder's checks refuse, with what they say of it.

    The folder is copied, the additions are written there and the copy is checked. What the checks
    ask of other rows, a party's kind or a metric's phrase, is for a person to complete.
    """
    if "claims" not in made.plan.added:
        return
    with tempfile.TemporaryDirectory() as aside:
        tried = Path(aside) / "data"
        shutil.copytree(folder, tried)
        made.plan.write(tried)
        problems = [one for one in checks.problems(tried) if one.severity == "error"]
        at = {
            table: {number: row["id"] for number, row in enumerate(read(tried, table), start=2)}
            for table in ("claims", "articles")
        }
    refused: dict[str, list[str]] = defaultdict(list)
    added = {row["id"]: row for row in made.plan.added["claims"]}
    for problem in problems:
        where = problem.file.removesuffix(".csv")
        id = at.get(where, {}).get(problem.line, "")
        told = f"{problem.column} is {problem.value!r}; {problem.message}"
        if where == "claims" and id in added:
            refused[id].append(told)
        elif where == "articles":
            for claim in added.values():
                if claim["article"] == id:
                    refused[claim["id"]].append(f"its article's {told}")
        else:
            made.plan.notes.append(str(problem))
    if not refused:
        return
    for id, reasons in refused.items():
        line, row = made.lines[id]
        made.plan.aside.append(SetAside(line, row, tuple(reasons)))
    made.plan.added["claims"] = [row for id, row in added.items() if id not in refused]
    _drop_unused(made.plan)


def _drop_unused(plan: Plan) -> None:
    """Leave out the new articles whose claims were all set aside."""
    used = {claim["article"] for claim in plan.added["claims"]}
    articles = [row for row in plan.added.get("articles", []) if row["id"] in used]
    plan.added["articles"] = articles
    plan.added = {table: rows for table, rows in plan.added.items() if rows}
