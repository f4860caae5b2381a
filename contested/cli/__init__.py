"""The command line: serve the dashboard, check and build data, and read claims in a terminal.

What a person can mend is one line on standard error: exit 1 for data and files, 2 for words that
the command line does not know.
"""

from __future__ import annotations

import click

from contested import __version__
from contested.cli.commands import Commands, Later
from contested.cli.options import with_data

#: Each command: the module and the name that it is defined by, and what the help says of it.
_COMMANDS = {
    "add": ("adding:add", "Enter the claims of an article, found in its text."),
    "build": ("building:build", "Build the database of a data folder, or of several together."),
    "check": ("checking:check", "Name every row of a data folder that breaks its rules."),
    "claims": ("claims:claims", "Print the claims of a selection, oldest first."),
    "diff": ("differing:diff", "Say what changed between two states of the data."),
    "export": ("claims:export_", "Write the claims of a selection, or all, as a file."),
    "extract": ("extracting:extract", "Print what a text says that could be a claim."),
    "format": ("checking:format_", "Write a data folder in its canonical form."),
    "import": ("importing:import_", "Bring in claims that were compiled elsewhere."),
    "lookup": ("lookup:lookup", "Look a number up: who said it, and what came of it."),
    "mcp": ("mcp:mcp", "Serve the claims to an assistant, as tools that read."),
    "publish": (
        "publishing:publish",
        "Write the site as plain files, for a host that serves files.",
    ),
    "serve": ("serving:serve", "Serve the dashboard and print its address."),
    "snapshot": ("snapshots:snapshot", "Freeze a view of a selection, as files or in the store."),
    "sql": (
        "sql:sql",
        "Answer a statement of SQL over the claims and what stands around them.",
    ),
    "verify": (
        "snapshots:verify_",
        "Say whether a snapshot is what was frozen, and what differs.",
    ),
}


@click.group(
    cls=Commands,
    commands=Later(_COMMANDS),
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
