"""What an operator sets in the environment: one table of names, defaults and meanings.

A setting that is empty is not set. Whoever reads one asks here, when it is needed: a test or an
operator may change it while the program runs.
"""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from contested.errors import ContestedError


class Setting(NamedTuple):
    """One setting: its name in the environment, what holds without it, what it says."""

    name: str
    default: str
    help: str


#: Every setting there is, in the order of the README's table.
SETTINGS = {
    setting.name: setting
    for setting in (
        Setting(
            "CONTESTED_DATA", "", "the data folders, the base first; without it the curated data"
        ),
        Setting("CONTESTED_ENGINE", "", "a Spark Connect, as sc://host:15002; DATA is then tables"),
        Setting("CONTESTED_ENGINE_SECONDS", "45", "after which a query of that engine is given up"),
        Setting(
            "CONTESTED_CACHE",
            "",
            "where built databases, drawn pictures and the application's compressed files are kept",
        ),
        Setting("CONTESTED_SNAPSHOTS", "", "where snapshots are kept: a folder, or an address"),
        Setting("CONTESTED_SNAPSHOT_SIZE", "2000000", "bytes that one snapshot may take"),
        Setting("CONTESTED_SNAPSHOT_NUMBER", "100000", "how many snapshots the store may hold"),
        Setting("CONTESTED_SNAPSHOT_RATE", "20", "how many a minute one reader may freeze"),
        Setting("CONTESTED_LIMITS", "", "a Redis where all servers count readers' limits together"),
        Setting("CONTESTED_URL", "", "the address that readers know this site by"),
        Setting("CONTESTED_HOSTS", "", "further hosts that this site answers to, with commas"),
        Setting("CONTESTED_PROXIES", "", "the proxies whose X-Forwarded headers are believed"),
        Setting("CONTESTED_CONNECTIONS", "2000", "how many connections may be open at once"),
        Setting("CONTESTED_SESSIONS", "120", "how many readers the dashboard has at once"),
        Setting("CONTESTED_METERS", "", "a port for figures in Prometheus' form, for operators"),
        Setting("CONTESTED_LOG", "", "answers: a line of JSON an answer; readers: with who asked"),
        Setting("CONTESTED_REPORT", "", "where to report a mistake: an address with {id}, or mail"),
        Setting("CONTESTED_SQL", "1", "0 answers no statements of SQL, on /sql and in the API"),
        Setting("CONTESTED_NOINDEX", "", "1 keeps the shared pages out of search engines"),
        Setting("BROWSER_PATH", "", "the Chrome or Chromium that draws snapshots' pictures"),
    )
}


def text(name: str) -> str:
    """Return a setting as it is written, or its default."""
    return os.environ.get(name, "") or SETTINGS[name].default


def whole(name: str) -> int:
    """Return a setting that is a whole number from 1; raises ContestedError for all else."""
    value = text(name)
    if not re.fullmatch("[1-9][0-9]{0,11}", value):
        usual = SETTINGS[name].default
        raise ContestedError(f"{name} is {value!r}; give a whole number from 1, as {usual}")
    return int(value)


def usual(name: str) -> int:
    """Return the default of a setting that is a whole number."""
    return int(SETTINGS[name].default)


def on(name: str) -> bool:
    """Return whether a setting is switched on: anything but 0."""
    return text(name) not in ("", "0")


def listed(name: str) -> tuple[str, ...]:
    """Return the parts of a setting that is a list with commas."""
    return tuple(part.strip() for part in text(name).split(",") if part.strip())
