"""The commands of snapshots: freeze a view into files or the store, and verify one."""

from __future__ import annotations

from pathlib import Path

import click

from contested import queries
from contested.cli.options import QUERY, database_in_use, say, selection_of, with_data, write
from contested.errors import BadSelection, ContestedError, hint
from contested.snapshots import freezing, pictures, verify
from contested.snapshots.changes import known
from contested.snapshots.content import Snapshot, read
from contested.snapshots.files import FILES, File
from contested.snapshots.store import store
from contested.views import VIEWS
from contested.words import count


@click.command(
    epilog="\b\nExamples:\n"
    "  contested snapshot subject=north-korea metric=killed -o killed.png\n"
    "  contested snapshot subject=north-korea --view compare -o killed.json -o killed.html\n"
    "  contested snapshot 'subject=north-korea&metric=killed'",
)
@QUERY
@click.option(
    "--view",
    type=click.Choice(list(VIEWS)),
    default="timeline",
    show_default=True,
    help="Which view is frozen.",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    metavar="FILE",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file to write; its ending says as what. May be repeated. Without it the snapshot is "
    "kept in the store, and its id is printed.",
)
@with_data
def snapshot(query: tuple[str, ...], view: str, outputs: tuple[Path, ...]) -> None:
    """Freeze a view of a selection: its claims, their citations and its chart, under one hash.

    FILE ends in .json (to keep and verify), .png, .svg, .pdf, .html, .csv, .parquet, .bib, .ris or
    .csl.json.
    """
    forms = [_form(path) for path in outputs]
    selection, misfits = selection_of(query)
    data = database_in_use()
    engine = data.engine()
    if misfits := [*misfits, *queries.unknown(engine, selection)]:
        raise BadSelection(misfits)
    if not outputs:
        frozen = freezing.saved(engine, data.hash, selection, view)[0]
        say(_summary(frozen), err=True)
        say(frozen.id)
        return
    frozen = freezing.freeze(engine, data.hash, selection, view)
    say(_summary(frozen), err=True)
    address = pictures.address(frozen.id)
    try:
        for path, form in zip(outputs, forms, strict=True):
            write(path, form.write(frozen, address))
            say(f"{frozen.id} in {path}.", err=True)
    finally:
        pictures.stop()


@click.command(
    "verify",
    epilog="\b\nExamples:\n"
    "  contested verify killed.json\n"
    "  contested verify eq65ydxkmbv7ohjvto6g\n"
    "  contested verify https://example.org/snapshot/eq65ydxkmbv7ohjvto6g",
)
@click.argument("named", metavar="FILE|ID|URL")
@with_data
def verify_(named: str) -> None:
    """Compute a snapshot's hash again. Exits with 1 and names each difference if there is one.

    Where the data at hand still hold an altered claim as it was, the column and both values are
    named. Only a URL that is given is fetched.
    """
    raw, id = verify.fetched(named, store())
    try:
        engine = database_in_use().engine()
    except ContestedError:
        engine = None
    differences = verify.differences(
        raw, id, None if engine is None else lambda ids: known(engine, ids)
    )
    for difference in differences:
        say(str(difference))
    if differences:
        raise SystemExit(1)
    whole = read(raw)
    say(
        f"{whole.id} is as it was frozen on {whole.made[:10]}: {count(whole['count'], 'claim')}, "
        f"{whole['title']}."
    )


def _summary(frozen: Snapshot) -> str:
    """Return what was frozen: of a query that leaves words out, the best-covered quantity."""
    return f"{frozen['title']}, {count(frozen['count'], 'claim')}."


def _form(path: Path) -> File:
    """Return the format that a file's ending names; the longest ending that fits counts."""
    endings = [ending for ending in FILES if path.name.lower().endswith(f".{ending}")]
    if not endings:
        ending = path.suffix.removeprefix(".")
        raise click.UsageError(f"{path} ends in {ending!r}; {hint(ending, FILES)}")
    return FILES[max(endings, key=len)]
