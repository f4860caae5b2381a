"""Which of a folder's sources a new name may be: asked of a person, and never taken for one."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace

from contested.desk.context import GENERIC, Context
from contested.desk.draft import Draft
from contested.desk.kinds import APART, is_kind_word, kind_of
from contested.desk.precedents import LIKE, apart
from contested.extract.names import same_words
from contested.importers.names import NAMED, new_name, plain
from contested.tables import INDEPENDENT

#: So many are worth choosing from, and what a source needs to be one of them.
_MOST, _ENOUGH = 4, 3
#: A word that so few sources' names have says which one it is, where it is no man's name.
_RARE = 2
#: What tells one UN body from another is what follows.
_OF_MANY = frozenset(["un", "united", "nations", "s"])


def with_likely_sources(draft: Draft, context: Context) -> Draft:
    """Return a draft of which a new source that may be one of the folder's is left open.

    What it is as a new one is kept beside (`as_new`). One that a person gave stays as it is.
    """
    cell = draft.cells.get("sources")
    if cell is None or cell.where == "given" or " + " in cell.value or cell.value in context.by_id:
        return draft
    new = NAMED.fullmatch(cell.value)
    name = new_name(cell.value)
    found = likely_sources(name, draft, context, new["affiliation"] if new else "")
    if not found:
        return draft
    open_ = cell._replace(value=name, where=f"{cell.where}, or one of the folder's?")
    cells = {**draft.cells, "sources": open_}
    return replace(draft, cells=cells, likely=found, as_new=cell.value if new else "")


def likely_sources(name: str, draft: Draft, context: Context, side: str = "") -> tuple[str, ...]:
    """Return the ids of sources that a name may be, the likeliest first.

    They share what is said of them and no other: words that are nobody else's, or their kind and
    the number that they gave of the like.
    """
    conflict = draft.value("conflict")
    speaking = context.speaking.get(conflict, set())
    kind = (kind_of(name) or ("", ""))[0]
    sides = context.side_words
    own = set(same_words(plain(re.sub(r"['’]s\b", "", name)).split())) - GENERIC - _OF_MANY
    which = {word for word in own if not is_kind_word(word)} - sides
    # Half of a man's name is another man's.
    institution = any(map(is_kind_word, plain(name.partition(", ")[0]).split()))
    rare = {word for word in which if context.word_counts[word] <= _RARE}
    like = {
        source
        for claim in context.claims
        if claim["conflict"] == conflict
        and all(claim[one] == draft.value(one) for one in ("metric", "population", "subject"))
        and apart(draft, claim) <= LIKE
        for source in claim["sources"].split(";")
    }
    weighed = []
    for row in context.sources:
        id, of = row["id"], row["affiliation"]
        # Who never spoke of this war is one of those who speak of any, and of the same kind.
        if id not in speaking and (row["kind"] not in APART or kind not in ("", row["kind"])):
            continue
        if side and side != of and INDEPENDENT not in (side, of):
            continue
        # "The Palestinian Red Crescent" is not the Iranian one.
        words = context.source_words[id]
        its, rows = own & sides, (words & sides) - _OF_MANY
        if its and rows and not its & rows:
            continue
        alike = _called_alike(name, own, which, words) or (
            institution
            and id in speaking
            and 2 * len(which & words) == len(which) > 0
            and bool(rare & words)
        )
        if which and not alike and not (id in like and which & words):
            continue
        usual = not side and of == draft.value("subject")
        # What is nobody else's is enough to ask.
        points = (3 if which else 2) * alike + (row["kind"] == kind) + (side == of != INDEPENDENT)
        points += 2 * (id in like and (alike or row["kind"] == kind))
        points += usual and not which
        if points >= _ENOUGH:
            weighed.append((points, usual, id in speaking, -len(row["name"]), id))
    ids = [one[-1] for one in sorted(weighed, reverse=True)]
    # An institution is asked about, and nobody who speaks for it.
    return tuple([id for id in ids if context.by_id[id]["part_of"] not in ids][:_MOST])


def _called_alike(name: str, own: set[str], which: set[str], words: Set[str]) -> bool:
    """Return whether the words of a row's names say the same of which source it is, or what."""
    if not which:
        # "Officials", "the health ministry": its kind is all that is said.
        return bool(own) and {one.rstrip("s") for one in own} <= {one.rstrip("s") for one in words}
    initials = {word.lower() for word in re.findall(r"\b[A-Z]{3,}\b", name)}
    return 2 * len(which & words) > len(which) or bool(initials & words)
