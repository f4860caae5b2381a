"""The command that brings in claims which were compiled elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from contested.cli.options import folder_in_use, say, with_data, write
from contested.importers import importer
from contested.importers.plan import aside_file
from contested.words import capital, count

#: How many rows of a kind are shown before the rest is counted.
_SHOWN = 20


@click.command(
    "import",
    short_help="Bring in claims that were compiled elsewhere.",
    epilog="\b\nExamples:\n"
    "  contested import flat figures.csv --into my-data --dry-run\n"
    "  contested import flat figures.csv --into my-data --sources names.csv\n"
    "  contested import flat figures.csv --into my-data --aside left-out.csv",
)
@click.argument("format", metavar="FORMAT")
@click.argument(
    "file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--into",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The data folder that they go into; else the one in use.",
)
@click.option(
    "--sources",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A table of the file's sources: id, name, short, kind, affiliation, part_of, matches.",
)
@click.option(
    "--aside",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the rows that do not fit are written; else FILE with .aside.csv at its end.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change; write nothing.")
@with_data
def import_(
    format: str,
    file: Path,
    into: Path | None,
    sources: Path | None,
    aside: Path | None,
    dry_run: bool,
) -> None:
    """Bring the claims of FILE, which has the form FORMAT, into a data folder.

    Sources, publishers, places, parties and articles are matched by name and other names. What is
    new gets a row that `contested check` asks you to complete. What does not fit is written to a
    file beside, each row with its reason. A second import of the same file changes nothing.
    """
    folder = folder_in_use(into)
    made = importer(format)(file, folder, sources)
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
    if dry_run:
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
