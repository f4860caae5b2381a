"""Where this site stands, as a request says it."""

from __future__ import annotations

from datetime import date

from starlette.requests import HTTPConnection

from contested import cite
from contested.addresses import Site, at, sound
from contested.database import Database
from contested.web.client import secure

#: Where a request's scope holds the data that are published as files, by `contested.publish`.
PUBLISHED = "contested.published"


def site(request: HTTPConnection) -> Site:
    """Return where this site stands: $CONTESTED_URL, else the host that the request names.

    A request with an unsound Host is given no absolute address.
    """
    host = request.headers.get("host", "").lower()
    scheme = "https" if secure(request) else "http"
    here = at(f"{scheme}://{host}" if sound(host) else "")
    return here._replace(published=published(request) is not None)


def published(request: HTTPConnection) -> Database | None:
    """Return the data that a request's answer is to be a file of; None where a reader asks."""
    data: Database | None = request.scope.get(PUBLISHED)
    return data


def accessed(here: Site) -> date | None:
    """Return the day of access that an answer names: none in a file, which is read on any day."""
    return None if here.published else cite.today()
