"""Links of the server's answers as a published site has them: each leads to a file, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

from contested import queries
from contested.addresses import Site
from contested.engine import Engine
from contested.publish import plan
from contested.selection import parse
from contested.web.still import OF_A_QUANTITY

#: A tag that leads somewhere. Every text between tags was escaped where it was made.
_TAG = re.compile(r"<(?:a|link|img|source|meta)\b[^>]*>")
_SCRIPT = re.compile(r"(<script\b.*?</script>)", re.DOTALL)
_ATTRIBUTE = re.compile(r'\b(href|src|srcset|content)="([^"]*)"')
_FILE = re.compile(r'"contentUrl":"([^"]*)"')
_CHART = re.compile(r"/chart/[0-9a-f]+/([a-z-]+?)(-dark)?\.svg")

#: Kinds of files that hold links.
LINKING = (".html", ".atom")


class Links:
    """The links of a site: `files` are those of its plan, by what is asked for them."""

    def __init__(self, here: Site, files: Mapping[str, str], engine: Engine) -> None:
        self._here, self._files, self._engine = here, files, engine
        self._root = here.origin + here.prefix
        #: The charts that pages show, and their files: what is asked by what it becomes.
        self.charts: dict[str, str] = {}
        #: What links asked for, and the file that each leads to; "" for none.
        self.led_to: dict[str, str] = {}

    def led(self, text: str, page: str) -> str:
        """Return the text of a page with its links as the site has them.

        What leads to no file is no link any more.
        """
        base = f"{self._root}{page}"
        text = _FILE.sub(lambda found: self._file(found, base), text)
        parts = _SCRIPT.split(text)  # every second one is a script, whose text is no tag
        parts[::2] = [
            _TAG.sub(lambda found: self._tag(found[0], base), part) for part in parts[::2]
        ]
        return "".join(parts)

    def place(self, address: str, base: str = "") -> str | None:
        """Return where an address leads, itself where that is elsewhere; None where to nothing.

        What was absolute stays so.
        """
        whole = urljoin(base, address)
        if address.startswith("#") or not self._own(whole):
            return address
        parts = urlsplit(whole)
        path = parts.path.removeprefix(self._here.prefix) or "/"
        file = self._chart(path, parts.query) or self._file_of(path, parts.query)
        if file is None:
            return None
        begun = self._root if urlsplit(address).scheme else self._here.prefix
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return begun + plan.place(file) + fragment

    def _file_of(self, path: str, query: str) -> str | None:
        asked = plan.asked(path, query)
        if asked not in self._files and path.strip("/") in OF_A_QUANTITY:
            # A quantity without one of its words is the one that the server makes it.
            selection, _ = parse(parse_qsl(asked.partition("?")[2]))
            self.led_to[asked] = ""
            asked = f"{path}?{queries.complete(self._engine, selection).query()}"
        file = self._files.get(asked)
        self.led_to[asked] = file or ""
        return file

    def begun(self) -> None:
        """Begin a part: what its pages show and lead to is noted from now on."""
        self.charts.clear()
        self.led_to.clear()

    def _own(self, whole: str) -> bool:
        return whole == self._root or whole.startswith((f"{self._root}/", f"{self._root}?"))

    def _chart(self, path: str, query: str) -> str | None:
        found = _CHART.fullmatch(path)
        if found is None:
            return None
        selection, _ = parse(parse_qsl(query))
        file = plan.chart(found[1], selection, dark=bool(found[2]))
        self.charts[f"{path}?{query}"] = file
        return file

    def _tag(self, tag: str, base: str) -> str:
        whole: list[str] = []

        def attribute(found: re.Match[str]) -> str:
            name, address = found[1], unescape(found[2])
            if name == "content" and not self._own(address):
                return found[0]
            leads = self.place(address, base)
            if leads is None and name == "content":
                leads = f"{self._root}/assets/card.png"
            if leads is None:
                whole.append(name)
                return ""
            return f'{name}="{escape(leads)}"'

        made = _ATTRIBUTE.sub(attribute, tag)
        return "" if whole and tag.startswith("<link") else made

    def _file(self, found: re.Match[str], base: str) -> str:
        return f'"contentUrl":"{self.place(found[1], base) or found[1]}"'
