"""The command that enters an article's claims: found in its text, completed, checked, written."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import click

from contested import words
from contested.cli.extracting import LONGEST
from contested.cli.options import OpenedFile, folder_in_use, say, with_data
from contested.desk.article import article
from contested.desk.beside import beside
from contested.desk.completing import completed
from contested.desk.context import Context
from contested.desk.draft import CELLS, Draft
from contested.desk.drafts import drafts
from contested.desk.entering import Entry, entry
from contested.desk.naming import Naming
from contested.errors import ContestedError

#: What accepts every candidate.
ALL = "all"


@click.command(
    epilog="\b\nExamples:\n"
    "  contested add article.html --into my-data\n"
    "  contested add article.txt --url https://… --publisher Reuters --published 2025-04-30\n"
    "  contested add article.txt --accept 1,3 --set conflict=sudan --set 3.metric=wounded",
)
@click.argument("file", metavar="FILE|-", type=OpenedFile(), default="-")
@click.option(
    "--into",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The data folder that they go into; else the one in use.",
)
@click.option("--url", metavar="URL", default="", help="Where the article was printed.")
@click.option("--publisher", metavar="NAME", default="", help="By whom it was printed.")
@click.option("--title", metavar="TEXT", default="", help="Its title.")
@click.option("--author", metavar="NAME", default="", help="Who wrote it.")
@click.option("--published", metavar="DATE", default="", help="When it was printed.")
@click.option("--language", metavar="CODE", default="", help="Its language, as en.")
@click.option("--archive-url", metavar="URL", default="", help="Where a copy of it is archived.")
@click.option(
    "--accept",
    metavar="NUMBERS",
    help=f"The candidates that are claims, as 1,3, or {ALL}; the others are dropped. Without it "
    "a person is asked in a terminal, and elsewhere they are listed.",
)
@click.option(
    "--set",
    "sets",
    metavar="[N.]CELL=VALUE",
    multiple=True,
    help="What a cell of candidate N holds, or of all; nothing behind = empties it.",
)
@click.option("--ask/--no-ask", default=None, help="Ask for each candidate, or do not.")
@click.option("--dry-run", is_flag=True, help="Check, and show what would change; write nothing.")
@with_data
def add(
    file: BinaryIO,
    into: Path | None,
    accept: str | None,
    sets: tuple[str, ...],
    ask: bool | None,
    dry_run: bool,
    **given: str,
) -> None:
    """Enter the claims of FILE, an article: plain text, a web page or a PDF.

    Its candidates are listed with the words that they rest on, and with what the data already say
    of the like. Those that are accepted are checked on a copy of the folder; only if that passes
    are they written, and no other row is touched. The text is not kept.
    """
    folder = folder_in_use(into)
    content = file.read(LONGEST + 1)
    if len(content) > LONGEST:
        raise ContestedError(f"the article is too long; it has at most {LONGEST // 1_000_000} MB")
    read = article(content, given, folder)
    for name, known in read.fields.items():
        say(f"{name}: {known.value} ({known.where})")
    context = Context(folder, read.text, read.value("published"))
    candidates = [
        completed(one.given(_cells(sets, one.number)).renewed(), context)
        for one in drafts(read, context)
    ]
    if ask is None:
        ask = accept is None and file is not sys.stdin.buffer and sys.stdin.isatty()
    numbers = _numbers(accept, len(candidates), sets)
    accepted, naming = [], Naming(folder)
    for one in candidates:
        _show(one, naming, context)
        if ask:
            asked = _asked(one, naming, context)
            accepted += [asked] if asked else []
        elif one.number in numbers:
            accepted.append(one)
    if not accepted:
        rest = "." if ask or not candidates else "; --accept names those that are claims."
        number = words.capital(words.count(len(candidates), "candidate"))
        say(f"{number}. Nothing was written{rest}")
        return
    made = entry(read, accepted, folder)
    while ask and made.errors and accepted:
        # What was answered is not lost: each is asked for again, as it stands.
        for error in made.errors:
            say(error, err=True)
        accepted = [again for one in accepted if (again := _asked(one, naming, context))]
        made = entry(read, accepted, folder)
    if not accepted:
        say("Nothing was written.")
        return
    _enter(made, folder, ask, dry_run)


def _enter(made: Entry, folder: Path, ask: bool, dry_run: bool) -> None:
    for error in made.errors:
        say(error, err=True)
    if made.errors:
        raise ContestedError("nothing was written: this does not pass")
    for line in (*made.plan.summary(), *made.notices):
        say(line)
    say(made.diff())
    if dry_run or (ask and not click.confirm("Write this?")):
        say("Nothing was written.")
        return
    made.write(folder)
    say(f"Written to {folder}.")


def _show(one: Draft, naming: Naming, context: Context) -> None:
    """Print a candidate: each cell with what it rests on, and what stands beside it."""
    say(f"\n{one.number}. {' '.join(one.candidate.words.split())}")
    for name in CELLS:
        if name in one.cells:
            meant = naming.named(name, one.value(name), one.value("conflict")).words
            meant = f" ({meant})" if meant else ""
            say(f"   {name} = {one.value(name)}{meant}   {one.cells[name].where}")
        elif name in one.asked:
            say(f"   {name}: {one.asked[name]}")
    for id in one.likely:
        say(f"   ? sources={id} ({naming.name('sources', id)})")
    if one.as_new:
        say(f"   ? sources={one.as_new}, if it is none of these")
    for line in beside(one, context).lines:
        say(f"   ! {line}")


def _asked(one: Draft, naming: Naming, context: Context) -> Draft | None:
    """Return a draft as a person accepts it, with the cells that they gave; None if dropped."""
    while True:
        answer = click.prompt(
            f"{one.number}: accept, drop, or CELL=VALUE", default="drop", err=True
        ).strip()
        if answer in ("a", "accept", "y", "yes"):
            return one
        if answer in ("d", "drop", "n", "no"):
            return None
        if answer in ("?", "help"):
            say(f"y accepts it, n drops it, CELL=VALUE sets one of {', '.join(CELLS)}", err=True)
            continue
        try:
            cell, value = _set(answer)
            if wrong := naming.named(cell, value, one.value("conflict")).fault:
                raise ContestedError(wrong)
            value = naming.ids(cell, value, one.value("conflict"))
            one = completed(one.given({cell: value}).renewed(), context)
        except ContestedError as error:
            say(str(error), err=True)
            continue
        _show(one, naming, context)


def _set(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise ContestedError(f"{text!r} sets nothing; write CELL=VALUE, as metric=killed")
    return name.strip(), value.strip()


def _cells(sets: Iterable[str], number: int) -> dict[str, str]:
    """Return the cells that are set for a candidate: what is set for it alone goes last."""
    of_all: dict[str, str] = {}
    of_one: dict[str, str] = {}
    for name, value in map(_set, sets):
        start, dot, cell = name.partition(".")
        if not dot:
            of_all[name] = value
        elif start == str(number):
            of_one[cell] = value
    return of_all | of_one


def _numbers(accept: str | None, most: int, sets: Iterable[str]) -> set[int]:
    """Return the numbers of the candidates that are accepted; what names none is an error."""
    named = [part.strip() for part in (accept or "").split(",") if part.strip()]
    chosen = {str(number) for number in range(1, most + 1)}
    prefixed = [name.partition(".")[0] for name, _ in map(_set, sets) if "." in name]
    for one in [*([] if named == [ALL] else named), *prefixed]:
        if one not in chosen:
            raise ContestedError(
                f"there is no candidate {one}; "
                f"{f'they are 1 to {most}' if most else 'none was found'}"
            )
    return set(range(1, most + 1)) if named == [ALL] else {int(one) for one in named}
