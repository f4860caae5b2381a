"""An article's text, and what is known of where it was printed, each with how it is known."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from contested.errors import ContestedError
from contested.extract.grammar.languages import guessed
from contested.importers.plan import read

#: What is known of an article beside its text: columns of articles.csv.
FIELDS = ("publisher", "title", "author", "url", "archive_url", "published", "language")

#: What pypdf raises beside its own of a file that is broken in places that it does not look at.
_BROKEN = (
    ArithmeticError, AttributeError, LookupError, MemoryError, RuntimeError, TypeError,
    ValueError,
)  # fmt: skip

#: The longest first line that is taken for a title.
_TITLE = 160


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
    fields = {name: one for name, one in read_of_file.items() if one.value}
    fields |= {name: Known(value, "given") for name, value in given.items() if value}
    if "url" in fields:
        site = _site(fields["url"].value)
        printed = [one for one in read(folder, "articles") if _site(one["url"]) == site]
        names = {one["publisher"] for one in printed}
        if len(names) == 1 and fields.get("publisher", Known("", "")).where != "given":
            fields["publisher"] = Known(names.pop(), f"other articles of {site}")
    if "language" not in fields:
        fields["language"] = Known(guessed(text), "guessed by the text")
    return Article(text, {name: fields[name] for name in FIELDS if name in fields})


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
    first, _, rest = text.strip().partition("\n")
    # A title is a short line by itself that does not end as a sentence does.
    alone = rest.startswith(("\n", "\r\n")) and len(first) <= _TITLE
    title = first.strip() if alone and not first.rstrip().endswith((".", ":", ";")) else ""
    return text, {"title": Known(title, "the first line")}


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
        "author": page.author,
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


def _site(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
