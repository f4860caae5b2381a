"""What the commands share: errors as one line, the option --data, a query, a file written whole."""

from __future__ import annotations

import logging
import os
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl

import click

from contested import disk, settings
from contested.errors import ContestedError, Misfit
from contested.selection import VIEW, Selection, parse

if TYPE_CHECKING:
    from contested.database import Database

_PLACE = click.Path(exists=True, file_okay=False, path_type=Path)

Command = TypeVar("Command", bound=Callable[..., Any])


class FilePath(click.Path):
    """A file that is there: no folder, and no pipe or device, which may never end."""

    def __init__(self) -> None:
        super().__init__(exists=True, dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path; a pipe, a socket or a device is a usage error."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if not path.is_file():
            self.fail(f"{str(path)!r} is a pipe, a socket or a device; give a file", param, ctx)
        return path


class OpenedFile(click.File):
    """A file opened to read its bytes, or standard input for "-"; no pipe and no device by name."""

    def __init__(self) -> None:
        super().__init__("rb")

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> IO[Any]:
        """Return the file; a pipe, a socket or a device is a usage error, and waits for nothing."""
        if isinstance(value, str) and value != "-":
            path = Path(value)
            if path.exists() and not path.is_file() and not path.is_dir():
                self.fail(
                    f"{value!r} is a pipe, a socket or a device; give a file, or - for what is "
                    "piped in",
                    param,
                    ctx,
                )
        return super().convert(value, param, ctx)


def say(text: object, err: bool = False) -> None:
    """Print a line; what would steer a terminal is spelled out, wherever it comes from."""
    click.echo(legible(str(text)), err=err)


def legible(text: str) -> str:
    r"""Return a text without a letter that steers a terminal or turns the order of others.

    >>> print(legible("a \x1b[2J\u202e b"))
    a \x1b[2J\u202e b
    """
    return "".join(
        letter.encode("unicode_escape").decode() if _steers(letter) else letter for letter in text
    )


def _steers(letter: str) -> bool:
    return letter in _TURNS or (
        letter not in "\n\t" and unicodedata.category(letter) in ("Cc", "Cs")
    )


#: Letters that turn the order of those after them.
_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def with_data(command: Command) -> Command:
    """Give a command the option --data, which the group has too; the command's own rules."""

    def keep(ctx: click.Context, _: click.Parameter, value: tuple[Path, ...]) -> None:
        if value:
            ctx.meta["contested.data"] = value

    def answered(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
        if value:
            ctx.meta["contested.engine"] = value

    data = click.option(
        "--data",
        metavar="DIR",
        multiple=True,
        type=_Data(),
        expose_value=False,
        callback=keep,
        help="The data folder; else $CONTESTED_DATA, else the curated data. May be repeated: the "
        "first is the base, and the others stand beside it. With --engine, where its tables lie.",
    )
    engine = click.option(
        "--engine",
        metavar="ADDRESS",
        expose_value=False,
        is_eager=True,
        callback=answered,
        help="A Spark Connect that answers in DuckDB's place, as sc://host:15002.",
    )
    return data(engine(command))


class _Data(click.Path):
    """A data folder that is there, or the address of tables that another engine reads."""

    def __init__(self) -> None:
        super().__init__(exists=True, file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return a folder as its path, an address as its text."""
        if ctx is not None and "contested.engine" in ctx.meta and "://" in str(value):
            return str(value)
        return super().convert(value, param, ctx)


def engine_in_use() -> tuple[str, str]:
    """Return the address of the engine in DuckDB's place, and of its tables; "" where DuckDB is."""
    meta = click.get_current_context().meta
    engine = meta.get("contested.engine", settings.text("CONTESTED_ENGINE"))
    if not engine:
        return "", ""
    given = [str(one) for one in meta.get("contested.data", ())] or [
        settings.text("CONTESTED_DATA")
    ]
    if len(given) > 1 or not given[0]:
        raise click.UsageError("an engine reads one address of tables; name it with --data")
    return engine, given[0]


def data_in_use(named: tuple[Path, ...] = ()) -> tuple[Path, ...]:
    """Return the folders that were named, as arguments or as --data, or the default."""
    from contested.database import data_folders

    given: tuple[Path, ...] = click.get_current_context().meta.get("contested.data", ())
    return named or given or data_folders()


def folder_in_use(named: Path | None = None) -> Path:
    """Return the one folder that was named, or is in use; of several a command must name one."""
    folders = data_in_use((named,) if named else ())
    if len(folders) > 1:
        raise click.UsageError("several data folders are in use; name the one that is meant")
    return folders[0]


FOLDER = click.argument("folder", metavar="[DIR]", required=False, type=_PLACE)
FOLDERS = click.argument("folders", metavar="[DIR]...", nargs=-1, type=_PLACE)
QUERY = click.argument("query", metavar="[WORD=VALUE]...", nargs=-1)

#: Where a command writes what it otherwise prints.
OUTPUT = click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; else standard output.",
)


def selection_of(query: Iterable[str]) -> tuple[Selection, list[Misfit]]:
    """Return what a query on the command line selects, and what of it does not pass."""
    # Of an address that was pasted whole, the query is what follows the question mark.
    parts = [part.partition("?")[2] if "://" in part else part for part in query]
    whole = "&".join(parts)
    beside = [word for word, _ in parse_qsl(whole, keep_blank_values=True) if word in VIEW]
    if beside:
        say(f"Set aside, as it chooses no claims: {', '.join(beside)}.", err=True)
    return parse(whole, also=VIEW)


def database_in_use() -> Database:
    """Return the database of the folder in use; says so where it is the last good one."""
    from contested.database import answered_by, database

    log = logging.getLogger(database.__module__)
    log.disabled = True  # what it would say is said here
    try:
        engine, tables = engine_in_use()
        data = answered_by(engine, tables) if engine else database(data_in_use())
    finally:
        log.disabled = False
    if data.broken:
        say(
            f"The data folder {data.wrong}; these are its last good data. {data.broken}",
            err=True,
        )
    return data


def write(path: Path, content: bytes) -> None:
    """Write a file, never half of it; raises ContestedError where it cannot be."""
    try:
        disk.write({path: content})
    except OSError as error:
        raise ContestedError(f"{path} cannot be written: {error.strerror}") from error
