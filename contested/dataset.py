"""The way in from Python: claims, answers and statements as pandas or Arrow, without a server.

    import contested

    data = contested.open()
    data.claims(subject="north-korea", metric="killed")

The words are those of the dashboard's address. docs/python.md has examples, which a test runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl

import pandas as pd

from contested import cite, export, queries
from contested.addresses import at
from contested.database import Database, database
from contested.engine import Engine
from contested.errors import BadSelection, Misfit, hint
from contested.folders import Terms
from contested.queries.search import Matches
from contested.selection import Selection, parse
from contested.sql import asking
from contested.views import seen

if TYPE_CHECKING:
    import pyarrow as pa

#: What a word of a selection may be given as; several where it may be repeated.
Value = Any


class Answer(NamedTuple):
    """What a view answers: its title, the answer and what narrows it in words, its claims.

    `claims` has the columns of `Data.claims`.
    """

    title: str
    answer: str
    narrowing: str
    claims: pd.DataFrame


class Data:
    """The claims of a data folder, or of several together, as they were when it was opened.

    Every method that takes a selection takes it as an address writes it ("subject=gaza&since=2024")
    or as words (subject="gaza", since="2024"), and raises BadSelection for a word or a value that
    does not pass, with what would.
    """

    def __init__(self, data: Database) -> None:
        self._data = data

    def __repr__(self) -> str:
        return f"<Contested data {self.hash}: {self.size:,} claims>"

    @property
    def hash(self) -> str:
        """The name of the content: the same data built by the same program have the same."""
        return self._data.hash

    @property
    def size(self) -> int:
        """How many claims there are."""
        return self._data.claims

    @property
    def terms(self) -> Sequence[Terms]:
        """The terms that the claims are given under: `name`, `title` and `url` of each folder's."""
        return queries.terms(self.engine())

    def engine(self) -> Engine:
        """Return an engine of its own, for the questions of contested.queries."""
        return self._data.engine()

    def claims(self, query: str = "", **words: Value) -> pd.DataFrame:
        """Return the claims of a selection, all without one, oldest first.

        A row a claim, with the columns of every export (export.COLUMNS): numbers as Int64 in the
        metric's unit, dates as datetime.date, text; null where the source gave none. `said` is the
        number in words with its hedge, `apart` why a claim is not compared.
        """
        return export.table(queries.claims(self.engine(), self.selection(query, **words)))

    def arrow(self, query: str = "", **words: Value) -> pa.Table:
        """Return the claims of a selection as an Arrow table, with Parquet's types."""
        return export.arrow(self.claims(query, **words))

    def quantities(self, query: str = "", **words: Value) -> pd.DataFrame:
        """Return what can be compared: a row a quantity of the selection, with its name and counts.

        Columns: the words that name it (conflict, subject, metric, population, event), `name`,
        `claims`, `sources`, and what queries.quantities says of its headline.
        """
        return queries.quantities(self.engine(), self.selection(query, **words))

    def answer(self, query: str = "", view: str = "timeline", **words: Value) -> Answer:
        """Return what a view (timeline, compare, known-when, …) answers about one quantity."""
        shown = seen(self.engine(), self.selection(query, **words), view)
        return Answer(shown.title, shown.answer, shown.narrowing, export.table(shown.claims))

    def lookup(self, text: str, most: int = 8) -> Matches:
        """Return what a text finds: claims, quantities, sources and articles, best first."""
        return queries.search(self.engine(), text, most)

    def cite(self, claim: str, form: str = "text") -> str:
        """Return how to cite a claim: as `text`, `bib`, `ris` or `csl.json`; raises NotFound."""
        row = queries.claim(self.engine(), claim)
        site = at("")
        url = site.url("claim", claim) if site.origin else ""  # of a site that is served somewhere
        work = cite.claim(row, url, cite.today(), self.hash)
        if form == "text":
            return cite.text(work)
        if form not in cite.FORMATS:
            message = hint(form[:80], ["text", *cite.FORMATS])
            raise BadSelection([Misfit("form", form[:80], message)])
        return cite.FORMATS[form].write(work)

    def sql(self, statement: str) -> pd.DataFrame:
        """Return the rows of one read-only statement over the documented tables, as pandas.

        It may take ten minutes, 4 GB and a million rows. Raises BadStatement with what would pass.
        """
        return asking.ask(self._data, statement, asking.OWN).rows.to_pandas()

    def selection(self, query: str = "", **words: Value) -> Selection:
        """Return what a text or words select; raises BadSelection with all that does not pass."""
        given = [(word, str(one)) for word, value in words.items() for one in _each(value)]
        pairs = parse_qsl(query.removeprefix("?"), keep_blank_values=True)
        selection, misfits = parse([*pairs, *given])
        misfits += queries.unknown(self.engine(), selection)
        if misfits:
            raise BadSelection(misfits)
        return selection


def open(*folders: str | Path) -> Data:
    """Return the claims of data folders, the base first; without any, of those in use.

    These are $CONTESTED_DATA, or the curated data that come with the package. The database is built
    where there is none yet. Raises BadData with every error of a folder that does not pass.
    """
    return Data(database([Path(folder) for folder in folders] or None))


def _each(value: Value) -> Sequence[Value]:
    return [*value] if isinstance(value, list | tuple | set) else [value]
