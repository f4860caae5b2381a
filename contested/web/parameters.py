"""What a request asks for: its selection and paging, every value that does not pass named."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

from starlette.requests import Request

from contested import queries
from contested.engine import Engine
from contested.errors import BadSelection, Misfit, hint
from contested.selection import LONGEST, WORDS, Selection, parse

#: The most words that a list does not know of which a refusal speaks.
LISTED = 20

#: An offset beyond this is a mistake.
FURTHEST = 1_000_000_000


class Pages(NamedTuple):
    """How many rows an answer gives unless asked, and at most."""

    usual: int
    most: int


class Parameters(NamedTuple):
    """What a request asks for: `most` rows after `skip` of what it selects; `hxl`, with tags.

    `chosen` are the values of the words that are its route's own.
    """

    selection: Selection
    most: int
    skip: int
    hxl: bool
    chosen: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Choice(NamedTuple):
    """A word that is one route's own: what it means, what passes, and whether it is repeated."""

    meaning: str
    words: tuple[str, ...]
    many: bool = False


def parameters(
    request: Request,
    engine: Engine,
    words: Collection[str] = tuple(WORDS),
    pages: Pages | None = None,
    hxl: bool = False,
    choices: Mapping[str, Choice] = MappingProxyType({}),
) -> Parameters:
    """Return what a request asks for, by the words that its route knows and its own `choices`.

    Raises BadSelection with every unknown word, malformed value and unknown id.
    """
    own = [*(("limit", "offset") if pages else ()), *(("hxl",) if hxl else ()), *choices]
    allowed = {*words, *own}
    pairs = request.query_params.multi_items()
    unknown = [(word, value) for word, value in pairs if word not in allowed]
    misfits = [
        Misfit(word[:LONGEST], value[:LONGEST], f"no such word here; {hint(word[:40], allowed)}")
        for word, value in unknown[:LISTED]
    ]
    selection, malformed = parse([pair for pair in pairs if pair[0] in allowed], also=own)
    misfits += malformed
    usual, most = pages or (0, 0)
    limit = whole(request, "limit", 1, most, misfits) if pages else None
    offset = whole(request, "offset", 0, FURTHEST, misfits) if pages else None
    tags = request.query_params.getlist("hxl") if hxl else []
    if set(tags) - {"", "0", "1"} or len(set(tags)) > 1:
        misfits.append(Misfit("hxl", ", ".join(tags)[:LONGEST], "use one of 0, 1"))
    chosen = {word: _chosen(request, word, choice, misfits) for word, choice in choices.items()}
    misfits += queries.unknown(engine, selection)
    if misfits:
        raise BadSelection(misfits)
    most = usual if limit is None else limit
    return Parameters(selection, most, offset or 0, "1" in tags, chosen)


def _chosen(request: Request, word: str, choice: Choice, misfits: list[Misfit]) -> tuple[str, ...]:
    """Return the values of a route's own word, each once; a misfit is added to `misfits`."""
    texts = list(dict.fromkeys(text for text in request.query_params.getlist(word) if text))
    misfits += [
        Misfit(word, text[:LONGEST], hint(text[:40], choice.words))
        for text in texts[:LISTED]
        if text not in choice.words
    ]
    if len(texts) > 1 and not choice.many:
        misfits.append(Misfit(word, ", ".join(texts)[:LONGEST], "give it once"))
    return tuple(one for one in choice.words if one in texts)


def whole(request: Request, word: str, least: int, most: int, misfits: list[Misfit]) -> int | None:
    """Return a word's whole number, None where it is left out; a misfit is added to `misfits`."""
    texts = [text for text in request.query_params.getlist(word) if text]
    if not texts:
        return None
    # Ten ASCII digits at most: int() also reads other scripts' digits, spaces and underscores.
    # A schema's integers take in 20.0, which is whole.
    text = texts[0].removesuffix(".0")
    if len(texts) == 1 and text.isascii() and text.isdigit() and len(text) <= 10:
        number = int(text)
        if least <= number <= most:
            return number
    message = f"give one whole number from {least} to {most}"
    misfits.append(Misfit(word, ", ".join(texts)[:LONGEST], message))
    return None
