"""The files of a data folder, as data: each file's columns, what they hold, and what they refer to.

`TABLES` is the one description that the loader, the checks, the documentation's tests and the
export read. A column's `kind` says what passes: `text`, `id` (a slug), `integer`, `date`, `url`,
`word` (of a closed vocabulary), `ref` (an id of another file) or `refs` (ids joined by ";").
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from contested import vocabulary

Kind = Literal["text", "id", "integer", "date", "url", "word", "ref", "refs"]


class Column(NamedTuple):
    """One column: its name, kind, whether it must be filled, and what it points to.

    `target` is the vocabulary's words for `word`, the file for `ref` and `refs`.
    """

    name: str
    kind: Kind = "text"
    required: bool = False
    words: tuple[str, ...] = ()
    file: str = ""

    @property
    def sql_type(self) -> str:
        """The DuckDB type the column is stored as."""
        return {"integer": "bigint", "date": "date"}.get(self.kind, "varchar")


def _word(name: str, words: dict[str, object], required: bool = True) -> Column:
    return Column(name, "word", required, tuple(words))


def _ref(name: str, file: str, required: bool = True) -> Column:
    return Column(name, "ref", required, file=file)


_ID = Column("id", "id", True)

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
        Column("people"),
        Column("forces"),
    ),
    "stances": (
        _ref("conflict", "conflicts"),
        _ref("party", "parties"),
        Column("side", required=True),
        Column("role"),
    ),
    "sources": (
        _ID,
        Column("name", required=True),
        Column("short", required=True),
        _word("kind", {**vocabulary.SOURCE_KINDS}),
        _ref("affiliation", "parties"),
        _ref("part_of", "sources", required=False),
        Column("homepage", "url"),
    ),
    "metrics": (
        _ID,
        Column("label", required=True),
        Column("unit", required=True),
        Column("family", required=True),
        _ref("part_of", "metrics", required=False),
        Column("phrase", required=True),
        Column("definition", required=True),
    ),
    "articles": (
        _ID,
        Column("publisher", required=True),
        Column("title"),
        Column("author"),
        Column("url", "url"),
        Column("archive_url", "url"),
        Column("published", "date", True),
        Column("language", required=True),
    ),
    "claims": (
        _ID,
        _ref("article", "articles"),
        Column("sources", "refs", True, file="sources"),
        _ref("conflict", "conflicts"),
        _ref("subject", "parties"),
        _ref("metric", "metrics"),
        _word("population", {**vocabulary.POPULATIONS}),
        Column("low", "integer"),
        Column("best", "integer"),
        Column("high", "integer"),
        _word("qualifier", {**vocabulary.QUALIFIERS}),
        _word("counting", {**vocabulary.COUNTING}),
        Column("since", "date"),
        Column("as_of", "date", True),
        Column("place"),
        _word("evidence", {**vocabulary.EVIDENCE}),
        Column("stated"),
        Column("note"),
        _ref("supersedes", "claims", required=False),
        Column("reason"),
    ),
    "breaks": (
        _ref("source", "sources"),
        _ref("metric", "metrics"),
        _word("population", {**vocabulary.POPULATIONS}, required=False),
        Column("date", "date", True),
        Column("reason", required=True),
        _ref("article", "articles", required=False),
    ),
    "events": (
        _ref("conflict", "conflicts"),
        Column("date", "date", True),
        Column("label", required=True),
        Column("url", "url", True),
    ),
    "scopes": (
        _ref("conflict", "conflicts"),
        _ref("subject", "parties"),
        Column("place"),
        Column("since", "date"),
        Column("reason", required=True),
    ),
}

#: `independent` is the affiliation of a source that belongs to no party; it needs no row.
INDEPENDENT = "independent"
