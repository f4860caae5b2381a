"""A dashboard served for as long as a script asks it: on a free port, until it answers."""

import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def served(
    checkout: Path, python: Path | str, settings: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Serve a checkout with a Python and settings; give its address, and end it afterwards."""
    server = subprocess.Popen(
        [python, "-m", "contested", "serve", "--port", "0"],
        cwd=checkout,
        env=settings,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        printed = server.stdout.readline() if server.stdout else ""
        address = re.search(r"http://\S+", printed)
        if not address:
            sys.exit(f"{checkout} does not serve: {printed}")
        _answering(address[0])
        yield address[0]
    finally:
        server.terminate()
        server.wait()


def _answering(address: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}/health").close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"{address} does not answer")
