"""The sentences of a text: where each begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: The longest stretch that is read as one sentence; a longer one is cut at a space.
LONGEST = 1_000

_END = re.compile(
    r"(?<![.!?…؟।])[.!?…؟।]++[\"”’»)\]]*+(?=\s)|[。！？]+|\n[ \t\r]*\n"
    r"|\n(?=[ \t]*[•‣▪●◦·*–-] )"  # an item of a list
    r"|\n(?=[ \t]*[A-Z][a-z]+(?: [\w/()-]+){0,4}: *\S)"  # a line of a form: "Killed: 2"
)

# A full stop behind one of these ends no sentence.
_SHORT = re.compile(
    r"(?:(?<![^\W_])(?:[^\W\d_]|mr|mrs|ms|dr|prof|st|gen|lt|col|maj|capt|sgt|cpl|adm|brig|gov|sen|rep"
    r"|rev|hon|no|nos|vs|approx|ca|est|inc|ltd|co|jr|sr|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
    r"|тыс|тис|млн|млрд|г|р|ст|[^\W\d_](?:\.[^\W\d_])+))\.$",
    re.IGNORECASE,
)
_LOOK_BACK = 12


def sentences(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield where each sentence of a text begins and ends, the whole text covered but for spaces.

    >>> text = "Lt. Gen. Moor spoke. The U.S. sent 40 troops in Feb. 2024.\n\nNo one replied"
    >>> [text[start:end] for start, end in sentences(text)]
    ['Lt. Gen. Moor spoke.', 'The U.S. sent 40 troops in Feb. 2024.', 'No one replied']
    """
    begin = 0
    for match in _END.finditer(text):
        end = match.end()
        ended, following = text[max(begin, end - _LOOK_BACK) : end], text[end : end + _LOOK_BACK]
        if ended.endswith(".") and _SHORT.search(ended) and not following.startswith("\n\n"):
            continue
        if match[0].startswith((".", "…")) and following.lstrip()[:1].islower():
            continue
        yield from _cut(text, begin, end)
        begin = end
    yield from _cut(text, begin, len(text))


def _cut(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a stretch without the spaces around it, in parts where it is too long for one."""
    while begin < end:
        stop = end
        if end - begin > LONGEST:
            space = text.rfind(" ", begin + 1, begin + LONGEST)
            stop = space if space > begin else begin + LONGEST
        part = text[begin:stop]
        if part.strip():
            yield (
                begin + len(part) - len(part.lstrip()),
                begin + len(part.rstrip()),
            )
        begin = stop
