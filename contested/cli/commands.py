"""The group of commands: each is read when it is asked for, and errors are one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import click
from click.exceptions import NoArgsIsHelpError

from contested.cli.options import legible, say
from contested.errors import BadSelection, ContestedError


class Later(Mapping[str, click.Command]):
    """Commands by their names, each defined by a module that is not read before it is asked for.

    What the tables, queries and pages take to read is a second, which help need not wait for.
    """

    def __init__(self, places: Mapping[str, tuple[str, str]]) -> None:
        """Take of each name where its command is, as module:name, and what the help says of it."""
        self.said = {name: said for name, (_, said) in places.items()}
        self._places = {name: place for name, (place, _) in places.items()}
        self._read: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        """Return a command; KeyError where there is none of the name."""
        if name not in self._read:
            module, _, attribute = self._places[name].partition(":")
            command: click.Command = getattr(import_module(f"contested.cli.{module}"), attribute)
            command.short_help = self.said[name]
            self._read[name] = command
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self._places)

    def __len__(self) -> int:
        """Return how many commands there are."""
        return len(self._places)


class Commands(click.Group):
    """A group of commands that says what a person can mend in one line each and exits."""

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        """Read the command line; words that it does not know are one line."""
        try:
            return super().make_context(*arguments, **options)
        except click.UsageError as error:
            raise _short(error) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what a person can mend ends it with one line for each misfit."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise _short(error) from error
        except BadSelection as error:
            for misfit in error.misfits:
                say(f"Error: {misfit}", err=True)
            ctx.exit(2)
        except ContestedError as error:
            raise click.ClickException(legible(str(error))) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the help says of each command, none of which is read for it."""
        said = self.commands.said if isinstance(self.commands, Later) else {}
        with formatter.section("Commands"):
            formatter.write_dl(sorted(said.items()))


def _short(error: click.UsageError) -> click.UsageError:
    """Return the error as one line: what is wrong, and where the help is, without the usage."""
    if isinstance(error, NoArgsIsHelpError):
        return error
    name = error.ctx.command_path if error.ctx else "contested"
    return click.UsageError(f"{legible(error.format_message())} See `{name} --help`.")
