"""The command that builds a database."""

from __future__ import annotations

from pathlib import Path

import click

from contested import words
from contested.build import build as build_database
from contested.cli.options import FOLDERS, data_in_use, say, with_data
from contested.errors import BadData


@click.command(
    epilog="\b\nExamples:\n  contested build\n  contested build my-data --into /var/cache\n"
    "  contested build --into s3://bucket/tables --format parquet"
)
@FOLDERS
@click.option(
    "--into",
    metavar="DIR",
    help="Where the database goes; else $CONTESTED_CACHE, else the user's cache. Of Parquet, the "
    "folder or the address (s3://…) of the tables.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["duckdb", "parquet"]),
    default="duckdb",
    show_default=True,
    help="As what: DuckDB's file, or tables of Parquet for another engine.",
)
@with_data
def build(folders: tuple[Path, ...], into: str | None, form: str) -> None:
    """Build the database of a data folder, or of several together, and print its file.

    With --format parquet its tables are written to an address, which `contested serve --engine`
    reads; who reads what was there before goes on.
    """
    if form == "parquet" and not into:
        raise click.UsageError("name the folder or the address of the tables with --into")
    try:
        place = Path(into) if into and form == "duckdb" else None
        built = build_database(data_in_use(folders), place)
    except BadData as error:
        for problem in error.problems:
            say(str(problem), err=True)
        raise SystemExit(1) from error
    if form == "parquet":
        from contested import parquet

        assert into is not None
        parquet.write(built, into, lambda table: say(f"Writing {table}", err=True))
        say(f"{into.rstrip('/')}/{built.hash}")
    else:
        say(str(built.path))
    notices = words.count(len(built.notices), "notice")
    say(f"{words.capital(words.count(built.claims, 'claim'))}, {notices}.")
