"""What a person accepted of an article, checked on a copy of the folder, and written."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

from contested import checks
from contested.build import build
from contested.desk.additions import EVENT, Additions
from contested.desk.article import FIELDS, Article
from contested.desk.draft import CELLS, NEW_EVENT, Draft
from contested.desk.naming import Naming
from contested.errors import BadData, ContestedError, Problem
from contested.importers.flat import plan_of
from contested.importers.names import slug
from contested.importers.plan import Plan, columns, read, replaced
from contested.tables import TABLES

#: A rule that is about a quantity as a whole: no cell of a new row answers it.
_OF_A_WHOLE = "a-quantity-has-a-claim-that-stands-for-it"


#: What a row is known by among those of its file.
Key = str | tuple[str, ...]


class Of(NamedTuple):
    """Which draft a new row is of, 0 for none, and which field; a column of `own` has its own."""

    draft: int
    field: str
    own: tuple[str, ...] = ()

    def field_of(self, column: str) -> str:
        """Return the field that a column of the row is filled in by."""
        if column not in self.own:
            return self.field
        return f"event.{column}" if self.field.startswith("event.") else column


class Said(NamedTuple):
    """What does not pass or is asked about: of a draft by its number, or 0 of none alone.

    `field` is what it is about, "" where it is about all: the draft's cell, "part_of" of its new
    place, a field of the article, or "event.began" of the new event. What is `of_folder` is asked
    of all claims of a quantity together: no cell of these rows answers it, and it holds up nothing.
    """

    draft: int
    text: str
    field: str = ""
    of_folder: bool = False

    def __str__(self) -> str:
        return f"{self.draft}: {self.text}" if self.draft else self.text


@dataclass(frozen=True)
class Entry:
    """What would be written: the plan, why it cannot be, what to look at, the files before and now.

    Nothing can be written where `errors` are. `notices` are what the checks ask of the new rows.
    """

    plan: Plan
    errors: tuple[Said, ...]
    notices: tuple[Said, ...]
    files: dict[str, tuple[str, str]]

    def diff(self) -> str:
        """Return the lines that would be added, as a unified diff without context."""
        lines: list[str] = []
        for name, (before, now) in self.files.items():
            old, new = (text.removeprefix("\ufeff").splitlines() for text in (before, now))
            lines += unified_diff(old, new, name, name, lineterm="", n=0)
        return "\n".join(lines)

    def new_names(self) -> list[str]:
        """Return the names of the places, sources and parties that come with the claims."""
        tables = ("places", "sources", "parties")
        rows = [row for table in tables for row in self.plan.added.get(table, ())]
        return [row["name"] for row in rows]

    def write(self, folder: Path) -> None:
        """Write the files; raises ContestedError where they are others than when they were read."""
        if self.errors:
            raise ContestedError("what does not pass its check is not written")
        if self.plan.texts(folder) != self.files:
            raise ContestedError(f"{folder} changed since it was read; enter the article again")
        replaced(folder, {name: now for name, (_, now) in self.files.items()})


def entry(
    article: Article,
    accepted: Iterable[Draft],
    folder: Path,
    new: Additions | None = None,
) -> Entry:
    """Return what accepted drafts of an article would change in a folder; nothing is written.

    `new` is what a person says of what the folder lacks. Drafts name its event by its label; the
    event's conflict is theirs, and where it can be read is the article.
    """
    new = new or Additions()
    about = {name: article.value(name) for name in FIELDS}
    missing = [name for name in ("publisher", "url", "published") if not about[name]]
    errors = [Said(0, f"{name} is not known; give --{name}", name) for name in missing]
    accepted = list(accepted)
    label = new.event.get("label", "")
    naming = Naming(folder, label, new.party_ids)
    named = {one.value("event") for one in accepted} - {""}
    if NEW_EVENT in named:
        errors.append(Said(0, "the new event has no name yet", "event.label"))
    elif label in named and naming.known("event", label):
        told = "the folder has an event of this name: choose it at its numbers, or use another name"
        errors.append(Said(0, told, "event.label"))
    if errors or not accepted:
        return Entry(Plan(), tuple(errors), (), {})
    faults = [said for draft in accepted for said in _faults(draft, naming, new)]
    if label in named:
        place = new.event.get("place", "")
        every = [("event.place", place), *(("event.part_of", one) for one in new.within(place))]
        faults += [
            Said(0, fault, field)
            for field, one in every
            if (fault := naming.named("place", one).fault)
        ]
    if faults:
        return Entry(Plan(), tuple(faults), (), {})
    rows = [
        (draft.number, {**dict.fromkeys(CELLS, ""), **about}
         | {
             name: naming.ids(name, known.value, draft.value("conflict"))
             for name, known in draft.cells.items()
         })
        for draft in accepted
    ]  # fmt: skip
    plan = _planned(rows, folder, _event(new.event, rows, about))
    new.complete(plan, naming)
    errors += [Said(one.line, reason) for one in plan.aside for reason in one.reasons]
    errors += [Said(one.line, f"it is there already, as {one.claim}") for one in plan.present]
    if errors:
        return Entry(plan, tuple(errors), (), {})
    for claim in plan.added.get("claims", ()):
        if any(row["entered"] for row in read(folder, "claims")):
            claim["entered"] = date.today().isoformat()
    if hashed(folder):
        for printed in plan.added.get("articles", ()):
            printed["text_sha256"] = article.digest
    files = plan.texts(folder)
    wrong, notices = _tried(plan, folder, files, [number for number, _ in rows])
    return Entry(plan, wrong, notices, files)


def _faults(draft: Draft, naming: Naming, new: Additions) -> Iterator[Said]:
    """Yield what in a draft's cells stands for nothing, or cannot come with it."""
    conflict = draft.value("conflict")
    for name, known in draft.cells.items():
        if wrong := naming.named(name, known.value, conflict).fault:
            yield Said(draft.number, wrong, name)
    for within in new.within(draft.value("place")):
        if wrong := naming.named("place", within, conflict).fault:
            yield Said(draft.number, wrong, "part_of")


def hashed(folder: Path) -> bool:
    """Return whether a folder has a place for the hash of an article's text."""
    return "text_sha256" in columns(folder, "articles")


def _checked(folder: Path, into: Path | None) -> list[Problem]:
    """Return every problem of a folder, and of its quantities, as `contested check` does."""
    try:
        return build(folder, into).notices
    except BadData as refused:
        return sorted([*refused.problems, *refused.notices])


def _event(
    given: Mapping[str, str], rows: Iterable[tuple[int, dict[str, str]]], about: Mapping[str, str]
) -> dict[str, str]:
    """Return the row of a new event that rows name by its label, and give them its id."""
    label = given.get("label", "")
    if not label:
        return {}
    id = f"{given.get('began', '')}-{slug(label)}".strip("-")
    made = {column.name: given.get(column.name, "") for column in TABLES["events"]}
    made |= {"id": id, "url": about["url"]}
    for _, row in rows:
        if row["event"] in (label, id):
            row["event"] = id
            made["conflict"] = row["conflict"]
    return made if made["conflict"] else {}


def _planned(
    rows: list[tuple[int, dict[str, str]]], folder: Path, event: Mapping[str, str]
) -> Plan:
    """Return what rows would change in a folder, with the event that comes with them."""
    if not event:
        return plan_of(rows, folder, refused=False)
    with tempfile.TemporaryDirectory() as aside:
        tried = Path(aside) / "data"
        shutil.copytree(folder, tried)
        of_event = Plan()
        of_event.add("events", dict(event))
        of_event.write(tried)
        plan = plan_of(rows, tried, refused=False)
    plan.add("events", dict(event))
    return plan


def _tried(
    plan: Plan, folder: Path, files: dict[str, tuple[str, str]], numbers: list[int]
) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    """Return what the checks of a copy say: every error, and the notices on the new rows.

    So are those that are new with them, on a row that was there: what is asked of a quantity is
    asked at the first of its claims.

    `numbers` are those of the drafts that the new claims are made of, in their order.
    """
    with tempfile.TemporaryDirectory() as aside:
        tried = Path(aside) / "data"
        shutil.copytree(folder, tried)
        replaced(tried, {name: now for name, (_, now) in files.items()})
        problems = _checked(tried, Path(aside) / "database")
        rows = {
            (f"{table}.csv", line): row
            for table in TABLES
            for line, row in enumerate(read(tried, table), start=2)
        }
    fields = _fields(plan, numbers)
    added = {
        at: fields[known]
        for at, row in rows.items()
        if (known := (at[0].removesuffix(".csv"), _key(row))) in fields
    }

    elsewhere = any(
        one.severity == "notice" and (one.file, one.line) not in added for one in problems
    )
    had = _checked(folder, None) if elsewhere else []
    came = Counter(checks.new(problems, had))

    def name(file: str, line: int) -> str:
        """Return what a row is called where nobody sees the file that it is a line of."""
        of = added.get((file, line))
        id = rows.get((file, line), {}).get("id", "")
        return f"candidate {of.draft}" if of and of.draft else id or f"line {line} of {file}"

    def in_names(one: Problem) -> str:
        return re.sub(r"\bline (\d+)", lambda line: name(one.file, int(line[1])), one.message)

    def said(severity: str) -> Iterator[Said]:
        for one in problems:
            at = (one.file, one.line)
            if one.severity != severity or not (severity == "error" or at in added or came[one]):
                continue
            if one.rule == _OF_A_WHOLE or at not in rows:
                yield Said(0, str(one), of_folder=one.rule == _OF_A_WHOLE)
                continue
            told = f"{one.column} is {one.value!r}; {in_names(one)}"
            if of := added.get(at):
                yield Said(of.draft, told, of.field_of(one.column))
            else:
                yield Said(0, f"{name(*at)}, which is there: {told}")

    return tuple(said("error")), tuple(said("notice"))


def _fields(plan: Plan, numbers: list[int]) -> dict[tuple[str, Key], Of]:
    """Return of which draft, by its number, each new row is, and of which of its fields."""
    added = plan.added
    fields: dict[tuple[str, Key], Of] = {}
    for row in added.get("events", ()):
        fields["places", row["place"]] = Of(0, "event.place", ("part_of",))
    for claim, number in zip(added.get("claims", ()), numbers, strict=True):
        fields.setdefault(("places", claim["place"]), Of(number, "place", ("part_of",)))
        fields.setdefault(("parties", claim["subject"]), Of(number, "subject"))
        for name in ("sources", "via"):
            for id in claim[name].split(";"):
                fields.setdefault(("sources", id), Of(number, name))
        fields["claims", claim["id"]] = Of(number, "", CELLS)
    for row in added.get("sources", ()):
        fields.setdefault(("parties", row["affiliation"]), fields["sources", row["id"]])
    for row in added.get("places", ()):  # what one is in stands behind it
        of = fields["places", row["id"]]
        fields.setdefault(("places", row["part_of"]), Of(of.draft, of.field_of("part_of")))
    for row in added.get("stances", ()):
        fields["stances", _key(row)] = fields["parties", row["party"]]
    for row in added.get("articles", ()):
        fields["articles", row["id"]] = Of(0, "", FIELDS)
    for row in added.get("events", ()):
        fields["events", row["id"]] = Of(0, "event.label", EVENT)
    return {
        (table, key): fields[table, key] for table, rows in added.items() for key in map(_key, rows)
    }


def _key(row: Mapping[str, str]) -> Key:
    return row.get("id") or tuple(row.values())
