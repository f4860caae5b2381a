"""One browser kept warm: charts drawn to bytes, off the caller's thread, with a time limit.

The first picture starts the browser, the end of the program stops it, and one that died is started
again. It loads nothing over the network: Plotly's basic bundle and the font lie beside this module.
"""

from __future__ import annotations

import asyncio
import atexit
import base64
import logging
import shutil
import threading
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from markupsafe import Markup

from contested import settings
from contested.errors import NoBrowser, NoPicture
from contested.html.environment import rendered

T = TypeVar("T")

#: Plotly's basic bundle: all that our charts need, as they are scatters, in a quarter of the bytes
#: of plotly.py's own script. It is of the same version, which a test holds.
PLOTLY = Path(__file__).parent / "plotly-basic.min.js"

#: Seconds that one picture may take, the start of the browser aside, and that start.
PATIENCE, START = 20.0, 40.0

#: Pictures that may wait for the browser; beyond it the caller is told to come back.
QUEUE = 16

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "microsoft-edge",
    "brave-browser",
)
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    "/snap/bin/chromium",
)


def installed() -> str | None:
    """Return the browser that pictures are drawn with: $BROWSER_PATH, or one installed; or None."""
    named = settings.text("BROWSER_PATH")
    if named:
        return named if Path(named).is_file() else None
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    return next((place for place in _PLACES if Path(place).is_file()), None)


def path() -> str:
    """Return the browser that pictures are drawn with; raises NoBrowser where there is none."""
    place = installed()
    if place is None:
        raise NoBrowser
    return place


class Browser:
    """A browser on a thread of its own; `drawn` may be called from many threads at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(QUEUE)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._kaleido: Any = None
        atexit.register(self.stop)

    def drawn(
        self,
        chart: Mapping[str, Any],
        form: str,
        width: int,
        height: int,
        scale: float = 1.0,
        patience: float = PATIENCE,
    ) -> bytes:
        """Return a chart's picture as png, svg or pdf.

        Raises NoBrowser where there is none, NoPicture when it takes too long, cannot be drawn, or
        too many are waiting.
        """
        if not self._places.acquire(blocking=False):
            raise NoPicture("many pictures are being drawn; ask again in a moment")
        try:
            options = {"format": form, "width": width, "height": height, "scale": scale}
            return self._patiently(chart, options, patience)
        finally:
            self._places.release()

    def _patiently(
        self, chart: Mapping[str, Any], options: Mapping[str, Any], patience: float
    ) -> bytes:
        """Draw; on a browser that died, once more on a new one."""
        for last in (False, True):
            kaleido = self._started()
            try:
                picture: bytes = self._run(
                    kaleido.calc_fig(dict(chart), dict(options)), patience + PATIENCE
                )
                return picture
            except TimeoutError as error:
                self._discard(kaleido)
                raise NoPicture("the picture could not be drawn: it took too long") from error
            except Exception as error:
                # What Plotly refuses, another browser would refuse too.
                if last or type(error).__name__ == "KaleidoError":
                    raise NoPicture(f"the picture could not be drawn: {error}") from error
                logging.getLogger(__name__).warning("the browser is started again: %r", error)
                self._discard(kaleido)
        raise AssertionError

    def stop(self) -> None:
        """Close the browser and end its thread; the next picture starts them again."""
        with self._lock:
            kaleido, self._kaleido = self._kaleido, None
            loop, self._loop = self._loop, None
            thread, self._thread = self._thread, None
        if loop is None or thread is None:
            return
        if kaleido is not None:
            _quietly(asyncio.run_coroutine_threadsafe(kaleido.close(), loop).result, 10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        if not thread.is_alive():
            loop.close()

    def _started(self) -> Any:
        """Return the running browser, started if need be."""
        with self._lock:
            if self._kaleido is None:
                place = path()
                if self._loop is None:
                    self._loop = asyncio.new_event_loop()
                    self._loop.set_exception_handler(_noted)
                    self._thread = threading.Thread(
                        target=self._loop.run_forever, name="pictures", daemon=True
                    )
                    self._thread.start()
                start = asyncio.run_coroutine_threadsafe(_open(place), self._loop)
                try:
                    self._kaleido = start.result(START)
                except Exception as error:
                    start.cancel()
                    raise NoPicture(f"the browser {place} did not start: {error!r}") from error
            return self._kaleido

    def _discard(self, kaleido: Any) -> None:
        with self._lock:
            if self._kaleido is kaleido:
                self._kaleido = None
            loop = self._loop
        if loop is not None:
            _quietly(asyncio.run_coroutine_threadsafe(kaleido.close(), loop).result, 10)

    def _run(self, work: Coroutine[Any, Any, T], patience: float) -> T:
        loop = self._loop
        if loop is None:
            work.close()
            raise ConnectionError("the browser was stopped")
        future = asyncio.run_coroutine_threadsafe(work, loop)
        try:
            return future.result(patience)
        except TimeoutError:
            future.cancel()
            raise


async def _open(place: str) -> Any:
    from kaleido import Kaleido

    kaleido = Kaleido(n=1, timeout=PATIENCE, page_generator=_Page(), path=place)
    try:
        await kaleido.open()
    except BaseException:  # also one that is given up: what has started by then is ended
        with suppress(Exception):
            await kaleido.close()
        raise
    return kaleido


class _Page:
    """The page that charts are drawn on: only files of this machine."""

    def generate_index(self) -> str:
        """Return the page."""
        here = files("contested.snapshots")
        script = here.joinpath("page.js").read_text(encoding="utf-8")
        scripts = (
            PLOTLY,
            _package("kaleido") / "vendor" / "kaleido_scopes.js",
        )
        return rendered(
            "picture_page",
            scripts=[address.as_uri() for address in scripts],
            font=font(),
            script=Markup(script),  # our own
        )


def font() -> str:
    """Return the font of pictures as a data address."""
    content = files("contested.snapshots").joinpath("sans.woff2").read_bytes()
    return f"data:font/woff2;base64,{base64.b64encode(content).decode()}"


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise NoPicture(f"the package {name} is not installed")
    return Path(spec.origin).parent


def _noted(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Note what a browser that was closed leaves unfinished."""
    logging.getLogger(__name__).debug("left by a closed browser: %s", context.get("message"))


def _quietly(act: Any, patience: float) -> None:
    """Do what may fail because the browser is already gone."""
    try:
        act(patience)
    except Exception as error:
        logging.getLogger(__name__).debug("closing: %r", error)
