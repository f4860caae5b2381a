"""A snapshot's pictures: drawn once each by the warm browser, then kept beside the database.

Each carries what a picture needs when it travels alone: title, filters, sources, dates, the
snapshot's id and, where the operator names the site, its address.
"""

from __future__ import annotations

import functools
import hashlib
import io
import logging
import os
import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from contested import __version__
from contested.addresses import at
from contested.build import cache, put
from contested.charts.picture import BORDER
from contested.charts.sheet import SHAPES, Content, Shape, sheet
from contested.charts.style import FONT, LIGHT
from contested.errors import ContestedError
from contested.snapshots import browser
from contested.snapshots.content import Snapshot
from contested.snapshots.embed import content
from contested.snapshots.freezing import recoloured
from contested.timed import timed
from contested.words import day

#: A picture's usual size, and that of the card that other sites show of a link.
WIDTH, HEIGHT = 1200, 675
CARD = (1200, 630)

#: How pictures of a shape are composed, as a number: what is kept is drawn anew when it changes.
SHEET = 1

#: The band under a picture that carries its address, in pixels.
_FOOT = 22

#: The height in pixels beyond which a page's picture is drawn at its own size, to stay light.
_HIGH = 1000


class Kind(NamedTuple):
    """One kind of picture: its file's ending, its media type, how finely it is drawn.

    One of a shape is composed anew of what is frozen (charts.sheet).
    """

    ending: str
    mime: str
    scale: float
    shape: str = ""
    dark: bool = False


_ENDINGS = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}

#: The kinds of picture by name; those of a shape are named `square-png` and so on. `page` is what a
#: page shows, `card` what another site shows.
KINDS: Mapping[str, Kind] = {
    "png": Kind("png", "image/png", 2),
    "svg": Kind("svg", "image/svg+xml", 1),
    "pdf": Kind("pdf", "application/pdf", 1),
    "page": Kind("png", "image/png", 1.5),
    "dark": Kind("png", "image/png", 1.5, dark=True),
    "card": Kind("png", "image/png", SHAPES["card"].scale, shape="card"),
} | {
    f"{shape}-{ending}": Kind(ending, mime, SHAPES[shape].scale, shape=shape)
    for shape in SHAPES
    for ending, mime in _ENDINGS.items()
}

#: The kinds that a page and a link to it show, drawn before they are asked for.
_PREPARED = ("page", "card")

#: What all kept pictures may take together, in bytes; those that were not asked for longest go.
KEPT = 500_000_000

_browser = browser.Browser()
_locks: dict[str, threading.Lock] = {}
_guard = threading.Lock()

#: Snapshots whose pictures are drawn before they are asked for; of more than that, when they are.
_waiting: queue.Queue[Snapshot] = queue.Queue(16)


def address(id: str) -> str:
    """Return a snapshot's address by $CONTESTED_URL; empty where the operator names no site."""
    here = at("")
    return here.url("snapshot", id) if here.origin else ""


def picture(snapshot: Snapshot, kind: str) -> bytes:
    """Return a snapshot's picture of one of KINDS.

    Drawn when it is first asked for and kept. Raises NoBrowser or NoPicture.
    """
    return kept(picture_file(snapshot, kind), lambda: draw(snapshot, kind))


def kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """Return a picture that is kept at a path; made, once for all who ask, where it is not."""
    with _one_at_a_time(path.name):
        with suppress(OSError):  # it is not there, or the cache cannot be read: it is drawn
            content = path.read_bytes()
            with suppress(PermissionError):  # a cache that may only be read
                os.utime(path)  # it was asked for now
            return content
        with timed("picture"):
            drawn = make()
        with suppress(OSError):  # a cache that is full or may only be read: it is drawn again then
            put(path, drawn)
            _trim(path.parent)
        return drawn


def draw(snapshot: Snapshot, kind: str) -> bytes:
    """Return a snapshot's picture, drawn anew."""
    form = KINDS[kind]
    if form.shape:
        shape = SHAPES[form.shape]
        return shaped(content(snapshot, address(snapshot.id)), shape, form.ending)
    chart = composed(snapshot, address(snapshot.id))
    if form.dark:
        chart = recoloured(chart, snapshot["colours"])
    width, height = size(chart)
    scale = 1 if kind in ("page", "dark") and height > _HIGH else form.scale
    drawn = _browser.drawn(chart, form.ending, width, height, scale)
    return _packed(drawn) if form.ending == "png" else drawn


def shaped(content: Content, shape: Shape, ending: str) -> bytes:
    """Return a view's picture in a shape, as png, svg or pdf; the second needs no browser."""
    svg = sheet(content, shape, browser.font())
    if ending == "svg":
        return svg.encode()
    size = {"width": shape.width, "height": shape.height}
    chart = {"data": [], "layout": size | {"meta": {"drawn": svg}}}
    scale = shape.scale if ending == "png" else 1
    drawn = _browser.drawn(chart, ending, shape.width, shape.height, scale)
    return _packed(drawn) if ending == "png" else drawn


def composed(snapshot: Snapshot, where: str = "") -> dict[str, Any]:
    """Return a snapshot's chart with a band under it that says when and where it was frozen."""
    chart = dict(snapshot["chart"])
    layout = dict(chart.get("layout", {}))
    width, height = size(chart)
    margin = dict(layout.get("margin", {}))
    bottom = float(margin.get("b", 80))
    layout |= {
        "width": width,
        "height": height + _FOOT,
        "autosize": False,
        "margin": margin | {"b": bottom + _FOOT},
    }
    if layout.get("legend", {}).get("yref") == "container":
        # A share of the picture's height, which has grown: the legend stays where it stood.
        share = (1 - layout["legend"].get("y", 1)) * height / (height + _FOOT)
        layout["legend"] = layout["legend"] | {"y": 1 - share}
    said = f"Snapshot {snapshot.id}, frozen on {day(snapshot.made[:10])}."
    said = f"{said} {where}" if where else said
    layout["annotations"] = [
        *layout.get("annotations", ()),
        _line(said, -bottom - _FOOT + 16, float(margin.get("l", 80)), LIGHT.muted),
    ]
    return chart | {"layout": layout}


def size(chart: Mapping[str, Any]) -> tuple[int, int]:
    """Return a chart's width and height in pixels."""
    layout = chart.get("layout", {})
    return int(layout.get("width") or WIDTH), int(layout.get("height") or HEIGHT)


def picture_file(snapshot: Snapshot, kind: str) -> Path:
    """Return where a picture is kept once it is drawn; its name carries all that is drawn."""
    how = f"sheet {SHEET}" if KINDS[kind].shape else _FOOT
    drawn = f"{__version__}\0{how}\0{address(snapshot.id)}\0{snapshot.made[:10]}"
    name = f"{snapshot.id}-{kind}-{hashlib.sha256(drawn.encode()).hexdigest()[:8]}"
    return cache() / "pictures" / f"{name}.{KINDS[kind].ending}"


def view_file(named: str, ending: str) -> Path:
    """Return where a picture of a view as it is now is kept; `named` is all it follows from."""
    name = hashlib.sha256(f"{__version__}\0{SHEET}\0{named}".encode()).hexdigest()[:32]
    return cache() / "pictures" / f"{name}.{ending}"


def drawn_size(snapshot: Snapshot) -> tuple[int, int]:
    """Return the width and height of a snapshot's picture in pixels."""
    return size(composed(snapshot))


def prepare(snapshot: Snapshot) -> None:
    """Have a page's picture and its card drawn in the background, where there is a browser."""
    if browser.installed() is None or all(
        picture_file(snapshot, kind).exists() for kind in _PREPARED
    ):
        return
    _worker()
    with suppress(queue.Full):
        _waiting.put_nowait(snapshot)


@functools.cache
def _worker() -> threading.Thread:
    """Return the one thread that prepares pictures; a program that ends does not wait for it."""
    thread = threading.Thread(target=_prepared, name="picture", daemon=True)
    thread.start()
    return thread


def _prepared() -> None:
    while True:
        snapshot = _waiting.get()
        for kind in _PREPARED:
            try:
                picture(snapshot, kind)
            except (ContestedError, OSError) as error:
                logging.getLogger(__name__).warning("no picture of %s: %s", snapshot.id, error)


def stop() -> None:
    """Close the browser that draws pictures; the next picture starts it again."""
    _browser.stop()


def _line(text: str, below: float, margin: float, colour: str) -> dict[str, Any]:
    """Return an annotation at the left edge, so many pixels below the chart's own area."""
    return {
        "text": text,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": BORDER - margin,
        "y": 0,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": below,
        "showarrow": False,
        "font": {"family": FONT, "size": 13, "color": colour},
    }


def _trim(folder: Path) -> None:
    """Remove the pictures that were not asked for longest, until the others take at most KEPT."""
    pictures = []
    with os.scandir(folder) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                stat = entry.stat()
                pictures.append((stat.st_mtime, stat.st_size, Path(entry)))
    room = KEPT
    for _, taken, path in sorted(pictures, reverse=True):
        room -= taken
        if room < 0:
            path.unlink(missing_ok=True)


def _packed(drawn: bytes) -> bytes:
    """Return a PNG with as many colours as a chart needs.

    They are chosen for how far apart they lie: by how often they stand, a small pale mark got the
    colour of another relation's.
    """
    from PIL import Image

    image = Image.open(io.BytesIO(drawn)).convert("RGB")
    stream = io.BytesIO()
    fewer = image.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    fewer.save(stream, "PNG", optimize=True)
    return stream.getvalue()


@contextmanager
def _one_at_a_time(name: str) -> Iterator[None]:
    """Let one thread draw a picture while the others that ask for it wait."""
    with _guard:
        if len(_locks) > 1000:
            for idle in [key for key, lock in _locks.items() if not lock.locked()]:
                del _locks[idle]
        lock = _locks.setdefault(name, threading.Lock())
    with lock:
        yield
