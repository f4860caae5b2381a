"""An article's text, and what is known of where it was printed, each with how it is known."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from contested import spans
from contested.errors import ContestedError
from contested.extract import numerals
from contested.extract.grammar.dated import dated
from contested.extract.grammar.languages import guessed
from contested.extract.grammar.sentences import sentences
from contested.extract.headings import first, headings, in_small, without_headings
from contested.importers.names import plain
from contested.importers.plan import read

#: What is known of an article beside its text: columns of articles.csv.
FIELDS = ("publisher", "title", "author", "url", "archive_url", "published", "language")

#: A site's name of fewer letters is one of initials.
_SHORT_NAME = 5
#: Kinds of sources that print what they say.
_PRINTING = frozenset({"media", "state_media", "intergovernmental", "ngo", "research"})
#: What pypdf raises beside its own of a file that is broken in places that it does not look at.
_BROKEN = (
    ArithmeticError, AttributeError, LookupError, MemoryError, RuntimeError, TypeError,
    ValueError,
)  # fmt: skip


class Known(NamedTuple):
    """What a field holds, and where that is from."""

    value: str
    where: str


@dataclass(frozen=True)
class Article:
    """An article as it was given: its text, which is kept nowhere, and what is known of it."""

    text: str
    fields: Mapping[str, Known] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """Return what a field holds, "" where it is not known."""
        return self.fields[name].value if name in self.fields else ""

    @cached_property
    def running(self) -> str:
        """The text, of one length with it, whose lines run on to the end of a paragraph."""
        return re.sub(r"(?<!\n)\n(?!\n)", " ", self.text)

    def sentence(self, place: int) -> tuple[int, int]:
        """Return where the sentence begins and ends that has a place of the text in it.

        What stands in no sentence, as a line about the article, is its own.
        """
        here = ((start, end) for start, end in self._sentences if start <= place < end)
        return next(here, (place, place))

    @cached_property
    def _sentences(self) -> list[tuple[int, int]]:
        return list(sentences(without_headings(self.text)))

    @property
    def digest(self) -> str:
        """The SHA-256 of the text, every stretch of white space as one space.

        So a text has one hash however it was pasted, and can be told from another without it.
        """
        return hashlib.sha256(" ".join(self.text.split()).encode(errors="replace")).hexdigest()


def article(content: bytes, given: Mapping[str, str], folder: Path) -> Article:
    """Return the article that a file holds: plain text in UTF-8, a web page, or a PDF.

    What was `given` of it goes before what the file says. The publisher is that of the folder's
    articles of the same site, where nothing else names one. Raises ContestedError for a file that
    is none of the three, or that the extra `desk` is needed for.
    """
    text, read_of_file = _form(content)(content)
    printed = read(folder, "articles")
    fields = _headings(text, printed, read(folder, "sources"))
    fields |= {name: one for name, one in read_of_file.items() if one.value}
    fields |= {name: Known(value, "given") for name, value in given.items() if value}
    if fields.get("published", Known("", "")).where == "given":
        fields["published"] = _dated(fields["published"].value)
    if "url" in fields:
        url = fields["url"].value
        site = _site(url)
        names = {one["publisher"] for one in printed if _site(one["url"]) == site}
        # "BBC" of bbc.com.
        names = names or {
            one["publisher"] for one in printed if plain(one["publisher"]) in site.split(".")
        }
        if len(names) == 1 and fields.get("publisher", Known("", "")).where != "given":
            fields["publisher"] = Known(names.pop(), f"other articles of {site}")
        if "published" not in fields and (day := _day_of(url)):
            fields["published"] = Known(day, "its address")
    if "language" not in fields:
        fields["language"] = Known(guessed(text), "guessed by the text")
    return Article(text, {name: fields[name] for name in FIELDS if name in fields})


def _headings(
    text: str, printed: Iterable[Mapping[str, str]], sources: Iterable[Mapping[str, str]]
) -> dict[str, Known]:
    """Return what lines of a text say of it, each with the line.

    A publisher is spelt as the folder's articles have it: "AP" is the Associated Press of
    sources.csv, under whose name others were printed.
    """
    publishers = {one["publisher"] for one in printed}
    spelt = {}
    for row in sources:
        if row["kind"] not in _PRINTING:
            continue
        called = [row["name"], row["short"], *row["names"].split(";")]
        known = [name for name in called if name in publishers]
        for name in (row["id"], *called):
            own = (row["short"] or row["name"]) if name == row["id"] else name
            spelt[plain(name)] = known[0] if known else own
    spelt |= {plain(name): name for name in publishers}
    names = {name.lower() for name in publishers} | {name for name in spelt if name}
    fields = {}
    for name, one in first(headings(text, date.today(), names)).items():
        words = " ".join(text[one.start : one.end].split())
        value = spelt.get(plain(one.value), one.value) if name == "publisher" else one.value
        guess = "" if one.whole else "; the year is not said"
        where = "the first line" if name == "title" else "a line of its own"
        fields[name] = Known(value, where if words == value else f"“{words}”{guess}")
    return fields


def _dated(said: str) -> Known:
    """Return a day as a folder writes it, where a person wrote it in another way."""
    days = [one.as_of for one in dated(said, numerals.plain(said), "en", None) if one.as_of]
    other = len(days) == 1 and not re.fullmatch(spans.PATTERN, said)
    return Known(days[0], f"“{said}”") if other else Known(said, "given")


def _day_of(url: str) -> str:
    """Return the day that an address has in it, as /2031/05/14/, "" where it has none."""
    match = re.search(r"/(20\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?!\d)", url)
    try:
        return date(*map(int, match.groups())).isoformat() if match else ""
    except ValueError:
        return ""


def _form(content: bytes) -> Callable[[bytes], tuple[str, dict[str, Known]]]:
    if content.startswith(b"%PDF-"):
        return _pdf
    head = content[:2_000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return _page if head.startswith((b"<!doctype html", b"<html", b"<?xml")) else _plain


def _plain(content: bytes) -> tuple[str, dict[str, Known]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContestedError(
            f"this is no text in UTF-8 (byte {error.start + 1:,}), no web page and no PDF; "
            "save the article's text so"
        ) from error
    return text, {}


def _page(content: bytes) -> tuple[str, dict[str, Known]]:
    try:
        import trafilatura
    except ImportError as error:
        raise _needed("web page") from error
    page: Any = trafilatura.bare_extraction(content, with_metadata=True, include_comments=False)
    if page is None or not page.text:
        raise ContestedError("this web page holds no article; give its text")
    tree = trafilatura.load_html(content)
    language = (tree.get("lang") or "").partition("-")[0] if tree is not None else ""
    said = {
        "publisher": page.sitename,
        "title": page.title,
        "author": in_small(page.author or ""),
        "url": page.url,
        "published": page.date,
        "language": language,
    }
    # A heading ends no sentence: what follows it begins one all the same.
    return page.text.replace("\n", "\n\n"), {
        name: Known(" ".join(value.split()), "the page") for name, value in said.items() if value
    }


def _pdf(content: bytes) -> tuple[str, dict[str, Known]]:
    try:
        import pypdf
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise _needed("PDF") from error
    try:
        document = pypdf.PdfReader(io.BytesIO(content))
        text = "\n\n".join(page.extract_text() for page in document.pages)
        about: Mapping[str, Any] = document.metadata or {}
        said = {"title": str(about.get("/Title", "")), "author": str(about.get("/Author", ""))}
    except (PyPdfError, OSError, *_BROKEN) as error:
        raise ContestedError(f"this PDF cannot be read: {error}; give its text") from error
    if not text.strip():
        raise ContestedError("this PDF holds pictures and no text; give its text")
    return text, {name: Known(value.strip(), "the PDF") for name, value in said.items()}


def _needed(what: str) -> ContestedError:
    return ContestedError(
        f"a {what} is read by the extra `desk`: pip install 'contested[desk]'; or give its text"
    )


def site_names(url: str) -> list[str]:
    """Return what a site may be called by its address.

    >>> site_names("https://www.bbc.com/news/a"), site_names("")
    (['BBC'], [])
    """
    named = _site(url).split(".")
    own = max(named[:-1], key=len, default="")
    return [own.upper() if len(own) < _SHORT_NAME else own.capitalize()] if own else []


def _site(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
