"""Claims as text in a terminal: a table, or a list where a table's words do not fit."""

from __future__ import annotations

import unicodedata
from typing import Any

import pandas as pd
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from contested import spans, words
from contested.rows import Row, one_by_one
from contested.vocabulary import EVIDENCE, RELATIONS

#: Columns that are left out where no claim fills them.
SPARSE = ("place", "set apart")

#: Where another program reads the text, a claim is one line, however long.
UNBROKEN = 4000


def show(claims: pd.DataFrame, console: Console, narrowing: str = "") -> None:
    """Print claims, rows of queries.claims, with who said how many and where it was printed.

    One quantity is the title, several are a column. The last line counts the claims and says by
    what they were narrowed, `narrowing`.
    """
    if not console.is_terminal:
        console.width = UNBROKEN
    if len(claims):
        columns, title = _cells(claims)
        longest = {name: _longest([name, *cells]) for name, cells in columns.items()}
        if sum(longest.values()) + 2 * len(longest) <= console.width:
            _table(columns, title, longest, console)
        else:
            _list(columns, title, console)
    console.print(Text(" ".join(filter(None, [counted(claims), narrowing]))))


def counted(claims: pd.DataFrame) -> str:
    """Return how many claims there are, of how many sources, and how many of them stand apart."""
    text = words.capital(words.count(len(claims), "claim"))
    if len(claims):
        text += f" of {words.count(words.sources(claims['source']), 'source')}"
    apart = int(claims["apart"].notna().sum())
    return f"{text}; {words.number(apart)} set apart." if apart else f"{text}."


def _cells(claims: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the cells as text, a row a claim, and the quantity that all share, if they do."""
    cells = pd.DataFrame([_row(claim) for claim in one_by_one(claims)])
    quantities = cells.pop("counted")
    title = str(quantities.iloc[0]) if quantities.nunique() == 1 else ""
    if not title:
        cells.insert(1, "counted", quantities)
    return cells.drop(columns=[name for name in SPARSE if not cells[name].any()]), title


def _row(claim: Row) -> dict[str, str]:
    names = ["since", "as_of"] if claim["counting"] == "period" else ["as_of"]
    cells = {
        "as of": " to ".join(filter(None, (_date(claim, name) for name in names))),
        "counted": claim["quantity"],
        "said": words.said(claim),
        "source": claim["source_name"],
        "relation": RELATIONS[claim["relation"]].label,
        "evidence": EVIDENCE[claim["evidence"]].label,
        "place": claim["place"],
        "published": f"{claim['publisher']}, {_date(claim, 'published')}",
        "set apart": words.set_apart(claim),
    }
    return {name: plain(cell) for name, cell in cells.items()}


def _date(claim: Row, name: str) -> str:
    first = claim["since"] if name == "since" else claim[f"{name}_from"]
    return "" if words.missing(first) else spans.text(first, claim[f"{name}_precision"])


def plain(cell: Any) -> str:
    r"""Return a cell as text, without the characters that would steer a terminal.

    >>> plain("a\x1b[31mb"), plain(None)
    ('a [31mb', '')
    """
    if words.missing(cell):
        return ""
    return "".join(" " if unicodedata.category(mark)[0] == "C" else mark for mark in str(cell))


def _longest(cells: list[Any]) -> int:
    return max(len(word) for cell in cells for word in str(cell).split())


def _table(cells: pd.DataFrame, title: str, longest: dict[Any, int], console: Console) -> None:
    table = Table(
        title=Text(title) if title else None,
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
        padding=(0, 2, 0, 0),
        header_style="dim" if console.is_terminal else "",
    )
    for name in cells:
        # A column that gives way wraps between words, never within one.
        table.add_column(str(name), overflow="fold", min_width=longest[name])
    for row in cells.itertuples(index=False):
        table.add_row(*map(Text, row))
    console.print(table)


def _list(cells: pd.DataFrame, title: str, console: Console) -> None:
    if title:
        console.print(Text(title, style="bold"))
    rest = cells.drop(columns=["as of", "said", "source"])
    for row, more in zip(one_by_one(cells), rest.itertuples(index=False), strict=True):
        console.print(Text(f"{row['as of']}  {row['source']}: {row['said']}"))
        console.print(Padding(Text("; ".join(cell for cell in more if cell)), (0, 0, 0, 4)))
