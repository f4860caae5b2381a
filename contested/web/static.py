"""Streamlit's static files: each compressed once and kept, and which of them a page needs first.

Streamlit serves them as they lie on disk (the chart's chunk is 4.7 MB), and fetches that chunk only
after the first run of the script. Their names carry a hash, so what is compressed stays valid.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
import threading
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette_compress import CompressMiddleware

from contested.build import cache, put
from contested.streamlit_inside import folder, index, later

#: What a browser may keep for ever: its name changes with its content.
FOR_EVER = "public, max-age=31536000, immutable"

#: What changes with the program only.
FOR_A_DAY = "public, max-age=86400"

#: Brotli's quality: 9 takes 2 s for the chart's chunk, 11 takes 22 s for a tenth fewer bytes.
_BROTLI, _GZIP = 9, 6

#: Bytes from which a file is kept compressed beside the databases, for the next server: a few hold
#: most of the 1.7 s that all take.
_LARGE = 60_000

#: What is compressed, by file and encoding, and who compresses a file now.
_PACKED: dict[tuple[Path, str], bytes] = {}
_LOCKS: dict[Path, threading.Lock] = {}

_COMPRESSIBLE = {".js", ".css", ".json", ".svg", ".map", ".wasm", ".txt"}


class Static:
    """Middleware that answers immutable files from memory, compressed once.

    `files` maps further addresses to files. Ranges, and files that do not compress, go through;
    what is no file does not, as Streamlit would answer it with its own page.
    """

    def __init__(self, app: ASGIApp, files: Mapping[str, Path] | None = None) -> None:
        self.app = app
        every = {
            f"/{path.relative_to(folder()).as_posix()}": path
            for path in (folder() / "static").rglob("*")
            if path.is_file()
        }
        self._every = frozenset(every)
        self._files = {
            address: path for address, path in every.items() if path.suffix in _COMPRESSIBLE
        } | dict(files or {})
        threading.Thread(target=self._prepare, name="compress", daemon=True).start()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["path"] in self._files:
            headers = dict(scope["headers"])
            encoding = chosen(headers.get(b"accept-encoding", b"").decode("latin-1"))
            if encoding and scope["method"] in ("GET", "HEAD") and b"range" not in headers:
                path = scope["path"]
                content = _PACKED.get((self._files[path], encoding))
                if content is None:
                    content = await run_in_threadpool(_packed, self._files[path], encoding)
                await _answer(path, encoding, content)(scope, receive, send)
                return
        path = scope["path"] if scope["type"] == "http" else ""
        if path.startswith("/static/") and path not in self._every:
            missing = PlainTextResponse("No such file.", 404, {"cache-control": "no-store"})
            await missing(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _prepare(self) -> None:
        """Compress what every first visit asks for, before the first visit if there is time."""
        first = re.findall(r'(?:src|href)="\.(/static/[^"]+)"', index())
        for path in [*(f"/static/js/{name}" for name in later(True)), *first]:
            if path in self._files:
                _packed(self._files[path], "br")


def _packed(file: Path, encoding: str) -> bytes:
    """Return a file compressed: once in a process, however many servers in it give the file."""
    with _LOCKS.setdefault(file, threading.Lock()):
        if (file, encoding) not in _PACKED:
            plain = file.read_bytes()
            make = _lasting if len(plain) >= _LARGE else _compressed
            _PACKED[file, encoding] = make(plain, encoding)
        return _PACKED[file, encoding]


def _lasting(plain: bytes, encoding: str) -> bytes:
    """Return a content compressed, from the cache where it lies there as it should."""
    name = hashlib.sha256(plain).hexdigest()[:16]
    kept = cache() / "static" / f"{name}-{_BROTLI if encoding == 'br' else _GZIP}.{encoding}"
    with suppress(OSError, brotli.error, EOFError, zlib.error):
        packed = kept.read_bytes()
        if _plain(packed, encoding) == plain:
            return packed
    packed = _compressed(plain, encoding)
    with suppress(OSError):  # a cache that is full, or may only be read: the next server packs anew
        put(kept, packed)
    return packed


def _compressed(plain: bytes, encoding: str) -> bytes:
    if encoding == "gzip":
        return gzip.compress(plain, _GZIP, mtime=0)
    packed: bytes = brotli.compress(plain, quality=_BROTLI)
    return packed


def _plain(packed: bytes, encoding: str) -> bytes:
    plain: bytes = brotli.decompress(packed) if encoding == "br" else gzip.decompress(packed)
    return plain


class Compressed:
    """Middleware that compresses what is made for one request, but neither media nor ranges."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        # Streamlit would gzip what it is asked to; the header ends here.
        self._compress = CompressMiddleware(app, remove_accept_encoding=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        whole = scope["type"] == "http" and not scope["path"].startswith("/media/")
        whole = whole and all(name != b"range" for name, _ in scope["headers"])
        await (self._compress if whole else self.app)(scope, receive, send)


def chosen(accepted: str) -> str:
    """Return the encoding to answer with: Brotli where it is accepted, gzip, or none.

    >>> chosen("gzip, deflate, br, zstd"), chosen("gzip;q=0.5"), chosen("br;q=0, identity")
    ('br', 'gzip', '')
    """
    parts = [part.strip().lower().partition(";") for part in accepted.split(",")]
    taken = {
        name.strip() for name, _, weight in parts if not re.fullmatch(r"\s*q=0(\.0*)?", weight)
    }
    return next((encoding for encoding in ("br", "gzip") if encoding in taken), "")


def _answer(path: str, encoding: str, content: bytes) -> Response:
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    headers = {
        "content-encoding": encoding,
        "cache-control": FOR_EVER if path.startswith("/static/") else FOR_A_DAY,
        "vary": "Accept-Encoding",
    }
    return Response(content, media_type=kind, headers=headers)
