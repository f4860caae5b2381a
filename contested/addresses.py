"""Where everything is: the pages, this site's own address, the links to its things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from contested import settings
from contested.selection import QUANTITY, Selection

#: The first parts of the addresses that are ours; all others are Streamlit's.
_OURS = {
    "api", "article", "assets", "changes", "changes.atom", "chart", "check", "claim", "embed",
    "favicon.ico", "health", "oembed", "picture", "robots.txt", "sitemap.xml", "snapshot", "source",
    "sql", "vendor",
}  # fmt: skip

_EVERYTHING = Selection()

#: Where a published site has the pages of one war or quantity, by their first part, if elsewhere.
PLAIN = {"overview": ""}

#: The host a request may name: a name or an address, and a port. It is hostile input.
_HOST = re.compile(r"([a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?\.?|\[[0-9a-f:.]{2,45}\])(:[0-9]{1,5})?")


class Site(NamedTuple):
    """The site's own address, no slash at its end: `origin` and the path it is served under.

    One that is `published` lies as files on a host that answers nothing else: its pages offer
    nothing that a server must do, and name no day of access.
    """

    origin: str
    prefix: str = ""
    published: bool = False

    def path(self, *parts: str) -> str:
        """Return the address of one thing on this host.

        >>> Site("https://example.org", "/wars").path("claim", "a/b")
        '/wars/claim/a%2Fb'
        """
        return "/".join([self.prefix, *(quote(part, safe="") for part in parts)])

    def url(self, *parts: str) -> str:
        """Return the absolute address of one thing.

        >>> Site("https://example.org").url("claim", "nyt-1")
        'https://example.org/claim/nyt-1'
        """
        return self.origin + self.path(*parts)

    def view(self, page: str, selection: Selection, **more: str) -> str:
        """Return the path of a page of the dashboard that looks at a selection.

        >>> Site("").view("timeline", Selection(metric="killed"), claim="nyt-1")
        '/timeline?metric=killed&claim=nyt-1'
        """
        own = "&".join(f"{word}={quote(text, safe='')}" for word, text in more.items())
        query = "&".join(part for part in (selection.query(), own) if part)
        return self.path(page) + (f"?{query}" if query else "")

    def chart(self, data: str, view: str, selection: Selection, dark: bool = False) -> str:
        """Return the path of a view's chart as a picture, under the hash of its data.

        >>> Site("").chart("1a2b", "timeline", Selection(metric="killed"), dark=True)
        '/chart/1a2b/timeline-dark.svg?metric=killed'
        """
        query = selection.query()
        path = self.path("chart", data, f"{view}{'-dark' if dark else ''}.svg")
        return path + (f"?{query}" if query else "")

    def trail(self, data: str, claim: str, dark: bool = False) -> str:
        """Return the path of the picture of what a claim's institution said of the same thing.

        >>> Site("").trail("1a2b", "nyt-1")
        '/chart/1a2b/claim/nyt-1.svg'
        """
        return self.path("chart", data, "claim", f"{claim}{'-dark' if dark else ''}.svg")

    def bookmarklet(self) -> str:
        """Return a bookmark that looks up the text selected on whatever page it is used.

        >>> Site("https://example.org").bookmarklet()[:53]
        "javascript:void open('https://example.org/check?q='+e"
        """
        check = self.url("check")
        return (
            f"javascript:void open('{check}?q='"
            "+encodeURIComponent(String(getSelection()).trim().slice(0,400)))"
        )


def at(address: str) -> Site:
    """Return where this site stands: $CONTESTED_URL, else the host of a page's address."""
    named = settings.text("CONTESTED_URL").rstrip("/")
    parts = urlsplit(named or address)
    origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return Site(origin, parts.path if named else "")


def sound(host: str) -> bool:
    """Return whether a Host header names a host and nothing else.

    >>> sound("example.org:8501"), sound("[::1]:80"), sound('x"><script>'), sound("a@b")
    (True, True, False, False)
    """
    return _HOST.fullmatch(host.lower()) is not None


def ours(path: str) -> bool:
    """Return whether an address is one of ours, and neither a page of the dashboard nor a file.

    >>> ours("/api/claims.json"), ours("/timeline"), ours("/_stcore/stream")
    (True, False, False)
    """
    return path.partition("/")[2].partition("/")[0] in _OURS


def unlisted() -> bool:
    """Return whether the operator keeps this site out of search engines: CONTESTED_NOINDEX=1."""
    return settings.on("CONTESTED_NOINDEX")


def report(what: str) -> str:
    """Return where a mistake in one thing is reported, its id filled in; empty where none is set.

    CONTESTED_REPORT is an address of the web, with {id} where it takes one, or of mail.
    """
    named = settings.text("CONTESTED_REPORT").strip()
    if "@" in named and not re.match(r"(?i)[a-z]+:", named):
        return f"mailto:{quote(named, safe='@.+-_')}?subject={quote(f'Contested: {what}', safe='')}"
    if not named.lower().startswith(("https://", "http://")):
        return ""
    return named.replace("{id}", quote(what, safe=""))


# As the dashboard's pages link to each other, wherever the site stands.


def source(id: str) -> str:
    """Return the address of a source's page; of several that speak together, with all of them.

    >>> source("meduza;mediazona")
    './sources?source=meduza&source=mediazona'
    """
    return "./sources?" + urlencode([("source", one) for one in id.split(";")])


def article(id: str) -> str:
    """Return the address of an article among the claims it prints."""
    return f"./articles?article={quote(id, safe='')}"


def claim(id: str) -> str:
    """Return the address of a claim's permanent page."""
    return f"./claim/{quote(id, safe='')}"


def timeline(selection: Selection, claim: str = "") -> str:
    """Return the address of a selection's timeline, with a claim opened if one is named.

    >>> timeline(Selection(metric="killed")), timeline(Selection(metric="killed"), "nyt-1")
    ('./timeline?metric=killed', './timeline?metric=killed&claim=nyt-1')
    """
    opened = f"&claim={quote(claim, safe='')}" if claim else ""
    return f"./timeline?{selection.query()}{opened}"


def overview(selection: Selection = _EVERYTHING) -> str:
    """Return the address of the overview, of everything or of a selection's war.

    >>> overview(), overview(Selection(conflict="sudan"))
    ('./', './?conflict=sudan')
    """
    query = selection.query()
    return f"./?{query}" if query else "./"


def changes(selection: Selection = _EVERYTHING) -> str:
    """Return the address of what changed in a selection's claims.

    >>> changes(), changes(Selection(metric="killed", scale="log"))
    ('./changes', './changes?metric=killed')
    """
    query = followed(selection).query()
    return f"./changes?{query}" if query else "./changes"


def parts(selection: Selection) -> tuple[str, ...]:
    """Return a selection's quantity as the parts of a path; `-` stands for a word left open.

    >>> parts(Selection("sudan", "sudan", "killed", event="el-fasher"))
    ('sudan', 'sudan', 'killed', '-', 'el-fasher')
    """
    words = [getattr(selection, word) for word in QUANTITY]
    while words and not words[-1]:
        words.pop()
    return tuple(word or "-" for word in words)


def named_by(path: Sequence[str]) -> Selection | None:
    """Return the quantity that the parts of a path name; None where they are too many.

    >>> named_by(["sudan", "sudan", "killed", "-", "el-fasher"]).query()
    'conflict=sudan&subject=sudan&metric=killed&event=el-fasher'
    """
    if len(path) > len(QUANTITY):
        return None
    words: dict[str, Any] = {
        word: part for word, part in zip(QUANTITY, path, strict=False) if part != "-"
    }
    return Selection(**words)


def followed(selection: Selection) -> Selection:
    """Return the selection whose changes one follows: without how it is looked at, or from when."""
    for word in ("axis", "scale", "reference", "known_on"):
        selection = selection.without(word)
    return selection if selection.apart == "hidden" else selection.without("apart")
