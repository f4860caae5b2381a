"""The command that brings in claims which were compiled elsewhere."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from contested.cli.options import FilePath, data_in_use, folder_in_use, say, with_data, write
from contested.errors import ContestedError
from contested.importers import Importer, importer
from contested.importers.data_set import DataSet
from contested.importers.plan import aside_file
from contested.importers.releases import ChangedBy, Release, Revision, revision, unfit
from contested.words import capital, count

#: How many rows of a kind are shown before the rest is counted.
_SHOWN = 20

#: Of a file of more bytes than this it is said how far its import is.
_LONG = 2_000_000

_FILE = FilePath()
_NEW_FILE = click.Path(dir_okay=False, path_type=Path)
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    "import",
    epilog="\b\nExamples:\n"
    "  contested import flat figures.csv --into my-data --dry-run\n"
    "  contested import general-staff personnel.json --into staff --release 2026-08-08\n"
    "  contested import csv table.csv --mapping table.toml\n"
    "  contested import csv table.csv --mapping table.toml --into set --release 2026-08-08",
)
@click.argument("format", metavar="FORMAT")
@click.argument("file", metavar="FILE", type=_FILE)
@click.option(
    "--into",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that they go into: of `flat` the data folder in use, of a data set its own.",
)
@click.option(
    "--release",
    metavar="DATE",
    type=_DAY,
    help="Of a data set: the day on which this release of it was published.",
)
@click.option(
    "--fetched", metavar="DATE", type=_DAY, help="The day on which it was fetched; today."
)
@click.option("--url", metavar="URL", default="", help="Where this file was fetched from.")
@click.option(
    "--changed-by",
    type=click.Choice(["source", "compiler"]),
    help="Whose the changes of this release are, where that is known.",
)
@click.option(
    "--mapping",
    metavar="FILE",
    type=_NEW_FILE,
    help="Which column of a table is what, in TOML; proposed and written where there is none.",
)
@click.option(
    "--sources",
    metavar="FILE",
    type=_FILE,
    help="Of `flat`: its sources: id, name, short, kind, affiliation, part_of, matches.",
)
@click.option(
    "--aside",
    "--set-aside",
    "aside",
    metavar="FILE",
    type=_NEW_FILE,
    help="Where the rows that do not fit are written, with why; the rest goes in. Without it "
    "nothing of a data set goes in, and those of `flat` go to FILE with .aside.csv at its end.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change; write nothing.")
@with_data
def import_(
    format: str,
    file: Path,
    into: Path | None,
    release: datetime | None,
    fetched: datetime | None,
    url: str,
    changed_by: ChangedBy | None,
    mapping: Path | None,
    sources: Path | None,
    aside: Path | None,
    dry_run: bool,
) -> None:
    """Bring the claims of FILE, which has the form FORMAT, into a data folder.

    Sources, publishers, places, parties and articles are matched by name and other names. What is
    new gets a row that `contested check` asks you to complete. A second import of the same file
    changes nothing.

    A data set has a folder of its own beside the folders in use, which --data names. A later
    release supersedes what it changes and withdraws what it drops, on the day of the release.
    """
    chosen = importer(format)
    if not isinstance(chosen, DataSet):
        _flat(chosen, file, _existing(into), sources, aside, dry_run)
        return
    mapped = _mapping(chosen, file, mapping)
    if mapped is None:
        return
    if into is None:
        raise click.UsageError(f"{format} is a data set: --into names a folder of its own.")
    if release is None:
        raise click.UsageError("--release takes the day on which it was published: 2026-08-08.")
    about = Release(
        release.date(), fetched.date() if fetched else date.today(), url, changed_by or ""
    )

    def progress(text: str) -> None:
        if file.stat().st_size > _LONG:
            say(f"{text} …", err=True)

    with revision(chosen, file, into, data_in_use(), about, mapped, progress) as made:
        if made.aside and not aside and not dry_run:
            raise unfit(made, file)
        _told(made, file)
        if dry_run:
            say("Nothing was written.")
            return
        made.write()
        if made.aside and aside:
            write(aside, aside_file(made.aside, made.columns).encode())
            say(f"{capital(count(len(made.aside), 'row'))} in {aside}.")


def _existing(into: Path | None) -> Path:
    folder = folder_in_use(into)
    if not folder.is_dir():
        raise click.UsageError(f"{folder} is no folder.")
    return folder


def _mapping(data_set: DataSet, file: Path, mapping: Path | None) -> dict[str, Any] | None:
    """Return what a mapping file says; None where one was proposed instead."""
    if mapping and mapping.exists():
        try:
            return tomllib.loads(mapping.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ContestedError(f"{mapping} cannot be read as TOML: {error}") from error
    if data_set.propose is None:
        if mapping:
            raise click.UsageError(f"there is no {mapping}.")
        return {}
    proposed = data_set.propose(file)
    if mapping is None:
        say(proposed.rstrip())
        say("Nothing was read: --mapping FILE writes this, to be looked over.", err=True)
    else:
        write(mapping, proposed.encode())
        say(f"Proposed in {mapping}; look it over, then import again.")
    return None


def _told(made: Revision, file: Path) -> None:
    """Print what a release changes."""
    for line in made.summary():
        say(line)
    _some(made.notes, "to complete")
    _some([f"{file.name}: row {one.line}: {'; '.join(one.reasons)}" for one in made.aside],
          "set aside")  # fmt: skip
    if made.notices:
        say(f"{capital(count(len(made.notices), 'notice'))}; `contested check` lists them.")


def _flat(
    plan: Importer, file: Path, folder: Path, sources: Path | None, aside: Path | None, dry: bool
) -> None:
    """Bring a flat file's claims into a folder of any."""
    made = plan(file, folder, sources)
    for line in made.summary():
        say(line)
    _some(made.notes, "to complete")
    _some([f"{file.name}:{one.line}: {'; '.join(one.reasons)}" for one in made.aside], "set aside")
    _some(
        [
            f"{file.name}:{one.line}: {one.claim}: {'; '.join(one.differs)}"
            for one in made.present
            if one.differs
        ],
        "there already, otherwise",
    )
    if dry:
        say("Nothing was written.")
        return
    if made.aside:
        place = aside or file.with_name(f"{file.stem}.aside.csv")
        write(place, aside_file(made.aside, made.columns).encode())
        say(f"{capital(count(len(made.aside), 'row'))} in {place}.")
    if made.added:
        made.write(folder)


def _some(lines: list[str], what: str) -> None:
    """Print the first lines of one kind, and how many more there are."""
    for line in lines[:_SHOWN]:
        say(f"  {what}: {line}")
    if len(lines) > _SHOWN:
        say(f"  {what}: … and {len(lines) - _SHOWN:,} more")
