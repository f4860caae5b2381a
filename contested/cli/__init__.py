"""The command line: serve the dashboard, check and build data, and read claims in a terminal.

What a person can mend is one line on standard error: exit 1 for data and files, 2 for words that
the command line does not know.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import click
import pandas as pd
from rich.console import Console

from contested import __version__, export, listing, queries, settings, words
from contested.build import build as build_database
from contested.cli import snapshots
from contested.cli.adding import add
from contested.cli.checking import check, format_
from contested.cli.differing import diff
from contested.cli.extracting import extract
from contested.cli.importing import import_
from contested.cli.lookup import lookup
from contested.cli.mcp import mcp
from contested.cli.options import (
    FOLDERS,
    QUERY,
    Commands,
    data_in_use,
    database_in_use,
    engine_in_use,
    folder_in_use,
    say,
    selection_of,
    with_data,
    write,
)
from contested.cli.publishing import publish
from contested.cli.sql import sql
from contested.errors import BadData, BadSelection, ContestedError, NoDatabase, StoreDown
from contested.selection import Selection
from contested.snapshots.counters import counters, shared
from contested.snapshots.limits import freezing
from contested.snapshots.store import store

_HERE = Path(__file__).parent.parent


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n"
    "  contested serve\n"
    "  contested claims subject=north-korea metric=casualties\n"
    "  contested check data",
)
@click.version_option(__version__, prog_name="contested", message="%(prog)s %(version)s")
@with_data
def cli() -> None:
    """Contested: the figures wars are reported in, each a claim with its source and its hedge."""


@cli.command(
    epilog="\b\nExamples:\n"
    "  contested serve\n"
    "  contested serve --port 8080 --data my-data\n"
    "  contested serve --host 0.0.0.0\n"
    "  contested serve --engine sc://spark:15002 --data s3a://bucket/tables"
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=8501,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port to listen on; 0 takes one that is free.",
)
@click.option(
    "--desk", is_flag=True, help="Serve the desk instead, to this machine only: it writes claims."
)
@with_data
def serve(host: str, port: int, desk: bool) -> None:
    """Serve the dashboard and print its address."""
    if desk:
        _serve_desk(host, port)
        return
    from contested.readers import proxies
    from contested.web import hosts, meters, server

    # One that does not pass is said now, not to the first reader it concerns.
    for setting in (freezing, counters, proxies, hosts.check, meters.check):
        setting()
    shared()  # a Redis that is away is said now, too
    try:
        store().check()
    except StoreDown as error:  # all else can be served
        say(f"Snapshots cannot be kept: {error}.", err=True)
    connections = settings.whole("CONTESTED_CONNECTIONS")
    claims = _counted()
    listening = _listening(host, port)
    port = listening.getsockname()[1]
    engine, tables = engine_in_use()
    used = tables or os.pathsep.join(str(one.absolute()) for one in data_in_use())
    os.environ["CONTESTED_ENGINE"] = engine
    os.environ["CONTESTED_DATA"] = used
    os.environ["CONTESTED_HOSTS"] = ",".join([*settings.listed("CONTESTED_HOSTS"), host])
    named = f"[{host}]" if ":" in host else host
    meters.start()
    say(f"{claims} claims at http://{named}:{port} (Ctrl-C stops)")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        say("It runs as root, which it does not need: docs/operations.md has a user.", err=True)
    with listening:
        server.serve(_dashboard(), listening, connections)


@cli.command(
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


@cli.command(
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


@cli.command(
    "export",
    short_help="Write the claims of a selection, or all, as a file.",
    epilog="\b\nExamples:\n"
    "  contested export csv > claims.csv\n"
    "  contested export parquet -o claims.parquet\n"
    "  contested export json subject=north-korea metric=killed -o killed.json",
)
@click.argument("form", type=click.Choice(list(export.FORMATS)))
@QUERY
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; else standard output.",
)
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


for _command in (
    add,
    check,
    diff,
    extract,
    format_,
    lookup,
    mcp,
    publish,
    sql,
    *snapshots.COMMANDS,
    import_,
):
    cli.add_command(_command)


def _serve_desk(host: str, port: int) -> None:
    """Serve the desk of the folder in use, by no host but this machine's own."""
    from contested.web import desk, server

    if host not in desk.LOCAL:
        raise click.UsageError(f"the desk is served by {', '.join(desk.LOCAL)} only, not {host}")
    folder = folder_in_use()
    with _listening(host, port) as listening:
        named = f"[{host}]" if ":" in host else host
        say(f"The desk of {folder} at http://{named}:{listening.getsockname()[1]} (Ctrl-C stops)")
        server.serve(desk.app(folder), listening, settings.whole("CONTESTED_CONNECTIONS"))


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


def _counted() -> str:
    """Return how many claims there are to serve; says what is wrong where there are none yet.

    A folder that does not pass is served all the same: its readers are told what is wrong, and are
    shown the data as soon as it passes. One that is not there is an error here and now.
    """
    try:
        return f"{database_in_use().claims:,}"
    except BadData as error:
        for problem in error.problems:
            say(str(problem), err=True)
        say("Every page says so with 503, until the folder passes its checks.", err=True)
    except NoDatabase as error:
        if engine_in_use()[0] or not all(folder.is_dir() for folder in data_in_use()):
            raise
        say(f"{error}. Every page says so with 503, until it can be read.", err=True)
    return "No"


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens on a host's port; raises ContestedError where none can be had.

    Port 0 takes one that is free.
    """
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        places.sort(key=lambda one: one[0] != socket.AF_INET)  # a name's IPv4 address before others
        family, _, _, _, place = places[0]
        both = family == socket.AF_INET6 and host == "::" and socket.has_dualstack_ipv6()
        listening = socket.create_server(place[:2], family=family, dualstack_ipv6=both)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ContestedError(
            f"cannot listen on {host}, port {port}: {reason}; choose others with --host and --port"
        ) from error
    listening.setblocking(False)
    return listening


def _dashboard() -> Any:
    """Return the app of the dashboard's script: in a package inside it, in a source tree above."""
    inside = _HERE / "app" / "dashboard.py"
    script = inside if inside.exists() else _HERE.parent / "dashboard.py"
    spec = spec_from_file_location("contested_dashboard", script)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.app
