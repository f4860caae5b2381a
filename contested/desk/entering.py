"""What a person accepted of an article, checked on a copy of the folder, and written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from pathlib import Path

from contested import checks
from contested.desk.article import FIELDS, Article
from contested.desk.drafts import CELLS, Draft
from contested.errors import ContestedError
from contested.importers.flat import plan_of
from contested.importers.plan import Plan, columns, read, replaced


@dataclass(frozen=True)
class Entry:
    """What would be written: the plan, why it cannot be, what to look at, the files before and now.

    Nothing can be written where `errors` are. `notices` are what the checks ask of the new rows.
    """

    plan: Plan
    errors: tuple[str, ...]
    notices: tuple[str, ...]
    files: dict[str, tuple[str, str]]

    def diff(self) -> str:
        """Return the lines that would be added, as a unified diff without context."""
        lines: list[str] = []
        for name, (before, now) in self.files.items():
            old, new = (text.removeprefix("\ufeff").splitlines() for text in (before, now))
            lines += unified_diff(old, new, name, name, lineterm="", n=0)
        return "\n".join(lines)

    def write(self, folder: Path) -> None:
        """Write the files; raises ContestedError where they are others than when they were read."""
        if self.errors:
            raise ContestedError("what does not pass its check is not written")
        if self.plan.texts(folder) != self.files:
            raise ContestedError(f"{folder} changed since it was read; enter the article again")
        replaced(folder, {name: now for name, (_, now) in self.files.items()})


def entry(article: Article, accepted: Iterable[Draft], folder: Path) -> Entry:
    """Return what accepted drafts of an article would change in a folder; nothing is written."""
    about = {name: article.value(name) for name in FIELDS}
    rows = [
        (draft.number, {**dict.fromkeys(CELLS, ""), **about}
         | {name: known.value for name, known in draft.cells.items()})
        for draft in accepted
    ]  # fmt: skip
    missing = [name for name in ("publisher", "url", "published") if not about[name]]
    errors = [f"{name} is not known; give --{name}" for name in missing]
    if errors or not rows:
        return Entry(Plan(), tuple(errors), (), {})
    plan = plan_of(rows, folder)
    errors += [f"{one.line}: {reason}" for one in plan.aside for reason in one.reasons]
    errors += [f"{one.line}: it is there already, as {one.claim}" for one in plan.present]
    if errors:
        return Entry(plan, tuple(errors), (), {})
    for claim in plan.added.get("claims", ()):
        if any(row["entered"] for row in read(folder, "claims")):
            claim["entered"] = date.today().isoformat()
    if "text_sha256" in columns(folder, "articles"):
        for printed in plan.added.get("articles", ()):
            printed["text_sha256"] = article.digest
    files = plan.texts(folder)
    wrong, notices = _tried(plan, folder, files)
    return Entry(plan, wrong, notices, files)


def _tried(
    plan: Plan, folder: Path, files: dict[str, tuple[str, str]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what the checks of a copy say: every error, and the notices on the new rows."""
    with tempfile.TemporaryDirectory() as aside:
        tried = Path(aside) / "data"
        shutil.copytree(folder, tried)
        replaced(tried, {name: now for name, (_, now) in files.items()})
        problems = checks.problems(tried)
        added = {
            (f"{table}.csv", number)
            for table, new in plan.added.items()
            for number, row in enumerate(read(tried, table), start=2)
            if row["id"] in {one["id"] for one in new}
        }
    errors = [str(one) for one in problems if one.severity == "error"]
    notices = [
        str(one) for one in problems if one.severity == "notice" and (one.file, one.line) in added
    ]
    return tuple(errors), tuple(notices)
