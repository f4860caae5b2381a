"""The command that answers a statement of SQL, for who has the data at hand."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from contested import words
from contested.cli.options import OUTPUT, database_in_use, legible, say, with_data, write
from contested.sql import asking, documented, forms


@click.command(
    epilog="\b\nExamples:\n"
    '  contested sql "select kind, count(*) as claims from claim group by all"\n'
    '  contested sql "select * from response" --format csv > responses.csv\n'
    "  contested sql --tables",
)
@click.argument("statement", metavar="[STATEMENT]", required=False)
@click.option("--tables", is_flag=True, help="Print the tables and their columns, and no rows.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", *forms.FORMS]),
    default="table",
    show_default=True,
    help="How the rows are written.",
)
@OUTPUT
@with_data
def sql(statement: str | None, tables: bool, form: str, output: Path | None) -> None:
    """Answer one statement that reads, as the page /sql does, with the limits of one's own machine.

    It may take ten minutes, 4 GB and a million rows; a statement that would be cut is refused.
    """
    if tables:
        _tables()
        return
    if not statement:
        raise click.UsageError('write a statement, such as "select * from claim limit 10"')
    if output is not None and form == "table":
        raise click.UsageError("a table is for a terminal; name a file's form with --format")
    if output is None and form == "parquet" and sys.stdout.isatty():
        raise click.UsageError("Parquet is no text for a terminal; name a file with -o")
    answer = asking.ask(database_in_use(), statement, asking.OWN)
    if answer.more:
        most = asking.OWN.rows
        raise click.UsageError(f"it gives more than {most:,} rows; add a limit, or select less")
    if form == "table":
        _show(answer)
    elif output is None:
        click.echo(forms.FORMS[form].write(answer.rows), nl=False)
    else:
        write(output, forms.FORMS[form].write(answer.rows))
        say(f"{words.capital(words.count(answer.rows.num_rows, 'row'))} in {output}.", err=True)


def _show(answer: asking.Answer) -> None:
    table = Table(box=None, pad_edge=False)
    for name in answer.rows.column_names:
        table.add_column(legible(name), overflow="fold")
    for row in forms.rows(answer.rows):
        table.add_row(*(legible(str(forms.cell(cell))) for cell in row.values()))
    Console(highlight=False, markup=False).print(table)
    say(f"{words.capital(words.count(answer.rows.num_rows, 'row'))}.", err=True)


def _tables() -> None:
    for name, table in documented.TABLES.items():
        say(f"{name}: {table.row}")
        for column, meaning in table.columns.items():
            say(f"  {column}: {meaning}")
