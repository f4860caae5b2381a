"""The commands that say what is wrong with a data folder, and that bring it into form."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import click

from contested import checks, words
from contested.build import build
from contested.checks import canonical, spreadsheets
from contested.checks.rules import named
from contested.cli.options import FOLDER, FOLDERS, data_in_use, folder_in_use, say, with_data, write
from contested.errors import BadData, Problem, hint
from contested.folders import named as named_folders
from contested.ledger import with_entries
from contested.revisions import at_revision
from contested.tables import TABLES

#: How many notices of a rule are listed before the rest is counted.
LISTED = 10


class Checked(NamedTuple):
    """What the checks say of data folders, and how many claims they hold when no error was met."""

    problems: list[Problem]
    claims: int | None

    @property
    def errors(self) -> int:
        """How many of the problems are errors."""
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def by_rule(self) -> list[tuple[str, int]]:
        """How many notices each rule has, the most first."""
        notices = (p for p in self.problems if p.severity == "notice")
        return Counter(p.rule or "(no rule)" for p in notices).most_common()


@click.command(
    epilog="\b\nExamples:\n"
    "  contested check\n"
    "  contested check my-data --since main\n"
    "  contested check --rule a-total-since-a-date-does-not-fall\n"
    "  contested check --format json > problems.json",
)
@FOLDERS
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How the problems are written; github annotates a pull request.",
)
@click.option("--rule", "rules", metavar="ID", multiple=True, help="Only the notices of a rule.")
@click.option("--all", "every", is_flag=True, help=f"List all notices, not {LISTED} of each rule.")
@click.option("--since", metavar="REVISION", help="Only what a revision in Git had not yet.")
@with_data
def check(
    folders: tuple[Path, ...], form: str, rules: tuple[str, ...], every: bool, since: str | None
) -> None:
    """Name every row of a data folder that breaks its rules; change nothing.

    Of several folders the first is the base, and the others are checked beside it.
    Notices are worth a second look and do not fail. Exits with 1 if anything else was found.
    """
    for rule in rules:
        if rule not in (known := named()):
            raise click.BadParameter(f"no rule is called {rule!r}; {hint(rule, known)}")
    used = data_in_use(folders)
    checked = _checked(used)
    if since:
        checked = checked._replace(problems=checks.new(checked.problems, _before(used, since)))
    if rules:
        problems = [p for p in checked.problems if p.severity == "error" or p.rule in rules]
        checked = checked._replace(problems=problems)
    if form == "text" and not (every or rules):
        _text(checked, LISTED)
    else:
        _FORMS[form](checked, used)
    if checked.errors:
        raise SystemExit(1)


def _checked(folders: Sequence[Path], into: Path | None = None) -> Checked:
    try:
        built = build(folders, into)
    except BadData as refused:
        return Checked(sorted([*refused.problems, *refused.notices]), None)
    return Checked(built.notices, built.claims)


def _before(folders: Sequence[Path], revision: str) -> list[Problem]:
    """Return the problems that the folders had at a revision."""
    with ExitStack() as stack:
        then = [stack.enter_context(at_revision(folder, revision)) for folder in folders]
        return _checked(then, Path(stack.enter_context(TemporaryDirectory()))).problems


def _text(checked: Checked, most: int) -> None:
    """Print the problems a line each, at most so many notices of a rule, and what they come to."""
    listed: Counter[str] = Counter()
    for problem in checked.problems:
        if problem.severity == "error":
            say(problem)
            continue
        listed[problem.rule] += 1
        if not problem.rule or listed[problem.rule] <= most:
            say(f"{problem}{f' ({problem.rule})' if problem.rule else ''}")
    if sum(listed.values()) > most or max(listed.values(), default=0) > most:
        say(f"{words.capital(words.count(sum(listed.values()), 'notice'))}, by rule:")
        for rule, number in checked.by_rule:
            more = f" ({number - most} not listed; --rule {rule})" if number > most else ""
            say(f"{number:6,}  {rule}{more}")
    if checked.errors:
        say(f"{words.capital(words.count(checked.errors, 'error'))}.")
    elif checked.claims is not None:
        claims = checked.claims
        say(f"{words.capital(words.count(claims, 'claim'))} hold{'s' * (claims == 1)}.")


def _whole_text(checked: Checked, folders: Sequence[Path]) -> None:
    _text(checked, len(checked.problems))


def _json(checked: Checked, folders: Sequence[Path]) -> None:
    """Print the problems as one object of JSON."""
    answer = {
        "errors": checked.errors,
        "notices": len(checked.problems) - checked.errors,
        "claims": checked.claims,
        "rules": dict(checked.by_rule),
        "problems": [asdict(problem) for problem in checked.problems],
    }
    click.echo(json.dumps(answer, indent=2, ensure_ascii=False))


def _github(checked: Checked, folders: Sequence[Path]) -> None:
    """Print the problems as the annotations that GitHub shows beside a change."""
    paths = {id: folder.path for id, folder in named_folders(folders)}
    for problem in checked.problems:
        id, _, file = problem.file.rpartition("/")
        path = _seen_from_here((paths.get(id, folders[0])) / file)
        places = [f"file={_property(path)}", *([f"line={problem.line}"] * bool(problem.line))]
        places += [f"title={_property(problem.rule)}"] * bool(problem.rule)
        what = f"{problem.column} is {problem.value!r}; " if problem.column else ""
        say(f"::{problem.severity} {','.join(places)}::{_escaped(what + problem.message)}")


def _seen_from_here(path: Path) -> str:
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


_FORMS: dict[str, Callable[[Checked, Sequence[Path]], None]] = {
    "text": _whole_text,
    "json": _json,
    "github": _github,
}


@click.command(
    "format",
    epilog="\b\nExamples:\n  contested format my-data\n  contested format my-data --check\n"
    "  contested format my-data --fix\n  contested format my-data --entered",
)
@FOLDER
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if it would.")
@click.option("--fix", is_flag=True, help="First put right what a spreadsheet did and is safe.")
@click.option(
    "--entered", is_flag=True, help="Fill in when each row came: the day that Git first had it."
)
@with_data
def format_(folder: Path | None, only_check: bool, fix: bool, entered: bool) -> None:
    """Write a data folder in its canonical form: columns, order of rows, quoting, line ends.

    A folder of the first form is brought over. What the rows say stays as it is. With --fix what a
    spreadsheet changed is first put right where it can be read in one way only: separators,
    encoding, empty rows, dates, numbers. With --entered a row that does not say when it was
    entered gets the day of the first commit that has it, or today where none has.
    """
    if only_check and (fix or entered):
        raise click.UsageError("--check writes nothing; take it alone")
    place = folder_in_use(folder)
    if fix:
        for table, columns in TABLES.items():
            text = spreadsheets.fixed(place / f"{table}.csv", columns)
            if text is not None:
                write(place / f"{table}.csv", text.encode())
                say(f"Put right: {table}.csv.")
    written = []
    files = _canonical(place)
    if entered:
        files = with_entries(place, files, date.today())
    for name, raw in files.items():
        path = place / name
        if not path.is_file() or path.read_bytes() != raw:
            written.append(name)
            if not only_check:
                write(path, raw)
    if not written:
        say("All files have the canonical form.")
        return
    say(f"{'Not in' if only_check else 'Brought into'} form: {', '.join(written)}.")
    if only_check:
        raise SystemExit(1)


def _canonical(folder: Path) -> dict[str, bytes]:
    """Return a folder's files in canonical form; prints each error and exits with 1 for any."""
    try:
        return canonical.files(folder)
    except BadData as error:
        for problem in error.problems:
            say(str(problem), err=True)
        raise SystemExit(1) from error
