"""The files of a data folder, as data: each file's columns, what they hold, and what they refer to.

`TABLES` is the one description that the loader, the checks, the documentation's tests and the
export read. A column's `kind` says what passes: `text`, `id` (a slug), `integer`, `date` (a day),
`when` (a day, a month, a quarter or a year), `url`, `word` (of a closed vocabulary), `ref` (an id
of another file), `refs` (ids joined by ";") or `names` (texts joined by ";").

Folders of the first form, which lack the columns marked `new` and the files of `ADDED`, still check
and build: what they lack is empty or has the default that `checks.former` gives it.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from contested import vocabulary

Kind = Literal["text", "id", "integer", "date", "when", "url", "word", "ref", "refs", "names"]


#: The marks that make a spreadsheet read a cell as a formula, if it begins so.
FORMULA = "=+-@\t\r＝＋－＠"


class Column(NamedTuple):
    """One column: its name, kind, whether it must be filled, and what it points to.

    `words` are the vocabulary of a `word`, `file` is what a `ref` and `refs` point to. A text has
    at most `length` characters and matches `pattern`, of which `form` is an example; an integer is
    at most `most`. A column that is `new` may lack in a folder of the first form, one that is
    `optional` in any. The day that a `when` stands for where one is needed is its first or its
    last: its `end`.
    """

    name: str
    kind: Kind = "text"
    required: bool = False
    words: tuple[str, ...] = ()
    file: str = ""
    new: bool = False
    length: int = 0
    pattern: str = ""
    form: str = ""
    most: int = 0
    end: Literal["first", "last"] = "last"
    optional: bool = False

    @property
    def sql_type(self) -> str:
        """The DuckDB type the column is stored as."""
        return {"integer": "bigint", "date": "date", "when": "date"}.get(self.kind, "varchar")


def _word(name: str, words: dict[str, object], required: bool = True, new: bool = False) -> Column:
    return Column(name, "word", required, tuple(words), new=new)


def _ref(name: str, file: str, required: bool = True, new: bool = False) -> Column:
    return Column(name, "ref", required, file=file, new=new)


_ID = Column("id", "id", True)
_ENTERED = Column("entered", "date", optional=True)
_NAMES = Column("names", "names", new=True)

#: A phrase in which a brace opens a place for the people counted, the name of the party, how they
#: fight ("for" it, "in" it where it takes no side), what they come after or where they come from.
_PHRASE = r"[^{}]*(?:\{(?:people|party|for|after|from)\}[^{}]*)+"

TABLES: dict[str, tuple[Column, ...]] = {
    "conflicts": (
        _ID,
        Column("name", required=True),
        Column("began", "date", True),
        Column("ended", "date"),
        Column("note"),
    ),
    "parties": (
        _ID,
        Column("name", required=True),
        _word("kind", {**vocabulary.PARTY_KINDS}),
        Column("people", pattern=r"[^{}]*\{people\}[^{}]*", form="North Korean {people}"),
        Column("forces"),
        _NAMES,
    ),
    "stances": (
        _ref("conflict", "conflicts"),
        _ref("party", "parties"),
        Column("side", required=True, pattern="[a-z0-9]+(?:[-_][a-z0-9]+)*", form="ukrainian"),
        _word("role", {**vocabulary.ROLES}),
        _ref("article", "articles", required=False, new=True),
        Column("url", "url", new=True),
    ),
    "sources": (
        _ID,
        Column("name", required=True),
        Column("short", required=True, length=28),
        _word("kind", {**vocabulary.SOURCE_KINDS}),
        _ref("affiliation", "parties"),
        _ref("part_of", "sources", required=False),
        Column("homepage", "url"),
        _NAMES,
    ),
    "metrics": (
        _ID,
        Column("label", required=True),
        Column("unit", required=True),
        Column(
            "family",
            required=True,
            pattern="|".join(vocabulary.FAMILIES),
            form=", ".join(vocabulary.FAMILIES),
        ),
        _ref("part_of", "metrics", required=False),
        Column("phrase", required=True, pattern=_PHRASE, form="{people} killed"),
        Column("definition", required=True),
        _NAMES,
    ),
    "populations": (
        _ID,
        Column("label", required=True),
        Column("noun", required=True),
        Column("definition", required=True),
        _NAMES,
    ),
    "places": (
        _ID,
        Column("name", required=True),
        _ref("part_of", "places", required=False),
        _ref("conflict", "conflicts", required=False),
        _NAMES,
        Column("preposition", length=20, optional=True),
    ),
    "articles": (
        _ID,
        Column("publisher", required=True),
        Column("title"),
        Column("author"),
        Column("url", "url"),
        Column("archive_url", "url"),
        Column("published", "when", True),
        Column(
            "language",
            required=True,
            pattern="[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*",
            form="en or zh-Hant",
        ),
        Column("text_sha256", pattern="[0-9a-f]{64}", form="64 digits of 0-9a-f", optional=True),
    ),
    "claims": (
        _ID,
        _ref("article", "articles"),
        Column("sources", "refs", True, file="sources"),
        _ref("conflict", "conflicts"),
        _ref("subject", "parties"),
        _ref("metric", "metrics"),
        _ref("population", "populations"),
        Column("low", "integer"),
        Column("best", "integer"),
        Column("high", "integer"),
        _word("qualifier", {**vocabulary.QUALIFIERS}),
        _word("counting", {**vocabulary.COUNTING}),
        Column("since", "when", end="first"),
        Column("as_of", "when", True),
        _ref("place", "places", required=False),
        _word("evidence", {**vocabulary.EVIDENCE}),
        Column("stated", length=80),
        Column("note"),
        _ref("supersedes", "claims", required=False),
        Column("reason"),
        _ref("event", "events", required=False, new=True),
        Column("only", new=True, length=60),
        Column("via", "refs", file="sources", new=True),
        _ref("same_as", "claims", required=False, new=True),
        _word("interval", {**vocabulary.INTERVALS}, required=False, new=True),
        Column("level", "integer", new=True, most=99),
        _ENTERED,
    ),
    "breaks": (
        _ref("source", "sources"),
        _ref("metric", "metrics"),
        _ref("population", "populations", required=False),
        Column("date", "date", True),
        Column("reason", required=True),
        _ref("article", "articles", required=False),
        _ref("conflict", "conflicts", required=False, new=True),
        _ref("subject", "parties", required=False, new=True),
        _ref("leads_to", "metrics", required=False, new=True),
        _ENTERED,
        Column("leads_to_population", "ref", file="populations", optional=True),
    ),
    "events": (
        _ID,
        _ref("conflict", "conflicts"),
        Column("began", "when", True, end="first"),
        Column("ended", "when"),
        _ref("place", "places", required=False),
        Column("subjects", "refs", file="parties"),
        Column("label", required=True, length=40),
        Column("phrase", length=80),
        _ref("article", "articles", required=False),
        Column("url", "url"),
    ),
    "scopes": (
        _ref("conflict", "conflicts"),
        _ref("subject", "parties"),
        _ref("place", "places", required=False),
        Column("since", "date"),
        Column("reason", required=True),
    ),
    "responses": (
        _ref("claim", "claims"),
        _word("response", {**vocabulary.RESPONSES}),
        Column("sources", "refs", file="sources"),
        _ref("article", "articles"),
        Column("note"),
        _ENTERED,
    ),
    "acknowledged": (
        Column("rule", "id", True),
        Column("row", "id", True),
        Column("reason", required=True),
        Column("by", required=True),
        Column("on", "date", True),
    ),
}

#: Files that a folder of the first form has not, and any other may leave out.
ADDED = ("populations", "places", "responses", "acknowledged")

#: Columns that a file had in the first form, where they were others.
FORMER: dict[str, tuple[Column, ...]] = {
    "stances": (
        _ref("conflict", "conflicts"),
        _ref("party", "parties"),
        Column("side", required=True),
        Column("role"),
    ),
    "events": (
        _ref("conflict", "conflicts"),
        Column("date", "date", True),
        Column("label", required=True),
        Column("url", "url", True),
    ),
}

#: `independent` is the affiliation of a source that belongs to no party; it needs no row.
INDEPENDENT = "independent"
