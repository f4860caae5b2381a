"""A site published: its answers are asked for side by side, and what differs is put into place."""

from __future__ import annotations

import gc
import hashlib
import json
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from importlib.metadata import distributions
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
from contested.publish import memory, plan
from contested.publish.asking import Server
from contested.publish.folder import Folder, Written
from contested.publish.foreseen import Foreseen
from contested.publish.links import LINKING, Links
from contested.publish.memory import Made
from contested.publish.plan import Answer, Part, Words
from contested.selection import Selection
from contested.snapshots import browser
from contested.snapshots.store import store
from contested.views import data_to
from contested.web.sitemap import MOST as LISTED

#: How many objects a process makes before it looks for those that nothing leads to any more.
_YOUNG = 100_000

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
        before, basis = place.manifest(), _basis(cards)
        state = _digest(f"{data.hash} {basis}".encode())
        lying = {path for path, one in before.files.items() if place.lies(path, one)}
        if before.complete and before.state == state and len(lying) == len(before.files):
            return Published(len(before.files), 0, 0, 0)
        known = {path: before.files[path] for path in lying} if before.complete else {}
        groups = plan.groups(data, cards)
        asked = {
            plan.asked(*answer.address.partition("?")[::2]): answer.file
            for group in groups
            for part in group
            for answer in part.answers
        }
        engine = data.engine()
        remembered = memory.read(place.memory, before, basis)
        parts = [part for group in groups for part in group]
        unchanged = remembered.unchanged(parts, asked, engine)
        same = {one for one in unchanged if known.keys() >= {*remembered.parts[one].files}}
        made = {one: remembered.parts[one] for one in same}
        files = {path: known[path] for one in made.values() for path in one.files}
        other = [[part for part in group if memory.key(part) not in same] for group in groups]
        task = _Task(data.hash, here, asked, _alike(other), known, place.aside)
        number = 0
        for answers in _made(task, [group for group in other if group], processes, told):
            made |= {one: part.made for one, part in answers.items()}
            for part in answers.values():
                files |= part.files
                number += len(part.files)
        for path, content in _own(here, files).items():
            files[path] = _aside(place.aside, path, content, content, known)
        remembered.remember(made, engine)
        memory.write(place.memory, remembered, state, basis)
        written, removed = place.put(before, state, files)
        return Published(len(files), number, written, removed)


def _basis(cards: bool) -> str:
    """Return the digest of all that a site is made of beside the data."""
    parts = [
        _program(),
        str(cards),
        str(browser.installed() is not None),
        *(settings.text(name) for name in ("CONTESTED_URL", "CONTESTED_REPORT")),
        str(settings.on("CONTESTED_NOINDEX")),
        *sorted(store().ids()),
    ]
    return _digest("\0".join(parts).encode())


def _program() -> str:
    """Return the digest of the program's own files and of the versions of what it uses."""
    root = Path(str(resources("contested")))
    seen = hashlib.sha256(sys.version.encode())
    for named in sorted(f"{one.name} {one.version}" for one in distributions()):
        seen.update(named.encode() + b"\0")
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


class _Task(NamedTuple):
    """What every process knows: the data's hash, the site, its files, what lies there, where to.

    `alike` are the words of the parts of each kind that are made.
    """

    hash: str
    here: Site
    files: Mapping[str, str]
    alike: Mapping[str, Sequence[Words]]
    known: Mapping[str, Written]
    aside: Path


class _Part(NamedTuple):
    """What a part was made of, and its files as they were written."""

    made: Made
    files: Mapping[str, Written]


def _made(
    task: _Task, groups: list[list[Part]], processes: int, told: Told
) -> Iterator[dict[str, _Part]]:
    """Yield the parts of groups by their keys, when their files that differ are written aside."""
    total = sum(len(part.answers) for group in groups for part in group)
    done = 0
    if processes == 1:
        worker = _Worker(task)
        try:
            for group in groups:
                yield worker.made(group)
                done += sum(len(part.answers) for part in group)
                told(done, total)
        finally:
            worker.server.close()
        return
    # A process that is forked from one with threads may wait for ever: each begins anew.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, context, _begin, (task,))
    try:
        for work in as_completed([pool.submit(_group, group) for group in _ordered(groups)]):
            parts, number = work.result()
            yield parts
            done += number
            told(done, total)
    except BrokenProcessPool as error:
        raise ContestedError("a process that made pages was ended; publish again") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _ordered(groups: list[list[Part]]) -> list[list[Part]]:
    return sorted(groups, key=lambda group: sum(len(part.answers) for part in group), reverse=True)


def _alike(groups: list[list[Part]]) -> dict[str, list[Words]]:
    """Return the words of the parts of each kind."""
    alike: dict[str, list[Words]] = {}
    for group in groups:
        for part in group:
            alike.setdefault(part.kind, []).append(part.words)
    return alike


class _Worker:
    """One process's own: the server it asks, the links it writes."""

    def __init__(self, task: _Task) -> None:
        data = database()
        if data.hash != task.hash:
            raise ContestedError("the data changed while they were published; publish again")
        self.task = task
        self.server = Server(data, task.here)
        self.links = Links(task.here, task.files, self.server.engine)
        self._foreseen = Foreseen(task.alike)
        newest = data_to(self.server.engine, Selection())
        #: What a page says of the version of the data, and of nothing else.
        self.stamps = [f"{newest} Data <code>{data.hash}".encode(), data.hash.encode()]

    def made(self, group: list[Part]) -> dict[str, _Part]:
        """Return the parts of a group, with the charts that their pages show."""
        return {memory.key(part): self._part(part) for part in group}

    def _part(self, part: Part) -> _Part:
        files: dict[str, Written] = {}
        self.server.begun()
        self.links.begun()
        for answer in part.answers:
            if (file := self._file(answer)) is not None:
                files[answer.file] = file
        for address, path in self.links.charts.items():
            if (file := self._file(Answer(address, path))) is not None:
                files[path] = file
        ahead = self.server.ahead
        ahead.ask(self._foreseen.questions(part, ahead.alone))
        ahead.alone.clear()
        questions = frozenset(self.server.engine.noted)
        return _Part(Made(questions, dict(self.links.led_to), tuple(files)), files)

    def _file(self, answer: Answer) -> Written | None:
        path = answer.address.partition("?")[0]
        status, body = self.server.reply(answer.address)
        if status != answer.status:
            if answer.optional and status < 500:
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
    # What was asked ahead stays to the end: looked through as often as usual, for what is left of
    # pages, it takes a tenth of the time.
    gc.set_threshold(_YOUNG)
    _worker = _Worker(task)


def _group(group: list[Part]) -> tuple[dict[str, _Part], int]:
    assert _worker is not None
    return _worker.made(group), sum(len(part.answers) for part in group)


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
