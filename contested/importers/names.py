"""Names of things as files give them, and the rows of a data folder that have those names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping

from contested.extract.names import same_words
from contested.nearest import nearest

#: Names that are this much alike, of 100, may be one.
NEAR = 90

#: A source that nothing names yet: "Gaza Ministry of Health (health_authority; gaza)".
NAMED = re.compile(r"(?P<name>.+?) \((?P<kind>[a-z_]+); (?P<affiliation>[a-z0-9-]+)\)")


def new_name(said: str) -> str:
    """Return the name of a new source without its kind and side; another name as it is.

    >>> new_name("Gaza Ministry of Health (health_authority; gaza)"), new_name("Reuters")
    ('Gaza Ministry of Health', 'Reuters')
    """
    new = NAMED.fullmatch(said)
    return new["name"] if new else said


#: The longest short name of a source that is made of its name, and the longest id.
_SHORT, _LONGEST_ID = 28, 40


def shortened(name: str) -> str:
    """Return a source's name as a chart has it: without its office, as many words as there is room.

    >>> shortened("Ann Moor, spokeswoman of the army of Norway"), shortened("Reuters")
    ('Ann Moor', 'Reuters')
    >>> shortened("The monitoring mission in the far north of Norway")
    'The monitoring mission in'
    """
    first = name if len(name) <= _SHORT else re.split(r", | \(", name)[0]
    if len(first) <= _SHORT:
        return first
    return first[: _SHORT + 1].rpartition(" ")[0] or first[:_SHORT]


def slug(text: str) -> str:
    """Return a text as an id: ASCII letters and digits, joined by hyphens.

    >>> slug("Nagorno-Karabakh: the 44-day war"), slug("Médecins Sans Frontières")
    ('nagorno-karabakh-the-44-day-war', 'medecins-sans-frontieres')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower().replace("'", "")))


def source_id(name: str, taken: Container[str] = ()) -> str:
    """Return the id of a new source: who it is without the office, unless that is `taken`.

    An office is lost and an institution's description gets longer, and an id stays.

    >>> source_id("Ann Moor, spokeswoman of the army"), source_id("Moor (OCHA)", {"moor"})
    ('ann-moor', 'moor-ocha')
    >>> source_id("The monitoring mission of the Council in the far north of Norway")
    'the-monitoring-mission-of-the-council-in'
    """
    bare = slug(re.split(r", (?=[a-z])| \(", name)[0])
    if len(bare) > _LONGEST_ID:
        bare = bare[: _LONGEST_ID + 1].rpartition("-")[0] or bare[:_LONGEST_ID]
    return slug(name) if not bare or bare in taken else bare


def new_source(said: str, taken: Container[str] = ()) -> dict[str, str]:
    """Return the row of a source that is named as a new one, beside ids `taken`; else none.

    >>> new_source("Ann Moor, spokeswoman of the army of Norway (military; norway)")["id"]
    'ann-moor'
    >>> new_source("Reuters")
    {}
    """
    new = NAMED.fullmatch(said)
    if not new:
        return {}
    name = new["name"]
    made = {"id": source_id(name, taken), "name": name, "short": shortened(name)}
    return made | {"kind": new["kind"], "affiliation": new["affiliation"]}


def plain(name: str) -> str:
    """Return a name as it is compared: without case, accents and marks."""
    return " ".join(slug(name).split("-")) or " ".join(name.casefold().split())


class Names:
    """The rows of one file by every name that they have."""

    def __init__(self, table: str, rows: Iterable[Mapping[str, str]]) -> None:
        self.table = table
        self.ids: set[str] = set()
        self._by_name: dict[str, str] = {}
        self._by_first: dict[str, set[str]] = {}
        for row in rows:
            self.know(row)

    def know(self, row: Mapping[str, str]) -> None:
        """Take in one row's id, name, label, short name and other names."""
        self.ids.add(row["id"])
        given = [row["id"], *(row.get(name, "") for name in ("name", "label", "short"))]
        for name in [*given, *row.get("names", "").split(";")]:
            if plain(name):
                self._by_name.setdefault(plain(name), row["id"])
                self._by_first.setdefault(plain(re.split("[(,]", name)[0]), set()).add(row["id"])

    def id(self, name: str) -> str:
        """Return the id of a name, empty where nothing has it."""
        return name if name in self.ids else self._by_name.get(plain(name), "")

    def meant(self, name: str, among: Container[str] | None = None) -> str:
        """Return the id of a name, or of the only one that has its words in another order.

        The first part of a name ("MND" of "MND, South Korea") is one as well, where no other row's
        begins so, or no other of those `among` which it may be.
        """
        if id := self.id(name):
            return id
        own = same_words(plain(name).split())
        bearing = {id for other, id in self._by_name.items() if same_words(other.split()) == own}
        bearing = bearing or self._by_first.get(plain(name), set())
        if len(bearing) > 1 and among is not None:
            bearing = {id for id in bearing if id in among}
        return next(iter(bearing)) if len(bearing) == 1 else ""

    def near(self, name: str) -> str:
        """Return the id of the name most like this one, empty where none is much like it."""
        like = nearest(plain(name), self._by_name, alike=NEAR)
        return self._by_name[like[0]] if like else ""


def readable(name: str) -> str:
    """Return an id as a name that a person may put right.

    >>> readable("dr-congo"), readable("AFP")
    ('Dr congo', 'AFP')
    """
    words = name.replace("-", " ").replace("_", " ") if name == name.lower() else name
    return words[:1].upper() + words[1:]
