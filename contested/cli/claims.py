"""The commands that print claims, or write them as a file."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click
import pandas as pd
from rich.console import Console

from contested import export, listing, queries, words
from contested.cli.options import (
    OUTPUT,
    QUERY,
    database_in_use,
    say,
    selection_of,
    with_data,
    write,
)
from contested.errors import BadSelection
from contested.selection import Selection


@click.command(
    epilog="\b\nExamples:\n"
    "  contested claims subject=north-korea metric=killed\n"
    "  contested claims metric=killed relation=own relation=adversary since=2024-01-01\n"
    "  contested claims subject=gaza since=2024-Q2 until=2024-12\n"
    "  contested claims 'subject=north-korea&metric=casualties&known_on=2025-01-31'\n"
    "  contested claims place=Kursk --format csv"
)
@QUERY
@click.option(
    "--format",
    "form",
    type=click.Choice(
        ["table", *(name for name, kind in export.FORMATS.items() if not kind.binary)]
    ),
    default="table",
    show_default=True,
    help="How the claims are written.",
)
@with_data
def claims(query: tuple[str, ...], form: str) -> None:
    """Print the claims of a selection, oldest first.

    The words are those of the dashboard's address, whose query can be pasted whole.
    """
    selected, narrowing = _claims(query)
    if form != "table":
        click.echo(export.FORMATS[form].write(selected), nl=False)
        return
    listing.show(selected, Console(highlight=False), narrowing)


@click.command(
    "export",
    epilog="\b\nExamples:\n"
    "  contested export csv > claims.csv\n"
    "  contested export parquet -o claims.parquet\n"
    "  contested export json subject=north-korea metric=killed -o killed.json",
)
@click.argument("form", type=click.Choice(list(export.FORMATS)))
@QUERY
@OUTPUT
@with_data
def export_(form: str, query: tuple[str, ...], output: Path | None) -> None:
    """Write the claims of a selection, or all of them, as a file."""
    kind = export.FORMATS[form]
    if output is None and kind.binary and sys.stdout.isatty():
        raise click.UsageError(f"{kind.label} is no text for a terminal; name a file with -o")
    selected, _ = _claims(query)
    if output is None:
        click.echo(kind.write(selected), nl=False)
        return
    write(output, kind.write(selected))
    say(f"{words.capital(words.count(len(selected), 'claim'))} in {output}.", err=True)


def _claims(query: Iterable[str]) -> tuple[pd.DataFrame, str]:
    """Return the claims that a query selects, and the dates that it was understood to name.

    Raises BadSelection for anything unknown in it.
    """
    selection, misfits = selection_of(query)
    engine = database_in_use().engine()
    if misfits := [*misfits, *queries.unknown(engine, selection)]:
        raise BadSelection(misfits)
    return queries.claims(engine, selection), words.narrowing(_dated(selection))


def _dated(selection: Selection) -> Selection:
    """Return the dates of a selection alone: a month that was typed stands there as a day."""
    return Selection(since=selection.since, until=selection.until, known_on=selection.known_on)
