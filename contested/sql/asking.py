"""A statement asked in a process of its own, which is ended when its time is up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import NamedTuple

import pyarrow as pa

from contested.database import Database
from contested.errors import BadStatement
from contested.sql.documented import TABLES


class Limits(NamedTuple):
    """What one statement may take: seconds, MB of memory, threads; rows, and their bytes."""

    seconds: int
    memory: int
    threads: int
    rows: int
    bytes: int


#: For whoever asks a server.
READERS = Limits(seconds=10, memory=512, threads=1, rows=10_000, bytes=10_000_000)

#: For who asks on a machine of their own.
OWN = Limits(seconds=600, memory=4_000, threads=4, rows=1_000_000, bytes=1_000_000_000)


#: What Python is started with.
_PROGRAM = ["-m", "contested.sql.worker"]


class Answer(NamedTuple):
    """A statement's rows; `more` says that there are others, beyond as many as are given."""

    rows: pa.Table
    more: bool


def ask(data: Database, sql: str, limits: Limits = READERS) -> Answer:
    """Return the rows of a statement over the documented tables of a database.

    Columns keep the statement's order and names; a name that is there twice gains a number, a
    span of time is text. Raises
    BadStatement, with what would pass, for a statement that is not taken, fails or takes too much.
    """
    if data.path is None:
        raise BadStatement("statements are answered where the data are DuckDB's; these are not")
    question = {
        "path": str(data.path),
        "sql": sql,
        "tables": [*TABLES],
        **limits._asdict(),
    }
    try:
        ended = subprocess.run(
            [sys.executable, *_PROGRAM],
            input=json.dumps(question).encode(),
            capture_output=True,
            cwd="/",
            # Nothing of the server's environment but where Python finds this package.
            env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BadStatement(
            f"it takes more than {limits.seconds} seconds; select less, or ask a copy of the data"
        ) from None
    line, _, rows = ended.stdout.partition(b"\n")
    if not line:
        raise BadStatement("it takes more memory or time than a statement may; select less")
    about = json.loads(line)
    if about["error"]:
        raise BadStatement(about["error"])
    return Answer(pa.ipc.open_stream(rows).read_all(), about["more"])
