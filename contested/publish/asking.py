"""Answers of the server's own routes, without a server: each is asked in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Mapping, MutableMapping
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

import pandas as pd

from contested.addresses import Site
from contested.database import Database
from contested.engine import Engine, Kept
from contested.kept import forget
from contested.publish.questions import Ahead, Question
from contested.web.app import published_app
from contested.web.site import PUBLISHED

#: How many answers are kept: pages beside each other ask much alike.
_KEPT = 1_000


class Reply(NamedTuple):
    """What the server answers: its status and its body."""

    status: int
    body: bytes


class Server:
    """The server's routes over one state of the data, asked one after the other."""

    def __init__(self, data: Database, here: Site) -> None:
        # Rows are few, and the other cores have pages of their own to make.
        data.engine().rows("set threads = 1")
        self.ahead = Ahead(data.engine())
        self.engine = Noted(self.ahead)
        self._data = replace(data, _engine=lambda: self.engine)
        self._host = urlsplit(here.origin).netloc
        self._app = published_app()
        self._loop = asyncio.new_event_loop()

    def begun(self) -> None:
        """Begin a part: what is answered from now on asks for itself all that it is made of."""
        forget()
        self.engine.noted.clear()

    def reply(self, address: str) -> Reply:
        """Return what an address, path and query, is answered with."""
        return self._loop.run_until_complete(self._asked(address))

    def close(self) -> None:
        """End the loop in which the routes run."""
        self._loop.close()

    async def _asked(self, address: str) -> Reply:
        path, _, query = address.partition("?")
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "https",
            "path": path,
            "raw_path": quote(path).encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(b"host", self._host.encode())],
            "client": None,
            "server": None,
            PUBLISHED: self._data,
        }
        begun, status, body = False, 0, bytearray()
        ended = asyncio.Event()

        async def receive() -> MutableMapping[str, Any]:
            nonlocal begun
            if begun:
                await ended.wait()  # who asks stays until all has come
                return {"type": "http.disconnect"}
            begun = True
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Mapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    ended.set()

        await self._app(scope, receive, send)
        return Reply(status, bytes(body))


class Noted(Kept):
    """An engine that keeps what it was asked last, and notes what is asked, kept or not."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, _KEPT)
        #: What was asked since this was last emptied.
        self.noted: set[Question] = set()
        self._behind: dict[Hashable, set[Question]] = {}

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Return a query's rows, as `Engine.rows` says."""
        self.noted.add(Question.of(sql, parameters))
        return super().rows(sql, parameters)

    def answer(self, question: Callable[..., pd.DataFrame], *named: Hashable) -> pd.DataFrame:
        """Return what a question gives, as `Kept.answer` does; noted is what it asked when made."""
        before, self.noted = self.noted, set()
        try:
            rows = super().answer(question, *named)
            behind = self._behind.setdefault((question, *named), self.noted)
        finally:
            self.noted = before | self.noted
        self.noted |= behind
        return rows
