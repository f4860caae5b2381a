"""A site published: its answers are asked for side by side, and what differs is put into place."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from importlib.resources import files as resources
from multiprocessing.connection import wait
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from contested import settings
from contested.addresses import Site, at, sound
from contested.database import Database, database
from contested.errors import ContestedError
from contested.html.environment import rendered
from contested.publish import plan
from contested.publish.asking import Server
from contested.publish.folder import Folder, Written
from contested.publish.links import LINKING, Links
from contested.publish.plan import Answer
from contested.selection import Selection
from contested.snapshots import browser
from contested.snapshots.store import store
from contested.views import data_to
from contested.web.sitemap import MOST as LISTED

#: Told of how many answers were made, of how many.
Told = Callable[[int, int], None]


class Published(NamedTuple):
    """What a run did: how many files the site has, how many were made, written and removed."""

    files: int
    made: int
    written: int
    removed: int


def publish(
    data: Database,
    folder: Path,
    processes: int,
    cards: bool = False,
    told: Told = lambda done, all: None,
) -> Published:
    """Publish a site of the data into a folder; its address is $CONTESTED_URL.

    Nothing is made anew where data, program and settings are those of the last time. Raises
    ContestedError for a folder that holds other things, and for an answer that cannot be had.
    """
    here = at("")
    if not here.origin:
        raise ContestedError("a published site needs its address; name it with --url")
    if data.broken:
        raise ContestedError(f"the data folder {data.wrong}, and is not published: {data.broken}")
    if data.claims > plan.MOST:
        raise ContestedError(
            f"{data.claims:,} claims are more than a site of files holds ({plan.MOST:,}); "
            "serve them with `contested serve`"
        )
    place = Folder(folder)
    with place.alone():
        before, state = place.manifest(), _state(data, cards)
        whole = all(place.lies(path, one) for path, one in before.files.items())
        if before.complete and before.state == state and whole:
            return Published(len(before.files), 0, 0, 0)
        known = before.files if before.complete else {}
        known = {path: one for path, one in known.items() if place.lies(path, one)}
        groups = plan.groups(data, cards)
        files = _made(data, here, groups, known, place.aside, processes, told)
        made = len(files)
        for path, content in _own(here, files).items():
            files[path] = _aside(place.aside, path, content, content, known)
        written, removed = place.put(before, state, files)
        return Published(len(files), made, written, removed)


def _state(data: Database, cards: bool) -> str:
    """Return the digest of all that a site is made of."""
    parts = [
        data.hash,
        _program(),
        str(cards),
        str(browser.installed() is not None),
        *(settings.text(name) for name in ("CONTESTED_URL", "CONTESTED_REPORT")),
        str(settings.on("CONTESTED_NOINDEX")),
        *sorted(store().ids()),
    ]
    return _digest("\0".join(parts).encode())


def _program() -> str:
    """Return the digest of the program's own files, whatever its version says."""
    root = Path(str(resources("contested")))
    seen = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".html", ".css", ".svg", ".png", ".woff2") and path.is_file():
            seen.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()


def _own(here: Site, files: Mapping[str, Written]) -> dict[str, bytes]:
    """Return the files that no server answers: the sitemap of all, and a word to GitHub Pages."""
    addresses = [(address, "") for address in plan.sitemap(here, list(files))]
    parts = [addresses[first : first + LISTED] for first in range(0, len(addresses), LISTED)]
    made = {".nojekyll": b""}
    if len(parts) == 1:
        made["sitemap.xml"] = _xml("urlset", "url", parts[0])
        return made
    index = [(here.url(f"sitemap-{number}.xml"), "") for number in range(len(parts))]
    made["sitemap.xml"] = _xml("sitemapindex", "sitemap", index)
    return made | {
        f"sitemap-{number}.xml": _xml("urlset", "url", part) for number, part in enumerate(parts)
    }


def _xml(root: str, name: str, addresses: list[tuple[str, str]]) -> bytes:
    return rendered("sitemap", root=root, name=name, addresses=addresses).encode()


def _made(
    data: Database,
    here: Site,
    groups: list[list[Answer]],
    known: Mapping[str, Written],
    aside: Path,
    processes: int,
    told: Told,
) -> dict[str, Written]:
    """Return all files of the groups, those that differ written aside."""
    total, done = sum(map(len, groups)), 0
    made: dict[str, Written] = {}
    asked = {
        plan.asked(*answer.address.partition("?")[::2]): answer.file
        for group in groups
        for answer in group
    }
    task = _Task(data.hash, here, asked, known, aside)
    if processes == 1:
        worker = _Worker(task)
        try:
            for group in groups:
                made |= worker.made(group)
                done += len(group)
                told(done, total)
        finally:
            worker.server.close()
        return made
    # A process that is forked from one with threads may wait for ever: each begins anew.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, context, _begin, (task,))
    try:
        for work in as_completed([pool.submit(_group, group) for group in _ordered(groups)]):
            files, number = work.result()
            made |= files
            done += number
            told(done, total)
    except BrokenProcessPool as error:
        raise ContestedError("a process that made pages was ended; publish again") from error
    finally:
        pool.shutdown(cancel_futures=True)
    return made


def _ordered(groups: list[list[Answer]]) -> list[list[Answer]]:
    return sorted(groups, key=len, reverse=True)


class _Task(NamedTuple):
    """What every process knows: the data's hash, the site, its files, what lies there, where to."""

    hash: str
    here: Site
    files: Mapping[str, str]
    known: Mapping[str, Written]
    aside: Path


class _Worker:
    """One process's own: the server it asks, the links it writes."""

    def __init__(self, task: _Task) -> None:
        data = database()
        if data.hash != task.hash:
            raise ContestedError("the data changed while they were published; publish again")
        self.task = task
        self.server = Server(data, task.here)
        self.links = Links(task.here, task.files, self.server.engine)
        newest = data_to(self.server.engine, Selection())
        #: What a page says of the version of the data, and of nothing else.
        self.stamps = [text.encode() for text in (data.hash, newest) if text]

    def made(self, group: list[Answer]) -> dict[str, Written]:
        """Return the files of a group of answers, and of the charts that its pages show."""
        made: dict[str, Written] = {}
        self.links.charts.clear()
        for answer in group:
            if (file := self._file(answer)) is not None:
                made[answer.file] = file
        for address, path in self.links.charts.items():
            if (file := self._file(Answer(address, path))) is not None:
                made[path] = file
        return made

    def _file(self, answer: Answer) -> Written | None:
        path = answer.address.partition("?")[0]
        status, body = self.server.reply(answer.address)
        if status != answer.status:
            if answer.optional:
                return None
            raise ContestedError(
                f"{answer.address} answers {status} in place of {answer.status}: {body[:200]!r}"
            )
        if answer.file.endswith(LINKING):
            body = self.links.led(body.decode(), path).encode()
        if answer.file in ("api/claims.json", "api/changes.json"):
            body = self._all(answer, body)
        plain = body
        for stamp in self.stamps:
            plain = plain.replace(stamp, b"")
        return _aside(self.task.aside, answer.file, body, plain, self.task.known)

    def _all(self, answer: Answer, body: bytes) -> bytes:
        """Return a list of the API with the rows of all its pages."""
        whole = json.loads(body)
        name = next(name for name in ("claims", "changes") if name in whole)
        while len(whole[name]) < whole["total"]:
            further = self.server.reply(f"{answer.address}&offset={len(whole[name])}")
            whole[name] += json.loads(further.body)[name]
        whole["limit"] = max(whole["limit"], len(whole[name]))
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


_worker: _Worker | None = None


def _begin(task: _Task) -> None:
    """Prepare a process; it ends with the one that began it, however that ends."""
    global _worker
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel
        threading.Thread(target=lambda: wait([sentinel]) and os._exit(1), daemon=True).start()
    _worker = _Worker(task)


def _group(group: list[Answer]) -> tuple[dict[str, Written], int]:
    assert _worker is not None
    return _worker.made(group), len(group)


def _aside(
    aside: Path, path: str, body: bytes, plain: bytes, known: Mapping[str, Written]
) -> Written:
    """Write a file aside if it differs from the one that lies there; return how it then lies.

    A page that differs in the data's version alone says what it said, and stays.
    """
    digest = _digest(plain)
    before = known.get(path)
    if before is not None and before.digest == digest:
        return before
    there = aside / path
    there.parent.mkdir(parents=True, exist_ok=True)
    there.write_bytes(body)
    return Written(digest, len(body))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def address(named: str) -> str:
    """Return the address of a site without a slash at its end; raises ContestedError for none."""
    parts = urlsplit(named)
    if parts.scheme not in ("http", "https") or not sound(parts.netloc) or parts.query:
        raise ContestedError(
            f"{named!r} is no address of a site; give it whole, as https://wars.example"
        )
    return named.rstrip("/")
