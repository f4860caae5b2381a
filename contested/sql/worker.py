"""The process that answers one statement: a question in on standard input, its rows out.

It is started for one statement and ends with it. What comes out is a line of JSON, and after it,
where that says no error, the rows as an Arrow stream.
"""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from contested.errors import BadStatement
from contested.sql.reading import check

#: Rows that are taken at a time.
_BATCH = 1_000

#: The most characters of what is said to be wrong: an error may repeat a value of any length.
LONGEST_ERROR = 2_000

#: What a process takes beside what DuckDB counts, in bytes: Python, Arrow and their threads.
_BESIDE = 400_000_000

#: The names that a statement's tables would be mistaken for: DuckDB looks here for what is not its.
_TAKEN = """
select lower(view_name) from duckdb_views() where schema_name <> 'information_schema'
union all select lower(table_name) from duckdb_tables()
"""


def main() -> None:
    """Answer the question on standard input."""
    question = json.load(sys.stdin)
    _bound(question)
    try:
        con = _opened(question)
        about, rows = _answer(con, question)
    except BadStatement as error:
        about, rows = {"error": str(error)}, b""
    except (MemoryError, duckdb.OutOfMemoryException):
        about, rows = {"error": "it takes more memory than a statement may; select less"}, b""
    except duckdb.Error as error:
        about, rows = {"error": _plain(error)}, b""
    about["error"] = about["error"][:LONGEST_ERROR]
    sys.stdout.buffer.write(json.dumps(about).encode() + b"\n" + rows)
    sys.stdout.buffer.flush()


def _bound(question: dict[str, Any]) -> None:
    """Let the system hold this process to what it may take, where it can, after all else."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        os.nice(5)  # the server's own answers come first
        # Where a machine or a unit runs out of memory, this goes, and not the server.
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("1000")
        seconds, memory = question["seconds"], question["memory"] * 1_000_000
        for what, most in (
            (resource.RLIMIT_CPU, seconds + 1),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
            # DuckDB's own limit is the one that a reader is told of. It counts no texts that a
            # function makes, nor the rows that go out: these hold all else.
            (resource.RLIMIT_AS, 3 * memory + 2_000_000_000),
            (resource.RLIMIT_DATA, memory + 3 * question["bytes"] + _BESIDE),
        ):
            resource.setrlimit(what, (most, most))


def _opened(question: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(question["path"], read_only=True)
    for setting in (
        "enable_progress_bar = false",
        f"memory_limit = '{int(question['memory'])}MB'",
        f"threads = {int(question['threads'])}",
        "temp_directory = ''",
        "python_enable_replacements = false",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "allow_community_extensions = false",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        con.execute(f"set {setting}").fetchall()
    return con


def _answer(
    con: duckdb.DuckDBPyConnection, question: dict[str, Any]
) -> tuple[dict[str, Any], bytes]:
    """Return what is said of a statement's rows, and the rows, as many as may be."""
    sql, most, size = question["sql"], question["rows"], question["bytes"]

    def serialized(text: str) -> str:
        row = con.execute("select json_serialize_sql($text::varchar)", {"text": text}).fetchone()
        assert row is not None
        return str(row[0])

    taken = {str(name) for (name,) in con.execute(_TAKEN).fetchall()}
    check(sql, serialized, question["tables"], taken)
    reader = _columns(con.cursor().sql(sql).limit(most + 1)).to_arrow_reader(_BATCH)
    stream, rows, more = io.BytesIO(), 0, False
    with pa.ipc.new_stream(stream, reader.schema) as writer:
        for batch in reader:
            if more := rows + batch.num_rows > most:
                batch = batch.slice(0, most - rows)
            rows += batch.num_rows
            writer.write_batch(batch)
            if stream.tell() > size:
                raise BadStatement(
                    f"the rows take more than {size / 1e6:,.0f} MB; select fewer columns or rows"
                )
            if more:
                break
    return {"error": "", "more": more}, stream.getvalue()


def _columns(rows: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Return rows with every column under a name of its own, and spans of time as text.

    Of two columns `n` the second is `n_1`, as newer versions of DuckDB name them by themselves.
    """
    seen: set[str] = set()
    columns = []
    for place, (name, kind) in enumerate(zip(rows.columns, rows.types, strict=True), start=1):
        number, own = 0, name
        while own in seen:
            number += 1
            own = f"{name}_{number}"
        seen.add(own)
        text = "::varchar" if str(kind) == "INTERVAL" else ""
        quoted = own.replace('"', '""')
        columns.append(f'#{place}{text} as "{quoted}"')
    return rows.project(", ".join(columns))


def _plain(error: duckdb.Error) -> str:
    """Return what DuckDB says is wrong, without what follows for who uses it elsewhere."""
    said = str(error)
    for rest in ("\n\nLINE", "\nLINE", "\n\nStack Trace", "\nStack Trace"):
        said = said.partition(rest)[0]
    return said.strip()


if __name__ == "__main__":
    main()
