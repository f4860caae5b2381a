"""The API does what its description says: what is asked is made from the description alone."""

from datetime import date

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from starlette.applications import Starlette

from contested import web
from contested.selection import FIRST_DAY
from contested.snapshots import pictures
from contested.vocabulary import FIRST_ARTICLE
from contested.web.models import LONGEST
from tests.test_api import KILLED

pytestmark = pytest.mark.slow  # its tests are made while it is imported

app = Starlette(routes=web.routes(), middleware=web.middleware())

schema = schemathesis.openapi.from_asgi(
    "/api/openapi.json",
    app,
    timeout=120,  # the database is built before it answers
    # The coverage phase tries each of some hundred ids of every list: minutes, for no more.
    config=schemathesis.Config.from_dict({"phases": {"coverage": {"enabled": False}}}),
)


@schema.hook
def map_query(context, query):
    """Keep to what the schema cannot say: dates within bounds, since at most until."""
    for word in ("since", "until"):
        # A month, a quarter or a year is asked for alone: its other end might lie before it.
        if (query or {}).get(word) and not _day(query[word]):
            query.pop("until" if word == "since" else "since", None)
    days = [word for word in ("since", "until", "known_on") if _day((query or {}).get(word))]
    for word in days:
        day = _day(query[word])
        query[word] = str(day.replace(year=FIRST_DAY.year + day.year % 100, day=min(day.day, 28)))
    if {"since", "until"} <= set(days):
        query["since"], query["until"] = sorted((query["since"], query["until"]))
    return query


@schema.hook
def map_body(context, body):
    """Ask for what there is: no schema says which text is a selection or a statement."""
    if isinstance(body, dict) and isinstance(body.get("query"), str):
        one = {"article": f"article={FIRST_ARTICLE}", "source": "source=nis"}
        body["query"] = one.get(str(body.get("view")), KILLED)
    if isinstance(body, dict) and isinstance(body.get("sql"), str) and len(body["sql"]) <= LONGEST:
        body["sql"] = "select id from claim"
    return body


@pytest.fixture
def freely(monkeypatch, tmp_path):
    """Let views be frozen into a store of the test's own, as often as it asks, undrawn."""
    monkeypatch.setenv("CONTESTED_SNAPSHOTS", str(tmp_path / "snapshots"))
    monkeypatch.setenv("CONTESTED_SNAPSHOT_RATE", "1000000")
    monkeypatch.setattr(pictures, "prepare", lambda _: None)


def _day(text):
    """Return a date that is one; None for all else."""
    try:
        return date.fromisoformat(text) if len(text) == 10 and text[4] + text[7] == "--" else None
    except (TypeError, ValueError):
        return None


@pytest.mark.usefixtures("freely")
@schema.parametrize()
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_api_does_what_its_description_says(case):
    case.call_and_validate()
