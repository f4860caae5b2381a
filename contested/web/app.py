"""The routes beside the dashboard, and what stands before all of them."""

from __future__ import annotations

from pathlib import Path

import plotly
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from contested.database import database
from contested.errors import ContestedError

_PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def health(request: Request) -> Response:
    """Answer ok with the data's hash and number of claims; 503 with the reason otherwise."""
    try:
        found = database()
    except ContestedError as error:
        return JSONResponse({"status": "broken", "detail": str(error)}, status_code=503)
    return JSONResponse(
        {
            "status": "stale" if found.broken else "ok",
            "hash": found.hash,
            "claims": found.claims,
            "detail": str(found.broken or ""),
        }
    )


def plotly_script(request: Request) -> Response:
    """Answer Plotly's own script, for the pages that draw a picture without a chart on them."""
    return FileResponse(
        _PLOTLY,
        media_type="text/javascript",
        headers={"cache-control": "public, max-age=31536000, immutable"},
    )


def routes() -> list[Route]:
    """Return the routes beside the dashboard."""
    return [
        Route("/health", health),
        Route("/vendor/plotly.min.js", plotly_script),
    ]


def middleware() -> list[Middleware]:
    """Return what every request passes, the dashboard's own files included."""
    return []
