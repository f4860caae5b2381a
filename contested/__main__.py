"""`python -m contested` is the command line."""

from contested.cli import cli

cli(prog_name="contested")
