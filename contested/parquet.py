"""The built tables as Parquet at an address: a folder, or an object store.

`ADDRESS/HASH/TABLE/part-00000.parquet` holds rows in the order of the database, so that what is
asked of one quantity lies together and the statistics of its groups let all others be passed over.
`ADDRESS/contested.json` says which hash is the newest; it is written last, so that who reads
meanwhile goes on with what was there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import duckdb
import fsspec
import pyarrow as pa
from pyarrow import parquet as pq

from contested.build import Built, connected
from contested.errors import NoDatabase

#: Rows of one group, the least that is read, and of one file.
GROUP, FILE = 100_000, 2_000_000

MANIFEST = "contested.json"
FORM = 1


class Tables(NamedTuple):
    """What lies at an address: the hash of the data, how many claims, each table's own address."""

    hash: str
    claims: int
    tables: Mapping[str, str]


def write(
    built: Built, address: str, progress: Callable[[str], None] = lambda table: None
) -> Tables:
    """Write a built database's tables to an address and return what lies there.

    Tables of the same hash that are there already are left. `progress` is told each table that is
    written. Raises NoDatabase where the address cannot be written.
    """
    try:
        files, root = fsspec.core.url_to_fs(address)
        con = connected(built.path)
        names = [row[0] for row in con.execute("select table_name from duckdb_tables()").fetchall()]
        for name in sorted(names):
            place = f"{root}/{built.hash}/{name}"
            if not files.exists(f"{place}/_SUCCESS"):
                progress(name)
                _write(files, place, con.table(name))
        there = Tables(built.hash, built.claims, _addresses(address, built.hash, names))
        manifest = {"form": FORM, "hash": there.hash, "claims": there.claims, "tables": names}
        with files.open(f"{root}/{MANIFEST}", "wb") as stream:
            stream.write(json.dumps(manifest, indent=1).encode())
    except (OSError, ImportError, ValueError, duckdb.Error) as error:
        raise NoDatabase(f"{address} cannot be written: {error}") from error
    return there


def read(address: str) -> Tables:
    """Return what lies at an address; raises NoDatabase where there is nothing to be read."""
    try:
        files, root = fsspec.core.url_to_fs(address)
        files.invalidate_cache()
        manifest = json.loads(files.cat_file(f"{root}/{MANIFEST}"))
        if manifest["form"] != FORM:
            raise NoDatabase(f"{address} holds tables of form {manifest['form']}; build them again")
        hash = str(manifest["hash"])
        return Tables(hash, manifest["claims"], _addresses(address, hash, manifest["tables"]))
    except FileNotFoundError:
        why = f"it has no {MANIFEST}; write it by contested build --into {address} --format parquet"
        raise NoDatabase(f"{address} holds no tables: {why}") from None
    except (OSError, ImportError, ValueError, KeyError, TypeError) as error:
        raise NoDatabase(f"{address} cannot be read: {error}") from error


def _addresses(address: str, hash: str, names: list[str]) -> dict[str, str]:
    # What Spark is told: a bare path would be one of its own default file system.
    whole = address if "://" in address else f"file://{address}"
    return {name: f"{whole.rstrip('/')}/{hash}/{name}" for name in sorted(names)}


def _write(files: Any, place: str, rows: duckdb.DuckDBPyRelation) -> None:
    files.makedirs(place, exist_ok=True)
    reader = rows.to_arrow_reader(GROUP)
    writer, number, written = None, 0, 0
    try:
        for batch in reader:
            if writer is None:
                writer = _part(files, place, number, reader.schema)
            writer.write_batch(batch)
            written += batch.num_rows
            if written >= FILE:
                writer.close()
                writer, number, written = None, number + 1, 0
        if writer is None and not number:
            writer = _part(files, place, number, reader.schema)
    finally:
        if writer is not None:
            writer.close()
    files.pipe_file(f"{place}/_SUCCESS", b"")


def _part(files: Any, place: str, number: int, schema: pa.Schema) -> pq.ParquetWriter:
    path = f"{place}/part-{number:05}.parquet"
    return pq.ParquetWriter(path, schema, compression="zstd", filesystem=files)
