"""The command that serves the dashboard, or the desk."""

from __future__ import annotations

import os
import socket
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import click

from contested import settings
from contested.cli.options import (
    data_in_use,
    database_in_use,
    engine_in_use,
    folder_in_use,
    say,
    with_data,
)
from contested.errors import BadData, ContestedError, NoDatabase, StoreDown
from contested.snapshots.counters import counters, shared
from contested.snapshots.limits import freezing
from contested.snapshots.store import store

_HERE = Path(__file__).parent.parent


@click.command(
    epilog="\b\nExamples:\n"
    "  contested serve\n"
    "  contested serve --port 8080 --data my-data\n"
    "  contested serve --host 0.0.0.0\n"
    "  contested serve --engine sc://spark:15002 --data s3a://bucket/tables"
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=8501,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port to listen on; 0 takes one that is free.",
)
@click.option(
    "--desk", is_flag=True, help="Serve the desk instead, to this machine only: it writes claims."
)
@with_data
def serve(host: str, port: int, desk: bool) -> None:
    """Serve the dashboard and print its address."""
    if desk:
        _serve_desk(host, port)
        return
    from contested.readers import proxies
    from contested.web import hosts, meters, server

    # One that does not pass is said now, not to the first reader it concerns.
    for setting in (freezing, counters, proxies, hosts.check, meters.check):
        setting()
    shared()  # a Redis that is away is said now, too
    try:
        store().check()
    except StoreDown as error:  # all else can be served
        say(f"Snapshots cannot be kept: {error}.", err=True)
    connections = settings.whole("CONTESTED_CONNECTIONS")
    claims = _counted()
    listening = _listening(host, port)
    port = listening.getsockname()[1]
    engine, tables = engine_in_use()
    used = tables or os.pathsep.join(str(one.absolute()) for one in data_in_use())
    os.environ["CONTESTED_ENGINE"] = engine
    os.environ["CONTESTED_DATA"] = used
    os.environ["CONTESTED_HOSTS"] = ",".join([*settings.listed("CONTESTED_HOSTS"), host])
    named = f"[{host}]" if ":" in host else host
    meters.start()
    say(f"{claims} claims at http://{named}:{port} (Ctrl-C stops)")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        say("It runs as root, which it does not need: docs/operations.md has a user.", err=True)
    with listening:
        server.serve(_dashboard(), listening, connections)


def _serve_desk(host: str, port: int) -> None:
    """Serve the desk of the folder in use, by no host but this machine's own."""
    from contested.web import desk, server

    if host not in desk.LOCAL:
        raise click.UsageError(f"the desk is served by {', '.join(desk.LOCAL)} only, not {host}")
    folder = folder_in_use()
    with _listening(host, port) as listening:
        named = f"[{host}]" if ":" in host else host
        say(f"The desk of {folder} at http://{named}:{listening.getsockname()[1]} (Ctrl-C stops)")
        server.serve(desk.app(folder), listening, settings.whole("CONTESTED_CONNECTIONS"))


def _counted() -> str:
    """Return how many claims there are to serve; says what is wrong where there are none yet.

    A folder that does not pass is served all the same: its readers are told what is wrong, and are
    shown the data as soon as it passes. One that is not there is an error here and now.
    """
    try:
        return f"{database_in_use().claims:,}"
    except BadData as error:
        for problem in error.problems:
            say(str(problem), err=True)
        say("Every page says so with 503, until the folder passes its checks.", err=True)
    except NoDatabase as error:
        if engine_in_use()[0] or not all(folder.is_dir() for folder in data_in_use()):
            raise
        say(f"{error}. Every page says so with 503, until it can be read.", err=True)
    return "No"


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens on a host's port; raises ContestedError where none can be had.

    Port 0 takes one that is free.
    """
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        places.sort(key=lambda one: one[0] != socket.AF_INET)  # a name's IPv4 address before others
        family, _, _, _, place = places[0]
        both = family == socket.AF_INET6 and host == "::" and socket.has_dualstack_ipv6()
        listening = socket.create_server(place[:2], family=family, dualstack_ipv6=both)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ContestedError(
            f"cannot listen on {host}, port {port}: {reason}; choose others with --host and --port"
        ) from error
    listening.setblocking(False)
    return listening


def _dashboard() -> Any:
    """Return the app of the dashboard's script: in a package inside it, in a source tree above."""
    inside = _HERE / "app" / "dashboard.py"
    script = inside if inside.exists() else _HERE.parent / "dashboard.py"
    spec = spec_from_file_location("contested_dashboard", script)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.app
