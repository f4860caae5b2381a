"""How a work is written down: one line of text, CSL-JSON, BibTeX, RIS."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from contested import spans
from contested.cite.works import Work
from contested.words import day, span

_CSL = {
    "article": "article-newspaper",
    "claim": "webpage",
    "page": "webpage",
    "selection": "dataset",
    "snapshot": "dataset",
    "dataset": "dataset",
}
#: Dates of which the month is known.
_MONTHLY = ("day", "month")

_RIS = {"article": "NEWS", "claim": "ELEC", "page": "ELEC"}

#: What LaTeX would run or refuse; every other letter is kept as UTF-8.
_LATEX = {
    "\\": r"\textbackslash{}",
    # BibTeX counts braces, escaped ones too.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
}


def text(work: Work) -> str:
    """Return a work's citation as one line.

    >>> text(Work("article", "kbs-1", "NK casualties", within="KBS", issued=date(2025, 1, 14),
    ...           url="https://example.org/1", accessed=date(2026, 7, 1)))
    'KBS, “NK casualties”, 14 January 2025, https://example.org/1, accessed 1 July 2026.'
    """
    article = work.kind == "article"
    what = [
        work.author,
        work.within if article else "",
        f"“{work.title}”" if article or work.kind == "claim" else work.title,
        span(work.issued, work.precision),
    ]
    where = [
        "" if article else work.within,
        work.publisher,
        f"data {work.version}" if work.version else "",
        work.url,
        f"archived at {work.archive}" if work.archive else "",
        f"accessed {day(work.accessed)}" if work.accessed else "",
    ]
    said = (", ".join(part for part in parts if part) for parts in (what, [work.note], where))
    if article:
        return ", ".join(part for part in said if part) + "."
    return " ".join(f"{part.rstrip('.')}." for part in said if part)


def item(work: Work) -> dict[str, Any]:
    """Return a work as an item of CSL-JSON, which Zotero, pandoc and others read."""
    fields: dict[str, Any] = {
        "id": work.id,
        "type": _CSL[work.kind],
        "title": work.title,
        "author": [{"literal": work.author}] if work.author else [],
        "container-title": work.within,
        "publisher": work.publisher,
        "issued": _parts(work.issued, work.precision),
        "accessed": _parts(work.accessed),
        "URL": work.url,
        "archive_location": work.archive,
        "version": work.version,
        "language": work.language,
        "note": work.note,
    }
    return {name: value for name, value in fields.items() if value}


def csl(work: Work) -> str:
    """Return a work as a CSL-JSON document of one item."""
    return json.dumps([item(work)], ensure_ascii=False, indent=2) + "\n"


def bibtex(work: Work) -> str:
    r"""Return a work as a BibTeX entry, safe to typeset.

    >>> print(bibtex(Work("selection", "killed", "Killed & wounded", url="https://example.org/?a_b")))
    @misc{contested-killed,
      title = {{Killed \& wounded}},
      url = {https://example.org/?a_b}
    }
    <BLANKLINE>
    """
    # Styles refuse an article without an author.
    kind = "article" if work.kind == "article" and work.author else "misc"
    aside = [
        work.note,
        f"Data version {work.version}" if work.version else "",
        f"Archived at {work.archive}" if work.archive else "",
        f"Accessed {day(work.accessed)}" if work.accessed else "",
    ]
    # Two pairs of braces keep capitals, and keep " and " within a name from making two of it.
    filled = {
        "author": f"{{{_latex(work.author)}}}" if work.author else "",
        "title": f"{{{_latex(work.title)}}}",
        "journal" if kind == "article" else "howpublished": _latex(work.within),
        "publisher": _latex(work.publisher),
        "year": str(work.issued.year) if work.issued else "",
        "month": str(work.issued.month) if work.issued and work.precision in _MONTHLY else "",
        "date": spans.text(work.issued, _written(work)),
        "url": _address(work.url),
        "urldate": str(work.accessed or ""),
        "version": work.version,
        "langid": _latex(work.language),
        "note": _latex(". ".join(part.rstrip(".") for part in aside if part)),
    }
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in filled.items() if value)
    return f"@{kind}{{{_key(work)},\n{fields}\n}}\n"


def ris(work: Work) -> str:
    """Return a work as an RIS entry; lines end as its specification asks."""
    tags = [
        ("TY", _RIS.get(work.kind, "DATA")),
        ("ID", work.id),
        ("AU", work.author),
        ("TI", work.title),
        ("T2", work.within),
        ("PB", work.publisher),
        ("PY", str(work.issued.year) if work.issued else ""),
        ("DA", _slashed(work.issued, work.precision)),
        ("Y2", _slashed(work.accessed)),
        ("ET", work.version),
        ("UR", work.url),
        ("L2", work.archive),
        ("LA", work.language),
        ("N1", work.note),
    ]
    lines = [f"{tag}  - {value}" for tag, value in tags if value]
    return "\r\n".join([*lines, "ER  - ", ""])


class Format(NamedTuple):
    """One form a citation takes: what a page calls it, its file's ending and type, its writer."""

    label: str
    ending: str
    mime: str
    write: Callable[[Work], str]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "bib": Format("BibTeX", "bib", "application/x-bibtex", bibtex),
        "ris": Format("RIS", "ris", "application/x-research-info-systems", ris),
        "csl.json": Format("CSL-JSON", "csl.json", "application/vnd.citationstyles.csl+json", csl),
    }
)


def _parts(value: date | None, precision: str = "day") -> dict[str, list[list[int]]]:
    return {"date-parts": [_numbers(value, precision)]} if value else {}


def _slashed(value: date | None, precision: str = "day") -> str:
    """Return a date as RIS has it: four places between three slashes where it is no whole day."""
    if not value:
        return ""
    parts = [f"{part:02}" for part in _numbers(value, precision)]
    return "/".join(parts) if len(parts) == 3 else "/".join([*parts, "", "", ""][:4])


def _numbers(value: date, precision: str) -> list[int]:
    """Return the year, the month and the day of a date, as many as are known."""
    known = 3 if precision == "day" else 2 if precision == "month" else 1
    return [value.year, value.month, value.day][:known]


def _written(work: Work) -> str:
    """Return how fine a date BibTeX takes: a quarter is none of its own."""
    return "year" if work.precision == "quarter" else work.precision


def _latex(value: str) -> str:
    return "".join(_LATEX.get(letter, letter) for letter in value)


def _address(value: str) -> str:
    r"""Return an address as \url takes it: no brace, backslash or space of its own."""
    return re.sub(r'[\\{}\s"<>^`|]', lambda found: f"%{ord(found[0]):02X}", value)


def _key(work: Work) -> str:
    key = re.sub(r"[^A-Za-z0-9]+", "-", work.id).strip("-") or work.kind
    return key if work.kind == "article" or key.startswith("contested") else f"contested-{key}"
