"""The command that publishes the site as plain files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from contested import settings
from contested.cli.options import data_in_use, database_in_use, engine_in_use, say, with_data
from contested.words import capital, count


@click.command(
    epilog="\b\nExamples:\n"
    "  contested publish site --url https://wars.example\n"
    "  contested publish docs --url https://someone.github.io/wars --cards\n"
    "  contested publish site --url https://wars.example --data my-data",
)
@click.argument("folder", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path))
@click.option("--url", metavar="URL", help="The site's address; else $CONTESTED_URL.")
@click.option(
    "--cards", is_flag=True, help="Draw a card for links to each quantity; needs Chromium."
)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=lambda: os.cpu_count() or 1,
    show_default="one a core",
    help="How many make pages side by side.",
)
@with_data
def publish(folder: Path, url: str | None, cards: bool, processes: int) -> None:
    """Write the site into FOLDER as plain files that any host of files serves.

    Pages stand at the addresses that the server has for them. What needs a server is left out. The
    next time only what changed is written; a folder that holds other things is refused.
    """
    from contested import publish as publishing

    if engine_in_use()[0]:
        raise click.UsageError("a site is published from data folders, not from an engine")
    url = url or settings.text("CONTESTED_URL")
    if not url:
        raise click.UsageError("name the address that readers will know the site by with --url")
    os.environ["CONTESTED_URL"] = publishing.address(url)
    data = database_in_use()
    os.environ["CONTESTED_DATA"] = os.pathsep.join(str(one.absolute()) for one in data_in_use())
    bar: Any
    with click.progressbar(length=1, label="Pages") as bar:

        def told(done: int, all: int) -> None:
            bar.length = all
            bar.update(done - bar.pos)

        done = publishing.publish(data, folder, processes, cards, told)
    if not done.made:
        say(f"Nothing changed: {count(done.files, 'file')} in {folder}.")
        return
    say(
        f"{capital(count(done.files, 'file'))} in {folder}: {done.written:,} written, "
        f"{done.removed:,} removed."
    )
