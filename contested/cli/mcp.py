"""The command that serves the claims to an assistant."""

from __future__ import annotations

import click

from contested.cli.options import data_in_use, with_data
from contested.errors import ContestedError


@click.command(
    epilog="\b\nExamples:\n  contested mcp\n  contested mcp --data my-data",
)
@with_data
def mcp() -> None:
    """Serve the claims over standard input and output, by the Model Context Protocol.

    The tools look a number up, list claims and what is contested, answer and cite; each number
    comes with its hedge, source, date, address and what came of it since. Needs contested[mcp].
    """
    try:
        from contested import assistants
    except ImportError as error:
        raise ContestedError("the package mcp is not installed; install contested[mcp]") from error
    from contested import dataset

    folders = data_in_use()
    assistants.server(lambda: dataset.open(*folders)).run("stdio")
