"""What a person accepted of an article, checked on a copy of the folder, and written."""

from __future__ import annotations

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
from contested.desk.article import FIELDS, Article
from contested.desk.draft import CELLS, Draft
from contested.desk.naming import Naming
from contested.errors import BadData, ContestedError, Problem
from contested.importers.flat import plan_of
from contested.importers.names import slug
from contested.importers.plan import Plan, columns, read, replaced
from contested.tables import TABLES

#: What a new event takes: columns of events.csv that a person fills at the desk.
EVENT = ("label", "began", "ended", "place", "phrase")


#: A rule that is about a quantity as a whole: no cell of a new row answers it.
_OF_A_WHOLE = "a-quantity-has-a-claim-that-stands-for-it"


class Said(NamedTuple):
    """What does not pass or is asked about: of a draft by its number, or 0 of none alone.

    `field` is the field of the article that it is about. What is `of_folder` is asked of all claims
    of a quantity together: no cell of these rows answers it, and it holds up nothing.
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
        """Return the names of the places and sources that come with the claims."""
        rows = [row for table in ("places", "sources") for row in self.plan.added.get(table, ())]
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
    event: Mapping[str, str] | None = None,
    parents: Mapping[str, str] | None = None,
) -> Entry:
    """Return what accepted drafts of an article would change in a folder; nothing is written.

    `event` is one that the folder has not: cells of EVENT. Drafts name it by its label; its
    conflict is theirs, and where it can be read is the article. `parents` are the places that new
    places are parts of, by the names of both.
    """
    about = {name: article.value(name) for name in FIELDS}
    missing = [name for name in ("publisher", "url", "published") if not about[name]]
    errors = [Said(0, f"{name} is not known; give --{name}", name) for name in missing]
    accepted = list(accepted)
    if errors or not accepted:
        return Entry(Plan(), tuple(errors), (), {})
    naming = Naming(folder)
    rows = [
        (draft.number, {**dict.fromkeys(CELLS, ""), **about}
         | {
             name: naming.ids(name, known.value, draft.value("conflict"))
             for name, known in draft.cells.items()
         })
        for draft in accepted
    ]  # fmt: skip
    new = _event({} if event is None else event, rows, about, naming)
    plan = _planned(rows, folder, new)
    for place in plan.added.get("places", ()):
        place["part_of"] = naming.ids("place", (parents or {}).get(place["name"], ""))
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
    given: Mapping[str, str],
    rows: Iterable[tuple[int, dict[str, str]]],
    about: Mapping[str, str],
    naming: Naming,
) -> dict[str, str]:
    """Return the row of a new event that rows name by its label, and give them its id."""
    label = given.get("label", "")
    if not label:
        return {}
    id = f"{given.get('began', '')}-{slug(label)}".strip("-")
    made = {column.name: given.get(column.name, "") for column in TABLES["events"]}
    made |= {"id": id, "url": about["url"], "place": naming.ids("place", made["place"])}
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
    claims = [row["id"] for row in plan.added.get("claims", ())]
    drafts = dict(zip(claims, numbers, strict=False))
    with tempfile.TemporaryDirectory() as aside:
        tried = Path(aside) / "data"
        shutil.copytree(folder, tried)
        replaced(tried, {name: now for name, (_, now) in files.items()})
        problems = _checked(tried, Path(aside) / "database")
        added = {
            (f"{table}.csv", number): drafts.get(row["id"], 0) if table == "claims" else 0
            for table, new in plan.added.items()
            for number, row in enumerate(read(tried, table), start=2)
            if row["id"] in {one["id"] for one in new}
        }

    elsewhere = any(
        one.severity == "notice" and (one.file, one.line) not in added for one in problems
    )
    had = _checked(folder, None) if elsewhere else []
    came = Counter(checks.new(problems, had))

    def said(severity: str) -> Iterator[Said]:
        for one in problems:
            at = (one.file, one.line)
            if one.severity == severity and (severity == "error" or at in added or came[one]):
                # Of what is new the line in its file says nothing yet.
                told = f"{one.column} is {one.value!r}; {one.message}"
                new = severity == "error" and at in added
                of_folder = one.rule == _OF_A_WHOLE
                number = 0 if of_folder else added.get(at, 0)
                yield Said(number, told if new else str(one), of_folder=of_folder)

    return tuple(said("error")), tuple(said("notice"))
