"""What the app leans on inside Streamlit: names and files that it does not promise to keep.

All of them stand here, and nowhere else. A test holds each one and says what to do when a new
Streamlit has moved it (`tests/test_streamlit_inside.py`). Streamlit itself is imported only where a
page runs: commands and the server's pages are asked without it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, wraps
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

#: The places of Streamlit's page that the server fills.
PLACES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "title": re.compile(r"<title>.*?</title>"),
        "noscript": re.compile(r"<noscript>.*?</noscript>", re.DOTALL),
        "script": re.compile(r"<script>"),
        "head": re.compile(r"</head>"),
        "root": re.compile(r'<div id="root"></div>'),
    }
)

#: Chunks that the pages ask for once their script has run, by the names before the hash.
WIDGETS = (
    "Html", "PageLink", "Selectbox", "Multiselect", "ButtonGroup", "DateInput", "Checkbox",
    "Button", "DownloadButton", "BidiComponent",
)  # fmt: skip
CHART = ("PlotlyChart",)

#: How the application marks a page's title and its answer; a message, or what went wrong.
TITLE = '[data-testid="stMain"] h1'
MESSAGE = '[data-testid="stAlert"], [data-testid="stException"]'

#: How it marks itself while no script runs, and what a part has until its code is there.
AT_REST = '[data-testid="stApp"][data-test-script-state="notRunning"]'
WAITING = '[data-testid="stSkeleton"]'

#: What a browser asks of Streamlit: all else that Streamlit would serve is closed, as its uploads,
#: its metrics, and the empty page that it answers to an address that is none.
OPEN = (
    "_stcore/health",
    "media/.+",
    "static/.+",
    *(re.escape(name) for name in ("favicon.png", "manifest.json")),
)

#: Where a page's session with the server is.
STREAM = "/_stcore/stream"

#: What Streamlit's application asks about itself where our page could not say it.
CONFIG = "_stcore/host-config"

#: What it is answered, and what our page says of it: no other host.
HOST_CONFIG: Mapping[str, object] = MappingProxyType(
    {"allowedOrigins": [], "useExternalAuthToken": False, "metricsUrl": ""}
)

#: Tells the application where its server is. It would else look under every part of the address,
#: and wait for each answer.
WHERE = """
window.__streamlit = {
  BACKEND_BASE_URL: new URL('./', location.href).href,
  HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false, metricsUrl: '' },
};
"""

#: The logger whose warnings a reader can cause as often as he likes.
LOUD = "streamlit.web.server.starlette.starlette_websocket"


class Run(NamedTuple):
    """One run of the script: which page it is of, and whether Back or Forward led to it."""

    page: str = ""
    back: bool = False


def current_run() -> Run:
    """Return what this run of the script is; an empty one where none is going on."""
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx()
    return Run(context.page_script_hash, context.is_history_navigation) if context else Run()


def asked_of_streamlit(message: bytes) -> str:
    """Return what a message on a session asks of Streamlit, as "rerun_script"; "" for nothing.

    Of what is done beside a run it is which: "deferred_file" for a download, "dataframe_chunk" for
    rows of a long table. Others write on this machine.

    >>> asked_of_streamlit(b"no message")
    ''
    """
    from streamlit.proto.BackMsg_pb2 import BackMsg

    asked = BackMsg()
    try:
        asked.ParseFromString(message)
    except Exception:  # of the library that Streamlit reads it with
        return ""
    kind = asked.WhichOneof("type") or ""
    if kind == "backend_operation_request":
        return asked.backend_operation_request.WhichOneof("payload") or ""
    return kind


def take_pages_as_files() -> None:
    """Have Streamlit not take the folder named pages/ for its older kind of multipage app.

    Until st.navigation has run once, it would run the first page asked for without the script
    around it.
    """
    from streamlit.runtime.pages_manager import PagesManager

    PagesManager.uses_pages_directory = False


def make_themes_once() -> None:
    """Have Streamlit put its themes into words once, and not six times before each run.

    It does so in the loop that all answers wait for. A theme that is changed shows from the next
    start on.
    """
    from streamlit.proto.NewSession_pb2 import CustomThemeConfig
    from streamlit.runtime import app_session

    fill = app_session._populate_theme_msg
    if hasattr(fill, "__wrapped__"):
        return

    @cache
    def filled(section: str) -> CustomThemeConfig:
        theme = CustomThemeConfig()
        fill(theme, section)
        return theme

    @wraps(fill)
    def populate(msg: CustomThemeConfig, section: str = "theme") -> None:
        msg.MergeFrom(filled(section))

    app_session._populate_theme_msg = populate


@cache
def folder() -> Path:
    """Return the folder that Streamlit serves its pages from, found without importing it."""
    spec = find_spec("streamlit")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "static"


@cache
def index() -> str:
    """Return the page that Streamlit answers every address of the dashboard with."""
    return (folder() / "index.html").read_text(encoding="utf-8")


def missing(page: str) -> list[str]:
    """Return the places of Streamlit's page that are filled here and that it does not have.

    >>> missing("<title>Streamlit</title></head><script>")
    ['noscript', 'root']
    """
    return [name for name, place in PLACES.items() if not place.search(page)]


@cache
def later(chart: bool) -> tuple[str, ...]:
    """Return the chunks that a page, with a chart or without, needs and its HTML does not name."""
    names = [path.name for path in (folder() / "static" / "js").glob("*.js")]
    chunks = (*CHART, *WIDGETS) if chart else WIDGETS
    waiting = [name for chunk in chunks for name in names if name.split(".")[0] == chunk]
    whole: dict[str, None] = {}
    while waiting:
        name = waiting.pop(0)
        if name not in whole and name not in index():
            whole[name] = None
            waiting += _imported(name)
    return tuple(whole)


def _imported(name: str) -> list[str]:
    """Return the chunks that a chunk imports at its start."""
    head = (folder() / "static" / "js" / name).read_text(encoding="utf-8")[:20_000]
    return re.findall(r'(?:from|import)\s*"\./([\w.-]+\.js)"', head)
